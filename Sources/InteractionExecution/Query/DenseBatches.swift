// Row groups of which a query needs properties only: their dense values are worked on as they lie, without finding out which
// row each belongs to; the rows without a value follow as one batch of NULLs.

import InteractionCoding
import InteractionModel
import InteractionPlan
import InteractionSegment

enum DenseBatches {
    /// Batches that stand for all rows of the group when only `columns` are read; nil when the columns need aligned rows.
    static func make(_ reader: UnitReader, _ columns: Set<ColumnReference>) throws(InteractionError) -> [VectorBatch]? {
        var absent: [ColumnReference: Vector] = [:]
        var plans: [(reference: ColumnReference, plan: PathPlan)] = []
        for column in columns {
            guard case .property(let path) = column, !path.keys.isEmpty else { return nil }
            let plan = try reader.view.plan(path)
            guard plan.isPlain else { return nil }
            if plan.isAbsent {
                absent[column] = .nulls(.variant, count: 1)
            } else {
                plans.append((column, plan))
            }
        }
        guard let first = plans.first else { return [batch(reader.rowCount, absent)] }
        var batches: [VectorBatch] = []
        var valueCount = 0
        if plans.count == 1 {
            for (index, column) in first.plan.columns.enumerated() {
                let values = try reader.values(property: column)
                if values.count == 0 { continue }
                valueCount += values.count
                var columns = absent
                columns[first.reference] = UnitReader.vector(values, first.plan.lanes[index], .dense, .all(values.count))
                batches.append(batch(values.count, columns))
            }
        } else {
            // Several paths whose values come together in every row: value i of one belongs to value i of the others.
            guard plans.allSatisfy({ $0.plan.columns.count == 1 && $0.plan.slots == first.plan.slots }) else { return nil }
            var columns = absent
            for (index, (reference, plan)) in plans.enumerated() {
                let values = try reader.values(property: plan.columns[0])
                guard index == 0 || values.count == valueCount else { return nil }
                valueCount = values.count
                columns[reference] = UnitReader.vector(values, plan.lanes[0], .dense, .all(values.count))
            }
            if valueCount > 0 { batches.append(batch(valueCount, columns)) }
        }
        guard valueCount <= reader.rowCount else {
            throw InteractionError(.damaged, "a property has more values than rows", place: reader.source.facts.day.description)
        }
        if valueCount < reader.rowCount {
            for (reference, _) in plans { absent[reference] = .nulls(.variant, count: 1) }
            batches.append(batch(reader.rowCount - valueCount, absent))
        }
        return batches
    }

    private static func batch(_ count: Int, _ columns: [ColumnReference: Vector]) -> VectorBatch {
        VectorBatch(
            count: count,
            columns: columns.mapValues { vector in
                var vector = vector
                vector.count = count
                return vector
            })
    }
}
