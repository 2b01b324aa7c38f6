// The engine of regular expressions against a backtracking matcher written from the meaning of the syntax, on random patterns and
// texts; its limits; and that no pattern takes more than linear time.
import InteractionExecution
import InteractionModel
import InteractionPlan
import Testing

/// A pattern as the naive matcher reads it: the syntax tree from which the text is made.
private indirect enum Pattern {
    case scalar(Character)
    case any
    case oneOf([Character], isNegated: Bool)
    case sequence([Pattern])
    case either(Pattern, Pattern)
    case times(Pattern, Int, Int?, isLazy: Bool)
    case group(Pattern)
    case start, end, boundary

    var text: String {
        switch self {
        case .scalar(let character): return String(character)
        case .any: return "."
        case .oneOf(let list, let isNegated): return "[" + (isNegated ? "^" : "") + String(list) + "]"
        case .sequence(let parts): return parts.map(\.text).joined()
        case .either(let a, let b): return "(?:" + a.text + "|" + b.text + ")"
        case .group(let inner): return "(" + inner.text + ")"
        case .times(let inner, let least, let most, let isLazy):
            let counts =
                switch (least, most) {
                case (0, nil): "*"
                case (1, nil): "+"
                case (0, 1): "?"
                default: "{\(least),\(most.map { "\($0)" } ?? "")}"
                }
            return "(?:" + inner.text + ")" + counts + (isLazy ? "?" : "")
        case .start: return "^"
        case .end: return "$"
        case .boundary: return "\\b"
        }
    }

    static func random(_ random: inout SplitMix, _ depth: Int) -> Pattern {
        let letters: [Character] = ["a", "b", "c", "é"]
        if depth == 0 || random.chance(30) {
            switch random.below(8) {
            case 0: return .any
            case 1: return .oneOf([random.pick(letters), random.pick(letters)], isNegated: random.chance(40))
            case 2: return random.pick([.start, .end, .boundary])
            default: return .scalar(random.pick(letters))
            }
        }
        switch random.below(5) {
        case 0: return .either(.random(&random, depth - 1), .random(&random, depth - 1))
        case 1: return .group(.random(&random, depth - 1))
        case 2:
            let least = random.below(3)
            let most: Int? = random.chance(40) ? nil : least + random.below(3)
            // What may be empty is not repeated: there the two readings of Perl and RE2 part.
            let inner = Pattern.random(&random, depth - 1)
            return inner.canBeEmpty ? inner : .times(inner, least, most, isLazy: random.chance(30))
        default: return .sequence((0..<2 + random.below(2)).map { _ in .random(&random, depth - 1) })
        }
    }

    var canBeEmpty: Bool {
        switch self {
        case .scalar, .any, .oneOf: false
        case .start, .end, .boundary: true
        case .sequence(let parts): parts.allSatisfy(\.canBeEmpty)
        case .either(let a, let b): a.canBeEmpty || b.canBeEmpty
        case .group(let inner): inner.canBeEmpty
        case .times(let inner, let least, _, _): least == 0 || inner.canBeEmpty
        }
    }
}

/// Backtracking in the order of preference.
private struct NaiveMatcher {
    let text: [Character]
    var steps = 0

    mutating func match(_ pattern: Pattern, _ index: Int, _ rest: (inout NaiveMatcher, Int) -> Int?) -> Int? {
        steps += 1
        if steps > 200_000 { return nil }
        switch pattern {
        case .scalar(let character): return index < text.count && text[index] == character ? rest(&self, index + 1) : nil
        case .any: return index < text.count && text[index] != "\n" ? rest(&self, index + 1) : nil
        case .oneOf(let list, let isNegated):
            return index < text.count && list.contains(text[index]) != isNegated ? rest(&self, index + 1) : nil
        case .start: return index == 0 ? rest(&self, index) : nil
        case .end: return index == text.count ? rest(&self, index) : nil
        case .boundary:
            func isWord(_ index: Int) -> Bool { text.indices.contains(index) && text[index].isASCII && text[index].isLetter }
            return isWord(index - 1) != isWord(index) ? rest(&self, index) : nil
        case .group(let inner): return match(inner, index, rest)
        case .either(let a, let b): return match(a, index, rest) ?? match(b, index, rest)
        case .sequence(let parts):
            guard let first = parts.first else { return rest(&self, index) }
            return match(first, index) { matcher, next in matcher.match(.sequence(Array(parts.dropFirst())), next, rest) }
        case .times(let inner, let least, let most, let isLazy):
            func again(_ matcher: inout NaiveMatcher) -> Int? {
                guard most != 0 else { return nil }
                return matcher.match(inner, index) { matcher, next in
                    matcher.match(.times(inner, max(0, least - 1), most.map { $0 - 1 }, isLazy: isLazy), next, rest)
                }
            }
            if least > 0 { return again(&self) }
            return isLazy ? rest(&self, index) ?? again(&self) : again(&self) ?? rest(&self, index)
        }
    }

    /// Start and end of the first match in characters.
    mutating func first(_ pattern: Pattern) -> (Int, Int)? {
        for start in 0...text.count {
            if let end = match(pattern, start, { _, end in end }) { return (start, end) }
        }
        return nil
    }
}

