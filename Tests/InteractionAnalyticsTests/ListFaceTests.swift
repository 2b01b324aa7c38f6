// Lists in results: as values, as text, and decoded into Swift arrays.
import InteractionAnalytics
import Testing

@Suite struct ListFaceTests {
    private func store() async throws -> InteractionStore {
        let store = try await InteractionStore.inMemory()
        try await store.append((0..<5).map(StoreFaceTests.event))
        return store
    }

    @Test func listsDecode() async throws {
        struct Row: Decodable, Equatable { let actions: [String], numbers: [Int], maybe: [Int?], middle: [Double], none: [Int]? }
        let rows: [Row] = try await store().query(
            """
            SELECT list(action) AS actions, list(details.n ORDER BY details.n DESC) AS numbers, [1, NULL, 3] AS maybe,
                quantile_cont(details.n, [0.5, 1]) AS middle, list(action) FILTER (WHERE action = 'none') AS none FROM interactions
            """)
        #expect(
            rows == [Row(actions: ["view", "view", "buy", "buy", "buy"], numbers: [4, 3, 2, 1, 0], maybe: [1, nil, 3], middle: [2, 4], none: nil)])
    }

    @Test func listsOfTheWrongKindAreTold() async throws {
        struct Row: Decodable { let numbers: [Int] }
        let store = try await store()
        await #expect(throws: InteractionError.self) { let _: [Row] = try await store.query("SELECT ['a'] AS numbers") }
        await #expect(throws: InteractionError.self) { let _: [Row] = try await store.query("SELECT [1, NULL] AS numbers") }
        await #expect(throws: InteractionError.self) { let _: [Row] = try await store.query("SELECT 'a' AS numbers") }
    }

    @Test func listsPrintAsDuckDBPrintsThem() async throws {
        let result = try await store().query("SELECT ['a b', 'it''s', NULL, '', 'x, y'] AS a, [1, NULL] AS b, [] AS c")
        #expect(result[0, 0].description == #"[a b, 'it\'s', NULL, '', 'x, y']"#)
        #expect(result[0, 1] == .list([.int(1), .null]) && result[0, 1].description == "[1, NULL]" && result[0, 2].description == "[]")
        #expect(result.columns.map(\.type.description) == ["VARCHAR[]", "BIGINT[]", "\"NULL\"[]"])
    }
}
