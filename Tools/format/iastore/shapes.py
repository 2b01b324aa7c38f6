"""Shapes: the structure of an event without its values (Format/rows.md, "Shape"), and how an event of a shape is written."""
import json

from .cursor import Cursor, utf8
from .errors import damaged

NULL, BOOL, INT64, DOUBLE, STRING, NUMBER_TEXT, EMPTY_ARRAY, ARRAY, OBJECT = range(1, 10)
ABSENT, IS_NULL, PRESENT = 0, 1, 2
DETAILS, METADATA = 1, 2
MOST_BYTES, MOST_KEYS, DEEPEST = 1_048_576, 4_096, 64
LANE_OF = {BOOL: 1, INT64: 2, DOUBLE: 3, STRING: 4, NUMBER_TEXT: 5, ARRAY: 6}


def quoted(text):
    return json.dumps(text, ensure_ascii=False)


class Leaf:
    """A place of a shape where something else stands than an object with keys."""

    __slots__ = ("root", "path", "tag", "lane")

    def __init__(self, root, path, tag):
        self.root, self.path, self.tag, self.lane = root, path, tag, LANE_OF.get(tag)


class Shape:
    """`session`, `user`, `component` are absent, null or present; `valued` are the leaves with a value, in leaf order; `form`
    takes the texts of timestamp, session id, user id, action, component and values, as far as present."""

    def __init__(self, data, start, end):
        if end - start > MOST_BYTES:
            raise damaged(start, f"shape of {end - start} bytes")
        self.bytes = bytes(data[start:end])
        cursor = Cursor(data, start, end)
        envelope = cursor.u16()
        if envelope >> 10:
            raise damaged(start, "reserved bits of an envelope")
        fields = self.states = [(envelope >> shift) & 3 for shift in (0, 2, 4, 6, 8)]
        if 3 in fields:
            raise damaged(start, "state 3 in an envelope")
        self.session, self.user, self.component, details, metadata = fields
        self.leaves, self.keys = [], 0
        bodies = [(name, state, self.body(cursor, root, (), 1) if state == PRESENT else "null")
                  for name, state, root in (("details", details, DETAILS), ("metadata", metadata, METADATA))]
        cursor.finish("a shape")
        self.valued = [leaf for leaf in self.leaves if leaf.lane]
        parts = ['"timestamp":%s']
        parts += [f'"{name}":' + ("%s" if state == PRESENT else "null") for name, state in
                  (("sessionId", self.session), ("userId", self.user), ("action", PRESENT), ("component", self.component)) if state]
        parts += [f'"{name}":{body}' for name, state, body in bodies if state]
        self.form = "{" + ",".join(parts) + "}"

    def body(self, cursor, root, path, depth):
        """Reads the keys of an object, notes its leaves, and gives the form of its text."""
        at = cursor.at
        if depth > DEEPEST:
            raise damaged(at, f"object of depth {depth}")
        number = cursor.varint()
        self.keys += number
        if self.keys > MOST_KEYS:
            raise damaged(at, f"more than {MOST_KEYS} keys")
        parts, seen = [], set()
        for _ in range(number):
            at = cursor.at
            key = cursor.text(MOST_BYTES, "key")
            if key in seen:
                raise damaged(at, "a key stands twice in an object")
            seen.add(key)
            parts.append(quoted(key).replace("%", "%%") + ":" + self.node(cursor, root, path + (key,), depth))
        if not number and path:
            self.leaves.append(Leaf(root, path, OBJECT))
        return "{" + ",".join(parts) + "}"

    def node(self, cursor, root, path, depth):
        at = cursor.at
        tag = cursor.u8()
        if tag == OBJECT:
            return self.body(cursor, root, path, depth + 1)
        if tag not in (NULL, EMPTY_ARRAY) and tag not in LANE_OF:
            raise damaged(at, f"unknown tag {tag}")
        if tag in (ARRAY, EMPTY_ARRAY) and depth >= DEEPEST:
            raise damaged(at, f"array of depth {depth + 1}")
        self.leaves.append(Leaf(root, path, tag))
        return "null" if tag == NULL else "[]" if tag == EMPTY_ARRAY else "%s"


class Shapes:
    """Shapes by their bytes, each decoded once. Offsets of errors count in the buffer where a shape was first seen."""

    def __init__(self):
        self.known = {}

    def at(self, data, start, end):
        key = bytes(data[start:end])
        shape = self.known.get(key)
        if shape is None:
            shape = self.known[key] = Shape(data, start, end)
        return shape
