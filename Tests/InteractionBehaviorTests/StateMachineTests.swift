// State machines against a walk over one event at a time, over random moves with ties, late events, missing states and durations, null
// users and shared ids, in every split of the same events.
import InteractionBehavior
import InteractionExecution
import InteractionModel
import InteractionPlan
import InteractionSegment
import Testing

@Suite struct StateMachineTests {
    /// Moves of two machines among other events, most of them from where the instance is, few instants; not in the order of time.
    static func events(seed: UInt64, count: Int, hasDurations: Bool) -> [Interaction] {
        var dice = Dice(state: seed)
        var states: [String: String] = [:]
        let names = ["idle", "busy", "done", "Idle", "é", "e\u{301}"]
        return (0..<count).map { _ in
            let second = dice.roll(4 * 86_400 / 600) * 600
            var event = Interaction(
                timestamp: Timestamp(microseconds: SessionTests.first.start.microseconds + Int64(second) * 1_000_000), action: "state_transition")
            event.sessionId = dice.roll(6) == 0 ? nil : "s\(dice.roll(1 + count / 12))"
            event.userId = dice.roll(3) == 0 ? nil : "u\(dice.roll(9))"
            let machine = "m\(dice.roll(2))"
            let key = (event.sessionId ?? event.userId ?? "-") + machine
            let to = names[dice.roll(names.count)]
            var details: Properties = ["machine": .string(machine), "case": .string("c\(dice.roll(7))")]
            details["fromState"] = dice.roll(9) == 0 ? nil : dice.roll(7) == 0 ? .string("lost") : .string(states[key] ?? "idle")
            details["toState"] = dice.roll(12) == 0 ? nil : dice.roll(9) == 0 ? .int(3) : .string(to)
            states[key] = to
            if hasDurations {
                details["duration"] = [.int(Int64(dice.roll(5000))), .double(Double(dice.roll(5000)) / 8), nil, .string("9"), .int(-4)][dice.roll(5)]
            }
            if dice.roll(9) == 0 { event.action = "click" }
            if dice.roll(12) == 0 { details["case"] = nil }
            event.details = details
            return event
        }
    }

    static func text(_ event: Interaction, _ name: String) -> String? {
        switch event.details?[name] {
        case .string(let text)?: text
        case .int(let number)?: "\(number)"
        default: nil
        }
    }

    /// Texts by their bytes.
    struct Key: Hashable {
        var parts: [[UInt8]]
        init(_ parts: String...) { self.parts = parts.map { Array($0.utf8) } }
    }

    struct Found {
        var moves: [Key: (count: Int, times: [Double])] = [:]
        var stays: [Key: [Double]] = [:]
        var starts: [Key: Int] = [:]
        var ends: [Key: Int] = [:]
        var names: [Key: String] = [:]
    }

    /// The definition itself. Times in seconds.
    static func naive(_ units: [[Interaction]], isMachine: Bool, recorded: Bool) -> Found {
        var found = Found()
        for unit in units {
            var state: String?
            var since: Int64 = 0
            for event in unit {
                guard let to = isMachine ? text(event, "toState") : text(event, "case") else { continue }
                let from = isMachine ? text(event, "fromState") : state
                if state == nil { found.starts[Key(from ?? to), default: 0] += 1 }
                if let from {
                    var time: Double?
                    if recorded {
                        switch event.details?["duration"] {
                        case .int(let number)? where number >= 0: time = Double(number) / 1000
                        case .double(let number)?: time = number / 1000
                        default: break
                        }
                    } else if let state, Key(state) == Key(from) {
                        time = Double(event.timestamp.microseconds - since) / 1_000_000
                    }
                    found.moves[Key(from, to), default: (0, [])].count += 1
                    if let time {
                        found.moves[Key(from, to)]?.times.append(time)
                        found.stays[Key(from), default: []].append(time)
                    }
                    found.names[Key(from)] = from
                }
                found.names[Key(to)] = to
                state = to
                since = event.timestamp.microseconds
            }
            if let state { found.ends[Key(state), default: 0] += 1 }
        }
        return found
    }

    static func units(_ events: [Interaction], _ unit: String, gap: Int64?) -> [[Interaction]] {
        if gap != nil || unit == "session" { return PathTests.sessions(events, gap: gap) }
        if unit != "details.case" { return FunnelTests.units(events, unit).values.map { $0 } }
        var units: [String: [Interaction]] = [:]
        for (_, event) in events.enumerated().sorted(by: { ($0.element.timestamp, $0.offset) < ($1.element.timestamp, $1.offset) }) {
            if let name = text(event, "case") { units[name, default: []].append(event) }
        }
        return units.values.map { $0 }
    }

