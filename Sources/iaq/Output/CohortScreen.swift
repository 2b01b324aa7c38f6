// A retention table for a person at a terminal: a line for each cohort, a column for each period, percent on a background that is
// the stronger the more came back, and the mean weighted by size below. As many periods as fit; what is left out is said.
import InteractionAnalytics

struct CohortScreen {
    private struct Line {
        var label: String
        var size: Int
        /// Part that came back, by column; nil where there is no cell.
        var rates: [Double?]
    }
    private var lines: [Line] = []
    /// Headings of the columns: `3`, or `1-3` for a bracket.
    private var headings: [String] = []
    private var mean: Line?

    /// Of cells by cohort, then period.
    init(_ cells: [CohortCell]) {
        var places: [Int: Int] = [:]
        for cell in cells.sorted(by: { $0.period < $1.period }) where places[cell.period] == nil {
            places[cell.period] = headings.count
            headings.append(cell.lastPeriod == cell.period ? "\(cell.period)" : "\(cell.period)-\(cell.lastPeriod)")
        }
        var sums = [(returned: Int, size: Int)](repeating: (0, 0), count: headings.count)
        var last: Day?
        for cell in cells {
            guard let place = places[cell.period] else { continue }
            if last != cell.cohort {
                lines.append(Line(label: "\(cell.cohort)", size: cell.size, rates: [Double?](repeating: nil, count: headings.count)))
                last = cell.cohort
            }
            lines[lines.count - 1].rates[place] = cell.rate
            sums[place].returned += cell.returned
            sums[place].size += cell.size
        }
        guard lines.count > 1 else { return }
        mean = Line(
            label: "mean", size: lines.reduce(0) { $0 + $1.size },
            rates: sums.map { $0.size == 0 ? nil : Double($0.returned) / Double($0.size) })
    }

    /// The table as text, each line with its end. `columns` is the width of the terminal, nil for any; `title` stands above.
    func text(title: String, columns: Int?, color: Bool) -> String {
        let all = lines + [mean].compactMap { $0 }
        let sizeWidth = max(4, all.map { "\($0.size)".count }.max() ?? 0)
        let left = 10 + 1 + sizeWidth + 1
        let cellWidth = max(4, (headings.map(\.count).max() ?? 0) + 1)
        let room = columns.map { max(1, ($0 - left) / cellWidth) } ?? headings.count
        let shown = min(room, headings.count)
        func strong(_ text: String) -> String { color ? "\u{1b}[1m\(text)\u{1b}[0m" : text }
        var text = strong(title) + "\n"
        text += strong(
            Self.padded("cohort", 10, isLeft: true) + " " + Self.padded("size", sizeWidth) + " "
                + headings.prefix(shown).map { Self.padded($0, cellWidth) }.joined()) + "\n"
        for line in all {
            let cells = line.rates.prefix(shown).map { Self.cell($0, width: cellWidth, color: color) }.joined()
            let head = Self.padded(line.label, 10, isLeft: true) + " " + Self.padded("\(line.size)", sizeWidth) + " "
            text += (line.label == "mean" ? strong(head) : head) + Self.withoutEnd(cells) + "\n"
        }
        if shown < headings.count {
            text += "\(headings.count - shown) more periods do not fit here; --format tsv has all.\n"
        }
        return text
    }

    /// Percent of a rate, in three places: none only where nobody came back, 100 only where all did.
    static func percent(_ rate: Double) -> String {
        let whole = Int((rate * 100).rounded())
        if rate > 0, whole == 0 { return "<1" }
        if rate < 1, whole == 100 { return "99" }
        return "\(whole)"
    }

    private static func cell(_ rate: Double?, width: Int, color: Bool) -> String {
        guard let rate else { return String(repeating: " ", count: width) }
        let text = padded(percent(rate), width)
        guard color else { return text }
        let step = rate <= 0 ? 0 : min(shades.count - 1, 1 + Int(rate * Double(shades.count - 1)))
        let (background, foreground) = shades[step]
        return "\u{1b}[48;5;\(background);38;5;\(foreground)m\(text)\u{1b}[0m"
    }

    /// Colours of the 256 that terminals have, from nobody to all: background, text.
    private static let shades: [(Int, Int)] = [(236, 245), (17, 252), (18, 252), (24, 255), (25, 255), (31, 255), (32, 16), (38, 16), (44, 16)]

    private static func padded(_ text: String, _ width: Int, isLeft: Bool = false) -> String {
        let space = String(repeating: " ", count: max(0, width - text.count))
        return isLeft ? text + space : space + text
    }

    private static func withoutEnd(_ text: String) -> String {
        var text = text
        while text.last == " " { text.removeLast() }
        return text
    }
}
