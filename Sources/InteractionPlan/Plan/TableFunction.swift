// Table functions: analyses that stand in FROM as a relation, such as `FROM usage(period => 'week')`. A signature says what one is
// called, takes and gives; a call is one with its arguments bound. The parser and the binder know signatures only, so that a new
// function needs nothing of them; what answers it is registered with the engine under the same name.

import InteractionModel

/// What a table function is called, takes and gives.
public struct TableFunctionSignature: Sendable {
    /// In lower case.
    public var name: String
    /// In the order in which arguments without a name are taken. Beside them each function takes `where`.
    public var parameters: [TableFunctionParameter]
    /// The columns of its rows, which may depend on the arguments.
    public var columns: @Sendable (TableFunctionArguments) -> [ResultColumn]

    public init(
        name: String, parameters: [TableFunctionParameter],
        columns: @escaping @Sendable (TableFunctionArguments) -> [ResultColumn]
    ) {
        self.name = name
        self.parameters = parameters
        self.columns = columns
    }

    /// The parameter that chooses events: a condition over one event, true for those that the function sees.
    public static let filterName = "where"
}

/// One parameter of a table function.
public struct TableFunctionParameter: Sendable, Hashable {
    /// What an argument may be.
    public enum Kind: Sendable, Hashable {
        /// One of these words, in any case.
        case choice([String])
        case text
        /// A list of texts, or one text.
        case texts
        case flag
        /// A whole number in a range.
        case count(ClosedRange<Int64>)
        /// A span of time without months, not negative: INTERVAL, or its text (`'30 minutes'`).
        case duration
        /// BOOLEAN over one event.
        case condition
        /// A condition over one event; a text stands for the action of that name, or has a condition behind `where:` or the name
        /// of a label behind `label:`.
        case step
        /// A value of one event.
        case expression
        /// One of these words, in any case, or a value of one event.
        case choiceOrExpression([String])
    }
    public var name: String
    public var kind: Kind
    public var isRequired: Bool

    public init(_ name: String, _ kind: Kind, isRequired: Bool = false) {
        self.name = name
        self.kind = kind
        self.isRequired = isRequired
    }
}

/// A bound argument.
public enum TableFunctionArgument: Sendable, Hashable {
    /// Of a choice in the spelling of the signature.
    case text(String)
    case texts([String])
    case flag(Bool)
    case count(Int64)
    /// Microseconds.
    case duration(Int64)
    /// Over one event.
    case expression(Expression)
}

/// Arguments by the names of their parameters; those that were not given are absent.
public typealias TableFunctionArguments = [String: TableFunctionArgument]

/// A call of a table function, bound.
public struct TableFunctionCall: Sendable, Hashable {
    public var name: String
    public var arguments: TableFunctionArguments
    /// BOOLEAN over one event: the function sees those for which it is true.
    public var filter: Expression?
    /// All columns it can give. A plan over the call says which it reads.
    public var columns: [ResultColumn]
    /// The zone of days, weeks and months.
    public var zone: ZoneRules
    /// What `now()` gives, and where `metrics.*` are read, in expressions of the function itself.
    public var now: Timestamp
    public var metrics: [String: [PropertyPath]]
    /// The labels that steps in texts may name.
    public var labels: [String: String] = [:]

    public init(
        name: String, arguments: TableFunctionArguments = [:], filter: Expression? = nil, columns: [ResultColumn],
        zone: ZoneRules = .utc, now: Timestamp, metrics: [String: [PropertyPath]] = QueryContext.standardMetrics
    ) {
        self.name = name
        self.arguments = arguments
        self.filter = filter
        self.columns = columns
        self.zone = zone
        self.now = now
        self.metrics = metrics
    }
}

extension TableFunctionCall {
    /// The plan that reads all its columns, or those of some names in the order given.
    package func plan(_ names: [String]? = nil) -> SelectPlan {
        let chosen = names.map { names in names.compactMap { name in columns.firstIndex { $0.name == name } } } ?? Array(columns.indices)
        return SelectPlan(
            relation: .function(self),
            projection: chosen.map { index in
                let column = columns[index]
                return ProjectionItem(
                    name: column.name,
                    expression: .column(.field(RelationField(subquery: nil, index: index, name: column.name, type: column.type))))
            })
    }
}

extension SelectPlan {
    /// The same plan over the rows of another call of the function that it reads.
    package func reading(_ call: TableFunctionCall) -> SelectPlan {
        var plan = self
        if case .function(let old) = relation, old.name == call.name { plan.relation = .function(call) }
        plan.subqueries = subqueries.map { $0.reading(call) }
        return plan
    }
}

extension TableFunctionCall: CustomStringConvertible {
    /// As SQL writes it, arguments by name; the filter is not among them.
    public var description: String {
        func text(_ argument: TableFunctionArgument) -> String {
            switch argument {
            case .text(let text): Literal.quoted(text)
            case .texts(let texts): "[" + texts.map { Literal.quoted($0) }.joined(separator: ", ") + "]"
            case .flag(let flag): flag ? "true" : "false"
            case .count(let count): String(count)
            case .duration(let span): "INTERVAL '\(Interval(months: 0, days: 0, microseconds: span))'"
            case .expression(let expression): expression.description
            }
        }
        let list = arguments.sorted { $0.key < $1.key }.map { "\($0.key) => \(text($0.value))" }
        return "\(name)(" + list.joined(separator: ", ") + ")"
    }
}

extension Expression {
    /// True for events of an action.
    package static func action(_ name: String) -> Expression {
        .comparison(.equal, .column(.action), .literal(.varchar(name), .varchar))
    }
}
