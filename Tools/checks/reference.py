"""The naive reference: answers computed event by event in plain Python, sharing nothing with the engine."""
import collections
import datetime
import json
import statistics


def moment(text):
    """Microseconds since 1970."""
    value = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    return (value - datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)) // datetime.timedelta(microseconds=1)


def quantile_cont(values, share):
    values = sorted(values)
    place = (len(values) - 1) * share
    low = int(place)
    high = min(low + 1, len(values) - 1)
    return values[low] + (place - low) * (values[high] - values[low])


class Reference:
    def __init__(self, lines):
        events = [json.loads(line) for line in lines]
        # The order of events is (timestamp, order of ingest); Python's sort is stable.
        self.events = sorted(((moment(event["timestamp"]), event) for event in events), key=lambda pair: pair[0])

    def only(self, holds):
        """The same events without those for which holds(microseconds, event) is false."""
        other = Reference([])
        other.events = [(time, event) for time, event in self.events if holds(time, event)]
        return other

    def counts(self, key):
        return dict(collections.Counter(event.get(key) for _, event in self.events))

    def per_day(self):
        """day -> (events, distinct users, distinct sessions)"""
        days = collections.defaultdict(lambda: [0, set(), set()])
        for _, event in self.events:
            day = days[event["timestamp"][:10]]
            day[0] += 1
            if event.get("userId") is not None:
                day[1].add(event["userId"])
            if event.get("sessionId") is not None:
                day[2].add(event["sessionId"])
        return {day: (count, len(users), len(sessions)) for day, (count, users, sessions) in days.items()}

    @staticmethod
    def unit(event):
        if event.get("userId") is not None:
            return ("user", event["userId"])
        if event.get("sessionId") is not None:
            return ("session", event["sessionId"])
        return None

    def sessions(self, gap=None):
        """Sessions as lists of (microseconds, event). Given ids are kept, the rest goes by user and 30 minutes; with a gap
        ids are ignored and everything goes by unit."""
        found = collections.OrderedDict()
        last = {}
        for time, event in self.events:
            if gap is None and event.get("sessionId") is not None:
                found.setdefault(("given", event["sessionId"]), []).append((time, event))
                continue
            unit = self.unit(event)
            if unit is None:
                continue
            limit = 1800 if gap is None else gap
            known = last.get(unit)
            if known is None or time - found[known][-1][0] > limit * 1_000_000:
                known = (unit, time, len(found))
                last[unit] = known
                found[known] = []
            found[known].append((time, event))
        return list(found.values())

    def summary(self, gap=None):
        sessions = self.sessions(gap)
        durations = [(events[-1][0] - events[0][0]) / 1e6 for events in sessions]
        return {
            "sessions": len(sessions),
            "meanDurationSeconds": statistics.fmean(durations),
            "medianDurationSeconds": statistics.median(durations),
            "meanEvents": statistics.fmean(len(events) for events in sessions),
            "bounceRate": sum(len(events) == 1 for events in sessions) / len(sessions),
        }

    def ends(self):
        sessions = self.sessions()
        return (
            dict(collections.Counter(events[0][1]["action"] for events in sessions)),
            dict(collections.Counter(events[-1][1]["action"] for events in sessions)),
        )

    def transitions(self):
        """(from, to) -> (count, mean gap in seconds), over all sessions: edges = events - sessions."""
        gaps = collections.defaultdict(list)
        for events in self.sessions():
            for (t1, a), (t2, b) in zip(events, events[1:]):
                gaps[a["action"], b["action"]].append((t2 - t1) / 1e6)
        return {edge: (len(values), statistics.fmean(values)) for edge, values in gaps.items()}

    def paths(self, most=5, keeps=False, gap=None):
        """(labels) -> (sessions, sessions that go on, mean duration in seconds to the last event kept)."""
        found = collections.defaultdict(list)
        for events in self.sessions(gap):
            kept = [pair for index, pair in enumerate(events) if keeps or index == 0 or events[index - 1][1]["action"] != pair[1]["action"]]
            labels = tuple(event["action"] for _, event in kept[:most])
            found[labels].append((len(kept) > len(labels), (kept[-1][0] - kept[0][0]) / 1e6))
        return {
            labels: (len(list_), sum(on for on, _ in list_), statistics.fmean(seconds for _, seconds in list_)) for labels, list_ in found.items()
        }

    def funnel(self, steps, within, key):
        """Units that reach each step in order, other events between them, within so many seconds of step 1: every entry is tried."""
        units = collections.defaultdict(list)
        for time, event in self.events:
            unit = key(event)
            if unit is not None:
                units[unit].append((time, event["action"]))
        reached = [0] * len(steps)
        for events in units.values():
            best = 0
            for start, (first, action) in enumerate(events):
                if action != steps[0]:
                    continue
                step = 1
                for time, action in events[start + 1:]:
                    if step == len(steps) or time - first > within * 1_000_000:
                        break
                    step += action == steps[step]
                best = max(best, step)
            for step in range(best):
                reached[step] += 1
        return reached

    def numbers(self, *path):
        values = []
        for _, event in self.events:
            value = event
            for key in path:
                value = value.get(key) if isinstance(value, dict) else None
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                values.append(value)
        return values
