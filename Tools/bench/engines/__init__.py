"""The engines that are measured: how each is loaded, opened and asked."""
import functools
import importlib
import json
import os
import sys

PEERS = ["duckdb", "clickhouse", "polars"]


def module(name):
    """The module of a peer: VERSION(), LAYOUTS, load(layout, data, states), forget, bytes_of, Opened(states)."""
    return importlib.import_module(f"engines.{name}_engine")


@functools.cache
def facts(name):
    """{"version", "layouts": {name: words}}, asked of a process of its own: the kernel counts the memory of a process that starts
    others into theirs, so the one that measures stays small and loads no engine."""
    from engines.process import BENCH, run
    return json.loads(run([sys.executable, os.path.join(BENCH, "engines/loading.py"), name]).output.splitlines()[-1])
