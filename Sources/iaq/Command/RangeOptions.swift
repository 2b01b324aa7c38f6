// `--from`, `--to`, `--last`, `--tz`: which part of time a command looks at, and in which zone its days are. Ranges are half-open.
import ArgumentParser
import InteractionAnalytics
import InteractionFiles

/// The time range of a command.
struct RangeOptions: ParsableArguments {
    @Option(help: ArgumentHelp("From this time on: an ISO date or time, 7d, 24h (before now), today, yesterday.", valueName: "time"))
    var from: String?

    @Option(help: ArgumentHelp("Up to but without this time.", valueName: "time"))
    var to: String?

    @Option(help: ArgumentHelp("The time up to now: 30d, 24h.", valueName: "duration"))
    var last: String?

    @Option(
        help: ArgumentHelp(
            "Zone of dates and days, an IANA name like Europe/Berlin; else the store's zone, else UTC. Times are printed in UTC.",
            valueName: "zone"))
    var tz: String?

    /// What can be wrong without a look at the store is a wrong use.
    func validate() throws {
        var zone = ZoneRules.utc
        if let tz {
            do {
                zone = try ZoneNames.rules(named: tz)
            } catch {
                guard error.code == .invalidArgument else { throw error }
                throw ValidationError("--tz: \(error.message); \(error.hint ?? "")")
            }
        }
        _ = try bounds(in: zone)
    }

    /// The zone of the command's days.
    func zone(_ store: StoreDirectory) throws(InteractionError) -> ZoneRules {
        if let tz { return try ZoneNames.rules(named: tz) }
        return try store.zone()
    }

    /// The range; nil for all time.
    func bounds(in zone: ZoneRules) throws -> Range<Timestamp>? {
        let (from, to) = try sides(in: zone)
        if from == nil, to == nil { return nil }
        let low = from ?? Timestamp(microseconds: .min)
        let high = to ?? Timestamp(microseconds: .max)
        guard low <= high else { throw ValidationError("The range ends before it begins.") }
        return low..<high
    }

    private func sides(in zone: ZoneRules) throws -> (from: Timestamp?, to: Timestamp?) {
        let now = try CommandClock.current().now()
        if let last {
            guard from == nil, to == nil else { throw ValidationError("--last excludes --from and --to.") }
            guard let span = DurationText.microseconds(last) else {
                throw ValidationError("--last takes \(DurationText.expected).")
            }
            return (try Self.before(now, span, flag: "--last"), now)
        }
        return (
            try from.map { try Self.moment($0, flag: "--from", now: now, zone: zone) },
            try to.map { try Self.moment($0, flag: "--to", now: now, zone: zone) }
        )
    }

    private static func before(_ now: Timestamp, _ span: Int64, flag: String) throws -> Timestamp {
        let (moment, overflow) = now.microseconds.subtractingReportingOverflow(span)
        guard !overflow else { throw ValidationError("\(flag) reaches beyond all time.") }
        return Timestamp(microseconds: moment)
    }

    /// A moment as people write it: an ISO date (the first instant of that day in the zone) or time (in the zone, unless an
    /// offset is written), a span before now, or a word.
    static func moment(_ text: String, flag: String, now: Timestamp, zone: ZoneRules) throws -> Timestamp {
        if text == "now" { return now }
        if text == "today" { return zone.start(of: zone.day(of: now)) }
        if text == "yesterday" { return zone.start(of: zone.day(of: now).advanced(by: -1)) }
        if let span = DurationText.microseconds(text) { return try before(now, span, flag: flag) }
        do {
            return try zone.instant(parsing: text)
        } catch {
            throw ValidationError("\(flag): \(error.message); it takes an ISO date or time, 7d, 24h, today or yesterday.")
        }
    }
}
