// Reading instants from numbers (SEMANTICS 1): the size of the number tells its unit.

extension Timestamp {
    /// Numbers below this are epoch seconds (until the year 5138).
    static let secondsBound = 1e11
    /// Numbers below this are epoch milliseconds, others microseconds.
    static let millisecondsBound = 1e14

    /// The instant of an integer: epoch seconds below 1e11, milliseconds below 1e14, else microseconds (by magnitude).
    /// - Throws: `invalidEvent` outside the years 1900-2200.
    public init(epoch number: Int64) throws(InteractionError) {
        let size = number.magnitude
        let scale: Int64 = size < 100_000_000_000 ? 1_000_000 : size < 100_000_000_000_000 ? 1000 : 1
        let (micros, overflow) = number.multipliedReportingOverflow(by: scale)
        self = try Timestamp(microseconds: overflow ? Int64.max : micros).checkedRange()
    }

    /// The instant of a fractional number, by the same rule as `init(epoch:)`. Rounds to the nearest microsecond, which
    /// gives back what was written for up to 15 digits.
    /// - Throws: `invalidEvent` outside the years 1900-2200, or when the number is not finite.
    public init(epoch number: Double) throws(InteractionError) {
        let size = number.magnitude
        let scale = size < Self.secondsBound ? 1e6 : size < Self.millisecondsBound ? 1e3 : 1
        guard let micros = Int64(exactly: (number * scale).rounded()) else {
            throw InteractionError(
                .invalidEvent, "the time is outside the years \(EventLimit.firstYear)-\(EventLimit.lastYear)")
        }
        self = try Timestamp(microseconds: micros).checkedRange()
    }

    /// The instant of a JSON number's text, integer or fractional.
    /// - Throws: `invalidEvent` when it is no number or outside the years 1900-2200.
    public init(epochText text: Span<UInt8>) throws(InteractionError) {
        var value: Int64 = 0
        var at = 0
        let negative = text.count > 0 && text[0] == 0x2D
        if negative { at = 1 }
        var whole = at < text.count && text.count <= 18 &+ at
        while at < text.count, whole {
            let digit = text[at] &- 48
            whole = digit <= 9
            value = value &* 10 &+ Int64(digit & 15)
            at += 1
        }
        if whole {
            try self.init(epoch: negative ? -value : value)
            return
        }
        var bytes: [UInt8] = []
        for index in 0..<min(text.count, 64) { bytes.append(text[index]) }
        guard text.count <= 64, let number = Double(String(decoding: bytes, as: UTF8.self)) else {
            throw InteractionError(.invalidEvent, "not a time: a number of epoch seconds or milliseconds was expected")
        }
        try self.init(epoch: number)
    }
}
