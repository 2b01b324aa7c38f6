// Reads the bits of units. Beside the analyses that ask for millions of them, not in the module that makes them: so that the compiler
// can put the few instructions where they are needed.

import InteractionExecution

extension VisitedUnits {
    /// True when a unit has a return in a bucket.
    func hasBack(_ unit: Int, _ bit: Int) -> Bool { Self.has(back.isEmpty ? started : back, unit * words, bit) }

    /// True when a unit that started in a bucket came back in it, at or after the start.
    func isPrompt(_ unit: Int, _ bucket: Int) -> Bool {
        prompt.isEmpty ? hasBack(unit, bucket) : Self.has(prompt, unit * words, bucket)
    }

    /// The first bucket in which a unit started, from `bit` on.
    func nextStart(_ unit: Int, from bit: Int) -> Int? { next(started, unit, from: bit) }

    /// The first bit of a return, from `bit` on.
    func nextBack(_ unit: Int, from bit: Int) -> Int? { next(back.isEmpty ? started : back, unit, from: bit) }

    /// The last bit of a return.
    func lastBack(_ unit: Int) -> Int? {
        let bits = back.isEmpty ? started : back
        for word in (0..<words).reversed() where bits[unit * words + word] != 0 {
            return word * 64 + 63 - bits[unit * words + word].leadingZeroBitCount
        }
        return nil
    }

    private func next(_ bits: [UInt64], _ unit: Int, from bit: Int) -> Int? {
        var word = bit >> 6
        guard word < words else { return nil }
        var rest = bits[unit * words + word] & (UInt64.max << UInt64(bit & 63))
        while rest == 0 {
            word += 1
            guard word < words else { return nil }
            rest = bits[unit * words + word]
        }
        return word * 64 + rest.trailingZeroBitCount
    }

    private static func has(_ bits: [UInt64], _ base: Int, _ bit: Int) -> Bool { bits[base + bit >> 6] >> UInt64(bit & 63) & 1 != 0 }
}
