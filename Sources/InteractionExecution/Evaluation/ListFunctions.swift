// Functions of lists.

import InteractionCoding
import InteractionModel
import InteractionPlan

enum ListFunctions {
    static func call(
        _ function: ListFunction, _ arguments: [Vector], _ type: ScalarType, count: Int
    ) throws(InteractionError) -> Vector {
        switch function {
        case .value:
            return try RowWise.map(arguments, type, count: count, skipsNulls: false) { (values) throws(InteractionError) in .list(values) }
        case .length:
            guard let first = arguments.first, let (spans, _) = first.spans() else { return .nulls(type, count: count) }
            return Vector(type, .ints(spans.map { Int64($0.count) }), count: count, validity: first.validity, isConstant: first.isConstant)
        case .aggregate(let aggregate): return try ListAggregate.call(aggregate, arguments[0], type, count: count)
        case .concat:
            return try RowWise.map(arguments, type, count: count, skipsNulls: false) { (values) throws(InteractionError) in
                if values.allSatisfy({ $0 == .null }) { return .null }
                return .list(values.flatMap { elements($0) })
            }
        case .append:
            return try RowWise.map(arguments, type, count: count, skipsNulls: false) { (values) throws(InteractionError) in
                .list(elements(values[0]) + [values[1]])
            }
        case .prepend:
            return try RowWise.map(arguments, type, count: count, skipsNulls: false) { (values) throws(InteractionError) in
                .list([values[0]] + elements(values[1]))
            }
        case .position:
            return try RowWise.map(arguments, type, count: count, skipsNulls: false) { (values) throws(InteractionError) in
                guard case .list(let list) = values[0], let index = list.firstIndex(where: { isSame($0, values[1]) }) else { return .null }
                return .int(Int64(index) + 1)
            }
        default:
            return try RowWise.map(arguments, type, count: count) { (values) throws(InteractionError) in
                try value(function, values)
            }
        }
    }

    /// The elements of a list; of NULL none.
    static func elements(_ value: ResultValue) -> [ResultValue] {
        if case .list(let elements) = value { return elements }
        return []
    }

    private static func isSame(_ a: ResultValue, _ b: ResultValue) -> Bool {
        (a == .null) == (b == .null) && ResultValue.order(a, b) == 0
    }

    /// One row, without NULL arguments.
    private static func value(_ function: ListFunction, _ values: [ResultValue]) throws(InteractionError) -> ResultValue {
        let list = elements(values[0])
        func number(_ index: Int) -> Int64 {
            if case .int(let number) = values[index] { return number }
            return 0
        }
        switch function {
        case .element:
            return Positions.index(number(1), list.count).map { list[$0] } ?? .null
        case .slice:
            return .list(Array(list[Positions.range(number(1), number(2), list.count)]))
        case .contains: return .bool(list.contains { isSame($0, values[1]) })
        case .popBack: return .list(Array(list.dropLast()))
        case .popFront: return .list(Array(list.dropFirst()))
        case .reverse: return .list(list.reversed())
        case .sort(let isDescending, let nullsFirst):
            let nulls = list.filter { $0 == .null }
            let sorted = list.filter { $0 != .null }.sorted {
                let order = ResultValue.order($0, $1)
                return isDescending ? order > 0 : order < 0
            }
            return .list(nullsFirst ? nulls + sorted : sorted + nulls)
        case .distinct: return .list(distinct(list))
        case .unique: return .int(Int64(distinct(list).count))
        case .hasAny: return .bool(!members(list).isDisjoint(with: members(elements(values[1]))))
        case .hasAll: return .bool(members(elements(values[1])).isSubset(of: members(list)))
        case .intersect:
            let other = members(elements(values[1]))
            return .list(distinct(list).filter { other.contains(ValueSet.canonical($0)) })
        case .joined:
            return .text(try ValueLimit.joined(list.filter { $0 != .null }.map(\.plainText), values[1].plainText, "array_to_string"))
        case .range(let includesEnd): return .list(try range(number(0), number(1), number(2), includesEnd))
        default: throw InteractionError(.unsupported, "\(function) cannot be computed")
        }
    }

    /// The different elements, NULL left out, in the form in which equal ones are the same.
    private static func members(_ list: [ResultValue]) -> Set<ResultValue> {
        Set(list.lazy.filter { $0 != .null }.map { ValueSet.canonical($0) })
    }

    private static func distinct(_ list: [ResultValue]) -> [ResultValue] {
        var seen: Set<ResultValue> = []
        return list.filter { $0 != .null && seen.insert(KeyCodes.canonical($0)).inserted }
    }

    /// Most elements of a list made from bounds.
    private static let rangeLimit = 10_000_000

    private static func range(_ from: Int64, _ to: Int64, _ step: Int64, _ includesEnd: Bool) throws(InteractionError) -> [ResultValue] {
        if step == 0 { throw InteractionError(.invalidQuery, "the step of a range cannot be 0") }
        var list: [ResultValue] = []
        var value = from
        while includesEnd && value == to || (step > 0 ? value < to : value > to) {
            if list.count == rangeLimit { throw InteractionError(.limitReached, "a range has more than \(rangeLimit) values") }
            list.append(.int(value))
            let (next, overflow) = value.addingReportingOverflow(step)
            if overflow { break }
            value = next
        }
        return list
    }
}
