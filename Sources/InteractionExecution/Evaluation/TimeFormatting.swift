// Writes and reads timestamps by a format, as DuckDB's strftime and strptime do.

import InteractionModel
import InteractionPlan

enum TimeFormatting {
    static let dayNames = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
    static let monthNames = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ]

    /// A number with at least so many digits.
    private static func padded(_ value: Int, _ width: Int) -> String {
        let digits = String(value.magnitude)
        return (value < 0 ? "-" : "") + String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }

    /// An instant on the zone's clocks.
    static func text(_ instant: Int64, _ format: TimeFormat, _ zone: ZoneRules) -> String {
        let span = zone.span(at: instant)
        let time = instant &+ span.offset
        let day = Timestamp(microseconds: time).day
        let rest = time &- day.start.microseconds
        let (year, month, dayOfMonth) = day.civil
        let (hour, minute, second, micros) = (Int(rest / 3_600_000_000), Int(rest / 60_000_000 % 60), Int(rest / 1_000_000 % 60), Int(rest % 1_000_000))
        let dayOfYear = Int(day.number - Day(year: year, month: 1, day: 1).number)
        func date() -> String { padded(year, 4) + "-" + padded(month, 2) + "-" + padded(dayOfMonth, 2) }
        func clock() -> String { padded(hour, 2) + ":" + padded(minute, 2) + ":" + padded(second, 2) }
        var result = ""
        for part in format.parts {
            switch part {
            case .text(let text): result += text
            case .field(let letter, let isPadded):
                func number(_ value: Int, _ width: Int = 2) -> String { padded(value, isPadded ? width : 1) }
                switch letter {
                case "a": result += dayNames[day.isoWeekday % 7].prefix(3)
                case "A": result += dayNames[day.isoWeekday % 7]
                case "w": result += String(day.isoWeekday % 7)
                case "u": result += String(day.isoWeekday)
                case "d": result += number(dayOfMonth)
                case "b", "h": result += monthNames[month - 1].prefix(3)
                case "B": result += monthNames[month - 1]
                case "m": result += number(month)
                case "y": result += number(((year % 100) + 100) % 100)
                case "Y": result += padded(year, 4)
                case "H": result += number(hour)
                case "I": result += number((hour + 11) % 12 + 1)
                case "p": result += hour < 12 ? "AM" : "PM"
                case "M": result += number(minute)
                case "S": result += number(second)
                case "g": result += padded(micros / 1000, 3)
                case "f": result += padded(micros, 6)
                case "n": result += padded(micros, 6) + "000"
                case "z": result += offset(span.offset)
                case "Z": result += zone.isUTC ? "" : zone.name
                case "j": result += number(dayOfYear + 1, 3)
                case "U": result += padded((dayOfYear + 7 - day.isoWeekday % 7) / 7, 2)
                case "W": result += padded((dayOfYear + 7 - (day.isoWeekday - 1)) / 7, 2)
                case "V": result += padded(Int(TimeFunctions.field(.week, of: time)), 2)
                case "G": result += padded(Int(TimeFunctions.field(.isoYear, of: time)), 4)
                case "c": result += date() + " " + clock()
                case "x": result += date()
                case "X", "T": result += clock()
                default: break
                }
            }
        }
        return result
    }

    /// `+01`, `-03:30`.
    private static func offset(_ micros: Int64) -> String {
        let minutes = Int(micros.magnitude / 60_000_000)
        return (micros < 0 ? "-" : "+") + padded(minutes / 60, 2) + (minutes % 60 == 0 ? "" : ":" + padded(minutes % 60, 2))
    }

    /// What a text tells by a format, as an instant; nil when it does not fit or there is no such time. Times without an offset
    /// are the zone's. Spaces around are skipped, and a space of the format stands for any number of them.
    static func instant(_ text: String, _ format: TimeFormat, _ zone: ZoneRules) -> Int64? {
        var reader = TimeReader(text)
        for part in format.parts {
            switch part {
            case .text(let text): guard reader.accept(text) else { return nil }
            case .field(let letter, _): guard reader.field(letter) else { return nil }
            }
        }
        return reader.finish(zone)
    }
}
