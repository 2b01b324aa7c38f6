"""Answers on a demo set, equal to the naive reference in every state of the store: journal only, sealed, compacted, and
imported in up to ten runs of whole days, last first."""
import statistics

import chosen
import cohorts
import machines
from common import lines_of, near, same, split_by_days
from reference import Reference, quantile_cont


def run(checks):
    demo = checks.path("demo.ndjson")
    checks.run("demo", "--events", "40000", "--days", "12", "--seed", "7", "-o", demo)
    lines = lines_of(demo)
    reference = Reference(lines)

    store = checks.path("answers")
    first = checks.rows("import", demo, "--seal", "never", store=store)[0]
    checks.check("demo: import counts", lambda: same((first["read"], first["stored"], first["rejected"]), (40000, 40000, 0)))
    every(checks, store, reference, "journal only")
    checks.run("seal", store=store)
    every(checks, store, reference, "sealed")
    checks.run("compact", "--all", store=store)
    every(checks, store, reference, "compacted")
    checks.check("demo: the store's zone", chosen.setting, checks, store)
    checks.check("demo: verify", lambda: verified(checks, store))

    split = checks.path("answers-split")
    for index, part in reversed(list(enumerate(split_by_days(lines, 10)))):
        name = checks.path(f"part-{index}.ndjson")
        with open(name, "w", encoding="utf-8") as file:
            file.write("\n".join(part) + "\n")
        checks.run("import", name, store=split)
    every(checks, split, reference, "ten runs, last first")
    checks.check("demo: -i FILE answers as the store does", without_store, checks, demo, reference)


def every(checks, store, reference, state):
    for name, body in (
        ("counts", counts), ("days", days), ("sessions", sessions), ("ends", ends), ("transitions", transitions), ("paths", paths), ("funnels", funnels), ("numbers", numbers),
        ("chosen events", chosen.analyses), ("a chosen timeline", chosen.timeline), ("zones", chosen.zones),
        ("cohorts", cohorts.cohorts), ("state machines", machines.moves), ("sequences", machines.sequences),
    ):
        checks.check(f"demo, {state}: {name}", body, checks, store, reference)


def counts(checks, store, reference):
    for column, key in (("action", "action"), ("component", "component")):
        got = {row["k"]: row["n"] for row in checks.sql(store, f"SELECT {column} AS k, count(*) AS n FROM interactions GROUP BY {column}")}
        wrong = same(got, reference.counts(key), column)
        if wrong:
            return wrong
    return None


def days(checks, store, reference):
    rows = checks.sql(
        store,
        "SELECT date_trunc('day', timestamp) AS d, count(*) AS n, count(DISTINCT user_id) AS u, count(DISTINCT session_id) AS s "
        "FROM interactions GROUP BY 1",
    )
    return same({row["d"][:10]: (row["n"], row["u"], row["s"]) for row in rows}, reference.per_day())


def sessions(checks, store, reference):
    for flags, gap in (([], None), (["--gap", "30m"], 1800)):
        got = checks.rows("sessions", "--summary", *flags, store=store)[0]
        for key, wanted in reference.summary(gap).items():
            if not near(got[key], wanted):
                return f"{key} with {flags}: got {got[key]}, wanted {wanted}"
    return None


def ends(checks, store, reference):
    rows = checks.rows("sessions", "--rows", store=store)
    first, last = {}, {}
    for row in rows:
        first[row["entryAction"]] = first.get(row["entryAction"], 0) + 1
        last[row["exitAction"]] = last.get(row["exitAction"], 0) + 1
    return same((first, last), reference.ends())


def transitions(checks, store, reference):
    got = {(row["from"], row["to"]): (row["count"], row["meanGapSeconds"]) for row in checks.rows("transitions", store=store)}
    wanted = reference.transitions()
    if set(got) != set(wanted):
        return f"edges differ: {sorted(set(got) ^ set(wanted))[:5]}"
    for edge, (count, gap) in wanted.items():
        if got[edge][0] != count or not near(got[edge][1], gap):
            return f"{edge}: got {got[edge]}, wanted {(count, gap)}"
    return None


def paths(checks, store, reference):
    for flags, most, keeps, gap in (
        ([], 5, False, None), (["--max", "3", "--keep-repeats"], 3, True, None), (["--whole", "--gap", "30m"], 10 ** 9, False, 1800),
    ):
        wanted = reference.paths(most, keeps, gap)
        got = checks.rows("paths", *flags, "--top", "1000000", store=store)
        order = sorted(wanted, key=lambda labels: (-wanted[labels][0], " > ".join(labels).encode()))
        if [tuple(row["path"]) for row in got] != order:
            return f"{flags}: {len(got)} paths in another order than {len(order)} wanted"
        for row in got:
            sessions, on, seconds = wanted[tuple(row["path"])]
            if (row["frequency"], row["continues"]) != (sessions, on) or not near(row["avgDurationSeconds"], seconds):
                return f"{flags}: {row}, wanted {sessions, on, seconds}"
    return None


def funnels(checks, store, reference):
    steps = ["view", "add_to_cart", "purchase"]
    for unit, key in (("user", Reference.unit), ("identified", lambda event: event.get("userId")), ("component", lambda event: event.get("component"))):
        for within in (600, 86400):
            got = [row["units"] for row in checks.rows("funnel", *steps, "--within", f"{within}s", "--unit", unit, store=store)]
            wanted = reference.funnel(steps, within, key)
            if got != wanted:
                return f"{steps} by {unit} within {within} s: {got}, wanted {wanted}"
    lost = checks.rows("funnel", *steps, "--within", "600s", "--dropped", "2", store=store)
    wanted = reference.funnel(steps, 600, Reference.unit)
    if wanted[1] in (0, wanted[0]):
        return f"a funnel that tells nothing: {wanted}"
    return same((len(lost), {row["reached"] for row in lost}), (wanted[0] - wanted[1], {1}))


def numbers(checks, store, reference):
    for path in (("details", "generationTime"), ("details", "promptLength"), ("details", "value"), ("details", "context", "items")):
        column = ".".join(path)
        values = reference.numbers(*path)
        row = checks.sql(
            store,
            f"SELECT count({column}) AS n, sum({column}) AS s, min({column}) AS lo, max({column}) AS hi, avg({column}) AS m, "
            f"stddev({column}) AS sd, quantile_cont({column}, 0.95) AS q, quantile_disc({column}, 0.5) AS d, "
            f"count(DISTINCT {column}) AS u FROM interactions",
        )[0]
        wanted = {
            "n": len(values), "s": sum(values), "lo": min(values), "hi": max(values), "m": statistics.fmean(values),
            "sd": statistics.stdev(values), "q": quantile_cont(values, 0.95), "d": sorted(values)[(len(values) + 1) // 2 - 1],
            "u": len(set(values)),
        }
        for key, value in wanted.items():
            if not near(row[key], value):
                return f"{column} {key}: got {row[key]}, wanted {value}"
    return None


def verified(checks, store):
    rows = checks.rows("verify", "--deep", store=store)
    bad = [row for row in rows if row["status"] != "ok"]
    return f"verify: {bad[:3]}" if bad or not rows else None


def without_store(checks, demo, reference):
    got = {row["k"]: row["n"] for row in checks.rows("query", "SELECT action AS k, count(*) AS n FROM interactions GROUP BY action", "-i", demo)}
    return same(got, reference.counts("action"))
