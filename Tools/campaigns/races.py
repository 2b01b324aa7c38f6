#!/usr/bin/env python3
"""races.py IAQ [--seed N] [--races N] [--seconds S] [--twin nolock]: who gets the locks.

Several processes start at once to append; one waits for its input with the lock held, all others end with exit code 4 and say why.
Then the winner is killed or finishes, and the next one gets the lock. In some races the store is not made yet, the holder has a forked
child (calls.c), or two compactions and settings run at once. What was acknowledged is counted at the end of each store."""
import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from basics import PLACE, Violation, judged, shim, workplace  # noqa: E402


class Race:
    """One store and its contenders."""

    def __init__(self, iaq, store, rng, library):
        self.iaq, self.store, self.rng, self.library = iaq, store, rng, library
        self.owed = {}  # tag: rows
        self.fresh = 0
        self.refused = 0

    def appender(self, env=None):
        """An import that has the lock as soon as it can and then waits for its input."""
        return subprocess.Popen(
            [self.iaq, "import", "-", "--input-format", "ndjson", "--seal", self.rng.choice(["never", "auto"]), "--store", self.store, "--format", "json"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=dict(os.environ, SWIFT_BACKTRACE="enable=no", **(env or {})))

    def refusal(self, process, lock="writing"):
        """Holds a loser's end against the contract."""
        out, err = process.communicate(timeout=60)
        if process.returncode != 4:
            raise Violation(f"a loser ended with {process.returncode}: {err.decode()[-300:]}{out.decode()[-100:]}")
        if f"another process is {lock}" not in err.decode() or out:
            raise Violation(f"a loser said: {err.decode()[-300:]!r}, {out.decode()[-100:]!r}")
        self.refused += 1

    def start_together(self, count):
        """Starts contenders; gives the one that holds the lock once all others have ended."""
        racing = [self.appender() for _ in range(count)]
        until = time.time() + (2 if "CALLS_TWIN" in os.environ else 20)
        while True:
            alive = [process for process in racing if process.poll() is None]
            if len(alive) == 1:
                break
            if not alive:
                told = "; ".join(process.communicate()[1].decode()[-120:] for process in racing)
                raise Violation(f"nobody won of {count}: {[process.returncode for process in racing]}: {told}")
            if time.time() > until:
                for process in alive:
                    process.kill()
                raise Violation(f"{len(alive)} processes hold the writer's lock at once")
            time.sleep(0.001)
        for process in racing:
            if process is not alive[0]:
                self.refusal(process)
        return alive[0]

    def feed(self, winner, rows):
        tag = f"R{self.fresh}"
        self.fresh += 1
        lines = [json.dumps({"timestamp": f"2026-03-0{1 + row % 3}T00:00:{row % 60:02}Z", "action": "a", "sessionId": "s", "details": {"f": tag, "i": row}}) for row in range(rows)]
        out, err = winner.communicate(("\n".join(lines) + "\n").encode(), timeout=60)
        if winner.returncode != 0 or json.loads(out)[0]["stored"] != rows:
            raise Violation(f"the winner ended with {winner.returncode}: {err.decode()[-300:]}")
        self.owed[tag] = rows

    def run(self, count):
        winner = self.start_together(count)
        if self.rng.random() < 0.5:
            # Dead holder: the very next one gets the lock.
            winner.kill()
            winner.communicate()
            self.feed(self.start_together(1), self.rng.randint(1, 20))
        else:
            late = self.appender()
            self.refusal(late)
            self.feed(winner, self.rng.randint(1, 20))

    def forked(self, how):
        """A holder with a child that shares its open files. `stay`: the child's death leaves the parent's lock alone, and the parent
        gives the lock back although a child lives. `exec`: a child that runs another program keeps nothing of the lock."""
        log = self.store + ".fork"
        holder = self.appender({"LD_PRELOAD": self.library, "CALLS_FORK": how, "CALLS_LOG": log})
        child = None
        until = time.time() + 60
        while child is None and holder.poll() is None and time.time() < until:
            if os.path.exists(log):
                with open(log, encoding="utf-8") as file:
                    child = next((int(line.split()[-2]) for line in file if line.startswith("fork ")), None)
            time.sleep(0.002)
        if not child:
            holder.kill()
            raise Violation("the holder did not fork: " + holder.communicate()[1].decode()[-200:])
        os.remove(log)
        try:
            self.refusal(self.appender())
            if how == "exec":
                time.sleep(0.05)  # until the child runs the other program
                holder.kill()
                holder.communicate()
                self.feed(self.start_together(1), 3)
            elif self.rng.random() < 0.5:
                os.kill(child, 9)
                child = None
                time.sleep(0.01)
                self.refusal(self.appender())
                self.feed(holder, 3)
            else:
                self.feed(holder, 3)
                self.feed(self.start_together(1), 3)
        finally:
            if child:
                os.kill(child, 9)

    def maintainers(self):
        """Compactions, an expiry that finds nothing, and settings at once: each does its work or is refused, nothing else."""
        acts = [["compact", "--all"], ["compact", "--all"], ["config", "set", "zone=UTC"], ["config", "set", "zone=Europe/Berlin"], ["expire", "--older-than", "9000d"]]
        self.rng.shuffle(acts)
        running = [(act, subprocess.Popen([self.iaq, *act, "--store", self.store], stdout=subprocess.PIPE, stderr=subprocess.PIPE)) for act in acts]
        codes = {}
        for act, process in running:
            _, err = process.communicate(timeout=60)
            text = err.decode()
            if process.returncode == 4 and act[0] != "config" and "another process is maintaining" in text:
                self.refused += 1
            elif process.returncode != 0:
                raise Violation(f"{' '.join(act)} beside others: exit {process.returncode}: {text[-300:]}")
            codes.setdefault(act[0], []).append(process.returncode)
        if 0 not in codes["compact"] + codes["expire"]:
            raise Violation("no maintainer got the lock")

    def count(self):
        done = subprocess.run(
            [self.iaq, "query", "SELECT details.f AS f, count(*) AS n, count(DISTINCT details.i) AS k FROM interactions GROUP BY 1", "--format", "json", "--store", self.store],
            capture_output=True, text=True, timeout=60)
        if done.returncode != 0:
            raise Violation(done.stderr[-300:])
        got = {row["f"]: (row["n"], row["k"]) for row in json.loads(done.stdout)}
        wanted = {tag: (rows, rows) for tag, rows in self.owed.items()}
        if got != wanted:
            raise Violation(f"stored {sorted(got.items())[:5]}, owed {sorted(wanted.items())[:5]}")
        done = subprocess.run([self.iaq, "verify", "--deep", "--store", self.store], capture_output=True, text=True, timeout=60)
        if done.returncode != 0:
            raise Violation(done.stdout[-300:] + done.stderr[-300:])


def campaign(iaq, seed, races, seconds, place, twin=None):
    """Runs races; gives how many there were, and how many processes were refused."""
    folder = workplace("races", place)
    library = shim(folder)
    if not library:
        print("no C compiler: races without forked holders", flush=True)
    if twin:
        os.environ |= {"LD_PRELOAD": library, "CALLS_TWIN": twin}
    began = time.time()
    done = refused = 0
    while done < races and time.time() - began < seconds:
        rng = random.Random(f"{seed}.{done}")
        store = os.path.join(folder, f"store-{done}")
        race = Race(os.path.abspath(iaq), store, rng, library)
        try:
            for _ in range(20):
                if done >= races or time.time() - began >= seconds:
                    break
                kind = rng.random()
                if kind < 0.1 and race.owed:
                    race.maintainers()
                elif kind < 0.2 and library:
                    race.forked(rng.choice(["stay", "exec"]))
                else:
                    race.run(rng.randint(2, 6))
                done += 1
            race.count()
        except Violation as wrong:
            raise Violation(f"seed {seed}, race {done}: {wrong}; kept: {store}") from None
        refused += race.refused
        shutil.rmtree(store)
    return done, refused, time.time() - began


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("iaq")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--races", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--twin", choices=["nolock"], help="break the command: every lock is got at once")
    parser.add_argument("--place", default=PLACE)
    options = parser.parse_args()

    def run():
        done, refused, seconds = campaign(options.iaq, options.seed, options.races, options.seconds, options.place, options.twin)
        print(f"{done} races in {seconds:.0f} s, {refused} processes refused with exit code 4, one winner each time (seed {options.seed})", flush=True)

    judged(run, options.twin)


if __name__ == "__main__":
    main()
