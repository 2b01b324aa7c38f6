"""Dictionaries of texts (Format/encodings.md, "Dictionaries")."""
from .cursor import Cursor, utf8
from .encodings import codes, inner
from .errors import damaged

SORTED, PLAIN = 1, 2
MOST_TEXTS, MOST_BYTES, RUN = 67_108_864, 268_435_456, 65_536


def lengths(cursor, count):
    result = []
    for first in range(0, count, RUN):
        start, end = inner(cursor)
        result += codes(cursor.data, start, end, min(RUN, count - first))
    return result


def dictionary(data, start, end, values=None, form=None):
    """The texts of a dictionary. `values` is the number of texts that its directory entry states, `form` the one that must be."""
    cursor = Cursor(data, start, end)
    found = cursor.choice((SORTED, PLAIN), "form of a dictionary")
    if form is not None and found != form:
        raise damaged(start, f"dictionary of form {found} where {form} must be")
    at = cursor.at
    count = cursor.bounded(0, MOST_TEXTS, "texts of a dictionary")
    if values is not None and count != values:
        raise damaged(at, f"dictionary of {count} texts, its entry says {values}")
    at = cursor.at
    total = cursor.bounded(0, MOST_BYTES, "bytes of a dictionary")
    shared = lengths(cursor, count) if found == SORTED else [0] * count
    own = lengths(cursor, count)
    if sum(shared) + sum(own) != total:
        raise damaged(at, f"texts of {sum(shared) + sum(own)} bytes, {total} stated")
    texts, before = [], b""
    for index, (keep, length) in enumerate(zip(shared, own)):
        if keep > len(before):
            raise damaged(cursor.at, f"text {index} shares {keep} bytes of {len(before)}")
        at = cursor.at
        text = before[:keep] + cursor.take(length, "text of a dictionary")
        if found == SORTED:
            if index and text <= before:
                raise damaged(at, f"text {index} is not above the one before")
            if keep < len(before) and length and before[keep] == text[keep]:
                raise damaged(at, f"text {index} shares more with the one before than {keep} bytes")
            before = text
        texts.append(utf8(text, at))
    cursor.finish("the last text of a dictionary")
    return texts
