"""The engines that are measured: how each is loaded, opened and asked."""
import importlib

PEERS = ["duckdb", "clickhouse", "polars"]


def module(name):
    """The module of a peer: VERSION(), LAYOUTS, load(layout, data, states), bytes_of(layout, states), Opened(states)."""
    return importlib.import_module(f"engines.{name}_engine")
