// The scalar functions of a plan, except those that look at some rows only (coalesce, see Evaluator).

import InteractionCoding
import InteractionModel
import InteractionPlan

enum Functions {
    static func call(
        _ function: ScalarFunction, _ arguments: [Vector], _ type: ScalarType, count: Int
    ) throws(InteractionError) -> Vector {
        switch function {
        case .greatest, .least, .nullIf: return try choose(function, arguments, type, count)
        case .concat: return try TextFunctions.concatenate(arguments, skippingNulls: true)
        case .list(let function): return try ListFunctions.call(function, arguments, type, count: count)
        case .json(let function): return try JSONFunctions.call(function, arguments, type, count: count)
        case .text(let function): return try TextCalls.call(function, arguments, type, count: count)
        default: break
        }
        guard let first = arguments.first else { return .nulls(type, count: count) }
        for argument in arguments { if case .nulls = argument.data { return .nulls(type, count: count) } }
        switch function {
        case .dateTrunc, .zonedTrunc, .localTime, .instant, .localDay, .dayStart, .datePart, .epoch, .epochMilliseconds, .epochMicroseconds,
            .timestampOfMilliseconds, .timeBucket, .dayName, .monthName:
            return try TimeFunctions.call(function, arguments, type)
        case .fitting(let width, let isTrying): return try Cast.fitted(first, width, isTrying: isTrying)
        case .abs, .round, .floor, .ceil, .sign, .sqrt, .ln, .log10, .exp, .power:
            return try MathFunctions.call(function, arguments, type)
        case .math(let function): return try NumberCalls.call(function, arguments, type, count: count)
        case .time(let function): return try TimeCalls.call(function, arguments, type, count: count)
        case .lower: return TextFunctions.map(first) { CaseMapping.lower($0) }
        case .upper: return TextFunctions.map(first) { CaseMapping.upper($0) }
        case .length: return TextFunctions.measure(first) { TextFunctions.length($0) }
        case .byteLength: return TextFunctions.measure(first) { $0.count }
        case .contains where arguments[1].isConstant:
            guard case .text(let part) = arguments[1].value(0) else { return .nulls(.boolean, count: count) }
            return TextFunctions.contains(first, Array(part.utf8))
        case .contains: return TextFunctions.compare(first, arguments[1]) { ByteSearch.firstIndex(of: Array($1), in: $0) != nil }
        case .startsWith: return TextFunctions.compare(first, arguments[1]) { $0.starts(with: $1) }
        case .endsWith: return TextFunctions.compare(first, arguments[1]) { $0.suffix($1.count).elementsEqual($1) }
        case .replace:
            return try TextFunctions.combine(arguments, count) { (_, texts) throws(InteractionError) in
                try TextFunctions.replace(texts[0], texts[1], texts[2])
            }
        case .substring, .left, .right: return try part(function, arguments, count)
        case .trim, .trimLeft, .trimRight:
            let (left, right) = (function != .trimRight, function != .trimLeft)
            if arguments.count < 2 {
                return TextFunctions.map(first) { TextFunctions.trimmed($0, [" "], left: left, right: right) }
            }
            return try TextFunctions.combine(arguments, count) { (_, texts) throws(InteractionError) in
                let marks = Set(String(decoding: texts[1], as: UTF8.self).unicodeScalars)
                return TextFunctions.trimmed(texts[0], marks, left: left, right: right)
            }
        default: throw InteractionError(.unsupported, "\(function) cannot be computed")
        }
    }

    /// Parts of texts by position.
    private static func part(
        _ function: ScalarFunction, _ arguments: [Vector], _ count: Int
    ) throws(InteractionError) -> Vector {
        let numbers = arguments.dropFirst().map { vector -> (values: [Int64], stride: Int) in
            if case .ints(let values) = vector.data { return (values, vector.stride) }
            return ([0], 0)
        }
        func argument(_ index: Int, _ row: Int) -> Int64? {
            numbers.indices.contains(index) ? numbers[index].values[row &* numbers[index].stride] : nil
        }
        return try TextFunctions.combine(arguments, count) { (row, texts) throws(InteractionError) in
            let text = texts[0]
            let size = Int64(TextFunctions.length(text))
            switch function {
            case .left:
                let wanted = argument(0, row) ?? 0
                return Array(TextFunctions.substring(text, 1, wanted >= 0 ? wanted : max(0, size + max(wanted, -size))))
            case .right:
                let wanted = argument(0, row) ?? 0
                let kept = wanted >= 0 ? min(wanted, size) : max(0, size + max(wanted, -size))
                return kept == 0 ? [] : Array(TextFunctions.substring(text, size - kept + 1, kept))
            default: return Array(TextFunctions.substring(text, argument(0, row) ?? 1, argument(1, row) ?? .max))
            }
        }
    }

    /// greatest and least skip NULLs; nullif is NULL where both are equal.
    private static func choose(
        _ function: ScalarFunction, _ arguments: [Vector], _ type: ScalarType, _ count: Int
    ) throws(InteractionError) -> Vector {
        try RowWise.map(arguments, type, count: count, skipsNulls: false) { (values) throws(InteractionError) in
            var best = values.first ?? .null
            for value in values.dropFirst() {
                if function == .nullIf {
                    if best != .null, value != .null, ResultValue.order(best, value) == 0 { best = .null }
                } else if value != .null {
                    let order = best == .null ? 0 : ResultValue.order(value, best)
                    if best == .null || (function == .greatest ? order > 0 : order < 0) { best = value }
                }
            }
            return best
        }
    }
}
