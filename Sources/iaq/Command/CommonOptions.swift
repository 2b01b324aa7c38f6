// Options that many commands share, and what they are turned into.
import ArgumentParser
import InteractionAnalytics
import InteractionFiles

/// Which store, and how much is said.
struct CommonOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Directory of the store; else IAQ_STORE.", valueName: "dir"))
    var store: String?

    @Flag(name: [.short, .long], help: "Say nothing that is not asked for.")
    var quiet = false

    @Flag(name: [.short, .long], help: "Say more.")
    var verbose = false

    /// The directory of the store.
    func storePath() throws -> String {
        if let store {
            guard !store.isEmpty else { throw ValidationError("--store names no directory: it is empty.") }
            return store
        }
        if let named = ProcessEnvironment.value("IAQ_STORE"), !named.isEmpty { return named }
        throw ValidationError("No store named: give --store DIR or set IAQ_STORE.")
    }

    /// The store, which must exist.
    func openStore() throws -> StoreDirectory {
        try StoreDirectory(opening: try storePath(), clock: try CommandClock.current())
    }

    /// The store to write to, made when missing.
    func openOrMakeStore() throws -> StoreDirectory {
        try StoreDirectory(creating: try storePath(), clock: try CommandClock.current())
    }
}

/// Files that are asked in place of a store.
struct InputOptions: ParsableArguments {
    @Option(
        name: [.customShort("i"), .customLong("input")], parsing: .upToNextOption,
        help: ArgumentHelp("Files to ask in place of a store: NDJSON, JSON, CSV, .gz, .zst.", valueName: "file"))
    var files: [String] = []

    /// The files in memory, or else the store.
    func open(_ common: CommonOptions) throws -> StoreDirectory {
        files.isEmpty ? try common.openStore() : try StoreInputs.store(of: files, isQuiet: common.quiet)
    }

    /// Files may be followed by the command's own last argument: with no other argument given the last "file" is it.
    mutating func takeLast() -> String? { files.count > 1 ? files.popLast() : nil }
}

/// How results are printed.
struct OutputOptions: ParsableArguments {
    @Option(help: "box, markdown, tsv, csv, json or ndjson; box on a terminal, tsv in a pipe.")
    var format: OutputFormat?

    @Flag(name: .customLong("no-header"), help: "Leave out the line of column names.")
    var noHeader = false

    @Option(help: "auto, always or never.")
    var color = ColorChoice.auto

    @Flag(
        help: ArgumentHelp(
            "Send control characters in data as they are; else they are shown as escapes.",
            discussion: """
                box, markdown and tsv show them wherever they go, csv on a terminal only, so that a file reads back equal. json \
                and ndjson write them as \\u escapes, also with --raw: the same text to every reader.
                """))
    var raw = false

    /// The style for standard output.
    func style() -> OutputStyle {
        let output = OutputStream.standardOutput
        return OutputStyle.resolve(
            format: format, header: !noHeader, color: color, raw: raw, isTerminal: output.isTerminal,
            columns: output.terminalColumns, environment: ProcessEnvironment.value)
    }

    func print(_ table: ResultTable) throws(InteractionError) { try ResultPrinter(style()).print(table) }

    /// Prints all rows of an answer.
    func print(_ result: QueryResult) throws(InteractionError) {
        let printer = ResultPrinter(style())
        printer.begin(QueryTable.columns(result))
        for row in 0..<result.rowCount { try printer.row(QueryTable.cells(result, row: row)) }
        try printer.end()
    }
}
