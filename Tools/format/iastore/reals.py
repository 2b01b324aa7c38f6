"""Chunks of doubles and bools (Format/encodings.md)."""
import struct

from .bits import unpacked
from .encodings import BITMAP, CONSTANT, DECIMAL, DISTINCT, PLAIN, chosen, indexes_of, integers, opened, rest
from .errors import damaged

POWERS = [float(10 ** power) for power in range(16)]


def doubles(data, start, end, count, level=0):
    """64-bit floating point numbers, every bit pattern of them."""
    cursor, encoding = opened(data, start, end, count, level)
    if cursor is None:
        return []
    if encoding == CONSTANT:
        values = [cursor.f64()] * count
    elif encoding == PLAIN:
        values = plain(cursor, count)
    elif encoding == DISTINCT:
        number = cursor.bounded(0, count, "distinct values")
        values = chosen(cursor, plain(cursor, number), count, level + 1)
    elif encoding == DECIMAL:
        values = decimal(cursor, count, level + 1)
    else:
        raise damaged(start, f"encoding {encoding} for doubles")
    cursor.finish("a chunk")
    return values


def plain(cursor, count):
    return list(struct.unpack(f"<{count}d", cursor.take(8 * count, "doubles")))


def decimal(cursor, count, level):
    at = cursor.at
    power = cursor.u8()
    if power > 15:
        raise damaged(at, f"power {power}")
    number = cursor.bounded(0, count, "exceptions")
    indexes, exceptions = [], []
    if number:
        indexes = indexes_of(cursor, number, count, level)
        exceptions = plain(cursor, number)
    start, end = rest(cursor)
    divisor = POWERS[power]
    values = [float(integer) / divisor for integer in integers(cursor.data, start, end, count, level)]
    for index, exception in zip(indexes, exceptions):
        values[index] = exception
    return values


def bools(data, start, end, count, level=0):
    """0 or 1."""
    cursor, encoding = opened(data, start, end, count, level)
    if cursor is None:
        return []
    if encoding == CONSTANT:
        at = cursor.at
        value = cursor.u8()
        if value > 1:
            raise damaged(at, f"bool {value}")
        values = [value] * count
    elif encoding == BITMAP:
        begin, finish = rest(cursor)
        values = unpacked(data, begin, finish, count, 1)
    else:
        raise damaged(start, f"encoding {encoding} for bools")
    cursor.finish("a chunk")
    return values
