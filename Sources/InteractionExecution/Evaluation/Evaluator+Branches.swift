// Expressions whose parts are evaluated for some rows only: AND, OR, IN, CASE, coalesce. A row that an earlier part decided is
// not shown to a later one, so that `n <> 0 AND 10 // n > 1` does not raise.

import InteractionModel
import InteractionPlan

extension Evaluator {
    /// AND (decisive 0) or OR (decisive 1): the decisive value wins, else NULL when any is NULL.
    func connective(_ node: ExpressionNode, _ batch: any Batch, decisive: UInt8) throws(InteractionError) -> Vector {
        var values = [UInt8](repeating: 1 - decisive, count: batch.count)
        var valid = [UInt8](repeating: 1, count: batch.count)
        var open: [UInt32]?
        for child in node.children {
            let rows = open
            if let rows, rows.isEmpty { break }
            let part = rows.map { batch.restricted(to: $0) } ?? batch
            let result = Logic.parts(try evaluate(child, part))
            var remaining: [UInt32] = []
            for index in 0..<part.count {
                let row = rows.map { Int($0[index]) } ?? index
                if result.valid[index] == 0 {
                    valid[row] = 0
                } else if result.values[index] == decisive {
                    values[row] = decisive
                    valid[row] = 1
                    continue
                }
                remaining.append(UInt32(truncatingIfNeeded: row))
            }
            open = remaining
        }
        return Vector(.boolean, .bools(values), count: batch.count, validity: valid.contains(0) ? valid : nil)
    }

    /// `x IN (list)`.
    func membership(_ node: ExpressionNode, _ batch: any Batch) throws(InteractionError) -> Vector {
        let operand = try evaluate(node.children[0], batch)
        var values = [UInt8](repeating: 0, count: batch.count)
        var unknown = [UInt8](repeating: 0, count: batch.count)
        for child in node.children.dropFirst() {
            let result = Logic.parts(Comparison.apply(.equal, operand, try evaluate(child, batch)))
            for row in 0..<batch.count {
                values[row] |= result.values[row] & result.valid[row]
                unknown[row] |= 1 - result.valid[row]
            }
        }
        var hasNull = false
        for row in 0..<batch.count {
            unknown[row] = values[row] == 1 ? 1 : 1 - unknown[row]
            if unknown[row] == 0 { hasNull = true }
        }
        return Vector(.boolean, .bools(values), count: batch.count, validity: hasNull ? unknown : nil)
    }

    func conditional(_ node: ExpressionNode, _ batch: any Batch) throws(InteractionError) -> Vector {
        var open: [UInt32]?
        var pieces: [(rows: [UInt32], values: Vector)] = []
        var index = 0
        while index + 1 < node.children.count {
            let part = open.map { batch.restricted(to: $0) } ?? batch
            if part.count == 0 { break }
            let condition = Logic.parts(try evaluate(node.children[index], part))
            var taken: [UInt32] = []
            var takenRows: [UInt32] = []
            var remaining: [UInt32] = []
            for local in 0..<part.count {
                let row = open.map { $0[local] } ?? UInt32(truncatingIfNeeded: local)
                if condition.values[local] & condition.valid[local] == 1 {
                    taken.append(UInt32(truncatingIfNeeded: local))
                    takenRows.append(row)
                } else {
                    remaining.append(row)
                }
            }
            if !taken.isEmpty { pieces.append((takenRows, try evaluate(node.children[index + 1], part.restricted(to: taken)))) }
            open = remaining
            index += 2
        }
        if let last = node.children.last, node.children.count % 2 == 1, open?.isEmpty != true {
            let part = open.map { batch.restricted(to: $0) } ?? batch
            pieces.append((open ?? Self.allRows(batch.count), try evaluate(last, part)))
        }
        return Self.assemble(node.type, batch.count, pieces)
    }

    func coalesce(_ node: ExpressionNode, _ batch: any Batch) throws(InteractionError) -> Vector {
        var open: [UInt32]?
        var pieces: [(rows: [UInt32], values: Vector)] = []
        for child in node.children {
            let part = open.map { batch.restricted(to: $0) } ?? batch
            if part.count == 0 { break }
            let values = try evaluate(child, part)
            if pieces.isEmpty, open == nil, values.hasNoNulls { return values }
            if case .nulls = values.data { continue }
            var found: [UInt32] = []
            var foundRows: [UInt32] = []
            var remaining: [UInt32] = []
            for local in 0..<part.count {
                let row = open.map { $0[local] } ?? UInt32(truncatingIfNeeded: local)
                if values.isNull(local) {
                    remaining.append(row)
                } else {
                    found.append(UInt32(truncatingIfNeeded: local))
                    foundRows.append(row)
                }
            }
            if remaining.isEmpty, pieces.isEmpty { return values }
            pieces.append((foundRows, values.gathered(found)))
            open = remaining
        }
        // One piece with the rest NULL needs no joining when it was whole.
        return Self.assemble(node.type, batch.count, pieces)
    }

    static func allRows(_ count: Int) -> [UInt32] { (0..<UInt32(truncatingIfNeeded: count)).map { $0 } }

    /// Puts values back in the places of their rows; rows without a piece are NULL.
    static func assemble(_ type: ScalarType, _ count: Int, _ pieces: [(rows: [UInt32], values: Vector)]) -> Vector {
        if pieces.isEmpty { return .nulls(type, count: count) }
        if pieces.count == 1, pieces[0].rows.count == count { return pieces[0].values }
        if pieces.count == 1, case .text(let codes, let dictionary) = pieces[0].values.spread().data {
            var spread = [UInt32](repeating: 0, count: count)
            for (index, row) in pieces[0].rows.enumerated() { spread[Int(row)] = codes[index] }
            return Vector(type, .text(spread, dictionary), count: count)
        }
        var places = [UInt32](repeating: .max, count: count)
        var builder = VectorBuilder(type)
        var next: UInt32 = 0
        for piece in pieces {
            var values = piece.values
            if values.type == .null { values = .nulls(type, count: values.count) }
            builder.append(values)
            for row in piece.rows {
                places[Int(row)] = next
                next += 1
            }
        }
        if places.contains(.max) {
            builder.append(.nulls(type, count: 1))
            for row in 0..<count where places[row] == .max { places[row] = next }
        }
        return builder.finish().gathered(places)
    }
}
