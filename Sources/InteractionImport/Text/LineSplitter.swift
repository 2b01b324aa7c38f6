// NDJSON: one event a line. Blank lines are passed over; a line without end at the end of the input counts.

import CSimdjson

/// Cuts at line ends.
struct LineSplitter: TextSplitter {
    private(set) var pieceLine: UInt64 = 0
    var linesPassed: UInt64 = 0
    private(set) var endedOpen = false
    var state: UInt8 = 0
    private var isSkipping = false
    /// Bytes after the position known to hold no line end.
    private var scanned = 0

    var isAtBorder: Bool { !isSkipping }

    mutating func next(_ bytes: Span<UInt8>, position: inout Int, end: Int, isLast: Bool) -> TextPiece {
        while true {
            let from = position + scanned
            let found = bytes.withUnsafeBufferPointer { Int(ia_find($0.baseAddress.map { $0 + from }, end - from, 10)) }
            guard found < end - from else {
                if isLast {
                    let range = position..<end
                    position = end
                    scanned = 0
                    if isSkipping || Self.isBlank(bytes, range) { return .end }
                    pieceLine = linesPassed + 1
                    endedOpen = true
                    if range.count > TextLimit.eventTextBytes { return .bad(Self.tooLong) }
                    return .event(range)
                }
                guard end - position > TextLimit.eventTextBytes else {
                    scanned = end - position
                    return .needsMore
                }
                position = end
                scanned = 0
                if isSkipping { return .needsMore }
                isSkipping = true
                pieceLine = linesPassed + 1
                return .bad(Self.tooLong)
            }
            let range = position..<(from + found)
            position = from + found + 1
            scanned = 0
            linesPassed += 1
            if isSkipping {
                isSkipping = false
                continue
            }
            if Self.isBlank(bytes, range) { continue }
            pieceLine = linesPassed
            if range.count > TextLimit.eventTextBytes { return .bad(Self.tooLong) }
            return .event(range)
        }
    }

    static let tooLong = "longer than \(TextLimit.eventTextBytes >> 20) MiB"

    private static func isBlank(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        for index in range {
            switch bytes[index] {
            case 0x20, 0x09, 0x0D, 0x0A: continue
            default: return false
            }
        }
        return true
    }
}
