"""Vectors of Format/segment.md."""
from . import layout as s
from . import samples
from . import writing as w
from .book import moved
from .coding import CODECS, DICTIONARY, EXACT, LIMITS, LZ4, NUMBER, ZSTD
from .journals import CHECK, FEATURE, RESERVED, VERSION
from .layout import NO_ZONE, STORE, integer_zone
from .manifests import ALLOWED
from .rows import ROW, SHAPE, TEXT
from .samples import SECOND, SIX_SHAPES, table

SEGMENT = "segment.md: "
OTHER_STORE = SEGMENT + "A reader must refuse a segment whose store id is not the manifest's, and bytes behind the last replaced file."
SUMS = SEGMENT + "Sums that leave 64 bits are refused."
SECOND_COLUMN = SEGMENT + "A (path, lane) stands at most once; a reader must refuse a second one."
ENTRY = SEGMENT + ("A reader must refuse a part that is not there, a chunk that leaves its raw part, and a zone map whose smallest value is not at most "
                   "its largest.")
ZONE = SEGMENT + "A reader must refuse a zone map of another lane at a property chunk, and one at a chunk of another known kind."
VALUES = SEGMENT + "A reader must refuse a chunk that has another number of values than its place wants, and the want of a chunk that must be there."
CLUSTERS = SEGMENT + ("A reader must refuse an unknown kind, an id beside kind 3, a cluster without rows, and clusters that do not have the segment's "
                      "rows together.")
TIES = SEGMENT + "Ties are at least 0 and below 2^32; a reader must refuse others."
TIME = SEGMENT + "A reader must refuse a timestamp outside the group's zone map, and steps that are missing or left over."
CODE = SEGMENT + "A reader must refuse a code above the number of texts."
NO_ACTION = SEGMENT + "Each row has an action, so its code is never 0; a reader must refuse an action of 0."
PIECES = SEGMENT + "A reader must refuse pieces of another form, of another size or in another order."
SHAPE_CODE = SEGMENT + "A reader must refuse a code that is not in the shape table."
SHAPE_TWICE = SEGMENT + "Shapes are distinct; a reader must refuse a second one of the same bytes."
AGREE = SEGMENT + "A reader that puts events together must refuse a row where they do not."
DENSE = SEGMENT + "A reader that puts events together must refuse a chunk with more or fewer values, and a double that is not finite."
TEXT_CODE = SEGMENT + "A reader must refuse a code beyond it."
OVERFLOW = SEGMENT + "Entries fill the rest of the chunk exactly, and values fill their entry; a reader must refuse anything else, and more or fewer entries than such rows."
CELLS = SEGMENT + "A cell is `quarter hour of the UTC day (0-95) * width + action code`; a reader must refuse others."
GROUPS = SEGMENT + "The rows of all groups together are the rows of the segment."
PARTS = SEGMENT + "The last part must end where the footer starts."
ALLOWED_WIDTH = SEGMENT + "varint width: number of action texts + 1, at most 1,025"
DAY = SEGMENT + "first timestamp | zigzag | smallest, microseconds UTC, in the day"


def build(book):
    good(book)
    ends(book)
    footers(book)
    lists(book)
    tables(book)
    columns(book)


def value(lines, clusters):
    return {"events": lines, "clusters": clusters}


