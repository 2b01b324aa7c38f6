#!/usr/bin/env python3
"""kills.py IAQ [--seed N] [--kills N] [--seconds S] [--how sleep,strace,calls] [--place DIR] [--twin buffered]: kill -9 at any moment of any command
that writes, alone and with others beside it; after each kill the store holds what it owes and nothing twice (world.py).

A process dies after a random time (sleep), at the k-th system call of a kind (strace), or at the k-th call that changes files, which
may be half done then (calls.c). A store lives for some 40 kills and is then compared event by event. The same seed gives the same
commands; where a kill by time lands is the machine's."""
import argparse
import os
import random
import shutil
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from basics import DAYS, PLACE, Violation, judged, moment, shim, workplace  # noqa: E402
from world import World  # noqa: E402

# System calls, and how many of each a command makes, about.
STRACE_CALLS = {
    "pwrite64": 8, "fdatasync": 7, "fsync": 6, "renameat": 2, "unlinkat": 3, "openat": 50, "mkdirat": 3, "flock": 4, "fchmod": 6, "close": 50, "write": 1}
ACTS = ["import auto"] * 3 + ["import never"] * 4 + ["import end"] * 2 + ["seal"] * 2 + ["compact"] * 3 + ["expire"] * 2 + ["config"]


class Campaign:
    survives = "kill"

    def __init__(self, iaq, seed, how, place):
        self.iaq, self.seed, self.how = os.path.abspath(iaq), seed, how
        self.place = workplace("kills", place)
        self.calls = shim(self.place) if "calls" in how else None
        if "strace" in how and not shutil.which("strace"):
            self.how = [name for name in self.how if name != "strace"]
            print("strace is not there: kills by time and by calls.c only (bash Tools/setup --campaigns installs it)", flush=True)
        if "calls" in how and not self.calls:
            self.how = [name for name in self.how if name != "calls"]
            print("no C compiler: kills by time and strace only", flush=True)
        if not self.how:
            raise SystemExit("no way to kill is left")
        self.kills = self.looks = self.runs = self.stores = self.beside = self.verified = 0
        self.by = {}
        self.seconds = {}  # by act: how long it takes undisturbed, about
        self.changes = {}  # by act: how many calls it makes

    def run(self, kills, seconds):
        """Stores one after another until there were enough kills or the time is over."""
        began = time.time()
        while self.kills < kills and time.time() - began < seconds:
            self.life(f"{self.seed}.{self.stores}", kills, began + seconds)
            self.stores += 1
        return time.time() - began

    def life(self, seed, kills, until):
        folder = os.path.join(self.place, f"life-{self.stores}")
        os.makedirs(folder)
        world = World(self.iaq, os.path.join(folder, "store"), folder, random.Random(seed))
        try:
            for _ in range(world.rng.randint(40, 90)):
                if self.kills >= kills or time.time() >= until:
                    break
                self.step(world)
            # The time may be over before any command made the store.
            world.look()
            if world.made:
                self.settled(world)
        except Violation as wrong:
            kept = folder + ".failed"
            os.rename(folder, kept)
            raise Violation(f"seed {seed}, after {len(world.history)} commands: {wrong}\nkept: {kept}\n  " + "\n  ".join(world.history[-12:])) from None
        shutil.rmtree(folder)

    def settled(self, world):
        """After some quiet everything is as it should be, and nothing else lies about."""
        world.settle()
        world.look(wrote=True)
        world.compare_all()
        self.verified += 1

    def step(self, world):
        """One command that is killed, others beside it at times, and a look."""
        rng = world.rng
        world.now += rng.choice([0, 1, 5, 40, 70])
        made = world.made
        act, arguments, source, cut = self.pick(world, rng.choice(ACTS))
        others = []
        if rng.random() < 0.25:
            for _ in range(rng.randint(1, 2)):
                others.append(self.pick(world, rng.choice(["import auto", "import never", "seal", "compact", "expire", "config", "verify", "query"])))
        taken = {source}
        for other in list(others):
            if other[2] and other[2] in taken:
                others.remove(other)
            taken.add(other[2])
        log = os.path.join(world.folder, "calls.log")
        if os.path.exists(log):
            os.remove(log)
        first = rng.random() < 0.5
        running = [world.start(other[1]) for other in others] if first else []
        process = self.killing(world, act, arguments, source, log)
        if not first:
            running = [world.start(other[1]) for other in others]
        done = world.end(process)
        ended = [world.end(other) for other in running]
        self.runs += 1 + len(ended)
        self.beside += bool(ended)
        alone = not ended
        if any(how.killed for how in ended):
            raise Violation(f"died of itself: {[str(how) for how in ended if how.killed]}")
        results = [((act, arguments, source, cut), done, alone, log, made)] + [(other, how, False, None, made) for other, how in zip(others, ended)]
        # Imports first: an expiry may have taken what came in beside it.
        for picked, how, *rest in sorted(results, key=lambda result: result[0][3] is not None):
            self.take(world, picked, how, *rest)
        if done.killed:
            self.kills += 1
            self.by[act] = self.by.get(act, 0) + 1
        elif alone:
            self.seconds[act] = 0.8 * self.seconds.get(act, done.seconds) + 0.2 * done.seconds
        # Two kills in a row without a look between: recovery of a recovery.
        wrote = alone and done.code == 0 and act.split()[0] in ("import", "seal")
        if rng.random() < 0.8:
            world.look(wrote)
            self.looks += 1
        if self.runs % 100 == 0 or (done.killed and self.kills % 100 == 0):
            world.verify()
            self.verified += 1

    def pick(self, world, act):
        """An act with its arguments, the input it takes and the day before which it expires."""
        rng = world.rng
        if act.startswith("import"):
            waiting = [source for source in world.inputs if source.state != "in"]
            if waiting and rng.random() < 0.6:
                source = rng.choice(waiting)
            elif world.inputs and rng.random() < 0.1:
                source = rng.choice(world.inputs)
            else:
                source = world.new_input()
            return act, ["import", source.path, "--seal", act.split()[1], "--format", "json"], source, None
        if act == "compact":
            return act, ["compact", *rng.choice([["--all"], ["--all"], [], ["--day", rng.choice(DAYS)]])], None, None
        if act == "expire":
            cut = rng.choice(DAYS[:4])
            midnight = moment(world.now)[:10]
            age = int(midnight[8:]) + (31 if midnight[5:7] == "04" else 0) - int(cut[8:])
            return act, ["expire", "--older-than", f"{age}d", "--format", "json"], None, cut
        if act == "config":
            return act, ["config", "set", f"session-gap={rng.randint(1, 50)}m"], None, None
        if act == "verify":
            return act, ["verify", "--deep"], None, None
        if act == "query":
            return act, ["query", "SELECT count(*) AS n FROM interactions"], None, None
        return act, [act], None, None

    def killing(self, world, act, arguments, source, log):
        """Starts a command that will die, in one of the ways."""
        rng = world.rng
        how = rng.choice(self.how)
        if how == "strace":
            name = rng.choice(list(STRACE_CALLS))
            when = rng.randint(1, STRACE_CALLS[name])
            return world.start(arguments, before=(
                "strace", "-f", "--seccomp-bpf", "-qqq", "-o", "/dev/null", "-e", f"trace={name}", "-e", f"inject={name}:signal=KILL:when={when}"))
        if how == "calls":
            known = self.changes.get(act, 40)
            env = {"LD_PRELOAD": self.calls, "CALLS_LOG": log, "CALLS_KILL": str(rng.randint(1, known)), "CALLS_TORN": str(rng.choice([0, 0, 1, 300, 900, 1000]))}
            if source:
                env["CALLS_MARK"] = source.tag
            return world.start(arguments, env)
        process = world.start(arguments)
        time.sleep(rng.uniform(0.2, 1.3) * self.seconds.get(act, 0.03))
        process.kill()
        return process

    def take(self, world, picked, done, alone, log, made):
        """Holds an exit code against what may be, and tells the model. `made`: there was a store before."""
        act, arguments, source, cut = picked
        nothing = done.code == 1 and (("import" in act and "imported before" in done.err) or "no store" in done.err)
        if not done.killed and done.code != 0 and not nothing and not (done.code == 4 and not alone and "another process" in done.err):
            raise Violation(f"{'alone' if alone else 'beside others'}: {done}")
        if "no store" in done.err and made and not done.killed:
            raise Violation(f"the store is gone: {done}")
        if source:
            world.imported(source, done)
            if log and done.killed:
                world.log_says(source, log, self.survives)
        if log and os.path.exists(log) and not done.killed:
            with open(log, encoding="utf-8", errors="replace") as file:
                self.changes[act] = sum(1 for _ in file) + 1
        if cut and not nothing:
            world.expired(cut, done, alone)
        if done.code == 0 and act != "query":
            world.made = True


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("iaq")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kills", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--twin", choices=["buffered"], help="break the command: its frames never reach the journal")
    parser.add_argument("--how", default="sleep,strace,calls")
    parser.add_argument("--place", default=PLACE)
    options = parser.parse_args()
    campaign = Campaign(options.iaq, options.seed, options.how.split(","), options.place)
    if options.twin:
        World.always = {"LD_PRELOAD": campaign.calls, "CALLS_TWIN": options.twin}

    def run():
        try:
            seconds = campaign.run(options.kills, options.seconds)
        finally:
            print(f"{campaign.kills} kills in {campaign.stores} stores, {campaign.runs} commands, {campaign.beside} with others beside, "
                  f"{campaign.looks} looks, {campaign.verified} deep checks; by act: {campaign.by}", flush=True)
        if not campaign.kills:
            raise Violation("no command was killed")
        print(f"{campaign.kills / seconds:.1f} kills a second; 0 lost, 0 doubled, 0 torn (seed {options.seed})", flush=True)

    judged(run, options.twin)


if __name__ == "__main__":
    main()
