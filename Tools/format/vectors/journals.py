"""Vectors of Format/journal.md: frames, journal files, late files."""
from . import rows as r
from . import writing as w
from .book import Pieces, checksum, moved
from .rows import ROW

JOURNAL = "journal.md: "
HEADER = JOURNAL + "A reader must check the checksum before the version, and refuse a header that breaks any line of the table."
MARK = JOURNAL + "A reader must refuse a file that ends before its mark."
FRAME = JOURNAL + "A reader must refuse such a frame below the durable mark, and anywhere in a late file."
PAYLOAD = JOURNAL + ("A reader must refuse a payload that does not end with its last row, a row longer than 1,114,112 bytes, a row that [rows.md](rows.md) "
                     "refuses (whose limit is lower), and in a late frame a first step other than 0 and a step or sequence that is too large.")
LATE = JOURNAL + "A reader must refuse a late file that has another size or another number of rows than the manifest says"
CHECK = "README.md: It always covers bytes as they are on disk, that is after compression. A reader must check it before it uses the bytes."
VERSION = "README.md: A reader must answer `unsupported` to a version it does not know."
FEATURE = "README.md: a reader must answer `unsupported` to a bit of its read features that it does not know"
RESERVED = "README.md: Reserved bytes are 0 and a reader must refuse anything else."
MAGIC = bytes.fromhex("49414a524e0d0a1a")
STORE = bytes(range(16))
FIRST = 1_536
START = 1_775_001_600_000_000


def header(kind=1, store=STORE, number=2, version=1, reserved=0, features=0, magic=MAGIC):
    fields = magic + w.u16(version) + w.u8(kind) + w.u8(reserved) + w.u32(features) + store + w.u64(number)
    return fields + checksum(fields)


def slot(end, counter):
    fields = w.u64(end) + w.u32(counter)
    return fields + checksum(fields)


def beginning(head, a=bytes(16), b=bytes(16)):
    """The 1,536 bytes before the frames."""
    return head + bytes(512 - len(head)) + a + bytes(496) + b + bytes(496)


def frame(payload, rows, first=1, batch=1, length=None, mark=b"IAFR", payload_sum=None):
    fields = mark + w.u32(len(payload) if length is None else length) + w.u32(rows) + w.i64(first) + w.u64(batch) + (payload_sum or checksum(payload))
    return fields + checksum(fields) + payload


def simple(number, seconds=None):
    """A short row, and its event."""
    seconds = number if seconds is None else seconds
    data = bytes(r.row(START + seconds * 1_000_000, r.shape([("i", "int64")], session=2), "go", ("s",), w.zigzag(number)))
    return data, f'{{"timestamp":"2026-04-01T00:00:{seconds:02d}.000000Z","sessionId":"s","action":"go","details":{{"i":{number}}}}}'


def journal_payload(*rows):
    return b"".join(map(w.blob, rows))


def late_payload(*steps_and_rows):
    return b"".join(w.varint(step) + w.blob(data) for step, data in steps_and_rows)


def build(book):
    frames(book)
    journals(book)
    lates(book)


