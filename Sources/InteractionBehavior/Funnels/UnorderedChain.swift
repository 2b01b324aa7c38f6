// The chain of one unit in a funnel without an order. Entries are judged when their time is over, by the marked events since: memory is
// those events of a unit that lie in one window.

import InteractionModel

struct UnorderedChain: Sendable {
    private struct Event: Sendable {
        var marks: UInt32
        var time: Int64
        var label: UInt32
    }
    private var events: [Event] = []
    private var first = 0
    private var best: FunnelChain?
    private var isOver = false

    /// Events held.
    var count: Int { events.count - first }

    mutating func take(_ marks: UInt32, at time: Int64, label: UInt32, _ rule: FunnelRule) {
        if isOver { return }
        events.append(Event(marks: marks, time: time, label: label))
        while first < events.count, time &- events[first].time > rule.window { judge(rule) }
        if first > 64, first * 2 > events.count {
            events.removeFirst(first)
            first = 0
        }
    }

    /// Judges the oldest event as an entry.
    private mutating func judge(_ rule: FunnelRule) {
        defer { first += 1 }
        let all = (UInt32(1) << UInt32(rule.steps)) &- 1
        guard events[first].marks & all != 0, !isOver else { return }
        var chain = FunnelChain(times: [], firstLabel: events[first].label)
        var done: UInt32 = 0
        var since: UInt32 = 0
        var isExcluded = false
        for event in events[first...] {
            if event.time &- events[first].time > rule.window { break }
            let new = event.marks & all & ~done
            if new == 0 {
                since |= event.marks & rule.excluded(after: chain.times.count)
                continue
            }
            done |= new & (0 &- new)
            if since != 0 { isExcluded = true }
            since = 0
            chain.times.append(event.time)
            chain.lastLabel = event.label
            if chain.times.count == rule.steps { break }
        }
        chain.isExcluded = isExcluded
        if chain.times.count >= best?.times.count ?? 0 { best = chain }
        if rule.entry == .first { isOver = true }
    }

    /// The winning chain; nil for a unit that never entered.
    mutating func end(_ rule: FunnelRule) -> FunnelChain? {
        while first < events.count { judge(rule) }
        return best
    }
}
