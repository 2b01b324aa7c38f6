// Random SQL over the columns that the random events have, weighted to what is hard: mixed types, NULLs, ties, DISTINCT,
// FILTER, keys of several kinds, order with nulls placement.

/// Writes one query after another.
struct RandomQueries {
    var random: SplitMix

    private let textColumns = ["action", "component", "user_id", "session_id", "details.text", "metrics.provider", "details['x y']"]
    private let numberColumns = ["details.n", "details.price", "metadata.v", "details.mixed"]
    private let anyColumns = ["details.mixed", "details.deep", "details.flag", "details.n", "details.deep.a", "metadata.provider", "details.nothing"]

    mutating func number(_ depth: Int = 2) -> String {
        if depth == 0 || random.chance(40) {
            return random.chance(75) ? random.pick(numberColumns) : random.pick(["3", "1.5", "-2", "0", "0.1"])
        }
        switch random.below(12) {
        case 7: return "(\(number(depth - 1)) \(random.pick(["%", "//"])) \(random.pick(["3", "-2", "7"])))"
        case 8: return "-\(random.pick(numberColumns))"
        case 9: return "strpos(\(text(depth - 1)), '\(random.pick(["e", "", "re", "ß"]))')"
        case 10: return "date_diff('day', timestamp, TIMESTAMP '2026-03-30 12:00:00')"
        case 11: return "trunc(\(number(depth - 1)))"
        case 0: return "(\(number(depth - 1)) \(random.pick(["+", "-"])) \(number(depth - 1)))"
        case 1: return "(\(number(depth - 1)) * \(number(depth - 1)))"
        case 2: return "abs(\(number(depth - 1)))"
        case 3: return "coalesce(\(number(depth - 1)), 7)"
        case 4: return "length(\(text(depth - 1)))"
        case 5: return "CASE WHEN \(condition(depth - 1)) THEN \(number(depth - 1)) ELSE \(number(0)) END"
        default: return "greatest(\(number(depth - 1)), \(number(0)))"
        }
    }

    mutating func text(_ depth: Int = 2) -> String {
        if depth == 0 || random.chance(50) { return random.pick(textColumns) }
        switch random.below(8) {
        case 5: return "reverse(\(text(depth - 1)))"
        case 6: return "split_part(\(text(depth - 1)), ' ', \(random.below(4)))"
        case 7: return "regexp_replace(\(text(depth - 1)), '[aeiou]', '-', 'g')"
        case 0: return "upper(\(text(depth - 1)))"
        case 1: return "substring(\(text(depth - 1)), \(1 + random.below(3)), 2)"
        case 2: return "concat(\(text(depth - 1)), '-', \(text(depth - 1)))"
        case 3: return "(\(random.pick(["action", "component"])) || 'x')"
        default: return "coalesce(\(random.pick(["component", "user_id"])), 'none')"
        }
    }

    mutating func condition(_ depth: Int = 2) -> String {
        if depth > 0, random.chance(35) {
            switch random.below(3) {
            case 0: return "(\(condition(depth - 1)) AND \(condition(depth - 1)))"
            case 1: return "(\(condition(depth - 1)) OR \(condition(depth - 1)))"
            default: return "(NOT \(condition(depth - 1)))"
            }
        }
        let op = random.pick(["=", "<>", "<", "<=", ">", ">=", "IS DISTINCT FROM"])
        switch random.below(12) {
        case 11: return "regexp_matches(\(text(1)), '[aeiou]')"
        case 0: return "action = '\(random.pick(["click", "view", "nope"]))'"
        case 1: return "component \(op) '\(random.pick(["Page", "", "Cart"]))'"
        case 2: return "\(number(1)) \(op) \(random.pick(["0", "2", "1.5", "20"]))"
        case 3: return "\(random.pick(anyColumns)) IS \(random.chance(50) ? "NOT " : "")NULL"
        case 4: return "details.text \(random.pick(["LIKE", "NOT LIKE", "ILIKE"])) '\(random.pick(["%red%", "r_d%", "%", "", "x\\_y"]))'"
        case 5: return "\(random.pick(["user_id", "details.text"])) IN ('u1', 'u2', 'red shoes', \(random.chance(30) ? "NULL" : "'u3'"))"
        case 6: return "timestamp \(random.pick(["<", ">=", "<=", ">"])) TIMESTAMP '2026-03-\(27 + random.below(5)) \(10 + random.below(10)):00:00'"
        case 7: return "details.flag"
        case 8: return "details.mixed \(op) \(random.pick(["1", "'zzz'", "true", "2.5"]))"
        case 9: return "details.n BETWEEN \(random.below(5)) AND \(random.below(20))"
        default: return "date_trunc('day', timestamp) = '2026-03-\(27 + random.below(5))'"
        }
    }

