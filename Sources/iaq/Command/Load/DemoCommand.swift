// `iaq demo`: a realistic deterministic stream as NDJSON.
import ArgumentParser
import InteractionAnalytics
import InteractionFiles

struct DemoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Print a realistic stream of events as NDJSON, the same for the same seed.",
        discussion: """
            Visits of a web shop with an assistant: views, carts, purchases, generations, calls, errors, metrics.

            Example:
              iaq demo --events 1000000 --days 90 -o demo.ndjson
            """)

    @Option(help: "Exactly so many events.")
    var events = 100_000

    @Option(help: "Days they are spread over.")
    var days = 90

    @Option(help: "The day after the last one.")
    var end = "2026-04-01"

    @Option(help: "Another seed gives other events.")
    var seed: UInt64 = 42

    @Option(name: .short, help: ArgumentHelp("Write to a file instead of standard output.", valueName: "file"))
    var output: String?

    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard (0...1_000_000_000_000).contains(events) else { throw ValidationError("--events takes 0 to 10^12.") }
        guard (1...36_500).contains(days) else { throw ValidationError("--days takes 1 to 36500.") }
        guard let day = Day(end) else { throw ValidationError("--end takes a date like 2026-04-01.") }
        guard day.advanced(by: -days).start >= Timestamp.earliest, day.start <= Timestamp.end else {
            throw ValidationError("The range must lie within the years \(EventLimit.firstYear) to \(EventLimit.lastYear).")
        }
    }

    func run() throws {
        guard let day = Day(end) else { throw ValidationError("--end takes a date like 2026-04-01.") }
        let stream = try output.map { (path) throws(InteractionError) in try OutputStream.file(path) } ?? .standardOutput
        var generator = DemoGenerator(DemoRequest(events: events, days: days, end: day, seed: seed))
        try generator.run { (chunk) throws(InteractionError) in
            if Task.isCancelled { throw InteractionError(.cancelled, "interrupted") }
            try stream.write(chunk)
        }
        if output != nil, !common.quiet { Messages.line("\(events) events of \(days) days written to \(ShownText.shown(output ?? ""))") }
    }
}
