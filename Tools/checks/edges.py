"""Odd events and odd stores: nesting, mixed types, keys with dots, absent against null against empty, large integers and events,
no session or no user, sessions over many days with several users, a bot's session, stores of one day and of 800."""
import json
import random
from datetime import datetime, timedelta, timezone

from answers import counts, days, ends, sessions, transitions, verified
from common import same
from imports import exported
from reference import Reference, moment


def run(checks):
    states(checks, "odd events", [line(event) for event in odd_events()])
    states(checks, "one day", [line(event) for event in scattered(400, 1, seed=1)])
    states(checks, "800 days", [line(event) for event in scattered(4000, 800, seed=2)])
    checks.check("a bot's session", bot, checks, 1_000_000 if checks.full else 150_000)


def line(event):
    return json.dumps(event, ensure_ascii=False)


def at(second, day=0):
    """A time `second` seconds into a day from 2024-01-01 on."""
    return (datetime(2024, 1, 1, tzinfo=timezone.utc) + timedelta(days=day, seconds=second)).isoformat(timespec="microseconds").replace("+00:00", "Z")


def odd_events():
    odd = [
        {"a": {"b": {"c": [1, {"d": None}, [[]]]}}, "a.b": 1, "a.b.c": "dotted"}, {"v": 1}, {"v": "1"}, {"v": 1.0}, {"v": True}, {"v": None},
        {"v": []}, {"v": {}}, {"v": {"w": 1}}, {"v": [1, 2]}, {"v": ""}, {}, {"": "empty key"}, {"n": 2**53 + 1}, {"n": -(2**63)}, {"n": 2**63 - 1},
        {"n": 2**63}, {"n": 10**30}, {"f": 0.1}, {"f": 1e308}, {"f": 5e-324}, {"f": -0.0}, {"text": "Ελλάδα 日本 🛒 \u0000 \u2028 \" \\"},
        {"big": "x" * 1_000_000}, {f"key {number}": number for number in range(4000)},
    ]
    events = []
    for index, details in enumerate(odd):
        events.append({"timestamp": at(index * 10), "sessionId": "odd", "userId": "u", "action": "odd", "details": details})
        events.append({"timestamp": at(index * 10), "action": "nobody", "metadata": details if index % 2 else {"m": index}})
    for field, values in {"sessionId": ["", None, "s"], "userId": ["", None, "u2"], "component": ["", None, "C"]}.items():
        for value in values:
            events.append({"timestamp": at(1000), "action": "fields", "userId": "f", "sessionId": "f", field: value})
    events.append({"timestamp": at(1001), "action": "bare"})
    events.append({"timestamp": at(1002), "action": "bare", "details": None, "metadata": None})
    # One session over 40 days, every day another user or none, all in the same second of the day.
    for day in range(40):
        user = {} if day % 3 == 0 else {"userId": f"u{day % 3}"}
        events.append({"timestamp": at(5, day), "sessionId": "long", "action": "step" if day % 2 else "stop", **user})
        events.append({"timestamp": at(5, day), "userId": "gap", "action": "step"})
    for number in range(60):
        events.append({"timestamp": at(7000 + number), "sessionId": f"single {number}", "action": "one"})
    random.Random(4).shuffle(events)
    return events


def scattered(count, days, seed):
    """Events of many sessions and users on given days, at least one a day, many at equal times."""
    chance = random.Random(seed)
    for number in range(count):
        day = number % days
        event = {"timestamp": at(chance.randrange(600), day), "action": chance.choice("abcd"), "details": {"i": number}}
        if chance.random() < 0.8:
            event["sessionId"] = f"s{day // 3}-{chance.randrange(3)}"
        if chance.random() < 0.7:
            event["userId"] = f"u{chance.randrange(20)}"
        yield event


def states(checks, name, lines):
    """The same answers journal-only, sealed and compacted; every event comes back in each."""
    reference, store, place = Reference(lines), checks.path("edge-" + name.replace(" ", "-")), checks.path("edge.ndjson")
    with open(place, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    for state, act in (("journal", ("import", place, "--seal", "never")), ("sealed", ("seal",)), ("compacted", ("compact", "--all"))):
        checks.run(*act, store=store)
        checks.check(f"{name}, {state}: events come back", exported, checks, store, lines)
        checks.check(f"{name}, {state}: answers", answers, checks, store, reference)


def answers(checks, store, reference):
    for body in (counts, days, sessions, ends, transitions):
        wrong = body(checks, store, reference)
        if wrong:
            return f"{body.__name__}: {wrong}"
    return verified(checks, store)


def bot(checks, events):
    """One session of very many events in one day, beside a few others."""
    place, store = checks.path("bot.ndjson"), checks.path("bot")
    with open(place, "w", encoding="utf-8") as file:
        for number in range(events):
            file.write(f'{{"timestamp":{1704067200_000_000 + number * 50_000},"sessionId":"bot","userId":"b","action":"hit","details":{{"n":{number}}}}}\n')
            if number % 1000 == 0:
                file.write(f'{{"timestamp":{1704067200_000_000 + number * 50_000},"sessionId":"s{number}","action":"visit"}}\n')
    others = (events + 999) // 1000
    checks.run("import", place, store=store)
    for state in ("imported", "compacted"):
        row = checks.sql(store, "SELECT count(*) AS n, sum(details.n) AS s, count(DISTINCT session_id) AS c FROM interactions")[0]
        wrong = same((row["n"], int(row["s"]), row["c"]), (events + others, events * (events - 1) // 2, others + 1), state)
        if wrong:
            return wrong
        summary = checks.rows("sessions", "--summary", store=store)[0]
        if summary["sessions"] != others + 1:
            return f"{state}: {summary}"
        longest = max(checks.rows("sessions", "--rows", store=store), key=lambda row: row["events"])
        wrong = same((longest["sessionId"], longest["events"], round(longest["durationSeconds"] * 20)), ("bot", events, events - 1), state)
        if wrong:
            return wrong
        timeline = checks.run("session", "bot", "--format", "ndjson", store=store).splitlines()
        last = json.loads(timeline[-1])
        wrong = same((len(timeline), moment(last["timestamp"])), (events, 1704067200_000_000 + (events - 1) * 50_000), state)
        if wrong:
            return wrong
        checks.run("compact", "--all", store=store)
    return None
