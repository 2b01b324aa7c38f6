// The time range that a filter implies: exact where it can be, never narrower than the filter.
import InteractionModel
import InteractionPlan
import Testing

@Suite struct TimeRangeTests {
    func range(_ filter: String) throws -> String {
        TimeRange.implied(by: try BoundQuery.condition(filter, context: QueryContext(now: noon))).description
            .replacing("T00:00:00.000000Z", with: "")
    }

    @Test(arguments: [
        ("timestamp >= '2026-01-01' and timestamp < '2026-02-01'", "[2026-01-01, 2026-02-01)"),
        ("'2026-01-01' <= timestamp and action = 'a'", "[2026-01-01, )"),
        ("timestamp > '2026-01-01'", "[2026-01-01T00:00:00.000001Z, )"),
        ("timestamp <= '2026-01-01'", "[, 2026-01-01T00:00:00.000001Z)"),
        ("timestamp between '2026-01-01' and '2026-01-02'", "[2026-01-01, 2026-01-02T00:00:00.000001Z)"),
        ("timestamp::date = '2026-01-01'", "[2026-01-01, 2026-01-02)"),
        ("timestamp::date > '2026-01-01'", "[2026-01-02, )"),
        ("timestamp::date in ('2026-01-01', '2026-01-03')", "[2026-01-01, 2026-01-04)"),
        ("timestamp::date >= timestamp '2026-01-01 10:00'", "[2026-01-02, )"),
        ("date_trunc('month', timestamp) = '2026-03-01'", "[2026-03-01, 2026-04-01)"),
        ("date_trunc('month', timestamp) = '2026-03-02'", "none"),
        ("date_trunc('month', timestamp) <= '2026-03-15'", "[, 2026-04-01)"),
        ("date_trunc('month', timestamp) < '2026-03-15'", "[, 2026-04-01)"),
        ("timestamp > now() - interval '7 days'", "[2026-03-25T12:00:00.000001Z, )"),
        ("timestamp > now() - to_days(7)", "[2026-03-25T12:00:00.000001Z, )"),
        ("timestamp > now() - interval (2 * 2 + 3) day", "[2026-03-25T12:00:00.000001Z, )"),
        ("timestamp < '2026-01-01' or timestamp::date = '2026-02-01'", "[, 2026-02-02)"),
        ("timestamp < '2026-01-01' or action = 'a'", "[, )"),
        ("timestamp < '2026-01-01' and timestamp > '2026-02-01'", "none"),
        ("not timestamp < '2026-01-01'", "[2026-01-01, )"),
        ("not (timestamp >= '2026-01-01' and timestamp < '2026-02-01')", "[, )"),
        ("timestamp = null", "none"),
        ("timestamp <> '2026-01-01'", "[, )"),
        ("false", "none"),
    ])
    func implied(_ filter: String, _ expected: String) throws { #expect(try range(filter) == expected) }
}
