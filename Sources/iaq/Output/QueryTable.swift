// The one place where the engine's answers become printable: result columns and values into kinds and cells, provenance into
// JSON.
import InteractionAnalytics

enum QueryTable {
    static func columns(_ result: QueryResult) -> [ResultColumn] {
        result.columns.indices.map { index in
            ResultColumn(result.columns[index].name, kind(result, index))
        }
    }

    /// A variant column counts as one of numbers when all its values are.
    private static func kind(_ result: QueryResult, _ column: Int) -> CellKind {
        switch result.columns[column].type {
        case .boolean: return .bool
        case .bigint, .hugeint, .double, .decimal: return .number
        case .varchar, .interval, .null: return .text
        case .timestamp: return .timestamp
        case .date: return .date
        case .list: return .any
        case .variant:
            var hasNumber = false
            for row in 0..<result.rowCount {
                let value = result[row, column]
                if value == .null { continue }
                if value.double == nil { return .any }
                hasNumber = true
            }
            return hasNumber ? .number : .any
        }
    }

    static func cells(_ result: QueryResult, row: Int) -> [Cell] {
        result.columns.indices.map { Cell(result[row, $0]) }
    }
}

extension Cell {
    init(_ value: QueryValue) {
        switch value {
        case .null: self = .null
        case .bool(let flag): self = .bool(flag)
        case .int(let number): self = .integer(number)
        case .hugeint(let number): self = .exact(String(number))
        case .double(let number): self = .real(number)
        case .decimal(let text): self = .exact(text)
        case .text(let text), .interval(let text): self = .text(text)
        case .json(let text): self = .json(text)
        case .timestamp(let time): self = .timestamp(time)
        case .date(let day): self = .date(day)
        case .list(let values): self = .list(values.map { Cell($0) })
        }
    }
}

/// A plan as rows.
enum PlanTable {
    static func table(_ lines: [String]) -> ResultTable {
        ResultTable(columns: [ResultColumn("plan", .text)], rows: lines.map { [.text($0)] })
    }
}

/// How an answer was made, for people and for scripts.
enum ProvenanceText {
    /// `range` is the command's, null for all time.
    static func json(_ provenance: QueryProvenance, range: Range<Timestamp>?, zone: ZoneRules) -> String {
        func side(_ moment: Timestamp) -> String {
            moment.microseconds == .min || moment.microseconds == .max ? "null" : "\"\(moment)\""
        }
        let span = range.map { "[\(side($0.lowerBound)),\(side($0.upperBound))]" } ?? "null"
        return "{\"exact\":\(provenance.isExact),\"partial\":\(provenance.isPartial),\"missing\":[\(missing(provenance))],\"sourcesRead\":\(provenance.sourcesRead),\"sourcesSkipped\":\(provenance.sourcesSkipped),"
            + "\"rowsRead\":\(provenance.rowsRead),\"rowsSkipped\":\(provenance.rowsSkipped),\"threads\":\(provenance.threads),"
            + "\"milliseconds\":\(milliseconds(provenance)),\"range\":\(span),\"zone\":\"\(zone.name)\"}"
    }

    private static func missing(_ provenance: QueryProvenance) -> String {
        provenance.missing.map { file in
            "{\"file\":\(PropertyJSON.text(.string(file.file))),\"day\":\(file.day.map { "\"\($0)\"" } ?? "null"),"
                + "\"events\":\(file.events.map { "\($0)" } ?? "null"),\"reason\":\(PropertyJSON.text(.string(file.reason)))}"
        }.joined(separator: ",")
    }

    static func lines(_ provenance: QueryProvenance, rows: Int) -> [String] {
        provenance.missing.map { "without \($0)" } + [
            "read \(provenance.rowsRead) rows of \(provenance.sourcesRead) sources, skipped \(provenance.rowsSkipped) rows and "
                + "\(provenance.sourcesSkipped) sources",
            "\(rows) rows in \(milliseconds(provenance)) ms on \(provenance.threads) threads",
        ]
    }

    private static func milliseconds(_ provenance: QueryProvenance) -> Double {
        let (seconds, attoseconds) = provenance.elapsed.components
        return Double(seconds) * 1000 + Double(attoseconds / 1_000_000_000_000) / 1000
    }
}
