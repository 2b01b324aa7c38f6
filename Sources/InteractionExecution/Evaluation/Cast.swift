// Conversions between types: DuckDB's rules for plain types, DESIGN 6's for variants read by their use.

import InteractionCoding
import InteractionModel
import InteractionPlan

enum Cast {
    static func apply(_ a: Vector, _ type: ScalarType, _ mode: CastMode) throws(InteractionError) -> Vector {
        if a.type == .variant, type == .variant, mode == .use { return VariantViews.numbers(a) }
        if a.type == type { return a }
        if case .nulls = a.data { return .nulls(type, count: a.count) }
        if a.type == .variant {
            if type == .varchar { return VariantViews.text(a) }
            if mode == .use { return VariantViews.used(a, as: type) }
        }
        if case .list(let element) = type { return try lists(a, element, mode) }
        var result = a
        result.type = type
        switch (a.data, type) {
        case (.text, .varchar): return result
        case (.ints(let values), .double) where a.type != .date && a.type != .timestamp:
            result.data = .doubles(values.map { Double($0) })
        case (.ints, .variant), (.doubles, .variant): return result
        case (.ints(let values), .hugeint): result.data = .hugeints(values.map { Int128($0) })
        case (.ints(let values), .boolean): result.data = .bools(values.map { $0 == 0 ? 0 : 1 })
        case (.ints(let values), .timestamp) where a.type == .date:
            result.data = .ints(values.map { $0 &* Timestamp.microsecondsPerDay })
        case (.ints(let values), .date) where a.type == .timestamp:
            result.data = .ints(values.map { Int64(Timestamp(microseconds: $0).day.number) })
        case (.hugeints(let values), .double) where a.type == .hugeint: result.data = .doubles(values.map { Double($0) })
        case (.bools(let values), .bigint): result.data = .ints(values.map { Int64($0) })
        case (.bools(let values), .hugeint): result.data = .hugeints(values.map { Int128($0) })
        case (.bools(let values), .double): result.data = .doubles(values.map { Double($0) })
        case (.bools, .boolean), (.ints, .bigint), (.doubles, .double): return result
        case (.doubles(let values), .boolean): result.data = .bools(values.map { $0 == 0 ? 0 : 1 })
        case (_, .varchar): return try text(a)
        default: return try oneByOne(a, type, mode)
        }
        return result
    }

    /// Lists with their elements converted; elements that no row has are not looked at, as they must not raise.
    private static func lists(_ a: Vector, _ element: ScalarType, _ mode: CastMode) throws(InteractionError) -> Vector {
        guard let (spans, elements) = a.spans() else { return .nulls(.list(element), count: a.count) }
        var rows: [UInt32] = []
        var compact: [ListSpan] = []
        for (row, span) in spans.enumerated() {
            let isNull = a.validity.map { $0[row] == 0 } ?? false
            compact.append(ListSpan(start: rows.count, count: isNull ? 0 : Int(span.count)))
            if !isNull { rows.append(contentsOf: span.start..<span.start + span.count) }
        }
        let converted = try apply(elements.gathered(rows), element, mode)
        var result = a
        result.type = .list(element)
        result.data = .lists(compact, ListElements(converted))
        return result
    }

    /// BIGINTs that a narrower type holds. Errors: `.invalidQuery` for one that it does not, unless it is to be NULL.
    static func fitted(_ a: Vector, _ width: IntegerWidth, isTrying: Bool) throws(InteractionError) -> Vector {
        guard case .ints(let values) = a.data else { return a }
        let range = width.range
        var valid: [UInt8]?
        for (row, value) in values.enumerated() where !range.contains(value) && a.validity.map({ $0[row] != 0 }) ?? true {
            guard isTrying else {
                throw InteractionError(
                    .invalidQuery, "\(value) is out of the range of \(width.rawValue), \(range.lowerBound) to \(range.upperBound)",
                    hint: "TRY_CAST gives NULL instead")
            }
            if valid == nil { valid = a.validity ?? [UInt8](repeating: 1, count: values.count) }
            valid?[row] = 0
        }
        guard let valid else { return a }
        var result = a
        result.validity = valid
        return result
    }

    /// Values as text, each different one printed once for its run.
    private static func text(_ a: Vector) throws(InteractionError) -> Vector {
        var table = StringTable()
        let rows = a.isConstant ? min(1, a.count) : a.count
        var codes: [UInt32] = []
        codes.reserveCapacity(rows)
        for row in 0..<rows { codes.append(a.isNull(row) ? 0 : try table.interned(a.value(row).plainText) + 1) }
        return Vector(.varchar, .text(codes, table.dictionary()), count: a.count, isConstant: a.isConstant)
    }

    /// Conversions that can fail.
    private static func oneByOne(_ a: Vector, _ type: ScalarType, _ mode: CastMode) throws(InteractionError) -> Vector {
        var builder = VectorBuilder(type)
        let rows = a.isConstant ? min(1, a.count) : a.count
        for row in 0..<rows {
            let value = a.value(row)
            if value == .null {
                builder.append(.null)
            } else if let converted = convert(value, type) {
                builder.append(converted)
            } else if mode == .raising {
                throw InteractionError(
                    .invalidQuery, "\(Literal.quoted(value.plainText)) cannot be read as \(type)",
                    hint: "TRY_CAST gives NULL instead")
            } else {
                builder.append(.null)
            }
        }
        var result = builder.finish()
        result.isConstant = a.isConstant
        result.count = a.count
        return result
    }

    /// One value as another type; nil when it has no such value.
    static func convert(_ value: ResultValue, _ type: ScalarType) -> ResultValue? {
        switch (value, type) {
        case (.text(let text), _), (.number(let text), _): return parse(text, type)
        case (.json, _): return nil
        case (.bool(let flag), .boolean): return .bool(flag)
        case (.bool(let flag), .bigint): return .int(flag ? 1 : 0)
        case (.bool(let flag), .hugeint): return .hugeint(flag ? 1 : 0)
        case (.bool(let flag), .double): return .double(flag ? 1 : 0)
        case (.int(let number), .bigint): return .int(number)
        case (.int(let number), .hugeint): return .hugeint(Int128(number))
        case (.int(let number), .double): return .double(Double(number))
        case (.int(let number), .boolean): return .bool(number != 0)
        case (.hugeint(let number), .bigint): return Int64(exactly: number).map { .int($0) }
        case (.hugeint(let number), .double): return .double(Double(number))
        case (.hugeint(let number), .boolean): return .bool(number != 0)
        case (.double(let number), .bigint): return Int64(exactly: number.rounded(.toNearestOrEven)).map { .int($0) }
        case (.double(let number), .hugeint): return Int128(exactly: number.rounded(.toNearestOrEven)).map { .hugeint($0) }
        case (.double(let number), .double): return .double(number)
        case (.double(let number), .boolean): return .bool(number != 0)
        default: return nil
        }
    }

    private static func parse(_ text: String, _ type: ScalarType) -> ResultValue? {
        switch type {
        case .boolean: TextConversion.boolean(text).map { .bool($0) }
        case .bigint: TextConversion.integer(text).flatMap { Int64(exactly: $0) }.map { .int($0) }
        case .hugeint: TextConversion.integer(text).map { .hugeint($0) }
        case .double: TextConversion.double(text).map { .double($0) }
        case .timestamp: TemporalText.timestamp(text).map { .timestamp($0) }
        case .date: TemporalText.date(text).map { .date($0) }
        case .interval: TemporalText.interval(text).map { .interval($0) }
        case .varchar: .text(text)
        case .decimal, .null, .variant, .list: nil
        }
    }
}
