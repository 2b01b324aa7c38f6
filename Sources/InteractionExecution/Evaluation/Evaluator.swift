// Evaluates expression trees over batches, a vector at a time, with SQL's three-valued logic.

import InteractionCoding
import InteractionModel
import InteractionPlan
import Synchronization

/// What evaluations of one query share: the values already computed for dictionary entries. Safe from any thread.
package final class Evaluator: Sendable {
    private struct Entry: Sendable {
        /// Keeps the dictionary alive, so that its identity is not used again.
        var dictionary: StringDictionary
        /// One row for NULL, then one for each entry.
        var values: Vector
    }
    private struct Place: Hashable {
        var node: ObjectIdentifier
        var dictionary: ObjectIdentifier
    }
    private let known = Mutex<[Place: Entry]>([:])
    private let truths = Mutex<[Place: (dictionary: StringDictionary, truth: TruthTable)]>([:])

    /// The values of subqueries that the expressions read.
    private let subqueries: SubqueryResults

    package convenience init() { self.init(SubqueryResults()) }

    init(_ subqueries: SubqueryResults) { self.subqueries = subqueries }

    /// Another one that reads the same subqueries and knows nothing yet.
    func withoutCaches() -> Evaluator { Evaluator(subqueries) }

    /// The values of an expression for the rows of a batch. Errors: `.invalidQuery` for values that an operation refuses
    /// (overflow, a text that is no number), and those of reading columns.
    package func evaluate(_ node: ExpressionNode, _ batch: any Batch) throws(InteractionError) -> Vector {
        if batch.count == 0 { return Vector(node.type, .nulls, count: 0, isConstant: true) }
        if let column = node.textColumn, !(batch is DictionaryBatch) {
            let input = try batch.column(column)
            if case .text(let codes, let dictionary) = input.data, !input.isConstant {
                return try overDictionary(node, column, codes, dictionary)
            }
        }
        switch node.expression {
        case .literal(let value, let type): return .constant(value, type, count: batch.count)
        case .column(let column): return try batch.column(column)
        case .key(let index, _): return try batch.key(index)
        case .aggregate(let index, _): return try batch.aggregate(index)
        case .negate: return try Arithmetic.negate(try evaluate(node.children[0], batch))
        case .not: return Logic.not(try evaluate(node.children[0], batch))
        case .arithmetic(let op, _, _, let type):
            return try Arithmetic.apply(
                op, try evaluate(node.children[0], batch), try evaluate(node.children[1], batch), type)
        case .comparison(let op, _, _):
            return Comparison.apply(op, try evaluate(node.children[0], batch), try evaluate(node.children[1], batch))
        case .and: return try connective(node, batch, decisive: 0)
        case .or: return try connective(node, batch, decisive: 1)
        case .isNull:
            let operand = try evaluate(node.children[0], batch)
            guard let presence = operand.presence() else { return .constant(.boolean(false), .boolean, count: batch.count) }
            return Vector(.boolean, .bools(presence.map { 1 - $0 }), count: batch.count, isConstant: operand.isConstant)
        case .inList: return try membership(node, batch)
        case .like(_, _, let escape, let caseInsensitive):
            let text = try evaluate(node.children[0], batch)
            if let pattern = node.pattern, let needle = pattern.needle, !pattern.ignoresCase { return TextFunctions.contains(text, needle) }
            if let pattern = node.pattern { return TextFunctions.test(text) { pattern.matches($0) } }
            return TextFunctions.like(
                text, try evaluate(node.children[1], batch), escape: escape, ignoringCase: caseInsensitive)
        case .conditional: return try conditional(node, batch)
        case .cast(_, let type, let mode): return try Cast.apply(try evaluate(node.children[0], batch), type, mode)
        case .subquery(let number, _):
            var value = try subqueries.scalar(number)
            value.count = batch.count
            return value
        case .inSubquery(_, let number): return try subqueries.set(number).membership(of: try evaluate(node.children[0], batch))
        case .call(.coalesce, _, _): return try coalesce(node, batch)
        case .call(.regex(let function, let options), _, let type):
            var arguments: [Vector] = []
            for child in node.children { arguments.append(try evaluate(child, batch)) }
            return try RegexFunctions(node.regex, options).call(function, arguments, type, count: batch.count)
        case .call(let function, _, let type):
            var arguments: [Vector] = []
            for child in node.children { arguments.append(try evaluate(child, batch)) }
            return try Functions.call(function, arguments, type, count: batch.count)
        }
    }

    /// The values for NULL (row 0) and each entry of a dictionary. Cost: once for each node and dictionary.
    func table(
        _ node: ExpressionNode, _ column: ColumnReference, _ dictionary: StringDictionary
    ) throws(InteractionError) -> Vector {
        let place = Place(node: ObjectIdentifier(node), dictionary: ObjectIdentifier(dictionary))
        if let entry = known.withLock({ $0[place] }) { return entry.values }
        let codes = (0...UInt32(truncatingIfNeeded: dictionary.count)).map { $0 }
        let values = try evaluate(node, DictionaryBatch(reference: column, codes: codes, dictionary: dictionary))
        known.withLock { $0[place] = Entry(dictionary: dictionary, values: values) }
        return values
    }

    func knownTruth(_ node: ExpressionNode, _ dictionary: StringDictionary) -> TruthTable? {
        let place = Place(node: ObjectIdentifier(node), dictionary: ObjectIdentifier(dictionary))
        return truths.withLock { $0[place]?.truth }
    }

    func keepTruth(_ truth: TruthTable, _ node: ExpressionNode, _ dictionary: StringDictionary) {
        let place = Place(node: ObjectIdentifier(node), dictionary: ObjectIdentifier(dictionary))
        truths.withLock { $0[place] = (dictionary, truth) }
    }

    /// Computes over entries instead of rows: over all of them once when that is cheap and cannot fail for an entry that no
    /// row has, else over the entries these rows have.
    private func overDictionary(
        _ node: ExpressionNode, _ column: ColumnReference, _ codes: [UInt32], _ dictionary: StringDictionary
    ) throws(InteractionError) -> Vector {
        if !node.mayRaise, dictionary.count <= codes.count * 2 + 64 {
            let values = try table(node, column, dictionary)
            return values.gathered(codes)
        }
        var positions = [UInt32](repeating: .max, count: dictionary.count + 1)
        var used: [UInt32] = []
        let rows = codes.map { code -> UInt32 in
            if positions[Int(code)] == .max {
                positions[Int(code)] = UInt32(truncatingIfNeeded: used.count)
                used.append(code)
            }
            return positions[Int(code)]
        }
        return try evaluate(node, DictionaryBatch(reference: column, codes: used, dictionary: dictionary)).gathered(rows)
    }
}
