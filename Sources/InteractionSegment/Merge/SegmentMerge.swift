// Makes one clustered segment file from any sources of one day: seals memory into a hot segment, compacts a day's segments into
// one. Works a column at a time, so that memory is a few columns, not the day.

import InteractionCoding
import InteractionFiles
import InteractionModel

/// Merging sources of a day into a segment file.
package enum SegmentMerge {
    /// Writes all rows of `sources` to `file` as one segment. Sources are of one day and given in ascending sequence order,
    /// their sequence ranges disjoint. `lineage` says whose it is and which files it replaces. The caller syncs and closes
    /// the file. Errors: `.damaged` for a bad source, `.inputOutput`, `.limitReached`. Memory: order columns of the day (about
    /// 40 bytes a row) and one column with its dictionary.
    package static func write(
        _ sources: [any SegmentSource], day: Day, kind: SegmentKind, lineage: SegmentLineage, to file: any WritableFile
    ) throws(InteractionError) -> SegmentSummary {
        var merge = try Merge(sources, day: day)
        let writer = try SegmentFileWriter(file: file, kind: kind)
        try merge.writeOrder(to: writer)
        try merge.writeClusters(to: writer)
        try merge.writeCodes(to: writer)
        try merge.writeShapes(to: writer)
        try merge.writeProperties(to: writer)
        try merge.writeRollup(to: writer)
        return try writer.finish(
            facts: merge.facts, rowGroups: merge.rowGroups, properties: merge.properties, lineage: lineage)
    }
}

/// The state of one merge; its steps are in extensions, one for each group of columns.
struct Merge {
    let inputs: [MergeInput]
    let facts: SegmentFacts
    var rowGroups: [RowGroup]
    /// Output position of each input row (inputs one after another).
    let places: [UInt32]
    /// Input row at each output position.
    let order: [UInt32]
    let firstRows: [UInt32]
    /// Cluster kind and id of each output cluster.
    let clusterKinds: [ClusterKind]
    let clusterIds: StringDictionary
    let times: [Int64]
    let ties: [UInt32]
    /// Filled as columns are written.
    var properties: [PropertyColumn] = []
    var actionCodes: [UInt32] = []
    var actionCount = 0
    /// The distinct shapes by output shape code.
    var shapeTexts: [[UInt8]] = []
    var shapeCodes: [UInt32] = []

    init(_ sources: [any SegmentSource], day: Day) throws(InteractionError) {
        var inputs: [MergeInput] = []
        var rowCount = 0
        for source in sources where source.facts.rowCount > 0 {
            guard source.facts.day == day else {
                throw InteractionError(.invalidArgument, "a source of \(source.facts.day) in a merge of \(day)")
            }
            guard rowCount + source.facts.rowCount <= SegmentLimit.rows else {
                throw InteractionError(.limitReached, "more than \(SegmentLimit.rows) events in \(day)")
            }
            inputs.append(try MergeInput(source, firstRow: rowCount))
            rowCount += source.facts.rowCount
        }
        self.inputs = inputs
        // One source in memory is in the order of the output already, its clusters too.
        if inputs.count == 1, inputs[0].source is MemorySegment {
            let input = inputs[0]
            order = (0..<UInt32(truncatingIfNeeded: rowCount)).map { $0 }
            places = order
            firstRows = input.clusters.firstRows
            ties = input.ties
            times = input.timestamps
            clusterKinds = input.clusters.kinds
            clusterIds = input.clusters.ids
            rowGroups = RowGroup.cut(timestamps: times, weights: try Self.textWeights(inputs, places: places))
            facts = Self.facts(day, rowCount, times, clusterKinds, inputs)
            return
        }

        // One table for each kind, so that a session id never equals a user id.
        var tables: [ClusterKind: StringTable] = [.session: StringTable(), .user: StringTable()]
        var keys: [(kind: ClusterKind, index: Int)] = []
        var known: [ClusterKind: [UInt32]] = [:]
        var clusterOfRow = [UInt32](repeating: 0, count: rowCount)
        for input in inputs {
            let clusters = input.clusters
            for cluster in 0..<clusters.count {
                let kind = clusters.kinds[cluster]
                let index = clusters.ids.withBytes(at: cluster) { tables[kind]?.intern($0) } ?? 0
                if Int(index) >= known[kind, default: []].count {
                    known[kind, default: []].append(UInt32(truncatingIfNeeded: keys.count))
                    keys.append((kind, Int(index)))
                }
                let key = known[kind, default: []][Int(index)]
                for row in clusters.firstRows[cluster]..<clusters.firstRows[cluster + 1] {
                    clusterOfRow[input.firstRow + Int(row)] = key
                }
            }
        }

        // Rows in arrival order among equal times: source after source, inside a source by tie ordinal, then position.
        var arrival = [UInt32]()
        arrival.reserveCapacity(rowCount)
        var timestamps: [Int64] = []
        timestamps.reserveCapacity(rowCount)
        for input in inputs {
            timestamps += input.timestamps
            let base = UInt32(truncatingIfNeeded: input.firstRow)
            if input.ties.isEmpty {
                arrival += (0..<UInt32(truncatingIfNeeded: input.rowCount)).map { base + $0 }
            } else {
                arrival += RadixOrder.order(by: input.ties).map { base + $0 }
            }
        }
        let computed: ClusterOrder
        if inputs.count == 1 {
            computed = ClusterOrder(
                clustered: inputs[0].clusters, ties: inputs[0].ties, rowCount: rowCount, keys: clusterOfRow)
            order = computed.order
        } else {
            computed = ClusterOrder(
                timestamps: arrival.map { timestamps[Int($0)] }, clusters: arrival.map { clusterOfRow[Int($0)] },
                clusterKeyCount: keys.count)
            order = computed.order.map { arrival[Int($0)] }
        }
        firstRows = computed.firstRows
        ties = computed.ties
        var places = [UInt32](repeating: 0, count: rowCount)
        for (place, row) in order.enumerated() { places[Int(row)] = UInt32(truncatingIfNeeded: place) }
        self.places = places
        times = order.map { timestamps[Int($0)] }

        let texts = tables.mapValues { $0.dictionary() }
        var kinds: [ClusterKind] = []
        var ids = StringList()
        for key in computed.clusterKeys {
            let (kind, index) = keys[Int(key)]
            kinds.append(kind)
            if let text = texts[kind] {
                text.withBytes(at: index) { ids.append($0) }
            } else {
                ids.append(UnsafeRawBufferPointer(start: nil, count: 0))
            }
        }
        clusterKinds = kinds
        clusterIds = ids.dictionary()
        rowGroups = RowGroup.cut(timestamps: times, weights: try Self.textWeights(inputs, places: places))
        facts = Self.facts(day, rowCount, times, kinds, inputs)
    }

