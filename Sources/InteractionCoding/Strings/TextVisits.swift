// Counts on which days texts of several dictionaries come and how long after the visit before, which tells when they leave a window
// of days. Made for a range of texts at a
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
    private let windows: [Int]
    private let days: Int
    /// The first day of this range in the numbering of slots; those with earlier days are free.
    private var base: UInt32
    /// The longest gap that is told from longer ones.
    private let longest: Int
    /// For each day `longest` + 2 cells: visits by the days since the visit before (0 for one more on a day, the longest also for all
    /// longer ones), and last those of texts that came for the first time.
    private var gaps: [UInt64]
    /// Texts by day that had not come since the start of the bucket.
    package private(set) var inBucket: [Int64]

    /// Days count from 0, fewer than 2^31; windows have at least one day.
    package init(days: Int, windows: [Int]) {
        self.days = max(0, days)
        self.windows = windows.map { max(1, $0) }
        longest = min(self.windows.max() ?? 1, max(1, days))
        base = Self.firstBase(days)
        inBucket = [Int64](repeating: 0, count: self.days)
        gaps = [UInt64](repeating: 0, count: self.days * (longest + 2))
    }

    private static func firstBase(_ days: Int) -> UInt32 { UInt32(clamping: max(1, days)) }

    package var byteCount: Int { slots.count * 24 + arena.count + (inBucket.count + gaps.count) * 8 }

    /// Texts that came, by day.
    package var daily: [Int64] {
        (0..<days).map { day in Int64(gaps[day * (longest + 2) + 1..<(day + 1) * (longest + 2)].reduce(0, +)) }
    }

    /// Texts that left a window, by day: a window's days after their last visit.
    package func leaving(_ window: Int) -> [Int64] {
        let window = windows[window]
        var left = [Int64](repeating: 0, count: days)
        for (day, visits) in daily.enumerated() where day < days - window { left[day + window] += visits }
        // Those that come again inside of the window leave it on that day instead; what stays is their new visit.
        for day in 0..<days {
            for gap in 1..<max(1, min(window, longest, day + 1)) {
                let again = Int64(gaps[day * (longest + 2) + gap])
                left[day] += again
                if day - gap + window < days { left[day - gap + window] -= again }
            }
        }
        return left
    }

    /// Adds a day's visits: the entries of a range of codes, of them those whose bit `code + 1` is set when bits are given. `day` is
    /// not before that of the last call of this range; `bucketStart` is the first day of its bucket. The range is cut to the
    /// dictionary, a day beyond the days is left out.
    package mutating func add(
        _ dictionary: StringDictionary, _ codes: Range<Int>, where bits: [UInt64]?, day: Int, bucketStart: Int
    ) {
        guard (0..<days).contains(day) else { return }
        let known = min(dictionary.count, bits.map { $0.count * 64 - 1 } ?? dictionary.count)
        let codes = codes.clamped(to: 0..<max(0, known))
        var start = codes.lowerBound
        // A part at a time, so that there is little more room than is needed.
        while start < codes.upperBound {
            let end = min(codes.upperBound, start + 512)
            reserve(end - start, bytes: Int(dictionary.offsets[end]) - Int(dictionary.offsets[start]))
            let counts = visit(dictionary, start..<end, bits, UInt32(day), UInt32(clamping: bucketStart))
            count += Int(counts.fresh)
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
                gaps[Int(day) * (longest + 2)..<(Int(day) + 1) * (longest + 2)].withUnsafeMutableBufferPointer { gaps in
                    func run(_ words: UnsafePointer<UInt64>?) -> ck_visit_counts {
                        ck_texts_visit(
                            slots.baseAddress, mask, arena.baseAddress, &arenaUsed, dictionary.bytes, dictionary.offsets, words,
                            codes.lowerBound, codes.upperBound, TextHash.processSeed, base, day, bucketStart, gaps.baseAddress,
                            UInt32(longest))
                    }
                    return bits.map { $0.withUnsafeBufferPointer { run($0.baseAddress) } } ?? run(nil)
                }
            }
        }
    }

    /// Ends a range: its texts are forgotten.
    package mutating func endTexts() {
        let (next, overflow) = base.addingReportingOverflow(Self.firstBase(days))
        if overflow || next > UInt32.max - Self.firstBase(days) {
            slots = [ck_visit_slot](repeating: ck_visit_slot(), count: slots.count)
            base = Self.firstBase(days)
        } else {
            base = next
        }
        arenaUsed = 0
        count = 0
    }

    /// Adds the counts of another one with the same days and windows.
    package mutating func add(_ other: TextVisits) {
        guard other.days == days, other.gaps.count == gaps.count else { return }
        for day in inBucket.indices { inBucket[day] += other.inBucket[day] }
        for cell in gaps.indices { gaps[cell] += other.gaps[cell] }
    }

    /// Room for more texts: slots fill to a quarter, so that most texts are found where they are looked for first.
    private mutating func reserve(_ texts: Int, bytes: Int) {
        if arenaUsed + bytes > arena.count {
            arena.append(contentsOf: repeatElement(0, count: max(arenaUsed + bytes, arena.count * 2) - arena.count))
        }
        guard (count + texts) * 4 > slots.count else { return }
        var size = slots.count
        while (count + texts) * 4 > size { size *= 2 }
        var wider = [ck_visit_slot](repeating: ck_visit_slot(), count: size)
        for slot in slots where slot.day >= base {
            let length = UInt64(slot.length)
            let hash = length <= 16 ? ck_short_hash(slot.a, slot.b, length, TextHash.processSeed) : slot.a
            var place = Int(truncatingIfNeeded: hash) & (size - 1)
            while wider[place].day >= base { place = (place + 1) & (size - 1) }
            wider[place] = slot
        }
        slots = wider
    }
}
