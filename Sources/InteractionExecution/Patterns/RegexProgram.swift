// A regular expression ready to run: instructions over classes of scalars. All scalars that no set of the pattern tells apart are
// one class, so that a set is a short row of flags and a step costs one look-up for ASCII.

import InteractionPlan

/// Instructions and classes.
struct RegexProgram: Sendable {
    let instructions: [RegexInstruction]
    let start: Int
    let groupCount: Int
    let slotCount: Int
    /// First scalar of each class, ascending; the first is 0.
    private let firsts: [UInt32]
    /// Class by ASCII scalar.
    private let ascii: [UInt16]
    /// Flags by class, of each set.
    private let sets: [[Bool]]
    var classCount: Int { firsts.count }

    init(_ code: RegexCode) {
        instructions = code.instructions
        start = code.start
        groupCount = code.groupCount
        slotCount = code.slotCount
        let firsts = code.classes
        self.firsts = firsts
        sets = code.sets.map { set in firsts.map { set.contains($0) } }
        ascii = (0..<128).map { scalar in UInt16(truncatingIfNeeded: (firsts.lastIndex { $0 <= scalar }) ?? 0) }
    }

    @inline(__always)
    func takes(_ set: Int, _ class: Int) -> Bool { sets[set][`class`] }

    /// The class and length in bytes of the scalar at an index. Texts are valid UTF-8; broken bytes count as one scalar each.
    @inline(__always)
    func step(_ text: UnsafeBufferPointer<UInt8>, _ index: Int) -> (class: Int, length: Int) {
        let first = text[index]
        if first < 0x80 { return (Int(ascii[Int(first)]), 1) }
        let (scalar, length) = Self.scalar(text, index)
        var low = 0
        var high = firsts.count
        while low < high {
            let middle = (low + high) / 2
            if firsts[middle] <= scalar { low = middle + 1 } else { high = middle }
        }
        return (low - 1, length)
    }

    private static func scalar(_ text: UnsafeBufferPointer<UInt8>, _ index: Int) -> (UInt32, Int) {
        let first = text[index]
        let length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
        guard first >= 0xc0, index + length <= text.count else { return (0xfffd, 1) }
        var value = UInt32(first) & (0x7f >> UInt32(length))
        for offset in 1..<length { value = value << 6 | UInt32(text[index + offset] & 0x3f) }
        return (value, length)
    }
}

extension RegexAssertion {
    /// Whether it holds at an index of a text.
    func holds(_ text: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
        func isWord(_ index: Int) -> Bool { index >= 0 && index < text.count && RegexSet.word.contains(UInt32(text[index])) }
        switch self {
        case .textStart: return index == 0
        case .textEnd: return index == text.count
        case .lineStart: return index == 0 || text[index - 1] == 10
        case .lineEnd: return index == text.count || text[index] == 10
        case .wordBoundary: return isWord(index - 1) != isWord(index)
        case .noWordBoundary: return isWord(index - 1) == isWord(index)
        }
    }
}
