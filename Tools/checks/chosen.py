"""Choosing events first: --where, --from, --to, --last and --tz on sessions, transitions and query against the naive reference,
whose zones are Python's own reader of the zone files."""
import collections
import datetime
import zoneinfo

from common import near, same

NOW = "2026-03-30T20:15:00Z"
UTC = datetime.timezone.utc
# Zones that change in the last days of March 2026, at midnight or elsewhere, and some with odd offsets.
ZONES = [
    "Europe/Berlin", "Asia/Beirut", "Asia/Jerusalem", "Africa/Casablanca", "America/Nuuk", "Antarctica/Troll", "Asia/Kathmandu",
    "Pacific/Apia", "America/St_Johns", "UTC",
]


def micros(value):
    return (value - datetime.datetime(1970, 1, 1, tzinfo=UTC)) // datetime.timedelta(microseconds=1)


def local(zone, *date):
    return micros(datetime.datetime(*date, tzinfo=zoneinfo.ZoneInfo(zone)).astimezone(UTC))


def text(time):
    moment = datetime.datetime(1970, 1, 1, tzinfo=UTC) + datetime.timedelta(microseconds=time)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def price(event):
    value = (event.get("details") or {}).get("price")
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def cases():
    """Flags with the same in Python."""
    day = 86_400_000_000
    now = micros(datetime.datetime(2026, 3, 30, 20, 15, tzinfo=UTC))
    return [
        (["--where", "action = 'click' OR action = 'view'"], lambda t, e: e["action"] in ("click", "view")),
        (["--where", "details.price > 50"], lambda t, e: price(e) is not None and price(e) > 50),
        (["--where", "user_id IS NULL AND component = 'ProductPage'"], lambda t, e: e.get("userId") is None and e.get("component") == "ProductPage"),
        (["--where", "lower(action) LIKE '%nothing%'"], lambda t, e: False),
        (["--from", "2026-03-25T10:30:00Z", "--to", "2026-03-27"], lambda t, e: local("UTC", 2026, 3, 25, 10, 30) <= t < local("UTC", 2026, 3, 27)),
        (["--from", "2026-03-29", "--to", "2026-03-30", "--tz", "Europe/Berlin"], lambda t, e: local("Europe/Berlin", 2026, 3, 29) <= t < local("Europe/Berlin", 2026, 3, 30)),
        (["--from", "2026-03-29", "--tz", "Asia/Beirut"], lambda t, e: local("Asia/Beirut", 2026, 3, 29) <= t),
        (["--from", "yesterday", "--to", "today", "--tz", "Asia/Kathmandu"], lambda t, e: local("Asia/Kathmandu", 2026, 3, 30) <= t < local("Asia/Kathmandu", 2026, 3, 31)),
        (["--last", "36h"], lambda t, e: now - day * 3 // 2 <= t < now),
        (["--to", "2026-03-24T06:00", "--where", "hour(timestamp) >= 12", "--tz", "Pacific/Apia"],
         lambda t, e: t < local("Pacific/Apia", 2026, 3, 24, 6) and hour("Pacific/Apia", t) >= 12),
    ]


def hour(zone, time):
    return (datetime.datetime(1970, 1, 1, tzinfo=UTC) + datetime.timedelta(microseconds=time)).astimezone(zoneinfo.ZoneInfo(zone)).hour


def analyses(checks, store, reference):
    env = {"IAQ_NOW": NOW}
    for flags, holds in cases():
        chosen = reference.only(holds)
        for more, gap in (([], None), (["--gap", "30m"], 1800)):
            wanted = [
                (text(s[0][0]), text(s[-1][0]), len(s), s[0][1]["action"], s[-1][1]["action"], len(s) == 1,
                 next((e["userId"] for _, e in reversed(s) if e.get("userId") is not None), None))
                for s in chosen.sessions(gap)
            ]
            rows = checks.rows("sessions", "--rows", *flags, *more, store=store, env=env)
            got = [(r["start"], r["end"], r["events"], r["entryAction"], r["exitAction"], r["isBounce"], r["userId"]) for r in rows]
            wrong = same(got, wanted, f"sessions {flags + more}")
            if wrong:
                return wrong
        edges = {(r["from"], r["to"]): (r["count"], r["meanGapSeconds"]) for r in checks.rows("transitions", *flags, store=store, env=env)}
        wanted = chosen.transitions()
        if set(edges) != set(wanted):
            return f"edges with {flags} differ: {sorted(set(edges) ^ set(wanted))[:5]}"
        for edge, (count, gap) in wanted.items():
            if edges[edge][0] != count or not near(edges[edge][1], gap):
                return f"{edge} with {flags}: got {edges[edge]}, wanted {(count, gap)}"
        if "--where" not in flags:
            got = checks.rows("query", "SELECT count(*) AS n FROM interactions WHERE action = 'click' OR action = 'view'", *flags, store=store, env=env)
            wrong = same(got[0]["n"], sum(e["action"] in ("click", "view") for _, e in chosen.events), f"query {flags}")
            if wrong:
                return wrong
    return None


def timeline(checks, store, reference):
    given = collections.Counter(event["sessionId"] for _, event in reference.events if event.get("sessionId"))
    session = given.most_common(1)[0][0]
    flags = ["--where", "action <> 'scroll'", "--from", "2026-03-21", "--tz", "America/Nuuk"]
    wanted, before = [], None
    for time, event in reference.events:
        if event.get("sessionId") == session and event["action"] != "scroll" and time >= local("America/Nuuk", 2026, 3, 21):
            wanted.append((text(time), event["action"], event.get("component"), None if before is None else (time - before) / 1e6, event.get("details")))
            before = time
    got = [(r["timestamp"], r["action"], r["component"], r["sincePreviousSeconds"], r["details"]) for r in checks.rows("session", session, *flags, store=store)]
    return same(got, wanted, session)


def zones(checks, store, reference):
    for name in ZONES:
        zone = zoneinfo.ZoneInfo(name)
        wanted = collections.Counter()
        # Offsets are whole quarters of an hour, so that all events of a quarter share their local hour.
        for quarter, count in collections.Counter(time // 900_000_000 for time, _ in reference.events).items():
            moment = (datetime.datetime(1970, 1, 1, tzinfo=UTC) + datetime.timedelta(minutes=15 * quarter)).astimezone(zone)
            date = moment.date()
            monday = date - datetime.timedelta(days=date.weekday())
            wanted[(text(local(name, date.year, date.month, date.day)), date.isoformat(), text(local(name, monday.year, monday.month, monday.day)),
                    text(local(name, date.year, date.month, 1)), moment.hour)] += count
        rows = checks.rows(
            "query",
            "SELECT date_trunc('day', timestamp) AS d, CAST(timestamp AS DATE) AS t, date_trunc('week', timestamp) AS w, "
            "date_trunc('month', timestamp) AS m, hour(timestamp) AS h, count(*) AS n FROM interactions GROUP BY ALL",
            "--tz", name, store=store)
        got = {(r["d"], r["t"], r["w"], r["m"], r["h"]): r["n"] for r in rows}
        wrong = same(got, dict(wanted), name)
        if wrong:
            return wrong
        # Grouped by the day alone, whole row groups share a key; the range comes from the condition.
        rows = checks.rows(
            "query", "SELECT CAST(timestamp AS DATE) AS t, count(*) AS n FROM interactions WHERE CAST(timestamp AS DATE) >= '2026-03-28' "
            "AND timestamp < '2026-03-31' GROUP BY 1", "--tz", name, store=store)
        wrong = same({r["t"]: r["n"] for r in rows}, days(wanted, "2026-03-28", "2026-03-31"), name + " days")
        if wrong:
            return wrong
    return None


def days(wanted, first, end):
    found = collections.Counter()
    for (_, date, _, _, _), count in wanted.items():
        if first <= date < end:
            found[date] += count
    return dict(found)


def setting(checks, store):
    """The store's zone holds where --tz is not given."""
    question = ["query", "SELECT date_trunc('day', timestamp) AS d, count(*) AS n FROM interactions GROUP BY 1"]
    wanted = checks.rows(*question, "--tz", "Asia/Kathmandu", store=store)
    checks.run("config", "set", "zone=Asia/Kathmandu", store=store)
    got = checks.rows(*question, store=store)
    checks.run("config", "set", "zone=Asia/Kathmand", store=store, expect=1)
    checks.run("config", "set", "zone=", store=store)
    return same(got, wanted) or (same(got == checks.rows(*question, store=store), False, "without the setting"))
