"""Damage to a store's files seen from outside: exit codes, what standard error says, repair, and files of other kinds in a file's
place."""
import json
import os
import shutil
import subprocess


def run(checks):
    checks.check("damage: a bad day, a lost manifest, files of other kinds", every_kind, checks)
    checks.check("damage: repair, restore, accept", repair, checks)


def ask(checks, store, *arguments):
    done = subprocess.run([checks.iaq, *arguments, "--store", store], capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout, done.stderr


def made(checks, name):
    store = checks.path(name)
    events = checks.path("damage.ndjson")
    if not os.path.exists(events):
        checks.run("demo", "--events", "3000", "--days", "6", "-o", events)
    checks.run("import", events, store=store)
    checks.run("seal", store=store)
    checks.run("compact", "--all", store=store)
    return store


def by_day(checks, store):
    code, out, err = ask(checks, store, "query", "SELECT CAST(timestamp AS DATE) AS d, count(*) AS n FROM interactions GROUP BY 1", "--format", "json")
    return code, {row["d"]: row["n"] for row in json.loads(out)} if out else {}, err


def harms(path, other):
    """Ways to spoil a file, each with its name."""
    with open(path, "rb") as file:
        whole = file.read()

    def write(data):
        with open(path, "wb") as file:
            file.write(data)

    def replaced(body):
        def harm():
            os.remove(path)
            body()
        return harm
    return whole, [
        ("flipped", lambda: write(bytes([whole[0]]) + bytes([whole[1] ^ 1]) + whole[2:])),
        ("emptied", lambda: write(b"")),
        ("cut", lambda: write(whole[:len(whole) // 2])),
        ("removed", lambda: os.remove(path)),
        ("a directory", replaced(lambda: os.mkdir(path))),
        ("a link", replaced(lambda: os.symlink(other, path))),
        ("a fifo", replaced(lambda: os.mkfifo(path))),
    ]


def undo(path, whole):
    if os.path.isdir(path) and not os.path.islink(path):
        os.rmdir(path)
    elif os.path.lexists(path):
        os.remove(path)
    with open(path, "wb") as file:
        file.write(whole)


def every_kind(checks):
    store = made(checks, "damaged")
    code, wanted, _ = by_day(checks, store)
    assert code == 0 and sum(wanted.values()) == 3000, wanted
    day = sorted(wanted)[2]
    folder = os.path.join(store, "days", day)
    segment = os.path.join(folder, sorted(os.listdir(folder))[0])
    copy = checks.path("other.ias")
    shutil.copy(segment, copy)
    with open(os.path.join(store, "CURRENT")) as file:
        manifest = file.read().split()[0]
    journal = sorted(os.listdir(os.path.join(store, "journal")))[-1]
    for path in [segment, os.path.join(store, "CURRENT"), os.path.join(store, manifest), os.path.join(store, "journal", journal)]:
        whole, ways = harms(path, copy)
        for name, harm in ways:
            harm()
            what = f"{os.path.relpath(path, store)} {name}"
            code, found, err = by_day(checks, store)
            # A manifest is written twice: one copy stands in for the other.
            stands = os.path.basename(path) == manifest and name in ("flipped", "cut")
            if stands:
                assert code == 0 and found == wanted, f"{what}: {code} {found} {err}"
            else:
                assert code == 3 and "partial: " in err, f"{what}: exit {code}: {err}"
                if path == segment:
                    assert found == {d: n for d, n in wanted.items() if d != day}, f"{what}: {found}"
                    assert day in err, err
                else:
                    assert all(n <= wanted[d] for d, n in found.items()), f"{what}: {found}"
            for command in (["sessions"], ["transitions"], ["export"], ["stats"], ["schema"], ["verify"]):
                code, _, err = ask(checks, store, *command)
                assert code == (0 if stands and command != ["verify"] else 3), f"{what}, {command}: exit {code}: {err}"
            undo(path, whole)
    # A day that was not asked for does not matter.
    os.remove(segment)
    code, out, err = ask(checks, store, "query", f"SELECT count(*) AS n FROM interactions WHERE timestamp < TIMESTAMP '{day}'", "--format", "json")
    assert code == 0 and json.loads(out)[0]["n"] == sum(n for d, n in wanted.items() if d < day), f"{code} {out} {err}"
    code, _, err = ask(checks, store, "query", "SELECT count(*) AS n FROM interactions", "--provenance")
    made_of = json.loads(next(line for line in err.splitlines() if line.startswith("{")))
    assert code == 3 and made_of["partial"] and made_of["missing"][0]["day"] == day, err


def repair(checks):
    store = made(checks, "repaired")
    _, wanted, _ = by_day(checks, store)
    day = sorted(wanted)[0]
    folder = os.path.join(store, "days", day)
    segment = os.path.join(folder, sorted(os.listdir(folder))[0])
    copy = checks.path("good.ias")
    shutil.copy(segment, copy)
    with open(segment, "r+b") as file:
        file.seek(40)
        file.write(b"\0\1\2\3\4\5\6\7")
    rows = checks.rows("verify", "--repair", store=store, expect=3)
    assert rows[0]["status"] == "quarantined", rows
    assert os.listdir(os.path.join(store, "quarantine")) == [os.path.basename(segment)], "not moved"
    code, found, err = by_day(checks, store)
    assert code == 3 and found == {d: n for d, n in wanted.items() if d != day} and "quarantine" in err, err
    shutil.copy(copy, segment)
    assert checks.rows("verify", "--repair", "--deep", store=store)[0]["status"] == "restored"
    assert by_day(checks, store)[:2] == (0, wanted)
    # All manifests gone: segments say what they are.
    for name in os.listdir(store):
        if name.startswith("MANIFEST") or name == "CURRENT":
            os.remove(os.path.join(store, name))
    code, _, err = ask(checks, store, "query", "SELECT 1")
    assert code == 3 and "verify --repair" in err, f"{code} {err}"
    checks.run("import", "-", store=store, text='{"timestamp":"2026-04-01T00:00:00Z","action":"x"}\n', expect=3)
    checks.run("verify", "--repair", store=store, expect=3)
    code, found, _ = by_day(checks, store)
    assert code == 3 and found == wanted, found
    checks.run("verify", "--repair", "--accept-loss", store=store)
    assert by_day(checks, store)[:2] == (0, wanted)
    checks.run("verify", "--deep", store=store)
