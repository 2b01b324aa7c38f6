// `--from`, `--to`, `--last`: which part of time a command looks at. Ranges are half-open.
import ArgumentParser
import InteractionAnalytics
import InteractionFiles

/// The time range of a command.
struct RangeOptions: ParsableArguments {
    @Option(help: ArgumentHelp("From this time on: an ISO date or time, 7d, 24h, today, yesterday.", valueName: "time"))
    var from: String?

    @Option(help: ArgumentHelp("Up to but without this time.", valueName: "time"))
    var to: String?

    @Option(help: ArgumentHelp("The time up to now: 30d, 24h.", valueName: "duration"))
    var last: String?

    /// The range in UTC; nil for all time.
    func bounds() throws -> Range<Timestamp>? {
        let (from, to) = try sides()
        if from == nil, to == nil { return nil }
        let low = from ?? Timestamp(microseconds: .min)
        let high = to ?? Timestamp(microseconds: .max)
        guard low <= high else { throw ValidationError("The range ends before it begins.") }
        return low..<high
    }

    private func sides() throws -> (from: Timestamp?, to: Timestamp?) {
        let now = try CommandClock.current().now()
        if let last {
            guard from == nil, to == nil else { throw ValidationError("--last excludes --from and --to.") }
            guard let span = DurationText.microseconds(last) else {
                throw ValidationError("--last takes \(DurationText.expected).")
            }
            return (Timestamp(microseconds: now.microseconds.subtractingReportingOverflow(span).partialValue), now)
        }
        return (
            try from.map { try Self.moment($0, flag: "--from", now: now) }, try to.map { try Self.moment($0, flag: "--to", now: now) }
        )
    }

    /// A moment as people write it: an ISO date (its first instant in UTC) or time, a span before now, or a word.
    static func moment(_ text: String, flag: String, now: Timestamp) throws -> Timestamp {
        if text == "now" { return now }
        if text == "today" { return now.day.start }
        if text == "yesterday" { return now.day.advanced(by: -1).start }
        if let span = DurationText.microseconds(text) {
            return Timestamp(microseconds: now.microseconds.subtractingReportingOverflow(span).partialValue)
        }
        do {
            return try Timestamp(parsing: text, form: .utcAssumed)
        } catch {
            throw ValidationError("\(flag): \(error.message); it takes an ISO date or time, 7d, 24h, today or yesterday.")
        }
    }
}
