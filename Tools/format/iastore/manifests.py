"""CURRENT and manifests (Format/store.md, "CURRENT", and Format/manifest.md)."""
import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from .cursor import Cursor, crc32c
from .errors import FormatError, damaged, unsupported

MAGIC = bytes.fromhex("49414d414e0d0a1a")
MOST_BODY, MOST_FILE = 268_435_456, 536_870_960
MOST_LISTED, MOST_SETTINGS, MOST_RECORDS, MOST_PROGRESS, MOST_SECTIONS = 1_048_576, 4_096, 4_096, 262_144, 64
MOST_ROWS = 2_147_483_647
HIGH64 = (1 << 64) - 1
HIGHEST_NUMBER, MOST_FILE_BYTES = (1 << 62) - 1, 1 << 42
HOT, COMPACTED = 2, 3
# 1900-01-01 and 2200-12-31
FIRST_DAY, LAST_DAY = -25_567, 84_370


def current(data):
    """The name and the generation of the manifest in force."""
    line = data[:128]
    words = line.removesuffix(b"\n").split(b" ")
    if len(words) != 2 or not line.endswith(b"\n"):
        raise damaged(0, "CURRENT is not one line of two words")
    if not re.fullmatch(rb"MANIFEST-[0-9]+", words[0]):
        raise damaged(0, "CURRENT names no manifest")
    if words[1] != b"%x" % crc32c(words[0]):
        raise damaged(len(words[0]) + 1, "checksum of CURRENT")
    if int(words[0][9:]) > HIGHEST_NUMBER:
        raise damaged(9, "generation of more than 62 bits")
    return words[0].decode(), int(words[0][9:])


@dataclass
class SegmentEntry:
    name: str
    kind: int
    day: int
    rows: int
    clusters: int
    first_time: int
    last_time: int
    first_sequence: int
    last_sequence: int
    bytes: int
    footer_sum: int


@dataclass
class LateEntry:
    number: int
    rows: int
    bytes: int


@dataclass
class Manifest:
    generation: int = 0
    read_features: int = 0
    write_features: int = 0
    store_id: bytes = b""
    join_key: bytes = b""
    clock: int = 0
    journal_start: int = 0
    next_sequence: int = 0
    settings: list = field(default_factory=list)
    segments: list = field(default_factory=list)
    late: LateEntry = None
    imports: list = field(default_factory=list)
    dropped: list = field(default_factory=list)
    sections: list = field(default_factory=list)


