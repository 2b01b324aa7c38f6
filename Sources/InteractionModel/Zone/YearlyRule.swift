// What a zone does each year from now on: the POSIX TZ text at the end of a TZif file, such as `CET-1CEST,M3.5.0,M10.5.0/3`.

/// One offset for good, or a standard and a daylight offset that change on two dates of each year.
struct YearlyRule: Sendable, Hashable {
    /// Microseconds east of UTC.
    var standard: Int64
    var daylight: Daylight?

    struct Daylight: Sendable, Hashable {
        /// Microseconds east of UTC.
        var offset: Int64
        var begins: Change
        var ends: Change
    }

    /// A date of the year, and a time on it that may lie days before or after.
    struct Change: Sendable, Hashable {
        enum Date: Sendable, Hashable {
            /// 1-365; 29 February is never counted.
            case julian(Int)
            /// 0-365, 29 February counted.
            case zeroBased(Int)
            /// Month 1-12, week 1-5 (5 is the last), weekday 0 (Sunday) to 6.
            case monthly(Int, week: Int, weekday: Int)
        }
        var date: Date
        /// Microseconds of local time from the day's midnight.
        var time: Int64

        /// The local instant in a year, in microseconds as if local time were UTC.
        func local(in year: Int) -> Int64 {
            let first = Day(year: year, month: 1, day: 1)
            let day: Day
            switch date {
            case .julian(let number):
                let isLeap = Day.daysInMonth(2, year: year) == 29
                day = first.advanced(by: number - 1 + (isLeap && number >= 60 ? 1 : 0))
            case .zeroBased(let number): day = first.advanced(by: number)
            case .monthly(let month, let week, let weekday):
                let start = Day(year: year, month: month, day: 1)
                let offset = (weekday - start.isoWeekday % 7 + 7) % 7 + 7 * (week - 1)
                day = start.advanced(by: offset >= Day.daysInMonth(month, year: year) ? offset - 7 : offset)
            }
            return day.start.microseconds &+ time
        }
    }

    /// The span of constant offset that holds an instant.
    func span(at instant: Int64) -> ZoneRules.Span {
        guard let daylight else { return ZoneRules.Span(from: .min, to: .max, offset: standard) }
        let year = Timestamp(microseconds: instant &+ standard).day.civil.year
        // The changes of three years in order; where daylight ends as it begins again (all the year), it goes on.
        var changes: [(at: Int64, offset: Int64)] = []
        for year in (year - 1)...(year + 1) {
            let begin = (at: daylight.begins.local(in: year) &- standard, offset: daylight.offset)
            let end = (at: daylight.ends.local(in: year) &- daylight.offset, offset: standard)
            changes += begin.at < end.at ? [begin, end] : [end, begin]
        }
        var span = ZoneRules.Span(from: .min, to: .max, offset: standard)
        for change in changes {
            if change.at <= instant {
                span.from = change.at
                span.offset = change.offset
            } else {
                span.to = change.at
                break
            }
        }
        return span
    }
}

extension YearlyRule {
    /// Reads a POSIX TZ text, with the times of -167 to 167 hours of RFC 8536; nil for anything else.
    init?(_ text: String) {
        var reader = Reader(rest: Array(text.utf8)[...])
        guard reader.name(), let standard = reader.offset() else { return nil }
        self.standard = -standard
        if reader.rest.isEmpty { return }
        guard reader.name() else { return nil }
        var offset = self.standard + 3_600_000_000
        if reader.rest.first != UInt8(ascii: ",") {
            guard let written = reader.offset() else { return nil }
            offset = -written
        }
        guard let begins = reader.change(), let ends = reader.change(), reader.rest.isEmpty else { return nil }
        daylight = Daylight(offset: offset, begins: begins, ends: ends)
    }

    private struct Reader {
        var rest: ArraySlice<UInt8>

        mutating func take(_ byte: UInt8) -> Bool {
            guard rest.first == byte else { return false }
            rest.removeFirst()
            return true
        }

        /// Three letters or more, or anything in angle brackets.
        mutating func name() -> Bool {
            if take(UInt8(ascii: "<")) {
                while let byte = rest.popFirst() { if byte == UInt8(ascii: ">") { return true } }
                return false
            }
            var letters = 0
            while let byte = rest.first, byte | 32 >= 97, byte | 32 <= 122 {
                rest.removeFirst()
                letters += 1
            }
            return letters >= 3
        }

        /// A number of up to three digits.
        mutating func number(_ range: ClosedRange<Int>) -> Int? {
            var value = 0
            var digits = 0
            while let byte = rest.first, byte >= 48, byte <= 57, digits < 3 {
                value = value * 10 + Int(byte - 48)
                digits += 1
                rest.removeFirst()
            }
            return digits > 0 && range.contains(value) ? value : nil
        }

        /// `[+-]hh[:mm[:ss]]` in microseconds.
        mutating func time(hours: Int) -> Int64? {
            let isNegative = take(UInt8(ascii: "-"))
            if !isNegative { _ = take(UInt8(ascii: "+")) }
            guard var seconds = number(0...hours) else { return nil }
            seconds *= 3600
            if take(UInt8(ascii: ":")) {
                guard let minutes = number(0...59) else { return nil }
                seconds += minutes * 60
                if take(UInt8(ascii: ":")) {
                    guard let rest = number(0...59) else { return nil }
                    seconds += rest
                }
            }
            return Int64(isNegative ? -seconds : seconds) * 1_000_000
        }

        /// West of UTC is positive here.
        mutating func offset() -> Int64? { time(hours: 24) }

        /// `,date[/time]`.
        mutating func change() -> Change? {
            guard take(UInt8(ascii: ",")) else { return nil }
            let date: Change.Date
            if take(UInt8(ascii: "M")) {
                guard let month = number(1...12), take(UInt8(ascii: ".")), let week = number(1...5), take(UInt8(ascii: ".")),
                    let weekday = number(0...6)
                else { return nil }
                date = .monthly(month, week: week, weekday: weekday)
            } else if take(UInt8(ascii: "J")) {
                guard let day = number(1...365) else { return nil }
                date = .julian(day)
            } else {
                guard let day = number(0...365) else { return nil }
                date = .zeroBased(day)
            }
            guard take(UInt8(ascii: "/")) else { return Change(date: date, time: 2 * 3_600_000_000) }
            return time(hours: 167).map { Change(date: date, time: $0) }
        }
    }
}
