// `iaq stats`: facts about the store.
import ArgumentParser
import InteractionAnalytics

struct StatsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats",
        abstract: "How much is stored: events, days, files, bytes.",
        discussion: """
            Example:
              iaq stats --store shop --format json
            """)

    @OptionGroup var common: CommonOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let answer = try common.openStore().figures()
        let figures = answer.value
        try output.print(
            ResultTable(
                columns: [
                    ResultColumn("events", .number), ResultColumn("days", .number), ResultColumn("segments", .number),
                    ResultColumn("bytes", .number), ResultColumn("bytesPerEvent", .number), ResultColumn("first", .timestamp),
                    ResultColumn("last", .timestamp), ResultColumn("journalBytes", .number),
                ],
                rows: [
                    [
                        Cell(figures.events), Cell(figures.days), Cell(figures.segments), Cell(figures.bytes),
                        Cell(figures.bytesPerEvent), figures.first.map(Cell.timestamp) ?? .null,
                        figures.last.map(Cell.timestamp) ?? .null, Cell(figures.journalBytes),
                    ]
                ]))
        try PartialNotice.end(answer.missingEvents)
    }
}
