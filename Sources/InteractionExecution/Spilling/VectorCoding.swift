// Columns of values as bytes: how a query's rows lie in temporary files. Texts bring the dictionary entries that they use, so
// that a chunk can be read alone. Never part of a store: the form may change with any build.

import InteractionCoding
import InteractionModel
import InteractionPlan

enum VectorCoding {
    private enum Tag: UInt8 { case nulls = 1, bools, ints, hugeints, doubles, intervals, text, variants, lists }

    /// Appends a vector. Its type and number of rows are known to the reader.
    static func encode(_ vector: Vector, into writer: inout ByteWriter) {
        func head(_ tag: Tag) {
            writer.u8(tag.rawValue)
            writer.u8((vector.isConstant ? 1 : 0) | (vector.validity == nil ? 0 : 2))
        }
        switch vector.data {
        case .nulls: head(.nulls)
        case .bools(let values):
            head(.bools)
            RawNumbers.append(values, to: &writer)
        case .ints(let values):
            head(.ints)
            RawNumbers.append(values, to: &writer)
        case .hugeints(let values):
            head(.hugeints)
            RawNumbers.append(values, to: &writer)
        case .doubles(let values):
            head(.doubles)
            RawNumbers.append(values, to: &writer)
        case .intervals(let values):
            head(.intervals)
            for value in values {
                writer.u32(UInt32(bitPattern: value.months))
                writer.u32(UInt32(bitPattern: value.days))
                writer.i64(value.microseconds)
            }
        case .text(let codes, let dictionary):
            head(.text)
            let local = UsedEntries(codes, dictionary)
            local.encode(into: &writer)
            RawNumbers.append(local.codes, to: &writer)
        case .variants(let values):
            head(.variants)
            let texts = values.kinds.indices.map { index -> UInt32 in
                VariantKind(rawValue: values.kinds[index])?.isText == true ? UInt32(truncatingIfNeeded: values.bits[index]) : 0
            }
            let local = UsedEntries(texts, values.dictionary)
            local.encode(into: &writer)
            RawNumbers.append(values.kinds, to: &writer)
            RawNumbers.append(values.bits.indices.map { texts[$0] == 0 ? values.bits[$0] : UInt64(local.codes[$0]) }, to: &writer)
        case .lists(let spans, let elements):
            head(.lists)
            // Rows may share elements: only those that these rows hold, each list's side by side.
            var rows: [UInt32] = []
            for span in spans {
                writer.varint(Int(span.count))
                rows.append(contentsOf: span.start..<span.start &+ span.count)
            }
            encode(elements.values.gathered(rows), into: &writer)
        }
        if let validity = vector.validity { RawNumbers.append(validity, to: &writer) }
    }

