// A temporary file of chunks: some rows of typed columns each, compressed lightly and with a checksum. Where a chunk lies is
// known to its writer only.

import InteractionCoding
import InteractionModel
import InteractionPlan
import Synchronization

/// Where a chunk lies.
struct SpilledChunk: Sendable {
    var offset: Int
    var length: Int
    var rawLength: Int
    var codec: Codec
    var checksum: UInt32
    var rows: Int
}

/// Chunks of columns of the same types. Safe from any thread.
final class ChunkFile: Sendable {
    /// Raw bytes of a chunk, about; larger ones are halved.
    private static let target = 8 << 20
    private let types: [ScalarType]
    private let file: any SpillFile
    private let lock = Mutex(0)

    init(_ types: [ScalarType], in space: any SpillSpace) throws(InteractionError) {
        self.types = types
        file = try space.makeFile()
    }

    /// Bytes written so far.
    var byteCount: Int { lock.withLock { $0 } }

    /// Writes rows as one chunk, or several when they are large. Errors: those of the file, `.limitReached` for a row that no
    /// chunk holds.
    func write(_ columns: [Vector], rows: Int) throws(InteractionError) -> [SpilledChunk] {
        var writer = ByteWriter()
        for column in columns { VectorCoding.encode(column, into: &writer) }
        if writer.count > Self.target, rows > 1 {
            let half = rows / 2
            return try write(columns.map { $0.sliced(0..<half) }, rows: half)
                + write(columns.map { $0.sliced(half..<rows) }, rows: rows - half)
        }
        guard writer.count <= CodingLimit.rawBytes else {
            throw InteractionError(.limitReached, "a row of \(writer.count) bytes is too large for a temporary file")
        }
        let (codec, bytes) = Codec.lz4.compressIfWorthwhile(writer.bytes)
        let file = self.file
        let written = lock.withLock { total -> Result<Int, InteractionError> in
            do throws(InteractionError) {
                let offset = try file.append(bytes)
                total += bytes.count
                return .success(offset)
            } catch {
                return .failure(error)
            }
        }
        return [
            SpilledChunk(
                offset: try written.get(), length: bytes.count, rawLength: writer.count, codec: codec,
                checksum: CRC32C.checksum(bytes), rows: rows)
        ]
    }

    /// The columns of a chunk. Errors: `.damaged`, `.inputOutput`.
    func read(_ chunk: SpilledChunk) throws(InteractionError) -> [Vector] {
        let bytes = try file.read(offset: chunk.offset, count: chunk.length)
        guard CRC32C.checksum(bytes) == chunk.checksum else {
            throw InteractionError(.damaged, "a checksum is wrong", place: "a temporary file, offset \(chunk.offset)")
        }
        var reader = ByteReader(
            try chunk.codec.decompress(bytes, rawLength: chunk.rawLength), place: "a temporary file", baseOffset: chunk.offset)
        var columns: [Vector] = []
        for type in types { columns.append(try VectorCoding.decode(&reader, type: type, count: chunk.rows)) }
        try reader.expectEnd()
        return columns
    }
}
