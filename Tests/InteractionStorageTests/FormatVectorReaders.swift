// How the engine reads a vector of each kind, with the value in the form of the index.
import InteractionCoding
import InteractionFiles
import InteractionModel
import InteractionSegment

@testable import InteractionStorage

enum FormatVectorReaders {
    typealias Reader = @Sendable (FormatVector) throws -> FormatValue

    /// By the kind of vectors.
    static let all: [String: Reader] = [
        "varint": { vector in
            var input = ByteReader(vector.content, place: "v")
            let value = try input.varint()
            try input.expectEnd()
            return .text(String(value))
        },
        "zigzag": { vector in
            var input = ByteReader(vector.content, place: "v")
            let value = try input.zigzag()
            try input.expectEnd()
            return .text(String(value))
        },
        "buffer": { vector in
            guard let codec = Codec(rawValue: vector.codec ?? 0) else { throw InteractionError(.damaged, "unknown codec") }
            return .hex(try codec.decompress(vector.content, rawLength: vector.raw ?? 0))
        },
        "integer chunk": { vector in
            .list(try IntegerChunk.decode(vector.content, count: vector.count ?? 0, place: "v").map { .int($0) })
        },
        "code chunk": { vector in
            .list(try CodeChunk.decode(vector.content, count: vector.count ?? 0, place: "v").map { .int(Int64($0)) })
        },
        "bool chunk": { vector in
            .list(try BoolChunk.decode(vector.content, count: vector.count ?? 0, place: "v").map { .int(Int64($0)) })
        },
        "double chunk": { vector in
            .list(
                try DoubleChunk.decode(vector.content, count: vector.count ?? 0, place: "v").map {
                    let digits = String($0.bitPattern, radix: 16)
                    return .text(String(repeating: "0", count: 16 - digits.count) + digits)
                })
        },
        "dictionary": { vector in
            var input = ByteReader(vector.content, place: "v")
            let dictionary = try StringDictionary.decode(from: &input)
            try input.expectEnd()
            return .list((0..<dictionary.count).map { .text(dictionary.string(at: $0)) })
        },
        "shape": { shape(try Shape.decode($0.content, place: "v")) },
        "row": { vector in
            var decoder = RowDecoder()
            return .text(try line(try RowView(vector.content, place: "v"), &decoder))
        },
        "frame": frame, "journal file": journal, "late file": late, "CURRENT": current, "manifest": manifest, "segment": segment,
        "store": store,
    ]

