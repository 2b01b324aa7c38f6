"""How fast each engine loads the same lines of JSON: a fresh process and an empty place for each run, the engines in turn."""
import json
import os
import shutil
import sys
import tempfile

from engines.importing import KINDS
from engines.process import BENCH, run
from measure.states import import_and_compact

IMPORTING = os.path.join(BENCH, "engines/importing.py")


def ours(iaq, data, folder):
    use = import_and_compact(iaq, data.lines, os.path.join(folder, "store"))
    stats = run([iaq, "query", "SELECT count(*) AS n FROM interactions", "--store", os.path.join(folder, "store"), "--format", "json"])
    if json.loads(stats.output)[0]["n"] != data.events:
        raise SystemExit(f"bench: iaq imported {stats.output.strip()} of {data.events} events")
    return {"seconds": use["seconds"], "settle_seconds": use["compact_seconds"], "cpu": use["cpu"],
            "peak_kib": max(use["peak_kib"], use["compact_peak_kib"])}


def peer(kind, data, folder):
    use = run([sys.executable, IMPORTING, kind, data.lines, folder, data.events])
    return json.loads(use.output.splitlines()[-1]) | {"peak_kib": use.peak_kib}


def measure(iaq, data, peers, runs, say):
    """{name: the run with the fewest seconds}. Times of the peers leave out the start of Python and of the engine."""
    kinds = {kind: says for kind, says in KINDS.items() if kind.partition("-")[0] in peers}
    best = {}
    for number in range(runs):
        say(f"Imports, round {number + 1} of {runs}")
        for kind in ["ours", *kinds]:
            folder = tempfile.mkdtemp(prefix="import-", dir=data.states)
            try:
                use = ours(iaq, data, folder) if kind == "ours" else peer(kind, data, folder)
            finally:
                shutil.rmtree(folder, ignore_errors=True)
            name = kinds.get(kind, "ours")
            if name not in best or use["seconds"] < best[name]["seconds"]:
                best[name] = use
    return best
