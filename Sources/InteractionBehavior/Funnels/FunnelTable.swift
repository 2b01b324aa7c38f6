// The rows of `funnel`: breakdown values by the units that entered, then steps.

import InteractionExecution
import InteractionModel
import InteractionPlan

struct FunnelTable {
    private let plan: FunnelPlan
    private var rows: [FunnelStep] = []

    init(_ plan: FunnelPlan, _ stream: UnitStream, _ counts: [UInt32: FunnelCounts]) {
        self.plan = plan
        var values: [(text: String?, counts: FunnelCounts)] = counts.map { label, counts in
            (plan.rule.keepsLabels ? stream.labelTexts(1, of: [label]).text(0) : nil, counts)
        }
        if values.isEmpty { values.append((nil, FunnelCounts(steps: plan.rule.steps))) }
        values.sort { a, b in
            let (left, right) = (a.counts.reached.reduce(0, +), b.counts.reached.reduce(0, +))
            if left != right { return left > right }
            guard let first = a.text, let second = b.text else { return a.text != nil }
            return first.utf8.lexicographicallyPrecedes(second.utf8)
        }
        for value in values { rows += steps(value.text, value.counts) }
    }

    private func steps(_ breakdown: String?, _ counts: FunnelCounts) -> [FunnelStep] {
        // Units that got to a step are those that stopped there or later.
        var units = counts.reached
        for step in units.indices.dropLast().reversed() { units[step] += units[step + 1] }
        func share(_ part: Int, of all: Int) -> Double? { all == 0 ? nil : Double(part) / Double(all) }
        return units.indices.map { step in
            let gaps = step == 0 ? [] : counts.gaps[step - 1].sorted()
            let sum = gaps.reduce(Int128(0)) { $0 + Int128($1) }
            return FunnelStep(
                breakdown: breakdown, step: step + 1, label: plan.labels[step], units: units[step], ofFirst: share(units[step], of: units[0]),
                ofPrevious: step == 0 ? share(units[0], of: units[0]) : share(units[step], of: units[step - 1]),
                dropped: step == 0 ? 0 : units[step - 1] - units[step], incomplete: step == 0 ? 0 : counts.open[step - 1],
                meanSecondsFromPrevious: gaps.isEmpty ? nil : Double(sum) / Double(gaps.count) / 1_000_000,
                medianSecondsFromPrevious: Median.of(sorted: gaps).map { $0 / 1_000_000 },
                p90SecondsFromPrevious: Self.quantile(gaps, 0.9).map { $0 / 1_000_000 })
        }
    }

    /// By linear interpolation; nil of nothing.
    static func quantile(_ sorted: [Int64], _ share: Double) -> Double? {
        guard let last = sorted.indices.last else { return nil }
        let place = share * Double(last)
        let low = Int(place.rounded(.down))
        let high = min(last, low + 1)
        return Double(sorted[low]) + (Double(sorted[high]) - Double(sorted[low])) * (place - Double(low))
    }

    func rows(_ wanted: Set<FunnelFunction.Column>) -> TableFunctionRows {
        func text(_ value: String?) -> ResultValue { value.map { .text($0) } ?? .null }
        func number(_ value: Double?) -> ResultValue { value.map { .double($0) } ?? .null }
        func value(_ row: FunnelStep, _ column: FunnelFunction.Column) -> ResultValue {
            switch column {
            case .breakdown: text(row.breakdown)
            case .step: .int(Int64(row.step))
            case .label: .text(row.label)
            case .units: .int(Int64(row.units))
            case .ofFirst: number(row.ofFirst)
            case .ofPrevious: number(row.ofPrevious)
            case .dropped: .int(Int64(row.dropped))
            case .incomplete: .int(Int64(row.incomplete))
            case .meanSecondsFromPrevious: number(row.meanSecondsFromPrevious)
            case .medianSecondsFromPrevious: number(row.medianSecondsFromPrevious)
            case .p90SecondsFromPrevious: number(row.p90SecondsFromPrevious)
            }
        }
        var columns: [Int: Vector] = [:]
        for column in wanted { columns[column.rawValue] = Vector(rows.map { value($0, column) }, column.type) }
        return TableFunctionRows(rowCount: rows.count, columns: columns)
    }
}
