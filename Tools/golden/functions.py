#!/usr/bin/env python3
"""Writes DuckDB's answers to the queries of Tests/Golden/functions, which a unit test holds the engine against.
Run it with the Python of the environment that `Tools/setup --bench` makes:
    .venv-bench/bin/python Tools/golden/functions.py
With --iaq COMMAND it asks the command the same queries and prints each difference instead of writing."""
import argparse
import datetime
import decimal
import json
import math
import os
import shutil
import subprocess
import sys
import tempfile

import duckdb

PLACE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "Tests", "Golden", "functions")
LOAD = """CREATE TABLE interactions AS SELECT timestamp, sessionId AS session_id, userId AS user_id, action, component, details
FROM read_json('{}', format = 'newline_delimited', columns = {{timestamp: 'TIMESTAMP', sessionId: 'VARCHAR', userId: 'VARCHAR',
action: 'VARCHAR', component: 'VARCHAR', details: 'STRUCT(n BIGINT, price DOUBLE, text VARCHAR, flag BOOLEAN, tags JSON, obj JSON)'}})"""


def queries():
    with open(os.path.join(PLACE, "queries.sql"), encoding="utf-8") as file:
        return [line.rstrip("\n") for line in file if line.strip() and not line.startswith("--")]


def plain(value):
    """A value as JSON can say it; times as text, numbers that JSON has no word for as text."""
    if isinstance(value, float):
        return value if math.isfinite(value) else "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"
    if isinstance(value, decimal.Decimal):
        return float(value)
    if isinstance(value, datetime.datetime):
        text = value.strftime("%Y-%m-%d %H:%M:%S")
        return text + (".%06d" % value.microsecond).rstrip("0") if value.microsecond else text
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 2**53:
        return str(value)
    return value


def duckdb_answers():
    connection = duckdb.connect(config={"threads": 1})
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute(LOAD.format(os.path.join(PLACE, "events.ndjson")))
    for sql in queries():
        try:
            rows = [[plain(value) for value in row] for row in connection.execute(sql).fetchall()]
            yield {"sql": sql, "rows": rows}
        except duckdb.Error as error:
            yield {"sql": sql, "error": str(error).splitlines()[0]}


def same(a, b):
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b))
    if isinstance(a, str) and isinstance(b, str) and a != b:
        if len(b) == 27 and b.endswith("Z"):
            b = b[:-1].replace("T", " ").rstrip("0").rstrip(".")
        return a == b
    if isinstance(a, bool) or isinstance(b, bool):
        return a is b
    if isinstance(a, (int, float)) and isinstance(b, (int, float)):
        return a == b or abs(a - b) <= 1e-12 * max(abs(a), abs(b))
    if isinstance(a, str) and isinstance(b, int):
        return a == str(b)
    return a == b or (a in ("nan", "inf", "-inf") and b is None)


def compare(command):
    store = tempfile.mkdtemp()
    differences = 0
    total = 0
    try:
        subprocess.run([command, "import", os.path.join(PLACE, "events.ndjson"), "--store", store], check=True, capture_output=True)
        for answer in duckdb_answers():
            total += 1
            done = subprocess.run([command, "query", answer["sql"], "--format", "json", "--store", store], capture_output=True, text=True)
            if done.returncode:
                if "error" not in answer:
                    differences += 1
                    print(f"{answer['sql']}\n  duckdb {answer['rows']}\n  iaq    {done.stderr.strip()}")
                continue
            rows = [list(row.values()) for row in json.loads(done.stdout)]
            if "error" in answer:
                differences += 1
                print(f"{answer['sql']}\n  duckdb {answer['error']}\n  iaq    {rows}")
            elif not same(answer["rows"], rows):
                differences += 1
                print(f"{answer['sql']}\n  duckdb {answer['rows']}\n  iaq    {rows}")
    finally:
        shutil.rmtree(store)
    print(f"{total} queries, {differences} differences")
    return differences


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--iaq", help="compare this command instead of writing")
    asked = parser.parse_args()
    if asked.iaq:
        sys.exit(1 if compare(asked.iaq) else 0)
    with open(os.path.join(PLACE, "answers.ndjson"), "w", encoding="utf-8") as file:
        for answer in duckdb_answers():
            file.write(json.dumps(answer, ensure_ascii=False) + "\n")


main()
