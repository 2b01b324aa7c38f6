// Errors, vitals, commonest values and usage beside the time before, as a person sees them on terminals of several widths.
import InteractionAnalytics
import Testing

@testable import iaq

@Suite struct TroubleScreenTests {
    static func style(_ columns: Int?) -> OutputStyle {
        var style = OutputStyle(format: .box)
        style.columns = columns
        style.isTerminal = true
        return style
    }

    static func lines(_ bytes: [UInt8]) -> [String] { String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init) }

    static let noon = Timestamp(microseconds: Day(year: 2026, month: 3, day: 3).start.microseconds + 43_200_000_000)

    static func store() async throws -> InteractionStore {
        let store = try await InteractionStore.inMemory()
        func event(_ seconds: Int64, _ action: String, _ details: Properties, component: String? = "Cart") -> Interaction {
            Interaction(
                timestamp: Timestamp(microseconds: noon.microseconds + seconds * 1_000_000), sessionId: "s", userId: "u", action: action,
                component: component, details: details)
        }
        let error: Properties = ["error": "disk \u{1B}[31m5 full", "stack": "E\n\tat save (disk.js:1:2)\n\tat run (a.js:3:4)", "critical": true]
        try await store.append([
            event(0, "click", ["target": "save"]), event(2, "error", error), event(86_400 * 2, "error", error),
            event(3, "performance_metric", ["metric": "LCP", "value": 2600, "id": "a"], component: nil),
            event(4, "performance_metric", ["metric": "LCP", "value": 1200, "id": "b"], component: nil),
            event(5, "performance_metric", ["metric": "CLS", "value": 0.2]), event(6, "performance_metric", ["metric": "TTI", "value": 88]),
        ])
        return store
    }

    @Test func errors() async throws {
        let store = try await Self.store()
        let report = try await store.errors()
        let wide = ErrorsScreen.table(report.groups, columns: nil)
        #expect(wide == ErrorsScreen.table(report.groups, columns: ErrorsScreen.wideColumns))
        #expect(wide.columns.map(\.name) == ["error", "message", "component", "count", "units", "critical", "first seen", "last seen", "by day"])
        let fingerprint = report.groups[0].fingerprint
        #expect(
            wide.rows == [
                [
                    .text(String(fingerprint.prefix(8))), .text("disk \u{1B}[# full"), .text("Cart"), .integer(2), .integer(1), .integer(2),
                    .text("2026-03-03 12:00"), .text("2026-03-05 12:00"), .text("█·█"),
                ]
            ])
        #expect(ErrorsScreen.table(report.groups, columns: 120).columns.map(\.name) == ["error", "message", "component", "count", "units", "last seen", "by day"])
        #expect(ErrorsScreen.table(report.groups, columns: 80).columns.map(\.name) == ["error", "message", "count", "units", "by day"])
        #expect(ErrorsScreen.summary(report, shown: 1) == "1 kind of errors, 2 errors (2 critical) of 1 unit; 0.0 % of 1 session free of errors")
        let detail = try await store.error(fingerprint)
        let shown = Self.lines(ErrorsScreen.bytes(detail, Self.style(80)))
        #expect(shown.allSatisfy { TextWidth.columns(of: $0) <= 80 && !$0.contains("\u{1B}") }, "\(shown)")
        for wanted in [
            "error       \(fingerprint)", "count       2 (2 critical)", "affected    1 unit, 1 session", "  E", "    at save (disk.js:1:2)",
            "message     disk \\u{1b}[# full", "session     s",
        ] {
            #expect(shown.contains(wanted), "\(wanted) expected in \(shown)")
        }
        #expect(shown.contains { $0.contains("172800.000") && $0.contains("click") } && shown.contains { $0.contains("0.000") && $0.contains("error") })
        try await store.close()
    }

    @Test func vitals() async throws {
        let store = try await Self.store()
        let result = try await store.query("SELECT * FROM vitals()")
        let table = VitalsScreen.table(result, columns: 80)
        #expect(table.columns.map(\.name) == ["metric", "p75", "rating", "count", "good █ needs ▒ poor ░"])
        #expect(
            table.rows == [
                [.text("LCP"), .exact("2250 ms"), .text("good"), .integer(2), .text("██████████▒▒▒▒▒▒▒▒▒▒▒")],
                [.text("CLS"), .exact("0.200"), .text("needs improvement"), .integer(1), .text(String(repeating: "▒", count: 21))],
                [.text("TTI"), .exact("88.0 ms"), .text(""), .integer(1), .text("")],
            ])
        let wide = VitalsScreen.table(try await store.query("SELECT * FROM vitals(by => component)"), by: "component", columns: nil)
        #expect(wide.columns.map(\.name) == ["metric", "component", "p75", "rating", "count", "p50", "p95", "good █ needs ▒ poor ░", "good %", "needs %", "poor %"])
        #expect(wide.rows.count == 3 && wide.rows[0][1] == .null && wide.rows[0].suffix(3) == [.text("50.0"), .text("50.0"), .text("0.0")])
        try await store.close()
    }

    @Test func topValues() async throws {
        let store = try await Self.store()
        let result = try await store.query("SELECT * FROM top(action, n => 2, compare => timestamp < '2026-03-03T12:00:03', where => timestamp >= '2026-03-03T12:00:02')")
        let table = TopScreen.table(result, "action", columns: 80)
        #expect(table.columns.map(\.name) == ["action", "count", "share %", "", "units", "before", "change"])
        #expect(
            table.rows == [
                [.text("performance_metric"), .integer(4), .text("66.7"), .text("██████████"), .integer(1), .integer(0), .text("new")],
                [.text("error"), .integer(2), .text("33.3"), .text("█████"), .integer(1), .integer(1), .text("+100.0 %")],
            ])
        let cut = TopScreen.table(try await store.query("SELECT * FROM top(action, n => 1, by => component)"), "action", by: "component", columns: nil)
        #expect(cut.columns.map(\.name) == ["component", "action", "count", "share %", "", "units"])
        #expect(cut.rows.map { $0[1] } == [.text("error"), .text("(other: 2 values)"), .text("performance_metric")])
        #expect(cut.rows[1] == [.text("Cart"), .text("(other: 2 values)"), .integer(3), .text("60.0"), .text(""), .text("")])
        try await store.close()
    }

    @Test func usageBesideTheTimeBefore() async throws {
        let store = try await Self.store()
        func day(_ day: Int) -> Timestamp { Day(year: 2026, month: 3, day: day).start }
        func usage(_ range: Range<Timestamp>) async throws -> QueryResult {
            try await store.query("SELECT * FROM usage(where => timestamp >= \(range.lowerBound) AND timestamp < \(range.upperBound))")
        }
        // Events on the third and the fifth; the days before: on the third only.
        let (range, earlier) = (day(5)..<day(7), day(3)..<day(5))
        let comparison = UsageComparison(try await usage(range), range, try await usage(earlier), earlier, .day, zone: .utc)
        let table = comparison.table()
        #expect(table.columns.count == 23 && table.columns[12].name == "previousBucket" && table.columns[17].name == "previousEvents")
        #expect(table.rows.count == 1 && table.rows[0][0] == .date(Day(year: 2026, month: 3, day: 5)) && table.rows[0][12] == .date(Day(year: 2026, month: 3, day: 3)))
        let screen = comparison.screen(.day, columns: 80)
        #expect(screen.columns.map(\.name) == ["day", "users", "before", "change", "events", "before", "change"])
        #expect(screen.rows[0].dropFirst() == [.integer(1), .integer(1), .text("0.0 %"), .integer(1), .integer(6), .text("-83.3 %")])
        // Without a partner either side is a row.
        let (later, gap) = (day(5)..<day(6), day(3)..<day(4))
        let alone = UsageComparison(try await usage(day(4)..<day(5)), day(4)..<day(5), try await usage(gap), gap, .week, zone: .utc).table()
        #expect(alone.rows.count == 1 && alone.rows[0][5] == .null && alone.rows[0][17] == .integer(6))
        let fresh = UsageComparison(try await usage(later), later, try await usage(day(4)..<day(5)), day(4)..<day(5), .month, zone: .utc).screen(.month, columns: 120)
        #expect(fresh.rows[0].suffix(3) == [.integer(1), .null, .text("new")])
        try await store.close()
    }

    @Test func pictures() {
        #expect(CellGraphics.sparkline([0, 1, 8], columns: 5) == "·▁█" && CellGraphics.sparkline([1, 1, 0, 0, 2], columns: 3) == "█·█")
        #expect(CellGraphics.sparkline([], columns: 5) == "")
        #expect(CellGraphics.stack([(0.999, "a"), (0.0005, "b"), (0.0005, "c")], columns: 10) == "aaaaaaaabc")
        #expect(CellGraphics.stack([(0.5, "a"), (0.25, "b"), (0.25, "c")], columns: 10).count == 10)
        #expect(CellGraphics.fixed(-0.04, digits: 1) == "0.0" && CellGraphics.fixed(-1.25, digits: 1) == "-1.3" && CellGraphics.fixed(1999.5, digits: 0) == "2000")
        #expect(CellGraphics.grouped(1_234_567) == "1,234,567" && CellGraphics.grouped(-12) == "-12" && CellGraphics.grouped(123) == "123")
        #expect(CellGraphics.change(-0.5, isNew: false) == "-50.0 %" && CellGraphics.change(nil, isNew: true) == "new")
    }
}
