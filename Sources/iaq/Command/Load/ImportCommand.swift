// `iaq import`: files of events into the store.
import ArgumentParser
import InteractionAnalytics
import InteractionFiles
import InteractionImport

struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Store the events of files: NDJSON, JSON, CSV; .gz and .zst too.",
        discussion: """
            Each event needs timestamp and action; the other names are sessionId, userId, component, details and metadata, in \
            camelCase or snake_case, and what is left goes under details. The same bytes are stored once: an import that was \
            killed is finished by running it again, a file that has grown adds only what is new. Exit code 1 when nothing was \
            stored, or a file could not be read to its end: the row tells what is stored of it.

            CSV needs a line of names. A cell without quotes that is a number in JSON's form becomes that number (2.50 is 2.5, \
            1e3 is 1000), true and false become booleans, an empty cell is absent. Everything in quotes stays text, and so do \
            007, +1, and whole numbers beyond 64 bits, as long identifiers are. Columns are called details.price or by any other \
            name, which then goes under details.

            Examples:
              iaq import events.ndjson.zst --store shop
              psql -XAt -c 'SELECT row_to_json(i) FROM "Interaction" i' | iaq import - --store shop
            """)

    @Argument(help: ArgumentHelp("Files to read in order; - is standard input.", valueName: "file"))
    var files: [String]

    @Option(help: "auto, ndjson, json or csv.")
    var inputFormat = Format.auto

    @Option(help: ArgumentHelp("Names of fields in the input: timestamp=time,userId=uid.", valueName: "field=name,..."))
    var map: String?

    @Option(help: "At a text that is no event: reject it and go on, or stop and store what lies before it.")
    var onError = ImportOptions.OnError.reject

    @Option(help: "When rows go into segments: auto, never (they stay in the journal) or end.")
    var seal = ImportOptions.Sealing.auto

    @Flag(help: "Read and count only.")
    var dryRun = false

    @Flag(help: "Store the events even when the same bytes were imported before.")
    var again = false

    @Option(help: ArgumentHelp("Zone of times without one: UTC or an offset like +02:00.", valueName: "zone"))
    var assumeTz: String?

    @OptionGroup var common: CommonOptions
    @OptionGroup var output: OutputOptions

    /// `--input-format`.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case auto, ndjson, json, csv
    }

    func run() throws {
        var options = ImportOptions()
        options.source.format = InputFormat(rawValue: inputFormat.rawValue)
        if let map { options.source.mapping = try FieldMapping(parsing: map) }
        options.source.assumedOffset = try assumeTz.map(Self.offset) ?? 0
        options.onError = onError
        options.sealing = seal
        options.isDryRun = dryRun
        options.again = again
        let inputs = try StoreInputs.streams(files)
        let progress = ImportProgressLine(isQuiet: common.quiet)
        let results: [ImportResult]
        if dryRun {
            results = try StoreInputs.rehearse(inputs, options, for: try? common.openStore(), progress.tell)
        } else {
            results = try common.openOrMakeStore().importInputs(inputs, options: options, progress.tell)
        }
        progress.clear()
        try report(results)
    }

    private func report(_ results: [ImportResult]) throws {
        let style = output.style()
        let isForEyes = style.format == .box || style.format == .markdown
        try ResultPrinter(style).print(ImportTable.table(results, withRejections: !isForEyes))
        if isForEyes, !common.quiet { results.forEach(ImportTable.tellRejections) }
        let moved = results.reduce(0) { $0 + $1.movedKeys }
        if moved > 0, !common.quiet { Messages.line("\(moved) \(moved == 1 ? "value" : "values") of unknown names went under details") }
        let unread = files.count - results.count
        let rest = unread > 0 ? "; \(unread) more \(unread == 1 ? "file was" : "files were") not read" : ""
        if let last = results.last, let failure = last.failure {
            Messages.error(ErrorText.lines(failure, query: nil))
            let kept = last.stored + last.duplicate
            if kept > 0, !dryRun { Messages.line("  \(kept) of its events are stored; imported again whole, it adds what is missing") }
            if unread > 0 { Messages.line("  " + rest.dropFirst(2)) }
            throw CommandEnd(status: ExitStatus(failure))
        }
        if let stopped = results.last(where: \.isStopped) {
            let line = stopped.rejections.last.map { " at line \($0.line)" } ?? ""
            Messages.line("iaq: \(ShownText.shown(stopped.place)): stopped\(line)\(rest)")
            throw CommandEnd(status: .wrong)
        }
        if let broken = results.first(where: \.isBroken) {
            let line = broken.rejections.last.map { " at line \($0.line)" } ?? ""
            Messages.line("iaq: \(ShownText.shown(broken.place)): the text is broken\(line): what follows was not read")
            throw CommandEnd(status: .wrong)
        }
        guard results.contains(where: { $0.stored > 0 }) else {
            Messages.line("iaq: nothing was stored: " + ImportTable.whyNothing(results))
            throw CommandEnd(status: .wrong)
        }
    }

    /// Seconds east of UTC of `UTC`, `Z` or `+hh:mm`.
    static func offset(_ text: String) throws -> Int {
        if text == "UTC" || text == "Z" { return 0 }
        let sign = text.first == "-" ? -1 : 1
        let parts = text.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
        guard text.first == "+" || text.first == "-", parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }),
            let hours = Int(parts[0]), let minutes = Int(parts[1]), (0...23).contains(hours), (0...59).contains(minutes)
        else { throw ValidationError("--assume-tz takes UTC or an offset like +02:00.") }
        return sign * (hours * 3600 + minutes * 60)
    }
}

extension ImportOptions.OnError: ExpressibleByArgument {}
extension ImportOptions.Sealing: ExpressibleByArgument {}
