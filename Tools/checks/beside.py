"""Several processes at one store: a reader and maintenance beside a writer; expiry; figures of a large store."""
import json
import os
import subprocess
import time

from common import same


def run(checks):
    checks.check("beside a writer: reads and maintenance", beside, checks, 300_000)
    checks.check("expire: whole days, exactly", expiry, checks)


def run_large(checks):
    checks.check("10 M events: beside a writer", beside, checks, 10_000_000)
    checks.check("10 M events: figures", figures, checks)


def beside(checks, events):
    """While one process imports, another asks in a loop and a third compacts and expires in a loop."""
    name, store = checks.path(f"beside-{events}.ndjson"), checks.path(f"beside-{events}")
    checks.run("demo", "--events", str(events), "--days", "30", "--seed", "21", "-o", name)
    checks.run("config", "set", "zone=UTC", store=store)
    writer = subprocess.Popen([checks.iaq, "import", name, "--store", store, "--format", "json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    seen, asked, maintained = 0, 0, 0
    while writer.poll() is None:
        now = checks.sql(store, "SELECT count(*) AS n, count(DISTINCT action) AS a FROM interactions")[0]["n"]
        if now < seen:
            writer.kill()
            return f"a count fell from {seen} to {now}"
        seen, asked = now, asked + 1
        checks.run("compact", "--all", store=store)
        checks.run("expire", "--older-than", "90d", "--dry-run", store=store, env={"IAQ_NOW": ""})
        maintained += 1
    out, err = writer.communicate()
    if writer.returncode != 0:
        return f"the writer ended with {writer.returncode}: {err.decode()[-300:]}"
    stored = json.loads(out)[0]["stored"]
    print(f"     {events} events imported beside {asked} questions and {maintained} rounds of maintenance", flush=True)
    left = checks.sql(store, "SELECT count(*) AS n FROM interactions")[0]["n"]
    os.remove(name)
    return same((stored, left), (events, events))


def expiry(checks):
    name, store = checks.path("expiry.ndjson"), checks.path("expiry")
    checks.run("demo", "--events", "90000", "--days", "180", "-o", name)
    checks.run("import", name, store=store)
    per_day = {row["d"][:10]: row["n"] for row in checks.sql(store, "SELECT date_trunc('day', timestamp) AS d, count(*) AS n FROM interactions GROUP BY 1")}
    if len(per_day) != 180:
        return f"{len(per_day)} days"
    # The clock of the check is the data's: a store's newest commit may lie later, hence --force.
    now = {"IAQ_NOW": "2026-04-01T00:00:00Z"}
    nothing = checks.rows("expire", "--dry-run", "--force", store=store, env=now)
    if nothing:
        return "something would go without a policy"
    ordered = sorted(per_day)
    wanted = {day: per_day[day] for day in ordered[:90]}
    dry = {row["day"]: row["events"] for row in checks.rows("expire", "--older-than", "90d", "--dry-run", "--force", store=store, env=now)}
    wrong = same(dry, wanted, "dry run")
    if wrong:
        return wrong
    checks.run("seal", store=store)
    began = time.time()
    done = {row["day"]: row["events"] for row in checks.rows("expire", "--older-than", "90d", "--force", store=store, env=now)}
    print(f"     90 of 180 days dropped in {(time.time() - began) * 1000:.0f} ms, process start included", flush=True)
    wrong = same(done, wanted, "expire")
    if wrong:
        return wrong
    left = {row["d"][:10]: row["n"] for row in checks.sql(store, "SELECT date_trunc('day', timestamp) AS d, count(*) AS n FROM interactions GROUP BY 1")}
    return same(left, {day: per_day[day] for day in ordered[90:]}, "left")


def measured(checks, *arguments):
    """Seconds and peak resident megabytes of one run of the command."""
    began = time.time()
    process = subprocess.Popen([checks.iaq, *arguments], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        raise AssertionError(f"{arguments[0]} ended with status {status}")
    return time.time() - began, usage.ru_maxrss / 1024


def figures(checks):
    name, store = checks.path("large.ndjson"), checks.path("large")
    events = 10_000_000
    seconds, memory = measured(checks, "demo", "--events", str(events), "--days", "90", "-o", name)
    print(f"     demo: {events / seconds / 1e6:.2f} M events/s, {memory:.0f} MiB", flush=True)
    over = []
    question = "SELECT action, count(*) AS n FROM interactions GROUP BY action"
    for label, arguments in (
        ("import", ("import", name)), ("compact", ("compact", "--all")), ("count by action, cold process", ("query", question)),
        ("distinct users by day", ("query", "SELECT date_trunc('day', timestamp) AS d, count(DISTINCT user_id) AS u FROM interactions GROUP BY 1")),
        ("sessions", ("sessions", "--summary")),
    ):
        seconds, memory = measured(checks, *arguments, "--store", store)
        print(f"     {label}: {seconds:.2f} s ({events / seconds / 1e6:.2f} M events/s), {memory:.0f} MiB", flush=True)
        if memory > 1024:
            over.append(f"{label} took {memory:.0f} MiB")
    facts = checks.rows("stats", store=store)[0]
    print(f"     {facts['bytesPerEvent']:.2f} bytes per event, {facts['segments']} segments", flush=True)
    os.remove(name)
    return "; ".join(over) or same(facts["events"], events)
