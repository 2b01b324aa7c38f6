// The chunks of each partition of one pass over rows.

import InteractionModel
import Synchronization

/// Rows by the hash of their keys, in one file. Adding is safe from any thread.
final class Partitions: Sendable {
    /// Partitions of one pass; a partition that is still too large is parted again, by other bits of the hash.
    static let fan = 32
    /// Bits of the hash between one pass and the next.
    static let bits = 8

    let file: ChunkFile
    private let chunks = Mutex([[SpilledChunk]](repeating: [], count: Partitions.fan))

    init(_ file: ChunkFile) { self.file = file }

    /// Writes rows, each to the partition that the bits of its hash from `shift` on name. Errors: those of the file.
    func add(_ columns: [Vector], by hashes: [UInt64], shift: Int) throws(InteractionError) {
        var rows = [[UInt32]](repeating: [], count: Self.fan)
        for (row, hash) in hashes.enumerated() {
            rows[Int(truncatingIfNeeded: (hash >> UInt64(shift)) & UInt64(Self.fan - 1))].append(UInt32(truncatingIfNeeded: row))
        }
        for (partition, rows) in rows.enumerated() where !rows.isEmpty {
            let written = try file.write(columns.map { $0.gathered(rows) }, rows: rows.count)
            chunks.withLock { $0[partition] += written }
        }
    }

    /// The chunks of the partitions that have rows.
    var list: [[SpilledChunk]] { chunks.withLock { $0.filter { !$0.isEmpty } } }
}
