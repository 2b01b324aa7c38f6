// The visits of one slot by the codes of one dictionary: who started, who came back, and where it matters when.

import InteractionCoding

/// Visits of the entries of one dictionary; entry k has code k + 1.
struct VisitMarks: Sendable {
    /// Bit code is set for each that started; nil for all entries.
    var started: [UInt64]?
    /// The same of returns; empty where starts and returns are the same events.
    var back: [UInt64] = []
    /// By code the first start, the first and the last return, in microseconds: `.max`, `.max` and `.min` for none. Empty where
    /// instants do not matter.
    var firstStart: [Int64] = []
    var firstBack: [Int64] = []
    var lastBack: [Int64] = []

    /// All entries, or none so far of a dictionary with so many codes.
    static let all = VisitMarks(started: nil)

    init(started: [UInt64]?) { self.started = started }

    init(codes: Int, isOneEvent: Bool, hasTimes: Bool) {
        let words = [UInt64](repeating: 0, count: (codes + 63) / 64)
        started = words
        if !isOneEvent { back = words }
        guard hasTimes else { return }
        firstStart = [Int64](repeating: .max, count: codes)
        firstBack = firstStart
        lastBack = [Int64](repeating: .min, count: codes)
    }

    var byteCount: Int { ((started?.count ?? 0) + back.count * 2 + firstStart.count * 3) * 8 }

    func hasStarted(_ code: Int) -> Bool { Self.has(started, code) }
    func hasBack(_ code: Int) -> Bool { back.isEmpty ? hasStarted(code) : Self.has(back, code) }

    /// Bits of those that started or came back; nil for all.
    var either: [UInt64]? {
        guard !back.isEmpty, let started else { return started }
        return zip(started, back).map { $0 | $1 }
    }

    private static func has(_ words: [UInt64]?, _ code: Int) -> Bool {
        guard let words else { return true }
        return code >> 6 < words.count && words[code >> 6] >> UInt64(code & 63) & 1 != 0
    }

    /// Marks codes as started, came back, or both; `times` has an instant for each where instants matter. Code 0 is nobody.
    mutating func add(_ codes: [UInt32], _ times: [Int64], starts: Bool, returns: Bool) {
        if starts, var words = started {
            started = nil
            CodeScan.mark(codes, in: &words, from: 0, count: words.count)
            started = words
        }
        if returns, !back.isEmpty { CodeScan.mark(codes, in: &back, from: 0, count: back.count) }
        guard !firstStart.isEmpty, times.count == codes.count else { return }
        for (place, code) in codes.enumerated() where Int(code) < firstStart.count {
            let (code, time) = (Int(code), times[place])
            if starts { firstStart[code] = min(firstStart[code], time) }
            if returns {
                firstBack[code] = min(firstBack[code], time)
                lastBack[code] = max(lastBack[code], time)
            }
        }
    }

    /// Adds the visits of the same dictionary and slot that another thread found.
    mutating func merge(_ other: VisitMarks) {
        guard var words = started, let others = other.started, words.count == others.count, back.count == other.back.count,
            firstStart.count == other.firstStart.count
        else {
            started = nil
            return
        }
        for index in words.indices { words[index] |= others[index] }
        started = words
        for index in back.indices { back[index] |= other.back[index] }
        for code in firstStart.indices {
            firstStart[code] = min(firstStart[code], other.firstStart[code])
            firstBack[code] = min(firstBack[code], other.firstBack[code])
            lastBack[code] = max(lastBack[code], other.lastBack[code])
        }
    }

    /// The same for a dictionary that has the entries `order` only, in that order.
    func picked(_ order: [UInt32]) -> VisitMarks {
        guard started != nil else { return .all }
        var made = VisitMarks(codes: order.count + 1, isOneEvent: back.isEmpty, hasTimes: !firstStart.isEmpty)
        var words = made.started ?? []
        for (place, entry) in order.enumerated() {
            let (code, old) = (place + 1, Int(entry) + 1)
            if hasStarted(old) { words[code >> 6] |= 1 << UInt64(code & 63) }
            if !back.isEmpty, hasBack(old) { made.back[code >> 6] |= 1 << UInt64(code & 63) }
            if !firstStart.isEmpty {
                made.firstStart[code] = firstStart[old]
                made.firstBack[code] = firstBack[old]
                made.lastBack[code] = lastBack[old]
            }
        }
        made.started = words
        return made
    }
}

/// Visits of one slot over one dictionary in byte order.
struct VisitPiece: Sendable {
    /// The bucket, or the UTC day for slots that roll.
    var slot: Int
    /// Whether the texts are session ids; such are never the same units as users.
    let isSession: Bool
    let dictionary: StringDictionary
    let marks: VisitMarks
    /// Bits of those that started or came back; nil for all.
    let either: [UInt64]?

    init(slot: Int, isSession: Bool, dictionary: StringDictionary, marks: VisitMarks) {
        self.slot = slot
        self.isSession = isSession
        self.dictionary = dictionary
        self.marks = marks
        either = marks.either
    }

    /// The same over a dictionary in byte order, without the entries that have no visit where it is made anew.
    func sorted() -> VisitPiece {
        if dictionary.isSorted { return self }
        var chosen = (0..<UInt32(truncatingIfNeeded: dictionary.count)).map { $0 }
        if let either {
            chosen = chosen.filter { entry in
                let code = Int(entry) + 1
                return code >> 6 < either.count && either[code >> 6] >> UInt64(code & 63) & 1 != 0
            }
        }
        // Few of many are picked first: sorting is what costs.
        let own = chosen.count < dictionary.count ? dictionary.reordered(chosen, isSorted: false) : dictionary
        let order = own.sortedOrder()
        return VisitPiece(
            slot: slot, isSession: isSession, dictionary: own.reordered(order, isSorted: true), marks: marks.picked(order.map { chosen[Int($0)] }))
    }
}
