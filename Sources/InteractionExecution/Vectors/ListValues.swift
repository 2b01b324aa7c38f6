// Lists in a column: all elements stand in one column of their own, and each row says which of them are its list. Rows may
// share elements, so picking rows copies no element.

import InteractionModel
import InteractionPlan

/// Where the elements of one list stand.
package struct ListSpan: Sendable, Hashable {
    package var start: UInt32
    package var count: UInt32

    package init(start: Int, count: Int) {
        self.start = UInt32(truncatingIfNeeded: start)
        self.count = UInt32(truncatingIfNeeded: count)
    }

    var rows: Range<Int> { Int(start)..<Int(start) + Int(count) }
}

/// The elements of a column of lists. A class, because a vector cannot hold itself.
package final class ListElements: Sendable {
    package let values: Vector

    /// `values` has fewer than 2^32 rows: budgets of memory end long before.
    package init(_ values: Vector) { self.values = values.spread() }
}

extension Vector {
    /// A list for each row; nil where the value is no list (NULL).
    func spans() -> (spans: [ListSpan], elements: Vector)? {
        if case .lists(let spans, let elements) = data { return (spans, elements.values) }
        return nil
    }
}
