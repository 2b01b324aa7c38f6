"""Import: exactly once by content, resumable after a kill, rejects with a reason, other forms of input, export deep-equal."""
import gzip
import json
import os
import random
import signal
import subprocess
import time

from common import lines_of, same
from reference import moment


def run(checks):
    demo = checks.path("import.ndjson")
    checks.run("demo", "--events", "30000", "--days", "5", "--seed", "11", "-o", demo)
    lines = lines_of(demo)
    checks.check("import: the same file again is all duplicate", again, checks, demo)
    checks.check("import: a grown file adds only what is new", grown, checks, lines)
    checks.check("import: gzip, zstd, JSON array, CSV, standard input", forms, checks, lines)
    checks.check("import: rejects name line, field and reason", rejects, checks)
    checks.check("import: --dry-run stores nothing", dry, checks, demo)
    checks.check("import: killed and run again, every event once", killed, checks)
    checks.check("import: rows of a database table go in unmapped", table, checks)
    checks.check("export: every event comes back", comes_back, checks, demo, lines)


def count(checks, store):
    return checks.sql(store, "SELECT count(*) AS n FROM interactions")[0]["n"]


def again(checks, demo):
    store = checks.path("again")
    checks.run("import", demo, store=store)
    second = checks.rows("import", demo, store=store, expect=(0, 1))[0]
    wrong = same((second["stored"], second["duplicate"], second["rejected"]), (0, 30000, 0))
    if wrong:
        return wrong
    third = checks.rows("import", demo, "--again", store=store)[0]
    return same((third["stored"], count(checks, store)), (30000, 60000))


def grown(checks, lines):
    store, name = checks.path("grown"), checks.path("grown.ndjson")
    with open(name, "w", encoding="utf-8") as file:
        file.write("\n".join(lines[:7000]) + "\n")
    checks.run("import", name, store=store)
    with open(name, "a", encoding="utf-8") as file:
        file.write("\n".join(lines[7000:9000]) + "\n")
    got = checks.rows("import", name, store=store)[0]
    return same((got["stored"], got["duplicate"], count(checks, store)), (2000, 7000, 9000))


def forms(checks, lines):
    part = lines[:2000]
    text = "\n".join(part) + "\n"
    plain = checks.path("form.ndjson")
    with open(plain, "w", encoding="utf-8") as file:
        file.write(text)
    with gzip.open(plain + ".gz", "wt", encoding="utf-8") as file:
        file.write(text)
    subprocess.run(["zstd", "-qf", plain, "-o", plain + ".zst"], check=True)
    array = checks.path("form.json")
    with open(array, "w", encoding="utf-8") as file:
        file.write("[" + ",\n".join(part) + "]")
    table = checks.path("form.csv")
    with open(table, "w", encoding="utf-8") as file:
        file.write("timestamp,session_id,user_id,action,details\n")
        for line in part:
            event = json.loads(line)
            details = json.dumps(event.get("details")).replace('"', '""') if "details" in event else ""
            file.write(f'{event["timestamp"]},{event.get("sessionId", "")},{event.get("userId", "")},{event["action"]},"{details}"\n')
    for name in (plain, plain + ".gz", plain + ".zst", array, table):
        store = name + ".store"
        got = checks.rows("import", name, store=store)[0]
        wrong = same((got["read"], got["stored"]), (2000, 2000), name[-5:]) or same(count(checks, store), 2000)
        if wrong:
            return wrong
    got = checks.rows("import", "-", store=checks.path("form-stdin"), text=text)[0]
    return same(got["stored"], 2000, "standard input")


