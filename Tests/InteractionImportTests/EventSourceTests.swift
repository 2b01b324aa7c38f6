// Inputs of every form and packing into blocks: the same events however the bytes arrive, and every fault in its place.
import InteractionCoding
import InteractionImport
import InteractionModel
import InteractionStorage
import Testing

@Suite struct EventSourceTests {
    private static let want = [
        #"{"timestamp":"2026-04-01T00:00:00.000000Z","action":"a","details":{"n":1}}"#,
        #"{"timestamp":"2026-04-01T00:00:01.000000Z","action":"b","details":{"n":2}}"#,
    ]

    @Test(arguments: [
        "\u{FEFF}{\"timestamp\":\"2026-04-01\",\"action\":\"a\",\"details\":{\"n\":1}}\r\n\r\n \n{\"timestamp\":1775001601,\"action\":\"b\",\"details\":{\"n\":2}}",
        "[{\"timestamp\":\"2026-04-01\",\"action\":\"a\",\"details\":{\"n\":1}},\n {\"timestamp\":1775001601,\"action\":\"b\",\"details\":{\"n\":2}}]\n",
        "{\n\"timestamp\":\"2026-04-01\",\"action\":\"a\",\"details\":{\"n\":1}}{\"timestamp\":1775001601,\"action\":\"b\",\"details\":{\"n\":2}}",
        "[]\n[{\n\"timestamp\":\"2026-04-01\",\"action\":\"a\",\"details\":{\"n\":1}}] [{\"timestamp\":1775001601,\"action\":\"b\",\"details\":{\"n\":2}}]",
        "timestamp,action,details.n\n2026-04-01,a,1\n1775001601,b,2\n",
        "\u{FEFF}\"ts\",action,n\r\n2026-04-01T00:00:00Z,a,1\r\n\r\n2026-04-01T00:00:01Z,b,2",
        "created_at,action,details\n2026-04-01 00:00:00+00,a,\"{\"\"n\"\":1}\"\n2026-04-01 00:00:01+00,b,\"{\"\"n\"\": 2}\"\n",
    ])
    func sameEventsFromEveryFormAndEveryCut(_ text: String) throws {
        for piece in [1, 2, 3, 7, 64, Int.max] {
            let got = try ImportWorld.read(Array(text.utf8), piece: piece)
            #expect(got.rejections == [])
            #expect(got.lines == Self.want, "pieces of \(piece)")
        }
    }

    @Test func packedInputs() throws {
        let plain = ImportWorld.ndjson(5000)
        let (want, _, _) = try ImportWorld.read(plain)
        #expect(want.count == 5000)
        let half = plain.count / 2
        let parts = [Array(plain[..<half]), Array(plain[half...])]
        let gzip = try ImportWorld.gzip(parts[0]) + ImportWorld.gzip([]) + ImportWorld.gzip(parts[1])
        let zstd = Codec.zstd.compress(parts[0], level: 3) + [0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3] + Codec.zstd.compress(parts[1])
        for packed in [gzip, gzip + [0, 0, 0, 0], zstd] {
            for piece in [997, 4096, Int.max] {
                #expect(try ImportWorld.read(packed, piece: piece).lines == want)
            }
        }
        // Cut anywhere but between members or frames, there is an error and no quiet end.
        for packed in [try ImportWorld.gzip(plain), Codec.zstd.compress(plain, level: 3)] {
            for cut in [4, 11, packed.count / 3, packed.count - 9, packed.count - 1] {
                #expect(throws: InteractionError.self) { try ImportWorld.read(Array(packed[..<cut])) }
            }
            var broken = packed
            broken[packed.count / 2] ^= 0x10
            broken[packed.count / 2 + 7] ^= 0x41
            let got = try? ImportWorld.read(broken)
            #expect(got == nil || got?.lines != want)
        }
        #expect(throws: InteractionError.self) { try ImportWorld.read(plain, name: "events.ndjson.gz") }
        #expect(throws: InteractionError.self) { try ImportWorld.read([], name: "events.ndjson.zst") }
        #expect(throws: InteractionError.self) { try ImportWorld.read(try ImportWorld.gzip(plain) + Array("rest".utf8)) }
        #expect(throws: InteractionError.self) { try ImportWorld.read([0xFF, 0xFE, 0x7B, 0]) }
    }

