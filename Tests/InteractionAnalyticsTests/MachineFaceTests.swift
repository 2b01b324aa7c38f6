// State machines and sequences as an app asks for them.
import InteractionAnalytics
import Testing

@Suite struct MachineFaceTests {
    static let start = Day(year: 2026, month: 3, day: 1).start.microseconds

    /// Two orders, the second one with a move that is not meant to be, one of them with durations.
    static func store(hasDurations: Bool) async throws -> InteractionStore {
        let store = try await InteractionStore.inMemory()
        let ways = [["cart", "payment", "done"], ["cart", "cart", "payment", "cart", "done"]]
        for (order, states) in ways.enumerated() {
            for (index, move) in zip(states, states.dropFirst()).enumerated() {
                var details: Properties = ["machine": "checkout", "fromState": .string(move.0), "toState": .string(move.1)]
                if hasDurations, order == 0 { details["duration"] = .int(Int64(1500 + index)) }
                try await store.append([
                    Interaction(
                        timestamp: Timestamp(microseconds: start + Int64(order * 3600 + index * 60) * 1_000_000), sessionId: "s\(order)", userId: "u",
                        action: "state_transition", details: details)
                ])
            }
        }
        return store
    }

    @Test func aMachineIsMovesAndStates() async throws {
        let store = try await Self.store(hasDurations: false)
        let request = StateMachineRequest(.machine("checkout"), allowed: ["cart>payment", "payment>done", "payment>cart", "cart>cart"])
        let machine = try await store.stateMachine(request)
        #expect(machine.moves.map { "\($0.from)>\($0.to) \($0.count)" } == ["cart>payment 2", "cart>cart 1", "cart>done 1", "payment>cart 1", "payment>done 1"])
        #expect(machine.moves[0].share == 0.5 && machine.moves.map(\.isAllowed) == [true, true, false, true, true])
        #expect(machine.instances == 2 && machine.rework == 1 && machine.forbidden == 1)
        let cart = try #require(machine.states.first)
        #expect(cart.state == "cart" && cart.starts == 2 && cart.ends == 0 && cart.entered == 2 && cart.left == 4 && cart.forbidden == 1)
        // The first move out of a start has no move into it: of the four only two are timed.
        #expect(cart.timed == 2 && cart.meanSeconds == 60 && machine.moves[1].timed == 0 && machine.moves[1].meanGapSeconds == nil)
        #expect(machine.states.map(\.state) == ["cart", "done", "payment"] && machine.states[1].ends == 2)
        let ofUser = try await store.stateMachine(StateMachineRequest(.machine("checkout"), unit: "user"), .last(.days(36_500)))
        #expect(ofUser.instances == 1 && ofUser.forbidden == nil && ofUser.moves.count == 5)
        #expect(try await store.stateMachine(StateMachineRequest(.machine("checkout")), where: "session_id = 's0'").moves.count == 2)
    }

    @Test func durationsComeFirst() async throws {
        let store = try await Self.store(hasDurations: true)
        let machine = try await store.stateMachine(StateMachineRequest(.machine("checkout")))
        #expect(machine.moves[0].timed == 1 && machine.moves[0].meanGapSeconds == 1.5 && machine.moves[0].p95GapSeconds == 1.5)
        let between = try await store.stateMachine(StateMachineRequest(.machine("checkout"), clock: .between))
        #expect(between.moves[0].timed == 1 && between.moves[0].medianGapSeconds == 60)
    }

    @Test func labelsAreStates() async throws {
        let store = try await Self.store(hasDurations: false)
        let machine = try await store.stateMachine(StateMachineRequest(.label("details.toState"), unit: "session"))
        #expect(machine.instances == 2 && machine.moves.reduce(0) { $0 + $1.count } == 4)
        for state in machine.states { #expect(state.starts + state.entered == state.left + state.ends) }
    }

    @Test func sequencesAreFound() async throws {
        let store = try await Self.store(hasDurations: false)
        func to(_ state: String) -> String { "where:details.toState = '\(state)'" }
        let request = try SequenceRequest(pattern: [to("payment"), "then within 2m", to("done")], unit: "session")
        let summary = try await store.sequences(request)
        #expect(summary == SequenceSummary(units: 2, matchedUnits: 2, share: 1, matches: 2, meanSeconds: 90, medianSeconds: 90, p95Seconds: 117))
        let matches = try await store.sequenceMatches(request)
        #expect(matches.map(\.unit) == ["s0", "s1"] && matches.map(\.matches) == [1, 1])
        #expect(matches[1].times == [3660, 3780].map { Timestamp(microseconds: Self.start + $0 * 1_000_000) })
        let adjacent = SequenceRequest(steps: [to("payment"), to("done")], links: [.immediately], unit: "session")
        #expect(try await store.sequences(adjacent).matches == 1)
        let first = SequenceRequest(steps: [to("payment")], links: [], unit: "session")
        let next = try await store.afterSequence(first, label: "details.toState")
        #expect(next == [SequenceNext(label: "cart", count: 1, share: 0.5, meanGapSeconds: 60), SequenceNext(label: "done", count: 1, share: 0.5, meanGapSeconds: 60)])
        await #expect(throws: InteractionError.self) { _ = try await store.sequences(SequenceRequest(steps: ["a", "b"], links: [])) }
    }
}
