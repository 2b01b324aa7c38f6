// Repair of a store: finds the state that counts, takes damaged files out of use, puts restored ones back. It only moves and
// writes, never deletes; it may be run again after a crash at any moment, and a second run changes nothing.
//
// [D1] A file is moved only after a manifest says that it is out of use, or when no manifest speaks of it.
// [D2] What answers had to leave out before a repair, they leave out and name after it, until somebody accepts the loss.

import InteractionFiles
import InteractionModel
import InteractionSegment

/// Repair under the WRITER and MAINTAIN locks.
package struct StoreRepair {
    /// How a repair goes.
    package struct Options: Sendable, Hashable {
        /// Decode every value to find bad segments, not only the checksums.
        package var deep: Bool
        /// Forget what lies in quarantine: answers no longer call themselves partial for it.
        package var acceptsLoss: Bool

        package init(deep: Bool = false, acceptsLoss: Bool = false) {
            self.deep = deep
            self.acceptsLoss = acceptsLoss
        }
    }

    let manifests: ManifestStore
    let quarantine: Quarantine
    let options: Options
    var done: [FileFinding] = []
    var files: any FileSystem { manifests.files }

    /// Repairs a store and says what was done, then what is wrong still (as a verification does, without the good files). Errors:
    /// `.notFound` without a store, `.locked` when another process appends or maintains, `.unsupported` for a newer version's
    /// store, `.inputOutput`. Cost: reads every file once.
    package static func run(_ manifests: ManifestStore, _ options: Options) throws(InteractionError) -> [FileFinding] {
        let isThere = try manifests.files.exists(StoreLayout.current)
        if !isThere, try !manifests.holdsAnything() {
            throw InteractionError(.notFound, "there is no store here", place: manifests.files.place)
        }
        var repair = StoreRepair(manifests: manifests, quarantine: Quarantine(manifests), options: options)
        for lock in [StoreLayout.commitLock, StoreLayout.maintenanceLock, StoreLayout.writerLock] {
            if let place = try repair.quarantine.clear(lock, wanting: .file) { repair.tell(lock, "moved", "was no file; now \(place)") }
        }
        let maintenance = try repair.take(StoreLayout.maintenanceLock, "maintaining this store")
        defer { maintenance.release() }
        let writer = try repair.take(StoreLayout.writerLock, "writing to this store")
        defer { writer.release() }
        try repair.all()
        let left = try StoreVerification.run(manifests, deep: options.deep).filter { $0.status != "ok" }
        let told = Set(repair.done.map(\.file))
        return repair.done + left.filter { $0.status != "quarantined" || !told.contains($0.file) }
    }

    private func take(_ name: String, _ what: String) throws(InteractionError) -> any FileLock {
        guard let lock = try files.lock(name) else {
            throw InteractionError(
                .locked, "another process is \(what)", place: name, hint: "a repair needs the store for itself; nothing was changed")
        }
        return lock
    }

    mutating func tell(_ file: String, _ status: String, _ detail: String) {
        done.append(FileFinding(file: file, status: status, detail: detail))
    }

    private mutating func all() throws(InteractionError) {
        try quarantine.makeWay()
        try repairManifest()
        var manifest = try manifests.readToChange()
        try manifest.checkWritable()
        if try !manifests.hasTwoCopies(manifest.generation) {
            manifest = try manifests.commit { (_) throws(InteractionError) in }
            tell(StoreLayout.manifest(manifest.generation), "rebuilt", "the one before had only one whole copy")
        }
        try putBack(&manifest)
        try quarantine.finishMoves(manifest)
        try takeOut(&manifest)
        try repairRows(&manifest)
        if options.acceptsLoss { try acceptLoss(&manifest) }
        try tidy(manifest)
    }

    /// Reinstates segments whose file is whole in its old place again.
    private mutating func putBack(_ manifest: inout Manifest) throws(InteractionError) {
        let pool = SegmentPool(files: files)
        let records = try manifest.quarantined()
        var back: [QuarantineRecord] = []
        for record in records {
            guard case .segment(let entry) = record.content else { continue }
            do {
                try pool.segment(entry, of: manifest).verify(deep: options.deep)
            } catch {
                guard error.code == .damaged || error.code == .notFound else { throw error }
                continue
            }
            let facts = entry.summary.facts
            if let other = manifest.segments.first(where: { other in
                other.day == entry.day && other.summary.facts.firstSequence <= facts.lastSequence
                    && other.summary.facts.lastSequence >= facts.firstSequence
            }) {
                tell(entry.name, "quarantined", "is whole again, but \(other.name) was made without it: it cannot be put back")
                continue
            }
            back.append(record)
        }
        guard !back.isEmpty else { return }
        let names = Set(back.map(\.name))
        manifest = try manifests.commit { (edit) throws(InteractionError) in
            try edit.setQuarantined(try edit.quarantined().filter { !names.contains($0.name) })
            for case .segment(let entry) in back.map(\.content) { edit.insert(entry) }
        }
        for record in back { tell(record.name, "restored", "is whole again and back in use") }
    }

    /// Takes bad segments out of use.
    private mutating func takeOut(_ manifest: inout Manifest) throws(InteractionError) {
        let pool = SegmentPool(files: files)
        var lost: [MissingFile] = []
        var contents: [String: QuarantineRecord.Content] = [:]
        for entry in manifest.segments {
            do {
                try pool.segment(entry, of: manifest).verify(deep: options.deep)
            } catch {
                guard error.code == .damaged || error.code == .notFound else { throw error }
                lost.append(MissingFile(entry, reason: error.code == .notFound ? "is missing" : error.reason(of: entry.name)))
                contents[entry.name] = .segment(entry)
            }
        }
        guard !lost.isEmpty else { return }
        // Something else in the place of a day's directory would keep the day from ever being written again.
        for day in Set(lost.compactMap(\.day)) {
            let directory = StoreLayout.dayDirectory(day)
            if let place = try quarantine.clear(directory, wanting: .directory) { tell(directory, "moved", "was no directory; now \(place)") }
        }
        let records = try quarantine.records(of: lost, contents: contents)
        let names = Set(records.map(\.name))
        manifest = try manifests.commit { (edit) throws(InteractionError) in
            edit.segments.removeAll { names.contains($0.name) }
            try edit.setQuarantined(try edit.quarantined() + records)
        }
        try quarantine.finishMoves(manifest)
        for record in records { tell(record.name, "quarantined", record.missing.reason) }
    }

    /// Late and journal files: what a starting writer does.
    private mutating func repairRows(_ manifest: inout Manifest) throws(InteractionError) {
        let before = Set(try manifest.quarantined().map(\.name))
        let recovered = try JournalRecovery.run(
            manifests: manifests, manifest: manifest, tail: RowTail(freezes: true, keepsRaw: true))
        try recovered.journal.close()
        manifest = recovered.manifest
        try quarantine.finishMoves(manifest)
        for record in try manifest.quarantined() where !before.contains(record.name) {
            tell(record.name, "quarantined", record.missing.reason)
        }
    }

    private mutating func acceptLoss(_ manifest: inout Manifest) throws(InteractionError) {
        let records = try manifest.quarantined()
        guard !records.isEmpty else { return }
        manifest = try manifests.commit { (edit) throws(InteractionError) in try edit.setQuarantined([]) }
        for record in records {
            tell(record.name, "accepted", "answers no longer speak of it" + (record.movedTo.isEmpty ? "" : "; it stays in \(record.movedTo)"))
        }
    }

    /// Moves late and journal files that count no more and that no swap will remove.
    private mutating func tidy(_ manifest: Manifest) throws(InteractionError) {
        let dropped = Set(manifest.dropped.map(\.name))
        for name in try files.list(StoreLayout.journalDirectory) {
            let path = StoreLayout.journalDirectory + "/" + name
            guard let number = StoreLayout.number(ofFile: name, suffix: StoreLayout.journalSuffix), number < manifest.journalStart,
                !dropped.contains(path)
            else { continue }
            try quarantine.move(path, to: try quarantine.place(for: path, besides: []))
        }
        for name in try files.list(StoreLayout.lateDirectory) {
            let path = StoreLayout.lateDirectory + "/" + name
            guard let number = StoreLayout.number(ofFile: name, suffix: StoreLayout.lateSuffix), number != manifest.late?.number,
                !dropped.contains(path)
            else { continue }
            try quarantine.move(path, to: try quarantine.place(for: path, besides: []))
        }
    }
}