def good(book):
    def add(name, file, lines=None, clusters=None):
        book.good("segment", name, file, value(lines or samples.six_lines(), clusters or samples.six_clusters()), store=STORE.hex())

    six, lanes = samples.six(), samples.lanes()
    add("six events", six.file())
    add("compacted", six.changed(kind=3).file())
    add("every lane, two groups, overflow, rollup", lanes.file(), samples.lanes_lines(), [[1, "s", 5, s.DAY_START + SECOND, s.DAY_START + 5 * SECOND]])
    add("chunks of unknown kinds", six.changed({(33, 0, 0): (b"\xff\xff", 9, NO_ZONE), (20, 7, 3): (b"", 0, integer_zone(1, 2)), (255, 0, 0): (b"?", 1, NO_ZONE)}).file())
    add("a part that no chunk uses", with_parts(six, b"unused"))
    add("parts of every codec", with_codecs(six))
    add("replaced files and erasures", six.file(footer=six.footer(erasures=w.varint(300), replaced=s.listed(w.text("days/2026-04-01/h-00000000000000aa.ias")))))
    add("a rollup of few rows", six.changed({(s.ROLLUP, 0, 0): (w.varint(4) + w.blob(w.sequence(1, 1)) + w.constant(2), 3, NO_ZONE)}).file())
    add("no row", s.Segment(0, 0, [], [], {(s.SHAPES, 0, 0): (b"", 0, NO_ZONE), (s.SHAPE_ROWS, 0, 0): (b"", 0, NO_ZONE)}, (s.DAY_START, 0), (1, 0)).file(), [], [])
    book.vectors[-1]["value"] = value([], [])


def with_parts(segment, more):
    """The segment with a second part that nothing names."""
    part = segment.part()
    return segment.file(part=part + more, footer=segment.footer(parts=s.listed(s.part_entry(part), s.part_entry(more))))


def with_codecs(segment):
    """The segment with two more parts, in lz4 and zstd, that hold chunks of an unknown kind."""
    part = segment.part()
    parts = s.listed(s.part_entry(part), s.part_entry(LZ4, 45, 2), s.part_entry(ZSTD, 40, 3))
    entries = [entry for _, entry in segment.entries()]
    entries += [w.u8(40) + b"\x00" + w.varint(index) + w.varint(index + 1) + b"\x00" + w.varint(size) + b"\x01" + NO_ZONE for index, size in enumerate((45, 40))]
    return segment.file(part=part + LZ4 + ZSTD, footer=segment.footer(parts=parts, chunks=s.listed(*entries)))


def ends(book):
    six = samples.six()
    file, footer = six.file(), bytes(six.footer())
    tail = file.span("tail")

    def bad(name, data, rule, at, code="damaged", section=None):
        book.bad("segment", name, data, rule, at, code, section, store=STORE.hex())

    def bad_tail(name, rule, at, **changed):
        bad(name, six.file(end=s.tail(footer, **changed)), rule, at if at is None else moved(at, tail[0]))

    bad("39 bytes", bytes(file)[:15] + bytes(file)[-24:], EXACT, (0, 39))
    bad("another magic", six.file(head=s.header(magic=s.MAGIC[:-1] + b"\x00")), ALLOWED, (0, 8))
    bad("checksum of the header", file.changed(header=s.header()[:12] + bytes(4)), CHECK, (0, 16))
    bad("version 0", six.file(head=s.header(version=0)), VERSION, (8, 10), "unsupported")
    bad("version 2", six.file(head=s.header(version=2)), VERSION, (8, 10), "unsupported")
    bad("reserved byte of the header", six.file(head=s.header(reserved=1)), RESERVED, (11, 12))
    bad("header of another kind", six.file(head=s.header(kind=3)), ALLOWED, (10, 11))
    bad_tail("end mark", ALLOWED, (20, 24), mark=b"SGNE")
    bad("checksum of the tail", file.changed(tail=s.tail(footer)[:16] + bytes(4) + b"SGND"), CHECK, (tail[0], tail[1]))
    bad_tail("reserved bytes of the tail", RESERVED, (12, 16), reserved=b"\x00\x00\x01")
    bad_tail("footer longer than the file", ALLOWED, (0, 4), stored=len(bytes(file)) - 39)
    bad_tail("raw footer above the limit", ALLOWED, (0, 16), raw=67_108_865, codec=3)
    bad_tail("raw footer of another length", CODECS, None, raw=len(footer) + 1)
    bad_tail("footer of codec 0", CODECS, (12, 13), codec=0)
    bad_tail("footer of codec 4", CODECS, (12, 13), codec=4)
    bad_tail("footer that is no zstd frame", CODECS, None, codec=3)
    bad("checksum of the footer", six.file(end=s.tail(footer, footer_sum=bytes(4))), CHECK, (file.span("footer")[0], tail[0] + 12))
    bad("checksum of a part", six.file(footer=six.footer(parts=s.listed(s.part_entry(six.part(), part_sum=bytes(4))))), CHECK, file.span("part"))
    bad("cut short", bytes(file)[:-1], ALLOWED, (len(bytes(file)) - 25, len(bytes(file))))


