"""The two engines under comparison: iaq over stores in several states, and DuckDB over a table of the same events."""
import json
import math
import os
import subprocess
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import events as made

STATES = ["journal", "sealed", "compacted", "parts"]


# DuckDB 2.0 cuts an instant of an hour that the clocks show twice to the start of the second of the two, which may lie behind the
# instant. These do what date_trunc and date_diff do everywhere else: the start of the hour that the clocks show, or the change
# of the clocks within it, which is at a half hour.
HOURS = [
    """CREATE OR REPLACE MACRO hour_start(t) AS (SELECT CASE WHEN date_trunc('hour', timezone('ZONE', t::TIMESTAMPTZ)) =
       timezone('ZONE', n) THEN n ELSE n + INTERVAL 30 minutes END FROM
       (SELECT t::TIMESTAMPTZ - to_microseconds(epoch_us(timezone('ZONE', t::TIMESTAMPTZ)) % 3600000000) AS n))""",
    "CREATE OR REPLACE MACRO hours_between(a, b) AS (epoch_us(hour_start(b)) - epoch_us(hour_start(a))) // 3600000000",
]


class Refused(Exception):
    """The engine has no answer: kind is syntax (binding) or value (met while running)."""

    def __init__(self, kind, text):
        super().__init__(text)
        self.kind = kind


