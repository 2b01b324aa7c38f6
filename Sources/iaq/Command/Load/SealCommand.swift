// `iaq seal`: the journal becomes segments now.
import ArgumentParser
import InteractionAnalytics

struct SealCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seal",
        abstract: "Move the journal into segments now.",
        discussion: """
            Needs the writer's lock: exit code 4 when another process appends.

            Example:
              iaq seal --store shop
            """)

    @OptionGroup var common: CommonOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let events = try common.openStore().seal()
        try output.print(ResultTable(columns: [ResultColumn("sealed", .number)], rows: [[Cell(events)]]))
    }
}
