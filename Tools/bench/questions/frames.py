"""The questions as Polars expressions over a lazy frame. Each takes the frame and the id of the one user."""
import datetime as dt

import polars as pl

FRAMES = {}
TIME, USER, ACTION, GENERATION = pl.col("ts"), pl.col("user_id"), pl.col("action"), pl.col("generation_time")
DAY = TIME.dt.date().alias("d")
N = pl.len().alias("n")
USERS = USER.drop_nulls().n_unique().alias("u")


def frame(name):
    def keep(function):
        FRAMES[name] = function
        return function
    return keep


def ms(expression):
    return expression.dt.epoch("ms")


def top(lazy, keys, count):
    return lazy.group_by(keys).agg(N).sort(["n", *keys], descending=[True] + [False] * len(keys)).head(count)


FRAMES |= {
    "count": lambda f, user: f.select(N),
    "by_action": lambda f, user: f.group_by("action").agg(N),
    "top_prompts": lambda f, user: top(f.filter(pl.col("prompt").is_not_null()), ["prompt"], 10),
    "top_urls": lambda f, user: top(f, ["url"], 20),
    "clicks": lambda f, user: top(f.filter(ACTION == "click"), ["component", "url"], 50),
    "one_user": lambda f, user: f.filter(USER == user).select("ts", "session_id", "action", "component").sort("ts", "session_id"),
    "error_substring": lambda f, user: top(f.filter(pl.col("error").str.contains("timeout", literal=True)), ["error"], 20),
    "prompt_substring": lambda f, user: f.filter(pl.col("prompt").str.contains("pricing card", literal=True)).select(
        N, pl.col("prompt").n_unique().alias("p")),
    "latest_critical": lambda f, user: f.filter(pl.col("critical")).select("ts", "session_id", "error").sort(
        ["ts", "session_id"], descending=[True, False]).head(50),
    "users_per_day": lambda f, user: f.group_by(DAY).agg(N, USERS),
    "users_per_day_filter": lambda f, user: f.filter(ACTION == "click").group_by(DAY).agg(N, USERS),
    "users": lambda f, user: f.select(USERS),
}


@frame("percentiles")
def _(f, user):
    quantiles = [GENERATION.quantile(q, "linear").alias(f"p{q}") for q in (.5, .95, .99)]
    return f.filter(ACTION == "generation_complete").group_by(DAY, "provider").agg(N, GENERATION.mean().alias("a"), *quantiles)


@frame("error_rate_component")
def _(f, user):
    errors = (ACTION == "error").sum().alias("e")
    return f.filter(pl.col("component") == "PromptPanel").group_by(DAY).agg(N, errors).with_columns((pl.col("e") / pl.col("n")).alias("r"))


@frame("error_rate")
def _(f, user):
    counted = f.group_by(DAY).agg(
        N, (ACTION == "error").sum().alias("e"), (ACTION == "generation_complete").sum().alias("g"), (~pl.col("success")).sum().alias("f"))
    return counted.select("d", "n", "e", (pl.col("e") / pl.col("n")).alias("r"), "g", "f", (pl.col("f") / pl.col("g")).alias("fr"))


@frame("last_24h")
def _(f, user):
    start, end = dt.datetime(2026, 3, 30, 14, 30), dt.datetime(2026, 3, 31, 14, 30)
    inside = f.filter((pl.col("date") >= start.date()) & (TIME >= start) & (TIME < end))
    return inside.group_by(TIME.dt.truncate("5m").alias("b"), "action").agg(N, GENERATION.mean().alias("g"))


@frame("one_day")
def _(f, user):
    return f.filter(pl.col("date") == dt.date(2026, 3, 10)).group_by("component").agg(
        N, pl.col("session_id").n_unique().alias("s"), USERS, GENERATION.mean().alias("g"))


