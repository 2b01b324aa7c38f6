// Reads a time from text, one field of a format after another.

import InteractionModel
import InteractionPlan

/// What has been read so far.
struct TimeReader {
    private let bytes: [UInt8]
    private var position = 0
    private var year = 1900
    private var month = 1
    private var day = 1
    private var dayOfYear: Int?
    private var hour = 0
    private var minute = 0
    private var second = 0
    private var micros = 0
    private var isAfternoon: Bool?
    private var isTwelveHours = false
    private var offset: Int64?
    private var weekday: Int?
    /// Number of a week and the weekday it begins with (0 Sunday, 1 Monday), or an ISO week.
    private var week: (number: Int, firstDay: Int)?
    private var isoWeek: Int?
    private var isoYear: Int?

    init(_ text: String) {
        bytes = Array(text.utf8)
        skipSpaces()
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }

    private mutating func skipSpaces() { while position < bytes.count, Self.isSpace(bytes[position]) { position += 1 } }

    /// Text of the format; a space stands for any number of spaces.
    mutating func accept(_ text: String) -> Bool {
        for byte in text.utf8 {
            if Self.isSpace(byte) {
                skipSpaces()
            } else {
                guard position < bytes.count, bytes[position] == byte else { return false }
                position += 1
            }
        }
        return true
    }

    /// A number of one to `most` digits inside a range.
    private mutating func number(_ most: Int, _ range: ClosedRange<Int>) -> Int? {
        var value = 0
        let start = position
        while position < bytes.count, position < start + most, (48...57).contains(bytes[position]) {
            value = value * 10 + Int(bytes[position]) - 48
            position += 1
        }
        return position > start && range.contains(value) ? value : nil
    }

    /// One of some names, in any case; the longest that fits.
    private mutating func name(_ names: [String], length: Int?) -> Int? {
        for (index, name) in names.enumerated() {
            let wanted = Array((length.map { String(name.prefix($0)) } ?? name).lowercased().utf8)
            guard position + wanted.count <= bytes.count else { continue }
            let here = bytes[position..<position + wanted.count].map { (65...90).contains($0) ? $0 | 32 : $0 }
            if here == wanted {
                position += wanted.count
                return index
            }
        }
        return nil
    }

    private mutating func fraction(_ most: Int) -> Int? {
        let start = position
        guard let value = number(most, 0...Int.max) else { return nil }
        var scaled = value
        for _ in (position - start)..<9 { scaled *= 10 }
        return (scaled + 500) / 1000
    }

    /// One field of the format.
    mutating func field(_ letter: Character) -> Bool {
        switch letter {
        case "a": return name(TimeFormatting.dayNames, length: 3).map { weekday = $0 } != nil
        case "A": return name(TimeFormatting.dayNames, length: nil).map { weekday = $0 } != nil
        case "w": return number(1, 0...6).map { weekday = $0 } != nil
        case "u": return number(1, 1...7).map { weekday = $0 % 7 } != nil
        case "d": return number(2, 1...31).map { day = $0 } != nil
        case "b", "h": return name(TimeFormatting.monthNames, length: 3).map { month = $0 + 1 } != nil
        case "B": return name(TimeFormatting.monthNames, length: nil).map { month = $0 + 1 } != nil
        case "m": return number(2, 1...12).map { month = $0 } != nil
        case "y": return number(2, 0...99).map { year = $0 + ($0 < 69 ? 2000 : 1900) } != nil
        case "Y": return number(4, 0...9999).map { year = $0 } != nil
        case "H": return number(2, 0...23).map { hour = $0 } != nil
        case "I":
            isTwelveHours = true
            return number(2, 1...12).map { hour = $0 } != nil
        case "p": return name(["AM", "PM"], length: nil).map { isAfternoon = $0 == 1 } != nil
        case "M": return number(2, 0...59).map { minute = $0 } != nil
        case "S": return number(2, 0...59).map { second = $0 } != nil
        case "g": return fraction(3).map { micros = $0 } != nil
        case "f": return fraction(6).map { micros = $0 } != nil
        case "n": return fraction(9).map { micros = $0 } != nil
        case "j": return number(3, 1...366).map { dayOfYear = $0 } != nil
        case "U": return number(2, 0...53).map { week = ($0, 0) } != nil
        case "W": return number(2, 0...53).map { week = ($0, 1) } != nil
        case "V": return number(2, 1...53).map { isoWeek = $0 } != nil
        case "G": return number(4, 0...9999).map { isoYear = $0 } != nil
        case "z": return readOffset()
        case "Z": return accept("UTC") && { offset = 0; return true }()
        case "c": return date() && accept(" ") && clock()
        case "x": return date()
        case "X", "T": return clock()
        default: return false
        }
    }

    private mutating func date() -> Bool { field("Y") && accept("-") && field("m") && accept("-") && field("d") }
    private mutating func clock() -> Bool { field("H") && accept(":") && field("M") && accept(":") && field("S") }

    /// `+02`, `+02:30`, `-0230`.
    private mutating func readOffset() -> Bool {
        guard position < bytes.count, bytes[position] == 43 || bytes[position] == 45 else { return false }
        let sign: Int64 = bytes[position] == 45 ? -1 : 1
        position += 1
        guard let hours = number(2, 0...26) else { return false }
        var minutes = 0
        if position < bytes.count, bytes[position] == 58 || (48...57).contains(bytes[position]) {
            if bytes[position] == 58 { position += 1 }
            guard let value = number(2, 0...59) else { return false }
            minutes = value
        }
        offset = sign * Int64(hours * 60 + minutes) * 60_000_000
        return true
    }

    /// The instant, when the text is used up and its fields make a time.
    mutating func finish(_ zone: ZoneRules) -> Int64? {
        skipSpaces()
        guard position == bytes.count, let number = dayNumber() else { return nil }
        if let isAfternoon {
            if isTwelveHours || hour <= 12 { hour = hour % 12 + (isAfternoon ? 12 : 0) }
        } else if isTwelveHours {
            hour %= 12
        }
        let clock = Int64(hour) * 3_600_000_000 + Int64(minute) * 60_000_000 + Int64(second) * 1_000_000 + Int64(micros)
        let local = Int64(number) * Timestamp.microsecondsPerDay + clock
        if let offset { return local - offset }
        return zone.isUTC ? local : zone.instant(ofLocal: local)
    }

    private func dayNumber() -> Int? {
        func first(_ year: Int) -> Day { Day(year: year, month: 1, day: 1) }
        if let dayOfYear { return Int(first(year).number) + dayOfYear - 1 }
        if isoWeek != nil || isoYear != nil {
            let fourth = Day(year: isoYear ?? year, month: 1, day: 4)
            let monday = Int(fourth.number) + 1 - fourth.isoWeekday
            return monday + ((isoWeek ?? 1) - 1) * 7 + ((weekday ?? 1) + 6) % 7
        }
        if let week {
            // Week 1 begins at the first such weekday of the year.
            let start = first(year)
            let toFirst = (week.firstDay - start.isoWeekday % 7 + 7) % 7
            let inWeek = ((weekday ?? week.firstDay) - week.firstDay + 7) % 7
            return Int(start.number) + toFirst + (week.number - 1) * 7 + inWeek
        }
        guard day <= Day.daysInMonth(month, year: year) else { return nil }
        return Int(Day(year: year, month: month, day: day).number)
    }
}
