"""Vectors of Format/rows.md: shapes and rows. Also makes the rows of other vectors."""
from . import writing as w
from .book import Pieces
from .coding import EXACT, VARINT

ROWS = "rows.md: "
TEXT = "README.md: Texts are well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms, nothing above U+10FFFF). A reader must refuse others."
ROW = ROWS + ("A reader must refuse a row that breaks a limit of the table, ends early or late, or has a wrong shape, a text that is not UTF-8, "
              "a bool that is neither 0 nor 1, or a double that is not finite.")
SHAPE = ROWS + ("A reader must refuse: a reserved envelope bit or the value 3, an unknown tag, a repeated key, an object of depth 65, an array or "
                "empty array in an object of depth 64, more keys than allowed, bytes after the last body.")
TAGS = {"null": 1, "bool": 2, "int64": 3, "double": 4, "string": 5, "number text": 6, "empty array": 7, "array": 8, "object": 9}
ABSENT, NULL, PRESENT = 0, 1, 2
HALF_PAST_NINE = 1_775_035_800_000_000


def envelope(session=0, user=0, component=0, details=0, metadata=0):
    return w.u16(session | user << 2 | component << 4 | details << 6 | metadata << 8)


def body(keys):
    """`keys` are (key, node); a node is the name of a tag, or a list of keys."""
    return w.varint(len(keys)) + b"".join(w.text(key) + node(inner) for key, inner in keys)


def node(inner):
    return b"\x09" + body(inner) if isinstance(inner, list) else w.u8(TAGS[inner])


def shape(details=None, metadata=None, **fields):
    if details is not None:
        fields["details"] = PRESENT
    if metadata is not None:
        fields["metadata"] = PRESENT
    return envelope(**fields) + b"".join(body(keys) for keys in (details, metadata) if keys is not None)


def row(time, structure, action, names=(), values=b""):
    return Pieces(("time", w.i64(time)), ("shape", w.blob(structure)), ("action", w.text(action)),
                  ("names", b"".join(map(w.text, names))), ("values", values))


def build(book):
    shapes(book)
    good_rows(book)
    bad_rows(book)


def deep(depth, innermost):
    """Keys of objects in one another, `depth` being the depth of the innermost object."""
    keys = innermost
    for _ in range(depth - 1):
        keys = [("k", keys)]
    return keys


def shapes(book):
    def good(name, data, states, leaves):
        book.good("shape", name, data, {"states": states, "leaves": leaves})

    def bad(name, data, at, rule=SHAPE):
        book.bad("shape", name, data, rule, at)

    good("nothing", shape(), [0, 0, 0, 0, 0], [])
    good("everything null", envelope(1, 1, 1, 1, 1), [1, 1, 1, 1, 1], [])
    good("empty details and metadata", shape([], []), [0, 0, 0, 2, 2], [])
    good("every tag", shape([(name, [] if name == "object" else name) for name in TAGS], session=2, user=1, component=2), [2, 1, 2, 2, 0],
         [["details", [name], tag] for name, tag in TAGS.items()])
    good("keys with dots, empty keys", shape([("a.b", "int64"), ("a", [("b", "int64"), ("", "null")]), ("", "bool")], [("a.b", "string")]),
         [0, 0, 0, 2, 2], [["details", ["a.b"], 3], ["details", ["a", "b"], 3], ["details", ["a", ""], 1], ["details", [""], 2],
                           ["metadata", ["a.b"], 5]])
    good("depth 64", shape(deep(64, [])), [0, 0, 0, 2, 0], [["details", ["k"] * 63, 9]])
    good("array at depth 64", shape(deep(63, [("k", "array")])), [0, 0, 0, 2, 0], [["details", ["k"] * 63, 8]])
    for bit in range(10, 16):
        bad(f"reserved bit {bit}", w.u16(1 << bit), (0, 2))
    for shift, field in enumerate(("session", "user", "component", "details", "metadata")):
        bad(f"{field} of state 3", w.u16(3 << 2 * shift), (0, 2))
    bad("no envelope", b"\x00", (0, 1), EXACT)
    bad("tag 0", shape([("a", "null")])[:-1] + b"\x00", (5, 6))
    bad("tag 10", shape([("a", "null")])[:-1] + b"\x0a", (5, 6))
    bad("repeated key", shape([("a", "null"), ("a", "bool")]), (6, 9))
    bad("repeated key in an inner object", shape([("o", [("", "null"), ("", "bool")])]), (9, 11))
    bad("object of depth 65", shape(deep(65, [])), (254, 260))
    bad("array in an object of depth 64", shape(deep(64, [("k", "array")])), (252, 260))
    bad("empty array in an object of depth 64", shape(deep(64, [("k", "empty array")])), (252, 260))
    bad("more keys than allowed", shape([(f"{index:x}", "null") for index in range(4_096)], [("m", "null")]), (20_200, 20_220))
    bad("bytes behind the last body", shape([("a", "null")]) + b"\x00", (6, 7))
    bad("bytes behind the envelope", shape() + b"\x00", (2, 3))
    bad("a key that is not UTF-8", envelope(details=2) + b"\x01\x01\xff\x01", (3, 5), TEXT)
    bad("a key that is cut short", envelope(details=2) + b"\x01\x02a", (3, 5), EXACT)
    bad("a count without end", envelope(details=2) + b"\xff" * 10 + b"\x01", (2, 13), VARINT)


def worked():
    """The worked row of Format/rows.md."""
    structure = shape([("price", "double"), ("tags", "array"), ("ok", "bool"), ("n", "null"), ("o", [("k", "int64"), ("e", "empty array")])],
                      session=2, user=2, component=2)
    return row(HALF_PAST_NINE, structure, "click", ("s1", "u-42", "Cart"), w.f64(19.9) + w.text('["a",1]') + b"\x01" + w.zigzag(-3))


