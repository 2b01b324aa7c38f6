// One JSON object to one row: names, forms of values, limits, every kind of refusal with its field.
import Foundation
import InteractionImport
import InteractionModel
import Testing

@Suite struct EventParserTests {
    private func details(_ text: String) throws -> String? {
        let got = try ImportWorld.event(#"{"timestamp":"2026-04-01T00:00:00Z","action":"a","details":\#(text)}"#)
        guard let line = got.text else { return got.fault.map { "\($0.field ?? "-"): \($0.reason)" } }
        return String(line.dropFirst(#"{"timestamp":"2026-04-01T00:00:00.000000Z","action":"a","details":"#.count).dropLast())
    }

    @Test func absentNullAndEmptyStayApart() throws {
        for text in [
            #"{"timestamp":"2026-04-01T00:00:00.000000Z","action":"a"}"#,
            #"{"timestamp":"2026-04-01T00:00:00.000000Z","sessionId":null,"userId":"","action":"a","component":null,"details":null}"#,
            #"{"timestamp":"2026-04-01T00:00:00.000000Z","sessionId":"s","userId":null,"action":"a","details":{},"metadata":{"x":[],"y":{},"z":null,"w":""}}"#,
        ] {
            let got = try ImportWorld.event(text)
            #expect(got.text == text, "\(String(describing: got.fault))")
        }
    }

    @Test(arguments: [
        "{}", #"{"a":1,"b":-1,"c":true,"d":false,"e":null,"f":"x","g":[],"h":{}}"#, #"{"a.b":1,"a":{"b":2}}"#,
        #"{"n":[9223372036854775807,-9223372036854775808,9007199254740993]}"#, #"{"n":9223372036854775808}"#,
        #"{"n":-9223372036854775809,"m":123456789012345678901234567890}"#, #"{"n":0.1,"m":-0.0,"k":1.5}"#,
        #"{"n":1e999,"m":0.1000000000000000055511151231257827,"k":1E-400}"#, #"{"a":[1.10,1e5,-0,[{"b":[true,null,"x"]}]]}"#,
        #"{"s":"é\u0000\u001f\"\\"}"#, #"{"":1," ":2}"#, #"{"a":{"b":{"c":{"d":[[[[1]]]]}}}}"#,
    ])
    func comesBackAsWritten(_ text: String) throws {
        let got = try #require(try details(text))
        #expect(got == text)
    }

    @Test(arguments: [
        (#"{"a":1,"b":2,"a":3}"#, #"{"a":3,"b":2}"#), (#"{"a":[{"x":1,"y":2,"x":[3]}]}"#, #"{"a":[{"x":[3],"y":2}]}"#),
        (#"{"a":{"b":1},"a":{"c":2}}"#, #"{"a":{"c":2}}"#), (#"{"\u0061":1,"a":2}"#, #"{"a":2}"#),
        (#"{"a":[{"k":1,"k":{"k":2,"k":3}}]}"#, #"{"a":[{"k":{"k":3}}]}"#), (#"{"s":"\/\u00e9\ud834\udd1e"}"#, #"{"s":"/é𝄞"}"#),
        (" { \"a\" : [ 1 , 2 ] } ", #"{"a":[1,2]}"#), (#""{\"a\":{\"b\":\"\\n\"}}""#, #"{"a":{"b":"\n"}}"#),
    ])
    func isPutInOneForm(_ text: String, _ form: String) throws {
        #expect(try details(text) == form)
    }

    @Test(arguments: [
        ("{", "expected ',' or '}'"), (#"{"a"}"#, "expected ':'"), (#"{"a":1,}"#, "expected a key"), (#"{"a":01}"#, "not a JSON number"),
        (#"{"a":1.}"#, "not a JSON number"), (#"{"a":+1}"#, "expected a value"), (#"{"a":NaN}"#, "expected a value"),
        (#"{"a":"\ud800"}"#, "high surrogate"), (#"{"a":"\udc00x"}"#, "low surrogate"), (#"{"a":"\x"}"#, "escape"),
        (#"{"a":"\u12"}"#, "hex digits"), (#"{"a":[1,]}"#, "expected a value"), (#"{"a":[1 2]}"#, "expected ',' or ']'"),
        ("[1]", "expected an object"), ("1", "expected an object"), (#""x""#, "expected an object"), (#""""#, "white space"),
        (#""{\"a\":1} x""#, "after the end"), (#"{"a":truex}"#, "expected a value"), (#"{"a":"b""c"}"#, "expected ','"),
        (#"{"a":1"b"}"#, "not a JSON number"), (#"{a:1}"#, "expected a key"), (#"{'a':1}"#, "expected a key"),
    ])
    func refusesWithReason(_ text: String, _ reason: String) throws {
        let got = try #require(try details(text))
        #expect(got.contains(reason), "\(got)")
    }

    @Test func namesOfFields() throws {
        let want = #"{"timestamp":"2026-04-01T00:00:00.000000Z","sessionId":"s","userId":"u","action":"a"}"#
        #expect(try ImportWorld.event(#"{"session_id":"s","user_id":"u","action":"a","ts":1775001600}"#).text == want)
        #expect(try ImportWorld.event(#"{"sessionId":"s","userId":"u","action":"a","createdAt":1775001600000}"#).text == want)
        let both = try ImportWorld.event(#"{"created_at":"x","timestamp":"2026-04-01","action":"a","id":7,"details":null}"#)
        #expect(
            both.text == #"{"timestamp":"2026-04-01T00:00:00.000000Z","action":"a","details":{"created_at":"x","id":7}}"#)
        let clash = try ImportWorld.event(#"{"timestamp":"2026-04-01","action":"a","id":7,"details":{"id":1,"_id":2}}"#)
        #expect(clash.text?.hasSuffix(#""details":{"id":1,"_id":2,"__id":7}}"#) == true)
        let mapping = try FieldMapping(parsing: "timestamp=when,action=event,user_id=who")
        let mapped = try ImportWorld.event(
            #"{"when":"2026-04-01T00:00:00Z","event":"a","who":"u","sessionId":"s","userId":"other"}"#, mapping: mapping)
        #expect(
            mapped.text
                == #"{"timestamp":"2026-04-01T00:00:00.000000Z","sessionId":"s","userId":"u","action":"a","details":{"userId":"other"}}"#)
        let lost = try ImportWorld.event(#"{"timestamp":"2026-04-01","event":"a"}"#, mapping: try FieldMapping(parsing: "action=evnt"))
        #expect(lost.fault?.field == "action" && lost.fault?.reason.contains("'evnt'") == true)
        for wrong in ["when=timestamp", "timestamp", "timestamp=", "timestamp=a,timestamp=b", "timestamp=a,action=a", "userId=u,user_id=v"] {
            #expect(throws: InteractionError.self) { try FieldMapping(parsing: wrong) }
        }
        // The last of repeated keys wins in the envelope too, and integer ids are taken as text.
        let last = try ImportWorld.event(#"{"timestamp":"2026-04-01","action":"a","action":"b","userId":42}"#)
        #expect(last.text == #"{"timestamp":"2026-04-01T00:00:00.000000Z","userId":"42","action":"b"}"#)
    }

    @Test(arguments: [
        (#"{"action":"a"}"#, "timestamp"), (#"{"timestamp":null,"action":"a"}"#, "timestamp"),
        (#"{"timestamp":"soon","action":"a"}"#, "timestamp"), (#"{"timestamp":true,"action":"a"}"#, "timestamp"),
        (#"{"timestamp":"2026-04-01"}"#, "action"), (#"{"timestamp":"2026-04-01","action":""}"#, "action"),
        (#"{"timestamp":"2026-04-01","action":5}"#, "action"), (#"{"timestamp":"2026-04-01","action":"a","userId":{}}"#, "userId"),
        (#"{"timestamp":"2026-04-01","action":"a","component":7}"#, "component"),
        (#"{"timestamp":"2026-04-01","action":"a","details":[]}"#, "details"),
        (#"{"timestamp":"2026-04-01","action":"a","metadata":"{\"a\":[{\"b\":}]}"}"#, "metadata.a"),
        (#"{"timestamp":"2026-04-01","action":"a","details":{"x":{"y":1.}}}"#, "details.x.y"),
    ])
    func blamesTheField(_ text: String, _ field: String) throws {
        let fault = try #require(try ImportWorld.event(text).fault)
        #expect(fault.field == field)
        #expect(!fault.reason.isEmpty)
    }

    @Test func limitsHoldExactly() throws {
        func nested(_ levels: Int) -> String {
            String(repeating: #"{"a":"#, count: levels - 1) + "{}" + String(repeating: "}", count: levels - 1)
        }
        #expect(try details(nested(64)) == nested(64))
        #expect(try details(nested(65))?.contains("64 levels") == true)
        let arrays = { (count: Int) in #"{"a":"# + String(repeating: "[", count: count) + String(repeating: "]", count: count) + "}" }
        #expect(try details(arrays(63)) == arrays(63))
        #expect(try details(arrays(64))?.contains("64 levels") == true)
        #expect(try details(arrays(100_000))?.contains("64 levels") == true)
        func keys(_ count: Int) -> String { "{" + (0..<count).map { "\"k\($0)\":\($0)" }.joined(separator: ",") + "}" }
        #expect(try details(keys(4096)) == keys(4096))
        #expect(try details(keys(4097))?.contains("keys") == true)
        let name = String(repeating: "é", count: 512)
        #expect(try ImportWorld.event(#"{"timestamp":"2026-04-01","action":"\#(name)"}"#).fault == nil)
        #expect(try ImportWorld.event(#"{"timestamp":"2026-04-01","action":"\#(name)x"}"#).fault?.field == "action")
        let long = String(repeating: "x", count: EventLimit.eventBytes - 64)
        #expect(try details(#"{"t":"\#(long)"}"#) == #"{"t":"\#(long)"}"#)
        #expect(try details(#"{"t":"\#(long)\#(long)"}"#)?.contains("1 MiB") == true)
    }

    @Test func invalidUTF8IsRefused() throws {
        for bad: [UInt8] in [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82]] {
            let text = Array(#"{"timestamp":"2026-04-01","action":"a","details":{"k":""#.utf8) + bad + Array(#""}}"#.utf8)
            #expect(try ImportWorld.event(text).fault?.reason.contains("UTF-8") == true)
        }
        let control = Array(#"{"timestamp":"2026-04-01","action":"a"#.utf8) + [1] + Array(#""}"#.utf8)
        #expect(try ImportWorld.event(control).fault?.reason.contains("control") == true)
    }
}
