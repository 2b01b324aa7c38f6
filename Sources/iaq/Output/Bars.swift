// What makes numbers readable at a glance: bars in eighths of a cell, short durations, rounded numbers.

enum Bars {
    private static let parts = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]

    /// A bar for a share of 0-1, `cells` wide at 1.
    static func bar(_ share: Double, cells: Int) -> String {
        guard share.isFinite, share > 0 else { return "" }
        let eighths = max(1, Int((min(1, share) * Double(cells * 8)).rounded()))
        return String(repeating: "█", count: eighths / 8) + parts[eighths % 8]
    }

    /// Seconds as a person says them: `850ms`, `42.0s`, `3m 20s`, `2h 5m`, `3d 4h`.
    static func duration(_ seconds: Double) -> String {
        guard seconds.isFinite else { return "" }
        if seconds < 0 { return "-" + duration(-seconds) }
        if seconds == 0 { return "0s" }
        if seconds < 0.9995 { return "\(Int((seconds * 1000).rounded()))ms" }
        if seconds < 59.95 { return rounded(seconds) + "s" }
        let whole = Int(min(seconds.rounded(), 1e15))
        if whole < 3600 { return "\(whole / 60)m \(whole % 60)s" }
        if whole < 86_400 { return "\(whole / 3600)h \(whole % 3600 / 60)m" }
        return "\(whole / 86_400)d \(whole % 86_400 / 3600)h"
    }

    /// One digit after the point.
    static func rounded(_ number: Double) -> String {
        let tenths = (number * 10).rounded()
        guard let whole = Int64(exactly: tenths) else { return "\(number)" }
        return "\(whole < 0 ? "-" : "")\(whole.magnitude / 10).\(whole.magnitude % 10)"
    }
}
