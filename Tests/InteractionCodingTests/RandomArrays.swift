// Arrays for round trips, from a seed that failures print: the edges, and the kinds of columns that encodings are made for.

/// A small random generator (splitmix64) whose arrays are the same on every machine.
struct SeededRandom: RandomNumberGenerator {
    var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}

enum RandomArrays {
    static let lengths = [1, 2, 3, 7, 8, 9, 15, 16, 17, 63, 64, 65, 100, 255, 1000, 4097]

    /// Integer arrays of one length: every kind once.
    static func integers(_ count: Int, _ random: inout SeededRandom) -> [[Int64]] {
        var arrays: [[Int64]] = []
        arrays.append([Int64](repeating: .min, count: count))
        arrays.append((0..<count).map { $0 % 2 == 0 ? .min : .max })
        arrays.append((0..<count).map { 5 - 3 * Int64($0) })
        arrays.append((0..<count).map { .max &- 2 &+ Int64($0) })
        for width in [1, 3, 8, 25, 31, 32, 33, 56, 57, 58, 63, 64] {
            arrays.append((0..<count).map { _ in Int64(truncatingIfNeeded: random.next() >> UInt64(64 - width)) &- 100 })
        }
        // Mostly small with outliers of both signs.
        arrays.append((0..<count).map { _ in
            let rare = UInt64.random(in: 0..<20, using: &random)
            return rare == 0 ? Int64(bitPattern: random.next()) : rare == 1 ? -40_000 : Int64(random.next() % 16)
        })
        // Clusters of rising times in milliseconds, some with microseconds.
        var time: Int64 = 1_700_000_000_000_000
        arrays.append((0..<count).map { _ in
            time += random.next() % 30 == 0 ? -3_600_000_000 : Int64(random.next() % 5000) * 1000
            return random.next() % 40 == 0 ? time + 123 : time
        })
        arrays.append((0..<count).map { Int64($0 / 13) * 7 })
        let few = (0..<5).map { _ in Int64(bitPattern: random.next()) }
        arrays.append((0..<count).map { _ in few[Int(random.next() % 5)] })
        arrays.append((0..<count).map { _ in Int64(random.next() % 50) * -250 })
        return arrays
    }

    static func codes(_ count: Int, _ random: inout SeededRandom) -> [[UInt32]] {
        var arrays: [[UInt32]] = []
        arrays.append([UInt32](repeating: .max, count: count))
        arrays.append((0..<count).map { $0 % 2 == 0 ? 0 : .max })
        arrays.append((0..<count).map { UInt32($0) + 9 })
        for width in 1...32 {
            arrays.append((0..<count).map { _ in UInt32(truncatingIfNeeded: random.next() >> UInt64(64 - width)) })
        }
        arrays.append((0..<count).map { _ in random.next() % 50 == 0 ? UInt32(random.next() % 9000) : UInt32(random.next() % 3) })
        arrays.append((0..<count).map { UInt32($0 / 17) })
        arrays.append((0..<count).map { UInt32($0) * 1000 + UInt32(random.next() % 5) })
        return arrays
    }

    static func doubles(_ count: Int, _ random: inout SeededRandom) -> [[Double]] {
        let edges: [Double] = [
            0, -0.0, 1, .nan, .infinity, -.infinity, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 0.1 + 0.2, 1e300, 9_007_199_254_740_992,
        ]
        var arrays: [[Double]] = []
        arrays.append([Double](repeating: -0.0, count: count))
        arrays.append((0..<count).map { edges[$0 % edges.count] })
        arrays.append((0..<count).map { _ in Double(random.next() % 100_000) / 100 })
        arrays.append((0..<count).map { _ in random.next() % 30 == 0 ? edges[Int(random.next() % 11)] : Double(random.next() % 1000) / 10 })
        arrays.append((0..<count).map { _ in Double(bitPattern: random.next()) })
        arrays.append((0..<count).map { _ in [1.0 / 3, 2.0 / 3, .pi][Int(random.next() % 3)] })
        arrays.append((0..<count).map { _ in Double.random(in: 0..<1, using: &random) })
        return arrays
    }
}
