"""Sessions, gaps, funnels, weeks, paths and transitions."""
from questions import Question

SESSIONS = (
    "SELECT session_id, min(ts) AS st, max(ts) AS en, count(*) AS n, arg_min(action, ts) AS en1, arg_max(action, ts) AS ex1 "
    "FROM {T} GROUP BY 1")
SESSIONS_C = SESSIONS.replace("arg_min", "argMin").replace("arg_max", "argMax")
FOUR = "'page_view', 'prompt_submit', 'generation_complete', 'export'"
GAP_WINDOW_D = """WITH l AS (SELECT user_id, ts, coalesce((ts - lag(ts) OVER w > INTERVAL 30 MINUTES)::INT, 1) AS nw FROM {T}
  WHERE user_id IS NOT NULL WINDOW w AS (PARTITION BY user_id ORDER BY ts)),
 s AS (SELECT user_id, ts, sum(nw) OVER (PARTITION BY user_id ORDER BY ts ROWS UNBOUNDED PRECEDING) AS k FROM l),
 g AS (SELECT user_id, k, count(*) AS n, epoch_ms(max(ts)) - epoch_ms(min(ts)) AS dur FROM s GROUP BY 1, 2)
 SELECT count(*) AS s, count(DISTINCT user_id) AS u, avg(n) AS ev, avg(dur) AS d, max(dur) AS mx FROM g"""
GAP_C = """WITH a AS (SELECT user_id, arraySort(groupArray(toUnixTimestamp64Milli(ts))) AS t FROM {T} WHERE user_id IS NOT NULL GROUP BY user_id),
 g AS (SELECT user_id, arrayJoin(arraySplit((x, d) -> d > 1800000, t, arrayDifference(t))) AS ss FROM a)
 SELECT count() AS s, uniqExact(user_id) AS u, avg(length(ss)) AS ev, avg(ss[-1] - ss[1]) AS d, max(ss[-1] - ss[1]) AS mx FROM g"""
FUNNEL_D = f"""WITH e AS (SELECT user_id AS u, epoch_ms(ts) AS t, CASE action WHEN 'page_view' THEN 1 WHEN 'prompt_submit' THEN 2
   WHEN 'generation_complete' THEN 3 WHEN 'export' THEN 4 END AS s FROM {{T}} WHERE user_id IS NOT NULL AND action IN ({FOUR})),
 a AS (SELECT u, t, s, max(CASE WHEN s = 1 THEN t END) OVER w AS c1 FROM e WINDOW w AS (PARTITION BY u ORDER BY t, s ROWS UNBOUNDED PRECEDING)),
 b AS (SELECT u, t, s, c1, max(CASE WHEN s = 2 AND t - c1 <= 86400000 THEN c1 END) OVER w AS c2 FROM a WINDOW w AS (PARTITION BY u ORDER BY t, s ROWS UNBOUNDED PRECEDING)),
 c AS (SELECT u, t, s, c1, c2, max(CASE WHEN s = 3 AND t - c2 <= 86400000 THEN c2 END) OVER w AS c3 FROM b WINDOW w AS (PARTITION BY u ORDER BY t, s ROWS UNBOUNDED PRECEDING)),
 f AS (SELECT u, max(CASE WHEN s = 4 AND t - c3 <= 86400000 THEN 4 WHEN c3 IS NOT NULL THEN 3 WHEN c2 IS NOT NULL THEN 2
   WHEN c1 IS NOT NULL THEN 1 ELSE 0 END) AS l FROM c GROUP BY 1)
 SELECT count(*) FILTER (l >= 1) AS l1, count(*) FILTER (l >= 2) AS l2, count(*) FILTER (l >= 3) AS l3, count(*) FILTER (l >= 4) AS l4 FROM f"""
FUNNEL_C = f"""WITH f AS (SELECT user_id, windowFunnel(86400000)(toUInt64(toUnixTimestamp64Milli(ts)), action = 'page_view', action = 'prompt_submit',
   action = 'generation_complete', action = 'export') AS l FROM {{T}} WHERE user_id IS NOT NULL AND action IN ({FOUR}) GROUP BY 1)
 SELECT countIf(l >= 1) AS l1, countIf(l >= 2) AS l2, countIf(l >= 3) AS l3, countIf(l >= 4) AS l4 FROM f"""
WEEKS_D = """WITH uw AS (SELECT DISTINCT user_id AS u, date_trunc('week', ts)::DATE AS w FROM {T} WHERE user_id IS NOT NULL),
 f AS (SELECT u, min(w) AS c FROM uw GROUP BY 1) SELECT c, (w - c) // 7 AS k, count(*) AS n FROM uw JOIN f USING (u) GROUP BY 1, 2"""
WEEKS_C = """WITH a AS (SELECT user_id, groupUniqArray(toMonday(ts)) AS ws, min(toMonday(ts)) AS c FROM {T} WHERE user_id IS NOT NULL GROUP BY 1)
 SELECT c, intDiv(arrayJoin(ws) - c, 7) AS k, count() AS n FROM a GROUP BY 1, 2"""
PATHS_D = """WITH s AS (SELECT {FIRST} AS p, count(*) AS n, epoch_ms(max(ts)) - epoch_ms(min(ts)) AS dur FROM {T} GROUP BY session_id)
 SELECT array_to_string(p, '>') AS path, count(*) AS f, avg(dur) AS d, avg((n <= 5)::INT) AS x FROM s GROUP BY p ORDER BY 2 DESC, 1 LIMIT 20"""
