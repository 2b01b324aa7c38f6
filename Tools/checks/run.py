#!/usr/bin/env python3
"""Checks the command from outside, on real data where it lies beside the clone, and on demo data against
a naive reference. Ends with a line 'N passed, N failed'."""
import argparse
import os
import shutil
import signal
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import answers  # noqa: E402
import beside  # noqa: E402
import campaigns  # noqa: E402
import damage  # noqa: E402
import differential  # noqa: E402
import edges  # noqa: E402
import faults  # noqa: E402
import imports  # noqa: E402
import realdata  # noqa: E402
import secondreader  # noqa: E402
import troubles  # noqa: E402
import uses  # noqa: E402
from common import DATA, Checks  # noqa: E402


# In this order; real data and the large runs come last.
GROUPS = {
    "answers": answers, "differential": differential, "imports": imports, "edges": edges, "uses": uses, "troubles": troubles, "damage": damage, "beside": beside,
    "secondreader": secondreader, "campaigns": campaigns, "faults": faults, "realdata": realdata,
}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("iaq", help="the command to check")
    parser.add_argument("--full", action="store_true", help="the long runs too")
    parser.add_argument("--only", choices=GROUPS, action="append", help="these groups of checks only")
    asked = parser.parse_args()
    # A run that is stopped takes its folder along too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    checks = Checks(os.path.abspath(asked.iaq), asked.full)
    chosen = asked.only or list(GROUPS)
    try:
        for name in chosen:
            if name == "realdata" and not os.path.isdir(DATA):
                print("No real data beside the clone: the demo set stood in for it.")
                continue
            GROUPS[name].run(checks)
        for name in chosen:
            if checks.full and hasattr(GROUPS[name], "run_large"):
                GROUPS[name].run_large(checks)
    finally:
        shutil.rmtree(checks.place, ignore_errors=True)
    print(f"{checks.passed} passed, {checks.failed} failed")
    sys.exit(1 if checks.failed or not checks.passed else 0)


main()
