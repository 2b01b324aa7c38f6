// The arguments of `funnel` and `funnel_units`: steps and exclusions become conditions, units a kind of unit.

import InteractionExecution
import InteractionModel
import InteractionPlan

extension FunnelRequest {
    /// What both functions take.
    static let parameters = [
        TableFunctionParameter("steps", .texts, isRequired: true), TableFunctionParameter("within", .duration),
        TableFunctionParameter("mode", .choice(Mode.allCases.map(\.rawValue))), TableFunctionParameter("unit", .choiceOrExpression(UnitKind.words)),
        TableFunctionParameter("entry", .choice(Entry.allCases.map(\.rawValue))), TableFunctionParameter("exclude", .texts),
        TableFunctionParameter("by", .expression), TableFunctionParameter("attribution", .choice(Attribution.allCases.map(\.rawValue))),
    ]

    /// The arguments of a call, but for `unit` and `by`, which are expressions.
    init(_ arguments: TableFunctionArguments) {
        self.init(steps: [])
        if case .texts(let steps)? = arguments["steps"] { self.steps = steps }
        if case .duration(let span)? = arguments["within"] { within = .microseconds(span) }
        if case .text(let word)? = arguments["mode"], let mode = Mode(rawValue: word) { self.mode = mode }
        if case .text(let word)? = arguments["entry"], let entry = Entry(rawValue: word) { self.entry = entry }
        if case .texts(let steps)? = arguments["exclude"] { exclude = steps }
        if case .text(let word)? = arguments["attribution"], let end = Attribution(rawValue: word) { attribution = end }
    }

    /// The same as a call of a function of this name. Errors: `.invalidQuery` for SQL in it, `.invalidArgument` for the rest.
    package func call(
        _ function: FunnelFunction, filter: Expression?, context: QueryContext
    ) throws(InteractionError) -> TableFunctionCall {
        var arguments: TableFunctionArguments = [
            "steps": .texts(steps), "mode": .text(mode.rawValue), "entry": .text(entry.rawValue), "exclude": .texts(exclude),
            "attribution": .text(attribution.rawValue),
        ]
        if let within { arguments["within"] = .duration(within.microseconds) }
        arguments["unit"] = UnitKind.words.contains(unit) ? .text(unit) : .expression(try BoundQuery.value(unit, context: context))
        if let by { arguments["by"] = .expression(try BoundQuery.value(by, context: context)) }
        var call = TableFunctionCall(
            name: function.signature.name, arguments: arguments, filter: filter, columns: function.signature.columns(arguments), zone: context.zone,
            now: context.now, metrics: context.metrics)
        call.labels = context.labels ?? [:]
        _ = try FunnelPlan(call)
        return call
    }
}

/// A call made ready for a stream.
struct FunnelPlan {
    let request: FunnelRequest
    let rule: FunnelRule
    let stream: StreamRequest
    /// Steps as a person reads them.
    let labels: [String]

    /// Errors: `.invalidQuery` for conditions, `.invalidArgument` for what makes no sense.
    init(_ call: TableFunctionCall) throws(InteractionError) {
        let request = FunnelRequest(call.arguments)
        let most = FunnelRequest.mostSteps
        guard (1...most).contains(request.steps.count), request.steps.count + request.exclude.count <= StreamColumn.mostMarks else {
            throw InteractionError(
                .invalidArgument, "a funnel has 1 to \(most) steps, and with its exclusions at most \(StreamColumn.mostMarks), not \(request.steps.count) and \(request.exclude.count)",
                place: "steps")
        }
        if let within = request.within, within < .zero {
            throw InteractionError(.invalidArgument, "a window cannot be negative", place: "within")
        }
        var conditions: [Expression] = []
        for step in request.steps { conditions.append(try Self.condition(step, call)) }
        var exclusions: [(mark: UInt32, after: Int, before: Int)] = []
        for text in request.exclude {
            let (step, span) = try Self.exclusion(text, steps: request.steps.count)
            exclusions.append((1 << UInt32(conditions.count), span.lowerBound, span.upperBound))
            conditions.append(try Self.condition(step, call))
        }
        self.request = request
        labels = request.steps.map { ["where:", "label:"].contains(String($0.prefix(6))) ? String($0.dropFirst(6)).trimmingSpaces : $0 }
        var columns: [StreamColumn] = [.marks(conditions)]
        if case .expression(let by)? = call.arguments["by"] { columns.append(.label(by.asText)) }
        rule = FunnelRule(
            mode: request.mode, entry: request.entry, steps: request.steps.count, window: request.within?.microseconds ?? .max,
            exclusions: exclusions, keepsLabels: columns.count > 1)
        var stream = StreamRequest(unit: call.unit ?? .user, columns: columns)
        // What is no step moves nothing, except that in a strict funnel it ends a chain.
        if request.mode != .strict { stream.markedOnly = 0 }
        self.stream = stream
    }

    /// The action of a name, the condition behind `where:` or the label behind `label:`. Errors: `.invalidQuery`.
    static func condition(_ step: String, _ call: TableFunctionCall) throws(InteractionError) -> Expression {
        do {
            var context = QueryContext(now: call.now, zone: call.zone, metrics: call.metrics)
            context.labels = call.labels
            return try BoundQuery.step(step, context: context)
        } catch var error {
            error.place = "step \(Literal.quoted(step))" + (error.place.map { ", " + $0 } ?? "")
            throw error
        }
    }

    /// `X` or `X@1-2`: the step, and between which it may not come. Without two numbers behind it `@` is part of an action's name.
    private static func exclusion(_ text: String, steps: Int) throws(InteractionError) -> (step: String, span: ClosedRange<Int>) {
        func all() -> (String, ClosedRange<Int>) { (text, 1...max(1, steps)) }
        guard let at = text.lastIndex(of: "@") else { return all() }
        let ends = text[text.index(after: at)...].split(separator: "-", omittingEmptySubsequences: false)
        let numbers = ends.compactMap { Int($0) }
        guard numbers.count == ends.count, numbers.count == 2 else { return all() }
        guard numbers[0] >= 1, numbers[0] < numbers[1], numbers[1] <= steps else {
            throw InteractionError(
                .invalidArgument, "\(text): an exclusion lies between two steps of the funnel, such as @1-\(max(2, steps))", place: "exclude")
        }
        return (String(text[..<at]), numbers[0]...numbers[1])
    }
}

extension Expression {
    /// The value as VARCHAR.
    var asText: Expression { type == .varchar ? self : .cast(self, .varchar, type == .variant ? .use : .raising) }
}

extension String {
    fileprivate var trimmingSpaces: String { String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
}
