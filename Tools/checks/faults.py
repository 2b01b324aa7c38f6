"""System calls below the command that fail: interrupted ones and short reads and writes must not be noticed at all; a bad disk, a
full one and a lack of descriptors end in an error that says so or in success, and never cost an event that was acknowledged."""
import json
import os
import shutil
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))
NOW = {"IAQ_NOW": "2026-04-02T12:00:00Z"}


def lines(first, count, days):
    """Events one after another on each of some days before 2026-04-01, the first two of them old."""
    out = []
    for number in range(first, first + count):
        day = days[number % len(days)]
        out.append(json.dumps({
            "timestamp": f"{day}T0{number % 10}:00:{number % 60:02d}Z", "action": f"a{number % 5}", "sessionId": f"s{number % 7}",
            "details": {"n": number, "text": f"text {number * 7919 % 1000}"}}))
    return "\n".join(out) + "\n"


class Faults:
    def __init__(self, checks):
        self.checks = checks
        self.library = checks.path("faults.so")
        subprocess.run(
            ["cc", "-O1", "-shared", "-fPIC", "-o", self.library, os.path.join(HERE, "faults.c"), "-ldl"], check=True)
        self.base = checks.path("faults-base")
        days = ["2026-01-01", "2026-01-02", "2026-03-30", "2026-03-31"]
        self.more = lines(600, 240, days[2:])
        checks.run("import", "-", "--seal", "end", store=self.base, text=lines(0, 400, days), env=NOW)
        checks.run("import", "-", "--seal", "never", store=self.base, text=lines(400, 120, days), env=NOW)
        self.all = self.numbers(self.base)
        assert len(self.all) == 520
        old = set(range(0, 520, 4)) | set(range(1, 520, 4))
        self.kept = [number for number in self.all if number not in old]
        self.grown = sorted(self.all + list(range(600, 840)))
        # What a command is, what it reads, and what the store may hold afterwards: before it, and after it.
        self.commands = {
            "import": (["import", "-", "--seal", "end"], self.more, self.all, self.grown),
            "import into the journal": (["import", "-", "--seal", "never"], self.more, self.all, self.grown),
            "seal": (["seal"], None, self.all, self.all),
            "compact": (["compact"], None, self.all, self.all),
            "expire": (["expire", "--older-than", "60d"], None, self.all, self.kept),
            "config": (["config", "set", "zone=Europe/Berlin"], None, self.all, self.all),
            "query": (["query", "SELECT count(*) c, sum(details.n) s FROM interactions"], None, self.all, self.all),
            "verify": (["verify", "--deep"], None, self.all, self.all),
        }

    def numbers(self, store):
        done = self.checks.run("export", store=store, env=NOW)
        return sorted(json.loads(line)["details"]["n"] for line in done.splitlines())

    def run(self, name, kind, call, lasting):
        """A command under a fault on a copy of the store. Gives its result, the copy and the number of calls."""
        arguments, text, _, _ = self.commands[name]
        store = self.checks.path("faults-store")
        shutil.rmtree(store, ignore_errors=True)
        shutil.copytree(self.base, store)
        count = self.checks.path("faults-count")
        if os.path.exists(count):
            os.remove(count)
        environment = dict(
            os.environ, LD_PRELOAD=self.library, IAQ_FAULT=kind, IAQ_FAULT_CALL=str(call), IAQ_FAULT_LASTING=str(int(lasting)),
            IAQ_FAULT_COUNT=count, SWIFT_BACKTRACE="enable=no", **NOW)
        done = subprocess.run(
            [self.checks.iaq, *arguments, "--store", store], input=text, capture_output=True, text=True, env=environment, timeout=120)
        return done, store, int(open(count).read() or 0) if os.path.exists(count) else 0

    def judge(self, name, done, store):
        """What is wrong after a command that may have failed; nothing when all is well."""
        _, text, before, after = self.commands[name]
        if done.returncode < 0 or done.returncode > 5:
            return f"exit {done.returncode}: {done.stderr[-300:]}"
        if done.returncode != 0 and not done.stderr.strip() and name != "verify":
            return f"exit {done.returncode} without a word"
        found = self.numbers(store)
        if len(set(found)) != len(found):
            return "events twice"
        isPart = text is not None and set(before) <= set(found) <= set(after)
        if found != after and (done.returncode == 0 or not (found == before or isPart)):
            return f"{len(found)} events, before {len(before)}, after {len(after)}, exit {done.returncode}"
        self.checks.run("verify", "--deep", store=store, env=NOW)
        # Usable: the same command, undisturbed, does what it says.
        arguments, text, _, after = self.commands[name]
        self.checks.run(*arguments, store=store, text=text, expect=(0, 1) if text else 0, env=NOW)
        if self.numbers(store) != after:
            return "done again it did not finish its work"
        self.checks.run("verify", "--deep", store=store, env=NOW)
        return None

    def unnoticed(self, kind):
        for name in self.commands:
            done, store, calls = self.run(name, kind, 0, False)
            if calls < 5:
                return f"{name}: only {calls} calls were seen"
            if done.returncode != 0:
                return f"{name}: exit {done.returncode}: {done.stderr[-300:]}"
            quiet = self.run(name, "none", 0, False)[0]
            if name in ("query", "verify") and len(done.stdout.splitlines()) != len(quiet.stdout.splitlines()):
                return f"{name}: another answer: {done.stdout[:200]}"
            if name == "query" and done.stdout != quiet.stdout:
                return f"{name}: another answer: {done.stdout[:200]}"
            done, store, _ = self.run(name, kind, 0, False)
            wrong = self.judge(name, done, store)
            if wrong:
                return f"{name}: {wrong}"
        return None

    def failing(self, name, kind, lasting, step):
        _, _, calls = self.run(name, kind, -1, False)
        if calls < 1:
            return f"no call that {kind} can befall"
        tried = told = 0
        for call in range(1 + (calls * 7919) % min(step, calls), calls + 1, step):
            done, store, _ = self.run(name, kind, call, lasting)
            tried += 1
            told += done.returncode != 0
            if name == "query" and done.returncode == 0:
                right = f"{len(self.all)}\t{sum(self.all)}"
                if right not in done.stdout:
                    return f"call {call} of {calls}: a wrong answer: {done.stdout[-100:]}"
            wrong = self.judge(name, done, store)
            if wrong:
                return f"call {call} of {calls}: {wrong}"
        print(f"     {name}, {kind}{', lasting' if lasting else ''}: {tried} of {calls} calls, {told} told", flush=True)
        return None


def run(checks):
    faults = Faults(checks)
    for kind in ["eintr", "short"]:
        checks.check(f"{kind} on every second call goes unnoticed", faults.unnoticed, kind)
    step = 1 if checks.full else 53
    for kind in ["eio", "enospc", "emfile"]:
        for lasting in [False, True]:
            for name in faults.commands:
                if kind == "enospc" and name in ("query", "verify"):
                    continue
                checks.check(
                    f"{name} under {kind}{', lasting' if lasting else ''}", faults.failing, name, kind, lasting, step)
