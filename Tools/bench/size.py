#!/usr/bin/env python3
"""size.py IAQ EVENTS... [--parquet GLOB]: bytes of a whole compacted store against Parquet of the same events.

EVENTS are NDJSON files (.zst too). Each is imported, sealed and compacted, and its columns are written by DuckDB as one Parquet
file a day, sorted by session, zstd level 9. With --parquet the columns come from Parquet files instead of the one NDJSON file
given (for sets too large to be parsed twice). Then the largest columns of the store stand beside the entropy of their values: the
average information of a value given nothing, or given the value before it in the session, whichever is less, day by day,
without any dictionary. Run it with
.venv-bench/bin/python, which Tools/setup --bench makes."""
import argparse
import collections
import glob
import json
import os
import shutil
import subprocess
import tempfile

import duckdb


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("iaq")
    parser.add_argument("events", nargs="+")
    parser.add_argument("--parquet", help="Parquet files with the columns of the one file of events")
    given = parser.parse_args()
    place = tempfile.mkdtemp(prefix="iaq-size-")
    try:
        for events in given.events:
            measure(os.path.abspath(given.iaq), events, given.parquet, place)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def measure(iaq, events, parquet, place):
    name = os.path.basename(events).split(".")[0]
    store = os.path.join(place, name)
    for act in (["import", events], ["seal"], ["compact", "--all"]):
        subprocess.run([iaq, *act, "--store", store, "--quiet"], check=True, stdout=subprocess.DEVNULL)
    # Files that compaction replaced go a minute later, with the next maintenance.
    later = dict(os.environ, IAQ_NOW="2200-01-01T00:00:00Z")
    subprocess.run([iaq, "compact", "--all", "--store", store, "--quiet"], check=True, stdout=subprocess.DEVNULL, env=later)
    ours = sum(os.path.getsize(path) for path in glob.glob(store + "/**", recursive=True) if os.path.isfile(path))

    base = duckdb.connect()
    base.execute("SET TimeZone='UTC'")
    load(base, events, parquet, place)
    count = base.execute("SELECT count(*) FROM flat").fetchone()[0]
    theirs, footers, days = write_parquet(base, os.path.join(place, name + "-parquet"))
    print(f"{name}: {count} events, {days} days")
    print(f"  store    {ours:>12} bytes  {ours / count:8.3f} an event")
    print(f"  Parquet  {theirs:>12} bytes  {theirs / count:8.3f} an event   ratio {ours / theirs:.3f}")
    bare = theirs - footers
    print(f"  without Parquet's footers {bare / count:8.3f} an event   ratio {ours / bare:.3f}", flush=True)
    columns(iaq, store, count, entropies(base))


def load(base, events, parquet, place):
    """Makes the table `flat`: one typed column for each leaf, timestamp `ts`, session `session_id`."""
    if parquet:
        base.execute(f"CREATE VIEW flat AS SELECT * FROM read_parquet('{parquet}', hive_partitioning = false)")
        return
    if events.endswith(".zst"):
        plain = os.path.join(place, "events.ndjson")
        subprocess.run(["zstd", "-dqf", events, "-o", plain], check=True)
        events = plain
    base.execute(
        f"CREATE TABLE raw AS SELECT * FROM read_json('{events}', format = 'newline_delimited', sample_size = -1, map_inference_threshold = -1)")
    items = []
    for name, kind, *_ in base.execute("DESCRIBE raw").fetchall():
        if kind.startswith("STRUCT"):
            keys = base.execute(f"SELECT struct_keys({name}) FROM raw WHERE {name} IS NOT NULL LIMIT 1").fetchone()
            items += [f'{name}."{key}" AS "{name}.{key}"' for key in keys[0]]
        elif name == "timestamp":
            items.append("CAST(timestamp AS TIMESTAMP) AS ts")
        else:
            items.append(f"{name} AS {'session_id' if name == 'sessionId' else 'user_id' if name == 'userId' else name}")
    base.execute(f"CREATE TABLE flat AS SELECT {', '.join(items)} FROM raw")
    base.execute("DROP TABLE raw")