def manifest(data, number):
    """The manifest of a file: its first whole copy."""
    if len(data) > MOST_FILE:
        raise damaged(MOST_FILE, f"manifest of {len(data)} bytes")
    try:
        found = copy(data, 0)
    except FormatError as error:
        if error.code == "unsupported" or len(data) % 2:
            raise
        try:
            found = copy(data, len(data) // 2)
        except FormatError as second:
            raise (second if second.code == "unsupported" else error) from second
    if found.generation != number:
        raise damaged(0, f"generation {found.generation} under the number {number}")
    return found


def copy(data, start):
    header = Cursor(data, start)
    if header.take(8, "magic") != MAGIC:
        raise damaged(start, "not a manifest")
    version, reserved, length, body_sum, header_sum = header.u16(), header.u16(), header.u32(), header.u32(), header.u32()
    if header_sum != crc32c(data[start:start + 20]):
        raise damaged(start + 20, "checksum of a manifest's header")
    if version != 1:
        raise unsupported(start + 8, f"version {version}")
    if reserved:
        raise damaged(start + 10, "reserved bytes")
    if length > MOST_BODY:
        raise damaged(start + 12, f"body of {length} bytes")
    content = header.take(length, "body of a manifest")
    if body_sum != crc32c(content):
        raise damaged(start + 16, "checksum of a manifest's body")
    return body(Cursor(data, start + 24, start + 24 + length))


def body(cursor):
    at = cursor.at
    read_features = cursor.varint()
    if read_features:
        raise unsupported(at, f"read features {read_features:#x}")
    found = Manifest(read_features=read_features, write_features=cursor.varint(), generation=cursor.bounded(0, HIGHEST_NUMBER, "generation"),
                     store_id=cursor.take(16), join_key=cursor.take(16), clock=cursor.i64(),
                     journal_start=cursor.bounded(0, HIGHEST_NUMBER, "first journal file"))
    at = cursor.at
    found.next_sequence = cursor.zigzag()
    if found.next_sequence < 1:
        raise damaged(at, f"next sequence {found.next_sequence}")
    found.settings = listed(cursor, MOST_SETTINGS, 2, setting, "settings", lambda entry: entry[0].encode(), strict=True)
    found.segments = listed(cursor, MOST_LISTED, 15, segment_entry, "segments", lambda entry: (entry.day, entry.first_sequence))
    if cursor.choice((1, 2), "late mark") == 2:
        found.late = LateEntry(cursor.bounded(0, HIGHEST_NUMBER, "number of the late file"), cursor.bounded(0, MOST_ROWS, "rows of the late file"),
                               cursor.bounded(0, MOST_FILE_BYTES, "bytes of the late file"))
    found.imports = listed(cursor, MOST_RECORDS, 12, import_record, "import records")
    found.dropped = listed(cursor, MOST_LISTED, 9, lambda cursor: (cursor.text(1_024), cursor.i64()), "dropped files")
    found.sections = listed(cursor, MOST_SECTIONS, 2, section, "sections", lambda entry: entry[0], strict=True)
    cursor.finish("the last section")
    return found


def listed(cursor, most, least, one, what, key=None, strict=False):
    """A count and so many items, ascending by `key` where one is given."""
    number, items, before = cursor.count(most, least, what), [], None
    for _ in range(number):
        at = cursor.at
        item = one(cursor)
        if key:
            now = key(item)
            if before is not None and (now < before or (strict and now == before)):
                raise damaged(at, f"{what} do not ascend")
            before = now
        items.append(item)
    return items


def setting(cursor):
    return cursor.text(1_024, "name of a setting"), cursor.text(65_536, "value of a setting")


def section(cursor):
    kind = cursor.bounded(1, HIGH64, "kind of a section")
    at = cursor.at
    length = cursor.varint()
    if length > cursor.left():
        raise damaged(at, f"section of {length} bytes, {cursor.left()} left")
    return kind, cursor.take(length)


def segment_entry(cursor):
    at = cursor.at
    name = cursor.text(1_024, "name of a segment")
    kind = cursor.choice((HOT, COMPACTED), "kind of a segment")
    day = cursor.zigzag()
    if not FIRST_DAY <= day <= LAST_DAY:
        raise damaged(at, f"day {day}")
    folder, letter = (date(1970, 1, 1) + timedelta(days=day)).isoformat(), "h" if kind == HOT else "c"
    if not re.fullmatch(rf"days/{folder}/{letter}-[0-9a-f]{{16}}\.ias", name):
        raise damaged(at, f"no name of a segment of that day and kind: {name[:80]}")
    rows = cursor.bounded(0, MOST_ROWS, "rows of a segment")
    clusters = cursor.bounded(0, rows, "clusters of a segment")
    at = cursor.at
    entry = SegmentEntry(name, kind, day, rows, clusters, cursor.zigzag(), cursor.zigzag(), cursor.zigzag(), cursor.zigzag(),
                         cursor.bounded(0, MOST_FILE_BYTES, "bytes of a segment"), cursor.u32())
    if entry.first_time > entry.last_time or entry.first_sequence > entry.last_sequence:
        raise damaged(at, "a first value above its last value")
    return entry


def import_record(cursor):
    identity, length, at = cursor.u64(), cursor.varint(), cursor.at
    size = cursor.bounded(1, MOST_PROGRESS, "progress of an import")
    if size > cursor.left():
        raise damaged(at, "progress of an import")
    return identity, length, cursor.take(size), cursor.varint(), cursor.varint()
