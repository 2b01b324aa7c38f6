"""A store under test and the model of what it owes: which events were acknowledged, which may or may not be in, which are gone.

Every input is a small file of events with a tag of its own; a cell is what one input has on one day. A cell is owed, may be
there, may be gone, or is gone; a look at the store turns 'may' into what it is and finds what was lost, doubled or torn."""
import json
import os
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from basics import DAYS, START, Done, Input, Violation, files_below, moment  # noqa: E402

QUESTION = ("SELECT details.f AS f, date_trunc('day', timestamp) AS d, count(*) AS n, count(DISTINCT details.i) AS k, sum(details.i) AS s "
            "FROM interactions GROUP BY 1, 2")


class World:
    """A store, its inputs, and a clock that only goes forward."""

    # Environment of every command: a broken twin's.
    always = {}

    def __init__(self, iaq, store, inputs, rng):
        self.iaq, self.store, self.folder, self.rng = iaq, store, inputs, rng
        self.inputs = []
        self.now = START
        self.made = False        # a store is known to be there
        self.gap = {None}        # values that the setting session-gap may have
        self.expiries = 0
        self.history = []        # commands of this store, for the report of a violation
        self.fresh = 0

    # Inputs

    def new_input(self, rows=None, days=None):
        rng = self.rng
        tag = f"F{self.fresh:06}"
        self.fresh += 1
        if days is None:
            first = rng.randrange(len(DAYS) - 2)
            days = DAYS[first:first + rng.randint(1, 3)]
        if rows is None:
            rows = rng.choice([1, 3, 10, 40, 40, 300])
        events = []
        for row in range(rows):
            day = days[row % len(days)] if row < len(days) else rng.choice(days)
            second = rng.randrange(86_400)
            events.append({
                "timestamp": f"{day}T{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}Z", "action": rng.choice(["view", "click", "send"]),
                "sessionId": f"s{rng.randrange(8)}", "userId": f"u{rng.randrange(4)}", "component": "Home",
                "details": {"f": tag, "i": row, "w": rng.choice(["alpha", "beta", "gamma"]) * rng.randint(0, 3)}})
        made = Input(os.path.join(self.folder, tag + ".ndjson"), tag, events)
        made.write()
        self.inputs.append(made)
        return made

    # Running the command

    def start(self, arguments, env=None, before=()):
        command = [*before, self.iaq, *arguments, "--store", self.store]
        self.history.append(" ".join(arguments) + (f"  [{' '.join(before)}{env or ''}]" if env or before else ""))
        environment = {**os.environ, "IAQ_NOW": moment(self.now), "SWIFT_BACKTRACE": "enable=no", **self.always, **(env or {})}
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)
        process.arguments, process.began = arguments, time.time()
        return process

    @staticmethod
    def end(process, seconds=120):
        try:
            out, err = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise Violation(f"{' '.join(process.arguments)} did not end within {seconds} s") from None
        return Done(process.arguments, process.returncode, out.decode(errors="replace"), err.decode(errors="replace"), time.time() - process.began)

    def run(self, *arguments, expect=(0,), env=None):
        done = self.end(self.start(list(arguments), env))
        if done.code not in expect:
            raise Violation(str(done))
        return done

    def rows(self, *arguments, expect=(0,)):
        return json.loads(self.run(*arguments, "--format", "json", expect=expect).out)

    # What a finished or killed command means

    def imported(self, source, done):
        """Takes in how an import of `source` ended."""
        rows = None
        if done.out.strip():
            try:
                rows = json.loads(done.out)
            except ValueError:
                rows = None  # killed while it printed
        total = sum(cell[0] for cell in source.cells.values())
        if rows:
            row = rows[0]
            if row["read"] != total or row["stored"] + row["duplicate"] != total or row["rejected"]:
                raise Violation(f"import of {source.tag} tells {row}, it has {total} events")
            if source.state in ("in", "owed") and row["stored"]:
                raise Violation(f"import of {source.tag}: stored {row['stored']} events again")
            if source.state == "out" and row["duplicate"]:
                raise Violation(f"import of {source.tag}: {row['duplicate']} duplicates of an input never imported")
            if row["stored"]:
                source.days = {}
            source.state = "in"
            self.made = True
        elif done.code == 4:
            return
        elif source.state == "out":
            source.state = "maybe"

    def log_says(self, source, log, survives):
        """An import into the journal was killed: its frame is owed once the call that makes it survive was done."""
        if source.state not in ("out", "maybe") or not os.path.exists(log):
            return
        written = False
        with open(log, encoding="utf-8", errors="replace") as file:
            for line in file:
                head, _, result, marked = line.rstrip("\n").rsplit(" ", 3)
                name, place = head.split(" ", 1)
                if not place.endswith(".iaj"):
                    continue
                if name == "pwrite" and marked == "1":
                    written = True
                    if survives == "kill":
                        source.state = "owed"
                if written and name == "fdatasync" and result == "0":
                    source.state = "owed"

    def expired(self, cut, done, alone):
        """Takes in how an expiry of all days before `cut` ended. `alone`: nothing else ran."""
        self.expiries += 1
        told = {}
        if done.code == 0:
            told = {row["day"][:10]: row for row in json.loads(done.out)}
        elif done.code == 4:
            return
        for source in self.inputs:
            for day in source.cells:
                if day >= cut or source.state == "out" or source.days.get(day) == "gone":
                    continue
                if done.code == 0 and alone and source.state == "in":
                    if day not in told and day not in source.days:
                        raise Violation(f"expiry before {cut} did not tell of {day}, which holds events of {source.tag}")
                    if day in told and "stay" in told[day]["reason"]:
                        raise Violation(f"expiry left events without a writer beside it: {told[day]}")
                    source.days[day] = "gone"
                else:
                    # A killed expiry takes a day from all inputs or from none, when nothing ran beside it.
                    whole = alone and done.killed and source.state == "in"
                    source.days.setdefault(day, self.expiries if whole else "maybe")

    # Looking

    def look(self, wrote=False):
        """Holds the store against the model. `wrote`: a writer has opened it since the last kill. Gives the number of events."""
        done = self.end(self.start(["query", QUESTION, "--format", "json"]))
        if done.code == 1 and "no store" in done.err:
            if self.made:
                raise Violation("the store is gone: " + done.err.strip())
            return 0
        if done.code != 0:
            raise Violation(str(done))
        self.made = True
        found = {}
        total = 0
        for row in json.loads(done.out):
            found[row["f"], row["d"][:10]] = row
            total += row["n"]
        wholes = {}
        for source in self.inputs:
            seen = {day: self._cell(source, day, found.pop((source.tag, day), None)) for day in source.cells}
            self._weigh(source, seen, wrote)
            if source.state != "in":
                continue
            for day, there in seen.items():
                how = source.days.get(day)
                if isinstance(how, int):
                    wholes.setdefault((how, day), set()).add(there)
                if how is not None and how != "gone":
                    if there:
                        del source.days[day]
                    else:
                        source.days[day] = "gone"
        if found:
            raise Violation(f"events that no input has: {list(found.values())[:3]}")
        half = [day for (_, day), there in wholes.items() if len(there) > 1]
        if half:
            raise Violation(f"a killed expiry took only a part of {half}")
        return total

    @staticmethod
    def _cell(source, day, row):
        """True when all of a cell's events are there once, False when none is."""
        if row is None:
            return False
        events, numbers = source.cells[day]
        if (row["n"], row["k"], row["s"]) == (events, events, numbers):
            return True
        what = "doubled" if row["n"] > row["k"] else "torn"
        raise Violation(f"{source.tag} on {day} is {what}: {row}, it has {events} events")

    @staticmethod
    def _weigh(source, seen, wrote):
        if source.state == "out":
            if any(seen.values()):
                raise Violation(f"{source.tag} was never acknowledged nor tried, and is there")
            return
        untouched = {day: there for day, there in seen.items() if source.days.get(day) is None}
        if source.state in ("maybe", "owed"):
            if len(set(untouched.values())) > 1:
                raise Violation(f"{source.tag} is there in part: {seen}")
            if any(seen.values()):
                source.state = "in"
            elif wrote and untouched:
                if source.state == "owed":
                    raise Violation(f"{source.tag} was in the journal and is lost")
                source.state, source.days = "out", {}
            elif wrote and source.state == "owed":
                source.state = "in"
        if source.state == "in":
            lost = [day for day, there in untouched.items() if not there]
            if lost:
                raise Violation(f"{source.tag} was acknowledged and is lost on {lost}")
            risen = [day for day, there in seen.items() if there and source.days.get(day) == "gone"]
            if risen:
                raise Violation(f"{source.tag} came back on {risen} after its expiry")

    def verify(self, besides=None):
        """A deep check. What it says of the file `besides` is not looked at."""
        done = self.end(self.start(["verify", "--deep", "--format", "json"]))
        if done.code == 1 and "no store" in done.err and not self.made:
            return []
        wrong = done.code not in (0, 3) or any(row["status"] != "ok" and row["file"] != besides for row in json.loads(done.out))
        if wrong or (done.code == 3 and besides is None):
            raise Violation(f"{done}\n{done.out[-800:]}")
        return json.loads(done.out)

    def compare_all(self):
        """Every event that is there, field by field."""
        lines = self.run("export", "--format", "ndjson").out.splitlines()
        got = sorted(self._canonical(json.loads(line)) for line in lines)
        wanted = sorted(
            self._canonical(event) for source in self.inputs if source.state == "in" for event in source.events
            if source.days.get(event["timestamp"][:10]) is None)
        if got != wanted:
            odd = set(got) ^ set(wanted)
            raise Violation(f"export gives {len(got)} events, wanted {len(wanted)}; {len(odd)} differ, e.g. {sorted(odd)[:2]}")

    @staticmethod
    def _canonical(event):
        details = event["details"]
        return f"{details['f']} {details['i']:06} {event['timestamp'][:19]} {event['action']} {event['sessionId']} {event['userId']} {details['w']}"

    def settle(self):
        """Two minutes of quiet and one run of each lock's holder; then nothing may lie about that the store does not name."""
        for arguments in (["seal"], ["compact", "--all"], ["config", "set", "generation-action=a"], ["config", "set", "generation-action=b"]):
            self.now += 120
            self.run(*arguments)
        named = {row["file"] for row in self.verify()}
        named |= {"CURRENT", "WRITER", "MAINTAIN", "COMMIT"}
        newest = max(name for name in named if name.startswith("MANIFEST-"))
        named.add(f"MANIFEST-{int(newest[9:]) - 1:08}")  # dropped by the last swap, due a minute later
        left = [name for name in files_below(self.store) if name not in named]
        if left:
            raise Violation(f"{len(left)} files are left that nothing names: {left[:6]}")
