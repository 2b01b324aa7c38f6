// The public suites that lie beside the checkout: JSONTestSuite, csv-spectrum, RFC 3339 times. A few of their cases stand
// here, so that the rules are tested on a machine without them too.
import Foundation
import InteractionImport
import InteractionModel
import Testing

@Suite struct SuiteTests {
    /// Files of a suite folder whose names begin with a prefix, by name.
    private func files(_ folder: String, _ prefix: String) throws -> [(name: String, bytes: [UInt8])] {
        guard let place = ImportWorld.suites?.appendingPathComponent(folder) else { return [] }
        let names = try FileManager.default.contentsOfDirectory(atPath: place.path).filter { $0.hasPrefix(prefix) }
        #expect(!names.isEmpty)
        return try names.sorted().map { ($0, Array(try Data(contentsOf: place.appendingPathComponent($0)))) }
    }

    private func asDetail(_ json: [UInt8]) -> [UInt8] {
        Array(#"{"timestamp":"2026-01-01T00:00:00Z","action":"a","details":{"v":"#.utf8) + json + Array("}}".utf8)
    }

    @Test func goodJSONComesBackEqual() throws {
        let own: [(name: String, bytes: [UInt8])] = [("own", Array(#"[1, {"a":"\u00e9"}, -0, 1e5]"#.utf8))]
        for (name, bytes) in own + (try files("JSONTestSuite/test_parsing", "y_")) {
            let got = try ImportWorld.event(asDetail(bytes))
            let line = try #require(got.text, "\(name): \(String(describing: got.fault))")
            let back = try ImportWorld.json(line)["details"] as? NSDictionary
            let want = try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
            #expect(back == ["v": want] as NSDictionary, "\(name): \(line)")
        }
    }

    @Test func badJSONIsRefusedWithAReason() throws {
        let own: [(name: String, bytes: [UInt8])] = [("own", Array(#"[1,,2]"#.utf8)), ("own", Array(#"{"a":1 "b":2}"#.utf8))]
        for (name, bytes) in own + (try files("JSONTestSuite/test_parsing", "n_")) {
            let fault = try #require(try ImportWorld.event(asDetail(bytes)).fault, "\(name) was taken")
            #expect(!fault.reason.isEmpty)
            // Alone, as a file of any name: refused too, and never a crash.
            for file in ["x.json", "x.ndjson", "x"] {
                let got = try ImportWorld.read(bytes, name: file)
                #expect(got.lines.isEmpty, "\(name)")
            }
        }
    }

    @Test func doubtfulJSONIsJudgedEitherWay() throws {
        for prefix in ["i_", "y_"] {
            for (_, bytes) in try files("JSONTestSuite/test_parsing", prefix) {
                let got = try ImportWorld.event(asDetail(bytes))
                #expect((got.text == nil) != (got.fault == nil))
            }
        }
        for (name, bytes) in try files("JSONTestSuite/test_transform", "") {
            let got = try ImportWorld.event(asDetail(bytes))
            #expect((got.text == nil) != (got.fault == nil), "\(name)")
        }
        #expect(try ImportWorld.event(asDetail(Array(#""\ud800""#.utf8))).fault != nil)
    }

    @Test func timesAreTakenAsRFC3339Says() throws {
        var cases: [(text: String, isValid: Bool)] = [("1998-12-31T23:59:60Z", true), ("1990-12-31T24:00:00Z", false)]
        if let place = ImportWorld.suites?.appendingPathComponent("rfc3339/date-time.json") {
            let groups = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: place)) as? [[String: Any]])
            for test in groups.flatMap({ $0["tests"] as? [[String: Any]] ?? [] }) {
                guard let text = test["data"] as? String, let isValid = test["valid"] as? Bool else { continue }
                cases.append((text, isValid))
            }
            #expect(cases.count > 25)
        }
        for (text, isValid) in cases {
            let quoted = String(decoding: try JSONSerialization.data(withJSONObject: text, options: .fragmentsAllowed), as: UTF8.self)
            let got = try ImportWorld.event(#"{"timestamp":\#(quoted),"action":"a"}"#)
            #expect((got.text != nil) == isValid, "\(text): \(String(describing: got.fault))")
            if !isValid { #expect(got.fault?.field == "timestamp") }
            #expect(((try? Timestamp(parsing: text)) != nil) == isValid, "\(text)")
        }
    }

    @Test func csvSpectrum() throws {
        let own: [(name: String, bytes: [UInt8])] = [("own.csv", Array("a,b\r\n1,\"ha \r\n\"\"ha\"\"\"\r\n".utf8))]
        for (name, bytes) in own + (try files("csv-spectrum/csvs", "")) {
            let got = try ImportWorld.read(Self.withColumns(bytes), name: name)
            #expect(got.rejections.isEmpty, "\(name): \(got.rejections)")
            var want: [NSDictionary] = [["a": "1", "b": "ha \r\n\"ha\""]]
            if name != "own.csv", let suites = ImportWorld.suites {
                let answer = suites.appendingPathComponent("csv-spectrum/json/\(name.dropLast(4)).json")
                // One answer is a single object with another phone number than its question: no list to compare with.
                guard let list = try JSONSerialization.jsonObject(with: Data(contentsOf: answer)) as? [NSDictionary] else {
                    #expect(name == "location_coordinates.csv" && got.lines.count == 1)
                    continue
                }
                want = list
            }
            let back = try got.lines.map { line in
                let details = try #require(try ImportWorld.json(line)["details"] as? [String: Any])
                return details.mapValues { ($0 as? String) ?? "\($0)" } as NSDictionary
            }
            #expect(back == want, "\(name)")
        }
    }

    /// The CSV with a time and an action before each record.
    private static func withColumns(_ csv: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        var isQuoted = false
        var isStart = true
        for byte in csv {
            if isStart {
                out += Array((out.isEmpty ? "timestamp,action," : "2026-01-01,a,").utf8)
                isStart = false
            }
            out.append(byte)
            if byte == 0x22 { isQuoted.toggle() }
            if byte == 0x0A, !isQuoted { isStart = true }
        }
        return out
    }
}
