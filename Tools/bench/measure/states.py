"""The loaded states of all engines: made once, kept, and made again when the events or the engine's version changed."""
import glob
import hashlib
import json
import os
import shutil
import sys

import engines
from engines.process import BENCH, run
from events.shapes import GENERATION

GENERATE = os.path.join(BENCH, "events/generate.py")
LOADING = os.path.join(BENCH, "engines/loading.py")


class DataSet:
    """A folder with the generated events and a folder of states beside them."""

    def __init__(self, cache, shape, events, seed):
        seeded = "" if seed == 42 else f"-seed{seed}"
        self.folder = os.path.join(cache, f"{shape}-{events}{seeded}")
        self.states = os.path.join(self.folder, "states")
        self.shape, self.events, self.seed = shape, events, seed
        self.facts = {}

    @property
    def lines(self):
        return os.path.join(self.folder, "events.ndjson")

    @property
    def store(self):
        return os.path.join(self.states, "store")

    def make(self, say):
        self.facts = self.found()
        if self.facts.get("generation") != GENERATION:
            say(f"Generating {self.events:,} events of the shape {self.shape}")
            shutil.rmtree(self.folder, ignore_errors=True)
            run([sys.executable, GENERATE, self.events, self.folder, "--shape", self.shape, "--seed", self.seed])
            self.facts = self.found()
        os.makedirs(self.states, exist_ok=True)

    def found(self):
        """What generate.py says of the events that are there; empty where it has not finished."""
        path = os.path.join(self.folder, "events.json")
        if not os.path.exists(path):
            return {}
        with open(path) as file:
            return json.load(file)


def kept(data, name, wanted):
    """The facts of a state that is there and is what is wanted, else None."""
    path = os.path.join(data.states, name + ".json")
    if not os.path.exists(path):
        return None
    with open(path) as file:
        facts = json.load(file)
    return facts if facts["of"] == wanted else None


def keep(data, name, wanted, facts):
    facts = {"of": wanted} | facts
    with open(os.path.join(data.states, name + ".json"), "w") as file:
        json.dump(facts, file, indent=1)
    return facts


def wanted(data, version):
    return {"version": version, "generation": data.facts["generation"], "ndjson": data.facts["ndjson"]}


def peer_states(data, peers, say):
    """Loads what is missing. {(peer, layout): facts}"""
    found = {}
    for peer in peers:
        of = engines.facts(peer)
        for layout, says in of["layouts"].items():
            name, want = f"{peer}-{layout}", wanted(data, of["version"])
            facts = kept(data, name, want)
            if facts is None:
                say(f"Loading {peer}, {says}")
                words = [sys.executable, LOADING, peer, layout, data.folder, data.states]
                if os.path.exists(os.path.join(data.states, name + ".json")) or glob.glob(os.path.join(data.states, name) + "*"):
                    run([*words, "forget"])
                use = run(words)
                size = int(run([*words, "bytes"]).output.split()[-1])
                facts = keep(data, name, want, {
                    "layout": says, "seconds": use.seconds, "cpu": use.cpu, "peak_kib": use.peak_kib, "bytes": size})
            found[peer, layout] = facts
    return found


def our_store(data, iaq, say):
    """Imports and compacts; kept while the events and the command stay the same."""
    with open(iaq, "rb") as file:
        want = wanted(data, hashlib.file_digest(file, "sha256").hexdigest()[:16])
    facts = kept(data, "store", want)
    if facts is None or not os.path.isdir(data.store):
        say("Importing with iaq")
        run(["rm", "-rf", data.store])
        loads = import_and_compact(iaq, data.lines, data.store)
        facts = keep(data, "store", want, loads | {"bytes": folder_bytes(data.store)})
    return facts


def import_and_compact(iaq, lines, store):
    """Both steps timed apart, then the replaced files removed."""
    imported = run([iaq, "import", lines, "--store", store, "--quiet"])
    loaded = folder_bytes(store)
    compacted = run([iaq, "compact", "--all", "--store", store, "--quiet"])
    # Files that compaction replaced go with the first maintenance a minute later.
    run([iaq, "compact", "--all", "--store", store, "--quiet"], dict(os.environ, IAQ_NOW="2200-01-01T00:00:00Z"))
    return {
        "seconds": imported.seconds, "cpu": imported.cpu, "peak_kib": imported.peak_kib, "bytes_loaded": loaded,
        "compact_seconds": compacted.seconds, "compact_cpu": compacted.cpu, "compact_peak_kib": compacted.peak_kib}


def folder_bytes(folder):
    return sum(os.path.getsize(path) for path in glob.glob(folder + "/**", recursive=True) if os.path.isfile(path))
