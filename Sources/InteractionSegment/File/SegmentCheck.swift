// The deep verification of a segment's rows: reads row groups one after another and keeps what can be judged only at the end
// (order across groups, ties, counts of the whole segment). Each rule is one of Format/segment.md.

import InteractionCoding
import InteractionModel

/// One pass over the rows of a segment.
struct SegmentCheck {
    private let segment: SegmentFile
    private let clusters: ClusterTable
    private let shapes: ShapeTable
    private let userCount: Int
    private let actionCount: Int
    private let componentCount: Int

    private var times: [Int64] = []
    private var ties: [UInt32] = []
    private var clusterOfRow: [UInt32] = []
    private var actions: [UInt32] = []
    private var shapeRows: [Int]
    private var valueCounts: [Int]
    private var usedUsers: [Bool]
    private var usedActions: [Bool]
    private var usedComponents: [Bool]

    /// Loads the tables and checks them by themselves. Errors: `.damaged`.
    init(_ segment: SegmentFile) throws(InteractionError) {
        self.segment = segment
        clusters = try segment.clusters()
        shapes = try segment.shapes()
        userCount = try Self.checkOrder(segment.dictionary(.user), "user dictionary", segment)
        actionCount = try Self.checkOrder(segment.dictionary(.action), "action dictionary", segment)
        componentCount = try Self.checkOrder(segment.dictionary(.component), "component dictionary", segment)
        shapeRows = [Int](repeating: 0, count: shapes.count)
        valueCounts = [Int](repeating: 0, count: segment.properties.count)
        usedUsers = [Bool](repeating: false, count: userCount + 1)
        usedActions = [Bool](repeating: false, count: actionCount + 1)
        usedComponents = [Bool](repeating: false, count: componentCount + 1)
        guard Set(shapes.shapes.map(\.bytes)).count == shapes.count else { throw segment.broken("a shape stands twice") }
        var ids: [ClusterKind: Set<[UInt8]>] = [:]
        for index in 0..<clusters.count {
            let id = Array(clusters.ids.slice(at: index))
            guard ids[clusters.kinds[index], default: []].insert(id).inserted else {
                throw segment.broken("a cluster stands twice", "cluster \(index)")
            }
            guard clusters.kinds[index] != .none || id.isEmpty else { throw segment.broken("nobody's cluster has an id", "cluster \(index)") }
        }
    }

    /// Texts of code columns ascend by their bytes, each once. Gives their number.
    private static func checkOrder(
        _ dictionary: StringDictionary, _ what: String, _ segment: SegmentFile
    ) throws(InteractionError) -> Int {
        for index in 0..<max(0, dictionary.count - 1) {
            guard dictionary.slice(at: index).lexicographicallyPrecedes(dictionary.slice(at: index + 1)) else {
                throw segment.broken("texts out of order", "\(what), text \(index + 1)")
            }
        }
        return dictionary.count
    }

    /// Reads a row group and checks what can be checked in it.
    mutating func take(_ ordinal: Int) throws(InteractionError) {
        let group = segment.rowGroups[ordinal]
        let place = "row group \(ordinal)"
        let groupTimes = try segment.timestamps(group: ordinal)
        guard groupTimes.min() == group.firstTimestamp, groupTimes.max() == group.lastTimestamp else {
            throw segment.broken("zone map of time", place)
        }
        times += groupTimes
        let groupTies = try segment.ties(group: ordinal)
        ties += groupTies.isEmpty ? [UInt32](repeating: 0, count: group.rowCount) : groupTies
        let users = try segment.codes(.user, group: ordinal)
        let groupActions = try segment.codes(.action, group: ordinal)
        let components = try segment.codes(.component, group: ordinal)
        let shapeCodes = try segment.codes(.shape, group: ordinal)
        actions += groupActions
        var cluster = clusters.count == 0 ? 0 : clusters.index(ofRow: group.firstRow)
        for row in 0..<group.rowCount {
            while cluster + 1 < clusters.count, Int(clusters.firstRows[cluster + 1]) <= group.firstRow + row { cluster += 1 }
            clusterOfRow.append(UInt32(truncatingIfNeeded: cluster))
            let shape = shapes.shapes[Int(shapeCodes[row])]
            let at = "row \(group.firstRow + row)"
            guard groupActions[row] != 0 else { throw segment.broken("a row without an action", at) }
            guard (shape.presence(.userId) == .present) == (users[row] != 0) else { throw segment.broken("user against shape", at) }
            guard (shape.presence(.component) == .present) == (components[row] != 0) else {
                throw segment.broken("component against shape", at)
            }
            let kind = clusters.kinds[cluster]
            guard (shape.presence(.sessionId) == .present) == (kind == .session) else {
                throw segment.broken("session against shape", at)
            }
            usedUsers[Int(users[row])] = true
            usedActions[Int(groupActions[row])] = true
            usedComponents[Int(components[row])] = true
            shapeRows[Int(shapeCodes[row])] += 1
            if kind == .none, users[row] != 0 { throw segment.broken("a user in nobody's cluster", at) }
        }
        try checkOwners(users, group)
        try checkValues(shapeCodes, ordinal)
        try checkOverflow(shapeCodes, ordinal)
    }

