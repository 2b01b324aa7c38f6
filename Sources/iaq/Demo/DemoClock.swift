// Prints the demo's timestamps. Lines come in time order, so the date and second are printed once and copied.
import InteractionAnalytics

/// Prints milliseconds since 1970 as `2026-01-01T09:30:00.123Z`.
struct DemoClock {
    private var second = Int64.min
    /// Date and time to the second, with the dot: 20 bytes.
    private var prefix: [UInt8] = []

    mutating func write(_ milliseconds: Int64, to line: inout DemoLine) {
        let (quotient, remainder) = milliseconds.quotientAndRemainder(dividingBy: 1000)
        let wanted = remainder < 0 ? quotient - 1 : quotient
        if wanted != second {
            second = wanted
            prefix.removeAll(keepingCapacity: true)
            Timestamp(microseconds: wanted * 1_000_000).write(to: &prefix)
            prefix.removeLast(7)
        }
        line.add(prefix)
        line.add(Int(milliseconds - wanted * 1000), digits: 3)
        line.add(UInt8(ascii: "Z"))
    }
}
