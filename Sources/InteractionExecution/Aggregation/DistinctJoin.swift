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
    /// Errors: those of the threads.
    static func ranges(_ dictionaries: [StringDictionary], _ options: ExecutionOptions) throws(InteractionError) -> [[Range<Int>]] {
        var open = [dictionaries.map { 0..<$0.count }]
        guard dictionaries.allSatisfy(\.isSorted) else { return open }
        var ranges: [[Range<Int>]] = []
        while let range = open.popLast() {
            let parts = try cut(range, dictionaries, options)
            for part in parts {
                if parts.count > 1, total(part) > rangeEntries * 4, part != range { open.append(part) } else { ranges.append(part) }
            }
        }
        return ranges
    }

    private static func total(_ range: [Range<Int>]) -> Int { range.reduce(0) { $0 + $1.count } }

    /// Searches of texts in dictionaries that are worth another thread.
    private static let threadSearches = 256

    /// A range in parts of about `rangeEntries`, cut at texts of its widest dictionary.
    private static func cut(
        _ range: [Range<Int>], _ dictionaries: [StringDictionary], _ options: ExecutionOptions
    ) throws(InteractionError) -> [[Range<Int>]] {
        let parts = total(range) / rangeEntries
        guard parts > 1, let index = range.indices.max(by: { range[$0].count < range[$1].count }), range[index].count > 1 else { return [range] }
        let widest = range[index]
        let texts = (1..<parts).map { Array(dictionaries[index].slice(at: widest.lowerBound + widest.count * $0 / parts)) }
        let found = Mutex([[Int]](repeating: [], count: range.count))
        let threads = max(1, min(options.threads, range.count, range.count * texts.count / threadSearches))
        try options.runner.run(count: threads, threads: threads) { (thread) throws(InteractionError) in
            for index in range.count * thread / threads..<range.count * (thread + 1) / threads {
                let own = bounds(of: texts, in: range[index], dictionaries[index])
                found.withLock { $0[index] = own }
            }
        }
        let ends = found.withLock { $0 }
        return (0..<parts).map { part in range.indices.map { ends[$0][part]..<ends[$0][part + 1] } }
    }

    /// Where texts cut a range of a dictionary: its start, the code of each text, its end.
    private static func bounds(of texts: [[UInt8]], in codes: Range<Int>, _ dictionary: StringDictionary) -> [Int] {
        var bounds = [codes.lowerBound]
        for (index, text) in texts.enumerated() {
            // Dictionaries of one kind of texts are alike.
            let guess = codes.lowerBound + codes.count * (index + 1) / (texts.count + 1)
            bounds.append(dictionary.lowerBound(of: text, in: bounds[index]..<codes.upperBound, near: guess))
        }
        return bounds + [codes.upperBound]
    }

    /// The number of distinct texts of each group. Errors: `.cancelled`.
    static func counts(_ groups: [[Piece]], _ options: ExecutionOptions) throws(InteractionError) -> [Int] {
        var tasks: [(group: Int, ranges: [Range<Int>])] = []
        for (group, pieces) in groups.enumerated() { for range in try ranges(pieces.map(\.dictionary), options) { tasks.append((group, range)) } }
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
