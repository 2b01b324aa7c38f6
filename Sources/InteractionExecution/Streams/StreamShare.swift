// What one thread does for a stream: reads row groups, evaluates the columns, and makes batches in unit order.

import InteractionCoding
import InteractionModel
import InteractionPlan
import InteractionSegment

/// One thread's share of a stream.
final class StreamShare {
    private let stream: UnitStream
    private let mappings: [KeyMapping?]
    private let unitMapping: KeyMapping?

    init(_ stream: UnitStream) {
        self.stream = stream
        func mapping(_ labels: StreamLabels?) -> KeyMapping? {
            guard case .expression(_, let interner)? = labels?.source else { return nil }
            return KeyMapping(interner)
        }
        mappings = stream.labels.map { mapping($0) }
        unitMapping = mapping(stream.unitLabels)
    }

    private var request: StreamRequest { stream.request }

    /// The batch of an item. Errors: those of reading and evaluating.
    func batch(_ item: UnitStream.Item) throws(InteractionError) -> UnitBatch {
        if item.isRegrouped { return try regrouped(item.units, item.index) }
        guard let unit = item.units.first else { return .empty }
        return try clustered(unit, item.index)
    }

    /// The chosen rows of a row group, with the marks where only marked ones count.
    private func chosen(_ unit: ScanUnit, _ reader: UnitReader) throws(InteractionError) -> (rows: RowSelection, marks: [UInt32]?) {
        let selection = try stream.scan.select(unit, reader)
        guard let column = stream.markedOnly, case .marks(let conditions) = stream.labels[column].source, !selection.isEmpty else {
            return (selection, nil)
        }
        return try StreamMarks(conditions, stream.scan.evaluator).marked(selection, reader)
    }

    /// One value for each chosen row, of each column.
    private func columns(
        _ unit: ScanUnit, _ reader: UnitReader, _ rows: RowSelection, marks: [UInt32]?
    ) throws(InteractionError) -> [[UInt32]] {
        var columns: [[UInt32]] = []
        for (index, labels) in stream.labels.enumerated() {
            if index == stream.markedOnly, let marks {
                columns.append(marks)
            } else {
                columns.append(try numbers(labels, mappings[index], unit, reader, rows))
            }
        }
        return columns
    }

    /// One value for each chosen row.
    private func numbers(
        _ labels: StreamLabels, _ mapping: KeyMapping?, _ unit: ScanUnit, _ reader: UnitReader, _ rows: RowSelection
    ) throws(InteractionError) -> [UInt32] {
        switch labels.source {
        case .codes(let column, let maps, _): return Gather.lookup(maps[unit.source], try reader.codes(column, of: rows))
        case .expression(let node, _): return try ids(node, mapping, reader, rows)
        case .marks(let conditions): return try StreamMarks(conditions, stream.scan.evaluator).marks(rows, reader)
        case .session:
            let base = UInt32(truncatingIfNeeded: stream.clusterBases[unit.source] - 1)
            return rows.pick(try reader.sessionCodes()).map { $0 == 0 ? 0 : $0 &+ base }
        case .user:
            let base = UInt32(truncatingIfNeeded: stream.userBases[unit.source] - 1)
            return try reader.codes(.user, of: rows).map { $0 == 0 ? 0 : $0 &+ base }
        }
    }

    private func ids(
        _ node: ExpressionNode, _ mapping: KeyMapping?, _ reader: UnitReader, _ rows: RowSelection
    ) throws(InteractionError) -> [UInt32] {
        guard let mapping else { return [] }
        let keys = KeyCodes(try stream.scan.evaluator.evaluate(node, ScanBatch(reader, rows)))
        let ids = try mapping.ids(keys, used: keys.used)
        guard let codes = keys.codes else { return [UInt32](repeating: ids[0], count: rows.count) }
        return Gather.lookup(ids, codes)
    }

    // MARK: Row groups in the order of sessions

