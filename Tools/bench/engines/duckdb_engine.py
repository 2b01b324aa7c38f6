"""DuckDB: a native table in the order of arrival and one in the order of sessions inside each day."""
import os

import duckdb

LAYOUTS = {
    "arrival": "rows by time",
    "session": "rows by day, session and time",
}


def VERSION():
    return duckdb.__version__


def connection(**config):
    base = duckdb.connect(config=dict(threads=2, **config))
    base.execute("SET TimeZone = 'UTC'")
    return base


def file_of(layout, states):
    return os.path.join(states, f"duckdb-{layout}.duckdb")


def load(layout, data, states):
    base = connection(memory_limit="6GB", temp_directory=os.path.join(states, "duckdb-spill"))
    base.execute(f"ATTACH '{file_of(layout, states)}' AS made")
    order = " ORDER BY date, session_id, ts" if layout == "session" else ""
    base.execute(
        f"CREATE TABLE made.events AS SELECT * EXCLUDE (date) FROM read_parquet('{data}/parquet/*/*.parquet', "
        f"hive_partitioning = true){order}")
    base.execute("CHECKPOINT made")
    base.close()


def forget(layout, states):
    for ending in ("", ".wal"):
        if os.path.exists(file_of(layout, states) + ending):
            os.remove(file_of(layout, states) + ending)


def bytes_of(layout, states):
    return os.path.getsize(file_of(layout, states))


class Opened:
    """All layouts open in one process; `run` executes to an Arrow table."""

    def __init__(self, states):
        self.base = connection()
        for layout in LAYOUTS:
            if os.path.exists(file_of(layout, states)):
                self.base.execute(f"ATTACH '{file_of(layout, states)}' AS {layout} (READ_ONLY)")

    def run(self, layout, text):
        return self.base.sql(text.replace("{T}", f"{layout}.events")).to_arrow_table()

    def table(self, answer):
        return answer
