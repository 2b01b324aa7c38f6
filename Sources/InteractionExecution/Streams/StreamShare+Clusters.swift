// Batches of row groups that stand in unit order already: those of a day's only segment, whose clusters are sessions.

import InteractionCoding
import InteractionModel
import InteractionSegment

extension StreamShare {
    /// A row group of the only segment of its day: clusters are sessions, in the order of events.
    func clustered(_ unit: ScanUnit, _ index: Int) throws(InteractionError) -> UnitBatch {
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
    func allRuns(
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
    func chosenRuns(
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
}
