// Funnels as a person sees them, alone and beside the time before.
import InteractionAnalytics
import Testing

@testable import iaq

@Suite struct FunnelScreenTests {
    /// Day 1: four enter, one buys. Day 2: two enter by web, both buy, and one by app.
    static func store() async throws -> InteractionStore {
        let store = try await InteractionStore.inMemory()
        func event(_ day: Int, _ user: String, _ action: String, _ component: String, _ minute: Int64) -> Interaction {
            Interaction(
                timestamp: Timestamp(microseconds: Day(year: 2026, month: 3, day: day).start.microseconds + minute * 60_000_000), userId: user,
                action: action, component: component)
        }
        try await store.append([
            event(1, "a", "view", "web", 1), event(1, "b", "view", "web", 2), event(1, "c", "view", "kiosk", 3), event(1, "d", "view", "web", 4),
            event(1, "b", "buy", "web", 5), event(2, "a", "view", "web", 1), event(2, "a", "buy", "web", 2), event(2, "e", "view", "web", 3),
            event(2, "e", "buy", "web", 4), event(2, "f", "view", "app", 5),
        ])
        return store
    }

    static func funnel(_ store: InteractionStore, _ day: Int, by: String? = nil) async throws -> QueryResult {
        let names = "step, label, units, ofFirst, ofPrevious, dropped, incomplete"
        let text = """
            SELECT \(by == nil ? "" : "breakdown, ")\(names) FROM funnel(steps => ['view', 'buy']\(by.map { ", by => \($0)" } ?? ""),
            where => timestamp >= '2026-03-0\(day)' AND timestamp < '2026-03-0\(day + 1)')
            """
        return try await store.query(QueryText(text))
    }

    @Test func besideTheTimeBefore() async throws {
        let store = try await Self.store()
        let comparison = FunnelComparison(try await Self.funnel(store, 2), try await Self.funnel(store, 1))
        let table = comparison.table()
        #expect(table.columns.suffix(3).map(\.name) == ["previousUnits", "previousOfFirst", "conversionChange"])
        let wanted: [[Cell]] = [
            [.integer(1), .text("view"), .integer(3), .real(1), .real(1), .integer(0), .integer(0), .integer(4), .real(1), .real(0)],
            [
                .integer(2), .text("buy"), .integer(2), .real(2.0 / 3), .real(2.0 / 3), .integer(1), .integer(1), .integer(1), .real(0.25),
                .real(2.0 / 3 - 0.25),
            ],
        ]
        #expect(table.rows == wanted)
        let screen = comparison.screen(hasBreakdown: false, columns: 80)
        #expect(screen.columns.map(\.name) == ["", "step", "units", "before", "", "of first", "before", "change"])
        let shown: [[Cell]] = [
            [.integer(1), .text("view"), .integer(3), .integer(4), .text("██████████"), .exact("100.0%"), .exact("100.0%"), .text("")],
            [.integer(2), .text("buy"), .integer(2), .integer(1), .text("██████▋"), .exact("66.7%"), .exact("25.0%"), .text("+41.7 pp")],
        ]
        #expect(screen.rows == shown)
        try await store.close()
    }

    /// Values of either time have rows; nothing over nobody.
    @Test func valuesOfEitherTime() async throws {
        let store = try await Self.store()
        let (now, before) = (try await Self.funnel(store, 2, by: "component"), try await Self.funnel(store, 1, by: "component"))
        let table = FunnelComparison(now, before).table()
        func values(_ table: ResultTable) -> [Cell] { table.rows.map { $0[0] } }
        func texts(_ texts: String...) -> [Cell] { texts.map { Cell.text($0) } }
        func last(_ row: Int) -> [Cell] { Array(table.rows[row].suffix(3)) }
        #expect(values(table) == texts("web", "web", "app", "app", "kiosk", "kiosk"))
        // breakdown, step, label, units, ofFirst, ofPrevious, dropped, incomplete, previousUnits, previousOfFirst, conversionChange
        let (web, none, gone): ([Cell], [Cell], [Cell]) = (
            [.integer(1), .real(1.0 / 3), .real(1 - 1.0 / 3)], [.integer(0), .null, .null], [.integer(0), .real(0), .null]
        )
        #expect(last(1) == web)
        #expect(last(2) == none && last(3) == none)
        let kiosk: [Cell] = [
            .text("kiosk"), .integer(1), .text("view"), .integer(0), .null, .null, .integer(0), .integer(0), .integer(1), .real(1), .null,
        ]
        #expect(table.rows[4] == kiosk)
        #expect(table.rows[5][3] == .integer(0) && last(5) == gone)
        // Nobody on day 5: what is beside has its values alone.
        let empty = try await Self.funnel(store, 5, by: "component")
        #expect(values(FunnelComparison(empty, now).table()) == texts("web", "web", "app", "app"))
        #expect(FunnelComparison(now, empty).rowCount == 4 && FunnelComparison(empty, empty).rowCount == 2)
        let screen = FunnelComparison(now, before).screen(hasBreakdown: true, columns: nil)
        #expect(screen.columns.first?.name == "value" && screen.rows[1][0] == .text("") && screen.rows[4][0] == .text("kiosk"))
        #expect(screen.rows[3].last == .text("") && CellGraphics.points(-0.05) == "-5.0 pp" && CellGraphics.points(nil) == "")
        try await store.close()
    }

    @Test func whatDoesNotGoTogetherIsRefused() async {
        for wrong in [
            ["funnel", "a", "b", "--compare", "previous", "--dropped", "2"], ["funnel", "a", "b", "--compare", "previous", "--explain", "u"],
            ["funnel", "a", "b", "--compare", "last"],
        ] {
            #expect(await CommandRun.status(of: wrong) == 2, "\(wrong)")
        }
    }
}
