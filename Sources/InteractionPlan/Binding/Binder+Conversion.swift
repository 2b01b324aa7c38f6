// Conversions, explicit and implied, and the common type of several values.

import InteractionModel

extension Binder {
    /// `expression` as `type` where the language converts by itself: constants at once, variants by their use.
    func convert(_ expression: Expression, to type: ScalarType, at place: Int) throws(InteractionError) -> Expression {
        if expression.type == type { return expression }
        if let zoned = try zoned(expression, to: type, at: place) { return zoned }
        if let value = expression.constant {
            switch value.converted(to: type) {
            case .converted(let converted): return .literal(converted, type)
            case .impossible: throw notConvertible(value, to: type, at: place)
            case .later: break
            }
        }
        return .cast(expression, type, expression.type == .variant ? .use : .raising)
    }

    private func notConvertible(_ value: Literal, to type: ScalarType, at place: Int) -> InteractionError {
        let hint: String? =
            switch type {
            case .timestamp: "write it as '2026-04-01' or '2026-04-01 09:30:00'"
            case .date: "write it as '2026-04-01'"
            case .interval: "write it as '5 minutes' or '1 day 02:00:00'"
            case .boolean: "write true or false"
            default: nil
            }
        return source.error("\(value) cannot be read as \(type).", at: place, hint: hint)
    }

    /// CAST, TRY_CAST and `::`.
    func cast(_ expression: Expression, to type: ScalarType, isTrying: Bool, at place: Int) throws(InteractionError) -> Expression {
        if expression.type == type { return expression }
        if let zoned = try zoned(expression, to: type, at: place) { return zoned }
        if let value = expression.constant {
            switch value.converted(to: type) {
            case .converted(let converted): return .literal(converted, type)
            case .impossible where isTrying: return .literal(.null, type)
            case .impossible: throw notConvertible(value, to: type, at: place)
            case .later: break
            }
        }
        if case .decimal = type {
            throw source.error(
                "Only constants can be \(type).", at: place, hint: "use DOUBLE, or round(x, digits)")
        }
        let operand = try withoutDecimal(expression, at: place)
        guard Self.isCastable(operand.type, to: type) else {
            throw source.error("\(expression.type) cannot be cast to \(type).", at: place)
        }
        // As text a variant never fails, and reads its own lanes.
        let isText = operand.type == .variant && type == .varchar
        return .cast(operand, type, isText ? .use : isTrying ? .trying : .raising)
    }

    /// A BIGINT within the range of TINYINT, SMALLINT or INTEGER.
    func fitted(_ value: Expression, _ name: String, isTrying: Bool, at place: Int) throws(InteractionError) -> Expression {
        guard let width = IntegerWidth(rawValue: name) else { return value }
        if case .bigint(let number)? = value.constant {
            if width.range.contains(number) { return value }
            if isTrying { return .literal(.null, .bigint) }
            throw source.error(
                "\(number) is out of the range of \(name), \(width.range.lowerBound) to \(width.range.upperBound).", at: place,
                hint: "BIGINT holds 64 bits")
        }
        return value.constant == nil ? .call(.fitting(width, isTrying: isTrying), [value], .bigint) : value
    }

    private static func isCastable(_ from: ScalarType, to: ScalarType) -> Bool {
        switch (from, to) {
        case (.null, _), (_, .varchar): true
        case (.list(let a), .list(let b)): isCastable(a, to: b)
        case (.list, _): false
        case (.varchar, .list), (.variant, .list): false
        case (.variant, _): true
        case (_, .variant), (_, .null): false
        case (.varchar, _): true
        case (.boolean, _): to.isNumeric
        case (.timestamp, .date), (.date, .timestamp): true
        default: from.isNumeric && (to.isNumeric || to == .boolean)
        }
    }

    /// A decimal constant as a double; everything else as it is.
    func withoutDecimal(_ expression: Expression, at place: Int) throws(InteractionError) -> Expression {
        if case .decimal = expression.type { return try convert(expression, to: .double, at: place) }
        return expression
    }

