"""Dictionaries of texts (Format/encodings.md, "Dictionaries")."""
from .cursor import Cursor, utf8
from .encodings import codes, inner
from .errors import damaged

SORTED, PLAIN, DIGITS = 1, 2, 3
MOST_TEXTS, MOST_BYTES, RUN = 67_108_864, 268_435_456, 65_536


def lengths(cursor, count):
    result = []
    for first in range(0, count, RUN):
        start, end = inner(cursor)
        result += codes(cursor.data, start, end, min(RUN, count - first))
    return result


def dictionary(data, start, end, values=None, form=None):
    """The texts of a dictionary. `values` is the number of texts that its directory entry states, `form` the forms that it may have."""
    cursor = Cursor(data, start, end)
    found = cursor.choice((SORTED, PLAIN, DIGITS), "form of a dictionary")
    if form is not None and found not in form:
        raise damaged(start, f"dictionary of form {found}")
    at = cursor.at
    count = cursor.bounded(0, MOST_TEXTS, "texts of a dictionary")
    if values is not None and count != values:
        raise damaged(at, f"dictionary of {count} texts, its entry says {values}")
    at = cursor.at
    total = cursor.bounded(0, MOST_BYTES, "bytes of a dictionary")
    if found == DIGITS:
        return digit_texts(cursor, count, total, at)
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


def digit_texts(cursor, count, total, at):
    """Form 3: texts of one length that differ in hexadecimal digits only."""
    length = cursor.bounded(1, 255, "length of a text")
    if count == 0 or total != count * length:
        raise damaged(at, f"{count} texts of {length} bytes in {total} bytes")
    start = cursor.at
    template = cursor.take(length, "template")
    places = template.count(0)
    if not places or max(template) > 127:
        raise damaged(start, "template without a digit, or not in ASCII")
    start = cursor.at
    stored = cursor.take((count * places + 1) // 2, "digits")
    cursor.finish("the last digit")
    if count * places % 2 and stored[-1] >> 4:
        raise damaged(cursor.at - 1, "half a byte that is left over is not 0")
    # In hexadecimal the high half of a byte comes first.
    digits = bytes(byte << 4 & 240 | byte >> 4 for byte in stored).hex()
    form = template.decode().replace("%", "%%").replace("\0", "%s")
    return [form % tuple(digits[first:first + places]) for first in range(0, count * places, places)]
