// Open segment files of one handle, shared by its snapshots: each is opened and its footer decoded once. Beyond a limit of open
// descriptors, files are opened for each read instead.

import InteractionFiles
import InteractionModel
import InteractionSegment
import Synchronization

/// The segments a handle has seen, by file name.
package final class SegmentPool: Sendable {
    private let files: any FileSystem
    private let segments = Mutex<[String: SegmentFile]>([:])

    package init(files: any FileSystem) { self.files = files }

    /// The segment of an entry of a manifest. Errors: `.notFound` when the file is gone (the snapshot is too old), `.damaged`.
    package func segment(_ entry: SegmentEntry, of manifest: Manifest) throws(InteractionError) -> SegmentFile {
        if let known = segments.withLock({ $0[entry.name] }) { return known }
        let file: any ReadableFile
        if segments.withLock({ $0.count }) < StoreLimit.openFiles {
            file = try files.openForReading(entry.name)
        } else {
            file = ReopeningFile(files: files, name: entry.name)
        }
        let size = try file.size
        guard size == entry.summary.fileBytes else {
            throw InteractionError(
                .damaged, "\(size) bytes, the manifest says \(entry.summary.fileBytes)", place: entry.name)
        }
        let segment = try SegmentFile(file: file, name: entry.name, footerChecksum: entry.summary.footerChecksum)
        guard segment.facts == entry.summary.facts, segment.lineage.storeId == manifest.storeId else {
            throw InteractionError(.damaged, "is not what the manifest says", place: entry.name)
        }
        segments.withLock { $0[entry.name] = segment }
        return segment
    }

    /// Forgets segments that a manifest no longer names. Snapshots that hold them keep them open.
    package func keep(only manifest: Manifest) {
        let known = Set(manifest.segments.map(\.name))
        segments.withLock { segments in segments = segments.filter { known.contains($0.key) } }
    }
}

/// A file opened anew for each read.
final class ReopeningFile: ReadableFile {
    private let files: any FileSystem
    private let name: String

    init(files: any FileSystem, name: String) {
        self.files = files
        self.name = name
    }

    var size: Int { get throws(InteractionError) { try files.openForReading(name).size } }

    func read(offset: Int, count: Int) throws(InteractionError) -> [UInt8] {
        try files.openForReading(name).read(offset: offset, count: count)
    }

    func read(into target: UnsafeMutableRawBufferPointer, offset: Int) throws(InteractionError) {
        try files.openForReading(name).read(into: target, offset: offset)
    }
}
