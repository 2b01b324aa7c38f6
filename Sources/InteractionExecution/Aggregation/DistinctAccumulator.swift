// The distinct values of an argument by group. As long as a group's values come from one dictionary, its codes are counted as
// bits of that dictionary and no text is looked at: most groups of a question by day stay so. Values of several
// dictionaries, and values that are no texts, are joined by their ids.

import InteractionCoding
import InteractionModel
import InteractionPlan

/// count(DISTINCT ...), and the values for other aggregates with DISTINCT.
final class DistinctAccumulator: Accumulator {
    /// Bits of one dictionary's codes for each group that has any.
    struct Bits {
        var dictionary: StringDictionary
        var words: Int
        /// Start of each group's words in `bits`.
        var starts: [UInt32: Int] = [:]
        var bits: [UInt64] = []

        init(_ dictionary: StringDictionary) {
            self.dictionary = dictionary
            words = (dictionary.count + 64) / 64
        }

        mutating func start(_ group: UInt32) -> Int {
            if let start = starts[group] { return start }
            let start = bits.count
            starts[group] = start
            bits.append(contentsOf: repeatElement(0, count: words))
            return start
        }
    }
    /// Words of bits a thread may hold before further values go by id.
    static let wordLimit = 8 << 20

    private let mapping: KeyMapping
    private let ownsTexts: Bool
    private(set) var bits: [Bits] = []
    private var wordCount = 0
    /// Bytes of the dictionaries that only this state keeps.
    private var textBytes = 0
    /// Group in the upper, id in the lower half.
    private(set) var pairs = NumberSet()
    private(set) var groupCount = 0

    /// `ownsTexts` says that nobody else keeps the dictionaries of the values for as long as this state, so that they count as
    /// its own: those that an expression makes anew for each batch, or that are read for one row group.
    init(_ interner: KeyInterner, ownsTexts: Bool) {
        mapping = KeyMapping(interner)
        self.ownsTexts = ownsTexts
    }

    var interner: KeyInterner { mapping.interner }
    var byteCount: Int { bits.reduce(0) { $0 + $1.bits.count * 8 + $1.starts.count * 32 } + pairs.byteCount + textBytes }

    func grow(to groups: Int) { groupCount = max(groupCount, groups) }

    func add(_ values: Vector, _ groups: GroupRefs) throws(InteractionError) {
        if groups.count == 0 { return }
        if case .nulls = values.data { return }
        let keys = KeyCodes(values)
        if case .text(let dictionary) = keys.values, let codes = keys.codes {
            let index = bits.lastIndex { $0.dictionary === dictionary } ?? bits.count
            let words = (dictionary.count + 64) / 64
            let room = Self.wordLimit - wordCount
            if words * min(groupCount, groups.count) <= room {
                if index == bits.count { begin(dictionary) }
                let before = bits[index].bits.count
                Self.mark(codes, groups, groupCount, &bits[index])
                wordCount += bits[index].bits.count - before
                return
            }
        }
        try addByIds(keys, groups)
    }

    private func begin(_ dictionary: StringDictionary) {
        bits.append(Bits(dictionary))
        if ownsTexts { textBytes += dictionary.byteCount + dictionary.count * 4 }
    }

    /// Where a group's bits of a dictionary are, made when they are not there yet; nil when there is no room for them.
    private func place(_ dictionary: StringDictionary, _ group: UInt32) -> (index: Int, start: Int)? {
        let index = bits.lastIndex { $0.dictionary === dictionary } ?? bits.count
        guard (dictionary.count + 64) / 64 <= Self.wordLimit - wordCount else { return nil }
        if index == bits.count { begin(dictionary) }
        let before = bits[index].bits.count
        let start = bits[index].start(group)
        wordCount += bits[index].bits.count - before
        return (index, start)
    }

