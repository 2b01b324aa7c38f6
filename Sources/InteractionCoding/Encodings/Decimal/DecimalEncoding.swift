// Decimal: doubles that are an integer divided by a power of ten, the usual form of prices and measures. Division of two exact
// doubles is rounded right, so it gives the very bits of the double nearest to the decimal number. Doubles that do not come back
// by that (exceptions: 0.1 + 0.2, -0.0, 1e300) are kept whole.
//   u8 power 0-15, varint number of exceptions, if any: varint length + code chunk of gaps, 8 bytes each; integer chunk
// Integers lie within 2^53 of 0.

import InteractionModel

enum DecimalEncoding {
    static let powers: [Double] = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15]
    private static let largest = 9_007_199_254_740_992.0

    /// The integer that stands for a double at a power of ten; nil when it does not give back the same bits.
    @inline(__always)
    static func integer(_ value: Double, power: Int) -> Int64? {
        let scaled = (value * powers[power]).rounded(.toNearestOrEven)
        guard scaled.magnitude < largest else { return nil }
        let integer = Int64(scaled)
        return (Double(integer) / powers[power]).bitPattern == value.bitPattern ? integer : nil
    }

    /// The power of ten that serves a sample best; nil when it serves less than three quarters of it.
    static func power(_ values: [Double]) -> Int? {
        var needed = [Int](repeating: 0, count: powers.count)
        var sampled = 0
        for index in stride(from: 0, to: values.count, by: max(1, values.count / 512)) {
            sampled += 1
            if let power = powers.indices.first(where: { integer(values[index], power: $0) != nil }) { needed[power] += 1 }
        }
        var served = 0
        for power in powers.indices {
            served += needed[power]
            // The smallest power beyond which hardly anything is gained.
            if served * 4 >= sampled * 3, needed[(power + 1)...].reduce(0, +) * 50 <= sampled { return power }
        }
        return nil
    }

    static func encode(_ values: [Double], power: Int, level: Int) -> [UInt8] {
        var integers = [Int64](repeating: 0, count: values.count)
        var positions: [Int] = []
        var last: Int64 = 0
        for index in values.indices {
            if let integer = integer(values[index], power: power) { last = integer } else { positions.append(index) }
            integers[index] = last
        }
        var writer = ByteWriter()
        writer.u8(EncodingNumber.decimal.rawValue)
        writer.u8(UInt8(power))
        writer.varint(positions.count)
        if !positions.isEmpty {
            writer.string(bytes: CodeChunk.encode(ExceptionPositions.gaps(positions), level: level + 1))
            for position in positions { writer.f64(values[position]) }
        }
        writer.append(bytes: IntegerChunk.encode(integers, level: level + 1))
        return writer.bytes
    }

    static func decodeDoubles(
        _ reader: inout ByteReader, count: Int, level: Int
    ) throws(InteractionError) -> [Double] {
        let power = Int(try reader.u8())
        guard power < powers.count else { throw reader.damaged("a power of ten of \(power)") }
        let exceptions = try reader.varint(atMost: count, "a number of exceptions")
        var positions: [Int] = []
        var whole: [Double] = []
        if exceptions > 0 {
            positions = try ExceptionPositions.read(&reader, exceptions: exceptions, count: count, level: level)
            for _ in positions { whole.append(try reader.f64()) }
        }
        let integers = try IntegerChunk.decode(reader.rest(), count: count, in: reader, level: level + 1)
        let divisor = powers[power]
        var values = [Double](unsafeUninitializedCapacity: count) { buffer, written in
            for index in 0..<count { buffer[index] = Double(integers[index]) / divisor }
            written = count
        }
        for index in positions.indices { values[positions[index]] = whole[index] }
        return values
    }
}
