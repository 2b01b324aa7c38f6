// Exact decimal constants: `0.1 + 0.2 = 0.3` holds because literals with a point are integers with a scale, as in DuckDB.

/// `coefficient` / 10^`scale`.
public struct ExactDecimal: Sendable, Hashable {
    /// The digits as an integer; at most 38 of them.
    public var coefficient: Int128
    /// Digits after the point, 0-38.
    public var scale: Int

    package init(coefficient: Int128, scale: Int) {
        self.coefficient = coefficient
        self.scale = scale
    }

    /// The most digits a decimal holds, as in DuckDB.
    package static let maximumPrecision = 38

    /// Number of digits, at least the scale and at least 1 (what DECIMAL(p,s) calls p).
    public var precision: Int {
        var digits = 0
        var rest = coefficient.magnitude
        while rest > 0 {
            digits += 1
            rest /= 10
        }
        return max(digits, scale, 1)
    }

    /// Ten to the `exponent`-th, for exponents 0-38; nil beyond.
    package static func power(of exponent: Int) -> Int128? {
        guard exponent >= 0, exponent <= maximumPrecision else { return nil }
        var value: Int128 = 1
        for _ in 0..<exponent { value *= 10 }
        return value
    }

    /// The same value with more digits after the point; nil when it does not fit 38 digits or `scale` is smaller.
    package func rescaled(to scale: Int) -> ExactDecimal? {
        guard scale >= self.scale, let factor = Self.power(of: scale - self.scale) else { return nil }
        let (value, overflow) = coefficient.multipliedReportingOverflow(by: factor)
        guard !overflow, ExactDecimal.fits(value) else { return nil }
        return ExactDecimal(coefficient: value, scale: scale)
    }

    /// True when `value` has at most 38 digits.
    package static func fits(_ value: Int128) -> Bool {
        guard let bound = power(of: maximumPrecision) else { return false }
        return value > -bound && value < bound
    }

    /// The nearest double.
    public var double: Double { Double(description) ?? 0 }

    /// The largest integer not above the value.
    package var floor: Int128 {
        guard let factor = Self.power(of: scale) else { return 0 }
        let (quotient, remainder) = coefficient.quotientAndRemainder(dividingBy: factor)
        return remainder < 0 ? quotient - 1 : quotient
    }

    /// True when there is nothing after the point.
    package var isIntegral: Bool {
        guard let factor = Self.power(of: scale) else { return true }
        return coefficient % factor == 0
    }
}

extension ExactDecimal: CustomStringConvertible {
    /// Digits with a point, as many after it as the scale says: `0.30`.
    public var description: String {
        var digits = String(coefficient.magnitude)
        if digits.utf8.count <= scale { digits = String(repeating: "0", count: scale - digits.utf8.count + 1) + digits }
        let sign = coefficient < 0 ? "-" : ""
        if scale == 0 { return sign + digits }
        let point = digits.index(digits.endIndex, offsetBy: -scale)
        return sign + digits[..<point] + "." + digits[point...]
    }
}