@Suite struct RegularExpressionTests {
    @Test(arguments: 1...6) func randomPatternsMatchAsBacktracking(_ seed: Int) throws {
        var random = SplitMix(seed: UInt64(seed))
        var matched = 0
        for _ in 0..<700 {
            let pattern = Pattern.random(&random, 3)
            let expression = try RegularExpression(pattern.text)
            for _ in 0..<4 {
                let text = (0..<random.below(9)).map { _ in random.pick(["a", "b", "c", "é", "d"] as [Character]) }
                var naive = NaiveMatcher(text: text)
                let expected = naive.first(pattern)
                if naive.steps > 200_000 { continue }
                let answer = expression.answers(String(text))
                let bytes = expected.map { (String(text[..<$0.0]).utf8.count, String(text[..<$0.1]).utf8.count) }
                let place = "/\(pattern.text)/ on '\(String(text))'"
                #expect(answer.isMatch == (expected != nil), "\(place)")
                #expect(answer.start == bytes?.0 && answer.end == bytes?.1, "\(place): \(answer) for \(String(describing: bytes))")
                if expected != nil { matched += 1 }
            }
        }
        #expect(matched > 500, "too few patterns matched to mean anything: \(matched)")
    }

    /// A matcher that goes back and tries again would not end in a lifetime; the limit only ends such a run.
    @Test(.timeLimit(.minutes(10)), arguments: ["(a*)*b", "(a|aa)+$", "(x+x+)+y", "(.*)(.*)(.*)(.*)(.*)[^a]", "a{0,500}a{0,500}$b", "((a?){30})a{30}c"])
    func noPatternTakesLong(_ pattern: String) throws {
        let expression = try RegularExpression(pattern)
        let answer = expression.answers(String(repeating: "a", count: 400))
        #expect(answer.isMatch == (pattern == "(a|aa)+$"))
    }

    /// Repeated empties, one in another, would be written out 10^30 times.
    @Test(.timeLimit(.minutes(5))) func repeatedEmptiesEnd() throws {
        var pattern = "(?:)"
        for _ in 0..<10 { pattern = "(?:\(pattern)){1000}" }
        #expect(try RegularExpression(pattern + "a").answers("ba") == (true, 1, 2))
        #expect(try RegularExpression("(?:a{0}){1000}(?:b{0}|){5}c").answers("abc") == (true, 2, 3))
    }

    /// Groups that nothing can ask for take no room: 5,000 of them were 10,000 numbers for each way through the pattern.
    @Test func groupsBeyondNineTakeNoSlots() throws {
        #expect(try RegexSyntax(String(repeating: "(a)|", count: 4000) + "b").code.slotCount == 20)
        let rows = try Answers.ask(
            "SELECT regexp_extract('abcdefghijkl', '(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)(k)(l)', 9), regexp_replace('xabcdefghijky', '(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)(k)', '\\9\\1')", [])
        #expect(rows == [[.text("i"), .text("xiay")]])
    }

    @Test func partsBetweenMatches() throws {
        let rows = try Answers.ask(
            "SELECT len(string_split_regex(repeat('a,', 20000), ',')), string_split_regex('äb1c22d', '[0-9]+'), string_split_regex('äbc', ''), string_split_regex('xaxb', '^x')", [])
        #expect(rows == [[.int(20001), .list([.text("äb"), .text("c"), .text("d")]), .list([.text("ä"), .text("b"), .text("c")]), .list([.text(""), .text("axb")])]])
    }

    @Test(arguments: [
        ("((a{100}){100}){100}", "too large"), ("a{1001}", "repetition"), ("(", "no )"), (")", "without ("), ("[a", "no ]"), ("a**", "repeated"),
        ("*a", "nothing to repeat"), ("(?=a)", "look-around"), ("(a)\\1", "references back"), ("\\p{Greek}", "general categories"),
        ("\\pX", "general categories"), ("\\", "at the end"), ("[b-a]", "wrong way round"), ("(?P<>a)", "name"), ("\\x{110000}", "no character"),
        (String(String.UnicodeScalarView((0x4e00..<0x6000).compactMap { Unicode.Scalar($0) })) + ".", "too many characters"), ("[[:word:]", "no ]"), ("\\C", "not supported"), (String(repeating: "(", count: 300), "deeper"),
    ])
    func wrongPatternsAreTold(_ pattern: String, _ reason: String) {
        do throws(InteractionError) {
            _ = try RegularExpression(pattern)
            Issue.record("\(pattern) is taken")
        } catch {
            #expect(error.code == .invalidQuery && "\(error)".contains(reason), "\(error)")
        }
    }

    @Test func anyBytesAreAPatternOrAnError() {
        var random = SplitMix(seed: 5)
        let pieces = ["(", ")", "[", "]", "{", "}", "*", "+", "?", "|", "\\", "^", "$", ".", "-", ":", "a", "é", "1", ",", "(?", "[[:", "\\p{", "\\x", "\\Q", "i", "P<", "0"]
        var taken = 0
        for _ in 0..<4000 {
            let pattern = (0..<random.below(12)).map { _ in random.pick(pieces) }.joined()
            guard let expression = try? RegularExpression(pattern) else { continue }
            taken += 1
            _ = expression.answers("aé1,-(")
        }
        #expect(taken > 300)
    }
}
