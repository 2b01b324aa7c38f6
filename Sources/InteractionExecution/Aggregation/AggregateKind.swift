// What has to be gathered for an aggregate. Several functions can read one kind: sum and avg, all quantiles of a column.

import InteractionModel
import InteractionPlan

/// Kinds of states.
enum AggregateKind: Hashable, Sendable {
    case rows, count, sum, moments, minimum, maximum, quantiles, distinct
    case best(BestRowRule)
    case collected(CollectionRule)
    case counts
    case sketch
    case cells
    case bits(BitAccumulator.Rule)
    case pairs

    init(_ call: AggregateCall) {
        let order = call.order.map { RowOrdering(isDescending: $0.isDescending, nullsFirst: $0.nullsFirst) }
        /// The first n rows by the argument itself, or by the second one, without NULLs.
        func first(_ limit: Int, isDescending: Bool) -> AggregateKind {
            let rule = RowOrdering(isDescending: isDescending)
            return .collected(
                CollectionRule(order: [rule], skipsNullValues: true, skipsNullKeys: true, isDistinct: call.isDistinct, limit: limit))
        }
        switch call.function {
        case .list: self = .collected(CollectionRule(order: order, isDistinct: call.isDistinct))
        case .joined: self = .collected(CollectionRule(order: order, skipsNullValues: true, isDistinct: call.isDistinct))
        case .product: self = .collected(CollectionRule(skipsNullValues: true, isDistinct: call.isDistinct))
        case .minList(let count), .argMinList(let count): self = first(count, isDescending: false)
        case .maxList(let count), .argMaxList(let count): self = first(count, isDescending: true)
        case _ where call.isDistinct: self = .distinct
        case .countStar: self = .rows
        case .count: self = .count
        case .sum, .avg: self = .sum
        case .min, .boolAnd: self = .minimum
        case .max, .boolOr: self = .maximum
        case .stddevSamp, .stddevPop, .varSamp, .varPop, .standardError: self = .moments
        case .quantileCont, .quantileDisc, .quantileContList, .quantileDiscList, .medianDeviation, .skewness, .kurtosis, .kurtosisPop,
            .geometricMean:
            self = .quantiles
        case .approximateQuantile, .approximateQuantileList:
            self = call.argument?.type == .double || call.argument?.type == .bigint ? .cells : .quantiles
        case .approximateDistinct: self = .sketch
        case .first: self = .best(BestRowRule(order: order))
        case .last: self = .best(BestRowRule(order: order, wantsLast: true))
        case .anyValue: self = .best(BestRowRule(order: order, skipsNullValues: true))
        case .argMin, .argMax:
            let rule = RowOrdering(isDescending: call.function == .argMax)
            self = .best(BestRowRule(order: [rule], skipsNullValues: true, skipsNullKeys: true))
        case .mode, .topValues, .entropy: self = .counts
        case .bitAnd: self = .bits(.and)
        case .bitOr: self = .bits(.or)
        case .bitXor: self = .bits(.xor)
        case .correlation, .covarPop, .covarSamp, .regression: self = .pairs
        }
    }

    var needsInterner: Bool { self == .distinct || self == .counts }

    /// True when rows without a value change nothing.
    var skipsNulls: Bool {
        switch self {
        case .count, .sum, .moments, .minimum, .maximum, .quantiles, .cells, .bits: true
        default: false
        }
    }

    /// True when the state sees the places of rows.
    var needsPlaces: Bool {
        switch self {
        case .best, .collected, .counts, .pairs: true
        default: false
        }
    }

    /// An empty state over columns of these types.
    func accumulator(_ types: [ScalarType], _ interner: KeyInterner?) -> any Accumulator {
        let type = types.first ?? .null
        switch self {
        case .rows: return CountAccumulator(countsNulls: true)
        case .count, .distinct: return CountAccumulator(countsNulls: false)
        case .sum: return SumAccumulator(type)
        case .moments: return MomentAccumulator()
        case .minimum: return ExtremeAccumulator(type, isMax: false)
        case .maximum: return ExtremeAccumulator(type, isMax: true)
        case .quantiles: return type == .variant ? VariantQuantiles() : QuantileAccumulator(type)
        case .best(let rule): return BestRowAccumulator(rule, type)
        case .collected(let rule): return CollectedAccumulator(rule, rule.order.isEmpty || types.count > 1 ? types : [type, type])
        case .counts: return ValueCounts(interner ?? KeyInterner(type))
        case .sketch: return DistinctSketch(type)
        case .cells: return NumberCells(type)
        case .bits(let rule): return BitAccumulator(rule)
        case .pairs: return PairMoments()
        }
    }

    /// True when the argument itself is what rows are ordered by.
    var ordersByArgument: Bool {
        if case .collected(let rule) = self { return rule.limit != nil }
        return false
    }
}