    /// The next vector. Errors: `.damaged` for bytes that are none.
    static func decode(
        _ reader: inout ByteReader, type: ScalarType, count: Int
    ) throws(InteractionError) -> Vector {
        guard let tag = Tag(rawValue: try reader.u8()) else { throw reader.damaged("an unknown kind of column") }
        let flags = try reader.u8()
        let isConstant = flags & 1 != 0
        let stored = isConstant ? 1 : count
        let data: Vector.Data
        switch tag {
        case .nulls: data = .nulls
        case .bools: data = .bools(try RawNumbers.read(UInt8.self, stored, from: &reader))
        case .ints: data = .ints(try RawNumbers.read(Int64.self, stored, from: &reader))
        case .hugeints: data = .hugeints(try RawNumbers.read(Int128.self, stored, from: &reader))
        case .doubles: data = .doubles(try RawNumbers.read(Double.self, stored, from: &reader))
        case .intervals:
            var values: [Interval] = []
            for _ in 0..<stored {
                values.append(
                    Interval(
                        months: Int32(bitPattern: try reader.u32()), days: Int32(bitPattern: try reader.u32()),
                        microseconds: try reader.i64()))
            }
            data = .intervals(values)
        case .text:
            let dictionary = try UsedEntries.decode(&reader)
            let codes = try RawNumbers.read(UInt32.self, stored, from: &reader)
            try UsedEntries.check(codes.max() ?? 0, dictionary, reader)
            data = .text(codes, dictionary)
        case .variants:
            let dictionary = try UsedEntries.decode(&reader)
            let kinds = try RawNumbers.read(UInt8.self, stored, from: &reader)
            let bits = try RawNumbers.read(UInt64.self, stored, from: &reader)
            for index in kinds.indices where VariantKind(rawValue: kinds[index])?.isText == true {
                try UsedEntries.check(UInt32(clamping: bits[index]), dictionary, reader, from: 1)
            }
            data = .variants(VariantValues(kinds: kinds, bits: bits, dictionary: dictionary))
        case .lists:
            var spans: [ListSpan] = []
            var total = 0
            for _ in 0..<stored {
                let count = try reader.varint(atMost: CodingLimit.rawBytes, "the length of a list")
                spans.append(ListSpan(start: total, count: count))
                total += count
            }
            guard total <= CodingLimit.rawBytes else { throw reader.damaged("lists of \(total) elements") }
            let elements = try decode(&reader, type: type.element ?? .null, count: total)
            data = .lists(spans, ListElements(elements))
        }
        let validity = flags & 2 != 0 ? try RawNumbers.read(UInt8.self, stored, from: &reader) : nil
        return Vector(type, data, count: count, validity: validity, isConstant: isConstant)
    }
}

extension VariantKind {
    /// True when the value is an entry of the dictionary.
    var isText: Bool { self == .number || self == .string || self == .json }
}

/// The dictionary entries that some codes use, numbered anew.
private struct UsedEntries {
    private let entries: [UInt32]
    private let dictionary: StringDictionary
    /// The codes in the new numbering; 0 stays 0.
    private(set) var codes: [UInt32] = []

    init(_ old: [UInt32], _ dictionary: StringDictionary) {
        self.dictionary = dictionary
        var places = [UInt32](repeating: 0, count: dictionary.count + 1)
        var used: [UInt32] = []
        codes.reserveCapacity(old.count)
        for code in old {
            if code == 0 {
                codes.append(0)
                continue
            }
            if places[Int(code)] == 0 {
                used.append(code - 1)
                places[Int(code)] = UInt32(truncatingIfNeeded: used.count)
            }
            codes.append(places[Int(code)])
        }
        entries = used
    }

    func encode(into writer: inout ByteWriter) {
        writer.varint(entries.count)
        var offsets: [UInt32] = [0]
        offsets.reserveCapacity(entries.count + 1)
        for entry in entries { offsets.append(offsets[offsets.count - 1] &+ UInt32(truncatingIfNeeded: dictionary.length(at: Int(entry)))) }
        RawNumbers.append(offsets, to: &writer)
        for entry in entries { writer.append(bytes: dictionary.slice(at: Int(entry))) }
    }

    static func decode(_ reader: inout ByteReader) throws(InteractionError) -> StringDictionary {
        let count = try reader.varint(atMost: CodingLimit.dictionaryEntries, "a number of texts")
        let offsets = try RawNumbers.read(UInt32.self, count + 1, from: &reader)
        for index in 0..<count where offsets[index] > offsets[index + 1] { throw reader.damaged("a text ends before it begins") }
        guard offsets[0] == 0 else { throw reader.damaged("a first text that does not begin at 0") }
        return StringDictionary(offsets: offsets, bytes: Array(try reader.bytes(Int(offsets[count]))))
    }

    /// Errors: `.damaged` for a code that is no entry.
    static func check(
        _ code: UInt32, _ dictionary: StringDictionary, _ reader: ByteReader, from first: UInt32 = 0
    ) throws(InteractionError) {
        guard code >= first, Int(code) <= dictionary.count else { throw reader.damaged("a code is beyond its dictionary") }
    }
}
