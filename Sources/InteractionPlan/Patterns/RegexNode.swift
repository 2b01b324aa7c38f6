// The syntax tree of a regular expression.

/// One node of a pattern.
indirect enum RegexNode: Sendable, Hashable {
    case set(RegexSet)
    case concatenation([RegexNode])
    case alternation([RegexNode])
    /// At least `least` and at most `most` times (nil: any number); as many as possible, or (lazy) as few.
    case repetition(RegexNode, least: Int, most: Int?, isLazy: Bool)
    /// A group in parentheses, numbered from 1.
    case group(RegexNode, Int)
    case assertion(RegexAssertion)

    static let empty = RegexNode.concatenation([])

    /// The text that the node is, when it is a text.
    var literal: [UInt8]? {
        switch self {
        case .set(let set): return set.only.flatMap { Unicode.Scalar($0) }.map { Array(String($0).utf8) }
        case .concatenation(let parts):
            var bytes: [UInt8] = []
            for part in parts {
                guard let more = part.literal else { return nil }
                bytes += more
            }
            return bytes
        default: return nil
        }
    }
}
