"""Sessions with their users, starts, actions and pages, as arrays in the order (session, event)."""
import datetime as dt

import numpy as np

from .vocabulary import ACTIONS, CODE, following, pick, starting, zipf

DAYS = 90
START = dt.datetime(2026, 1, 1, tzinfo=dt.timezone.utc)  # a Thursday
START_MS = int(START.timestamp() * 1000)
DAY_MS = 86_400_000


def sessions(count, seed, shape):
    """Arrays of `count` events. The same (count, seed, shape) gives the same events."""
    rng = np.random.default_rng([seed, 1])
    length = lengths(rng, count, shape)
    number = len(length)
    users = max(count // shape.events_per_user, 10)
    user = pick(rng, zipf(users, .8, 50.0), number).astype(np.int32)
    user = rng.permutation(users).astype(np.int32)[user]
    anonymous = rng.random(number) < .30
    user[anonymous] = -1
    start = starts(rng, number, users, user, anonymous)

    first = np.cumsum(length) - length
    session = np.repeat(np.arange(number, dtype=np.int32), length)
    time = times(rng, count, length, first, start)
    action = actions(rng, count, length, first)
    by_action = np.stack([np.random.default_rng([seed, 7, code]).permutation(60) for code in range(24)]).astype(np.int8)
    component = by_action[action, pick(rng, zipf(60, 1.4), count)]
    # A page stays until the next page view or navigation of its session.
    turns = (action == CODE["page_view"]) | (action == CODE["navigate"])
    turns[first] = True
    at = np.flatnonzero(turns)
    url = np.repeat(pick(rng, zipf(2000, 1.0), len(at)).astype(np.int16), np.diff(np.append(at, count)))
    agent = pick(rng, zipf(300, .9), number).astype(np.int16)
    identity = rng.bytes(16 * number)
    return dict(
        sessions=number, users=users, user=user, session=session, time=time, action=more_actions(action, seed, shape),
        component=component, url=url, agent=agent, identity=identity)


def lengths(rng, count, shape):
    """Events of each session, adding up to `count`."""
    draw = int(count / shape.mean) + 10

    def more():
        return np.minimum(np.ceil(rng.lognormal(shape.log_middle, shape.spread, draw)), shape.longest).astype(np.int32)

    length = more()
    total = np.cumsum(length)
    while total[-1] < count:
        length = np.concatenate([length, more()])
        total = np.cumsum(length)
    last = int(np.searchsorted(total, count))
    length = length[:last + 1].copy()
    length[-1] -= total[last] - count
    return length


def starts(rng, number, users, user, anonymous):
    """Milliseconds from the first day. Users are born in [-45, 90) and come less from then on; weekends are quieter."""
    birth = np.maximum(rng.integers(-45, DAYS, users), 0)
    decay = rng.exponential(25, users) + 2
    weight = np.where((np.arange(DAYS) + 3) % 7 >= 5, .6, 1.0)
    day = pick(rng, np.cumsum(weight) / weight.sum(), number)
    known = np.where(anonymous, 0, user)
    own = birth[known] + (np.floor(rng.exponential(1.0, number) * decay[known]).astype(np.int64) % (DAYS - birth[known]))
    weekend = (own + 3) % 7 >= 5
    moved = weekend & (rng.random(number) < .4)
    own = np.where(moved, np.where(own + 2 < DAYS, own + 2, own - 2), own)
    day = np.where(anonymous, day, own)
    hours = 1 + .9 * np.sin((np.arange(1440) / 1440 - .375) * 2 * np.pi)
    hours = np.cumsum(hours)
    hours /= hours[-1]
    minute = pick(rng, hours, number)
    return day * DAY_MS + minute * 60000 + rng.integers(0, 60000, number)


def times(rng, count, length, first, start):
    u, g = rng.random(count), rng.exponential(1.0, count)
    gap = np.where(
        u < .75, g * 4000,
        np.where(u < .97, 8000 + g * 35000, np.where(u < .997, g * 300000, 1200000 + (g % 1.0) * 4200000)))
    gap = gap.astype(np.int64) + 1
    gap[first] = 0
    cumulated = np.cumsum(gap)
    offset = cumulated - np.repeat(cumulated[first], length)
    duration = offset[first + length - 1]
    start = np.maximum(np.minimum(start, DAYS * DAY_MS - 1 - duration), 0)
    return np.repeat(start, length) + offset + START_MS


def actions(rng, count, length, first):
    """A walk over the 24 actions, step by step over the sessions still going on."""
    chances = following()
    action = np.empty(count, np.int8)
    order = np.argsort(-length, kind="stable")
    sorted_length = length[order]
    state = pick(rng, starting(), len(length)).astype(np.int8)
    action[first[order]] = state
    for step in range(1, int(length.max())):
        going = int(np.searchsorted(-sorted_length, -step, side="left"))
        if going == 0:
            break
        x = rng.random(going)
        state[:going] = (x[:, None] >= chances[state[:going]]).sum(1).astype(np.int8)
        action[first[order[:going]] + step] = state[:going]
    return action


def more_actions(action, seed, shape):
    """Some events get one of the further actions, which have no details of their own."""
    if not shape.more_actions:
        return action
    rng = np.random.default_rng([seed, 11])
    changed = rng.random(len(action)) < shape.more_share
    action = action.astype(np.int16)
    action[changed] = 24 + pick(rng, zipf(shape.more_actions, .9), int(changed.sum()))
    return action


def action_names(shape):
    return ACTIONS + [f"feature_{i:04d}.{('opened', 'used', 'closed')[i % 3]}" for i in range(shape.more_actions)]
