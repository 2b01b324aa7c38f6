"""Vectors of Format/manifest.md and of CURRENT in Format/store.md."""
from . import writing as w
from .book import Pieces, checksum, moved
from .coding import EXACT, LIMITS
from .journals import CHECK, FEATURE, RESERVED, VERSION
from .rows import TEXT

MANIFEST = "manifest.md: "
ALLOWED = ("README.md: Where a table has a column allowed, a reader must refuse everything else there: numbers out of bounds, unknown kinds, lists that do "
           "not ascend where they are said to.")
CURRENT = ("store.md: A reader must refuse a `CURRENT` that is not one line of two words, or has another prefix, a number that is not decimal or "
           "not below 2^62, or another checksum.")
GENERATION = MANIFEST + "A reader must refuse a file larger than 536,870,960 bytes (two largest copies), and a manifest whose generation is not the one in its file name."
BEHIND = MANIFEST + "A reader must refuse bytes behind it."
RANGE = MANIFEST + "A reader must refuse a first value above its last value."
COPIES = MANIFEST + "If no copy is whole, answer `damaged`."
UNSUPPORTED = MANIFEST + "If the first copy is whole but for a version or a read feature that is not known, answer `unsupported` at once."
MAGIC = bytes.fromhex("49414d414e0d0a1a")
STORE, JOIN = bytes(range(16)), bytes(range(16, 32))
CLOCK = 1_775_037_600_000_000


def entry(name="days/2026-04-01/c-00000000000000aa.ias", kind=3, day=20_544, rows=6, clusters=4, first_time=1_775_001_601_000_000,
          last_time=1_775_001_609_000_000, first=1, last=6, size=490, footer=bytes(4)):
    return Pieces(("name", w.text(name)), ("kind", w.u8(kind)), ("day", w.zigzag(day)), ("rows", w.varint(rows)), ("clusters", w.varint(clusters)),
                  ("times", w.zigzag(first_time) + w.zigzag(last_time)), ("sequences", w.zigzag(first) + w.zigzag(last)), ("size", w.varint(size)),
                  ("footer", footer))


def listed(*items):
    return w.varint(len(items)) + b"".join(map(bytes, items))


def body(segments=(), settings=(), late=b"\x01", imports=(), dropped=(), sections=(), store=STORE, generation=5, journal=2, next_sequence=7, **changed):
    pieces = Pieces(
        ("read", b"\x00"), ("write", b"\x00"), ("generation", w.varint(generation)), ("store", store), ("join", JOIN), ("clock", w.i64(CLOCK)),
        ("journal", w.varint(journal)), ("next", w.zigzag(next_sequence)),
        ("settings", listed(*(w.text(name) + w.text(value) for name, value in settings))), ("segments", listed(*segments)), ("late", late),
        ("imports", listed(*imports)), ("dropped", listed(*(w.text(name) + w.i64(time) for name, time in dropped))),
        ("sections", listed(*(w.varint(kind) + w.blob(content) for kind, content in sections))))
    return pieces.changed(**changed)


def copy(content, version=1, reserved=0, length=None, magic=MAGIC, body_sum=None):
    content = bytes(content)
    fields = magic + w.u16(version) + w.u16(reserved) + w.u32(len(content) if length is None else length) + (body_sum or checksum(content))
    return fields + checksum(fields) + content


def both(content, **header):
    return copy(content, **header) * 2


def read(**fields):
    """The value of a manifest: defaults of `body`, and changes."""
    return {"generation": 5, "write": 0, "store": STORE.hex(), "join": JOIN.hex(), "clock": CLOCK, "journal": 2, "next": 7, "settings": [],
            "segments": [], "late": None, "imports": [], "dropped": [], "sections": [], **fields}


ENTRY = ["days/2026-04-01/c-00000000000000aa.ias", 3, 20_544, 6, 4, 1_775_001_601_000_000, 1_775_001_609_000_000, 1, 6, 490, 0]


def build(book):
    currents(book)
    good_manifests(book)
    bad_headers(book)
    bad_bodies(book)
    bad_lists(book)


def current_line(name):
    """CURRENT, naming a manifest."""
    return name + b" %x\n" % int.from_bytes(checksum(name), "little")


