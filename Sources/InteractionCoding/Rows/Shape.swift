// The structure of an event without its values: which fields and keys it has, in which order, of which kind.
//   shape = u16 envelope, [object body of details], [object body of metadata]    bodies only where present
//   body  = varint key count, then for each key: varint length, key bytes, node
//   node  = u8 tag; an object is followed by its body
// Format/ holds the full text.

import InteractionModel

/// One leaf of a shape: a path at which there is something else than an object with keys.
package struct ShapeLeaf: Sendable, Hashable {
    package var path: PropertyPath
    /// Any tag; `.object` means an empty one.
    package var tag: ShapeTag

    package init(path: PropertyPath, tag: ShapeTag) {
        self.path = path
        self.tag = tag
    }
}

/// A key of a shape and what stands there.
struct ShapeNode: Sendable {
    var key: String
    var tag: ShapeTag
    /// Of objects only.
    var children: [ShapeNode] = []
}

/// A decoded shape.
package final class Shape: Sendable {
    /// The stored form; two events have the same shape exactly when these are equal.
    package let bytes: [UInt8]
    package let envelope: ShapeEnvelope
    /// All leaves in the order written, details before metadata, those without values included. The root objects themselves
    /// are no leaves: the envelope tells of them.
    package let leaves: [ShapeLeaf]
    /// Indexes into `leaves` of those that have a value in each row, in value order.
    package let valueLeaves: [Int]
    /// Tags of the values, in value order.
    package let valueTags: [ShapeTag]
    let details: [ShapeNode]
    let metadata: [ShapeNode]
    let template: ShapeTemplate

    init(bytes: [UInt8], envelope: ShapeEnvelope, details: [ShapeNode], metadata: [ShapeNode]) {
        var leaves: [ShapeLeaf] = []
        func collect(_ nodes: [ShapeNode], _ path: PropertyPath) {
            for node in nodes {
                var inner = path
                inner.keys.append(node.key)
                if node.children.isEmpty {
                    leaves.append(ShapeLeaf(path: inner, tag: node.tag))
                } else {
                    collect(node.children, inner)
                }
            }
        }
        collect(details, PropertyPath(.details, []))
        collect(metadata, PropertyPath(.metadata, []))
        self.bytes = bytes
        self.envelope = envelope
        self.leaves = leaves
        valueLeaves = leaves.indices.filter { leaves[$0].tag.hasValue }
        valueTags = valueLeaves.map { leaves[$0].tag }
        self.details = details
        self.metadata = metadata
        template = ShapeTemplate(envelope: envelope, details: details, metadata: metadata)
    }

    package func presence(_ field: EnvelopeField) -> Presence { envelope[field] }
}
