// Events made from a seed, rich in awkward cases: ties, shared sessions, no session, no user, nested and mixed values.
import InteractionCoding
import InteractionModel
import InteractionSegment

struct RandomEvents {
    var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((z ^ (z >> 31)) % UInt64(max(1, bound)))
    }

    mutating func value(depth: Int) -> PropertyValue {
        switch next(depth > 2 ? 9 : 11) {
        case 0: return .null
        case 1: return .bool(next(2) == 0)
        case 2: return .int(Int64(next(1000)) - 500)
        case 3: return .int(Int64.max - Int64(next(3)))
        case 4: return .double(Double(next(10_000)) / 100)
        case 5: return .string(["", "x", "héllo", "日本", String(repeating: "long ", count: 40)][next(5)])
        case 6: return .number("123456789012345678901234567890")
        case 7: return .array([])
        case 8: return .array([.int(Int64(next(9))), .string("a")])
        case 9: return .object(Properties())
        default: return .object(object(depth: depth + 1))
        }
    }

    mutating func object(depth: Int, keys: Int = 6) -> Properties {
        var properties = Properties()
        for _ in 0..<next(4) { properties[["a", "b", "a.b", "", "x y", "deep"][next(keys)]] = value(depth: depth) }
        return properties
    }

    mutating func event(day: Day, sessions: Int, users: Int) -> Interaction {
        let time = day.start.microseconds + Int64(next(2000)) * 43_000_000
        return Interaction(
            timestamp: Timestamp(microseconds: time + Int64(next(3) == 0 ? next(1_000_000) : 0)),
            sessionId: next(8) == 0 ? nil : "s\(next(sessions))", userId: next(3) == 0 ? nil : "u\(next(users))",
            action: ["view", "click", "error", "buy"][next(4)], component: next(4) == 0 ? nil : ["A", "B", ""][next(3)],
            details: next(5) == 0 ? nil : object(depth: 1), metadata: next(3) == 0 ? object(depth: 1) : nil)
    }
}

/// The row form of an event.
func row(_ event: Interaction) throws -> [UInt8] {
    var encoder = RowEncoder()
    var out = ByteWriter()
    try encoder.encode(event, into: &out)
    return out.bytes
}

/// All events of sources in the day's total order: time, source, tie, row.
func ordered(_ sources: [any SegmentSource]) throws -> [Interaction] {
    var rows: [(key: (Int64, Int, UInt32, Int), event: Interaction)] = []
    for (index, source) in sources.enumerated() {
        let reader = try EventRows(source)
        for group in source.rowGroups.indices {
            try reader.forEach(group: group) { (row) throws(InteractionError) in
                rows.append(
                    (
                        (row.filling.timestamp, index, row.tie, row.row),
                        try ShapeRenderer.interaction(row.shape, row.filling)
                    ))
            }
        }
    }
    return rows.sorted { $0.key < $1.key }.map(\.event)
}
