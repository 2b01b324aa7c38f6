// Where "now" comes from. Layers get a TimeSource handed in; only the composition root chooses which (IAQ_NOW, tests).

import Glibc
import InteractionModel
import Synchronization

/// A wall clock and a monotonic one.
package protocol TimeSource: Sendable {
    /// The wall clock, UTC.
    func now() -> Timestamp
    /// Nanoseconds of a clock that never goes back; its zero means nothing.
    var nanoseconds: UInt64 { get }
}

/// The machine's clocks.
package struct SystemTime: TimeSource {
    package static let shared = SystemTime()
    package init() {}

    package func now() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(microseconds: Int64(time.tv_sec) &* 1_000_000 &+ Int64(time.tv_nsec) / 1000)
    }

    package var nanoseconds: UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(truncatingIfNeeded: time.tv_sec) &* 1_000_000_000 &+ UInt64(truncatingIfNeeded: time.tv_nsec)
    }
}

/// A wall clock that stands still until it is set; the monotonic one is the machine's.
package final class FixedTime: TimeSource {
    private let wall: Mutex<Timestamp>

    package init(_ now: Timestamp) { wall = Mutex(now) }

    package func now() -> Timestamp { wall.withLock { $0 } }
    package func set(_ now: Timestamp) { wall.withLock { $0 = now } }
    package var nanoseconds: UInt64 { SystemTime.shared.nanoseconds }
}

/// Waiting on a thread of one's own.
package enum Pause {
    /// Sleeps the calling thread at least this long. Never call it on the cooperative pool.
    package static func sleep(nanoseconds: UInt64) {
        var rest = timespec(
            tv_sec: Int(clamping: nanoseconds / 1_000_000_000), tv_nsec: Int(clamping: nanoseconds % 1_000_000_000))
        while true {
            var left = timespec()
            if nanosleep(&rest, &left) == 0 || errno != EINTR { return }
            rest = left
        }
    }
}
