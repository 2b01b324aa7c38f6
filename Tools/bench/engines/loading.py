#!/usr/bin/env python3
"""loading.py PEER LAYOUT DATA STATES: loads one state of a peer in a process of its own, whose time and memory the caller takes.

`loading.py PEER LAYOUT DATA STATES bytes` prints the size on disk, `... forget` removes the state; `loading.py PEER` prints the
version and the layouts."""
import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import engines


def main():
    module = engines.module(sys.argv[1])
    if len(sys.argv) == 2:
        print(json.dumps({"version": module.VERSION(), "layouts": module.LAYOUTS}), flush=True)
        os._exit(0)
    _, layout, data, states, *act = sys.argv[1:]
    if act == ["bytes"]:
        print(module.bytes_of(layout, states), flush=True)
    elif act == ["forget"]:
        module.forget(layout, states)
    else:
        module.load(layout, data, states)
    os._exit(0)


if __name__ == "__main__":
    main()
