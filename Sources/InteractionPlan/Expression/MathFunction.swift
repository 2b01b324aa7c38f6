// Further functions of numbers. Where a function has no value it gives NaN or an infinity, as DuckDB does; it raises only where
// said.

/// A known function of numbers. NULL in an argument gives NULL.
public enum MathFunction: String, Sendable, Hashable {
    /// Of one DOUBLE, in radians where angles are meant.
    case cbrt, log2, sin, cos, tan, asin, acos, atan, sinh, cosh, tanh, asinh, acosh, atanh, cot, degrees, radians, gamma, lgamma
    /// The next even whole number away from zero.
    case even
    /// Towards zero; with a second argument (BIGINT) at that many digits. Integers stay integers.
    case trunc
    /// To a number of digits (BIGINT), halves to the even neighbour. Integers stay integers and raise on overflow.
    case roundEven = "round_even"
    /// Of two DOUBLEs: the angle of a point (y, x); the logarithm to the base of the first; the neighbour of the first
    /// towards the second; the remainder and the whole quotient, both towards minus infinity.
    case atan2
    case logarithm = "log"
    case nextAfter = "nextafter"
    case floorRemainder = "fmod"
    case floorQuotient = "fdiv"
    /// BOOLEAN of one DOUBLE.
    case isNaN = "isnan"
    case isInfinite = "isinf"
    case isFinite = "isfinite"
    case signBit = "signbit"
    /// Of BIGINTs: greatest common divisor, least common multiple (raises beyond 64 bits), bits that differ, number of bits.
    case gcd, lcm, xor
    case bitCount = "bit_count"
    /// HUGEINT of a BIGINT from 0 to 33; raises outside.
    case factorial
}

extension MathFunction {
    /// The name in SQL.
    package var name: String { rawValue }

    /// True when a value can make it fail.
    package var mayRaise: Bool { self == .lcm || self == .gcd || self == .factorial || self == .roundEven }
}
