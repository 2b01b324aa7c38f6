// Checking a store file by file: that every file the manifest names is there, is the one it names, and decodes.

import InteractionFiles
import InteractionModel
import InteractionSegment

/// What a check found of one file.
package struct FileFinding: Sendable, Hashable {
    package var file: String
    /// `ok`, `damaged` or `missing`.
    package var status: String
    /// Facts of a good file, or what is wrong with a bad one and where.
    package var detail: String
}

/// Verification of a store. Needs no lock.
package enum StoreVerification {
    /// Checks manifest, segments, late and journal files. `deep` decodes every value and holds summaries against rows. A file
    /// dropped by maintenance meanwhile is left out.
    package static func run(_ manifests: ManifestStore, deep: Bool) throws(InteractionError) -> [FileFinding] {
        let manifest: Manifest
        do {
            manifest = try manifests.read()
        } catch {
            if error.code == .notFound { throw error }
            return [FileFinding(file: StoreLayout.current, status: "damaged", detail: error.description)]
        }
        let files = manifests.files
        var findings = [
            FileFinding(
                file: StoreLayout.manifest(manifest.generation), status: "ok",
                detail: "\(manifest.segments.count) segments")
        ]
        func check(_ file: String, _ body: () throws(InteractionError) -> String) {
            do throws(InteractionError) {
                findings.append(FileFinding(file: file, status: "ok", detail: try body()))
            } catch {
                findings.append(
                    FileFinding(
                        file: file, status: error.code == .notFound ? "missing" : "damaged", detail: error.description))
            }
        }
        let pool = SegmentPool(files: files)
        for entry in manifest.segments {
            check(entry.name) { () throws(InteractionError) in
                let segment = try pool.segment(entry, of: manifest)
                try segment.verify(deep: deep)
                return "\(segment.facts.rowCount) events, \(segment.facts.clusterCount) sessions, \(segment.fileBytes) bytes"
            }
        }
        let tail = RowTail(freezes: true, keepsRaw: false)
        if let late = manifest.late {
            check(StoreLayout.late(late.number)) { () throws(InteractionError) in
                try JournalRecovery.load(late: manifest, files: files, into: tail)
                return "\(late.rowCount) events"
            }
        }
        for number in try JournalRecovery.journalNumbers(files: files, from: manifest.journalStart) {
            let name = StoreLayout.journal(number)
            check(name) { () throws(InteractionError) in
                var rows = 0
                guard try JournalRecovery.isBegun(name, files: files) else { return "being made" }
                let scan = JournalScan(files: files, name: name, kind: .journal, number: number, storeId: manifest.storeId)
                _ = try scan.frames(from: JournalFormat.frameStart, extent: .durable) { (frame) throws(InteractionError) in
                    try JournalScan.rows(of: frame, kind: .journal, place: name) { (row, sequence) throws(InteractionError) in
                        try tail.append(row, sequence: sequence)
                    }
                    rows += frame.rowCount
                }
                return "\(rows) events"
            }
        }
        // Maintenance may have dropped files while they were checked.
        let now = try manifests.read()
        let named = Set(now.segments.map(\.name))
        return findings.filter { finding in
            finding.status == "ok" || !finding.file.hasPrefix(StoreLayout.daysDirectory) || named.contains(finding.file)
        }
    }
}
