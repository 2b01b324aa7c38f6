"""What the campaigns share: a broken promise, an input of events, the end of a command, the library of calls.c."""
import json
import os
import shutil
import signal
import subprocess
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
# Where stores lie when nothing else is said: in memory where there is such a place, as death by a signal needs no disk.
PLACE = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
DAYS = [f"2026-03-{day:02}" for day in range(1, 9)]
START = 1_775_001_600  # 2026-04-01T00:00:00Z


# Folders of this run, removed at its end.
MADE = []


class Violation(Exception):
    """A broken promise, in words."""


def workplace(name, place):
    """A new folder below `place`. It goes at the end of the run (`judged`) and stays after a violation."""
    MADE.append(tempfile.mkdtemp(prefix=f"iaq-{name}-", dir=place))
    return MADE[-1]


def shim(folder):
    """Builds calls.c; None where there is no C compiler."""
    compiler = next((name for name in ("cc", "clang", "gcc") if shutil.which(name)), None)
    if not compiler:
        return None
    library = os.path.join(folder, "calls.so")
    subprocess.run([compiler, "-O1", "-shared", "-fPIC", "-o", library, os.path.join(HERE, "calls.c"), "-ldl"], check=True)
    return library


def moment(seconds):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


def judged(campaign, twin):
    """Runs a campaign and ends the program: 1 on a violation. With a broken twin of the command it is the other way round: a campaign
    that finds nothing wrong with it proves nothing."""
    try:
        campaign()
    except Violation as wrong:
        print(f"found, as it must be: {wrong}" if twin else f"VIOLATION {wrong}", flush=True)
        if twin:
            clear()
        raise SystemExit(0 if twin else 1) from None
    clear()
    if twin:
        print(f"VIOLATION nothing was found wrong with the broken twin '{twin}'")
    raise SystemExit(1 if twin else 0)


def clear():
    for folder in MADE:
        shutil.rmtree(folder, ignore_errors=True)


class Input:
    """One file of events. `cells` is [rows, sum of row numbers] by day."""

    def __init__(self, path, tag, events):
        self.path, self.tag, self.events = path, tag, events
        self.cells = {}
        for row, event in enumerate(events):
            cell = self.cells.setdefault(event["timestamp"][:10], [0, 0])
            cell[0] += 1
            cell[1] += row
        # Of the whole input: 'out', 'maybe' or 'in'; 'owed' is in for the next writer, readers need not see it yet.
        self.state = "out"
        # Of a day, beside that: missing here means as the input; 'maybe' or a number: an expiry (of that number, which took all
        # or nothing) may have taken it; 'gone': it did.
        self.days = {}

    def write(self):
        with open(self.path, "w", encoding="utf-8") as file:
            file.writelines(json.dumps(event, separators=(",", ":")) + "\n" for event in self.events)


class Done:
    """How one run of the command ended."""

    def __init__(self, arguments, code, out, err, seconds):
        self.arguments, self.code, self.out, self.err, self.seconds = arguments, code, out, err, seconds

    @property
    def killed(self):
        return self.code in (-signal.SIGKILL, 128 + signal.SIGKILL)

    def __str__(self):
        return f"{' '.join(self.arguments)}: exit {self.code}: {self.err.strip()[-400:]}"


def files_below(folder):
    names = []
    for place, _, files in os.walk(folder):
        names += [os.path.relpath(os.path.join(place, name), folder) for name in files]
    return sorted(names)
