// Time zones from bytes: the vectors of local days, yearly rules of all forms, and files that are cut or wrong.
import InteractionModel
import Testing

/// A TZif file of version 2 with these changes (seconds), each to an offset in seconds.
func zoneFile(first: Int, _ changes: [(at: Int, offset: Int)] = [], rule: String) -> [UInt8] {
    func big(_ value: Int, _ size: Int) -> [UInt8] { (0..<size).map { UInt8(truncatingIfNeeded: value >> ((size - 1 - $0) * 8)) } }
    func header(times: Int, types: Int) -> [UInt8] {
        Array("TZif2".utf8) + [UInt8](repeating: 0, count: 15) + big(0, 4) + big(0, 4) + big(0, 4) + big(times, 4) + big(types, 4) + big(4, 4)
    }
    let offsets = [first] + changes.map(\.offset)
    var bytes = header(times: 0, types: 1) + big(0, 6) + Array("UTC\0".utf8)
    bytes += header(times: changes.count, types: offsets.count)
    for change in changes { bytes += big(change.at, 8) }
    for index in changes.indices { bytes.append(UInt8(index + 1)) }
    for offset in offsets { bytes += big(offset, 4) + [0, 0] }
    return bytes + Array("LMT\0\n\(rule)\n".utf8)
}

func zone(_ rule: String) throws -> ZoneRules { try ZoneRules(name: "Test", parsing: zoneFile(first: 0, rule: rule)) }

/// The seconds since 1970 of a time in UTC.
func seconds(_ text: String) throws -> Int { Int(try Timestamp(parsing: text).microseconds / 1_000_000) }

@Suite struct ZoneRulesTests {
    /// The first instant of a local day, and its hours.
    static func day(_ text: String, in zone: ZoneRules) throws -> (start: String, hours: Double) {
        let day = try #require(Day(text))
        let start = zone.start(of: day)
        let length = zone.start(of: day.advanced(by: 1)).microseconds - start.microseconds
        return (String(start.description.prefix(16)), Double(length) / 3_600_000_000)
    }

