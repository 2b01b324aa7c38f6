// Runs: values that differ from the one before, and how often each repeats.
//   varint number of runs (1 to the number of values), varint length + chunk of run values, code chunk of run lengths less one
// Run lengths sum up to the number of values.

import InteractionModel

/// Codes of a row-aligned column in runs.
package struct CodeRuns: Sendable {
    /// The code of each run.
    package var values: [UInt32]
    /// Rows of each run, less one.
    package var lengths: [UInt32]

    package init(values: [UInt32], lengths: [UInt32]) {
        self.values = values
        self.lengths = lengths
    }
}

enum RunsEncoding {
    static func count(_ values: [Int64]) -> Int {
        var runs = values.isEmpty ? 0 : 1
        for index in 1..<max(1, values.count) where values[index] != values[index - 1] { runs += 1 }
        return runs
    }

    static func count(_ values: [UInt32]) -> Int {
        var runs = values.isEmpty ? 0 : 1
        for index in 1..<max(1, values.count) where values[index] != values[index - 1] { runs += 1 }
        return runs
    }

    static func encode(_ values: [Int64], level: Int) -> [UInt8] {
        let starts = values.indices.filter { $0 == 0 || values[$0] != values[$0 - 1] }
        return write(IntegerChunk.encode(starts.map { values[$0] }, level: level + 1), starts, values.count, level)
    }

    static func encode(_ values: [UInt32], level: Int) -> [UInt8] {
        let starts = values.indices.filter { $0 == 0 || values[$0] != values[$0 - 1] }
        return write(CodeChunk.encode(starts.map { values[$0] }, level: level + 1), starts, values.count, level)
    }

    private static func write(_ values: [UInt8], _ starts: [Int], _ count: Int, _ level: Int) -> [UInt8] {
        var lengths: [UInt32] = []
        lengths.reserveCapacity(starts.count)
        for index in starts.indices {
            let end = index + 1 < starts.count ? starts[index + 1] : count
            lengths.append(UInt32(truncatingIfNeeded: end - starts[index] - 1))
        }
        var writer = ByteWriter()
        writer.u8(EncodingNumber.runs.rawValue)
        writer.varint(starts.count)
        writer.string(bytes: values)
        writer.append(bytes: CodeChunk.encode(lengths, level: level + 1))
        return writer.bytes
    }

    static func decodeIntegers(
        _ reader: inout ByteReader, count: Int, level: Int
    ) throws(InteractionError) -> [Int64] {
        let runs = try reader.varint(atMost: count, "a number of runs")
        let chunk = try reader.string(limit: CodingLimit.rawBytes)
        let values = try IntegerChunk.decode(chunk, count: runs, in: reader, level: level + 1)
        let lengths = try CodeChunk.decode(reader.rest(), count: runs, in: reader, level: level + 1)
        guard let result = Restoring.expand(values, lengths, count: count) else { throw Self.misfit(reader) }
        return result
    }

    static func decodeCodes(_ reader: inout ByteReader, count: Int, level: Int) throws(InteractionError) -> [UInt32] {
        let runs = try reader.varint(atMost: count, "a number of runs")
        let chunk = try reader.string(limit: CodingLimit.rawBytes)
        let values = try CodeChunk.decode(chunk, count: runs, in: reader, level: level + 1)
        let lengths = try CodeChunk.decode(reader.rest(), count: runs, in: reader, level: level + 1)
        guard let result = Restoring.expand(values, lengths, count: count) else { throw Self.misfit(reader) }
        return result
    }

    /// The runs themselves, checked.
    static func decodeRuns(_ reader: inout ByteReader, count: Int) throws(InteractionError) -> CodeRuns {
        let runs = try reader.varint(atMost: count, "a number of runs")
        let chunk = try reader.string(limit: CodingLimit.rawBytes)
        let values = try CodeChunk.decode(chunk, count: runs, in: reader, level: 1)
        let lengths = try CodeChunk.decode(reader.rest(), count: runs, in: reader, level: 1)
        guard CodeScan.sum(lengths) == UInt64(count - runs) else { throw Self.misfit(reader) }
        return CodeRuns(values: values, lengths: lengths)
    }

    private static func misfit(_ reader: ByteReader) -> InteractionError {
        reader.damaged("run lengths do not sum up to the number of values")
    }
}
