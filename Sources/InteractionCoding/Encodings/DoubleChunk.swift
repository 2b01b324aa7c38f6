// A column chunk of doubles. Every bit comes back, the sign of zero and NaN patterns included.

import InteractionModel

/// Encodes and decodes up to 2^20 doubles.
package enum DoubleChunk {
    /// The stored form; empty for no values.
    package static func encode(_ values: [Double]) -> [UInt8] {
        guard let first = values.first else { return [] }
        if !values.contains(where: { $0.bitPattern != first.bitPattern }) { return ConstantEncoding.encode(first) }
        var best = PlainEncoding.size(count: values.count)
        var chosen: [UInt8]?
        if let power = DecimalEncoding.power(values) {
            let bytes = DecimalEncoding.encode(values, power: power, level: 0)
            if bytes.count < best {
                best = bytes.count
                chosen = bytes
            }
        }
        // The integers of decimals find their own few distinct values.
        if chosen == nil, values.count >= 16, let (distinct, codes) = DistinctEncoding.analyze(values.map(\.bitPattern)) {
            let bytes = DistinctEncoding.encodeDoubles(distinct, codes, level: 0)
            if bytes.count < best { chosen = bytes }
        }
        return chosen ?? PlainEncoding.encode(values)
    }

    package static func decode(
        _ bytes: [UInt8], count: Int, place: String = "double chunk"
    ) throws(InteractionError) -> [Double] {
        try decode(bytes[...], count: count, place: place)
    }

    /// Exactly `count` values, or `.damaged`. Cost: 0.5-2 ns a value.
    package static func decode(
        _ bytes: ArraySlice<UInt8>, count: Int, place: String = "double chunk"
    ) throws(InteractionError) -> [Double] {
        var reader = ByteReader(bytes, place: place)
        if count == 0 {
            try reader.expectEnd()
            return []
        }
        let encoding = try reader.encodingNumber(count: count, level: 0)
        let values: [Double]
        switch encoding {
        case .constant: values = try ConstantEncoding.decodeDoubles(&reader, count: count)
        case .plain: values = try PlainEncoding.decodeDoubles(&reader, count: count)
        case .decimal: values = try DecimalEncoding.decodeDoubles(&reader, count: count, level: 0)
        case .distinct: values = try DistinctEncoding.decodeDoubles(&reader, count: count, level: 0)
        case .packed, .patched, .runs, .sequence, .delta, .scaled, .bitmap: throw reader.wrongKind(encoding)
        }
        try reader.expectEnd()
        return values
    }
}
