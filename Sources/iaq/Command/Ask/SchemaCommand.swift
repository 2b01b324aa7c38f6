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
        let store = try input.open(common)
        let columns = try StoreColumn.all(try store.snapshot())
        let now = try CommandClock.current().now()
        var table = ResultTable(columns: [
            ResultColumn("column", .text), ResultColumn("type", .text), ResultColumn("present", .number), ResultColumn("distinct", .number),
        ])
        // A few at a time: counting distinct values of all columns at once would hold them all in memory.
        for start in stride(from: 0, to: columns.count, by: 8) {
            let part = Array(columns[start..<min(columns.count, start + 8)])
            let items = part.map { "count(DISTINCT \($0.column))" }.joined(separator: ", ")
            let result = try store.answer(try QueryRun("SELECT \(items) FROM interactions", now: now))
            for (index, column) in part.enumerated() {
                table.rows.append([.text(column.column), .text(column.type), Cell(column.present), Cell(result[0, index])])
            }
        }
        try output.print(table)
    }
}
