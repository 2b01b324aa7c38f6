"""Two small segments from which the vectors are made: the six events of the worked examples, and events of every lane over two row
groups with overflow and a rollup."""
from . import writing as w
from .layout import (ACTION, ACTIONS, CLUSTER_DURATION, CLUSTER_ID, CLUSTER_KIND, CLUSTER_ROWS, CLUSTER_START, COMPONENT, COMPONENTS, DAY_START,
                     NO_ZONE, OVERFLOW, PROPERTY, ROLLUP, SHAPE, SHAPE_ROWS, SHAPES, TEXTS, TIE, TIMESTAMP, USER, USERS, Segment, double_zone,
                     integer_zone)
from .rows import shape

SECOND = 1_000_000
SIX_SHAPES = [shape([("price", "double")], session=2, user=2, component=2), shape([]), shape(user=2),
              shape([("page", "string"), ("n", "int64")], session=2), shape([("page", "string"), ("n", "int64")], session=2, user=2, component=2)]


def table(shapes):
    return b"".join(map(w.blob, shapes))


def six():
    """The events of Format/segment.md, "Worked segment"."""
    def plain(content, values):
        return content, values, NO_ZONE

    chunks = {
        (TIMESTAMP, 0, 0): plain(w.sequence(SECOND, 5 * SECOND // 2), 2), (TIE, 0, 0): plain(w.integers([0, 1, 0, 0, 2, 0]), 6),
        (USER, 0, 0): plain(w.codes([1, 1, 0, 2, 1, 0]), 6), (ACTION, 0, 0): plain(w.codes([3, 2, 3, 2, 1, 1]), 6),
        (COMPONENT, 0, 0): plain(w.codes([2, 1, 0, 1, 0, 0]), 6), (SHAPE, 0, 0): plain(w.codes([4, 0, 3, 0, 2, 1]), 6),
        (PROPERTY, 0, 0): (w.sequence(1, 1), 2, integer_zone(1, 2)), (PROPERTY, 1, 0): plain(w.sequence(0, 1, w.varint), 2),
        (PROPERTY, 2, 0): (b"\x0a\x01\x00" + w.sequence(199, -149), 2, double_zone(5.0, 19.9)),
        (CLUSTER_KIND, 0, 0): plain(w.codes([1, 1, 2, 3]), 4), (CLUSTER_ID, 0, 0): plain(w.plain_dictionary(["s1", "s2", "u1", ""]), 4),
        (CLUSTER_ROWS, 0, 0): plain(w.integers([2, 2, 1, 1]), 4), (CLUSTER_START, 0, 0): plain(w.integers([SECOND, SECOND, 0, 7 * SECOND]), 4),
        (CLUSTER_DURATION, 0, 0): plain(w.integers([SECOND, 7 * SECOND // 2, 0, 0]), 4),
        (USERS, 0, 0): plain(w.sorted_dictionary(["u1", "u2"]), 2), (ACTIONS, 0, 0): plain(w.sorted_dictionary(["beat", "click", "view"]), 3),
        (COMPONENTS, 0, 0): plain(w.sorted_dictionary(["Cart", "Home"]), 2), (TEXTS, 1, 0): plain(w.plain_dictionary(["index", "cart"]), 2),
        (SHAPES, 0, 0): plain(table(SIX_SHAPES), 5), (SHAPE_ROWS, 0, 0): plain(w.integers([2, 1, 1, 1, 1]), 5)}
    columns = [(1, 2, 2, ["n"]), (1, 4, 2, ["page"]), (1, 3, 2, ["price"])]
    return Segment(6, 4, [(6, 0, 8 * SECOND)], columns, chunks, (DAY_START + SECOND, 8 * SECOND))


def line(second, action, details=None, session=None, user=None, component=None):
    fields = [f'"timestamp":"2026-04-01T00:00:{second:09.6f}Z"']
    fields += [f'"sessionId":"{session}"'] if session else []
    fields += [f'"userId":"{user}"'] if user else []
    fields += [f'"action":"{action}"']
    fields += [f'"component":"{component}"'] if component else []
    fields += [f'"details":{details}'] if details else []
    return "{" + ",".join(fields) + "}"


def six_lines():
    return [line(1, "view", '{"page":"index","n":1}', "s1", "u1", "Home"), line(2, "view", '{"page":"cart","n":2}', "s2"),
            line(2, "click", '{"price":19.9}', "s1", "u1", "Cart"), line(2, "beat", None, None, "u1"),
            line(5.5, "click", '{"price":5.0}', "s2", "u2", "Cart"), line(9, "beat", "{}")]


def six_clusters():
    return [[1, "s1", 2, DAY_START + SECOND, DAY_START + 2 * SECOND], [1, "s2", 2, DAY_START + 2 * SECOND, DAY_START + 11 * SECOND // 2],
            [2, "u1", 1, DAY_START + 2 * SECOND, DAY_START + 2 * SECOND], [3, "", 1, DAY_START + 9 * SECOND, DAY_START + 9 * SECOND]]


ALL_LANES = [("b", "bool"), ("i", "int64"), ("d", "double"), ("s", "string"), ("t", "number text"), ("a", "array")]


def lanes():
    """Five rows of one session in groups of three and two. Each has a value of every lane; `i`, `s` and `x` of all rows are in the
    overflow; the array texts have a dictionary for each group, the number texts one for both."""
    def plain(content, values):
        return content, values, NO_ZONE

    every = shape([*ALL_LANES, ("n", "null"), ("e", "empty array"), ("o", [])], [("x", "bool")], session=2)
    values = [(row - 2, f"text {row}", row % 2) for row in range(5)]
    entries = [w.zigzag(number) + w.text(text) + w.u8(flag) for number, text, flag in values]

    def overflow(of):
        lengths = w.integers([len(entry) for entry in of])
        return plain(w.blob(lengths) + b"".join(of), len(of))

    one = w.constant(1, w.varint)
    chunks = {
        (TIMESTAMP, 0, 0): plain(w.constant(SECOND), 2), (TIMESTAMP, 0, 1): plain(w.zigzag(4 * SECOND) + w.constant(SECOND), 1),
        (USER, 0, 0): plain(w.constant(0, w.varint), 3), (USER, 0, 1): plain(w.constant(0, w.varint), 2),
        (ACTION, 0, 0): plain(one, 3), (ACTION, 0, 1): plain(one, 2), (COMPONENT, 0, 0): plain(w.constant(0, w.varint), 3),
        (COMPONENT, 0, 1): plain(w.constant(0, w.varint), 2), (SHAPE, 0, 0): plain(w.constant(0, w.varint), 3),
        (SHAPE, 0, 1): plain(w.constant(0, w.varint), 2),
        (PROPERTY, 0, 0): plain(b"\x0b\x05", 3), (PROPERTY, 0, 1): plain(b"\x01\x01", 2),
        (PROPERTY, 1, 0): (b"\x09" + w.f64(-0.0) + w.f64(1e300) + w.f64(0.1), 3, double_zone(0.0, 1e300)),
        (PROPERTY, 1, 1): (b"\x01" + w.f64(0.5), 2, double_zone(0.5, 0.5)),
        (PROPERTY, 2, 0): plain(w.codes([0, 1, 0]), 3), (PROPERTY, 2, 1): plain(w.codes([1, 0]), 2),
        (PROPERTY, 3, 0): plain(w.codes([0, 0, 1]), 3), (PROPERTY, 3, 1): plain(w.codes([0, 0]), 2),
        (TEXTS, 2, 0): plain(w.sorted_dictionary(["12345678901234567890", "1e400"]), 2),
        (TEXTS, 3, 1): plain(w.plain_dictionary(['[1,"x"]', "[{}]"]), 2), (TEXTS, 3, 2): plain(w.plain_dictionary(["[2.50]"]), 1),
        (OVERFLOW, 0, 0): overflow(entries[:3]), (OVERFLOW, 0, 1): overflow(entries[3:]),
        (CLUSTER_KIND, 0, 0): plain(one, 1), (CLUSTER_ID, 0, 0): plain(w.plain_dictionary(["s"]), 1), (CLUSTER_ROWS, 0, 0): plain(w.constant(5), 1),
        (CLUSTER_START, 0, 0): plain(w.constant(SECOND), 1), (CLUSTER_DURATION, 0, 0): plain(w.constant(4 * SECOND), 1),
        (ACTIONS, 0, 0): plain(w.sorted_dictionary(["go"]), 1), (SHAPES, 0, 0): plain(table([every]), 1), (SHAPE_ROWS, 0, 0): plain(w.constant(5), 1),
        (ROLLUP, 0, 0): plain(w.varint(2) + w.blob(w.constant(1)) + w.constant(5), 1)}
    columns = [(1, 1, 5, ["b"]), (1, 3, 5, ["d"]), (1, 5, 5, ["t"]), (1, 6, 5, ["a"])]
    return Segment(5, 1, [(3, 0, 2 * SECOND), (2, 3 * SECOND, SECOND)], columns, chunks, (DAY_START + SECOND, 4 * SECOND), (1, 4))


def lanes_lines():
    big, far = "12345678901234567890", "1e400"
    rest = [("true", "-0.0", big, '[1,"x"]'), ("false", "1e+300", far, '[1,"x"]'), ("true", "0.1", big, "[{}]"),
            ("true", "0.5", far, "[2.50]"), ("true", "0.5", big, "[2.50]")]
    return [line(row + 1, "go", f'{{"b":{flag},"i":{row - 2},"d":{number},"s":"text {row}","t":{text},"a":{array},"n":null,"e":[],"o":{{}}}}', "s")[:-1]
            + f',"metadata":{{"x":{"true" if row % 2 else "false"}}}}}' for row, (flag, number, text, array) in enumerate(rest)]
