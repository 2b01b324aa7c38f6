// Function calls: which function a name is, how many arguments it takes, and of which types. Names that are functions in
// DuckDB but not here are told as unknown with the nearest one that is.

import InteractionModel

/// What a plain function takes for one argument.
package enum ParameterKind: Sendable { case text, double, bigint, timestamp }

/// A function whose arguments have fixed kinds.
package struct FunctionSignature: Sendable {
    package var function: ScalarFunction
    package var parameters: [ParameterKind]
    /// How many of the last parameters may be left out.
    package var optional: Int
    package var result: ScalarType

    /// True for functions whose answer depends on the zone.
    package var readsLocalClock: Bool { function == .dayName || function == .monthName }

    private init(_ function: ScalarFunction, _ parameters: [ParameterKind], optional: Int = 0, _ result: ScalarType) {
        self.function = function
        self.parameters = parameters
        self.optional = optional
        self.result = result
    }

    /// By name, aliases included.
    package static let all: [String: FunctionSignature] = {
        var all: [String: FunctionSignature] = [
            "epoch_ms": Self(.epochMilliseconds, [.timestamp], .bigint),
            "epoch_us": Self(.epochMicroseconds, [.timestamp], .bigint),
            "make_timestamp_ms": Self(.timestampOfMilliseconds, [.bigint], .timestamp),
            "dayname": Self(.dayName, [.timestamp], .varchar),
            "monthname": Self(.monthName, [.timestamp], .varchar),
            "floor": Self(.floor, [.double], .double),
            "ceil": Self(.ceil, [.double], .double),
            "sign": Self(.sign, [.double], .bigint),
            "sqrt": Self(.sqrt, [.double], .double),
            "ln": Self(.ln, [.double], .double),
            "log10": Self(.log10, [.double], .double),
            "exp": Self(.exp, [.double], .double),
            "pow": Self(.power, [.double, .double], .double),
            "lower": Self(.lower, [.text], .varchar),
            "upper": Self(.upper, [.text], .varchar),
            "length": Self(.length, [.text], .bigint),
            "strlen": Self(.byteLength, [.text], .bigint),
            "substring": Self(.substring, [.text, .bigint, .bigint], optional: 1, .varchar),
            "trim": Self(.trim, [.text, .text], optional: 1, .varchar),
            "ltrim": Self(.trimLeft, [.text, .text], optional: 1, .varchar),
            "rtrim": Self(.trimRight, [.text, .text], optional: 1, .varchar),
            "replace": Self(.replace, [.text, .text, .text], .varchar),
            "contains": Self(.contains, [.text, .text], .boolean),
            "starts_with": Self(.startsWith, [.text, .text], .boolean),
            "ends_with": Self(.endsWith, [.text, .text], .boolean),
            "left": Self(.left, [.text, .bigint], .varchar),
            "right": Self(.right, [.text, .bigint], .varchar),
            "strpos": Self(.text(.position), [.text, .text], .bigint),
            "split_part": Self(.text(.splitPart), [.text, .text, .bigint], .varchar),
            "string_split": Self(.text(.split), [.text, .text], .list(.varchar)),
            "lpad": Self(.text(.padLeft), [.text, .bigint, .text], .varchar),
            "rpad": Self(.text(.padRight), [.text, .bigint, .text], .varchar),
            "reverse": Self(.text(.reverse), [.text], .varchar),
            "repeat": Self(.text(.repeat), [.text, .bigint], .varchar),
            "translate": Self(.text(.translate), [.text, .text, .text], .varchar),
            "ascii": Self(.text(.ascii), [.text], .bigint),
            "unicode": Self(.text(.unicode), [.text], .bigint),
            "chr": Self(.text(.chr), [.bigint], .varchar),
            "levenshtein": Self(.text(.levenshtein), [.text, .text], .bigint),
            "hamming": Self(.text(.hamming), [.text, .text], .bigint),
            "bit_length": Self(.text(.bitLength), [.text], .bigint),
            "length_grapheme": Self(.text(.graphemes), [.text], .bigint),
            "url_encode": Self(.text(.urlEncode), [.text], .varchar),
            "url_decode": Self(.text(.urlDecode), [.text], .varchar),
            "cbrt": Self(.math(.cbrt), [.double], .double),
            "log2": Self(.math(.log2), [.double], .double),
            "sin": Self(.math(.sin), [.double], .double),
            "cos": Self(.math(.cos), [.double], .double),
            "tan": Self(.math(.tan), [.double], .double),
            "asin": Self(.math(.asin), [.double], .double),
            "acos": Self(.math(.acos), [.double], .double),
            "atan": Self(.math(.atan), [.double], .double),
            "sinh": Self(.math(.sinh), [.double], .double),
            "cosh": Self(.math(.cosh), [.double], .double),
            "tanh": Self(.math(.tanh), [.double], .double),
            "asinh": Self(.math(.asinh), [.double], .double),
            "acosh": Self(.math(.acosh), [.double], .double),
            "atanh": Self(.math(.atanh), [.double], .double),
            "cot": Self(.math(.cot), [.double], .double),
            "degrees": Self(.math(.degrees), [.double], .double),
            "radians": Self(.math(.radians), [.double], .double),
            "gamma": Self(.math(.gamma), [.double], .double),
            "lgamma": Self(.math(.lgamma), [.double], .double),
            "even": Self(.math(.even), [.double], .double),
            "atan2": Self(.math(.atan2), [.double, .double], .double),
            "nextafter": Self(.math(.nextAfter), [.double, .double], .double),
            "fmod": Self(.math(.floorRemainder), [.double, .double], .double),
            "fdiv": Self(.math(.floorQuotient), [.double, .double], .double),
            "isnan": Self(.math(.isNaN), [.double], .boolean),
            "isinf": Self(.math(.isInfinite), [.double], .boolean),
            "isfinite": Self(.math(.isFinite), [.double], .boolean),
            "signbit": Self(.math(.signBit), [.double], .boolean),
            "gcd": Self(.math(.gcd), [.bigint, .bigint], .bigint),
            "lcm": Self(.math(.lcm), [.bigint, .bigint], .bigint),
            "xor": Self(.math(.xor), [.bigint, .bigint], .bigint),
            "bit_count": Self(.math(.bitCount), [.bigint], .bigint),
            "factorial": Self(.math(.factorial), [.bigint], .hugeint),
            "regexp_escape": Self(.text(.escapePattern), [.text], .varchar),
        ]
        let aliases = [
            "ceiling": "ceil", "power": "pow", "lcase": "lower", "ucase": "upper", "len": "length", "substr": "substring",
            "prefix": "starts_with", "suffix": "ends_with", "char_length": "length", "character_length": "length",
            "instr": "strpos", "position": "strpos", "split": "string_split", "str_split": "string_split", "string_to_array": "string_split",
            "greatest_common_divisor": "gcd", "least_common_multiple": "lcm", "ord": "unicode", "editdist3": "levenshtein", "mismatches": "hamming",
        ]
        for (alias, name) in aliases { all[alias] = all[name] }
        return all
    }()

    /// Functions with rules of their own (Binder+Functions).
    package static let special: Set<String> = [
        "coalesce", "ifnull", "nullif", "if", "greatest", "least", "abs", "round", "date_trunc", "datetrunc", "date_part",
        "datepart", "time_bucket", "epoch", "concat", "now", "get_current_timestamp", "current_date", "today",
        "current_localtimestamp", "mod", "concat_ws", "timezone", "epoch_ns", "nanosecond", "transaction_timestamp",
        "to_years", "to_quarters", "to_months", "to_weeks", "to_days", "to_hours", "to_minutes", "to_seconds", "to_milliseconds",
        "to_microseconds", "to_decades", "to_centuries", "to_millennia",
        "log", "trunc", "round_even", "roundbankers", "pi", "add", "subtract", "multiply", "divide", "typeof",
    ]

    /// `year(x)` and its like are `date_part('year', x)`.
    package static let parts: Set<String> = [
        "year", "month", "day", "hour", "minute", "second", "millisecond", "microsecond", "quarter", "week", "dayofweek",
        "weekday", "isodow", "dayofyear", "dayofmonth", "weekofyear", "isoyear", "decade", "century", "millennium",
        "era", "julian", "yearweek", "timezone_hour", "timezone_minute",
    ]

    /// Known in DuckDB as functions over windows, refused by that name.
    static let windows: Set<String> = [
        "row_number", "rank", "dense_rank", "percent_rank", "cume_dist", "ntile", "lag", "lead", "first_value",
        "last_value", "nth_value",
    ]
}

