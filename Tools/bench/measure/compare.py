"""Whether two answers are the same.

The rule: the same number of rows; rows compared as a multiset (put in one order by their values), or in their given order where
the question has an ORDER BY; texts, times and truths equal; numbers equal, or, where one is a double, within 1e-9 of the larger
of 1 and their size. Not-a-number (a rate of nothing in ClickHouse) counts as NULL."""
import math

CLOSE = 1e-9


def plain(value):
    if isinstance(value, float) and math.isnan(value) or value == "nan":
        return None
    return int(value) if isinstance(value, bool) else value


def order(row):
    """A key whose texts come first and whose numbers are rounded, so that doubles a hair apart do not part rows that belong together."""
    texts = [(cell is not None, cell if isinstance(cell, str) else "") for cell in row]
    return texts, [float(f"{cell:.8e}") for cell in row if isinstance(cell, (int, float))]


def same(a, b):
    if isinstance(a, float) or isinstance(b, float):
        numbers = isinstance(a, (int, float)) and isinstance(b, (int, float))
        return numbers and abs(a - b) <= CLOSE * max(1.0, abs(a), abs(b))
    return type(a) is type(b) and a == b


def difference(one, other, ordered):
    """None when the answers are the same, else words with the first row that differs."""
    if len(one) != len(other):
        return f"{len(one)} rows against {len(other)}"
    one = [[plain(cell) for cell in row] for row in one]
    other = [[plain(cell) for cell in row] for row in other]
    if not ordered:
        one, other = sorted(one, key=order), sorted(other, key=order)
    for place, (a, b) in enumerate(zip(one, other)):
        if len(a) != len(b) or not all(same(x, y) for x, y in zip(a, b)):
            return f"row {place + 1}: {a} against {b}"
    return None
