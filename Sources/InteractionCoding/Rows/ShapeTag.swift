// The vocabulary of shapes: node tags, the presence of the envelope's fields.

/// What stands at a node of a shape. Raw values are the numbers on disk; 0 is never valid.
package enum ShapeTag: UInt8, Sendable, Hashable, CaseIterable {
    case null = 1
    case bool = 2
    case int64 = 3
    case double = 4
    case string = 5
    /// A JSON number that neither Int64 nor the shortest double gives back.
    case numberText = 6
    case emptyArray = 7
    case array = 8
    case object = 9

    /// True when a row carries a value for the node; the others are told by the shape alone.
    package var hasValue: Bool {
        switch self {
        case .bool, .int64, .double, .string, .numberText, .array: true
        case .null, .emptyArray, .object: false
        }
    }
}

/// The fields of an event that may be absent.
package enum EnvelopeField: UInt8, Sendable, Hashable, CaseIterable {
    case sessionId = 0
    case userId = 1
    case component = 2
    case details = 3
    case metadata = 4

    /// The name in JSON.
    package var name: String {
        switch self {
        case .sessionId: "sessionId"
        case .userId: "userId"
        case .component: "component"
        case .details: "details"
        case .metadata: "metadata"
        }
    }
}

/// How a field stood in the event.
package enum Presence: UInt8, Sendable, Hashable {
    case absent = 0
    case null = 1
    case present = 2
}

/// The presence of the five fields, two bits each.
package struct ShapeEnvelope: Sendable, Hashable {
    package private(set) var bits: UInt16

    package init() { bits = 0 }

    /// nil when a field has the unused value 3 or an unused bit is set.
    package init?(bits: UInt16) {
        guard bits >> 10 == 0 else { return nil }
        if bits & bits >> 1 & 0x155 != 0 { return nil }
        self.bits = bits
    }

    package subscript(field: EnvelopeField) -> Presence {
        get { Presence(rawValue: UInt8(truncatingIfNeeded: bits >> (2 * UInt16(field.rawValue)) & 3)) ?? .absent }
        set {
            let shift = 2 * UInt16(field.rawValue)
            bits = bits & ~(3 << shift) | UInt16(newValue.rawValue) << shift
        }
    }
}
