// Reading journal and late files: whole frames in order, up to the durable mark for other processes, up to the last whole frame
// for the writer's recovery. A bad frame does not end the scan: frames behind it count where it is certain where they start, and
// what was passed over is told.

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

/// What a scan had to pass over.
struct JournalDamage: Sendable, Hashable {
    /// File offset where it begins.
    var offset: Int
    /// Rows passed over; nil where that cannot be told.
    var rows: Int?
    /// True when it may be gone at the next look, because a writer is at work: it is not remembered.
    var isPassing = false
    var reason: String

    /// Reason and place: that of the row, where the reason names it, else that of the frame.
    var description: String { reason.contains(", offset ") ? reason : "\(reason), offset \(offset)" }

    func missing(_ file: String) -> MissingFile { MissingFile(file: file, events: rows, reason: description) }
}

/// One pass over a journal or late file.
struct JournalScan {
    let files: any FileSystem
    let name: String
    let kind: JournalFormat.Kind
    let number: UInt64
    let storeId: [UInt8]
    /// Where a late file ends, by the manifest: everything before counts as durable.
    var lateEnd: Int?

    /// Bytes read at a time.
    private static let window = 4 << 20

    struct Outcome {
        /// End of the last frame delivered or passed over.
        var end: Int
        /// The durable mark found, and its counter.
        var durableEnd: Int
        var counter: UInt32
        var fileBytes: Int
        /// What is damaged, in the order of the file; empty when all of it is whole.
        var damage: [JournalDamage] = []
    }

    /// Delivers frames from file offset `start` on. A bad frame below the durable mark is damage; a tear lies above it. `body` may
    /// throw `.damaged` for a frame that breaks a rule of its rows: that is damage too. Errors: `.damaged` when the file as a
    /// whole is not what its name says, `.unsupported`, `.notFound` when it is gone.
    func frames(
        from start: Int, extent: JournalExtent, _ body: (JournalFrame) throws(InteractionError) -> Void
    ) throws(InteractionError) -> Outcome {
        let file = try files.openForReading(name)
        let head = try head(of: file)
        // Looked at after the mark: the file of a writer at work may have grown since, and the mark with it.
        let size = try file.size
        try JournalFormat.check(
            header: Array(head.prefix(JournalFormat.headerBytes)), kind: kind, storeId: storeId, number: number, place: name)
        let slot = JournalFormat.mark(in: head)
        let mark = lateEnd ?? slot.durableEnd
        var outcome = Outcome(
            end: max(start, JournalFormat.frameStart), durableEnd: mark, counter: slot.counter, fileBytes: size)
        let isUncertain = lateEnd == nil && size > mark && JournalFormat.hasBadSlot(in: head)
        if isUncertain, extent == .durable {
            outcome.damage.append(
                JournalDamage(offset: mark, isPassing: true, reason: "a bad slot: how far the journal is durable is not known"))
        }
        let limit = extent == .durable || lateEnd != nil ? min(mark, size) : size
        var base = outcome.end
        var bytes: [UInt8] = []
        while outcome.end < limit {
            if let frame = JournalFrame.read(bytes, base: base, at: outcome.end), frame.end <= limit {
                do {
                    try body(frame)
                } catch {
                    guard error.code == .damaged else { throw error }
                    outcome.damage.append(JournalDamage(offset: outcome.end, rows: frame.rowCount, reason: error.reason(of: name)))
                }
                outcome.end = frame.end
                continue
            }
            // The window may end inside the frame: fill it from here, large enough for any frame, before giving up.
            let largest = StoreLimit.frameBytes + JournalFormat.frameHeaderBytes
            if base == outcome.end, bytes.count >= min(limit - base, largest) {
                guard outcome.end < mark, let next = pass(bytes, base: base, mark: mark, limit: limit, &outcome) else { break }
                outcome.end = next
                continue
            }
            let want = base == outcome.end ? largest : Self.window
            base = outcome.end
            bytes = try file.read(offset: base, count: min(limit - base, max(want, Self.window)))
        }
        if outcome.end < mark, size < mark {
            outcome.damage.append(
                JournalDamage(offset: size, reason: "ends at \(size), before its durable end \(mark)"))
        }
        // A death in the middle of a slot's write leaves a bad one and whole frames to the end of the file, all of which are kept.
        // Where the frames end before the file does, or no slot is left, what stood there may have been acknowledged.
        if isUncertain, extent == .whole, outcome.end < size || slot.counter == 0 {
            outcome.damage.append(
                JournalDamage(offset: outcome.end, reason: "a bad slot and a torn end: how far the journal was durable is not known"))
        }
        return outcome
    }

    /// Notes the bad frame at the scan's end. Gives where to go on: behind it when its header is whole, else at the durable mark,
    /// which is always an end of frames. nil when nothing behind it can be trusted.
    private func pass(_ bytes: [UInt8], base: Int, mark: Int, limit: Int, _ outcome: inout Outcome) -> Int? {
        if let header = JournalFrameHeader(bytes, at: outcome.end - base) {
            let end = outcome.end + JournalFormat.frameHeaderBytes + header.payloadBytes
            if end <= min(mark, limit) {
                outcome.damage.append(JournalDamage(offset: outcome.end, rows: header.rowCount, reason: "a bad frame"))
                return end
            }
        }
        outcome.damage.append(JournalDamage(offset: outcome.end, reason: "a bad frame, and all behind it"))
        return mark <= limit ? mark : nil
    }

    /// The bytes before the frames. A slot is looked at again before it is called bad: a writer may be writing it just now.
    private func head(of file: any ReadableFile) throws(InteractionError) -> [UInt8] {
        guard try file.size >= JournalFormat.frameStart else {
            throw InteractionError(.damaged, "too short for a journal", place: name)
        }
        var head = try file.read(offset: 0, count: JournalFormat.frameStart)
        for _ in 0..<3 where JournalFormat.hasBadSlot(in: head) {
            Pause.sleep(nanoseconds: 1_000_000)
            head = try file.read(offset: 0, count: JournalFormat.frameStart)
        }
        return head
    }

    /// Calls `body` with each row of a frame and its sequence. Every row is checked whole: a checksum says only that the bytes are
    /// those that were written.
    static func rows(
        of frame: JournalFrame, kind: JournalFormat.Kind, place: String,
        _ body: (ArraySlice<UInt8>, Int64) throws(InteractionError) -> Void
    ) throws(InteractionError) {
        var input = ByteReader(frame.payload, place: place, baseOffset: frame.payloadOffset)
        var decoder = RowDecoder()
        var rows: [(row: ArraySlice<UInt8>, sequence: Int64)] = []
        rows.reserveCapacity(frame.rowCount)
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
            rows.append((row, sequence))
        }
        try input.expectEnd()
        // A batch is there wholly or not at all: no row is given before the last one is known to be good.
        for (row, sequence) in rows { try body(row, sequence) }
    }
}
