"""Whole processes, from start to end with warm pages: our command against DuckDB's own command line program.

That program is the newest that the package registry has (requirements.txt) and reads no files of a newer DuckDB, so it loads its own
copy; DuckDB of the hot run is measured as a fresh Python process too. Both have their rows in the order of sessions."""
import os
import statistics
import sys

import engines
from engines.process import run
from measure.states import keep, kept, wanted

QUESTIONS = [
    ("count by action", "SELECT action, count(*) AS n FROM {T} GROUP BY action"),
    ("one day by component", "SELECT component, count(*) AS n FROM {T} WHERE {ts} >= TIMESTAMP '2026-03-10' AND {ts} < TIMESTAMP '2026-03-11' GROUP BY 1"),
    ("distinct users of 90 days", "SELECT count(DISTINCT user_id) AS u FROM {T}"),
]
PYTHON = (
    "import sys, duckdb; base = duckdb.connect(sys.argv[1], read_only=True, config=dict(threads=2)); "
    "print(base.execute(sys.argv[2]).fetchall())")


def program():
    """DuckDB's command line program itself, not the script that starts it from Python."""
    import duckdb_cli
    folder = os.path.dirname(duckdb_cli.__file__)
    found = [os.path.join(place, name) for place, _, names in os.walk(folder) for name in names if name in ("duckdb", "duckdb.exe")]
    return max(found, key=os.path.getsize)


def program_state(data, say):
    path = os.path.join(data.states, "duckdb-program.duckdb")
    version = run([program(), "--version"]).output.split()[0]
    want = wanted(data, version)
    if kept(data, "duckdb-program", want) is None:
        say(f"Loading the DuckDB program {version}")
        for ending in ("", ".wal"):
            if os.path.exists(path + ending):
                os.remove(path + ending)
        run([program(), path, "-c", (
            "SET threads = 2; SET memory_limit = '6GB'; CREATE TABLE events AS SELECT * EXCLUDE (date) "
            f"FROM read_parquet('{data.folder}/parquet/*/*.parquet', hive_partitioning = true) ORDER BY date, session_id, ts; CHECKPOINT")])
        keep(data, "duckdb-program", want, {"bytes": os.path.getsize(path)})
    return path, version


def measure(iaq, data, runs, say):
    path, version = program_state(data, say)
    rows = []
    for says, text in QUESTIONS:
        say(f"Cold processes: {says}")
        theirs = text.replace("{T}", "events").replace("{ts}", "ts")
        mine = text.replace("{T}", "interactions").replace("{ts}", "timestamp")
        commands = {
            "ours, iaq query": [iaq, "query", mine, "--no-rollups", "--store", data.store, "--format", "json"],
            f"DuckDB program {version}": [program(), "-readonly", "-json", path, "-c", f"SET threads = 2; {theirs}"],
            f"DuckDB {engines.facts('duckdb')['version']} in Python": [
                sys.executable, "-c", PYTHON, os.path.join(data.states, "duckdb-session.duckdb"), theirs],
        }
        uses = {name: [] for name in commands}
        for _ in range(runs + 1):
            for name, words in commands.items():
                uses[name].append(run(words))
        for name, found in uses.items():
            found = found[1:]
            rows.append({
                "says": says, "engine": name, "wall": min(use.seconds for use in found), "cpu": min(use.cpu for use in found),
                "middle": statistics.median(use.seconds for use in found), "peak_kib": max(use.peak_kib for use in found)})
    return rows
