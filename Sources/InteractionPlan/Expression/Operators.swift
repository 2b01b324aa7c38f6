// The operators of expressions: arithmetic, comparison, and how a cast treats what it cannot convert.

/// Arithmetic and concatenation of two operands. NULL on either side gives NULL.
///
/// Of two VARIANTs (+, -, *, //, %) it is arithmetic of their numbers, value by value, and gives a VARIANT; a value that is no
/// number counts as NULL. Two integers give an integer: exact, and by zero // and % raise, as they do for BIGINT. An integer
/// beyond 64 bits becomes a double, as a property has no declared width that it could exceed. Anything else gives a double.
public enum ArithmeticOperator: String, Sendable, Hashable {
    /// Numbers of one type (both operands already converted), TIMESTAMP + INTERVAL, or INTERVAL + INTERVAL.
    case add = "+"
    /// Numbers; TIMESTAMP - INTERVAL; TIMESTAMP - TIMESTAMP (INTERVAL); DATE - DATE (BIGINT days); INTERVAL - INTERVAL.
    case subtract = "-"
    /// Numbers; INTERVAL * BIGINT or DOUBLE (what is left of a month counts 30 days, of a day 24 hours).
    case multiply = "*"
    /// Of two DOUBLEs: 1/0 is inf, 0/0 is NaN. INTERVAL / DOUBLE raises by zero.
    case divide = "/"
    /// Integers cut towards zero; DOUBLEs as `/`. By zero both raise.
    case integerDivide = "//"
    /// Remainder with the sign of the dividend; integers by zero raise, DOUBLEs give NaN.
    case remainder = "%"
    /// Two VARCHARs.
    case concatenate = "||"
}

/// Comparison of two operands of one type. NaN equals itself and is above every number.
public enum ComparisonOperator: String, Sendable, Hashable {
    case equal = "="
    case notEqual = "<>"
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    /// Never NULL: two NULLs are not distinct.
    case distinct = "IS DISTINCT FROM"
    case notDistinct = "IS NOT DISTINCT FROM"
}

extension ComparisonOperator {
    /// The operator with its operands swapped: `a < b` is `b > a`.
    public var swapped: ComparisonOperator {
        switch self {
        case .less: .greater
        case .lessOrEqual: .greaterOrEqual
        case .greater: .less
        case .greaterOrEqual: .lessOrEqual
        default: self
        }
    }

    /// The operator that is true where this one is false (NULL stays NULL).
    public var negated: ComparisonOperator {
        switch self {
        case .equal: .notEqual
        case .notEqual: .equal
        case .less: .greaterOrEqual
        case .lessOrEqual: .greater
        case .greater: .lessOrEqual
        case .greaterOrEqual: .less
        case .distinct: .notDistinct
        case .notDistinct: .distinct
        }
    }
}

/// What a cast does with a value that it cannot convert.
public enum CastMode: Sendable, Hashable {
    /// `CAST` and conversions between types that always work or raise.
    case raising
    /// `TRY_CAST`: NULL.
    case trying
    /// A variant read as the type its use asks for (DESIGN 6): DOUBLE takes the values that are numbers, VARIANT too, but
    /// leaves each as it is (an integer or a double), BOOLEAN those
    /// that are booleans, TIMESTAMP and DATE texts that read as one; all others are NULL and counted. VARCHAR takes
    /// every value as text: strings as they are, numbers and booleans as JSON writes them, arrays and objects as
    /// compact JSON.
    case use
}
