// A segment taken apart into its chunks, to be written again with one wrong fact under right checksums.
import InteractionCoding
import InteractionFiles
import InteractionModel
import Testing

@testable import InteractionSegment

struct SegmentTwin {
    struct Chunk {
        var bytes: [UInt8]
        var count: Int
        var range: PropertyRange?
    }

    var facts: SegmentFacts
    var rowGroups: [RowGroup]
    var properties: [PropertyColumn]
    var lineage: SegmentLineage
    var chunks: [ChunkKey: Chunk] = [:]
    let original: SegmentFile

    init(_ file: SegmentFile) throws {
        original = file
        facts = file.facts
        rowGroups = file.rowGroups
        properties = file.properties
        lineage = file.lineage
        for (key, entry) in file.footer.chunks {
            let found = try #require(try file.chunk(key))
            chunks[key] = Chunk(bytes: Array(found.bytes), count: found.count, range: entry.range)
        }
    }

    /// Writes the chunks as they are now and opens the file.
    func written() throws -> SegmentFile {
        let files = MemoryFileSystem()
        let output = try files.create("twin")
        let writer = try SegmentFileWriter(file: output, kind: facts.kind)
        for (key, chunk) in chunks.sorted(by: { "\($0.key)" < "\($1.key)" }) {
            try writer.add(key, chunk.bytes, valueCount: chunk.count, range: chunk.range)
        }
        _ = try writer.finish(facts: facts, rowGroups: rowGroups, properties: properties, lineage: lineage)
        try output.close()
        return try SegmentFile(file: try files.openForReading("twin"), name: "twin", footerChecksum: nil)
    }

    // MARK: Edits

    mutating func integers(_ key: ChunkKey, _ edit: (inout [Int64]) -> Void) throws {
        let chunk = try #require(chunks[key], "no chunk \(key)")
        var values = try IntegerChunk.decode(chunk.bytes[...], count: chunk.count, place: "twin")
        edit(&values)
        chunks[key] = Chunk(bytes: IntegerChunk.encode(values), count: values.count, range: chunk.range)
    }

    mutating func codes(_ key: ChunkKey, _ edit: (inout [UInt32]) -> Void) throws {
        let chunk = try #require(chunks[key], "no chunk \(key)")
        var values = try CodeChunk.decode(chunk.bytes[...], count: chunk.count, place: "twin")
        edit(&values)
        chunks[key] = Chunk(bytes: CodeChunk.encode(values), count: values.count, range: chunk.range)
    }

    mutating func texts(_ key: ChunkKey, _ edit: (inout [String]) -> Void) throws {
        let chunk = try #require(chunks[key], "no chunk \(key)")
        var input = ByteReader(chunk.bytes[...], place: "twin")
        let dictionary = try StringDictionary.decode(from: &input)
        var texts = (0..<dictionary.count).map { dictionary.string(at: $0) }
        edit(&texts)
        chunks[key] = Chunk(bytes: StringDictionary(texts).encoded(), count: texts.count)
    }
}
