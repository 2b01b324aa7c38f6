// `iaq inspect FILE`: what is in a segment file, byte by column.
import ArgumentParser
import InteractionAnalytics

struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Layout and bytes by column of a segment file.",
        discussion: """
            Example:
              iaq inspect shop/days/2026-03-31/*.ias
            """)

    @Argument(help: "A segment file.")
    var file: String

    @OptionGroup var common: CommonOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let found = try FileInspection(segmentAt: file)
        if !common.quiet {
            Messages.line(
                "\(found.kind) segment of \(found.day): \(found.events) events in \(found.clusters) clusters and "
                    + "\(found.rowGroups) row groups, \(found.first) to \(found.last), \(found.fileBytes) bytes")
        }
        let events = Double(max(1, found.events))
        try output.print(
            ResultTable(
                columns: [
                    ResultColumn("column", .text), ResultColumn("content", .text), ResultColumn("values", .number),
                    ResultColumn("chunks", .number), ResultColumn("rawBytes", .number), ResultColumn("storedBytes", .number),
                    ResultColumn("bytesPerEvent", .number),
                ],
                rows: found.columns.map { column in
                    [
                        .text(column.column), .text(column.content), Cell(column.values), Cell(column.chunks),
                        Cell(column.rawBytes), Cell(column.storedBytes), .real((Double(column.storedBytes) / events * 1000).rounded() / 1000),
                    ]
                }))
    }
}
