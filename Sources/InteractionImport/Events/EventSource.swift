// An input as a sequence of blocks of rows. Where blocks end depends on the bytes alone, not on how reads fell, so that a
// repeated import makes the same blocks. Memory: one window of 8 MiB and one block.

import InteractionFiles
import InteractionModel
import InteractionStorage
import Synchronization

/// Reads blocks of rows. One owner at a time, on whatever thread: that is why the compiler need not check it.
package final class EventSource: @unchecked Sendable {
    /// Rejections told in full in one block.
    package static let rejectionLimit = 100
    /// Bytes of input after which a block ends.
    static let blockBytes = 4 << 20
    /// Bytes read at once: what a processor's cache holds while they are hashed and cut into events.
    private static let fillBytes = 256 << 10
    /// Bytes of rows after which a block ends; half a journal frame.
    static let payloadBytes = 8 << 20
    /// Rows after which a block ends; half a journal frame.
    static let blockRows = 1 << 19

    /// The earlier import that this one goes on with.
    package let known: KnownImport?
    package let format: InputFormat
    private let window: InputWindow
    private let counter: CountedInput
    private let plain: CutInput
    private let stopsAtRejection: Bool
    private let parser: EventParser
    private var splitter: AnySplitter
    private var header: CSVHeader?
    private var record = CSVRecord()
    private var stored: UInt64 = 0
    private var rejected: UInt64 = 0
    private var isDone = false
    /// Memory of blocks that were used.
    private let spares = Mutex<[[UInt8]]>([])
    private static let sparesKept = 4

    /// Opens an input: unpacks it, finds how much of it is known, and reads a CSV header. Errors: those of reading,
    /// `.damaged`, `.invalidEvent` for a text that is none of the formats.
    package init(
        _ input: any ReadableStream, options: SourceOptions = SourceOptions(), known imports: [KnownImport] = []
    ) throws(InteractionError) {
        counter = CountedInput(input)
        plain = CutInput(try InputCompression.open(counter))
        stopsAtRejection = options.stopsAtRejection
        let point = try ResumeFinder.find(plain, among: imports)
        known = point.known
        parser = try EventParser(
            mapping: options.mapping, timeForm: .lenient(assumedOffset: options.assumedOffset))
        let marks = try Self.byteOrderMark(point.head, place: input.place)
        let head = Array(point.head[marks...])
        format = options.format ?? InputFormat.detect(head, name: input.place, mapping: options.mapping)
        var start = point.mark == nil ? marks : 0
        var lines = point.mark?.lines ?? 0
        switch format {
        case .ndjson: splitter = .lines(LineSplitter())
        case .json: splitter = .json(JSONSplitter())
        case .csv:
            splitter = .csv(CSVSplitter())
            let found = try Self.header(head, options.mapping, plain)
            header = found?.header
            if point.mark == nil {
                start += found?.length ?? 0
                lines = found?.lines ?? 0
            }
        }
        stored = point.mark?.stored ?? 0
        rejected = point.mark?.rejected ?? 0
        splitter.start(lines: lines, pieces: stored + rejected, state: point.mark?.state ?? 0)
        window = InputWindow(
            PrefixedInput(prefix: point.held, rest: plain), base: point.hash.count, hash: point.hash,
            fillBytes: Self.fillBytes, longest: TextLimit.eventTextBytes + 1)
        try window.fill()
        // A byte order mark and a header can be longer than what a fill reads.
        while start > window.end, !window.isLast { try window.fill() }
        window.position = min(start, window.end)
    }

    /// Bytes of a byte order mark. Errors: `.invalidEvent` for UTF-16.
    private static func byteOrderMark(_ head: [UInt8], place: String) throws(InteractionError) -> Int {
        if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) {
            throw InteractionError(.invalidEvent, "UTF-16 text", place: place, hint: "convert it to UTF-8")
        }
        return head.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }

    /// The header of a CSV text, its length and lines; nil for an empty text.
    private static func header(
        _ head: [UInt8], _ mapping: FieldMapping, _ input: CutInput
    ) throws(InteractionError) -> (header: CSVHeader, length: Int, lines: UInt64)? {
        var splitter = CSVSplitter()
        var position = 0
        var record = CSVRecord()
        let piece = splitter.next(head.span, position: &position, end: head.count, isLast: true)
        if piece == .end { return nil }
        // Half a header names half of the columns.
        if splitter.endedOpen, let failure = input.failure { throw failure }
        guard case .event(let range) = piece, range.count <= TextLimit.headerBytes, record.read(head.span, range) == nil
        else { throw InteractionError(.invalidEvent, "the first line is no CSV header", place: input.place) }
        return (try CSVHeader(record, mapping: mapping, place: input.place), position, splitter.linesPassed)
    }

    /// Set when the input broke off or could not be read further: all events before that place are in the blocks, and
    /// `next` throws this behind the last one.
    package var failure: InteractionError? { plain.failure }

    /// The next block; nil at the end of the input. Errors: those of reading and unpacking; an input that breaks off
    /// gives the blocks before that place first.
    package func next() throws(InteractionError) -> EventBlock? {
        if isDone {
            if let failure { throw failure }
            return nil
        }
        // The concrete splitter, so that the loop over events is compiled for it.
        switch splitter {
        case .lines(var lines):
            defer { splitter = .lines(lines) }
            return try block(&lines)
        case .json(var json):
            defer { splitter = .json(json) }
            return try block(&json)
        case .csv(var csv):
            defer { splitter = .csv(csv) }
            return try block(&csv)
        }
    }

    /// Takes back the memory of a block's rows for blocks to come; from any thread, while nobody else holds it.
    package func reuse(_ payload: consuming [UInt8]) {
        payload.removeAll(keepingCapacity: true)
        let spare = payload
        spares.withLock { if $0.count < Self.sparesKept { $0.append(spare) } }
    }

    private func block(_ splitter: inout some TextSplitter) throws(InteractionError) -> EventBlock {
        let first = window.offset
        let movedBefore = parser.movedKeys
        var draft = Draft()
        draft.payload = spares.withLock { $0.popLast() } ?? []
        draft.payload.reserveCapacity(Self.blockBytes)
        while true {
            let stop = events(&splitter, first, &draft)
            if stop == .full { break }
            if stop == .end {
                isDone = true
                break
            }
            try window.fill()
        }
        var block = EventBlock(
            mark: draft.openMark
                ?? mark(
                    at: Border(index: window.position, lines: splitter.linesPassed, state: splitter.state), draft))
        block.batch = RowBatch(payload: draft.payload, rowCount: draft.rows)
        block.rejections = draft.rejections
        block.rejectedCount = draft.rejected
        block.isBroken = splitter.isGivenUp && failure == nil
        block.movedKeys = parser.movedKeys - movedBefore
        block.inputBytes = counter.count
        stored += UInt64(draft.rows)
        rejected += UInt64(draft.rejected)
        return block
    }

    /// A block in the making.
    private struct Draft {
        var payload: [UInt8] = []
        var rows = 0
        var rejections: [Rejection] = []
        var rejected = 0
        /// Set where the input breaks off: what lies behind it may become an event when the input has grown.
        var openMark: ImportMark?
        /// Before a text that is being passed over for its length: not known to be whole until its end is found.
        var skipMark: ImportMark?
    }

    /// A place between two pieces, and what the splitter needs to go on there.
    private struct Border {
        var index: Int
        var lines: UInt64
        var state: UInt8
    }

    private enum Stop { case full, windowEmpty, end }

    /// Cuts events out of the window until it has no whole one, or the block is full. Works on a copy of the window's
    /// array, which shares its memory and is gone before the window fills again.
    private func events(_ splitter: inout some TextSplitter, _ first: UInt64, _ draft: inout Draft) -> Stop {
        let bytes = window.bytes
        let end = window.end
        let isLast = window.isLast
        var position = window.position
        defer { window.position = position }
        // The block is full from this index on.
        let full = Int(clamping: first &+ UInt64(Self.blockBytes) &- window.base)
        while true {
            if position >= full || draft.payload.count >= Self.payloadBytes || draft.rows >= Self.blockRows,
                splitter.isAtBorder
            {
                return .full
            }
            let before = Border(index: position, lines: splitter.linesPassed, state: splitter.state)
            switch splitter.next(bytes.span, position: &position, end: end, isLast: isLast) {
            case .needsMore: return .windowEmpty
            case .end:
                if !splitter.isAtBorder, draft.openMark == nil { draft.openMark = draft.skipMark }
                return .end
            case .event(let range):
                if isCut(splitter, before, &draft) { return .end }
                guard let fault = parse(bytes, range, &draft.payload) else {
                    draft.rows += 1
                    continue
                }
                // The end of an input that is still being written may be half an event: it is not part of the mark.
                if splitter.endedOpen || stopsAtRejection { leaveOpen(before, &draft) }
                reject(fault, splitter, &draft)
            case .bad(let reason):
                if isCut(splitter, before, &draft) { return .end }
                if splitter.endedOpen || splitter.isGivenUp || stopsAtRejection { leaveOpen(before, &draft) }
                if !splitter.isAtBorder { draft.skipMark = mark(at: before, draft) }
                reject(EventFault(field: nil, reason: reason), splitter, &draft)
            }
            if stopsAtRejection { return .end }
        }
    }

    private func parse(_ bytes: [UInt8], _ range: Range<Int>, _ payload: inout [UInt8]) -> EventFault? {
        guard let header else { return parser.parseJSON(bytes.span, range, into: &payload) }
        if let fault = record.read(bytes.span, range) { return EventFault(field: nil, reason: fault) }
        return parser.parseRecord(record, header, into: &payload)
    }

    private func reject(_ fault: EventFault, _ splitter: some TextSplitter, _ draft: inout Draft) {
        draft.rejected += 1
        guard draft.rejections.count < Self.rejectionLimit else { return }
        let place = splitter.elementIndex.map { " (index \($0) of the array)" } ?? ""
        draft.rejections.append(
            Rejection(line: splitter.pieceLine, field: fault.field, reason: fault.reason + place))
    }

    /// Whether the piece is the last one of an input that broke off: neither an event nor a fault, but half of something.
    private func isCut(_ splitter: some TextSplitter, _ border: Border, _ draft: inout Draft) -> Bool {
        guard splitter.endedOpen, plain.failure != nil else { return false }
        leaveOpen(border, &draft)
        return true
    }

    private func leaveOpen(_ border: Border, _ draft: inout Draft) {
        if draft.openMark == nil { draft.openMark = mark(at: border, draft) }
    }

    private func mark(at border: Border, _ draft: Draft) -> ImportMark {
        ImportMark(
            length: window.base + UInt64(border.index), hash: window.hash(at: border.index), lines: border.lines,
            stored: stored + UInt64(draft.rows), rejected: rejected + UInt64(draft.rejected), state: border.state)
    }
}
