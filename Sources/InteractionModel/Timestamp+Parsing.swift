// Reading instants from text (SEMANTICS 1): RFC 3339 strictly, or with the liberties that exports of databases and
// spreadsheets take. Works on UTF-8 bytes in one pass without allocation; import calls it once for each event.

extension Timestamp {
    /// How much may be missing from a written instant.
    public enum TextForm: Sendable, Hashable {
        /// RFC 3339 `date-time` only: date, time to the second, and `Z` or `+hh:mm`.
        case rfc3339
        /// Also a date alone (its first instant), no seconds, no zone, `+hhmm`, and after a space `+hh` as PostgreSQL
        /// prints it. A text without a zone is taken to be `assumedOffset` seconds east of UTC.
        case lenient(assumedOffset: Int)

        /// Lenient, and UTC when no zone is written.
        public static let utcAssumed = TextForm.lenient(assumedOffset: 0)
    }

    /// Reads an instant from UTF-8 text.
    ///
    /// `T`, `t` or a space stand between date and time. More than six fraction digits are cut, not rounded. Second 60
    /// is taken in the last minute of a UTC day and means the next second.
    /// - Throws: `invalidEvent` naming what is wrong; years outside 1900-2200 are refused.
    public init(parsing text: Span<UInt8>, form: TextForm = .rfc3339) throws(InteractionError) {
        var reader = InstantReader()
        self = try reader.read(text, form)
    }

    /// Reads an instant from a string; see `init(parsing:form:)`.
    public init(parsing text: String, form: TextForm = .rfc3339) throws(InteractionError) {
        let bytes = Array(text.utf8)
        try self.init(parsing: bytes.span, form: form)
    }

    /// The instant, if it lies within the years taken from input.
    /// - Throws: `invalidEvent` outside 1900-2200.
    func checkedRange() throws(InteractionError) -> Timestamp {
        guard self >= .earliest, self < .end else {
            throw InteractionError(
                .invalidEvent, "the time is outside the years \(EventLimit.firstYear)-\(EventLimit.lastYear)")
        }
        return self
    }
}

/// One pass over the bytes of an instant.
private struct InstantReader {
    private var at = 0

    mutating func read(_ text: Span<UInt8>, _ form: Timestamp.TextForm) throws(InteractionError) -> Timestamp {
        let date = try self.date(text)
        if at == text.count {
            guard case .lenient(let offset) = form else { throw bad("the time of day is missing") }
            return try instant(date, second: 0, micros: 0, offset: offset)
        }
        let separator = text[at]
        guard separator == 0x54 || separator == 0x74 || separator == 0x20 else {
            throw bad("expected 'T' between date and time")
        }
        at += 1
        let hour = try two(text, "hour", upTo: 23)
        try expect(text, 0x3A, "':' after the hour")
        let minute = try two(text, "minute", upTo: 59)
        var second = 0
        var micros = 0
        if next(text) == 0x3A {
            at += 1
            second = try two(text, "second", upTo: 60)
            if next(text) == 0x2E { micros = try fraction(text) }
        } else if form == .rfc3339 {
            throw bad("the seconds are missing")
        }
        let offset = try zone(text, form, afterSpace: separator == 0x20)
        guard at == text.count else { throw bad("unexpected text after the time") }
        return try instant(
            date, second: hour * 3600 + minute * 60 + second, micros: micros, offset: offset, leap: second == 60)
    }

    /// The next byte, or 0 at the end.
    private func next(_ text: Span<UInt8>) -> UInt8 { at < text.count ? text[at] : 0 }

    private mutating func date(_ text: Span<UInt8>) throws(InteractionError) -> Day {
        let century = try two(text, "year", upTo: 99)
        let year = try century * 100 + two(text, "year", upTo: 99)
        try expect(text, 0x2D, "'-' after the year")
        let month = try two(text, "month", upTo: 12)
        try expect(text, 0x2D, "'-' after the month")
        let day = try two(text, "day", upTo: 31)
        guard let made = Day.checked(year: year, month: month, day: day) else { throw bad("there is no such date") }
        return made
    }

    /// Six digits of the fraction; further digits are read and dropped.
    private mutating func fraction(_ text: Span<UInt8>) throws(InteractionError) -> Int {
        at += 1
        var micros = 0
        var digits = 0
        while at < text.count {
            let digit = text[at] &- 48
            if digit > 9 { break }
            if digits < 6 { micros = micros &* 10 &+ Int(digit) }
            digits &+= 1
            at &+= 1
        }
        guard digits > 0 else { throw bad("a digit must follow the decimal point") }
        while digits < 6 {
            micros &*= 10
            digits &+= 1
        }
        return micros
    }

    /// Seconds east of UTC.
    private mutating func zone(
        _ text: Span<UInt8>, _ form: Timestamp.TextForm, afterSpace: Bool
    ) throws(InteractionError) -> Int {
        let mark = next(text)
        if mark == 0x5A || mark == 0x7A {
            at += 1
            return 0
        }
        guard mark == 0x2B || mark == 0x2D else {
            guard at == text.count else { throw bad("unexpected text after the time") }
            guard case .lenient(let offset) = form else { throw bad("the zone is missing: write Z or +hh:mm") }
            return offset
        }
        at += 1
        let hours = try two(text, "hour of the zone", upTo: 23)
        var minutes = 0
        if next(text) == 0x3A {
            at += 1
            minutes = try two(text, "minute of the zone", upTo: 59)
        } else if form == .rfc3339 || (at == text.count && !afterSpace) {
            throw bad("the minutes of the zone are missing: write +hh:mm")
        } else if at < text.count {
            minutes = try two(text, "minute of the zone", upTo: 59)
        }
        let seconds = hours * 3600 + minutes * 60
        return mark == 0x2D ? -seconds : seconds
    }

    private func instant(
        _ day: Day, second: Int, micros: Int, offset: Int, leap: Bool = false
    ) throws(InteractionError) -> Timestamp {
        let seconds = Int64(day.number) * 86_400 + Int64(second) - Int64(offset)
        // A leap second stands only at the end of a UTC day, whatever the zone it is written in.
        guard !leap || (seconds % 86_400) == 0 else { throw bad("second 60 is possible at 23:59 UTC only") }
        return try Timestamp(microseconds: seconds * 1_000_000 + Int64(micros)).checkedRange()
    }

    private mutating func expect(_ text: Span<UInt8>, _ byte: UInt8, _ what: String) throws(InteractionError) {
        guard next(text) == byte else { throw bad("expected " + what) }
        at += 1
    }

    private mutating func two(
        _ text: Span<UInt8>, _ what: StaticString, upTo limit: Int
    ) throws(InteractionError) -> Int {
        guard at &+ 1 < text.count else { throw bad("two digits expected for the \(what)") }
        let high = text[at] &- 48
        let low = text[at &+ 1] &- 48
        guard high <= 9, low <= 9 else { throw bad("two digits expected for the \(what)") }
        let value = Int(high) &* 10 &+ Int(low)
        guard value <= limit else { throw bad("the \(what) is \(value)") }
        at &+= 2
        return value
    }

    private func bad(_ reason: String) -> InteractionError {
        InteractionError(.invalidEvent, "not a time: " + reason, hint: "2026-04-01T09:30:00.000Z")
    }
}
