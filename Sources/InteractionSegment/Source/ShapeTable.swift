// The distinct event shapes of a segment, and for each leaf of each shape where its value is: a property column, the overflow,
// or nowhere because the shape alone says it (null, [], {}).

import InteractionCoding
import InteractionModel

/// Where the value of a path is, for the rows of one shape.
package enum LeafPlace: Sendable, Hashable {
    /// The path is not in the shape.
    case absent
    case null
    case emptyArray
    /// An object stands at the path; its leaves have places of their own.
    case object
    /// In the property column of this index.
    case column(Int)
    /// In the overflow, as this leaf of the row's overflow entry (0-based among the shape's overflowed leaves), with this tag.
    case overflow(ordinal: Int, tag: ShapeTag)
}

/// The shapes of a segment by shape code.
package final class ShapeTable: Sendable {
    package let shapes: [Shape]
    /// For each shape and leaf (in the shape's leaf order) its place.
    package let places: [[LeafPlace]]
    /// Number of leaves with a value in the overflow, by shape.
    package let overflowCounts: [Int]
    /// Rows of each shape in the whole segment.
    package let rowCounts: [Int]

    package init(shapes: [Shape], places: [[LeafPlace]], rowCounts: [Int]) {
        self.shapes = shapes
        self.places = places
        self.rowCounts = rowCounts
        overflowCounts = places.map { leaves in
            leaves.reduce(into: 0) { count, place in if case .overflow = place { count += 1 } }
        }
    }

    package var count: Int { shapes.count }

    /// Where a path's value is, for each shape. Cost: linear in the leaves of all shapes.
    package func places(of path: PropertyPath) -> [LeafPlace] {
        var result = [LeafPlace](repeating: .absent, count: shapes.count)
        for (code, shape) in shapes.enumerated() {
            for (index, leaf) in shape.leaves.enumerated() where leaf.path.root == path.root {
                // Keys compare by bytes: two spellings of a letter are two keys.
                var above = leaf.path
                guard above.keys.count >= path.keys.count else { continue }
                above.keys.removeLast(above.keys.count - path.keys.count)
                guard above == path else { continue }
                result[code] = leaf.path.keys.count == path.keys.count ? places[code][index] : .object
            }
        }
        return result
    }

    /// For each shape, 1 when its rows hold a value in the property column, else 0.
    package func carriers(ofColumn column: Int) -> [UInt8] {
        places.map { $0.contains(.column(column)) ? 1 : 0 }
    }
}

/// The overflow of a row group: for each row whose shape has overflowed leaves, in row order, the values of those leaves one
/// after another in the row format.
package struct OverflowRows: Sendable {
    /// Start of each entry in `bytes`, and the end as a last element.
    package var offsets: [UInt32]
    package var bytes: [UInt8]
    /// Offset of the first entry in its chunk, for errors.
    package var start: Int

    package init(offsets: [UInt32], bytes: [UInt8], start: Int = 0) {
        self.offsets = offsets
        self.bytes = bytes
        self.start = start
    }

    package var count: Int { max(0, offsets.count - 1) }
}
