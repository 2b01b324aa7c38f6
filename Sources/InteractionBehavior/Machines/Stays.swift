// How long states lasted, by move or by state left: from the durations that moves tell, or from the times between moves.

import InteractionExecution
import InteractionModel
import InteractionPlan

/// Times of one move or one state.
struct Stay: Sendable {
    var count: Int
    /// Seconds.
    var mean: Double
    var median: Double
    var p95: Double
}

/// Times by the number of a move, or of a state by its label's number.
struct Stays: Sendable {
    private var stays: [Int: Stay] = [:]

    var isEmpty: Bool { stays.isEmpty }

    subscript(_ number: Int) -> Stay? { stays[number] }

    /// From `details.duration`, in milliseconds. Errors: those of a query.
    static func recorded(
        _ moves: MachineMoves, _ plan: StateMachinePlan, _ context: TableFunctionContext, byState: Bool
    ) throws(InteractionError) -> Stays {
        let (from, to) = (StateMachinePlan.states[0], StateMachinePlan.states[1])
        let duration = "details.duration * 1.0"
        let found = try context.answer(
            """
            SELECT \(from), \(byState ? "NULL" : to), count(*), avg(\(duration)), quantile_cont(\(duration), 0.5), quantile_cont(\(duration), 0.95)
            FROM interactions WHERE \(from) IS NOT NULL AND \(to) IS NOT NULL AND \(duration) >= 0 AND \(plan.hasUnit)
            GROUP BY \(byState ? from : "\(from), \(to)")
            """, [], over: plan.filter)
        // Bytes: texts that only look alike are different states.
        func key(_ states: [String]) -> [[UInt8]] { states.map { Array($0.utf8) } }
        var numbers: [[[UInt8]]: Int] = [:]
        if byState {
            for state in moves.states { numbers[key([moves.name(state)])] = Int(state) }
        } else {
            for (number, pair) in moves.pairs.enumerated() { numbers[key([moves.name(pair.from), moves.name(pair.to)])] = number }
        }
        var result = Stays()
        for row in 0..<found[0].count {
            let states = (byState ? [0] : [0, 1]).map { found[$0].value(row).text ?? "" }
            guard let number = numbers[key(states)], let mean = found[3].value(row).number, let median = found[4].value(row).number,
                let p95 = found[5].value(row).number
            else { continue }
            result.stays[number] = Stay(count: found[2].value(row).whole, mean: mean / 1000, median: median / 1000, p95: p95 / 1000)
        }
        return result
    }

    /// From the times of events. Errors: those of `pass`, which runs a pass and returns what it made.
    static func between(
        _ moves: MachineMoves, _ counts: MoveCounts, byState: Bool,
        pass: (@escaping @Sendable () -> StayTimes) throws(InteractionError) -> StayTimes
    ) throws(InteractionError) -> Stays {
        let groups = StayGroups(counts) { byState ? Int(moves.pairs[$0].from) : $0 }
        let quantiles = try StayQuantiles(groups, pass: pass)
        var result = Stays()
        for number in moves.pairs.indices {
            guard let group = groups.group(number) else { continue }
            let (times, values) = (groups.times[group], quantiles.values[group])
            result.stays[byState ? Int(moves.pairs[number].from) : number] = Stay(
                count: times.count, mean: Double(times.sum) / Double(times.count) / 1_000_000, median: values[0] / 1_000_000,
                p95: values[1] / 1_000_000)
        }
        return result
    }
}
