// Errors: the place, what was expected, the nearest known name, and the line with its caret.
import InteractionModel
import InteractionPlan
import Testing

@Suite struct QueryErrorTests {
    @Test(arguments: [
        ("select acton from interactions", "line 1, column 8: There is no column \"acton\". (did you mean action?)"),
        ("select price from interactions", "line 1, column 8: There is no column \"price\". (a property is read as details.price; the columns are timestamp, session_id, user_id, action, component, details, metadata, metrics)"),
        ("select action from interaction", "line 1, column 20: There is no relation \"interaction\". (did you mean interactions?)"),
        ("select lenght(action) from interactions", "line 1, column 8: There is no function lenght(). (did you mean length?)"),
        ("select metrics.provder from interactions", "line 1, column 16: There is no metric \"provder\". (did you mean metrics.provider?)"),
        ("select action.x from interactions", "line 1, column 15: The column action has no parts. (only details, metadata and metrics have)"),
        ("select date_trunc('dya', timestamp) from interactions", "line 1, column 19: 'dya' is no part of a date. (did you mean 'day'?)"),
        ("select action::bigin from interactions", "line 1, column 16: There is no type \"bigin\". (did you mean BIGINT?)"),
        ("select action", "line 1, column 8: There is no column \"action\" without a relation. (add FROM interactions)"),
    ])
    func unknownNames(_ text: String, _ expected: String) { #expect(plan(text) == "ERROR " + expected) }

    @Test(arguments: [
        ("", "line 1, column 1: The query is empty. (for example: SELECT count(*) FROM interactions)"),
        ("selec 1", "line 1, column 1: Expected SELECT, found \"selec\". (did you mean SELECT?)"),
        ("select", "line 1, column 7: Expected an expression, found the end of the query."),
        ("select from interactions", "line 1, column 8: Expected a column or expression after SELECT, found \"from\"."),
        ("select action form interactions", "line 1, column 15: Expected an operator, a comma, the next clause or the end of the query, found \"form\". (did you mean FROM?)"),
        ("select action\nfrom interactions\n  wher action = 'a'", "line 3, column 3: Expected an operator, a comma, the next clause or the end of the query, found \"wher\". (did you mean WHERE?)"),
        ("select 1 from interactions where true gruop by 1", "line 1, column 39: Expected an operator, a comma, the next clause or the end of the query, found \"gruop\". (did you mean GROUP BY?)"),
        ("select 1 from interactions limit 1 where true", "line 1, column 36: WHERE cannot stand here. (the order is SELECT, FROM, WHERE, GROUP BY, HAVING, ORDER BY, LIMIT, OFFSET, each once)"),
        ("select 1 + , 2", "line 1, column 12: Expected an expression, found \",\"."),
        ("select (1 + 2", "line 1, column 14: Expected \")\" or an operator, found the end of the query."),
        ("select 'äö' 'b'", "line 1, column 13: Expected an operator, a comma, the next clause or the end of the query, found the text 'b'."),
        ("select 'abc", "line 1, column 8: This text has no end. (close it with ')"),
        ("select \"abc", "line 1, column 8: This quoted name has no end. (close it with \")"),
        ("select /* 1", "line 1, column 8: This comment has no end. (close it with */)"),
        ("select `a`", "line 1, column 8: The character '`' has no meaning here. (names are quoted with \"double quotes\")"),
        ("select 12abc", "line 1, column 8: \"12abc\" is neither a number nor a name. (a name that begins with a digit goes in double quotes)"),
        ("select case when true then 1", "line 1, column 29: Expected WHEN, ELSE or END, found the end of the query."),
        ("select 1 < 2 < 3", "line 1, column 14: Comparisons cannot be chained. (join two of them with AND)"),
        ("select 1; select 2", "line 1, column 11: Expected the end of the query, found \"select\"."),
        ("select (sum(1)) filter (where true)", "line 1, column 17: FILTER belongs to one aggregate. (write it directly after the call: sum(x) FILTER (WHERE y))"),
        ("select date '9999-12-31' + 1", "line 1, column 26: This date is out of range."),
        ("select date '0001-01-01' - 1", "line 1, column 26: This date is out of range."),
        ("select date '1970-01-01' + 2147483647", "line 1, column 26: This date is out of range."),
        ("select to_hours(9223372036854775807)", "line 1, column 17: This interval is out of range."),
        ("select to_years(178956971)", "line 1, column 17: This interval is out of range."),
        ("select to_seconds(1e300)", "line 1, column 19: This interval is out of range."),
        ("select interval '5 parsecs'", "line 1, column 17: '5 parsecs' is not an interval. (write a number and a unit, for example INTERVAL '5 minutes')"),
    ])
    func syntax(_ text: String, _ expected: String) { #expect(plan(text) == "ERROR " + expected) }

    @Test(arguments: [
        ("select lower(1)", "line 1, column 14: lower() takes text, not BIGINT. (convert it: CAST(... AS VARCHAR))"),
        ("select sum(action) from interactions", "line 1, column 12: sum() takes numbers, not VARCHAR. (convert it: CAST(... AS DOUBLE))"),
        ("select round(1, 2, 3)", "line 1, column 8: round() takes 1 to 2 arguments, not 3."),
        ("select * from interactions where timestamp = 1", "line 1, column 44: TIMESTAMP cannot be compared with BIGINT. (convert one with CAST)"),
        ("select * from interactions where timestamp > 'abc'", "line 1, column 44: 'abc' cannot be read as TIMESTAMP. (write it as '2026-04-01' or '2026-04-01 09:30:00')"),
        ("select * from interactions where timestamp", "line 1, column 34: A condition was expected, not a value of type TIMESTAMP. (compare it with something)"),
        ("select action, count(*) from interactions", "line 1, column 8: The column action is neither in GROUP BY nor inside an aggregate. (add GROUP BY action, or use max(action))"),
        ("select count(*), lower(component) from interactions group by action", "line 1, column 24: The column component is neither in GROUP BY nor inside an aggregate. (add it to GROUP BY, or use max(component))"),
        ("select action from interactions where count(*) > 1", "line 1, column 39: WHERE cannot hold an aggregate. (conditions on aggregates go into HAVING)"),
        ("select count(*) as n from interactions where n > 1", "line 1, column 46: WHERE cannot hold an aggregate. (conditions on aggregates go into HAVING)"),
        ("select sum(count(*)) from interactions", "line 1, column 12: Aggregates cannot stand inside an aggregate."),
        ("select action from interactions group by 2", "line 1, column 42: GROUP BY 2 points at no column: the SELECT list has 1."),
        ("select action from interactions order by 0", "line 1, column 42: ORDER BY 0 points at no column: the SELECT list has 1."),
        ("select distinct action from interactions order by component", "line 1, column 51: With SELECT DISTINCT, ORDER BY can only use what the SELECT list holds. (add the expression to the SELECT list)"),
        ("select action from interactions limit -1", "line 1, column 39: LIMIT cannot be negative."),
        ("select action from interactions limit action", "line 1, column 39: A constant was expected, not the column \"action\"."),
        ("select quantile_cont(details.x, 1.5) from interactions", "line 1, column 33: The fraction of quantile_cont() is from 0 to 1."),
        ("select quantile_cont(details.x, details.y) from interactions", "line 1, column 33: The fraction of quantile_cont() is a constant number or a list of them. (for example quantile_cont(x, 0.95))"),
        ("select action::decimal(10,2) from interactions", "line 1, column 14: Only constants can be DECIMAL(10,2). (use DOUBLE, or round(x, digits))"),
        ("select 300::tinyint", "line 1, column 11: 300 is out of the range of TINYINT, -128 to 127. (BIGINT holds 64 bits)"),
        ("select cast('-40000' as smallint)", "line 1, column 22: -40000 is out of the range of SMALLINT, -32768 to 32767. (BIGINT holds 64 bits)"),
        ("select regexp_matches(action, 'a', 'z') from interactions", "line 1, column 36: 'z' is no option of regexp_matches(). (the options are c, i, l, m, n, p, s and g)"),
        ("select count(*) from interactions where false and regexp_matches(action, '[a')", "line 1, column 74: the regular expression \"[a\": a [ has no ]."),
        ("select regexp_replace(action, '((a{100}){100}){100}', '', 'g') from interactions", "line 1, column 31: the regular expression \"((a{100}){100}){100}\": it is too large: repetitions multiply."),
        ("select json_extract(details, '$.a[*]') from interactions", "line 1, column 30: wildcards in JSON paths are not supported: '$.a[*]'."),
        ("select json_extrakt(details, 'a') from interactions", "line 1, column 8: There is no function json_extrakt(). (did you mean json_extract?)"),
        ("select strftime(timestamp, '%Q') from interactions", "line 1, column 28: The format '%Q' has a letter without meaning. (the letters are those of strftime, such as %Y-%m-%d %H:%M:%S)"),
        ("select arg_max(action, details.n, 0) from interactions", "line 1, column 35: The number of values of arg_max() is from 1 to 999999."),
        ("select string_agg(action, component) from interactions", "line 1, column 27: The separator of string_agg() is a constant text."),
        ("select list(distinct action order by component) from interactions", "line 1, column 38: With DISTINCT, an aggregate can only be ordered by its argument. (list(DISTINCT x ORDER BY x))"),
        ("select [1, 2] = 1", "line 1, column 15: BIGINT[] cannot be compared with BIGINT. (convert one with CAST)"),
        ("select list_contains('a', 'b')", "line 1, column 22: list_contains() takes a list, not VARCHAR. (a list is written [1, 2])"),
        ("select sum([1]) from interactions", "line 1, column 12: sum() takes numbers, not BIGINT[]."),
        ("select b.* from interactions", "line 1, column 8: There is no relation \"b\". (the relation is interactions)"),
    ])
    func types(_ text: String, _ expected: String) { #expect(plan(text) == "ERROR " + expected) }

    @Test(arguments: [
        ("select 1 union select 2", "Set operations (UNION) are not supported."),
        ("select * from interactions a join interactions b on true", "Joins are not supported."),
        ("select * from interactions a left join interactions b on true", "Joins are not supported."),
        ("select * from interactions, interactions", "Joins (several relations in FROM) are not supported."),
        ("select sum(details.x) over () from interactions", "Window functions are not supported."),
        ("select row_number() from interactions", "Window functions are not supported."),
        ("with recursive a as (select 1) select 1", "Recursive queries (WITH RECURSIVE) are not supported."),
        ("select * from (select 1) a, (select 2) b", "Joins (several relations in FROM) are not supported."),
        ("select * from lateral (select 1)", "Lateral subqueries (LATERAL) are not supported."),
        ("select * from (values (1))", "Lists of rows (VALUES) are not supported."),
        ("select * from (select 1 union select 2)", "Set operations (UNION) are not supported."),
        ("select (1, 2) in (select 1, 2)", "Rows of values are not supported."),
        ("select 1 = any (select 1)", "Comparisons with ANY are not supported."),
        ("select action, (select count(*) from interactions i where i.user_id = o.user_id) from interactions o", "line 1, column 71: \"o.user_id\" is a column of the query around this subquery: correlated subqueries are not supported."),
        ("select a from (select action as a from interactions) q where exists (select 1 from interactions where action = a)", "line 1, column 112: \"a\" is a column of the query around this subquery"),
        ("select * from sessions()", "There is no table function \"sessions\"."),
        ("select 1 from interactions group by rollup (action)", "Grouping sets (ROLLUP) are not supported."),
        ("select distinct on (action) action from interactions", "DISTINCT ON lists are not supported."),
        ("select {'a': 1}", "Structures of values are not supported."),
        ("select cast(null as int[][])", "Lists of lists are not supported."),
        ("select 1 & 2", "Operators such as & are not supported."),
        ("select timestamp at time zone 'Europe/Berlin' from interactions", "line 1, column 31: no time zone is called 'Europe/Berlin'. (only UTC is known here)"),
        ("select timestamp at time zone action from interactions", "A time zone is a constant text."),
        ("delete from interactions", "DELETE is not supported: the query language only reads."),
    ])
    func refusedByName(_ text: String, _ expected: String) {
        let shown = plan(text)
        #expect(shown.hasPrefix("ERROR") && shown.contains(expected), "\(shown)")
    }

    @Test func positionIsUTF8AndTheCaretStandsUnderIt() throws {
        let text = "SELECT 'ä',\n\tacton FROM interactions"
        do {
            _ = try BoundQuery.bind(text, context: QueryContext(now: noon))
            Issue.record("bound")
        } catch {
            #expect(error.code == .invalidQuery && error.position == 14 && error.place == "line 2, column 2")
            #expect(error.hint == "did you mean action?")
            #expect(error.shown(in: text).hasSuffix("\n  \tacton FROM interactions\n  \t^"))
        }
    }
}
