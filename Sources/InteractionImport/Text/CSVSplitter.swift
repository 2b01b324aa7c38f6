// CSV records as RFC 4180 has them: line ends inside quotes belong to the cell. A quote counts only at the beginning of a
// cell, so that 5'10" is text.

/// Cuts at the ends of records.
struct CSVSplitter: TextSplitter {
    private enum Mode { case cellStart, plain, quoted, quoteInQuoted }
    private(set) var pieceLine: UInt64 = 0
    var linesPassed: UInt64 = 0
    private(set) var endedOpen = false
    var state: UInt8 = 0
    private var mode = Mode.cellStart
    private var isSkipping = false
    private var scanned = 0
    /// Line ends inside the record so far.
    private var innerLines: UInt64 = 0

    /// The input ended inside a quoted cell: whatever was meant to follow it is in there.
    private var isOpenAtEnd = false

    var isAtBorder: Bool { !isSkipping }
    var isGivenUp: Bool { isOpenAtEnd }

    mutating func next(_ bytes: Span<UInt8>, position: inout Int, end: Int, isLast: Bool) -> TextPiece {
        while true {
            var at = position + scanned
            var mode = self.mode
            var isWhole = false
            scan: while at < end {
                let byte = bytes[at]
                switch mode {
                case .cellStart, .plain:
                    if byte == 0x0A {
                        isWhole = true
                        break scan
                    }
                    mode = byte == 0x2C ? .cellStart : mode == .cellStart && byte == 0x22 ? .quoted : .plain
                case .quoted:
                    if byte == 0x22 { mode = .quoteInQuoted }
                    if byte == 0x0A { innerLines += 1 }
                case .quoteInQuoted:
                    if byte == 0x0A {
                        isWhole = true
                        break scan
                    }
                    mode = byte == 0x22 ? .quoted : byte == 0x2C ? .cellStart : .plain
                }
                at += 1
            }
            self.mode = mode
            if !isWhole, !isLast {
                guard end - position > TextLimit.eventTextBytes else {
                    scanned = end - position
                    return .needsMore
                }
                position = end
                scanned = 0
                if isSkipping { return .needsMore }
                isSkipping = true
                pieceLine = linesPassed + 1
                return .bad(LineSplitter.tooLong)
            }
            var range = position..<at
            position = isWhole ? at + 1 : end
            pieceLine = linesPassed + 1
            linesPassed += innerLines + (isWhole ? 1 : 0)
            let isOpenQuote = !isWhole && mode == .quoted
            if isOpenQuote { isOpenAtEnd = true }
            endedOpen = !isWhole
            self.mode = .cellStart
            scanned = 0
            innerLines = 0
            let wasSkipping = isSkipping
            isSkipping = wasSkipping && !isWhole
            if let last = range.last, bytes[last] == 0x0D { range = range.lowerBound..<last }
            if wasSkipping || range.isEmpty {
                if isWhole { continue }
                return .end
            }
            if isOpenQuote { return .bad("a quoted cell is not closed") }
            return range.count > TextLimit.eventTextBytes ? .bad(LineSplitter.tooLong) : .event(range)
        }
    }
}
