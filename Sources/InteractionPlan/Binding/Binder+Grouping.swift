// Above a grouping only keys and aggregates exist: here expressions over the row become expressions over them, and a
// column that is neither is told with its place.

import InteractionModel

extension Binder {
    /// `expression` over keys and aggregates. `syntax` is where it was written, for the place of an error.
    func grouped(_ expression: Expression, _ syntax: ExpressionSyntax?, _ fallback: Int) throws(InteractionError) -> Expression {
        if let index = keys.firstIndex(of: expression) { return .key(index, expression.type) }
        guard case .column(let column) = expression else {
            return try expression.mappingChildren { (child) throws(InteractionError) in try grouped(child, syntax, fallback) }
        }
        let place = syntax.flatMap { self.place(of: column, in: $0) } ?? syntax?.place ?? fallback
        throw source.error(
            "The column \(column) is neither in GROUP BY nor inside an aggregate.", at: place,
            hint: keys.isEmpty ? "add GROUP BY \(column), or use max(\(column))" : "add it to GROUP BY, or use max(\(column))")
    }

    /// True when a value is of the row: it reads a column, or names one whose value is known, such as a constant of a subquery.
    /// GROUP BY ALL groups by these alone.
    func readsRow(_ expression: Expression, _ syntax: ExpressionSyntax?) -> Bool {
        var reads = false
        expression.forEachColumn { _ in reads = true }
        func names(_ syntax: ExpressionSyntax) -> Bool {
            if case .name(let parts) = syntax.kind, case .some(.some) = try? columnOrMetric(parts) { return true }
            return syntax.children.contains(where: names)
        }
        return reads || syntax.map(names) ?? false
    }

    /// Where `column` is named below `syntax`, outside aggregates.
    private func place(of column: ColumnReference, in syntax: ExpressionSyntax) -> Int? {
        if case .name(let parts) = syntax.kind, case .column(let found)? = try? columnOrMetric(parts), found == column {
            return syntax.range.lowerBound
        }
        if case .call(let call) = syntax.kind, AggregateName.all.contains(call.name) { return nil }
        for child in syntax.children { if let place = place(of: column, in: child) { return place } }
        return nil
    }

    func refuseAggregate(_ expression: Expression, _ clause: BindingClause, at place: Int) throws(InteractionError) {
        if expression.holdsAggregate { throw aggregateRefused(in: clause, at: place) }
    }

    func aggregateRefused(in clause: BindingClause, at place: Int) -> InteractionError {
        if clause == .aggregate { return source.error("Aggregates cannot stand inside an aggregate.", at: place) }
        let hint = clause == .filter ? "conditions on aggregates go into HAVING" : nil
        return source.error("\(clause.rawValue) cannot hold an aggregate.", at: place, hint: hint)
    }
}

extension Expression {
    /// True when an aggregate's result is read somewhere below.
    package var holdsAggregate: Bool {
        if case .aggregate = self { return true }
        return children.contains { $0.holdsAggregate }
    }

    /// The same node over changed children.
    package func mappingChildren<Failure: Error>(_ change: (Expression) throws(Failure) -> Expression) throws(Failure) -> Expression {
        func all(_ list: [Expression]) throws(Failure) -> [Expression] {
            var result: [Expression] = []
            result.reserveCapacity(list.count)
            for item in list { result.append(try change(item)) }
            return result
        }
        switch self {
        case .literal, .column, .key, .aggregate, .subquery: return self
        case .inSubquery(let a, let number): return .inSubquery(try change(a), number)
        case .negate(let a): return .negate(try change(a))
        case .not(let a): return .not(try change(a))
        case .isNull(let a): return .isNull(try change(a))
        case .cast(let a, let type, let mode): return .cast(try change(a), type, mode)
        case .arithmetic(let op, let a, let b, let type): return .arithmetic(op, try change(a), try change(b), type)
        case .comparison(let op, let a, let b): return .comparison(op, try change(a), try change(b))
        case .and(let list): return .and(try all(list))
        case .or(let list): return .or(try all(list))
        case .inList(let a, let list): return .inList(try change(a), try all(list))
        case .like(let a, let pattern, let escape, let caseInsensitive):
            return .like(try change(a), pattern: try change(pattern), escape: escape, caseInsensitive: caseInsensitive)
        case .conditional(let branches, let otherwise):
            var changed: [Branch] = []
            for branch in branches { changed.append(Branch(condition: try change(branch.condition), value: try change(branch.value))) }
            return .conditional(changed, otherwise: try change(otherwise))
        case .call(let function, let arguments, let type): return .call(function, try all(arguments), type)
        }
    }

    /// The tree with its columns changed; those that `change` gives nil for stay.
    package func mappingColumns<Failure: Error>(
        _ change: (ColumnReference) throws(Failure) -> Expression?
    ) throws(Failure) -> Expression {
        if case .column(let column) = self { return try change(column) ?? self }
        return try mappingChildren { (child) throws(Failure) in try child.mappingColumns(change) }
    }
}
