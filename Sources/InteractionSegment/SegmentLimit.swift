// The limits of the segment format, in one place, each with its reason.

/// Named limits of a day segment. A reader refuses files beyond them before it allocates.
package enum SegmentLimit {
    /// Rows of a row group. 64 Ki is the knee between per-group cost and cache size.
    package static let rowsPerGroup = 65_536
    /// Property text of one row group, before encoding: what a reader of a text column must hold at once.
    package static let groupTextBytes = 16 << 20
    /// Rows of one segment: row numbers are 32-bit.
    package static let rows = Int(Int32.max)
    /// Property columns of one segment; rarer paths go to overflow.
    package static let propertyColumns = 256
    /// Clusters, texts or shapes in one piece of a table of the segment.
    package static let pieceEntries = 65_536
    /// Bytes of texts or shapes after which a writer closes a piece: with the largest entry it stays far below a part.
    package static let pieceBytes = 16 << 20
    /// Bytes of all keys of a path that may have a column; longer paths go to overflow, so that a footer stays small.
    package static let columnPathBytes = 4096
    /// Bytes of text in a dictionary of the whole segment; a column beyond it gets one dictionary for each row group.
    package static let dictionaryBytes = 32 << 20
    /// Raw bytes of one part (one compressed frame).
    package static let partBytes = 64 << 20
    /// Chunks smaller than this share a part, so that small days cost few bytes.
    package static let pooledChunkBytes = 4096
    /// Raw bytes at which a shared part is closed.
    package static let pooledPartBytes = 65_536
    /// Raw bytes of the footer.
    package static let footerBytes = 64 << 20
    /// Parts, columns or row groups named by a footer.
    package static let footerEntries = 1 << 22
}
