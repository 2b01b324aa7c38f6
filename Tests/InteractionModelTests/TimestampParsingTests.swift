// Instants from text and numbers: RFC 3339's valid and invalid forms, the liberties of exports, units by magnitude.
import InteractionModel
import Testing

@Suite struct TimestampParsingTests {
    private func strict(_ text: String) -> String? { (try? Timestamp(parsing: text))?.description }
    private func lenient(_ text: String, offset: Int = 0) -> String? {
        (try? Timestamp(parsing: text, form: .lenient(assumedOffset: offset)))?.description
    }

    @Test(arguments: [
        ("1963-06-19T08:30:06.283185Z", "1963-06-19T08:30:06.283185Z"),
        ("1963-06-19t08:30:06z", "1963-06-19T08:30:06.000000Z"),
        ("1963-06-19 08:30:06Z", "1963-06-19T08:30:06.000000Z"),
        ("1937-01-01T12:00:27.87+00:20", "1937-01-01T11:40:27.870000Z"),
        ("1990-12-31T15:59:50.123-08:00", "1990-12-31T23:59:50.123000Z"),
        ("1998-12-31T23:59:60Z", "1999-01-01T00:00:00.000000Z"),
        ("1998-12-31T15:59:60.123-08:00", "1999-01-01T00:00:00.123000Z"),
        ("1985-04-12T00:59:59.999999999999999Z", "1985-04-12T00:59:59.999999Z"),
        ("2000-02-29T00:00:00Z", "2000-02-29T00:00:00.000000Z"),
        ("1900-01-01T00:00:00Z", "1900-01-01T00:00:00.000000Z"),
        ("2200-12-31T23:59:59.999999Z", "2200-12-31T23:59:59.999999Z"),
    ])
    func validInBothForms(_ text: String, _ instant: String) {
        #expect(strict(text) == instant)
        #expect(lenient(text, offset: 3600) == instant)
    }

    @Test(arguments: [
        "", "1", "1998-12-31T23:59:61Z", "1998-12-31T23:58:60Z", "1998-12-31T22:59:60Z", "1990-02-31T15:59:59.123-08:00",
        "1990-12-31T15:59:59-24:00", "1963-06-19T08:30:06.28123+01:00Z", "1990-12-31T24:00:00Z", "1990-12-31T15:60:00Z",
        "1990-12-31T10:00:00+10:60", "06/19/1963 08:30:06 PST", "2013-350T01:01:01", "1963-6-19T08:30:06.283185Z",
        "1963-06-1T08:30:06.283185Z", "1963-06-1\u{09EA}T00:00:00Z", "1963-06-11T0\u{09EA}:00:00Z",
        "+11963-06-19T08:30:06.283185Z", "1985-04-12T23:20:50+01", "2016-12-31T24:59:60+01:00", "1985-04-12T23:20:50Z\n",
        "1963-06-19T08:30:06.Z", "1963-06-19T08:30:06,5Z", "1899-12-31T23:59:59Z", "2201-01-01T00:00:00Z",
        "2200-12-31T23:59:60Z", "1900-01-01T00:00:00+00:01", "2026-04-01T", "2026-04-01T09:30:00+", "2026-04-01T09:30:00+1",
    ])
    func invalidInBothForms(_ text: String) {
        #expect(strict(text) == nil)
        #expect(lenient(text) == nil)
        #expect(throws: InteractionError.self) { try Timestamp(parsing: text) }
    }

    @Test(arguments: [
        ("2026-04-01", "2026-03-31T22:00:00.000000Z"), ("2026-04-01T09:30", "2026-04-01T07:30:00.000000Z"),
        ("2026-04-01 09:30:00.5", "2026-04-01T07:30:00.500000Z"), ("2026-04-01T09:30:00+0530", "2026-04-01T04:00:00.000000Z"),
        ("2026-04-01 09:30:00-03", "2026-04-01T12:30:00.000000Z"), ("2026-04-01T09:30Z", "2026-04-01T09:30:00.000000Z"),
    ])
    func libertiesOfExports(_ text: String, _ instant: String) {
        #expect(strict(text) == nil)
        #expect(lenient(text, offset: 7200) == instant)
    }

    @Test func everyPrintedInstantComesBack() throws {
        var state: UInt64 = 20_260_401
        for _ in 0..<20_000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let span = UInt64(Timestamp.end.microseconds - Timestamp.earliest.microseconds)
            let instant = Timestamp(microseconds: Timestamp.earliest.microseconds + Int64((state >> 1) % span))
            #expect(try Timestamp(parsing: instant.description) == instant)
        }
    }

    @Test func numbersTellTheirUnit() throws {
        let want = Timestamp(microseconds: 1_700_158_546_680_000)
        #expect(try Timestamp(epoch: Int64(1_700_158_546_680)) == want)
        #expect(try Timestamp(epoch: Int64(1_700_158_546_680_000)) == want)
        #expect(try Timestamp(epoch: 1_700_158_546.68) == want)
        #expect(try Timestamp(epoch: 1_700_158_546_680.0) == want)
        #expect(try Timestamp(epoch: Int64(-86_400)).description == "1969-12-31T00:00:00.000000Z")
        #expect(try Timestamp(epochText: Array("1700158546.68".utf8).span) == want)
        #expect(try Timestamp(epochText: Array("1700158546680".utf8).span) == want)
        #expect(try Timestamp(epochText: Array("-86400".utf8).span).microseconds == -86_400_000_000)
        for bad in [Int64.max, Int64.min, 99_999_999_999, -99_999_999_999_999] {
            #expect(throws: InteractionError.self) { try Timestamp(epoch: bad) }
        }
        for bad in [Double.nan, .infinity, 1e300, -1e17] {
            #expect(throws: InteractionError.self) { try Timestamp(epoch: bad) }
        }
        for bad in ["", "-", "x", "1e400", "12a", String(repeating: "9", count: 100)] {
            #expect(throws: InteractionError.self) { try Timestamp(epochText: Array(bad.utf8).span) }
        }
    }
}
