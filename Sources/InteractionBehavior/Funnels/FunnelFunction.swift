// `FROM funnel(steps => ['view', 'add', 'where: action = ''buy'''], within => '1d', ...)`: one row a step, with a breakdown one a value
// and step. `FROM funnel_units(...)`: one row a unit that entered, with how far it got and when.

import InteractionExecution
import InteractionModel
import InteractionPlan

/// The table functions `funnel` and `funnel_units`.
package struct FunnelFunction: TableFunction {
    private let listsUnits: Bool

    /// Columns of `funnel`.
    enum Column: Int, CaseIterable {
        case breakdown, step, label, units, ofFirst, ofPrevious, dropped, incomplete, meanSecondsFromPrevious, medianSecondsFromPrevious
        case p90SecondsFromPrevious

        var type: ScalarType {
            switch self {
            case .breakdown, .label: .varchar
            case .step, .units, .dropped, .incomplete: .bigint
            default: .double
            }
        }
    }

    /// Columns of `funnel_units`.
    enum UnitColumn: Int, CaseIterable {
        case unit, reached, isIncomplete, entered, times, breakdown

        var type: ScalarType {
            switch self {
            case .unit, .breakdown: .varchar
            case .reached: .bigint
            case .isIncomplete: .boolean
            case .entered: .timestamp
            case .times: .list(.timestamp)
            }
        }
    }

    package init(listsUnits: Bool = false) { self.listsUnits = listsUnits }

    package var signature: TableFunctionSignature {
        let columns =
            listsUnits
            ? UnitColumn.allCases.map { ResultColumn(name: "\($0)", type: $0.type) }
            : Column.allCases.map { ResultColumn(name: "\($0)", type: $0.type) }
        return TableFunctionSignature(
            name: listsUnits ? "funnel_units" : "funnel", parameters: FunnelRequest.parameters, columns: { _ in columns })
    }

    package func rows(_ wanted: Set<Int>, _ context: TableFunctionContext) throws(InteractionError) -> TableFunctionRows {
        let plan = try FunnelPlan(context.call)
        let stream = try context.stream(plan.stream)
        let (rule, attribution, now, listsUnits) = (plan.rule, plan.request.attribution, context.call.now.microseconds, listsUnits)
        let gapColumns: Set<Column> = [.meanSecondsFromPrevious, .medianSecondsFromPrevious, .p90SecondsFromPrevious]
        let collectsGaps = !listsUnits && !gapColumns.isDisjoint(with: wanted.compactMap(Column.init))
        let gap = stream.loneGap
        let found = try context.fold(stream) {
            FunnelFold(rule, attribution, now: now, gap: gap, collectsGaps: collectsGaps, collectsUnits: listsUnits)
        }
        if listsUnits {
            return try FunnelUnitTable(plan, stream, now: now, found.units).rows(Set(wanted.compactMap(UnitColumn.init)))
        }
        return FunnelTable(plan, stream, found.counts).rows(Set(wanted.compactMap(Column.init)))
    }
}
