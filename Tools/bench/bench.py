#!/usr/bin/env python3
"""Benchmark of InteractionAnalytics against DuckDB, ClickHouse (chDB) and Polars: see Tools/bench/README.md. Run it by
Tools/bench/run, which makes what it needs."""
import argparse
import json
import os
import subprocess
import sys

import engines
import report
from engines import process
from events.shapes import SHAPES
from measure import cold, hot, imports, memory, states
from questions import questions

SECTIONS = ["hot", "imports", "memory", "cold"]


def arguments():
    parser = argparse.ArgumentParser(prog="Tools/bench/run", description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--shape", choices=list(SHAPES), default="default")
    parser.add_argument("--seed", type=int, default=42)
    parser.add_argument("--queries", help="ids with commas; all by default")
    parser.add_argument("--runs", type=int, default=5, help="rounds of the hot run")
    parser.add_argument("--import-runs", type=int, default=2, help="rounds of the imports")
    parser.add_argument("--cold-runs", type=int, default=10, help="runs of each cold process")
    parser.add_argument("--peers", default=",".join(engines.PEERS), help="with commas")
    parser.add_argument("--sections", default="hot", help=f"with commas, or all: {', '.join(SECTIONS)} (memory needs hot)")
    parser.add_argument("--cache", default=os.environ.get("IAQ_BENCH_CACHE", ".bench"), help="where events and loaded states are kept")
    parser.add_argument("--out", help="folder for table.md and figures.json; the cache by default")
    parser.add_argument("--iaq", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--ask", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--list", action="store_true", help="say the ids of the queries and end")
    given = parser.parse_args()
    given.peers = given.peers.split(",")
    given.sections = SECTIONS if given.sections == "all" else given.sections.split(",")
    unknown = [name for name in given.peers if name not in engines.PEERS] + [name for name in given.sections if name not in SECTIONS]
    if unknown or given.events < 1 or given.runs < 1:
        parser.error(f"not known: {', '.join(unknown)}" if unknown else "--events and --runs are at least 1")
    return parser, given


def chosen(parser, ids):
    everything = questions()
    if not ids:
        return everything
    names = ids.split(",")
    unknown = sorted(set(names) - {question.id for question in everything})
    if unknown:
        parser.error(f"no such query: {', '.join(unknown)}")
    return [question for question in everything if question.id in names]


def revision():
    """The commit of this tree, with a plus where files differ from it."""
    words = ["git", "-C", process.BENCH, "describe", "--always", "--dirty=+", "--exclude=*"]
    return subprocess.run(words, capture_output=True, text=True).stdout.strip() or "unknown"


def say(words):
    print(words, file=sys.stderr, flush=True)


def main():
    parser, given = arguments()
    asked = chosen(parser, given.queries)
    if given.list:
        for question in asked:
            print(f"{question.id:22} {question.says}")
        return 0
    data = states.DataSet(os.path.abspath(given.cache), given.shape, given.events, given.seed)
    data.make(say)
    ours = states.our_store(data, given.iaq, say)
    loaded = states.peer_states(data, given.peers, say)
    versions = {"iaq": revision()} | {report.ENGINES[peer]: engines.facts(peer)["version"] for peer in given.peers}
    texts = [report.head(data, versions, given.runs)]
    figures = {"head": texts[0], "data": data.facts, "versions": versions, "store": ours,
               "states": {f"{peer}-{layout}": facts for (peer, layout), facts in loaded.items()}}
    failed = False
    if "hot" in given.sections:
        layouts = {peer: [layout for other, layout in loaded if other == peer] for peer in given.peers}
        found = hot.measure(given.ask, data, layouts, asked, given.runs, say)
        failed = any(entry.differences for entry in found)
        texts += [report.hot(found, given.peers, data.events)]
        figures["hot"] = [
            {"id": entry.question.id, "ratio": entry.ratio, "rows": entry.rows, "read": entry.read, "differences": entry.differences,
             "refused": entry.refused, "variants": [variant.record() for variant in entry.variants]} for entry in found]
        if "memory" in given.sections:
            figures["memory"] = memory.measure(given.ask, data, found, given.peers, say)
            texts += [report.memory(figures["memory"], given.peers)]
    if "cold" in given.sections:
        figures["cold"] = cold.measure(given.iaq, data, given.cold_runs, say)
        texts += [report.cold(figures["cold"])]
    if "imports" in given.sections:
        figures["imports"] = imports.measure(given.iaq, data, given.peers, given.import_runs, say)
        texts += [report.imports(data, figures["imports"])]
    texts += [report.sizes(data, ours, loaded)]
    text = "\n\n".join(texts) + "\n"
    out = os.path.abspath(given.out or data.folder)
    os.makedirs(out, exist_ok=True)
    with open(os.path.join(out, "table.md"), "w") as file:
        file.write(text)
    with open(os.path.join(out, "figures.json"), "w") as file:
        json.dump(figures, file, indent=1)
    print(text)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