    /// A BOOLEAN.
    func condition(_ expression: Expression, at place: Int) throws(InteractionError) -> Expression {
        switch expression.type {
        case .boolean: return expression
        case .null, .variant: return try convert(expression, to: .boolean, at: place)
        case .varchar where expression.constant != nil: return try convert(expression, to: .boolean, at: place)
        case .bigint, .hugeint, .double, .decimal: return try convert(try withoutDecimal(expression, at: place), to: .boolean, at: place)
        default:
            throw source.error("A condition was expected, not a value of type \(expression.type).", at: place, hint: "compare it with something")
        }
    }

    /// A VARCHAR for `user`: text, a property's text, NULL. Anything else needs a cast, as in DuckDB.
    func text(_ expression: Expression, _ user: String, at place: Int) throws(InteractionError) -> Expression {
        switch expression.type {
        case .varchar: return expression
        case .null, .variant: return try convert(expression, to: .varchar, at: place)
        default:
            throw source.error("\(user) takes text, not \(expression.type).", at: place, hint: "convert it: CAST(... AS VARCHAR)")
        }
    }

    /// A number for `user`: BIGINT, HUGEINT, DOUBLE or a decimal constant; of a property its numbers as DOUBLE.
    func number(_ expression: Expression, _ user: String, at place: Int) throws(InteractionError) -> Expression {
        switch expression.type {
        case .bigint, .hugeint, .double, .decimal: return expression
        case .null: return .literal(.null, .bigint)
        case .variant: return try convert(expression, to: .double, at: place)
        default:
            let hint = expression.type == .varchar || expression.type == .boolean ? "convert it: CAST(... AS DOUBLE)" : nil
            throw source.error("\(user) takes numbers, not \(expression.type).", at: place, hint: hint)
        }
    }

    /// A TIMESTAMP for `user`: dates become their midnight, text constants and properties are read as timestamps.
    func timestamp(_ expression: Expression, _ user: String, at place: Int) throws(InteractionError) -> Expression {
        switch expression.type {
        case .timestamp: return expression
        case .null, .variant, .date: return try convert(expression, to: .timestamp, at: place)
        case .varchar where expression.constant != nil: return try convert(expression, to: .timestamp, at: place)
        default:
            let hint = expression.type == .varchar ? "convert it: CAST(... AS TIMESTAMP)" : nil
            throw source.error("\(user) takes a timestamp, not \(expression.type).", at: place, hint: hint)
        }
    }

    /// All values in one type, for CASE, coalesce, greatest, least. Text constants take the type of the others.
    func unify(_ values: [Expression], _ user: String, at places: [Int]) throws(InteractionError) -> [Expression] {
        if let numbers = try unifiedNumbers(values, at: places) { return numbers }
        var common: ScalarType?
        var hasTextConstant = false
        for (value, place) in zip(values, places) where value.type != .null {
            if value.type == .varchar, value.constant != nil { hasTextConstant = true; continue }
            guard let known = common else { common = value.type; continue }
            guard let joined = Self.join(known, value.type) else {
                throw source.error("\(user) gives \(known) in one place and \(value.type) in another.", at: place, hint: "convert one with CAST")
            }
            common = joined
        }
        if hasTextConstant, common == nil || common == .variant { common = .varchar }
        guard var type = common else { return values }
        if case .decimal = type, values.count > 1 { type = .double }
        var result: [Expression] = []
        for (value, place) in zip(values, places) { result.append(try convert(value, to: type, at: place)) }
        return result
    }

    /// The type that values of both types are brought to; nil when there is none.
    static func join(_ a: ScalarType, _ b: ScalarType) -> ScalarType? {
        if a == b { return a }
        switch (a, b) {
        case (.variant, let other), (let other, .variant):
            return other.isNumeric ? .double : other.isTemporal ? .timestamp : other == .interval ? nil : other
        case (.bigint, .hugeint), (.hugeint, .bigint): return .hugeint
        case (.boolean, .bigint), (.bigint, .boolean): return .bigint
        case (.timestamp, .date), (.date, .timestamp): return .timestamp
        case (.list(let x), .list(let y)): return x == .null ? b : y == .null ? a : join(x, y).map { .list($0) }
        case (.list, _), (_, .list): return nil
        case (.varchar, let other), (let other, .varchar): return other == .interval ? nil : .varchar
        default: return a.isNumeric && b.isNumeric ? .double : nil
        }
    }
}
