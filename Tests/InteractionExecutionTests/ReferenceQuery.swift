// Whole plans, answered naively: filter, group, aggregate, order, one row after another.
import InteractionCoding
import InteractionExecution
import InteractionModel
import InteractionPlan

enum ReferenceQuery {
    /// The rows of a plan; those of its subqueries are found first, in the order of their numbers.
    static func rows(_ plan: SelectPlan, _ events: [Interaction]) throws -> [[ResultValue]] {
        var subqueries: [[[ResultValue]]] = []
        for inner in plan.subqueries { subqueries.append(try rows(inner, events, subqueries)) }
        return try rows(plan, events, subqueries)
    }

    private static func input(_ plan: SelectPlan, _ events: [Interaction], _ subqueries: [[[ResultValue]]]) -> [ReferenceRow] {
        let nothing = Interaction(timestamp: Timestamp(microseconds: 0), action: "")
        switch plan.relation {
        case .function: return []  // Held against references of their own.
        case .oneRow: return [ReferenceRow(event: nothing, sequence: 0)]
        case .subquery(let number):
            return subqueries[number].enumerated().map { ReferenceRow(event: nothing, sequence: $0, fields: $1) }
        case .interactions:
            // Order of events: time, then acceptance.
            return events.enumerated().map { ReferenceRow(event: $1, sequence: $0) }.sorted {
                ($0.event.timestamp, $0.sequence) < ($1.event.timestamp, $1.sequence)
            }
        }
    }

    private static func rows(
        _ plan: SelectPlan, _ events: [Interaction], _ subqueries: [[[ResultValue]]]
    ) throws -> [[ResultValue]] {
        var input = input(plan, events, subqueries)
        if let filter = plan.filter {
            input = try input.filter { try Reference.evaluate(filter, ReferenceScope(row: $0, subqueries: subqueries)) == .bool(true) }
        }
        var scopes: [ReferenceScope] = input.map { ReferenceScope(row: $0, subqueries: subqueries) }
        if plan.isGrouped { scopes = try groups(plan, input, subqueries) }
        var rows: [(items: [ResultValue], keys: [ResultValue])] = []
        for scope in scopes {
            if let having = plan.having, try Reference.evaluate(having, scope) != .bool(true) { continue }
            rows.append((try plan.projection.map { try Reference.evaluate($0.expression, scope) }, scope.keys))
        }
        rows = rows.enumerated().sorted { a, b in
            for key in plan.order {
                let (x, y) = (a.element.items[key.item], b.element.items[key.item])
                if x == .null || y == .null {
                    if x == y { continue }
                    return (x == .null) == key.nullsFirst
                }
                let order = Reference.order(x, y)
                if order != 0 { return key.isDescending ? order > 0 : order < 0 }
            }
            let keysA = plan.isDistinct && !plan.isGrouped ? a.element.items : a.element.keys
            let keysB = plan.isDistinct && !plan.isGrouped ? b.element.items : b.element.keys
            for (x, y) in zip(keysA, keysB) {
                let order = x == .null || y == .null ? (x == y ? 0 : x == .null ? 1 : -1) : Reference.order(x, y)
                if order != 0 { return order < 0 }
            }
            return a.offset < b.offset
        }.map(\.element)
        var result = rows.map { Array($0.items.dropLast(plan.hiddenItems)) }
        if plan.isDistinct {
            var kept: [[ResultValue]] = []
            for row in result where !kept.contains(where: { same($0, row) }) { kept.append(row) }
            result = kept
        }
        return Array(result.dropFirst(plan.offset).prefix(plan.limit ?? .max))
    }

    private static func same(_ a: [ResultValue], _ b: [ResultValue]) -> Bool {
        zip(a, b).allSatisfy { $0 == .null || $1 == .null ? $0 == $1 : Reference.order($0, $1) == 0 }
    }

