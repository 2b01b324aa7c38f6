"""Several processes at one store: a reader and maintenance beside a writer; expiry; figures of a large store."""
import json
import os
import subprocess
import threading
import time

from common import same


def run(checks):
    checks.check("beside a writer: reads and maintenance", beside, checks, 300_000)
    checks.check("expire: whole days, exactly", expiry, checks)


def run_large(checks):
    checks.check("10 M events: beside a writer", beside, checks, 10_000_000)
    checks.check("10 M events: figures", figures, checks)


def beside(checks, events):
    """While one process imports, a second asks in a loop and a third compacts and expires in a loop."""
    name, store = checks.path(f"beside-{events}.ndjson"), checks.path(f"beside-{events}")
    checks.run("demo", "--events", str(events), "--days", "90", "--seed", "21", "-o", name)
    checks.run("config", "set", "zone=UTC", store=store)
    writer = subprocess.Popen([checks.iaq, "import", name, "--store", store, "--format", "json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    wrong, asked, maintained, grew = [], [0], [0], []

    def ask():
        seen = 0
        while writer.poll() is None and not wrong:
            now = checks.sql(store, "SELECT count(*) AS n FROM interactions")[0]["n"]
            if now < seen:
                wrong.append(f"a count fell from {seen} to {now}")
            if now > seen:
                grew.append(time.time())
            seen, asked[0] = now, asked[0] + 1

    def maintain():
        while writer.poll() is None and not wrong:
            checks.run("compact", "--all", store=store)
            checks.run("expire", "--older-than", "90d", "--dry-run", store=store, env={"IAQ_NOW": ""})
            maintained[0] += 1

    def guarded(body):
        try:
            body()
        except Exception as error:  # told by the check, whichever thread it came from
            wrong.append(f"{type(error).__name__}: {error}")

    threads = [threading.Thread(target=guarded, args=(body,)) for body in (ask, maintain)]
    for thread in threads:
        thread.start()
    out, err = writer.communicate()
    for thread in threads:
        thread.join()
    if wrong:
        return "; ".join(wrong)
    if writer.returncode != 0:
        return f"the writer ended with {writer.returncode}: {err.decode()[-300:]}"
    row = json.loads(out)[0]
    gaps = sorted(after - before for before, after in zip(grew, grew[1:])) or [0.0]
    print(f"     {events} events imported in {row['seconds']:.1f} s beside {asked[0]} questions and {maintained[0]} rounds of maintenance; "
          f"new data came every {gaps[len(gaps) // 2] * 1000:.0f} ms, at worst after {gaps[-1] * 1000:.0f} ms", flush=True)
    left = checks.sql(store, "SELECT count(*) AS n FROM interactions")[0]["n"]
    os.remove(name)
    return same((row["stored"], left), (events, events))


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
