"""The shapes of data that the benchmark knows. A shape changes what queries meet: how many actions, how long sessions, how many
users; the fields of an event are the same in all."""
import math
from dataclasses import dataclass

# Counted up when the same arguments of generate.py give other events.
GENERATION = 1


@dataclass(frozen=True)
class Shape:
    name: str
    says: str
    # Lognormal session length in events: the logarithm of its middle, its spread, its bound, and the mean that sizes the draw.
    log_middle: float
    spread: float
    longest: int
    mean: float
    # Users for N events: N divided by this, at least 10.
    events_per_user: int
    # Further actions beside the 24, and the share of events that have one of them.
    more_actions: int = 0
    more_share: float = 0.0


SHAPES = {
    shape.name: shape for shape in [
        Shape("default", "24 actions, sessions of about 12 events, a user for 40 events", math.log(12) - .605 - .05, 1.1, 400, 11.5, 40),
        Shape("actions", "2,000 actions, sessions of about 3 events", math.log(2), .8, 40, 2.9, 12, 1976, .6),
        Shape("users", "a user for 5,000 events, sessions of about 400 events", math.log(260), 1.0, 5000, 420, 5000),
    ]
}
