#!/usr/bin/env python3
"""worker.py PEER STATES: the measured process of one peer. It opens the peer once and answers questions from standard input, one
JSON object a line in, one a line out, as `ask` does for our engine.

In: {"layout": ..., "text": ...}, with "rows": true for the values too. Out: {"wall": ms, "cpu": ms, "peak": KiB, "count": rows},
or {"error": ...}. The time is that of the engine's call; values are converted after it."""
import datetime as dt
import decimal
import json
import os
import resource
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import engines


def cpu():
    use = resource.getrusage(resource.RUSAGE_SELF)
    return (use.ru_utime + use.ru_stime) * 1e3


def peak():
    """KiB; the kernel's own high mark, since getrusage begins with that of the parent."""
    with open("/proc/self/status") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmHWM"))


def plain(value):
    """A value as JSON has it: times and dates as ISO text, decimals as numbers."""
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, bytes):
        return value.decode()
    return value


def rows(table):
    columns = [[plain(value) for value in column.to_pylist()] for column in table.columns]
    return [list(row) for row in zip(*columns)]


def answer(opened, question):
    before, start = cpu(), time.perf_counter()
    found = opened.run(question["layout"], question["text"])
    wall, used = (time.perf_counter() - start) * 1e3, cpu() - before
    held = peak()
    table = opened.table(found)
    out = {"wall": wall, "cpu": used, "peak": held, "count": table.num_rows}
    if question.get("rows"):
        out["rows"] = rows(table)
    return out


def main():
    opened = engines.module(sys.argv[1]).Opened(sys.argv[2])
    # Engines print to standard output at times; the answers keep the real one.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    base = peak()
    for line in sys.stdin:
        try:
            out = answer(opened, json.loads(line)) | {"base": base}
        except Exception as error:
            out = {"error": f"{type(error).__name__}: {error}"[:400]}
        answers.write(json.dumps(out) + "\n")
        answers.flush()
    # Some engines hang or crash when their threads are torn down at the end of the interpreter.
    os._exit(0)


if __name__ == "__main__":
    main()
