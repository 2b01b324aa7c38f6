// The answer to a query as a client sees it: typed columns, values by row and column, and how the answer was made.

import InteractionExecution
import InteractionPlan

/// One value of a result.
public enum QueryValue: Sendable, Hashable, CustomStringConvertible {
    case null
    case bool(Bool)
    case int(Int64)
    /// Sums of integers and other numbers beyond 64 bits.
    case hugeint(Int128)
    case double(Double)
    /// An exact decimal, or a JSON number that no binary type gives back, as its text.
    case decimal(String)
    case text(String)
    /// An object or array as compact JSON text.
    case json(String)
    case timestamp(Timestamp)
    case date(Day)
    /// An interval in DuckDB's words, for example `1 month 2 days`.
    case interval(String)
    /// A list of values of one type, `.null` among them.
    case list([QueryValue])

    /// The value as a cast to VARCHAR prints it; empty for NULL.
    public var description: String {
        switch self {
        case .null: ""
        case .bool(let flag): flag ? "true" : "false"
        case .int(let number): String(number)
        case .hugeint(let number): String(number)
        case .double(let number): number.description
        case .decimal(let text), .text(let text), .json(let text), .interval(let text): text
        case .timestamp(let time): time.description
        case .date(let day): day.description
        case .list(let values): ListText.text(of: values.map { $0 == .null ? nil : $0.description })
        }
    }

    /// The value as a number; nil when it is none.
    public var double: Double? {
        switch self {
        case .int(let number): Double(number)
        case .hugeint(let number): Double(number)
        case .double(let number): number
        case .decimal(let text): Double(text)
        default: nil
        }
    }
}

/// How an answer was made.
public struct QueryProvenance: Sendable, Hashable {
    /// Segments and in-memory sources looked into, and those left out by their summaries.
    public var sourcesRead: Int
    public var sourcesSkipped: Int
    /// Rows of the row groups read and skipped.
    public var rowsRead: Int
    public var rowsSkipped: Int
    /// Rows that were not read, because the rollups of their segments tell how many they are.
    public var rowsFromRollups: Int
    /// Row groups read, and those left out by reason.
    public var rowGroupsRead: Int
    public var rowGroupsSkipped: SkippedRowGroups
    /// Stored bytes read from files, and bytes of column chunks that were decoded. Queries that run at the same time over the
    /// same open store count into each other.
    public var bytesRead: Int
    public var bytesDecoded: Int
    /// Most bytes that states and rows held at once, as the steps count them.
    public var memoryPeakBytes: Int
    /// Bytes written to temporary files; 0 when the memory was enough.
    public var spilledBytes: Int
    /// What each step did.
    public var steps: [QueryStep]
    /// False when some number is an approximation.
    public var isExact: Bool
    /// Damaged and missing files whose events the answer should have had; files outside the question's time are not among them.
    public var missing: [MissingEvents]
    public var threads: Int
    public var elapsed: Duration

    /// True when events are missing: the answer is right for the rest of the store.
    public var isPartial: Bool { !missing.isEmpty }

    init(
        _ read: ScanFacts, isExact: Bool = true, missing: [MissingEvents] = [], threads: Int = 1, memory: MemoryUse = MemoryUse(),
        steps: [OperatorFacts] = [], elapsed: Duration
    ) {
        self.missing = missing
        sourcesRead = read.segmentsRead
        sourcesSkipped = read.segmentsSkipped
        rowsRead = read.rowsRead
        rowsSkipped = read.rowsSkipped
        rowsFromRollups = read.rowsFromRollups
        rowGroupsRead = read.rowGroupsRead
        rowGroupsSkipped = SkippedRowGroups(read)
        bytesRead = read.bytesRead
        bytesDecoded = read.bytesDecoded
        memoryPeakBytes = memory.peakBytes
        spilledBytes = memory.spilledBytes
        self.steps = steps.map { QueryStep($0) }
        self.isExact = isExact
        self.threads = threads
        self.elapsed = elapsed
    }
}

/// An answer: rows of typed columns.
public struct QueryResult: Sendable {
    /// Name and type of a column.
    public struct Column: Sendable, Hashable {
        public var name: String
        public var type: ScalarType
    }

    public let columns: [Column]
    public let rowCount: Int
    public package(set) var provenance: QueryProvenance
    private let result: InteractionExecution.QueryResult

    init(_ result: InteractionExecution.QueryResult) {
        self.result = result
        columns = result.columns.map { Column(name: $0.name, type: $0.type) }
        rowCount = result.rowCount
        provenance = QueryProvenance(
            result.provenance.scan, isExact: result.provenance.isExact, threads: result.provenance.threads,
            memory: result.provenance.memory, steps: result.provenance.operators,
            elapsed: .microseconds(result.provenance.elapsedMicroseconds))
    }

    /// The span of time that the query's filter admits, in microseconds.
    var range: TimeRange { result.provenance.range }

    /// The value at a row below `rowCount` and a column index below `columns.count`; `.null` outside.
    public subscript(row: Int, column: Int) -> QueryValue {
        guard row >= 0, row < rowCount, columns.indices.contains(column) else { return .null }
        return QueryValue(result.value(row: row, column: column))
    }

    /// The value of a named column; `.null` when there is none.
    public subscript(row: Int, column: String) -> QueryValue { index(ofColumn: column).map { self[row, $0] } ?? .null }

    /// Index of the first column of a name.
    public func index(ofColumn name: String) -> Int? { columns.firstIndex { $0.name == name } }

    /// The rows as values of a type whose coding keys are column names. Errors: `.invalidArgument` for a missing column or a
    /// value of another kind.
    public func rows<Row: Decodable>(as type: Row.Type = Row.self) throws(InteractionError) -> [Row] {
        var rows: [Row] = []
        rows.reserveCapacity(rowCount)
        for row in 0..<rowCount {
            do {
                rows.append(try Row(from: RowDecoding(result: self, row: row)))
            } catch let error as InteractionError {
                throw error
            } catch {
                throw InteractionError(.invalidArgument, "\(error)", place: "row \(row)")
            }
        }
        return rows
    }
}

extension QueryValue {
    init(_ value: ResultValue) {
        switch value {
        case .null: self = .null
        case .bool(let flag): self = .bool(flag)
        case .int(let number): self = .int(number)
        case .hugeint(let number): self = .hugeint(number)
        case .double(let number): self = .double(number)
        case .decimal(let number): self = .decimal(number.description)
        case .number(let text): self = .decimal(text)
        case .text(let text): self = .text(text)
        case .json(let text): self = .json(text)
        case .timestamp(let time): self = .timestamp(Timestamp(microseconds: time))
        case .date(let day): self = .date(Day(number: day))
        case .interval(let span): self = .interval(span.description)
        case .list(let values): self = .list(values.map { QueryValue($0) })
        }
    }
}
