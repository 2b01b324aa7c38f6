// The JSON text of an object for one shape, with holes for the values of its leaves. The leaves of an object stand next to
// each other in a shape, so that objects are opened and closed by comparing the keys of neighbours.

import InteractionCoding
import InteractionModel
import InteractionSegment

/// JSON text with holes: `texts[0] hole[0] texts[1] ...`.
struct PathTemplate: Sendable {
    /// Where a leaf's value comes from.
    enum Leaf: Sendable {
        /// Index in the renderer's columns.
        case column(Int)
        /// Index among the shape's overflowed leaves, and its tag.
        case overflow(Int, ShapeTag)
        /// The shape says it: null, [] or {}.
        case text(String)
    }

    private(set) var texts: [[UInt8]] = [[UInt8(ascii: "{")]]
    private(set) var holes: [Leaf] = []
    private var open: [String] = []
    private var needsComma = false

    /// The template of an object with the given members: keys below the object, and what stands there.
    init(_ members: [(keys: [String], leaf: Leaf)]) {
        for member in members {
            enter(Array(member.keys.dropLast()))
            add(key: member.keys.last ?? "")
            if case .text(let text) = member.leaf {
                add(text)
            } else {
                holes.append(member.leaf)
                texts.append([])
            }
            needsComma = true
        }
        enter([])
        add("}")
    }

    private mutating func add(_ text: String) { texts[texts.count - 1] += Array(text.utf8) }

    private mutating func add(key: String) {
        if needsComma { add(",") }
        var writer = ByteWriter()
        writer.jsonString(key)
        texts[texts.count - 1] += writer.bytes
        add(":")
    }

    /// Closes and opens objects until `parents` are open.
    private mutating func enter(_ parents: [String]) {
        var shared = 0
        while shared < open.count, shared < parents.count, open[shared] == parents[shared] { shared += 1 }
        for _ in shared..<open.count {
            add("}")
            needsComma = true
        }
        for parent in parents[shared...] {
            add(key: parent)
            add("{")
            needsComma = false
        }
        open = parents
    }
}
