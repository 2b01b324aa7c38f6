// Errors for a person at a terminal: the groups with a line of their days, as many columns as fit; and one group with the stack and
// the events that led to it.
import InteractionAnalytics

enum ErrorsScreen {
    /// Columns of a terminal from which on component and last day are shown, and from which on all columns are.
    static let mediumColumns = 100
    static let wideColumns = 140
    /// Digits of a fingerprint that are shown: enough to name a group.
    static let fingerprintDigits = 8

    /// The table of groups. `columns` is the width of the terminal, nil for any.
    static func table(_ groups: [ErrorGroup], columns: Int?) -> ResultTable {
        let isMedium = columns ?? .max >= mediumColumns
        let isWide = columns ?? .max >= wideColumns
        var table = ResultTable(columns: [ResultColumn("error", .text), ResultColumn("message", .text)])
        if isMedium { table.columns.append(ResultColumn("component", .text)) }
        table.columns += [ResultColumn("count", .number), ResultColumn("units", .number)]
        if isWide { table.columns += [ResultColumn("critical", .number), ResultColumn("first seen", .text)] }
        if isMedium { table.columns.append(ResultColumn("last seen", .text)) }
        table.columns.append(ResultColumn("by day", .text))
        for group in groups {
            var row: [Cell] = [.text(String(group.fingerprint.prefix(fingerprintDigits))), Cell(group.message)]
            if isMedium { row.append(Cell(group.component)) }
            row += [Cell(group.count), Cell(group.units)]
            if isWide { row += [Cell(group.critical), .text(minute(group.firstSeen))] }
            if isMedium { row.append(.text(isWide ? minute(group.lastSeen) : day(group.lastSeen))) }
            row.append(.text(CellGraphics.sparkline(group.daily, columns: isWide ? 20 : 12)))
            table.rows.append(row)
        }
        return table
    }

    /// What holds for all errors, in a sentence. `shown` is how many groups were printed.
    static func summary(_ report: ErrorReport, shown: Int) -> String {
        let kinds = report.groups.count
        var text = shown < kinds ? "\(shown) of \(count(kinds, "kind", "kinds")) of errors shown; " : "\(count(kinds, "kind", "kinds")) of errors, "
        text += "\(count(report.errors, "error", "errors")) (\(CellGraphics.grouped(report.critical)) critical) of "
        text += count(report.units, "unit", "units")
        if let free = report.errorFreeSessions {
            text += "; \(CellGraphics.percent(free)) % of \(count(report.sessions, "session", "sessions")) free of errors"
        }
        return text
    }

    /// One group: facts, stack, the events before it and the error itself. Lines for a box of `style`.
    static func bytes(_ detail: ErrorDetail, _ style: OutputStyle) -> [UInt8] {
        let group = detail.group
        var facts: [(String, String)] = [("error", group.fingerprint), ("message", group.message ?? "none")]
        if let component = group.component { facts.append(("component", component)) }
        facts += [
            ("count", "\(CellGraphics.grouped(group.count)) (\(CellGraphics.grouped(group.critical)) critical)"),
            ("affected", "\(count(group.units, "unit", "units")), \(count(group.sessions, "session", "sessions"))"),
            ("first seen", minute(group.firstSeen)), ("last seen", minute(group.lastSeen)),
            ("by day", CellGraphics.sparkline(group.daily, columns: max(10, (style.columns ?? 100) - 12))),
            ("example", "\(detail.example.timestamp)"),
        ]
        if let session = detail.example.sessionId { facts.append(("session", session)) }
        if let user = detail.example.userId { facts.append(("user", user)) }
        func shown(_ text: String) -> String { style.raw ? text : ShownText.shown(text) }
        var text = ""
        for (name, value) in facts {
            let label = name + String(repeating: " ", count: max(1, 12 - name.count))
            text += (style.color ? "\u{1b}[1m\(label)\u{1b}[0m" : label) + fit(shown(value), (style.columns ?? .max) - 12) + "\n"
        }
        if let stack = ErrorFields.stack(detail.example) {
            text += "\n"
            for line in stack.split(separator: "\n", omittingEmptySubsequences: true) {
                let line = line.map { $0 == "\t" ? "  " : String($0) }.joined()
                text += "  " + fit(shown(line), (style.columns ?? .max) - 2) + "\n"
            }
        }
        text += "\n"
        return Array(text.utf8) + trail(detail).bytes(style)
    }

    private static func trail(_ detail: ErrorDetail) -> ResultTable {
        var table = ResultTable(columns: [
            ResultColumn("seconds before", .number), ResultColumn("action", .text), ResultColumn("component", .text), ResultColumn("details", .any),
        ])
        for event in detail.breadcrumbs + [detail.example] {
            let before = Double(detail.example.timestamp.microseconds - event.timestamp.microseconds) / 1_000_000
            var details = event.details
            // The stack stands above.
            details?["stack"] = nil
            table.rows.append([
                .exact(CellGraphics.fixed(before, digits: 3)), .text(event.action), Cell(event.component),
                details.map { .json(PropertyJSON.text(.object($0))) } ?? .text(""),
            ])
        }
        return table
    }

    private static func fit(_ text: String, _ columns: Int) -> String { TextWidth.cut(text, columns: max(10, columns)) }

    private static func minute(_ time: Timestamp) -> String { String(time.description.prefix(16).map { $0 == "T" ? " " : $0 }) }

    private static func day(_ time: Timestamp) -> String { String(time.description.prefix(10)) }

    private static func count(_ number: Int, _ one: String, _ many: String) -> String {
        "\(CellGraphics.grouped(number)) \(number == 1 ? one : many)"
    }
}

/// Fields of an error event as text.
enum ErrorFields {
    static func message(_ event: Interaction) -> String? { text(event.details?["error"]) }

    /// `details.stack`, or that of an error that was written as an object.
    static func stack(_ event: Interaction) -> String? {
        if let stack = text(event.details?["stack"]) { return stack }
        if case .object(let error)? = event.details?["error"] { return text(error["stack"]) }
        return nil
    }

    private static func text(_ value: PropertyValue?) -> String? {
        switch value {
        case nil, .null?: nil
        case .string(let text)?: text
        case let value?: PropertyJSON.text(value)
        }
    }
}
