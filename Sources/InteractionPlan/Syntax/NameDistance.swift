// The nearest known name to a misspelt one, for the hints of errors.

/// Edit distance of names, without regard to case.
package enum NameDistance {
    /// The candidate nearest to `name`, when it is near enough to be what was meant: at most a third of its letters
    /// differ (one in names of three), or it begins with `name` (of three letters or more). Among equals the first.
    package static func nearest(to name: String, among candidates: some Sequence<String>) -> String? {
        let wanted = Array(name.lowercased().utf8.prefix(64))
        guard !wanted.isEmpty, name.utf8.count <= 64 else { return nil }
        var best: String?
        var bestDistance = Int.max
        for candidate in candidates {
            let letters = Array(candidate.lowercased().utf8.prefix(64))
            var distance = Self.distance(wanted, letters)
            let isPrefix = wanted.count >= 3 && letters.starts(with: wanted)
            guard isPrefix || distance <= max(1, max(wanted.count, letters.count) / 3), distance < max(wanted.count, letters.count)
            else { continue }
            if isPrefix { distance = min(distance, 2) }
            if distance < bestDistance {
                best = candidate
                bestDistance = distance
            }
        }
        return best
    }

    /// Insertions, deletions, replacements and swaps of neighbours that lead from one to the other.
    package static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var beforePrevious = [Int](repeating: 0, count: b.count + 1)
        var previous = Array(0...b.count)
        var current = previous
        for i in a.indices {
            current[0] = i + 1
            for j in b.indices {
                var cost = min(previous[j + 1] + 1, current[j] + 1, previous[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, beforePrevious[j - 1] + 1) }
                current[j + 1] = cost
            }
            (beforePrevious, previous, current) = (previous, current, beforePrevious)
        }
        return previous[b.count]
    }
}
