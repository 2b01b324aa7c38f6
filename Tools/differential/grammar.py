"""Random SQL in the dialect that both engines read. Texts, numbers, conditions and times are built from typed rules, so that nearly
every query has an answer; what one engine refuses the other must refuse too. Each query is total in its order where it is cut."""
import re

TEXTS = ["action", "component", "user_id", "session_id", "details.text", "details.prompt", "metadata.provider", "details.deep.b"]
WHOLE = ["details.n", "metadata.seq", "details.deep.a"]
NUMBERS = ["details.price", "metadata.v", *WHOLE]
ANY = [*TEXTS, *NUMBERS, "details.flag", "details.big"]
WORDS = ["red", "", "e", "x_y", "ß", "%", "it''s", "日", "RED", "a"]
PARTS = ["hour", "day", "week", "month", "quarter", "year", "minute"]


# Templates: <W> a whole number, <N> a number, <T> a text, <C> a condition, <D> a time, each one level simpler than what they stand
# in; the small letters stand for the simplest. The other words in angles are drawn from the lists of `Grammar.words`.
WHOLE_FORMS = [
    "(<W> + <w>)", "(<W> - <w>)", "(<W> * <w>)", "abs(<W>)", "length(<T>)", "coalesce(<W>, 7)", "CASE WHEN <C> THEN <W> ELSE <w> END",
    "(<W> % 7)", "(<W> // 3)", "greatest(<W>, <w>)", "least(<W>, <w>)", "nullif(<W>, <w>)", "sign(<W>)", "extract(hour FROM <d>)",
    "strlen(<t>)", "day(<d>)", "month(<D>)", "date_diff('hour', <d>, <moment>)", "CAST(<W> AS BIGINT)", "strpos(<t>, '<word>')",
    "ascii(<t>)", "date_part('<field>', <D>)", "CAST(<T> = <t> AS BIGINT)", "year(<D>)",
]
NUMBER_FORMS = [
    "(<N> + <n>)", "(<N> - <n>)", "(<N> * <n>)", "(<N> / 4)", "abs(<N>)", "round(<N>)", "floor(<N>)", "ceil(<N>)", "coalesce(<N>, 7)",
    "(-<N>)", "CASE WHEN <C> THEN <N> ELSE <n> END", "CAST(<N> AS DOUBLE)", "TRY_CAST(<t> AS DOUBLE)", "if(<c>, <N>, <n>)", "<W>", "<W>",
    "trunc(<N>)", "greatest(<N>, <n>)", "round(<N>, 1)", "sqrt(abs(<N>))",
]
TEXT_FORMS = [
    "upper(<T>)", "lower(<T>)", "substring(<T>, <k>, 2)", "concat(<T>, '-', <t>)", "(<T> || <t>)", "coalesce(<T>, 'none')", "trim(<T>)",
    "replace(<T>, 'e', '<word>')", "left(<T>, <k>)", "right(<T>, <k>)", "reverse(<t>)", "lpad(<T>, 5, '*')", "rpad(<T>, 5, 'ab')",
    "split_part(<T>, ' ', 1)", "split_part(<T>, ' ', -1)", "CASE WHEN <C> THEN <T> ELSE <t> END", "CAST(<w> AS VARCHAR)",
    "regexp_replace(<T>, '<regex>', '<\\0>')", "regexp_extract(<T>, '<regex>')", "ltrim(<T>, 'r')", "concat_ws(',', <T>, <t>)",
    "strftime(<d>, '%Y-%m-%d %H')", "nullif(<T>, '<word>')", "repeat(<T>, 2)", "CAST(CAST(<d> AS DATE) AS VARCHAR)", "dayname(<D>)",
    "translate(<T>, 'red', 'RE')", "regexp_replace(<T>, '<regex>', '', 'g')",
]
TIME_FORMS = [
    "date_trunc('<part>', timestamp)", "(timestamp + INTERVAL <small> <unit>)", "(timestamp - INTERVAL <small> <unit>)",
    "time_bucket(INTERVAL '<width>', timestamp)", "date_trunc('<part>', timestamp + INTERVAL <small> hour)",
]
JUNCTIONS = ["(<C> AND <C>)", "(<C> OR <C>)", "(NOT <C>)", "(<C> IS TRUE)", "(<C> IS NOT TRUE)"]
CONDITIONS = [
    "action = '<action>'", "component <distinct> '<part of page>'", "<N> <op> <bound>", "<any> IS NULL", "<any> IS NOT NULL",
    "<t> LIKE '<pattern>'", "<t> NOT LIKE '<pattern>'", "<t> ILIKE '<pattern>'", "user_id IN ('u1', 'u2', NULL)", "details.text NOT IN ('red', '', 'ß')",
    "details.n IN (1, 2, <w>)", "<D> <op> <moment>", "details.flag", "<T> <op> <t>", "<W> BETWEEN -2 AND 12", "<W> NOT BETWEEN <w> AND 12",
    "date_trunc('day', timestamp) = TIMESTAMP '<day>'", "contains(<t>, '<word>')", "starts_with(<T>, '<word>')", "regexp_matches(<t>, '<regex>')",
    "details.big <op> <huge>", "<W> <distinct> <w>", "timestamp BETWEEN <moment> AND <moment>", "timestamp >= <moment>", "timestamp < <moment>",
]
# Their answers do not depend on the order of additions.
EXACT = [
    "count(*)", "count(*)", "count(<any>)", "count(DISTINCT <any>)", "sum(<W>)", "sum(DISTINCT <w>)", "sum(details.price)", "min(<any>)", "max(<any>)",
    "min(<D>)", "max(<D>)", "min(<T>)", "max(<T>)", "count_if(<C>)", "bool_and(<C>)", "bool_or(<c>)", "arg_min(<any>, metadata.seq)",
    "arg_max(<T>, metadata.seq)", "first(<any> ORDER BY metadata.seq)", "last(<any> ORDER BY metadata.seq DESC)",
    "string_agg(<T>, ',' ORDER BY metadata.seq)", "list(<any> ORDER BY metadata.seq)", "quantile_disc(details.n, <fraction>)",
    "quantile_disc(details.price, <fraction>)", "median(details.n)", "median(details.price)", "quantile_cont(details.price, <fraction>)",
    "quantile_cont(details.n, [0.25, 0.5, 1.0])", "count(DISTINCT <T>)", "max(<W>) - min(<w>)",
]
LOOSE = ["avg(<N>)", "stddev(<n>)", "var_pop(<w>)", "sum(<N>)", "avg(DISTINCT <w>)", "stddev_pop(<n>)"]
KEYS = [
    "action", "component", "user_id", "date_trunc('<part>', timestamp)", "<T>", "CAST(timestamp AS DATE)", "<W>", "hour(timestamp)", "<D>",
    "details.flag", "<t>", "<w>", "<C>",
]
ITEMS = ["<T>", "<N>", "<any>", "<D>", "<C>", "<W>"]


