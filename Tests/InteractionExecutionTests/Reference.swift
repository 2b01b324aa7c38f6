// The naive evaluator: one row at a time over the events as they were given, written from the meaning of SQL and sharing
// nothing with the operators but the value type.
import InteractionCoding
import InteractionExecution
import InteractionModel
import InteractionPlan

/// One event and its place in the order of acceptance.
struct ReferenceRow {
    var event: Interaction
    var sequence: Int
    /// The columns of a subquery's row.
    var fields: [ResultValue] = []

    func column(_ column: ColumnReference) -> ResultValue {
        func text(_ value: String?) -> ResultValue { value.map { .text($0) } ?? .null }
        switch column {
        case .timestamp: return .timestamp(event.timestamp.microseconds)
        case .sessionId: return text(event.sessionId)
        case .userId: return text(event.userId)
        case .action: return .text(event.action)
        case .component: return text(event.component)
        case .property(let path):
            guard let root = path.root == .details ? event.details : event.metadata else { return .null }
            if path.keys.isEmpty { return .text(Self.json(.object(root))) }
            var value = PropertyValue.object(root)
            for key in path.keys {
                guard case .object(let object) = value, let next = object[key] else { return .null }
                value = next
            }
            return Self.value(value)
        case .field(let field): return fields[field.index]
        }
    }

    /// Arrays and objects by a writer of its own.
    static func value(_ value: PropertyValue) -> ResultValue {
        switch value {
        case .array, .object: .json(json(value))
        default: ResultValue(value)
        }
    }

    static func json(_ value: PropertyValue) -> String {
        func quoted(_ text: String) -> String {
            "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
        }
        switch value {
        case .null: return "null"
        case .bool(let flag): return flag ? "true" : "false"
        case .int(let number): return String(number)
        case .double(let number): return number.description
        case .number(let text): return text
        case .string(let text): return quoted(text)
        case .array(let list): return "[" + list.map { json($0) }.joined(separator: ",") + "]"
        case .object(let object):
            return "{" + zip(object.keys, object.values).map { quoted($0) + ":" + json($1) }.joined(separator: ",") + "}"
        }
    }
}

/// Scope of an expression: a row, or the keys and aggregates of a group.
struct ReferenceScope {
    var row: ReferenceRow?
    var keys: [ResultValue] = []
    var aggregates: [ResultValue] = []
    /// The rows of subqueries by number.
    var subqueries: [[[ResultValue]]] = []
}

struct ReferenceError: Error, CustomStringConvertible {
    var description: String
}

enum Reference {
    static func evaluate(_ expression: Expression, _ scope: ReferenceScope) throws -> ResultValue {
        func eval(_ inner: Expression) throws -> ResultValue { try evaluate(inner, scope) }
        switch expression {
        case .literal(let value, _): return literal(value)
        case .column(let column): return scope.row?.column(column) ?? .null
        case .key(let index, _): return scope.keys[index]
        case .aggregate(let index, _): return scope.aggregates[index]
        case .negate(let operand) where operand.type == .variant: return try numbers(.subtract, .int(0), try eval(operand))
        case .negate(let operand):
            switch try eval(operand) {
            case .int(let value): return .int(-value)
            case .hugeint(let value): return .hugeint(-value)
            case .double(let value): return .double(-value)
            default: return .null
            }
        case .not(let operand):
            if case .bool(let value) = try eval(operand) { return .bool(!value) }
            return .null
        case .and(let parts): return try connective(parts, scope, decisive: false)
        case .or(let parts): return try connective(parts, scope, decisive: true)
        case .isNull(let operand): return .bool(try eval(operand) == .null)
        case .comparison(let op, let a, let b): return compare(op, try eval(a), try eval(b))
        case .inList(let operand, let list):
            let value = try eval(operand)
            var result = ResultValue.bool(false)
            for element in list {
                switch compare(.equal, value, try eval(element)) {
                case .bool(true): return .bool(true)
                case .null: result = .null
                default: break
                }
            }
            return result
        case .like(let text, let pattern, let escape, let caseInsensitive):
            guard case .text(let text) = try eval(text), case .text(let pattern) = try eval(pattern) else { return .null }
            let (x, y) = caseInsensitive ? (text.lowercased(), pattern.lowercased()) : (text, pattern)
            return .bool(like(Array(x.unicodeScalars)[...], Array(y.unicodeScalars)[...], escape))
        case .conditional(let branches, let otherwise):
            for branch in branches where try eval(branch.condition) == .bool(true) { return try eval(branch.value) }
            return try eval(otherwise)
        case .arithmetic(let op, let a, let b, .variant): return try numbers(op, try eval(a), try eval(b))
        case .arithmetic(let op, let a, let b, _): return try arithmetic(op, try eval(a), try eval(b))
        case .cast(let operand, let type, let mode): return try cast(try eval(operand), operand.type, type, mode)
        case .call(let function, let arguments, _): return try call(function, try arguments.map { try eval($0) })
        case .subquery(let number, _):
            let rows = scope.subqueries[number]
            if rows.count > 1 { throw ReferenceError(description: "more than one row") }
            return rows.first?.first ?? .null
        case .inSubquery(let operand, let number):
            let value = try eval(operand)
            let tests = scope.subqueries[number].map { compare(.equal, value, $0[0]) }
            if tests.contains(.bool(true)) { return .bool(true) }
            return tests.contains(.null) ? .null : .bool(false)
        }
    }

