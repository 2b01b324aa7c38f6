// Making dictionaries from parts of others: runs, other orders, several joined. Used where segments are merged and read.

import InteractionModel

extension StringDictionary {
    /// A dictionary over given buffers: `offsets` from 0, never falling, the last at the end of `bytes`. Offsets that do not
    /// fit make an empty dictionary.
    package convenience init(offsets: [UInt32], bytes: [UInt8]) {
        let fits = offsets.first == 0 && offsets.last.map(Int.init) == bytes.count
        self.init(uncheckedOffsets: fits ? offsets : [0], bytes: fits ? bytes : [], isSorted: false)
    }

    /// The entries of a range of codes, as codes from 0. The range is cut to the codes there are.
    package func slice(_ range: Range<Int>) -> StringDictionary {
        let codes = range.clamped(to: 0..<count)
        if codes == 0..<count { return self }
        let start = offsets[codes.lowerBound]
        let end = offsets[codes.upperBound]
        return StringDictionary(
            uncheckedOffsets: offsets[codes.lowerBound...codes.upperBound].map { $0 - start },
            bytes: Array(bytes[Int(start)..<Int(end)]), isSorted: isSorted)
    }

    /// The entries `order[0]`, `order[1]`, ... as codes 0, 1, ... `isSorted` promises that they then stand in byte order.
    package func reordered(_ order: [UInt32], isSorted: Bool) -> StringDictionary {
        var offsets: [UInt32] = [0]
        var bytes: [UInt8] = []
        offsets.reserveCapacity(order.count + 1)
        bytes.reserveCapacity(self.bytes.count)
        for code in order {
            bytes.append(contentsOf: slice(at: Int(code)))
            offsets.append(UInt32(truncatingIfNeeded: bytes.count))
        }
        return StringDictionary(uncheckedOffsets: offsets, bytes: bytes, isSorted: isSorted)
    }

    /// Dictionaries one after another, codes counted on. Sorted when each is and they ascend, as pieces of one dictionary do.
    package static func joined(_ pieces: [StringDictionary]) -> StringDictionary {
        var offsets: [UInt32] = [0]
        var bytes: [UInt8] = []
        var sorted = true
        for piece in pieces {
            if sorted, let last = offsets.count > 1 ? bytes[Int(offsets[offsets.count - 2])...] : nil, piece.count > 0 {
                sorted = TextOrder.compare(last, piece.slice(at: 0)) < 0
            }
            sorted = sorted && piece.isSorted
            let base = UInt32(truncatingIfNeeded: bytes.count)
            bytes += piece.bytes
            offsets += piece.offsets.dropFirst().map { $0 &+ base }
        }
        return StringDictionary(uncheckedOffsets: offsets, bytes: bytes, isSorted: sorted)
    }

    /// The stored form. Cost: linear in the text.
    package func encoded() -> [UInt8] {
        var writer = ByteWriter()
        encode(into: &writer)
        return writer.bytes
    }
}
