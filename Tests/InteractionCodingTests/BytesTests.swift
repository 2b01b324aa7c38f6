// Byte writer and reader, checksums, compression: against values from standards, and back and forth.
import CKernels
import InteractionCoding
import InteractionModel
import Testing

@Suite struct BytesTests {
    /// RFC 3720, appendix B.4.
    @Test func checksumsOfTheStandard() {
        #expect(CRC32C.checksum([UInt8](repeating: 0, count: 32)) == 0x8a91_36aa)
        #expect(CRC32C.checksum([UInt8](repeating: 0xff, count: 32)) == 0x62a8_ab43)
        #expect(CRC32C.checksum(Array(0..<32)) == 0x46dd_794e)
        #expect(CRC32C.checksum(Array((0..<32).reversed())) == 0x113f_db5c)
        let command: [UInt8] = [
            0x01, 0xc0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x14, 0, 0, 0, 0, 0, 0x04, 0, 0, 0, 0, 0x14, 0, 0, 0, 0x18, 0x28,
            0, 0, 0, 0, 0, 0, 0, 0x02, 0, 0, 0, 0, 0, 0, 0,
        ]
        #expect(CRC32C.checksum(command) == 0xd996_3a56)
        #expect(CRC32C.checksum(Array("123456789".utf8)) == 0xe306_9283)
        #expect(CRC32C.checksum([]) == 0)
    }

    @Test func checksumsOfPartsAndOfThePortablePath() {
        var random = SeededRandom(seed: 3)
        let bytes = (0..<5000).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        for cut in [0, 1, 7, 8, 9, 500, 767, 768, 769, 1543, 4999, 5000] {
            let whole = CRC32C.checksum(bytes)
            #expect(CRC32C.update(CRC32C.checksum(bytes[..<cut]), bytes[cut...]) == whole)
            #expect(bytes[..<cut].withUnsafeBytes { ck_crc32c_portable(0, $0.baseAddress, cut) } == CRC32C.checksum(bytes[..<cut]))
        }
    }

    @Test func numbersComeBack() throws {
        var writer = ByteWriter()
        let unsigned: [UInt64] = [0, 1, 127, 128, 16_383, 16_384, UInt64(UInt32.max), .max - 1, .max]
        let signed: [Int64] = [0, -1, 1, 63, -64, 64, .min, .max]
        for value in unsigned { writer.varint(value) }
        for value in signed { writer.zigzag(value) }
        writer.u8(0xab)
        writer.u16(0x1234)
        writer.u32(0xdead_beef)
        writer.u64(.max - 5)
        writer.i64(-7)
        writer.f64(-0.0)
        writer.string("naïve")
        var reader = ByteReader(writer.bytes, place: "test")
        for value in unsigned { #expect(try reader.varint() == value) }
        for value in signed { #expect(try reader.zigzag() == value) }
        #expect(try reader.u8() == 0xab)
        #expect(try reader.u16() == 0x1234)
        #expect(try reader.u32() == 0xdead_beef)
        #expect(try reader.u64() == .max - 5)
        #expect(try reader.i64() == -7)
        #expect(try reader.f64().bitPattern == (-0.0).bitPattern)
        #expect(Array(try reader.text(limit: 6)) == Array("naïve".utf8))
        try reader.expectEnd()
    }

    @Test func badBytesAreRefusedWithTheirPlace() {
        var tooLong = ByteReader([UInt8](repeating: 0x80, count: 10) + [0], place: "file x", baseOffset: 100)
        let error = #expect(throws: InteractionError.self) { try tooLong.varint() }
        #expect(error?.code == .damaged)
        #expect(error?.place == "file x, offset 100")
        var tooLarge = ByteReader([UInt8](repeating: 0xff, count: 9) + [2], place: "x")
        #expect(throws: InteractionError.self) { try tooLarge.varint() }
        var endless = ByteReader([0x80, 0x80], place: "x")
        #expect(throws: InteractionError.self) { try endless.varint() }
        #expect(endless.offset == 0)
        var short = ByteReader([5, 1, 2], place: "x")
        #expect(throws: InteractionError.self) { try short.string(limit: 100) }
        var limited = ByteReader([2, 65, 66], place: "x")
        #expect(throws: InteractionError.self) { try limited.string(limit: 1) }
        #expect(limited.remaining == 3)
        for bad: [UInt8] in [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x82], [0x80]] {
            var reader = ByteReader([UInt8(bad.count)] + bad, place: "x")
            #expect(throws: InteractionError.self) { try reader.text(limit: 10) }
        }
    }

    @Test func utf8AgreesWithTheStandardLibrary() {
        var random = SeededRandom(seed: 12)
        for _ in 0..<20_000 {
            var bytes = Array("abcdefgh€ä😀".utf8)
            for _ in 0..<2 { bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next()) }
            #expect(UTF8Check.isValid(bytes) == (String(validating: bytes, as: UTF8.self) != nil), "\(bytes)")
        }
    }

    @Test func buffersComeBackFromEveryCodec() throws {
        var random = SeededRandom(seed: 1)
        let noise = (0..<5000).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        let text = Array(String(repeating: "{\"action\":\"click\"},", count: 500).utf8)
        for raw in [[7], noise, text, [UInt8](repeating: 0, count: 1 << 20)] {
            for codec in Codec.allCases {
                #expect(try codec.decompress(codec.compress(raw, level: 3), rawLength: raw.count) == raw)
            }
        }
        #expect(try Codec.none.decompress([UInt8](), rawLength: 0).isEmpty)
        #expect(Codec.zstd.compressIfWorthwhile(noise).codec == .none)
        #expect(Codec.lz4.compressIfWorthwhile(text).codec == .lz4)
    }

    @Test func contextsAreSharedBetweenThreads() async throws {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for task in 0..<32 {
                group.addTask {
                    let raw = [UInt8](repeating: UInt8(task), count: 10_000 + task)
                    for _ in 0..<20 where try Codec.zstd.decompress(Codec.zstd.compress(raw), rawLength: raw.count) != raw { return false }
                    return true
                }
            }
            for try await same in group { #expect(same) }
        }
    }
}