def good_rows(book):
    def good(name, data, line):
        book.good("row", name, data, line)

    good("worked", worked(),
         '{"timestamp":"2026-04-01T09:30:00.000000Z","sessionId":"s1","userId":"u-42","action":"click","component":"Cart",'
         '"details":{"price":19.9,"tags":["a",1],"ok":true,"n":null,"o":{"k":-3,"e":[]}}}')
    good("number text", row(0, shape([("big", "number text"), ("q", "number text"), ("e", [])]), "a", values=w.text("12345678901234567890") + w.text("1e400")),
         '{"timestamp":"1970-01-01T00:00:00.000000Z","action":"a","details":{"big":12345678901234567890,"q":1e400,"e":{}}}')
    good("earliest", row(-2_208_988_800_000_000, shape(), "a"), '{"timestamp":"1900-01-01T00:00:00.000000Z","action":"a"}')
    good("latest", row(7_289_654_399_999_999, shape(), "a"), '{"timestamp":"2200-12-31T23:59:59.999999Z","action":"a"}')
    good("null fields", row(-1, envelope(1, 1, 1, 1, 1), "a"),
         '{"timestamp":"1969-12-31T23:59:59.999999Z","sessionId":null,"userId":null,"action":"a","component":null,"details":null,"metadata":null}')
    good("empty names", row(1, shape([], [], session=2, user=2, component=2), "a", ("", "", "")),
         '{"timestamp":"1970-01-01T00:00:00.000001Z","sessionId":"","userId":"","action":"a","component":"","details":{},"metadata":{}}')
    good("longest names", row(0, shape(session=2), "é" * 512, ("x" * 1_024,)),
         '{"timestamp":"1970-01-01T00:00:00.000000Z","sessionId":"' + "x" * 1_024 + '","action":"' + "é" * 512 + '"}')
    good("integers", row(0, shape([(name, "int64") for name in "abc"]), "a", values=w.zigzag(-(1 << 63)) + w.zigzag((1 << 63) - 1) + w.zigzag(0)),
         '{"timestamp":"1970-01-01T00:00:00.000000Z","action":"a","details":{"a":-9223372036854775808,"b":9223372036854775807,"c":0}}')
    good("metadata behind details", row(0, shape([("x", "bool")], [("x", "string")]), "a", values=b"\x00" + w.text('q"\\')),
         '{"timestamp":"1970-01-01T00:00:00.000000Z","action":"a","details":{"x":false},"metadata":{"x":"q\\"\\\\"}}')
    keys = [f"{index:x}" for index in range(4_095)]
    good("the most keys", row(0, shape([(key, "null") for key in keys], [("m", "null")]), "a"),
         '{"timestamp":"1970-01-01T00:00:00.000000Z","action":"a","details":{' + ",".join(f'"{key}":null' for key in keys) + '},"metadata":{"m":null}}')


def bad_rows(book):
    def bad(name, data, at, rule=ROW):
        book.bad("row", name, data, rule, at)

    good = worked()
    size = len(bytes(good))
    bad("before 1900", good.changed(time=w.i64(-2_208_988_800_000_001)), good.span("time"))
    bad("in 2201", good.changed(time=w.i64(7_289_654_400_000_000)), good.span("time"))
    bad("empty action", good.changed(action=w.text("")), (42, 43))
    bad("action of 1,025 bytes", good.changed(action=w.text("x" * 1_025)), (42, 44))
    bad("action that is not UTF-8", good.changed(action=w.blob(b"cl\xffck")), (42, 48), TEXT)
    for index, field in enumerate(("session id", "user id", "component")):
        names = ["s1", "u-42", "Cart"]
        at = 48 + sum(len(name) + 1 for name in names[:index])
        names[index] = "y" * 1_025
        bad(f"{field} of 1,025 bytes", good.changed(names=b"".join(map(w.text, names))), (at, at + 2))
        contents = [b"s1", b"u-42", b"Cart"]
        contents[index] = b"\xed\xa0\x80"
        bad(f"{field} that is a surrogate", good.changed(names=b"".join(map(w.blob, contents))), (at, at + 4), TEXT)
    bad("longer than allowed", row(0, shape([("x", "string")]), "a", values=w.text("b" * 1_048_560)), None)
    bad("cut short in the time", bytes(good)[:7], (0, 7), EXACT)
    bad("cut short in the shape", bytes(good)[:30], (8, 30), EXACT)
    bad("cut short in the last value", bytes(good)[:-1], (size - 1, size - 1), EXACT)
    bad("a byte behind the last value", bytes(good) + b"\x00", (size, size + 1), EXACT)
    bad("bool of 2", good.changed(values=w.f64(19.9) + w.text('["a",1]') + b"\x02" + w.zigzag(-3)), (77, 78))
    bad("double that is not a number", good.changed(values=w.f64(float("nan")) + bytes(good)[69:]), (61, 69))
    bad("double that is infinite", good.changed(values=w.f64(float("inf")) + bytes(good)[69:]), (61, 69))
    bad("array text that is not UTF-8", good.changed(values=w.f64(19.9) + w.blob(b'["\xff",1]') + b"\x01\x05"), (69, 77), TEXT)
    bad("wrong shape", row(0, shape([("x", "bool")])[:-1] + b"\x0b", "a", values=b"\x00"), None)
    bad("reserved bit of the envelope", row(0, w.u16(1 << 12), "a"), (8, 11))
    bad("shape of one byte", row(0, b"\x00", "a"), None)