PATHS_C = """WITH s AS (SELECT {FIRST} AS p, count() AS n, toUnixTimestamp64Milli(max(ts)) - toUnixTimestamp64Milli(min(ts)) AS dur FROM {T} GROUP BY session_id)
 SELECT arrayStringConcat(p, '>') AS path, count() AS f, avg(dur) AS d, avg(n <= 5) AS x FROM s GROUP BY p ORDER BY 2 DESC, 1 LIMIT 20"""
EDGES_D = """WITH l AS (SELECT action AS a, lead(action) OVER w AS b, epoch_ms(lead(ts) OVER w) - epoch_ms(ts) AS g FROM {T}
  WINDOW w AS (PARTITION BY session_id ORDER BY ts))
 SELECT a, b, count(*) AS n, avg(g) AS g FROM l WHERE b IS NOT NULL GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT 30"""
EDGES_C = """WITH s AS (SELECT arraySort(groupArray((toUnixTimestamp64Milli(ts), action))) AS v FROM {T} GROUP BY session_id),
 l AS (SELECT arrayJoin(arrayZip(arrayPopBack(v), arrayPopFront(v))) AS z FROM s)
 SELECT z.1.2 AS a, z.2.2 AS b, count() AS n, avg(z.2.1 - z.1.1) AS g FROM l GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT 30"""


def twice(text):
    """ClickHouse may use the order of its key for a GROUP BY on its front."""
    return {"": text, "in order": text + " SETTINGS optimize_aggregation_in_order = 1"}


QUESTIONS = [
    Question(
        "sessions_per_day", "by day of start: sessions, mean duration and events, single ones, entries, exits", later=True,
        ours="SELECT CAST(start AS DATE) AS d, count(*) AS c, avg(durationSeconds) * 1000 AS dur, avg(events) AS ev, "
        "count(*) FILTER (WHERE isBounce) AS b, count(*) FILTER (WHERE entryAction = 'page_view') AS pv, "
        "count(*) FILTER (WHERE exitAction IN ('error', 'logout')) AS x FROM sessions() GROUP BY 1",
        duckdb={"": f"WITH s AS ({SESSIONS}) SELECT st::DATE AS d, count(*) AS c, avg(epoch_ms(en) - epoch_ms(st)) AS dur, avg(n) AS ev, "
                "count(*) FILTER (n = 1) AS b, count(*) FILTER (en1 = 'page_view') AS pv, count(*) FILTER (ex1 IN ('error', 'logout')) AS x "
                "FROM s GROUP BY 1"},
        clickhouse=twice(
            f"WITH s AS ({SESSIONS_C}) SELECT toDate(st) AS d, count() AS c, avg(toUnixTimestamp64Milli(en) - toUnixTimestamp64Milli(st)) AS dur, "
            "avg(n) AS ev, countIf(n = 1) AS b, countIf(en1 = 'page_view') AS pv, countIf(ex1 IN ('error', 'logout')) AS x FROM s GROUP BY 1")),
    Question(
        "gap_sessions", "sessions of 30-minute gaps of each user: number, users, mean events and duration, longest", later=True,
        ours="SELECT count(*) AS s, count(DISTINCT userId) AS u, avg(events) AS ev, avg(durationSeconds) * 1000 AS d, "
        "max(durationSeconds) * 1000 AS mx FROM sessions(gap => '30 minutes', unit => 'identified')",
        duckdb={"": GAP_WINDOW_D}, clickhouse=twice(GAP_C)),
    Question(
        "funnel", "four steps within a day of the first, by user", later=True, polars=False,
        ours="SELECT " + ", ".join(f"max(units) FILTER (WHERE step = {n}) AS l{n}" for n in (1, 2, 3, 4))
        + f" FROM funnel(steps => [{FOUR}], within => '1 day', unit => 'identified')",
        duckdb={"": FUNNEL_D}, clickhouse=twice(FUNNEL_C)),
    Question(
        "weekly_cohorts", "users who come back, by week of first use", goal=10,
        ours="SELECT cohort, period, returned FROM cohorts(period => 'week', unit => 'identified') WHERE returned > 0",
        duckdb={"": WEEKS_D}, clickhouse=twice(WEEKS_C)),
    Question(
        "paths", "twenty most frequent first five actions of a session", later=True, ordered=True,
        ours="SELECT array_to_string(path, '>') AS path, frequency AS f, avgDurationSeconds * 1000 AS d, dropoffRate AS x "
        "FROM paths(max => 5, keep_repeats => true, top => 20) ORDER BY 2 DESC, 1",
        duckdb={"": PATHS_D.replace("{FIRST}", "arg_min(action, ts, 5)"),
                "list": PATHS_D.replace("{FIRST}", "list(action ORDER BY ts)[1:5]")},
        clickhouse=twice(PATHS_C.replace("{FIRST}", "arrayMap(x -> x.2, groupArraySorted(5)((ts, action)))"))
        | {"sorted": PATHS_C.replace("{FIRST}", "arraySlice(arrayMap(x -> x.2, arraySort(groupArray((ts, action)))), 1, 5)")}),
    Question(
        "transitions", "thirty most frequent pairs of following actions in a session, mean gap", later=True, ordered=True,
        ours="SELECT \"from\" AS a, \"to\" AS b, count AS n, meanGapSeconds * 1000 AS g FROM transitions() LIMIT 30",
        duckdb={"": EDGES_D}, clickhouse=twice(EDGES_C)),
]
