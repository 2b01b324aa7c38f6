// Which session acts next: a binary heap of (time, order), so that lines come out in global time order while only the
// sessions under way are kept.

/// A session's next moment.
struct DemoMoment {
    /// Milliseconds since 1970.
    let time: Int64
    /// Sessions in the order of their start: decides between equal times.
    let ordinal: UInt64
    /// Place of the session among the live ones.
    let slot: Int

    func comes(before other: DemoMoment) -> Bool {
        time != other.time ? time < other.time : ordinal < other.ordinal
    }
}

/// A min-heap of moments. Insertion and replacement of the first cost the logarithm of the live sessions.
struct DemoHeap {
    private var items: [DemoMoment] = []

    var first: DemoMoment? { items.first }

    mutating func insert(_ moment: DemoMoment) {
        items.append(moment)
        var child = items.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard items[child].comes(before: items[parent]) else { return }
            items.swapAt(child, parent)
            child = parent
        }
    }

    /// Puts `moment` in place of the first and restores the order.
    mutating func replaceFirst(with moment: DemoMoment) {
        var hole = 0
        while true {
            var child = 2 * hole + 1
            guard child < items.count else { break }
            if child + 1 < items.count, items[child + 1].comes(before: items[child]) { child += 1 }
            guard items[child].comes(before: moment) else { break }
            items[hole] = items[child]
            hole = child
        }
        items[hole] = moment
    }

    mutating func removeFirst() {
        guard let last = items.popLast(), !items.isEmpty else { return }
        replaceFirst(with: last)
    }
}