    private static func literal(_ value: Literal) -> ResultValue {
        switch value {
        case .null: .null
        case .boolean(let value): .bool(value)
        case .bigint(let value): .int(value)
        case .hugeint(let value): .hugeint(value)
        case .double(let value): .double(value)
        case .decimal(let value): .decimal(value)
        case .varchar(let value): .text(value)
        case .timestamp(let value): .timestamp(value)
        case .date(let value): .date(value)
        case .interval(let value): .interval(value)
        }
    }

    private static func connective(_ parts: [Expression], _ scope: ReferenceScope, decisive: Bool) throws -> ResultValue {
        var result = ResultValue.bool(!decisive)
        for part in parts {
            switch try evaluate(part, scope) {
            case .bool(decisive): return .bool(decisive)
            case .null: result = .null
            default: break
            }
        }
        return result
    }

    static func compare(_ op: ComparisonOperator, _ a: ResultValue, _ b: ResultValue) -> ResultValue {
        if op == .distinct || op == .notDistinct {
            let same = a == .null || b == .null ? a == b : order(a, b) == 0
            return .bool(op == .notDistinct ? same : !same)
        }
        if a == .null || b == .null { return .null }
        let order = order(a, b)
        switch op {
        case .equal: return .bool(order == 0)
        case .notEqual: return .bool(order != 0)
        case .less: return .bool(order < 0)
        case .lessOrEqual: return .bool(order <= 0)
        case .greater: return .bool(order > 0)
        default: return .bool(order >= 0)
        }
    }

    /// The order of values: bool < number < text inside variants; NaN above all numbers; texts by bytes.
    static func order(_ a: ResultValue, _ b: ResultValue) -> Int {
        func rank(_ value: ResultValue) -> Int {
            switch value {
            case .bool: 0
            case .int, .double, .number, .hugeint, .decimal: 1
            case .null: 3
            default: 2
            }
        }
        func number(_ value: ResultValue) -> Double? {
            switch value {
            case .int(let value): Double(value)
            case .hugeint(let value): Double(value)
            case .double(let value): value
            case .decimal(let value): value.double
            case .number(let text): Double(text)
            case .timestamp(let value): Double(value)
            case .date(let value): Double(value)
            case .bool(let value): value ? 1 : 0
            default: nil
            }
        }
        if case .list(let x) = a, case .list(let y) = b {
            for (p, q) in zip(x, y) {
                let sign = p == .null || q == .null ? (p == q ? 0 : p == .null ? 1 : -1) : order(p, q)
                if sign != 0 { return sign }
            }
            return x.count < y.count ? -1 : x.count == y.count ? 0 : 1
        }
        if rank(a) != rank(b) { return rank(a) < rank(b) ? -1 : 1 }
        if case .int(let x) = a, case .int(let y) = b { return x < y ? -1 : x == y ? 0 : 1 }
        if case .timestamp(let x) = a, case .timestamp(let y) = b { return x < y ? -1 : x == y ? 0 : 1 }
        if let x = number(a), let y = number(b) {
            if x.isNaN || y.isNaN { return x.isNaN ? (y.isNaN ? 0 : 1) : -1 }
            return x < y ? -1 : x == y ? 0 : 1
        }
        let (x, y) = (Array(a.plainText.utf8), Array(b.plainText.utf8))
        return x.lexicographicallyPrecedes(y) ? -1 : x == y ? 0 : 1
    }

    private static func like(_ text: ArraySlice<Unicode.Scalar>, _ pattern: ArraySlice<Unicode.Scalar>, _ escape: Unicode.Scalar?) -> Bool {
        guard let first = pattern.first else { return text.isEmpty }
        if first == escape, let plain = pattern.dropFirst().first {
            return text.first == plain && like(text.dropFirst(), pattern.dropFirst(2), escape)
        }
        if first == "%" {
            return like(text, pattern.dropFirst(), escape) || (!text.isEmpty && like(text.dropFirst(), pattern, escape))
        }
        return !text.isEmpty && (first == "_" || first == text.first) && like(text.dropFirst(), pattern.dropFirst(), escape)
    }
}
