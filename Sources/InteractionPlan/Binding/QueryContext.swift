// What a query is bound against besides its text: the clock, the parameters, and where the extracted metrics live.

import InteractionModel

/// Values for the parameters of a query: `$name` and, in order, `$1` or `?`.
public struct QueryParameters: Sendable, Hashable {
    /// By name, without the `$`.
    public var named: [String: Literal]
    /// `$1` is the first.
    public var positional: [Literal]

    public init(named: [String: Literal] = [:], positional: [Literal] = []) {
        self.named = named
        self.positional = positional
    }
}

/// The surroundings of one query.
public struct QueryContext: Sendable {
    /// What `now()` gives.
    public var now: Timestamp
    public var parameters: QueryParameters
    /// The zone of days, weeks and other units of the calendar, and of dates and times written without an offset.
    public var zone: ZoneRules
    /// The columns `metrics.*` and the properties each is read from, the first that is not NULL (SEMANTICS 1).
    public var metrics: [String: [PropertyPath]]
    /// The table functions that FROM knows.
    public var functions: [TableFunctionSignature]
    /// The labels that `label('name')` knows, by name: expressions over one event (NamedLabel). nil inside of a label.
    public var labels: [String: String]? = [:]
    /// Names for expressions over one event, read as columns of `interactions`: how a table function asks about its arguments.
    package var expressions: [String: Expression] = [:]
    /// The rules of a zone by its name, for AT TIME ZONE. Errors: any, for a name that is none.
    public var zoneRules: @Sendable (String) throws(InteractionError) -> ZoneRules

    public init(
        now: Timestamp, parameters: QueryParameters = QueryParameters(), zone: ZoneRules = .utc,
        metrics: [String: [PropertyPath]] = QueryContext.standardMetrics, functions: [TableFunctionSignature] = [],
        zoneRules: @escaping @Sendable (String) throws(InteractionError) -> ZoneRules = QueryContext.onlyUTC
    ) {
        self.now = now
        self.parameters = parameters
        self.zone = zone
        self.metrics = metrics
        self.functions = functions
        self.zoneRules = zoneRules
    }

    /// Knows no zone but UTC: zone files are read by higher layers.
    public static let onlyUTC: @Sendable (String) throws(InteractionError) -> ZoneRules = { (name) throws(InteractionError) in
        guard name.uppercased() == "UTC" else {
            throw InteractionError(.invalidArgument, "no time zone is called '\(name)'", hint: "only UTC is known here")
        }
        return .utc
    }

    /// generationTime, promptLength, provider, success, errorType: in details, else in metadata.
    public static let standardMetrics: [String: [PropertyPath]] = {
        var metrics: [String: [PropertyPath]] = [:]
        for name in ["generationTime", "promptLength", "provider", "success", "errorType"] {
            metrics[name] = [PropertyPath(.details, [name]), PropertyPath(.metadata, [name])]
        }
        return metrics
    }()
}

/// A statement ready to be answered.
public struct BoundQuery: Sendable, Hashable {
    public var kind: StatementKind
    public var plan: SelectPlan

    public init(kind: StatementKind = .query, plan: SelectPlan) {
        self.kind = kind
        self.plan = plan
    }

    /// The plan of a query text. Throws `invalidQuery` with place, what was expected and the nearest known name. Cost:
    /// linear in the text. Pure: no store is read.
    public static func bind(_ text: String, context: QueryContext) throws(InteractionError) -> BoundQuery {
        let source = SourceText(text)
        let statement = try Parser.parse(source)
        var binder = Binder(source, context)
        return BoundQuery(kind: statement.kind, plan: try binder.bindQuery(statement.select))
    }

    /// The condition in a text such as `action = 'click' AND details.price > 10`: BOOLEAN over one event, without
    /// aggregates. For `--where` and the steps of funnels.
    public static func condition(_ text: String, context: QueryContext) throws(InteractionError) -> Expression {
        let source = SourceText(text)
        let syntax = try Parser.parseExpression(source)
        var binder = Binder(source, context)
        let condition = try binder.bindCondition(syntax, in: .filter)
        try binder.refuseSubqueries()
        return condition
    }

    /// The expression over one event in a text such as `details.country`, for breakdowns and units.
    public static func rowExpression(_ text: String, context: QueryContext) throws(InteractionError) -> Expression {
        let source = SourceText(text)
        let syntax = try Parser.parseExpression(source)
        var binder = Binder(source, context)
        let expression = try binder.bind(syntax, in: .key)
        try binder.refuseSubqueries()
        return expression
    }
}
