// The rows of `paths`: the most frequent ones in order, with their labels.

import InteractionExecution
import InteractionModel
import InteractionPlan

struct PathTable {
    private let paths: PathNumbers
    private let frequencies: [Int]
    private let stream: UnitStream
    /// Paths in the order of rows.
    private let order: [Int]

    init(_ paths: PathNumbers, frequencies: [Int], _ stream: UnitStream, top: Int?) {
        self.paths = paths
        self.frequencies = frequencies
        self.stream = stream
        var chosen = Array(frequencies.indices)
        if let top, top < chosen.count {
            let least = frequencies.sorted(by: >)[top - 1]
            chosen = chosen.filter { frequencies[$0] >= least }
        }
        let separator = Array(" > ".utf8)
        var rows: [(path: Int, text: [UInt8])] = []
        for path in chosen {
            let labels = stream.labelTexts(0, of: Array(paths.labels(path)))
            var text: [UInt8] = []
            for index in 0..<labels.count {
                if index > 0 { text += separator }
                text += labels.bytes(index)
            }
            rows.append((path, text))
        }
        rows.sort { a, b in
            let (left, right) = (frequencies[a.path], frequencies[b.path])
            return left != right ? left > right : a.text.lexicographicallyPrecedes(b.text)
        }
        order = rows.prefix(top ?? rows.count).map(\.path)
    }

    private func numbers(_ value: (Int) -> Int) -> Vector { Vector(.bigint, .ints(order.map { Int64(value($0)) }), count: order.count) }
    private func doubles(_ value: (Int) -> Double) -> Vector { Vector(.double, .doubles(order.map(value)), count: order.count) }
    private var noDoubles: Vector { .nulls(.double, count: order.count) }

    private var lists: Vector {
        Vector(
            order.map { path in
                let labels = stream.labelTexts(0, of: Array(paths.labels(path)))
                return .list((0..<labels.count).map { labels.text($0).map { .text($0) } ?? .null })
            }, .list(.varchar))
    }

    /// The columns of paths of sessions.
    func rows(_ wanted: Set<PathsFunction.Column>, _ found: PathFold) -> TableFunctionRows {
        let medians = wanted.contains(.medianDurationSeconds) ? found.durations(of: order).map { Median.of(sorted: $0) ?? 0 } : []
        var columns: [Int: Vector] = [:]
        for column in wanted {
            columns[column.rawValue] =
                switch column {
                case .path: lists
                case .frequency, .sessions: numbers { frequencies[$0] }
                case .share: doubles { Double(frequencies[$0]) / Double(found.sessions) }
                case .continues: numbers { found.counts[$0].continues }
                case .avgDurationSeconds: doubles { Double(found.counts[$0].duration) / Double(found.counts[$0].sessions) / 1_000_000 }
                case .medianDurationSeconds: Vector(.double, .doubles(medians.map { $0 / 1_000_000 }), count: order.count)
                case .dropoffRate:
                    doubles { Double(found.counts[$0].sessions - found.counts[$0].continues) / Double(found.counts[$0].sessions) }
                }
        }
        return TableFunctionRows(rowCount: order.count, columns: columns)
    }

    /// The columns of n-grams; those that say how sessions go on are NULL.
    func rows(_ wanted: Set<PathsFunction.Column>, _ found: GramFold) -> TableFunctionRows {
        let total = found.occurrences.reduce(0, +)
        var columns: [Int: Vector] = [:]
        for column in wanted {
            columns[column.rawValue] =
                switch column {
                case .path: lists
                case .frequency: numbers { frequencies[$0] }
                case .sessions: numbers { found.sessions[$0] }
                case .share: doubles { Double(frequencies[$0]) / Double(total) }
                case .continues: .nulls(.bigint, count: order.count)
                case .avgDurationSeconds, .medianDurationSeconds, .dropoffRate: noDoubles
                }
        }
        return TableFunctionRows(rowCount: order.count, columns: columns)
    }
}
