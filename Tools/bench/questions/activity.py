"""Who is active: distinct users, windows of days, the daily usage stats."""
from questions import Question

# DAU, WAU and MAU of each day in one pass: a user's active days are known; a day counts him from an active day until the next
# active day or the end of the window, so the counts are running sums of ranges.
RUNNING = (
    "SELECT d, dau, wau, mau FROM (SELECT d, coalesce(dau, 0) AS dau, sum(w) OVER (ORDER BY d) AS wau, sum(m) OVER (ORDER BY d) AS mau FROM "
    "(SELECT d, sum(a) AS dau, sum(w) AS w, sum(m) AS m FROM {steps} GROUP BY d)) WHERE mau > 0 AND d <= {last}")
STEPS = (
    "(SELECT d, c AS a, c AS w, c AS m FROM (SELECT d, count(*) AS c FROM ranges GROUP BY d) "
    "UNION ALL SELECT w, 0, -count(*), 0 FROM ranges GROUP BY w UNION ALL SELECT m, 0, 0, -count(*) FROM ranges GROUP BY m "
    "UNION ALL SELECT unnest(generate_series(DATE '2026-01-01', DATE '2026-03-31', INTERVAL 1 DAY))::DATE, 0, 0, 0)")
WINDOW_D = (
    "WITH days AS (SELECT user_id, ts::DATE AS d FROM {T} WHERE user_id IS NOT NULL GROUP BY 1, 2), "
    "following AS (SELECT d, lead(d, 1, DATE '2200-01-01') OVER (PARTITION BY user_id ORDER BY d) AS f FROM days), "
    "ranges AS MATERIALIZED (SELECT d, least(f, d + 7) AS w, least(f, d + 30) AS m FROM following) "
    + RUNNING.format(steps=STEPS, last="DATE '2026-03-31'"))
# The active days of a user as the bits of one number; each window is a mask.
BITS_D = (
    "WITH bits AS (SELECT bit_or(1::HUGEINT << (ts::DATE - DATE '2026-01-01')::INT) AS b FROM {T} WHERE user_id IS NOT NULL GROUP BY user_id), "
    "alike AS MATERIALIZED (SELECT b, count(*) AS c FROM bits GROUP BY b) "
    "SELECT * FROM (SELECT DATE '2026-01-01' + i::INT AS d, coalesce(sum(c) FILTER (WHERE (b >> i::INT) & 1 = 1), 0) AS dau, "
    "coalesce(sum(c) FILTER (WHERE CASE WHEN i < 6 THEN b & ((1::HUGEINT << (i + 1)::INT) - 1) ELSE (b >> (i - 6)::INT) & 127 END <> 0), 0) AS wau, "
    "coalesce(sum(c) FILTER (WHERE CASE WHEN i < 29 THEN b & ((1::HUGEINT << (i + 1)::INT) - 1) ELSE (b >> (i - 29)::INT) & 1073741823 END <> 0), 0) AS mau "
    "FROM alike, range(90) days(i) GROUP BY i) WHERE mau > 0")
LIST_D = (
    "WITH lists AS (SELECT list_sort(list(DISTINCT ts::DATE)) AS l FROM {T} WHERE user_id IS NOT NULL GROUP BY user_id), "
    "following AS (SELECT unnest(l) AS d, unnest(list_append(l[2:], DATE '2200-01-01')) AS f FROM lists), "
    "ranges AS MATERIALIZED (SELECT d, least(f, d + 7) AS w, least(f, d + 30) AS m FROM following) "
    + RUNNING.format(steps=STEPS, last="DATE '2026-03-31'"))
EXPLODED_C = (
    "WITH lists AS (SELECT arraySort(groupUniqArray(toDate(ts))) AS l FROM {T} WHERE user_id IS NOT NULL GROUP BY user_id), "
    "following AS (SELECT arrayJoin(arrayZip(l, arrayPushBack(arrayPopFront(l), toDate('2149-01-01')))) AS z FROM lists), "
    "ranges AS (SELECT z.1 AS d, least(z.2, z.1 + 7) AS w, least(z.2, z.1 + 30) AS m, count() AS c FROM following GROUP BY d, w, m), "
    "steps AS (SELECT s.1 AS d, sum(s.2) AS dau, sum(s.3) AS w, sum(s.4) AS m FROM (SELECT arrayJoin(["
    "(d, toInt64(c), toInt64(c), toInt64(c)), (w, 0, -toInt64(c), 0), (m, 0, 0, -toInt64(c))]) AS s FROM ranges "
    "UNION ALL SELECT (toDate('2026-01-01') + number, 0, 0, 0) AS s FROM numbers(90)) GROUP BY 1) "
    "SELECT * FROM (SELECT d, dau, sum(w) OVER (ORDER BY d) AS wau, sum(m) OVER (ORDER BY d) AS mau FROM steps) "
    "WHERE mau > 0 AND d <= toDate('2026-03-31')")


# The daily figures with each distinct count made of its own distinct pairs, which is faster than all of them in one pass.
JOINED_D = (
    "WITH u AS (SELECT d, count(user_id) AS u FROM (SELECT ts::DATE AS d, user_id FROM {T} GROUP BY 1, 2) GROUP BY 1), "
    "s AS (SELECT d, count(session_id) AS s FROM (SELECT ts::DATE AS d, session_id FROM {T} GROUP BY 1, 2) GROUP BY 1), "
    "b AS (SELECT ts::DATE AS d, count(generation_time) AS g, avg(generation_time) AS a, "
    "count(*) FILTER (action = 'error') / count(*) AS e FROM {T} GROUP BY 1) SELECT d, u, s, g, a, e FROM b JOIN u USING (d) JOIN s USING (d)")
