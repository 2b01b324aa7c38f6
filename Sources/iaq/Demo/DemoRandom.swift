// The demo's own source of randomness: SplitMix64 (Steele, Lea, Flood 2014), integers only, so that one seed gives the
// same bytes on every machine and in every later version.

/// A small deterministic generator. One instance serves one stream; its state is 8 bytes.
struct DemoRandom {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// The next 64 random bits.
    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        return Self.mix(state)
    }

    /// Spreads the bits of a number over the whole word: equal in, equal out.
    static func mix(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }

    /// A number in `0..<bound`, evenly spread. `bound` is at least 1.
    mutating func below(_ bound: Int) -> Int {
        Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(max(1, bound))).high)
    }

    /// True in `thousandths` of 1000 cases.
    mutating func chance(_ thousandths: Int) -> Bool { below(1000) < thousandths }

    /// A number in `0..<bound` where small ones are far likelier (density falls like rank to the power -2/3): the shape of
    /// power users, best sellers and top prompts.
    mutating func skewed(_ bound: Int) -> Int {
        let part = next()
        let square = part.multipliedFullWidth(by: part).high
        let cube = square.multipliedFullWidth(by: part).high
        return Int(truncatingIfNeeded: cube.multipliedFullWidth(by: UInt64(max(1, bound))).high)
    }

    /// A log-normal number: half of them are below `median`; `spread` is the standard deviation of the logarithm. At least 0.
    mutating func logNormal(median: Double, spread: Double) -> Double {
        let bits = next()
        let sum = (bits & 0xffff) + (bits >> 16 & 0xffff) + (bits >> 32 & 0xffff) + (bits >> 48)
        // Four uniform 16-bit numbers: mean 131,070, deviation 37,837; near enough to normal within 3.4 deviations.
        let normal = (Double(sum) - 131_070) / 37_837
        return median * Self.exponential(normal * spread)
    }

    /// e to the power `x` for `|x|` below 700, by + and * alone: the C library's differs from system to system.
    static func exponential(_ x: Double) -> Double {
        let halvings = (x * 1.442_695_040_888_963_4).rounded(.toNearestOrEven)
        let rest = x - halvings * 0.693_147_180_559_945_3
        var sum = 1.0
        var term = 1.0
        for step in 1...12 {
            term = term * rest / Double(step)
            sum = sum + term
        }
        return Double(sign: .plus, exponent: Int(halvings), significand: sum)
    }
}
