// Days and instants: conversions at the edges of the calendar, printed forms, refusals.
import InteractionModel
import Testing

@Suite struct DayTests {
    @Test func epochAndLeapDays() {
        #expect(Day(year: 1970, month: 1, day: 1).number == 0)
        #expect(Day(year: 2000, month: 2, day: 29).advanced(by: 1).description == "2000-03-01")
        #expect(Day.checked(year: 1900, month: 2, day: 29) == nil)
        #expect(Day("2026-11-24")?.isoWeekday == 2)
    }

    @Test func everyDayOfFourHundredYearsComesBack() {
        for number in Int32(-80_000)...Int32(80_000) {
            let (year, month, day) = Day(number: number).civil
            #expect(Day(year: year, month: month, day: day).number == number)
        }
    }

    @Test func timestampPrintsMicroseconds() {
        #expect(Timestamp(microseconds: -1).description == "1969-12-31T23:59:59.999999Z")
        #expect(Timestamp(microseconds: -1).day.number == -1)
        #expect(Timestamp(microseconds: 1_700_158_546_680_590).description == "2023-11-16T18:15:46.680590Z")
    }
}
