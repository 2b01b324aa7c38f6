// Columns of a row group as vectors of the selected rows.

import InteractionCoding
import InteractionModel
import InteractionPlan
import InteractionSegment

extension UnitReader {
    /// The values of a column for the selected rows. Errors: those of reading.
    func vector(_ column: ColumnReference, _ selection: RowSelection) throws(InteractionError) -> Vector {
        let count = selection.count
        func text(_ codes: [UInt32], _ dictionary: StringDictionary) -> Vector {
            Vector(.varchar, .text(codes, dictionary), count: count)
        }
        switch column {
        case .timestamp: return Vector(.timestamp, .ints(try timestamps(of: selection)), count: count)
        case .action: return text(try codes(.action, of: selection), try source.dictionary(.action))
        case .component: return text(try codes(.component, of: selection), try source.dictionary(.component))
        case .userId: return text(try codes(.user, of: selection), try source.dictionary(.user))
        case .sessionId:
            let clusters = try source.clusters()
            guard case .rows(let rows) = selection, rows.count * 16 < rowCount, clusters.count > 0 else {
                return text(selection.pick(try sessionCodes()), clusters.ids)
            }
            let codes = rows.map { row in
                let cluster = clusters.index(ofRow: facts.firstRow + Int(row))
                return clusters.kinds[cluster] == .session ? UInt32(truncatingIfNeeded: cluster + 1) : 0
            }
            return Vector(.varchar, .text(codes, clusters.ids), count: count)
        case .property(let path):
            var vector = try property(path, selection)
            if path.keys.isEmpty { vector = VariantViews.text(vector) }
            return vector
        case .field: throw InteractionError(.invalidQuery, "the column \(column) of a subquery is read from events")
        }
    }

    private func property(_ path: PropertyPath, _ selection: RowSelection) throws(InteractionError) -> Vector {
        let plan = try view.plan(path)
        if plan.isAbsent { return .nulls(.variant, count: selection.count) }
        if let (column, lane) = plan.soleColumn {
            if lane == .string, let (codes, dictionary) = try textCodes(property: column, selection) {
                return Vector(.variant, .text(Gather.raised(codes), dictionary), count: selection.count)
            }
            let values = try values(property: column)
            if values.count == 0 { return .nulls(.variant, count: selection.count) }
            return Self.vector(values, plan.lanes[0], try places(plan, column, selection), selection)
        }
        if let renderer = plan.renderer {
            var values: [PropertyValues] = []
            for column in renderer.columns { values.append(try self.values(property: column)) }
            let made = try renderer.values(
                selection, shapes: try codes(.shape), values: values, overflow: try source.overflow(group: group))
            return Vector(.variant, .variants(made), count: selection.count)
        }
        return try lanes(plan, selection)
    }

    /// Values of one column for the selected rows.
    static func vector(
        _ values: PropertyValues, _ lane: PropertyLane, _ places: Places, _ selection: RowSelection
    ) -> Vector {
        let count = selection.count
        var valid: [UInt8]?
        if case .picked(let places, true) = places { valid = places.map { $0 == 0 ? UInt8(0) : 1 } }
        func spread<T>(_ dense: [T], _ zero: T) -> [T] {
            switch places {
            case .dense: dense
            case .byRow: selection.pick(dense)
            case .picked(let places, _): Gather.places(dense, places, zero)
            }
        }
        switch values {
        case .bools(let dense): return Vector(.variant, .bools(spread(dense, 0)), count: count, validity: valid)
        case .ints(let dense): return Vector(.variant, .ints(spread(dense, 0)), count: count, validity: valid)
        case .doubles(let dense): return Vector(.variant, .doubles(spread(dense, 0)), count: count, validity: valid)
        case .strings(let dense, let dictionary):
            let codes: [UInt32]
            switch places {
            case .dense: codes = Gather.raised(dense)
            case .byRow: codes = Gather.raised(selection.pick(dense))
            case .picked(let places, _): codes = Gather.raisedPlaces(dense, places)
            }
            if lane == .string { return Vector(.variant, .text(codes, dictionary), count: count) }
            let kind: VariantKind = lane == .numberText ? .number : .json
            return Vector(
                .variant,
                .variants(
                    VariantValues(
                        kinds: codes.map { $0 == 0 ? 0 : kind.rawValue }, bits: codes.map { UInt64($0) }, dictionary: dictionary)),
                count: count)
        }
    }

    /// Values of a path with several columns, row by row in shape order.
    private func lanes(_ plan: PathPlan, _ selection: RowSelection) throws(InteractionError) -> Vector {
        let shapes = try codes(.shape)
        var columns: [PropertyValues] = []
        for column in plan.columns { columns.append(try values(property: column)) }
        var counters = [Int](repeating: 0, count: columns.count)
        var builder = VariantBuilder(capacity: selection.count)
        var row = 0
        for position in 0..<selection.count {
            let wanted = selection.row(position)
            while row < wanted {
                let slot = Int(plan.slots[Int(shapes[row])])
                if slot > 0 { counters[slot - 1] += 1 }
                row += 1
            }
            let slot = Int(plan.slots[Int(shapes[row])])
            row += 1
            guard slot > 0 else {
                builder.append(.null, 0)
                continue
            }
            let index = counters[slot - 1]
            counters[slot - 1] += 1
            guard index < columns[slot - 1].count else {
                throw InteractionError(.damaged, "the values of \(plan.path) do not match the shapes of the rows")
            }
            switch columns[slot - 1] {
            case .bools(let values): builder.append(.bool, UInt64(values[index]))
            case .ints(let values): builder.append(.int, UInt64(bitPattern: values[index]))
            case .doubles(let values): builder.append(.double, values[index].bitPattern)
            case .strings(let codes, let dictionary):
                let lane = plan.lanes[slot - 1]
                let kind: VariantKind = lane == .string ? .string : lane == .numberText ? .number : .json
                builder.append(kind, text: dictionary.slice(at: Int(codes[index])))
            }
        }
        return Vector(.variant, .variants(builder.finish()), count: selection.count)
    }
}

/// Selected rows of a row group as a batch.
final class ScanBatch: Batch {
    let reader: UnitReader
    let selection: RowSelection
    private var cache: [ColumnReference: Vector] = [:]

    init(_ reader: UnitReader, _ selection: RowSelection) {
        self.reader = reader
        self.selection = selection
    }

    var count: Int { selection.count }

    func column(_ column: ColumnReference) throws(InteractionError) -> Vector {
        if let vector = cache[column] { return vector }
        let vector = try reader.vector(column, selection)
        cache[column] = vector
        return vector
    }

    /// As `UnitReader.timestamps`, kept with the batch's columns.
    func timestamps() throws(InteractionError) -> [Int64] {
        guard case .ints(let times) = try column(.timestamp).data else { return [] }
        return times
    }

    /// The positions of rows that have a value of a property, where few have; nil where it is not so or not known.
    func positions(of path: PropertyPath) throws(InteractionError) -> [UInt32]? { try reader.positions(of: path, selection) }

    func restricted(to rows: [UInt32]) -> any Batch { ScanBatch(reader, selection.picking(rows)) }
}
