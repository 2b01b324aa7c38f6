// Values of paths that have more than columns: objects (as compact JSON), empty arrays, leaves in the overflow, and the roots
// `details` and `metadata` themselves. Works row by row; plain paths never come here.

import InteractionCoding
import InteractionModel
import InteractionPlan
import InteractionSegment

/// Writes the values of one path of one source.
struct PathRenderer: Sendable {
    private enum Form: Sendable {
        case null
        case leaf(PathTemplate.Leaf)
        case object(PathTemplate)
    }

    /// All property columns that the path's leaves are in.
    let columns: [Int]
    private let lanes: [PropertyLane]
    /// By shape.
    private let forms: [Form]
    /// By shape: the columns (indexes in `columns`) of which its rows have a value.
    private let steps: [[Int]]
    /// By shape: tags of the overflowed leaves.
    private let overflowTags: [[ShapeTag]]

    init(_ path: PropertyPath, _ table: ShapeTable, _ properties: [PropertyColumn]) {
        var columns: [Int] = []
        var known: [Int: Int] = [:]
        var forms: [Form] = []
        var steps: [[Int]] = []
        for (code, shape) in table.shapes.enumerated() {
            var used: [Int] = []
            var members: [(keys: [String], leaf: PathTemplate.Leaf)] = []
            for (leaf, place) in zip(shape.leaves, table.places[code])
            where leaf.path.root == path.root && leaf.path.keys.starts(with: path.keys) {
                let keys = Array(leaf.path.keys.dropFirst(path.keys.count))
                switch place {
                case .column(let index):
                    let column = known[index] ?? columns.count
                    if column == columns.count {
                        known[index] = column
                        columns.append(index)
                    }
                    used.append(column)
                    members.append((keys, .column(column)))
                case .overflow(let ordinal, let tag): members.append((keys, .overflow(ordinal, tag)))
                case .emptyArray: members.append((keys, .text("[]")))
                case .object: members.append((keys, .text("{}")))
                case .null, .absent: members.append((keys, .text("null")))
                }
            }
            let field: EnvelopeField = path.root == .details ? .details : .metadata
            if members.count == 1, members[0].keys.isEmpty {
                forms.append(.leaf(members[0].leaf))
            } else if !members.isEmpty || (path.keys.isEmpty && shape.envelope[field] == .present) {
                forms.append(.object(PathTemplate(members)))
            } else {
                forms.append(.null)
            }
            steps.append(used)
        }
        self.columns = columns
        self.forms = forms
        self.steps = steps
        lanes = columns.map { properties[$0].lane }
        overflowTags = table.places.map { places in
            places.compactMap { if case .overflow(_, let tag) = $0 { tag } else { nil } }
        }
    }

    /// The values of the selected rows. `shapes` has one code for each row of the group. Errors: `.damaged` when values and
    /// shapes do not match.
    func values(
        _ selection: RowSelection, shapes: [UInt32], values: [PropertyValues], overflow: OverflowRows
    ) throws(InteractionError) -> VariantValues {
        var builder = VariantBuilder(capacity: selection.count)
        var counters = [Int](repeating: 0, count: columns.count)
        var entry = 0
        var row = 0
        for position in 0..<selection.count {
            let wanted = selection.row(position)
            while row < wanted {
                for column in steps[Int(shapes[row])] { counters[column] += 1 }
                if !overflowTags[Int(shapes[row])].isEmpty { entry += 1 }
                row += 1
            }
            let shape = Int(shapes[row])
            let tags = overflowTags[shape]
            switch forms[shape] {
            case .null: builder.append(.null, 0)
            case .leaf(let leaf):
                let rest = try Self.decode(overflow, entry, tags, needed: leaf)
                try append(leaf, to: &builder, counters, values, rest)
            case .object(let template):
                var rest: [ShapeValue] = []
                for hole in template.holes where rest.isEmpty { rest = try Self.decode(overflow, entry, tags, needed: hole) }
                var writer = ByteWriter()
                for (index, text) in template.texts.enumerated() {
                    writer.append(bytes: text)
                    if index < template.holes.count { try write(template.holes[index], to: &writer, counters, values, rest) }
                }
                builder.append(.json, text: writer.bytes[...])
            }
            for column in steps[shape] { counters[column] += 1 }
            if !tags.isEmpty { entry += 1 }
            row += 1
        }
        return builder.finish()
    }

