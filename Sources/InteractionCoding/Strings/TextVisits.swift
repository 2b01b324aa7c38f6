// Counts on which days texts of several dictionaries come, and when they leave a window of days. Made for a range of texts at a
// time, small enough that the table stays in the cache: a visit then costs a few nanoseconds.

import CKernels

/// Counts of visits by day. Texts are added a day at a time, in the order of days, and forgotten at the end of a range.
package struct TextVisits: Sendable {
    private var slots = [ck_visit_slot](repeating: ck_visit_slot(), count: 64)
    /// The bytes of the texts longer than 16.
    private var arena: [UInt8] = []
    private var arenaUsed = 0
    /// Texts of this range.
    private var count = 0
    private let windows: [UInt32]
    /// Days, and after them those on which windows end.
    private let stride: Int
    /// Texts by day: those that came, and those of them that had not come since the start of the bucket.
    package private(set) var daily: [Int64]
    package private(set) var inBucket: [Int64]
    /// For each window `stride` cells: texts by the day on which they left.
    private var left: [UInt64]

    /// Days count from 0; windows have at least one day.
    package init(days: Int, windows: [Int]) {
        self.windows = windows.map { UInt32(clamping: max(1, $0)) }
        stride = days + Int(self.windows.max() ?? 0) + 1
        daily = [Int64](repeating: 0, count: days)
        inBucket = daily
        left = [UInt64](repeating: 0, count: stride * windows.count)
    }

    package var byteCount: Int { slots.count * 24 + arena.count + (daily.count * 2 + left.count) * 8 }

    /// Texts that left a window on a day below `daily.count`.
    package func leaving(_ window: Int, _ day: Int) -> Int64 { Int64(left[window * stride + day]) }

    /// Adds a day's visits: the entries of a range of codes, of them those whose bit `code + 1` is set when bits are given. `day` is
    /// not before that of the last call of this range; `bucketStart` is the first day of its bucket. The range is cut to the
    /// dictionary, a day beyond the days is left out.
    package mutating func add(
        _ dictionary: StringDictionary, _ codes: Range<Int>, where bits: [UInt64]?, day: Int, bucketStart: Int
    ) {
        guard daily.indices.contains(day) else { return }
        let known = min(dictionary.count, bits.map { $0.count * 64 - 1 } ?? dictionary.count)
        let codes = codes.clamped(to: 0..<max(0, known))
        var start = codes.lowerBound
        // A part at a time, so that the room is no more than twice what is needed.
        while start < codes.upperBound {
            let end = min(codes.upperBound, start + 1024)
            reserve(end - start, bytes: Int(dictionary.offsets[end]) - Int(dictionary.offsets[start]))
            let counts = visit(dictionary, start..<end, bits, UInt32(day), UInt32(clamping: bucketStart))
            count += Int(counts.fresh)
            daily[day] += Int64(counts.fresh + counts.back)
            inBucket[day] += Int64(counts.fresh + counts.back_in_bucket)
            start = end
        }
    }

    private mutating func visit(
        _ dictionary: StringDictionary, _ codes: Range<Int>, _ bits: [UInt64]?, _ day: UInt32, _ bucketStart: UInt32
    ) -> ck_visit_counts {
        let mask = slots.count - 1
        return slots.withUnsafeMutableBufferPointer { slots in
            arena.withUnsafeMutableBufferPointer { arena in
                left.withUnsafeMutableBufferPointer { left in
                    func run(_ words: UnsafePointer<UInt64>?) -> ck_visit_counts {
                        ck_texts_visit(
                            slots.baseAddress, mask, arena.baseAddress, &arenaUsed, dictionary.bytes, dictionary.offsets, words,
                            codes.lowerBound, codes.upperBound, TextHash.processSeed, day, bucketStart, windows, windows.count, left.baseAddress,
                            stride)
                    }
                    return bits.map { $0.withUnsafeBufferPointer { run($0.baseAddress) } } ?? run(nil)
                }
            }
        }
    }

    /// Ends a range: each text leaves when its last windows end, and is forgotten.
    package mutating func endTexts() {
        slots.withUnsafeMutableBufferPointer { slots in
            left.withUnsafeMutableBufferPointer { left in
                ck_visits_end(slots.baseAddress, slots.count, windows, windows.count, left.baseAddress, stride)
            }
        }
        arenaUsed = 0
        count = 0
    }

    /// Adds the counts of another one with the same days and windows.
    package mutating func add(_ other: TextVisits) {
        guard other.daily.count == daily.count, other.left.count == left.count else { return }
        for day in daily.indices {
            daily[day] += other.daily[day]
            inBucket[day] += other.inBucket[day]
        }
        for cell in left.indices { left[cell] += other.left[cell] }
    }

    /// Room for more texts: slots fill to half.
    private mutating func reserve(_ texts: Int, bytes: Int) {
        if arenaUsed + bytes > arena.count {
            arena.append(contentsOf: repeatElement(0, count: max(arenaUsed + bytes, arena.count * 2) - arena.count))
        }
        guard (count + texts) * 2 > slots.count else { return }
        var size = slots.count
        while (count + texts) * 2 > size { size *= 2 }
        var wider = [ck_visit_slot](repeating: ck_visit_slot(), count: size)
        for slot in slots where slot.tag != 0 {
            let length = UInt64(slot.tag - 1)
            let hash = length <= 16 ? ck_short_hash(slot.a, slot.b, length, TextHash.processSeed) : slot.a
            var place = Int(truncatingIfNeeded: hash) & (size - 1)
            while wider[place].tag != 0 { place = (place + 1) & (size - 1) }
            wider[place] = slot
        }
        slots = wider
    }
}
