// Counts units by cohort and period. One number for each cell of the triangle of cohorts and periods; nothing is kept of a unit.

import InteractionExecution

/// The cells of a retention table as they grow.
struct CohortCounts: VisitFold {
    private let request: CohortRequest
    /// Periods or brackets of each cohort.
    private let slotCounts: [Int]
    /// Units by cohort.
    private(set) var sizes: [Int64]
    /// By cohort and period units that came back; empty for a cohort without units, as most are where events lie far apart. With
    /// `onOrAfter`, until `returned` is asked, those that came back last then.
    private var cells: [[Int64]]
    private var cellCount = 0

    /// `slotCounts` says how many periods each cohort has.
    init(_ request: CohortRequest, slotCounts: [Int]) {
        self.request = request
        self.slotCounts = request.brackets.isEmpty
            ? slotCounts : slotCounts.map { count in request.brackets.count { $0.lowerBound < count } }
        sizes = [Int64](repeating: 0, count: slotCounts.count)
        cells = [[Int64]](repeating: [], count: slotCounts.count)
    }

    var byteCount: Int { (cellCount + sizes.count * 3) * 8 }

    /// Rows of the table.
    var rowCount: Int { zip(sizes, slotCounts).reduce(0) { $0 + ($1.0 > 0 ? $1.1 : 0) } }

    mutating func take(_ units: VisitedUnits) {
        for unit in 0..<units.count {
            var cohort = units.nextStart(unit, from: 0)
            while let own = cohort, own < sizes.count {
                open(own)
                sizes[own] += 1
                if request.brackets.isEmpty { count(units, unit, own) } else { countBrackets(units, unit, own) }
                cohort = request.entry == .first ? nil : units.nextStart(unit, from: own + 1)
            }
        }
    }

    /// Makes the cells of a cohort.
    private mutating func open(_ cohort: Int) {
        guard sizes[cohort] == 0, cells[cohort].isEmpty else { return }
        cells[cohort] = [Int64](repeating: 0, count: slotCounts[cohort])
        cellCount += slotCounts[cohort]
    }

    private mutating func count(_ units: VisitedUnits, _ unit: Int, _ cohort: Int) {
        // The bit of period 0.
        let origin = units.isRolling ? 0 : cohort
        let isPrompt = units.isRolling ? units.hasBack(unit, 0) : units.isPrompt(unit, cohort)
        let room = slotCounts[cohort]
        if request.criterion == .onOrAfter {
            guard let last = units.lastBack(unit), last > origin || isPrompt, max(0, last - origin) < room else { return }
            cells[cohort][max(0, last - origin)] += 1
            return
        }
        if isPrompt { cells[cohort][0] += 1 }
        var next = units.nextBack(unit, from: origin + 1)
        while let bit = next, bit - origin < room {
            cells[cohort][bit - origin] += 1
            next = units.nextBack(unit, from: bit + 1)
        }
    }

    private mutating func countBrackets(_ units: VisitedUnits, _ unit: Int, _ cohort: Int) {
        let origin = units.isRolling ? 0 : cohort
        let isPrompt = units.isRolling ? units.hasBack(unit, 0) : units.isPrompt(unit, cohort)
        for (place, bracket) in request.brackets.prefix(slotCounts[cohort]).enumerated() {
            let later = units.nextBack(unit, from: origin + max(1, bracket.lowerBound))
            if bracket.lowerBound == 0 && isPrompt || later.map({ $0 - origin <= bracket.upperBound }) ?? false {
                cells[cohort][place] += 1
            }
        }
    }

    mutating func add(_ other: CohortCounts) {
        guard other.sizes.count == sizes.count else { return }
        for cohort in sizes.indices where other.sizes[cohort] > 0 {
            open(cohort)
            sizes[cohort] += other.sizes[cohort]
            for index in cells[cohort].indices { cells[cohort][index] += other.cells[cohort][index] }
        }
    }

    /// Units of a cohort that came back, by period or bracket.
    func returned(_ cohort: Int) -> [Int64] {
        var counts = cells[cohort]
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
