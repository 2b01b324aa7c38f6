#!/usr/bin/env python3
"""read.py STORE [--clusters] [--deep]: prints the events of a store as NDJSON in their order, or the cluster table of its segments.
--deep holds what segments say about their rows in a second place against the rows. Exit code 3 where Format/ says that bytes must be refused. Wants the environment that `Tools/setup --checks` makes."""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from iastore.errors import FormatError  # noqa: E402
from iastore.stores import Store  # noqa: E402


def main():
    flags = {"--clusters", "--deep"} & set(sys.argv[1:])
    names = [name for name in sys.argv[1:] if name not in flags]
    if len(names) != 1:
        print("usage: read.py STORE [--clusters] [--deep]", file=sys.stderr)
        sys.exit(2)
    try:
        store = Store(names[0])
        for line in store.clusters() if "--clusters" in flags else store.events("--deep" in flags):
            sys.stdout.write(line + "\n")
    except FormatError as error:
        sys.stdout.flush()
        print(error, file=sys.stderr)
        sys.exit(3)
    except BrokenPipeError:
        sys.exit(0)


main()
