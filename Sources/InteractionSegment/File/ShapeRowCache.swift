// Remembers which rows of a segment have some of the shapes: what a property path asks of every row group it is read from.

import InteractionCoding
import Synchronization

/// Sets of rows by row group and shapes, of one segment. Safe from any thread.
final class ShapeRowCache: Sendable {
    private struct Key: Hashable {
        var group: Int
        var shapes: [UInt8]
    }
    private struct Sets: Sendable {
        var sets: [Key: RowBits] = [:]
        var byteCount = 0
    }
    private let sets = Mutex(Sets())

    /// Bytes that the sets of a segment may hold: those of about five paths for each 64 Ki rows.
    private static func limit(_ rowCount: Int) -> Int { 65_536 + rowCount }

    /// The rows of a group whose shape has an entry in `shapes` that is not 0, if known.
    func find(_ group: Int, _ shapes: [UInt8]) -> RowBits? { sets.withLock { $0.sets[Key(group: group, shapes: shapes)] } }

    /// Keeps rows. Those kept before are forgotten when the room is used up. `rowCount` is the segment's.
    func keep(_ rows: RowBits, _ group: Int, _ shapes: [UInt8], of rowCount: Int) {
        sets.withLock { held in
            if held.byteCount + rows.byteCount > Self.limit(rowCount) { held = Sets() }
            if held.sets.updateValue(rows, forKey: Key(group: group, shapes: shapes)) == nil { held.byteCount += rows.byteCount + shapes.count }
        }
    }
}