    private static func groups(
        _ plan: SelectPlan, _ input: [ReferenceRow], _ subqueries: [[[ResultValue]]]
    ) throws -> [ReferenceScope] {
        var groups: [(keys: [ResultValue], rows: [ReferenceRow])] = plan.keys.isEmpty ? [([], [])] : []
        for row in input {
            let keys = try plan.keys.map { try Reference.evaluate($0, ReferenceScope(row: row, subqueries: subqueries)) }
            if let index = groups.firstIndex(where: { same($0.keys, keys) }) {
                groups[index].rows.append(row)
            } else {
                groups.append((keys, [row]))
            }
        }
        return try groups.map { group in
            ReferenceScope(
                keys: group.keys, aggregates: try plan.aggregates.map { try aggregate($0, group.rows, subqueries) },
                subqueries: subqueries)
        }
    }

    private static func aggregate(
        _ call: AggregateCall, _ rows: [ReferenceRow], _ subqueries: [[[ResultValue]]]
    ) throws -> ResultValue {
        let kept = try rows.filter { row in
            try call.filter.map { try Reference.evaluate($0, ReferenceScope(row: row, subqueries: subqueries)) == .bool(true) } ?? true
        }
        guard let argument = call.argument else { return .int(Int64(kept.count)) }
        if let value = try ReferenceAggregates.value(call, argument, kept, subqueries) { return value }
        var values = try kept.map { try Reference.evaluate(argument, ReferenceScope(row: $0, subqueries: subqueries)) }.filter { $0 != .null }
        if call.isDistinct {
            var distinct: [ResultValue] = []
            for value in values where !distinct.contains(where: { Reference.order($0, value) == 0 }) { distinct.append(value) }
            values = distinct
        }
        if case .count = call.function { return .int(Int64(values.count)) }
        if argument.type == .variant {
            func isNumber(_ value: ResultValue) -> Bool {
                switch value {
                case .int, .double, .number: true
                default: false
                }
            }
            let plain = values.filter(isNumber)
            switch call.function {
            case .sum: return sum(plain)
            // A property's numbers; where there are none, its other values.
            case .quantileDisc: if !plain.isEmpty { values = plain }
            default: break
            }
        }
        if values.isEmpty { return .null }
        let sorted = values.sorted { Reference.order($0, $1) < 0 }
        let numbers = values.map { value -> Double in
            switch value {
            case .double(let number): number
            case .int(let number): Double(number)
            case .hugeint(let number): Double(number)
            default: 0
            }
        }.sorted { $0.magnitude < $1.magnitude }
        let count = Double(values.count)
        let mean = numbers.reduce(0, +) / count
        let spread = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        switch call.function {
        case .sum:
            if call.type == .hugeint {
                return .hugeint(values.reduce(0) { if case .int(let number) = $1 { $0 + Int128(number) } else { $0 } })
            }
            return .double(numbers.reduce(0, +))
        case .avg: return .double(mean)
        case .min: return sorted[0]
        case .max: return sorted[sorted.count - 1]
        case .stddevPop: return .double((spread / count).squareRoot())
        case .varPop: return .double(spread / count)
        case .stddevSamp: return values.count < 2 ? .null : .double((spread / (count - 1)).squareRoot())
        case .varSamp: return values.count < 2 ? .null : .double(spread / (count - 1))
        case .quantileDisc(let fraction):
            return sorted[max(Int((count * fraction).rounded(.up)) - 1, 0)]
        case .quantileCont(let fraction):
            let rank = (count - 1) * fraction
            let (low, high) = (sorted[Int(rank.rounded(.down))], sorted[Int(rank.rounded(.up))])
            guard case .double(let x) = low, case .double(let y) = high else { return .null }
            return .double(x + (y - x) * (rank - rank.rounded(.down)))
        default: throw ReferenceError(description: "aggregate \(call.function)")
        }
    }

    /// Of numbers of a property: an integer while all are, else the double.
    private static func sum(_ values: [ResultValue]) -> ResultValue {
        if values.isEmpty { return .null }
        var whole: Int128 = 0
        var parts: [Double] = []
        for value in values {
            switch value {
            case .int(let number): whole += Int128(number)
            case .double(let number): parts.append(number)
            default: parts.append(Double(value.plainText) ?? 0)
            }
        }
        if parts.isEmpty { return Int64(exactly: whole).map { .int($0) } ?? .number(String(whole)) }
        return .double((parts + [Double(whole)]).sorted { $0.magnitude < $1.magnitude }.reduce(0, +))
    }
}
