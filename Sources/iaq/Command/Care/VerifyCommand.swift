// `iaq verify`: is every file whole? And with --repair: make the store usable again.
import ArgumentParser
import InteractionAnalytics

struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check every file of the store; exit code 3 when one is damaged or missing.",
        discussion: """
            --repair moves bad files to quarantine/ in the store, never deletes one, and makes a lost manifest anew from the \
            files. It needs the store for itself. Answers stay partial for the days concerned. To put a file back, restore it \
            from a backup to its old name and run --repair again. --accept-loss makes answers forget what is in quarantine.

            Examples:
              iaq verify --deep --store shop
              iaq verify --repair --store shop
            """)

    @Flag(help: "Decode every value, not only the checksums.")
    var deep = false

    @Flag(help: "Take bad files out of use, put restored ones back.")
    var repair = false

    @Flag(help: "With --repair: answers no longer call themselves partial for what is in quarantine.")
    var acceptLoss = false

    @OptionGroup var common: CommonOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if acceptLoss, !repair { throw ValidationError("--accept-loss needs --repair.") }
    }

    func run() throws {
        let store = try StoreDirectory(existing: try common.storePath(), clock: try CommandClock.current())
        let found = repair ? try store.repair(deep: deep, acceptsLoss: acceptLoss) : try store.verify(deep: deep)
        try output.print(
            ResultTable(
                columns: [ResultColumn("file", .text), ResultColumn("status", .text), ResultColumn("detail", .text)],
                rows: found.map { [.text($0.file), .text($0.status), .text($0.detail)] }))
        if found.contains(where: \.isBad) { throw CommandEnd(status: .damaged) }
    }
}
