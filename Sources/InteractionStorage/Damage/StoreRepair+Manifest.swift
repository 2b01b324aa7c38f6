// Repair of CURRENT and the manifest: the newest whole manifest is put in force when its files are all there; else one is made
// anew from what the files say of themselves.
//
// Which rows count twice is told by sequences alone: a row of a day whose sequence lies in the range of one of the day's segments
// is in that segment ([M2] of Format/manifest.md), and a sequence is never used twice.

import InteractionCoding
import InteractionFiles
import InteractionModel
import InteractionSegment

extension StoreRepair {
    /// Puts a whole manifest in force where there is none.
    mutating func repairManifest() throws(InteractionError) {
        do {
            _ = try manifests.read()
            return
        } catch {
            guard error.code == .damaged || error.code == .notFound else { throw error }
        }
        let numbers = try manifests.manifestNumbers()
        let named = (try? manifests.currentGeneration()) ?? nil
        let newest = try manifests.newestWhole()
        let last = max(numbers.first ?? 0, named ?? 0)
        if let newest, newest.isComplete, newest.manifest.generation == last {
            try install(newest.manifest, after: last)
            tell(StoreLayout.current, "rebuilt", "names the newest manifest again, which is whole: nothing is lost")
        } else {
            try rebuild(newest?.manifest, after: last)
        }
        try setAside(numbers)
    }

    /// Moves manifests that are not whole, and CURRENT before it is written anew.
    private mutating func setAside(_ numbers: [UInt64]) throws(InteractionError) {
        for number in numbers {
            let name = StoreLayout.manifest(number)
            do {
                _ = try manifests.read(number)
            } catch {
                guard error.code == .damaged else { throw error }
                let place = try quarantine.place(for: name, besides: [])
                try quarantine.move(name, to: place)
                tell(name, "moved", "was not whole; now \(place)")
            }
        }
    }

    private func install(_ manifest: Manifest, after last: UInt64) throws(InteractionError) {
        var manifest = manifest
        manifest.generation = try StoreLayout.number(after: last)
        let now = manifests.clock.now()
        manifest.clock = max(manifest.clock, now)
        for number in try manifests.manifestNumbers() where (try? manifests.read(number)) != nil {
            let name = StoreLayout.manifest(number)
            if !manifest.dropped.contains(where: { $0.name == name }) { manifest.drop(name, now: now) }
        }
        if try files.exists(StoreLayout.current) {
            try quarantine.move(StoreLayout.current, to: try quarantine.place(for: StoreLayout.current, besides: []))
        }
        try manifests.install(manifest)
    }

    /// Makes a manifest from the segments and rows that are there. `base` is an older state, for what only a manifest says.
    private mutating func rebuild(_ base: Manifest?, after last: UInt64) throws(InteractionError) {
        let finds = try SegmentFinds(files: files, base: base)
        let id = base?.storeId ?? finds.storeId ?? journalStoreId() ?? manifests.random16()
        var manifest = base ?? Manifest(storeId: id, joinKey: manifests.random16())
        manifest.segments = []
        for entry in finds.segments { manifest.insert(entry) }
        let rows = try FoundRows(files: files, storeId: id, dropped: finds.dropped)
        let tail = RowTail(freezes: false, keepsRaw: true)
        try rows.append(to: tail, notIn: finds.segments + finds.damaged)
        let highest = max(tail.lastSequence, (finds.segments + finds.damaged).map(\.summary.facts.lastSequence).max() ?? 0)
        manifest.nextSequence = max(manifest.nextSequence, highest == .max ? .max : highest + 1)
        let before = max(try JournalRecovery.journalNumbers(files: files, from: 0).last ?? 0, manifest.journalStart)
        let journal = try JournalFile(creating: try StoreLayout.number(after: before), in: files, storeId: id)
        try journal.synchronize()
        try journal.close()
        manifest.journalStart = journal.number
        let what =
            "made anew from \(finds.segments.count) segments and \(tail.rowCount) rows"
            + (base == nil ? "; settings and import records are lost" : "; settings and import records are those of generation \(base?.generation ?? 0)")
        // Their batches are not to be found in the journal any more.
        manifest.settleImports(rows.batches)
        var records = try quarantine.records(
            of: [MissingFile(file: StoreLayout.manifest(last), reason: "was lost: " + what)] + finds.lost + rows.lost,
            contents: Dictionary(finds.damaged.map { ($0.name, .segment($0)) }) { first, _ in first })
        records[0].movedTo = ""
        try manifest.setQuarantined(try manifest.quarantined() + records)
        var placement = Placement(tail: tail, scope: .fullDays, known: [])
        let made = manifest
        try placement.write(manifests: manifests, storeId: id) { (entries, late) throws(InteractionError) in
            var manifest = made
            for entry in entries { manifest.insert(entry) }
            manifest.late = late
            try install(manifest, after: last)
        }
        tell(StoreLayout.manifest(last + 1), "rebuilt", what)
        for file in finds.doubles {
            let place = try quarantine.place(for: file, besides: [])
            try quarantine.move(file, to: place)
            tell(file, "moved", "its events are in another segment too; now \(place)")
        }
    }

