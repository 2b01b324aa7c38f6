// Time in queries as DuckDB 2.0 answers it: AT TIME ZONE over changes of the clocks, parts of dates and intervals, buckets.
import InteractionExecution
import InteractionFiles
import InteractionModel
import InteractionPlan
import Testing

@Suite struct TimeFunctionTests {
    /// The values of one row, as text.
    static func ask(_ list: String) throws -> [String] {
        let context = QueryContext(now: Timestamp(microseconds: RandomEvents.start)) { (name) throws(InteractionError) in
            name == "UTC" ? .utc : try ZoneFiles.rules(named: name)
        }
        let result = try execute(try BoundQuery.bind("SELECT " + list, context: context).plan, sources: [], options: ExecutionOptions())
        return result.columns.indices.map { result.value(row: 0, column: $0).plainText }
    }

    /// Clocks skip 02:30 in March and show it twice in October.
    @Test(arguments: [
        ("TIMESTAMP '2026-07-01 12:00:00' AT TIME ZONE 'Europe/Berlin'", "2026-07-01 10:00:00"),
        ("TIMESTAMPTZ '2026-07-01 12:00:00+00' AT TIME ZONE 'Europe/Berlin'", "2026-07-01 14:00:00"),
        ("TIMESTAMP '2026-03-29 02:30:00' AT TIME ZONE 'Europe/Berlin'", "2026-03-29 01:30:00"),
        ("TIMESTAMP '2026-10-25 02:30:00' AT TIME ZONE 'Europe/Berlin'", "2026-10-25 01:30:00"),
        ("TIMESTAMPTZ '2026-10-25 00:30:00+00' AT TIME ZONE 'Europe/Berlin'", "2026-10-25 02:30:00"),
        ("TIMESTAMP '2018-11-04 00:00:00' AT TIME ZONE 'America/Sao_Paulo'", "2018-11-04 03:00:00"),
        ("TIMESTAMP '2011-12-30 12:00:00' AT TIME ZONE 'Pacific/Apia'", "2011-12-30 22:00:00"),
        ("TIMESTAMP '2026-10-04 02:15:00' AT TIME ZONE 'Australia/Lord_Howe'", "2026-10-03 15:45:00"),
        ("timezone('Asia/Kathmandu', TIMESTAMPTZ '2026-01-01 00:00:00Z')", "2026-01-01 05:45:00"),
        ("DATE '2026-07-01' AT TIME ZONE 'Europe/Berlin'", "2026-06-30 22:00:00"),
    ]) func zones(_ text: String, _ expected: String) throws { #expect(try Self.ask(text) == [expected]) }

    @Test(arguments: [
        ("extract(year FROM INTERVAL '14 months'), extract(month FROM INTERVAL '-14 months'), extract(quarter FROM INTERVAL '7 months')", ["1", "-2", "3"]),
        ("extract(hour FROM INTERVAL '90 minutes'), extract(minute FROM INTERVAL '-90 minutes'), extract(day FROM INTERVAL '40 days')", ["1", "-30", "40"]),
        ("extract(millisecond FROM INTERVAL '61.5 seconds'), epoch(INTERVAL '1 year 1 month'), extract(epoch FROM INTERVAL '-1 month')", ["1500", "34149600.0", "-2592000.0"]),
        ("julian(TIMESTAMP '2026-01-01 18:00:00'), yearweek(DATE '2027-01-02'), era(TIMESTAMP '2026-01-01')", ["2461042.75", "202653", "1"]),
        ("extract(timezone FROM TIMESTAMP '2026-01-01'), timezone_hour(TIMESTAMP '2026-01-01')", ["0", "0"]),
        ("time_bucket(INTERVAL '1 hour', TIMESTAMP '2026-01-01 10:20:30', INTERVAL '15 minutes')", ["2026-01-01 10:15:00"]),
        ("time_bucket(INTERVAL '1 hour', TIMESTAMP '2026-01-01 10:05:30', INTERVAL '15 minutes')", ["2026-01-01 09:15:00"]),
        ("time_bucket(INTERVAL '1 month', TIMESTAMP '2026-01-20 10:20:30', INTERVAL '5 days')", ["2026-01-06 00:00:00"]),
        ("time_bucket(INTERVAL '2 weeks', DATE '2026-01-20')", ["2026-01-12"]),
        ("TIMESTAMP '2026-01-01' + to_hours(3), TIMESTAMP '2026-01-01' + INTERVAL (2 + 3) HOUR", ["2026-01-01 03:00:00", "2026-01-01 05:00:00"]),
        ("INTERVAL '1 day' / 2, INTERVAL '1 day' * 1.5, INTERVAL '1 month' / 2", ["12:00:00", "1 day 12:00:00", "15 days"]),
        ("to_seconds(1.5), to_days(-2), to_months(14)", ["00:00:01.5", "-2 days", "1 year 2 months"]),
    ]) func parts(_ list: String, _ expected: [String]) throws { #expect(try Self.ask(list) == expected) }

    /// A time beyond the years 1-9999 fits no format: it could not be written.
    @Test(arguments: [("9999 366", "%Y %j"), ("0000-12-31", "%Y-%m-%d"), ("9999-12-31 23 -02", "%Y-%m-%d %H %z")])
    func timesOutsideTheCalendarFitNoFormat(_ text: String, _ format: String) throws {
        #expect(try Self.ask("try_strptime('\(text)', '\(format)') IS NULL") == ["true"])
        #expect(throws: InteractionError.self) { try Self.ask("strptime('\(text)', '\(format)')") }
    }

    /// Days and months are those of the clocks, hours pass as they do; a time that the clocks show twice keeps its offset.
    @Test(arguments: [
        ("TIMESTAMPTZ '2026-03-28 11:00:00Z' + INTERVAL '1 day'", "2026-03-29 10:00:00"),
        ("TIMESTAMPTZ '2026-03-28 11:00:00Z' + INTERVAL '24 hours'", "2026-03-29 11:00:00"),
        ("TIMESTAMPTZ '2026-10-26 11:00:00Z' - INTERVAL '1 day 1 hour'", "2026-10-25 10:00:00"),
        ("TIMESTAMPTZ '2026-10-26 11:00:00Z' - to_days(2)", "2026-10-24 10:00:00"),
        ("TIMESTAMPTZ '2026-10-24 00:30:00Z' + INTERVAL '1 day'", "2026-10-25 00:30:00"),
        ("TIMESTAMPTZ '2026-01-31 11:00:00Z' + INTERVAL '6 months'", "2026-07-31 10:00:00"),
    ]) func shiftsInAZone(_ text: String, _ expected: String) throws {
        let berlin = try ZoneFiles.rules(named: "Europe/Berlin")
        let context = QueryContext(now: Timestamp(microseconds: 0), zone: berlin) { (_) throws(InteractionError) in berlin }
        let constant = try execute(
            try BoundQuery.bind("SELECT \(text)", context: context).plan, sources: [], options: ExecutionOptions())
        #expect(constant.value(row: 0, column: 0).plainText == expected)
        let column = try execute(
            try BoundQuery.bind("SELECT t + i FROM (SELECT DISTINCT \(text) AS t, INTERVAL '0 days' AS i)", context: context).plan,
            sources: [], options: ExecutionOptions())
        #expect(column.value(row: 0, column: 0).plainText == expected)
    }

    /// Times without an offset are the zone's, however they are written; of a time that is shown twice the later, as DuckDB casts
    /// TIMESTAMP to TIMESTAMPTZ.
    @Test(arguments: [
        ("TIMESTAMP '2026-03-29 02:30:00'", "2026-03-29 01:30:00"), ("TIMESTAMP '2026-10-25 02:30:00'", "2026-10-25 01:30:00"),
        ("CAST('2026-03-29 02:30:00' AS TIMESTAMP)", "2026-03-29 01:30:00"), ("make_timestamp(2026, 3, 29, 2, 30, 0)", "2026-03-29 01:30:00"),
        ("make_timestamp(2026, 10, 25, 2, 30, 0)", "2026-10-25 01:30:00"),
        ("strptime('2026-10-25 02:30', '%Y-%m-%d %H:%M')", "2026-10-25 01:30:00"),
        ("(SELECT CAST(t AS TIMESTAMP) FROM (SELECT DISTINCT '2026-10-25 02:30:00' AS t))", "2026-10-25 01:30:00"),
    ]) func timesWithoutOffset(_ text: String, _ expected: String) throws {
        let berlin = try ZoneFiles.rules(named: "Europe/Berlin")
        let context = QueryContext(now: Timestamp(microseconds: 0), zone: berlin) { (_) throws(InteractionError) in berlin }
        let bound = try BoundQuery.bind("SELECT \(text)", context: context)
        #expect(try execute(bound.plan, sources: [], options: ExecutionOptions()).value(row: 0, column: 0).plainText == expected)
    }

    /// Hours start when the clocks show a full one: at a quarter past in Kathmandu, and twice in a row where a change repeats one.
    @Test(arguments: [
        ("Asia/Kathmandu", "2026-01-01 00:10:00", "2026-01-01 01:20:30", "2"), ("Asia/Kathmandu", "2026-01-01 00:50:00", "2026-01-01 01:05:30", "0"),
        ("Asia/Kathmandu", "2026-01-01 01:20:30", "2026-01-01 00:10:00", "-2"), ("Australia/Lord_Howe", "2026-10-03 13:50:00", "2026-10-03 16:05:30", "2"),
        ("Europe/Berlin", "2026-10-24 22:50:00", "2026-10-25 02:05:30", "4"), ("Europe/Berlin", "2026-10-25 00:30:00", "2026-10-25 01:30:00", "1"),
    ]) func hoursBetween(_ name: String, _ from: String, _ to: String, _ expected: String) throws {
        let zone = try ZoneFiles.rules(named: name)
        let context = QueryContext(now: Timestamp(microseconds: 0), zone: zone) { (_) throws(InteractionError) in zone }
        let text = "SELECT date_diff('hour', TIMESTAMPTZ '\(from)Z', TIMESTAMPTZ '\(to)Z')"
        let result = try execute(try BoundQuery.bind(text, context: context).plan, sources: [], options: ExecutionOptions())
        #expect(result.value(row: 0, column: 0).plainText == expected)
    }

    /// Local time stays local time through a subquery, whatever the zone of the query.
    @Test func localTimeThroughSubqueries() throws {
        let berlin = try ZoneFiles.rules(named: "Europe/Berlin")
        let context = QueryContext(now: Timestamp(microseconds: 0), zone: berlin) { (name) throws(InteractionError) in
            try ZoneFiles.rules(named: name)
        }
        let event = Interaction(timestamp: Timestamp(microseconds: RandomEvents.start + 23 * 3_600_000_000), sessionId: "s", action: "a")
        let sources = try RandomEvents.sources([event], parts: 1)
        for (sql, expected) in [
            ("SELECT hour(t), t::DATE, t AT TIME ZONE 'Asia/Tokyo' = i FROM (SELECT timestamp AT TIME ZONE 'Asia/Tokyo' AS t, timestamp AS i FROM interactions LIMIT 1)", ["8", "2026-03-28", "true"]),
            ("SELECT hour(t), d FROM (SELECT max(timestamp AT TIME ZONE 'Asia/Tokyo') AS t, date_trunc('day', timestamp) AS d FROM interactions GROUP BY d)", ["8", "2026-03-27 23:00:00"]),
            ("SELECT strftime(timestamp AT TIME ZONE 'Asia/Tokyo', '%H:%M'), strftime(timestamp, '%H:%M'), hour([timestamp AT TIME ZONE 'Asia/Tokyo'][1]) FROM interactions", ["08:00", "00:00", "8"]),
            ("SELECT hour(list(timestamp AT TIME ZONE 'Asia/Tokyo')[1]), list_avg([timestamp::DATE]), list_contains([timestamp], timestamp::DATE) FROM interactions GROUP BY timestamp", ["8", "2026-03-27 23:00:00", "true"]),
            ("SELECT hour(timestamp), timestamp::DATE FROM (SELECT DISTINCT timestamp FROM interactions)", ["0", "2026-03-28"]),
        ] {
            let result = try execute(try BoundQuery.bind(sql, context: context).plan, sources: sources, options: ExecutionOptions())
            #expect(result.columns.indices.map { result.value(row: 0, column: $0).plainText } == expected, "\(sql)")
        }
    }

    /// Dates and times stay within the years 1-9999, the only ones that are printed as they are.
    @Test(arguments: [
        "make_date(9999, 12, 31) + 1", "make_date(1, 1, 1) - 1", "make_date(2932897)", "make_date(-719163)", "make_date(1, 1, 1) + 9223372036854775807",
        "make_timestamp(9999, 12, 31, 23, 59, 60.5)",
    ]) func beyondTheCalendar(_ text: String) throws {
        let error = #expect(throws: InteractionError.self) { try Self.ask(text) }
        #expect(error?.message.hasSuffix("out of range") == true)
    }

    @Test func theCalendarsEnds() throws {
        let ends = "make_date(9999, 12, 30) + 1, make_date(2932896), make_date(-719162), make_timestamp(9999, 12, 31, 23, 59, 59.5)"
        #expect(try Self.ask(ends) == ["9999-12-31", "9999-12-31", "0001-01-01", "9999-12-31 23:59:59.5"])
    }
}