    /// The rows of a user's cluster are that user's.
    private func checkOwners(_ users: [UInt32], _ group: RowGroup) throws(InteractionError) {
        let dictionary = try segment.dictionary(.user)
        var row = 0
        while row < group.rowCount {
            let cluster = Int(clusterOfRow[group.firstRow + row])
            let end = min(group.rowCount, Int(clusters.firstRows[cluster + 1]) - group.firstRow)
            if clusters.kinds[cluster] == .user {
                guard users[row] != 0, dictionary.slice(at: Int(users[row]) - 1).elementsEqual(clusters.ids.slice(at: cluster)),
                    users[row..<end].allSatisfy({ $0 == users[row] })
                else { throw segment.broken("another user in a user's cluster", "cluster \(cluster)") }
            }
            row = end
        }
    }

    /// Property chunks: one value for each row that has one, and the zone map over exactly them.
    private mutating func checkValues(_ shapeCodes: [UInt32], _ ordinal: Int) throws(InteractionError) {
        var expected = [Int](repeating: 0, count: segment.properties.count)
        for code in shapeCodes {
            for case .column(let column) in shapes.places[Int(code)] { expected[column] += 1 }
        }
        for property in segment.properties.indices {
            let place = "\(segment.properties[property].path), row group \(ordinal)"
            let values = try segment.values(property: property, group: ordinal)
            guard values.count == expected[property] else {
                throw segment.broken("\(values.count) values for \(expected[property]) rows", place)
            }
            guard segment.range(property: property, group: ordinal) == values.range else { throw segment.broken("zone map", place) }
            if case .doubles(let numbers) = values, !numbers.allSatisfy(\.isFinite) { throw segment.broken("a double is not finite", place) }
            valueCounts[property] += values.count
        }
    }

    /// Overflow: an entry for each row that has one, holding exactly its values.
    private func checkOverflow(_ shapeCodes: [UInt32], _ ordinal: Int) throws(InteractionError) {
        let overflow = try segment.overflow(group: ordinal)
        var next = 0
        for code in shapeCodes where shapes.overflowCounts[Int(code)] > 0 {
            guard next < overflow.count else { throw segment.broken("too few overflow entries", "row group \(ordinal)") }
            var entry = ByteReader(
                overflow.bytes[Int(overflow.offsets[next])..<Int(overflow.offsets[next + 1])],
                place: "\(segment.name), overflow entry \(next) of row group \(ordinal)")
            for case .overflow(_, let tag) in shapes.places[Int(code)] { _ = try ShapeValue.read(tag, from: &entry) }
            guard entry.isAtEnd else { throw entry.damaged("bytes behind an overflow entry") }
            next += 1
        }
        guard next == overflow.count else { throw segment.broken("overflow entries of no row", "row group \(ordinal)") }
    }

    /// Checks what needs all rows.
    func finish() throws(InteractionError) {
        let facts = segment.facts
        guard facts.rowCount == 0 || (times.min() == facts.firstTimestamp && times.max() == facts.lastTimestamp) else {
            throw segment.broken("time range")
        }
        guard shapeRows == shapes.rowCounts else { throw segment.broken("shape row counts") }
        for (index, column) in segment.properties.enumerated() where valueCounts[index] != column.valueCount {
            throw segment.broken("\(valueCounts[index]) values, not \(column.valueCount)", "\(column.path)")
        }
        for (used, what) in [(usedUsers, "user"), (usedActions, "action"), (usedComponents, "component")] {
            if let code = used.dropFirst().firstIndex(of: false) { throw segment.broken("a text that no row has", "\(what) dictionary, text \(code - 1)") }
        }
        try checkClusters()
        try checkTies()
        if let kept = try segment.rollup() {
            let counted = Rollup(day: facts.day, times: times, actionCodes: actions, actionCount: actionCount)
            guard kept == counted else { throw segment.broken("rollup") }
        }
    }

    /// Rows of a cluster ascend, as its start and duration say; clusters stand by their first event.
    private func checkClusters() throws(InteractionError) {
        for index in 0..<clusters.count {
            let rows = Int(clusters.firstRows[index])..<Int(clusters.firstRows[index + 1])
            guard times[rows.lowerBound] == clusters.starts[index], times[rows.upperBound - 1] == clusters.ends[index] else {
                throw segment.broken("start or duration", "cluster \(index)")
            }
            for row in rows.dropFirst() where (times[row - 1], ties[row - 1]) > (times[row], ties[row]) {
                throw segment.broken("rows out of order", "cluster \(index), row \(row)")
            }
            guard index > 0 else { continue }
            let before = Int(clusters.firstRows[index - 1])
            guard (times[before], ties[before]) < (times[rows.lowerBound], ties[rows.lowerBound]) else {
                throw segment.broken("clusters out of order", "cluster \(index)")
            }
        }
    }

    /// Where clusters share a timestamp its rows are numbered from 0 without a gap; everywhere else ties are 0.
    private func checkTies() throws(InteractionError) {
        let order = times.indices.sorted { (times[$0], ties[$0], $0) < (times[$1], ties[$1], $1) }
        var start = 0
        while start < order.count {
            var end = start + 1
            var isShared = false
            while end < order.count, times[order[end]] == times[order[start]] {
                if clusterOfRow[order[end]] != clusterOfRow[order[start]] { isShared = true }
                end += 1
            }
            for place in start..<end where ties[order[place]] != (isShared ? UInt32(place - start) : 0) {
                throw segment.broken("tie ordinal \(ties[order[place]])", "row \(order[place])")
            }
            start = end
        }
    }
}
