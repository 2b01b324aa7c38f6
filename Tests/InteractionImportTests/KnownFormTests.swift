// Events whose form is known are read a short way: it must give what the long way gives, for every event, or leave it to that.
// A parser that has read nothing yet knows no form, so a fresh one for each event is the long way.
import Foundation
import InteractionImport
import InteractionModel
import Testing

@Suite struct KnownFormTests {
    private static let texts = [
        "", "a", "/app", "user_3e9735aa", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.32", "é", "日本語のテキスト", "a\\nb", "\\u00e9",
        "{}", "0", "null", "\u{7f}", "x\u{1}y",
    ]
    private static let numbers = [
        "0", "-0", "1", "200", "-7", "9223372036854775807", "9223372036854775808", "1.5", "41.015", "-0.0", "1e3", "1E400",
        "0.1000000000000000055511151231257827", "01", "1.", "-",
    ]
    private static let times = [
        "\"2026-04-01T09:30:00.123Z\"", "\"2026-04-01T09:30:00Z\"", "\"2026-04-01T09:30:00.123456Z\"", "\"2026-04-01 09:30:00\"",
        "\"2026-04-02T09:30:00.1+02:00\"", "1775035800", "1775035800.5", "\"2026-02-29T00:00:00Z\"", "\"yesterday\"", "null", "\"\"",
    ]

    private static func pick(_ from: [String], _ random: inout TestRandom) -> String { from.randomElement(using: &random) ?? "" }

    private static func value(_ random: inout TestRandom) -> String {
        switch Int.random(in: 0..<12, using: &random) {
        case 0..<5: "\"\(pick(texts, &random))\""
        case 5..<8: pick(numbers, &random)
        case 8: pick(["true", "false", "null", "{}", "[]"], &random)
        case 9: #"{"in":"\#(pick(texts, &random))","n":\#(pick(numbers, &random))}"#
        case 10: "[1,\"a\"]"
        default: #""{\"k\":1}""#
        }
    }

    /// One event of a small family, so that forms come again.
    private static func event(_ random: inout TestRandom) -> [UInt8] {
        func maybe(_ chances: Int, _ text: String) -> String { Int.random(in: 0..<chances, using: &random) == 0 ? text : "" }
        let id = pick(["\"s1\"", "\"\"", "\"\(String(repeating: "s", count: 1025))\"", "null", "12", "1.5", "\"é\""], &random)
        let details = (0..<Int.random(in: 0..<4, using: &random)).map { key in
            "\"\(pick(["k", "k\(key)", "", "\\u006b", "ü"], &random))\":\(value(&random))"
        }.joined(separator: ",")
        let text = #"{"timestamp":\#(pick(times, &random))"# + maybe(2, #","sessionId":\#(id)"#)
            + #","action":"\#(pick(texts, &random))""# + maybe(2, #", "component" : "\#(pick(texts, &random))""#)
            + maybe(5, #","extra":\#(value(&random))"#) + maybe(9, #","action":"twice""#) + #","details":{\#(details)}"#
            + maybe(3, #","metadata":{"url":"\#(pick(texts, &random))"}"#) + "}" + maybe(4, "\r") + maybe(9, " ")
        return Array(text.utf8)
    }

    private func expectSame(_ text: [UInt8], _ known: EventParser, _ note: String) throws {
        var long: [UInt8] = []
        var short: [UInt8] = []
        let fresh = try EventParser()
        let movedBefore = known.movedKeys
        let wanted = fresh.parseJSON(text, into: &long)
        let got = known.parseJSON(text, into: &short)
        let line = String(decoding: text, as: UTF8.self)
        #expect(got == wanted, "\(note): \(line)")
        #expect(short == long, "\(note): \(line)")
        #expect(known.movedKeys - movedBefore == fresh.movedKeys, "\(note): \(line)")
    }

    @Test func knownAndUnknownFormsGiveTheSameRows() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = TestRandom(seed: seed)
        let known = try EventParser()
        for round in 0..<8_000 { try expectSame(Self.event(&random), known, "seed \(seed) round \(round)") }
    }

    @Test func changedTextsOfKnownFormsAreJudgedTheLongWay() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = TestRandom(seed: seed)
        let known = try EventParser()
        let spice = Array("{}[]\",:\\u0123eE+-. \n\t\r\0\u{1}tfn".utf8) + [0x80, 0xC3, 0xED, 0xF0, 0xFF]
        for round in 0..<8_000 {
            var text = Self.event(&random)
            if round % 2 == 1, !text.isEmpty {
                let place = Int.random(in: 0..<text.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: text.removeSubrange(place...)
                case 1: text[place] = spice.randomElement(using: &random) ?? 0
                case 2: text.insert(spice.randomElement(using: &random) ?? 0, at: place)
                default: text.remove(at: place)
                }
            }
            try expectSame(text, known, "seed \(seed) round \(round)")
        }
    }

    @Test func timesAreReadAsTheModelReadsThem() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = TestRandom(seed: seed)
        let known = try EventParser()
        for round in 0..<8_000 {
            func two(_ range: ClosedRange<Int>) -> String {
                let number = Int.random(in: range, using: &random)
                return number < 10 ? "0\(number)" : "\(number)"
            }
            let year = Self.pick(["1899", "1900", "1970", "2000", "2026", "2100", "2200", "2201", "20x6"], &random)
            let fraction = Self.pick(["", ".", ".1", ".12", ".123", ".123456", ".1234567", ".12a", ".000001"], &random)
            let time = "\(year)-\(two(0...13))-\(two(0...32))T\(two(0...25)):\(two(0...61)):\(two(0...61))\(fraction)Z"
            try expectSame(Array(#"{"timestamp":"\#(time)","action":"a"}"#.utf8), known, "seed \(seed) round \(round)")
        }
        for time in ["2000-02-29T23:59:59.999Z", "1900-02-28T00:00:00Z", "1900-02-29T00:00:00Z", "2200-12-31T23:59:59.999999Z"] {
            var payload: [UInt8] = []
            let fault = known.parseJSON(Array(#"{"timestamp":"\#(time)","action":"a"}"#.utf8), into: &payload)
            let wanted = try? Timestamp(parsing: time)
            #expect((fault == nil) == (wanted != nil), "\(time)")
            guard let wanted else { continue }
            let bits = payload.dropFirst().prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            #expect(Int64(bitPattern: bits) == wanted.microseconds, "\(time)")
        }
    }

    @Test func moreFormsThanAreKeptDoNoHarm() throws {
        let known = try EventParser()
        for number in 0..<6000 {
            let text = #"{"timestamp":"2026-04-01T00:00:00Z","action":"a","details":{"key\#(number)":\#(number),"b\#(number % 300)":"x"}}"#
            try expectSame(Array(text.utf8), known, "number \(number)")
        }
    }
}
