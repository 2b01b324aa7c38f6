// Open segment files of one handle, shared by its snapshots: each is opened and its footer decoded once. Beyond a limit of open
// descriptors, files are opened for each read instead. Files found damaged are remembered, so that a snapshot leaves them out at
// once; one that changed since (put back from a backup) is looked at again.

import InteractionFiles
import InteractionModel
import InteractionSegment
import Synchronization

/// The segments a handle has seen, by file name.
package final class SegmentPool: Sendable {
    private struct Known {
        var segments: [String: SegmentFile] = [:]
        var damaged: [String: (information: FileInformation?, missing: MissingFile)] = [:]
    }

    private let files: any FileSystem
    private let known = Mutex(Known())

    package init(files: any FileSystem) { self.files = files }

    /// The segment of an entry of a manifest. Errors: `.notFound` when the file is gone (the snapshot is too old), `.damaged`.
    package func segment(_ entry: SegmentEntry, of manifest: Manifest) throws(InteractionError) -> SegmentFile {
        if let known = known.withLock({ $0.segments[entry.name] }) { return known }
        let file: any ReadableFile
        if known.withLock({ $0.segments.count }) < StoreLimit.openFiles {
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
        known.withLock { $0.segments[entry.name] = segment }
        return segment
    }

    /// All segments of a manifest that can be opened, and those that cannot, with what lies in quarantine. Errors: `.changed`
    /// when a file is gone and the manifest with it, `.unsupported`, `.inputOutput`.
    func sources(
        of manifest: Manifest, _ manifests: ManifestStore
    ) throws(InteractionError) -> (segments: [any SegmentSource], missing: [MissingFile]) {
        let opened = try opened(manifest, manifests)
        let segments = opened.compactMap(\.segment)
        var missing = opened.compactMap(\.missing)
        do {
            missing += try manifest.quarantined().map(\.missing)
        } catch {
            missing.append(MissingFile(file: StoreLayout.manifest(manifest.generation), reason: error.description))
        }
        return (segments, missing)
    }

    /// A segment that could be opened, or what is known of one that could not.
    private struct Opened: Sendable {
        var segment: GuardedSegment?
        var missing: MissingFile?
    }

    /// The segments of a manifest in its order. Opening is a few small reads and a footer each: many new ones are shared by
    /// several threads.
    private func opened(_ manifest: Manifest, _ manifests: ManifestStore) throws(InteractionError) -> [Opened] {
        let entries = manifest.segments
        let new = known.withLock { known in entries.reduce(0) { $0 + (known.segments[$1.name] == nil ? 1 : 0) } }
        let threads = max(1, min(WorkerThreads.processors, new / 16, 8))
        let list = Mutex([Opened](repeating: Opened(), count: entries.count))
        try WorkerThreads.shared.parallel(count: threads, threads: threads) { [self] (part) throws(InteractionError) in
            for index in entries.count * part / threads..<entries.count * (part + 1) / threads {
                let one = try open(entries[index], manifest, manifests)
                list.withLock { $0[index] = one }
            }
        }
        return list.withLock { $0 }
    }

    private func open(
        _ entry: SegmentEntry, _ manifest: Manifest, _ manifests: ManifestStore
    ) throws(InteractionError) -> Opened {
        if let bad = try stillDamaged(entry.name) { return Opened(missing: bad) }
        do {
            return Opened(segment: GuardedSegment(try segment(entry, of: manifest), entry))
        } catch {
            switch error.code {
            case .damaged: return Opened(missing: noteDamage(entry, error))
            case .notFound:
                try manifests.expectInForce(manifest)
                return Opened(missing: MissingFile(entry, reason: "is missing"))
            default: throw error
            }
        }
    }

    /// Remembers that a segment is damaged.
    func noteDamage(_ entry: SegmentEntry, _ failure: InteractionError) -> MissingFile {
        let missing = MissingFile(entry, reason: failure.reason(of: entry.name))
        let information = (try? files.information(entry.name)) ?? nil
        known.withLock {
            $0.segments[entry.name] = nil
            $0.damaged[entry.name] = (information, missing)
        }
        return missing
    }

    /// What is known to be wrong with a file that is as it was then.
    private func stillDamaged(_ name: String) throws(InteractionError) -> MissingFile? {
        guard let bad = known.withLock({ $0.damaged[name] }) else { return nil }
        if ((try? files.information(name)) ?? nil) == bad.information { return bad.missing }
        known.withLock { $0.damaged[name] = nil }
        return nil
    }

    /// Closes a segment whose file is gone.
    func forget(_ name: String) { known.withLock { $0.segments[name] = nil } }

    /// Forgets segments that a manifest no longer names. Snapshots that hold them keep them open.
    package func keep(only manifest: Manifest) {
        let names = Set(manifest.segments.map(\.name))
        known.withLock { known in
            known.segments = known.segments.filter { names.contains($0.key) }
            known.damaged = known.damaged.filter { names.contains($0.key) }
        }
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
