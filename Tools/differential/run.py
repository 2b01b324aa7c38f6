#!/usr/bin/env python3
"""Random queries, asked of iaq and of DuckDB: the same answers, or refused by both. Every few hundred queries new events are made; each
query goes to a store in some state (journal, sealed, compacted, many parts), some in a zone with summer time. Each hundredth query is
also asked of every state, and split by a random condition: the parts where it is true, false and NULL must add up to the whole.
Rows count in their order where the query gives one and where the engine promises one: plain rows come as the events do, groups ascend
by their keys. JSON carries the values, so a date and its text look alike; whole numbers that are a DOUBLE on one side are counted.
Ends with a line of figures; a difference is printed with its seed and both answers and makes the exit code 1, as it is when fewer
than half of the queries had an answer."""
import argparse
import collections
import os
import random
import shutil
import signal
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import engines  # noqa: E402
import events as made  # noqa: E402
from grammar import Grammar  # noqa: E402

# Queries asked of one set of events.
ROUND = 400
ZONES = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]


class Run:
    def __init__(self, asked):
        self.asked = asked
        self.told = collections.Counter()
        self.refused = collections.Counter()
        self.kinds = 0
        self.differences = 0
        self.folder = tempfile.mkdtemp(prefix="iaq-differential-")

    def round(self, seed, count):
        rng = random.Random(f"queries {seed}")
        events = made.make(seed, self.asked.events)
        folder = os.path.join(self.folder, "round")
        shutil.rmtree(folder, ignore_errors=True)
        os.mkdir(folder)
        ours, duck = engines.Ours(self.asked.iaq, folder, events), engines.Duck(events)
        grammar = Grammar(rng, sorted({event["timestamp"].date().isoformat() for event in events}))
        for number in range(count):
            query, order = grammar.statement()
            state, zone = rng.choice(engines.STATES), rng.choice(ZONES) if rng.random() < 0.1 else None
            condition = grammar.condition()
            if self.asked.only not in (None, number):
                continue
            place = f"seed {seed} #{number}"
            self.one(place, ours, duck, query, order, state, zone)
            if number % 100 == 0:
                self.states(place, ours, query)
                self.parts(place, ours, condition)

    def one(self, place, ours, duck, query, order, state, zone):
        try:
            mine, theirs = outcome(ours.answer, query, state, zone), outcome(duck.answer, query, zone)
        except RuntimeError as error:
            self.difference(place, state, zone, query, error, "")
            return
        # Groups ascend by their keys, which DuckDB does not promise.
        listed = order in ("given", "events")
        if isinstance(mine, engines.Refused) and isinstance(theirs, engines.Refused):
            self.told["refused by both"] += 1
        elif isinstance(mine, engines.Refused) and mine.kind == "syntax" and self.asked.tolerant:
            self.refused[str(mine).splitlines()[0].split(": ", 2)[-1]] += 1
        elif isinstance(theirs, engines.Refused) and theirs.kind == "syntax":
            # DuckDB's columns have one type; ours take any. What it does not bind is no question for it.
            self.told["not bound by DuckDB"] += 1
        elif isinstance(mine, engines.Refused) or isinstance(theirs, engines.Refused) or not engines.same(mine, theirs, listed):
            self.difference(place, state, zone, query, mine, theirs)
        elif isinstance(order, int) and not engines.ascending(mine, order):
            self.difference(place, state, zone, query, mine, f"the same rows, but ours do not ascend by their first {order} columns")
        else:
            self.told["equal"] += 1
            self.kinds += not engines.same(mine, theirs, listed, kinds=True)

    def states(self, place, ours, query):
        """The same answer from a store in any state, row by row."""
        try:
            answers = [outcome(ours.answer, query, state) for state in engines.STATES]
        except RuntimeError as error:
            self.difference(place, "all states", None, query, error, "")
            return
        first = answers[0]
        for state, answer in zip(engines.STATES, answers):
            if isinstance(answer, engines.Refused) or isinstance(first, engines.Refused):
                alike = type(answer) is type(first) and answer.kind == first.kind
            else:
                alike = engines.same(answer, first, True)
            if not alike:
                self.difference(place, f"{engines.STATES[0]} and {state}", None, query, first, answer)
                return

    def parts(self, place, ours, condition):
        """Ternary logic: a condition is true, false or NULL for each event, and for one of the three only."""
        counts = []
        try:
            for text in ("true", condition, f"NOT ({condition})", f"({condition}) IS NULL"):
                counts.append(ours.answer(f"SELECT count(*) FROM interactions WHERE {text}", "compacted")[0][0])
        except engines.Refused:
            return
        if counts[0] != sum(counts[1:]):
            self.difference(place, "compacted", None, condition, counts, "the parts do not add up")

    def difference(self, place, state, zone, query, mine, theirs):
        self.differences += 1
        print(f"DIFFERENT {place} ({state}{', ' + zone if zone else ''}): {query}", flush=True)
        if isinstance(mine, list) and isinstance(theirs, list):
            if len(mine) == len(theirs):
                a, b = sorted(mine, key=engines.rank), sorted(theirs, key=engines.rank)
                pairs = [(x, y) for x, y in zip(a, b) if not engines.same([x], [y], True)] or list(zip(mine, theirs))
                mine, theirs = [x for x, _ in pairs], [y for _, y in pairs]
            else:
                print(f"  {len(mine)} rows, not {len(theirs)}")
            mine, theirs = mine[:3], theirs[:3]
        print(f"  iaq    {str(mine)[:600]}\n  wanted {str(theirs)[:600]}", flush=True)


def outcome(answer, *words):
    """The rows, or why there are none."""
    try:
        return answer(*words)
    except engines.Refused as refused:
        return refused


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("iaq", type=os.path.abspath, help="the command to check")
    parser.add_argument("--queries", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1, help="of the first set of events; the next set has the next number")
    parser.add_argument("--events", type=int, default=300, help="in each set")
    parser.add_argument("--only", type=int, help=f"ask only this query of the first set, 0 to {ROUND - 1}")
    parser.add_argument("--tolerant", action="store_true", help="count what iaq does not bind instead of calling it a difference")
    parser.add_argument("--stop-after", type=int, default=30, help="differences")
    asked = parser.parse_args()
    if asked.only is not None:
        if not 0 <= asked.only < ROUND:
            parser.error(f"--only takes 0 to {ROUND - 1}")
        asked.queries = asked.only + 1
    # A run that is stopped takes its folder along too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    run = Run(asked)
    started, left, seed = time.monotonic(), asked.queries, asked.seed
    try:
        while left > 0 and run.differences < asked.stop_after:
            run.round(seed, min(left, ROUND))
            left -= ROUND
            seed += 1
    finally:
        shutil.rmtree(run.folder, ignore_errors=True)
    for text, count in run.refused.most_common(40):
        print(f"  not bound by iaq, {count} times: {text}")
    drawn = asked.queries - max(0, left) if asked.only is None else 1
    print(f"{drawn} queries, seeds {asked.seed}..<{seed}, {time.monotonic() - started:.0f} s: {dict(run.told)}, "
          f"{run.kinds} of them with a whole number as DOUBLE on one side, {sum(run.refused.values())} not bound by iaq, {run.differences} different")
    # Queries that get no answer compare nothing.
    sys.exit(1 if run.differences or run.told["equal"] < max(1, drawn / 2) else 0)


main()
