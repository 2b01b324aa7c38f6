// Looking for a byte string in texts: in one, or in all entries of a dictionary at once.

import InteractionCoding
import InteractionModel
import InteractionPlan

/// Searching bytes in bytes.
enum ByteSearch {
    /// Where `needle` first stands; the start for an empty one. Cost: linear in both.
    static func firstIndex(of needle: [UInt8], in text: ArraySlice<UInt8>) -> Int? {
        if needle.isEmpty { return text.startIndex }
        return TextScan.firstIndex(of: needle, in: text)
    }
}

extension TextFunctions {
    /// Whether each text holds `needle`. Where the rows have most entries of the dictionary, its buffer is searched as a whole.
    static func contains(_ text: Vector, _ needle: [UInt8]) -> Vector {
        guard case .text(let codes, let dictionary) = text.data, !needle.isEmpty, codes.count * 2 > dictionary.count else {
            return test(text) { ByteSearch.firstIndex(of: needle, in: $0) != nil }
        }
        let entries = TextScan.entries(of: dictionary, containing: needle)
        return Vector(
            .boolean, .bools(codes.map { $0 > 0 ? entries[Int($0) - 1] : 0 }), count: text.count, validity: text.presence(),
            isConstant: text.isConstant)
    }
}
