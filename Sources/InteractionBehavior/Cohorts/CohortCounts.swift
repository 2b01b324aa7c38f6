// Counts units by cohort and period. One number for each cell of the triangle of cohorts and periods; nothing is kept of a unit.

import InteractionExecution

/// The cells of a retention table as they grow.
struct CohortCounts: VisitFold {
    private let request: CohortRequest
    /// Cells of each cohort, and where they begin.
    let slotCounts: [Int]
    private let offsets: [Int]
    /// Units by cohort.
    private(set) var sizes: [Int64]
    /// By cohort and period units that came back. With `onOrAfter`, until `returned` is asked, those that came back last then.
    private var cells: [Int64]

    /// `slotCounts` says how many periods each cohort has.
    init(_ request: CohortRequest, slotCounts: [Int]) {
        self.request = request
        self.slotCounts = request.brackets.isEmpty
            ? slotCounts : slotCounts.map { count in request.brackets.count { $0.lowerBound < count } }
        var offsets = [0]
        for count in self.slotCounts { offsets.append((offsets.last ?? 0) + count) }
        self.offsets = offsets
        sizes = [Int64](repeating: 0, count: slotCounts.count)
        cells = [Int64](repeating: 0, count: offsets.last ?? 0)
    }

    /// Cells of a table with so many periods for each cohort.
    static func cellCount(_ request: CohortRequest, slotCounts: [Int]) -> Int {
        slotCounts.reduce(0) { $0 + (request.brackets.isEmpty ? $1 : min($1, request.brackets.count)) }
    }

    var byteCount: Int { (cells.count + sizes.count + offsets.count) * 8 }

    mutating func take(_ units: VisitedUnits) {
        for unit in 0..<units.count {
            var cohort = units.nextStart(unit, from: 0)
            while let own = cohort, own < sizes.count {
                sizes[own] += 1
                if request.brackets.isEmpty { count(units, unit, own) } else { countBrackets(units, unit, own) }
                cohort = request.entry == .first ? nil : units.nextStart(unit, from: own + 1)
            }
        }
    }

    private mutating func count(_ units: VisitedUnits, _ unit: Int, _ cohort: Int) {
        // The bit of period 0.
        let origin = units.isRolling ? 0 : cohort
        let isPrompt = units.isRolling ? units.hasBack(unit, 0) : units.isPrompt(unit, cohort)
        let base = offsets[cohort]
        let room = offsets[cohort + 1] - base
        if request.criterion == .onOrAfter {
            guard let last = units.lastBack(unit), last > origin || isPrompt, max(0, last - origin) < room else { return }
            cells[base + max(0, last - origin)] += 1
            return
        }
        if isPrompt { cells[base] += 1 }
        var next = units.nextBack(unit, from: origin + 1)
        while let bit = next, bit - origin < room {
            cells[base + bit - origin] += 1
            next = units.nextBack(unit, from: bit + 1)
        }
    }

    private mutating func countBrackets(_ units: VisitedUnits, _ unit: Int, _ cohort: Int) {
        let origin = units.isRolling ? 0 : cohort
        let isPrompt = units.isRolling ? units.hasBack(unit, 0) : units.isPrompt(unit, cohort)
        for (place, bracket) in request.brackets.prefix(slotCounts[cohort]).enumerated() {
            let later = units.nextBack(unit, from: origin + max(1, bracket.lowerBound))
            if bracket.lowerBound == 0 && isPrompt || later.map({ $0 - origin <= bracket.upperBound }) ?? false {
                cells[offsets[cohort] + place] += 1
            }
        }
    }

    mutating func add(_ other: CohortCounts) {
        guard other.cells.count == cells.count, other.sizes.count == sizes.count else { return }
        for index in cells.indices { cells[index] += other.cells[index] }
        for index in sizes.indices { sizes[index] += other.sizes[index] }
    }

    /// Units of a cohort that came back, by period or bracket.
    func returned(_ cohort: Int) -> [Int64] {
        var counts = Array(cells[offsets[cohort]..<offsets[cohort + 1]])
        guard request.criterion == .onOrAfter else { return counts }
        for period in counts.indices.dropLast().reversed() { counts[period] += counts[period + 1] }
        return counts
    }
}

/// The buckets of a life cycle as they grow.
struct LifecycleCounts: VisitFold {
    private(set) var new: [Int64]
    private(set) var returning: [Int64]
    private(set) var resurrecting: [Int64]
    private(set) var dormant: [Int64]

    init(buckets: Int) {
        new = [Int64](repeating: 0, count: buckets)
        returning = new
        resurrecting = new
        dormant = new
    }

    var byteCount: Int { new.count * 32 }

    mutating func take(_ units: VisitedUnits) {
        for unit in 0..<units.count {
            var last: Int?
            var next = units.nextStart(unit, from: 0)
            while let bucket = next, bucket < new.count {
                if let last {
                    if last == bucket - 1 {
                        returning[bucket] += 1
                    } else {
                        dormant[last + 1] += 1
                        resurrecting[bucket] += 1
                    }
                } else {
                    new[bucket] += 1
                }
                last = bucket
                next = units.nextStart(unit, from: bucket + 1)
            }
            if let last, last + 1 < dormant.count { dormant[last + 1] += 1 }
        }
    }

    mutating func add(_ other: LifecycleCounts) {
        guard other.new.count == new.count else { return }
        for bucket in new.indices {
            new[bucket] += other.new[bucket]
            returning[bucket] += other.returning[bucket]
            resurrecting[bucket] += other.resurrecting[bucket]
            dormant[bucket] += other.dormant[bucket]
        }
    }
}
