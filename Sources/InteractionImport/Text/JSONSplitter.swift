// JSON texts that are not one a line: an array of events, one event over many lines, events one after another.
// An element that is no event is passed over up to its end. Where the text between elements is broken there is no telling
// where the next one begins, so the rest is given up.

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
    /// What the position stands on.
    private enum Piece {
        case none
        /// Something that begins with a bracket and ends with it.
        case bracketed
        /// A string, number or word in the place of an event: it ends before the next separator.
        case loose
    }
    private(set) var pieceLine: UInt64 = 0
    var linesPassed: UInt64 = 0
    var elementsPassed: UInt64 = 0
    private(set) var endedOpen = false
    private var place = Place.outside
    private var piece = Piece.none
    /// The byte that the piece began with.
    private var first: UInt8 = 0
    private var scanner = ia_scanner()
    private var isSkipping = false
    private var isBroken = false
    /// Bytes of the piece that were scanned, and line ends in them.
    private var scanned = 0
    private var innerLines: UInt64 = 0

    var state: UInt8 {
        get { place.rawValue }
        set { place = Place(rawValue: newValue) ?? .outside }
    }
    var isAtBorder: Bool { piece == .none && !isBroken }
    var isGivenUp: Bool { isBroken }
    private var isInArray: Bool { place != .outside }
    /// Of the last piece, which counts as passed unless the text broke in it.
    var elementIndex: UInt64? { isInArray ? elementsPassed &- (isBroken ? 0 : 1) : nil }

    mutating func next(_ bytes: Span<UInt8>, position: inout Int, end: Int, isLast: Bool) -> TextPiece {
        if isBroken {
            position = end
            return isLast ? .end : .needsMore
        }
        if piece != .none { return element(bytes, &position, end, isLast) }
        while position < end {
            switch (bytes[position], place) {
            case (0x0A, _):
                linesPassed += 1
            case (0x20, _), (0x09, _), (0x0D, _):
                break
            case (0x5B, .outside):
                place = .arrayStart
                elementsPassed = 0
            case (0x5D, .arrayStart), (0x5D, .afterElement):
                place = .outside
            case (0x2C, .afterElement):
                place = .afterComma
            case (_, .afterElement):
                return broken("expected ',' or ']' between events")
            case (0x2C, _) where isInArray, (0x5D, .afterComma):
                // The separator stays: it is read again as the one behind this element.
                place = .afterElement
                elementsPassed += 1
                pieceLine = linesPassed + 1
                return .bad("expected a JSON object, found nothing")
            case (0x7B, _), (0x5B, _):
                begin(.bracketed, bytes[position])
                return element(bytes, &position, end, isLast)
            case (_, .outside):
                return broken("expected a JSON object")
            default:
                begin(.loose, bytes[position])
                return element(bytes, &position, end, isLast)
            }
            position += 1
        }
        guard isLast else { return .needsMore }
        if isInArray {
            endedOpen = true
            return broken("the array is not closed")
        }
        return .end
    }

    private mutating func begin(_ kind: Piece, _ byte: UInt8) {
        piece = kind
        first = byte
        scanner = ia_scanner()
        scanned = 0
        innerLines = 0
        pieceLine = linesPassed + 1
    }

    private mutating func element(
        _ bytes: Span<UInt8>, _ position: inout Int, _ end: Int, _ isLast: Bool
    ) -> TextPiece {
        let from = position + scanned
        let count = end - from
        let used = piece == .loose ? looseLength(bytes, from, end) : bracketedLength(bytes, from, count)
        if used > count {
            if isLast {
                position = end
                endedOpen = true
                // What was skipped has been told already.
                if isSkipping {
                    isBroken = true
                    return .end
                }
                return broken("the text ends inside an event")
            }
            scanned += count
            guard scanned > TextLimit.eventTextBytes else { return .needsMore }
            position = end
            scanned = 0
            if isSkipping { return .needsMore }
            isSkipping = true
            elementsPassed += 1
            return .bad(LineSplitter.tooLong)
        }
        let range = position..<(from + used)
        position = range.upperBound
        linesPassed += innerLines
        piece = .none
        if isInArray { place = .afterElement }
        if isSkipping {
            isSkipping = false
            // Counted when it was told.
            return next(bytes, position: &position, end: end, isLast: isLast)
        }
        elementsPassed += 1
        if first != 0x7B { return .bad(Self.reason(for: first)) }
        return range.count > TextLimit.eventTextBytes ? .bad(LineSplitter.tooLong) : .event(range)
    }

    private mutating func bracketedLength(_ bytes: Span<UInt8>, _ from: Int, _ count: Int) -> Int {
        bytes.withUnsafeBufferPointer { buffer in
            Int(ia_scan(&scanner, buffer.baseAddress.map { $0 + from }, count, &innerLines))
        }
    }

    /// As `bracketedLength`, up to the comma or bracket that does not belong to the piece.
    private mutating func looseLength(_ bytes: Span<UInt8>, _ from: Int, _ end: Int) -> Int {
        for at in from..<end {
            let byte = bytes[at]
            if byte == 0x0A { innerLines += 1 }
            if scanner.in_string != 0 {
                if scanner.escaped != 0 {
                    scanner.escaped = 0
                } else if byte == 0x5C {
                    scanner.escaped = 1
                } else if byte == 0x22 {
                    scanner.in_string = 0
                }
                continue
            }
            switch byte {
            case 0x22: scanner.in_string = 1
            case 0x7B, 0x5B: scanner.depth &+= 1
            case 0x2C where scanner.depth == 0, 0x5D where scanner.depth == 0: return at - from
            case 0x7D where scanner.depth > 0, 0x5D: scanner.depth &-= 1
            default: break
            }
        }
        return end - from + 1
    }

    private static func reason(for first: UInt8) -> String {
        switch first {
        case 0x5B: "expected a JSON object, found an array"
        case 0x22: "expected a JSON object, found a string"
        case 0x2D, 0x30...0x39: "expected a JSON object, found a number"
        default: "expected a JSON object"
        }
    }

    private mutating func broken(_ reason: String) -> TextPiece {
        isBroken = true
        if piece == .none { pieceLine = linesPassed + 1 }
        return .bad(reason + "; what follows is not read")
    }
}
