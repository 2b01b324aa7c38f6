"""Child processes: one measured from start to end, and a worker that answers line by line."""
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass

BENCH = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


@dataclass
class Use:
    """What a process used, as the kernel counts it."""
    seconds: float
    cpu: float
    peak_kib: int
    output: str


class Failed(Exception):
    """A child ended badly; the text is the end of what it said."""


def run(words, environment=None):
    """Runs a command to its end, measured by launch.py. What it says on both outputs is kept."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        facts = os.path.join(folder, "facts.json")
        launch = [sys.executable, "-I", "-S", os.path.join(BENCH, "engines/launch.py"), facts, *(str(word) for word in words)]
        ended = subprocess.run(
            launch, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment)
        text = ended.stdout.decode(errors="replace")
        if ended.returncode != 0:
            raise Failed(f"{' '.join(launch)}: ended with {ended.returncode}\n{text[-2000:]}")
        with open(facts) as file:
            use = json.load(file)
    if use["code"] != 0:
        raise Failed(f"{' '.join(launch[5:])}: ended with {use['code']}\n{text[-2000:]}")
    return Use(use["seconds"], use["cpu"], use["peak_kib"], text)


class Worker:
    """A process that opens an engine once and answers one JSON line for each it gets."""

    def __init__(self, words):
        self.words = [str(word) for word in words]
        self.child = subprocess.Popen(self.words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)

    def ask(self, question):
        try:
            self.child.stdin.write((json.dumps(question) + "\n").encode())
            self.child.stdin.flush()
            line = self.child.stdout.readline()
        except BrokenPipeError:
            line = b""
        if not line:
            raise Failed(f"{self.words[0]} {self.words[1]}: ended with {self.child.wait()} while asked {question}")
        return json.loads(line)

    def close(self):
        self.child.stdin.close()
        try:
            self.child.wait(20)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()
        self.child.stdout.close()


def peer_worker(peer, states):
    return Worker([sys.executable, os.path.join(BENCH, "engines/worker.py"), peer, states])
