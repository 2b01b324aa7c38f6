// Events in the order of units: the currency between a stream and what folds it. A batch holds all chosen events of one row group or
// of one day; each unit's stand together in the order of events.

import InteractionModel
import InteractionSegment

/// Consecutive events of one unit in a batch. A unit has several runs where its stream is cut at pauses.
package struct UnitRun: Sendable {
    /// Index of its first event in the batch, and the number of events, at least 1.
    package var first: UInt32
    package var count: UInt32
    /// Of a unit that has events in other batches: its number among such, the same in all of them. 0 for others.
    package var number: UInt32
    /// The unit's name (`UnitStream.names(of:)`).
    package var unit: UInt32
    /// True where a pause ends what the run belongs to, so that the unit's next run may begin anew.
    package var endsByGap: Bool
    /// Index in the batch's places.
    var order: UInt32 = 0
    /// Time of the first and last event.
    package var start: Int64
    package var end: Int64
    package var range: Range<Int> { Int(first)..<Int(first) + Int(count) }
}

/// Events of one row group or one day.
package final class UnitBatch: Sendable {
    /// Which batch of the stream it is, in the order of days.
    package let index: Int
    /// Microseconds; one for each event, or empty when the stream was not asked for them.
    package let times: [Int64]
    /// What orders events among those of the same time: segment, tie ordinal and row; of each event, or of the first one of each run.
    private let places: [UInt128]
    private let hasEventPlaces: Bool
    /// As asked for, one value for each event.
    package let columns: [[UInt32]]
    /// Runs of units that have no event in another batch, in order.
    package let whole: [UnitRun]
    /// The others, which belong to a unit of several batches.
    let carried: [UnitRun]

    init(index: Int, times: [Int64], places: [UInt128], hasEventPlaces: Bool = false, columns: [[UInt32]], whole: [UnitRun], carried: [UnitRun]) {
        self.index = index
        self.times = times
        self.places = places
        self.hasEventPlaces = hasEventPlaces
        self.columns = columns
        self.whole = whole
        self.carried = carried
    }

    package var hasPlaces: Bool { !places.isEmpty }

    /// What orders the first event of a run, or of a part of one where each event has a place.
    package func place(_ run: UnitRun) -> UInt128 { places[Int(hasEventPlaces ? run.first : run.order)] }

    static let empty = UnitBatch(index: 0, times: [], places: [], columns: [], whole: [], carried: [])

    /// Bytes held.
    var byteCount: Int { times.count * 8 + columns.reduce(0) { $0 + $1.count * 4 } + (whole.count + carried.count) * 40 }
}

/// Orders of what begins at some times.
package enum RunOrder {
    /// Indexes of times so that these ascend; equal ones keep their order. Cost: linear.
    package static func byTime(_ times: [Int64]) -> [UInt32] {
        let earliest = times.min() ?? 0
        return RadixOrder.order(by: times.map { UInt64(bitPattern: $0 &- earliest) })
    }
}

/// What a question makes of the events of units, with a small state for each unit. Values of one type are made for several threads
/// and added up in any order: what they answer must not depend on that.
package protocol UnitFold: Sendable {
    /// Takes runs of a batch, each all there is of a unit.
    mutating func take(whole runs: [UnitRun], of batch: UnitBatch) throws(InteractionError)
    /// Takes runs of units that have more of them. The runs of one unit come in the order of events, all to the same value. Their
    /// numbers begin with 1 and are dense.
    mutating func take(carried runs: [UnitRun], of batch: UnitBatch) throws(InteractionError)
    /// No more runs come.
    mutating func end() throws(InteractionError)
    /// Adds what another value found, after its end.
    mutating func add(_ other: consuming Self)
    /// Bytes held, roughly.
    var byteCount: Int { get }
}
