// Counts the distinct texts of groups whose values lie in several dictionaries. Sorted dictionaries are cut at the same texts
// into ranges: each range is counted alone, in a set small enough for the cache, by any thread; the counts add up.

import InteractionCoding
import InteractionModel
import Synchronization

enum DistinctJoin {
    /// Entries of one dictionary: bit code + 1 is set for each that occurs.
    struct Piece: Sendable {
        var dictionary: StringDictionary
        var bits: ArraySlice<UInt64>
    }

    /// Entries of all dictionaries that a range should have about.
    static let rangeEntries = 16_384

    /// The ranges of codes to count together: for each range one of each piece.
    static func ranges(_ pieces: [Piece]) -> [[Range<Int>]] {
        let total = pieces.reduce(0) { $0 + $1.dictionary.count }
        let parts = total / rangeEntries
        guard parts > 1, pieces.allSatisfy({ $0.dictionary.isSorted }),
            let widest = pieces.max(by: { $0.dictionary.count < $1.dictionary.count })?.dictionary
        else { return [pieces.map { 0..<$0.dictionary.count }] }
        var starts = pieces.map { _ in 0 }
        var ranges: [[Range<Int>]] = []
        for part in 1...parts {
            let text = part < parts ? Array(widest.slice(at: widest.count * part / parts)) : nil
            let ends = pieces.indices.map { index in
                let dictionary = pieces[index].dictionary
                return text.map { max(starts[index], dictionary.lowerBound(of: $0)) } ?? dictionary.count
            }
            ranges.append(zip(starts, ends).map { $0..<$1 })
            starts = ends
        }
        return ranges
    }

    /// The number of distinct texts of each group. Errors: `.cancelled`.
    static func counts(_ groups: [[Piece]], _ options: ExecutionOptions) throws(InteractionError) -> [Int] {
        var tasks: [(group: Int, ranges: [Range<Int>])] = []
        for (group, pieces) in groups.enumerated() { for range in ranges(pieces) { tasks.append((group, range)) } }
        let work = tasks
        let counts = Mutex([Int](repeating: 0, count: groups.count))
        let next = NextIndex()
        let threads = max(1, min(options.threads, work.count))
        try options.runner.run(count: threads, threads: threads) { (_) throws(InteractionError) in
            while true {
                let index = next.take()
                guard index < work.count else { return }
                try options.checkpoint()
                let task = work[index]
                var texts = TextSet()
                for (piece, range) in zip(groups[task.group], task.ranges) { texts.add(piece.dictionary, range, where: piece.bits) }
                let found = texts.count
                counts.withLock { $0[task.group] += found }
            }
        }
        return counts.withLock { $0 }
    }
}
