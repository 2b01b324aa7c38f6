// Compaction: all segments of a day become one, clustered by session and compressed with zstd. Never blocks the writer; a day
// that changed meanwhile keeps its old segments and is taken up again next time.

import InteractionFiles
import InteractionModel
import InteractionSegment

/// Which days a compaction takes.
package enum CompactionScope: Sendable, Hashable {
    /// Days that are over, and days with at least `Compaction.manySegments` segments.
    case due
    case day(Day)
    case all
}

extension StoreMaintenance {
    /// Segments in a day that make it due before it is over.
    static let manySegments = 8

    /// Days that a compaction of this scope would take: those not yet one compacted segment.
    package func daysToCompact(_ scope: CompactionScope) throws(InteractionError) -> [Day] {
        let manifest = try manifests.read()
        let today = manifests.clock.now().day
        var days: [Day] = []
        for day in manifest.days {
            let entries = manifest.segments.filter { $0.day == day }
            if entries.count == 1, entries[0].summary.facts.kind == .compacted { continue }
            let isTaken =
                switch scope {
                case .due: day < today || entries.count >= Self.manySegments
                case .day(let wanted): day == wanted
                case .all: true
                }
            if isTaken { days.append(day) }
        }
        return days
    }

    /// Compacts one day. nil when the day has nothing to compact or changed meanwhile. Errors: `.damaged`, `.inputOutput`.
    /// Cost: reads and writes the day once; memory is a few columns of it.
    package func compact(_ day: Day) throws(InteractionError) -> MaintenanceAct? {
        let manifest = try manifests.read()
        let entries = manifest.segments.filter { $0.day == day }
        guard let first = entries.first, entries.count > 1 || first.summary.facts.kind != .compacted else { return nil }
        let bytes = entries.reduce(0) { $0 + $1.summary.fileBytes }
        guard try manifests.files.freeBytes > bytes + (16 << 20) else {
            throw InteractionError(
                .limitReached, "too little free space to compact \(day): \(bytes) bytes may be needed",
                place: manifests.files.place)
        }
        var sources: [any SegmentSource] = []
        for entry in entries { sources.append(try pool.segment(entry)) }
        let made = try SegmentOutput.write(
            sources, day: day, kind: .compacted, replaced: entries.map(\.name), manifests: manifests)
        do {
            try SegmentOutput.synchronizeDirectories(of: [day], files: manifests.files)
            let committed = try manifests.commit { (manifest) throws(InteractionError) in
                let names = Set(entries.map(\.name))
                guard entries.allSatisfy({ manifest.segments.contains($0) }) else {
                    throw InteractionError(.changed, "\(day) changed while it was compacted")
                }
                manifest.segments.removeAll { names.contains($0.name) }
                manifest.insert(made)
                for entry in entries { manifest.drop(entry.name, now: manifests.clock.now()) }
            }
            pool.keep(only: committed)
        } catch {
            // After an uncertain swap the manifest may name the file.
            if error.code != .uncertain { try? manifests.files.remove(made.name) }
            if error.code == .changed { return nil }
            throw error
        }
        return MaintenanceAct(
            act: "compact", day: day, events: made.summary.facts.rowCount, bytes: made.summary.fileBytes,
            action: "compacted", reason: "\(entries.count) segments, \(bytes) bytes before")
    }
}
