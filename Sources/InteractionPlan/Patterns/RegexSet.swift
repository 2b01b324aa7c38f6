// Sets of Unicode scalars: what one position of a pattern takes.

/// A set of scalars as ascending ranges that neither touch nor overlap.
package struct RegexSet: Sendable, Hashable {
    package private(set) var ranges: [ClosedRange<UInt32>]

    /// The highest scalar.
    package static let last: UInt32 = 0x10ffff

    init(_ ranges: [ClosedRange<UInt32>]) {
        var sorted: [ClosedRange<UInt32>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let before = sorted.last, range.lowerBound <= before.upperBound || range.lowerBound == before.upperBound + 1 {
                sorted[sorted.count - 1] = before.lowerBound...max(before.upperBound, range.upperBound)
            } else {
                sorted.append(range)
            }
        }
        self.ranges = sorted
    }

    init(_ scalar: Unicode.Scalar, ignoringCase: Bool) {
        self.init([scalar.value...scalar.value])
        if ignoringCase { self = foldingCase() }
    }

    var inverted: RegexSet {
        var result: [ClosedRange<UInt32>] = []
        var next: UInt32 = 0
        for range in ranges {
            if range.lowerBound > next { result.append(next...range.lowerBound - 1) }
            next = range.upperBound + 1
        }
        if next <= Self.last { result.append(next...Self.last) }
        return RegexSet(result)
    }

    func union(_ other: RegexSet) -> RegexSet { RegexSet(ranges + other.ranges) }

    /// Cost: a binary search among the ranges.
    package func contains(_ scalar: UInt32) -> Bool {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < scalar { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].contains(scalar)
    }

    /// The one scalar of a set that has only one.
    var only: UInt32? {
        guard ranges.count == 1, ranges[0].lowerBound == ranges[0].upperBound else { return nil }
        return ranges[0].lowerBound
    }

    /// With the other cases of its scalars.
    func foldingCase() -> RegexSet {
        var more = ranges
        for range in ranges {
            // ASCII and the two signs beyond it that are cases of ASCII letters.
            for letter in range.clamped(to: 0...127) where (letter >= 65 && letter <= 90) || (letter >= 97 && letter <= 122) {
                more.append(letter ^ 32...letter ^ 32)
                if letter | 32 == 0x6b { more.append(0x212a...0x212a) }
                if letter | 32 == 0x73 { more.append(0x17f...0x17f) }
            }
        }
        if ranges.contains(where: { $0.upperBound > 127 }) {
            for (scalar, others) in CaseOrbits.all where contains(scalar) { for other in others { more.append(other...other) } }
        }
        return RegexSet(more)
    }

    static let digits = RegexSet([48...57])
    /// Letters and digits of ASCII, and `_`.
    package static let word = RegexSet([48...57, 65...90, 95...95, 97...122])
    static let spaces = RegexSet([9...10, 12...13, 32...32])
    static let newline = RegexSet([10...10])
    static let any = RegexSet([0...last])

    /// `[:name:]`; nil for unknown names.
    static func posix(_ name: String) -> RegexSet? {
        switch name {
        case "alnum": RegexSet([48...57, 65...90, 97...122])
        case "alpha": RegexSet([65...90, 97...122])
        case "ascii": RegexSet([0...127])
        case "blank": RegexSet([9...9, 32...32])
        case "cntrl": RegexSet([0...31, 127...127])
        case "digit": digits
        case "graph": RegexSet([33...126])
        case "lower": RegexSet([97...122])
        case "print": RegexSet([32...126])
        case "punct": RegexSet([33...47, 58...64, 91...96, 123...126])
        case "space": RegexSet([9...13, 32...32])
        case "upper": RegexSet([65...90])
        case "word": word
        case "xdigit": RegexSet([48...57, 65...70, 97...102])
        default: nil
        }
    }
}

/// Scalars that are cases of each other, beyond ASCII.
enum CaseOrbits {
    /// Blocks that have letters of two cases.
    private static let blocks: [ClosedRange<UInt32>] = [
        0x41...0x5a, 0x61...0x7a, 0xb5...0x5ff, 0x10a0...0x10ff, 0x13a0...0x13ff, 0x1c80...0x1cbf, 0x1d79...0x1d8e, 0x1e00...0x1fff,
        0x2126...0x2188, 0x24b6...0x24e9, 0x2c00...0x2d2d, 0xa640...0xa7ff, 0xab53...0xabbf, 0xff21...0xff5a, 0x10400...0x10cff,
        0x118a0...0x118df, 0x16e40...0x16e7f, 0x1e900...0x1e943,
    ]

    /// Each scalar that has other cases, with them.
    static let all: [(UInt32, [UInt32])] = {
        var byKey: [UInt32: [UInt32]] = [:]
        for block in blocks {
            for value in block {
                guard let scalar = Unicode.Scalar(value) else { continue }
                let upper = single(scalar.properties.uppercaseMapping) ?? scalar
                let lower = single(upper.properties.lowercaseMapping) ?? upper
                let own = single(scalar.properties.lowercaseMapping) ?? scalar
                if upper == scalar, own == scalar { continue }
                byKey[lower.value, default: []].append(value)
                if lower.value != value, byKey[lower.value]?.contains(lower.value) != true { byKey[lower.value, default: []].append(lower.value) }
            }
        }
        var result: [(UInt32, [UInt32])] = []
        for (_, orbit) in byKey where Set(orbit).count > 1 {
            for scalar in Set(orbit) { result.append((scalar, Array(Set(orbit).subtracting([scalar])))) }
        }
        return result
    }()

    private static func single(_ text: String) -> Unicode.Scalar? {
        text.unicodeScalars.count == 1 ? text.unicodeScalars.first : nil
    }
}
