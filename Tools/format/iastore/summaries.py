"""What a segment says about its rows in a second place, held against the rows: shape rows, values of property columns, cluster
durations and order, ties, zone maps of time, the rollup. A reader of events need not check these; a wrong one means that the
writer or the text is wrong."""
from collections import Counter, defaultdict

from . import footers
from .errors import damaged

QUARTER, MOST_ACTIONS = 900_000_000, 1_024


def demand(holds, what):
    if not holds:
        raise damaged(None, f"the summary is not that of the rows: {what}")


def check(segment, groups):
    """`groups` are all groups of the segment, decoded."""
    footer = segment.footer
    named = list(zip(segment.kinds, segment.ids))
    demand(len(set(named)) == len(named), "two clusters of one kind and id")
    shape_rows = Counter(code for group in groups for code in group.shape_codes)
    demand([shape_rows[code] for code in range(len(segment.shapes))] == segment.shape_rows, "rows of shapes")
    numbers = {(column.root, column.path, column.lane): number for number, column in enumerate(footer.columns)}
    values = Counter()
    for code, rows in shape_rows.items():
        for leaf in segment.shapes[code].valued:
            values[numbers.get((leaf.root, leaf.path, leaf.lane))] += rows
    demand(all(values[number] == column.values for number, column in enumerate(footer.columns)), "values of property columns")
    demand(values[None] == 0 or len(footer.columns) == footers.MOST_COLUMNS, "overflow beside fewer than 256 columns")
    times = [time for group in groups for time in group.times]
    ties = [tie for group in groups for tie in group.ties]
    for group in groups:
        demand((min(group.times), max(group.times)) == (group.group.first_time, group.group.last_time), "times of a group")
    demand((min(times), max(times)) == (footer.first_time, footer.last_time), "times of the segment")
    check_clusters(segment, times, ties)
    check_rollup(segment, times, [code for group in groups for code in group.actions])


def check_clusters(segment, times, ties):
    firsts, clusters_of_time, order = segment.first_rows, defaultdict(set), []
    for index in range(segment.footer.clusters):
        first, after = firsts[index], firsts[index + 1]
        places = list(zip(times[first:after], ties[first:after]))
        demand(places == sorted(places), "order inside a cluster")
        demand(times[after - 1] - times[first] == segment.durations[index], "duration of a cluster")
        order.append(places[0])
        for time in times[first:after]:
            clusters_of_time[time].add(index)
    demand(order == sorted(order), "order of clusters")
    ties_of_time = defaultdict(list)
    for time, tie in zip(times, ties):
        ties_of_time[time].append(tie)
    for time, found in ties_of_time.items():
        shared = len(clusters_of_time[time]) > 1
        demand(sorted(found) == (list(range(len(found))) if shared else [0] * len(found)), f"ties of timestamp {time}")


def check_rollup(segment, times, actions):
    rollup = segment.load_rollup()
    demand((rollup is not None) == (len(segment.actions) - 1 <= MOST_ACTIONS and segment.footer.rows >= 256), "rollup there or not")
    if rollup is None:
        return
    width, cells, counts = rollup
    demand(width == len(segment.actions) and cells == sorted(set(cells)), "cells of the rollup")
    found = Counter((time - segment.day_start) // QUARTER * width + action for time, action in zip(times, actions))
    demand(dict(zip(cells, counts)) == found, "rollup")
