"""The command's manners: exit codes and messages of wrong uses, empty answers, conditions on answers, questions that ask for too much,
hostile text."""
import csv
import io
import json
import os
import pty
import resource
import subprocess

from common import same


def run(checks):
    store = checks.path("uses")
    file = checks.path("uses.ndjson")
    checks.run("demo", "--events", "3000", "--days", "3", "-o", file)
    checks.run("import", file, store=store)
    checks.check("uses: exit codes and messages", wrong_uses, checks, store, file)
    checks.check("uses: an unknown session, an empty answer, conditions", answers, checks, store)
    checks.check("uses: questions that ask for too much", too_much, checks, store)
    checks.check("uses: control characters in data", controls, checks)
    checks.check("uses: labels kept in the store", labels, checks, store, file)


def call(checks, *arguments, env=None):
    done = subprocess.run([checks.iaq, *arguments], capture_output=True, text=True, timeout=120, env=env or dict(os.environ))
    return done.returncode, done.stdout, done.stderr


def labels(checks, store, file):
    condition, merged = "action IN ('click', 'purchase')", "CASE WHEN action = 'purchase' THEN 'click' ELSE action END"
    checks.run("config", "set", f"label.chosen={condition}", f"label.merged={merged}", store=store)
    kept = {row["name"]: row["value"] for row in checks.rows("config", "get", store=store)}
    if (kept.get("label.chosen"), kept.get("label.merged")) != (condition, merged):
        return f"kept {kept}"
    for named, written in (
        (["funnel", "view", "label:chosen"], ["funnel", "view", f"where:{condition}"]),
        (["cohorts", "--start-event", "label:chosen"], ["cohorts", "--start-event", f"where:{condition}"]),
        (["paths", "--label", "label:merged", "--where", "label('chosen') OR action = 'view'"], ["paths", "--label", merged, "--where", f"{condition} OR action = 'view'"]),
        (["transitions", "--label", "label('merged')"], ["transitions", "--label", merged]), (["top", "label:merged", "--by", "label:chosen"], ["top", merged, "--by", condition]),
        (["sequences", "view", "then", "label:chosen"], ["sequences", "view", "then", f"where:{condition}"]),
        (["transitions", "--states", "--label", "label:merged"], ["transitions", "--states", "--label", merged]),
        (["query", "SELECT label('merged') AS m, count(*) AS n FROM interactions WHERE label('chosen') GROUP BY 1"],
         ["query", f"SELECT {merged} AS m, count(*) AS n FROM interactions WHERE {condition} GROUP BY 1"]),
    ):
        got, wanted = checks.rows(*named, store=store), checks.rows(*written, store=store)
        for row in got + wanted:
            row.pop("label", None)
        if got != wanted or not got:
            return f"{named}: {got[:3]}, wanted {wanted[:3]}"
    for arguments, said in (
        (["config", "set", "label.chosen=acton = 'x'"], "did you mean action?"), (["config", "set", "label.chosen=label('merged')"], "cannot use other labels"),
        (["config", "set", "label.a b=action"], "letters"), (["config", "set", "label.chosen=action = 'x' AND"], "^"), (["funnel", "view", "label:chosn"], "did you mean 'chosen'?"),
        (["query", "SELECT label('chosn') FROM interactions"], "did you mean 'chosen'?"), (["paths", "--label", "label:chosn"], "did you mean 'chosen'?"),
    ):
        code, _, error = call(checks, *arguments, "--store", store)
        if code != 1 or said not in error:
            return f"{arguments}: exit {code}, '{said}' expected in {error}"
    # A label that no event has is no action with a slip in it.
    checks.run("config", "set", "label.never=action = 'vieww'", store=store)
    _, _, error = call(checks, "funnel", "label:never", "--store", store)
    if "no event has" in error:
        return error
    checks.run("config", "set", "label.never=", store=store)
    code, _, error = call(checks, "funnel", "view", "label:chosen", "-i", file)
    if code != 1 or "no label" not in error:
        return f"-i: exit {code}, {error}"
    checks.run("config", "set", "label.chosen=", "label.merged=", store=store)
    return "labels stay" if any(row["name"].startswith("label.") for row in checks.rows("config", "get", store=store)) else None


