// Positions in lists and texts, as SQL counts them.

/// Positions from 1, negative ones from the end.
enum Positions {
    /// The index of a position among `count`; nil outside.
    static func index(_ position: Int64, _ count: Int) -> Int? {
        let size = Int64(count)
        guard position != 0, position <= size, position >= -size else { return nil }
        return Int(position > 0 ? position - 1 : size + position)
    }

    /// The indexes from one position to another, both included, cut to what there is.
    static func range(_ from: Int64, _ to: Int64, _ count: Int) -> Range<Int> {
        let size = Int64(count)
        func positive(_ position: Int64) -> Int64 { position >= 0 ? position : position < -size ? 0 : size + position + 1 }
        let start = max(positive(from), 1) - 1
        let end = min(positive(to), size)
        return start < end ? Int(start)..<Int(end) : 0..<0
    }
}
