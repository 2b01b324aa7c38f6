// Numbers of texts over several dictionaries: equal texts have one, long and short, also where the table grows.
import InteractionCoding
import Testing

@Suite struct TextNumbersTests {
    @Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
    func equalTextsHaveOneNumber(seed: UInt64) {
        var state = seed
        func roll(_ sides: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(sides))
        }
        var numbers = TextNumbers()
        for _ in 0..<3 {
            var known: [String: UInt32] = [:]
            for _ in 0..<6 {
                let texts = Array(Set((0..<roll(4000) + 1).map { _ in roll(3) == 0 ? "a text of more than sixteen bytes \(roll(900))" : "u\(roll(5000))" }))
                let dictionary = StringDictionary(texts)
                let chosen: Set<Int>? = roll(2) == 0 ? nil : Set((0..<texts.count).filter { _ in roll(3) == 0 })
                var bits: [UInt64]?
                if let chosen {
                    var words = [UInt64](repeating: 0, count: (texts.count + 64) / 64)
                    for code in chosen { words[(code + 1) / 64] |= 1 << UInt64((code + 1) % 64) }
                    bits = words
                }
                let from = roll(texts.count)
                let range = from..<texts.count + 5
                var wanted = Array(from..<texts.count)[...]
                if let chosen { wanted = wanted.filter { chosen.contains($0) }[...] }
                numbers.number(dictionary, range, where: bits) { part, found in
                    #expect(part.count <= TextNumbers.partCodes)
                    for number in found {
                        guard let code = wanted.popFirst() else {
                            Issue.record("more numbers than texts")
                            return
                        }
                        #expect(part.contains(code))
                        if let own = known[texts[code]] { #expect(own == number) } else {
                            #expect(Int(number) == known.count)
                            known[texts[code]] = number
                        }
                    }
                }
                #expect(wanted.isEmpty && numbers.count == known.count)
            }
            numbers.removeAll()
            #expect(numbers.count == 0)
        }
    }
}
