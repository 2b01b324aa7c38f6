// `iaq expire`: whole days leave the store.
import ArgumentParser
import InteractionAnalytics

struct ExpireCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "expire",
        abstract: "Drop whole days by age or size.",
        discussion: """
            A UTC day goes when its end is at or before now minus the age. Without limits the store's settings expire-after \
            and expire-bytes hold; without those nothing goes. Works while another process appends.

            Example:
              iaq expire --older-than 90d --dry-run --store shop
            """)

    @Option(help: ArgumentHelp("Drop days that ended longer ago.", valueName: "age"))
    var olderThan: String?

    @Option(help: ArgumentHelp("Drop the oldest days until the segments take no more.", valueName: "bytes"))
    var maxBytes: Int?

    @Flag(help: "Only say what would go.")
    var dryRun = false

    @Flag(help: "Believe the clock although it is before, or more than 400 days after, the newest commit.")
    var force = false

    @OptionGroup var common: CommonOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if let olderThan, (DurationText.microseconds(olderThan) ?? 0) <= 0 {
            throw ValidationError("--older-than takes \(DurationText.expected).")
        }
        if let maxBytes, maxBytes < 0 { throw ValidationError("--max-bytes takes a number of bytes.") }
    }

    func run() throws {
        let steps = try common.openStore().expire(
            ageMicroseconds: olderThan.flatMap(DurationText.microseconds), maxBytes: maxBytes, dryRun: dryRun, force: force)
        try output.print(MaintenanceTable.table(steps))
    }
}
