// Looks into one file of a store, wherever it lies: what it is and where its bytes are.

import InteractionFiles
import InteractionSegment

/// The layout of one segment file.
public struct FileInspection: Sendable, Hashable {
    /// Bytes of one column.
    public struct Column: Sendable, Hashable {
        public var column: String
        /// What is stored of it: values by type, dictionary, table.
        public var content: String
        public var values: Int
        public var chunks: Int
        /// Bytes before and after compression.
        public var rawBytes: Int
        public var storedBytes: Int
    }

    public var kind: String
    public var day: Day
    public var events: Int
    /// Sessions, users without session and the rest, each one run of rows.
    public var clusters: Int
    public var rowGroups: Int
    public var first: Timestamp
    public var last: Timestamp
    public var fileBytes: Int
    /// Largest first; the rest of the file is header, footer and tail.
    public var columns: [Column]

    /// Opens a segment file by its path and reads its footer. Errors: `.notFound`, `.damaged` when it is no segment.
    package init(segmentAt path: String) throws(InteractionError) {
        let slash = path.lastIndex(of: "/")
        let directory = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let name = slash.map { String(path[path.index(after: $0)...]) } ?? path
        let files = try PosixFileSystem(root: directory)
        let segment = try SegmentFile(file: files.openForReading(name), name: name, footerChecksum: nil)
        kind = "\(segment.facts.kind)"
        day = segment.facts.day
        events = segment.facts.rowCount
        clusters = segment.facts.clusterCount
        rowGroups = segment.rowGroups.count
        first = Timestamp(microseconds: segment.facts.firstTimestamp)
        last = Timestamp(microseconds: segment.facts.lastTimestamp)
        fileBytes = segment.fileBytes
        columns = segment.figures().map {
            Column(
                column: $0.column, content: $0.content, values: $0.values, chunks: $0.chunks, rawBytes: $0.rawBytes,
                storedBytes: $0.storedBytes)
        }
    }
}
