// A span of time with calendar parts kept apart, as in DuckDB: months and days have no fixed length in microseconds
// (days do in UTC, but the parts are still printed and added in this order: months, days, microseconds).

/// Months, days and microseconds; each may be negative.
public struct Interval: Sendable, Hashable {
    public var months: Int32
    public var days: Int32
    public var microseconds: Int64

    public init(months: Int32 = 0, days: Int32 = 0, microseconds: Int64 = 0) {
        self.months = months
        self.days = days
        self.microseconds = microseconds
    }

    /// The length in microseconds with days of 24 h; nil when there are months or it does not fit.
    public var fixedMicroseconds: Int64? {
        guard months == 0 else { return nil }
        let (whole, overflow) = Int64(days).multipliedReportingOverflow(by: 86_400_000_000)
        let (sum, overflow2) = whole.addingReportingOverflow(microseconds)
        return overflow || overflow2 ? nil : sum
    }
}

extension Interval: CustomStringConvertible {
    /// As DuckDB prints it: `1 year 2 months 3 days 04:05:06.5`, `00:05:00`.
    public var description: String {
        var parts: [String] = []
        func add(_ value: Int32, _ name: String) {
            if value != 0 { parts.append("\(value) \(name)\(value == 1 || value == -1 ? "" : "s")") }
        }
        add(months / 12, "year")
        add(months % 12, "month")
        add(days, "day")
        if microseconds != 0 || parts.isEmpty {
            func two(_ value: UInt64) -> String { value < 10 ? "0\(value)" : "\(value)" }
            let magnitude = microseconds.magnitude
            let seconds = magnitude / 1_000_000
            var text = (microseconds < 0 ? "-" : "") + two(seconds / 3600) + ":" + two(seconds / 60 % 60) + ":" + two(seconds % 60)
            var fraction = String(magnitude % 1_000_000 + 1_000_000).dropFirst()
            while fraction.last == "0" { fraction = fraction.dropLast() }
            if !fraction.isEmpty { text += "." + fraction }
            parts.append(text)
        }
        return parts.joined(separator: " ")
    }
}
