#!/usr/bin/env python3
"""check.py: holds the comparison of the differential run to what it promises: it finds planted differences and takes what its rule
takes. Needs no DuckDB and no command."""
import unittest
from decimal import Decimal

from engines import ascending, equal, plain, same


class Values(unittest.TestCase):
    def test_finds_differences(self):
        for a, b in [
                (1, 2), (1, True), (0, None), ("1", 1), ("", None), (10**17, 10**17 + 1), (2**53 + 1, float(2**53)), (1e9, 1e9 + 1),
                (10**12, 10**12 + 0.5), (1e15, 1e15 + 1e4), (0.0, 1e-9), (1e-20, 2e-20), (None, plain(float("nan"))),
                (plain(float("inf")), plain(float("-inf"))), ((1, 2), (2, 1)), ((1,), (1, 2)), ((1,), 1)]:
            self.assertFalse(equal(a, b), (a, b))
            self.assertFalse(equal(b, a), (b, a))

    def test_takes_what_the_rule_takes(self):
        for a, b in [(1, 1.0), (0.1, 0.1 + 1e-15), (2**64 + 1, float(2**64)), (plain(Decimal("1.50")), 1.5), ((1, (2.0,)), (1, (2,)))]:
            self.assertTrue(equal(a, b), (a, b))
            self.assertTrue(equal(b, a), (b, a))
        self.assertFalse(equal(1, 1.0, kinds=True))
        self.assertFalse(equal((1, (2.0,)), (1, (2,)), kinds=True))


class Rows(unittest.TestCase):
    def test_order(self):
        self.assertTrue(same([("a",), (None,)], [(None,), ("a",)], ordered=False))
        self.assertFalse(same([("a",), (None,)], [(None,), ("a",)], ordered=True))
        self.assertTrue(same([(0.30000000000000004, 1), (0.3, 2)], [(0.3, 1), (0.30000000000000004, 2)], ordered=False))
        self.assertTrue(same([((1.0,), 1), ((2,), 2)], [((2,), 2), ((1,), 1)], ordered=False))

    def test_bags(self):
        self.assertFalse(same([(1,), (1,), (2,)], [(1,), (2,), (2,)], ordered=False))
        self.assertFalse(same([(1,)], [(1,), (1,)], ordered=False))

    def test_ascending(self):
        self.assertTrue(ascending([(False,), (True,), (-1,), (0.5,), ("B",), ("a",), ("é",), (None,)], 1))
        self.assertFalse(ascending([(None,), ("a",)], 1))
        self.assertFalse(ascending([("a", 2), ("a", 1)], 2))
        self.assertTrue(ascending([("a", 2), ("a", 1)], 1))
        self.assertTrue(ascending([("b",), ("a",)], 0))


if __name__ == "__main__":
    unittest.main()
