// Turns a day buffer into an immutable clustered segment in memory.

import InteractionCoding
import InteractionModel

extension DayBuffer {
    /// The rows so far as a segment in cluster order; the buffer stays as it is and may grow on. Cost: linear in the rows
    /// (plus a radix sort where times do not ascend); copies the columns.
    package func clustered() -> MemorySegment { columns.clustered(day: day) }
}

extension DayColumns {
    fileprivate func clustered(day: Day) -> MemorySegment {
        let rowCount = timestamps.count
        let sessionCount = sessions.count
        let userCount = users.count
        var clusterKeys = [UInt32](repeating: 0, count: rowCount)
        for row in 0..<rowCount {
            let key =
                if sessionCodes[row] > 0 { Int(sessionCodes[row]) - 1
                } else if userCodes[row] > 0 { sessionCount + Int(userCodes[row]) - 1
                } else { sessionCount + userCount }
            clusterKeys[row] = UInt32(truncatingIfNeeded: key)
        }
        let order = ClusterOrder(
            timestamps: timestamps, clusters: clusterKeys, clusterKeyCount: sessionCount + userCount + 1)
        let times = order.order.map { timestamps[Int($0)] }
        var places = [UInt32](repeating: 0, count: rowCount)
        for (place, row) in order.order.enumerated() { places[Int(row)] = UInt32(truncatingIfNeeded: place) }

        let sessionIds = sessions.dictionary()
        let userIds = users.dictionary()
        var kinds: [ClusterKind] = []
        var ids = StringList()
        for key in order.clusterKeys.map(Int.init) {
            if key < sessionCount {
                kinds.append(.session)
                sessionIds.withBytes(at: key) { ids.append($0) }
            } else if key < sessionCount + userCount {
                kinds.append(.user)
                userIds.withBytes(at: key - sessionCount) { ids.append($0) }
            } else {
                kinds.append(.none)
                ids.append(UnsafeRawBufferPointer(start: nil, count: 0))
            }
        }
        let clusterTable = ClusterTable(
            kinds: kinds, ids: ids.dictionary(), firstRows: order.firstRows,
            starts: order.firstRows.dropLast().map { times[Int($0)] },
            ends: order.firstRows.dropFirst().map { times[Int($0) - 1] })

        var all: [PropertyKey: PropertyData] = [:]
        for property in properties { all[property.key] = property.data().moved(to: places, order: order.order) }
        let kept = Overflow.kept(all.mapValues(\.rows.count))
        let shapeCodes = order.order.map { self.shapeCodes[Int($0)] }
        let shapeTable = ShapeTable(
            shapes: shapes.map(\.shape), places: Overflow.places(shapes: shapes.map(\.shape), columns: kept),
            rowCounts: shapes.map(\.rowCount))
        let overflow = Overflow.entries(shapeCodes: shapeCodes, table: shapeTable, columns: all)

        return MemorySegment(
            facts: SegmentFacts(
                kind: .memory, day: day, rowCount: rowCount, clusterCount: kinds.count,
                firstTimestamp: times.min() ?? 0, lastTimestamp: times.max() ?? 0, firstSequence: firstSequence,
                lastSequence: lastSequence),
            timestamps: times, ties: order.ties,
            codes: [
                .user: order.order.map { userCodes[Int($0)] },
                .action: order.order.map { actionCodes[Int($0)] },
                .component: order.order.map { componentCodes[Int($0)] },
                .shape: shapeCodes,
            ],
            dictionaries: [.user: userIds, .action: actions.dictionary(), .component: components.dictionary()],
            clusterTable: clusterTable, shapeTable: shapeTable,
            propertyData: kept.compactMap { all[$0] }, overflowRows: overflow.rows, overflowEntries: overflow.entries)
    }
}

/// Texts gathered in a given order, repeats allowed; becomes a dictionary.
struct StringList {
    private var offsets: [UInt32] = [0]
    private var bytes: [UInt8] = []

    mutating func append(_ text: UnsafeRawBufferPointer) {
        bytes.append(contentsOf: text)
        offsets.append(UInt32(truncatingIfNeeded: bytes.count))
    }

    func dictionary() -> StringDictionary { StringDictionary(offsets: offsets, bytes: bytes) }
}