    /// A mark and a header that are together longer than one read of the window.
    @Test(arguments: [0, 1, 2, 3, 9]) func headersOfAnyLength(short: Int) throws {
        let names = "timestamp,action,n,"
        let header = names + String(repeating: "x", count: (256 << 10) - names.utf8.count - short)
        let text = "\u{FEFF}\(header)\r\n2026-04-01,a,1,\nno,a,2,\n1775001601,b,2,\n"
        let got = try ImportWorld.read(Array(text.utf8), name: "wide.csv")
        #expect(got.lines == Self.want)
        #expect(got.rejections.map(\.line) == [3])
    }

    @Test func faultsNameTheirLine() throws {
        let good = #"{"timestamp":"2026-04-01","action":"a"}"#
        let lines = try ImportWorld.read(Array("\(good)\n\nx\n\(good) \(good)\n[1]\n\(good)\n{\"timestamp\":".utf8))
        #expect(lines.lines.count == 2)
        #expect(lines.rejections.map(\.line) == [3, 4, 5, 7])
        let array = try ImportWorld.read(Array("[\(good),\n7, \(good),\n[\n1],{\"timestamp\":1},\n\(good)\n,oops\n]\n".utf8))
        #expect(array.lines.count == 3)
        #expect(array.rejections.map(\.line) == [2, 3, 4, 6])
        #expect(array.rejections.map { $0.reason.suffix(20) } == [1, 3, 4, 6].map { "(index \($0) of the array)".suffix(20) })
        let open = try ImportWorld.read(Array("[\(good),\n\(good)\n".utf8))
        #expect(open.lines.count == 2 && open.rejections.count == 1)
        let broken = try ImportWorld.read(Array("[\(good)\n\(good)]".utf8))
        #expect(broken.lines.count == 1 && broken.rejections.map(\.line) == [2])
        let table = try ImportWorld.read(
            Array("timestamp,action,x\n2026-04-01,a,\"1\n2\"\n2026-04-01,a\n2026-04-01,\"a\"b,1\nno,a,1\n2026-04-01,a,\"z".utf8), name: "t.csv")
        #expect(table.lines.count == 1)
        #expect(table.rejections.map(\.line) == [4, 5, 6, 7])
    }

    @Test func overlongTextsAreSkippedNotHeld() throws {
        let good = #"{"timestamp":"2026-04-01","action":"a"}"#
        let long = String(repeating: "x", count: 9 << 20)
        for text in ["\(good)\n{\"a\":\"\(long)\"}\n\(good)\n", "[\(good),{\"a\":\"\(long)\"},\(good)]", "{\"a\":\"\(long)\"}\n\(good)\n\(good)"] {
            let got = try ImportWorld.read(Array(text.utf8))
            #expect(got.lines.count == 2)
            #expect(got.rejections.count == 1 && got.rejections[0].reason.contains("MiB"))
        }
        let table = try ImportWorld.read(Array("timestamp,action,x\n2026-04-01,a,\"\(long)\n\"\n2026-04-01,a,1".utf8), name: "t.csv")
        #expect(table.lines.count == 1 && table.rejections.map(\.line) == [2])
        #expect(try ImportWorld.read(Array(long.utf8), name: "x.ndjson").rejections.count == 1)
    }