    static func quantile(_ values: [Double], _ share: Double) -> Double? {
        guard !values.isEmpty else { return nil }
        let sorted = values.sorted()
        let place = share * Double(sorted.count - 1)
        let low = Int(place)
        return sorted[low] + (sorted[min(sorted.count - 1, low + 1)] - sorted[low]) * (place - Double(low))
    }

    static func near(_ a: Double?, _ b: Double?) -> Bool {
        guard let a, let b else { return a == nil && b == nil }
        return abs(a - b) <= 1e-9 * max(1, abs(b))
    }

    static func expectTimes(_ row: ArraySlice<ResultValue>, _ times: [Double], _ told: String) {
        let values = Array(row)
        #expect(values[0].count == times.count, "\(told)")
        #expect(near(values[1].number, times.isEmpty ? nil : times.reduce(0, +) / Double(times.count)), "\(told)")
        #expect(near(values[2].number, quantile(times, 0.5)) && near(values[3].number, quantile(times, 0.95)), "\(told)")
    }

    @Test(arguments: [81, 82, 83] as [UInt64], [false, true]) func equalToTheReference(seed: UInt64, hasDurations: Bool) throws {
        let events = Self.events(seed: seed, count: 900, hasDurations: hasDurations)
        let all = try [1, 3].map { try SessionTests.sources(events, pieces: $0) }
        let own = events.filter { $0.action == "state_transition" && Self.text($0, "machine") == "m1" }
        for (sql, unit, gap) in [
            ("", "session", nil), (", unit => 'user'", "user", nil), (", unit => 'identified'", "identified", nil),
            (", unit => details.case", "details.case", nil), (", gap => '2 hours'", "user", 7_200_000_000 as Int64?),
        ] {
            for isMachine in [true, false] {
                for clock in isMachine ? ["", ", clock => 'between'", ", clock => 'recorded'"] : [""] {
                    if unit == "details.case", !isMachine { continue }
                    let recorded = clock.isEmpty ? isMachine && hasDurations : clock.contains("recorded")
                    let wanted = Self.naive(Self.units(isMachine ? own : events, unit, gap: gap), isMachine: isMachine, recorded: recorded)
                    let arguments = (isMachine ? "machine => 'm1'" : "label => details.case") + sql + clock
                    for (pieces, sources) in all.enumerated() { try Self.check(arguments, wanted, sources, threads: pieces + 1) }
                }
            }
        }
    }

