"""The columns of one row group, put together to rows (Format/segment.md, "Time" to "An event of a row")."""
import math
from bisect import bisect_right
from collections import Counter
from itertools import accumulate

from . import footers
from .cursor import Cursor
from .encodings import codes, integers
from .errors import damaged, within
from .footers import section_of
from .reals import bools, doubles
from .rows import time_text, value_text
from .shapes import PRESENT, quoted

BOOL, INT64, DOUBLE, STRING = range(1, 5)
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
        self.shape_codes = self.code_column(footers.SHAPE, segment.shapes)

    def inside(self, kind, column=0):
        return within(section_of(kind, column, self.number))

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
        runs = list(self.cluster_runs())
        inside, needed = not runs[0][3], group.rows - len(runs)
        data, count = segment.chunk(footers.TIMESTAMP, self.number)
        with self.inside(footers.TIMESTAMP):
            cursor = Cursor(data)
            begin = segment.day_start + cursor.zigzag() if inside else 0
            if count != needed:
                raise damaged(cursor.at, f"{count} steps, {needed} needed")
            steps = integers(data, cursor.at, len(data), needed)
            times, used = [], 0
            for index, _, rows, starts in runs:
                first = segment.starts[index] if starts else begin
                times += accumulate(steps[used:used + rows - 1], initial=first)
                used += rows - 1
            if min(times) < group.first_time or max(times) > group.last_time:
                raise damaged(0, "timestamp outside of the zone map of its group")
        return times

    def tie_numbers(self):
        if self.segment.chunk(footers.TIE, self.number, optional=True) is None:
            return [0] * self.group.rows
        ties = self.segment.numbers(integers, footers.TIE, self.number, self.group.rows)
        with self.inside(footers.TIE):
            if min(ties) < 0 or max(ties) >= 1 << 32:
                raise damaged(0, "tie out of range")
        return ties

    def code_column(self, kind, texts):
        column = self.segment.numbers(codes, kind, self.number, self.group.rows)
        with self.inside(kind):
            if max(column) >= len(texts):
                raise damaged(0, f"code {max(column)}, at most {len(texts) - 1} possible")
            if kind == footers.ACTION and not min(column):
                raise damaged(0, "row without an action")
        return column

    def property_texts(self, number, column, count):
        """The values of a column in this group, as JSON."""
        segment, lane = self.segment, column.lane
        if segment.chunk(footers.PROPERTY, self.number, number, count, optional=count == 0) is None:
            return []
        zone = segment.footer.chunks[(footers.PROPERTY, number, self.number)].zone
        decode = {BOOL: bools, INT64: integers, DOUBLE: doubles}.get(lane, codes)
        values = segment.numbers(decode, footers.PROPERTY, self.number, count, number)
        with self.inside(footers.PROPERTY, number):
            if lane == DOUBLE and not all(map(math.isfinite, values)):
                raise damaged(0, "double that is not finite")
            if lane in (INT64, DOUBLE) and (min(values), max(values)) != zone:
                raise damaged(0, "zone map is not that of the values")
            if lane == BOOL:
                return ["true" if value else "false" for value in values]
            if lane in (INT64, DOUBLE):
                return [str(value) for value in values] if lane == INT64 else [repr(value) for value in values]
        texts = self.property_dictionary(number, column)
        with self.inside(footers.PROPERTY, number):
            if max(values) >= len(texts):
                raise damaged(0, f"code {max(values)} of {len(texts)} texts")
        return [texts[pick] for pick in values]

    def property_dictionary(self, number, column):
        segment, known = self.segment, self.segment.property_dictionaries
        own = (footers.PROPERTY_DICTIONARY, number, self.number + 1) in segment.footer.chunks
        if own or number not in known:
            texts = segment.texts(footers.PROPERTY_DICTIONARY, self.number + 1 if own else 0, number)
            if column.lane == STRING:
                texts = [quoted(text) for text in texts]
            if own:
                return texts
            known[number] = texts
        return known[number]

    def overflow_entries(self, count):
        """Cursors over the entries of the group."""
        chunk = self.segment.chunk(footers.OVERFLOW, self.number, values=count, optional=count == 0)
        if chunk is None:
            return []
        data, entries = chunk[0], []
        with self.inside(footers.OVERFLOW):
            cursor = Cursor(data)
            length = cursor.varint()
            if length > cursor.left():
                raise damaged(0, "lengths of overflow entries")
            lengths = integers(data, cursor.at, cursor.at + length, count)
            cursor.at += length
            for size in lengths:
                if not 0 <= size <= cursor.left():
                    raise damaged(cursor.at, f"overflow entry of {size} bytes")
                entries.append(Cursor(data, cursor.at, cursor.at + size))
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
                    with self.inside(footers.SHAPE):
                        raise damaged(0, f"row {self.group.first_row + row}: its shape and its columns do not agree")
                parts = [text for text in (time_text(time), session, user, actions[self.actions[row]], component) if text is not None]
                if code in overflows:
                    entry = next(entries)
                    with self.inside(footers.OVERFLOW):
                        parts += [take() if take else value_text(entry, leaf.tag) for take, leaf in zip(plans[code], shape.valued)]
                        entry.finish("an overflow entry")
                else:
                    parts += [take() for take in plans[code]]
                rows.append((time, self.ties[row], self.group.first_row + row, shape.form % tuple(parts)))
        return rows