    private mutating func key() -> String {
        switch random.below(9) {
        case 0, 1: random.pick(["action", "component", "user_id"])
        case 2: "date_trunc('\(random.pick(["day", "hour", "week", "month"]))', timestamp)"
        case 3: random.pick(anyColumns)
        case 4: "details.text"
        case 5: "CAST(timestamp AS DATE)"
        case 6: text(1)
        case 7: number(1)
        default: "hour(timestamp)"
        }
    }

    private mutating func aggregate() -> String {
        let filter = random.chance(20) ? " FILTER (WHERE \(condition(1)))" : ""
        let distinct = random.chance(25) ? "DISTINCT " : ""
        switch random.below(24) {
        case 0, 1: return "count(*)" + filter
        case 2: return "count(\(distinct)\(random.pick(anyColumns)))" + filter
        case 3: return "count(DISTINCT \(random.pick(["user_id", "session_id", "details.text", "details.mixed", "details.n", "component"])))" + filter
        case 4: return "sum(\(distinct)\(number(1)))" + filter
        case 5: return "avg(\(number(1)))" + filter
        case 6: return "min(\(random.pick(["timestamp", "details.mixed", "component", "details.price", "details.text"])))" + filter
        case 7: return "max(\(random.pick(["timestamp", "action", "details.n", "user_id", "details.deep"])))" + filter
        case 8: return "\(random.pick(["stddev", "var_pop", "stddev_pop", "var_samp"]))(\(random.pick(numberColumns)))" + filter
        case 9: return "quantile_cont(\(random.pick(numberColumns)), \(random.pick(["0", "0.5", "0.9", "1"])))" + filter
        case 10: return "quantile_disc(\(random.pick(["details.n", "details.price", "details.mixed", "details.text", "details.n + 1"])), \(random.pick(["0", "0.25", "0.5", "1"])))" + filter
        case 11: return "sum(length(action))" + filter
        default: return ordered(distinct) + filter
        }
    }

    /// Aggregates whose answer shows an order of rows.
    private mutating func ordered(_ distinct: String) -> String {
        let value = random.pick(["action", "user_id", "details.n", "details.mixed", "details.text", "timestamp", "details.flag", "details.price"])
        let keys = ["details.n", "component DESC", "details.mixed NULLS FIRST", "timestamp DESC", "details.price DESC NULLS LAST", "user_id, details.n DESC"]
        let order = random.chance(50) ? " ORDER BY " + random.pick(keys) : ""
        switch random.below(13) {
        case 0: return "list(\(value)\(order))"
        case 1: return "list(DISTINCT \(value))"
        case 2: return "string_agg(\(random.pick(["action", "component", "user_id", "details.text"])), '|'\(order))"
        case 3: return "string_agg(DISTINCT \(random.pick(["action", "component"])), ',')"
        case 4: return "first(\(value)\(order))"
        case 5: return "last(\(value)\(order))"
        case 6: return "any_value(\(value)\(order))"
        case 7: return "\(random.pick(["arg_min", "arg_max"]))(\(value), \(random.pick(["details.n", "timestamp", "component", "details.mixed", "details.price"])))"
        case 8: return "\(random.pick(["arg_min", "arg_max"]))(\(value), \(random.pick(["details.n", "details.text"])), \(1 + random.below(4)))"
        case 9: return "\(random.pick(["min", "max"]))(\(value), \(1 + random.below(5)))"
        case 10: return "mode(\(value))"
        case 11: return "quantile_cont(\(random.pick(numberColumns)), [0.1, 0.5, 1])"
        default: return "\(random.pick(["entropy", "bool_or(details.flag), count", "approx_top_k(action, 2), mode"]))(\(value))"
        }
    }

    /// A query over the events, or over a subquery in FROM or WITH.
    mutating func next() -> String {
        switch random.below(10) {
        case 0, 1: return overSubquery()
        case 2: return "WITH part AS (\(plain(subqueries: true))) SELECT count(*), (SELECT count(*) FROM part) FROM part"
        default: return plain(subqueries: true)
        }
    }

