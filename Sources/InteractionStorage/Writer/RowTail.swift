// Rows that are not in segments yet, in memory: by day, shredded into columns, with their raw bytes kept while a day has few of
// them, so that they can be written to the late file. The writer, a bulk load and each reader hold one.

import InteractionCoding
import InteractionModel
import InteractionSegment

/// A growing set of rows of any days. Owned by one user at a time.
final class RowTail {
    /// The rows of one day.
    final class DayRows {
        var frozen: [MemorySegment] = []
        var buffer: DayBuffer
        /// Raw rows as the late file writes them; nil once there are too many to be late.
        var raw: LateRows? = LateRows()
        var rowCount = 0
        var byteCount = 0
        /// The buffer's rows as last clustered.
        var clustered: MemorySegment?

        init(day: Day) { buffer = DayBuffer(day: day) }

        /// All rows as sources, in sequence order. Clusters what was added since the last call.
        func sources() -> [any SegmentSource] {
            if buffer.rowCount == 0 { return frozen }
            if let clustered, clustered.facts.rowCount == buffer.rowCount { return frozen + [clustered] }
            let made = buffer.clustered()
            clustered = made
            return frozen + [made]
        }
    }

    private(set) var days: [Day: DayRows] = [:]
    private(set) var rowCount = 0
    private(set) var byteCount = 0
    private(set) var lastSequence: Int64 = 0
    /// Frozen chunks keep snapshots cheap; a bulk load wants one buffer a day.
    var freezes: Bool
    private let keepsRaw: Bool
    /// The day that the last row went to, and its microseconds: most rows follow one of the same day.
    private var current: DayRows?
    private var currentTimes: Range<Int64> = 0..<0

    init(freezes: Bool, keepsRaw: Bool) {
        self.freezes = freezes
        self.keepsRaw = keepsRaw
    }

    /// Adds a row. Errors: `.damaged` when it is not one whole row; nothing is added then.
    func append(_ row: ArraySlice<UInt8>, sequence: Int64) throws(InteractionError) {
        try row.span.withUnsafeBytes { (bytes) throws(InteractionError) in try append(bytes, sequence: sequence) }
    }

    /// The same for raw bytes.
    func append(_ row: UnsafeRawBufferPointer, sequence: Int64) throws(InteractionError) {
        guard row.count >= 8 else { throw InteractionError(.damaged, "a row of \(row.count) bytes") }
        let time = Int64(littleEndian: row.loadUnaligned(as: Int64.self))
        let rows: DayRows
        if let current, currentTimes.contains(time) {
            rows = current
            try rows.buffer.append(row, sequence: sequence)
        } else {
            let day = Timestamp(microseconds: time).day
            let known = days[day]
            rows = known ?? DayRows(day: day)
            try rows.buffer.append(row, sequence: sequence)
            if known == nil {
                if !keepsRaw { rows.raw = nil }
                days[day] = rows
            }
            let start = day.start.microseconds
            current = rows
            currentTimes = start..<start &+ Timestamp.microsecondsPerDay
        }
        rows.rowCount += 1
        rows.byteCount += row.count
        rowCount += 1
        byteCount += row.count
        lastSequence = max(lastSequence, sequence)
        if rows.raw != nil {
            rows.raw?.append(row, sequence: sequence)
            if rows.rowCount >= StoreLimit.rowsForSegment * 2 { rows.raw = nil }
        }
        if freezes, rows.buffer.rowCount >= StoreLimit.tailChunkRows {
            rows.frozen.append(rows.buffer.clustered())
            rows.buffer = DayBuffer(day: rows.buffer.day)
            rows.clustered = nil
        }
    }

    /// The day of a row, by the timestamp that it begins with.
    static func day(of row: ArraySlice<UInt8>) -> Day {
        var bits: UInt64 = 0
        for byte in row.prefix(8).reversed() { bits = bits << 8 | UInt64(byte) }
        return Timestamp(microseconds: Int64(bitPattern: bits)).day
    }

    /// Forgets a day's rows.
    func remove(_ day: Day) {
        current = nil
        guard let rows = days.removeValue(forKey: day) else { return }
        rowCount -= rows.rowCount
        byteCount -= rows.byteCount
    }

    /// Takes days out, to put them back when what was to become of them fails.
    func take(_ wanted: Set<Day>) -> [Day: DayRows] {
        let taken = days.filter { wanted.contains($0.key) }
        for day in taken.keys { remove(day) }
        return taken
    }

    /// Undoes `take`, before any other row came.
    func putBack(_ taken: [Day: DayRows]) {
        current = nil
        for (day, rows) in taken {
            days[day] = rows
            rowCount += rows.rowCount
            byteCount += rows.byteCount
        }
    }

    /// All rows as sources, by day, then sequence.
    func sources() -> [any SegmentSource] {
        days.sorted { $0.key < $1.key }.flatMap { $0.value.sources() }
    }
}

/// Raw rows of one day in the late file's payload form.
struct LateRows {
    private(set) var firstSequence: Int64 = 0
    private var lastSequence: Int64 = 0
    private(set) var rowCount = 0
    private var out = ByteWriter()

    var payload: [UInt8] { out.bytes }
    var byteCount: Int { out.bytes.count }

    mutating func append(_ row: UnsafeRawBufferPointer, sequence: Int64) {
        if rowCount == 0 {
            firstSequence = sequence
            lastSequence = sequence
        }
        out.varint(UInt64(bitPattern: sequence &- lastSequence))
        lastSequence = sequence
        out.varint(UInt64(row.count))
        out.append(bytes: row)
        rowCount += 1
    }
}