def currents(book):
    def bad(name, data, at=(0, 128)):
        book.bad("CURRENT", name, data, CURRENT, at)

    book.good("CURRENT", "generation 2", b"MANIFEST-00000002 dc2bec07\n", "2")
    book.good("CURRENT", "a checksum of seven digits", b"MANIFEST-00000005 8e188ec\n", "5")
    book.good("CURRENT", "nine digits", current_line(b"MANIFEST-123456789"), "123456789")
    book.good("CURRENT", "highest generation", current_line(b"MANIFEST-4611686018427387903"), "4611686018427387903")
    bad("nothing", b"")
    bad("one word", b"MANIFEST-00000002\n")
    bad("three words", b"MANIFEST-00000002 dc2bec07 dc2bec07\n")
    bad("no line feed", b"MANIFEST-00000002 dc2bec07")
    bad("two lines", b"MANIFEST-00000002 dc2bec07\n\n")
    bad("two spaces", b"MANIFEST-00000002  dc2bec07\n")
    bad("another prefix", current_line(b"manifest-00000002"))
    bad("no number", current_line(b"MANIFEST-"))
    bad("a number with a sign", current_line(b"MANIFEST-+0000002"))
    bad("a hexadecimal number", current_line(b"MANIFEST-0000000a"))
    bad("a number of 2^62", current_line(b"MANIFEST-4611686018427387904"))
    bad("a number of 2^64", current_line(b"MANIFEST-18446744073709551616"))
    bad("another checksum", b"MANIFEST-00000002 dc2bec08\n")
    bad("a checksum in upper case", b"MANIFEST-00000002 DC2BEC07\n")
    bad("a checksum with leading zeros", b"MANIFEST-00000005 08e188ec\n")


def good_manifests(book):
    def good(name, data, value, number=5):
        book.good("manifest", name, data, value, number=number)

    good("names nothing", both(body()), read())
    good("later in everything", both(body(
        [entry(), entry(name="days/2026-04-02/h-00000000000000ab.ias", kind=2, day=20_545, rows=1, clusters=1, first_time=-5, last_time=-5, first=7, last=7)],
        [("a", ""), ("zone", "Europe/Berlin")], b"\x02" + w.varint(3) + w.varint(6) + w.varint(1_787),
        [w.u64(1 << 63) + w.varint(9) + w.blob(b"\xff\x00") + w.varint(2) + w.varint(1)], [("journal/00000002.iaj", CLOCK)], [(1, b""), (300, b"\xfe")],
        next_sequence=8)),
        read(next=8, settings=[["a", ""], ["zone", "Europe/Berlin"]],
             segments=[ENTRY, ["days/2026-04-02/h-00000000000000ab.ias", 2, 20_545, 1, 1, -5, -5, 7, 7, 490, 0]], late=[3, 6, 1_787],
             imports=[[str(1 << 63), 9, "ff00", 2, 1]], dropped=[["journal/00000002.iaj", CLOCK]], sections=[[1, ""], [300, "fe"]]))
    good("unknown sections", both(body(sections=[(77, b"\x01\x02"), (1 << 63, b"")])), read(sections=[[77, "0102"], [1 << 63, ""]]))
    good("unknown write feature", both(body(write=w.varint(1 << 40))), read(write=1 << 40))
    good("one copy alone", copy(body()), read())
    whole = copy(body())
    good("the first copy is damaged in its body", whole[:-1] + b"\xff" + whole, read())
    good("the first copy is zeros", bytes(len(whole)) + whole, read())
    good("the second copy is damaged", whole + bytes(len(whole)), read())
    good("the second copy is cut short", whole + whole[:30], read())
    top = (1 << 62) - 1
    good("highest numbers", both(body(generation=top, journal=top, late=b"\x02" + w.varint(top) + w.varint(6) + w.varint(1 << 42))),
         read(generation=top, journal=top, late=[top, 6, 1 << 42]), number=top)


def bad_headers(book):
    def bad(name, data, rule, at=None, code="damaged", number=5):
        book.bad("manifest", name, data, rule, at, code, number=number)

    whole = copy(body())
    bad("nothing", b"", COPIES, 0)
    bad("both copies damaged", (whole[:-1] + b"\xff") * 2, CHECK, (16, len(whole)))
    bad("cut short in the first copy", whole[:-1], COPIES, (24, len(whole)))
    bad("another magic", both(body(), magic=MAGIC[:-1] + b"\x00"), COPIES, (0, 8))
    bad("checksum of the headers", (whole[:20] + bytes(4) + whole[24:]) * 2, CHECK, (20, 24))
    bad("checksum of the bodies", both(body(), body_sum=bytes(4)), CHECK, (16, len(whole)))
    bad("reserved bytes", both(body(), reserved=1), RESERVED, (10, 24))
    bad("body above the limit", both(body(), length=268_435_457), ALLOWED, (12, 24))
    bad("version 0", both(body(), version=0), VERSION, (8, 10), "unsupported")
    bad("version 2 before a copy of version 1", copy(body(), version=2) + whole, UNSUPPORTED, (8, 10), "unsupported")
    bad("unknown read feature", both(body(read=w.varint(1 << 63))), FEATURE, (24, 34), "unsupported")
    bad("unknown read feature before a copy without", copy(body(read=b"\x01")) + whole, UNSUPPORTED, (24, 25), "unsupported")
    bad("another generation", both(body(generation=6)), GENERATION, None)


