// Random events against naive code, and texts cut and changed at random: no crash, nothing taken that a plain parser refuses.
import Foundation
import InteractionCoding
import InteractionImport
import InteractionModel
import Testing

@Suite struct EventParserFuzzTests {
    private static func string(_ random: inout TestRandom) -> String {
        let alphabet = ["a", "b", "é", "€", "𝄞", "\\n", "\\\"", "\\\\", "\\u0041", "\\ud834\\udd1e", " ", "/", "x", "\\/"]
        return (0..<Int.random(in: 0..<9, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? "" }.joined()
    }

    private static func number(_ random: inout TestRandom) -> String {
        switch Int.random(in: 0..<6, using: &random) {
        case 0: return "\(Int.random(in: -1000...1000, using: &random))"
        case 1: return "\(Int64(bitPattern: random.next()))"
        case 2: return "\(Double(bitPattern: random.next() & 0x7FDF_FFFF_FFFF_FFFF))".replacingOccurrences(of: "+", with: "")
        case 3: return "\(Int.random(in: -99...99, using: &random)).\(Int.random(in: 0...99999, using: &random))"
        case 4: return "\(random.next())\(random.next())"
        default: return "-\(random.next()).\(random.next())E-\(Int.random(in: 0...30, using: &random))"
        }
    }

    private static func value(_ random: inout TestRandom, _ depth: Int) -> String {
        switch Int.random(in: 0..<(depth > 4 ? 5 : 7), using: &random) {
        case 0: return ["true", "false", "null"].randomElement(using: &random) ?? "null"
        case 1, 2: return number(&random)
        case 3, 4: return "\"\(string(&random))\""
        case 5:
            let count = Int.random(in: 0..<4, using: &random)
            return "[" + (0..<count).map { _ in value(&random, depth + 1) }.joined(separator: ", ") + "]"
        default: return object(&random, depth + 1)
        }
    }

    private static func object(_ random: inout TestRandom, _ depth: Int) -> String {
        let count = Int.random(in: 0..<(depth == 1 ? 30 : 5), using: &random)
        return "{" + (0..<count).map { _ in "\"\(string(&random))\" :\(value(&random, depth))" }.joined(separator: ",") + "}"
    }

    @Test func randomEventsComeBackDeepEqual() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = TestRandom(seed: seed)
        for round in 0..<1500 {
            let text = Self.object(&random, 1)
            let got = try ImportWorld.event(#"{"timestamp":"2026-04-01","action":"a","details":\#(text)}"#)
            let line = try #require(got.text, "seed \(seed) round \(round): \(text) \(String(describing: got.fault))")
            guard let want = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? NSDictionary else { continue }
            let back = try ImportWorld.json(line)["details"] as? NSDictionary
            #expect(back == want, "seed \(seed) round \(round): \(text) became \(line)")
        }
    }

    @Test func numbersAreKeptAsEveryMakerOfRowsKeepsThem() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = TestRandom(seed: seed)
        var texts = ["0", "-0", "-0.0", "0e5", "1e22", "1e23", "1E400", "5e-324", "4.9e-324", "2.2250738585072014e-308",
            "1.7976931348623157e308", "1.7976931348623159e308", "9007199254740993.0", "0.30000000000000004", "1.10",
            "123456789012345678", "1234567890123456.7", "100000000000000000000.0", "0.000000000000000000000000001"]
        for _ in 0..<6000 { texts.append(Self.number(&random)) }
        for text in texts {
            let line = try ImportWorld.event(#"{"timestamp":"2026-04-01","action":"a","details":{"v":\#(text)}}"#).text
            var writer = ByteWriter()
            switch try #require(NumberText.classify(Array(text.utf8)[...]), "\(text)") {
            case .int(let number): writer.jsonInteger(number)
            case .double(let number): writer.jsonDouble(number)
            case .text: writer.append(bytes: Array(text.utf8))
            }
            let want = String(decoding: writer.bytes, as: UTF8.self)
            #expect(line?.hasSuffix(#"{"v":\#(want)}}"#) == true, "seed \(seed): \(text) became \(line ?? "nothing"), wanted \(want)")
        }
    }

    @Test func changedTextsNeverCrashAndAreJudgedAsByAnotherParser() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = TestRandom(seed: seed)
        let parser = try EventParser()
        let spice = Array("{}[]\",:\\u0123eE+-. \n\t\0\u{1}tfn".utf8) + [0x80, 0xC3, 0xED, 0xF0, 0xFF]
        var taken = 0
        for round in 0..<6000 {
            var text = Array(#"{"timestamp":"2026-04-01T00:00:00Z","action":"a","details":\#(Self.object(&random, 2))}"#.utf8)
            for _ in 0..<Int.random(in: 1...3, using: &random) where !text.isEmpty {
                let place = Int.random(in: 0..<text.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: text.removeSubrange(place...)
                case 1: text[place] = spice.randomElement(using: &random) ?? 0
                case 2: text.insert(spice.randomElement(using: &random) ?? 0, at: place)
                default: text.remove(at: place)
                }
            }
            var payload: [UInt8] = []
            guard parser.parseJSON(text, into: &payload) == nil else { continue }
            taken += 1
            let plain = String(decoding: text, as: UTF8.self)
            // Foundation refuses numbers beyond a double; they are good JSON.
            if plain.firstMatch(of: /[0-9][eE][+-]?[0-9]{3}/) != nil { continue }
            let other = try? JSONSerialization.jsonObject(with: Data(text))
            #expect(other is NSDictionary, "seed \(seed) round \(round): took \(plain)")
        }
        #expect(taken > 50)
    }
}
