// What a variant gives to its uses: its numbers, its booleans, the times that its texts tell, or every value as text.

import InteractionCoding
import InteractionModel
import InteractionPlan

enum VariantViews {
    /// The values that are of the type's kind; all others are NULL.
    static func used(_ a: Vector, as type: ScalarType) -> Vector {
        var result = a
        result.type = type
        switch (a.data, type) {
        case (.doubles, .double), (.bools, .boolean), (.ints, .bigint): return result
        case (.ints(let values), .double):
            result.data = .doubles(values.map { Double($0) })
            return result
        case (.ints(let values), .hugeint):
            result.data = .hugeints(values.map { Int128($0) })
            return result
        case (.bools, _), (.text, .double), (.text, .bigint), (.text, .hugeint), (.text, .boolean):
            return .nulls(type, count: a.count)
        case (.variants(let values), .double) where !a.isConstant: return numbers(values, a.count)
        default: break
        }
        var builder = VectorBuilder(type)
        let rows = a.isConstant ? min(1, a.count) : a.count
        for row in 0..<rows { builder.append(used(a.value(row), type)) }
        var made = builder.finish()
        made.isConstant = a.isConstant
        made.count = a.count
        return made
    }

    /// The numbers as they are; all other values are NULL.
    static func numbers(_ a: Vector) -> Vector {
        switch a.data {
        case .nulls, .ints, .doubles: return a
        case .variants(var values):
            for row in values.kinds.indices {
                switch VariantKind(rawValue: values.kinds[row]) ?? .null {
                case .int, .double, .number: continue
                default:
                    values.kinds[row] = VariantKind.null.rawValue
                    values.bits[row] = 0
                }
            }
            var result = a
            result.data = .variants(values)
            return result
        default: return .nulls(.variant, count: a.count)
        }
    }

    private static func used(_ value: ResultValue, _ type: ScalarType) -> ResultValue {
        switch (value, type) {
        case (.double, .hugeint), (.number, .hugeint):
            // Only comparisons use a property so: what is beyond 128 bits stays greater or less than every integer.
            Cast.convert(value, type) ?? Cast.convert(value, .double).map(bounded) ?? .null
        case (.bool, .boolean), (.int, .bigint), (.int, .hugeint), (.int, .double), (.double, .double),
            (.double, .bigint), (.number, .double), (.number, .bigint), (.text, .timestamp),
            (.text, .date), (.text, .interval):
            Cast.convert(value, type) ?? .null
        default: .null
        }
    }

    private static func bounded(_ value: ResultValue) -> ResultValue {
        guard case .double(let number) = value, !number.isNaN else { return .null }
        return .hugeint(Int128(exactly: number.rounded(.toNearestOrEven)) ?? (number < 0 ? .min : .max))
    }

    private static func numbers(_ values: VariantValues, _ count: Int) -> Vector {
        var numbers = [Double](repeating: 0, count: count)
        var valid = [UInt8](repeating: 0, count: count)
        for row in 0..<count {
            switch VariantKind(rawValue: values.kinds[row]) ?? .null {
            case .int: numbers[row] = Double(Int64(bitPattern: values.bits[row]))
            case .double: numbers[row] = Double(bitPattern: values.bits[row])
            case .number:
                guard case .number(let text) = values.value(row), let number = TextConversion.double(text) else { continue }
                numbers[row] = number
            default: continue
            }
            valid[row] = 1
        }
        return Vector(.double, .doubles(numbers), count: count, validity: valid)
    }

    /// Every value as text: strings as they are, the rest as JSON writes it.
    static func text(_ a: Vector) -> Vector {
        var result = a
        result.type = .varchar
        if case .text = a.data { return result }
        var table = StringTable()
        let rows = a.isConstant ? min(1, a.count) : a.count
        var codes: [UInt32] = []
        codes.reserveCapacity(rows)
        if case .variants(let values) = a.data {
            // Texts keep their dictionary's order of first use; numbers and booleans are printed.
            var known = [UInt32](repeating: .max, count: values.dictionary.count)
            for row in 0..<rows {
                let kind = VariantKind(rawValue: values.kinds[row]) ?? .null
                if kind == .number || kind == .string || kind == .json {
                    let entry = Int(truncatingIfNeeded: values.bits[row]) - 1
                    if known[entry] == .max { known[entry] = values.dictionary.withBytes(at: entry) { table.intern($0) } + 1 }
                    codes.append(known[entry])
                } else {
                    codes.append(kind == .null ? 0 : table.intern(json(values.value(row))) + 1)
                }
            }
        } else {
            for row in 0..<rows { codes.append(a.isNull(row) ? 0 : table.intern(json(a.value(row))) + 1) }
        }
        return Vector(.varchar, .text(codes, table.dictionary()), count: a.count, isConstant: a.isConstant)
    }

    /// A number or boolean as JSON writes it; what only arithmetic gives (infinities, NaN) as DuckDB does.
    private static func json(_ value: ResultValue) -> String {
        if case .double(let number) = value { return number.isFinite ? number.description : value.plainText }
        return value.plainText
    }
}