def frames(book):
    def good(name, data, value, kind="journal"):
        book.good("frame", name, data, value, kind=kind)

    def bad(name, data, rule, at, kind="journal"):
        book.bad("frame", name, data, rule, at, kind=kind)

    (one, first), (two, second), (three, third) = (simple(number) for number in (1, 2, 3))
    payload = journal_payload(one, two)
    good("two rows", frame(payload, 2, 7, 99), {"batch": 99, "rows": [[7, first], [8, second]]})
    good("bytes behind it", frame(payload, 2) + b"IAFR", {"batch": 1, "rows": [[1, first], [2, second]]})
    good("highest first sequence", frame(payload, 2, (1 << 63) - 1_048_578), {"batch": 1, "rows": [[(1 << 63) - 1_048_578, first], [(1 << 63) - 1_048_577, second]]})
    good("late rows", frame(late_payload((0, one), (5, two), (1, three)), 3, 2), {"batch": 1, "rows": [[2, first], [7, second], [8, third]]}, "late")
    bad("another mark", frame(payload, 2, mark=b"IAFQ"), FRAME, (0, 4))
    bad("payload above the limit", frame(payload, 2, length=16_777_217), FRAME, (0, 8))
    bad("payload longer than the bytes", frame(payload, 2, length=len(payload) + 1), FRAME, (0, 36))
    bad("no row", frame(b"", 0), FRAME, (0, 12))
    bad("too many rows", frame(payload, 1_048_577), FRAME, (0, 12))
    bad("first sequence 0", frame(payload, 2, 0), FRAME, (0, 20))
    bad("first sequence too high", frame(payload, 2, (1 << 63) - 1_048_577), FRAME, (0, 20))
    bad("checksum of the payload", frame(payload, 2, payload_sum=bytes(4)), CHECK, (0, 32))
    good_frame = frame(payload, 2)
    bad("checksum of the header", good_frame[:32] + bytes(4) + good_frame[36:], CHECK, (0, 36))
    bad("cut short in the header", good_frame[:35], FRAME, (0, 35))
    end = len(good_frame)
    bad("a byte behind the last row", frame(payload + b"\x00", 2), PAYLOAD, (end, end + 1))
    bad("fewer rows than stated", frame(payload, 3), PAYLOAD, (end, end))
    bad("more rows than stated", frame(payload, 1), PAYLOAD, (36 + 1 + len(one), end))
    bad("a row longer than the payload", frame(payload[:-1], 2), PAYLOAD, (36 + 1 + len(one), end))
    bad("a row of 1,114,113 bytes", frame(journal_payload(bytes(1_114_113)), 1), PAYLOAD, (36, 39))
    wrong = bytes(r.row(START, r.shape(), ""))
    bad("a row that is refused", frame(journal_payload(one, wrong), 2), PAYLOAD, (36 + 2 + len(one), 36 + 2 + len(one) + len(wrong)))
    bad("a first step", frame(late_payload((1, one)), 1), PAYLOAD, (36, 37), "late")
    bad("a step of 2^62", frame(late_payload((0, one), (1 << 62, two)), 2), PAYLOAD, (36 + 2 + len(one), 36 + 11 + len(one)), "late")
    first_far = (1 << 63) - 1_048_578
    bad("a sequence of 2^63 - 1", frame(late_payload((0, one), (1_048_577, two)), 2, first_far), PAYLOAD, (36 + 2 + len(one), 36 + 5 + len(one)), "late")


def journals(book):
    def good(name, data, value, number=2):
        book.good("journal file", name, data, value, store=STORE.hex(), number=number)

    def bad(name, data, rule, at, code="damaged"):
        book.bad("journal file", name, data, rule, at, code, store=STORE.hex(), number=2)

    (one, first), (two, second), (three, third) = (simple(number) for number in (1, 2, 3))
    a, b = frame(journal_payload(one, two), 2), frame(journal_payload(three), 1, 3)
    end_a, end_b = FIRST + len(a), FIRST + len(a) + len(b)
    rows_a, rows_b = [[1, first], [2, second]], [[3, third]]
    new, by_a, by_b = slot(FIRST, 1), slot(end_a, 2), slot(end_b, 3)

    def value(mark, rows):
        return {"mark": mark, "rows": rows}

    good("new", beginning(header()), value(FIRST, []))
    good("without a header", bytes(FIRST), value(FIRST, []))
    good("two frames", beginning(header(), by_a, by_b) + a + b, value(end_b, rows_a + rows_b))
    good("a frame behind the mark", beginning(header(), by_a, new) + a + b, value(end_a, rows_a))
    good("a torn frame behind the mark", beginning(header(), by_a, new) + a + b[:-3], value(end_a, rows_a))
    good("zeros behind the mark", beginning(header(), by_a, new) + a + bytes(700), value(end_a, rows_a))
    good("frames without a slot", beginning(header()) + a + b, value(FIRST, []))
    good("the newer slot is torn", beginning(header(), by_a, by_b[:8] + bytes(8)) + a + b, value(end_a, rows_a))
    good("a slot with counter 0", beginning(header(), slot(end_b, 0), new) + a + b, value(FIRST, []))
    good("a slot before the frames", beginning(header(), slot(FIRST - 1, 9), by_b) + a + b, value(end_b, rows_a + rows_b))
    good("anything where no checksum is", header() + b"\xaa" * 468 + by_a + b"\xaa" * 496 + new + b"\xaa" * 496 + a, value(end_a, rows_a))
    good("numbers that are left out", beginning(header(), slot(FIRST + len(frame(journal_payload(one), 1, 40)), 2)) + frame(journal_payload(one), 1, 40),
         value(FIRST + len(frame(journal_payload(one), 1, 40)), [[40, first]]))
    good("highest file number", beginning(header(number=(1 << 62) - 1)), value(FIRST, []), number=(1 << 62) - 1)
    tail = beginning(header(), by_a, new)[44:] + a
    bad("another magic", header(magic=MAGIC[:-1] + b"\x00") + tail, HEADER, (0, 8))
    bad("checksum of the header", header()[:40] + bytes(4) + tail, CHECK, (0, 44))
    bad("version 0", header(version=0) + tail, VERSION, (8, 10), "unsupported")
    bad("version 2", header(version=2) + tail, VERSION, (8, 10), "unsupported")
    bad("unknown feature", header(features=1 << 31) + tail, FEATURE, (12, 16), "unsupported")
    bad("kind of a late file", header(kind=2) + tail, HEADER, (10, 11))
    bad("kind 0", header(kind=0) + tail, HEADER, (10, 11))
    bad("reserved byte", header(reserved=1) + tail, RESERVED, (11, 12))
    bad("another store", header(store=STORE[::-1]) + tail, HEADER, (16, 32))
    bad("another number", header(number=3) + tail, HEADER, (32, 40))
    bad("shorter than its mark", beginning(header(), by_b, new) + a, MARK, (end_a, end_a))
    bad("a torn frame below the mark", beginning(header(), by_b, new) + a + b[:-3] + bytes(3), FRAME, (end_a, end_b))
    bad("the mark inside a frame", beginning(header(), slot(end_b - 1, 2), new) + a + b, FRAME, (end_a, end_b))
    bad("zeros below the mark", beginning(header(), slot(end_a + 40, 2), new) + a + bytes(40), FRAME, (end_a, end_a + 40))
    bad("a wrong row below the mark", beginning(header(), slot(FIRST + 37 + 2, 2), new) + frame(journal_payload(b"\x00\x00"), 1), ROW, (FIRST + 36, FIRST + 39))


