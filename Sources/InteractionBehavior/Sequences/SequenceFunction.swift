// `FROM sequences(pattern => ['view', 'then within 10m', 'add', 'immediately', 'buy'], within => '1d', unit => 'session')`: one row over
// all units. `FROM sequence_units(...)`: one row a unit that has a match. `FROM sequence_next(..., label => component)`: one row a label
// that comes right after a match, most frequent first.

import InteractionExecution
import InteractionModel
import InteractionPlan

/// The table functions `sequences`, `sequence_units` and `sequence_next`.
package struct SequenceFunction: TableFunction {
    package enum Kind: String, Sendable, CaseIterable {
        case summary = "sequences"
        case units = "sequence_units"
        case next = "sequence_next"
    }
    private let kind: Kind

    /// Columns of `sequences`, as in `SequenceSummary`.
    enum SummaryColumn: Int, CaseIterable {
        case units, matchedUnits, share, matches, meanSeconds, medianSeconds, p95Seconds

        var type: ScalarType { [.units, .matchedUnits, .matches].contains(self) ? .bigint : .double }
    }

    /// Columns of `sequence_units`, as in `SequenceMatch`.
    enum UnitColumn: Int, CaseIterable {
        case unit, matches, times

        var type: ScalarType {
            switch self {
            case .unit: .varchar
            case .matches: .bigint
            case .times: .list(.timestamp)
            }
        }
    }

    /// Columns of `sequence_next`, as in `SequenceNext`.
    enum NextColumn: Int, CaseIterable {
        case label, count, share, meanGapSeconds

        var type: ScalarType {
            switch self {
            case .label: .varchar
            case .count: .bigint
            case .share, .meanGapSeconds: .double
            }
        }
    }

    package init(_ kind: Kind = .summary) { self.kind = kind }

    package var signature: TableFunctionSignature {
        let columns =
            switch kind {
            case .summary: SummaryColumn.allCases.map { ResultColumn(name: "\($0)", type: $0.type) }
            case .units: UnitColumn.allCases.map { ResultColumn(name: "\($0)", type: $0.type) }
            case .next: NextColumn.allCases.map { ResultColumn(name: "\($0)", type: $0.type) }
            }
        let label = kind == .next ? [TableFunctionParameter("label", .expression)] : []
        return TableFunctionSignature(name: kind.rawValue, parameters: SequenceRequest.parameters + label, columns: { _ in columns })
    }

    package func rows(_ wanted: Set<Int>, _ context: TableFunctionContext) throws(InteractionError) -> TableFunctionRows {
        let plan = try SequencePlan(context.call)
        let summary = Set(wanted.compactMap(SummaryColumn.init))
        let wish: SequenceFold.Wish =
            switch kind {
            case .summary: summary.isDisjoint(with: [.meanSeconds, .medianSeconds, .p95Seconds]) ? .counts : .spans
            case .units: .units
            case .next: .next
            }
        let readsAll = kind == .next || (kind == .summary && !summary.isDisjoint(with: [.units, .share]))
        let stream = try context.stream(plan.stream(label: kind == .next ? context.call.label : nil, readsAll: readsAll))
        let (rule, gap) = (plan.rule, stream.loneGap)
        let found = try context.fold(stream) { SequenceFold(rule, wish, gap: gap) }
        return switch kind {
        case .summary: SequenceTable.summary(summary, found)
        case .units: try SequenceTable.units(Set(wanted.compactMap(UnitColumn.init)), found, stream)
        case .next: SequenceTable.next(Set(wanted.compactMap(NextColumn.init)), found, stream)
        }
    }
}
