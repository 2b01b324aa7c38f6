// Verification of one segment file: every part against its checksum, and on request every value against the summaries that
// queries believe instead of reading it.

import InteractionCoding
import InteractionFiles
import InteractionModel

extension SegmentFile {
    /// Checks the file. Without `deep` reads and checksums every part; with it decodes every chunk and holds order, counts,
    /// dictionary codes, zone maps, cluster table, shapes and rollup against the rows. Errors: `.damaged` with the place.
    package func verify(deep: Bool) throws(InteractionError) {
        for part in footer.parts {
            let stored = try file.read(offset: part.offset, count: part.storedLength)
            guard CRC32C.checksum(stored) == part.checksum else {
                throw InteractionError(.damaged, "part checksum", place: "\(name), offset \(part.offset)")
            }
        }
        guard deep else { return }
        let table = try clusters()
        let shapeTable = try shapes()
        var shapeRows = [Int](repeating: 0, count: shapeTable.count)
        var first = Int64.max
        var last = Int64.min
        var times: [Int64] = []
        var actions: [UInt32] = []
        var texts: [ClusterKind: Set<String>] = [:]
        for index in 0..<table.count {
            let kind = table.kinds[index]
            guard texts[kind, default: []].insert(table.ids.string(at: index)).inserted else {
                throw InteractionError(.damaged, "a cluster stands twice", place: name)
            }
        }
        for (ordinal, group) in rowGroups.enumerated() {
            let groupTimes = try timestamps(group: ordinal)
            guard groupTimes.min() == group.firstTimestamp, groupTimes.max() == group.lastTimestamp else {
                throw InteractionError(.damaged, "zone map of time", place: "\(name), row group \(ordinal)")
            }
            first = min(first, group.firstTimestamp)
            last = max(last, group.lastTimestamp)
            times += groupTimes
            _ = try ties(group: ordinal)
            _ = try codes(.user, group: ordinal)
            _ = try codes(.component, group: ordinal)
            actions += try codes(.action, group: ordinal)
            let shapeCodes = try codes(.shape, group: ordinal)
            for code in shapeCodes { shapeRows[Int(code)] += 1 }
            var expected = [Int](repeating: 0, count: properties.count)
            var overflowRows = 0
            for code in shapeCodes {
                for case .column(let column) in shapeTable.places[Int(code)] { expected[column] += 1 }
                if shapeTable.overflowCounts[Int(code)] > 0 { overflowRows += 1 }
            }
            for property in properties.indices {
                let values = try values(property: property, group: ordinal)
                guard values.count == expected[property] else {
                    throw InteractionError(
                        .damaged, "\(values.count) values for \(expected[property]) rows",
                        place: "\(name), \(properties[property].path), row group \(ordinal)")
                }
                guard range(property: property, group: ordinal) == values.range else {
                    throw InteractionError(
                        .damaged, "zone map", place: "\(name), \(properties[property].path), row group \(ordinal)")
                }
            }
            guard try overflow(group: ordinal).count == overflowRows else {
                throw InteractionError(.damaged, "overflow entries", place: "\(name), row group \(ordinal)")
            }
        }
        guard facts.rowCount == 0 || (first == facts.firstTimestamp && last == facts.lastTimestamp) else {
            throw InteractionError(.damaged, "time range", place: name)
        }
        guard shapeRows == shapeTable.rowCounts else { throw InteractionError(.damaged, "shape row counts", place: name) }
        for index in 0..<table.count {
            let rows = Int(table.firstRows[index])..<Int(table.firstRows[index + 1])
            guard times[rows.lowerBound] == table.starts[index], times[rows.upperBound - 1] == table.ends[index],
                zip(times[rows], times[rows].dropFirst()).allSatisfy({ $0 <= $1 })
            else { throw InteractionError(.damaged, "cluster \(index) is out of order", place: name) }
        }
        if let kept = try rollup() {
            let counted = Rollup(
                day: facts.day, times: times, actionCodes: actions, actionCount: try dictionary(.action).count)
            guard kept == counted else { throw InteractionError(.damaged, "rollup", place: name) }
        }
    }
}
