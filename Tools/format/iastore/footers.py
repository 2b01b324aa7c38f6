"""Header, tail and footer of a segment (Format/segment.md, "Layout" and "Footer")."""
from dataclasses import dataclass

from .codecs import check_lengths, decompressed
from .cursor import Cursor, crc32c
from .errors import damaged, unsupported, within

MAGIC, END_MARK = bytes.fromhex("49415345470d0a1a"), b"SGND"
HEADER, TAIL = 16, 24
MOST_ROWS, MOST_LISTED, MOST_COLUMNS, GROUP_ROWS = 2_147_483_647, 4_194_304, 256, 65_536
DAY = 86_400_000_000
(TIMESTAMP, TIE, USER, ACTION, COMPONENT, SHAPE, PROPERTY, OVERFLOW, CLUSTER_KIND, CLUSTER_ID, CLUSTER_ROWS, CLUSTER_START,
 CLUSTER_DURATION) = range(1, 14)
USER_DICTIONARY, ACTION_DICTIONARY, COMPONENT_DICTIONARY, PROPERTY_DICTIONARY = range(16, 20)
SHAPE_TABLE, SHAPE_ROWS, ROLLUP = 24, 25, 32
CHUNK_NAMES = {
    TIMESTAMP: "timestamp", TIE: "tie", USER: "user", ACTION: "action", COMPONENT: "component", SHAPE: "shape", PROPERTY: "property",
    OVERFLOW: "overflow", CLUSTER_KIND: "clusterKind", CLUSTER_ID: "clusterId", CLUSTER_ROWS: "clusterRows",
    CLUSTER_START: "clusterStart", CLUSTER_DURATION: "clusterDuration", USER_DICTIONARY: "userDictionary",
    ACTION_DICTIONARY: "actionDictionary", COMPONENT_DICTIONARY: "componentDictionary",
    PROPERTY_DICTIONARY: "propertyDictionary", SHAPE_TABLE: "shapeTable", SHAPE_ROWS: "shapeRows", ROLLUP: "rollup"}
HIGH64 = (1 << 63) - 1
# Forms of zone maps by the lane of a property column: int64 and double.
ZONE_OF_LANE = {2: 2, 3: 3}


@dataclass
class Group:
    first_row: int
    rows: int
    first_time: int
    last_time: int


@dataclass
class Part:
    start: int
    stored: int
    raw: int
    codec: int
    checksum: int


@dataclass
class Column:
    root: int
    lane: int
    values: int
    path: tuple


@dataclass
class Chunk:
    part: int
    offset: int
    length: int
    values: int
    zone: tuple


def checked_ends(data, expected_sum=None):
    """Checks header and tail; gives the kind in the header and the raw footer."""
    if len(data) < HEADER + TAIL:
        raise damaged(len(data), f"segment of {len(data)} bytes")
    header = Cursor(data, 0, HEADER)
    if header.take(8) != MAGIC:
        raise damaged(0, "not a segment")
    version, kind, reserved, checksum = header.u16(), header.u8(), header.u8(), header.u32()
    if checksum != crc32c(data[:12]):
        raise damaged(12, "checksum of a segment's header")
    if version != 1:
        raise unsupported(8, f"version {version}")
    if reserved:
        raise damaged(11, "reserved byte")
    base = len(data) - TAIL
    tail = Cursor(data, base)
    stored, raw, footer_sum, codec, zeros, checksum, mark = (
        tail.u32(), tail.u32(), tail.u32(), tail.u8(), tail.take(3), tail.u32(), tail.take(4))
    if mark != END_MARK:
        raise damaged(base + 20, "end mark")
    if checksum != crc32c(data[base:base + 16]):
        raise damaged(base + 16, "checksum of a segment's tail")
    if any(zeros):
        raise damaged(base + 13, "reserved bytes")
    if stored > base - HEADER:
        raise damaged(base, f"footer of {stored} bytes")
    check_lengths(codec, stored, raw, base + 12)
    if expected_sum is not None and footer_sum != expected_sum:
        raise damaged(base + 8, "another footer than the manifest says")
    start = base - stored
    content = data[start:base]
    if crc32c(content) != footer_sum:
        raise damaged(start, "checksum of a footer")
    return kind, start, decompressed(codec, content, raw, start)


def section_of(kind, column, ordinal):
    """How errors name a chunk."""
    return f"{CHUNK_NAMES.get(kind, kind)} {column}.{ordinal}"


