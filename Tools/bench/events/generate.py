#!/usr/bin/env python3
"""generate.py EVENTS FOLDER [--shape NAME] [--seed N]: the events of 90 UTC days, 2026-01-01 to 2026-03-31.

Writes FOLDER/events.ndjson (all events by time, for imports), FOLDER/parquet/date=DAY/events.parquet (the same as flat columns, for
the peers, zstd level 3) and at last FOLDER/events.json, which says what there is and names one user with about 150 events.
An events.ndjson that is there already is kept. The same EVENTS, shape and seed give the same bytes."""
import argparse
import datetime as dt
import json
import os
import sys

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from events import lines
from events.columns import DayColumns
from events.sessions import DAY_MS, DAYS, START, START_MS, action_names, sessions
from events.shapes import GENERATION, SHAPES
from events.vocabulary import texts


def generate(count, folder, shape, seed):
    arrays = sessions(count, seed, shape)
    order = np.argsort(arrays["time"], kind="stable")
    bounds = np.searchsorted(arrays["time"][order], START_MS + np.arange(DAYS + 1) * DAY_MS)
    if bounds[0] != 0 or bounds[-1] != count:
        raise SystemExit("generate.py: events outside of the 90 days")
    days = DayColumns(arrays, texts(seed), action_names(shape), seed)
    os.makedirs(folder, exist_ok=True)
    text = os.path.join(folder, "events.ndjson")
    file = None if os.path.exists(text) else open(text + ".part", "w")
    for day in range(DAYS):
        table = days.table(day, order[bounds[day]:bounds[day + 1]])
        place = f"{folder}/parquet/date={(START + dt.timedelta(days=day)).date()}"
        os.makedirs(place, exist_ok=True)
        pq.write_table(table, place + "/events.parquet", compression="zstd", compression_level=3)
        if file:
            lines.write(table, file)
    if file:
        file.close()
        os.rename(text + ".part", text)
    facts = dict(
        events=count, shape=shape.name, says=shape.says, seed=seed, generation=GENERATION, sessions=arrays["sessions"],
        users=arrays["users"], ndjson=os.path.getsize(text), user=usual_user(folder))
    with open(os.path.join(folder, "events.json"), "w") as file:
        json.dump(facts, file, indent=1)


def usual_user(folder):
    """The user whose number of events is nearest to 150, the first by name among equals."""
    users = pq.read_table(folder + "/parquet", columns=["user_id"]).column("user_id").drop_null()
    found = pc.value_counts(users.combine_chunks())
    counts = zip(found.field("values").to_pylist(), found.field("counts").to_pylist())
    return min(counts, key=lambda item: (abs(item[1] - 150), item[0]))[0]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("events", type=int)
    parser.add_argument("folder")
    parser.add_argument("--shape", choices=list(SHAPES), default="default")
    parser.add_argument("--seed", type=int, default=42)
    given = parser.parse_args()
    generate(given.events, given.folder, SHAPES[given.shape], given.seed)


if __name__ == "__main__":
    main()
