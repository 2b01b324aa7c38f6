"""Rows: one event as bytes, and one event as a line of JSON (Format/rows.md)."""
import math
from datetime import datetime, timedelta

from .cursor import Cursor
from .errors import damaged
from .shapes import ARRAY, BOOL, DOUBLE, INT64, PRESENT, STRING, quoted

EARLIEST, LATEST = -2_208_988_800_000_000, 7_289_654_400_000_000
LONGEST_NAME, LONGEST_ROW = 1_024, 1_048_576
EPOCH = datetime(1970, 1, 1)
seconds_as_text = {}


def time_text(timestamp):
    """A timestamp in quotes, ISO 8601 UTC with microseconds."""
    second, micro = divmod(timestamp, 1_000_000)
    text = seconds_as_text.get(second)
    if text is None:
        text = seconds_as_text[second] = (EPOCH + timedelta(seconds=second)).isoformat()
    return f'"{text}.{micro:06d}Z"'


def value_text(cursor, tag):
    """The next value, as JSON."""
    at = cursor.at
    if tag == BOOL:
        value = cursor.u8()
        if value > 1:
            raise damaged(at, f"bool {value}")
        return "true" if value else "false"
    if tag == INT64:
        return str(cursor.zigzag())
    if tag == DOUBLE:
        value = cursor.f64()
        if not math.isfinite(value):
            raise damaged(at, "double that is not finite")
        return repr(value)
    text = cursor.text(LONGEST_ROW, "value")
    return quoted(text) if tag == STRING else text


class Row:
    """Timestamp and line of one event."""

    __slots__ = ("timestamp", "line", "shape")

    def __init__(self, data, start, end, shapes):
        if end - start > LONGEST_ROW:
            raise damaged(start, f"row of {end - start} bytes")
        cursor = Cursor(data, start, end)
        self.timestamp = cursor.i64()
        if not EARLIEST <= self.timestamp < LATEST:
            raise damaged(start, f"timestamp {self.timestamp}")
        at = cursor.at
        length = cursor.varint()
        if length > cursor.left():
            raise damaged(at, f"shape of {length} bytes, {cursor.left()} left")
        shape = self.shape = shapes.at(data, cursor.at, cursor.at + length)
        cursor.at += length
        at = cursor.at
        action = cursor.text(LONGEST_NAME, "action")
        if not action:
            raise damaged(at, "empty action")
        parts = [time_text(self.timestamp)]
        parts += [quoted(cursor.text(LONGEST_NAME, "name")) for state in (shape.session, shape.user) if state == PRESENT]
        parts.append(quoted(action))
        if shape.component == PRESENT:
            parts.append(quoted(cursor.text(LONGEST_NAME, "component")))
        parts += [value_text(cursor, leaf.tag) for leaf in shape.valued]
        cursor.finish("a row")
        self.line = shape.form % tuple(parts)
