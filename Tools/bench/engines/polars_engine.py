"""Polars over Parquet: one file a day, sorted by session and time, zstd level 3."""
import glob
import os
import shutil

os.environ["POLARS_MAX_THREADS"] = "2"
import polars
import pyarrow.parquet as pq

from questions import frames

LAYOUTS = {"session": "Parquet, a file a day, rows by session and time, zstd 3"}


def VERSION():
    return polars.__version__


def place(layout, states):
    return os.path.join(states, f"polars-{layout}")


def load(layout, data, states):
    for file in sorted(glob.glob(f"{data}/parquet/*/*.parquet")):
        day = os.path.basename(os.path.dirname(file))
        folder = os.path.join(place(layout, states), day)
        os.makedirs(folder, exist_ok=True)
        table = pq.ParquetFile(file).read().sort_by([("session_id", "ascending"), ("ts", "ascending")])
        pq.write_table(table, folder + "/events.parquet", compression="zstd", compression_level=3)


def forget(layout, states):
    shutil.rmtree(place(layout, states), ignore_errors=True)


def bytes_of(layout, states):
    return sum(os.path.getsize(file) for file in glob.glob(place(layout, states) + "/*/*.parquet"))


class Opened:
    """`text` is the id of a query, a space and the engine of Polars: in-memory or streaming."""

    def __init__(self, states):
        self.states = states

    def run(self, layout, text):
        query, parameter, engine = text.split(" ")
        lazy = polars.scan_parquet(place(layout, self.states) + "/*/*.parquet", hive_partitioning=True)
        return frames.FRAMES[query](lazy, parameter).collect(engine=engine)

    def table(self, answer):
        return answer.to_arrow()