    @Test(arguments: [
        ("EET-2EEST,M4.5.5/0,M10.5.4/24", "2025-04-25", "2025-04-24T22:00", 23.0),
        ("EET-2EEST,M4.5.5/0,M10.5.4/24", "2025-10-30", "2025-10-29T21:00", 25),
        ("CET-1CEST,M3.5.0,M10.5.0/3", "2026-03-29", "2026-03-28T23:00", 23),
        ("CET-1CEST,M3.5.0,M10.5.0/3", "2026-10-25", "2026-10-24T22:00", 25),
        ("CET-1CEST,M3.5.0,M10.5.0/3", "2026-07-01", "2026-06-30T22:00", 24),
        ("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "2026-10-04", "2026-10-03T13:30", 23.5),
        ("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "2027-01-01", "2026-12-31T13:00", 24),
        ("<+0545>-5:45", "2026-02-03", "2026-02-02T18:15", 24),
        ("<-03>3<-02>,M11.1.0/0,M2.3.0/0", "2018-11-04", "2018-11-04T03:00", 23),
        ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-03-29", "2026-03-29T01:00", 24),
        ("IST-2IDT,M3.4.4/26,M10.5.0", "2026-03-27", "2026-03-26T22:00", 23),
        ("AAA3BBB,J60/0,J300/0", "2024-03-01", "2024-03-01T03:00", 23),
        ("AAA3BBB,59/0,J300/0", "2024-02-29", "2024-02-29T03:00", 23),
        ("EST5EDT,0/0,J365/25", "2026-01-01", "2026-01-01T04:00", 24),
        ("UTC0", "2026-01-01", "2026-01-01T00:00", 24),
    ])
    func daysOfYearlyRules(rule: String, day: String, start: String, hours: Double) throws {
        let found = try Self.day(day, in: try zone(rule))
        #expect(found.start == start && found.hours == hours)
    }

    @Test func skippedAndRepeatedDays() throws {
        // Apia went from -10 to +14 at the end of 29 December 2011.
        let apia = try ZoneRules(
            name: "Apia", parsing: zoneFile(first: -36_000, [(try seconds("2011-12-30T10:00:00Z"), 50_400)], rule: "<+14>-14"))
        #expect(try Self.day("2011-12-29", in: apia) == ("2011-12-29T10:00", 24))
        #expect(try Self.day("2011-12-30", in: apia) == ("2011-12-30T10:00", 0))
        #expect(try Self.day("2011-12-31", in: apia) == ("2011-12-30T10:00", 24))
        #expect(apia.day(of: try Timestamp(parsing: "2011-12-30T09:59:59Z")).description == "2011-12-29")
        #expect(apia.day(of: try Timestamp(parsing: "2011-12-30T10:00:00Z")).description == "2011-12-31")
        // Clocks set back from 0:01 to 23:01: the repeated minutes count to the day that had begun.
        let back = try ZoneRules(
            name: "Back", parsing: zoneFile(first: 0, [(try seconds("2026-05-02T00:01:00Z"), -3600)], rule: "<-01>1"))
        #expect(try Self.day("2026-05-01", in: back) == ("2026-05-01T00:00", 24))
        #expect(try Self.day("2026-05-02", in: back) == ("2026-05-02T00:00", 25))
        #expect(back.day(of: try Timestamp(parsing: "2026-05-02T00:30:00Z")).description == "2026-05-02")
    }

    @Test func timesWithoutOffsetAreLocal() throws {
        let berlin = try zone("CET-1CEST,M3.5.0,M10.5.0/3")
        func instant(_ text: String) throws -> String { String(try berlin.instant(parsing: text).description.prefix(16)) }
        #expect(try instant("2026-07-01") == "2026-06-30T22:00")
        #expect(try instant("2026-07-01T12:00") == "2026-07-01T10:00")
        #expect(try instant("2026-07-01T12:00:00Z") == "2026-07-01T12:00")
        #expect(try instant("2026-07-01T12:00:00+05:00") == "2026-07-01T07:00")
        #expect(try instant("2026-03-29T02:30") == "2026-03-29T01:00", "skipped: the change")
        #expect(try instant("2026-10-25T02:30") == "2026-10-25T00:30", "twice: the first")
        #expect(throws: InteractionError.self) { try berlin.instant(parsing: "2026-02-30") }
    }

    @Test(arguments: [
        "", "CET", "C1", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M13.1.0,M10.5.0", "CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,J0,J5",
        "CET-1CEST,M3.5.0,M10.5.0,", "CET-25", "CET-1CEST,M3.5.0/168,M10.5.0", "<CET-1", "CET-1:60", "CET-1CEST,366,J5", "CET--1",
    ])
    func badRulesAreRefused(rule: String) {
        // Without a rule the last offset holds; any other text must be one.
        if rule.isEmpty {
            #expect(throws: Never.self) { try zone(rule) }
        } else {
            #expect(throws: InteractionError.self) { try zone(rule) }
        }
    }

    @Test func damagedBytesAreRefusedNeverTrap() throws {
        let whole = zoneFile(first: 3600, [(100, 7200), (200, 3600)], rule: "CET-1CEST,M3.5.0,M10.5.0/3")
        #expect(throws: Never.self) { try ZoneRules(name: "Test", parsing: whole) }
        for length in 0..<whole.count - 1 {
            #expect(throws: InteractionError.self, "\(length) bytes") {
                try ZoneRules(name: "Test", parsing: Array(whole.prefix(length)))
            }
        }
        var state: UInt64 = 7
        for _ in 0..<20_000 {
            var bytes = whole
            for _ in 0..<3 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                bytes[Int(state >> 33) % bytes.count] = UInt8(truncatingIfNeeded: state >> 20)
            }
            guard let zone = try? ZoneRules(name: "Test", parsing: bytes) else { continue }
            for day in [Int32.min / 4, -100_000, 0, 20_000, 100_000] {
                let start = zone.start(of: Day(number: day))
                _ = zone.day(of: start)
            }
        }
    }
}
