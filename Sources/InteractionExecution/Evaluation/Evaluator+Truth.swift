// Conditions on one text column as a table over its dictionary.

import InteractionCoding
import InteractionModel
import InteractionPlan

/// For which codes of a dictionary column a condition is true.
struct TruthTable: Sendable {
    /// 1 where it is true, by code (0 is NULL).
    var table: [UInt8]
    var trueCount: Int

    init(_ table: [UInt8]) {
        self.table = table
        trueCount = table.reduce(0) { $0 + Int($1) }
    }

    /// True for one code below `cells`, or for none.
    init(sole code: Int?, cells: Int) {
        table = [UInt8](repeating: 0, count: cells)
        trueCount = code == nil ? 0 : 1
        if let code { table[code] = 1 }
    }
}

extension Evaluator {
    /// The truth of a condition for each code. The condition reads `column` only and cannot raise.
    func truth(
        _ node: ExpressionNode, _ column: ColumnReference, _ dictionary: StringDictionary
    ) throws(InteractionError) -> TruthTable {
        if let known = knownTruth(node, dictionary) { return known }
        var truth = Self.equality(node, column, dictionary)
        if truth == nil {
            let parts = Logic.parts(try table(node, column, dictionary))
            truth = TruthTable(parts.values)
        }
        let made = truth ?? TruthTable([0])
        keepTruth(made, node, dictionary)
        return made
    }

    /// `column = constant` in a sorted dictionary: one search instead of a comparison for each entry.
    private static func equality(
        _ node: ExpressionNode, _ column: ColumnReference, _ dictionary: StringDictionary
    ) -> TruthTable? {
        guard dictionary.isSorted, case .comparison(.equal, let a, let b) = node.expression, column.type == .varchar,
            case .varchar(let text)? = b.constant ?? a.constant
        else { return nil }
        guard a == .column(column) || b == .column(column) else { return nil }
        return TruthTable(sole: dictionary.firstIndex(of: text).map { $0 + 1 }, cells: dictionary.count + 1)
    }
}
