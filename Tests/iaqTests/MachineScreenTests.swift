// State machines and sequences as a person sees them: columns that follow the width, what is not allowed, what is refused as usage.
import InteractionAnalytics
import Testing

@testable import iaq

@Suite struct MachineScreenTests {
    static func store() async throws -> InteractionStore {
        let store = try await InteractionStore.inMemory()
        let start = Day(year: 2026, month: 3, day: 1).start.microseconds
        let states = ["cart", "payment", "cart", "payment", "payment", "done"]
        for session in 0..<3 {
            for (index, move) in zip(states, states.dropFirst()).enumerated() {
                try await store.append([
                    Interaction(
                        timestamp: Timestamp(microseconds: start + Int64(session * 100 + index * 10) * 1_000_000), sessionId: "s\(session)",
                        action: "state_transition",
                        details: ["machine": "checkout", "fromState": .string(move.0), "toState": .string(move.1), "event": "next"])
                ])
            }
        }
        return store
    }

    static func question(_ function: String) -> QueryText {
        QueryText(stringLiteral: "FROM \(function)(machine => 'checkout', allowed => ['cart>payment', 'payment>done'])")
    }

    @Test func movesFollowTheWidth() async throws {
        let result = try await Self.store().query(Self.question("state_machine"))
        let narrow = MachineScreen.moves(result, hasAllowed: true, columns: 80)
        #expect(narrow.columns.map(\.name) == ["from", "to", "moves", "of from", "", "median", "p95", "allowed"])
        #expect(narrow.rows[0] == [.text("cart"), .text("payment"), .integer(6), .exact("100.0%"), .text("██████████"), .text("10.0s"), .text("10.0s"), .text("yes")])
        #expect(narrow.rows.map { $0[7] } == [.text("yes"), .text("no"), .text("yes"), .text("no")])
        let wide = MachineScreen.moves(result, hasAllowed: false, columns: nil)
        #expect(wide.columns.map(\.name) == ["from", "to", "moves", "of from", "", "mean", "median", "p95"])
        #expect(wide.rows.allSatisfy { $0.count == 8 })
        #expect(MachineScreen.forbidden(result, ofStates: false) == "6 of 15 moves (2 kinds) are not allowed")
    }

    @Test func statesShowStartsAndEnds() async throws {
        let result = try await Self.store().query(Self.question("state_machine_states"))
        let table = MachineScreen.states(result, hasAllowed: true, columns: 80)
        #expect(table.columns.map(\.name) == ["state", "starts", "entered", "left", "ends", "rework", "forbidden", "median", "p95"])
        #expect(table.rows[0] == [.text("payment"), .integer(0), .integer(9), .integer(9), .integer(0), .integer(3), .integer(6), .text("10.0s"), .text("10.0s")])
        #expect(table.rows.map { $0[0] } == [.text("payment"), .text("cart"), .text("done")])
        #expect(MachineScreen.forbidden(result, ofStates: true) == "6 of 15 moves are not allowed")
    }

    @Test func whatComesNextIsTold() async throws {
        let store = try await Self.store()
        let result = try await store.query(
            "FROM sequence_next(pattern => ['where:details.toState = ''payment'''], unit => 'session', label => details.toState)")
        let table = SequencesCommand.screen(result, columns: 80)
        #expect(table.rows.map { $0[0] } == [.text("cart"), .text("done"), .text("payment")] && table.rows[0][2] == .exact("33.3"))
        let last = try await store.query("FROM sequence_next(pattern => ['where:details.toState = ''done'''], unit => 'session')")
        #expect(SequencesCommand.screen(last, columns: nil).rows.first?.first == .text("(nothing)"))
    }

    @Test func wrongUseExitsWithTwo() async {
        for wrong in [
            ["transitions", "--machine", "m", "--label", "action"], ["transitions", "--unit", "user"], ["transitions", "--clock", "recorded", "--states"],
            ["transitions", "--machine", "m", "--gap", "1h", "--unit", "session"], ["transitions", "--machine", "m", "--clock", "x"],
            ["sequences"], ["sequences", "a", "b"], ["sequences", "a", "then"], ["sequences", "a", "then within x", "b"],
            ["sequences", "a", "--units", "--next"], ["sequences", "a", "--label", "component"],
        ] {
            #expect(await CommandRun.status(of: wrong) == 2, "\(wrong)")
        }
    }
}