    /// Adds dictionary entries of a range that satisfy a condition; false when there is no room for their bits.
    func add(_ dictionary: StringDictionary, _ entries: Range<Int>, where isWanted: (Int) -> Bool, to group: UInt32) -> Bool {
        guard entries.upperBound <= dictionary.count, let (index, start) = place(dictionary, group) else { return false }
        bits[index].bits.withUnsafeMutableBufferPointer { words in
            for entry in entries where isWanted(entry) {
                words[start + (entry + 1) >> 6] |= 1 << UInt64((entry + 1) & 63)
            }
        }
        return true
    }

    /// Adds all entries of a dictionary; false when there is no room for their bits.
    func add(all dictionary: StringDictionary, to group: UInt32) -> Bool {
        guard let (index, start) = place(dictionary, group) else { return false }
        for word in 0..<bits[index].words {
            // Bits 1 to count.
            let used = min(64, dictionary.count + 1 - word * 64)
            bits[index].bits[start + word] |= (used == 64 ? ~0 : (1 << UInt64(used)) - 1) & (word == 0 ? ~1 : ~0)
        }
        return true
    }

    /// Adds the values of runs that have a row in `rows`; false when there is no room for their bits, or the runs are not those of
    /// the rows.
    func add(_ runs: CodeRuns, where rows: RowBits, _ dictionary: StringDictionary, to group: UInt32) -> Bool {
        guard let (index, start) = place(dictionary, group) else { return false }
        return CodeScan.mark(runs, where: rows, in: &bits[index].bits, from: start, count: bits[index].words)
    }

    /// Sets the bits of a batch's codes.
    private static func mark(_ codes: [UInt32], _ groups: GroupRefs, _ groupCount: Int, _ bits: inout Bits) {
        if let group = groups.only {
            CodeScan.mark(codes, in: &bits.bits, from: bits.start(group), count: bits.words)
            return
        }
        let rows = groups.rows()
        guard groupCount <= rows.count else {
            for (row, group) in rows.enumerated() {
                let start = bits.start(group)
                bits.bits[start + Int(codes[row] >> 6)] |= 1 << UInt64(codes[row] & 63)
            }
            return
        }
        // Starts by group, so that the map is asked once for each group of the batch.
        var starts = [Int](repeating: -1, count: groupCount)
        for group in rows where starts[Int(group)] < 0 { starts[Int(group)] = bits.start(group) }
        bits.bits.withUnsafeMutableBufferPointer { words in
            for row in 0..<rows.count {
                let code = codes[row]
                words[starts[Int(rows[row])] + Int(code >> 6)] |= 1 << UInt64(code & 63)
            }
        }
    }

    private func addByIds(_ keys: KeyCodes, _ groups: GroupRefs) throws(InteractionError) {
        let rows = groups.rows()
        let ids = try mapping.ids(keys, used: keys.used)
        guard let codes = keys.codes else {
            if ids[0] != 0 { for group in rows { pairs.insert(UInt64(group) << 32 | UInt64(ids[0])) } }
            return
        }
        var last: UInt64 = .max
        for (row, code) in codes.enumerated() {
            let id = ids[Int(code)]
            let pair = UInt64(rows[row]) << 32 | UInt64(id)
            if id == 0 || pair == last { continue }
            pairs.insert(pair)
            last = pair
        }
    }

    func merge(_ other: any Accumulator, _ map: [UInt32]) {
        guard let other = other as? DistinctAccumulator else { return }
        pairs.reserve(pairs.count + other.pairs.count)
        other.pairs.forEach { pair in
            pairs.insert(UInt64(map[Int(pair >> 32)]) << 32 | pair & 0xffff_ffff)
        }
        for theirs in other.bits {
            let index = bits.firstIndex { $0.dictionary === theirs.dictionary } ?? bits.count
            if index == bits.count { begin(theirs.dictionary) }
            for (group, from) in theirs.starts {
                let to = bits[index].start(map[Int(group)])
                for word in 0..<theirs.words { bits[index].bits[to + word] |= theirs.bits[from + word] }
            }
        }
    }

