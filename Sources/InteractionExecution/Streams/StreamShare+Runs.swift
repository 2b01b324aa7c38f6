// What both ways of making batches do with runs: cut them at pauses, place their first events, tell those of one batch from the others.

import InteractionModel

extension StreamShare {
    /// Runs with the times of their events, cut at pauses where a pause ends them.
    func cut(_ runs: [UnitRun], _ times: [Int64]) -> [UnitRun] {
        let gap = request.unit == .session ? request.loneGap : request.gap ?? .max
        var result: [UnitRun] = []
        result.reserveCapacity(runs.count)
        for run in runs {
            var run = run
            let range = run.range
            if run.endsByGap {
                var first = range.lowerBound
                for index in range.dropFirst() where times[index] &- times[index - 1] > gap {
                    run.first = UInt32(truncatingIfNeeded: first)
                    run.count = UInt32(truncatingIfNeeded: index - first)
                    run.start = times[first]
                    run.end = times[index - 1]
                    result.append(run)
                    first = index
                }
                run.first = UInt32(truncatingIfNeeded: first)
                run.count = UInt32(truncatingIfNeeded: range.upperBound - first)
            }
            run.start = times[Int(run.first)]
            run.end = times[range.upperBound - 1]
            result.append(run)
        }
        return result
    }

    /// Places of events, or of the first events of runs, which are numbered for it.
    func places(_ runs: inout [UnitRun], eventCount: Int, _ place: (Int) -> UInt128) -> [UInt128] {
        if request.wantsEventPlaces { return (0..<eventCount).map(place) }
        for index in runs.indices { runs[index].order = UInt32(truncatingIfNeeded: index) }
        return runs.map { place(Int($0.first)) }
    }

    /// The batch of an item from its runs.
    func batch(_ index: Int, _ runs: [UnitRun], times: [Int64], places: [UInt128], columns: [[UInt32]]) -> UnitBatch {
        let carried = runs.filter { $0.number != 0 }
        let whole = carried.isEmpty ? runs : carried.count == runs.count ? [] : runs.filter { $0.number == 0 }
        return UnitBatch(index: index, times: times, places: places, hasEventPlaces: request.wantsEventPlaces, columns: columns, whole: whole, carried: carried)
    }
}
