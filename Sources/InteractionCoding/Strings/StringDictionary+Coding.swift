// The stored form of a dictionary.
//   u8 form: 1 in byte order, 2 in any order, 3 texts that differ in digits only (StringDictionary+Digits)
//   varint count, varint bytes of all texts
//   form 1: lengths shared with the text before (code chunks), then lengths of the rests (code chunks), then all rests
//   form 2: lengths (code chunks), then all texts
// Code chunks hold 65,536 numbers each (the last fewer), each preceded by its varint length in bytes. In form 1 the shared
// length is the longest possible, which lets a reader check the order by one byte.

import CKernels
import InteractionModel

extension StringDictionary {
    private static let sortedForm: UInt8 = 1
    private static let plainForm: UInt8 = 2
    private static let numbersPerChunk = 65_536

    /// The stored form.
    package func encode(into writer: inout ByteWriter) {
        if !isSorted, let digits = encodedAsDigits() {
            // Digits of counted ids compress better as text: what is stored in the end decides.
            var plain = ByteWriter()
            encodeTexts(into: &plain)
            let smaller = Self.storedSize(digits) < Self.storedSize(plain.bytes)
            writer.append(bytes: smaller ? digits : plain.bytes)
            return
        }
        encodeTexts(into: &writer)
    }

    /// About as many bytes as a part with these takes in a file.
    private static func storedSize(_ bytes: [UInt8]) -> Int {
        let compressed = Codec.zstd.compress(bytes, level: 1)
        return compressed.isEmpty ? bytes.count : min(compressed.count, bytes.count)
    }

    private func encodeTexts(into writer: inout ByteWriter) {
        writer.u8(isSorted ? Self.sortedForm : Self.plainForm)
        writer.varint(count)
        writer.varint(byteCount)
        var shared: [UInt32] = []
        var lengths: [UInt32] = []
        lengths.reserveCapacity(count)
        guard isSorted else {
            for index in 0..<count { lengths.append(UInt32(truncatingIfNeeded: length(at: index))) }
            Self.write(lengths, into: &writer)
            writer.append(bytes: bytes)
            return
        }
        shared.reserveCapacity(count)
        var rests: [UInt8] = []
        var before: ArraySlice<UInt8> = []
        for index in 0..<count {
            let text = slice(at: index)
            var prefix = 0
            while prefix < before.count, prefix < text.count,
                before[before.startIndex + prefix] == text[text.startIndex + prefix]
            { prefix += 1 }
            shared.append(UInt32(truncatingIfNeeded: prefix))
            lengths.append(UInt32(truncatingIfNeeded: text.count - prefix))
            rests.append(contentsOf: text.dropFirst(prefix))
            before = text
        }
        Self.write(shared, into: &writer)
        Self.write(lengths, into: &writer)
        writer.append(bytes: rests)
    }

    /// Reads a dictionary and checks it whole: sizes, order, UTF-8 of each text.
    package static func decode(from reader: inout ByteReader) throws(InteractionError) -> StringDictionary {
        let form = try reader.u8()
        guard form == sortedForm || form == plainForm || form == digitForm else { throw reader.damaged("unknown dictionary form \(form)") }
        let count = try reader.varint(atMost: CodingLimit.dictionaryEntries, "a dictionary's size")
        let total = try reader.varint(atMost: CodingLimit.dictionaryBytes, "a dictionary's text length")
        // Texts are distinct, so all but one have a byte of their own.
        guard count <= (form == digitForm ? 2 * reader.remaining : reader.remaining + 1) else { throw reader.damaged("a dictionary of \(count) texts is cut short") }
        if form == digitForm { return try decodeDigits(count: count, total: total, from: &reader) }
        let shared = form == sortedForm ? try readNumbers(count, from: &reader) : []
        let lengths = try readNumbers(count, from: &reader)
        var restLength = 0
        for length in lengths { restLength += Int(length) }
        let rests = try reader.bytes(restLength)
        var offsets: [UInt32] = [0]
        offsets.reserveCapacity(count + 1)
        var bytes: [UInt8] = []
        if form == plainForm {
            guard total == restLength else { throw reader.damaged("a dictionary's lengths do not sum up") }
            bytes = Array(rests)
            var end = 0
            for length in lengths {
                end += Int(length)
                offsets.append(UInt32(truncatingIfNeeded: end))
            }
        } else {
            try join(shared, lengths, rests, total, &offsets, &bytes, reader)
        }
        guard UTF8Check.isValid(bytes) else { throw reader.damaged("a dictionary's text is not UTF-8") }
        for offset in offsets where Int(offset) < bytes.count {
            guard UTF8Check.isBoundary(bytes[Int(offset)]) else { throw reader.damaged("a dictionary's text is not UTF-8") }
        }
        return StringDictionary(uncheckedOffsets: offsets, bytes: bytes, isSorted: form == sortedForm)
    }

    /// Puts front-coded texts together again.
    private static func join(
        _ shared: [UInt32], _ lengths: [UInt32], _ rests: ArraySlice<UInt8>, _ total: Int, _ offsets: inout [UInt32],
        _ bytes: inout [UInt8], _ reader: ByteReader
    ) throws(InteractionError) {
        var expected = 0
        for index in 0..<shared.count { expected += Int(shared[index]) + Int(lengths[index]) }
        guard expected == total else { throw reader.damaged("a dictionary's lengths do not sum up") }
        bytes.reserveCapacity(total)
        var rest = rests.startIndex
        var start = 0
        for index in 0..<shared.count {
            let prefix = Int(shared[index])
            let length = Int(lengths[index])
            let before = bytes.count - start
            guard prefix <= before else { throw reader.damaged("a dictionary entry shares more than there is") }
            if index > 0 {
                guard length > 0, prefix == before || rests[rest] > bytes[start + prefix] else {
                    throw reader.damaged("a dictionary is not in order")
                }
            }
            let from = start
            start = bytes.count
            for offset in 0..<prefix { bytes.append(bytes[from + offset]) }
            bytes.append(contentsOf: rests[rest..<rest + length])
            rest += length
            offsets.append(UInt32(truncatingIfNeeded: bytes.count))
        }
    }

    private static func write(_ numbers: [UInt32], into writer: inout ByteWriter) {
        var start = 0
        while start < numbers.count {
            let end = min(start + numbersPerChunk, numbers.count)
            writer.string(bytes: CodeChunk.encode(Array(numbers[start..<end])))
            start = end
        }
    }

    private static func readNumbers(_ count: Int, from reader: inout ByteReader) throws(InteractionError) -> [UInt32] {
        var numbers: [UInt32] = []
        while numbers.count < count {
            let part = min(numbersPerChunk, count - numbers.count)
            let chunk = try reader.string(limit: CodingLimit.rawBytes)
            numbers.append(contentsOf: try CodeChunk.decode(chunk, count: part, place: reader.place))
        }
        return numbers
    }
}
