"""Counts, tops, percentiles, ranges of time and substrings: one pass over the events."""
from questions import Question

GENERATED = "action = 'generation_complete'"
DAY = "<ts> >= TIMESTAMP '2026-03-10' AND <ts> < TIMESTAMP '2026-03-11'"
DAY_C = "ts >= toDateTime64('2026-03-10 00:00:00', 3, 'UTC') AND ts < toDateTime64('2026-03-11 00:00:00', 3, 'UTC')"
LAST = "<ts> >= TIMESTAMP '2026-03-30 14:30:00' AND <ts> < TIMESTAMP '2026-03-31 14:30:00'"
LAST_C = "ts >= toDateTime64('2026-03-30 14:30:00', 3, 'UTC') AND ts < toDateTime64('2026-03-31 14:30:00', 3, 'UTC')"


# The columns whose name is another in our relation.
OURS = {"ts": "timestamp", "url": "metadata.url", "generation_time": "details.generationTime"} | {
    name: f"details.{name}" for name in ("prompt", "error", "critical", "success")}


def sql(text, **changed):
    """One text for all three, where only the names in angles differ."""
    mine = text.replace("{T}", "interactions")
    for name, own in OURS.items():
        mine, text = mine.replace(f"<{name}>", own), text.replace(f"<{name}>", name)
    return dict(ours=mine, duckdb={"": text}, clickhouse={"": text}) | changed


QUESTIONS = [
    Question("count", "number of events", **sql("SELECT count(*) AS n FROM {T}")),
    Question("by_action", "count by action", goal=8, **sql("SELECT action, count(*) AS n FROM {T} GROUP BY action")),
    Question(
        "percentiles", "by day and provider: count, mean, exact p50, p95, p99 of generation time", goal=6,
        ours="SELECT CAST(timestamp AS DATE) AS d, details.provider AS provider, count(*) AS n, avg(details.generationTime) AS a, "
        "quantile_cont(details.generationTime, 0.5) AS p50, quantile_cont(details.generationTime, 0.95) AS p95, "
        f"quantile_cont(details.generationTime, 0.99) AS p99 FROM interactions WHERE {GENERATED} GROUP BY 1, 2",
        duckdb={"": "SELECT d, provider, n, a, q[1] AS p50, q[2] AS p95, q[3] AS p99 FROM (SELECT ts::DATE AS d, provider, count(*) AS n, "
                "avg(generation_time) AS a, quantile_cont(generation_time, [0.5, 0.95, 0.99]) AS q "
                f"FROM {{T}} WHERE {GENERATED} GROUP BY 1, 2)"},
        clickhouse={"": "SELECT d, provider, n, a, q[1] AS p50, q[2] AS p95, q[3] AS p99 FROM (SELECT toDate(ts) AS d, provider, count() AS n, "
                    "avg(generation_time) AS a, quantilesExactInclusive(0.5, 0.95, 0.99)(assumeNotNull(generation_time)) AS q "
                    f"FROM {{T}} WHERE {GENERATED} GROUP BY 1, 2)"}),
    Question(
        "error_rate_component", "error rate by day for one component", goal=8, **sql(
            "SELECT CAST(<ts> AS DATE) AS d, count(*) AS n, count(*) FILTER (WHERE action = 'error') AS e, "
            "count(*) FILTER (WHERE action = 'error') / count(*) AS r FROM {T} WHERE component = 'PromptPanel' GROUP BY 1",
            clickhouse={"": "SELECT toDate(ts) AS d, count() AS n, countIf(action = 'error') AS e, e / n AS r "
                        "FROM {T} WHERE component = 'PromptPanel' GROUP BY 1"})),
    Question(
        "error_rate", "by day: errors, error rate, generations, failed ones, their rate", **sql(
            "SELECT CAST(<ts> AS DATE) AS d, count(*) AS n, count(*) FILTER (WHERE action = 'error') AS e, "
            f"count(*) FILTER (WHERE action = 'error') / count(*) AS r, count(*) FILTER (WHERE {GENERATED}) AS g, "
            "count(*) FILTER (WHERE NOT <success>) AS f, "
            f"count(*) FILTER (WHERE NOT <success>) / count(*) FILTER (WHERE {GENERATED}) AS fr FROM {{T}} GROUP BY 1",
            clickhouse={"": f"SELECT toDate(ts) AS d, count() AS n, countIf(action = 'error') AS e, e / n AS r, countIf({GENERATED}) AS g, "
                        "countIf(success = false) AS f, f / g AS fr FROM {T} GROUP BY 1"})),
    Question(
        "top_prompts", "ten most frequent prompts", goal=3, ordered=True, **sql(
            "SELECT <prompt> AS prompt, count(*) AS n FROM {T} WHERE <prompt> IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10")),
    Question("top_urls", "twenty most frequent urls", goal=3, ordered=True, **sql(
        "SELECT <url> AS url, count(*) AS n FROM {T} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 20")),
    Question("clicks", "clicks by component and url, first fifty", goal=4, ordered=True, **sql(
        "SELECT component, <url> AS url, count(*) AS n FROM {T} WHERE action = 'click' GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT 50")),
    Question("one_user", "all events of one user (about 150)", goal=2, ordered=True, **sql(
        "SELECT <ts> AS ts, session_id, action, component FROM {T} WHERE user_id = '{USER}' ORDER BY 1, 2")),
    Question(
        "last_24h", "last 24 hours by 5 minutes and action: count, mean generation time", goal=4, **sql(
            "SELECT time_bucket(INTERVAL '5 minutes', <ts>) AS b, action, count(*) AS n, avg(<generation_time>) AS g "
            f"FROM {{T}} WHERE {LAST} GROUP BY 1, 2",
            clickhouse={"": "SELECT toDateTime64(b, 6, 'UTC') AS bucket, action, n, g FROM (SELECT toStartOfInterval(ts, INTERVAL 5 MINUTE) AS b, "
                        f"action, count() AS n, avg(generation_time) AS g FROM {{T}} WHERE {LAST_C} GROUP BY 1, 2)"})),
    Question(
        "one_day", "one day by component: count, sessions, users, mean generation time", goal=5, **sql(
            "SELECT component, count(*) AS n, count(DISTINCT session_id) AS s, count(DISTINCT user_id) AS u, "
            f"avg(<generation_time>) AS g FROM {{T}} WHERE {DAY} GROUP BY 1",
            clickhouse={"": "SELECT component, count() AS n, uniqExact(session_id) AS s, uniqExact(user_id) AS u, "
                        f"avg(generation_time) AS g FROM {{T}} WHERE {DAY_C} GROUP BY 1"})),
    Question("error_substring", "errors with a word in their message, by message", goal=2, ordered=True, **sql(
        "SELECT <error> AS error, count(*) AS n FROM {T} WHERE <error> LIKE '%timeout%' GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 20")),
    Question(
        "prompt_substring", "prompts with a phrase: events and distinct prompts", goal=2, **sql(
            "SELECT count(*) AS n, count(DISTINCT <prompt>) AS p FROM {T} WHERE <prompt> LIKE '%pricing card%'",
            clickhouse={"": "SELECT count() AS n, uniqExact(prompt) AS p FROM {T} WHERE prompt LIKE '%pricing card%'"})),
    Question("latest_critical", "latest fifty critical errors", ordered=True, **sql(
        "SELECT <ts> AS ts, session_id, <error> AS error FROM {T} WHERE <critical> ORDER BY 1 DESC, 2 LIMIT 50")),
]
