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
    checks.check("import: --on-error stop tells true figures and keeps what lies before", stop, checks, lines)
    checks.check("import: a .gz or .zst cut short, then whole", cut_short, checks, lines)
    checks.check("import: bad elements of an array", elements, checks)
    checks.check("import: numbers in CSV cells add up", numbers, checks)
    checks.check("import: files with nothing in them", nothing, checks)
    checks.check("import: a wrong --map can be mended", wrong_mapping, checks)
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


def figures(row):
    return [row[key] for key in ("read", "stored", "duplicate", "rejected")]


def stop(checks, lines):
    store, name = checks.path("stop"), checks.path("stop.ndjson")
    with open(name, "w", encoding="utf-8") as file:
        file.write("\n".join([*lines[:500], "bad", "worse", *lines[500:600]]) + "\n")
    for wanted in ([501, 500, 0, 1], [501, 0, 500, 1]):
        row = checks.rows("import", name, "--on-error", "stop", store=store, expect=1)[0]
        wrong = same(figures(row), wanted) or same([one["line"] for one in row["rejections"]], [501]) or same(count(checks, store), 500)
        if wrong:
            return wrong
    return same(figures(checks.rows("import", name, store=store)[0]), [602, 100, 500, 2], "without stop")


def cut_short(checks, lines):
    """The row tells what is stored, the exit code is 1, and the whole file adds the rest."""
    plain = checks.path("cut.ndjson")
    with open(plain, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    subprocess.run(["gzip", "-kf", plain], check=True)
    subprocess.run(["zstd", "-qf", plain, "-o", plain + ".zst"], check=True)
    for ending in (".gz", ".zst"):
        store, name = checks.path("cut" + ending), checks.path("events.ndjson" + ending)
        with open(plain + ending, "rb") as file:
            packed = file.read()
        with open(name, "wb") as file:
            file.write(packed[:len(packed) * 2 // 3])
        first = checks.rows("import", name, store=store, expect=1)[0]
        stored = first["stored"]
        wrong = same(figures(first), [stored, stored, 0, 0], ending) or same(count(checks, store), stored, ending)
        if wrong or not 0 < stored < len(lines):
            return wrong or f"{ending}: {stored} stored"
        with open(name, "wb") as file:
            file.write(packed)
        second = checks.rows("import", name, store=store)[0]
        wrong = same(figures(second), [len(lines), len(lines) - stored, stored, 0], ending) or exported(checks, store, lines)
        if wrong:
            return f"{ending}: {wrong}"
    return None


def elements(checks):
    good = '{"timestamp":"2026-01-01","action":"a"}'
    name = checks.path("elements.json")
    with open(name, "w", encoding="utf-8") as file:
        file.write(f'[{good},\n"text",{good},\n{{"action":"a"}},7,{good}]')
    row = checks.rows("import", name, store=checks.path("elements"))[0]
    wrong = same(figures(row), [6, 3, 0, 3]) or same([(one["line"], one["field"]) for one in row["rejections"]], [(2, None), (3, "timestamp"), (3, None)])
    if wrong or not all(f"index {index} " in one["reason"] for index, one in zip((1, 3, 4), row["rejections"])):
        return wrong or f"no index: {row['rejections']}"
    for text in (f"[{good}\n{good}]", f'[{good},\n{{"a":"x]', f"[{good}]\n]", f"[{good},\n"):
        with open(name, "w", encoding="utf-8") as file:
            file.write(text)
        row = checks.rows("import", name, store=checks.path("elements-broken"), expect=1)[0]
        wrong = same((row["stored"] + row["duplicate"], [one["line"] for one in row["rejections"]]), (1, [2]), text)
        if wrong:
            return wrong
    return None


def numbers(checks):
    name, store = checks.path("numbers.csv"), checks.path("numbers")
    with open(name, "w", encoding="utf-8") as file:
        file.write("timestamp,action,price,id\n" + "".join(
            f"2026-01-01,a,{price},{id}\n" for price, id in (("2.50", "007"), ("1.0", "+1"), ("3", "12345678901234567890123"), ("0.10", "1.2.3"), ("1e1", "0x1"))))
    checks.run("import", name, store=store)
    got = checks.sql(store, "SELECT sum(details.price) AS s FROM interactions")[0]["s"]
    texts = [json.loads(line)["details"]["id"] for line in checks.run("export", store=store).splitlines()]
    return same(round(got, 9), 16.6) or same(texts, ["007", "+1", "12345678901234567890123", "1.2.3", "0x1"])


def wrong_mapping(checks):
    """An import that found no event is not remembered: with the right mapping the same bytes are stored."""
    store, text = checks.path("wrong-mapping"), '{"timestamp":"2026-01-01","event":"a"}\n'
    row = checks.rows("import", "-", "--map", "action=evnt", store=store, text=text, expect=1)[0]
    wrong = same(figures(row), [1, 0, 0, 1]) or (None if "evnt" in row["rejections"][0]["reason"] else f"{row['rejections']}")
    return wrong or same(figures(checks.rows("import", "-", "--map", "action=event", store=store, text=text)[0]), [1, 1, 0, 0])


def nothing(checks):
    for label, content in (("empty", b""), ("blank", b"\n \r\n\t\n"), ("mark", b"\xef\xbb\xbf"), ("header.csv", b"timestamp,action\n"), ("none.json", b"[]")):
        name = checks.path("nothing-" + label)
        with open(name, "wb") as file:
            file.write(content)
        row = checks.rows("import", name, store=checks.path("nothing"), expect=1)[0]
        wrong = same((figures(row), row["rejections"]), ([0, 0, 0, 0], []), label) or said(checks, name, "there is no event in")
        if wrong:
            return wrong
    for name, words in ((checks.path("no-such-file"), "there is no such file"), (checks.place, "is a directory")):
        wrong = said(checks, name, words)
        if wrong or os.path.exists(checks.path("nowhere")):
            return wrong or f"{name}: a store was made"
    return None


def said(checks, name, words):
    """Whether an import that stores nothing says why."""
    done = subprocess.run([checks.iaq, "import", name, "--dry-run", "--store", checks.path("nowhere")], capture_output=True, text=True, timeout=60)
    return None if done.returncode == 1 and words in done.stderr and name in done.stderr else f"{name}: exit {done.returncode}, {done.stderr}"


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
