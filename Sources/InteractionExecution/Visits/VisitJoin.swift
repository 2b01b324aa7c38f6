// Brings the visits of each unit together. Sorted dictionaries are cut at the same texts into ranges; each range is joined alone by
// any thread, in a table small enough for the cache, and folded at its end: no answer depends on threads.

import InteractionCoding
import InteractionModel
import Synchronization

struct VisitJoin: Sendable {
    let request: VisitRequest
    let buckets: VisitBuckets
    /// Buckets, or windows where they roll and are more.
    let bitCount: Int
    let options: ExecutionOptions

    /// Units that are folded at once where they come one by one.
    static let batchUnits = 4096

    /// Folds all units. Errors: `.limitReached` beyond the budget, `.cancelled`.
    func fold<Fold: VisitFold>(_ visits: FoundVisits, _ empty: Fold) throws(InteractionError) -> Fold {
        // Sessions and users are joined apart: equal texts are other units.
        let sides = [false, true].map { isSession in
            visits.pieces.enumerated().filter { $0.element.isSession == isSession }.sorted { ($0.element.slot, $0.offset) < ($1.element.slot, $1.offset) }
                .map(\.element)
        }
        var found: [(side: Int, ranges: [Range<Int>])] = []
        for side in sides.indices where !sides[side].isEmpty {
            for ranges in try DistinctJoin.ranges(sides[side].map(\.dictionary), options) { found.append((side, ranges)) }
        }
        let tasks = found
        let held = visits.byteCount + options.heldBytes
        let sum = Mutex(empty)
        let next = NextIndex()
        let threads = max(1, min(options.threads, tasks.count))
        try options.runner.run(count: threads, threads: threads) { (_) throws(InteractionError) in
            var fold = empty
            var numbers = TextNumbers()
            var states = VisitStates(request, buckets, bitCount: bitCount)
            while true {
                let index = next.take()
                guard index < tasks.count else { break }
                try options.checkpoint()
                let task = tasks[index]
                try join(sides[task.side], task.ranges, &numbers, &states) { (bytes) throws(InteractionError) in
                    try check((bytes + fold.byteCount) * threads + held)
                }
                states.end()
                fold.take(states.units)
                numbers.removeAll()
                states.removeAll()
            }
            let done = fold
            sum.withLock { $0.add(done) }
        }
        return sum.withLock { $0 }
    }

    /// Errors: `.limitReached` for more bytes than the budget.
    func check(_ bytes: Int) throws(InteractionError) {
        guard bytes <= options.memoryBudget else {
            throw InteractionError(
                .limitReached, "the units of these periods need more than the memory budget of \(options.memoryBudget >> 20) MiB",
                hint: "ask for a longer period or for less time, or raise the budget")
        }
    }

    private func join(
        _ pieces: [VisitPiece], _ ranges: [Range<Int>], _ numbers: inout TextNumbers, _ states: inout VisitStates,
        check: (Int) throws(InteractionError) -> Void
    ) throws(InteractionError) {
        let isRolling = request.slots != .calendar
        var start = 0
        while start < pieces.count {
            // Where slots roll, a day's starts come before its returns, whichever segment they are in.
            var end = start + 1
            while isRolling, end < pieces.count, pieces[end].slot == pieces[start].slot { end += 1 }
            for phase in isRolling ? [Phase.starts, .returns] : [.visits] {
                for index in start..<end where !ranges[index].isEmpty {
                    add(pieces[index], ranges[index], phase, &numbers, &states)
                    try check(numbers.byteCount + states.byteCount)
                }
            }
            start = end
        }
    }

    private enum Phase { case visits, starts, returns }

    private func add(
        _ piece: VisitPiece, _ codes: Range<Int>, _ phase: Phase, _ numbers: inout TextNumbers, _ states: inout VisitStates
    ) {
        let marks = piece.marks
        let bits = piece.either
        // Known after the first part; the table says how many there are then.
        var known = 0
        numbers.number(piece.dictionary, codes, where: bits) { part, found in
            for number in found { known = max(known, Int(number) + 1) }
            states.grow(to: known)
            if phase == .visits, request.isOneEvent, !request.needsTimes {
                return states.visit(found, bucket: piece.slot)
            }
            var place = found.startIndex
            for entry in part where place < found.endIndex {
                let code = entry + 1
                if let bits, code >> 6 >= bits.count || bits[code >> 6] >> UInt64(code & 63) & 1 == 0 { continue }
                let unit = Int(found[place])
                place += 1
                let (starts, returns) = (marks.hasStarted(code), marks.hasBack(code))
                switch phase {
                case .starts: if starts { states.begin(unit, at: marks.firstStart[code]) }
                case .returns: if returns { states.comeBack(unit, first: marks.firstBack[code], last: marks.lastBack[code]) }
                case .visits:
                    let hasTimes = !marks.firstStart.isEmpty
                    states.visit(
                        unit, bucket: piece.slot, start: !starts ? .max : hasTimes ? marks.firstStart[code] : 0,
                        back: !returns ? .min : hasTimes ? marks.lastBack[code] : 0)
                }
            }
        }
    }
}