def write_parquet(base, folder):
    os.makedirs(folder)
    has_session = "session_id" in [row[0] for row in base.execute("DESCRIBE flat").fetchall()]
    order = "session_id, ts" if has_session else "ts"
    days = [row[0] for row in base.execute("SELECT DISTINCT CAST(ts AS DATE) FROM flat ORDER BY 1").fetchall()]
    total = footers = 0
    for day in days:
        path = f"{folder}/{day}.parquet"
        base.execute(
            f"COPY (SELECT * FROM flat WHERE ts >= DATE '{day}' AND ts < DATE '{day}' + 1 ORDER BY {order}) TO '{path}' "
            "(FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 9)")
        total += os.path.getsize(path)
        with open(path, "rb") as file:
            file.seek(-8, os.SEEK_END)
            footers += int.from_bytes(file.read(4), "little") + 12
    return total, footers, len(days)


def entropies(base):
    """Column -> bits of all its values. Times count as steps from the event before in the session."""
    found = {}
    names = [row[0] for row in base.execute("DESCRIBE flat").fetchall()]
    has_session = "session_id" in names
    window = "OVER (PARTITION BY CAST(ts AS DATE)" + (", session_id" if has_session else "") + " ORDER BY ts)"
    for name in names:
        value = f"epoch_us(ts) - lag(epoch_us(ts)) {window}" if name == "ts" else f'"{name}"'
        if name == "session_id":
            base.execute(f"CREATE OR REPLACE TEMP TABLE v AS SELECT DISTINCT CAST(ts AS DATE) AS d, session_id AS v, NULL AS b FROM flat")
        else:
            before = "NULL" if name == "ts" else f'lag("{name}") {window}'
            base.execute(f"CREATE OR REPLACE TEMP TABLE v AS SELECT CAST(ts AS DATE) AS d, {value} AS v, {before} AS b FROM flat")
            base.execute("DELETE FROM v WHERE v IS NULL")
        alone = base.execute(
            "SELECT coalesce(sum(n * log2(t / n)), 0) FROM (SELECT d, count(*) AS n, sum(count(*)) OVER (PARTITION BY d) AS t FROM v GROUP BY d, v)").fetchone()[0]
        given = base.execute(
            "SELECT coalesce(sum(n * log2(t / n)), 0) FROM (SELECT d, b, count(*) AS n, sum(count(*)) OVER (PARTITION BY d, b) AS t FROM v GROUP BY d, b, v)").fetchone()[0]
        found[name] = (alone, alone if name in ("ts", "session_id") else given)
    return found


def columns(iaq, store, count, bits):
    stored = collections.Counter()
    for path in glob.glob(store + "/days/*/c-*.ias"):
        answer = subprocess.run([iaq, "inspect", path, "--format", "json"], check=True, capture_output=True, text=True)
        for row in json.loads(answer.stdout):
            stored[row["column"], "dictionary" if row["content"] == "dictionary" else "values"] += row["storedBytes"]
    print("  column                          values  dictionary  entropy alone  given the one before   (bytes an event)")
    totals = collections.Counter()
    for (name, _), size in stored.items():
        totals[name] += size
    for name, _ in totals.most_common(14):
        leaf = name.split(".")[-1]
        known = next((bits[key] for key in (name, leaf, snake(leaf), "ts" if name == "timestamp" else name) if key in bits), None)
        shown = "".join(f"{value / 8 / count:>15.3f}" for value in known) if known else f"{'-':>15}{'-':>15}"
        print(f"  {name:<30}{stored[name, 'values'] / count:>8.3f}{stored[name, 'dictionary'] / count:>12.3f}{shown}", flush=True)


def snake(name):
    return "".join("_" + letter.lower() if letter.isupper() else letter for letter in name)


main()
