// Matches one pattern against texts, by the cheapest way that answers: bytes for a pattern without operators, the automaton for
// whether there is a match, the machine for where.

import InteractionModel
import InteractionPlan

/// Runs one pattern over texts, one after another. Keeps what it learns between texts. Used by one thread at a time.
final class RegexMatcher {
    let expression: RegularExpression
    private var automaton: RegexAutomaton?
    private var whole: RegexAutomaton?
    private var wholeMachine: RegexMachine?
    private var machine: RegexMachine

    init(_ expression: RegularExpression) {
        self.expression = expression
        automaton = RegexAutomaton(expression.program)
        machine = RegexMachine(expression.program)
    }

    /// True when the pattern stands anywhere in the text.
    func isMatch(_ text: ArraySlice<UInt8>) -> Bool {
        if let literal = expression.literal { return ByteSearch.firstIndex(of: literal, in: text) != nil }
        if let found = automaton?.isMatch(text) { return found }
        return machine.match(text, from: text.startIndex, wantsGroups: false) != nil
    }

    /// True when the pattern is the whole text.
    func isWhole(_ text: ArraySlice<UInt8>) -> Bool {
        if let literal = expression.literal { return text.elementsEqual(literal) }
        if whole == nil { whole = RegexAutomaton(expression.wholeProgram) }
        if let found = whole?.isMatch(text) { return found }
        var machine = wholeMachine ?? RegexMachine(expression.wholeProgram)
        wholeMachine = nil
        defer { wholeMachine = machine }
        return machine.match(text, from: text.startIndex, wantsGroups: false) != nil
    }

    /// The first match at or after `start`: starts and ends of the whole and of each group, as indexes of `text`; -1 for groups
    /// that took no part.
    func firstMatch(_ text: ArraySlice<UInt8>, from start: Int) -> [Int]? {
        machine.match(text, from: start, wantsGroups: true)
    }

    /// The index after the scalar at an index.
    static func scalarEnd(_ text: ArraySlice<UInt8>, _ index: Int) -> Int {
        var next = index + 1
        while next < text.endIndex, text[next] & 0xc0 == 0x80 { next += 1 }
        return next
    }

    /// All matches from left to right, none overlapping. After an empty one the search goes on one scalar later; with
    /// `skippingEmptyAfterMatch` an empty match right behind another one does not count.
    func allMatches(_ text: ArraySlice<UInt8>, skippingEmptyAfterMatch: Bool = false) -> [[Int]] {
        guard isMatch(text) else { return [] }
        var matches: [[Int]] = []
        var position = text.startIndex
        var lastEnd = -1
        while position <= text.endIndex, let match = firstMatch(text, from: position) {
            let isEmpty = match[0] == match[1]
            if isEmpty, skippingEmptyAfterMatch, match[0] == lastEnd {
                position = Self.scalarEnd(text, match[0])
                continue
            }
            matches.append(match)
            lastEnd = match[1]
            position = isEmpty && !skippingEmptyAfterMatch ? Self.scalarEnd(text, match[1]) : match[1]
        }
        return matches
    }
}
