// Tables for eyes: box drawing on a terminal, or Markdown. Numbers stand right, null is dim, columns are as wide as their
// widest text; on a terminal too narrow for that the widest are cut with a dot-dot-dot.

/// Holds all rows, then draws.
struct GridEncoder: RowEncoder {
    let style: OutputStyle
    private var columns: [ResultColumn] = []
    private var lines: [[Field]] = []

    /// One printed cell.
    private struct Field {
        var text: String
        var width: Int
        var isNull = false
    }

    init(style: OutputStyle) { self.style = style }

    mutating func begin(_ columns: [ResultColumn], into bytes: inout [UInt8]) { self.columns = columns }

    mutating func row(_ cells: [Cell], into bytes: inout [UInt8]) { lines.append(cells.map(field)) }

    mutating func end(into bytes: inout [UInt8]) {
        guard !columns.isEmpty else { return }
        let heads = columns.map { field(.text($0.name)) }
        let widths = fittedWidths(heads)
        let isBox = style.format == .box
        var text = ""
        if isBox { text += rule("┌", "┬", "┐", widths) }
        if style.header || !isBox {
            text += line(heads, widths, isHead: true)
            text += isBox ? rule("├", "┼", "┤", widths) : markdownRule(widths)
        }
        bytes.append(contentsOf: text.utf8)
        for fields in lines { bytes.append(contentsOf: line(fields, widths, isHead: false).utf8) }
        if isBox { bytes.append(contentsOf: rule("└", "┴", "┘", widths).utf8) }
    }

    private func field(_ cell: Cell) -> Field {
        guard let text = cell.text(forEyes: true) else { return Field(text: "null", width: 4, isNull: true) }
        var shown = style.raw ? text : ShownText.shown(text)
        if style.format == .markdown {
            shown = String(shown.flatMap { $0 == "|" ? ["\\", "|"] : $0.isNewline ? [" "] : [$0] })
        }
        return Field(text: shown, width: TextWidth.columns(of: shown))
    }

    /// Natural widths, cut from the widest down until the lines fit the terminal; no column goes under 6.
    private func fittedWidths(_ heads: [Field]) -> [Int] {
        var widths = heads.map(\.width)
        for fields in lines { for (index, field) in fields.enumerated() { widths[index] = max(widths[index], field.width) } }
        guard let limit = style.columns else { return widths }
        var spare = widths.reduce(0, +) + 3 * widths.count + 1 - limit
        while spare > 0, let widest = widths.max(), widest > 6, let index = widths.firstIndex(of: widest) {
            let second = widths.filter { $0 < widest }.max() ?? 6
            let step = min(spare, max(1, widest - max(6, second)))
            widths[index] -= step
            spare -= step
        }
        return widths
    }

    private func line(_ fields: [Field], _ widths: [Int], isHead: Bool) -> String {
        let bar = style.format == .box ? dim("│") : "|"
        var text = bar
        for (index, field) in fields.enumerated() {
            let shown = field.width > widths[index] ? TextWidth.cut(field.text, columns: widths[index]) : field.text
            let width = field.width > widths[index] ? TextWidth.columns(of: shown) : field.width
            let space = String(repeating: " ", count: max(0, widths[index] - width))
            let colored = isHead ? bold(shown) : field.isNull ? dim(shown) : shown
            text += " " + (columns[index].kind == .number ? space + colored : colored + space) + " " + bar
        }
        return text + "\n"
    }

    private func rule(_ left: String, _ middle: String, _ right: String, _ widths: [Int]) -> String {
        dim(left + widths.map { String(repeating: "─", count: $0 + 2) }.joined(separator: middle) + right) + "\n"
    }

    private func markdownRule(_ widths: [Int]) -> String {
        let parts = zip(columns, widths).map { column, width in
            column.kind == .number ? " " + String(repeating: "-", count: max(1, width - 1)) + ": " : " " + String(repeating: "-", count: max(1, width)) + " "
        }
        return "|" + parts.joined(separator: "|") + "|\n"
    }

    private func dim(_ text: String) -> String { style.color ? "\u{1b}[2m" + text + "\u{1b}[0m" : text }
    private func bold(_ text: String) -> String { style.color ? "\u{1b}[1m" + text + "\u{1b}[0m" : text }
}
