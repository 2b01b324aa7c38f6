#!/usr/bin/env python3
"""loading.py PEER LAYOUT DATA STATES: loads one state of a peer in a process of its own, whose time and memory the caller takes.

`loading.py PEER LAYOUT DATA STATES bytes` prints the size on disk, `... forget` removes the state."""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import engines


def main():
    peer, layout, data, states, *act = sys.argv[1:]
    module = engines.module(peer)
    if act == ["bytes"]:
        print(module.bytes_of(layout, states), flush=True)
    elif act == ["forget"]:
        module.forget(layout, states)
    else:
        module.load(layout, data, states)
    os._exit(0)


if __name__ == "__main__":
    main()
