// The zone files of the machine: every one is read, and the days of the vectors are as they were and will be.
import InteractionFiles
import InteractionModel
import Testing

@Suite struct ZoneFilesTests {
    @Test(arguments: [
        ("Africa/Cairo", "2025-04-25", "2025-04-24T22:00", 23.0),
        ("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00", 23),
        ("Europe/Berlin", "2026-03-29", "2026-03-28T23:00", 23),
        ("Europe/Berlin", "2026-10-25", "2026-10-24T22:00", 25),
        ("Europe/Berlin", "2126-07-01", "2126-06-30T22:00", 24),
        ("Australia/Lord_Howe", "2026-10-04", "2026-10-03T13:30", 23.5),
        ("Asia/Kathmandu", "2026-02-03", "2026-02-02T18:15", 24),
        ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00", 0),
        ("Africa/Casablanca", "2026-02-15", "2026-02-14T23:00", 25),
        ("UTC", "2026-02-15", "2026-02-15T00:00", 24),
    ])
    func vectors(name: String, day: String, start: String, hours: Double) throws {
        let zone = try ZoneFiles.rules(named: name)
        let day = try #require(Day(day))
        let found = zone.start(of: day)
        #expect(found.description.prefix(16) == start)
        #expect(Double(zone.start(of: day.advanced(by: 1)).microseconds - found.microseconds) / 3_600_000_000 == hours)
    }

    @Test func everyZoneIsReadAndItsDaysFollowEachOther() throws {
        let names = ZoneFiles.names()
        #expect(names.count > 300 && names.contains("America/Argentina/Buenos_Aires"))
        for name in names {
            let zone = try ZoneFiles.rules(named: name)
            for number in Int32(19_700)..<21_200 {
                let start = zone.start(of: Day(number: number))
                let next = zone.start(of: Day(number: number + 1))
                #expect(start < next, "\(name) \(number)")
                #expect(zone.day(of: start).number == number && zone.day(of: Timestamp(microseconds: next.microseconds - 1)).number == number)
            }
        }
    }

    @Test(arguments: ["", "Europe/Berln", "../passwd", "/etc/passwd", "Europe", "a\u{0}b", "Europe//Berlin", "Europe/Berlin/", "tzdata.zi"])
    func otherNamesAreNoZones(name: String) {
        #expect(throws: InteractionError.self) { try ZoneFiles.rules(named: name) }
    }
}
