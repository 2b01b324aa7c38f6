// The columns of merged rows: picks are gathered by run and put back into their order a block at a time, so that no row is copied
// by itself.

import InteractionPlan

/// Collects merged rows into columns, a block of picks at a time.
struct RunOutput {
    private static let blockRows = 8192
    private var builders: [VectorBuilder]
    private let types: [ScalarType]
    /// Picked rows by cursor, and the cursor of each pick.
    private var rows: [[UInt32]]
    private var picks: [Int] = []

    init(_ types: [ScalarType], rows: Int, cursors: Int) {
        self.types = types
        self.rows = [[UInt32]](repeating: [], count: cursors)
        builders = types.map {
            var builder = VectorBuilder($0)
            builder.reserveCapacity(rows)
            return builder
        }
    }

    var isFull: Bool { picks.count == Self.blockRows }

    mutating func add(_ pick: Int, _ cursor: RunCursor) {
        rows[pick].append(UInt32(truncatingIfNeeded: cursor.row))
        picks.append(pick)
    }

    /// Takes the picked rows over. Before a cursor leaves its piece.
    mutating func flush(_ cursors: [RunCursor]) {
        if picks.isEmpty { return }
        let sources = rows.indices.filter { !rows[$0].isEmpty }
        var next = [UInt32](repeating: 0, count: rows.count)
        var start: UInt32 = 0
        for source in sources {
            next[source] = start
            start += UInt32(truncatingIfNeeded: rows[source].count)
        }
        let places = picks.map { pick -> UInt32 in
            next[pick] += 1
            return next[pick] - 1
        }
        for column in types.indices {
            if sources.count == 1 {
                builders[column].append(cursors[sources[0]].columns[column].gathered(rows[sources[0]]))
                continue
            }
            var block = VectorBuilder(types[column])
            for source in sources { block.append(cursors[source].columns[column].gathered(rows[source])) }
            builders[column].append(block.finish().gathered(places))
        }
        for source in sources { rows[source].removeAll(keepingCapacity: true) }
        picks.removeAll(keepingCapacity: true)
    }

    /// Leaves the builders empty one after another, so that no column is held twice.
    mutating func finish() -> [Vector] {
        var columns: [Vector] = []
        while !builders.isEmpty { columns.append(builders.removeFirst().finish()) }
        return columns
    }
}