def lates(book):
    (one, first), (two, second), (three, third) = (simple(number) for number in (1, 2, 3))
    tomorrow = bytes(r.row(START + 86_400_000_000, r.shape(), "later"))
    later = '{"timestamp":"2026-04-02T00:00:00.000000Z","action":"later"}'
    today = frame(late_payload((0, one), (3, two)), 2, 5)
    next_day = frame(late_payload((0, tomorrow)), 1, 2)
    file = beginning(header(kind=2, number=4)) + today + next_day
    facts = dict(store=STORE.hex(), number=4)

    def bad(name, data, rule, at, code="damaged", rows=3, size=None):
        book.bad("late file", name, data, rule, at, code, **facts, rows=rows, size=len(data) if size is None else size)

    book.good("late file", "two days", file, {"rows": [[5, first], [8, second], [2, later]]}, **facts, rows=3, size=len(file))
    empty = beginning(header(kind=2, number=4))
    book.good("late file", "no frame", empty, {"rows": []}, **facts, rows=0, size=len(empty))
    bad("fewer rows than stated", file, LATE, None, rows=4)
    bad("more rows than stated", file, LATE, None, rows=2)
    bad("shorter than stated", file, LATE, None, size=len(file) + 1)
    bad("longer than stated", file, LATE, None, size=len(file) - len(next_day))
    bad("bytes behind the stated end", file + bytes(8), LATE, None, size=len(file))
    bad("a journal", beginning(header(kind=1, number=4)) + today + next_day, HEADER, (10, 11))
    bad("another store", beginning(header(kind=2, number=4, store=STORE[::-1])) + today + next_day, HEADER, (16, 32))
    bad("unknown feature", beginning(header(kind=2, number=4, features=1)) + today + next_day, FEATURE, (12, 16), "unsupported")
    bad("checksum of a frame", file[:-1] + b"\xff", FRAME, moved((0, len(next_day)), FIRST + len(today)))
    bad("bytes behind the last frame", file + bytes(8), FRAME, (len(file), len(file) + 8))
    bad("a first step", beginning(header(kind=2, number=4)) + frame(late_payload((1, one)), 1), PAYLOAD, (FIRST + 36, FIRST + 37), rows=1)
