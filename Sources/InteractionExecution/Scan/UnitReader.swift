// Reads the columns of one row group on demand, each once.

import InteractionCoding
import InteractionModel
import InteractionPlan
import InteractionSegment

/// One row group being read. Used by one thread at a time.
final class UnitReader {
    let view: SourceView
    let group: Int
    let facts: RowGroup
    /// Why the filter needs none of the rows, when it knew without reading all.
    var skipped: SkipReason?
    private var timeCache: [Int64]?
    private var tieCache: [UInt32]?
    private var codeCache: [CodeColumn: [UInt32]] = [:]
    private var sessionCache: [UInt32]?
    private var valueCache: [Int: PropertyValues] = [:]
    private var placeCache: [Int: [UInt32]] = [:]

    init(_ view: SourceView, group: Int) {
        self.view = view
        self.group = group
        facts = view.source.rowGroups[group]
    }

    var source: any SegmentSource { view.source }
    var rowCount: Int { facts.rowCount }

    private func checked<T>(_ values: [T]) throws(InteractionError) -> [T] {
        guard values.count == rowCount else {
            throw InteractionError(.damaged, "a column has \(values.count) values for \(rowCount) rows", place: source.facts.day.description)
        }
        return values
    }

    func timestamps() throws(InteractionError) -> [Int64] {
        if let timeCache { return timeCache }
        let values = try checked(try source.timestamps(group: group))
        timeCache = values
        return values
    }

    /// Tie ordinals; empty when all are 0.
    func ties() throws(InteractionError) -> [UInt32] {
        if let tieCache { return tieCache }
        let values = try source.ties(group: group)
        tieCache = values.isEmpty ? values : try checked(values)
        return values
    }

    func codes(_ column: CodeColumn) throws(InteractionError) -> [UInt32] {
        if let codes = codeCache[column] { return codes }
        let codes = try checked(try source.codes(column, group: group))
        // Codes index dictionaries and tables below: one maximum here makes every later lookup safe.
        let limit = column == .shape ? try source.shapes().count : try source.dictionary(column).count + 1
        if let top = codes.max(), Int(top) >= limit {
            throw InteractionError(.damaged, "a code is beyond its dictionary", place: source.facts.day.description)
        }
        codeCache[column] = codes
        return codes
    }

    /// 0 or cluster + 1.
    func sessionCodes() throws(InteractionError) -> [UInt32] {
        if let sessionCache { return sessionCache }
        let codes = try source.clusters().sessionCodes(of: facts)
        sessionCache = codes
        return codes
    }

    /// The dense values of a property column in this group.
    func values(property: Int) throws(InteractionError) -> PropertyValues {
        if let values = valueCache[property] { return values }
        let values = try source.values(property: property, group: group)
        if case .strings(let codes, let dictionary) = values, let top = codes.max(), Int(top) >= dictionary.count {
            throw InteractionError(.damaged, "a code is beyond its dictionary", place: source.facts.day.description)
        }
        valueCache[property] = values
        return values
    }

    /// For each row 0, or the index of its value among the dense values of the only column of a path + 1; nil when every
    /// row has one.
    func places(_ plan: PathPlan, _ property: Int) throws(InteractionError) -> [UInt32]? {
        let count = try values(property: property).count
        if count == rowCount { return nil }
        if let places = placeCache[property] { return places }
        let shapes = try codes(.shape)
        var next: UInt32 = 0
        let places = [UInt32](unsafeUninitializedCapacity: shapes.count) { out, written in
            shapes.withUnsafeBufferPointer { shapes in
                plan.slots.withUnsafeBufferPointer { slots in
                    for row in 0..<shapes.count {
                        let has = UInt32(slots[Int(shapes[row])])
                        next &+= has
                        out[row] = next &* has
                    }
                }
            }
            written = shapes.count
        }
        guard Int(next) == count else {
            throw InteractionError(.damaged, "the values of \(plan.path) do not match the shapes of the rows", place: source.facts.day.description)
        }
        placeCache[property] = places
        return places
    }
}
