// `iaq transitions`: which action comes right after which.
import ArgumentParser
import InteractionAnalytics

struct TransitionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "transitions",
        abstract: "How often one action comes right after another inside a session, and how long that takes.",
        discussion: """
            Events are chosen first: with --where two of them follow each other when no other chosen one lies between.

            Examples:
              iaq transitions --store shop --format box
              iaq transitions --where "action <> 'scroll'" --last 30d --store shop
            """)

    @OptionGroup var events: EventOptions
    @OptionGroup var answers: AnswerOptions
    @OptionGroup var input: InputOptions
    @OptionGroup var common: CommonOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let store = try input.open(common)
        let (chosen, zone) = try events.filter(store)
        let answer = try store.transitions(SessionRequest(), chosen)
        try output.print(
            ResultTable(
                columns: [
                    ResultColumn("from", .text), ResultColumn("to", .text), ResultColumn("count", .number),
                    ResultColumn("meanGapSeconds", .number), ResultColumn("medianGapSeconds", .number),
                ],
                rows: answer.value.map { edge in
                    [.text(edge.from), .text(edge.to), Cell(edge.count), .real(edge.meanGapSeconds), .real(edge.medianGapSeconds)]
                }))
        try answers.finish(
            rows: answer.value.count, answer.provenance, range: chosen.range, zone: zone, store, isQuiet: common.quiet)
    }
}
