// Table functions in FROM: the name to its signature, arguments to the types of its parameters. The call is a plan that is answered
// first, so that what reads it is bound as over any subquery.

import InteractionModel

extension Binder {
    /// The relation that a call of a table function is. Errors: `.invalidQuery` for an unknown function or argument, one that
    /// is missing or of another kind.
    func tableFunction(
        _ name: String, _ written: [TableArgumentSyntax], _ relation: RelationSyntax
    ) throws(InteractionError) -> NamedQuery {
        let signature = try signature(name, at: relation.offset)
        var call = TableFunctionCall(
            name: signature.name, columns: [], zone: context.zone, now: context.now, metrics: context.metrics)
        call.labels = context.labels ?? [:]
        for (index, argument) in written.enumerated() {
            let parameter = try parameter(argument, at: index, of: signature)
            guard call.arguments[parameter.name] == nil, parameter.name != TableFunctionSignature.filterName || call.filter == nil else {
                throw source.error("The argument \(parameter.name) is given twice.", at: argument.offset)
            }
            let value = try bind(argument, to: parameter, of: signature)
            if parameter.name == TableFunctionSignature.filterName, case .expression(let filter)? = value {
                call.filter = filter
            } else {
                call.arguments[parameter.name] = value
            }
        }
        for parameter in signature.parameters where parameter.isRequired && call.arguments[parameter.name] == nil {
            throw source.error("\(signature.name)() needs the argument \(parameter.name).", at: relation.offset, hint: Self.form(signature))
        }
        call.columns = signature.columns(call.arguments)
        return try named(call.plan(), relation.columnNames, isMaterialized: true, at: relation.offset)
    }

    private func signature(_ name: String, at offset: Int) throws(InteractionError) -> TableFunctionSignature {
        if let found = context.functions.first(where: { $0.name == name.lowercased() }) { return found }
        if name.lowercased() == "interactions" || namedQueries[name.lowercased()] != nil {
            throw source.error("\(name) is a relation, not a function.", at: offset, hint: "write FROM \(name)")
        }
        let known = context.functions.map(\.name)
        throw source.error(
            "There is no table function \"\(name)\".", at: offset,
            hint: NameDistance.nearest(to: name, among: known).map { "did you mean \($0)()?" }
                ?? (known.isEmpty ? nil : "the table functions are " + known.map { $0 + "()" }.joined(separator: ", ")))
    }

    /// `usage(period, prompts, where)`.
    private static func form(_ signature: TableFunctionSignature) -> String {
        let names = signature.parameters.map(\.name) + [TableFunctionSignature.filterName]
        return "the arguments of \(signature.name)() are " + names.joined(separator: ", ")
    }

    private func parameter(
        _ argument: TableArgumentSyntax, at index: Int, of signature: TableFunctionSignature
    ) throws(InteractionError) -> TableFunctionParameter {
        guard let name = argument.name else {
            if signature.parameters.indices.contains(index) { return signature.parameters[index] }
            throw source.error(
                "\(signature.name)() takes at most \(signature.parameters.count) arguments without a name.", at: argument.offset,
                hint: Self.form(signature))
        }
        let filter = TableFunctionParameter(TableFunctionSignature.filterName, .condition)
        let all = signature.parameters + [filter]
        if let found = all.first(where: { $0.name.lowercased() == name.lowercased() }) { return found }
        throw source.error(
            "\(signature.name)() has no argument \"\(name)\".", at: argument.offset,
            hint: NameDistance.nearest(to: name, among: all.map(\.name)).map { "did you mean \($0)?" } ?? Self.form(signature))
    }