    private static func facts(
        _ day: Day, _ rowCount: Int, _ times: [Int64], _ clusters: [ClusterKind], _ inputs: [MergeInput]
    ) -> SegmentFacts {
        SegmentFacts(
            kind: .hot, day: day, rowCount: rowCount, clusterCount: clusters.count, firstTimestamp: times.min() ?? 0,
            lastTimestamp: times.max() ?? 0, firstSequence: inputs.map(\.source.facts.firstSequence).min() ?? 0,
            lastSequence: inputs.map(\.source.facts.lastSequence).max() ?? 0)
    }

    /// Gathers row-aligned codes into output order, mapped by source.
    func gathered(_ codes: [[UInt32]]) -> [UInt32] {
        if inputs.count == 1, inputs[0].source is MemorySegment { return codes[0] }
        if codes.count == 1 { return order.map { codes[0][Int($0)] } }
        let joined = codes.flatMap { $0 }
        return order.map { joined[Int($0)] }
    }

    /// Bytes by output row of what makes a row group's chunks long, or nothing when the day has too little of it to matter:
    /// texts of properties, and everything that goes to overflow.
    private static func textWeights(_ inputs: [MergeInput], places: [UInt32]) throws(InteractionError) -> [UInt32] {
        var total = 0
        for input in inputs { total += try input.largestTextBytes() }
        var counts: [PropertyKey: Int] = [:]
        for input in inputs { counts.merge(input.valueCounts) { $0 + $1 } }
        let columns = Set(Overflow.kept(counts))
        let overflowing = counts.keys.filter { !columns.contains($0) }
        guard total > SegmentLimit.groupTextBytes || !overflowing.isEmpty else { return [] }
        var weights = [UInt32](repeating: 0, count: places.count)
        if total > SegmentLimit.groupTextBytes {
            for input in inputs { try input.addTextWeights(to: &weights, places: places) }
        }
        for input in inputs {
            for key in overflowing {
                guard let column = try input.column(key) else { continue }
                for (index, row) in column.rows.enumerated() {
                    weights[Int(places[input.firstRow + Int(row)])] &+= column.values.storedBytes(index)
                }
            }
        }
        return weights
    }
}

extension ClusterOrder {
    /// The order of rows that are clustered already.
    init(clustered table: ClusterTable, ties: [UInt32], rowCount: Int, keys: [UInt32]) {
        order = (0..<UInt32(truncatingIfNeeded: rowCount)).map { $0 }
        firstRows = table.firstRows
        clusterKeys = table.firstRows.dropLast().map { keys[Int($0)] }
        self.ties = ties
    }
}
