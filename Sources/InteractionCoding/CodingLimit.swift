// The limits of this layer, in one place, each with its reason. A decoder compares every count with one of them before it
// allocates.

/// Named limits of encoded data.
package enum CodingLimit {
    /// Raw bytes of one compressed buffer; bounds what one read can ask of memory.
    package static let rawBytes = 64 << 20
    /// Text bytes of one string dictionary; offsets are 32-bit and a dictionary is decoded whole.
    package static let dictionaryBytes = 256 << 20
    /// Entries of one string dictionary. Codes are 32-bit; an entry costs at least its offset.
    package static let dictionaryEntries = 1 << 26
    /// Values of one column chunk; a row group has at most 65,536 rows, a cluster or tie chunk no more.
    package static let chunkValues = 1 << 20
    /// Chunks inside chunks (scaled of delta of patched, runs of packed, ...).
    package static let nesting = 6
}
