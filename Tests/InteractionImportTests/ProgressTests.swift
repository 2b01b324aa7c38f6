// The hash of input prefixes against its published values, and the marks an import keeps.
import InteractionImport
import InteractionModel
import Testing

@testable import InteractionImport

@Suite struct ProgressTests {
    private func hex(_ bytes: [UInt8]) -> String {
        bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    private func hash(_ text: String) -> String {
        var hash = ContentHash()
        hash.update(Array(text.utf8).span)
        // Published values print both halves as numbers, highest digit first.
        let digest = hash.digest()
        return hex(digest[..<8].reversed() + digest[8...].reversed())
    }

    @Test func publishedValues() {
        #expect(hash("") == "00000000000000000000000000000000")
        #expect(hash("hello") == "cbd8a7b341bd9b025b1e906a48ae1d19")
        #expect(hash("The quick brown fox jumps over the lazy dog") == "e34bbc7bbc071b6c7a433ca9c49a9347")
    }

    @Test func piecesDoNotMatter() {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = TestRandom(seed: seed)
        let bytes = (0..<1000).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        var whole = ContentHash()
        whole.update(bytes.span)
        for _ in 0..<200 {
            var parts = ContentHash()
            var at = 0
            while at < bytes.count {
                let end = min(bytes.count, at + Int.random(in: 0...40, using: &random))
                parts.update(Array(bytes[at..<end]).span)
                at = end
            }
            #expect(parts.digest() == whole.digest(), "seed \(seed)")
        }
    }

    @Test func marksStayCloseAndFew() throws {
        var progress = ImportProgress()
        for step in 1...3000 {
            progress.add(
                ImportMark(
                    length: UInt64(step) * 4_200_000, hash: [UInt8](repeating: UInt8(step & 255), count: 16), lines: UInt64(step),
                    stored: UInt64(step), rejected: 1, state: 2))
        }
        #expect(progress.last?.lines == 3000)
        let gaps = zip(progress.marks.dropFirst(), progress.marks).map { $0.length - $1.length }
        #expect(gaps.allSatisfy { $0 <= 24 << 20 })
        #expect(progress.marks.count < 1100)
        let bytes = progress.encoded()
        #expect(try ImportProgress(bytes) == progress)
        for cut in 0..<min(bytes.count, 200) {
            #expect(throws: InteractionError.self) { try ImportProgress(Array(bytes[..<cut])) }
        }
        for length in UInt64(1)...20_000 {
            progress.add(ImportMark(
                length: 13_000_000_000 + length << 24, hash: [UInt8](repeating: 0, count: 16), lines: 0, stored: 0, rejected: 0, state: 0))
        }
        #expect(progress.marks.count <= 4096)
        #expect(progress.encoded().count < 200_000)
        #expect(progress.last?.length == 13_000_000_000 + 20_000 << 24)
    }
}