def footers(book):
    six = samples.six()

    def bad(name, rule, part, content, code="damaged", section="footer"):
        footer = six.footer(**{part: content})
        book.bad("segment", name, six.file(footer=footer), rule, footer.span(part), code, section, store=STORE.hex())

    bad("unknown read feature", FEATURE, "features", w.varint(1 << 63), "unsupported")
    bad("kind 0", ALLOWED, "kind", b"\x00")
    bad("kind 1", ALLOWED, "kind", b"\x01")
    bad("kind 4", ALLOWED, "kind", b"\x04")
    bad("a far day", ALLOWED, "day", w.zigzag(1 << 31))
    bad("too many rows", ALLOWED, "rows", w.varint(2_147_483_648))
    bad("more clusters than rows", ALLOWED, "clusters", w.varint(7))
    bad("sequences beyond 64 bits", SUMS, "sequences", w.zigzag((1 << 63) - 1) + w.varint(1))
    bad("timestamps beyond 64 bits", SUMS, "times", w.zigzag(s.DAY_START) + w.varint((1 << 64) - 1))
    bad("first timestamp before the day", DAY, "times", w.zigzag(s.DAY_START - 1) + w.varint(9 * SECOND))
    bad("last timestamp behind the day", DAY, "times", w.zigzag(s.DAY_START + SECOND) + w.varint(86_400_000_000))
    bad("store id of another store", OTHER_STORE, "store", STORE[::-1], section=None)
    del book.vectors[-1]["place"]["from"], book.vectors[-1]["place"]["to"]
    bad("bytes behind the last replaced file", OTHER_STORE, "replaced", b"\x00\x00")
    bad("name of a replaced file above the limit", ALLOWED, "replaced", s.listed(w.text("n" * 4_097)))
    bad("name of a replaced file that is not UTF-8", TEXT, "replaced", s.listed(w.blob(b"\xe2\x82")))
    for part in ("groups", "parts", "chunks", "replaced"):
        bad(f"too many {part}", LIMITS, part, w.varint(4_194_305))
    bad("too many columns", LIMITS, "columns", w.varint(257))


