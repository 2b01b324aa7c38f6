// Functions of texts, row by row over bytes. Over a single dictionary column the rows are dictionary entries (see Evaluator),
// so each distinct text is worked on once.

import InteractionCoding
import InteractionModel
import InteractionPlan

enum TextFunctions {
    /// A text vector's codes and dictionary; nil when every row is NULL.
    private static func parts(_ vector: Vector) -> (codes: [UInt32], dictionary: StringDictionary)? {
        if case .text(let codes, let dictionary) = vector.data { return (codes, dictionary) }
        return nil
    }

    /// A BOOLEAN for each text.
    static func test(_ text: Vector, _ body: (ArraySlice<UInt8>) -> Bool) -> Vector {
        guard let (codes, dictionary) = parts(text) else { return .nulls(.boolean, count: text.count) }
        let values = codes.map { code -> UInt8 in code > 0 && body(dictionary.slice(at: Int(code) - 1)) ? 1 : 0 }
        return Vector(.boolean, .bools(values), count: text.count, validity: text.presence(), isConstant: text.isConstant)
    }

    /// A BIGINT for each text.
    static func measure(_ text: Vector, _ body: (ArraySlice<UInt8>) -> Int) -> Vector {
        guard let (codes, dictionary) = parts(text) else { return .nulls(.bigint, count: text.count) }
        let values = codes.map { code in code > 0 ? Int64(body(dictionary.slice(at: Int(code) - 1))) : 0 }
        return Vector(.bigint, .ints(values), count: text.count, validity: text.presence(), isConstant: text.isConstant)
    }

    /// A text for each text; nil is NULL.
    static func map(_ text: Vector, _ body: (ArraySlice<UInt8>) -> [UInt8]?) -> Vector {
        guard let (codes, dictionary) = parts(text) else { return .nulls(.varchar, count: text.count) }
        var table = StringTable()
        let values = codes.map { code -> UInt32 in
            guard code > 0, let made = body(dictionary.slice(at: Int(code) - 1)) else { return 0 }
            return table.intern(made) + 1
        }
        return Vector(.varchar, .text(values, table.dictionary()), count: text.count, isConstant: text.isConstant)
    }

    /// Calls `body` with each row's texts, where no argument is NULL; `body` gives the text of the row. Errors: those of `body`, and
    /// `.limitReached` when the texts take too much.
    static func combine(
        _ vectors: [Vector], _ count: Int, _ body: (_ row: Int, _ texts: [ArraySlice<UInt8>]) throws(InteractionError) -> [UInt8]
    ) throws(InteractionError) -> Vector {
        let isConstant = vectors.allSatisfy(\.isConstant)
        var table = StringTable()
        var codes: [UInt32] = []
        let rows = isConstant ? min(1, count) : count
        codes.reserveCapacity(rows)
        for row in 0..<rows {
            var texts: [ArraySlice<UInt8>] = []
            var hasNull = false
            for vector in vectors {
                if vector.isNull(row) {
                    hasNull = true
                    break
                }
                if case .text(let values, let dictionary) = vector.data {
                    texts.append(dictionary.slice(at: Int(values[row &* vector.stride]) - 1))
                }
            }
            codes.append(hasNull ? 0 : try table.interned(try body(row, texts)) + 1)
        }
        return Vector(.varchar, .text(codes, table.dictionary()), count: count, isConstant: isConstant)
    }

    /// `||` and concat.
    static func concatenate(_ vectors: [Vector], skippingNulls: Bool) throws(InteractionError) -> Vector {
        let count = vectors.first?.count ?? 0
        guard skippingNulls else {
            return try combine(vectors, count) { (_, texts) throws(InteractionError) in texts.reduce(into: []) { $0 += $1 } }
        }
        let isConstant = vectors.allSatisfy(\.isConstant)
        var table = StringTable()
        let rows = isConstant ? min(1, count) : count
        var codes: [UInt32] = []
        codes.reserveCapacity(rows)
        for row in 0..<rows {
            var text: [UInt8] = []
            for vector in vectors {
                guard case .text(let values, let dictionary) = vector.data else { continue }
                let code = values[row &* vector.stride]
                if code > 0 { text += dictionary.slice(at: Int(code) - 1) }
            }
            codes.append(try table.interned(text) + 1)
        }
        return Vector(.varchar, .text(codes, table.dictionary()), count: count, isConstant: isConstant)
    }

