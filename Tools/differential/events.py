"""Random events for the differential run, weighted to edges: ties in time, absent and null ids, empty and Unicode texts, huge numbers,
days on which the clock changes. Each property has one type throughout, because DuckDB's columns have; what happens where types mix
is tested against the naive reader in Swift. Fractions are multiples of 1/4, so that sums are exact in any order."""
import json
import random
from datetime import datetime, timedelta, timezone

# Days around the change to summer time in Europe, the end of a month and the end of a year.
BASES = [datetime(2026, 3, 27), datetime(2026, 10, 24), datetime(2025, 12, 30)]
TEXTS = ["red shoes", "blue", "", "Red", "x_y", "ß", "a%b", "10", "2026-03-28", "e\u0301", "é", "日本", "tab\there", "it's", '"q"', "\\", "🙂", "red", "RED"]
ACTIONS = ["click", "view", "generation_complete", "Ärger", "error", "scroll"]
HUGE = [0, 1, -1, 2**31, -(2**31), 2**53, 2**53 + 1, 2**62, -(2**62), 2**63 - 1, -(2**63)]

# name, SQL type in DuckDB
DETAILS = [("n", "BIGINT"), ("price", "DOUBLE"), ("text", "VARCHAR"), ("flag", "BOOLEAN"), ("big", "BIGINT"), ("prompt", "VARCHAR"),
           ("deep", "STRUCT(a BIGINT, b VARCHAR)")]
METADATA = [("seq", "BIGINT"), ("provider", "VARCHAR"), ("v", "DOUBLE")]


def make(seed, count):
    """Events as dictionaries, in order of acceptance."""
    rng = random.Random(f"events {seed}")
    base = rng.choice(BASES)
    events = []
    for number in range(count):
        microseconds = rng.randrange(5 * 86_400_000_000)
        if rng.random() < 0.6:
            microseconds -= microseconds % 60_000_000
        if rng.random() < 0.2:
            microseconds -= microseconds % 3_600_000_000
        event = {"timestamp": base + timedelta(microseconds=microseconds), "action": rng.choice(ACTIONS),
                 "sessionId": f"s{rng.randrange(max(2, count // 12))}" if rng.random() < 0.85 else None,
                 "userId": f"u{rng.randrange(max(2, count // 20))}" if rng.random() < 0.6 else None,
                 "component": rng.choice(["", "Page", "Cart", "Ünïcode", "a%b_c"]) if rng.random() < 0.7 else None}
        details = {}
        if rng.random() < 0.6:
            details["n"] = rng.randrange(-10, 30)
        if rng.random() < 0.5:
            details["price"] = rng.randrange(-40, 400) / 4
        if rng.random() < 0.5:
            details["text"] = rng.choice(TEXTS)
        if rng.random() < 0.4:
            details["flag"] = rng.random() < 0.5
        if rng.random() < 0.15:
            details["big"] = rng.choice(HUGE)
        if rng.random() < 0.2:
            details["prompt"] = " ".join(rng.choice(TEXTS) for _ in range(rng.randrange(5)))
        if rng.random() < 0.2:
            details["deep"] = {key: value for key, value in [("a", rng.randrange(3)), ("b", rng.choice(TEXTS))] if rng.random() < 0.8}
        metadata = {"seq": number}
        if rng.random() < 0.3:
            metadata["provider"] = rng.choice(["acme", "zeta", "Ö"])
        if rng.random() < 0.3:
            metadata["v"] = rng.choice([0.0, 0.5, 1.5, -2.25, 1e15, 4.0])
        event["details"], event["metadata"] = details, metadata
        events.append(event)
    return events


def write(events, path):
    with open(path, "w", encoding="utf-8") as file:
        for event in events:
            out = {key: value for key, value in event.items() if value is not None}
            out["timestamp"] = event["timestamp"].replace(tzinfo=timezone.utc).isoformat(timespec="microseconds")
            file.write(json.dumps(out, ensure_ascii=False) + "\n")
