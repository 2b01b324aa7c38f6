"""Random queries asked of the command and of DuckDB (Tools/differential). A commit run asks the same ones each time; --full asks more."""
import os
import subprocess

from common import CommandFailed

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
PYTHON = os.path.join(ROOT, ".venv-checks", "bin", "python")
TOOL = os.path.join(ROOT, "Tools", "differential", "run.py")


def run(checks):
    queries, seed = ("20000", "1000") if checks.full else ("1200", "1")
    checks.check(f"differential: {queries} random queries as DuckDB answers them", compared, checks, "--queries", queries, "--seed", seed)


def compared(checks, *words):
    done = subprocess.run([PYTHON, TOOL, checks.iaq, *words], capture_output=True, text=True)
    if done.returncode != 0:
        raise CommandFailed((done.stdout + done.stderr)[-6000:])
    print("     " + done.stdout.splitlines()[-1])