    private static func line(_ row: RowView, _ decoder: inout RowDecoder) throws -> String {
        var writer = ByteWriter()
        try decoder.writeJSON(row, into: &writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private static func shape(_ shape: Shape) -> FormatValue {
        .object([
            "states": .list(EnvelopeField.allCases.map { .int(Int64(shape.presence($0).rawValue)) }),
            "leaves": .list(
                shape.leaves.map {
                    .list([.text($0.path.root.name), .list($0.path.keys.map { .text($0) }), .int(Int64($0.tag.rawValue))])
                }),
        ])
    }

    /// The rows of a frame with their sequences.
    private static func rows(_ frame: JournalFrame, _ kind: JournalFormat.Kind) throws -> [FormatValue] {
        var decoder = RowDecoder()
        var found: [(Int64, [UInt8])] = []
        try JournalScan.rows(of: frame, kind: kind, place: "v") { (row, sequence) in found.append((sequence, Array(row))) }
        return try found.map { .list([.int($0.0), .text(try line(try RowView($0.1, place: "v"), &decoder))]) }
    }

    private static func frame(_ vector: FormatVector) throws -> FormatValue {
        guard let frame = JournalFrame.read(vector.content, base: 0, at: 0) else {
            throw InteractionError(.damaged, "not a whole frame", place: "v, offset 0")
        }
        return .object([
            "batch": .unsigned(frame.batch), "rows": .list(try rows(frame, vector.kind == "late" ? .late : .journal)),
        ])
    }

    private static func scan(_ vector: FormatVector, _ kind: JournalFormat.Kind, in files: MemoryFileSystem) throws -> JournalScan {
        try write(vector.content, "v", in: files)
        return JournalScan(files: files, name: "v", kind: kind, number: vector.number ?? 0, storeId: vector.storeId)
    }

    private static func journal(_ vector: FormatVector) throws -> FormatValue {
        var found: [FormatValue] = []
        var failure: (any Error)?
        let scan = try scan(vector, .journal, in: MemoryFileSystem())
        if try JournalRecovery.isUnfinished(scan, Manifest(storeId: vector.storeId, joinKey: [])) {
            return .object(["mark": .int(JournalFormat.frameStart), "rows": .list([])])
        }
        let outcome = try scan.frames(from: JournalFormat.frameStart, extent: .durable) {
            (frame) throws(InteractionError) in
            do {
                found += try rows(frame, .journal)
            } catch {
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
        // A slot that cannot be read leaves the older mark: a crash may do that.
        if let damage = outcome.damage.first(where: { !$0.isPassing }) { throw damaged(damage.missing("v")) }
        return .object(["mark": .int(outcome.durableEnd), "rows": .list(found)])
    }

    private static func late(_ vector: FormatVector) throws -> FormatValue {
        let files = MemoryFileSystem()
        let number = vector.number ?? 0
        try write(vector.content, StoreLayout.late(number), in: files)
        var manifest = Manifest(storeId: vector.storeId, joinKey: [])
        manifest.late = LateEntry(number: number, rowCount: vector.rows ?? 0, fileBytes: vector.size ?? 0)
        let missing = try JournalRecovery.load(late: manifest, files: files, into: RowTail(freezes: false, keepsRaw: false))
        if let missing { throw damaged(missing) }
        // The rows as they stand, with their sequences:
        var found: [FormatValue] = []
        let scan = JournalScan(
            files: files, name: StoreLayout.late(number), kind: .late, number: number, storeId: vector.storeId)
        _ = try scan.frames(from: JournalFormat.frameStart, extent: .whole) { (frame) throws(InteractionError) in
            found += (try? rows(frame, .late)) ?? []
        }
        return .object(["rows": .list(found)])
    }

    /// What a snapshot leaves out, as the error that a reader of the one file would give.
    private static func damaged(_ missing: MissingFile) -> InteractionError {
        InteractionError(.damaged, missing.reason, place: "\(missing.file), \(missing.reason)")
    }

    private static func current(_ vector: FormatVector) throws -> FormatValue {
        let files = MemoryFileSystem()
        try write(vector.content, StoreLayout.current, in: files)
        guard let generation = try manifests(files).currentGeneration() else { return .null }
        return .text(String(generation))
    }

    static func manifests(_ files: MemoryFileSystem) -> ManifestStore {
        ManifestStore(
            files: files, clock: FixedTime(Timestamp(microseconds: 1_775_037_600_000_000)), randomness: SeededRandomness(seed: 7))
    }

    static func write(_ bytes: [UInt8], _ name: String, in files: MemoryFileSystem) throws {
        var directory = ""
        for part in name.split(separator: "/").dropLast() {
            directory += (directory.isEmpty ? "" : "/") + part
            if try files.information(directory) == nil { try files.makeDirectory(directory) }
        }
        let file = try files.create(name)
        try file.append(bytes)
        try file.close()
    }
}

extension FormatVectorReaders {
    private static func manifest(_ vector: FormatVector) throws -> FormatValue {
        let files = MemoryFileSystem()
        let number = vector.number ?? 0
        try write(vector.content, StoreLayout.manifest(number), in: files)
        let found = try manifests(files).read(number)
        let segments = found.segments.map { entry -> FormatValue in
            let facts = entry.summary.facts
            return .list([
                .text(entry.name), .int(Int64(facts.kind.rawValue)), .int(Int64(facts.day.number)), .int(facts.rowCount),
                .int(facts.clusterCount), .int(facts.firstTimestamp), .int(facts.lastTimestamp), .int(facts.firstSequence),
                .int(facts.lastSequence), .int(entry.summary.fileBytes), .int(Int64(entry.summary.footerChecksum)),
            ])
        }
        let imports = found.imports.map { record -> FormatValue in
            .list([
                .text(String(record.id)), .unsigned(record.inputLength), .hex(record.inputHash), .unsigned(record.stored),
                .unsigned(record.rejected),
            ])
        }
        return .object([
            "generation": .unsigned(found.generation), "write": .unsigned(found.features.write), "store": .hex(found.storeId),
            "join": .hex(found.joinKey), "clock": .int(found.clock.microseconds), "journal": .unsigned(found.journalStart),
            "next": .int(found.nextSequence), "segments": .list(segments),
            "settings": .list(found.settings.sorted { $0.key < $1.key }.map { .list([.text($0.key), .text($0.value)]) }),
            "late": found.late.map { .list([.unsigned($0.number), .int($0.rowCount), .int($0.fileBytes)]) } ?? .null,
            "imports": .list(imports), "dropped": .list(found.dropped.map { .list([.text($0.name), .int($0.at.microseconds)]) }),
            "sections": .list(found.sections.map { .list([.unsigned($0.kind), .hex($0.bytes)]) }),
        ])
    }

    /// Opens a segment as the store does, under an entry that says what the file says.
    private static func segment(_ vector: FormatVector) throws -> FormatValue {
        let files = MemoryFileSystem()
        try write(vector.content, "v", in: files)
        let file = try SegmentFile(file: try files.openForReading("v"), name: "v", footerChecksum: nil)
        let summary = SegmentSummary(facts: file.facts, fileBytes: file.fileBytes, footerChecksum: file.footerChecksum)
        let segment = try SegmentPool(files: files).segment(
            SegmentEntry(name: "v", summary: summary), of: Manifest(storeId: vector.storeId, joinKey: []))
        try segment.verify(deep: false)
        let events = try events(of: [segment])
        _ = try segment.rollup()
        let table = try segment.clusters()
        let clusters = (0..<table.count).map { index -> FormatValue in
            .list([
                .int(Int64(table.kinds[index].rawValue)), .text(table.ids.string(at: index)),
                .int(Int64(table.firstRows[index + 1] - table.firstRows[index])), .int(table.starts[index]), .int(table.ends[index]),
            ])
        }
        return .object(["events": .list(events), "clusters": .list(clusters)])
    }

    private static func store(_ vector: FormatVector) throws -> FormatValue {
        let files = MemoryFileSystem()
        for directory in StoreLayout.directories { try files.makeDirectory(directory) }
        for (name, bytes) in vector.contents { try write(bytes, name, in: files) }
        let snapshot = try StoreReader(manifests(files)).snapshot()
        if let missing = snapshot.missing.first { throw damaged(missing) }
        return .object(["events": .list(try events(of: snapshot.sources))])
    }

    /// All events of sources that stand by day and sequence, in the order of events of a store.
    private static func events(of sources: [any SegmentSource]) throws -> [FormatValue] {
        var found: [(day: Day, time: Int64, source: Int, tie: UInt32, row: Int, line: String)] = []
        for (number, source) in sources.enumerated() {
            let reader = try EventRows(source)
            for group in source.rowGroups.indices {
                try reader.forEach(group: group) { (row) throws(InteractionError) in
                    var writer = ByteWriter()
                    try ShapeRenderer.render(row.shape, row.filling, into: &writer)
                    found.append(
                        (source.facts.day, row.filling.timestamp, number, row.tie, row.row, String(decoding: writer.bytes, as: UTF8.self)))
                }
            }
        }
        found.sort { a, b in
            a.day != b.day ? a.day < b.day : (a.time, a.source, a.tie, a.row) < (b.time, b.source, b.tie, b.row)
        }
        return found.map { .text($0.line) }
    }
}