    private static func decode(
        _ overflow: OverflowRows, _ entry: Int, _ tags: [ShapeTag], needed leaf: PathTemplate.Leaf
    ) throws(InteractionError) -> [ShapeValue] {
        guard case .overflow = leaf else { return [] }
        guard entry < overflow.count, Int(overflow.offsets[entry + 1]) <= overflow.bytes.count,
            overflow.offsets[entry] <= overflow.offsets[entry + 1]
        else { throw mismatch }
        var reader = ByteReader(overflow.bytes[Int(overflow.offsets[entry])..<Int(overflow.offsets[entry + 1])], place: "overflow")
        var values: [ShapeValue] = []
        for tag in tags { values.append(try ShapeValue.read(tag, from: &reader)) }
        return values
    }

    private static var mismatch: InteractionError {
        InteractionError(.damaged, "the values of a property do not match the shapes of its rows")
    }

    private func value(
        _ leaf: PathTemplate.Leaf, _ counters: [Int], _ values: [PropertyValues], _ rest: [ShapeValue]
    ) throws(InteractionError) -> (ShapeValue, ShapeTag) {
        switch leaf {
        case .text: throw Self.mismatch
        case .overflow(let ordinal, let tag):
            guard ordinal < rest.count else { throw Self.mismatch }
            return (rest[ordinal], tag)
        case .column(let column):
            let index = counters[column]
            guard column < values.count, index < values[column].count else { throw Self.mismatch }
            switch values[column] {
            case .bools(let flags): return (.bool(flags[index] != 0), .bool)
            case .ints(let numbers): return (.int(numbers[index]), .int64)
            case .doubles(let numbers): return (.double(numbers[index]), .double)
            case .strings(let codes, let dictionary):
                let tag: ShapeTag =
                    lanes[column] == .string ? .string : lanes[column] == .numberText ? .numberText : .array
                return (.text(dictionary.slice(at: Int(codes[index]))), tag)
            }
        }
    }

    private func write(
        _ leaf: PathTemplate.Leaf, to writer: inout ByteWriter, _ counters: [Int], _ values: [PropertyValues], _ rest: [ShapeValue]
    ) throws(InteractionError) {
        switch try value(leaf, counters, values, rest) {
        case (.bool(let flag), _): writer.append(bytes: Array((flag ? "true" : "false").utf8))
        case (.int(let number), _): writer.jsonInteger(number)
        case (.double(let number), _): writer.jsonDouble(number)
        case (.text(let text), .string): writer.jsonString(text)
        case (.text(let text), _): writer.append(bytes: text)
        }
    }

    private func append(
        _ leaf: PathTemplate.Leaf, to builder: inout VariantBuilder, _ counters: [Int], _ values: [PropertyValues], _ rest: [ShapeValue]
    ) throws(InteractionError) {
        if case .text(let text) = leaf {
            if text == "null" { builder.append(.null, 0) } else { builder.append(.json, text: Array(text.utf8)[...]) }
            return
        }
        switch try value(leaf, counters, values, rest) {
        case (.bool(let flag), _): builder.append(.bool, flag ? 1 : 0)
        case (.int(let number), _): builder.append(.int, UInt64(bitPattern: number))
        case (.double(let number), _): builder.append(.double, number.bitPattern)
        case (.text(let text), .string): builder.append(.string, text: text)
        case (.text(let text), .numberText): builder.append(.number, text: text)
        case (.text(let text), _): builder.append(.json, text: text)
        }
    }
}
