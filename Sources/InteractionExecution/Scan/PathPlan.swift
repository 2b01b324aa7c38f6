// Where the values of one property path are in one source: by shape, in which of the path's columns, or in need of rendering.

import InteractionCoding
import InteractionModel
import InteractionPlan
import InteractionSegment

/// A path's places in one source.
struct PathPlan: Sendable {
    let path: PropertyPath
    /// The property columns of the path (one for each lane it has).
    let columns: [Int]
    let lanes: [PropertyLane]
    /// By shape code: 0 where the shape has no value in a column, else the index in `columns` + 1.
    let slots: [UInt8]
    /// True when every value is in a column: nothing is an object, an empty array or in the overflow.
    let isPlain: Bool
    /// How to write the values; only for paths that are not plain.
    let renderer: PathRenderer?

    /// True when no row of the source has a value.
    var isAbsent: Bool { columns.isEmpty && isPlain }

    /// The only column, when all values are in one.
    var soleColumn: (index: Int, lane: PropertyLane)? {
        isPlain && columns.count == 1 ? (columns[0], lanes[0]) : nil
    }

    init(_ path: PropertyPath, _ table: ShapeTable, _ properties: [PropertyColumn]) {
        self.path = path
        var columns: [Int] = []
        var slots = [UInt8](repeating: 0, count: table.count)
        var isPlain = !path.keys.isEmpty
        if isPlain {
            for (code, place) in table.places(of: path).enumerated() {
                switch place {
                case .absent, .null: break
                case .column(let column):
                    let index = columns.firstIndex(of: column) ?? columns.count
                    if index == columns.count { columns.append(column) }
                    slots[code] = UInt8(truncatingIfNeeded: index + 1)
                case .emptyArray, .object, .overflow: isPlain = false
                }
            }
        }
        self.columns = isPlain ? columns : []
        self.slots = slots
        self.isPlain = isPlain
        lanes = self.columns.map { properties[$0].lane }
        renderer = isPlain ? nil : PathRenderer(path, table, properties)
    }
}

/// One source of a query with what was found out about it. Safe from any thread.
final class SourceView: Sendable {
    let source: any SegmentSource
    private let plans = PlanCache()

    init(_ source: any SegmentSource) { self.source = source }

    func plan(_ path: PropertyPath) throws(InteractionError) -> PathPlan {
        if let plan = plans.find(path) { return plan }
        let plan = PathPlan(path, try source.shapes(), source.properties)
        plans.add(plan)
        return plan
    }
}
