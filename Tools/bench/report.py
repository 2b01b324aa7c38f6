"""The figures as Markdown."""
import datetime as dt
import math
import os
import platform

CAP = 30.0
ENGINES = {"duckdb": "DuckDB", "clickhouse": "ClickHouse", "polars": "Polars"}


def machine():
    model = next((line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), platform.processor())
    memory = next(int(line.split()[1]) for line in open("/proc/meminfo") if line.startswith("MemTotal")) / 2**20
    return f"{os.cpu_count()} cores of {model}, {memory:.0f} GiB, {platform.system()} {platform.release().split('-')[0]}"


def figure(milliseconds):
    return f"{milliseconds:,.2f}" if milliseconds < 10 else f"{milliseconds:,.1f}" if milliseconds < 100 else f"{milliseconds:,.0f}"


def table(heads, rows):
    align = ["---" if at == 0 else "---:" for at in range(len(heads))]
    return "\n".join("| " + " | ".join(str(cell) for cell in row) + " |" for row in [heads, align, *rows])


def geometric(ratios):
    return math.exp(sum(math.log(min(ratio, CAP)) for ratio in ratios) / len(ratios)) if ratios else 0.0


def hot(everything, peers, events):
    """Wall milliseconds (processor milliseconds beside ours and the best peer), ratio, goal."""
    rows, ratios, cpu_ratios = [], [], []
    for asked in everything:
        best = asked.best()
        cells = [asked.question.says]
        cells += [figure(asked.ours.wall), figure(asked.ours.cpu)] if asked.ours else ["not yet", ""]
        cells += [figure(asked.rollups.wall) if asked.rollups else ""]
        cells += [figure(asked.best(peer).wall) if asked.best(peer) else "-" for peer in peers]
        cells += [f"{best.name}", figure(best.cpu)] if best else ["-", "-"]
        if asked.ratio:
            ratios.append(asked.ratio)
            cpu_ratios.append(asked.cpu_ratio)
        goal = asked.question.goal
        met = "" if not goal or not asked.ratio else " yes" if asked.ratio >= goal else " **no**"
        cells += [f"{asked.ratio:.1f}" if asked.ratio else "", f"{asked.cpu_ratio:.1f}" if asked.ratio else "", f"{goal:g}{met}" if goal else ""]
        rows.append(cells)
    heads = ["question", "ours, ms", "ours, CPU ms", "with rollups, ms", *[f"{ENGINES[peer]}, ms" for peer in peers], "best peer", "its CPU ms", "times faster", "by CPU", "goal"]
    slower = sum(1 for ratio in ratios if ratio < 1)
    some = [f"{asked.question.says}: {asked.read:,}" for asked in everything if asked.read is not None and asked.read < events / 2]
    skipped = f" Rows that ours read, where it read fewer than half: {'; '.join(some)}." if some else ""
    return table(heads, rows) + (
        f"\n\nGeometric mean of {len(ratios)} ratios, each capped at {CAP:g}: **{geometric(ratios):.1f}** (by CPU {geometric(cpu_ratios):.1f}). "
        f"Slower than the best peer: {slower}. "
        f"Answers that differ: {sum(1 for asked in everything if asked.differences)}."
        + skipped)


def sizes(data, ours, states):
    count = data.events
    rows = [["ours, compacted", f"{ours['bytes'] / 1e6:,.1f}", f"{ours['bytes'] / count:.2f}", f"{(ours['seconds'] + ours['compact_seconds']):.1f}",
             f"{max(ours['peak_kib'], ours['compact_peak_kib']) / 1024:,.0f}"]]
    for (peer, _), facts in states.items():
        rows.append([f"{ENGINES[peer]}, {facts['layout']}", f"{facts['bytes'] / 1e6:,.1f}", f"{facts['bytes'] / count:.2f}",
                     f"{facts['seconds']:.1f}", f"{facts['peak_kib'] / 1024:,.0f}"])
    return table(["state", "MB", "bytes an event", "seconds to load", "peak MiB"], rows) + (
        "\n\nOurs is loaded from NDJSON (import and compaction), the peers here from Parquet.")


def imports(data, found):
    rows = []
    for name, use in found.items():
        rows.append([name, f"{data.events / use['seconds'] / 1e3:,.0f}", f"{use['seconds']:.1f}", f"{use['cpu']:.1f}",
                     f"{use['peak_kib'] / 1024:,.0f}", f"{use['settle_seconds']:.1f}" if use.get("settle_seconds") is not None else "-"])
    ratio, cpu = (
        min([use[kind] for name, use in found.items() if name != "ours"], default=0) / max(found["ours"][kind], 1e-3)
        for kind in ("seconds", "cpu"))
    return table(["NDJSON into", "thousand events/s", "seconds", "CPU s", "peak MiB", "then merging, s"], rows) + (
        f"\n\nOurs against the best peer: {ratio:.1f} times (by CPU {cpu:.1f}).")


def memory(found, peers):
    rows = [[row["says"], *[f"{row[name] / 1024:,.0f}" if row.get(name) else "-" for name in ["ours", *peers]]] for row in found]
    return table(["peak MiB of a fresh process", "ours", *[ENGINES[peer] for peer in peers]], rows) + (
        "\n\nPeers run inside of Python; an opened process that has asked nothing holds "
        + ", ".join(f"{found[0][peer + '_base'] / 1024:,.0f} MiB ({ENGINES[peer]})" for peer in peers if found and found[0].get(peer + "_base")) + ".")


def cold(found):
    rows = [[row["says"], row["engine"], f"{row['wall'] * 1e3:,.0f}", f"{row['middle'] * 1e3:,.0f}", f"{row['cpu'] * 1e3:,.0f}", f"{row['peak_kib'] / 1024:,.0f}"]
            for row in found]
    return table(["a process from start to end, warm pages", "engine", "best ms", "middle ms", "CPU ms", "peak MiB"], rows)


def head(data, versions, runs):
    now = dt.datetime.now(dt.timezone.utc).date()
    return (
        f"{data.events:,} events, shape `{data.shape}` ({data.facts['says']}), seed {data.seed}; {machine()}; {now}; "
        + ", ".join(f"{name} {version}" for name, version in versions.items())
        + f"; 2 threads each, hot, best of {runs}, interleaved.")