def bad_bodies(book):
    def bad(name, rule, at, **changed):
        content = body().changed(**changed)
        span = content.span(at) if isinstance(at, str) else at
        book.bad("manifest", name, both(content), rule, moved(span, 24), number=5)

    bad("next sequence 0", ALLOWED, "next", next=w.zigzag(0))
    book.bad("manifest", "a generation of 2^62", both(body(generation=1 << 62)), ALLOWED, (24, 24 + len(bytes(body(generation=1 << 62)))), number=1 << 62)
    bad("first journal file of 2^62", ALLOWED, "journal", journal=w.varint(1 << 62))
    bad("number of the late file of 2^62", ALLOWED, "late", late=b"\x02" + w.varint(1 << 62) + b"\x01\x01")
    bad("late file of more than 2^42 bytes", ALLOWED, "late", late=b"\x02\x01\x01" + w.varint((1 << 42) + 1))
    bad("late mark 0", ALLOWED, "late", late=b"\x00")
    bad("late mark 3", ALLOWED, "late", late=b"\x03")
    bad("rows of the late file above the limit", ALLOWED, "late", late=b"\x02\x01" + w.varint(2_147_483_648) + b"\x01")
    bad("bytes behind the last section", BEHIND, "sections", sections=b"\x00\x00")
    short = bytes(body())[:-1]
    book.bad("manifest", "ends before its sections", both(short), EXACT, (24 + len(short), 24 + len(short)), number=5)
    bad("too many settings", LIMITS, "settings", settings=w.varint(4_097))
    bad("too many segments", LIMITS, "segments", segments=w.varint(1_048_577))
    bad("too many import records", LIMITS, "imports", imports=w.varint(4_097))
    bad("too many dropped files", LIMITS, "dropped", dropped=w.varint(1_048_577))
    bad("too many sections", LIMITS, "sections", sections=w.varint(65))
    bad("no progress of an import", ALLOWED, "imports", imports=listed(w.u64(1) + b"\x01" + w.blob(b"") + b"\x00\x00"))
    bad("progress of an import above the limit", ALLOWED, "imports", imports=listed(w.u64(1) + b"\x01" + w.blob(bytes(262_145)) + b"\x00\x00"))


def bad_lists(book):
    def bad(name, rule, part, *items, at=-1):
        """The fault is in the item `at` of a list."""
        content = body().changed(**{part: listed(*items)})
        first = content.span(part)[0] + 1 + sum(len(bytes(item)) for item in items[:at])
        book.bad("manifest", name, both(content), rule, (24 + first, 24 + first + len(bytes(items[at]))), number=5)

    def setting(name, value):
        return w.text(name) + w.text(value)

    bad("settings that fall", ALLOWED, "settings", setting("b", "1"), setting("a", "2"))
    bad("a setting twice", ALLOWED, "settings", setting("a", "1"), setting("a", "2"))
    bad("name of a setting above the limit", ALLOWED, "settings", setting("n" * 1_025, ""))
    bad("value of a setting above the limit", ALLOWED, "settings", setting("n", "v" * 65_537))
    bad("setting that is not UTF-8", TEXT, "settings", w.blob(b"\xc3\x28") + w.text(""))
    bad("segments that fall by day", ALLOWED, "segments", entry(), entry(name="days/2026-03-31/c-00000000000000ab.ias", day=20_543, first=7, last=9))
    bad("segments that fall by sequence", ALLOWED, "segments", entry(first=7, last=9), entry(name="days/2026-04-01/h-00000000000000ab.ias", kind=2))
    bad("segment of kind 0", ALLOWED, "segments", entry(kind=0))
    bad("segment in memory", ALLOWED, "segments", entry(kind=1))
    bad("segment of kind 4", ALLOWED, "segments", entry(kind=4))
    bad("segment of a far day", ALLOWED, "segments", entry(day=1 << 31))
    bad("segment with too many rows", ALLOWED, "segments", entry(rows=2_147_483_648))
    bad("segment of more than 2^42 bytes", ALLOWED, "segments", entry(size=(1 << 42) + 1))
    bad("segment with more clusters than rows", ALLOWED, "segments", entry(clusters=7))
    bad("segment with exchanged times", RANGE, "segments", entry(first_time=2, last_time=1))
    bad("segment with exchanged sequences", RANGE, "segments", entry(first=7, last=6))
    bad("segment outside of the store", ALLOWED, "segments", entry(name="../2026-04-01/c-00000000000000aa.ias"))
    bad("segment in the directory of another day", ALLOWED, "segments", entry(name="days/2026-04-02/c-00000000000000aa.ias"))
    bad("segment whose name is of another kind", ALLOWED, "segments", entry(name="days/2026-04-01/h-00000000000000aa.ias"))
    bad("name of a dropped file above the limit", ALLOWED, "dropped", w.text("n" * 1_025) + w.i64(0))
    bad("section of kind 0", ALLOWED, "sections", w.varint(0) + w.blob(b""))
    bad("sections that fall", ALLOWED, "sections", w.varint(2) + w.blob(b""), w.varint(1) + w.blob(b""))
    bad("a section twice", ALLOWED, "sections", w.varint(2) + w.blob(b""), w.varint(2) + w.blob(b""))
    bad("section beyond the end", EXACT, "sections", w.varint(2) + w.varint(9))