    static func check(_ arguments: String, _ wanted: Found, _ sources: [any SegmentSource], threads: Int) throws {
        let moves = try Ask.rows("FROM state_machine(\(arguments))", sources, threads: threads)
        #expect(moves.count == wanted.moves.count, "\(arguments)")
        var left: [Key: Int] = [:]
        for (key, move) in wanted.moves { left[Key(bytes: key.parts[0]), default: 0] += move.count }
        var before: (Int, [[UInt8]])?
        for row in moves {
            let (from, to) = (row[0].text ?? "", row[1].text ?? "")
            let told = "\(arguments): \(from) > \(to)"
            let expected = wanted.moves[Key(from, to)] ?? (0, [])
            #expect(row[2].count == expected.count && row[3].number == Double(expected.count) / Double(left[Key(from)] ?? 0), "\(told)")
            #expect(row[4] == .bool(Key(from) == Key(to)) && row[5] == .null, "\(told)")
            expectTimes(row[6...9], expected.times, told)
            let place = (row[2].count, Key(from, to).parts)
            if let before {
                #expect(before.0 > place.0 || (before.0 == place.0 && before.1.flatMap { $0 + [0] }.lexicographicallyPrecedes(place.1.flatMap { $0 + [0] })))
            }
            before = place
        }
        let states = try Ask.rows("FROM state_machine_states(\(arguments))", sources, threads: threads)
        #expect(states.count == wanted.names.count, "\(arguments)")
        for row in states {
            let name = row[0].text ?? ""
            let told = "\(arguments): \(name)"
            func sum(_ holds: (Key) -> Bool) -> Int { wanted.moves.reduce(0) { $0 + (holds($1.key) ? $1.value.count : 0) } }
            let bytes = Array(name.utf8)
            #expect(row[1].count == wanted.starts[Key(name)] ?? 0 && row[2].count == wanted.ends[Key(name)] ?? 0, "\(told)")
            #expect(row[3].count == sum { $0.parts[1] == bytes } && row[4].count == sum { $0.parts[0] == bytes }, "\(told)")
            #expect(row[5].count == sum { $0.parts == [bytes, bytes] } && row[6] == .null, "\(told)")
            expectTimes(row[7...10], wanted.stays[Key(name)] ?? [], told)
            // A stream of labels loses no move.
            if arguments.hasPrefix("label") { #expect(row[1].count + row[3].count == row[2].count + row[4].count, "\(told)") }
        }
    }

    @Test func movesOfLabelsAreTransitions() throws {
        let events = SessionTests.events(seed: 91, count: 900)
        let sources = try SessionTests.sources(events, pieces: 2)
        for gap in ["", "gap => '1 hour'"] {
            let moves = try Ask.rows(
                "SELECT \"from\", \"to\", count, meanGapSeconds, medianGapSeconds FROM state_machine(label => action\(gap.isEmpty ? "" : ", " + gap))", sources)
            #expect(moves == (try Ask.rows("FROM transitions(\(gap))", sources)) && moves.count > 9)
        }
    }

    @Test func forbiddenMovesAreTold() throws {
        let events = Self.events(seed: 95, count: 600, hasDurations: false)
        let sources = try SessionTests.sources(events, pieces: 2)
        let allowed = ["idle>busy", " busy > done", "*>Idle", "lost>*"]
        let list = allowed.map { "'\($0)'" }.joined(separator: ", ")
        func isAllowed(_ from: String, _ to: String) -> Bool {
            (from == "idle" && to == "busy") || (from == "busy" && to == "done") || to == "Idle" || from == "lost"
        }
        let moves = try Ask.rows("SELECT \"from\", \"to\", count, isAllowed FROM state_machine(machine => 'm0', allowed => [\(list)])", sources)
        var forbidden: [String: Int] = [:]
        for row in moves {
            let (from, to) = (row[0].text ?? "", row[1].text ?? "")
            #expect(row[3] == .bool(isAllowed(from, to)), "\(from) > \(to)")
            if !isAllowed(from, to) { forbidden[from, default: 0] += row[2].count }
        }
        #expect(Set(moves.map { $0[3] }) == [.bool(true), .bool(false)])
        let states = try Ask.rows("SELECT state, forbidden FROM state_machine_states(machine => 'm0', allowed => [\(list)])", sources)
        #expect(states.reduce(0) { $0 + $1[1].count } == forbidden.values.reduce(0, +))
        for row in states where row[0].text != "é" && row[0].text != "e\u{301}" { #expect(row[1].count == forbidden[row[0].text ?? ""] ?? 0) }
        let every = try Ask.rows("SELECT bool_and(isAllowed) FROM state_machine(machine => 'm0', allowed => ['*>*'])", sources)
        #expect(every == [[.bool(true)]])
    }

    @Test func theMachineIsOfTheChosenEvents() throws {
        let events = Self.events(seed: 96, count: 700, hasDurations: true)
        let sources = try SessionTests.sources(events, pieces: 3)
        let chosen = events.filter { $0.userId == "u1" }
        let alone = try SessionTests.sources(chosen, pieces: 1)
        for name in ["state_machine", "state_machine_states"] {
            let found = try Ask.rows("SELECT * FROM \(name)(machine => 'm0', unit => 'user', where => user_id = 'u1')", sources)
            #expect(found == (try Ask.rows("SELECT * FROM \(name)(machine => 'm0', unit => 'user')", alone)) && !found.isEmpty)
        }
        #expect(try Ask.rows("FROM state_machine(machine => 'none')", sources).isEmpty)
        #expect(try Ask.rows("FROM state_machine_states(machine => 'm0')", []).isEmpty)
    }

    @Test func whatMakesNoSenseIsRefused() throws {
        for arguments in [
            "", "machine => 'm', label => action", "machine => 'm', allowed => ['a']", "label => action, clock => 'recorded'",
            "machine => 'm', unit => 'nobody'", "machine => 'm', gap => '-1 s'", "machine => 'm', clock => 'both'",
        ] {
            #expect(throws: InteractionError.self, "\(arguments)") { try Ask.rows("FROM state_machine(\(arguments))", []) }
        }
    }
}

extension StateMachineTests.Key {
    init(bytes: [UInt8]) { parts = [bytes] }
}
