// How results are printed: the format, colour and width, from flags, environment and where the output goes.
import ArgumentParser
import InteractionFiles

/// The formats of `--format`.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument, Sendable {
    case box, markdown, tsv, csv, json, ndjson
}

/// When `--color` colours.
enum ColorChoice: String, CaseIterable, ExpressibleByArgument, Sendable {
    case auto, always, never
}

/// Everything an encoder needs to know about the place it writes to.
struct OutputStyle: Sendable, Equatable {
    var format: OutputFormat
    var header = true
    var color = false
    /// Send control characters as they are.
    var raw = false
    /// Whether a person reads along; decides whether CSV shows control characters.
    var isTerminal = false
    /// Columns of the terminal written to; nil when it is none: nothing is cut.
    var columns: Int?

    /// The style for `stream`: box and colour on a terminal, TSV in a pipe, unless flags or the environment say otherwise.
    /// An explicit `--color` wins over NO_COLOR, NO_COLOR over FORCE_COLOR.
    static func resolve(
        format: OutputFormat?, header: Bool, color: ColorChoice, raw: Bool, isTerminal: Bool, columns: Int?,
        environment: (String) -> String?
    ) -> OutputStyle {
        let colored: Bool
        switch color {
        case .always: colored = true
        case .never: colored = false
        case .auto:
            if let no = environment("NO_COLOR"), !no.isEmpty {
                colored = false
            } else if let force = environment("FORCE_COLOR"), !force.isEmpty, force != "0" {
                colored = true
            } else {
                colored = isTerminal && environment("TERM") != "dumb"
            }
        }
        let chosen = format ?? (isTerminal ? .box : .tsv)
        return OutputStyle(
            format: chosen, header: header, color: colored, raw: raw, isTerminal: isTerminal,
            columns: isTerminal ? columns ?? environment("COLUMNS").flatMap { Int($0) } ?? 80 : nil)
    }
}
