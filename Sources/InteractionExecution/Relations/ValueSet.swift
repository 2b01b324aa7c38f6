// The values of a subquery after IN, ready to be asked: texts by their bytes, numbers and times as integers in their order,
// everything else as values.

import InteractionCoding
import InteractionModel
import InteractionPlan

/// Different values of one type. Safe from any thread.
struct ValueSet: Sendable {
    private enum Members: Sendable {
        case texts(StringDictionary)
        case numbers(Set<Int64>)
        case values(Set<ResultValue>)
    }
    private let members: Members
    private let isEmpty: Bool
    private let hasNull: Bool
    let byteCount: Int

    /// The values of a column, NULL among them or not.
    init(_ column: Vector) {
        isEmpty = column.count == 0
        hasNull = column.count > 0 && (column.presence()?.contains(0) ?? false)
        switch (column.type, column.spread().data) {
        case (.varchar, .text(let codes, let dictionary)):
            var table = StringTable()
            for code in codes where code > 0 { _ = dictionary.withBytes(at: Int(code) - 1) { table.intern($0) } }
            let own = table.dictionary()
            members = .texts(own)
            byteCount = own.byteCount + own.count * 8
        case (.bigint, .ints(let numbers)), (.timestamp, .ints(let numbers)), (.date, .ints(let numbers)):
            members = .numbers(Self.numbers(numbers, column.validity))
            byteCount = numbers.count * 16
        case (.double, .doubles(let numbers)):
            members = .numbers(Self.numbers(numbers.map { NumberOrder.key($0) }, column.validity))
            byteCount = numbers.count * 16
        default:
            var values: Set<ResultValue> = []
            for row in 0..<column.count where !column.isNull(row) { values.insert(Self.canonical(column.value(row))) }
            members = .values(values)
            byteCount = values.count * 96
        }
    }

    private static func numbers(_ numbers: [Int64], _ valid: [UInt8]?) -> Set<Int64> {
        guard let valid else { return Set(numbers) }
        return Set(numbers.indices.lazy.filter { valid[$0] != 0 }.map { numbers[$0] })
    }

    /// One form for equal values: in a variant a whole double is the integer; intervals are equal when their lengths are.
    static func canonical(_ value: ResultValue) -> ResultValue {
        switch value {
        case .double(let number) where number.magnitude < 9.2e18 && number == number.rounded(.towardZero): .int(Int64(number))
        case .interval(let span): .hugeint(IntervalOrder.length(span))
        default: value
        }
    }

    /// `operand IN (values)`: true for a member, else NULL when NULL is among the values or the operand is NULL; over no values
    /// always false.
    func membership(of operand: Vector) -> Vector {
        if isEmpty { return .constant(.boolean(false), .boolean, count: operand.count) }
        let rows = operand.isConstant ? min(1, operand.count) : operand.count
        let found = found(operand, rows)
        var valid = [UInt8](repeating: 1, count: rows)
        for row in 0..<rows where found[row] == 0 && (hasNull || operand.isNull(row)) { valid[row] = 0 }
        return Vector(
            .boolean, .bools(found), count: operand.count, validity: valid.contains(0) ? valid : nil, isConstant: operand.isConstant)
    }

    /// 1 for each row that is a member.
    private func found(_ operand: Vector, _ rows: Int) -> [UInt8] {
        switch (members, operand.data) {
        case (_, .nulls): return [UInt8](repeating: 0, count: rows)
        case (.texts(let texts), .text(let codes, let dictionary)):
            // 2 is not known yet.
            var known = [UInt8](repeating: 2, count: dictionary.count + 1)
            known[0] = 0
            return (0..<rows).map { row in
                let code = Int(codes[row])
                if known[code] == 2 { known[code] = texts.firstIndex(of: Array(dictionary.slice(at: code - 1))) == nil ? 0 : 1 }
                return known[code]
            }
        case (.numbers(let numbers), .ints(let values)):
            return (0..<rows).map { numbers.contains(values[$0]) && !operand.isNull($0) ? 1 : 0 }
        case (.numbers(let numbers), .doubles(let values)):
            return (0..<rows).map { numbers.contains(NumberOrder.key(values[$0])) && !operand.isNull($0) ? 1 : 0 }
        case (.values(let values), _):
            return (0..<rows).map { !operand.isNull($0) && values.contains(Self.canonical(operand.value($0))) ? 1 : 0 }
        default: return [UInt8](repeating: 0, count: rows)
        }
    }
}
