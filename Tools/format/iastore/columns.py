"""The columns of one row group, put together to rows (Format/segment.md, "Time" to "An event of a row")."""
import math
from bisect import bisect_right
from collections import Counter
from itertools import accumulate

from . import footers
from .cursor import Cursor
from .encodings import codes, integers
from .errors import damaged
from .reals import bools, doubles
from .rows import time_text, value_text
from .shapes import PRESENT, quoted

BOOL, INT64, DOUBLE, STRING, NUMBER_TEXT, ARRAY_TEXT = range(1, 7)
SESSION = 1


class GroupColumns:
    """Decodes a group of an opened segment whose tables are loaded."""

    def __init__(self, segment, number, group):
        self.segment, self.number, self.group = segment, number, group
        self.times = self.timestamps()
        self.ties = self.tie_numbers()
        self.users = self.code_column(footers.USER, segment.users)
        self.actions = self.code_column(footers.ACTION, segment.actions)
        self.components = self.code_column(footers.COMPONENT, segment.components)
        self.shape_codes = segment.numbers(codes, footers.SHAPE, number, group.rows)
        if max(self.shape_codes) >= len(segment.shapes):
            raise damaged(segment.chunk(footers.SHAPE, number)[1], f"shape {max(self.shape_codes)} of {len(segment.shapes)}")

    def cluster_runs(self):
        """(cluster, first row in the group, rows in the group, whether the cluster starts here) for each cluster of the group."""
        firsts, row = self.segment.first_rows, self.group.first_row
        end, index = row + self.group.rows, bisect_right(self.segment.first_rows, self.group.first_row) - 1
        while row < end:
            until = min(end, firsts[index + 1])
            yield index, row - self.group.first_row, until - row, row == firsts[index]
            row, index = until, index + 1

    def timestamps(self):
        segment, group = self.segment, self.group
        raw, start, end, entry = segment.chunk(footers.TIMESTAMP, self.number)
        cursor = Cursor(raw, start, end)
        runs = list(self.cluster_runs())
        inside = not runs[0][3]
        needed = group.rows - len(runs)
        if entry.values != needed:
            raise damaged(start, f"{entry.values} steps, {needed} needed")
        begin = segment.day_start + cursor.zigzag() if inside else 0
        steps = integers(raw, cursor.at, end, needed)
        times, used = [], 0
        for index, _, rows, starts in runs:
            first = segment.starts[index] if starts else begin
            times += accumulate(steps[used:used + rows - 1], initial=first)
            used += rows - 1
        if min(times) < group.first_time or max(times) > group.last_time:
            raise damaged(start, "timestamp outside of the zone map of its group")
        return times

    def tie_numbers(self):
        chunk = self.segment.chunk(footers.TIE, self.number, values=self.group.rows, optional=True)
        if chunk is None:
            return [0] * self.group.rows
        raw, start, end, entry = chunk
        ties = integers(raw, start, end, entry.values)
        if min(ties) < 0 or max(ties) >= 1 << 32:
            raise damaged(start, "tie out of range")
        return ties

    def code_column(self, kind, texts):
        column = self.segment.numbers(codes, kind, self.number, self.group.rows)
        if max(column) >= len(texts):
            raise damaged(self.segment.chunk(kind, self.number)[1], f"code {max(column)} of {len(texts) - 1} texts")
        if kind == footers.ACTION and not min(column):
            raise damaged(self.segment.chunk(kind, self.number)[1], "row without an action")
        return column

    def property_texts(self, number, column, count):
        """The values of a column in this group, as JSON."""
        segment = self.segment
        chunk = segment.chunk(footers.PROPERTY, self.number, number, count, optional=count == 0)
        if chunk is None:
            return []
        raw, start, end, entry = chunk
        wanted = {INT64: int, DOUBLE: float}.get(column.lane)
        if (entry.zone is None) != (wanted is None) or (entry.zone and type(entry.zone[0]) is not wanted):
            raise damaged(start, "zone map of another lane")
        if column.lane == BOOL:
            return ["true" if value else "false" for value in bools(raw, start, end, count)]
        if column.lane in (INT64, DOUBLE):
            values = (integers if column.lane == INT64 else doubles)(raw, start, end, count)
            if column.lane == DOUBLE and not all(map(math.isfinite, values)):
                raise damaged(start, "double that is not finite")
            if min(values) != entry.zone[0] or max(values) != entry.zone[1]:
                raise damaged(start, "zone map is not that of the values")
            return [str(value) for value in values] if column.lane == INT64 else [repr(value) for value in values]
        picks = codes(raw, start, end, count)
        texts = self.property_dictionary(number, column)
        if max(picks) >= len(texts):
            raise damaged(start, f"code {max(picks)} of {len(texts)} texts")
        return [texts[pick] for pick in picks]

    def property_dictionary(self, number, column):
        segment = self.segment
        own = (footers.PROPERTY_DICTIONARY, number, self.number + 1) in segment.footer.chunks
        known = segment.__dict__.setdefault("property_dictionaries", {})
        if own or number not in known:
            texts = segment.texts(footers.PROPERTY_DICTIONARY, self.number + 1 if own else 0, number)
            if column.lane == STRING:
                texts = [quoted(text) for text in texts]
            if own:
                return texts
            known[number] = texts
        return known[number]

    def overflow_entries(self, count):
        chunk = self.segment.chunk(footers.OVERFLOW, self.number, values=count, optional=count == 0)
        if chunk is None:
            return []
        raw, start, end, _ = chunk
        cursor = Cursor(raw, start, end)
        at = cursor.at
        length = cursor.varint()
        if length > cursor.left():
            raise damaged(at, "lengths of overflow entries")
        lengths = integers(raw, cursor.at, cursor.at + length, count)
        cursor.at += length
        entries = []
        for size in lengths:
            if not 0 <= size <= cursor.left():
                raise damaged(cursor.at, f"overflow entry of {size} bytes")
            entries.append(Cursor(raw, cursor.at, cursor.at + size))
            cursor.at += size
        cursor.finish("the last overflow entry")
        return entries

    def plans(self):
        """For each shape of the group, where the value of each leaf comes from: a column's iterator, or None for the overflow."""
        segment = self.segment
        numbers = {(column.root, column.path, column.lane): number for number, column in enumerate(segment.footer.columns)}
        rows_of_shape = Counter(self.shape_codes)
        places, counts = {}, [0] * len(segment.footer.columns)
        for code, rows in rows_of_shape.items():
            places[code] = [numbers.get((leaf.root, leaf.path, leaf.lane)) for leaf in segment.shapes[code].valued]
            for place in places[code]:
                if place is not None:
                    counts[place] += rows
        nexts = [iter(self.property_texts(number, column, counts[number])).__next__
                 for number, column in enumerate(segment.footer.columns)]
        entries = self.overflow_entries(sum(rows for code, rows in rows_of_shape.items() if None in places[code]))
        plans = {code: [nexts[place] if place is not None else None for place in list_] for code, list_ in places.items()}
        return plans, iter(entries)

    def rows(self):
        """(timestamp, tie, row number, line) of each row."""
        segment, shapes = self.segment, self.segment.shapes
        plans, entries = self.plans()
        overflows = {code for code, plan in plans.items() if None in plan}
        users, actions, components = segment.users, segment.actions, segment.components
        rows = []
        for index, begin, count, _ in self.cluster_runs():
            session = quoted(segment.ids[index]) if segment.kinds[index] == SESSION else None
            for row in range(begin, begin + count):
                code = self.shape_codes[row]
                shape, time = shapes[code], self.times[row]
                user, component = users[self.users[row]], components[self.components[row]]
                if ((shape.session == PRESENT) != (session is not None) or (shape.user == PRESENT) != (user is not None)
                        or (shape.component == PRESENT) != (component is not None)):
                    raise damaged(None, f"row {self.group.first_row + row}: its shape and its columns do not agree")
                parts = [text for text in (time_text(time), session, user, actions[self.actions[row]], component) if text is not None]
                if code in overflows:
                    entry = next(entries)
                    parts += [take() if take else value_text(entry, leaf.tag) for take, leaf in zip(plans[code], shape.valued)]
                    entry.finish("an overflow entry")
                else:
                    parts += [take() for take in plans[code]]
                rows.append((time, self.ties[row], self.group.first_row + row, shape.form % tuple(parts)))
        return rows