    /// The value of an argument; nil for NULL, which is as if it were not given.
    private func bind(
        _ argument: TableArgumentSyntax, to parameter: TableFunctionParameter, of signature: TableFunctionSignature
    ) throws(InteractionError) -> TableFunctionArgument? {
        let what = "\(parameter.name) of \(signature.name)()"
        let place = argument.value.range.lowerBound
        func refused(_ expected: String) -> InteractionError { source.error("\(what) takes \(expected).", at: place) }
        switch parameter.kind {
        case .condition, .expression: return .expression(try overEvents(argument.value, isCondition: parameter.kind == .condition))
        case .step: return try step(argument.value)
        case .choiceOrExpression(let words):
            let bound = try overEvents(argument.value, isCondition: false)
            guard let constant = bound.constant else { return .expression(bound) }
            return try choice(constant, words, what, refused("one of \(Self.list(words)), or a value of an event"), at: place)
        case .texts:
            guard case .list(let elements) = argument.value.kind else {
                guard let one = try text(argument.value) else { throw refused("a list of texts") }
                return .texts([one])
            }
            var texts: [String] = []
            for element in elements {
                guard let one = try text(element) else { throw refused("a list of texts") }
                texts.append(one)
            }
            return .texts(texts)
        default: break
        }
        let value = try constant(argument.value)
        switch (parameter.kind, value) {
        case (_, .null): return nil
        case (.text, .varchar(let text)): return .text(text)
        case (.flag, .boolean(let flag)): return .flag(flag)
        case (.choice(let words), _): return try choice(value, words, what, refused("one of " + Self.list(words)), at: place)
        case (.count(let range), .bigint(let number)) where range.contains(number): return .count(number)
        case (.count(let range), _): throw refused("a whole number from \(range.lowerBound) to \(range.upperBound)")
        case (.duration, .interval(let span)): return .duration(try duration(span, what, at: place))
        case (.duration, .varchar(let text)):
            guard let span = TemporalText.interval(text) else { throw refused("a span of time such as '30 minutes'") }
            return .duration(try duration(span, what, at: place))
        case (.duration, _): throw refused("a span of time such as '30 minutes'")
        case (.flag, _): throw refused("true or false")
        default: throw refused("a text")
        }
    }

    /// A word of a choice; nil for NULL. Errors: `refused` for what is no text, and one that names the nearest word.
    private func choice(
        _ value: Literal, _ words: [String], _ what: String, _ refused: InteractionError, at place: Int
    ) throws(InteractionError) -> TableFunctionArgument? {
        if case .null = value { return nil }
        guard case .varchar(let text) = value else { throw refused }
        if let word = words.first(where: { $0.lowercased() == text.lowercased() }) { return .text(word) }
        throw source.error(
            "\(what) cannot be \(Literal.quoted(text)).", at: place,
            hint: NameDistance.nearest(to: text, among: words).map { "did you mean '\($0)'?" } ?? "it is one of " + Self.list(words))
    }

    /// A condition over one event: the action that a text names, the condition behind `where:` or `label:` in a text, or as in
    /// WHERE. nil for NULL.
    private func step(_ syntax: ExpressionSyntax) throws(InteractionError) -> TableFunctionArgument? {
        let isConstant = switch syntax.kind {
        case .literal, .parameter: true
        default: false
        }
        guard isConstant, let value = try? constant(syntax) else { return .expression(try overEvents(syntax, isCondition: true)) }
        switch value {
        case .null: return nil
        case .varchar(let text):
            do {
                return .expression(try BoundQuery.step(text, context: context))
            } catch {
                throw text.hasPrefix("label:") ? source.error(error.message, at: syntax.place, hint: error.hint) : error
            }
        default: return .expression(try overEvents(syntax, isCondition: true))
        }
    }

    private static func list(_ words: [String]) -> String { words.map { "'\($0)'" }.joined(separator: ", ") }

    private func duration(_ span: Interval, _ what: String, at place: Int) throws(InteractionError) -> Int64 {
        let (days, isBeyond) = Int64(span.days).multipliedReportingOverflow(by: Timestamp.microsecondsPerDay)
        let (sum, isOver) = days.addingReportingOverflow(span.microseconds)
        guard span.months == 0, !isBeyond, !isOver, sum >= 0 else {
            throw source.error("\(what) takes a span of time that is not negative and has no months.", at: place)
        }
        return sum
    }

    private func constant(_ syntax: ExpressionSyntax) throws(InteractionError) -> Literal {
        var binder = nested(seesRow: false)
        binder.scope = .none
        let value = try binder.bind(syntax, in: .limit)
        guard let constant = value.constant else { throw source.error("A constant was expected.", at: syntax.place) }
        return constant
    }

    private func text(_ syntax: ExpressionSyntax) throws(InteractionError) -> String? {
        guard case .varchar(let text) = try constant(syntax) else { return nil }
        return text
    }

    private func overEvents(_ syntax: ExpressionSyntax, isCondition: Bool) throws(InteractionError) -> Expression {
        var binder = nested(seesRow: false)
        binder.scope = RowScope(kind: .events, names: ["interactions"])
        let before = state.derived.count
        let bound: Expression
        if isCondition {
            bound = try binder.bindCondition(syntax, in: .filter)
        } else {
            bound = try withoutDecimal(try binder.bind(syntax, in: .key), at: syntax.place)
            try expectDepth(bound, at: syntax.place)
        }
        guard state.derived.count == before else {
            throw source.error("Subqueries as arguments of table functions are not supported.", at: syntax.place)
        }
        return bound
    }
}