def lists(book):
    six = samples.six()

    def bad(name, rule, part, content, section="footer", **more):
        footer = six.footer(**{part: content})
        book.bad("segment", name, six.file(footer=footer, **more), rule, footer.span(part), section=section, store=STORE.hex())

    def group(rows=6, start=0, span=8 * SECOND):
        return w.varint(rows) + w.varint(start) + w.varint(span)

    bad("a group without rows", ALLOWED, "groups", s.listed(group(), group(0, 0, 0)))
    book.bad("segment", "a group of 65,537 rows", six.file(footer=six.footer(rows=w.varint(65_537), groups=s.listed(group(65_537)))), ALLOWED,
             None, section="footer", store=STORE.hex())
    bad("fewer rows in groups", GROUPS, "groups", s.listed(group(5)))
    bad("more rows in groups", GROUPS, "groups", s.listed(group(), group(1, 0, 0)))
    bad("a group beyond the last timestamp", ALLOWED, "groups", s.listed(group(span=8 * SECOND + 1)))
    bad("a group beyond 64 bits", SUMS, "groups", s.listed(group(start=(1 << 64) - 1)))
    part = six.part()
    bad("part of codec 0", CODECS, "parts", s.listed(s.part_entry(part, codec=0)))
    bad("part above the limit", ALLOWED, "parts", s.listed(s.part_entry(part, raw=67_108_865, codec=3)))
    bad("part beyond the footer", PARTS, "parts", s.listed(s.part_entry(part + b"\x00")))
    bad("parts that end before the footer", PARTS, "parts", s.listed(s.part_entry(part[:-1])))
    columns = [s.column(*fields) for fields in six.columns]

    def column(changed):
        return s.listed(*columns[:2], changed)

    bad("column of root 0", ALLOWED, "columns", column(s.column(0, 3, 2, ["price"])))
    bad("column of root 3", ALLOWED, "columns", column(s.column(3, 3, 2, ["price"])))
    bad("column of lane 0", ALLOWED, "columns", column(s.column(1, 0, 2, ["price"])))
    bad("column of lane 7", ALLOWED, "columns", column(s.column(1, 7, 2, ["price"])))
    bad("column with more values than rows", ALLOWED, "columns", column(s.column(1, 3, 7, ["price"])))
    bad("column without a key", ALLOWED, "columns", column(s.column(1, 3, 2, [])))
    bad("column of 65 keys", ALLOWED, "columns", column(s.column(1, 3, 2, ["k"] * 65)))
    bad("column whose key is not UTF-8", TEXT, "columns", column(s.column(1, 3, 2, [])[:-1] + b"\x01\x01\xff"))
    bad("column that stands twice", SECOND_COLUMN, "columns", s.listed(*columns[:2], s.column(1, 4, 2, ["page"])))
    directory(book, six, bad)


def directory(book, six, bad):
    entries = dict(six.entries())

    def changed(name, **fields):
        """The directory with fields of one entry changed."""
        own = dict(kind=name[0], column=name[1], ordinal=name[2], part=0, offset=offset_of(six, name), length=len(six.chunks[name][0]),
                   values=six.chunks[name][1], zone=six.chunks[name][2])
        own.update(fields)
        new = (w.u8(own["kind"]) + b"".join(w.varint(own[key]) for key in ("column", "ordinal", "part", "offset", "length", "values")) + own["zone"])
        return s.listed(*(new if key == name else entry for key, entry in entries.items()))

    first, price, rows = (s.TIMESTAMP, 0, 0), (s.PROPERTY, 2, 0), (s.SHAPE_ROWS, 0, 0)
    bad("chunk of kind 0", ALLOWED, "chunks", changed(first, kind=0))
    bad("property at a chunk that has none", ALLOWED, "chunks", changed(rows, column=1))
    bad("property beyond the columns", ALLOWED, "chunks", changed(price, column=3))
    bad("ordinal above the limit", ALLOWED, "chunks", changed(rows, ordinal=4_194_305))
    bad("part beyond the parts", ENTRY, "chunks", changed(rows, part=1))
    bad("chunk that starts behind its part", ENTRY, "chunks", changed(rows, offset=len(six.part()) + 1, length=0))
    bad("chunk that leaves its part", ENTRY, "chunks", changed(rows, length=len(six.part())))
    bad("chunk whose end leaves 64 bits", ENTRY, "chunks", changed(rows, offset=(1 << 64) - 1))
    bad("chunk with too many values", ALLOWED, "chunks", changed(rows, values=2_147_483_648))
    bad("zone map of form 0", ALLOWED, "chunks", changed(rows, zone=b"\x00"))
    bad("zone map of form 4", ALLOWED, "chunks", changed(rows, zone=b"\x04"))
    bad("zone map with exchanged integers", ENTRY, "chunks", changed((s.PROPERTY, 0, 0), zone=integer_zone(2, 1)))
    bad("zone map with exchanged doubles", ENTRY, "chunks", changed(price, zone=s.double_zone(19.9, 5.0)))
    bad("zone map that is not a number", ENTRY, "chunks", changed(price, zone=s.double_zone(5.0, float("nan"))))
    bad("zone map of integers at doubles", ZONE, "chunks", changed(price, zone=integer_zone(5, 20)))
    bad("zone map at texts", ZONE, "chunks", changed((s.PROPERTY, 1, 0), zone=integer_zone(0, 1)))
    bad("no zone map at integers", ZONE, "chunks", changed((s.PROPERTY, 0, 0), zone=NO_ZONE))
    bad("zone map at users", ZONE, "chunks", changed((s.USER, 0, 0), zone=integer_zone(0, 1)))
    swapped = list(entries.values())
    bad("chunks that fall", ALLOWED, "chunks", s.listed(swapped[1], swapped[0], *swapped[2:]))
    bad("a chunk twice", ALLOWED, "chunks", s.listed(swapped[0], *swapped))


