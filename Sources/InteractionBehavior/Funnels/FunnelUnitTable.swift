// The rows of `funnel_units`: units that entered, how far they got and when.

import InteractionExecution
import InteractionModel
import InteractionPlan

/// The rows of `funnel_units`: by entry time, then by name.
struct FunnelUnitTable {
    private let plan: FunnelPlan
    private let stream: UnitStream
    private let now: Int64
    private let units: [FunnelUnit]
    private let names: TextColumn

    /// Errors: those of reading names.
    init(_ plan: FunnelPlan, _ stream: UnitStream, now: Int64, _ units: [FunnelUnit]) throws(InteractionError) {
        self.plan = plan
        self.stream = stream
        self.now = now
        let all = try stream.names(of: units.map(\.unit))
        let order = units.indices.sorted { a, b in
            let (left, right) = (units[a].chain.times[0], units[b].chain.times[0])
            return left != right ? left < right : all.bytes(a).lexicographicallyPrecedes(all.bytes(b))
        }
        self.units = order.map { units[$0] }
        names = try stream.names(of: self.units.map(\.unit))
    }

    func rows(_ wanted: Set<FunnelFunction.UnitColumn>) -> TableFunctionRows {
        let rule = plan.rule
        func vector(_ column: FunnelFunction.UnitColumn) -> Vector {
            switch column {
            case .unit: names.vector
            case .reached: Vector(.bigint, .ints(units.map { Int64($0.chain.times.count) }), count: units.count)
            case .isIncomplete:
                Vector(
                    .boolean,
                    .bools(units.map { $0.chain.times.count < rule.steps && now &- $0.chain.times[0] <= rule.window ? 1 : 0 }), count: units.count)
            case .entered: Vector(.timestamp, .ints(units.map { $0.chain.times[0] }), count: units.count)
            case .times: Vector(units.map { .list($0.chain.times.map { .timestamp($0) }) }, column.type)
            case .breakdown:
                rule.keepsLabels
                    ? stream.labelTexts(
                        1, of: units.map { plan.request.attribution == .first ? $0.chain.firstLabel : $0.chain.lastLabel }
                    ).vector
                    : .nulls(.varchar, count: units.count)
            }
        }
        var columns: [Int: Vector] = [:]
        for column in wanted { columns[column.rawValue] = vector(column) }
        return TableFunctionRows(rowCount: units.count, columns: columns)
    }
}
