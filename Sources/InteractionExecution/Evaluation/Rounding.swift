// Rounding of numbers to digits behind the point, or before it where their number is negative.

import InteractionCoding
import InteractionPlan

enum Rounding {
    /// What rounding would make infinite stays as it is.
    static func rounded(_ x: Double, _ digits: Int64, _ rule: FloatingPointRoundingRule) -> Double {
        let factor = Elementary.power(10, Double(min(400, digits.magnitude)))
        let value = digits < 0 ? (x / factor).rounded(rule) * factor : (x * factor).rounded(rule) / factor
        return value.isFinite ? value : digits < 0 ? 0 : x
    }

    /// Integers change only for a negative number of digits. What would not fit stays as it is. The rule is one of towards zero,
    /// to the nearest with halves to even, and to the nearest with halves away from zero.
    static func rounded(_ x: Int128, _ digits: Int64, _ rule: FloatingPointRoundingRule) -> Int128 {
        guard digits < 0 else { return x }
        guard digits > -38, let factor = ExactDecimal.power(of: Int(-digits)) else { return 0 }
        let (quotient, rest) = x.quotientAndRemainder(dividingBy: factor)
        let half = factor.magnitude / 2
        let isAway =
            switch rule {
            case .towardZero: false
            case .toNearestOrEven: rest.magnitude > half || (rest.magnitude == half && quotient % 2 != 0)
            default: rest.magnitude >= half
            }
        let (value, overflow) = (quotient + (isAway ? (x < 0 ? -1 : 1) : 0)).multipliedReportingOverflow(by: factor)
        return overflow ? x : value
    }
}