    /// The store's id as a journal or late file names it.
    private func journalStoreId() -> [UInt8]? {
        for directory in [StoreLayout.journalDirectory, StoreLayout.lateDirectory] {
            for name in (try? files.list(directory)) ?? [] {
                guard let bytes = try? files.openForReading(directory + "/" + name).read(offset: 0, count: JournalFormat.headerBytes),
                    let id = JournalFormat.storeId(of: bytes)
                else { continue }
                return id
            }
        }
        return nil
    }
}

/// The segments that count by what they say of themselves.
struct SegmentFinds {
    /// Whole ones of the store, not replaced by another, disjoint in each day.
    private(set) var segments: [SegmentEntry] = []
    /// Those that the base names and that are not whole.
    private(set) var damaged: [SegmentEntry] = []
    /// Files that are not whole, or not there.
    private(set) var lost: [MissingFile] = []
    /// Whole files whose events another one holds too.
    private(set) var doubles: [String] = []
    private(set) var storeId: [UInt8]?
    let dropped: Set<String>

    init(files: any FileSystem, base: Manifest?) throws(InteractionError) {
        var dropped = Set(base?.dropped.map(\.name) ?? [])
        if let base { dropped.formUnion(try base.quarantined().map(\.name)) }
        self.dropped = dropped
        var found: [SegmentFile] = []
        for dayName in try files.list(StoreLayout.daysDirectory) {
            let directory = StoreLayout.daysDirectory + "/" + dayName
            guard let day = Day(dayName), try files.information(directory)?.kind == .directory else { continue }
            for file in try files.list(directory) where file.hasSuffix(StoreLayout.segmentSuffix) {
                let name = directory + "/" + file
                if dropped.contains(name) { continue }
                do throws(InteractionError) {
                    let segment = try SegmentFile(file: files.openForReading(name), name: name, footerChecksum: nil)
                    try segment.verify(deep: false)
                    guard segment.facts.day == day else { throw InteractionError(.damaged, "is of another day", place: name) }
                    found.append(segment)
                } catch {
                    guard error.code == .damaged || error.code == .notFound else { throw error }
                    // Without a manifest it cannot be told whether a bad file was ever part of the store.
                    if base == nil { lost.append(MissingFile(file: name, reason: error.reason(of: name))) }
                }
            }
        }
        storeId = Self.mostFrequent(found.map(\.lineage.storeId))
        let id = base?.storeId ?? storeId
        found.removeAll { $0.lineage.storeId != id }
        let replaced = Set(found.flatMap(\.lineage.replaced))
        choose(found.filter { !replaced.contains($0.name) }, base)
        let whole = Set(found.map(\.name))
        for entry in base?.segments ?? [] where !whole.contains(entry.name) {
            damaged.append(entry)
            lost.append(MissingFile(entry, reason: "is damaged or missing"))
        }
    }

