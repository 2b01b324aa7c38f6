// Visits of units for table functions: finds them, brings each unit's together, and hands them to the fold of an analysis.

import InteractionModel
import InteractionPlan

/// When the visits of a question took place.
package struct VisitTimes: Sendable {
    /// From that of the first chosen event to that of the last slot: of the end of the chosen time where it has one, else of the
    /// newest chosen event.
    package let buckets: VisitBuckets
    /// Windows that had begun at the end, for a unit that started with each bucket; the number of buckets from each on, where slots
    /// are buckets.
    package let slotCounts: [Int]
}

extension TableFunctionContext {
    /// Folds the units that have a visit. `make` gets the times of the question first. nil when no event is chosen. Errors: those of
    /// reading and of the conditions, `.limitReached` beyond the budget.
    package func visits<Fold: VisitFold>(
        _ request: VisitRequest, part: DatePart, _ make: (VisitTimes) throws(InteractionError) -> Fold
    ) throws(InteractionError) -> (times: VisitTimes, fold: Fold)? {
        let filter = ScanFilter(call.filter)
        if case .expression(let unit) = request.unit {
            let range = try answer(VisitRequest.range(call.filter))
            guard case .timestamp(let first) = range[0].value(0), case .timestamp(let last) = range[1].value(0) else { return nil }
            let (times, join) = try times(first...max(first, last), filter, request)
            let fold = try make(times)
            return (times, try join.fold(try answer(request.plan(of: unit, call.filter, part, call.zone)), fold))
        }
        guard let scan = try VisitScan(sources, filter, request, call.zone, options) else { return nil }
        let visits = try scan.run()
        note(scan.read, filter, scan.scan.memoryUse)
        guard let found = visits.times else { return nil }
        let started = options.clock()
        let (times, join) = try times(found, filter, request)
        // Slots of pieces count from the first bucket of all sources; those of the answer from the first that has an event.
        var own = visits
        if request.slots == .calendar {
            let shift = scan.buckets.index(of: found.lowerBound)
            for index in own.pieces.indices { own.pieces[index].slot -= shift }
        }
        let fold = try join.fold(own, try make(times))
        var facts = OperatorFacts(name: .group)
        facts.rowsIn = visits.rowCount
        facts.rowsOut = times.buckets.days.count
        facts.microseconds = options.clock() - started
        note(facts, peakBytes: visits.byteCount + options.heldBytes)
        return (times, fold)
    }

    /// Errors: `.limitReached` when so many rows of so many bytes do not fit into the budget.
    package func expectRows(_ count: Int, bytes: Int) throws(InteractionError) {
        let (size, isOver) = count.multipliedReportingOverflow(by: bytes)
        guard !isOver, size <= options.memoryBudget - options.heldBytes else {
            throw InteractionError(
                .limitReached, "\(count) rows of \(call.name)() need more than the memory budget of \(options.memoryBudget >> 20) MiB",
                hint: "ask for a longer period or for less time, or raise the budget")
        }
    }

    private func times(
        _ found: ClosedRange<Int64>, _ filter: ScanFilter, _ request: VisitRequest
    ) throws(InteractionError) -> (VisitTimes, VisitJoin) {
        let end = filter.time.to == .max ? found.upperBound : max(found.upperBound, filter.time.to - 1)
        let buckets = try VisitBuckets(found.lowerBound, end, request, call.zone)
        let count = buckets.days.count
        let slotCounts: [Int]
        if case .rolling(let width) = request.slots {
            slotCounts = (0..<count).map { max(1, Int((end - buckets.start(of: $0)) / width) + 1) }
        } else {
            slotCounts = (0..<count).map { count - $0 }
        }
        let join = VisitJoin(request: request, buckets: buckets, bitCount: max(count, slotCounts.first ?? 0), options: options)
        return (VisitTimes(buckets: buckets, slotCounts: slotCounts), join)
    }
}
