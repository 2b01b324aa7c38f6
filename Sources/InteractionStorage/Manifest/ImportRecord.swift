// How far imports have got. An import into the journal says so before its rows are there and again after: a record that awaits
// its batch counts once the batch is found in the journal, so that rows and record cannot come apart in a crash.

import InteractionCoding

/// How far an import has got, so that the same input is never stored twice (SEMANTICS 12).
package struct ImportRecord: Sendable, Hashable {
    /// Identity of the import, random.
    package var id: UInt64
    /// Bytes of input whose events are stored.
    package var inputLength: UInt64
    /// Hashes of the input up to there and up to earlier places, in the form of InteractionImport's `ImportProgress`.
    package var inputHash: [UInt8]
    /// Events stored and lines rejected in those bytes.
    package var stored: UInt64
    package var rejected: UInt64

    package init(id: UInt64, inputLength: UInt64, inputHash: [UInt8], stored: UInt64, rejected: UInt64) {
        self.id = id
        self.inputLength = inputLength
        self.inputHash = inputHash
        self.stored = stored
        self.rejected = rejected
    }
}

/// Records that await a batch of the journal. The hash's first byte tells: 1 for rows that are in the store, 2 for rows of a batch
/// whose id follows (8 bytes, little endian), then the hash as it is to be.
extension ImportRecord {
    private static let awaitingMark: UInt8 = 2
    private static let idBytes = 8

    /// The same record, to count only once the journal has the batch.
    func awaiting(_ batch: UInt64) -> ImportRecord {
        var out = ByteWriter()
        out.u8(Self.awaitingMark)
        out.u64(batch)
        out.append(bytes: inputHash)
        var record = self
        record.inputHash = out.bytes
        return record
    }

    var isAwaiting: Bool { inputHash.first == Self.awaitingMark }

    /// The batch that the record awaits, and the record as it counts then; nil for one that counts already, and for one whose
    /// bytes are cut short.
    var awaited: (batch: UInt64, record: ImportRecord)? {
        guard isAwaiting, inputHash.count > 1 + Self.idBytes else { return nil }
        let batch = inputHash[1...Self.idBytes].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        var record = self
        record.inputHash = Array(inputHash[(1 + Self.idBytes)...])
        return (batch, record)
    }
}

extension Manifest {
    /// Keeps an import's progress in place of what was known of the same import; the oldest records go beyond the limit. One that
    /// awaits a batch stands beside the one that counts.
    mutating func record(_ record: ImportRecord?) {
        guard let record else { return }
        imports.removeAll { $0.id == record.id && ($0.isAwaiting || !record.isAwaiting) }
        imports.append(record)
        if imports.count > StoreLimit.importRecords { imports.removeFirst() }
    }

    /// Decides about records that await a batch: those whose batch is among `batches` count from now on, the others go.
    mutating func settleImports(_ batches: Set<UInt64>) {
        let waiting = imports.filter(\.isAwaiting)
        guard !waiting.isEmpty else { return }
        imports.removeAll(where: \.isAwaiting)
        for record in waiting {
            if let awaited = record.awaited, batches.contains(awaited.batch) { self.record(awaited.record) }
        }
    }
}
