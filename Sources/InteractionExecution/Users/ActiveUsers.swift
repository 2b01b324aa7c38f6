// Distinct users of each local day, of the days up to it, and of each bucket of days, in one pass over the pairs of user and day.
// A day counts a user from a day on which he was active until the next such day or the end of the window, so the counts are
// running sums of who comes and who leaves. Sorted dictionaries are cut at the same texts into ranges; each range is counted alone
// by any thread, in a table small enough for the cache, and the counts add up: no answer depends on threads.

import InteractionCoding
import InteractionModel
import InteractionPlan
import Synchronization

/// Counts of active users by local day.
package struct ActiveUsers: Sendable {
    /// The first and last local day that has an event.
    package let days: ClosedRange<Day>
    /// Distinct users of each day, from the first to the last.
    package let daily: [Int64]
    /// For each window distinct users of the days that end with it: `trailing[w][d]`.
    package let trailing: [[Int64]]
    /// Distinct users by the first day of a bucket; buckets without users are absent.
    package let buckets: [Day: Int64]

    /// nil without an event. `bucket` gives the first day of the bucket that holds a day; buckets are consecutive days. Errors:
    /// `.cancelled`.
    init?(
        _ active: ActiveDays, windows: [Int], bucket: (Day) -> Day, _ options: ExecutionOptions
    ) throws(InteractionError) {
        guard let range = active.range else { return nil }
        let first = Day(number: range.lowerBound)
        let count = Int(range.upperBound) - Int(range.lowerBound) + 1
        // The index of the first day of each day's bucket, cut at the first day.
        let starts = (0..<count).map { index in max(0, Int(bucket(first.advanced(by: index)).number) - Int(first.number)) }
        let pieces = active.pieces
        let ranges = try DistinctJoin.ranges(pieces.map(\.dictionary), options)
        let held = active.byteCount + options.heldBytes
        let sums = Mutex(TextVisits(days: count, windows: windows))
        let next = NextIndex()
        let threads = max(1, min(options.threads, ranges.count))
        try options.runner.run(count: threads, threads: threads) { (_) throws(InteractionError) in
            var visits = TextVisits(days: count, windows: windows)
            while true {
                let index = next.take()
                guard index < ranges.count else { break }
                try options.checkpoint()
                for (piece, codes) in zip(pieces, ranges[index]) where !codes.isEmpty {
                    let day = Int(piece.day) - Int(first.number)
                    visits.add(piece.dictionary, codes, where: piece.bits, day: day, bucketStart: starts[day])
                    guard visits.byteCount * threads + held <= options.memoryBudget else {
                        throw InteractionError(
                            .limitReached, "the users of these days need more than the memory budget of \(options.memoryBudget >> 20) MiB",
                            hint: "ask for fewer days, or raise the budget")
                    }
                }
                visits.endTexts()
            }
            let done = visits
            sums.withLock { $0.add(done) }
        }
        let found = sums.withLock { $0 }
        days = first...Day(number: range.upperBound)
        let daily = found.daily
        self.daily = daily
        trailing = windows.indices.map { window in
            var present: Int64 = 0
            return zip(daily, found.leaving(window)).map { came, left in
                present += came - left
                return present
            }
        }
        var buckets: [Day: Int64] = [:]
        for day in 0..<count where found.inBucket[day] > 0 {
            buckets[bucket(first.advanced(by: day)), default: 0] += found.inBucket[day]
        }
        self.buckets = buckets
    }
}
