// What the tests of import share: events from text and back, a store in memory, the suites beside the checkout.
import CZlib
import Foundation
import InteractionAnalytics
import InteractionCoding
import InteractionFiles
import InteractionImport
import InteractionModel
import InteractionStorage
import Testing

/// SplitMix64, so that a printed seed repeats a run.
struct TestRandom: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

enum ImportWorld {
    /// `shared/data/suites` beside the checkout; nil on a machine without it.
    static let suites: URL? = {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let place = root.appendingPathComponent("../shared/data/suites").standardizedFileURL
        return FileManager.default.fileExists(atPath: place.path) ? place : nil
    }()

    /// The events of a batch as JSON text, as export writes them.
    static func lines(_ batch: RowBatch) throws -> [String] {
        var decoder = RowDecoder()
        var lines: [String] = []
        try batch.forEachRow { (row) throws(InteractionError) in
            var writer = ByteWriter()
            try decoder.writeJSON(try RowView(row), into: &writer)
            lines.append(String(decoding: writer.bytes, as: UTF8.self))
        }
        return lines
    }

    /// One JSON event through the parser and back: its text, or the fault.
    static func event(_ text: [UInt8], mapping: FieldMapping = FieldMapping()) throws -> (text: String?, fault: EventFault?) {
        let parser = try EventParser(mapping: mapping)
        var payload: [UInt8] = []
        if let fault = parser.parseJSON(text, into: &payload) {
            #expect(payload.isEmpty)
            return (nil, fault)
        }
        return (try lines(RowBatch(payload: payload, rowCount: 1)).first, nil)
    }

    static func event(_ text: String, mapping: FieldMapping = FieldMapping()) throws -> (text: String?, fault: EventFault?) {
        try event(Array(text.utf8), mapping: mapping)
    }

    /// All blocks of an input.
    static func read(
        _ bytes: [UInt8], name: String = "memory", options: SourceOptions = SourceOptions(), piece: Int = Int.max
    ) throws -> (lines: [String], rejections: [Rejection], blocks: [EventBlock]) {
        let source = try EventSource(MemoryInput(bytes, place: name, piece: piece), options: options)
        var lines: [String] = []
        var rejections: [Rejection] = []
        var blocks: [EventBlock] = []
        while let block = try source.next() {
            lines += try Self.lines(block.batch)
            rejections += block.rejections
            blocks.append(block)
        }
        return (lines, rejections, blocks)
    }

    static func json(_ text: String) throws -> NSDictionary {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? NSDictionary)
    }

    /// A gzip member holding the bytes.
    static func gzip(_ bytes: [UInt8]) throws -> [UInt8] {
        var state = z_stream()
        try #require(
            deflateInit2_(
                &state, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK)
        defer { deflateEnd(&state) }
        var bytes = bytes
        var packed = [UInt8](repeating: 0, count: Int(deflateBound(&state, UInt(bytes.count))) + 64)
        let made = bytes.withUnsafeMutableBufferPointer { source in
            packed.withUnsafeMutableBufferPointer { target in
                state.next_in = source.baseAddress
                state.avail_in = UInt32(source.count)
                state.next_out = target.baseAddress
                state.avail_out = UInt32(target.count)
                return deflate(&state, Z_FINISH) == Z_STREAM_END ? target.count - Int(state.avail_out) : -1
            }
        }
        try #require(made > 0)
        return Array(packed[..<made])
    }

    /// `count` events, one a line, over a few days; `seed` makes them differ.
    static func ndjson(_ count: Int, seed: Int = 0) -> [UInt8] {
        var text = ""
        for index in 0..<count {
            let time = Timestamp(microseconds: 1_775_000_000_000_000 + Int64(index) * 7_000_000 + Int64(seed))
            text += #"{"timestamp":"\#(time)","sessionId":"s\#(index / 7)","action":"a\#(index % 5)","#
            text += #""details":{"n":\#(index),"seed":\#(seed)}}"# + "\n"
        }
        return Array(text.utf8)
    }
}

/// A store in memory.
struct StoreInMemory {
    let directory: StoreDirectory
    let manifests: ManifestStore

    init(files: any FileSystem = MemoryFileSystem(), seed: UInt64 = 1) {
        manifests = ManifestStore(
            files: files, clock: SystemTime.shared, randomness: SeededRandomness(seed: seed))
        directory = StoreDirectory(manifests: manifests)
    }

    func run(_ bytes: [UInt8], _ options: ImportOptions = ImportOptions(), name: String = "memory") throws -> ImportResult {
        try directory.importInputs([MemoryInput(bytes, place: name)], options: options)[0]
    }

    /// The values of `details.n` of all events, in the order of events.
    func numbers() throws -> [Int] {
        var numbers: [Int] = []
        try directory.export { (lines, _) throws(InteractionError) in
            for line in lines.split(separator: 10) {
                let text = String(decoding: line, as: UTF8.self)
                if let range = text.range(of: #""n":"#) { numbers.append(Int(text[range.upperBound...].prefix { $0.isNumber }) ?? -1) }
            }
        }
        return numbers
    }
}
