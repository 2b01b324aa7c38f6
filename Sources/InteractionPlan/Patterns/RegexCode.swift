// What a regular expression is compiled to: instructions over sets of scalars.

/// One instruction; `next` is where it goes on.
package enum RegexInstruction: Sendable {
    /// Takes one scalar in the set of this number.
    case take(set: Int, next: Int)
    /// Goes on in both places, preferring the first.
    case split(Int, Int)
    /// Notes the position in a slot: 2g and 2g + 1 are start and end of group g.
    case save(slot: Int, next: Int)
    case assert(RegexAssertion, next: Int)
    case match
}

/// What holds between two scalars of a text.
package enum RegexAssertion: Int, Sendable, Hashable {
    case textStart, textEnd, lineStart, lineEnd, wordBoundary, noWordBoundary
}

/// Instructions and the sets they name. All places and numbers are inside.
package struct RegexCode: Sendable {
    package let instructions: [RegexInstruction]
    /// Where a match begins.
    package let start: Int
    /// Number of groups in parentheses.
    package let groupCount: Int
    package let sets: [RegexSet]

    /// Groups that anything can ask for: those of `\0` to `\9`. Others take no slots.
    package static let lastGroup = 9

    /// Slots that instructions write: two for the whole match and for each group that can be asked for.
    package var slotCount: Int { (min(groupCount, Self.lastGroup) + 1) * 2 }

    /// The first scalar of each class of scalars that no set tells apart, ascending; the first is 0.
    package let classes: [UInt32]

    init(_ instructions: [RegexInstruction], start: Int, groupCount: Int, sets: [RegexSet]) {
        self.instructions = instructions
        self.start = start
        self.groupCount = groupCount
        self.sets = sets
        var bounds: Set<UInt32> = [0]
        for set in sets { for range in set.ranges { bounds.formUnion([range.lowerBound, range.upperBound + 1]) } }
        classes = bounds.filter { $0 <= RegexSet.last }.sorted()
    }
}
