// Reading journal and late files: whole frames in order, up to the durable mark for other processes, up to the last whole frame
// for the writer's recovery.

import InteractionCoding
import InteractionFiles
import InteractionModel

/// How far a scan goes.
enum JournalExtent {
    /// To the durable mark: what a reader in another process may show.
    case durable
    /// To the last whole frame: what recovery keeps.
    case whole
}

/// One pass over a journal or late file.
struct JournalScan {
    let files: any FileSystem
    let name: String
    let kind: JournalFormat.Kind
    let number: UInt64
    let storeId: [UInt8]

    /// Bytes read at a time.
    private static let window = 4 << 20

    struct Outcome {
        /// End of the last frame delivered.
        var end: Int
        /// The durable mark found, and its counter.
        var durableEnd: Int
        var counter: UInt32
        var fileBytes: Int
    }

    /// Delivers frames from file offset `start` on. Errors: `.damaged` when a frame below the durable mark is not whole (a tear
    /// lies above the mark), `.notFound` when the file is gone. A journal file that ends where frames start holds nothing when
    /// its header is not whole: a crash while it was made may leave its length without its bytes.
    func frames(
        from start: Int, extent: JournalExtent, _ body: (JournalFrame) throws(InteractionError) -> Void
    ) throws(InteractionError) -> Outcome {
        let file = try files.openForReading(name)
        let size = try file.size
        let head = try file.read(offset: 0, count: min(size, JournalFormat.frameStart))
        guard head.count == JournalFormat.frameStart else {
            throw InteractionError(.damaged, "too short for a journal", place: name)
        }
        do throws(InteractionError) {
            try JournalFormat.check(
                header: Array(head.prefix(JournalFormat.headerBytes)), kind: kind, storeId: storeId, number: number, place: name)
        } catch {
            guard kind == .journal, size == JournalFormat.frameStart, error.code == .damaged else { throw error }
            return Outcome(end: size, durableEnd: size, counter: 0, fileBytes: size)
        }
        let mark = JournalFormat.mark(in: head)
        var outcome = Outcome(
            end: max(start, JournalFormat.frameStart), durableEnd: mark.durableEnd, counter: mark.counter, fileBytes: size)
        guard mark.durableEnd <= size else {
            throw InteractionError(
                .damaged, "ends before its durable mark \(mark.durableEnd)", place: "\(name), offset \(size)")
        }
        let limit = extent == .durable ? mark.durableEnd : size
        var base = outcome.end
        var bytes: [UInt8] = []
        while outcome.end < limit {
            if let frame = JournalFrame.read(bytes, base: base, at: outcome.end), frame.end <= limit {
                try body(frame)
                outcome.end = frame.end
                continue
            }
            // The window may end inside the frame: fill it from here, large enough for any frame, before giving up.
            let largest = StoreLimit.frameBytes + JournalFormat.frameHeaderBytes
            if base == outcome.end, bytes.count >= min(limit - base, largest) { break }
            let want = base == outcome.end ? largest : Self.window
            base = outcome.end
            bytes = try file.read(offset: base, count: min(limit - base, max(want, Self.window)))
        }
        if outcome.end < min(mark.durableEnd, limit) {
            throw InteractionError(.damaged, "a bad frame below the durable mark", place: "\(name), offset \(outcome.end)")
        }
        return outcome
    }

    /// Calls `body` with each row of a frame and its sequence. Every row is checked whole: a checksum says only that the bytes are
    /// those that were written.
    static func rows(
        of frame: JournalFrame, kind: JournalFormat.Kind, place: String,
        _ body: (ArraySlice<UInt8>, Int64) throws(InteractionError) -> Void
    ) throws(InteractionError) {
        var input = ByteReader(frame.payload, place: place, baseOffset: frame.payloadOffset)
        var decoder = RowDecoder()
        var sequence = frame.firstSequence
        for index in 0..<frame.rowCount {
            if kind == .late {
                let step = try input.varint()
                guard step < UInt64(1) << 62, index > 0 || step == 0 else { throw input.damaged("sequence step \(step)") }
                let (sum, overflow) = sequence.addingReportingOverflow(Int64(step))
                guard !overflow, sum < Int64.max else { throw input.damaged("a sequence beyond all sequences") }
                sequence = sum
            } else if index > 0 {
                sequence &+= 1
            }
            let length = try input.varint(atMost: EventLimit.eventBytes + 65_536, "row length")
            let row = try input.bytes(length)
            try decoder.check(try RowView(row, place: place, baseOffset: input.offset(of: row)))
            try body(row, sequence)
        }
        try input.expectEnd()
    }
}