class Ours:
    """One store for each state a store can be in; a query is asked of one of them."""

    def __init__(self, iaq, folder, events):
        self.iaq = iaq
        self.stores = {}
        whole = os.path.join(folder, "all.ndjson")
        made.write(events, whole)
        for state in STATES:
            store = self.stores[state] = os.path.join(folder, state)
            if state == "parts":
                # Many small segments, and some rows in the journal behind them.
                size = max(1, len(events) // 5)
                for start in range(0, len(events), size):
                    part = os.path.join(folder, "part.ndjson")
                    made.write(events[start:start + size], part)
                    self.run("import", part, "--store", store, "--seal", "never")
                    if start + size < len(events):
                        self.run("seal", "--store", store)
            else:
                self.run("import", whole, "--store", store, "--seal", "never")
                if state != "journal":
                    self.run("seal", "--store", store)
                if state == "compacted":
                    self.run("compact", "--all", "--store", store)

    def run(self, *words):
        done = subprocess.run([self.iaq, *words], capture_output=True, timeout=300)
        if done.returncode != 0:
            raise RuntimeError(f"iaq {' '.join(words)}: exit {done.returncode}: {done.stderr.decode()}")

    def answer(self, query, state, zone=None):
        words = [self.iaq, "query", query, "--store", self.stores[state], "--format", "json"]
        try:
            done = subprocess.run(words + (["--tz", zone] if zone else []), capture_output=True, timeout=120)
        except subprocess.TimeoutExpired:
            raise RuntimeError("no answer within 120 s") from None
        if done.returncode < 0 or done.returncode not in (0, 1):
            raise RuntimeError(f"exit {done.returncode}: {done.stderr.decode()[-500:]}")
        if done.returncode == 1:
            text = done.stderr.decode()
            raise Refused("syntax" if text.startswith("iaq: line ") else "value", text.strip())
        return [tuple(plain(value) for value in row.values()) for row in json.loads(done.stdout)]


class Duck:
    """DuckDB with the events as one table, in event order, on one thread."""

    def __init__(self, events):
        import duckdb

        self.duckdb = duckdb
        self.connection = duckdb.connect()
        self.connection.execute("SET threads = 1; SET TimeZone = 'UTC'")
        columns = ["timestamp TIMESTAMP", "session_id VARCHAR", "user_id VARCHAR", "action VARCHAR", "component VARCHAR",
                   "details STRUCT(" + ", ".join(f'"{name}" {kind}' for name, kind in made.DETAILS) + ")",
                   "metadata STRUCT(" + ", ".join(f'"{name}" {kind}' for name, kind in made.METADATA) + ")"]
        self.connection.execute(f"CREATE TABLE events ({', '.join(columns)})")
        rows = []
        for event in sorted(events, key=lambda event: (event["timestamp"], event["metadata"]["seq"])):
            rows.append((event["timestamp"], event["sessionId"], event["userId"], event["action"], event["component"],
                         self.struct(event["details"], made.DETAILS), self.struct(event["metadata"], made.METADATA)))
        self.connection.executemany("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        self.connection.execute("CREATE VIEW interactions AS SELECT * FROM events")
        # DuckDB 2.0.0 forgets the condition starts_with(x, '') where a DISTINCT aggregate stands beside another one.
        self.connection.execute("CREATE MACRO begins_with(a, b) AS left(a, length(b)) = b")
        self.zone = None

    @staticmethod
    def struct(values, fields):
        found = {name: values.get(name) for name, _ in fields}
        if isinstance(found.get("deep"), dict):
            found["deep"] = {"a": found["deep"].get("a"), "b": found["deep"].get("b")}
        return found

    def answer(self, query, zone=None):
        if zone != self.zone:
            kind = "timestamp AT TIME ZONE 'UTC' AS timestamp" if zone else "timestamp AS timestamp"
            self.connection.execute(f"SET TimeZone = '{zone or 'UTC'}'")
            self.connection.execute(f"CREATE OR REPLACE VIEW interactions AS SELECT * REPLACE ({kind}) FROM events")
            if zone:
                for macro in HOURS:
                    self.connection.execute(macro.replace("ZONE", zone))
            self.zone = zone
        query = query.replace("starts_with(", "begins_with(")
        if zone:
            query = query.replace("date_trunc('hour', ", "hour_start(").replace("date_diff('hour', ", "hours_between(")
        try:
            rows = self.connection.execute(query).fetchall()
        except self.duckdb.Error as error:
            syntax = isinstance(error, (self.duckdb.BinderException, self.duckdb.ParserException, self.duckdb.CatalogException))
            raise Refused("syntax" if syntax else "value", str(error)) from None
        return [tuple(plain(value) for value in row) for row in rows]


def plain(value):
    """A value in the form in which both engines are compared: what JSON can say. Not-a-number and the infinities are texts of their
    own here, so that they are no NULL: no query is meant to give them, and ours could not tell them."""
    if isinstance(value, bool) or value is None or isinstance(value, (int, str)):
        return value
    if isinstance(value, (float, Decimal)):
        return float(value) if math.isfinite(value) else f"not finite: {value}"
    if isinstance(value, datetime):
        if value.tzinfo:
            value = value.astimezone(timezone.utc).replace(tzinfo=None)
        return value.isoformat(timespec="microseconds") + "Z"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, (list, tuple)):
        return tuple(plain(item) for item in value)
    if isinstance(value, dict):
        return tuple((key, plain(item)) for key, item in value.items())
    return str(value)


def same(ours, theirs, ordered, kinds=False):
    """Whether two answers are equal: as lists where the order counts, else as bags. With `kinds` 1 and 1.0 are two values."""
    if len(ours) != len(theirs):
        return False
    if not ordered:
        ours, theirs = sorted(ours, key=rank), sorted(theirs, key=rank)
    return all(equal(a, b, kinds) for a, b in zip(ours, theirs))


def equal(a, b, kinds=False):
    """Values of one type, and equal. Two DOUBLEs agree to 1e-12 of their size, as sums are taken in another order. A whole number
    equals only the DOUBLE of exactly its value, or, beyond 64 bits, where ours goes on in DOUBLE, the nearest one."""
    if isinstance(a, tuple) and isinstance(b, tuple):
        return len(a) == len(b) and all(equal(x, y, kinds) for x, y in zip(a, b))
    if type(a) is type(b):
        return a == b or isinstance(a, float) and math.isclose(a, b, rel_tol=1e-12)
    if kinds or {type(a), type(b)} != {int, float}:
        return False
    whole = a if isinstance(a, int) else b
    return a == b or abs(whole) >= 2**63 and float(a) == float(b)


def ascending(rows, count):
    """Whether rows stand in the order of their first `count` values: truth, number, text (by its bytes), NULL last."""
    def key(value):
        if value is None:
            return (3,)
        if isinstance(value, (bool, int, float)):
            return (0 if isinstance(value, bool) else 1, value)
        return (2, str(value).encode())
    keys = [[key(value) for value in row[:count]] for row in rows]
    return keys == sorted(keys)


def rank(row):
    """Orders rows of any values; numbers a hair apart fall together as they are rounded."""
    def one(value):
        if value is None:
            return (0, "")
        if isinstance(value, bool):
            return (1, str(value))
        if isinstance(value, (int, float)):
            if abs(value) < 1e15:
                return (2, f"{float(value) + 0.0:+024.6f}", 0)
            # Large whole numbers are compared exactly, so they are put in order exactly, within those that may be a hair apart.
            whole = math.isfinite(value) and value == int(value)
            return (2, f"{value:+.9e}", int(value) if whole else 0)
        if isinstance(value, tuple):
            return (4, rank(value))
        return (3, str(value))
    return tuple(one(value) for value in row)
