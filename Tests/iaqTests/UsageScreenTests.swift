// Usage stats as a person sees them: headings, percent, what fits the width.
import InteractionAnalytics
import Testing

@testable import iaq

@Suite struct UsageScreenTests {
    @Test func columnsFollowTheWidth() async throws {
        let store = try await InteractionStore.inMemory()
        let noon = Timestamp(microseconds: Day(year: 2026, month: 3, day: 3).start.microseconds + 43_200_000_000)
        for (user, action, success) in [("u1", "generation_complete", true), ("u2", "generation_complete", false), ("u2", "error", true)] {
            let details: Properties = ["success": .bool(success), "generationTime": .double(100.25), "prompt": .string("red shoes")]
            try await store.append([Interaction(timestamp: noon, sessionId: "s", userId: user, action: action, details: details)])
        }
        let result = try await store.query("SELECT * FROM usage('week')")
        let wide = UsageScreen.table(result, .week, columns: nil)
        #expect(wide == UsageScreen.table(result, .week, columns: UsageScreen.wideColumns))
        #expect(
            wide.columns.map(\.name) == [
                "week", "users", "7 days", "30 days", "anonymous", "sessions", "events", "errors %", "generations", "mean ms", "failed %", "top prompts",
            ])
        #expect(
            wide.rows == [
                [
                    .date(Day(year: 2026, month: 3, day: 2)), .integer(2), .integer(2), .integer(2), .integer(0), .integer(1), .integer(3),
                    .exact("33.3"), .integer(2), .exact("100.3"), .exact("50.0"), .text("red shoes"),
                ]
            ])
        let medium = UsageScreen.table(result, .week, columns: UsageScreen.mediumColumns)
        #expect(medium.columns == Array(wide.columns.dropLast()))
        let narrow = UsageScreen.table(result, .day, columns: 80)
        #expect(narrow.columns.map(\.name) == ["day", "users", "7 days", "30 days", "sessions", "events", "errors %"])
        var style = OutputStyle(format: .box)
        style.columns = 80
        style.isTerminal = true
        let lines = String(decoding: narrow.bytes(style), as: UTF8.self).split(separator: "\n")
        #expect(lines.allSatisfy { $0.count <= 80 } && lines.contains { $0.contains("33.3") })
        try await store.close()
    }
}
