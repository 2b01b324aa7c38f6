// Small pictures inside the cells of a table for a terminal beside bars: sparklines and stacked shares, of characters that take one
// column each; and numbers in few digits.

enum CellGraphics {
    private static let heights = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

    /// Counts in order as heights against the largest; a dot is none. Beyond `columns` neighbours are added up.
    static func sparkline(_ counts: [Int], columns: Int) -> String {
        guard !counts.isEmpty, columns > 0 else { return "" }
        let width = (counts.count + columns - 1) / columns
        let cells = stride(from: 0, to: counts.count, by: width).map { counts[$0..<min(counts.count, $0 + width)].reduce(0, +) }
        let most = max(1, cells.max() ?? 1)
        return cells.map { count in
            count <= 0 ? "·" : heights[min(7, Int((Double(count) / Double(most) * 8).rounded(.up)) - 1)]
        }.joined()
    }

    /// Shares of one whole side by side, each in a shade of its own; exactly `columns` wide, and a part above 0 has a column where
    /// there is room.
    static func stack(_ shares: [(share: Double, shade: Character)], columns: Int) -> String {
        var widths = shares.map { $0.share > 0 ? max(1, Int(($0.share * Double(columns)).rounded())) : 0 }
        while widths.reduce(0, +) > columns, let widest = widths.indices.max(by: { widths[$0] < widths[$1] }) { widths[widest] -= 1 }
        if widths.reduce(0, +) < columns, let widest = widths.indices.max(by: { shares[$0].share < shares[$1].share }), shares[widest].share > 0 {
            widths[widest] += columns - widths.reduce(0, +)
        }
        return zip(shares, widths).map { String(repeating: $0.shade, count: $1) }.joined()
    }

    /// A number with so many digits after the point.
    static func fixed(_ number: Double, digits: Int) -> String {
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        let scaled = (number * scale).rounded()
        guard number.isFinite, let whole = Int64(exactly: scaled) else { return "\(number)" }
        let sign = whole < 0 ? "-" : ""
        let text = String(whole.magnitude)
        if digits == 0 { return sign + text }
        let filled = String(repeating: "0", count: max(0, digits + 1 - text.count)) + text
        return sign + filled.dropLast(digits) + "." + filled.suffix(digits)
    }

    /// A share of 0-1 in percent with one digit after the point; nothing for none.
    static func percent(_ share: Double?) -> String { share.map { fixed($0 * 100, digits: 1) } ?? "" }

    /// A change such as `+12.5 %`; `new` where there was nothing before.
    static func change(_ change: Double?, isNew: Bool) -> String {
        guard let change else { return isNew ? "new" : "" }
        return (change > 0 ? "+" : "") + fixed(change * 100, digits: 1) + " %"
    }

    /// A difference of shares in percentage points, such as `+3.2 pp`; nothing for none.
    static func points(_ difference: Double?) -> String {
        difference.map { ($0 > 0 ? "+" : "") + fixed($0 * 100, digits: 1) + " pp" } ?? ""
    }

    /// A count with commas between thousands, for sentences.
    static func grouped(_ count: Int) -> String {
        let digits = Array(String(count.magnitude))
        var text = count < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += "," }
            text.append(digit)
        }
        return text
    }
}