def offset_of(segment, name):
    return sum(len(segment.chunks[key][0]) for key in segment.chunks if key < name)


NAMES = {s.TIMESTAMP: "timestamp", s.TIE: "tie", s.USER: "user", s.ACTION: "action", s.COMPONENT: "component", s.SHAPE: "shape", s.PROPERTY: "property",
         s.OVERFLOW: "overflow", s.CLUSTER_KIND: "clusterKind", s.CLUSTER_ID: "clusterId", s.CLUSTER_ROWS: "clusterRows", s.CLUSTER_START: "clusterStart",
         s.CLUSTER_DURATION: "clusterDuration", s.USERS: "userDictionary", s.ACTIONS: "actionDictionary", s.COMPONENTS: "componentDictionary",
         s.TEXTS: "propertyDictionary", s.SHAPES: "shapeTable", s.SHAPE_ROWS: "shapeRows", s.ROLLUP: "rollup"}


def chunk_faults(book, segment):
    def bad(name, rule, key, content=None, values=None, zone=None, at=None, section=None, gone=False):
        """A chunk of other bytes or another number of values."""
        own, count, own_zone = segment.chunks.get(key, (b"", 0, NO_ZONE))
        new = None if gone else (own if content is None else content, count if values is None else values, own_zone if zone is None else zone)
        size = len(own if content is None else content)
        where = None if gone or at == "nowhere" else (0, size) if at is None else at
        book.bad("segment", name, segment.changed({key: new}).file(), rule, where, section=section or f"{NAMES[key[0]]} {key[1]}.{key[2]}", store=STORE.hex())
    return bad


