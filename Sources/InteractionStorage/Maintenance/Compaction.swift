// Compaction: all segments of a day become one, clustered by session and compressed with zstd. Never blocks the writer; a day
// that changed meanwhile keeps its old segments and is taken up again next time. Days share manifest swaps.

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

    /// Moves the rows of the scope's days that wait in journal and late files into segments, so that compaction takes them up
    /// too. A process that writes itself passes `seal`. Beside another process's writer the rows stay where they are: the late
    /// file is bounded, and that writer seals them.
    package func sealWaiting(
        _ scope: CompactionScope, seal: ((Set<Day>) throws(InteractionError) -> Void)? = nil
    ) throws(InteractionError) {
        let snapshot = try StoreReader(manifests).snapshot()
        let today = manifests.clock.now().day
        let waiting = Set(snapshot.sources.lazy.filter { $0.facts.kind == .memory }.map(\.facts.day)).filter { day in
            switch scope {
            case .due: day < today
            case .day(let wanted): day == wanted
            case .all: true
            }
        }
        guard !waiting.isEmpty else { return }
        if let seal { return try seal(waiting) }
        do {
            try withOwnWriter { (writer) throws(InteractionError) in try writer.seal(days: waiting) }
        } catch {
            guard error.code == .locked else { throw error }
        }
    }

    /// Runs `body` with a writer opened for it alone. Errors: `.locked` when another process writes.
    func withOwnWriter(_ body: (StoreWriter) throws(InteractionError) -> Void) throws(InteractionError) {
        let writer = try StoreWriter(manifests)
        do {
            try body(writer)
        } catch {
            try? writer.close()
            throw error
        }
        try writer.close()
    }

    /// Days that a compaction of this scope would take: those not yet one compacted segment.
    package func daysToCompact(_ scope: CompactionScope) throws(InteractionError) -> [Day] {
        let manifest = try manifests.read()
        let today = manifests.clock.now().day
        let waiting = Set(try manifest.quarantined().compactMap(\.missing.day))
        var days: [Day] = []
        for day in manifest.days {
            let entries = manifest.segments.filter { $0.day == day }
            if entries.count == 1, entries[0].summary.facts.kind == .compacted { continue }
            // A segment in quarantine can be put back only beside the segments it was made with.
            if waiting.contains(day), scope != .day(day) { continue }
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

    /// Compacts one day. nil when the day has nothing to compact or changed meanwhile. Errors and cost: as of `compact(_:_:)`.
    package func compact(_ day: Day) throws(InteractionError) -> MaintenanceAct? {
        var act: MaintenanceAct?
        try compact([day]) { (done) throws(InteractionError) in act = done }
        return act
    }

    /// Compacts days one after another and tells each once it is in force. Days with nothing to compact, or that changed
    /// meanwhile, are passed over. Days share swaps of the manifest, so that many small days do not pay one each. Errors:
    /// `.damaged` for a day with a damaged segment, once the other days are done; `.inputOutput`, `.limitReached` without room on
    /// the disk, `.cancelled` with the task; days told before an error stay compacted. Cost: reads and writes each day once;
    /// memory is a few columns of the largest day.
    package func compact(
        _ days: [Day], _ told: (MaintenanceAct) throws(InteractionError) -> Void
    ) throws(InteractionError) {
        var waiting: [CompactedDay] = []
        var damage: InteractionError?
        var due = manifests.clock.nanoseconds &+ Self.swapDelayNanoseconds
        func swap() throws(InteractionError) {
            // Taken first: a swap that failed has removed the files of its days, and one that may have happened has them in
            // force, so that no second swap may name or remove them.
            let merged = waiting
            waiting = []
            let done = try putInForce(merged)
            due = manifests.clock.nanoseconds &+ Self.swapDelayNanoseconds
            for day in done { try told(day.act) }
        }
        do throws(InteractionError) {
            for day in days {
                if Task.isCancelled { throw InteractionError(.cancelled, "compaction was interrupted") }
                do {
                    if let made = try merged(day) { waiting.append(made) }
                } catch {
                    // One bad day is no reason to leave the others.
                    guard error.code == .damaged || error.code == .notFound else { throw error }
                    damage = damage ?? error.hinted("other days were compacted; `iaq verify` names every bad file")
                }
                if waiting.count >= Self.daysInSwap || manifests.clock.nanoseconds >= due { try swap() }
            }
        } catch {
            // What is merged already is worth its swap, but the first error is the one to tell.
            if !waiting.isEmpty { try? swap() }
            throw error
        }
        try swap()
        if let damage { throw damage }
    }

    /// Days whose swap is shared at most, and how long the first of them waits for it, in nanoseconds.
    private static let daysInSwap = 64
    private static let swapDelayNanoseconds: UInt64 = 1_000_000_000

    /// Merges a day's segments into a new file that no manifest names yet.
    private func merged(_ day: Day) throws(InteractionError) -> CompactedDay? {
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
        for entry in entries { sources.append(try pool.segment(entry, of: manifest)) }
        let made = try SegmentOutput.write(
            sources, day: day, kind: .compacted,
            lineage: SegmentLineage(storeId: manifest.storeId, replaced: entries.map(\.name)), manifests: manifests)
        return CompactedDay(inputs: entries, output: made)
    }

    /// Swaps merged days in. Gives those whose inputs were still in force; the files of the others are removed.
    private func putInForce(_ days: [CompactedDay]) throws(InteractionError) -> [CompactedDay] {
        guard !days.isEmpty else { return [] }
        var done: [CompactedDay] = []
        do {
            let names = days.map(\.output.day)
            try SegmentOutput.synchronizeDirectories(of: names, known: Set(names), files: manifests.files)
            let committed = try manifests.commit { (manifest) throws(InteractionError) in
                let named = Set(manifest.segments)
                done = days.filter { named.isSuperset(of: $0.inputs) }
                guard !done.isEmpty else { throw InteractionError(.changed, "every day changed while it was compacted") }
                let replaced = Set(done.flatMap(\.inputs))
                manifest.segments.removeAll { replaced.contains($0) }
                for day in done {
                    manifest.insert(day.output)
                    for input in day.inputs { manifest.drop(input.name, now: manifests.clock.now()) }
                }
            }
            pool.keep(only: committed)
        } catch {
            // After an uncertain swap the manifest may name the files.
            if error.code != .uncertain { for day in days { try? manifests.files.remove(day.output.name) } }
            if error.code == .changed { return [] }
            throw error
        }
        let kept = Set(done.map(\.output.name))
        for day in days where !kept.contains(day.output.name) { try? manifests.files.remove(day.output.name) }
        return done
    }
}

/// A day merged into one file.
private struct CompactedDay {
    let inputs: [SegmentEntry]
    let output: SegmentEntry

    var act: MaintenanceAct {
        MaintenanceAct(
            act: "compact", day: output.day, events: output.summary.facts.rowCount, bytes: output.summary.fileBytes,
            action: "compacted",
            reason: "\(inputs.count) segments, \(inputs.reduce(0) { $0 + $1.summary.fileBytes }) bytes before")
    }
}