JOINED_C = (
    "WITH u AS (SELECT d, count(user_id) AS u FROM (SELECT toDate(ts) AS d, user_id FROM {T} GROUP BY user_id, d) GROUP BY d), "
    "s AS (SELECT d, count() AS s FROM (SELECT toDate(ts) AS d, session_id FROM {T} GROUP BY session_id, d) GROUP BY d), "
    "b AS (SELECT toDate(ts) AS d, count(generation_time) AS g, avg(generation_time) AS a, "
    "countIf(action = 'error') / count() AS e FROM {T} GROUP BY d) SELECT d, u, s, g, a, e FROM b JOIN u USING (d) JOIN s USING (d)")
IN_ORDER = " SETTINGS optimize_aggregation_in_order = 1"


def per_day(where):
    """Distinct users by day: as an aggregate, as the count of distinct pairs, and from a user's days as the bits of a number."""
    known = (where + " AND " if where else " WHERE ") + "user_id IS NOT NULL"
    pairs = (
        "SELECT d, sum(n) AS n, count(user_id) AS u FROM (SELECT toDate(ts) AS d, user_id, count() AS n "
        f"FROM {{T}}{where} GROUP BY user_id, d) GROUP BY d")
    return dict(
        duckdb={
            "": f"SELECT ts::DATE AS d, count(*) AS n, count(DISTINCT user_id) AS u FROM {{T}}{where} GROUP BY 1",
            "pairs": "SELECT d, sum(n) AS n, count(user_id) AS u FROM (SELECT ts::DATE AS d, user_id, count(*) AS n "
                     f"FROM {{T}}{where} GROUP BY 1, 2) GROUP BY 1",
            "bits": "WITH bits AS (SELECT bit_or(1::HUGEINT << (ts::DATE - DATE '2026-01-01')::INT) AS b "
                    f"FROM {{T}}{known} GROUP BY user_id), alike AS MATERIALIZED (SELECT b, count(*) AS c FROM bits GROUP BY b), "
                    "u AS (SELECT DATE '2026-01-01' + i::INT AS d, coalesce(sum(c) FILTER (WHERE (b >> i::INT) & 1 = 1), 0) AS u "
                    f"FROM alike, range(90) days(i) GROUP BY i), e AS (SELECT ts::DATE AS d, count(*) AS n FROM {{T}}{where} GROUP BY 1) "
                    "SELECT d, n, u FROM e JOIN u USING (d)"},
        clickhouse={
            "": f"SELECT toDate(ts) AS d, count() AS n, uniqExact(user_id) AS u FROM {{T}}{where} GROUP BY 1",
            "pairs": pairs, "pairs in order": pairs + IN_ORDER})


QUESTIONS = [
    Question(
        "users_per_day", "events and distinct users by day",
        ours="SELECT CAST(timestamp AS DATE) AS d, count(*) AS n, count(DISTINCT user_id) AS u FROM interactions GROUP BY 1", **per_day("")),
    Question(
        "users_per_day_filter", "the same of clicks only", goal=10,
        ours="SELECT CAST(timestamp AS DATE) AS d, count(*) AS n, count(DISTINCT user_id) AS u FROM interactions "
        "WHERE action = 'click' GROUP BY 1", **per_day(" WHERE action = 'click'")),
    Question(
        "users", "distinct users of 90 days", goal=8, ours="SELECT count(DISTINCT user_id) AS u FROM interactions",
        duckdb={"": "SELECT count(DISTINCT user_id) AS u FROM {T}",
                "pairs": "SELECT count(*) AS u FROM (SELECT user_id FROM {T} WHERE user_id IS NOT NULL GROUP BY 1)"},
        clickhouse={"": "SELECT uniqExact(user_id) AS u FROM {T}",
                    "pairs": "SELECT count() AS u FROM (SELECT user_id FROM {T} WHERE user_id IS NOT NULL GROUP BY 1)",
                    "in order": "SELECT count() AS u FROM (SELECT user_id FROM {T} WHERE user_id IS NOT NULL GROUP BY 1)" + IN_ORDER}),
    Question(
        "dau_wau_mau", "distinct users of each day, of its last 7 and of its last 30 days", goal=20,
        ours="SELECT bucket AS d, dailyActiveUsers AS dau, weeklyActiveUsers AS wau, monthlyActiveUsers AS mau FROM usage() "
        "WHERE monthlyActiveUsers > 0",
        duckdb={"window": WINDOW_D, "bits": BITS_D, "list": LIST_D},
        clickhouse={"": EXPLODED_C, "in order": EXPLODED_C + IN_ORDER}),
    Question(
        "usage_stats", "by day: users, sessions, generations, mean generation time, error rate", goal=10,
        ours="SELECT CAST(timestamp AS DATE) AS d, count(DISTINCT user_id) AS u, count(DISTINCT session_id) AS s, "
        "count(details.generationTime) AS g, avg(details.generationTime) AS a, count(*) FILTER (WHERE action = 'error') / count(*) AS e "
        "FROM interactions GROUP BY 1",
        duckdb={"": "SELECT ts::DATE AS d, count(DISTINCT user_id) AS u, count(DISTINCT session_id) AS s, count(generation_time) AS g, "
                "avg(generation_time) AS a, count(*) FILTER (action = 'error') / count(*) AS e FROM {T} GROUP BY 1", "joined": JOINED_D},
        clickhouse={"": "SELECT toDate(ts) AS d, uniqExact(user_id) AS u, uniqExact(session_id) AS s, count(generation_time) AS g, "
                    "avg(generation_time) AS a, countIf(action = 'error') / count() AS e FROM {T} GROUP BY 1",
                    "joined": JOINED_C, "joined in order": JOINED_C + IN_ORDER}),
]
