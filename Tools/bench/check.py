#!/usr/bin/env python3
"""check.py: holds the benchmark's own parts to what they promise: the comparison finds planted differences and takes what its rule
takes; the generator gives the same bytes for the same arguments in every shape. Run by Tools/test --full."""
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import unittest

from engines.process import BENCH
from measure.compare import difference
from measure.states import DataSet

GENERATED = {
    "default": "a7f55ad724f0e9c2",
    "actions": "a2431afc4a887580",
    "users": "34deae378be875a9",
}


class Comparison(unittest.TestCase):
    def finds(self, one, other, ordered=False):
        self.assertIsNotNone(difference(one, other, ordered))

    def takes(self, one, other, ordered=False):
        self.assertIsNone(difference(one, other, ordered))

    def test_finds_differences(self):
        self.finds([["a", 1]], [["a", 2]])
        self.finds([["a", 1]], [["b", 1]])
        self.finds([["a", 1], ["a", 1]], [["a", 1]])
        self.finds([["a", None]], [["a", 0]])
        self.finds([["a", None]], [["a", ""]])
        self.finds([["a", 1, 2]], [["a", 1]])
        self.finds([["a", "1"]], [["a", 1]])
        self.finds([["a", 1.0]], [["a", 1.00000001]])
        self.finds([["a", 1e12]], [["a", 1.00000001e12]])
        self.finds([["a", 10**17]], [["a", 10**17 + 1]])
        self.finds([["a", 1], ["b", 2]], [["b", 2], ["a", 1]], ordered=True)
        self.finds([["a", 1], ["a", 1], ["b", 2]], [["a", 1], ["b", 2], ["b", 2]])

    def test_takes_what_the_rule_takes(self):
        self.takes([["a", 1], ["b", 2]], [["b", 2], ["a", 1]])
        self.takes([["a", 0.1]], [["a", 0.1 + 1e-11]])
        self.takes([["a", 3]], [["a", 3.0]])
        self.takes([["a", 1e13]], [["a", 1e13 + 1]])
        self.takes([[1, 2.0], [2, 1.0]], [[2, 1.0 + 1e-12], [1, 2.0]])
        self.takes([["a", float("nan")]], [["a", None]])
        self.takes([["a", True]], [["a", 1]])
        # Doubles a hair apart must not part rows that belong together.
        self.takes([["a", 0.30000000000000004, 1], ["b", 0.3, 2]], [["b", 0.30000000000000004, 2], ["a", 0.3, 1]])


class Generator(unittest.TestCase):
    def test_same_bytes(self):
        for shape, wanted in GENERATED.items():
            with tempfile.TemporaryDirectory() as folder:
                subprocess.run([sys.executable, os.path.join(BENCH, "events/generate.py"), "3000", folder, "--shape", shape], check=True)
                with open(os.path.join(folder, "events.ndjson"), "rb") as file:
                    self.assertEqual(hashlib.file_digest(file, "sha256").hexdigest()[:16], wanted, shape)

    def test_events_of_an_older_generator_are_made_again(self):
        with tempfile.TemporaryDirectory() as cache:
            made = []
            data = DataSet(cache, "default", 2000, 42)
            data.make(made.append)
            first = data.facts
            data.make(made.append)
            self.assertEqual(len(made), 1)
            with open(os.path.join(data.folder, "events.json"), "w") as file:
                json.dump(first | {"generation": first["generation"] - 1}, file)
            with open(data.lines, "w") as file:
                file.write("older events\n")
            data.make(made.append)
            self.assertEqual((len(made), data.facts, os.path.getsize(data.lines)), (2, first, first["ndjson"]))


if __name__ == "__main__":
    unittest.main()
