#!/usr/bin/env python3
"""run.py IAQ [--full]: checks the command from outside, on real data where it lies beside the clone, and on demo data against
a naive reference. Ends with a line 'N passed, N failed'."""
import os
import shutil
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import answers  # noqa: E402
import beside  # noqa: E402
import campaigns  # noqa: E402
import damage  # noqa: E402
import edges  # noqa: E402
import faults  # noqa: E402
import imports  # noqa: E402
import realdata  # noqa: E402
import secondreader  # noqa: E402
import uses  # noqa: E402
from common import DATA, Checks  # noqa: E402


def main():
    checks = Checks(sys.argv[1], "--full" in sys.argv[2:])
    try:
        answers.run(checks)
        imports.run(checks)
        edges.run(checks)
        uses.run(checks)
        damage.run(checks)
        beside.run(checks)
        secondreader.run(checks)
        campaigns.run(checks)
        faults.run(checks)
        if os.path.isdir(DATA):
            realdata.run(checks)
        else:
            print("No real data beside the clone: the demo set stood in for it.")
        if checks.full:
            beside.run_large(checks)
            campaigns.run_large(checks)
    finally:
        shutil.rmtree(checks.place, ignore_errors=True)
    print(f"{checks.passed} passed, {checks.failed} failed")
    sys.exit(1 if checks.failed or not checks.passed else 0)


main()
