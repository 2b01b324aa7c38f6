// JSON texts that are not one a line: an array of events, one event over many lines, events one after another.
// Where the text between events is broken there is no telling where the next event begins, so the rest is given up.

import CSimdjson

/// Cuts at the ends of objects.
struct JSONSplitter: TextSplitter {
    /// What may come next; the number is kept with an import's progress.
    private enum Place: UInt8 {
        case outside = 0
        case arrayStart = 1
        case afterElement = 2
        case afterComma = 3
    }
    private(set) var pieceLine: UInt64 = 0
    var linesPassed: UInt64 = 0
    private(set) var endedOpen = false
    private var place = Place.outside
    private var scanner = ia_scanner()
    private var isInElement = false
    private var isSkipping = false
    private var isBroken = false
    private var isObject = false
    /// Bytes of the element that were scanned.
    private var scanned = 0

    var state: UInt8 {
        get { place.rawValue }
        set { place = Place(rawValue: newValue) ?? .outside }
    }
    var isAtBorder: Bool { !isInElement && !isBroken }
    var isGivenUp: Bool { isBroken }

    mutating func next(_ bytes: Span<UInt8>, position: inout Int, end: Int, isLast: Bool) -> TextPiece {
        if isBroken {
            position = end
            return isLast ? .end : .needsMore
        }
        if isInElement { return element(bytes, &position, end, isLast) }
        while position < end {
            switch (bytes[position], place) {
            case (0x0A, _):
                linesPassed += 1
            case (0x20, _), (0x09, _), (0x0D, _):
                break
            case (0x5B, .outside):
                place = .arrayStart
            case (0x5D, .arrayStart), (0x5D, .afterElement):
                place = .outside
            case (0x2C, .afterElement):
                place = .afterComma
            case (_, .afterElement):
                return broken("expected ',' or ']' between events")
            case (0x7B, _), (0x5B, _):
                isObject = bytes[position] == 0x7B
                begin()
                return element(bytes, &position, end, isLast)
            case (0x22, .arrayStart), (0x22, .afterComma):
                return broken("expected a JSON object, found a string")
            case (0x2C, _), (0x5D, _), (0x7D, _), (0x3A, _), (_, .outside):
                return broken("expected a JSON object")
            default:
                return scalar(bytes, &position, end, isLast)
            }
            position += 1
        }
        guard isLast else { return .needsMore }
        if place != .outside {
            endedOpen = true
            return broken("the array is not closed")
        }
        return .end
    }

    private mutating func begin() {
        isInElement = true
        scanner = ia_scanner()
        scanned = 0
        pieceLine = linesPassed + 1
    }

    private mutating func element(
        _ bytes: Span<UInt8>, _ position: inout Int, _ end: Int, _ isLast: Bool
    ) -> TextPiece {
        let from = position + scanned
        let count = end - from
        let used = bytes.withUnsafeBufferPointer { buffer in
            Int(ia_scan(&scanner, buffer.baseAddress.map { $0 + from }, count, &linesPassed))
        }
        if used > count {
            if isLast {
                position = end
                endedOpen = true
                return isSkipping ? .end : broken("the text ends inside an event")
            }
            scanned += count
            guard scanned > TextLimit.eventTextBytes else { return .needsMore }
            position = end
            scanned = 0
            if isSkipping { return .needsMore }
            isSkipping = true
            return .bad(LineSplitter.tooLong)
        }
        let range = position..<(from + used)
        position = range.upperBound
        scanned = 0
        isInElement = false
        if place != .outside { place = .afterElement }
        if isSkipping {
            isSkipping = false
            return next(bytes, position: &position, end: end, isLast: isLast)
        }
        if !isObject { return .bad("expected a JSON object, found an array") }
        return range.count > TextLimit.eventTextBytes ? .bad(LineSplitter.tooLong) : .event(range)
    }

    /// A number or word in the place of an event: passed over up to the next separator.
    private mutating func scalar(
        _ bytes: Span<UInt8>, _ position: inout Int, _ end: Int, _ isLast: Bool
    ) -> TextPiece {
        pieceLine = linesPassed + 1
        var at = position
        while at < end {
            switch bytes[at] {
            case 0x2C, 0x5D, 0x20, 0x0A, 0x0D, 0x09:
                position = at
                place = .afterElement
                return .bad("expected a JSON object")
            case 0x22, 0x7B, 0x7D, 0x5B, 0x3A:
                return broken("expected a JSON object")
            default:
                at += 1
            }
            if at - position > 4096 { return broken("expected a JSON object") }
        }
        return isLast ? broken("expected a JSON object") : .needsMore
    }

    private mutating func broken(_ reason: String) -> TextPiece {
        isBroken = true
        if !isInElement { pieceLine = linesPassed + 1 }
        return .bad(reason + "; what follows is not read")
    }
}
