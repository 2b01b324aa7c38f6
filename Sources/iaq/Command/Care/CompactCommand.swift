// `iaq compact`: each day into one segment.
import ArgumentParser
import InteractionAnalytics

struct CompactCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compact",
        abstract: "Merge the segments of a day into one, ordered by session and compressed.",
        discussion: """
            Takes the days that are over or have many segments. Works while another process appends.

            Example:
              iaq compact --all --store shop
            """)

    @Option(help: ArgumentHelp("Only this day.", valueName: "date"))
    var day: String?

    @Flag(help: "Every day, also today.")
    var all = false

    @OptionGroup var common: CommonOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if let day, Day(day) == nil { throw ValidationError("--day takes a date like 2026-03-31.") }
        if day != nil, all { throw ValidationError("--day and --all exclude each other.") }
    }

    func run() throws {
        var steps: [MaintenanceStep] = []
        try common.openStore().compact(day: day.flatMap { Day($0) }, all: all) { (step) throws(InteractionError) in
            steps.append(step)
            if common.verbose { Messages.line("\(step.day) \(step.action): \(step.events) events, \(step.bytes) bytes") }
        }
        try output.print(MaintenanceTable.table(steps))
    }
}

/// The acts of maintenance as rows.
enum MaintenanceTable {
    static func table(_ steps: [MaintenanceStep]) -> ResultTable {
        ResultTable(
            columns: [
                ResultColumn("day", .date), ResultColumn("events", .number), ResultColumn("bytes", .number),
                ResultColumn("action", .text), ResultColumn("reason", .text),
            ],
            rows: steps.map { [.date($0.day), Cell($0.events), Cell($0.bytes), .text($0.action), .text($0.reason)] })
    }
}