extension Binder {
    mutating func bindCall(_ call: CallSyntax, _ syntax: ExpressionSyntax, in clause: BindingClause) throws(InteractionError) -> Expression {
        let place = syntax.range.lowerBound
        if AggregateName.all.contains(call.name) { return try bindAggregate(call, in: clause, at: place) }
        if FunctionSignature.windows.contains(call.name) { throw source.error("Window functions are not supported.", at: place) }
        let isPart = FunctionSignature.parts.contains(call.name)
        let isList = Self.listFunctions[call.name] != nil
        let isRegex = Self.regexFunctions[call.name] != nil
        let isTime = Self.timeFunctions.contains(call.name)
        let isJSON = Self.jsonFunctions[call.name] != nil
        guard isPart || isList || isRegex || isTime || isJSON || FunctionSignature.all[call.name] != nil || FunctionSignature.special.contains(call.name) else {
            let known = FunctionSignature.all.keys.sorted() + FunctionSignature.special.sorted() + FunctionSignature.parts.sorted() + AggregateName.all.sorted()
                + Self.listFunctions.keys.sorted() + Self.regexFunctions.keys.sorted() + Self.timeFunctions.sorted()
                + Self.jsonFunctions.keys.sorted()
            let near = NameDistance.nearest(to: call.name, among: known)
            throw source.error("There is no function \(call.name)().", at: place, hint: near.map { "did you mean \($0)?" })
        }
        if call.isStar || call.isDistinct || call.filter != nil || !call.order.isEmpty {
            let what = call.isStar ? "*" : call.isDistinct ? "DISTINCT" : call.filter != nil ? "FILTER" : "ORDER BY"
            throw source.error("\(call.name)() is no aggregate: it does not take \(what).", at: place)
        }
        var arguments: [Expression] = []
        for argument in call.arguments { arguments.append(try bind(argument, in: clause)) }
        let places = call.arguments.map(\.place)
        if call.name == "timezone", arguments.count == 2 {
            return try atTimeZone(arguments[0], arguments[1], writtenAs: call.arguments[1], places, in: clause)
        }
        if isPart { return try datePart(call.name, arguments, call.name, places, at: place) }
        if isJSON { return try jsonCall(call.name, arguments, places, at: place) }
        if isTime { return try timeCall(call.name, arguments, places, at: place) }
        if isRegex { return try regexCall(call.name, arguments, places, at: place) }
        if isList { return try listCall(call.name, arguments, places, at: place) }
        if call.name == "contains", let first = arguments.first, first.type.element != nil {
            return try listCall("list_contains", arguments, places, at: place)
        }
        if call.name == "len" || call.name == "length", let first = arguments.first, first.type.element != nil {
            return try listCall("array_length", arguments, places, at: place)
        }
        if let signature = FunctionSignature.all[call.name] { return try bindPlain(call.name, signature, arguments, places, at: place) }
        return try bindSpecial(call.name, arguments, places, at: place)
    }