    /// Takes segments whose sequences are free: those of the base first, then the larger ones.
    private mutating func choose(_ found: [SegmentFile], _ base: Manifest?) {
        let known = Set(base?.segments.map(\.name) ?? [])
        let order = found.sorted { a, b in
            let (first, second) = (known.contains(a.name), known.contains(b.name))
            return first != second ? first : (a.facts.rowCount, b.name) > (b.facts.rowCount, a.name)
        }
        for segment in order {
            let facts = segment.facts
            let isTaken = segments.contains { other in
                other.day == facts.day && other.summary.facts.firstSequence <= facts.lastSequence
                    && other.summary.facts.lastSequence >= facts.firstSequence
            }
            if isTaken {
                doubles.append(segment.name)
            } else {
                segments.append(
                    SegmentEntry(
                        name: segment.name,
                        summary: SegmentSummary(
                            facts: facts, fileBytes: segment.fileBytes, footerChecksum: segment.footerChecksum)))
            }
        }
    }

    private static func mostFrequent(_ ids: [[UInt8]]) -> [UInt8]? {
        var counts: [[UInt8]: Int] = [:]
        for id in ids { counts[id, default: 0] += 1 }
        return counts.max { ($0.value, $1.key.lexicographicallyPrecedes($0.key) ? 1 : 0) < ($1.value, 0) }?.key
    }
}

/// All rows of late and journal files, each sequence once.
struct FoundRows {
    private var rows: [Int64: [UInt8]] = [:]
    /// Files of which something could not be read.
    private(set) var lost: [MissingFile] = []
    /// Ids of the batches found in journal files.
    private(set) var batches: Set<UInt64> = []

    init(files: any FileSystem, storeId: [UInt8], dropped: Set<String>) throws(InteractionError) {
        for (directory, suffix, kind) in [
            (StoreLayout.lateDirectory, StoreLayout.lateSuffix, JournalFormat.Kind.late),
            (StoreLayout.journalDirectory, StoreLayout.journalSuffix, .journal),
        ] {
            for file in try files.list(directory) {
                let name = directory + "/" + file
                guard let number = StoreLayout.number(ofFile: file, suffix: suffix), !dropped.contains(name) else { continue }
                let scan = JournalScan(files: files, name: name, kind: kind, number: number, storeId: storeId)
                var found: [Int64: [UInt8]] = [:]
                do {
                    let outcome = try scan.frames(from: JournalFormat.frameStart, extent: .whole) { (frame) throws(InteractionError) in
                        try JournalScan.rows(of: frame, kind: kind, place: name) { (row, sequence) throws(InteractionError) in
                            found[sequence] = Array(row)
                        }
                        if kind == .journal { batches.insert(frame.batch) }
                    }
                    // A late file has no mark: one that does not end with a frame is cut short.
                    if !outcome.damage.isEmpty {
                        lost.append(JournalRecovery.loss(outcome.damage, name))
                    } else if kind == .late, outcome.end != outcome.fileBytes {
                        lost.append(MissingFile(file: name, reason: "a bad frame, offset \(outcome.end)"))
                    }
                } catch {
                    guard error.code == .damaged || error.code == .notFound else { throw error }
                    lost.append(MissingFile(file: name, reason: error.reason(of: name)))
                }
                rows.merge(found) { first, _ in first }
            }
        }
    }

    /// Hands over the rows that are in none of the segments, by sequence.
    func append(to tail: RowTail, notIn segments: [SegmentEntry]) throws(InteractionError) {
        var ranges: [Day: [ClosedRange<Int64>]] = [:]
        for entry in segments {
            let facts = entry.summary.facts
            ranges[entry.day, default: []].append(facts.firstSequence...facts.lastSequence)
        }
        for (sequence, row) in rows.sorted(by: { $0.key < $1.key }) {
            let day = RowTail.day(of: row[...])
            if ranges[day]?.contains(where: { $0.contains(sequence) }) == true { continue }
            do {
                try tail.append(row[...], sequence: sequence)
            } catch {
                guard error.code == .damaged else { throw error }
            }
        }
    }
}
