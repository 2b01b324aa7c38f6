// Arithmetic, casts and functions of the naive evaluator; only what the random queries use.
import InteractionCoding
import InteractionExecution
import InteractionModel
import InteractionPlan

extension Reference {
    static func arithmetic(_ op: ArithmeticOperator, _ a: ResultValue, _ b: ResultValue) throws -> ResultValue {
        if a == .null || b == .null { return .null }
        switch (a, b) {
        case (.text(let x), .text(let y)): return .text(x + y)
        case (.double(let x), .double(let y)):
            switch op {
            case .add: return .double(x + y)
            case .subtract: return .double(x - y)
            case .multiply: return .double(x * y)
            case .remainder: return .double(y == 0 ? .nan : x.truncatingRemainder(dividingBy: y))
            case .integerDivide where y == 0: throw ReferenceError(description: "by zero")
            default: return .double(x / y)
            }
        case (.int(let x), .int(let y)): return .int(try whole(op, x, y))
        case (.hugeint(let x), .hugeint(let y)): return .hugeint(try whole(op, x, y))
        case (.timestamp(let x), .interval(let y)):
            let span = op == .add ? y : Interval(months: -y.months, days: -y.days, microseconds: -y.microseconds)
            return CalendarArithmetic.add(span, to: x).map { .timestamp($0) } ?? .null
        default: throw ReferenceError(description: "\(a) \(op) \(b)")
        }
    }

    /// Of the numbers of properties: integers stay integers within 64 bits.
    private static func number(_ value: ResultValue) -> (Int64?, Double)? {
        switch value {
        case .int(let number): (number, Double(number))
        case .double(let number): (nil, number)
        case .number(let text): TextConversion.double(text).map { (nil, $0) }
        default: nil
        }
    }

    static func numbers(_ op: ArithmeticOperator, _ a: ResultValue, _ b: ResultValue) throws -> ResultValue {
        guard let x = number(a), let y = number(b) else { return .null }
        if let p = x.0, let q = y.0 {
            let wide: Int128
            switch op {
            case .add: wide = Int128(p) + Int128(q)
            case .subtract: wide = Int128(p) - Int128(q)
            case .multiply: wide = Int128(p) * Int128(q)
            default:
                if q == 0 { throw ReferenceError(description: "by zero") }
                wide = op == .remainder ? Int128(p) % Int128(q) : Int128(p) / Int128(q)
            }
            if let value = Int64(exactly: wide) { return .int(value) }
        }
        return try arithmetic(op, .double(x.1), .double(y.1))
    }

    private static func whole<T: FixedWidthInteger>(_ op: ArithmeticOperator, _ x: T, _ y: T) throws -> T {
        switch op {
        case .add: return x + y
        case .subtract: return x - y
        case .multiply: return x * y
        default:
            if y == 0 { throw ReferenceError(description: "by zero") }
            return op == .remainder ? x % y : x / y
        }
    }

    static func cast(_ value: ResultValue, _ from: ScalarType, _ to: ScalarType, _ mode: CastMode) throws -> ResultValue {
        if value == .null { return .null }
        if from == .variant, to != .varchar, mode == .use {
            switch (value, to) {
            case (.int, .variant), (.double, .variant), (.number, .variant): return value
            case (.int, .double), (.double, .double), (.number, .double), (.bool, .boolean), (.text, .timestamp), (.text, .date): break
            default: return .null
            }
        }
        switch to {
        case .variant: return value
        case .varchar:
            if from == .variant, case .double(let number) = value { return .text(number.description) }
            return .text(value.plainText)
        case .double:
            switch value {
            case .int(let number): return .double(Double(number))
            case .hugeint(let number): return .double(Double(number))
            case .double: return value
            case .bool(let flag): return .double(flag ? 1 : 0)
            case .text(let text), .number(let text): return try TextConversion.double(text).map { .double($0) } ?? failed(value, mode)
            default: return try failed(value, mode)
            }
        case .bigint:
            switch value {
            case .int: return value
            case .double(let number): return try Int64(exactly: number.rounded(.toNearestOrEven)).map { .int($0) } ?? failed(value, mode)
            case .bool(let flag): return .int(flag ? 1 : 0)
            case .text(let text), .number(let text):
                return try TextConversion.integer(text).flatMap { Int64(exactly: $0) }.map { .int($0) } ?? failed(value, mode)
            case .hugeint(let number): return try Int64(exactly: number).map { .int($0) } ?? failed(value, mode)
            default: return try failed(value, mode)
            }
        case .hugeint:
            if case .int(let number) = value { return .hugeint(Int128(number)) }
            return value
        case .boolean: return value
        case .date:
            if case .timestamp(let time) = value { return .date(Timestamp(microseconds: time).day.number) }
            return try TemporalText.date(value.plainText).map { .date($0) } ?? failed(value, mode)
        case .timestamp:
            if case .date(let day) = value { return .timestamp(Day(number: day).start.microseconds) }
            return try TemporalText.timestamp(value.plainText).map { .timestamp($0) } ?? failed(value, mode)
        default: throw ReferenceError(description: "cast to \(to)")
        }
    }

