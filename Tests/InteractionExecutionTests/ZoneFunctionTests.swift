// Functions of time in a zone that is 5:45 east of Greenwich: which clock each of them reads.
import InteractionExecution
import InteractionModel
import InteractionPlan
import Testing

@Suite struct ZoneFunctionTests {
    /// A zone file of version 1: its only offset holds always.
    private static let kathmandu: [UInt8] =
        Array("TZif".utf8) + [UInt8](repeating: 0, count: 16) + [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 4]
        + [0, 0, 0x50, 0xDC, 0, 0] + Array("+05\0".utf8)

    @Test(arguments: [
        ("strftime(TIMESTAMP '2026-03-30 12:00Z', '%d %H:%M %z %Z')", "30 17:45 +05:45 Asia/Kathmandu"),
        ("strftime(TIMESTAMP '2026-03-30 20:00Z', '%d %a')", "31 Tue"),
        ("strftime(DATE '2026-03-30', '%d %H')", "30 00"),
        ("make_timestamp(2026, 3, 30, 12, 0, 0)", "2026-03-30 06:15:00"),
        ("strptime('2026-03-30 12:00', '%Y-%m-%d %H:%M')", "2026-03-30 06:15:00"),
        ("strptime('2026-03-30 12:00 +00', '%Y-%m-%d %H:%M %z')", "2026-03-30 12:00:00"),
        ("date_diff('day', TIMESTAMP '2026-03-29 18:00Z', TIMESTAMP '2026-03-29 18:30Z')", "1"),
        ("date_diff('hour', TIMESTAMP '2026-03-29 18:00Z', TIMESTAMP '2026-03-29 18:30Z')", "1"),
        ("date_sub('day', TIMESTAMP '2026-03-29 18:00Z', TIMESTAMP '2026-03-30 17:00Z')", "0"),
        ("last_day(TIMESTAMP '2026-03-31 20:00Z')", "2026-04-30"),
        ("yearweek(TIMESTAMP '2026-03-29 18:30Z')", "202614"),
        ("epoch_ns(TIMESTAMP '1970-01-01 00:00:01Z')", "1000000000"),
    ])
    func clocks(_ sql: String, _ expected: String) throws {
        let zone = try ZoneRules(name: "Asia/Kathmandu", parsing: Self.kathmandu)
        let plan = try BoundQuery.bind("SELECT " + sql, context: QueryContext(now: Timestamp(microseconds: RandomEvents.start), zone: zone)).plan
        let result = try execute(plan, sources: [], options: ExecutionOptions())
        #expect(result.value(row: 0, column: 0).plainText == expected)
    }
}
