// An input as a sequence of blocks of rows. Where blocks end depends on the bytes alone, not on how reads fell, so that a
// repeated import makes the same blocks. Memory: one window of 8 MiB and one block.

import InteractionFiles
import InteractionModel
import InteractionStorage

/// How an input is to be read.
package struct SourceOptions: Sendable {
    /// nil: told by name and content.
    package var format: InputFormat?
    package var mapping = FieldMapping()
    /// Seconds east of UTC of times without a zone.
    package var assumedOffset = 0

    package init(format: InputFormat? = nil, mapping: FieldMapping = FieldMapping(), assumedOffset: Int = 0) {
        self.format = format
        self.mapping = mapping
        self.assumedOffset = assumedOffset
    }
}

/// Reads blocks of rows. One owner at a time, on whatever thread: that is why the compiler need not check it.
package final class EventSource: @unchecked Sendable {
    /// Rejections told in full in one block.
    package static let rejectionLimit = 100
    /// Bytes of input after which a block ends.
    static let blockBytes = 4 << 20
    /// Bytes of rows after which a block ends; half a journal frame.
    static let payloadBytes = 8 << 20
    /// Rows after which a block ends; half a journal frame.
    static let blockRows = 1 << 19

    /// The earlier import that this one goes on with.
    package let known: KnownImport?
    package let format: InputFormat
    private let window: InputWindow
    private let counter: CountedInput
    private let parser: EventParser
    private var splitter: any TextSplitter
    private var header: CSVHeader?
    private var record = CSVRecord()
    private var stored: UInt64 = 0
    private var rejected: UInt64 = 0
    private var isDone = false

    /// Opens an input: unpacks it, finds how much of it is known, and reads a CSV header. Errors: those of reading,
    /// `.damaged`, `.invalidEvent` for a text that is none of the formats.
    package init(
        _ input: any ReadableStream, options: SourceOptions = SourceOptions(), known imports: [KnownImport] = []
    ) throws(InteractionError) {
        counter = CountedInput(input)
        let plain = try InputCompression.open(counter)
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
        case .ndjson: splitter = LineSplitter()
        case .json: splitter = JSONSplitter()
        case .csv:
            splitter = CSVSplitter()
            let found = try Self.header(head, options.mapping, place: input.place)
            header = found?.header
            if point.mark == nil {
                start += found?.length ?? 0
                lines = found?.lines ?? 0
            }
        }
        splitter.state = point.mark?.state ?? 0
        stored = point.mark?.stored ?? 0
        rejected = point.mark?.rejected ?? 0
        splitter.linesPassed = lines
        window = InputWindow(
            PrefixedInput(prefix: point.held, rest: plain), base: point.hash.count, hash: point.hash,
            fillBytes: Self.blockBytes, longest: TextLimit.eventTextBytes + 1)
        try window.fill()
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
        _ head: [UInt8], _ mapping: FieldMapping, place: String
    ) throws(InteractionError) -> (header: CSVHeader, length: Int, lines: UInt64)? {
        var splitter = CSVSplitter()
        var position = 0
        var record = CSVRecord()
        let piece = splitter.next(head.span, position: &position, end: head.count, isLast: true)
        if piece == .end { return nil }
        guard case .event(let range) = piece, range.count <= TextLimit.headerBytes, record.read(head.span, range) == nil
        else { throw InteractionError(.invalidEvent, "the first line is no CSV header", place: place) }
        return (try CSVHeader(record, mapping: mapping, place: place), position, splitter.linesPassed)
    }

    /// The next block; nil at the end of the input. Errors: those of reading and unpacking.
    package func next() throws(InteractionError) -> EventBlock? {
        if isDone { return nil }
        let first = window.offset
        var block = EventBlock(mark: ImportMark(length: 0, hash: [], lines: 0, stored: 0, rejected: 0, state: 0))
        let movedBefore = parser.movedKeys
        var payload: [UInt8] = []
        payload.reserveCapacity(Self.blockBytes)
        var rows = 0
        var openMark: ImportMark?
        reading: while true {
            let isFull =
                window.offset - first >= UInt64(Self.blockBytes) || payload.count >= Self.payloadBytes
                || rows >= Self.blockRows
            if isFull, splitter.isAtBorder { break }
            let before = window.position
            switch nextPiece() {
            case .needsMore:
                try window.fill()
            case .end:
                isDone = true
                break reading
            case .event(let range):
                guard let fault = parse(range, &payload) else {
                    rows += 1
                    continue
                }
                // The end of an input that is still being written may be half an event: it is not part of the mark.
                if splitter.endedOpen { openMark = mark(at: before, lines: splitter.pieceLine - 1, rows: rows) }
                reject(&block, fault.field, fault.reason)
            case .bad(let reason):
                if openMark == nil, splitter.endedOpen || splitter.isGivenUp {
                    openMark = mark(at: before, lines: splitter.pieceLine - 1, rows: rows)
                }
                reject(&block, nil, reason)
            }
        }
        block.mark = openMark ?? mark(at: window.position, lines: splitter.linesPassed, rows: rows)
        block.movedKeys = parser.movedKeys - movedBefore
        block.inputBytes = counter.count
        block.batch = RowBatch(payload: payload, rowCount: rows)
        stored += UInt64(rows)
        return block
    }

    // Each works on a copy of the window's array, which shares its memory and is gone before the window fills again.

    private func nextPiece() -> TextPiece {
        let bytes = window.bytes
        var position = window.position
        let piece = splitter.next(bytes.span, position: &position, end: window.end, isLast: window.isLast)
        window.position = position
        return piece
    }

    private func parse(_ range: Range<Int>, _ payload: inout [UInt8]) -> EventFault? {
        let bytes = window.bytes
        guard let header else { return parser.parseJSON(bytes.span, range, into: &payload) }
        if let fault = record.read(bytes.span, range) { return EventFault(field: nil, reason: fault) }
        return parser.parseRecord(record, header, into: &payload)
    }

    private func reject(_ block: inout EventBlock, _ field: String?, _ reason: String) {
        rejected += 1
        block.rejectedCount += 1
        guard block.rejections.count < Self.rejectionLimit else { return }
        block.rejections.append(Rejection(line: splitter.pieceLine, field: field, reason: reason))
    }

    private func mark(at index: Int, lines: UInt64, rows: Int) -> ImportMark {
        ImportMark(
            length: window.base + UInt64(index), hash: window.hash(at: index), lines: lines,
            stored: stored + UInt64(rows), rejected: rejected, state: splitter.state)
    }
}
