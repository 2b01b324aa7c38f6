"""Chunks of integers and codes (Format/encodings.md). A chunk lies from `start` to `end` of a buffer, its count comes from outside."""
from itertools import accumulate

from .bits import unpacked
from .cursor import Cursor
from .errors import damaged

MOST_VALUES = 1_048_576
DEEPEST = 6
CONSTANT, PACKED, PATCHED, RUNS, SEQUENCE, DELTA, SCALED, DISTINCT, PLAIN, DECIMAL, BITMAP = range(1, 12)
LOW64, HIGH64, MASK32 = -(1 << 63), (1 << 63) - 1, (1 << 32) - 1


def wrapped64(values):
    """Modulo 2^64, as signed numbers. Most lists have nothing to wrap."""
    if not values or (min(values) >= LOW64 and max(values) <= HIGH64):
        return values
    return [((value - LOW64) & ((1 << 64) - 1)) + LOW64 for value in values]


def wrapped32(values):
    """Modulo 2^32, as unsigned numbers."""
    if not values or (min(values) >= 0 and max(values) <= MASK32):
        return values
    return [value & MASK32 for value in values]


def opened(data, start, end, count, level):
    """A cursor behind the encoding number, and that number; None where there is no value and rightly no byte."""
    if level > DEEPEST:
        raise damaged(start, f"chunk of level {level}")
    if count > MOST_VALUES:
        raise damaged(start, f"{count} values in a chunk")
    if count == 0:
        if start != end:
            raise damaged(start, "bytes in a chunk of no values")
        return None, 0
    cursor = Cursor(data, start, end)
    return cursor, cursor.u8()


def inner(cursor):
    """Start and end of a chunk that has its length before it."""
    start = cursor.at
    length = cursor.varint()
    if length > cursor.left():
        raise damaged(start, f"inner chunk of {length} bytes, {cursor.left()} left")
    cursor.at += length
    return cursor.at - length, cursor.at


def rest(cursor):
    start = cursor.at
    cursor.at = cursor.end
    return start, cursor.end


def integers(data, start, end, count, level=0):
    """Signed 64-bit numbers."""
    cursor, encoding = opened(data, start, end, count, level)
    if cursor is None:
        return []
    body = INTEGER_BODIES.get(encoding)
    if body is None:
        raise damaged(start, f"encoding {encoding} for integers")
    values = wrapped64(body(cursor, count, level + 1))
    cursor.finish("a chunk")
    return values


def codes(data, start, end, count, level=0):
    """Unsigned 32-bit numbers."""
    cursor, encoding = opened(data, start, end, count, level)
    if cursor is None:
        return []
    body = CODE_BODIES.get(encoding)
    if body is None:
        raise damaged(start, f"encoding {encoding} for codes")
    values = wrapped32(body(cursor, count, level + 1))
    cursor.finish("a chunk")
    return values


def code_base(cursor):
    return cursor.bounded(0, MASK32, "code")


def width_of(cursor, most):
    start = cursor.at
    width = cursor.u8()
    if width > most:
        raise damaged(start, f"width {width}, at most {most} allowed")
    return width


def indexes_of(cursor, number, count, level):
    """The indexes that a chunk of gaps, with its length before it, stands for."""
    start, end = inner(cursor)
    indexes, index = [], -1
    for gap in codes(cursor.data, start, end, number, level):
        index += gap + 1
        if index >= count:
            raise damaged(start, f"exception at index {index} of {count}")
        indexes.append(index)
    return indexes


def stream(cursor, count, width):
    start, end = rest(cursor)
    return unpacked(cursor.data, start, end, count, width)


def packed_body(base_of, most_width):
    def body(cursor, count, level):
        base = base_of(cursor)
        width = width_of(cursor, most_width)
        numbers = stream(cursor, count, width)
        return [base + number for number in numbers] if base else numbers
    return body


def patched_body(base_of, most_width):
    def body(cursor, count, level):
        base = base_of(cursor)
        width = width_of(cursor, most_width)
        number = cursor.bounded(0, count, "exceptions")
        indexes = indexes_of(cursor, number, count, level)
        start, end = inner(cursor)
        uppers = integers(cursor.data, start, end, number, level)
        values = [base + low for low in stream(cursor, count, width)]
        for index, upper in zip(indexes, uppers):
            values[index] += upper << width
        return values
    return body


def runs_body(values_of):
    def body(cursor, count, level):
        number = cursor.bounded(1, count, "runs")
        start, end = inner(cursor)
        values = values_of(cursor.data, start, end, number, level)
        start, end = rest(cursor)
        lengths = codes(cursor.data, start, end, number, level)
        if sum(lengths) + number != count:
            raise damaged(start, f"runs of {sum(lengths) + number} values instead of {count}")
        return [value for value, length in zip(values, lengths) for _ in range(length + 1)]
    return body


def sequence_body(base_of):
    def body(cursor, count, level):
        first, step = base_of(cursor), cursor.zigzag()
        return [first + index * step for index in range(count)]
    return body


def delta_body(base_of):
    def body(cursor, count, level):
        first = base_of(cursor)
        start, end = rest(cursor)
        steps = integers(cursor.data, start, end, count, level)
        steps[0] = first
        return list(accumulate(steps))
    return body


def scaled_body(cursor, count, level):
    divisor = cursor.bounded(2, HIGH64, "divisor")
    number = cursor.bounded(0, count, "exceptions")
    indexes, remainders = [], []
    if number:
        indexes = indexes_of(cursor, number, count, level)
        start, end = inner(cursor)
        remainders = integers(cursor.data, start, end, number, level)
    start, end = rest(cursor)
    values = [quotient * divisor for quotient in integers(cursor.data, start, end, count, level)]
    for index, remainder in zip(indexes, remainders):
        values[index] += remainder
    return values


def chosen(cursor, values, count, level):
    """For each code the distinct value that it stands for."""
    start, end = rest(cursor)
    picks = codes(cursor.data, start, end, count, level)
    if max(picks) >= len(values):
        raise damaged(start, f"code {max(picks)} among {len(values)} distinct values")
    return [values[pick] for pick in picks]


def distinct_body(cursor, count, level):
    number = cursor.bounded(0, count, "distinct values")
    start, end = inner(cursor)
    return chosen(cursor, integers(cursor.data, start, end, number, level), count, level)


INTEGER_BODIES = {
    CONSTANT: lambda cursor, count, level: [cursor.zigzag()] * count,
    PACKED: packed_body(Cursor.zigzag, 64),
    PATCHED: patched_body(Cursor.zigzag, 63),
    RUNS: runs_body(integers),
    SEQUENCE: sequence_body(Cursor.zigzag),
    DELTA: delta_body(Cursor.zigzag),
    SCALED: scaled_body,
    DISTINCT: distinct_body,
}
CODE_BODIES = {
    CONSTANT: lambda cursor, count, level: [code_base(cursor)] * count,
    PACKED: packed_body(code_base, 32),
    PATCHED: patched_body(code_base, 31),
    RUNS: runs_body(codes),
    SEQUENCE: sequence_body(code_base),
    DELTA: delta_body(code_base),
}
