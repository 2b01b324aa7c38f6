"""Makes segment files out of chunks, with every field of header, footer and tail open to change (Format/segment.md)."""
from . import writing as w
from .book import Pieces, checksum

MAGIC = bytes.fromhex("49415345470d0a1a")
DAY, DAY_START = 20_544, 1_775_001_600_000_000
STORE = bytes(range(16))
(TIMESTAMP, TIE, USER, ACTION, COMPONENT, SHAPE, PROPERTY, OVERFLOW, CLUSTER_KIND, CLUSTER_ID, CLUSTER_ROWS, CLUSTER_START,
 CLUSTER_DURATION) = range(1, 14)
USERS, ACTIONS, COMPONENTS, TEXTS, SHAPES, SHAPE_ROWS, ROLLUP = 16, 17, 18, 19, 24, 25, 32
NO_ZONE = b"\x01"


def integer_zone(low, high):
    return b"\x02" + w.zigzag(low) + w.zigzag(high)


def double_zone(low, high):
    return b"\x03" + w.f64(low) + w.f64(high)


def header(kind=2, version=1, reserved=0, magic=MAGIC):
    fields = magic + w.u16(version) + w.u8(kind) + w.u8(reserved)
    return fields + checksum(fields)


def tail(footer, stored=None, raw=None, codec=1, reserved=bytes(3), mark=b"SGND", footer_sum=None):
    size = len(footer)
    fields = w.u32(size if stored is None else stored) + w.u32(size if raw is None else raw) + (footer_sum or checksum(footer)) + w.u8(codec) + reserved
    return fields + checksum(fields) + mark


class Segment:
    """`chunks` are (bytes, values, zone map) by (kind, property, ordinal); `columns` are (root, lane, values, keys); `groups` are
    (rows, start, span). All chunks lie in one uncompressed part, in the order of their names."""

    def __init__(self, rows, clusters, groups, columns, chunks, times, sequences=(1, 5), kind=2):
        self.rows, self.clusters, self.groups, self.columns, self.chunks = rows, clusters, groups, columns, dict(chunks)
        self.times, self.sequences, self.kind = times, sequences, kind

    def changed(self, chunks=None, **fields):
        """The same segment with other chunks (None takes one away) or other fields."""
        new = Segment(self.rows, self.clusters, self.groups, self.columns, self.chunks, self.times, self.sequences, self.kind)
        for name, chunk in (chunks or {}).items():
            if chunk is None:
                del new.chunks[name]
            else:
                new.chunks[name] = chunk
        for name, value in fields.items():
            assert hasattr(new, name), name
            setattr(new, name, value)
        return new

    def part(self):
        return b"".join(self.chunks[name][0] for name in sorted(self.chunks))

    def entries(self):
        """The directory entries, as pieces named by kind, property and ordinal."""
        offset, entries = 0, []
        for name in sorted(self.chunks):
            content, values, zone = self.chunks[name]
            entries.append((name, w.u8(name[0]) + w.varint(name[1]) + w.varint(name[2]) + w.varint(0) + w.varint(offset)
                            + w.varint(len(content)) + w.varint(values) + zone))
            offset += len(content)
        return entries

    def footer(self, **changed):
        part = self.part()
        pieces = Pieces(
            ("features", b"\x00"), ("kind", w.u8(self.kind)), ("day", w.zigzag(DAY)), ("rows", w.varint(self.rows)), ("clusters", w.varint(self.clusters)),
            ("sequences", w.zigzag(self.sequences[0]) + w.varint(self.sequences[1])),
            ("times", w.zigzag(self.times[0]) + w.varint(self.times[1])),
            ("groups", listed(*(w.varint(rows) + w.varint(start) + w.varint(span) for rows, start, span in self.groups))),
            ("parts", listed(part_entry(part))), ("columns", listed(*(column(*fields) for fields in self.columns))),
            ("chunks", listed(*(entry for _, entry in self.entries()))), ("store", STORE), ("erasures", w.varint(0)), ("replaced", listed()))
        return pieces.changed(**changed)

    def file(self, head=None, part=None, footer=None, end=None):
        """The file as pieces: header, part, footer, tail."""
        footer = bytes(self.footer() if footer is None else footer)
        return Pieces(("header", head or header(self.kind)), ("part", self.part() if part is None else part), ("footer", footer),
                      ("tail", end or tail(footer)))


def listed(*items):
    return w.varint(len(items)) + b"".join(items)


def part_entry(stored, raw=None, codec=1, part_sum=None):
    return w.varint(len(stored)) + w.varint(len(stored) if raw is None else raw) + w.u8(codec) + (part_sum or checksum(stored))


def column(root, lane, values, keys):
    return w.u8(root) + w.u8(lane) + w.varint(values) + listed(*map(w.text, keys))
