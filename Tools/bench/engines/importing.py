#!/usr/bin/env python3
"""importing.py KIND NDJSON FOLDER EVENTS: loads lines of JSON into a durable table of typed columns, as an import of ours does, in a
process of its own. Prints {"seconds", "cpu", "settle_seconds"}: wall and processor seconds of loading, and the wall seconds of merging
what was loaded (null where there is nothing to merge).
Kinds: see KINDS. The columns and types of the lines are given, so that nothing is spent on finding them out."""
import json
import os
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from engines.columns import COLUMNS, DETAILS, NAMES

DUCKDB = {name: kind for name, kind, _ in COLUMNS}
# What a kind is called in the report.
KINDS = {
    "duckdb": "DuckDB, read_json into a table",
    "clickhouse-time": "ClickHouse, JSONEachRow into MergeTree ORDER BY (ts)",
    "clickhouse-session": "ClickHouse, JSONEachRow into MergeTree ORDER BY (session_id, ts)",
    "polars": "Polars, scan_ndjson into Parquet, zstd 3",
}


def timed(act):
    """Wall and processor seconds, in that order."""
    start, before = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - start, time.process_time() - before


def duckdb(lines, folder, _):
    from engines import duckdb_engine
    base = duckdb_engine.connection()
    base.execute(f"ATTACH '{folder}/imported.duckdb' AS made")
    details = ", ".join(f"{key} {DUCKDB[column]}" for key, column in DETAILS.items())
    columns = (
        "{timestamp: 'TIMESTAMP', sessionId: 'VARCHAR', userId: 'VARCHAR', action: 'VARCHAR', component: 'VARCHAR', "
        f"details: 'STRUCT({details})', metadata: 'STRUCT(url VARCHAR, userAgent VARCHAR)'}}")
    chosen = ", ".join(f"details.{key} AS {column}" for key, column in DETAILS.items())

    def load():
        base.execute(
            "CREATE TABLE made.events AS SELECT timestamp AS ts, sessionId AS session_id, userId AS user_id, action, component, "
            f"metadata.url AS url, metadata.userAgent AS user_agent, {chosen} "
            f"FROM read_json('{lines}', format = 'newline_delimited', columns = {columns})")
        base.execute("CHECKPOINT made")

    used = timed(load)
    return used, None, base.execute("SELECT count(*) FROM made.events").fetchone()[0]


def clickhouse(lines, folder, key):
    from chdb import session
    base = session.Session(folder + "/clickhouse")
    base.query("CREATE DATABASE bench")
    columns = ", ".join(f"{name} {kind}" for name, _, kind in COLUMNS)
    base.query(
        f"CREATE TABLE bench.events ({columns}) ENGINE = MergeTree PARTITION BY toYYYYMM(ts) ORDER BY ({key})")
    plain = {"DOUBLE": "Nullable(Float64)", "INTEGER": "Nullable(Int32)", "VARCHAR": "Nullable(String)", "BOOLEAN": "Nullable(Bool)"}
    details = ", ".join(f"{name} {plain[DUCKDB[column]]}" for name, column in DETAILS.items())
    structure = (
        "timestamp DateTime64(3, ''UTC''), sessionId String, userId Nullable(String), action String, component String, "
        f"details Tuple({details}), metadata Tuple(url String, userAgent String)")
    chosen = {column: f"details.{name}" for name, column in DETAILS.items()} | {
        "ts": "timestamp", "session_id": "sessionId", "user_id": "userId", "url": "metadata.url", "user_agent": "metadata.userAgent"}
    used = timed(lambda: base.query(
        f"INSERT INTO bench.events SELECT {', '.join(f'{chosen.get(name, name)} AS c_{name}' for name in NAMES)} "
        f"FROM file('{lines}', JSONEachRow, '{structure}') "
        "SETTINGS max_threads = 2, max_insert_threads = 2, date_time_input_format = 'best_effort'"))
    settled, _ = timed(lambda: base.query("OPTIMIZE TABLE bench.events FINAL"))
    return used, settled, int(base.query("SELECT count() FROM bench.events", "CSV").data())


def polars(lines, folder, _):
    os.environ["POLARS_MAX_THREADS"] = "2"
    import polars as pl
    kinds = {"DOUBLE": pl.Float64, "INTEGER": pl.Int32, "VARCHAR": pl.String, "BOOLEAN": pl.Boolean}
    schema = {name: pl.String for name in ("timestamp", "sessionId", "userId", "action", "component")} | {
        "details": pl.Struct({name: kinds[DUCKDB[column]] for name, column in DETAILS.items()}),
        "metadata": pl.Struct({"url": pl.String, "userAgent": pl.String})}
    lazy = pl.scan_ndjson(lines, schema=schema).select(
        pl.col("timestamp").str.to_datetime("%Y-%m-%dT%H:%M:%S%.3fZ", time_unit="us").alias("ts"),
        pl.col("sessionId").alias("session_id"), pl.col("userId").alias("user_id"), "action", "component",
        pl.col("metadata").struct.rename_fields(["url", "user_agent"]),
        pl.col("details").struct.rename_fields(list(DETAILS.values()))).unnest("metadata").unnest("details")
    used = timed(lambda: lazy.sink_parquet(folder + "/imported.parquet", compression="zstd", compression_level=3))
    return used, None, pl.scan_parquet(folder + "/imported.parquet").select(pl.len()).collect().item()


def main():
    kind, lines, folder, events = sys.argv[1:]
    engine, _, order = kind.partition("-")
    load = {"duckdb": duckdb, "clickhouse": clickhouse, "polars": polars}[engine]
    (seconds, cpu), settled, count = load(lines, folder, {"time": "ts", "session": "session_id, ts", "": ""}[order])
    if count != int(events):
        raise SystemExit(f"importing.py: {count} events of {events}")
    print(json.dumps({"seconds": seconds, "cpu": cpu, "settle_seconds": settled}), flush=True)
    os._exit(0)


if __name__ == "__main__":
    main()
