// A column chunk of 32-bit codes: dictionary and shape codes, run lengths, gaps. Meant to be read without decompression, so an
// encoding that is slower to read than plain packing must save at least an eighth.

import InteractionModel

/// Encodes and decodes up to 2^20 codes.
package enum CodeChunk {
    /// The stored form; empty for no codes. Cost: 5-15 ns a code.
    package static func encode(_ values: [UInt32]) -> [UInt8] { encode(values, level: 0) }

    package static func decode(
        _ bytes: [UInt8], count: Int, place: String = "code chunk"
    ) throws(InteractionError) -> [UInt32] {
        try decode(bytes[...], count: count, place: place, level: 0)
    }

    /// Exactly `count` codes, or `.damaged`. Cost: 0.1-1 ns a code.
    package static func decode(
        _ bytes: ArraySlice<UInt8>, count: Int, place: String = "code chunk"
    ) throws(InteractionError) -> [UInt32] {
        try decode(bytes, count: count, place: place, level: 0)
    }

    /// As `decode`, and every code is below `limit` (the size of the dictionary that they point into).
    package static func decode(
        _ bytes: ArraySlice<UInt8>, count: Int, below limit: Int, place: String = "code chunk"
    ) throws(InteractionError) -> [UInt32] {
        let codes = try decode(bytes, count: count, place: place, level: 0)
        let highest = CodeScan.range(codes)?.upperBound ?? 0
        guard codes.isEmpty || Int(highest) < limit else {
            throw InteractionError(.damaged, "code \(highest) where \(limit) entries are known", place: place)
        }
        return codes
    }

    /// The runs of a chunk that is stored in runs or as one value; nil for the other encodings. Cost: linear in the runs.
    package static func decodeRuns(
        _ bytes: ArraySlice<UInt8>, count: Int, place: String = "code chunk"
    ) throws(InteractionError) -> CodeRuns? {
        var reader = ByteReader(bytes, place: place)
        guard count > 0 else { return nil }
        switch try reader.encodingNumber(count: count, level: 0) {
        case .runs: return try RunsEncoding.decodeRuns(&reader, count: count)
        case .constant:
            let values = try ConstantEncoding.decodeCodes(&reader, count: 1)
            try reader.expectEnd()
            return CodeRuns(values: values, lengths: [UInt32(truncatingIfNeeded: count - 1)])
        default: return nil
        }
    }

    private enum Choice {
        case packed(base: UInt32, width: Int)
        case patched(base: UInt32, width: Int)
        case delta([Int64])
        case runs
    }

    /// Estimated bytes of the better of packing and patching.
    static func estimate(_ values: [UInt32]) -> Int { packing(values, patches: true).size }

    static func encode(_ values: [UInt32], level: Int) -> [UInt8] {
        guard let first = values.first else { return [] }
        if let step = SequenceEncoding.step(values) {
            return step == 0 ? ConstantEncoding.encode(first) : SequenceEncoding.encode(first: first, step: step)
        }
        let nests = level + 2 < CodingLimit.nesting
        var best = packing(values, patches: nests && values.count >= 16)
        func offer(_ size: Int, _ choice: @autoclosure () -> Choice) {
            if size + size / 7 < best.size { best = (choice(), size) }
        }
        if nests, values.count >= 8 {
            let runs = RunsEncoding.count(values)
            if runs * 3 <= values.count * 2 {
                let bits = best.size * 8 / values.count + bitWidth(UInt64(values.count / runs)) + 1
                offer(runs * bits / 8 + 12, .runs)
            }
            if best.size > values.count {
                // Wide codes only: these rise with the rows, as session and user codes do.
                let differences = DeltaEncoding.differences(values)
                offer(IntegerChunk.estimate(differences) + 8, .delta(differences))
            }
        }
        let bytes: [UInt8]
        switch best.choice {
        case .packed(let base, let width): return PackedEncoding.encode(values, base: base, width: width)
        case .patched(let base, let width): bytes = PatchedEncoding.encode(values, base: base, width: width, level: level)
        case .delta(let differences): bytes = DeltaEncoding.encode(first: first, differences, level: level)
        case .runs: bytes = RunsEncoding.encode(values, level: level)
        }
        // Estimates are rough for short chunks.
        guard case .packed(let base, let width) = packing(values, patches: false).choice,
            PackedEncoding.size(count: values.count, width: width) < bytes.count
        else { return bytes }
        return PackedEncoding.encode(values, base: base, width: width)
    }

    private static func packing(_ values: [UInt32], patches: Bool) -> (choice: Choice, size: Int) {
        var low = UInt32.max
        var high = UInt32.min
        for value in values {
            low = min(low, value)
            high = max(high, value)
        }
        if values.isEmpty { return (.packed(base: 0, width: 0), 0) }
        let width = bitWidth(UInt64(high - low))
        let best = (choice: Choice.packed(base: low, width: width), size: PackedEncoding.size(count: values.count, width: width))
        guard patches, width > 1 else { return best }
        let (narrow, size) = PatchedEncoding.Widths(values, base: low).best()
        return narrow < width && size + size / 7 < best.size ? (.patched(base: low, width: narrow), size) : best
    }

    /// As `decode(_:count:place:)`, for a chunk that lies in the bytes of `outer`: offsets in errors count on from there.
    package static func decode(
        _ bytes: ArraySlice<UInt8>, count: Int, in outer: ByteReader, level: Int = 0
    ) throws(InteractionError) -> [UInt32] {
        try decode(bytes, count: count, place: outer.place, baseOffset: outer.offset(of: bytes), level: level)
    }

    private static func decode(
        _ bytes: ArraySlice<UInt8>, count: Int, place: String, baseOffset: Int = 0, level: Int
    ) throws(InteractionError) -> [UInt32] {
        var reader = ByteReader(bytes, place: place, baseOffset: baseOffset)
        if count == 0 {
            try reader.expectEnd()
            return []
        }
        let encoding = try reader.encodingNumber(count: count, level: level)
        let values: [UInt32]
        switch encoding {
        case .constant: values = try ConstantEncoding.decodeCodes(&reader, count: count)
        case .packed: values = try PackedEncoding.decodeCodes(&reader, count: count)
        case .patched: values = try PatchedEncoding.decodeCodes(&reader, count: count, level: level)
        case .runs: values = try RunsEncoding.decodeCodes(&reader, count: count, level: level)
        case .sequence: values = try SequenceEncoding.decodeCodes(&reader, count: count)
        case .delta: values = try DeltaEncoding.decodeCodes(&reader, count: count, level: level)
        case .scaled, .distinct, .plain, .decimal, .bitmap: throw reader.wrongKind(encoding)
        }
        try reader.expectEnd()
        return values
    }
}
