// Labels by name: expressions over one event that a store keeps, so that `label('checkout')` means the same in every question.
// Renamed actions become one again in one place.

import InteractionModel

/// The labels of a store: their limits, what is checked when one is set, and what one stands for.
package enum NamedLabel {
    /// Most bytes of a name and of an expression, and most labels of a store.
    package static let nameBytes = 64
    package static let expressionBytes = 4096
    package static let most = 256

    /// 1 to 64 ASCII letters, digits, `_` and `-`.
    package static func isName(_ name: String) -> Bool {
        (1...nameBytes).contains(name.utf8.count)
            && name.utf8.allSatisfy { $0 | 32 >= 97 && $0 | 32 <= 122 || $0 >= 48 && $0 <= 57 || $0 == 95 || $0 == 45 }
    }

    /// The expression of a text that is to become a label. It reads the columns of one event alone: no parameters, aggregates,
    /// subqueries or other labels. Errors: `.invalidQuery` with the position in the text, `.limitReached` for a long one.
    @discardableResult
    package static func expression(_ text: String, context: QueryContext) throws(InteractionError) -> Expression {
        guard text.utf8.count <= expressionBytes else {
            throw InteractionError(.limitReached, "a label has at most \(expressionBytes) bytes, not \(text.utf8.count)")
        }
        var context = context
        context.labels = nil
        context.parameters = QueryParameters()
        return try BoundQuery.rowExpression(text, context: context)
    }

    /// What the label of a name stands for. Errors: `.invalidQuery` for an unknown name, with the nearest known one, and for a
    /// label that this program cannot read; neither has a position.
    static func expression(named name: String, context: QueryContext) throws(InteractionError) -> Expression {
        guard let labels = context.labels else {
            throw InteractionError(.invalidQuery, "A label cannot use other labels.", hint: "write out what label '\(name)' means")
        }
        guard let text = labels[name] else {
            let near = NameDistance.nearest(to: name, among: labels.keys.sorted())
            throw InteractionError(
                .invalidQuery, "There is no label '\(name)'.",
                hint: near.map { "did you mean '\($0)'?" } ?? "labels are kept by iaq config set label.NAME='SQL over one event'")
        }
        do {
            return try expression(text, context: context)
        } catch var error {
            error.message = "The label '\(name)' cannot be read: \(error.message)"
            error.place = nil
            error.position = nil
            throw error
        }
    }
}

extension Binder {
    /// `label('checkout')`.
    func label(_ arguments: [Expression], _ places: [Int], at place: Int) throws(InteractionError) -> Expression {
        try expectArguments(arguments.count, 1...1, "label", at: place)
        guard case .varchar(let name)? = arguments[0].constant else {
            throw source.error("label() takes the name of a label as a constant text.", at: places[0])
        }
        guard case .events = scope.kind else {
            throw source.error("label() is about events: it stands over FROM interactions only.", at: place)
        }
        let expression: Expression
        do {
            expression = try NamedLabel.expression(named: name, context: context)
        } catch {
            throw source.error(error.message, at: places[0], hint: error.hint)
        }
        try charge(expression, at: place)
        return expression
    }
}

extension BoundQuery {
    /// A condition over one event as steps of analyses write it: `where:` and SQL, `label:` and a name, else an action. Errors:
    /// `.invalidQuery`; of SQL with the position behind `where:`, of a label without one.
    public static func step(_ text: String, context: QueryContext) throws(InteractionError) -> Expression {
        if text.hasPrefix("where:") { return try condition(String(text.dropFirst(6)), context: context) }
        guard text.hasPrefix("label:") else { return .action(text) }
        do {
            return try condition("label(\(Literal.quoted(String(text.dropFirst(6)))))", context: context)
        } catch var error {
            error.place = nil
            error.position = nil
            throw error
        }
    }

    /// A value of one event: `label:` and a name, else SQL. Errors: as `step`.
    public static func value(_ text: String, context: QueryContext) throws(InteractionError) -> Expression {
        guard text.hasPrefix("label:") else { return try rowExpression(text, context: context) }
        return try NamedLabel.expression(named: String(text.dropFirst(6)), context: context)
    }
}
