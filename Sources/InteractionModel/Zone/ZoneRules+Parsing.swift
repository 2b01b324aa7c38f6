// Reads TZif files (RFC 8536): the compiled time zones under /usr/share/zoneinfo. Of versions 2 to 4 the 64-bit block and the
// footer are used, of version 1 its only block.

extension ZoneRules {
    /// The largest file taken, in bytes. The largest real ones have 4 KiB.
    package static let largestFile = 1 << 20

    /// The rules in the bytes of a TZif file. Errors: `.damaged` with the byte offset; `.unsupported` for zones that count
    /// leap seconds.
    package init(name: String, parsing bytes: [UInt8]) throws(InteractionError) {
        guard bytes.count <= Self.largestFile else {
            throw InteractionError(.damaged, "a zone file of over \(Self.largestFile) bytes", place: name)
        }
        var reader = TZifReader(bytes: bytes, name: name)
        let first = try reader.header()
        var block: TZifReader.Block
        var footer = ""
        if first.version == 0 {
            block = try reader.block(first, timeSize: 4)
        } else {
            reader.position += first.size(timeSize: 4)
            block = try reader.block(try reader.header(), timeSize: 8)
            footer = try reader.footer()
        }
        // Times before all data would repeat when cut to microseconds; the last of them counts.
        var changes: [Int64] = []
        var offsets: [Int64] = []
        for (time, type) in zip(block.times, block.types) {
            let micros = time.multipliedReportingOverflow(by: 1_000_000)
            let at = micros.overflow ? (time < 0 ? Int64.min : .max) : micros.partialValue
            if let last = changes.last {
                if at < last { throw reader.bad("the times do not ascend") }
                if at == last {
                    offsets[offsets.count - 1] = block.offsets[type]
                    continue
                }
            }
            changes.append(at)
            offsets.append(block.offsets[type])
        }
        let rest: YearlyRule
        if footer.isEmpty {
            rest = YearlyRule(standard: offsets.last ?? block.offsets[0])
        } else {
            guard let rule = YearlyRule(footer) else { throw reader.bad("the rule for later years cannot be read: \(footer)") }
            rest = rule
        }
        self.init(name: name, changes: changes, offsets: offsets, firstOffset: block.offsets[0], rest: rest)
    }
}

/// A cursor over the bytes of a file; every read is checked.
private struct TZifReader {
    let bytes: [UInt8]
    let name: String
    var position = 0

    /// What a header counts.
    struct Header {
        var version: UInt8
        var utcFlags: Int
        var standardFlags: Int
        var leaps: Int
        var times: Int
        var types: Int
        var letters: Int

        /// Bytes of the block after the header. Counts are 32 bits, so that nothing overflows.
        func size(timeSize: Int) -> Int {
            times * timeSize + times + types * 6 + letters + leaps * (timeSize + 4) + standardFlags + utcFlags
        }
    }

    struct Block {
        /// Seconds.
        var times: [Int64] = []
        /// Index into `offsets` for each time.
        var types: [Int] = []
        /// Microseconds east of UTC; at least one.
        var offsets: [Int64] = []
    }

    func bad(_ what: String) -> InteractionError {
        InteractionError(.damaged, "\(what) (byte \(position))", place: "zone \(name)")
    }

    mutating func integer(_ size: Int) throws(InteractionError) -> Int64 {
        guard position >= 0, bytes.count - position >= size else { throw bad("the file ends too early") }
        var value: UInt64 = bytes[position] >= 128 ? .max : 0
        for byte in bytes[position..<position + size] { value = value << 8 | UInt64(byte) }
        position += size
        return Int64(bitPattern: value)
    }

    private mutating func count() throws(InteractionError) -> Int {
        let value = try integer(4)
        guard value >= 0 else { throw bad("a count is negative") }
        return Int(value)
    }

    mutating func header() throws(InteractionError) -> Header {
        guard bytes.count - position >= 44, bytes[position..<position + 4].elementsEqual("TZif".utf8) else {
            throw bad("this is no zone file")
        }
        let version = bytes[position + 4]
        position += 20
        let utcFlags = try count()
        let standardFlags = try count()
        let leaps = try count()
        let times = try count()
        let types = try count()
        let letters = try count()
        return Header(
            version: version, utcFlags: utcFlags, standardFlags: standardFlags, leaps: leaps, times: times, types: types,
            letters: letters)
    }

    mutating func block(_ header: Header, timeSize: Int) throws(InteractionError) -> Block {
        guard header.leaps == 0 else {
            throw InteractionError(.unsupported, "zones that count leap seconds are not supported", place: "zone \(name)")
        }
        guard header.size(timeSize: timeSize) <= bytes.count - position else { throw bad("the file ends too early") }
        guard header.types > 0 else { throw bad("there is no local time type") }
        let end = position + header.size(timeSize: timeSize)
        var block = Block()
        for _ in 0..<header.times { block.times.append(try integer(timeSize)) }
        for _ in 0..<header.times {
            let type = Int(bytes[position])
            guard type < header.types else { throw bad("a local time type is beyond the table") }
            block.types.append(type)
            position += 1
        }
        for _ in 0..<header.types {
            let seconds = try integer(4)
            let offset = seconds * 1_000_000
            guard abs(offset) <= ZoneRules.largestOffset else { throw bad("an offset of \(seconds) s") }
            block.offsets.append(offset)
            position += 2
        }
        position = end
        return block
    }

    /// The text between two line feeds at the end.
    mutating func footer() throws(InteractionError) -> String {
        guard position < bytes.count, bytes[position] == 10, let end = bytes[(position + 1)...].firstIndex(of: 10) else {
            throw bad("the footer is missing")
        }
        return String(decoding: bytes[(position + 1)..<end], as: UTF8.self)
    }
}
