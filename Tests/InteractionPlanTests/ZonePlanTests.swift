// What a zone changes in a plan: where units begin, which day an instant is on, what a text without an offset means, and the
// range of time that follows.
import InteractionModel
import InteractionPlan
import Testing

@Suite struct ZonePlanTests {
    /// A file of version 1 has no rule for later years: its only offset holds. This one is 5:45 east.
    static let kathmandu: [UInt8] =
        Array("TZif".utf8) + [UInt8](repeating: 0, count: 16) + [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 4]
        + [0, 0, 0x50, 0xDC, 0, 0] + Array("+05\0".utf8)

    func context() throws -> QueryContext {
        let rules = try ZoneRules(name: "Asia/Kathmandu", parsing: Self.kathmandu)
        return QueryContext(now: noon, zone: rules) { (name) throws(InteractionError) in name == "UTC" ? .utc : rules }
    }

    func typed(_ text: String) throws -> String {
        let expression = try BoundQuery.rowExpression(text, context: try context())
        return "\(expression): \(expression.type)"
    }

    @Test(arguments: [
        ("date_trunc('day', timestamp)", "date_trunc('day', timestamp, 'Asia/Kathmandu'): TIMESTAMP"),
        ("timestamp::date", "local_day(timestamp, 'Asia/Kathmandu'): DATE"),
        ("hour(timestamp)", "date_part('hour', local_time(timestamp, 'Asia/Kathmandu')): BIGINT"),
        ("dayname(timestamp)", "dayname(local_time(timestamp, 'Asia/Kathmandu')): VARCHAR"),
        ("date_part('epoch', timestamp)", "date_part('epoch', timestamp): DOUBLE"),
        ("date_trunc('day', TIMESTAMP '2026-03-30 12:00')", "TIMESTAMP '2026-03-29T18:15:00.000000Z': TIMESTAMP"),
        ("TIMESTAMP '2026-03-30 12:00'", "TIMESTAMP '2026-03-30T06:15:00.000000Z': TIMESTAMP"),
        ("TIMESTAMP '2026-03-30 12:00Z'", "TIMESTAMP '2026-03-30T12:00:00.000000Z': TIMESTAMP"),
        ("CAST(DATE '2026-03-30' AS TIMESTAMP)", "TIMESTAMP '2026-03-29T18:15:00.000000Z': TIMESTAMP"),
        ("CAST(TIMESTAMP '2026-03-29T18:15:00Z' AS DATE)", "DATE '2026-03-30': DATE"),
        ("today()", "DATE '2026-04-01': DATE"),
        ("timestamp AT TIME ZONE 'UTC'", "local_time(timestamp, 'UTC'): TIMESTAMP"),
        ("timestamp AT TIME ZONE 'UTC' AT TIME ZONE 'Asia/Kathmandu'", "local_time(timestamp, 'Asia/Kathmandu'): TIMESTAMP"),
        ("timestamp AT TIME ZONE 'Asia/Kathmandu' AT TIME ZONE 'UTC'", "instant(local_time(timestamp, 'Asia/Kathmandu'), 'UTC'): TIMESTAMP"),
        ("date_trunc('day', timestamp AT TIME ZONE 'UTC')", "date_trunc('day', local_time(timestamp, 'UTC')): TIMESTAMP"),
        ("hour(timestamp AT TIME ZONE 'UTC')", "date_part('hour', local_time(timestamp, 'UTC')): BIGINT"),
        ("CAST(timestamp AT TIME ZONE 'UTC' AS DATE)", "local_time(timestamp, 'UTC')::DATE: DATE"),
        ("timestamp AT TIME ZONE 'UTC' > '2026-03-30'", "local_time(timestamp, 'UTC') > TIMESTAMP '2026-03-30T00:00:00.000000Z': BOOLEAN"),
        ("TIMESTAMP '2026-03-30 12:00' AT TIME ZONE 'UTC'", "TIMESTAMP '2026-03-30T12:00:00.000000Z': TIMESTAMP"),
        ("TIMESTAMP '2026-03-30 12:00' AT TIME ZONE 'Asia/Kathmandu'", "TIMESTAMP '2026-03-30T06:15:00.000000Z': TIMESTAMP"),
        ("TIMESTAMPTZ '2026-03-30 12:00Z' AT TIME ZONE 'Asia/Kathmandu'", "local_time(TIMESTAMP '2026-03-30T12:00:00.000000Z', 'Asia/Kathmandu'): TIMESTAMP"),
        ("DATE '2026-03-30' AT TIME ZONE 'Asia/Kathmandu'", "TIMESTAMP '2026-03-29T18:15:00.000000Z': TIMESTAMP"),
        ("DATE '2026-03-30'::TIMESTAMP AT TIME ZONE 'UTC'", "TIMESTAMP '2026-03-30T00:00:00.000000Z': TIMESTAMP"),
        ("date_trunc('day', now() AT TIME ZONE 'Asia/Kathmandu') AT TIME ZONE 'Asia/Kathmandu'", "TIMESTAMP '2026-03-31T18:15:00.000000Z': TIMESTAMP"),
        ("list_avg([DATE '2026-01-02'])", "list_avg(list_value(TIMESTAMP '2026-01-01T18:15:00.000000Z')): TIMESTAMP"),
        ("CAST([timestamp, NULL] AS DATE[])", "list_value(local_day(timestamp, 'Asia/Kathmandu'), local_day(NULL, 'Asia/Kathmandu')): DATE[]"),
        ("['2026-01-02']::TIMESTAMP[]", "list_value(TIMESTAMP '2026-01-01T18:15:00.000000Z'): TIMESTAMP[]"),
        ("list_contains([timestamp], DATE '2026-01-02')", "list_contains(list_value(timestamp), TIMESTAMP '2026-01-01T18:15:00.000000Z'): BOOLEAN"),
        ("[timestamp AT TIME ZONE 'UTC']::DATE[]", "list_value(local_time(timestamp, 'UTC'))::DATE[]: DATE[]"),
        ("hour([timestamp AT TIME ZONE 'UTC'][1])", "date_part('hour', list_extract(list_value(local_time(timestamp, 'UTC')), 1)): BIGINT"),
        ("now()", "TIMESTAMP '2026-04-01T12:00:00.000000Z': TIMESTAMP"),
    ])
    func bound(_ text: String, _ expected: String) throws { #expect(try typed(text) == expected) }

    @Test(arguments: [
        ("timestamp >= '2026-01-02'", "[2026-01-01T18:15:00.000000Z, )"),
        ("timestamp >= DATE '2026-01-02'", "[2026-01-01T18:15:00.000000Z, )"),
        ("timestamp::date = '2026-01-02'", "[2026-01-01T18:15:00.000000Z, 2026-01-02T18:15:00.000000Z)"),
        ("timestamp::date > '2026-01-02'", "[2026-01-02T18:15:00.000000Z, )"),
        ("timestamp::date >= timestamp '2026-01-02 10:00'", "[2026-01-02T18:15:00.000000Z, )"),
        ("date_trunc('month', timestamp) = '2026-03-01'", "[2026-02-28T18:15:00.000000Z, 2026-03-31T18:15:00.000000Z)"),
        ("date_trunc('week', timestamp) < '2026-03-04'", "[, 2026-03-08T18:15:00.000000Z)"),
        ("timestamp AT TIME ZONE 'UTC' >= '2026-03-10'", "[2026-03-08T22:00:00.000000Z, )"),
        ("date_trunc('day', timestamp AT TIME ZONE 'UTC') = '2026-03-10'", "[2026-03-08T22:00:00.000000Z, 2026-03-12T02:00:00.000000Z)"),
        ("date_trunc('hour', timestamp) = '2026-03-01 05:00'", "[2026-02-28T23:15:00.000000Z, 2026-03-01T00:15:00.000000Z)"),
    ])
    func ranges(_ filter: String, _ expected: String) throws {
        #expect(TimeRange.implied(by: try BoundQuery.condition(filter, context: try context())).description == expected)
    }

    /// A list whose elements the binder does not see is refused, not converted in UTC.
    @Test func listsOfOtherTimesAreRefused() throws {
        let text = "SELECT list(timestamp::DATE) = [timestamp] FROM interactions GROUP BY timestamp"
        let context = try context()
        let error = #expect(throws: InteractionError.self) { try BoundQuery.bind(text, context: context) }
        #expect(error?.message == "DATE[] cannot be converted to TIMESTAMP[] in a zone." && error?.hint != nil)
        _ = try BoundQuery.bind(text, context: QueryContext(now: noon))
    }

    @Test func aRangeIsAskedBeforeTheFilter() throws {
        let bound = try BoundQuery.bind("SELECT count(*) FROM interactions WHERE action = 'a' OR action = 'b'", context: QueryContext(now: noon))
        let plan = bound.plan.restricted(to: TimeRange(from: 0, to: 86_400_000_000))
        #expect(TimeRange.implied(by: plan.filter).description == "[1970-01-01T00:00:00.000000Z, 1970-01-02T00:00:00.000000Z)")
        #expect(plan.restricted(to: .all) == plan)
        let lone = try BoundQuery.bind("SELECT 1", context: QueryContext(now: noon)).plan
        #expect(lone.restricted(to: TimeRange(from: 0, to: 1)) == lone)
    }
}