class Grammar:
    def __init__(self, rng, days):
        self.rng = rng
        self.words = {
            "word": WORDS, "part": ["hour", "day", "week", "month", "quarter", "year", "minute"], "unit": ["hour", "day", "minute", "month"],
            "field": ["dow", "isodow", "doy", "week", "quarter"], "small": [str(number) for number in range(1, 40)],
            "width": ["5 minutes", "1 hour", "6 hours", "1 day", "1 week", "1 month"], "k": ["-2", "0", "1", "2", "3"], "day": days,
            "regex": ["r.d", "^[a-z]+$", "e+", "(?i)red", "[^ ]+$", "x?y", "s|e", "\\d+", "^$", "\\w+ \\w+", "[ß-é]", "(a|e)(d)?"],
            "action": ["click", "view", "nope", "Ärger"], "part of page": ["Page", "", "Cart"], "any": ANY, "bound": ["0", "2", "1.5", "20"],
            "op": ["=", "<>", "<", "<=", ">", ">="], "distinct": ["=", "<>", "<", ">=", "IS DISTINCT FROM", "IS NOT DISTINCT FROM"],
            "pattern": ["%red%", "r_d%", "%", "", "_", "%é%", "RED%", "%e", "x\\_y"], "fraction": ["0", "0.25", "0.5", "0.75", "1"],
            "huge": ["0", "9007199254740992", "9223372036854775807", "-1"],
            "moment": [f"TIMESTAMP '{day} {hour:02d}:{minute}:00'" for day in days for hour in (0, 1, 2, 9, 23) for minute in ("00", "30")],
        }

    def chance(self, percent):
        return self.rng.random() * 100 < percent

    def fill(self, template, depth):
        """The template with everything in angles made."""
        makers = {"W": self.whole, "N": self.number, "T": self.text, "C": self.condition, "D": self.time}

        def made(match):
            name = match[1]
            if name.upper() in makers:
                return makers[name.upper()](max(0, depth - 1) if name.isupper() else 0)
            return self.rng.choice(self.words[name]) if name in self.words else match[0]

        return re.sub(r"<([A-Za-z][a-z ]*)>", made, template)

    def whole(self, depth):
        if depth == 0 or self.chance(45):
            return self.rng.choice(WHOLE) if self.chance(75) else self.rng.choice(["0", "1", "2", "3", "7", "10"])
        return self.fill(self.rng.choice(WHOLE_FORMS), depth)

    def number(self, depth):
        if depth == 0 or self.chance(40):
            return self.rng.choice(NUMBERS) if self.chance(75) else self.rng.choice(["3", "1.5", "-2", "0", "0.25"])
        return self.fill(self.rng.choice(NUMBER_FORMS), depth)

    def text(self, depth):
        if depth == 0 or self.chance(50):
            return self.rng.choice(TEXTS)
        return self.fill(self.rng.choice(TEXT_FORMS), depth)

    def time(self, depth):
        return "timestamp" if depth == 0 or self.chance(50) else self.fill(self.rng.choice(TIME_FORMS), depth)

    def condition(self, depth=2):
        return self.fill(self.rng.choice(JUNCTIONS if depth > 0 and self.chance(35) else CONDITIONS), depth)

    def aggregate(self):
        """An aggregate, and whether its answer is the same to the last bit in any order of additions."""
        exact = self.chance(80)
        text = self.fill(self.rng.choice(EXACT if exact else LOOSE), 2)
        if self.chance(20) and text.endswith(")") and " - " not in text:
            text += f" FILTER (WHERE {self.condition(1)})"
        return text, exact

    def select(self):
        """A SELECT over the interactions, whether its rows may be put in order and cut, how many columns it has, and the order its
        rows come in of themselves: "events", the number of columns they ascend by, or None where none is promised."""
        where = f" WHERE {self.condition()}" if self.chance(65) else ""
        if self.chance(8):
            column = self.rng.choice(["user_id", "session_id", "action"])
            where = f" WHERE {column} {self.rng.choice(['', 'NOT '])}IN (SELECT {column} FROM interactions WHERE {self.condition(1)})"
        # DuckDB's join of an IN (SELECT ...) gives its rows in an order of its own.
        exact, tail, order = True, "", None if "(SELECT" in where else "events"
        if self.chance(70):
            keys = [self.fill(self.rng.choice(KEYS), 2) for _ in range(self.rng.randrange(4))]
            made = [self.aggregate() for _ in range(self.rng.randrange(1, 4))]
            exact = all(sure for _, sure in made)
            items, order = keys + [text for text, _ in made], len(keys)
            if keys:
                tail += " GROUP BY " + self.rng.choice(["ALL", ", ".join(str(index + 1) for index in range(len(keys)))])
            if self.chance(15):
                tail += f" HAVING count(*) > {self.rng.randrange(4)}"
        else:
            items = [self.fill(self.rng.choice(ITEMS), 2) for _ in range(self.rng.randrange(1, 5))]
        distinct = "DISTINCT " if self.chance(8) else ""
        if distinct:
            order = None
        columns = ", ".join(f"{item} AS c{index}" for index, item in enumerate(items))
        return f"SELECT {distinct}{columns} FROM interactions{where}{tail}", exact, len(items), order

    def statement(self):
        """A query and the order of its rows: "given" by it, or as `select` says."""
        text, exact, columns, order = self.select()
        if self.chance(12):
            # A second level: grouping or filtering what the first gave.
            how = self.rng.choice(["count", "filter", "with"])
            if how == "count":
                text, columns, order = (
                    (f"SELECT c0, count(*) AS n FROM ({text}) GROUP BY c0", 2, 1) if exact else (f"SELECT count(*) AS n FROM ({text})", 1, 0))
            elif how == "filter":
                text = f"SELECT * FROM ({text}) AS q WHERE c0 IS NOT NULL"
            else:
                text = f"WITH q AS ({text}) SELECT * FROM q WHERE c0 IS NULL OR {self.rng.choice(['true', 'false', 'c0 IS NOT NULL'])}"
        if exact and self.chance(50):
            terms = [f"{index + 1}" + self.rng.choice(["", " DESC", " ASC NULLS FIRST", " DESC NULLS LAST", " NULLS FIRST"]) for index in range(columns)]
            self.rng.shuffle(terms)
            text, order = text + " ORDER BY " + ", ".join(terms), "given"
            if self.chance(60):
                text += f" LIMIT {self.rng.randrange(12)}"
                if self.chance(30):
                    text += f" OFFSET {self.rng.randrange(5)}"
        return text, order
