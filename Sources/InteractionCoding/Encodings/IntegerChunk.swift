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
                let bits = best.size * 8 / values.count + bitWidth(UInt64(values.count / runs)) + 1
                offer(runs * bits / 8 + 16, .runs)
            }
            if best.size > values.count / 2, values.count >= 64,
                let (distinct, codes) = DistinctEncoding.analyze(values.map { UInt64(bitPattern: $0) })
            {
                let codeBytes = CodeChunk.estimate(codes)
                offer(codeBytes + 8 + packing(distinct.map { Int64(bitPattern: $0) }, patches: false).size, .distinct(distinct, codes))
            }
        }
        let bytes: [UInt8]
        switch best.choice {
        case .packed(let base, let width): return PackedEncoding.encode(values, base: base, width: width)
        case .patched(let base, let width): bytes = PatchedEncoding.encode(values, base: base, width: width, level: level)
        case .delta(let differences): bytes = DeltaEncoding.encode(first: first, differences, level: level)
        case .runs: bytes = RunsEncoding.encode(values, level: level)
        case .distinct(let distinct, let codes): bytes = DistinctEncoding.encodeIntegers(distinct, codes, level: level)
        }
        // Estimates are rough for short chunks.
        guard case .packed(let base, let width) = packing(values, patches: false).choice,
            PackedEncoding.size(count: values.count, width: width) < bytes.count
        else { return bytes }
        return PackedEncoding.encode(values, base: base, width: width)
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
        // The base is picked on a sample, the width on all values.
        let step = max(1, values.count / 256)
        let sample = step == 1 ? values : stride(from: 0, to: values.count, by: step).map { values[$0] }
        let sorted = sample.sorted()
        var base = low
        var least = Int.max
        for candidate in [low, sorted[sorted.count / 64], sorted[sorted.count / 8], low < 0 && high > 0 ? 0 : low] {
            let size = PatchedEncoding.Widths(sample, base: candidate).best().size
            if size < least { (base, least) = (candidate, size) }
        }
        let (narrow, size) = PatchedEncoding.Widths(values, base: base).best()
        if narrow < 64, size + size / 32 < best.size { best = (.patched(base: base, width: narrow), size) }
        return best
    }

    /// Estimated bytes of the better of packing and patching.
    static func estimate(_ values: [Int64]) -> Int { values.isEmpty ? 0 : packing(values, patches: true).size }

    /// As `decode(_:count:place:)`, for a chunk that lies in the bytes of `outer`: offsets in errors count on from there.
    package static func decode(
        _ bytes: ArraySlice<UInt8>, count: Int, in outer: ByteReader, level: Int = 0
    ) throws(InteractionError) -> [Int64] {
        try decode(bytes, count: count, place: outer.place, baseOffset: outer.offset(of: bytes), level: level)
    }

    private static func decode(
        _ bytes: ArraySlice<UInt8>, count: Int, place: String, baseOffset: Int = 0, level: Int
    ) throws(InteractionError) -> [Int64] {
        var reader = ByteReader(bytes, place: place, baseOffset: baseOffset)
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
