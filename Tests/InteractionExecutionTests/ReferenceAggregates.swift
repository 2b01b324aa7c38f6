// The naive forms of aggregates that show an order or count values: whole lists of rows, sorted by the book.
import InteractionCoding
import InteractionExecution
import InteractionModel
import InteractionPlan

enum ReferenceAggregates {
    /// One row as an aggregate sees it, at its place in the order of events.
    private struct Seen {
        var value: ResultValue
        var second: ResultValue
        var keys: [ResultValue]
        var place: Int
    }

    /// The result over `rows`, which are in the order of events; nil for functions that are not among these.
    static func value(
        _ call: AggregateCall, _ argument: Expression, _ rows: [ReferenceRow], _ subqueries: [[[ResultValue]]]
    ) throws -> ResultValue? {
        var seen = try rows.enumerated().map { place, row in
            let scope = ReferenceScope(row: row, subqueries: subqueries)
            return Seen(
                value: try Reference.evaluate(argument, scope), second: try call.second.map { try Reference.evaluate($0, scope) } ?? .null,
                keys: try call.order.map { try Reference.evaluate($0.expression, scope) }, place: place)
        }
        seen.sort { isBefore($0, $1, call.order) }
        let present = seen.filter { $0.value != .null }
        func list(_ values: [ResultValue]) -> ResultValue { values.isEmpty ? .null : .list(values) }
        func extremes(isMax: Bool, by key: (Seen) -> ResultValue) -> [Seen] {
            present.filter { key($0) != .null }.sorted {
                let order = Reference.order(key($0), key($1))
                return order != 0 ? (isMax ? order > 0 : order < 0) : $0.place < $1.place
            }
        }
        switch call.function {
        case .list: return list(distinct(seen, call).map(\.value))
        case .joined(let separator):
            let texts = distinct(present, call).map(\.value.plainText)
            return texts.isEmpty ? .null : .text(texts.joined(separator: separator))
        case .first: return seen.first?.value ?? .null
        case .last: return seen.last?.value ?? .null
        case .anyValue: return present.first?.value ?? .null
        case .argMin: return extremes(isMax: false) { $0.second }.first?.value ?? .null
        case .argMax: return extremes(isMax: true) { $0.second }.first?.value ?? .null
        case .argMinList(let count): return list(extremes(isMax: false) { $0.second }.prefix(count).map(\.value))
        case .argMaxList(let count): return list(extremes(isMax: true) { $0.second }.prefix(count).map(\.value))
        case .minList(let count): return list(extremes(isMax: false) { $0.value }.prefix(count).map(\.value))
        case .maxList(let count): return list(extremes(isMax: true) { $0.value }.prefix(count).map(\.value))
        case .mode: return counted(present).first?.value ?? .null
        case .topValues(let count): return list(counted(present).prefix(count).map(\.value))
        case .entropy:
            let total = Double(present.count)
            return .double(counted(present).map { Double($0.count) / total }.reduce(0) { $0 - $1 * log2($1) })
        case .boolAnd: return present.isEmpty ? .null : .bool(present.allSatisfy { $0.value == .bool(true) })
        case .boolOr: return present.isEmpty ? .null : .bool(present.contains { $0.value == .bool(true) })
        case .quantileContList(let fractions):
            let numbers = present.compactMap { if case .double(let number) = $0.value { number } else { nil } }.sorted()
            if numbers.isEmpty { return .null }
            return .list(fractions.map { fraction in
                let rank = Double(numbers.count - 1) * fraction
                let (low, high) = (numbers[Int(rank.rounded(.down))], numbers[Int(rank.rounded(.up))])
                return .double(low + (high - low) * (rank - rank.rounded(.down)))
            })
        default: return nil
        }
    }

    private static func log2(_ x: Double) -> Double { Elementary.log(x) / Elementary.log(2) }

    private static func isBefore(_ a: Seen, _ b: Seen, _ order: [AggregateOrder]) -> Bool {
        for (index, key) in order.enumerated() {
            let (x, y) = (a.keys[index], b.keys[index])
            if x == .null || y == .null {
                if x == y { continue }
                return (x == .null) == key.nullsFirst
            }
            let sign = Reference.order(x, y)
            if sign != 0 { return key.isDescending ? sign > 0 : sign < 0 }
        }
        return a.place < b.place
    }

    private static func isSame(_ a: ResultValue, _ b: ResultValue) -> Bool { a == .null || b == .null ? a == b : Reference.order(a, b) == 0 }

    private static func distinct(_ rows: [Seen], _ call: AggregateCall) -> [Seen] {
        guard call.isDistinct else { return rows }
        var kept: [Seen] = []
        for row in rows where !kept.contains(where: { isSame($0.value, row.value) }) { kept.append(row) }
        return kept
    }

    /// Values with their numbers, commonest first, of several the one that came first.
    private static func counted(_ rows: [Seen]) -> [(value: ResultValue, count: Int, place: Int)] {
        var counts: [(value: ResultValue, count: Int, place: Int)] = []
        for row in rows {
            if let index = counts.firstIndex(where: { isSame($0.value, row.value) }) {
                counts[index].count += 1
                counts[index].place = min(counts[index].place, row.place)
            } else {
                counts.append((row.value, 1, row.place))
            }
        }
        return counts.sorted { $0.count != $1.count ? $0.count > $1.count : $0.place < $1.place }
    }
}