    /// Refuses a wrong number of arguments.
    func expectArguments(_ count: Int, _ allowed: ClosedRange<Int>, _ name: String, at place: Int) throws(InteractionError) {
        if allowed.contains(count) { return }
        let wanted =
            allowed.upperBound == Int.max
            ? "at least \(allowed.lowerBound)"
            : allowed.count == 1 ? "\(allowed.lowerBound)" : "\(allowed.lowerBound) to \(allowed.upperBound)"
        let noun = wanted == "1" || wanted.hasSuffix("least 1") ? "argument" : "arguments"
        throw source.error("\(name)() takes \(wanted) \(noun), not \(count).", at: place)
    }

    private func bindPlain(
        _ name: String, _ signature: FunctionSignature, _ arguments: [Expression], _ places: [Int], at place: Int
    ) throws(InteractionError) -> Expression {
        let most = signature.parameters.count
        try expectArguments(arguments.count, (most - signature.optional)...most, name, at: place)
        var converted: [Expression] = []
        for (index, argument) in arguments.enumerated() {
            let user = "\(name)()"
            let value: Expression
            switch signature.parameters[index] {
            case .text: value = try text(argument, user, at: places[index])
            case .timestamp: value = try timestamp(argument, user, at: places[index])
            case .double: value = try convert(try number(argument, user, at: places[index]), to: .double, at: places[index])
            case .bigint: value = try convert(try number(argument, user, at: places[index]), to: .bigint, at: places[index])
            }
            converted.append(signature.readsLocalClock ? onLocalClock(value) : value)
        }
        return .call(signature.function, converted, signature.result)
    }
}
