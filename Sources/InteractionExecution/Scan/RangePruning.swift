// The rule "property range": a comparison of a property's number with a constant cannot hold in a row group whose smallest
// and largest values are on the wrong side.

import InteractionModel
import InteractionPlan
import InteractionSegment

enum RangePruning {
    /// True when no value of the group can make the comparison true. Anything unknown gives false.
    static func isOutside(_ expression: Expression, _ plan: PathPlan, _ reader: UnitReader) -> Bool {
        guard plan.isPlain, case .comparison(var op, let a, let b) = expression else { return false }
        var operand = a
        var bound = b.constant
        if a.constant != nil {
            operand = b
            bound = a.constant
            op = op.swapped
        }
        guard case .cast(.column, .double, .use) = operand, case .double(let value)? = bound, !value.isNaN else { return false }
        var low = Double.infinity
        var high = -Double.infinity
        for (column, lane) in zip(plan.columns, plan.lanes) {
            switch lane {
            case .string, .arrayText, .bool: continue
            case .numberText: return false
            case .int64, .double:
                // Casting widens by rounding to the nearest double, which keeps the order.
                switch reader.source.range(property: column, group: reader.group) {
                case .ints(let first, let last)?:
                    low = min(low, Double(first))
                    high = max(high, Double(last))
                case .doubles(let first, let last)?:
                    low = min(low, first)
                    high = max(high, last)
                case nil: return false
                }
            }
        }
        switch op {
        case .equal: return value < low || value > high
        case .less: return low >= value
        case .lessOrEqual: return low > value
        case .greater: return high <= value
        case .greaterOrEqual: return high < value
        default: return false
        }
    }
}