def rejects(checks):
    store = checks.path("rejects")
    text = "\n".join([
        '{"timestamp":"2026-01-01T00:00:00Z","action":"ok"}', '{"timestamp":"2026-01-01T00:00:00Z"}', '{"action":"late"}', "not json",
        '{"timestamp":"yesterday","action":"a"}', '{"timestamp":"2026-01-01T00:00:00Z","action":""}', '{"timestamp":"2026-01-01T00:00:00Z","action":"ok2"}',
    ]) + "\n"
    got = checks.rows("import", "-", store=store, text=text)[0]
    wrong = same((got["read"], got["stored"], got["rejected"]), (7, 2, 5)) or same([row["line"] for row in got["rejections"]], [2, 3, 4, 5, 6])
    if wrong:
        return wrong
    if not all(row["reason"] for row in got["rejections"]):
        return f"a rejection without a reason: {got['rejections']}"
    checks.run("import", "-", "--on-error", "stop", store=checks.path("rejects-stop"), text="not json\n", expect=1)
    return None


def dry(checks, demo):
    store = checks.path("dry")
    got = checks.rows("import", demo, "--dry-run", store=store)[0]
    if got["read"] != 30000:
        return f"read {got['read']}"
    checks.run("stats", store=store, expect=1) if not os.path.exists(os.path.join(store, "CURRENT")) else None
    return None


def killed(checks):
    name = checks.path("killed.ndjson")
    events = 2_000_000 if checks.full else 400_000
    checks.run("demo", "--events", str(events), "--days", "20", "--seed", "3", "-o", name)
    chance = random.Random(5)
    for attempt in range(20 if checks.full else 3):
        store = checks.path(f"killed-{attempt}")
        kills = 0
        for _ in range(3):
            process = subprocess.Popen([checks.iaq, "import", name, "--store", store], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(chance.uniform(0.02, 1.2))
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
                kills += 1
            process.wait()
        got = checks.rows("import", name, store=store, expect=(0, 1))[0]
        wrong = same((got["read"], got["stored"] + got["duplicate"], got["rejected"]), (events, events, 0), f"after {kills} kills") or same(
            count(checks, store), events, f"events after {kills} kills")
        if wrong:
            return wrong
    return None


def table(checks):
    rows = [
        {"id": 7, "timestamp": "2026-01-01T10:00:00+00:00", "sessionId": "s", "userId": None, "action": "click", "component": "Nav",
         "details": '{"a": 1}', "metadata": {"url": "/"}},
        {"id": 8, "timestamp": "2026-01-01 10:00:01.5+00", "session_id": "s", "user_id": "u", "action": "click", "component": None, "details": None,
         "metadata": None},
    ]
    store = checks.path("table")
    got = checks.rows("import", "-", store=store, text="".join(json.dumps(row) + "\n" for row in rows))[0]
    wrong = same(got["stored"], 2)
    if wrong:
        return wrong
    row = checks.sql(store, "SELECT count(session_id) AS s, count(user_id) AS u, sum(details.a) AS a, count(details.id) AS i FROM interactions")[0]
    return same(row, {"s": 2, "u": 1, "a": 1, "i": 2})


def comes_back(checks, demo, lines):
    store = checks.path("back")
    checks.run("import", demo, store=store)
    for state in ("imported", "compacted"):
        wrong = exported(checks, store, lines)
        if wrong:
            return f"{state}: {wrong}"
        checks.run("compact", "--all", store=store)
    return None


def written(event):
    """As text, since Python takes 1, 1.0 and true for equal."""
    return json.dumps(event, sort_keys=True)


def exported(checks, store, lines):
    """Whether the export equals the lines, deep, times as instants, in the order of events."""
    name = checks.path("exported.ndjson")
    checks.run("export", "--format", "ndjson", "-o", name, store=store)
    wanted = sorted((json.loads(line) for line in lines), key=lambda event: moment(event["timestamp"]))
    with open(name, encoding="utf-8") as file:
        for index, line in enumerate(file):
            got = json.loads(line)
            if index >= len(wanted):
                return "too many events"
            one = wanted[index]
            if moment(got.pop("timestamp")) != moment(one["timestamp"]) or written(got) != written({key: value for key, value in one.items() if key != "timestamp"}):
                return f"event {index}: got {line[:300]}, wanted {json.dumps(one)[:300]}"
        if index + 1 != len(wanted):
            return f"{index + 1} events, wanted {len(wanted)}"
    return None
