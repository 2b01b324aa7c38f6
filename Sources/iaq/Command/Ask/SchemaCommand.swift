// `iaq schema`: which columns there are, and how full they are.
import ArgumentParser
import InteractionAnalytics
import InteractionFiles

struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "The columns of the events: name, type, events that have it, distinct values.",
        discussion: """
            Example:
              iaq schema --store shop --format box
            """)

    @OptionGroup var input: InputOptions
    @OptionGroup var common: CommonOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let columns = try input.open(common).columns(now: try CommandClock.current().now())
        var table = ResultTable(columns: [
            ResultColumn("column", .text), ResultColumn("type", .text), ResultColumn("present", .number), ResultColumn("distinct", .number),
        ])
        for (column, distinct) in columns.value {
            table.rows.append([.text(column.column), .text(column.type), Cell(column.present), Cell(distinct)])
        }
        try output.print(table)
        try PartialNotice.end(columns.missingEvents)
    }
}