    /// Columns a (text), n (number), v (property), t (time) of a subquery, asked again.
    private mutating func overSubquery() -> String {
        var inner = "SELECT \(text(1)) AS a, \(number(1)) AS n, \(random.pick(anyColumns)) AS v, timestamp AS t, details AS d FROM interactions"
        if random.chance(40) { inner += " WHERE \(condition(1))" }
        let isGrouped = random.chance(40)
        if isGrouped {
            inner = "SELECT \(text(1)) AS a, count(*) AS n, min(\(random.pick(anyColumns))) AS v, max(timestamp) AS t, count(DISTINCT user_id) AS d"
                + " FROM interactions GROUP BY 1"
        } else if random.chance(15) {
            inner = inner.replacing("SELECT ", with: "SELECT DISTINCT ")
        }
        if random.chance(30) { inner += " ORDER BY \(random.pick(["n DESC, a", "t", "a DESC NULLS FIRST, t"]))" }
        if random.chance(40) { inner += " LIMIT \(random.below(60)) OFFSET \(random.below(4))" }
        let passes = !isGrouped && !inner.contains("DISTINCT")
        let number = random.pick(["n", "n + 1", "v", passes ? "d.n" : "n * 2", passes ? "d.price" : "-n"])
        let filter = random.chance(50) ? " WHERE \(random.pick(["n > 1", "a >= 'c'", "v IS NOT NULL", "t >= '2026-03-28'", "a IN (SELECT action FROM q)"]))" : ""
        var outer = "SELECT a, \(number) AS x, t, v FROM q" + filter
        if random.chance(50) {
            outer = "SELECT \(random.pick(["a", "v", "date_trunc('day', t)"])) AS k, count(*), sum(\(number)), max(t), count(DISTINCT a) FROM q"
                + filter + " GROUP BY 1"
        }
        if random.chance(40) { outer += " ORDER BY \(random.pick(["1 DESC", "2, 1", "3 NULLS FIRST, 1"]))" }
        if random.chance(30) { outer += " LIMIT \(random.below(12))" }
        if outer.contains("SELECT action FROM q") { outer = outer.replacing("SELECT action FROM q", with: "SELECT a FROM q") }
        if random.chance(50) || outer.contains("IN (SELECT a FROM q)") { return "WITH q AS (\(inner)) " + outer }
        return outer.replacing("FROM q", with: "FROM (\(inner)) AS q")
    }

    private mutating func subqueryCondition() -> String {
        switch random.below(5) {
        case 0:
            let column = random.pick(["user_id", "session_id", "details.text"])
            return "\(column) \(random.chance(40) ? "NOT " : "")IN (SELECT \(column) FROM interactions WHERE \(condition(1)))"
        case 1: return "details.n \(random.chance(30) ? "NOT " : "")IN (SELECT details.n FROM interactions WHERE \(condition(0)))"
        case 2: return "timestamp > (SELECT min(timestamp) FROM interactions WHERE \(condition(1))) + INTERVAL '\(random.below(30)) hours'"
        case 3: return "\(random.chance(30) ? "NOT " : "")EXISTS (SELECT 1 FROM interactions WHERE \(condition(1)))"
        default: return "details.price > (SELECT avg(details.price) FROM interactions WHERE \(condition(1)))"
        }
    }

    private mutating func plain(subqueries: Bool) -> String {
        var filter = random.chance(65) ? " WHERE \(condition())" : ""
        if subqueries, random.chance(15) { filter = (filter.isEmpty ? " WHERE " : filter + " AND ") + subqueryCondition() }
        var items: [String] = []
        var tail = ""
        if random.chance(70) {
            let keys = (0..<random.below(4)).map { _ in key() }
            items = keys + (0..<1 + random.below(3)).map { _ in aggregate() }
            if !keys.isEmpty { tail += " GROUP BY " + (1...keys.count).map(String.init).joined(separator: ", ") }
            if random.chance(15) { tail += " HAVING count(*) > \(random.below(4))" }
        } else {
            items = (0..<1 + random.below(4)).map { _ in random.chance(50) ? text(1) : random.chance(60) ? number(1) : random.pick(anyColumns + ["timestamp", "details", "metadata"]) }
            if random.chance(20) { items[0] = "DISTINCT " + items[0] }
        }
        if random.chance(50) {
            let order = (1...items.count).filter { _ in random.chance(50) }.map {
                "\($0)" + random.pick(["", " DESC", " ASC NULLS FIRST", " DESC NULLS LAST"])
            }
            if !order.isEmpty { tail += " ORDER BY " + order.joined(separator: ", ") }
        }
        if random.chance(40) { tail += " LIMIT \(random.below(12))" }
        if random.chance(15) { tail += " OFFSET \(random.below(5))" }
        return "SELECT " + items.joined(separator: ", ") + " FROM interactions" + filter + tail
    }
}
