// The arguments of `sequences`, `sequence_units` and `sequence_next`: a pattern's steps become conditions, its links a rule.

import InteractionExecution
import InteractionModel
import InteractionPlan

extension SequenceLink {
    /// `then`, `immediately`, either with `within 10m` behind. Errors: `.invalidArgument` for anything else.
    init(_ text: String) throws(InteractionError) {
        let words = text.split(separator: " ", maxSplits: 2).map(String.init)
        let word = words.first?.lowercased()
        guard word == "then" || word == "immediately", words.count == 1 || (words.count == 3 && words[1].lowercased() == "within") else {
            throw InteractionError(
                .invalidArgument, "between two steps stands then or immediately, with or without within and a time, not \(text)",
                place: "pattern", hint: "such as: view 'then within 10m' add immediately buy")
        }
        self.init(isImmediate: word == "immediately")
        guard words.count == 3 else { return }
        guard let microseconds = TemporalText.interval(words[2])?.fixedMicroseconds, microseconds >= 0 else {
            throw InteractionError(.invalidArgument, "\(words[2]) is no span of time", place: "pattern", hint: "such as 10m or 2 hours")
        }
        within = .microseconds(microseconds)
    }

    /// As it is written in a pattern.
    var text: String { (isImmediate ? "immediately" : "then") + (within.map { " within \($0.microseconds) microseconds" } ?? "") }
}

extension SequenceRequest {
    /// What all three functions take.
    static let parameters = [
        TableFunctionParameter("pattern", .texts, isRequired: true), TableFunctionParameter("within", .duration),
        TableFunctionParameter("unit", .choiceOrExpression(UnitKind.words)),
    ]

    /// The same as a call of a function. `label` is SQL over one event, for the function of what comes next. Errors: `.invalidQuery`
    /// for SQL in it, `.invalidArgument` for what makes no sense.
    package func call(
        _ function: SequenceFunction, label: String? = nil, filter: Expression?, context: QueryContext
    ) throws(InteractionError) -> TableFunctionCall {
        guard steps.count == links.count + 1 else {
            throw InteractionError(.invalidArgument, "\(steps.count) steps have \(max(0, steps.count - 1)) links, not \(links.count)", place: "links")
        }
        var pattern: [String] = []
        for (index, step) in steps.enumerated() {
            if index > 0 { pattern.append(links[index - 1].text) }
            pattern.append(step)
        }
        var arguments: TableFunctionArguments = ["pattern": .texts(pattern)]
        if let within { arguments["within"] = .duration(within.microseconds) }
        arguments["unit"] = UnitKind.words.contains(unit) ? .text(unit) : .expression(try BoundQuery.value(unit, context: context))
        if let label { arguments["label"] = .expression(try BoundQuery.value(label, context: context)) }
        let signature = function.signature
        var call = TableFunctionCall(
            name: signature.name, arguments: arguments, filter: filter, columns: signature.columns(arguments), zone: context.zone,
            now: context.now, metrics: context.metrics)
        call.labels = context.labels ?? [:]
        _ = try SequencePlan(call)
        return call
    }
}

/// A call made ready for a stream.
struct SequencePlan {
    let rule: SequenceRule
    let unit: UnitKind
    let conditions: [Expression]

    /// Errors: `.invalidQuery` for conditions, `.invalidArgument` for what makes no sense.
    init(_ call: TableFunctionCall) throws(InteractionError) {
        var pattern: [String] = []
        if case .texts(let texts)? = call.arguments["pattern"] { pattern = texts }
        let request = try SequenceRequest(pattern: pattern)
        let most = SequenceRequest.mostSteps
        guard request.steps.count <= most else {
            throw InteractionError(.invalidArgument, "a pattern has 1 to \(most) steps, not \(request.steps.count)", place: "pattern")
        }
        var conditions: [Expression] = []
        for step in request.steps { conditions.append(try FunnelPlan.condition(step, call)) }
        self.conditions = conditions
        var window = Int64.max
        if case .duration(let span)? = call.arguments["within"] {
            if span < 0 { throw InteractionError(.invalidArgument, "a time cannot be negative", place: "within") }
            window = span
        }
        rule = SequenceRule(
            steps: request.steps.count, isImmediate: request.links.map(\.isImmediate), bounds: request.links.map { $0.within?.microseconds ?? .max },
            window: window)
        unit = call.unit ?? .user
    }

    /// `readsAll` when events that are no step matter beyond what the links say.
    func stream(label: Expression?, readsAll: Bool) -> StreamRequest {
        var columns: [StreamColumn] = [.marks(conditions)]
        if let label { columns.append(.label(label)) }
        var stream = StreamRequest(unit: unit, columns: columns)
        // What is no step moves nothing, except that no step follows immediately after it.
        if !readsAll, !rule.isImmediate.contains(true) { stream.markedOnly = 0 }
        return stream
    }
}
