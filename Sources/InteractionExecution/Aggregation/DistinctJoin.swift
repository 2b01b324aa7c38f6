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
    static let rangeEntries = 32_768

    /// The ranges of codes to count together: for each range one of each dictionary. Cuts follow the widest dictionary; where
    /// another one crowds between two of them, the range is cut again.
    static func ranges(_ dictionaries: [StringDictionary]) -> [[Range<Int>]] {
        var open = [dictionaries.map { 0..<$0.count }]
        guard dictionaries.allSatisfy(\.isSorted) else { return open }
        var ranges: [[Range<Int>]] = []
        while let range = open.popLast() {
            let parts = cut(range, dictionaries)
            for part in parts {
                if parts.count > 1, total(part) > rangeEntries * 4, part != range { open.append(part) } else { ranges.append(part) }
            }
        }
        return ranges
    }

    private static func total(_ range: [Range<Int>]) -> Int { range.reduce(0) { $0 + $1.count } }

    /// A range in parts of about `rangeEntries`, cut at texts of its widest dictionary.
    private static func cut(_ range: [Range<Int>], _ dictionaries: [StringDictionary]) -> [[Range<Int>]] {
        let parts = total(range) / rangeEntries
        guard parts > 1, let index = range.indices.max(by: { range[$0].count < range[$1].count }), range[index].count > 1 else { return [range] }
        let (widest, codes) = (dictionaries[index], range[index])
        var starts = range.map(\.lowerBound)
        var pieces: [[Range<Int>]] = []
        for part in 1...parts {
            let text = part < parts ? Array(widest.slice(at: codes.lowerBound + codes.count * part / parts)) : nil
            let ends = range.indices.map { index in
                let bound = text.map { dictionaries[index].lowerBound(of: $0) } ?? range[index].upperBound
                return min(max(starts[index], bound), range[index].upperBound)
            }
            pieces.append(zip(starts, ends).map { $0..<$1 })
            starts = ends
        }
        return pieces
    }

    /// The number of distinct texts of each group. Errors: `.cancelled`.
    static func counts(_ groups: [[Piece]], _ options: ExecutionOptions) throws(InteractionError) -> [Int] {
        var tasks: [(group: Int, ranges: [Range<Int>])] = []
        for (group, pieces) in groups.enumerated() { for range in ranges(pieces.map(\.dictionary)) { tasks.append((group, range)) } }
        let work = tasks
        let counts = Mutex([Int](repeating: 0, count: groups.count))
        let next = NextIndex()
        let threads = max(1, min(options.threads, work.count))
        try options.runner.run(count: threads, threads: threads) { (_) throws(InteractionError) in
            var texts = TextSet()
            while true {
                let index = next.take()
                guard index < work.count else { return }
                try options.checkpoint()
                let task = work[index]
                texts.removeAll()
                for (piece, range) in zip(groups[task.group], task.ranges) { texts.add(piece.dictionary, range, where: piece.bits) }
                let found = texts.count
                counts.withLock { $0[task.group] += found }
            }
        }
        return counts.withLock { $0 }
    }
}
