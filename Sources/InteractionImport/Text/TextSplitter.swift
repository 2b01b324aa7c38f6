// How a text is cut into events: one interface for lines, JSON texts and CSV records. A splitter sees a growing window of
// the input and never needs a byte twice, so that an event may lie across any number of reads.

/// What a splitter found next.
enum TextPiece: Equatable {
    /// An event's text: indexes into the window.
    case event(Range<Int>)
    /// Something that is no event; it was passed over.
    case bad(String)
    /// Nothing whole in the window.
    case needsMore
    /// The input is used up.
    case end
}

/// Cuts a text into events.
protocol TextSplitter {
    /// The next piece. `position` is the first byte not cut out yet and moves over what was; bytes before it are not needed
    /// again. `end` is behind the last byte of the window, `isLast` says that the input ends there.
    mutating func next(_ bytes: Span<UInt8>, position: inout Int, end: Int, isLast: Bool) -> TextPiece
    /// Line, from 1, on which the last piece began.
    var pieceLine: UInt64 { get }
    /// Lines that lie before the position.
    var linesPassed: UInt64 { get set }
    /// False while the position is inside something that is being passed over: no import may be resumed there.
    var isAtBorder: Bool { get }
    /// True when the last piece ended only because the input did; a grown input may have more of it.
    var endedOpen: Bool { get }
    /// True when the text is broken in a way that nothing behind it can be read.
    var isGivenUp: Bool { get }
    /// Which element of an array the last piece is, from 0; nil outside of arrays.
    var elementIndex: UInt64? { get }
    /// Elements of the array that lie before the position.
    var elementsPassed: UInt64 { get set }
    /// What else is needed to go on at this position.
    var state: UInt8 { get set }
}

/// One of the splitters.
enum AnySplitter {
    case lines(LineSplitter)
    case json(JSONSplitter)
    case csv(CSVSplitter)

    /// Says where in the input it begins: behind that many lines and pieces.
    mutating func start(lines passed: UInt64, pieces: UInt64, state: UInt8) {
        switch self {
        case .lines(var splitter):
            Self.start(&splitter, passed, pieces, state)
            self = .lines(splitter)
        case .json(var splitter):
            Self.start(&splitter, passed, pieces, state)
            self = .json(splitter)
        case .csv(var splitter):
            Self.start(&splitter, passed, pieces, state)
            self = .csv(splitter)
        }
    }

    private static func start(
        _ splitter: inout some TextSplitter, _ passed: UInt64, _ pieces: UInt64, _ state: UInt8
    ) {
        splitter.linesPassed = passed
        // An array is the whole of its input, as a rule: what came before are its elements.
        splitter.elementsPassed = pieces
        splitter.state = state
    }
}

/// The bounds of the cutting.
enum TextLimit {
    /// Longest text of one event. Larger than an event may be as a row, for white space and escapes.
    static let eventTextBytes = 4 << 20
    /// Longest header of a CSV file.
    static let headerBytes = 256 << 10
    /// Most columns of a CSV file: an event may have no more keys.
    static let columns = 4096
}

extension TextSplitter {
    var isGivenUp: Bool { false }
    var elementIndex: UInt64? { nil }
    var elementsPassed: UInt64 {
        get { 0 }
        set {}
    }
}
