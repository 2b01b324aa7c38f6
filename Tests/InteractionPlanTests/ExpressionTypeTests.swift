// Expressions: what each becomes once bound, and its type. Results that DuckDB 2.0 states are its own; differences are
// named in the test.
import InteractionModel
import InteractionPlan
import Testing

@Suite struct ExpressionTypeTests {
    @Test(arguments: [
        ("1 + 1", "2: BIGINT"),
        ("0.1 + 0.2", "0.3: DECIMAL(1,1)"),
        ("0.1 + 0.2 = 0.3", "true: BOOLEAN"),
        ("1 / 2", "(1.0 / 2.0): DOUBLE"),
        ("7 // 2", "3: BIGINT"),
        ("7 // 2.0", "(7.0 // 2.0): DOUBLE"),
        ("-5 // 2", "-2: BIGINT"),
        ("-5 % 3", "-2: BIGINT"),
        ("7.5 % 2", "1.5: DECIMAL(2,1)"),
        ("5 // 0", "(5 // 0): BIGINT"),
        ("5 % 0", "(5 % 0): BIGINT"),
        ("9223372036854775807 + 1", "(9223372036854775807 + 1): BIGINT"),
        ("-9223372036854775808", "-9223372036854775808: BIGINT"),
        ("9223372036854775808", "9223372036854775808: HUGEINT"),
        ("1_000", "1000: BIGINT"),
        (".5", "0.5: DECIMAL(1,1)"),
        ("1e5", "100000.0: DOUBLE"),
        ("-2 ** 2", "pow(-2.0, 2.0): DOUBLE"),
        ("7 - 2 - 1", "4: BIGINT"),
        ("2 + 3 * 4", "14: BIGINT"),
        ("sum(details.n) / count(*)", "(sum(details.n)::use(DOUBLE) / count(*)::DOUBLE): DOUBLE"),
        ("count(*) > 1.5", "count(*) > 1: BOOLEAN"),
        ("1.5 > count(*)", "count(*) <= 1: BOOLEAN"),
        ("count(*) >= 2.0", "count(*) >= 2: BOOLEAN"),
        ("action || 1", "(action || '1'): VARCHAR"),
        ("1 + 1 || 'a'", "('2' || 'a'): VARCHAR"),
        ("- - 1", "1: BIGINT"),
        ("'2' + 2", "4: BIGINT"),
        ("length(action) * 1.5", "(length(action)::DOUBLE * 1.5): DOUBLE"),
    ])
    func arithmetic(_ text: String, _ expected: String) { #expect(typed(text) == expected) }

    @Test(arguments: [
        ("details.x", "details.x: VARIANT"),
        ("details['x y'].z", "details['x y'].z: VARIANT"),
        ("metadata.\"a.b\"", "metadata['a.b']: VARIANT"),
        ("details->'a'->>'b'", "details.a.b::use(VARCHAR): VARCHAR"),
        ("details", "details: VARCHAR"),
        ("interactions.details.x", "details.x: VARIANT"),
        ("metrics.generationTime", "coalesce(details.generationTime, metadata.generationTime): VARIANT"),
        ("metrics.generation_time > 10", "coalesce(details.generationTime, metadata.generationTime)::use(DOUBLE) > 10.0: BOOLEAN"),
        ("sessionId", "session_id: VARCHAR"),
        ("USERID", "user_id: VARCHAR"),
        ("\"action\"", "action: VARCHAR"),
        ("details.x + 1", "(details.x + 1): VARIANT"),
        ("details.x + 1.5", "(details.x::use(DOUBLE) + 1.5): DOUBLE"),
        ("details.x / 2", "(details.x::use(DOUBLE) / 2.0): DOUBLE"),
        ("details.x // details.y + length(action)", "((details.x // details.y) + length(action)::VARIANT): VARIANT"),
        ("-details.x", "-(details.x): VARIANT"),
        ("details.x + 1 > details.y", "(details.x + 1)::use(DOUBLE) > details.y::use(DOUBLE): BOOLEAN"),
        ("details.x + 1 > details.y * 2", "(details.x + 1) > (details.y * 2): BOOLEAN"),
        ("CASE WHEN true THEN details.x ELSE 0 END", "CASE WHEN true THEN details.x::use(NUMBER) ELSE 0 END: VARIANT"),
        ("details.x::INTEGER", "details.x::BIGINT::INTEGER: BIGINT"),
        ("TRY_CAST(details.x AS TINYINT)", "TRY_CAST(TRY_CAST(details.x AS BIGINT) AS TINYINT): BIGINT"),
        ("details.x = 'a'", "details.x::use(VARCHAR) = 'a': BOOLEAN"),
        ("details.x = 1", "details.x::use(DOUBLE) = 1.0: BOOLEAN"),
        ("details.x > 9007199254740993", "details.x::use(HUGEINT) > 9007199254740993: BOOLEAN"),
        ("details.x > 9007199254740992", "details.x::use(HUGEINT) > 9007199254740992: BOOLEAN"),
        ("details.x > 9007199254740991", "details.x::use(DOUBLE) > 9007199254740991.0: BOOLEAN"),
        ("details.x = true", "details.x::use(BOOLEAN) = true: BOOLEAN"),
        ("details.x > timestamp", "details.x::use(TIMESTAMP) > timestamp: BOOLEAN"),
        ("details.x = details.y", "details.x = details.y: BOOLEAN"),
        ("NOT details.ok", "NOT (details.ok::use(BOOLEAN)): BOOLEAN"),
        ("details.ok IS TRUE", "details.ok::use(BOOLEAN) IS NOT DISTINCT FROM true: BOOLEAN"),
        ("details.x IN (1, 2)", "details.x::use(DOUBLE) IN (1.0, 2.0): BOOLEAN"),
        ("details.x IN ('a', 1)", "(details.x::use(VARCHAR) = 'a' OR details.x::use(DOUBLE) = 1.0): BOOLEAN"),
        ("CAST(details.x AS DOUBLE)", "details.x::DOUBLE: DOUBLE"),
        ("details.x::varchar", "details.x::use(VARCHAR): VARCHAR"),
        ("coalesce(details.x, 'none')", "coalesce(details.x::use(VARCHAR), 'none'): VARCHAR"),
        ("coalesce(details.x, 0)", "coalesce(details.x::use(NUMBER), 0): VARIANT"),
        ("coalesce(details.a, details.b)", "coalesce(details.a, details.b): VARIANT"),
        ("lower(details.x)", "lower(details.x::use(VARCHAR)): VARCHAR"),
        ("sum(details.x > 1)", "sum((details.x::use(DOUBLE) > 1.0)::BIGINT): HUGEINT"),
        ("min(details.x)", "min(details.x): VARIANT"),
        ("count(DISTINCT details.x)", "count(DISTINCT details.x): BIGINT"),
        ("quantile_disc(details.x, 0.5)", "quantile_disc(details.x, 0.5): VARIANT"),
    ])
    func properties(_ text: String, _ expected: String) { #expect(typed(text) == expected) }

    @Test(arguments: [
        ("timestamp > '2026-01-01'", "timestamp > TIMESTAMP '2026-01-01T00:00:00.000000Z': BOOLEAN"),
        ("'2026-01-01 10:00' <= timestamp", "TIMESTAMP '2026-01-01T10:00:00.000000Z' <= timestamp: BOOLEAN"),
        // DuckDB 2.0 drops the offset; here timestamps are instants.
        ("timestamp = '2026-01-01T10:00:00.5+02:00'", "timestamp = TIMESTAMP '2026-01-01T08:00:00.500000Z': BOOLEAN"),
        ("timestamp::date = '2026-01-01'", "timestamp::DATE = DATE '2026-01-01': BOOLEAN"),
        ("timestamp IN ('2026-01-01')", "timestamp IN (TIMESTAMP '2026-01-01T00:00:00.000000Z'): BOOLEAN"),
        ("DATE '2026-01-31' + INTERVAL 1 MONTH", "TIMESTAMP '2026-02-28T00:00:00.000000Z': TIMESTAMP"),
        ("DATE '2026-01-31' + 1", "DATE '2026-02-01': DATE"),
        ("DATE '9999-12-30' + 1", "DATE '9999-12-31': DATE"),
        ("DATE '0001-01-02' - 1", "DATE '0001-01-01': DATE"),
        ("date_trunc('week', DATE '2026-04-01')", "TIMESTAMP '2026-03-30T00:00:00.000000Z': TIMESTAMP"),
        ("date_trunc('hour', timestamp)", "date_trunc('hour', timestamp): TIMESTAMP"),
        ("extract(hour FROM timestamp)", "date_part('hour', timestamp): BIGINT"),
        ("date_part('epoch', timestamp)", "date_part('epoch', timestamp): DOUBLE"),
        ("dayofweek(timestamp)", "date_part('dow', timestamp): BIGINT"),
        ("time_bucket(INTERVAL '5 minutes', timestamp)", "time_bucket(INTERVAL '00:05:00', timestamp): TIMESTAMP"),
        ("time_bucket(to_minutes(5), timestamp)", "time_bucket(INTERVAL '00:05:00', timestamp): TIMESTAMP"),
        ("to_seconds(0.0000015)", "INTERVAL '00:00:00.000002': INTERVAL"),
        ("to_milliseconds(1.5)", "INTERVAL '00:00:00.0015': INTERVAL"),
        ("to_centuries(2)", "INTERVAL '200 years': INTERVAL"),
        ("to_weeks(NULL)", "NULL: INTERVAL"),
        ("to_millennia(length(action))", "to_millennia(length(action)): INTERVAL"),
        ("time_bucket(INTERVAL 3 MONTH, timestamp)", "time_bucket(INTERVAL '3 months', timestamp): TIMESTAMP"),
        ("now() - INTERVAL '7 days'", "TIMESTAMP '2026-03-25T12:00:00.000000Z': TIMESTAMP"),
        ("current_date", "DATE '2026-04-01': DATE"),
        ("max(timestamp) - min(timestamp)", "(max(timestamp) - min(timestamp)): INTERVAL"),
        ("timestamp::date - DATE '2026-01-01'", "(timestamp::DATE - DATE '2026-01-01'): BIGINT"),
        ("INTERVAL '1 day 2 hours'", "INTERVAL '1 day 02:00:00': INTERVAL"),
        ("INTERVAL '-5 min'", "INTERVAL '-00:05:00': INTERVAL"),
        ("INTERVAL '1.5 hours'", "INTERVAL '01:30:00': INTERVAL"),
        ("INTERVAL '3 months 2 weeks'", "INTERVAL '3 months 14 days': INTERVAL"),
        ("quantile_cont(timestamp, 0.5)", "quantile_cont(timestamp, 0.5): TIMESTAMP"),
    ])
    func time(_ text: String, _ expected: String) { #expect(typed(text) == expected) }

    @Test(arguments: [
        ("NOT 1 = 2", "true: BOOLEAN"),
        ("1 = 2 IS NULL", "false IS NULL: BOOLEAN"),
        ("action IS NOT NULL AND user_id IS NULL OR NOT (component = 'a')", "((action IS NOT NULL AND user_id IS NULL) OR component <> 'a'): BOOLEAN"),
        ("action NOT IN ('a', NULL)", "NOT (action IN ('a', NULL)): BOOLEAN"),
        ("action NOT BETWEEN 'a' AND 'b'", "NOT ((action >= 'a' AND action <= 'b')): BOOLEAN"),
        ("action NOT ILIKE 'a%'", "NOT (action ILIKE 'a%'): BOOLEAN"),
        ("action LIKE 'a!%' ESCAPE '!'", "action LIKE 'a!%' ESCAPE '!': BOOLEAN"),
        ("action == 'it''s'", "action = 'it''s': BOOLEAN"),
        ("action IS DISTINCT FROM NULL", "action IS DISTINCT FROM NULL: BOOLEAN"),
        ("CASE WHEN action = 'a' THEN 1 ELSE 2.5 END", "CASE WHEN action = 'a' THEN 1.0 ELSE 2.5 END: DOUBLE"),
        ("CASE action WHEN 'a' THEN 'x' END", "CASE WHEN action = 'a' THEN 'x' ELSE NULL END: VARCHAR"),
        ("nullif(details.x, 0)", "CASE WHEN details.x::use(DOUBLE) = 0.0 THEN NULL ELSE details.x END: VARIANT"),
        ("TRY_CAST('x' AS BIGINT)", "NULL: BIGINT"),
        ("'12.5'::decimal(10,2)", "12.50: DECIMAL(10,2)"),
        ("2.5::bigint", "3: BIGINT"),
        ("2.5e0::bigint", "2: BIGINT"),
        ("'2.5'::bigint", "3: BIGINT"),
        ("'yes'::boolean", "true: BOOLEAN"),
        ("NULL", "NULL: NULL"),
        ("count_if(action = 'a')", "sum((action = 'a')::BIGINT): HUGEINT"),
        ("count(*) FILTER (WHERE action = 'a')", "count(*) FILTER (WHERE action = 'a'): BIGINT"),
        ("median(details.x)", "quantile_cont(details.x::use(DOUBLE), 0.5): DOUBLE"),
        ("sum(1)", "sum(1): HUGEINT"),
        ("substring(action FROM 1 FOR 2)", "substring(action, 1, 2): VARCHAR"),
        ("concat(action, 1, NULL)", "concat(action, '1', NULL): VARCHAR"),
    ])
    func conditionsAndCalls(_ text: String, _ expected: String) { #expect(typed(text) == expected) }

    @Test func parametersAreConstants() {
        let text = "SELECT count(*) FROM interactions WHERE component = $page AND timestamp >= $1"
        let bound = plan(text, QueryParameters(named: ["page": .varchar("O'Hara' OR 1=1")], positional: [.varchar("2026-01-01")]))
        #expect(bound.contains("component = 'O''Hara'' OR 1=1' AND timestamp >= TIMESTAMP '2026-01-01T00:00:00.000000Z'"))
        #expect(plan("SELECT ? + ?", QueryParameters(positional: [.bigint(1), .bigint(2)])).contains("select 3 AS \"($1 + $2)\""))
        #expect(plan("SELECT $pgae", QueryParameters(named: ["page": .null])) == "ERROR line 1, column 8: The parameter $pgae has no value. (did you mean $page?)")
    }

    /// One table: a name is bound in one way, and is no aggregate besides.
    @Test func functionsHaveOneBindingEach() {
        let entries = FunctionBinding.entries
        #expect(entries.count == FunctionBinding.all.count && entries.count > 250)
        #expect(entries.map(\.name).filter { AggregateName.all.contains($0) || $0 != $0.lowercased() } == [])
        // However many arguments: whoever is to bind the name knows it.
        for name in entries.map(\.name) {
            for count in 0...7 {
                let arguments = [String](repeating: "NULL", count: count).joined(separator: ", ")
                #expect(!typed("\(name)(\(arguments))").contains("no function"), "\(name) of \(count)")
            }
        }
        for part in DatePart.allCases {
            let name = part.intervalFunction
            #expect((name == nil) == !TemporalText.isIntervalUnit(part))
            if let name { #expect(typed("\(name)(length(action))").hasPrefix("\(name)(length(action)")) }
        }
    }
}
