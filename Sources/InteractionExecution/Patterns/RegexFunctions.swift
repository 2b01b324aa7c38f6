// The functions of regular expressions over vectors. A constant pattern is compiled once for the query; others once for each
// different pattern of a batch. Over a dictionary column each entry is matched once (see Evaluator).

import InteractionCoding
import InteractionModel
import InteractionPlan

/// Evaluates one call.
final class RegexFunctions {
    private let constant: Result<RegularExpression, InteractionError>?
    private let letters: String
    private var matchers: [String: RegexMatcher] = [:]
    /// Patterns kept at once.
    private static let maximumMatchers = 100

    init(_ constant: Result<RegularExpression, InteractionError>?, _ letters: String) {
        self.constant = constant
        self.letters = letters
    }

    func call(_ function: RegexFunction, _ arguments: [Vector], _ type: ScalarType, count: Int) throws(InteractionError) -> Vector {
        var options = try RegexOptions(letters)
        if function == .extractAll { options.isGlobal = true }
        if function == .matches, let constant, arguments[0].type == .varchar {
            let matcher = RegexMatcher(try constant.get())
            return TextFunctions.test(arguments[0]) { matcher.isMatch($0) }
        }
        return try RowWise.map(arguments, type, count: count) { [self] (values) throws(InteractionError) in
            let matcher = try matcher(values[1].plainText, options)
            return try Self.value(function, matcher, options, Array(values[0].plainText.utf8)[...], values)
        }
    }

    private func matcher(_ pattern: String, _ options: RegexOptions) throws(InteractionError) -> RegexMatcher {
        if let known = matchers[pattern] { return known }
        if matchers.count >= Self.maximumMatchers { matchers = [:] }
        let expression: RegularExpression
        if let constant { expression = try constant.get() } else { expression = try RegularExpression(pattern, options: options) }
        let made = RegexMatcher(expression)
        matchers[pattern] = made
        return made
    }

    private static func value(
        _ function: RegexFunction, _ matcher: RegexMatcher, _ options: RegexOptions, _ text: ArraySlice<UInt8>,
        _ values: [ResultValue]
    ) throws(InteractionError) -> ResultValue {
        switch function {
        case .matches: return .bool(matcher.isMatch(text))
        case .fullMatch: return .bool(matcher.isWhole(text))
        case .replace:
            return .text(String(decoding: try replaced(matcher, options, text, Array(values[2].plainText.utf8)), as: UTF8.self))
        case .extract:
            guard let group = try group(values), let found = matcher.firstMatch(text, from: text.startIndex) else { return .text("") }
            return .text(part(found, group, text))
        case .extractAll:
            guard let group = try group(values) else { return .null }
            guard group <= matcher.expression.groupCount else {
                throw InteractionError(
                    .invalidQuery, "the regular expression has \(matcher.expression.groupCount) groups, there is no group \(group)")
            }
            return .list(matcher.allMatches(text).map { .text(part($0, group, text)) })
        case .split: return .list(split(matcher, text))
        }
    }

    private static func group(_ values: [ResultValue]) throws(InteractionError) -> Int? {
        guard values.count > 2, case .int(let number) = values[2] else { return nil }
        guard number >= 0, number <= 9 else { throw InteractionError(.invalidQuery, "the group of a regular expression is from 0 to 9") }
        return Int(number)
    }

    /// The text of a group; empty when it took no part or there is none.
    private static func part(_ match: [Int], _ group: Int, _ text: ArraySlice<UInt8>) -> String {
        guard match.indices.contains(2 * group + 1), match[2 * group] >= 0, match[2 * group + 1] >= match[2 * group] else { return "" }
        return String(decoding: text[match[2 * group]..<match[2 * group + 1]], as: UTF8.self)
    }

    /// RE2's rewriting: `\0` to `\9` are groups, `\\` is a backslash.
    private static func replaced(
        _ matcher: RegexMatcher, _ options: RegexOptions, _ text: ArraySlice<UInt8>, _ rewrite: [UInt8]
    ) throws(InteractionError) -> [UInt8] {
        try checkRewrite(rewrite, matcher.expression.groupCount)
        let matches = options.isGlobal ? matcher.allMatches(text, skippingEmptyAfterMatch: true) : matcher.firstMatch(text, from: text.startIndex).map { [$0] } ?? []
        var result: [UInt8] = []
        var end = text.startIndex
        for match in matches {
            result += text[end..<match[0]]
            var index = 0
            while index < rewrite.count {
                if rewrite[index] == 92, index + 1 < rewrite.count {
                    index += 1
                    if rewrite[index] == 92 {
                        result.append(92)
                    } else {
                        result += Array(part(match, Int(rewrite[index]) - 48, text).utf8)
                    }
                } else {
                    result.append(rewrite[index])
                }
                index += 1
            }
            end = match[1]
            if result.count > ValueLimit.textBytes { throw ValueLimit.tooLong("regexp_replace") }
        }
        return result + text[end...]
    }

    private static func checkRewrite(_ rewrite: [UInt8], _ groups: Int) throws(InteractionError) {
        var index = 0
        while index < rewrite.count {
            guard rewrite[index] == 92 else {
                index += 1
                continue
            }
            guard index + 1 < rewrite.count, rewrite[index + 1] == 92 || (48...57).contains(rewrite[index + 1]) else {
                throw InteractionError(.invalidQuery, "the replacement of regexp_replace has a \\ without a digit", hint: "write \\\\ for a backslash")
            }
            if rewrite[index + 1] != 92, Int(rewrite[index + 1]) - 48 > groups {
                throw InteractionError(
                    .invalidQuery, "the replacement of regexp_replace asks for group \(rewrite[index + 1] - 48), the pattern has \(groups)")
            }
            index += 2
        }
    }

    /// The parts between matches. An empty match splits after one scalar, as in DuckDB.
    private static func split(_ matcher: RegexMatcher, _ text: ArraySlice<UInt8>) -> [ResultValue] {
        var parts: [ResultValue] = []
        var rest = text
        while !rest.isEmpty, let match = matcher.firstMatch(rest, from: rest.startIndex) {
            var (start, end) = (match[0], match[1])
            if start == rest.startIndex, end == start {
                start = RegexMatcher.scalarEnd(rest, start)
                end = start
                if start >= rest.endIndex { break }
            }
            parts.append(.text(String(decoding: rest[..<start], as: UTF8.self)))
            rest = rest[end...]
        }
        return parts + [.text(String(decoding: rest, as: UTF8.self))]
    }
}