    private static func failed(_ value: ResultValue, _ mode: CastMode) throws -> ResultValue {
        if mode == .raising { throw ReferenceError(description: "cannot convert \(value)") }
        return .null
    }

    static func call(_ function: ScalarFunction, _ arguments: [ResultValue]) throws -> ResultValue {
        switch function {
        case .coalesce: return arguments.first { $0 != .null } ?? .null
        case .nullIf: return compare(.equal, arguments[0], arguments[1]) == .bool(true) ? .null : arguments[0]
        case .greatest: return arguments.filter { $0 != .null }.max { order($0, $1) < 0 } ?? .null
        case .least: return arguments.filter { $0 != .null }.min { order($0, $1) < 0 } ?? .null
        case .concat: return .text(arguments.map(\.plainText).joined())
        default: break
        }
        if arguments.contains(.null) { return .null }
        func text(_ index: Int) -> String { arguments[index].plainText }
        func int(_ index: Int) -> Int64 { if case .int(let value) = arguments[index] { value } else { 0 } }
        func time() -> Int64 { if case .timestamp(let value) = arguments[0] { value } else { 0 } }
        switch function {
        case .dateTrunc(let part): return .timestamp(CalendarArithmetic.truncate(time(), to: part))
        case .timeBucket(let width):
            let size = width.fixedMicroseconds ?? 1
            let origin = Day(year: 2000, month: 1, day: 3).start.microseconds
            return .timestamp(time() - ((time() - origin) % size + size) % size)
        case .datePart(let part):
            let day = Timestamp(microseconds: time()).day
            switch part {
            case .hour: return .int((time() - day.start.microseconds) / 3_600_000_000)
            case .dayOfWeek: return .int(Int64(day.isoWeekday % 7))
            case .month: return .int(Int64(day.civil.month))
            default: throw ReferenceError(description: "part \(part)")
            }
        case .lower: return .text(text(0).lowercased())
        case .upper:
            return .text(text(0).unicodeScalars.map { scalar in
                let mapped = scalar == "ß" ? "\u{1e9e}" : scalar.properties.uppercaseMapping
                return mapped.unicodeScalars.count == 1 ? mapped : String(scalar)
            }.joined())
        case .length: return .int(Int64(text(0).unicodeScalars.count))
        case .byteLength: return .int(Int64(text(0).utf8.count))
        case .contains: return .bool(text(1).isEmpty || text(0).contains(text(1)))
        case .startsWith: return .bool(text(0).utf8.starts(with: text(1).utf8))
        case .substring:
            let scalars = Array(text(0).unicodeScalars)
            let start = Int(int(1)) - 1
            let end = min(scalars.count, start + (arguments.count > 2 ? Int(int(2)) : scalars.count))
            var view = String.UnicodeScalarView()
            if start >= 0, start < end { view.append(contentsOf: scalars[start..<end]) }
            return .text(String(view))
        case .abs:
            if case .double(let value) = arguments[0] { return .double(Swift.abs(value)) }
            return .int(Swift.abs(int(0)))
        case .floor:
            if case .double(let value) = arguments[0] { return .double(value.rounded(.down)) }
            return arguments[0]
        case .round:
            if case .double(let value) = arguments[0] { return .double(value.rounded(.toNearestOrAwayFromZero)) }
            return arguments[0]
        case .text(.position): return .int(place(of: text(1), in: text(0)))
        case .text(.splitPart):
            let parts = text(0).unicodeScalars.split(separator: " ", omittingEmptySubsequences: false).map { String($0) }
            return .text(int(2) >= 1 && Int(int(2)) <= parts.count ? parts[Int(int(2)) - 1] : "")
        case .text(.reverse): return .text(String(text(0).reversed()))
        case .regex(.matches, _): return .bool(text(0).contains(where: { "aeiou".contains($0) }))
        case .regex(.replace, _): return .text(text(0).unicodeScalars.map { "aeiou".unicodeScalars.contains($0) ? "-" : String($0) }.joined())
        case .time(.difference(.day)):
            guard case .timestamp(let end) = arguments[1] else { return .null }
            return .int(Int64(Timestamp(microseconds: end).day.number - Timestamp(microseconds: time()).day.number))
        case .math(.trunc):
            if case .double(let value) = arguments[0] { return .double(value.rounded(.towardZero)) }
            return arguments[0]
        default: throw ReferenceError(description: "function \(function)")
        }
    }

    /// Position from 1 of one text in another, in scalars; 0 when it is not there.
    private static func place(of part: String, in text: String) -> Int64 {
        let (needle, hay) = (Array(part.unicodeScalars), Array(text.unicodeScalars))
        guard needle.count <= hay.count else { return 0 }
        for start in 0...hay.count - needle.count where Array(hay[start..<start + needle.count]) == needle { return Int64(start) + 1 }
        return 0
    }
}