    /// A row group of the only segment of its day: clusters are sessions, in the order of events.
    private func clustered(_ unit: ScanUnit, _ index: Int) throws(InteractionError) -> UnitBatch {
        let reader = stream.scan.reader(unit)
        let (rows, marks) = try chosen(unit, reader)
        if rows.isEmpty { return .empty }
        let clusters = try reader.source.clusters()
        let facts = reader.facts
        let numbers = stream.numbers.clusters[unit.source]
        let base = stream.clusterBases[unit.source]
        var needsTimes = request.wantsTimes
        // Runs that are not all of their cluster.
        var partial: [Int] = []
        var runs: [UnitRun]
        if case .all = rows, clusters.hasOnlySessions {
            (runs, partial) = allRuns(clusters, facts, numbers, base)
        } else {
            (runs, partial) = chosenRuns(clusters, facts, rows, numbers, base)
            if runs.contains(where: \.endsByGap) { needsTimes = true }
        }
        if partial.count * 16 > rows.count { needsTimes = true }
        let times = needsTimes ? try reader.timestamps(of: rows) : []
        if needsTimes {
            if runs.contains(where: \.endsByGap) {
                runs = cut(runs, times)
            } else {
                for run in partial {
                    runs[run].start = times[Int(runs[run].first)]
                    runs[run].end = times[runs[run].range.upperBound - 1]
                }
            }
        } else if !partial.isEmpty {
            var ends: [UInt32] = []
            for run in partial {
                let range = runs[run].range
                ends.append(UInt32(truncatingIfNeeded: rows.row(range.lowerBound)))
                if range.count > 1 { ends.append(UInt32(truncatingIfNeeded: rows.row(range.upperBound - 1))) }
            }
            let times = try reader.timestamps(of: .rows(ends))
            var next = 0
            for run in partial {
                runs[run].start = times[next]
                if runs[run].count > 1 { next += 1 }
                runs[run].end = times[next]
                next += 1
            }
        }
        var places: [UInt128] = []
        if stream.givesPlaces {
            let ties = try reader.ties(of: rows)
            func place(_ index: Int) -> UInt128 {
                UInt128(unit.source) << 64 | UInt128(ties.isEmpty ? 0 : ties[index]) << 32 | UInt128(facts.firstRow + rows.row(index))
            }
            places = self.places(&runs, eventCount: rows.count, place)
        }
        return batch(index, runs, times: times, places: places, columns: try columns(unit, reader, rows, marks: marks))
    }

    /// A run for each cluster of a group all of whose rows count; and which of them are parts of their clusters.
    private func allRuns(
        _ clusters: ClusterTable, _ facts: RowGroup, _ numbers: [UInt32], _ base: Int
    ) -> (runs: [UnitRun], partial: [Int]) {
        let range = clusters.indexes(of: facts)
        let (firstRows, starts, ends) = (clusters.firstRows, clusters.starts, clusters.ends)
        let begin = UInt32(truncatingIfNeeded: facts.firstRow)
        let end = UInt32(truncatingIfNeeded: facts.firstRow + facts.rowCount)
        let runs = range.map { cluster in
            let first = max(firstRows[cluster], begin)
            return UnitRun(
                first: first &- begin, count: min(firstRows[cluster + 1], end) &- first, number: numbers[cluster],
                unit: UInt32(truncatingIfNeeded: base &+ cluster), endsByGap: false, start: starts[cluster], end: ends[cluster])
        }
        guard let first = range.first, let last = range.last else { return ([], []) }
        var partial: [Int] = []
        if firstRows[first] < begin || firstRows[first + 1] > end { partial.append(0) }
        if range.count > 1, firstRows[last + 1] > end { partial.append(range.count - 1) }
        return (runs, partial)
    }

    /// The same for chosen rows, and where clusters are not all given sessions.
    private func chosenRuns(
        _ clusters: ClusterTable, _ facts: RowGroup, _ rows: RowSelection, _ numbers: [UInt32], _ base: Int
    ) -> (runs: [UnitRun], partial: [Int]) {
        var runs: [UnitRun] = []
        var partial: [Int] = []
        var position = 0
        for cluster in clusters.indexes(of: facts) {
            let first = max(Int(clusters.firstRows[cluster]), facts.firstRow) - facts.firstRow
            let end = min(Int(clusters.firstRows[cluster + 1]), facts.firstRow + facts.rowCount) - facts.firstRow
            let begin: Int
            switch rows {
            case .all:
                begin = first
                position = end
            case .rows(let list):
                begin = position
                while position < list.count, Int(list[position]) < end { position += 1 }
            }
            guard position > begin, clusters.kinds[cluster] != .none else { continue }
            if position - begin != Int(clusters.firstRows[cluster + 1] - clusters.firstRows[cluster]) { partial.append(runs.count) }
            runs.append(
                UnitRun(
                    first: UInt32(truncatingIfNeeded: begin), count: UInt32(truncatingIfNeeded: position - begin), number: numbers[cluster],
                    unit: UInt32(truncatingIfNeeded: base + cluster), endsByGap: clusters.kinds[cluster] == .user,
                    start: clusters.starts[cluster], end: clusters.ends[cluster]))
        }
        return (runs, partial)
    }

