// Checking a store file by file: that every file the manifest names is there, is the one it names, and decodes.

import InteractionFiles
import InteractionModel
import InteractionSegment

/// What a check or a repair found of one file, or did to it.
package struct FileFinding: Sendable, Hashable {
    package var file: String
    /// `ok`, `damaged`, `missing`, `quarantined`; of a repair also `moved`, `restored`, `rebuilt`.
    package var status: String
    /// Facts of a good file, or what is wrong with a bad one and where.
    package var detail: String
}

/// Verification of a store. Needs no lock.
package enum StoreVerification {
    /// Checks manifest, segments, late and journal files, and names what lies in quarantine. `deep` decodes every value and holds
    /// summaries against rows. A file dropped by maintenance meanwhile is left out. Errors: `.notFound` without a store,
    /// `.unsupported`, `.inputOutput`.
    package static func run(_ manifests: ManifestStore, deep: Bool) throws(InteractionError) -> [FileFinding] {
        var run = Run(manifests: manifests, deep: deep)
        try run.all()
        return run.findings
    }

    private struct Run {
        let manifests: ManifestStore
        let deep: Bool
        var findings: [FileFinding] = []
        private var files: any FileSystem { manifests.files }

        init(manifests: ManifestStore, deep: Bool) {
            self.manifests = manifests
            self.deep = deep
        }

        mutating func all() throws(InteractionError) {
            let view: ManifestView
            do {
                view = try manifests.view()
            } catch {
                guard error.code == .damaged else { throw error }
                findings.append(FileFinding(file: StoreLayout.current, status: "damaged", detail: error.description))
                return
            }
            let manifest = view.manifest
            note(view.missing)
            try checkManifest(manifest)
            checkTable(manifest)
            try checkSegments(manifest)
            try checkRows(manifest)
            do {
                for record in try manifest.quarantined() {
                    findings.append(FileFinding(file: record.name, status: "quarantined", detail: record.missing.reason))
                }
            } catch {
                add(StoreLayout.manifest(manifest.generation), error)
            }
            try leaveOutDropped(since: manifest)
        }

        /// Maintenance and the writer may have dropped files while they were checked, and removed them a minute later.
        private mutating func leaveOutDropped(since manifest: Manifest) throws(InteractionError) {
            let now = try manifests.view().manifest
            let named = Set(now.segments.map(\.name))
            findings.removeAll { finding in
                if finding.status == "ok" || finding.status == "quarantined" { return false }
                if finding.file.hasPrefix(StoreLayout.daysDirectory + "/") { return !named.contains(finding.file) }
                if finding.file.hasPrefix(StoreLayout.lateDirectory + "/") { return now.late != manifest.late }
                return finding.file.hasPrefix(StoreLayout.journalDirectory + "/") && now.journalStart != manifest.journalStart
            }
        }

        private mutating func add(_ file: String, _ error: InteractionError) {
            findings.append(
                FileFinding(file: file, status: error.code == .notFound ? "missing" : "damaged", detail: error.description))
        }

        private mutating func note(_ missing: [MissingFile]) {
            for file in missing {
                findings.append(
                    FileFinding(file: file.file, status: file.reason.hasPrefix("is missing") ? "missing" : "damaged", detail: file.reason))
            }
        }

        private mutating func checkManifest(_ manifest: Manifest) throws(InteractionError) {
            let name = StoreLayout.manifest(manifest.generation)
            let isWhole = try manifests.hasTwoCopies(manifest.generation)
            findings.append(
                FileFinding(
                    file: name, status: isWhole ? "ok" : "damaged",
                    detail: isWhole ? "\(manifest.segments.count) segments" : "only one of its two copies is whole"))
        }

        /// Sequence ranges of a day's segments are disjoint ([M2]), and every segment lies in its day's directory.
        private mutating func checkTable(_ manifest: Manifest) {
            var before: SegmentEntry?
            for entry in manifest.segments {
                var wrong: String?
                if Quarantine.split(entry.name).directory != StoreLayout.dayDirectory(entry.day) { wrong = "lies in another day's directory" }
                if let before, before.day > entry.day { wrong = "stands out of order in the manifest" }
                if let before, before.day == entry.day, before.summary.facts.lastSequence >= entry.summary.facts.firstSequence {
                    wrong = "shares sequences with \(before.name)"
                }
                before = entry
                if let wrong { findings.append(FileFinding(file: entry.name, status: "damaged", detail: wrong)) }
            }
        }

        private mutating func checkSegments(_ manifest: Manifest) throws(InteractionError) {
            let pool = SegmentPool(files: files)
            for entry in manifest.segments {
                do {
                    let segment = try pool.segment(entry, of: manifest)
                    try segment.verify(deep: deep)
                    findings.append(
                        FileFinding(
                            file: entry.name, status: "ok",
                            detail: "\(segment.facts.rowCount) events, \(segment.facts.clusterCount) sessions, \(segment.fileBytes) bytes"))
                } catch {
                    guard error.code == .damaged || error.code == .notFound else { throw error }
                    add(entry.name, error)
                }
            }
        }

        private mutating func checkRows(_ manifest: Manifest) throws(InteractionError) {
            let tail = RowTail(freezes: true, keepsRaw: false)
            if let late = manifest.late {
                let lost = try JournalRecovery.load(late: manifest, files: files, into: tail)
                if let lost {
                    note([lost])
                } else {
                    findings.append(
                        FileFinding(file: StoreLayout.late(late.number), status: "ok", detail: "\(late.rowCount) events"))
                }
            }
            let numbers: [UInt64]
            do {
                numbers = try JournalRecovery.journalNumbers(files: files, from: manifest.journalStart)
            } catch {
                guard error.code == .damaged || error.code == .notFound else { throw error }
                return add(StoreLayout.journalDirectory, error)
            }
            if let lost = JournalRecovery.lostStart(manifest, numbers) { note([lost]) }
            for number in numbers { try checkJournal(number, manifest, tail) }
        }

        private mutating func checkJournal(
            _ number: UInt64, _ manifest: Manifest, _ tail: RowTail
        ) throws(InteractionError) {
            let name = StoreLayout.journal(number)
            let scan = JournalScan(files: files, name: name, kind: .journal, number: number, storeId: manifest.storeId)
            do {
                if try JournalRecovery.isUnfinished(scan, manifest) { return }
                var rows = 0
                let outcome = try scan.frames(from: JournalFormat.frameStart, extent: .durable) { (frame) throws(InteractionError) in
                    try JournalScan.rows(of: frame, kind: .journal, place: name) { (row, sequence) throws(InteractionError) in
                        try tail.append(row, sequence: sequence)
                    }
                    rows += frame.rowCount
                }
                if outcome.damage.isEmpty {
                    findings.append(FileFinding(file: name, status: "ok", detail: "\(rows) events"))
                } else {
                    note([JournalRecovery.loss(outcome.damage, name)])
                }
            } catch {
                guard error.code == .damaged || error.code == .notFound else { throw error }
                add(name, error)
            }
        }
    }
}

extension ManifestStore {
    /// Whether a manifest file is its two equal copies and nothing else.
    func hasTwoCopies(_ generation: UInt64) throws(InteractionError) -> Bool {
        let name = StoreLayout.manifest(generation)
        let bytes = try files.contents(name, limit: 2 * (StoreLimit.manifestBytes + Manifest.headerBytes))
        guard bytes.count % 2 == 0, bytes[..<(bytes.count / 2)] == bytes[(bytes.count / 2)...] else { return false }
        return try read(generation).encoded().count == bytes.count
    }
}
