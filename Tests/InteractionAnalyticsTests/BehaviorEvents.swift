// Random events of errors, metrics and clicks with what is known of each, and the order of events: what the definitions of errors,
// vitals and top values are held against.
import InteractionAnalytics

enum BehaviorEvents {
    /// Texts of an error, and what is left of them without numbers and ids.
    static let messages: [(make: @Sendable (Int) -> PropertyValue?, normal: String?)] = [
        ({ .string("timeout after \($0) ms") }, "timeout after # ms"), ({ .string("TypeError: price\($0) is undefined") }, "TypeError: price# is undefined"),
        ({ .string("order 3f2a9b11-08cd-4e0f-9f3e-aabbccdd\(1000 + $0) is gone\nline \($0)") }, "order # is gone"),
        ({ .object(["name": "RangeError", "message": .string("index \($0)")]) }, "RangeError: index #"), ({ .int(Int64($0)) }, "#"),
        ({ _ in nil }, nil), ({ _ in .null }, nil), ({ _ in .string("é\u{301} alone") }, "é\u{301} alone"),
    ]
    static let stacks: [(make: @Sendable (Int) -> PropertyValue?, first: String?, frames: [String])] = [
        ({ _ in nil }, nil, []),
        ({ .string("Error\n  at f (a.js:\($0):1)\n  at g (b.js:2:\($0))\n  at h (c.js:1:1)\n  at deep\($0) (d.js:1:1)") }, "Error", ["f (a.js)", "g (b.js)", "h (c.js)"]),
        ({ .string("boom \($0)\n  at f (a.js:\($0):1)") }, "boom #", ["f (a.js)"]),
    ]

    struct Made {
        var event: Interaction
        /// The parts of the fingerprint, of an error.
        var message: String?
        var frames: [String] = []
        var component: String?
    }

    static func events(seed: UInt64, count: Int) -> [Made] {
        var dice = UsageDice(state: seed)
        let first = Day(year: 2026, month: 3, day: 26).start.microseconds
        return (0..<count).map { _ in
            // Few instants, so that many events are equal in time.
            let time = first + Int64(dice.roll(8)) * 86_400_000_000 + Int64(dice.roll(24)) * 3_600_000_000
            var details = Properties()
            var made = Made(event: Interaction(timestamp: Timestamp(microseconds: time), action: "click"))
            made.event.sessionId = dice.roll(4) == 0 ? nil : "s\(dice.roll(count / 10 + 1))"
            made.event.userId = dice.roll(3) == 0 ? nil : "u\(dice.roll(count / 15 + 1))"
            made.event.component = dice.roll(3) == 0 ? nil : ["Cart", "Page"][dice.roll(2)]
            switch dice.roll(3) {
            case 0:
                made.event.action = "error"
                let message = messages[dice.roll(messages.count)]
                let stack = stacks[dice.roll(stacks.count)]
                details["error"] = message.make(dice.roll(500))
                details["stack"] = stack.make(dice.roll(500))
                if dice.roll(3) == 0 { details["component"] = .string(["Cart", "Other"][dice.roll(2)]) }
                if dice.roll(3) == 0 { details["critical"] = .bool(dice.roll(2) == 0) }
                if dice.roll(4) == 0 { details["uncaught"] = .bool(true) }
                made.message = message.normal ?? stack.first
                made.frames = stack.frames
                made.component = if case .string(let name)? = details["component"] { name } else { made.event.component }
            case 1:
                made.event.action = "performance_metric"
                details["metric"] = [.string("LCP"), .string("CLS"), .string("API time"), .string("own"), .string("LCP"), nil][dice.roll(6)]
                details["value"] = [.int(Int64(dice.roll(5000))), .double(Double(dice.roll(5000)) / 4), .string("9"), .int(2500), .double(4000), nil][dice.roll(6)]
                if dice.roll(3) > 0 { details["id"] = dice.roll(9) == 0 ? .int(Int64(dice.roll(9))) : .string("v\(dice.roll(count / 12 + 1))") }
                details["page"] = [.string("/a"), .string("/b"), .int(1), nil][dice.roll(4)]
            default:
                details["url"] = [.string("/u\(dice.roll(9))"), .int(Int64(dice.roll(3))), .double(Double(dice.roll(3))), .bool(true), nil, .string("1")][dice.roll(6)]
            }
            made.event.details = details.isEmpty && dice.roll(2) == 0 ? nil : details
            return made
        }
    }

    /// In the order of events: by time, equal ones as they were taken in.
    static func ordered(_ events: [Made]) -> [Made] {
        events.enumerated().sorted { ($0.element.event.timestamp, $0.offset) < ($1.element.event.timestamp, $1.offset) }.map(\.element)
    }

    /// The unit of an event; sessions never equal users.
    static func unit(_ event: Interaction) -> String? { event.userId.map { "u" + $0 } ?? event.sessionId.map { "s" + $0 } }

    static func precedes(_ a: String?, _ b: String?) -> Bool? {
        guard let a, let b else { return a == nil && b == nil ? nil : b == nil }
        return a.utf8.elementsEqual(b.utf8) ? nil : a.utf8.lexicographicallyPrecedes(b.utf8)
    }
}
