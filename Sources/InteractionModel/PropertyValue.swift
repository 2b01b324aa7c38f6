// The values an event's details and metadata may hold: JSON's values, with integers, doubles and exact number text apart.

/// One value inside `details` or `metadata`.
public enum PropertyValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case int(Int64)
    case double(Double)
    /// A JSON number that neither Int64 nor the shortest form of a Double gives back; its text as written.
    case number(String)
    case string(String)
    case array([PropertyValue])
    case object(Properties)
}

/// Keys and values in the order written. Keys are unique by their bytes: setting one again replaces its value in place.
public struct Properties: Sendable, Hashable {
    /// The keys, in order, without repeats.
    public private(set) var keys: [String] = []
    /// The values, one for each key.
    public private(set) var values: [PropertyValue] = []

    public init() {}

    /// Takes keys that are already known to be unique, and as many values. Cost: none, where setting one by one is quadratic.
    package init(uniqueKeys keys: [String], values: [PropertyValue]) {
        self.keys = keys
        self.values = values
    }

    /// The value of a key; nil when absent. Setting nil removes the key. Cost: linear in the number of keys.
    public subscript(key: String) -> PropertyValue? {
        get { index(of: key).map { values[$0] } }
        set {
            if let index = index(of: key) {
                if let newValue {
                    values[index] = newValue
                } else {
                    keys.remove(at: index)
                    values.remove(at: index)
                }
            } else if let newValue {
                keys.append(key)
                values.append(newValue)
            }
        }
    }

    private func index(of key: String) -> Int? { keys.firstIndex { $0.hasSameBytes(as: key) } }

    /// Number of keys at this level.
    public var count: Int { keys.count }
    public var isEmpty: Bool { keys.isEmpty }
}

extension Properties: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, PropertyValue)...) {
        for (key, value) in elements { self[key] = value }
    }
}

extension PropertyValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByNilLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int64) { self = .int(value) }
    public init(floatLiteral value: Double) { self = .double(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(nilLiteral: ()) { self = .null }
    public init(arrayLiteral elements: PropertyValue...) { self = .array(elements) }
    public init(dictionaryLiteral elements: (String, PropertyValue)...) {
        var properties = Properties()
        for (key, value) in elements { properties[key] = value }
        self = .object(properties)
    }
}
