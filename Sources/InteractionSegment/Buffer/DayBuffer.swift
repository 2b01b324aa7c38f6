// Rows of one UTC day shredded into columns in arrival order: what an import or the journal fills, and what a clustered
// in-memory segment is made from. The row and shape formats are those of Format/rows.md.

import InteractionCoding
import InteractionModel

/// A growing set of rows of one day. Not Sendable: one owner at a time.
package final class DayBuffer {
    package let day: Day
    var timestamps: [Int64] = []
    var firstSequence: Int64 = 0
    var lastSequence: Int64 = 0
    var sessions = StringTable()
    var users = StringTable()
    var actions = StringTable()
    var components = StringTable()
    /// Codes by row, 0 for none, else table index + 1.
    var sessionCodes: [UInt32] = []
    var userCodes: [UInt32] = []
    var actionCodes: [UInt32] = []
    var componentCodes: [UInt32] = []
    var shapeCodes: [UInt32] = []
    /// Shape bytes by shape code, and what is known of each shape.
    var shapeTexts = StringTable()
    var shapes: [ShapePlan] = []
    var properties: [PropertyKey: PropertyBuffer] = [:]
    /// Bytes of the rows taken, an estimate of the memory held.
    package private(set) var byteCount = 0

    package init(day: Day) { self.day = day }

    package var rowCount: Int { timestamps.count }

    /// Appends one row in the row format. `sequence` ascends from call to call. Errors: `.damaged` when the bytes are not one
    /// whole row or its time is not in this day; nothing is appended then. Cost: about half a microsecond.
    package func append(_ row: UnsafeRawBufferPointer, sequence: Int64) throws(InteractionError) {
        let view = try RowScan(row)
        guard Timestamp(microseconds: view.timestamp).day == day else {
            throw InteractionError(.damaged, "a row of another day", place: day.description)
        }
        guard rowCount < SegmentLimit.rows else {
            throw InteractionError(.limitReached, "a day buffer holds at most \(SegmentLimit.rows) rows")
        }
        let shapeCode = shapeTexts.intern(view.shape)
        if Int(shapeCode) == shapes.count {
            do {
                shapes.append(try plan(for: view.shape))
            } catch {
                // The table must not know a shape that has no plan.
                var table = StringTable()
                for known in shapes { _ = table.intern(known.shape.bytes) }
                shapeTexts = table
                throw error
            }
        }
        let targets = shapes[Int(shapeCode)].targets
        guard ValueScan.append(view.values, to: targets, row: UInt32(truncatingIfNeeded: rowCount)) else {
            throw InteractionError(.damaged, "a row's values do not match its shape", place: day.description)
        }
        shapes[Int(shapeCode)].rowCount += 1

        if timestamps.isEmpty { firstSequence = sequence }
        lastSequence = sequence
        timestamps.append(view.timestamp)
        shapeCodes.append(shapeCode)
        actionCodes.append(actions.intern(view.action) + 1)
        sessionCodes.append(view.hasSession ? sessions.intern(view.session) + 1 : 0)
        userCodes.append(view.hasUser ? users.intern(view.user) + 1 : 0)
        componentCodes.append(view.hasComponent ? components.intern(view.component) + 1 : 0)
        byteCount += row.count
    }

    /// What to do with each value of a shape's rows.
    struct ShapePlan {
        var shape: Shape
        /// Lane and property buffer of each value, in value order.
        var targets: [(lane: PropertyLane, property: PropertyBuffer)]
        var rowCount = 0
    }

    private func plan(for bytes: UnsafeRawBufferPointer) throws(InteractionError) -> ShapePlan {
        let shape = try Shape.decode(Array(bytes))
        var targets: [(lane: PropertyLane, property: PropertyBuffer)] = []
        for leaf in shape.leaves {
            guard let lane = PropertyLane(tag: leaf.tag) else { continue }
            let key = PropertyKey(path: leaf.path, lane: lane)
            let property = properties[key] ?? PropertyBuffer(key: key)
            properties[key] = property
            targets.append((lane, property))
        }
        return ShapePlan(shape: shape, targets: targets)
    }
}

extension PropertyLane {
    /// The lane of a shape tag; nil for tags that carry no value.
    init?(tag: ShapeTag) {
        switch tag {
        case .bool: self = .bool
        case .int64: self = .int64
        case .double: self = .double
        case .string: self = .string
        case .numberText: self = .numberText
        case .array: self = .arrayText
        case .null, .emptyArray, .object: return nil
        }
    }
}