def tables(book):
    bad = chunk_faults(book, samples.six())
    for kind in (s.TIMESTAMP, s.USER, s.ACTION, s.COMPONENT, s.SHAPE, s.CLUSTER_KIND, s.CLUSTER_ID, s.CLUSTER_ROWS, s.CLUSTER_START, s.CLUSTER_DURATION,
                 s.SHAPES, s.SHAPE_ROWS):
        bad(f"no {NAMES[kind]} chunk", VALUES, (kind, 0, 0), gone=True)
        if kind not in (s.TIMESTAMP, s.SHAPES):
            bad(f"{NAMES[kind]} chunk of other values", VALUES, (kind, 0, 0), values=7, at="nowhere")
    bad("tie chunk of other values", VALUES, (s.TIE, 0, 0), values=5, at="nowhere")
    bad("more shapes than stated", VALUES, (s.SHAPES, 0, 0), values=4, at="nowhere")
    bad("fewer texts than stated", VALUES, (s.ACTIONS, 0, 0), values=4, at="nowhere")
    bad("cluster of kind 0", CLUSTERS, (s.CLUSTER_KIND, 0, 0), w.codes([1, 1, 0, 3]))
    bad("cluster of kind 4", CLUSTERS, (s.CLUSTER_KIND, 0, 0), w.codes([1, 1, 4, 3]))
    bad("cluster of kind 257", CLUSTERS, (s.CLUSTER_KIND, 0, 0), w.codes([1, 1, 257, 3]))
    bad("id of nobody", CLUSTERS, (s.CLUSTER_ID, 0, 0), w.plain_dictionary(["s1", "s2", "u1", "x"]))
    bad("cluster ids of form 1", "segment.md: The dictionary has form 2 or 3 and may repeat a text", (s.CLUSTER_ID, 0, 0), w.sorted_dictionary(["s1", "s2", "u1", "v"]))
    bad("cluster without rows", CLUSTERS, (s.CLUSTER_ROWS, 0, 0), w.integers([3, 3, 0, 0]))
    bad("cluster of -1 rows", CLUSTERS, (s.CLUSTER_ROWS, 0, 0), w.integers([5, 1, -1, 1]))
    bad("clusters of more rows", CLUSTERS, (s.CLUSTER_ROWS, 0, 0), w.integers([2, 2, 1, 2]))
    bad("clusters of fewer rows", CLUSTERS, (s.CLUSTER_ROWS, 0, 0), w.integers([2, 1, 1, 1]))
    bad("a wrong encoding in the cluster starts", NUMBER, (s.CLUSTER_START, 0, 0), b"\x0c" + bytes(12), at=(0, 1))
    bad("shape that is cut short", EXACT, (s.SHAPES, 0, 0), table(SIX_SHAPES)[:-1], at=(31, 45))
    bad("shape of state 3", SHAPE, (s.SHAPES, 0, 0), table([b"\xab" + SIX_SHAPES[0][1:], *SIX_SHAPES[1:]]), at=(0, 11))
    bad("shape that stands twice", SHAPE_TWICE, (s.SHAPES, 0, 0), table([*SIX_SHAPES[:4], SIX_SHAPES[3]]))
    bad("users of form 2", PIECES, (s.USERS, 0, 0), w.plain_dictionary(["u1", "u2"]))
    bad("users out of order", DICTIONARY, (s.USERS, 0, 0), b"\x01\x02\x04" + w.blob(w.codes([0, 0])) + w.blob(w.codes([2, 2])) + b"u2t1")
    bad("action that is not UTF-8", DICTIONARY, (s.ACTIONS, 0, 0), w.sorted_dictionary(["beat", "click", "view"])[:-1] + b"\xff")
    bad("a second piece behind a short one", PIECES, (s.USERS, 0, 1), w.sorted_dictionary(["u3"]), values=1)
    bad("a piece without texts", PIECES, (s.USERS, 0, 0), w.sorted_dictionary([]), values=0)
    rollup = (s.ROLLUP, 0, 0)
    bad("cell behind the day", CELLS, rollup, w.varint(4) + w.blob(w.constant(96 * 4)) + w.constant(1), values=1)
    bad("cell before the day", CELLS, rollup, w.varint(4) + w.blob(w.constant(-1)) + w.constant(1), values=1)
    bad("rollup of width 0", ALLOWED_WIDTH, rollup, w.varint(0) + w.blob(w.constant(0)) + w.constant(1), values=1)
    bad("rollup of width 1,026", ALLOWED_WIDTH, rollup, w.varint(1_026) + w.blob(w.constant(1)) + w.constant(1), values=1)


