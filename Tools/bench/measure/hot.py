"""All questions on all engines, layouts and formulations, interleaved in one run.

Each engine is one process with two threads that stays open; while one answers, the others wait. Round one asks every variant and
compares the answers; it also warms them up. A variant of a peer that is far behind its question's best peer is asked no more, and its
time stands: over four times in round one, by wall and by processor time, or over twice after round two. Best of all rounds counts."""
from dataclasses import dataclass, field

from engines.process import Worker, peer_worker
from measure.compare import difference

FAR, BEHIND = 4.0, 2.0
# Our engine from rows, and with rollups.
OURS = ("ours", "rollups")


@dataclass
class Variant:
    engine: str
    layout: str
    form: str
    text: str
    walls: list = field(default_factory=list)
    cpus: list = field(default_factory=list)
    error: str | None = None

    @property
    def wall(self):
        return min(self.walls)

    @property
    def cpu(self):
        return min(self.cpus)

    @property
    def name(self):
        return " ".join(part for part in (self.engine, self.layout, self.form) if part)

    def record(self):
        return {"engine": self.engine, "layout": self.layout, "form": self.form, "walls": self.walls, "cpus": self.cpus, "error": self.error}


@dataclass
class Asked:
    """A question with all that was measured of it."""
    question: object
    variants: list
    rows: int = 0
    # Rows of the row groups that ours read.
    read: int | None = None
    differences: list = field(default_factory=list)

    @property
    def ours(self):
        return next((v for v in self.variants if v.engine == "ours" and v.walls), None)

    @property
    def rollups(self):
        """Ours with counts from rollups, where they told any."""
        return next((v for v in self.variants if v.engine == "rollups" and v.walls), None)

    @property
    def peers(self):
        return [v for v in self.variants if v.engine not in OURS and v.walls]

    def best(self, engine=None):
        return min((v for v in self.peers if engine in (None, v.engine)), key=lambda v: v.wall, default=None)

    @property
    def ratio(self):
        return self.best().wall / self.ours.wall if self.ours and self.best() else None

    @property
    def cpu_ratio(self):
        """The least processor time of any variant of a peer against ours."""
        if not self.ours or not self.best():
            return None
        return min(v.cpu for v in self.peers) / max(self.ours.cpu, 1e-3)

    @property
    def refused(self):
        """What our engine said when it could not answer, or that there is no text for it; None where it answered."""
        if self.ours:
            return None
        return next((v.error for v in self.variants if v.engine == "ours"), "no way to ask it yet")


def variants(question, layouts, user):
    """{peer: [layout]} -> the variants of a question, ours first."""
    made = []
    if question.ours:
        made += [Variant(engine, "", "", question.ours.replace("{USER}", user)) for engine in OURS]
    for engine in ("duckdb", "clickhouse"):
        for layout in layouts.get(engine, []):
            for form, text in getattr(question, engine).items():
                made.append(Variant(engine, layout, form, text.replace("{USER}", user)))
    if question.polars:
        for layout in layouts.get("polars", []):
            made += [Variant("polars", layout, form, f"{question.id} {user} {form}") for form in ("in-memory", "streaming")]
    return made


class HotRun:
    def __init__(self, ask, data, layouts, threads=2):
        self.workers = {"ours": Worker([ask, data.store, "--threads", threads])}
        self.workers |= {peer: peer_worker(peer, data.states) for peer in layouts}
        self.layouts, self.user = layouts, data.facts["user"]

    def close(self):
        for worker in self.workers.values():
            worker.close()

    def once(self, variant, rows=False):
        ours = variant.engine in OURS
        question = {"sql": variant.text, "rollups": variant.engine == "rollups"} if ours else {"layout": variant.layout, "text": variant.text}
        answer = self.workers["ours" if ours else variant.engine].ask(question | {"rows": rows})
        if "error" in answer:
            variant.error = answer["error"]
        else:
            variant.walls.append(answer["wall"])
            variant.cpus.append(answer["cpu"])
        return answer

    def first(self, question):
        """Round one: every variant, answers compared with ours, or with the first peer's where ours has none."""
        asked = Asked(question, variants(question, self.layouts, self.user))
        against, by = None, ""
        for variant in asked.variants:
            answer = self.once(variant, rows=True)
            if variant.engine == "ours":
                asked.read = answer.get("read")
            if variant.engine == "rollups" and not variant.error and not answer["rollups"]:
                # The same as from rows; asked no more.
                variant.walls = []
            if variant.error:
                if variant.engine not in OURS or not question.later:
                    asked.differences.append(f"{variant.name}: {variant.error}")
            elif against is None:
                against, by, asked.rows = answer["rows"], variant.name, answer["count"]
            else:
                found = difference(against, answer["rows"], question.ordered)
                if found:
                    asked.differences.append(f"{by} and {variant.name} differ: {found}")
        return asked

    def again(self, asked):
        """A later round, of those that answered and may still be the best."""
        best = asked.best()
        for variant in asked.variants:
            if variant.walls and (variant.engine in OURS or not behind(variant, best)):
                self.once(variant)


def behind(variant, best):
    if len(variant.walls) == 1:
        return variant.wall > FAR * best.wall and variant.cpu > FAR * best.cpu
    return variant.wall > BEHIND * best.wall


def measure(ask, data, layouts, questions, runs, say):
    run = HotRun(ask, data, layouts)
    try:
        everything = []
        for question in questions:
            say(f"Round 1 of {runs}: {question.id}")
            asked = run.first(question)
            everything.append(asked)
            for words in asked.differences:
                say(f"DIFFERENT {question.id}: {words}")
        for number in range(1, runs):
            say(f"Round {number + 1} of {runs}")
            for asked in everything:
                run.again(asked)
        return everything
    finally:
        run.close()
