"""What all checks share: calling the command, counting passes, reading events."""
import json
import os
import subprocess
import tempfile
import time
import traceback

SHARED = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..", "shared")
DATA = os.path.join(SHARED, "data")
SETS = ["apachelogs", "azurellm", "collegemsg", "bpic2013", "epm"]


class Checks:
    """Runs named checks; a check fails by raising or by returning a text."""

    def __init__(self, iaq, full):
        self.iaq = os.path.abspath(iaq)
        self.full = full
        self.passed = 0
        self.failed = 0
        self.place = tempfile.mkdtemp(prefix="iaq-checks-")

    def check(self, name, body, *arguments):
        began = time.time()
        try:
            wrong = body(*arguments)
        except Exception as error:
            wrong = f"{type(error).__name__}: {error}"
            if not isinstance(error, (AssertionError, CommandFailed)):
                wrong += "\n" + traceback.format_exc(limit=3)
        if wrong:
            self.failed += 1
            print(f"FAIL {name}: {str(wrong)[:1500]}", flush=True)
        else:
            self.passed += 1
            print(f"ok   {name} ({time.time() - began:.1f} s)", flush=True)

    def path(self, name):
        return os.path.join(self.place, name)

    def run(self, *arguments, store=None, expect=0, text=None, env=None):
        """Runs the command; gives its standard output, raises when the exit code is another than expected."""
        command = [self.iaq, *arguments]
        if store:
            command += ["--store", store]
        done = subprocess.run(command, capture_output=True, text=True, input=text, timeout=1200, env=dict(os.environ, **(env or {})))
        codes = expect if isinstance(expect, tuple) else (expect,)
        if done.returncode not in codes:
            raise CommandFailed(f"{' '.join(arguments)[:200]}: exit {done.returncode}, wanted {expect}: {done.stderr[-600:]}")
        return done.stdout

    def rows(self, *arguments, store=None, expect=0, text=None, env=None):
        return json.loads(self.run(*arguments, "--format", "json", store=store, expect=expect, text=text, env=env))

    def sql(self, store, text):
        return self.rows("query", text, store=store)


class CommandFailed(Exception):
    pass


def same(got, wanted, what="answer"):
    """None when equal; else what differs, shortened."""
    if got == wanted:
        return None
    if isinstance(got, dict) and isinstance(wanted, dict):
        keys = [key for key in {**got, **wanted} if got.get(key) != wanted.get(key)]
        return f"{what}: {len(keys)} keys differ, e.g. " + "; ".join(f"{key}: got {got.get(key)}, wanted {wanted.get(key)}" for key in keys[:3])
    if isinstance(got, list) and isinstance(wanted, list):
        for index, (a, b) in enumerate(zip(got, wanted)):
            if a != b:
                return f"{what}: row {index}: got {a}, wanted {b}"
        return f"{what}: {len(got)} rows, wanted {len(wanted)}"
    return f"{what}: got {got}, wanted {wanted}"


def near(got, wanted):
    if got is None or wanted is None:
        return got is wanted
    return abs(got - wanted) <= 1e-9 * max(abs(got), abs(wanted)) + 1e-6


def lines_of(path):
    """Lines of an NDJSON file, also of a .zst."""
    if path.endswith(".zst"):
        return subprocess.run(["zstd", "-dcq", path], capture_output=True, check=True).stdout.decode().splitlines()
    with open(path, encoding="utf-8") as file:
        return file.read().splitlines()


def split_by_days(lines, most):
    """Up to `most` runs of whole UTC days in time order, each in the order given."""
    days = {}
    for line in lines:
        days.setdefault(json.loads(line)["timestamp"][:10], []).append(line)
    ordered = sorted(days)
    runs = min(most, len(ordered))
    bounds = [len(ordered) * index // runs for index in range(runs + 1)]
    return [[line for day in ordered[a:b] for line in days[day]] for a, b in zip(bounds, bounds[1:])]
