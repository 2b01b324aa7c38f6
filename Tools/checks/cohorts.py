"""Cohorts and life cycles against their definition in plain Python: by calendar in zones of Python's own, with starts and returns
of their own, in windows that roll, in brackets, and over chosen events."""
import collections
import datetime
import functools
import zoneinfo

from chosen import UTC, local
from common import near, same

DAY = 86_400_000_000
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=UTC)


QUARTER = 900_000_000


@functools.cache
def day_of_quarter(zone, quarter):
    return (EPOCH + datetime.timedelta(microseconds=quarter * QUARTER)).astimezone(zoneinfo.ZoneInfo(zone)).date()


def day_of(zone, time):
    """The local day: in these zones and years one begins on a quarter of an hour."""
    return day_of_quarter(zone, time // QUARTER)


def bucket(period, day):
    if period == "week":
        return day - datetime.timedelta(days=day.weekday())
    return day.replace(day=1) if period == "month" else day


def distance(period, first, last):
    if period == "month":
        return (last.year - first.year) * 12 + last.month - first.month
    return (last - first).days // (7 if period == "week" else 1)


def advanced(period, day, count):
    if period == "month":
        months = day.year * 12 + day.month - 1 + count
        return datetime.date(months // 12, months % 12 + 1, 1)
    return day + datetime.timedelta(days=count * (7 if period == "week" else 1))


@functools.cache
def units_of(reference, unit):
    """unit -> its events in order"""
    units = collections.defaultdict(list)
    for time, event in reference.events:
        key = reference.unit(event) if unit == "user" else event.get("userId" if unit == "identified" else "sessionId")
        if key is not None:
            units[key].append((time, event))
    return units


def retention(reference, period, zone="UTC", unit="user", start=None, back=None, later=False, recurring=False, rolling=False, brackets=None, to=None):
    """cohort -> {period: (size, returned)}"""
    if not reference.events:
        return {}
    end = to - 1 if to is not None else reference.events[-1][0]
    cut = lambda time: bucket(period, day_of(zone, time))
    width = DAY * (7 if period == "week" else 1)
    sizes, hits = collections.Counter(), collections.defaultdict(collections.Counter)
    for own in units_of(reference, unit).values():
        begun = {}
        for time, event in own:
            if (start is None or event["action"] == start) and cut(time) not in begun and (recurring or not begun):
                begun[cut(time)] = time
        returns = [time for time, event in own if back is None or event["action"] == back]
        for cohort, since in begun.items():
            sizes[cohort] += 1
            found = {(time - since) // width if rolling else distance(period, cohort, cut(time)) for time in returns if time >= since}
            if brackets:
                found = {low for low, high in brackets if any(low <= one <= high for one in found)}
            elif later:
                found = set(range(max(found) + 1)) if found else found
            hits[cohort].update(found)
    table = {}
    for cohort, size in sizes.items():
        count = (end - local(zone, cohort.year, cohort.month, cohort.day)) // width + 1 if rolling else distance(period, cohort, cut(end)) + 1
        columns = [low for low, _ in brackets if low < count] if brackets else range(count)
        table[str(cohort)] = {column: (size, hits[cohort][column]) for column in columns}
    return table


def lifecycle(reference, period, zone="UTC", unit="user", event=None):
    active = collections.defaultdict(set)
    for key, own in units_of(reference, unit).items():
        for time, one in own:
            if event is None or one["action"] == event:
                active[bucket(period, day_of(zone, time))].add(key)
    first, last = (bucket(period, day_of(zone, reference.events[place][0])) for place in (0, -1))
    known, before, rows = set(), set(), []
    for index in range(distance(period, first, last) + 1):
        day = advanced(period, first, index)
        now = active[day]
        rows.append({
            "bucket": str(day), "new": len(now - known), "returning": len(now & before), "resurrecting": len((now & known) - before),
            "dormant": len(before - now), "active": len(now)})
        known, before = known | now, now
    return rows


@functools.cache
def without_scrolls(reference, from_, to):
    return reference.only(lambda time, event: from_ <= time < to and event["action"] != "scroll")


def cohorts(checks, store, reference):
    """Flags with the same in Python."""
    from_, to = local("Europe/Berlin", 2026, 3, 22), local("Europe/Berlin", 2026, 4, 20)
    part = without_scrolls(reference, from_, to)
    cases = [
        (["--period", "day"], reference, {"period": "day"}),
        (["--period", "week", "--unit", "identified"], reference, {"period": "week", "unit": "identified"}),
        (["--period", "month", "--tz", "Asia/Kathmandu", "--unit", "session"], reference, {"period": "month", "zone": "Asia/Kathmandu", "unit": "session"}),
        (["--tz", "Asia/Beirut", "--start-event", "view", "--return-event", "click"], reference,
         {"period": "day", "zone": "Asia/Beirut", "start": "view", "back": "click"}),
        (["--start-event", "where:action = 'click' AND user_id IS NOT NULL", "--unit", "user_id"], reference, {"period": "day", "start": "click", "unit": "identified"}),
        (["--criterion", "onOrAfter", "--start-event", "click"], reference, {"period": "day", "start": "click", "later": True}),
        (["--recurring", "--return-event", "click", "--tz", "Antarctica/Troll"], reference,
         {"period": "day", "zone": "Antarctica/Troll", "recurring": True, "back": "click"}),
        (["--rolling", "--tz", "Europe/Berlin"], reference, {"period": "day", "zone": "Europe/Berlin", "rolling": True}),
        (["--brackets", "0,1-3,4-9"], reference, {"period": "day", "brackets": [(0, 0), (1, 3), (4, 9)]}),
        (["--tz", "Europe/Berlin", "--from", "2026-03-22", "--to", "2026-04-20", "--where", "action <> 'scroll'"], part,
         {"period": "day", "zone": "Europe/Berlin", "to": to}),
    ]
    for flags, events, question in cases:
        got = collections.defaultdict(dict)
        for row in checks.rows("cohorts", *flags, store=store):
            got[row["cohort"]][row["period"]] = (row["size"], row["returned"])
            if not near(row["rate"], row["returned"] / row["size"]):
                return f"{flags}: rate of {row}"
        wrong = same(dict(got), retention(events, **question), f"cohorts {flags}")
        if wrong:
            return wrong
    for flags, question in (
        (["--period", "day"], {"period": "day"}), (["--period", "week", "--tz", "Europe/Berlin"], {"period": "week", "zone": "Europe/Berlin"}),
        (["--start-event", "click", "--unit", "session"], {"period": "day", "event": "click", "unit": "session"}),
    ):
        wrong = same(checks.rows("cohorts", "--lifecycle", *flags, store=store), lifecycle(reference, **question), f"lifecycle {flags}")
        if wrong:
            return wrong
    return None
