// Median and 95th percentile of the time in states, exactly and in memory that does not grow with the moves: a second pass counts times
// by group and size class, a third collects those of the few classes that hold the places asked for.

import InteractionExecution
import InteractionModel

/// What times are put together by: moves, or the states left.
struct StayGroups: Sendable {
    private let numbers: EdgeNumbers
    /// Group + 1 by the number of a move; 0 for moves without a time.
    private let places: [UInt32]
    let times: [EdgeFold.Edge]

    /// `group` of a move's number: those of one value are put together; groups with a time are numbered as they come.
    init(_ moves: MoveCounts, by group: (Int) -> Int) {
        numbers = moves.numbers
        var known: [Int: UInt32] = [:]
        var places: [UInt32] = []
        var times: [EdgeFold.Edge] = []
        for (move, edge) in moves.times.enumerated() {
            if edge.count == 0 {
                places.append(0)
                continue
            }
            let key = group(move)
            if known[key] == nil {
                times.append(EdgeFold.Edge())
                known[key] = UInt32(truncatingIfNeeded: times.count)
            }
            let place = known[key] ?? 0
            times[Int(place) - 1].add(edge)
            places.append(place)
        }
        self.places = places
        self.times = times
    }

    /// The group of a move by its number; nil for one without a time.
    func group(_ move: Int) -> Int? { places[move] == 0 ? nil : Int(places[move]) - 1 }

    /// The group of a move by its states.
    func group(_ from: UInt32, _ to: UInt32) -> Int? { numbers.known(from, to).flatMap { group($0) } }
}

/// A part of the times in one group that lie in one size class.
private struct StayClass {
    /// Times of the group below it, and in it.
    var below: Int
    var count: Int
    /// Collected times of the group before it.
    var offset: Int
}

/// The second and the third pass.
struct StayTimes: MoveSink {
    private let groups: StayGroups
    private let classes: GapClasses
    /// Of a class whether its times are collected; nil while classes are counted.
    private let wanted: [Bool]?
    private(set) var counts: [Int]
    /// How often each time occurs, by group: many times are equal, those of labels often 0.
    private(set) var collected: [[Int64: Int]]
    private var distinct = 0

    init(_ groups: StayGroups, _ classes: GapClasses, collecting wanted: [Bool]? = nil) {
        self.groups = groups
        self.classes = classes
        self.wanted = wanted
        counts = wanted == nil ? [Int](repeating: 0, count: classes.count) : []
        collected = wanted == nil ? [] : [[Int64: Int]](repeating: [:], count: groups.times.count)
    }

    var byteCount: Int { counts.count * 8 + distinct * 32 }

    mutating func start(_ state: UInt32) {}
    mutating func end(_ state: UInt32) {}

    mutating func move(_ from: UInt32, _ to: UInt32, stayed: Int64) {
        guard stayed >= 0, let group = groups.group(from, to) else { return }
        let place = classes.index(group, stayed)
        if let wanted {
            guard wanted[place] else { return }
            let before = collected[group].count
            collected[group][stayed, default: 0] += 1
            distinct += collected[group].count - before
        } else {
            counts[place] += 1
        }
    }

    mutating func add(_ other: consuming StayTimes) {
        for index in counts.indices { counts[index] += other.counts[index] }
        for group in collected.indices { collected[group].merge(other.collected[group], uniquingKeysWith: +) }
        distinct = collected.reduce(0) { $0 + $1.count }
    }
}

/// Quantiles of groups.
struct StayQuantiles {
    static let shares = [0.5, 0.95]

    /// By group, for each share: microseconds, by linear interpolation.
    let values: [[Double]]

    /// Errors: those of `pass`, which runs a pass and returns what it made.
    init(
        _ groups: StayGroups, pass: (@escaping @Sendable () -> StayTimes) throws(InteractionError) -> StayTimes
    ) throws(InteractionError) {
        if groups.times.isEmpty {
            values = []
            return
        }
        let classes = GapClasses(groups.times)
        let counts = try pass { StayTimes(groups, classes) }.counts
        var wanted = [Bool](repeating: false, count: classes.count)
        var parts: [[StayClass]] = []
        for (group, times) in groups.times.enumerated() {
            let end = group + 1 < classes.firsts.count ? classes.firsts[group + 1] : classes.count
            let ranks = Self.shares.flatMap { share in
                let (low, high, _) = Self.places(share, of: times.count)
                return [low, high]
            }
            var below = 0
            var offset = 0
            var own: [StayClass] = []
            for index in classes.firsts[group]..<end where counts[index] > 0 {
                if ranks.contains(where: { $0 >= below && $0 < below + counts[index] }) {
                    wanted[index] = true
                    own.append(StayClass(below: below, count: counts[index], offset: offset))
                    offset += counts[index]
                }
                below += counts[index]
            }
            parts.append(own)
        }
        let chosen = wanted
        let collected = try pass { StayTimes(groups, classes, collecting: chosen) }.collected
        values = zip(groups.times.indices, parts).map { group, parts in
            let sorted = collected[group].sorted { $0.key < $1.key }
            func value(_ rank: Int) -> Double {
                guard let part = parts.first(where: { $0.below <= rank && rank < $0.below + $0.count }) else { return .nan }
                var place = part.offset + rank - part.below
                for (time, count) in sorted {
                    if place < count { return Double(time) }
                    place -= count
                }
                return .nan
            }
            return Self.shares.map { share in
                let (low, high, part) = Self.places(share, of: groups.times[group].count)
                return value(low) + (value(high) - value(low)) * part
            }
        }
    }

    /// The two places between which a quantile of `count` sorted values lies, and how far from the first.
    private static func places(_ share: Double, of count: Int) -> (low: Int, high: Int, part: Double) {
        let place = share * Double(count - 1)
        let low = Int(place.rounded(.down))
        return (low, min(count - 1, low + 1), place - Double(low))
    }
}
