"""A whole store (Format/store.md, "Reading a store")."""
import os
import re

from .errors import FormatError, placed
from .footers import DAY
from .journals import journal_rows, late_rows
from .manifests import current, manifest
from .segments import Segment
from .shapes import Shapes, quoted

CLUSTER_KINDS = {1: "session", 2: "user", 3: "none"}


class Store:
    """The state of a store at one moment: its manifest, its late and journal rows; segments are read day by day."""

    def __init__(self, directory):
        self.directory = directory
        if not os.path.exists(os.path.join(directory, "CURRENT")):
            raise FormatError("notFound", None, "no store", directory)
        with placed("CURRENT"):
            name, number = current(self.bytes_of("CURRENT"))
        with placed(name):
            self.manifest = manifest(self.bytes_of(name), number)
        self.waiting = {}
        self.load_waiting()

    def bytes_of(self, name):
        try:
            with open(os.path.join(self.directory, name), "rb") as file:
                return file.read()
        except FileNotFoundError as error:
            raise FormatError("notFound", None, "a named file is not there", name) from error

    def load_waiting(self):
        """Late rows and journal rows by day, by ascending sequence."""
        shapes, rows, named = Shapes(), [], self.manifest
        if named.late:
            name = f"late/{named.late.number:08d}.ial"
            with placed(name):
                rows += late_rows(self.bytes_of(name), named.store_id, named.late.number, named.late.bytes, named.late.rows, shapes)
        newest = max((sequence for sequence, _ in rows), default=0)
        numbers, start = self.journal_numbers(), named.journal_start
        if start > 1 and start not in numbers:
            raise FormatError("notFound", None, "the first journal file is not there", f"journal/{start:08d}.iaj")
        for number in numbers:
            name = f"journal/{number:08d}.iaj"
            with placed(name):
                for sequence, row in journal_rows(self.bytes_of(name), named.store_id, number, shapes, made=number == start > 1):
                    if sequence > newest:
                        newest = sequence
                        rows.append((sequence, row))
        for sequence, row in sorted(rows, key=lambda pair: pair[0]):
            self.waiting.setdefault(row.timestamp // DAY, []).append((row.timestamp, row.line))

    def journal_numbers(self):
        folder = os.path.join(self.directory, "journal")
        names = [name for name in os.listdir(folder) if re.fullmatch(r"[0-9]{8,}\.iaj", name)] if os.path.isdir(folder) else []
        numbers = [int(name[:-4]) for name in names if f"{int(name[:-4]):08d}.iaj" == name and int(name[:-4]) < 1 << 62]
        return sorted(number for number in numbers if number >= self.manifest.journal_start)

    def segment(self, entry):
        with placed(entry.name):
            return Segment(self.bytes_of(entry.name), self.manifest.store_id, entry)

    def events(self, deep=False):
        """The lines of all events, in the order of events."""
        by_day = {}
        for entry in self.manifest.segments:
            by_day.setdefault(entry.day, []).append(entry)
        for day in sorted(by_day.keys() | self.waiting.keys()):
            rows = []
            for entry in sorted(by_day.get(day, []), key=lambda entry: entry.first_sequence):
                with placed(entry.name):
                    rows += self.segment(entry).events(deep)
            rows += sorted(self.waiting.get(day, []), key=lambda row: row[0])
            # Sorting keeps the order of equal timestamps: that of the sources, and in a source that of its rows.
            rows.sort(key=lambda row: row[0])
            for _, line in rows:
                yield line

    def clusters(self):
        """One line of JSON for each cluster of each segment."""
        for entry in self.manifest.segments:
            segment = self.segment(entry)
            with placed(entry.name):
                segment.load_clusters()
                for kind, text, rows, first, last in segment.cluster_table():
                    yield (f'{{"segment":{quoted(entry.name)},"kind":"{CLUSTER_KINDS[kind]}","id":{quoted(text)},"rows":{rows},'
                           f'"first":{first},"last":{last}}}')
