// Scaled: multiples of a divisor, such as milliseconds among microseconds. Values that are no multiple (exceptions) have a
// remainder: value = quotient * divisor + remainder, modulo 2^64, the quotient rounded down.
//   varint divisor (at least 2, below 2^63), varint number of exceptions,
//   if any: varint length + code chunk of gaps, varint length + integer chunk of remainders; then the integer chunk of quotients

import InteractionModel

enum ScaledEncoding {
    /// A divisor that pays: the greatest common one, or else one of the usual units of time that most values share; nil when
    /// there is none.
    static func divisor(_ values: [Int64]) -> Int64? {
        var common: UInt64 = 0
        for value in values where value != 0 {
            var a = value.magnitude
            var b = common
            while b != 0 { (a, b) = (b, a % b) }
            common = a
            if common == 1 { break }
        }
        if common > 1 { return Int64(exactly: common) }
        let step = max(1, values.count / 64)
        for unit: Int64 in [1_000_000, 1000] {
            var sampled = 0
            var multiples = 0
            for index in stride(from: 0, to: values.count, by: step) {
                sampled += 1
                if values[index] % unit == 0 { multiples += 1 }
            }
            if sampled >= 16, multiples * 16 >= sampled * 15 { return unit }
        }
        return nil
    }

    static func encode(_ values: [Int64], divisor: Int64, level: Int) -> [UInt8] {
        var quotients = [Int64](repeating: 0, count: values.count)
        var positions: [Int] = []
        var remainders: [Int64] = []
        for index in values.indices {
            var (quotient, remainder) = values[index].quotientAndRemainder(dividingBy: divisor)
            if remainder < 0 {
                quotient -= 1
                remainder += divisor
            }
            quotients[index] = quotient
            if remainder != 0 {
                positions.append(index)
                remainders.append(remainder)
            }
        }
        var writer = ByteWriter()
        writer.u8(EncodingNumber.scaled.rawValue)
        writer.varint(UInt64(bitPattern: divisor))
        writer.varint(positions.count)
        if !positions.isEmpty {
            writer.string(bytes: CodeChunk.encode(ExceptionPositions.gaps(positions), level: level + 1))
            writer.string(bytes: IntegerChunk.encode(remainders, level: level + 1))
        }
        writer.append(bytes: IntegerChunk.encode(quotients, level: level + 1, scaled: false))
        return writer.bytes
    }

    static func decodeIntegers(
        _ reader: inout ByteReader, count: Int, level: Int
    ) throws(InteractionError) -> [Int64] {
        let divisor = try readDivisor(&reader)
        let exceptions = try reader.varint(atMost: count, "a number of exceptions")
        var positions: [Int] = []
        var remainders: [Int64] = []
        if exceptions > 0 {
            positions = try ExceptionPositions.read(&reader, exceptions: exceptions, count: count, level: level)
            remainders = try readRemainders(&reader, exceptions, level)
        }
        var values = try IntegerChunk.decode(reader.rest(), count: count, in: reader, level: level + 1)
        values.withUnsafeMutableBufferPointer { values in
            for index in values.indices { values[index] &*= divisor }
        }
        for index in positions.indices { values[positions[index]] &+= remainders[index] }
        return values
    }

    static func readDivisor(_ reader: inout ByteReader) throws(InteractionError) -> Int64 {
        let divisor = Int64(try reader.varint(atMost: Int(Int64.max), "a divisor"))
        guard divisor >= 2 else { throw reader.damaged("a divisor of \(divisor)") }
        return divisor
    }

    private static func readRemainders(_ reader: inout ByteReader, _ exceptions: Int, _ level: Int) throws(InteractionError) -> [Int64] {
        let chunk = try reader.string(limit: CodingLimit.rawBytes)
        return try IntegerChunk.decode(chunk, count: exceptions, in: reader, level: level + 1)
    }
}