    /// LIKE with a pattern that is not constant.
    static func like(_ text: Vector, _ pattern: Vector, escape: Unicode.Scalar?, ignoringCase: Bool) -> Vector {
        compare(text, pattern) { text, pattern in
            LikePattern(String(decoding: pattern, as: UTF8.self), escape: escape, ignoringCase: ignoringCase).matches(text)
        }
    }

    /// A BOOLEAN for each pair of texts.
    static func compare(_ a: Vector, _ b: Vector, _ body: (ArraySlice<UInt8>, ArraySlice<UInt8>) -> Bool) -> Vector {
        guard let (x, first) = parts(a), let (y, second) = parts(b) else { return .nulls(.boolean, count: a.count) }
        let isConstant = a.isConstant && b.isConstant
        let rows = isConstant ? min(1, a.count) : a.count
        var values = [UInt8](repeating: 0, count: rows)
        for row in 0..<rows {
            let (p, q) = (x[row &* a.stride], y[row &* b.stride])
            if p > 0, q > 0, body(first.slice(at: Int(p) - 1), second.slice(at: Int(q) - 1)) { values[row] = 1 }
        }
        return Vector(
            .boolean, .bools(values), count: a.count,
            validity: Validity.both(a.presence(), a.stride, b.presence(), b.stride, rows), isConstant: isConstant)
    }

    /// Errors: `.limitReached` when the result is too long.
    static func replace(
        _ text: ArraySlice<UInt8>, _ from: ArraySlice<UInt8>, _ to: ArraySlice<UInt8>
    ) throws(InteractionError) -> [UInt8] {
        guard !from.isEmpty else { return Array(text) }
        let needle = Array(from)
        var result: [UInt8] = []
        var rest = text
        while let found = ByteSearch.firstIndex(of: needle, in: rest) {
            result += rest[rest.startIndex..<found]
            result += to
            if result.count > ValueLimit.textBytes { throw ValueLimit.tooLong("replace") }
            rest = rest[(found + needle.count)...]
        }
        return result + rest
    }

    /// Number of Unicode scalars.
    static func length(_ text: ArraySlice<UInt8>) -> Int { text.reduce(0) { $1 & 0xc0 == 0x80 ? $0 : $0 + 1 } }

    /// The scalars from `start` up to `end`, counted from 0.
    static func scalars(_ text: ArraySlice<UInt8>, _ start: Int, _ end: Int) -> ArraySlice<UInt8> {
        var index = -1
        var from = text.endIndex
        for place in text.indices where text[place] & 0xc0 != 0x80 {
            index += 1
            if index == start { from = place }
            if index == end { return text[min(from, place)..<place] }
        }
        return text[from...]
    }

    /// As SQL's substring: `offset` counts from 1, negative from the end, and 0 is before the first; a negative `length` goes to
    /// the left. What lies outside the text counts in the length.
    static func substring(_ text: ArraySlice<UInt8>, _ offset: Int64, _ length: Int64) -> ArraySlice<UInt8> {
        let bound: Int64 = 1 << 40
        let size = Int64(Self.length(text))
        let offset = max(-bound, min(offset, bound))
        let isOpen = length >= bound
        let length = max(-bound, min(length, bound))
        let first = offset > 0 ? offset - 1 : offset < 0 ? size + offset : -1
        let start = max(0, length > 0 ? first : first + length)
        let end = min(size, length > 0 ? (isOpen ? size : first + length) : first)
        return start >= end ? [] : scalars(text, Int(start), Int(end))
    }

    static func trimmed(_ text: ArraySlice<UInt8>, _ marks: Set<Unicode.Scalar>, left: Bool, right: Bool) -> [UInt8] {
        var scalars = Array(String(decoding: text, as: UTF8.self).unicodeScalars)[...]
        if left { scalars = scalars.drop { marks.contains($0) } }
        if right { while let last = scalars.last, marks.contains(last) { scalars.removeLast() } }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return Array(String(view).utf8)
    }
}
