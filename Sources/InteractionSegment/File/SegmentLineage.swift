// What ties a segment file to its store and to what was there before it (Format/segment.md, "Footer"): enough to name the
// segments of a store whose manifest is lost.

/// Where a segment comes from.
package struct SegmentLineage: Sendable, Hashable {
    /// Bytes of a store id.
    package static let storeIdBytes = 16

    /// The id of the store that the segment was written for, 16 bytes.
    package var storeId: [UInt8]
    /// File names of the segments whose place it took, as in the manifest; empty when it was made from rows.
    package var replaced: [String]
    /// Erasures of the store that were applied to its events when it was written: all up to this number, 0 for none.
    package var erasures: UInt64

    package init(storeId: [UInt8], replaced: [String] = [], erasures: UInt64 = 0) {
        self.storeId = storeId
        self.replaced = replaced
        self.erasures = erasures
    }
}
