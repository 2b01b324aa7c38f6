// The aggregate functions. Constant arguments (the fraction of a quantile, a separator, a number of values) are kept in the case.

/// A known aggregate function. NULL arguments are skipped unless said otherwise; over no values the result is NULL, of a
/// count 0. Where rows have an order it is that of ORDER BY inside the call, and among equals, or without one, the order of
/// events; so no answer depends on threads or on the layout of segments.
public enum AggregateFunction: Sendable, Hashable {
    /// Rows; has no argument.
    case countStar
    /// Values that are not NULL.
    case count
    /// VARIANT argument: of its numbers; exact, as an integer while all of them are integers, else as a double.
    /// BIGINT argument: exact HUGEINT, raises beyond it. DOUBLE: correctly rounded DOUBLE.
    case sum
    /// Mean as DOUBLE of BIGINT, HUGEINT or DOUBLE; of TIMESTAMP as TIMESTAMP.
    case avg
    /// Smallest and largest of any type; the type stays. Variants by the order of variants.
    case min, max
    /// Standard deviation and variance as DOUBLE of DOUBLE; of a sample (n-1; NULL for fewer than two) or population.
    case stddevSamp, stddevPop, varSamp, varPop
    /// Population standard deviation over the root of the number of values, as DuckDB's `sem`.
    case standardError
    /// Linear interpolation at fraction 0-1 of DOUBLE (DOUBLE) or TIMESTAMP (TIMESTAMP).
    case quantileCont(Double)
    /// Nearest rank at fraction 0-1: the value at index max(ceil(n * fraction) - 1, 0) in order. The type stays. Of a VARIANT
    /// its numbers; in a group without any, its other values in the order of variants.
    case quantileDisc(Double)
    /// The same for several fractions, as a list in their order.
    case quantileContList([Double]), quantileDiscList([Double])
    /// Median of the distances to the median, of DOUBLE.
    case medianDeviation
    /// A quantile from counts of values with equal leading bits: within 1/128 (0.8 %) of the value that quantileDisc gives, of
    /// DOUBLE and BIGINT. The smallest and the largest value, TIMESTAMP and DATE are exact.
    case approximateQuantile(Double), approximateQuantileList([Double])
    /// Distinct values by HyperLogLog with 4,096 registers: standard error 1.6 %; below a hundred values
    /// the estimate is nearly always exact.
    case approximateDistinct
    /// The first or last row's value, which may be NULL.
    case first, last
    /// The first value that is not NULL.
    case anyValue
    /// All values in order, NULLs included.
    case list
    /// The texts in order, joined.
    case joined(separator: String)
    /// The argument where `second` is smallest or largest, of rows where neither is NULL; the first such row.
    case argMin, argMax
    /// The arguments of the n rows where `second` is smallest or largest, as a list.
    case argMinList(Int), argMaxList(Int)
    /// The n smallest or largest values in order, as a list.
    case minList(Int), maxList(Int)
    /// The commonest value; of several the one that came first.
    case mode
    /// The k commonest values, commonest first and of several the one that came first. Exact.
    case topValues(Int)
    /// Entropy of the values' frequencies in bits; 0 over no values.
    case entropy
    /// True when all values are, when one is.
    case boolAnd, boolOr
    /// Bits of BIGINTs that all have, that one has, that an odd number has.
    case bitAnd, bitOr, bitXor
    /// Product of DOUBLEs, multiplied in the order of events.
    case product
    /// The n-th root of the product, by logarithms: 0 with a zero, NaN with negatives.
    case geometricMean
    /// Skewness and excess kurtosis with the corrections for samples; NULL for fewer than 3 or 4 values or when all are equal.
    case skewness, kurtosis
    /// Excess kurtosis of a population; NULL for fewer than 2 values or when all are equal.
    case kurtosisPop
    /// Pearson's correlation of two DOUBLEs over the rows that have both.
    case correlation
    /// Covariance over the rows that have both; of a sample NULL for fewer than two.
    case covarPop, covarSamp
    /// Least squares of the argument (y) over `second` (x), over the rows that have both.
    case regression(Regression)

    /// What of a regression: names and results of SQL's regr_ functions.
    public enum Regression: String, Sendable, Hashable, CaseIterable {
        case slope, intercept, r2, count, avgx, avgy, sxx, syy, sxy
    }
}

extension AggregateFunction {
    /// The name in SQL.
    package var name: String {
        switch self {
        case .countStar, .count: "count"
        case .sum: "sum"
        case .avg: "avg"
        case .min, .minList: "min"
        case .max, .maxList: "max"
        case .stddevSamp: "stddev_samp"
        case .stddevPop: "stddev_pop"
        case .varSamp: "var_samp"
        case .varPop: "var_pop"
        case .standardError: "sem"
        case .quantileCont, .quantileContList: "quantile_cont"
        case .quantileDisc, .quantileDiscList: "quantile_disc"
        case .medianDeviation: "mad"
        case .approximateQuantile, .approximateQuantileList: "approx_quantile"
        case .approximateDistinct: "approx_count_distinct"
        case .first: "first"
        case .last: "last"
        case .anyValue: "any_value"
        case .list: "list"
        case .joined: "string_agg"
        case .argMin, .argMinList: "arg_min"
        case .argMax, .argMaxList: "arg_max"
        case .mode: "mode"
        case .topValues: "approx_top_k"
        case .entropy: "entropy"
        case .boolAnd: "bool_and"
        case .boolOr: "bool_or"
        case .bitAnd: "bit_and"
        case .bitOr: "bit_or"
        case .bitXor: "bit_xor"
        case .product: "product"
        case .geometricMean: "geometric_mean"
        case .skewness: "skewness"
        case .kurtosis: "kurtosis"
        case .kurtosisPop: "kurtosis_pop"
        case .correlation: "corr"
        case .covarPop: "covar_pop"
        case .covarSamp: "covar_samp"
        case .regression(let part): "regr_" + part.rawValue
        }
    }

    /// The constant arguments as they are printed after the others.
    package var constants: String? {
        switch self {
        case .quantileCont(let fraction), .quantileDisc(let fraction), .approximateQuantile(let fraction): "\(fraction)"
        case .quantileContList(let fractions), .quantileDiscList(let fractions), .approximateQuantileList(let fractions):
            "[" + fractions.map { "\($0)" }.joined(separator: ", ") + "]"
        case .joined(let separator): Literal.quoted(separator)
        case .argMinList(let count), .argMaxList(let count), .minList(let count), .maxList(let count), .topValues(let count): "\(count)"
        default: nil
        }
    }

    /// True where ORDER BY inside the call changes the answer.
    package var showsOrder: Bool {
        switch self {
        case .first, .last, .anyValue, .list, .joined: true
        default: false
        }
    }

    /// True where DISTINCT changes the answer.
    package var observesDistinct: Bool {
        switch self {
        case .countStar, .min, .max, .first, .last, .anyValue, .argMin, .argMax, .approximateDistinct, .boolAnd, .boolOr, .bitAnd, .bitOr: false
        default: true
        }
    }

    /// True when the answer is an approximation.
    package var isApproximate: Bool {
        switch self {
        case .approximateDistinct, .approximateQuantile, .approximateQuantileList: true
        default: false
        }
    }
}
