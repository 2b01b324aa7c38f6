// How far texts are from each other.

/// Distances between texts.
enum TextDistance {
    /// Largest product of two lengths.
    static let workLimit = 1 << 30

    /// Insertions, deletions and replacements of bytes that make one the other (Wagner and Fischer). Cost: the product of
    /// the lengths.
    static func edits(_ a: [UInt8], _ b: [UInt8]) -> Int64 {
        var row = Array(0...b.count)
        for (i, x) in a.enumerated() {
            var corner = row[0]
            row[0] = i + 1
            for (j, y) in b.enumerated() {
                let replaced = corner + (x == y ? 0 : 1)
                corner = row[j + 1]
                row[j + 1] = min(replaced, corner + 1, row[j] + 1)
            }
        }
        return Int64(row[b.count])
    }
}