    @Test func cellsKeepWhatWasWritten() throws {
        let header = "timestamp,action,userId,component,details.i,details.d,details.t,metadata['x y'].z,metadata.b,id\n"
        let row = "2026-04-01,a,,\"\",42,19.9,0815,-0.0,true,1.50\n2026-04-01,a,u,,\"42\",100.0,,\"1e5\",True,\"\"\n"
        let got = try ImportWorld.read(Array((header + row).utf8), name: "t.csv")
        let start = #"{"timestamp":"2026-04-01T00:00:00.000000Z","#
        #expect(
            got.lines == [
                start + #""action":"a","component":"","details":{"i":42,"d":19.9,"t":"0815","id":1.5},"metadata":{"x y":{"z":-0.0},"b":true}}"#,
                start + #""userId":"u","action":"a","details":{"i":"42","d":100.0,"id":""},"metadata":{"x y":{"z":"1e5"},"b":"True"}}"#,
            ])
        #expect(got.blocks.first?.movedKeys == 2)
        #expect(throws: InteractionError.self) { try ImportWorld.read(Array("a,b\n1,2\n".utf8), name: "t.csv") }
        let unknown = SourceOptions(mapping: try FieldMapping(parsing: "userId=uid"))
        let error = #expect(throws: InteractionError.self) {
            try ImportWorld.read(Array("timestamp,action,user\n2026-04-01,a,u\n".utf8), name: "t.csv", options: unknown)
        }
        #expect(error?.message.contains("'uid'") == true && error?.hint?.contains("user") == true)
        let semicolons = #expect(throws: InteractionError.self) { try ImportWorld.read(Array("timestamp;action\n".utf8), name: "t.csv") }
        #expect(semicolons?.hint?.contains("commas") == true)
        let mapping = try FieldMapping(parsing: "timestamp=a,action=b")
        #expect(try ImportWorld.read(Array("a,b\n2026-04-01,2\n".utf8), name: "t.csv", options: SourceOptions(mapping: mapping)).lines.count == 1)
    }

    /// A cell is a number when it is one in JSON and its value is kept.
    @Test(arguments: [
        ("2.50", "2.5"), ("1.0", "1.0"), ("0.10", "0.1"), ("100.00", "100.0"), ("-0.50", "-0.5"), ("0", "0"), ("-7", "-7"),
        ("9223372036854775807", "9223372036854775807"), ("1e3", "1000.0"), ("1.5E-7", "1.5e-07"), ("1e-05", "1e-05"),
        ("2.50000000000000000000", "2.5"), ("-0", "-0.0"), ("0.30000000000000004", "0.30000000000000004"),
        ("0.1000000000000000055511151231257827", "0.1000000000000000055511151231257827"),
    ])
    func numbersInCells(_ cell: String, _ form: String) throws {
        #expect(try value(cell) == form)
        #expect(try value("\"\(cell)\"") == "\"\(cell)\"", "in quotes it is text")
    }

    @Test(arguments: [
        "007", "00", "+1", "+2.5", ".5", "5.", "1e", "e5", "-", "1.2.3", "12a", "1 000", " 2.50", "2.50 ", "0x10", "NaN", "Infinity", "1_0",
        "9223372036854775808", "12345678901234567890", "00000000000000000001", "123456789012345678901234567890", "1e999",
        "True", "null", "2026-04-01",
    ])
    func textInCells(_ cell: String) throws {
        #expect(try value(cell) == "\"\(cell)\"")
    }

    private func value(_ cell: String) throws -> String? {
        let got = try ImportWorld.read(Array("timestamp,action,x\n2026-04-01,a,\(cell)\n".utf8), name: "t.csv")
        return got.lines.first?.split(separator: #""x":"#, maxSplits: 1).last.map { String($0.dropLast(2)) }
    }

    @Test func blocksDependOnTheBytesAlone() throws {
        let bytes = ImportWorld.ndjson(50_000)
        let whole = try ImportWorld.read(bytes).blocks
        let pieces = try ImportWorld.read(bytes, piece: 100_003).blocks
        #expect(whole.count > 1)
        #expect(whole.map(\.mark) == pieces.map(\.mark))
        #expect(whole.map(\.batch.rowCount) == pieces.map(\.batch.rowCount))
        #expect(whole.last?.mark.length == UInt64(bytes.count))
        #expect(whole.last?.mark.lines == 50_000)
        let pipeline = BlockPipeline(try EventSource(MemoryInput(bytes)))
        var marks: [ImportMark] = []
        while let block = try pipeline.next() { marks.append(block.mark) }
        #expect(marks == whole.map(\.mark))
        #expect(try pipeline.next() == nil || true)
    }

    @Test func assumedZone() throws {
        let options = SourceOptions(assumedOffset: 7200)
        let got = try ImportWorld.read(Array(#"{"timestamp":"2026-04-01T02:00:00","action":"a"}"#.utf8), options: options)
        #expect(got.lines == [#"{"timestamp":"2026-04-01T00:00:00.000000Z","action":"a"}"#])
    }
}
