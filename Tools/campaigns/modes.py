#!/usr/bin/env python3
"""modes.py IAQ [--seed N] [--plants N] [--names N] [--twin wide|follow]: who may read a store's files, and that no file outside of it is touched.

Under four umasks every file is 0600 and every directory 0700 at each step of a store's life, and never wider at any call of it.
Then what planted.py does: links and other things in place of a store's files, and hostile names in a manifest."""
import argparse
import os
import random
import shutil
import stat
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from basics import PLACE, Violation, judged, shim, workplace  # noqa: E402
from planted import hostile, plants  # noqa: E402
from world import World  # noqa: E402

LIFE = [["config", "set", "zone=UTC"], ["never"], ["auto"], ["end"], ["seal"], ["never"], ["compact", "--all"], ["expire", "--older-than", "29d"],
        ["config", "set", "zone="], ["verify", "--deep"], ["query", "SELECT count(*) AS n FROM interactions"]]


def modes(iaq, folder, library, seed):
    """Gives the number of files and directories looked at, and of calls."""
    looked = calls = 0
    for mask in (0, 0o022, 0o077, 0o777):
        before = os.umask(mask)
        try:
            place = os.path.join(folder, f"umask-{mask:o}")
            os.makedirs(place, 0o700)
            os.chmod(place, 0o700)
            world = World(iaq, os.path.join(place, "store"), place, random.Random(seed))
            log = os.path.join(place, "log")
            for act in LIFE:
                world.now += 70
                arguments = act
                if act[0] in ("never", "auto", "end"):
                    arguments = ["import", world.new_input(rows=60).path, "--seal", act[0]]
                world.run(*arguments, env={"LD_PRELOAD": library, "CALLS_LOG": log} if library else None)
                looked += tree(world.store, exactly=True)
                if library:
                    calls += created(log, world.store, arguments)
            # And after a death at each call of its beginning.
            for call in range(1, 80, 1 if mask in (0, 0o777) else 7):
                if not library:
                    break
                store = World(iaq, os.path.join(place, f"dead-{call}"), place, random.Random(seed))
                act = ["import", store.new_input(rows=20).path, "--seal", "end"]
                done = store.end(store.start(act, {"LD_PRELOAD": library, "CALLS_KILL": str(call)}))
                if os.path.exists(store.store):
                    looked += tree(store.store, exactly=False)
                shutil.rmtree(store.store, ignore_errors=True)
                if not done.killed:
                    break
        finally:
            os.umask(before)
    return looked, calls


def tree(store, exactly):
    """Holds all modes below a store to the rule; `exactly`: also that the owner has all rights."""
    count = 0
    for place, directories, files in os.walk(store):
        for path, wanted in [(place, 0o700)] + [(os.path.join(place, name), 0o600) for name in files]:
            facts = os.lstat(path)
            mode = stat.S_IMODE(facts.st_mode)
            if mode & ~wanted or (exactly and mode != wanted):
                raise Violation(f"{os.path.relpath(path, store)} has the mode {mode:o}")
            if not (stat.S_ISREG(facts.st_mode) or stat.S_ISDIR(facts.st_mode)):
                raise Violation(f"{os.path.relpath(path, store)} is neither file nor directory")
            count += 1
        del directories
    return count


def created(log, store, arguments):
    """No call of a run asked for more than the rule."""
    count = 0
    with open(log, encoding="utf-8") as file:
        for line in file:
            head, mode, _, _ = line.rstrip("\n").rsplit(" ", 3)
            name, path = head.split(" ", 1)
            if name in ("create", "mkdir", "fchmod") and os.path.normpath(path).startswith(store):
                if int(mode) not in ((0o600,) if name == "create" else (0o700,) if name == "mkdir" else (0o600, 0o700)):
                    raise Violation(f"{' '.join(arguments)}: {name} {path} with mode {int(mode):o}")
                count += 1
    os.remove(log)
    return count


def campaign(iaq, options):
    folder = workplace("modes", options.place)
    library = shim(folder)
    if options.twin:
        World.always = {"LD_PRELOAD": library, "CALLS_TWIN": options.twin}
    began = time.time()
    if options.twin != "follow":
        looked, calls = modes(iaq, os.path.join(folder, "modes"), library, options.seed)
        print(f"{looked} modes looked at under 4 umasks, {calls} calls that make or chmod: none wider than 0600 and 0700 ({time.time() - began:.0f} s)", flush=True)
    began = time.time()
    count, refused = plants(iaq, os.path.join(folder, "plants"), options.seed, options.plants)
    print(f"{count} plantings, {refused} commands refused, nothing outside changed ({time.time() - began:.0f} s)", flush=True)
    os.makedirs(os.path.join(folder, "hostile"))
    count, refused = hostile(iaq, os.path.join(folder, "hostile"), options.seed, options.names)
    print(f"{count} hostile names in a manifest, nothing outside changed (seed {options.seed})", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("iaq")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--plants", type=int, default=100_000)
    parser.add_argument("--names", type=int, default=10_000)
    parser.add_argument("--twin", choices=["wide", "follow"], help="break the command: files for everybody, or links are followed")
    parser.add_argument("--place", default=PLACE)
    options = parser.parse_args()
    judged(lambda: campaign(os.path.abspath(options.iaq), options), options.twin)


if __name__ == "__main__":
    main()
