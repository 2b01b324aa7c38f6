// What every command prints: columns with a name and a kind, and rows of cells. The engine's results are turned into this
// in one place each; the encoders know nothing else.
import InteractionAnalytics

/// What a column holds, as far as printing minds.
enum CellKind: Sendable, Equatable {
    case bool, number, text, timestamp, date, list, any
}

/// One column of a result.
struct ResultColumn: Sendable, Equatable {
    let name: String
    let kind: CellKind
    init(_ name: String, _ kind: CellKind) {
        self.name = name
        self.kind = kind
    }
}

/// One value of a result.
enum Cell: Sendable, Equatable {
    case null
    case bool(Bool)
    case integer(Int64)
    case real(Double)
    /// A number whose exact text is known: a decimal, an integer beyond 64 bits, a number kept as written.
    case exact(String)
    case text(String)
    case timestamp(Timestamp)
    case date(Day)
    case list([Cell])
    /// A JSON value already in JSON.
    case json(String)

    init(_ value: Int) { self = .integer(Int64(value)) }
    init(_ value: String?) { self = value.map(Cell.text) ?? .null }
    init(_ value: Double?) { self = value.map(Cell.real) ?? .null }
}

/// A whole result in memory.
struct ResultTable: Sendable, Equatable {
    var columns: [ResultColumn]
    var rows: [[Cell]] = []
}
