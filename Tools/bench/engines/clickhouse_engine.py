"""ClickHouse in the process (chDB): MergeTree tables by session, by action and by user, with LZ4 and with ZSTD(3).

A table by session is cut by day, as whole days expire; the other two by month, the coarsest cut that its documentation advises.
All parts of a cut are merged into one after loading (OPTIMIZE FINAL), the state that ClickHouse tends to."""
import os

import chdb
import pyarrow as pa
from chdb import session

from engines.columns import COLUMNS, NAMES

KEYS = {"session": "session_id, ts", "action": "action, ts", "user": "user_id, ts"}
LAYOUTS = {
    f"{name}_{codec}": f"ORDER BY ({key}), {says}"
    for name, key in KEYS.items() for codec, says in (("lz4", "LZ4"), ("zstd", "ZSTD(3)"))
}
# Answers must come from the rows: caches of results and of conditions are off.
SETTINGS = "max_threads = 2, session_timezone = 'UTC', use_query_cache = 0, use_query_condition_cache = 0"


def VERSION():
    return f"{chdb.engine_version} in chDB {chdb.__version__}"


def place(states):
    return os.path.join(states, "clickhouse")


def load(layout, data, states):
    name, codec = layout.rsplit("_", 1)
    base = session.Session(place(states))
    base.query("CREATE DATABASE IF NOT EXISTS bench")
    base.query(f"DROP TABLE IF EXISTS bench.{layout} SYNC")
    coded = " CODEC(ZSTD(3))" if codec == "zstd" else ""
    columns = ", ".join(f"{column} {kind}{coded}" for column, _, kind in COLUMNS)
    cut = "toDate(ts)" if name == "session" else "toYYYYMM(ts)"
    base.query(
        f"CREATE TABLE bench.{layout} ({columns}) ENGINE = MergeTree PARTITION BY {cut} ORDER BY ({KEYS[name]}) "
        "SETTINGS allow_nullable_key = 1")
    base.query(
        f"INSERT INTO bench.{layout} SELECT {', '.join(NAMES)} FROM file('{data}/parquet/*/*.parquet', Parquet) "
        "SETTINGS max_threads = 2, max_partitions_per_insert_block = 200")
    base.query(f"OPTIMIZE TABLE bench.{layout} FINAL")


def forget(layout, states):
    if os.path.isdir(place(states)):
        base = session.Session(place(states))
        base.query(f"DROP TABLE IF EXISTS bench.{layout} SYNC")
        base.close()


def bytes_of(layout, states):
    base = session.Session(place(states))
    answer = base.query(
        f"SELECT sum(bytes_on_disk) FROM system.parts WHERE active AND database = 'bench' AND table = '{layout}'", "CSV").data()
    base.close()
    return int(answer)


class Opened:
    def __init__(self, states):
        self.base = session.Session(place(states))

    def run(self, layout, text):
        joint = ", " if " SETTINGS " in text else " SETTINGS "
        return self.base.query(text.replace("{T}", f"bench.{layout}") + joint + SETTINGS, "Arrow")

    def table(self, answer):
        return pa.ipc.open_file(pa.py_buffer(answer.bytes())).read_all()
