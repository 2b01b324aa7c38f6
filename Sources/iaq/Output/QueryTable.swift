// The one place where the engine's answers become printable: result columns and values into kinds and cells.
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
