"""A segment: its parts, its tables and the events of its rows (Format/segment.md)."""
from itertools import accumulate

from . import footers, summaries
from .codecs import decompressed
from .columns import GroupColumns
from .cursor import Cursor, crc32c
from .dictionaries import dictionary
from .encodings import codes, integers
from .errors import damaged
from .footers import DAY, Footer
from .shapes import Shape, quoted

PIECE = 65_536
SESSION, NOBODY = 1, 3


class Segment:
    """An opened segment. `entry` is the manifest's, where there is one: the file must be what it says."""

    def __init__(self, data, store_id=None, entry=None):
        self.data, self.raw_parts = data, {}
        if entry and len(data) != entry.bytes:
            raise damaged(min(len(data), entry.bytes), f"segment of {len(data)} bytes, the manifest says {entry.bytes}")
        kind, start, raw = footers.checked_ends(data, entry and entry.footer_sum)
        self.footer = footer = Footer(raw, kind, start, store_id)
        if entry:
            for name, got, wanted in (("kind", footer.kind, entry.kind), ("day", footer.day, entry.day), ("rows", footer.rows, entry.rows),
                                      ("clusters", footer.clusters, entry.clusters),
                                      ("timestamps", (footer.first_time, footer.last_time), (entry.first_time, entry.last_time)),
                                      ("sequences", (footer.first_sequence, footer.last_sequence), (entry.first_sequence, entry.last_sequence))):
                if got != wanted:
                    raise damaged(0, f"{name} {got}, the manifest says {wanted}")
        self.day_start = footer.day * DAY

    def part(self, number):
        """The raw bytes of a part."""
        raw = self.raw_parts.get(number)
        if raw is None:
            part = self.footer.parts[number]
            stored = self.data[part.start:part.start + part.stored]
            if crc32c(stored) != part.checksum:
                raise damaged(part.start, f"checksum of part {number}")
            raw = self.raw_parts[number] = decompressed(part.codec, stored, part.raw, part.start)
        return raw

    def check_parts(self):
        """Checks all parts, also those that hold nothing of a known kind."""
        for number in range(len(self.footer.parts)):
            self.part(number)

    def chunk(self, kind, ordinal, column=0, values=None, optional=False):
        """(raw part, start, end, entry) of a chunk; `values` is how many it must have."""
        entry = self.footer.chunks.get((kind, column, ordinal))
        if entry is None:
            if optional:
                return None
            raise damaged(None, f"no chunk of kind {kind}, property {column}, ordinal {ordinal}")
        if values is not None and entry.values != values:
            raise damaged(entry.offset, f"chunk of kind {kind}, ordinal {ordinal}: {entry.values} values instead of {values}")
        return self.part(entry.part), entry.offset, entry.offset + entry.length, entry

    def numbers(self, decode, kind, ordinal, values=None, column=0):
        raw, start, end, entry = self.chunk(kind, ordinal, column, values)
        return decode(raw, start, end, entry.values)

    def texts(self, kind, ordinal=0, column=0, values=None, form=None):
        raw, start, end, entry = self.chunk(kind, ordinal, column, values)
        return dictionary(raw, start, end, entry.values, form)

    def column_texts(self, kind):
        """The dictionary of a code column: pieces one behind the other, in byte order over all."""
        texts, piece, last = [], 0, None
        while (kind, 0, piece) in self.footer.chunks:
            more = self.texts(kind, piece, form=1)
            start = self.footer.chunks[(kind, 0, piece)].offset
            if last is not None and last != PIECE:
                raise damaged(start, f"piece {piece - 1} has {last} texts and is not the last")
            if not 1 <= len(more) <= PIECE:
                raise damaged(start, f"piece of {len(more)} texts")
            if texts and more[0].encode() <= texts[-1].encode():
                raise damaged(start, "pieces of a dictionary do not ascend")
            texts, last, piece = texts + more, len(more), piece + 1
        if any(key[0] == kind and key[2] > piece for key in self.footer.chunks):
            raise damaged(None, f"a gap among the pieces of kind {kind}")
        return texts

    def load_tables(self):
        """Clusters, shapes and the dictionaries of user, action and component."""
        self.load_clusters()
        self.load_shapes()
        self.users, self.actions, self.components = (
            [None] + [quoted(text) for text in self.column_texts(kind)]
            for kind in (footers.USER_DICTIONARY, footers.ACTION_DICTIONARY, footers.COMPONENT_DICTIONARY))

    def load_clusters(self):
        total = self.footer.clusters
        self.kinds, self.ids, rows, starts, self.durations = [], [], [], [], []
        for piece in range((total + PIECE - 1) // PIECE):
            count = min(PIECE, total - piece * PIECE)
            kinds = self.numbers(codes, footers.CLUSTER_KIND, piece, count)
            if min(kinds) < SESSION or max(kinds) > NOBODY:
                raise damaged(self.chunk(footers.CLUSTER_KIND, piece)[1], "unknown kind of cluster")
            self.kinds += kinds
            self.ids += self.texts(footers.CLUSTER_ID, piece, values=count, form=2)
            more = self.numbers(integers, footers.CLUSTER_ROWS, piece, count)
            if min(more) < 1:
                raise damaged(self.chunk(footers.CLUSTER_ROWS, piece)[1], "cluster without rows")
            rows += more
            starts += self.numbers(integers, footers.CLUSTER_START, piece, count)
            self.durations += self.numbers(integers, footers.CLUSTER_DURATION, piece, count)
        if sum(rows) != self.footer.rows:
            raise damaged(None, f"clusters of {sum(rows)} rows in a segment of {self.footer.rows}")
        named = [(kind, text) for kind, text in zip(self.kinds, self.ids)]
        if len(set(named)) != len(named):
            raise damaged(None, "two clusters of one kind and id")
        if any(text for kind, text in named if kind == NOBODY):
            raise damaged(None, "the cluster of nobody has an id")
        self.first_rows = list(accumulate(rows, initial=0))
        self.starts = list(accumulate(starts, initial=self.day_start))[1:]

    def load_shapes(self):
        raw, start, end, entry = self.chunk(footers.SHAPE_TABLE, 0)
        cursor, self.shapes = Cursor(raw, start, end), []
        while cursor.left():
            at = cursor.at
            length = cursor.varint()
            if length > cursor.left():
                raise damaged(at, f"shape of {length} bytes, {cursor.left()} left")
            self.shapes.append(Shape(raw, cursor.at, cursor.at + length))
            cursor.at += length
        if len(self.shapes) != entry.values:
            raise damaged(start, f"{len(self.shapes)} shapes, the entry says {entry.values}")
        if len({shape.bytes for shape in self.shapes}) != len(self.shapes):
            raise damaged(start, "a shape stands twice")
        self.shape_rows = self.numbers(integers, footers.SHAPE_ROWS, 0, len(self.shapes))

    def events(self, deep=False):
        """(timestamp, line) of all rows, in the order of events. `deep` holds summaries against the rows, too."""
        self.check_parts()
        self.load_tables()
        groups = [GroupColumns(self, number, group) for number, group in enumerate(self.footer.groups)]
        rows = [row for group in groups for row in group.rows()]
        if deep:
            summaries.check(self, groups)
        rows.sort()
        return [(timestamp, line) for timestamp, _, _, line in rows]

    def cluster_table(self):
        """(kind, id, rows, first timestamp, last timestamp) of each cluster."""
        for index, kind in enumerate(self.kinds):
            rows = self.first_rows[index + 1] - self.first_rows[index]
            yield kind, self.ids[index], rows, self.starts[index], self.starts[index] + self.durations[index]