def wrong_uses(checks, store, file):
    nothing = checks.path("no-store-here")
    long = "SELECT " + ", ".join(f"max(details.v{i})" for i in range(100)) + ", foo(1), " + ", ".join(f"min(details.v{i})" for i in range(100))
    bare = {key: value for key, value in os.environ.items() if key != "IAQ_STORE"}
    for arguments, code, said in [
        (["sesions"], 2, "did you mean sessions?"), (["sessions", "--gapp", "30m", "--store", store], 2, "--gap"),
        (["stats"], 2, "IAQ_STORE"), (["stats", "--store", ""], 2, "empty"), (["stats", "--store", nothing], 1, "no store"),
        (["stats", "--store", file], 1, "is a file"), (["import", file, "--store", nothing + "/a/b"], 1, "parent"),
        (["sessions", "--tz", "Europe/Berln", "--store", store], 2, "did you mean Europe/Berlin?"),
        (["sessions", "--from", "2026-02-30", "--store", store], 2, "--from"),
        (["sessions", "--where", "acton = 'click'", "--store", store], 1, "acton = 'click'\n  ^"),
        (["transitions", "--where", "count(*) > 1", "--store", store], 1, "WHERE"),
        (["session", "x", "--where", "action = 1 +", "--store", store], 1, "--where"),
        (["query", long + " FROM interactions", "--store", store], 1, "foo(1)"),
        (["query", "SELECT 1", "--last", "3", "--store", store], 2, "iaq query"),
    ]:
        got, out, error = call(checks, *arguments, env=bare)
        if got != code or said not in error or out:
            return f"{arguments}: exit {got}, wanted {code}; '{said}' expected in {error!r}"
        if max(len(line) for line in error.splitlines()) > 250:
            return f"{arguments}: an overlong line of {max(len(line) for line in error.splitlines())}"
    return None


def answers(checks, store):
    for command in (["sessions"], ["transitions"], ["query", "SELECT action FROM interactions"], ["sessions", "--summary"]):
        for flags, code in (
            (["--fail-if-rows"], 5), (["--fail-if-empty"], 0), (["--fail-if-rows", "--from", "2030-01-01"], 0),
            (["--fail-if-empty", "--from", "2030-01-01"], 5),
        ):
            got, _, error = call(checks, *command, *flags, "--store", store)
            empty = "--from" in flags
            if got != code or ("the events lie between 2026-" in error) != empty:
                return f"{command + flags}: exit {got}, wanted {code}: {error}"
        got, _, error = call(checks, *command, "--provenance", "--tz", "Europe/Berlin", "--from", "2026-03-30", "--store", store)
        made = json.loads(error)
        wrong = same((made["zone"], made["range"], made["exact"]), ("Europe/Berlin", ["2026-03-29T22:00:00.000000Z", None], True))
        if wrong or made["rowsRead"] + made["rowsSkipped"] != 3000:
            return wrong or f"provenance: {made}"
    first = checks.sql(store, "SELECT session_id AS s, user_id AS u FROM interactions WHERE user_id IS NOT NULL AND session_id IS NOT NULL LIMIT 1")[0]
    for name, hint in ((first["s"][:-1], first["s"]), (first["u"], "--where"), ("nobody at all", "iaq sessions")):
        got, out, error = call(checks, "session", name, "--store", store)
        if got != 1 or "no session" not in error or hint not in error or out:
            return f"session {name}: exit {got}: {error}"
    got, _, error = call(checks, "session", first["s"], "--where", "false", "--store", store)
    return None if got == 0 and "the events lie between" in error else f"a session with nothing chosen: exit {got}: {error}"


