// From a syntax tree to instructions, by Thompson's construction. They are built from the end, so that every `next` is known.

import InteractionModel

/// Builds the code of one pattern.
struct RegexCompiler {
    /// Most instructions: repetitions of repetitions grow fast.
    private static let maximumSize = 20_000
    /// Most sets times classes of scalars: running a pattern takes a flag for each.
    private static let maximumFlags = 1 << 24

    private var instructions: [RegexInstruction] = []
    private var sets: [RegexSet: Int] = [:]
    private var setList: [RegexSet] = []
    private var groupCount = 0
    private let pattern: String

    private init(_ pattern: String) { self.pattern = pattern }

    /// Errors: `.invalidQuery` when the code would be too large.
    static func compile(_ node: RegexNode, _ pattern: String) throws(InteractionError) -> RegexCode {
        var compiler = RegexCompiler(pattern)
        let end = try compiler.add(.match)
        let close = try compiler.add(.save(slot: 1, next: end))
        let body = try compiler.emit(node, close)
        let start = try compiler.add(.save(slot: 0, next: body))
        let code = RegexCode(compiler.instructions, start: start, groupCount: compiler.groupCount, sets: compiler.setList)
        guard code.sets.count * code.classes.count <= maximumFlags else {
            throw RegexSyntax.wrong("it is too large: it tells too many characters apart", pattern)
        }
        return code
    }

    private mutating func add(_ instruction: RegexInstruction) throws(InteractionError) -> Int {
        guard instructions.count < Self.maximumSize else { throw RegexSyntax.wrong("it is too large: repetitions multiply", pattern) }
        instructions.append(instruction)
        return instructions.count - 1
    }

    private mutating func set(_ set: RegexSet) -> Int {
        if let index = sets[set] { return index }
        sets[set] = setList.count
        setList.append(set)
        return setList.count - 1
    }

    /// The start of a node that goes on at `next`.
    private mutating func emit(_ node: RegexNode, _ next: Int) throws(InteractionError) -> Int {
        switch node {
        case .set(let scalars): return try add(.take(set: set(scalars), next: next))
        case .concatenation(let parts):
            var next = next
            for part in parts.reversed() { next = try emit(part, next) }
            return next
        case .alternation(let branches):
            var starts: [Int] = []
            for branch in branches { starts.append(try emit(branch, next)) }
            var start = starts.removeLast()
            for branch in starts.reversed() { start = try add(.split(branch, start)) }
            return start
        case .group(let inner, let index):
            groupCount = max(groupCount, index)
            if index > RegexCode.lastGroup { return try emit(inner, next) }
            let close = try add(.save(slot: 2 * index + 1, next: next))
            return try add(.save(slot: 2 * index, next: try emit(inner, close)))
        case .assertion(let assertion): return try add(.assert(assertion, next: next))
        case .repetition(let inner, let least, let most, let isLazy): return try emit(inner, least, most, isLazy, next)
        }
    }

    private mutating func emit(
        _ inner: RegexNode, _ least: Int, _ most: Int?, _ isLazy: Bool, _ next: Int
    ) throws(InteractionError) -> Int {
        func split(_ again: Int, _ next: Int) -> RegexInstruction { isLazy ? .split(next, again) : .split(again, next) }
        var start = next
        if let most {
            for _ in least..<max(least, most) { start = try add(split(try emit(inner, start), next)) }
        } else {
            // The loop's own split must be known before its body.
            let loop = try add(.match)
            instructions[loop] = split(try emit(inner, loop), next)
            start = loop
        }
        for _ in 0..<least {
            let before = try emit(inner, start)
            // What is always empty stays so however often it stands there; repeated empties would take for ever.
            if before == start { break }
            start = before
        }
        return start
    }
}
