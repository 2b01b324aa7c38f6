// `iaq verify`: is every file whole?
import ArgumentParser
import InteractionAnalytics

struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check every file of the store; exit code 3 when one is damaged or missing.",
        discussion: """
            Example:
              iaq verify --deep --store shop
            """)

    @Flag(help: "Decode every value, not only the checksums.")
    var deep = false

    @OptionGroup var common: CommonOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let found = try common.openStore().verify(deep: deep)
        try output.print(
            ResultTable(
                columns: [ResultColumn("file", .text), ResultColumn("status", .text), ResultColumn("detail", .text)],
                rows: found.map { [.text($0.file), .text($0.status), .text($0.detail)] }))
        if found.contains(where: { $0.status != "ok" }) { throw CommandEnd(status: .damaged) }
    }
}