    /// Runs with the times of their events, cut at pauses where a pause ends them.
    private func cut(_ runs: [UnitRun], _ times: [Int64]) -> [UnitRun] {
        let gap = request.unit == .session ? request.loneGap : request.gap ?? .max
        var result: [UnitRun] = []
        result.reserveCapacity(runs.count)
        for run in runs {
            var run = run
            let range = run.range
            if run.endsByGap {
                var first = range.lowerBound
                for index in range.dropFirst() where times[index] &- times[index - 1] > gap {
                    run.first = UInt32(truncatingIfNeeded: first)
                    run.count = UInt32(truncatingIfNeeded: index - first)
                    run.start = times[first]
                    run.end = times[index - 1]
                    result.append(run)
                    first = index
                }
                run.first = UInt32(truncatingIfNeeded: first)
                run.count = UInt32(truncatingIfNeeded: range.upperBound - first)
            }
            run.start = times[Int(run.first)]
            run.end = times[range.upperBound - 1]
            result.append(run)
        }
        return result
    }

    /// Places of events, or of the first events of runs, which are numbered for it.
    private func places(_ runs: inout [UnitRun], eventCount: Int, _ place: (Int) -> UInt128) -> [UInt128] {
        if request.wantsEventPlaces { return (0..<eventCount).map(place) }
        for index in runs.indices { runs[index].order = UInt32(truncatingIfNeeded: index) }
        return runs.map { place(Int($0.first)) }
    }

    private func batch(_ index: Int, _ runs: [UnitRun], times: [Int64], places: [UInt128], columns: [[UInt32]]) -> UnitBatch {
        let carried = runs.filter { $0.number != 0 }
        let whole = carried.isEmpty ? runs : carried.count == runs.count ? [] : runs.filter { $0.number == 0 }
        return UnitBatch(index: index, times: times, places: places, hasEventPlaces: request.wantsEventPlaces, columns: columns, whole: whole, carried: carried)
    }

    // MARK: Days whose rows are put into unit order

    private func regrouped(_ units: [ScanUnit], _ index: Int) throws(InteractionError) -> UnitBatch {
        var events = UngroupedEvents()
        var values = [[UInt32]](repeating: [], count: request.columns.count)
        let local = DayUnits(stream, sourceCount: Set(units.map(\.source)).count)
        var sources: [Int] = []
        var read: [(reader: UnitReader, rows: RowSelection)] = []
        for unit in units {
            let reader = stream.scan.reader(unit)
            let (rows, marks) = try chosen(unit, reader)
            if rows.isEmpty { continue }
            if sources.last != unit.source {
                sources.append(unit.source)
                events.sourceStarts.append(events.times.count)
                try local.begin(unit.source, reader.source)
            }
            events.times += try reader.timestamps(of: rows)
            if let labels = stream.unitLabels {
                events.units += local.ofLabels(try numbers(labels, unitMapping, unit, reader, rows))
            } else {
                let users = request.unit == .session ? [] : try reader.codes(.user, of: rows)
                let facts = reader.facts
                let clusters = request.unit.readsSessions ? rows.pick(try reader.source.clusters().indexes(ofRows: facts)) : []
                events.units += local.of(users: users, clusters: clusters)
            }
            read.append((reader, rows))
            for (index, column) in try columns(unit, reader, rows, marks: marks).enumerated() { values[index] += column }
        }
        if events.times.isEmpty { return .empty }
        events.unitCount = local.count
        func ties() throws(InteractionError) -> [UInt32] {
            var ties: [UInt32] = []
            for (reader, rows) in read {
                let part = try reader.ties(of: rows)
                ties += part.isEmpty ? [UInt32](repeating: 0, count: rows.count) : part
            }
            return ties
        }
        if stream.givesPlaces { events.ties = try ties() }
        let (order, starts) = try events.grouped(loadingTies: ties)
        let times = Gather.pick(events.times, order)
        var runs: [UnitRun] = []
        for unit in 0..<local.count where starts[unit] < starts[unit + 1] {
            runs.append(
                UnitRun(
                    first: starts[unit], count: starts[unit + 1] - starts[unit], number: local.numbers[unit], unit: local.references[unit],
                    endsByGap: local.isLone(unit), start: 0, end: 0))
        }
        runs = cut(runs, times)
        var places: [UInt128] = []
        if stream.givesPlaces {
            // Chosen rows of a segment stand in the order of rows, so that their position serves as the row.
            func place(_ index: Int) -> UInt128 {
                let event = order[index]
                let tie = events.ties.isEmpty ? 0 : events.ties[Int(event)]
                return UInt128(sources[events.source(of: event)]) << 64 | UInt128(tie) << 32 | UInt128(event)
            }
            places = self.places(&runs, eventCount: order.count, place)
        }
        return batch(index, runs, times: times, places: places, columns: values.map { Gather.pick($0, order) })
    }
}
