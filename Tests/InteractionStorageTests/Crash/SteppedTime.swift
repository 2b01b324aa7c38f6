// Clocks that stand still until a test moves them, so that a workload does the same each time it runs.
import InteractionFiles
import InteractionModel
import Synchronization

/// A wall clock and a monotonic one that move together, and only by `advance`.
final class SteppedTime: TimeSource {
    /// Noon of 2026-04-01.
    static var noon: Timestamp { Timestamp(microseconds: Day(year: 2026, month: 4, day: 1).start.microseconds + 43_200_000_000) }

    private let wall: Mutex<Timestamp>
    private let start: Timestamp

    init(_ now: Timestamp) {
        wall = Mutex(now)
        start = now
    }

    func now() -> Timestamp { wall.withLock { $0 } }
    var nanoseconds: UInt64 { UInt64(max(0, now().microseconds - start.microseconds)) * 1000 + 1 }
    func advance(seconds: Int64) {
        wall.withLock { $0 = Timestamp(microseconds: $0.microseconds + seconds * 1_000_000) }
    }
}
