"""Random queries asked of the command and of DuckDB (Tools/differential). A commit run asks the same ones each time; --full asks more.
The run must notice twins of the command that answer wrongly."""
import os
import subprocess

from common import CommandFailed

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
PYTHON = os.path.join(ROOT, ".venv-checks", "bin", "python")
TOOLS = os.path.join(ROOT, "Tools", "differential")

# The command with each answer changed on its way out.
TWIN = """#!{python}
import json, subprocess, sys
done = subprocess.run([{iaq!r}, *sys.argv[1:]], capture_output=True)
if sys.argv[1] == "query" and done.returncode == 0:
    rows = json.loads(done.stdout)
    {change}
    done.stdout = json.dumps(rows).encode()
sys.stdout.buffer.write(done.stdout)
sys.stderr.buffer.write(done.stderr)
sys.exit(done.returncode)
"""
TWINS = {"turns the rows round": "rows.reverse()", "loses the last of some rows": "del rows[max(1, len(rows) - 1):]"}


def run(checks):
    queries, seed = ("20000", "1000") if checks.full else ("1200", "1")
    checks.check("differential: the comparison finds what differs", held)
    for name, change in TWINS.items():
        checks.check(f"differential: notices a command that {name}", noticed, checks, change)
    checks.check(f"differential: {queries} random queries as DuckDB answers them", compared, checks, "--queries", queries, "--seed", seed)


def tool(program, *words, expect=0):
    done = subprocess.run([PYTHON, os.path.join(TOOLS, program), *words], capture_output=True, text=True)
    if done.returncode != expect:
        raise CommandFailed(f"exit {done.returncode}: {(done.stdout + done.stderr)[-6000:]}")
    return done.stdout


def held():
    tool("check.py")


def compared(checks, *words):
    print("     " + tool("run.py", checks.iaq, *words).splitlines()[-1])


def noticed(checks, change):
    twin = checks.path("twin")
    with open(twin, "w", encoding="utf-8") as file:
        file.write(TWIN.format(python=PYTHON, iaq=checks.iaq, change=change))
    os.chmod(twin, 0o700)
    said = tool("run.py", twin, "--queries", "40", "--stop-after", "1", expect=1)
    if "DIFFERENT" not in said:
        raise CommandFailed(said[-2000:])
