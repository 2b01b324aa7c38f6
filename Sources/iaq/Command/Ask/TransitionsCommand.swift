// `iaq transitions`: which action comes right after which.
import ArgumentParser
import InteractionAnalytics

struct TransitionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "transitions",
        abstract: "How often one action comes right after another inside a session, and how long that takes.",
        discussion: """
            Example:
              iaq transitions --store shop --format box
            """)

    @OptionGroup var range: RangeOptions
    @OptionGroup var input: InputOptions
    @OptionGroup var common: CommonOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let answer = try input.open(common).transitions(range: try range.bounds())
        try output.print(
            ResultTable(
                columns: [
                    ResultColumn("from", .text), ResultColumn("to", .text), ResultColumn("count", .number),
                    ResultColumn("meanGapSeconds", .number), ResultColumn("medianGapSeconds", .number),
                ],
                rows: answer.value.map { edge in
                    [.text(edge.from), .text(edge.to), Cell(edge.count), .real(edge.meanGapSeconds), .real(edge.medianGapSeconds)]
                }))
        try PartialNotice.end(answer.missingEvents)
    }
}
