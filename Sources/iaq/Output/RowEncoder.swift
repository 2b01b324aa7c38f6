// The seam between results and formats, and the printer that drives it.
import InteractionAnalytics
import InteractionFiles

/// Turns columns and rows into bytes of one format.
protocol RowEncoder {
    mutating func begin(_ columns: [ResultColumn], into bytes: inout [UInt8])
    /// `cells` has one cell for each column.
    mutating func row(_ cells: [Cell], into bytes: inout [UInt8])
    mutating func end(into bytes: inout [UInt8])
}

/// Prints results row by row. Formats for eyes hold all rows until the end to align them; the others hold 64 KiB.
final class ResultPrinter {
    private let stream: OutputStream
    private var encoder: any RowEncoder
    private var bytes: [UInt8] = []

    init(_ style: OutputStyle, to stream: OutputStream = .standardOutput) {
        self.stream = stream
        encoder = Self.encoder(style)
    }

    static func encoder(_ style: OutputStyle) -> any RowEncoder {
        switch style.format {
        case .box: GridEncoder(style: style)
        case .markdown: GridEncoder(style: style)
        case .tsv: DelimitedEncoder.tsv(style)
        case .csv: DelimitedEncoder.csv(style)
        case .json: JSONRowsEncoder(isArray: true)
        case .ndjson: JSONRowsEncoder(isArray: false)
        }
    }

    func begin(_ columns: [ResultColumn]) { encoder.begin(columns, into: &bytes) }

    func row(_ cells: [Cell]) throws(InteractionError) {
        encoder.row(cells, into: &bytes)
        if bytes.count > 65_536 { try flush() }
    }

    func end() throws(InteractionError) {
        encoder.end(into: &bytes)
        try flush()
    }

    /// Prints a whole result.
    func print(_ table: ResultTable) throws(InteractionError) {
        begin(table.columns)
        for cells in table.rows { try row(cells) }
        try end()
    }

    private func flush() throws(InteractionError) {
        try stream.write(bytes)
        bytes.removeAll(keepingCapacity: true)
    }
}

extension ResultTable {
    /// The bytes of the whole result in `style`.
    func bytes(_ style: OutputStyle) -> [UInt8] {
        var bytes: [UInt8] = []
        var encoder = ResultPrinter.encoder(style)
        encoder.begin(columns, into: &bytes)
        for cells in rows { encoder.row(cells, into: &bytes) }
        encoder.end(into: &bytes)
        return bytes
    }
}
