// Units with their visits, some at a time: what analyses fold. Each unit has a few words of bits, one bit for each slot.

import InteractionModel

/// What an analysis makes of units. Values of one type are made for several threads and added up in any order.
package protocol VisitFold: Sendable {
    /// Takes units; each comes once.
    mutating func take(_ units: VisitedUnits)
    /// Adds what another value found.
    mutating func add(_ other: Self)
    /// Bytes held.
    var byteCount: Int { get }
}

/// Some units of a question.
package struct VisitedUnits: Sendable {
    /// Words of bits for each unit.
    package let words: Int
    /// What the bits of returns stand for: buckets, or with `isRolling` whole windows since the unit's first start.
    package let isRolling: Bool
    package internal(set) var count = 0
    /// Unit u has the words `u * words ..< (u + 1) * words`; bit b is set where it has a start in bucket b. Where slots roll, only
    /// that of the first start.
    package internal(set) var started: [UInt64] = []
    /// The same of returns at any time; empty where starts and returns are the same events.
    package internal(set) var back: [UInt64] = []
    /// Buckets that have a start and a return at or after the first of them; empty where no return of such a bucket comes before.
    package internal(set) var prompt: [UInt64] = []
}

/// Units as their visits come, for one thread.
struct VisitStates {
    private let slots: VisitSlots
    private let buckets: VisitBuckets
    private let isOneEvent: Bool
    private let needsTimes: Bool
    private(set) var units: VisitedUnits
    /// By unit: the bucket of its latest visit, and its first start and last return in it.
    private var current: [(slot: Int, start: Int64, back: Int64)] = []
    /// By unit the first start; where slots roll.
    private var origins: [Int64] = []

    /// `bitCount` is the number of buckets, or where slots roll that of windows if it is larger.
    init(_ request: VisitRequest, _ buckets: VisitBuckets, bitCount: Int) {
        slots = request.slots
        self.buckets = buckets
        isOneEvent = request.isOneEvent
        needsTimes = request.needsTimes
        units = VisitedUnits(words: max(1, (bitCount + 63) / 64), isRolling: request.slots != .calendar)
    }

    private var isRolling: Bool { units.isRolling }

    var byteCount: Int {
        (units.started.count + units.back.count + units.prompt.count) * 8 + current.count * 24 + origins.count * 8
    }

    /// Makes room for units below `count`.
    mutating func grow(to count: Int) {
        guard count > units.count else { return }
        let more = (count - units.count) * units.words
        units.started.append(contentsOf: repeatElement(0, count: more))
        if !isOneEvent || isRolling { units.back.append(contentsOf: repeatElement(0, count: more)) }
        if isRolling {
            origins.append(contentsOf: repeatElement(.max, count: count - units.count))
        } else if needsTimes {
            units.prompt.append(contentsOf: repeatElement(0, count: more))
            current.append(contentsOf: repeatElement((-1, .max, .min), count: count - units.count))
        }
        units.count = count
    }

    /// Forgets all units and keeps the room.
    mutating func removeAll() {
        units.count = 0
        units.started.removeAll(keepingCapacity: true)
        units.back.removeAll(keepingCapacity: true)
        units.prompt.removeAll(keepingCapacity: true)
        current.removeAll(keepingCapacity: true)
        origins.removeAll(keepingCapacity: true)
    }

    /// Each of these units started and came back in a bucket, by the same events.
    mutating func visit(_ numbers: ArraySlice<UInt32>, bucket: Int) {
        let (words, word, bit) = (units.words, bucket >> 6, UInt64(1) << UInt64(bucket & 63))
        for number in numbers { units.started[Int(number) * words + word] |= bit }
    }

    /// A unit's visit of a bucket; buckets come in order. `start` is the first start in it, `back` the last return; of sources that
    /// are part of the bucket several calls are made. Without instants any other than `.max` and `.min` says that there is one.
    mutating func visit(_ unit: Int, bucket: Int, start: Int64, back: Int64) {
        let (place, bit) = (unit * units.words + bucket >> 6, UInt64(1) << UInt64(bucket & 63))
        if start != .max { units.started[place] |= bit }
        if back != .min, !isOneEvent { units.back[place] |= bit }
        guard needsTimes else { return }
        if current[unit].slot != bucket { current[unit] = (bucket, .max, .min) }
        current[unit].start = min(current[unit].start, start)
        current[unit].back = max(current[unit].back, back)
        if current[unit].start != .max, current[unit].back >= current[unit].start { units.prompt[place] |= bit }
    }

    /// A unit's first start of a UTC day; all of a day come before its returns, and days in order.
    mutating func begin(_ unit: Int, at start: Int64) { origins[unit] = min(origins[unit], start) }

    /// A unit's first and last return of a UTC day. A day has at most two windows of whole days, so the two tell of all between.
    mutating func comeBack(_ unit: Int, first: Int64, last: Int64) {
        guard case .rolling(let width) = slots, origins[unit] != .max, last >= origins[unit] else { return }
        for time in [max(first, origins[unit]), last] {
            let window = Int((time - origins[unit]) / width)
            if window >> 6 < units.words { units.back[unit * units.words + window >> 6] |= 1 << UInt64(window & 63) }
        }
    }

    /// Ends the units that were added.
    mutating func end() {
        guard isRolling else { return }
        for unit in 0..<units.count where origins[unit] != .max {
            let bucket = buckets.index(of: origins[unit])
            units.started[unit * units.words + bucket >> 6] |= 1 << UInt64(bucket & 63)
        }
    }
}
