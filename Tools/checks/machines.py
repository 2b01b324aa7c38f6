"""State machines and sequence patterns against their definitions in plain Python, on demo data; starts and ends of the real sets as the
oracles have them."""
import collections
import json
import os
import statistics

from common import DATA, near, same
from reference import quantile_cont


def stays(rows, columns, wanted):
    """Times of rows by their key: count, mean, median, p95."""
    for row in rows:
        times = wanted[tuple(row[column] for column in columns)]
        names = ("meanGapSeconds", "medianGapSeconds", "p95GapSeconds") if len(columns) == 2 else ("meanSeconds", "medianSeconds", "p95Seconds")
        want = (statistics.fmean(times), statistics.median(times), quantile_cont(times, 0.95)) if times else (None, None, None)
        got = tuple(row[name] for name in names)
        if row["timed"] != len(times) or any((a is None) != (b is None) or (a is not None and not near(a, b)) for a, b in zip(got, want)):
            return f"{row}: wanted {len(times)} times, {want}"
    return None


def moves(checks, store, reference):
    def own(machine):
        return reference.only(lambda _, event: event["action"] == "state_transition" and event["details"].get("machine") == machine)

    for machine in ("checkout", "assistant"):
        for clock in ("recorded", "between"):
            counts, times, out = collections.Counter(), collections.defaultdict(list), collections.defaultdict(list)
            starts, ends = collections.Counter(), collections.Counter()
            for session in own(machine).sessions():
                state = since = None
                for time, event in session:
                    details = event["details"]
                    left, entered = details["fromState"], details["toState"]
                    if state is None:
                        starts[left] += 1
                    counts[left, entered] += 1
                    took = details["duration"] / 1000 if clock == "recorded" else (time - since) / 1e6 if state == left else None
                    if took is not None:
                        times[left, entered].append(took)
                        out[left,].append(took)
                    state, since = entered, time
                ends[state] += 1
            allowed = sorted(counts)[::2]
            flags = ["--machine", machine, "--clock", clock, *(flag for left, entered in allowed for flag in ("--allow", f"{left}>{entered}"))]
            rows = checks.rows("transitions", *flags, store=store)
            got = {(row["from"], row["to"]): (row["count"], row["isAllowed"], row["isSelfLoop"]) for row in rows}
            wrong = same(got, {pair: (count, pair in allowed, pair[0] == pair[1]) for pair, count in counts.items()}, f"{machine} {clock}")
            wrong = wrong or stays(rows, ("from", "to"), times)
            rows = checks.rows("transitions", *flags, "--states", store=store)
            wrong = wrong or same(
                {row["state"]: (row["starts"], row["ends"], row["entered"], row["left"]) for row in rows},
                {
                    state: (
                        starts[state], ends[state], sum(n for pair, n in counts.items() if pair[1] == state),
                        sum(n for pair, n in counts.items() if pair[0] == state))
                    for state in {state for pair in counts for state in pair}
                }, f"{machine} states")
            wrong = wrong or same(sum(row["forbidden"] for row in rows), sum(n for pair, n in counts.items() if pair not in allowed))
            wrong = wrong or stays(rows, ("state",), out)
            if wrong:
                return wrong
    return None


def sequences(checks, store, reference):
    """Two steps, the second one the next event or any later one within a time of the first: the match that ends first, again after it."""
    for link, within in (("then", None), ("then within 5m", 300), ("immediately", None), ("immediately within 10s", 10)):
        count, matched, units = 0, 0, collections.defaultdict(list)
        for time, event in reference.events:
            if reference.unit(event) is not None:
                units[reference.unit(event)].append((time, event["action"]))
        for events in units.values():
            before, own = None, 0
            for time, action in events:
                if action == "click" and before is not None and (within is None or time - before <= within * 1_000_000):
                    own, before = own + 1, None
                elif action == "view":
                    before = time
                elif link.startswith("immediately"):
                    before = None
            count, matched = count + own, matched + (own > 0)
        row = checks.rows("sequences", "view", link, "click", store=store)[0]
        wrong = same((row["units"], row["matchedUnits"], row["matches"]), (len(units), matched, count), link)
        rows = checks.rows("sequences", "view", link, "click", "--units", store=store)
        wrong = wrong or same((len(rows), sum(row["matches"] for row in rows)), (matched, count), f"{link} --units")
        rows = checks.rows("sequences", "view", link, "click", "--next", store=store)
        wrong = wrong or same(sum(row["count"] for row in rows), count, f"{link} --next")
        if wrong:
            return wrong
    return None


def ends(checks, name, store):
    """Actions as states: the first and last ones of sessions, and the moves between, as the oracles have them."""
    with open(os.path.join(DATA, "expected", name + ".json"), encoding="utf-8") as file:
        wanted = json.load(file)
    rows = checks.rows("transitions", "--label", "action", "--states", store=store)
    for column, key in (("starts", "start"), ("ends", "end")):
        wrong = same({row["state"]: row[column] for row in rows if row[column]}, wanted[key], f"{name} {column}")
        if wrong:
            return wrong
    return same(sum(row["left"] for row in rows) + sum(row["ends"] for row in rows), sum(row["starts"] + row["entered"] for row in rows), name)