class Footer:
    """The directory of a segment. Offsets of errors in it count in the raw footer."""

    def __init__(self, raw, footer_start):
        with within("footer"):
            self.decode(Cursor(raw), footer_start)

    def decode(self, cursor, footer_start):
        if cursor.varint():
            raise unsupported(0, "unknown read feature")
        self.kind = cursor.choice((2, 3), "kind of a segment")
        at = cursor.at
        self.day = cursor.zigzag()
        if not -(1 << 31) <= self.day < 1 << 31:
            raise damaged(at, f"day {self.day}")
        self.rows = cursor.bounded(0, MOST_ROWS, "rows")
        self.clusters = cursor.bounded(0, self.rows, "clusters")
        self.first_sequence, self.last_sequence = self.range_of(cursor, "sequences")
        at = cursor.at
        self.first_time, self.last_time = self.range_of(cursor, "timestamps")
        if self.first_time < self.day * DAY or self.last_time >= (self.day + 1) * DAY:
            raise damaged(at, "timestamps outside of the day")
        self.groups = self.groups_of(cursor)
        self.parts = self.parts_of(cursor, footer_start)
        self.columns = self.columns_of(cursor)
        self.chunks = self.chunks_of(cursor)
        self.store_id = cursor.take(16, "store id")
        self.erasures = cursor.varint()
        self.replaced = [cursor.text(4_096, "replaced file") for _ in range(cursor.count(MOST_LISTED, 1, "replaced files"))]
        cursor.finish("a footer")

    @staticmethod
    def range_of(cursor, what):
        at = cursor.at
        first = cursor.zigzag()
        last = first + cursor.varint()
        if last > HIGH64:
            raise damaged(at, f"{what} beyond 64 bits")
        return first, last

    def groups_of(self, cursor):
        groups, row = [], 0
        start = cursor.at
        for _ in range(cursor.count(MOST_LISTED, 3, "row groups")):
            rows = cursor.bounded(1, GROUP_ROWS, "rows of a group")
            at = cursor.at
            first = self.first_time + cursor.varint()
            last = first + cursor.varint()
            if last > self.last_time:
                raise damaged(at, "times of a group beyond those of the segment")
            groups.append(Group(row, rows, first, last))
            row += rows
        if row != self.rows:
            raise damaged(start, f"groups of {row} rows in a segment of {self.rows}")
        return groups

    @staticmethod
    def parts_of(cursor, footer_start):
        parts, place = [], HEADER
        start = cursor.at
        for _ in range(cursor.count(MOST_LISTED, 7, "parts")):
            at = cursor.at
            stored, raw, codec, checksum = cursor.varint(), cursor.varint(), cursor.u8(), cursor.u32()
            check_lengths(codec, stored, raw, at)
            if stored > footer_start - place:
                raise damaged(at, "part beyond the footer")
            parts.append(Part(place, stored, raw, codec, checksum))
            place += stored
        if place != footer_start:
            raise damaged(start, f"parts end at {place}, the footer starts at {footer_start}")
        return parts

    def columns_of(self, cursor):
        columns, seen = [], set()
        for _ in range(cursor.count(MOST_COLUMNS, 5, "property columns")):
            at = cursor.at
            root, lane, values = cursor.choice((1, 2), "root"), cursor.choice(range(1, 7), "lane"), cursor.bounded(0, self.rows, "values")
            path = tuple(cursor.text(1_048_576, "key") for _ in range(cursor.bounded(1, 64, "depth")))
            if (root, lane, path) in seen:
                raise damaged(at, "a property column stands twice")
            seen.add((root, lane, path))
            columns.append(Column(root, lane, values, path))
        return columns

    def chunks_of(self, cursor):
        chunks, before = {}, None
        for _ in range(cursor.count(MOST_LISTED, 8, "chunks")):
            at = cursor.at
            kind = cursor.u8()
            if kind == 0:
                raise damaged(at, "chunk kind 0")
            column = cursor.varint()
            if (column >= len(self.columns)) if kind in (PROPERTY, PROPERTY_DICTIONARY) else (column and kind in CHUNK_NAMES):
                raise damaged(at, f"property {column}")
            name = (kind, column, cursor.bounded(0, MOST_LISTED, "ordinal"))
            if before is not None and name <= before:
                raise damaged(at, "chunks do not ascend")
            before = name
            part, offset, length = cursor.varint(), cursor.varint(), cursor.varint()
            if part >= len(self.parts):
                raise damaged(at, f"part {part} of {len(self.parts)}")
            if offset + length > self.parts[part].raw:
                raise damaged(at, "a chunk beyond its part")
            values = cursor.bounded(0, MOST_ROWS, "values of a chunk")
            zone_at = cursor.at
            form, zone = self.zone_of(cursor)
            if kind in CHUNK_NAMES and form != (ZONE_OF_LANE.get(self.columns[column].lane, 1) if kind == PROPERTY else 1):
                raise damaged(zone_at, f"zone map {form} at a chunk of kind {kind}")
            chunks[name] = Chunk(part, offset, length, values, zone)
        return chunks

    @staticmethod
    def zone_of(cursor):
        at = cursor.at
        form = cursor.choice((1, 2, 3), "zone map")
        if form == 1:
            return form, None
        zone = (cursor.zigzag(), cursor.zigzag()) if form == 2 else (cursor.f64(), cursor.f64())
        if not zone[0] <= zone[1]:
            raise damaged(at, "zone map with its ends exchanged")
        return form, zone
