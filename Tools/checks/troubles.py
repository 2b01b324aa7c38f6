"""Errors, vitals and commonest values of the command against a naive reference in plain Python, in every state of a store and from
files; one error with the events before it; what fits a terminal."""
import collections
import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import termios

from common import lines_of, near, same
from reference import Reference, quantile_cont

LIMITS = {"FCP": (1800, 3000), "LCP": (2500, 4000), "INP": (200, 500), "CLS": (0.1, 0.25), "TTFB": (800, 1800)}
NOW = {"IAQ_NOW": "2026-04-01T00:00:00Z"}


def run(checks):
    demo = checks.path("troubles.ndjson")
    checks.run("demo", "--events", "20000", "--days", "15", "-o", demo)
    lines = lines_of(demo) + odd_lines()
    with open(demo, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    reference = Reference(lines)
    store = checks.path("troubles")
    checks.run("import", demo, store=store)
    for state, act in (("imported", None), ("compacted", ["compact", "--all"])):
        if act:
            checks.run(*act, store=store)
        for name, body in (
            ("errors", errors), ("one error", one_error), ("vitals", vitals), ("commonest values", top), ("the time before", compared),
            ("usage beside the time before", usage_compared), ("funnels beside the time before", funnel_compared),
        ):
            checks.check(f"troubles, {state}: {name}", body, checks, store, reference)
    checks.check("troubles: -i FILE", from_files, checks, store, demo)
    checks.check("troubles: as table functions", functions, checks, store)
    checks.check("troubles: wrong uses", wrong_uses, checks, store)
    checks.check("troubles: terminals of 80 and 160 columns", screens, checks, store)


def odd_lines():
    """Errors without a session, a stack or a message, reports without an id or a number, values of several types."""
    made = []
    for index in range(300):
        event = {"timestamp": f"2026-03-{20 + index % 5:02}T10:00:{index % 3:02}Z", "sessionId": f"odd-{index % 7}"}
        kind = index % 6
        if kind == 0:
            event |= {"action": "error", "details": {"error": f"disk {index} full", "uncaught": True}}
            del event["sessionId"]
        elif kind == 1:
            event |= {"action": "error", "component": "Disk", "details": {"error": f"disk {index * 1001} full"}}
        elif kind == 2:
            event |= {"action": "error", "details": {"critical": True}, "userId": f"odd-user-{index % 4}"}
        elif kind == 3:
            event |= {"action": "performance_metric", "details": {"metric": "API time", "value": index}}
        elif kind == 4:
            event |= {"action": "performance_metric", "details": {"metric": "LCP", "value": [index * 10, "5", None][index % 3], "id": f"odd-{index % 5}"}}
        else:
            event |= {"action": "view", "details": {"sku": [index % 4, float(index % 4), str(index % 4), True][index % 4]}}
        made.append(json.dumps(event))
    return made


def unit(event):
    return Reference.unit(event)


def parts(event):
    """What the errors of these events have in common: message, frames, component."""
    details = event.get("details") or {}
    message, stack = details.get("error"), details.get("stack")
    frames = [re.sub(r"(:\d+)+", "", line.strip()[3:]) for line in (stack or "").split("\n") if line.strip().startswith("at ")][:3]
    return re.sub(r"\d+", "#", message) if message else None, tuple(frames), details.get("component") or event.get("component")


def critical(event):
    details = event.get("details") or {}
    said = details.get("critical")
    return (details.get("uncaught") if said is None else said) is True


def errors(checks, store, reference):
    groups = collections.defaultdict(list)
    for _, event in reference.events:
        if event["action"] == "error":
            groups[parts(event)].append(event)
    rows = checks.rows("errors", store=store)
    days = sorted(event["timestamp"][:10] for events in groups.values() for event in events)
    got = {}
    for row in rows:
        got[row["message"], tuple(row["frames"]), row["component"]] = (
            row["count"], row["units"], row["sessions"], row["critical"], row["firstSeen"][:23], row["lastSeen"][:23], sum(row["daily"]))
        if not re.fullmatch("[0-9a-f]{16}", row["fingerprint"]) or len(row["daily"]) != 15:
            return f"{row['fingerprint']}: {len(row['daily'])} days, of {days[0]} to {days[-1]}"
    wanted = {}
    for key, events in groups.items():
        times = [event["timestamp"] for event in events]
        stamps = [time[:-1] + ".000" if "." not in time else time[:23] for time in (min(times), max(times))]
        wanted[key] = (
            len(events), len({unit(event) for event in events if unit(event)}), len({event.get("sessionId") for event in events} - {None}),
            sum(map(critical, events)), *stamps, len(events))
    wrong = same(got, wanted, "errors")
    if wrong or len(got) != len(rows) or len({row["fingerprint"] for row in rows}) != len(rows):
        return wrong or "two rows of one error"
    if [row["count"] for row in rows] != sorted((row["count"] for row in rows), reverse=True):
        return "not in the order of counts"
    sessions = {event.get("sessionId") for _, event in reference.events} - {None}
    failed = {event.get("sessionId") for events in groups.values() for event in events} - {None}
    summary = checks.rows("errors", "--summary", store=store)[0]
    return same((summary["kinds"], summary["errors"], summary["sessions"], summary["sessionsWithErrors"]),
                (len(groups), sum(map(len, groups.values())), len(sessions), len(failed))) or (
        None if near(summary["errorFreeSessions"], 1 - len(failed) / len(sessions)) else f"free of errors: {summary['errorFreeSessions']}")


def one_error(checks, store, reference):
    ordered = [event for _, event in reference.events]
    rows = checks.rows("errors", store=store)
    for row in rows[:6] + rows[-4:]:
        key = row["message"], tuple(row["frames"]), row["component"]
        own = [place for place, event in enumerate(ordered) if event["action"] == "error" and parts(event) == key]
        in_session = [place for place in own if ordered[place].get("sessionId")]
        place = (in_session or own)[-1]
        example = ordered[place]
        before = [event for event in ordered[:place] if event.get("sessionId") and event.get("sessionId") == example.get("sessionId")][-100:]
        got = checks.rows("errors", row["fingerprint"], store=store)
        wrong = same(
            (len(got), got[0]["sessionId"], got[0]["details"], [(crumb["action"], crumb["component"], crumb["details"]) for crumb in got[0]["breadcrumbs"]]),
            (1, example.get("sessionId"), example.get("details"), [(event["action"], event.get("component"), event.get("details")) for event in before]))
        if wrong or got[0]["count"] != row["count"]:
            return f"{row['fingerprint']}: {wrong or got[0]['count']}"
    return None


def vitals(checks, store, reference):
    for by in (None, "component"):
        kept, own = {}, []
        for _, event in reference.events:
            details = event.get("details") or {}
            value = details.get("value")
            if event["action"] != "performance_metric" or not isinstance(value, (int, float)):
                continue
            report = details["metric"], event.get(by) if by else None, value
            if details.get("id") is None:
                own.append(report)
            else:
                kept[details["metric"], details["id"]] = report
        values = collections.defaultdict(list)
        for metric, part, value in own + list(kept.values()):
            values[metric, part].append(value)
        rows = checks.rows("vitals", *(["--by", by] if by else []), store=store)
        if {(row["metric"], row.get("by")) for row in rows} != set(values) or len(rows) != len(values):
            return f"metrics: {[(row['metric'], row.get('by')) for row in rows]}"
        for row in rows:
            found = values[row["metric"], row.get("by")]
            good, poor = LIMITS.get(row["metric"], (None, None))
            shares = [None] * 3 if good is None else [
                sum(low < value <= high for value in found) / len(found)
                for low, high in ((float("-inf"), good), (good, poor), (poor, float("inf")))]
            wanted = [len(found), *(quantile_cont(found, share) for share in (0.75, 0.5, 0.95)), *shares]
            got = [row[key] for key in ("count", "p75", "p50", "p95", "good", "needsImprovement", "poor")]
            if not all(map(near, got, wanted)):
                return f"{row['metric']} of {row.get('by')}: got {got}, wanted {wanted}"
    return None


def value_of(event, field):
    if not field.startswith("details."):
        return event.get(field)
    return (event.get("details") or {}).get(field[8:])


def kind(value):
    """Equal where the engine's values are: 1 is 1.0, and true is not 1."""
    return (isinstance(value, bool), isinstance(value, str), value)


def text(value):
    return str(value).lower() if isinstance(value, bool) else str(int(value)) if isinstance(value, float) and value == int(value) else str(value)


def ranked(events, field, count):
    groups = collections.defaultdict(list)
    for event in events:
        value = value_of(event, field)
        if value is not None:
            groups[kind(value)].append(event)
    order = sorted(groups.items(), key=lambda item: (-len(item[1]), text(item[0][2]).encode()))
    total = sum(map(len, groups.values()))
    return [(key[2], len(own), len({unit(event) for event in own} - {None}), total, len(groups)) for key, own in order[:count]]


def top(checks, store, reference):
    events = [event for _, event in reference.events]
    for field, count in (("action", 5), ("details.url", 3), ("details.sku", 1000), ("component", 10), ("details.status", 4)):
        rows = checks.rows("top", field, "--n", str(count), store=store)
        got = [(row["value"], row["count"], row["units"], row["total"], row["values"]) for row in rows]
        wanted = ranked(events, field, count)
        if field == "details.sku":
            got, wanted = sorted(got, key=str), sorted(wanted, key=str)
            got = [(text(row[0]), *row[1:]) for row in got]
            wanted = [(text(row[0]), *row[1:]) for row in wanted]
            got, wanted = sorted(got), sorted(wanted)
        wrong = same(got, wanted, field)
        if wrong or not all(near(row["share"], row["count"] / row["total"]) for row in rows):
            return wrong or f"{field}: shares"
    rows = checks.rows("top", "action", "--by", "component", "--n", "2", "--where", "component IS NOT NULL", store=store)
    wanted = []
    for part in sorted({event.get("component") for event in events} - {None}):
        own = [event for event in events if event.get("component") == part]
        wanted += [(part, *row) for row in ranked(own, "action", 2)]
    return same([(row["by"], row["value"], row["count"], row["units"], row["total"], row["values"]) for row in rows], wanted, "by component")


def compared(checks, store, reference):
    def between(first, last):
        return [event for _, event in reference.events if first <= event["timestamp"][:10] < last]

    wanted = [row[:2] for row in ranked(between("2026-03-25", "2026-04-01"), "action", 6)]
    before = collections.Counter(event["action"] for event in between("2026-03-18", "2026-03-25"))
    for flags in (["--last", "7d"], ["--from", "2026-03-25", "--to", "2026-04-01"]):
        rows = checks.rows("top", "action", "--n", "6", *flags, "--compare", "previous", store=store, env=NOW)
        wrong = same([(row["value"], row["count"], row["previousCount"]) for row in rows], [(*row, before[row[0]]) for row in wanted])
        if wrong:
            return f"{flags}: {wrong}"
        if not all(near(row["change"], (row["count"] - row["previousCount"]) / row["previousCount"]) for row in rows):
            return f"{flags}: changes"
    return None


def usage_compared(checks, store, reference):
    flags = ["--from", "2026-03-25", "--to", "2026-04-01"]
    rows = checks.rows("usage", *flags, "--compare", "previous", store=store)
    alone = checks.rows("usage", *flags, store=store)
    before = checks.rows("usage", "--from", "2026-03-18", "--to", "2026-03-25", store=store)
    if len(rows) != 7 or len(alone) != 7:
        return f"{len(rows)} rows"
    for row, now, old in zip(rows, alone, before):
        if any(row[key] != now[key] for key in now):
            return f"{row} beside {now}"
        if any(row["previous" + key[0].upper() + key[1:]] != old[key] for key in old if key != "topPrompts"):
            return f"{row} beside {old}"
    return None


def funnel_compared(checks, store, reference):
    for words in (["view", "click", "error", "--within", "1d"], ["click", "error", "--by", "component"]):
        rows = checks.rows("funnel", *words, "--last", "7d", "--compare", "previous", store=store, env=NOW)
        now = checks.rows("funnel", *words, "--from", "2026-03-25", "--to", "2026-04-01", store=store, env=NOW)
        before = checks.rows("funnel", *words, "--from", "2026-03-18", "--to", "2026-03-25", store=store, env=NOW)
        key = lambda row: (row.get("breakdown"), row["step"])
        old = {key(row): row for row in before}
        if [key(row) for row in rows[:len(now)]] != [key(row) for row in now] or not old or {key(row) for row in rows} != {key(row) for row in now} | set(old):
            return f"{words}: other steps than without the comparison"
        for row, alone in zip(rows, now):
            there = old.get(key(row), {"units": 0, "ofFirst": None})
            if any(row[name] != alone[name] for name in alone) or (row["previousUnits"], row["previousOfFirst"]) != (there["units"], there["ofFirst"]):
                return f"{words}: {row} beside {there}"
            grown = None if None in (row["ofFirst"], there["ofFirst"]) else row["ofFirst"] - there["ofFirst"]
            if (grown is None) != (row["conversionChange"] is None) or grown is not None and not near(grown + 1, row["conversionChange"] + 1):
                return f"{words}: {row}, grown {grown}"
    return None


def from_files(checks, store, file):
    for command in (["errors"], ["vitals", "--by", "component"], ["top", "details.url", "--by", "component"]):
        wrong = same(checks.rows(*command, "-i", file), checks.rows(*command, store=store), command[0])
        if wrong:
            return wrong
    return same(checks.rows("top", "-i", file, "action"), checks.rows("top", "action", store=store))


def functions(checks, store):
    for command, question in (
        (["errors"], "SELECT * FROM errors()"), (["vitals", "--by", "component"], "SELECT * FROM vitals(by => component)"),
        (["top", "details.url", "--n", "4", "--where", "details.status < 400"], "SELECT * FROM top(details.url, n => 4, where => details.status < 400)"),
    ):
        wrong = same(checks.sql(store, question), checks.rows(*command, store=store), question)
        if wrong:
            return wrong
    made = checks.sql(store, "SELECT errors, errorFreeSessions FROM errors(summary => true)")[0]
    done = subprocess.run(
        [checks.iaq, "errors", "--provenance", "--n", "1", "--store", store], capture_output=True, text=True, timeout=120)
    said = json.loads(done.stderr)
    return same((said["errors"], said["errorFreeSessions"], said["exact"]), (made["errors"], made["errorFreeSessions"], True), "provenance")


def wrong_uses(checks, store):
    for arguments, code, said in [
        (["errors", "ffffffffffffffff"], 1, "no error among the chosen events"), (["errors", "abc", "--summary"], 2, "--summary"),
        (["errors", "--n", "0"], 2, "--n"), (["vitals", "--by", "componet"], 1, "did you mean component?"), (["top"], 2, "Missing the field"),
        (["top", "action", "--n", "0"], 2, "--n"), (["top", "url"], 1, "details.url"), (["top", "count(*)"], 1, "FIELD"),
        (["top", "action", "--compare", "previous"], 2, "--last 7d"), (["top", "action", "--from", "2026-03-01", "--compare", "previous"], 2, "--last 7d"),
        (["usage", "--compare", "previous"], 2, "--last 7d"), (["funnel", "click", "error", "--compare", "previous"], 2, "--last 7d"),
        (["errors", "--from", "2030-01-01"], 0, "the events lie between"),
        (["vitals", "--fail-if-rows"], 5, ""), (["errors", "--fail-if-empty", "--from", "2030-01-01"], 5, ""),
    ]:
        done = subprocess.run([checks.iaq, *arguments, "--store", store], capture_output=True, text=True, timeout=120)
        if done.returncode != code or said not in done.stderr:
            return f"{arguments}: exit {done.returncode}, wanted {code}; '{said}' expected in {done.stderr!r}"
    return None


def on_terminal(checks, columns, *arguments):
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    process = subprocess.Popen(
        [checks.iaq, *arguments], stdout=slave, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, env=dict(os.environ, NO_COLOR="1", **NOW))
    os.close(slave)
    sent = b""
    while True:
        try:
            part = os.read(master, 65536)
        except OSError:
            break
        if not part:
            break
        sent += part
    os.close(master)
    process.wait()
    return sent.decode().replace("\r", "")


def screens(checks, store):
    first = checks.rows("errors", store=store)[0]["fingerprint"]
    for columns in (80, 160):
        for command, shown in (
            (["errors", "--n", "9"], "by day"), (["errors", first], "seconds before"), (["vitals"], "needs improvement"),
            (["vitals", "--by", "component"], "API time"), (["top", "details.url", "--n", "3", "--last", "7d", "--compare", "previous"], "(other:"),
            (["top", "action", "--by", "component", "--n", "2"], "(other:"), (["usage", "--last", "7d", "--compare", "previous"], "change"),
            (["funnel", "click", "error", "--last", "7d", "--compare", "previous"], " pp"),
        ):
            text = on_terminal(checks, columns, *command, "--store", store)
            widest = max((len(line) for line in text.splitlines()), default=0)
            if shown not in text or widest > columns:
                return f"{command} in {columns} columns: {widest} wide, '{shown}' expected in\n{text[:900]}"
    return None
