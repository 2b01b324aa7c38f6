// Aggregates of a plan. Constant arguments (the fraction of a quantile) are kept in the case.

/// A known aggregate function. NULL arguments are skipped; over no values the result is NULL, of a count 0.
public enum AggregateFunction: Sendable, Hashable {
    /// Rows; has no argument.
    case countStar
    /// Values that are not NULL.
    case count
    /// BIGINT argument: exact HUGEINT. DOUBLE: compensated DOUBLE.
    case sum
    /// Mean as DOUBLE of BIGINT, HUGEINT or DOUBLE.
    case avg
    /// Smallest and largest of any type; the type stays. Variants by the order of variants.
    case min, max
    /// Standard deviation and variance as DOUBLE of DOUBLE; of a sample (n-1; NULL for fewer than two) or population.
    case stddevSamp, stddevPop, varSamp, varPop
    /// Linear interpolation at fraction 0-1 of DOUBLE (DOUBLE) or TIMESTAMP (TIMESTAMP).
    case quantileCont(Double)
    /// Nearest rank at fraction 0-1: the value at index max(ceil(n * fraction) - 1, 0) in order. The type stays.
    case quantileDisc(Double)
}

/// One aggregate of a plan.
public struct AggregateCall: Sendable, Hashable {
    public var function: AggregateFunction
    /// Over the row; nil for `countStar` only. Already converted to a type the function takes.
    public var argument: Expression?
    /// Each different value once.
    public var isDistinct: Bool
    /// FILTER (WHERE ...): only rows where this BOOLEAN is true.
    public var filter: Expression?
    /// The type of the result.
    public var type: ScalarType

    public init(
        _ function: AggregateFunction, _ argument: Expression? = nil, isDistinct: Bool = false,
        filter: Expression? = nil, type: ScalarType
    ) {
        self.function = function
        self.argument = argument
        self.isDistinct = isDistinct
        self.filter = filter
        self.type = type
    }
}

extension AggregateFunction {
    /// The name in SQL.
    package var name: String {
        switch self {
        case .countStar: "count"
        case .count: "count"
        case .sum: "sum"
        case .avg: "avg"
        case .min: "min"
        case .max: "max"
        case .stddevSamp: "stddev_samp"
        case .stddevPop: "stddev_pop"
        case .varSamp: "var_samp"
        case .varPop: "var_pop"
        case .quantileCont: "quantile_cont"
        case .quantileDisc: "quantile_disc"
        }
    }
}
