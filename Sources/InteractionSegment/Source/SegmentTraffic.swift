// How much is read from a segment: two counters, for whoever wants to know what a question cost.

import Synchronization

/// Bytes read so far.
package struct SegmentTraffic: Sendable, Hashable {
    /// Stored bytes that came from the file.
    package var read: Int
    /// Bytes of chunks that were asked for, read now or kept from before.
    package var decoded: Int

    package init(read: Int = 0, decoded: Int = 0) {
        self.read = read
        self.decoded = decoded
    }
}

/// The counters of one segment. Safe from any thread; they count, they order nothing.
final class TrafficCounter: Sendable {
    private let readBytes = Atomic<Int>(0)
    private let decodedBytes = Atomic<Int>(0)

    func addRead(_ bytes: Int) { readBytes.wrappingAdd(bytes, ordering: .relaxed) }
    func addDecoded(_ bytes: Int) { decodedBytes.wrappingAdd(bytes, ordering: .relaxed) }

    var value: SegmentTraffic {
        SegmentTraffic(read: readBytes.load(ordering: .relaxed), decoded: decodedBytes.load(ordering: .relaxed))
    }
}
