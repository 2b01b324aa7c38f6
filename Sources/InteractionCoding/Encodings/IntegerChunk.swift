// A column chunk of 64-bit integers: timestamps, int64 properties, and the inner chunks of other encodings. The smallest of the
// encodings is taken, by estimates from a few passes; one that is slower to read must save at least a thirty-second part.

import InteractionModel

/// Encodes and decodes up to 2^20 integers.
package enum IntegerChunk {
    /// The stored form; empty for no values. Cost: 10-40 ns a value.
    package static func encode(_ values: [Int64]) -> [UInt8] { encode(values, level: 0) }

    package static func decode(
        _ bytes: [UInt8], count: Int, place: String = "integer chunk"
    ) throws(InteractionError) -> [Int64] {
        try decode(bytes[...], count: count, place: place, level: 0)
    }

    /// Exactly `count` values, or `.damaged`. Cost: 0.2-2 ns a value.
    package static func decode(
        _ bytes: ArraySlice<UInt8>, count: Int, place: String = "integer chunk"
    ) throws(InteractionError) -> [Int64] {
        try decode(bytes, count: count, place: place, level: 0)
    }

    /// What a pass over the values finds cheaper than packing them.
    private enum Choice {
        case packed(base: Int64, width: Int)
        case patched(base: Int64, width: Int)
        case delta([Int64])
        case runs
        case distinct([UInt64], [UInt32])
    }

    static func encode(_ values: [Int64], level: Int, deltas: Bool = true, scaled: Bool = true) -> [UInt8] {
        guard let first = values.first else { return [] }
        let nests = level + 2 < CodingLimit.nesting
        if let step = SequenceEncoding.step(values) {
            return step == 0 ? ConstantEncoding.encode(first) : SequenceEncoding.encode(first: first, step: step)
        }
        if scaled, nests, values.count >= 8, let divisor = ScaledEncoding.divisor(values),
            bitWidth(divisor.magnitude) * values.count >= 256
        {
            return ScaledEncoding.encode(values, divisor: divisor, level: level)
        }
        var best = packing(values, patches: nests && values.count >= 16)
        func offer(_ size: Int, _ choice: @autoclosure () -> Choice) {
            if size + size / 32 < best.size { best = (choice(), size) }
        }
        if nests, values.count >= 8 {
            if deltas {
                let differences = DeltaEncoding.differences(values)
                offer(packing(differences, patches: true).size + 8, .delta(differences))
            }
            let runs = RunsEncoding.count(values)
            if runs * 2 <= values.count {
                let bits = packing(values, patches: false).size * 8 / values.count + bitWidth(UInt64(values.count / runs)) + 1
                offer(runs * bits / 8 + 16, .runs)
            }
            if best.size > values.count / 2, values.count >= 64,
                let (distinct, codes) = DistinctEncoding.analyze(values.map { UInt64(bitPattern: $0) })
            {
                let codeBytes = CodeChunk.estimate(codes)
                offer(codeBytes + 8 + packing(distinct.map { Int64(bitPattern: $0) }, patches: false).size, .distinct(distinct, codes))
            }
        }
        switch best.choice {
        case .packed(let base, let width): return PackedEncoding.encode(values, base: base, width: width)
        case .patched(let base, let width): return PatchedEncoding.encode(values, base: base, width: width, level: level)
        case .delta(let differences): return DeltaEncoding.encode(first: first, differences, level: level)
        case .runs: return RunsEncoding.encode(values, level: level)
        case .distinct(let distinct, let codes): return DistinctEncoding.encodeIntegers(distinct, codes, level: level)
        }
    }

    /// The better of packing and patching, with the estimated size.
    private static func packing(_ values: [Int64], patches: Bool) -> (choice: Choice, size: Int) {
        var low = Int64.max
        var high = Int64.min
        for value in values {
            low = min(low, value)
            high = max(high, value)
        }
        let width = bitWidth(UInt64(bitPattern: high &- low))
        var best = (choice: Choice.packed(base: low, width: width), size: PackedEncoding.size(count: values.count, width: width))
        guard patches, width > 0 else { return best }
        let step = max(1, values.count / 128)
        let sample = stride(from: 0, to: values.count, by: step).map { values[$0] }.sorted()
        var bases: [Int64] = [low, sample[sample.count / 64], sample[sample.count / 8]]
        if low < 0, high > 0 { bases.append(0) }
        for (index, base) in bases.enumerated() where !bases[..<index].contains(base) {
            let (width, size) = PatchedEncoding.Widths(values, base: base).best()
            if width < 64, size + size / 32 < best.size { best = (.patched(base: base, width: width), size) }
        }
        return best
    }

    static func decode(
        _ bytes: ArraySlice<UInt8>, count: Int, place: String, level: Int
    ) throws(InteractionError) -> [Int64] {
        var reader = ByteReader(bytes, place: place)
        if count == 0 {
            try reader.expectEnd()
            return []
        }
        let encoding = try reader.encodingNumber(count: count, level: level)
        let values: [Int64]
        switch encoding {
        case .constant: values = try ConstantEncoding.decodeIntegers(&reader, count: count)
        case .packed: values = try PackedEncoding.decodeIntegers(&reader, count: count)
        case .patched: values = try PatchedEncoding.decodeIntegers(&reader, count: count, level: level)
        case .runs: values = try RunsEncoding.decodeIntegers(&reader, count: count, level: level)
        case .sequence: values = try SequenceEncoding.decodeIntegers(&reader, count: count)
        case .delta: values = try DeltaEncoding.decodeIntegers(&reader, count: count, level: level)
        case .scaled: values = try ScaledEncoding.decodeIntegers(&reader, count: count, level: level)
        case .distinct: values = try DistinctEncoding.decodeIntegers(&reader, count: count, level: level)
        case .plain, .decimal, .bitmap: throw reader.wrongKind(encoding)
        }
        try reader.expectEnd()
        return values
    }
}
