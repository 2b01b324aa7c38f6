// Rows of one UTC day shredded into columns in arrival order: what an import or the journal fills, and what a clustered
// in-memory segment is made from. The row and shape formats are those of Format/rows.md.

import InteractionCoding
import InteractionModel

/// A growing set of rows of one day. Not Sendable: one owner at a time.
package final class DayBuffer {
    package let day: Day
    var columns: DayColumns

    package init(day: Day) {
        self.day = day
        columns = DayColumns(day: day)
    }

    package var rowCount: Int { columns.timestamps.count }
    /// Bytes of the rows taken, an estimate of the memory held.
    package var byteCount: Int { columns.byteCount }

    /// Appends one row in the row format. `sequence` ascends from call to call. Errors: `.damaged` when the bytes are not one
    /// whole row or its time is not in this day; nothing is appended then. Cost: about a quarter of a microsecond.
    package func append(_ row: UnsafeRawBufferPointer, sequence: Int64) throws(InteractionError) {
        try columns.append(row, sequence: sequence)
    }
}

/// The columns of a day buffer: one value, so that a row that goes into a dozen of them asks once who owns it.
struct DayColumns {
    private let day: Day
    /// Microseconds of the day: its first, and the next day's.
    private let times: Range<Int64>
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
    private var shapeTexts = StringTable()
    var shapes: [ShapePlan] = []
    var properties: [PropertyBuffer] = []
    /// Where each property is.
    private var places: [PropertyKey: Int] = [:]
    private(set) var byteCount = 0

    /// What to do with each value of a shape's rows.
    struct ShapePlan {
        var shape: Shape
        /// Lane and property buffer of each value, in value order.
        var targets: [ValueTarget]
        var rowCount = 0
    }

    init(day: Day) {
        self.day = day
        let start = day.start.microseconds
        times = start..<start &+ Timestamp.microsecondsPerDay
    }

    /// As `DayBuffer.append`.
    mutating func append(_ row: UnsafeRawBufferPointer, sequence: Int64) throws(InteractionError) {
        let view = try RowScan(row)
        guard times.contains(view.timestamp) else {
            throw InteractionError(.damaged, "a row of another day", place: day.description)
        }
        let number = timestamps.count
        guard number < SegmentLimit.rows else {
            throw InteractionError(.limitReached, "a day buffer holds at most \(SegmentLimit.rows) rows")
        }
        let shapeCode = shapeTexts.intern(view.shape)
        if Int(shapeCode) == shapes.count { try addShape(view.shape) }
        guard
            ValueScan.append(
                view.values, to: shapes[Int(shapeCode)].targets, in: &properties, row: UInt32(truncatingIfNeeded: number))
        else {
            throw InteractionError(.damaged, "a row's values do not match its shape", place: day.description)
        }
        shapes[Int(shapeCode)].rowCount += 1

        if number == 0 { firstSequence = sequence }
        lastSequence = sequence
        timestamps.append(view.timestamp)
        shapeCodes.append(shapeCode)
        actionCodes.append(actions.intern(view.action) + 1)
        sessionCodes.append(view.hasSession ? sessions.intern(view.session) + 1 : 0)
        userCodes.append(view.hasUser ? users.intern(view.user) + 1 : 0)
        componentCodes.append(view.hasComponent ? components.intern(view.component) + 1 : 0)
        byteCount += row.count
    }

    /// Plans for a shape that the table has just come to know.
    private mutating func addShape(_ bytes: UnsafeRawBufferPointer) throws(InteractionError) {
        do {
            shapes.append(try plan(for: bytes))
        } catch {
            // The table must not know a shape that has no plan.
            var table = StringTable()
            for known in shapes { _ = table.intern(known.shape.bytes) }
            shapeTexts = table
            throw error
        }
    }

    private mutating func plan(for bytes: UnsafeRawBufferPointer) throws(InteractionError) -> ShapePlan {
        let shape = try Shape.decode(Array(bytes))
        var targets: [ValueTarget] = []
        for leaf in shape.leaves {
            guard let lane = PropertyLane(tag: leaf.tag) else { continue }
            let key = PropertyKey(path: leaf.path, lane: lane)
            let place = places[key] ?? properties.count
            if place == properties.count {
                properties.append(PropertyBuffer(key: key))
                places[key] = place
            }
            targets.append(ValueTarget(lane: lane, place: place))
        }
        return ShapePlan(shape: shape, targets: targets)
    }
}

/// Where a value of a row goes: one of a list of property buffers.
struct ValueTarget {
    var lane: PropertyLane
    var place: Int
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
