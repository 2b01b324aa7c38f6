// The limits of a store, in one place, each with its reason.

/// Named limits of journal, manifest and sealing.
package enum StoreLimit {
    /// Bytes of one journal frame; one batch is one frame, so this bounds a batch.
    package static let frameBytes = 16 << 20
    /// Rows of one journal frame.
    package static let frameRows = 1 << 20
    /// Rows in the journal that make the writer seal.
    package static let sealRows = 65_536
    /// Row bytes in the journal that make the writer seal.
    package static let sealBytes = 16 << 20
    /// Age of the oldest journal row that makes the writer seal, in nanoseconds (10 minutes).
    package static let sealAgeNanoseconds: UInt64 = 600_000_000_000
    /// Pause after a failed seal before the next one is due, in nanoseconds (10 s).
    package static let sealRetryNanoseconds: UInt64 = 10_000_000_000
    /// Longest time between a write and the sync that covers it, in nanoseconds (500 ms).
    package static let syncDelayNanoseconds: UInt64 = 500_000_000
    /// Rows of a day that earn it a segment of its own at a seal; fewer wait in the late file.
    package static let rowsForSegment = 4096
    /// Rows and bytes the late file may hold; beyond them the fullest days become segments.
    package static let lateRows = 65_536
    package static let lateBytes = 16 << 20
    /// Rows after which the rows of a day in memory are frozen into a clustered chunk.
    package static let tailChunkRows = 16_384
    /// Largest generation, and largest number of a journal or late file: the next one can always be counted.
    package static let fileNumber: UInt64 = (1 << 62) - 1
    /// Bytes of one segment or late file (4 TiB): the sum over all segments of a store can be counted.
    package static let fileBytes = 1 << 42
    /// First sequence of a frame lies below: the sequences of its rows can be counted.
    package static let sequenceEnd = Int64.max - Int64(frameRows)
    /// Counter of a journal's slot from which a writer that starts goes on in a new file.
    package static let slotCounter: UInt32 = 1 << 31
    /// Bytes of a manifest copy.
    package static let manifestBytes = 256 << 20
    /// Sections of a manifest beside its fixed fields.
    package static let manifestSections = 64
    /// Segments a manifest names.
    package static let segments = 1 << 20
    /// Import records a manifest keeps; the oldest are forgotten beyond it.
    package static let importRecords = 4096
    /// Bytes of the hashes of one import: a few dozen for each 16 MiB of its input, thinned beyond 64 GiB.
    package static let importHashBytes = 256 << 10
    /// Segment files one handle keeps open; others are opened for each read.
    package static let openFiles = 256
    /// Microseconds that a dropped file stays for readers that still use it (60 s).
    package static let dropDelayMicroseconds: Int64 = 60_000_000
    /// Milliseconds that an appender waits for the writer's lock: maintenance beside it holds the lock only as long as a seal
    /// of the journal takes. Longer means another appender.
    package static let writerPatience = 2000
    /// Longest time that rows of a bulk load wait for their commit to begin, in nanoseconds (250 ms), unless the disk makes
    /// commits slow: with the commit itself, readers then see rows well under a second old.
    package static let bulkDelayNanoseconds: UInt64 = 250_000_000
    /// Rows and row bytes that a bulk load gathers before it commits.
    package static let bulkRows = 1_000_000
    package static let bulkBytes = 160 << 20
}
