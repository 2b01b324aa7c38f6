// Batches of days whose rows have to be put into unit order: those of several segments, and all where units are not sessions.

import InteractionCoding
import InteractionModel
import InteractionSegment

extension StreamShare {
    func regrouped(_ units: [ScanUnit], _ index: Int) throws(InteractionError) -> UnitBatch {
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
