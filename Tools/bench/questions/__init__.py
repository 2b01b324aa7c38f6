"""The questions of the benchmark: what each asks, its text for each engine, and the ratio that the project wants."""
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Question:
    id: str
    says: str
    # Our SQL; None where the engine has no way to ask it yet.
    ours: str | None
    # Formulations by name. Each is run on each layout; the best of all counts for the peer.
    duckdb: dict = field(default_factory=dict)
    clickhouse: dict = field(default_factory=dict)
    # Whether questions/frames.py has it for Polars.
    polars: bool = True
    # Times faster than the best peer that the project wants; None where no figure is set.
    goal: float | None = None
    # Part of the engine's coming usage analysis: where ours refuses it, that is no failure yet.
    later: bool = False
    # Whether the order of rows is part of the question.
    ordered: bool = False


def questions():
    from questions import activity, behavior, plain
    return plain.QUESTIONS + activity.QUESTIONS + behavior.QUESTIONS
