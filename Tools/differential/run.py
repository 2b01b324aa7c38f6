#!/usr/bin/env python3
"""Random queries, asked of iaq and of DuckDB: the same answers, or refused by both. Every few hundred queries new events are made; each
query goes to a store in some state (journal, sealed, compacted, many parts), some in a zone with summer time. Each hundredth query is
also asked of every state, and split by a random condition: the parts where it is true, false and NULL must add up to the whole.
Ends with a line of figures; a difference is printed with its seed and both answers and makes the exit code 1."""
import argparse
import collections
import os
import random
import shutil
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
            query, ordered = grammar.statement()
            state, zone = rng.choice(engines.STATES), rng.choice(ZONES) if rng.random() < 0.1 else None
            condition = grammar.condition()
            if self.asked.only not in (None, number):
                continue
            place = f"seed {seed} #{number}"
            self.one(place, ours, duck, query, ordered, state, zone)
            if number % 100 == 0:
                self.states(place, ours, query)
                self.parts(place, ours, condition)

    def one(self, place, ours, duck, query, ordered, state, zone):
        outcomes = []
        for ask in (lambda: ours.answer(query, state, zone), lambda: duck.answer(query, zone)):
            try:
                outcomes.append(ask())
            except engines.Refused as refused:
                outcomes.append(refused)
            except RuntimeError as error:
                self.difference(place, state, zone, query, error, "")
                return
        mine, theirs = outcomes
        if isinstance(mine, engines.Refused) and isinstance(theirs, engines.Refused):
            self.told["refused by both"] += 1
        elif isinstance(mine, engines.Refused):
            if mine.kind == "syntax" and self.asked.tolerant:
                self.refused[str(mine).splitlines()[0].split(": ", 2)[-1]] += 1
                return
            self.difference(place, state, zone, query, mine, theirs)
        elif isinstance(theirs, engines.Refused):
            if theirs.kind == "syntax":
                # DuckDB's columns have one type; ours take any. What it does not bind is no question for it.
                self.told["not bound by DuckDB"] += 1
            else:
                self.difference(place, state, zone, query, mine, theirs)
        elif engines.same(mine, theirs, ordered):
            self.told["equal"] += 1
        else:
            self.difference(place, state, zone, query, mine, theirs)

    def states(self, place, ours, query):
        """The same answer from a store in any state."""
        answers = []
        for state in engines.STATES:
            try:
                answers.append(ours.answer(query, state))
            except engines.Refused as refused:
                answers.append(str(refused.kind))
        if any(answer != answers[0] if isinstance(answer, str) else not engines.same(answer, answers[0], True) for answer in answers):
            self.difference(place, "all states", None, query, answers[0], next(answer for answer in answers if answer != answers[0]))

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
        print(f"  iaq    {str(mine)[:600]}\n  DuckDB {str(theirs)[:600]}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("iaq", type=os.path.abspath, help="the command to check")
    parser.add_argument("--queries", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1, help="of the first set of events; the next set has the next number")
    parser.add_argument("--events", type=int, default=300, help="in each set")
    parser.add_argument("--only", type=int, help="ask only the query of this number in the first set")
    parser.add_argument("--tolerant", action="store_true", help="count what iaq does not bind instead of calling it a difference")
    parser.add_argument("--stop-after", type=int, default=30, help="differences")
    asked = parser.parse_args()
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
    print(f"{asked.queries - max(0, left)} queries, seeds {asked.seed}..<{seed}, {time.monotonic() - started:.0f} s: {dict(run.told)}, "
          f"{sum(run.refused.values())} not bound by iaq, {run.differences} different")
    sys.exit(1 if run.differences or not run.told["equal"] else 0)


main()
