// Where random bits come from: the system for ids and keys, a seed for tests that must repeat.

import Synchronization

/// A source of random 64-bit numbers, safe from any thread.
package protocol Randomness: Sendable {
    func next() -> UInt64
}

/// The operating system's generator.
package struct SystemRandomness: Randomness {
    package init() {}
    package func next() -> UInt64 {
        var generator = SystemRandomNumberGenerator()
        return generator.next()
    }
}

/// SplitMix64 from a seed: the same numbers for the same seed.
package final class SeededRandomness: Randomness {
    private let state: Mutex<UInt64>

    package init(seed: UInt64) { state = Mutex(seed) }

    package func next() -> UInt64 {
        state.withLock { state in
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }
}
