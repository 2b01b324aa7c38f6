// Walks instances of a state machine in one pass. Of an instance that goes on in another batch two numbers are kept: its state and
// since when. What is counted of its moves is a sink's.

import InteractionExecution
import InteractionModel

/// What is told of the moves of instances. As with `UnitFold`, values are made for several threads and added up in any order.
protocol MoveSink: Sendable {
    /// An instance begins in a state.
    mutating func start(_ state: UInt32)
    /// `stayed` is the time in `from` in microseconds; negative when it is not known.
    mutating func move(_ from: UInt32, _ to: UInt32, stayed: Int64)
    /// An instance ends in a state.
    mutating func end(_ state: UInt32)
    mutating func add(_ other: consuming Self)
    /// Bytes held, roughly.
    var byteCount: Int { get }
}

struct MoveFold<Sink: MoveSink>: UnitFold {
    private(set) var sink: Sink
    /// True where events are moves, with the states left and entered in two columns; else the one column is the state entered.
    private let hasFrom: Bool
    private let gap: Int64
    /// Of instances that go on: the state (0 for none yet), since when, and the last event whether or not it has a state.
    private var states: [UInt32] = []
    private var times: [Int64] = []
    private var ends: [Int64] = []

    /// `gap` is the pause that ends an instance, where one does.
    init(_ sink: Sink, hasFrom: Bool, gap: Int64) {
        self.sink = sink
        self.hasFrom = hasFrom
        self.gap = gap
    }

    var byteCount: Int { sink.byteCount + states.count * 20 }

    mutating func take(whole runs: [UnitRun], of batch: UnitBatch) {
        let (to, times) = (batch.columns[hasFrom ? 1 : 0], batch.times)
        let from = hasFrom ? batch.columns[0] : []
        for run in runs {
            let last = take(run, from, to, times, (0, 0))
            if last.state != 0 { sink.end(last.state) }
        }
    }

    mutating func take(carried runs: [UnitRun], of batch: UnitBatch) {
        let (to, times) = (batch.columns[hasFrom ? 1 : 0], batch.times)
        let from = hasFrom ? batch.columns[0] : []
        for run in runs {
            let slot = Int(run.number)
            if slot >= states.count {
                let more = max(slot + 1, states.count * 2) - states.count
                states += [UInt32](repeating: 0, count: more)
                self.times += [Int64](repeating: 0, count: more)
                ends += [Int64](repeating: 0, count: more)
            }
            if run.endsByGap, states[slot] != 0, run.start &- ends[slot] > gap {
                sink.end(states[slot])
                states[slot] = 0
            }
            (states[slot], self.times[slot]) = take(run, from, to, times, (states[slot], self.times[slot]))
            ends[slot] = run.end
        }
    }

    private mutating func take(
        _ run: UnitRun, _ froms: [UInt32], _ tos: [UInt32], _ times: [Int64], _ before: (state: UInt32, time: Int64)
    ) -> (state: UInt32, time: Int64) {
        var (state, time) = before
        for index in run.range {
            let to = tos[index]
            if to == 0 { continue }
            // A move without a state to leave brings the instance to one.
            let from = hasFrom ? froms[index] : state
            if state == 0 { sink.start(from == 0 ? to : from) }
            if from != 0 { sink.move(from, to, stayed: from == state ? times[index] &- time : -1) }
            state = to
            time = times[index]
        }
        return (state, time)
    }

    mutating func end() {
        for state in states where state != 0 { sink.end(state) }
        states = []
        times = []
        ends = []
    }

    mutating func add(_ other: consuming MoveFold<Sink>) { sink.add(other.sink) }
}