    /// How many distinct values each group has. Errors: those of interning, `.cancelled`.
    func counts(_ options: ExecutionOptions = ExecutionOptions()) throws(InteractionError) -> Vector {
        var counts = [Int64](repeating: 0, count: groupCount)
        var sources = [UInt8](repeating: 0, count: groupCount)
        for set in bits { for group in set.starts.keys { sources[Int(group)] = min(2, sources[Int(group)] + 1) } }
        pairs.forEach { sources[Int($0 >> 32)] = 2 }
        for set in bits {
            for (group, start) in set.starts where sources[Int(group)] == 1 {
                // Bit 0 is NULL's.
                counts[Int(group)] = Int64(
                    set.bits[start..<start + set.words].reduce(0) { $0 + $1.nonzeroBitCount } - Int(set.bits[start] & 1))
            }
        }
        // Groups whose values are all texts of several dictionaries are counted over the texts; the others by ids.
        var isPaired = [Bool](repeating: false, count: groupCount)
        pairs.forEach { isPaired[Int($0 >> 32)] = true }
        var joined: [UInt32: [DistinctJoin.Piece]] = [:]
        for set in bits {
            for (group, start) in set.starts where sources[Int(group)] == 2 && !isPaired[Int(group)] {
                joined[group, default: []].append(DistinctJoin.Piece(dictionary: set.dictionary, bits: set.bits[start..<start + set.words]))
            }
        }
        if !joined.isEmpty {
            let groups = Array(joined)
            for (group, count) in zip(groups, try DistinctJoin.counts(groups.map(\.value), options)) {
                counts[Int(group.key)] = Int64(count)
            }
        }
        if isPaired.contains(true) {
            try join { isPaired[Int($0)] }
            pairs.forEach { counts[Int($0 >> 32)] += 1 }
        }
        return Vector(.bigint, .ints(counts), count: groupCount)
    }

    /// The distinct values themselves, in no order: their groups and a column. Errors: those of interning.
    func values() throws(InteractionError) -> (groups: [UInt32], values: Vector) {
        try join { _ in true }
        var groups: [UInt32] = []
        var ids: [UInt32] = []
        pairs.forEach {
            groups.append(UInt32(truncatingIfNeeded: $0 >> 32))
            ids.append(UInt32(truncatingIfNeeded: $0 & 0xffff_ffff))
        }
        return (groups, interner.vector(ids))
    }

    /// Turns the bits of some groups into pairs of ids.
    private func join(_ isWanted: (UInt32) -> Bool) throws(InteractionError) {
        for set in bits {
            var present = [UInt64](repeating: 0, count: set.words)
            for (group, start) in set.starts where isWanted(group) {
                for word in 0..<set.words { present[word] |= set.bits[start + word] }
            }
            let used = Self.codes(present[...])
            if used.isEmpty { continue }
            let ids = try mapping.ids(KeyCodes(text: set.dictionary), used: used)
            for (group, start) in set.starts where isWanted(group) {
                for code in Self.codes(set.bits[start..<start + set.words]) {
                    pairs.insert(UInt64(group) << 32 | UInt64(ids[Int(code)]))
                }
            }
        }
        bits = bits.map { set in
            var rest = set
            rest.starts = set.starts.filter { !isWanted($0.key) }
            return rest
        }
    }

    /// The codes whose bits are set, NULL's left out.
    private static func codes(_ words: ArraySlice<UInt64>) -> [UInt32] {
        var codes: [UInt32] = []
        for (index, word) in words.enumerated() {
            var rest = word
            while rest != 0 {
                let code = UInt32(truncatingIfNeeded: index * 64 + rest.trailingZeroBitCount)
                if code > 0 { codes.append(code) }
                rest &= rest - 1
            }
        }
        return codes
    }
}

extension KeyCodes {
    /// The codes of a dictionary without rows.
    init(text dictionary: StringDictionary) {
        self.init(Vector(.varchar, .text([], dictionary), count: 0))
        values = .text(dictionary)
        cardinality = dictionary.count + 1
    }
}
