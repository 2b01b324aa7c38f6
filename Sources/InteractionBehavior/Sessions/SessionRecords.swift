// Sessions as they are found: one array for each column, in the order of rows at the end.

import InteractionExecution
import InteractionModel

/// Sessions as columns, one value of each for a session.
struct SessionRecords: Sendable {
    var starts: [Int64] = []
    var ends: [Int64] = []
    var events: [UInt32] = []
    var units: [UInt32] = []
    /// What orders sessions that start at one time; empty where the unit does.
    var places: [UInt128] = []
    /// The session id of the first event where it is not the unit.
    var firstSessions: [UInt32] = []
    var users: [UInt32] = []
    var entries: [UInt32] = []
    var exits: [UInt32] = []
    var entryComponents: [UInt32] = []
    var exitComponents: [UInt32] = []
    var errors: [UInt32] = []
    var distinctActions: [UInt32] = []

    var count: Int { starts.count }
    var byteCount: Int { count * 64 }

    /// Calls `body` with each column of this and the same column of another value.
    mutating func combine(_ other: SessionRecords, _ body: ColumnCombination) {
        body.combine(&starts, other.starts)
        body.combine(&ends, other.ends)
        body.combine(&events, other.events)
        body.combine(&units, other.units)
        body.combine(&places, other.places)
        body.combine(&firstSessions, other.firstSessions)
        body.combine(&users, other.users)
        body.combine(&entries, other.entries)
        body.combine(&exits, other.exits)
        body.combine(&entryComponents, other.entryComponents)
        body.combine(&exitComponents, other.exitComponents)
        body.combine(&errors, other.errors)
        body.combine(&distinctActions, other.distinctActions)
    }

    /// True where record `a` comes before record `b` of another value.
    func comesBefore(_ a: Int, _ other: SessionRecords, _ b: Int) -> Bool {
        if starts[a] != other.starts[b] { return starts[a] < other.starts[b] }
        return places.isEmpty ? units[a] < other.units[b] : places[a] < other.places[b]
    }

    /// The records by start, then by the order of their first events. Cost: linear where they stand so.
    consuming func inOrder() -> SessionRecords {
        var isOrdered = true
        for index in starts.indices.dropFirst() where comesBefore(index, self, index - 1) {
            isOrdered = false
            break
        }
        if isOrdered { return self }
        var order = RunOrder.byTime(starts)
        var first = 0
        for index in 1...order.count {
            if index < order.count, starts[Int(order[index])] == starts[Int(order[first])] { continue }
            if index - first > 1 { order[first..<index].sort { comesBefore(Int($0), self, Int($1)) } }
            first = index
        }
        var result = SessionRecords()
        result.combine(self, .picked(order))
        return result
    }
}

/// How columns of two values become one.
enum ColumnCombination {
    case appended
    /// Only makes room for so many elements, where the other has any.
    case reserved(Int)
    /// The elements of the other at these places.
    case picked([UInt32])
    /// Runs of this one, each with the number of its elements, and after each run one element of the other.
    case merged([Int])

    func combine<Value>(_ mine: inout [Value], _ other: [Value]) {
        switch self {
        case .appended: mine += other
        case .reserved(let count): if !other.isEmpty { mine.reserveCapacity(count) }
        case .picked(let places): mine = other.isEmpty ? [] : places.map { other[Int($0)] }
        case .merged(let runs):
            if other.isEmpty { return }
            var merged: [Value] = []
            merged.reserveCapacity(mine.count + other.count)
            var next = 0
            for (index, count) in runs.enumerated() {
                merged += mine[next..<next + count]
                next += count
                merged.append(other[index])
            }
            merged += mine[next...]
            mine = merged
        }
    }
}
