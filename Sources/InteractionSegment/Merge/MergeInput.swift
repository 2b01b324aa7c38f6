// One source of a merge, loaded as far as the merge needs it: its order columns at once, everything else a column at a time.

import InteractionCoding
import InteractionModel

/// A source being merged.
final class MergeInput {
    let source: any SegmentSource
    /// Index of its first row among all input rows.
    let firstRow: Int
    let timestamps: [Int64]
    let ties: [UInt32]
    let clusters: ClusterTable
    let shapes: ShapeTable
    let shapeCodes: [UInt32]
    /// Columns that were in the source's overflow.
    private let overflowed: [PropertyKey: PropertyData]
    private let indexes: [PropertyKey: Int]

    init(_ source: any SegmentSource, firstRow: Int) throws(InteractionError) {
        self.source = source
        self.firstRow = firstRow
        var timestamps: [Int64] = []
        var ties: [UInt32] = []
        for (group, facts) in source.rowGroups.enumerated() {
            timestamps += try source.timestamps(group: group)
            let part = try source.ties(group: group)
            if !part.isEmpty {
                ties += [UInt32](repeating: 0, count: facts.firstRow - ties.count)
                ties += part
            }
        }
        if !ties.isEmpty { ties += [UInt32](repeating: 0, count: timestamps.count - ties.count) }
        self.timestamps = timestamps
        self.ties = ties
        clusters = try source.clusters()
        shapes = try source.shapes()
        shapeCodes = try Self.codes(.shape, of: source)
        overflowed = try Overflow.columns(of: source, shapeCodes: shapeCodes, table: shapes)
        var indexes: [PropertyKey: Int] = [:]
        for (index, column) in source.properties.enumerated() {
            indexes[PropertyKey(path: column.path, lane: column.lane)] = index
        }
        self.indexes = indexes
    }

    var rowCount: Int { timestamps.count }

    /// All codes of a row-aligned column.
    static func codes(_ column: CodeColumn, of source: any SegmentSource) throws(InteractionError) -> [UInt32] {
        var codes: [UInt32] = []
        codes.reserveCapacity(source.facts.rowCount)
        for group in source.rowGroups.indices { codes += try source.codes(column, group: group) }
        return codes
    }

    /// Values of each property key in this source.
    var valueCounts: [PropertyKey: Int] {
        var counts = overflowed.mapValues(\.rows.count)
        for column in source.properties {
            counts[PropertyKey(path: column.path, lane: column.lane), default: 0] += column.valueCount
        }
        return counts
    }

    /// The whole column of a key, texts under one dictionary; nil when the source has none.
    func column(_ key: PropertyKey) throws(InteractionError) -> PropertyData? {
        guard let index = indexes[key] else { return overflowed[key] }
        // Rows in memory have their columns whole.
        if let memory = source as? MemorySegment { return memory.propertyData[index] }
        let carriers = shapes.carriers(ofColumn: index)
        var rows: [UInt32] = []
        rows.reserveCapacity(source.properties[index].valueCount)
        for (row, code) in shapeCodes.enumerated() where carriers[Int(code)] != 0 {
            rows.append(UInt32(truncatingIfNeeded: row))
        }
        var joined: PropertyValues?
        for group in source.rowGroups.indices {
            let part = try source.values(property: index, group: group)
            joined = joined.map { $0.joined(with: part) } ?? part
        }
        guard let values = joined, values.count == rows.count else {
            throw InteractionError(
                .damaged, "column \(key.path) holds \(joined?.count ?? 0) values for \(rows.count) rows",
                place: source.facts.day.description)
        }
        return PropertyData(path: key.path, lane: key.lane, rows: rows, values: values)
    }
}

extension PropertyValues {
    /// These values followed by others of the same lane; two dictionaries become one.
    func joined(with other: PropertyValues) -> PropertyValues {
        switch (self, other) {
        case (.bools(let a), .bools(let b)): return .bools(a + b)
        case (.ints(let a), .ints(let b)): return .ints(a + b)
        case (.doubles(let a), .doubles(let b)): return .doubles(a + b)
        case (.strings(let codes, let dictionary), .strings(let more, let second)):
            if dictionary === second { return .strings(codes: codes + more, dictionary: dictionary) }
            var table = StringTable()
            let first = table.intern(all: dictionary)
            let then = table.intern(all: second)
            return .strings(
                codes: codes.map { first[Int($0)] } + more.map { then[Int($0)] }, dictionary: table.dictionary())
        default: return self
        }
    }
}

extension StringTable {
    /// Interns every entry of a dictionary; the result maps its codes to codes of this table.
    mutating func intern(all dictionary: StringDictionary) -> [UInt32] {
        var map: [UInt32] = []
        map.reserveCapacity(dictionary.count)
        for index in 0..<dictionary.count {
            dictionary.withBytes(at: index) { map.append(intern($0)) }
        }
        return map
    }
}
