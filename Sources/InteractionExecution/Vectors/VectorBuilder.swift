// Joins vectors of one type end to end: the parts of a result come from many row groups with dictionaries of their own, and
// leave as one column with one dictionary.

import InteractionCoding
import InteractionModel
import InteractionPlan

/// A growing column.
struct VectorBuilder {
    private let type: ScalarType
    private var count = 0
    private var bools: [UInt8] = []
    private var ints: [Int64] = []
    private var hugeints: [Int128] = []
    private var doubles: [Double] = []
    private var intervals: [Interval] = []
    private var codes: [UInt32] = []
    private var texts = StringTable()
    private var validity: [UInt8] = []
    private var hasNulls = false
    private var variants: VariantBuilder
    private var spans: [ListSpan] = []
    /// Elements of lists; an array of one or none, as a struct cannot hold itself.
    private var elements: [VectorBuilder] = []
    /// New codes by entry of the dictionary appended last.
    private var lastDictionary: StringDictionary?
    private var newCodes: [UInt32] = []

    init(_ type: ScalarType, capacity: Int = 0) {
        self.type = type
        variants = VariantBuilder(capacity: type == .variant ? capacity : 0)
        if let element = type.element { elements = [VectorBuilder(element)] }
    }

    /// Bytes of the texts and of the elements of lists held: what a row can have any number of.
    var variableBytes: Int { texts.byteCount + variants.textBytes + elements.reduce(0) { $0 + $1.byteCount + $1.variants.textBytes } }

    /// Bytes held, about.
    var byteCount: Int {
        bools.count + ints.count * 8 + hugeints.count * 16 + doubles.count * 8 + intervals.count * 16 + codes.count * 4 + validity.count
            + texts.byteCount + spans.count * 8 + (type == .variant ? count * 9 : 0) + elements.reduce(0) { $0 + $1.byteCount }
    }

    /// Makes room for rows, so that a large column does not grow by copies of itself.
    mutating func reserveCapacity(_ rows: Int) {
        switch type {
        case .boolean: bools.reserveCapacity(rows)
        case .bigint, .timestamp, .date: ints.reserveCapacity(rows)
        case .hugeint, .decimal: hugeints.reserveCapacity(rows)
        case .double: doubles.reserveCapacity(rows)
        case .interval: intervals.reserveCapacity(rows)
        case .varchar: codes.reserveCapacity(rows)
        default: return
        }
        if type != .varchar { validity.reserveCapacity(rows) }
    }

    /// Appends all rows of a vector of the builder's type.
    mutating func append(_ vector: Vector) {
        guard type != .variant else {
            for row in 0..<vector.count { variants.append(vector.value(row)) }
            count += vector.count
            return
        }
        let vector = vector.spread()
        count += vector.count
        switch vector.data {
        case .nulls:
            appendNulls(vector.count)
            return
        case .bools(let values): bools += values
        case .ints(let values): ints += values
        case .hugeints(let values): hugeints += values
        case .doubles(let values): doubles += values
        case .intervals(let values): intervals += values
        case .text(let values, let dictionary): append(values, dictionary)
        case .variants: appendNulls(vector.count)
        case .lists(let values, let theirs): append(values, theirs)
        }
        if case .text = vector.data { return }
        if let mask = vector.validity {
            hasNulls = true
            validity += mask
        } else {
            validity += [UInt8](repeating: 1, count: vector.count)
        }
    }

    private mutating func append(_ values: [UInt32], _ dictionary: StringDictionary) {
        if lastDictionary !== dictionary {
            lastDictionary = dictionary
            newCodes = [UInt32](repeating: .max, count: dictionary.count + 1)
            newCodes[0] = 0
        }
        if codes.capacity < codes.count + values.count { codes.reserveCapacity(max(codes.capacity * 2, codes.count + values.count)) }
        for code in values {
            var new = newCodes[Int(code)]
            if new == .max {
                new = dictionary.withBytes(at: Int(code) - 1) { texts.intern($0) } + 1
                newCodes[Int(code)] = new
            }
            codes.append(new)
        }
    }

    /// Appends lists: only the elements that their spans hold.
    private mutating func append(_ values: [ListSpan], _ theirs: ListElements) {
        guard !elements.isEmpty else { return }
        var start = elements[0].count
        var rows: [UInt32] = []
        for span in values {
            spans.append(ListSpan(start: start, count: Int(span.count)))
            start += Int(span.count)
            rows.append(contentsOf: span.start..<span.start + span.count)
        }
        var taken = theirs.values.gathered(rows)
        if taken.type == .null { taken = .nulls(type.element ?? .null, count: rows.count) }
        elements[0].append(taken)
    }

    private mutating func appendNulls(_ rows: Int) {
        switch type {
        case .varchar: codes += [UInt32](repeating: 0, count: rows)
        case .boolean: bools += [UInt8](repeating: 0, count: rows)
        case .hugeint, .decimal: hugeints += [Int128](repeating: 0, count: rows)
        case .double: doubles += [Double](repeating: 0, count: rows)
        case .interval: intervals += [Interval](repeating: Interval(), count: rows)
        case .bigint, .timestamp, .date: ints += [Int64](repeating: 0, count: rows)
        case .list: spans += [ListSpan](repeating: ListSpan(start: 0, count: 0), count: rows)
        case .null, .variant: break
        }
        hasNulls = true
        validity += [UInt8](repeating: 0, count: rows)
    }

    /// Appends one value.
    mutating func append(_ value: ResultValue) {
        if type == .variant {
            variants.append(value)
            count += 1
            return
        }
        switch (type, value) {
        case (.boolean, .bool(let flag)): bools.append(flag ? 1 : 0)
        case (.bigint, .int(let number)), (.timestamp, .timestamp(let number)): ints.append(number)
        case (.date, .date(let day)): ints.append(Int64(day))
        case (.hugeint, .hugeint(let number)): hugeints.append(number)
        case (.decimal, .decimal(let number)): hugeints.append(number.coefficient)
        case (.double, .double(let number)): doubles.append(number)
        case (.interval, .interval(let span)): intervals.append(span)
        case (.varchar, .text(let text)): codes.append(texts.intern(text) + 1)
        case (.list, .list(let values)):
            spans.append(ListSpan(start: elements[0].count, count: values.count))
            for value in values { elements[0].append(value) }
        default: appendNulls(1); count += 1; return
        }
        validity.append(1)
        count += 1
    }

    func finish() -> Vector {
        let mask = hasNulls ? validity : nil
        switch type {
        case .null: return .nulls(.null, count: count)
        case .boolean: return Vector(type, .bools(bools), count: count, validity: mask)
        case .bigint, .timestamp, .date: return Vector(type, .ints(ints), count: count, validity: mask)
        case .hugeint, .decimal: return Vector(type, .hugeints(hugeints), count: count, validity: mask)
        case .double: return Vector(type, .doubles(doubles), count: count, validity: mask)
        case .interval: return Vector(type, .intervals(intervals), count: count, validity: mask)
        case .varchar: return Vector(type, .text(codes, texts.dictionary()), count: count)
        case .variant: return Vector(type, .variants(variants.finish()), count: count)
        case .list(let element):
            let values = elements.first?.finish() ?? .nulls(element, count: 0)
            return Vector(type, .lists(spans, ListElements(values)), count: count, validity: mask)
        }
    }
}