def too_much(checks, store):
    """A short question can ask for more than any memory: it is told so, in bounded memory and time."""
    def bounded():
        resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))

    made = "the texts or lists that a function makes take more than 256 MiB"
    for question, said in [
        ("SELECT replace(repeat('a', 1000000), 'a', repeat('b', 1000000))", "the text of replace() would be longer than 64 MiB"),
        ("SELECT regexp_replace(repeat('a', 1000000), 'a', repeat('b', 1000000), 'g')", "the text of regexp_replace()"),
        ("SELECT array_to_string(range(0, 1000000), repeat('b', 1000000))", "the text of array_to_string()"),
        ("SELECT length(concat(t, t, t, t, t)) FROM (SELECT repeat('a', 60000000) AS t)", made),
        ("SELECT length(t || t || t || t || t) FROM (SELECT repeat('a', 60000000) AS t)", made),
        ("SELECT max(length(timestamp || repeat('a', 1000000))) FROM (SELECT timestamp FROM interactions)", made),
        ("SELECT max(len([timestamp || repeat('a', 1000000)])) FROM (SELECT timestamp FROM interactions)", made),
        ("SELECT max(len(range(0, 1000000 + second(timestamp)))) FROM (SELECT timestamp FROM interactions)", made),
        ("SELECT string_agg(timestamp || repeat('a', 100000), ',') FROM interactions", "MiB"),
        ("SELECT string_agg(repeat(session_id, 10000), ',') FROM interactions", "the texts of string_agg take more than 256 MiB"),
        ("SELECT regexp_matches(session_id, '" + "(?:" * 12 + "){1000}" * 12 + "b{2000}') FROM interactions", "a repetition is from 0 to 1000 times"),
    ]:
        done = subprocess.run([checks.iaq, "query", question, "--store", store], capture_output=True, text=True, timeout=60, preexec_fn=bounded)
        if done.returncode != 1 or said not in done.stderr or done.stdout:
            return f"{question[:120]}: exit {done.returncode}; '{said}' expected in {done.stderr[:300]!r}"
    return None


def on_terminal(checks, *arguments):
    """What the command sends to a terminal."""
    master, slave = pty.openpty()
    process = subprocess.Popen([checks.iaq, *arguments], stdout=slave, stderr=slave, stdin=subprocess.DEVNULL)
    os.close(slave)
    sent = b""
    while True:
        try:
            part = os.read(master, 65536)
        except OSError:
            break
        if not part:
            break
        sent += part
    os.close(master)
    process.wait()
    return sent.decode()


def controls(checks):
    hostile = "a\u009b2J\u001b[31m\u202e\\u{9b}\t\n\"q\",\u2028\u007fz"
    file = checks.path("controls.ndjson")
    store = checks.path("controls")
    event = {"timestamp": "2026-01-01T00:00:00Z", "action": hostile, "sessionId": "s", "details": {"t" + hostile: [hostile]}}
    with open(file, "w", encoding="utf-8") as out:
        out.write(json.dumps(event, ensure_ascii=False) + "\n")
    checks.run("import", file, store=store)
    question = ["query", "SELECT action, details FROM interactions"]
    for name in ("json", "ndjson"):
        rows = json.loads("[" + checks.run(*question, "--format", name, store=store).strip().strip("[]") + "]")
        if rows[0]["action"] != hostile or json.loads(rows[0]["details"]) != event["details"]:
            return f"{name} does not read back equal: {rows}"
    timeline = checks.rows("session", "s", store=store)
    if timeline[0]["details"] != event["details"]:
        return f"the timeline's details do not read back equal: {timeline}"
    text = subprocess.run([checks.iaq, *question, "--format", "csv", "--store", store], capture_output=True, check=True).stdout.decode()
    rows = list(csv.reader(io.StringIO(text, newline="")))
    if rows[1][0] != hostile or json.loads(rows[1][1]) != event["details"]:
        return f"csv does not read back equal: {rows}"
    for arguments in (
        [[*question, "--format", name] for name in ("box", "markdown", "tsv", "csv", "json", "ndjson")]
        + [["session", "s", "--format", name] for name in ("box", "json", "csv", "tsv")] + [["sessions"], ["export"], ["transitions"]]
        + [["query", "SELECT \u009b FROM interactions"], ["\u009b31m"], ["session", "\u009b"], ["sessions", "--tz", "\u009b"]]
    ):
        sent = on_terminal(checks, *arguments, "--color", "never", "--store", store) if arguments[0] != "export" else on_terminal(checks, *arguments, "--store", store)
        bad = [c for c in sent if (ord(c) < 32 and c not in "\r\n\t") or 127 <= ord(c) < 160 or c in "\u2028\u202e"]
        if bad:
            return f"{arguments} sends {bad[:5]}"
    return None
