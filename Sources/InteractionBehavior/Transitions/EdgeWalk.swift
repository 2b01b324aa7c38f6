// The steps from label to label inside a session, and what is kept of sessions that go on.

import InteractionExecution
import InteractionModel

enum EdgeWalk {
    /// The last event with a label; label 0 before the first one.
    struct Point: Sendable {
        var label: UInt32 = 0
        /// Microseconds.
        var time: Int64 = 0
    }

    /// Calls `body` with each label, the one after it, and the time between them in microseconds; returns the last one. Events without
    /// a label are passed over.
    @inline(__always)
    static func walk(
        _ run: UnitRun, _ labels: [UInt32], _ times: [Int64], after before: Point, _ body: (UInt32, UInt32, Int64) -> Void
    ) -> Point {
        var last = before
        for index in run.range where labels[index] != 0 {
            if last.label != 0 { body(last.label, labels[index], times[index] &- last.time) }
            last = Point(label: labels[index], time: times[index])
        }
        return last
    }
}

/// The last event with a label of sessions that go on, and when their last event of all was.
struct LastEvents: Sendable {
    private var points: [EdgeWalk.Point] = []
    private var ends: [Int64] = []
    let gap: Int64

    var byteCount: Int { points.count * 24 }

    init(gap: Int64) { self.gap = gap }

    /// The last event before a run; none when a pause ended what came before.
    mutating func before(_ run: UnitRun) -> EdgeWalk.Point {
        let slot = Int(run.number)
        if slot >= points.count {
            let more = max(slot + 1, points.count * 2) - points.count
            points += [EdgeWalk.Point](repeating: EdgeWalk.Point(), count: more)
            ends += [Int64](repeating: 0, count: more)
        }
        return run.endsByGap && run.start &- ends[slot] > gap ? EdgeWalk.Point() : points[slot]
    }

    /// Notes the last event with a label once a run is walked.
    mutating func set(_ run: UnitRun, _ point: EdgeWalk.Point) {
        points[Int(run.number)] = point
        ends[Int(run.number)] = run.end
    }
}
