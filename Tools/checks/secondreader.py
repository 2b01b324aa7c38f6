"""The second reader (Tools/format), which knows Format/ and no line of the engine, reads the stores that the command makes: the
same events in the same order as `iaq export` gives, in every state of a store; and it takes and refuses the vectors of
Format/vectors as they say. A commit run takes each real set compacted and each state once; --full takes all sets in all states."""
import json
import os
import shutil
import subprocess
from datetime import datetime
from decimal import Decimal

import edgeevents
from common import DATA, SETS, lines_of, same

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
PYTHON = os.path.join(ROOT, ".venv-checks", "bin", "python")
TOOLS = os.path.join(ROOT, "Tools", "format")
STATES = ["journal", "imported", "sealed", "compacted"]
# States of a commit run beside the compacted one.
STATES_OF = {"apachelogs": ["journal", "imported", "sealed"], "azurellm": ["imported"]}


def run(checks):
    checks.check("second reader: vectors", tool, "check_vectors.py")
    checks.check("second reader: the vectors are those that are made", tool, "make_vectors.py", "--check")
    checks.check("second reader: the bytes in the text are those of vectors", tool, "check_text.py")
    edge = checks.path("edge.ndjson")
    with open(edge, "w", encoding="utf-8") as file:
        file.write("\n".join(edgeevents.all_lines()) + "\n")
    source(checks, "edge events", edge, STATES)
    many = checks.path("many.ndjson")
    with open(many, "w", encoding="utf-8") as file:
        file.writelines(line + "\n" for line in edgeevents.many_clusters())
    source(checks, "more clusters and users than a piece holds", many, STATES if checks.full else ["compacted"])
    demo = checks.path("second-demo.ndjson")
    checks.run("demo", "--events", "20000", "--days", "6", "--seed", "3", "-o", demo)
    source(checks, "demo", demo, STATES)
    checks.check("second reader: rows that came after a compaction", mixed, checks, demo)
    for name in SETS if os.path.isdir(DATA) else []:
        states = STATES if checks.full else [*STATES_OF.get(name, []), "compacted"]
        source(checks, name, os.path.join(DATA, "events", name + ".ndjson.zst"), states)


def source(checks, name, path, states):
    for state in states:
        checks.check(f"second reader: {name}, {state}", in_state, checks, path, state)


def in_state(checks, path, state):
    store = checks.path("second")
    shutil.rmtree(store, ignore_errors=True)
    total = len(lines_of(path))
    got = checks.rows("import", path, *([] if state == "imported" else ["--seal", "never"]), store=store)[0]
    if got["stored"] != total:
        return f"{got['stored']} of {total} events stored: {got['rejections'][:3]}"
    if state in ("sealed", "compacted"):
        checks.run("seal", store=store)
    if state == "compacted":
        checks.run("compact", "--all", store=store)
    wanted = checks.run("export", "--format", "ndjson", store=store).splitlines()
    return compared(store, wanted, total) or (clusters(store, wanted) if state == "compacted" else None)


def mixed(checks, path):
    """Compacted and hot segments, late rows and journal rows of the same days in one store."""
    store, lines = checks.path("second"), lines_of(path)
    shutil.rmtree(store, ignore_errors=True)
    pieces = [lines[index::4] for index in range(4)]
    for index, piece in enumerate(pieces):
        name = checks.path("piece.ndjson")
        with open(name, "w", encoding="utf-8") as file:
            file.write("\n".join(piece) + "\n")
        checks.run("import", name, *(["--seal", "never"] if index == 3 else []), store=store)
        if index == 0:
            checks.run("compact", "--all", store=store)
        if index == 1:
            checks.run("seal", store=store)
    return compared(store, checks.run("export", "--format", "ndjson", store=store).splitlines(), len(lines))


def tool(name, *arguments):
    done = subprocess.run([PYTHON, os.path.join(TOOLS, name), *arguments], capture_output=True, text=True, timeout=600)
    return None if done.returncode == 0 else (done.stdout + done.stderr)[-1500:]


def second(*arguments):
    done = subprocess.run([PYTHON, os.path.join(TOOLS, "read.py"), *arguments], capture_output=True, timeout=600)
    if done.returncode:
        raise AssertionError(f"the second reader ends with {done.returncode}: {done.stderr.decode()[-600:]}")
    return done.stdout.decode().splitlines()


def compared(store, wanted, total):
    """None where the second reader gives the lines of the export."""
    got = second(store, "--deep")
    if (len(got), len(wanted)) != (total, total):
        return f"{len(got)} events, export has {len(wanted)}, {total} were stored"
    for index, (a, b) in enumerate(zip(got, wanted)):
        # Equal texts are equal events; else every value counts, and numbers as they stand.
        if a != b:
            wrong = same(exact(a), exact(b), f"event {index}")
            if wrong:
                return wrong
    return None


def exact(text):
    """JSON with numbers that keep all digits and the sign of zero, and objects that keep the order of their keys."""
    return json.loads(text, parse_float=number, parse_int=number, object_pairs_hook=lambda pairs: [tuple(pair) for pair in pairs])


def number(text):
    value = Decimal(text)
    return "number", value.is_signed(), value


def clusters(store, exported):
    """Where all events are in segments, the cluster tables name each session, each user without session and nobody, as the events
    themselves do: by day, with rows, first and last instant."""
    wanted = {}
    for event in map(json.loads, exported):
        session, user = event.get("sessionId"), event.get("userId")
        kind, name = ("session", session) if session is not None else ("user", user) if user is not None else ("none", "")
        add(wanted, (event["timestamp"][:10], kind, name), 1, micros(event["timestamp"]), micros(event["timestamp"]))
    got = {}
    for cluster in map(json.loads, second(store, "--clusters")):
        add(got, (cluster["segment"].split("/")[1], cluster["kind"], cluster["id"]), cluster["rows"], cluster["first"], cluster["last"])
    return same(got, wanted, "clusters")


def add(table, key, rows, first, last):
    known = table.get(key, (0, first, last))
    table[key] = known[0] + rows, min(known[1], first), max(known[2], last)


def micros(text):
    """Microseconds of a time as export writes it."""
    whole = datetime.fromisoformat(text[:19] + "+00:00")
    return int(whole.timestamp()) * 1_000_000 + int(text[20:26])
