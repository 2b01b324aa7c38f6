"""A segment: its parts, its tables and the events of its rows (Format/segment.md)."""
from itertools import accumulate

from . import footers, summaries
from .codecs import decompressed
from .columns import GroupColumns
from .cursor import Cursor, crc32c
from .dictionaries import dictionary
from .encodings import codes, integers
from .errors import damaged, within
from .footers import DAY, Footer, section_of
from .shapes import Shape, quoted

PIECE = 65_536
QUARTERS, MOST_ACTIONS = 96, 1_024
SESSION, NOBODY = 1, 3


class Segment:
    """An opened segment. `entry` is the manifest's, where there is one: the file must be what it says."""

    def __init__(self, data, store_id=None, entry=None):
        self.data, self.raw_parts, self.property_dictionaries = data, {}, {}
        if entry and len(data) != entry.bytes:
            raise damaged(None, f"segment of {len(data)} bytes, the manifest says {entry.bytes}")
        kind, start, raw = footers.checked_ends(data, entry and entry.footer_sum)
        self.footer = footer = Footer(raw, start)
        if footer.kind != kind:
            raise damaged(10, f"header of kind {kind}, footer of kind {footer.kind}")
        if store_id is not None and footer.store_id != store_id:
            raise damaged(None, "segment of another store")
        if entry:
            for name, got, wanted in (("kind", footer.kind, entry.kind), ("day", footer.day, entry.day), ("rows", footer.rows, entry.rows),
                                      ("clusters", footer.clusters, entry.clusters),
                                      ("timestamps", (footer.first_time, footer.last_time), (entry.first_time, entry.last_time)),
                                      ("sequences", (footer.first_sequence, footer.last_sequence), (entry.first_sequence, entry.last_sequence))):
                if got != wanted:
                    raise damaged(None, f"{name} {got}, the manifest says {wanted}")
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

    def chunk(self, kind, ordinal=0, column=0, values=None, optional=False):
        """The bytes and the number of values of a chunk; `values` is how many it must have. None where an optional one is not there."""
        section, entry = section_of(kind, column, ordinal), self.footer.chunks.get((kind, column, ordinal))
        if entry is None:
            if optional:
                return None
            with within(section):
                raise damaged(None, "the chunk is not there")
        if values is not None and entry.values != values:
            with within(section):
                raise damaged(0, f"{entry.values} values instead of {values}")
        raw = self.part(entry.part)
        return raw[entry.offset:entry.offset + entry.length], entry.values

    def numbers(self, decode, kind, ordinal=0, values=None, column=0):
        data, count = self.chunk(kind, ordinal, column, values)
        with within(section_of(kind, column, ordinal)):
            return decode(data, 0, len(data), count)

    def texts(self, kind, ordinal=0, column=0, values=None, form=None):
        data, count = self.chunk(kind, ordinal, column, values)
        with within(section_of(kind, column, ordinal)):
            return dictionary(data, 0, len(data), count, form)

    def column_texts(self, kind):
        """The dictionary of a code column: pieces one behind the other, in byte order over all."""
        texts, piece, last = [], 0, None
        while (kind, 0, piece) in self.footer.chunks:
            more = self.texts(kind, piece, form=(1,))
            with within(section_of(kind, 0, piece)):
                if last is not None and last != PIECE:
                    raise damaged(0, f"piece {piece - 1} has {last} texts and is not the last")
                if not 1 <= len(more) <= PIECE:
                    raise damaged(0, f"piece of {len(more)} texts")
                if texts and more[0].encode() <= texts[-1].encode():
                    raise damaged(0, "pieces of a dictionary do not ascend")
            texts, last, piece = texts + more, len(more), piece + 1
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
            with within(section_of(footers.CLUSTER_KIND, 0, piece)):
                if min(kinds) < SESSION or max(kinds) > NOBODY:
                    raise damaged(0, "unknown kind of cluster")
            ids = self.texts(footers.CLUSTER_ID, piece, values=count, form=(2, 3))
            with within(section_of(footers.CLUSTER_ID, 0, piece)):
                if any(text for kind, text in zip(kinds, ids) if kind == NOBODY):
                    raise damaged(0, "the cluster of nobody has an id")
            more = self.numbers(integers, footers.CLUSTER_ROWS, piece, count)
            rows += more
            with within(section_of(footers.CLUSTER_ROWS, 0, piece)):
                if min(more) < 1 or sum(rows) > self.footer.rows:
                    raise damaged(0, "cluster without rows, or clusters with more rows than the segment")
            self.kinds, self.ids = self.kinds + kinds, self.ids + ids
            starts += self.numbers(integers, footers.CLUSTER_START, piece, count)
            self.durations += self.numbers(integers, footers.CLUSTER_DURATION, piece, count)
        if sum(rows) != self.footer.rows:
            with within(section_of(footers.CLUSTER_ROWS, 0, 0)):
                raise damaged(0, f"clusters of {sum(rows)} rows in a segment of {self.footer.rows}")
        self.first_rows = list(accumulate(rows, initial=0))
        self.starts = list(accumulate(starts, initial=self.day_start))[1:]

    def load_shapes(self):
        data, count = self.chunk(footers.SHAPE_TABLE)
        self.shapes, seen = [], set()
        with within(section_of(footers.SHAPE_TABLE, 0, 0)):
            cursor = Cursor(data)
            while cursor.left():
                at = cursor.at
                length = cursor.varint()
                if length > cursor.left():
                    raise damaged(at, f"shape of {length} bytes, {cursor.left()} left")
                shape = Shape(data, cursor.at, cursor.at + length)
                if shape.bytes in seen:
                    raise damaged(at, "a shape stands twice")
                seen.add(shape.bytes)
                self.shapes.append(shape)
                cursor.at += length
            if len(self.shapes) != count:
                raise damaged(0, f"{len(self.shapes)} shapes, the entry says {count}")
        self.shape_rows = self.numbers(integers, footers.SHAPE_ROWS, 0, len(self.shapes))

    def load_rollup(self):
        """Width, cells and counts; None where there is no rollup."""
        chunk = self.chunk(footers.ROLLUP, optional=True)
        if chunk is None:
            return None
        data, count = chunk
        with within(section_of(footers.ROLLUP, 0, 0)):
            cursor = Cursor(data)
            width = cursor.bounded(1, MOST_ACTIONS + 1, "width of a rollup")
            at = cursor.at
            length = cursor.varint()
            if length > cursor.left():
                raise damaged(at, f"cells of {length} bytes, {cursor.left()} left")
            cells = integers(data, cursor.at, cursor.at + length, count)
            counts = integers(data, cursor.at + length, len(data), count)
            if cells and not (0 <= min(cells) and max(cells) < QUARTERS * width):
                raise damaged(0, "a cell outside of the day")
        return width, cells, counts

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