def columns(book):
    bad = chunk_faults(book, samples.six())
    times = (s.TIMESTAMP, 0, 0)
    bad("a step too few", TIME, times, w.constant(SECOND), values=1)
    bad("a step too many", TIME, times, w.constant(SECOND), values=3)
    bad("a timestamp behind the group", TIME, times, w.sequence(SECOND, 8 * SECOND))
    bad("a timestamp before the group", TIME, times, w.sequence(-2 * SECOND, 5 * SECOND))
    bad("a tie of -1", TIES, (s.TIE, 0, 0), w.integers([0, 1, 0, 0, -1, 0]))
    bad("a tie of 2^32", TIES, (s.TIE, 0, 0), w.integers([0, 1, 0, 0, 1 << 32, 0]))
    bad("user beyond the texts", CODE, (s.USER, 0, 0), w.codes([1, 1, 0, 3, 1, 0]))
    bad("action beyond the texts", CODE, (s.ACTION, 0, 0), w.codes([3, 2, 4, 2, 1, 1]))
    bad("no action", NO_ACTION, (s.ACTION, 0, 0), w.codes([3, 2, 0, 2, 1, 1]))
    bad("component beyond the texts", CODE, (s.COMPONENT, 0, 0), w.codes([2, 1, 0, 3, 0, 0]))
    bad("shape beyond the table", SHAPE_CODE, (s.SHAPE, 0, 0), w.codes([4, 0, 3, 0, 5, 1]))
    agree = "shape 0.0"
    bad("user where the shape has none", AGREE, (s.USER, 0, 0), w.codes([1, 1, 1, 2, 1, 0]), at="nowhere", section=agree)
    bad("no user where the shape has one", AGREE, (s.USER, 0, 0), w.codes([1, 1, 0, 2, 0, 0]), at="nowhere", section=agree)
    bad("component where the shape has none", AGREE, (s.COMPONENT, 0, 0), w.codes([2, 1, 1, 1, 0, 0]), at="nowhere", section=agree)
    bad("no component where the shape has one", AGREE, (s.COMPONENT, 0, 0), w.codes([2, 0, 0, 1, 0, 0]), at="nowhere", section=agree)
    bad("no session where the shape has one", AGREE, (s.CLUSTER_KIND, 0, 0), w.codes([1, 2, 2, 3]), at="nowhere", section=agree)
    bad("fewer values than rows with the leaf", DENSE, (s.PROPERTY, 0, 0), w.constant(1), values=1, at="nowhere")
    bad("more values than rows with the leaf", DENSE, (s.PROPERTY, 0, 0), w.sequence(1, 1), values=3, at="nowhere")
    bad("no chunk for rows with the leaf", DENSE, (s.PROPERTY, 0, 0), gone=True)
    bad("double that is not finite", DENSE, (s.PROPERTY, 2, 0), b"\x09" + w.f64(19.9) + w.f64(float("inf")), zone=s.double_zone(5.0, float("inf")))
    bad("text beyond the dictionary", TEXT_CODE, (s.PROPERTY, 1, 0), w.sequence(1, 1, w.varint))
    bad("no dictionary", TEXT_CODE, (s.TEXTS, 1, 0), gone=True)
    lanes = chunk_faults(book, samples.lanes())
    lanes("time inside a cluster is cut short", EXACT, (s.TIMESTAMP, 0, 1), b"\x80", values=1, at=(0, 1))
    lanes("bool of 2 in a column", "encodings.md: A reader must refuse a larger code and another bool.", (s.PROPERTY, 0, 1), b"\x01\x02")
    entries = [w.zigzag(row) + w.text("t") + b"\x01" for row in range(2)]

    def overflow(lengths, content):
        return w.blob(w.integers(lengths)) + content

    key, both = (s.OVERFLOW, 0, 1), b"".join(entries)
    lanes("one entry too few", OVERFLOW, key, overflow([4], entries[0]), values=1, at="nowhere")
    lanes("one entry too many", OVERFLOW, key, overflow([4, 4, 4], both + entries[0]), values=3, at="nowhere")
    lanes("no overflow for rows with such a leaf", OVERFLOW, key, gone=True)
    lanes("entries that end early", OVERFLOW, key, overflow([4, 4], both + b"\x00"))
    lanes("entries that end late", OVERFLOW, key, overflow([4, 5], both))
    lanes("an entry of -1 bytes", OVERFLOW, key, overflow([9, -1], both))
    lanes("a value that leaves its entry", OVERFLOW, key, overflow([3, 5], both))
    lanes("an entry longer than its values", OVERFLOW, key, overflow([4, 5], both + b"\x00"))
    lanes("bool of 2 in the overflow", ROW, key, overflow([4, 4], entries[0] + entries[1][:-1] + b"\x02"))
    lanes("text of the overflow that is not UTF-8", TEXT, key, overflow([4, 4], entries[0] + w.zigzag(1) + b"\x01\xff\x01"))
