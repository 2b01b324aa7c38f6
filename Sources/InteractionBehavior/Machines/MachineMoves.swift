// The rows of `state_machine` and `state_machine_states`.

import InteractionExecution
import InteractionModel
import InteractionPlan

/// The moves of a machine with the names of its states.
struct MachineMoves {
    let pairs: [(from: UInt32, to: UInt32)]
    private let counts: [Int]
    private let starts: [Int]
    private let ends: [Int]
    private let allowed: AllowedMoves?
    /// States that were met, by number; ascending.
    let states: [UInt32]
    private var names: [UInt32: String] = [:]
    /// Moves out of a state.
    private var left: [UInt32: Int] = [:]

    /// `column` has the states' labels.
    init(_ found: MoveCounts, _ stream: UnitStream, column: Int, _ allowed: AllowedMoves?) {
        pairs = found.numbers.pairs
        counts = found.counts
        starts = found.starts
        ends = found.ends
        self.allowed = allowed
        var met: Set<UInt32> = []
        for (number, pair) in pairs.enumerated() {
            met.formUnion([pair.from, pair.to])
            left[pair.from, default: 0] += found.counts[number]
        }
        for list in [starts, ends] {
            for (state, count) in list.enumerated() where count > 0 { met.insert(UInt32(truncatingIfNeeded: state)) }
        }
        states = met.sorted()
        let texts = stream.labelTexts(column, of: states)
        for (index, state) in states.enumerated() { names[state] = texts.text(index) ?? "" }
    }

    func name(_ state: UInt32) -> String { names[state] ?? "" }

    private func precedes(_ a: String, _ b: String) -> Bool { a.utf8.lexicographicallyPrecedes(b.utf8) }

    private func isAllowed(_ number: Int) -> Bool? {
        allowed?.contains(from: name(pairs[number].from), to: name(pairs[number].to))
    }

    private static func value(_ number: Double?) -> ResultValue { number.map { .double($0) } ?? .null }

    func moveRows(_ wanted: Set<StateMachineFunction.MoveColumn>, _ stays: Stays) -> TableFunctionRows {
        let order = pairs.indices.sorted { a, b in
            if counts[a] != counts[b] { return counts[a] > counts[b] }
            let (first, second) = (name(pairs[a].from), name(pairs[b].from))
            if !first.utf8.elementsEqual(second.utf8) { return precedes(first, second) }
            return precedes(name(pairs[a].to), name(pairs[b].to))
        }
        func value(_ number: Int, _ column: StateMachineFunction.MoveColumn) -> ResultValue {
            let (from, to) = pairs[number]
            return switch column {
            case .from: .text(name(from))
            case .to: .text(name(to))
            case .count: .int(Int64(counts[number]))
            case .share: .double(Double(counts[number]) / Double(max(1, left[from] ?? 0)))
            case .isSelfLoop: .bool(from == to)
            case .isAllowed: isAllowed(number).map { .bool($0) } ?? .null
            case .timed: .int(Int64(stays[number]?.count ?? 0))
            case .meanGapSeconds: Self.value(stays[number]?.mean)
            case .medianGapSeconds: Self.value(stays[number]?.median)
            case .p95GapSeconds: Self.value(stays[number]?.p95)
            }
        }
        var columns: [Int: Vector] = [:]
        for column in wanted { columns[column.rawValue] = Vector(order.map { value($0, column) }, column.type) }
        return TableFunctionRows(rowCount: order.count, columns: columns)
    }

    func stateRows(_ wanted: Set<StateMachineFunction.StateColumn>, _ stays: Stays) -> TableFunctionRows {
        var entered: [UInt32: Int] = [:]
        var rework: [UInt32: Int] = [:]
        var forbidden: [UInt32: Int] = [:]
        for (number, pair) in pairs.enumerated() {
            entered[pair.to, default: 0] += counts[number]
            if pair.from == pair.to { rework[pair.from, default: 0] += counts[number] }
            if isAllowed(number) == false { forbidden[pair.from, default: 0] += counts[number] }
        }
        func count(_ list: [Int], _ state: UInt32) -> Int { list.indices.contains(Int(state)) ? list[Int(state)] : 0 }
        func visits(_ state: UInt32) -> Int { count(starts, state) + (entered[state] ?? 0) }
        let order = states.sorted { a, b in
            visits(a) != visits(b) ? visits(a) > visits(b) : precedes(name(a), name(b))
        }
        func value(_ state: UInt32, _ column: StateMachineFunction.StateColumn) -> ResultValue {
            let stay = stays[Int(state)]
            return switch column {
            case .state: .text(name(state))
            case .starts: .int(Int64(count(starts, state)))
            case .ends: .int(Int64(count(ends, state)))
            case .entered: .int(Int64(entered[state] ?? 0))
            case .left: .int(Int64(left[state] ?? 0))
            case .rework: .int(Int64(rework[state] ?? 0))
            case .forbidden: allowed == nil ? .null : .int(Int64(forbidden[state] ?? 0))
            case .timed: .int(Int64(stay?.count ?? 0))
            case .meanSeconds: Self.value(stay?.mean)
            case .medianSeconds: Self.value(stay?.median)
            case .p95Seconds: Self.value(stay?.p95)
            }
        }
        var columns: [Int: Vector] = [:]
        for column in wanted { columns[column.rawValue] = Vector(order.map { value($0, column) }, column.type) }
        return TableFunctionRows(rowCount: order.count, columns: columns)
    }
}
