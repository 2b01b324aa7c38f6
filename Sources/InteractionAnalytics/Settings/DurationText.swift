// Durations as people write them: a whole number and a unit, as in 90d, 24h, 30m.

/// Reads durations.
package enum DurationText {
    private static let units: [(name: String, microseconds: Int64)] = [
        ("ms", 1000), ("s", 1_000_000), ("m", 60_000_000), ("h", 3_600_000_000), ("d", 86_400_000_000),
        ("w", 604_800_000_000),
    ]

    /// What a duration looks like, for hints.
    package static let expected = "a number and a unit: 500ms, 90s, 30m, 24h, 7d, 2w"

    /// Microseconds of a text like `30m`; units ms, s, m, h, d (24 hours), w. nil for anything else, signs and fractions
    /// included, and for more than 292,000 years.
    package static func microseconds(_ text: String) -> Int64? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let name = text.dropFirst(digits.count)
        guard let number = Int64(digits), let unit = units.first(where: { $0.name == name }) else { return nil }
        let (product, overflow) = number.multipliedReportingOverflow(by: unit.microseconds)
        return overflow ? nil : product
    }
}
