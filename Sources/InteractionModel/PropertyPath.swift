// The name of a property column: which object it lives in and the keys that lead to it.

/// The two objects of an event that hold free properties.
public enum PropertyRoot: UInt8, Sendable, Hashable, CaseIterable, Comparable {
    case details = 1
    case metadata = 2

    public var name: String { self == .details ? "details" : "metadata" }
    public static func < (a: PropertyRoot, b: PropertyRoot) -> Bool { a.rawValue < b.rawValue }
}

/// The way to one property: an array of keys, so that `{"a.b": 1}` and `{"a": {"b": 1}}` stay apart.
public struct PropertyPath: Sendable, Hashable {
    public var root: PropertyRoot
    /// One key for each level, outermost first; never empty for a property, empty for the root object itself.
    public var keys: [String]

    public init(_ root: PropertyRoot, _ keys: [String]) {
        self.root = root
        self.keys = keys
    }
}

/// Keys are equal when their bytes are: Swift's strings also call different spellings of one character equal, which would
/// let two keys of one object fall into one column.
extension PropertyPath {
    public static func == (a: PropertyPath, b: PropertyPath) -> Bool {
        guard a.root == b.root, a.keys.count == b.keys.count else { return false }
        for index in a.keys.indices where !a.keys[index].hasSameBytes(as: b.keys[index]) { return false }
        return true
    }

    public func hash(into hasher: inout Hasher) {
        // Equal bytes make equal strings, so the hash of the strings does, and it is quick for long keys.
        hasher.combine(root)
        hasher.combine(keys)
    }
}

extension String {
    /// True when both are the same UTF-8 bytes.
    package func hasSameBytes(as other: String) -> Bool {
        self == other && utf8.count == other.utf8.count && utf8.elementsEqual(other.utf8)
    }
}

extension PropertyPath: CustomStringConvertible {
    /// As SQL writes it: `details.price`, `details['x y'].z`.
    public var description: String {
        var text = root.name
        for key in keys {
            let plain =
                !key.isEmpty
                && key.utf8.enumerated().allSatisfy { index, byte in
                    byte == 95 || (byte | 32 >= 97 && byte | 32 <= 122) || (index > 0 && byte >= 48 && byte <= 57)
                }
            text += plain ? "." + key : "['" + key.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "']"
        }
        return text
    }
}
