// `iaq export`: the events as they were written.
import ArgumentParser
import InteractionAnalytics
import InteractionFiles

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Print all events as they were written, in the order of events.",
        discussion: """
            Absent stays absent, null stays null, numbers keep their text; times are printed in UTC.

            Example:
              iaq export --format ndjson -o events.ndjson --store shop
            """)

    /// What events can be exported as.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case ndjson, json
    }

    @Option(help: "ndjson or json.")
    var format = Format.ndjson

    @Option(name: .short, help: ArgumentHelp("Write to a file instead of standard output.", valueName: "path"))
    var output: String?

    @OptionGroup var range: RangeOptions
    @OptionGroup var common: CommonOptions

    func run() throws {
        let store = try common.openStore()
        let bounds = try range.bounds(in: try range.zone(store))
        let stream = try output.map { (path) throws(InteractionError) in try OutputStream.file(path) } ?? .standardOutput
        var total = 0
        if format == .json { try stream.write(Array("[".utf8)) }
        let answer = try store.export(range: bounds) { (lines, count) throws(InteractionError) in
            // Events may hold raw control characters beyond C0; as escapes they are the same JSON.
            let safe = stream.isTerminal ? JSONText.escaped(lines, keepingLines: true) : lines
            try stream.write(format == .json ? Self.elements(safe, first: total == 0) : safe)
            total += count
        }
        if format == .json { try stream.write(Array("\n]\n".utf8)) }
        if let output, !common.quiet { Messages.line("\(total) events written to \(ShownText.shown(output))") }
        try PartialNotice.end(answer.missingEvents)
    }

    /// Lines as elements of an array: a comma or the opening before each instead of a line feed after.
    private static func elements(_ lines: [UInt8], first: Bool) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(lines.count + lines.count / 64)
        var isFirst = first
        for line in lines.split(separator: 10) {
            bytes.append(contentsOf: (isFirst ? "\n" : ",\n").utf8)
            bytes.append(contentsOf: line)
            isFirst = false
        }
        return bytes
    }
}