@frame("dau_wau_mau")
def _(f, user):
    last = dt.date(2026, 3, 31)
    days = f.filter(USER.is_not_null()).select("user_id", DAY).unique().sort("user_id", "d")
    far = pl.lit(dt.date(2200, 1, 1))
    following = pl.when(USER == USER.shift(-1)).then(pl.col("d").shift(-1)).otherwise(far).fill_null(far)
    ranges = days.with_columns(following.alias("f")).group_by("d", "f").agg(N)
    steps = pl.concat(
        [ranges.select("d", n="n", w="n", m="n")]
        + [ranges.select(pl.min_horizontal("f", pl.col("d") + pl.duration(days=width)).alias("d"), n=pl.lit(0, pl.UInt32),
                         w=-pl.col("n").cast(pl.Int64) if width == 7 else pl.lit(0, pl.Int64),
                         m=-pl.col("n").cast(pl.Int64) if width == 30 else pl.lit(0, pl.Int64)) for width in (7, 30)]
        + [pl.LazyFrame({"d": pl.date_range(dt.date(2026, 1, 1), last, eager=True)}).select(
            "d", n=pl.lit(0, pl.UInt32), w=pl.lit(0, pl.Int64), m=pl.lit(0, pl.Int64))], how="vertical_relaxed")
    summed = steps.group_by("d").agg(pl.col("n", "w", "m").sum()).sort("d").with_columns(pl.col("w", "m").cum_sum())
    return summed.filter((pl.col("d") <= last) & (pl.col("m") > 0))


@frame("usage_stats")
def _(f, user):
    return f.group_by(DAY).agg(
        USERS, pl.col("session_id").n_unique().alias("s"), GENERATION.count().alias("g"), GENERATION.mean().alias("a"),
        (ACTION == "error").mean().alias("e"))


@frame("sessions_per_day")
def _(f, user):
    sessions = f.group_by("session_id").agg(
        TIME.min().alias("st"), TIME.max().alias("en"), N, ACTION.get(TIME.arg_min()).alias("first"), ACTION.get(TIME.arg_max()).alias("last"))
    return sessions.group_by(pl.col("st").dt.date().alias("d")).agg(
        pl.len().alias("c"), (ms(pl.col("en")) - ms(pl.col("st"))).mean().alias("dur"), pl.col("n").mean().alias("ev"),
        (pl.col("n") == 1).sum().alias("b"), (pl.col("first") == "page_view").sum().alias("pv"),
        pl.col("last").is_in(["error", "logout"]).sum().alias("x"))


@frame("gap_sessions")
def _(f, user):
    events = f.filter(USER.is_not_null()).select("user_id", ms(TIME).alias("t")).sort("user_id", "t")
    t = pl.col("t")
    new = ((USER != USER.shift(1)) | (t - t.shift(1) > 1800000)).fill_null(True)
    sessions = events.with_columns(new.cast(pl.Int64).cum_sum().alias("k")).group_by("k").agg(N, (t.max() - t.min()).alias("dur"), USER.first())
    dur = pl.col("dur")
    return sessions.select(
        pl.len().alias("s"), USER.n_unique().alias("u"), pl.col("n").mean().alias("ev"), dur.mean().alias("d"), dur.max().alias("mx"))


@frame("weekly_cohorts")
def _(f, user):
    weeks = f.filter(USER.is_not_null()).select("user_id", TIME.dt.truncate("1w").dt.date().alias("w")).unique()
    first = weeks.group_by("user_id").agg(pl.col("w").min().alias("c"))
    return weeks.join(first, on="user_id").group_by("c", ((pl.col("w") - pl.col("c")).dt.total_days() // 7).alias("k")).agg(N)


@frame("paths")
def _(f, user):
    sessions = f.group_by("session_id").agg(
        ACTION.sort_by("ts").head(5).alias("p"), N, (ms(TIME.max()) - ms(TIME.min())).alias("dur"))
    return sessions.with_columns(pl.col("p").list.join(">").alias("path")).group_by("path").agg(
        pl.len().alias("f"), pl.col("dur").mean().alias("d"), (pl.col("n") <= 5).mean().alias("x")).sort(
        ["f", "path"], descending=[True, False]).head(20)


@frame("transitions")
def _(f, user):
    session, t = pl.col("session_id"), pl.col("t")
    events = f.select("session_id", "action", ms(TIME).alias("t")).sort("session_id", "t")
    pairs = events.with_columns(
        ACTION.shift(-1).alias("b"), (t.shift(-1) - t).alias("g"), session.shift(-1).alias("after")).filter(pl.col("after") == session)
    return pairs.group_by("action", "b").agg(N, pl.col("g").mean().alias("g")).sort(
        ["n", "action", "b"], descending=[True, False, False]).head(30)
