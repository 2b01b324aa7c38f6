// Picking rows of a vector, spreading a constant, and reading one value.

import InteractionCoding
import InteractionModel
import InteractionPlan

extension Vector {
    /// The rows of the given indexes, in their order.
    func gathered(_ rows: [UInt32]) -> Vector {
        var result = self
        result.count = rows.count
        if isConstant { return result }
        func pick<T>(_ values: [T]) -> [T] { Gather.pick(values, rows) }
        switch data {
        case .nulls: break
        case .bools(let values): result.data = .bools(pick(values))
        case .ints(let values): result.data = .ints(pick(values))
        case .hugeints(let values): result.data = .hugeints(pick(values))
        case .doubles(let values): result.data = .doubles(pick(values))
        case .intervals(let values): result.data = .intervals(pick(values))
        case .text(let codes, let dictionary): result.data = .text(pick(codes), dictionary)
        case .variants(let values):
            result.data = .variants(
                VariantValues(kinds: pick(values.kinds), bits: pick(values.bits), dictionary: values.dictionary))
        case .lists(let spans, let elements): result.data = .lists(pick(spans), elements)
        }
        if let validity { result.validity = pick(validity) }
        return result
    }

    /// The same rows with one element each.
    func spread() -> Vector {
        guard isConstant else { return self }
        if case .nulls = data { return Vector(type, .nulls, count: count) }
        let zeros = [UInt32](repeating: 0, count: count)
        var single = self
        single.isConstant = false
        return single.gathered(zeros)
    }

    /// The value of a row.
    package func value(_ row: Int) -> ResultValue {
        if isNull(row) { return .null }
        let index = row &* stride
        switch data {
        case .nulls: return .null
        case .bools(let values): return .bool(values[index] != 0)
        case .ints(let values):
            switch type {
            case .timestamp: return .timestamp(values[index])
            case .date: return .date(Int32(truncatingIfNeeded: values[index]))
            default: return .int(values[index])
            }
        case .hugeints(let values):
            if case .decimal(_, let scale) = type {
                return .decimal(ExactDecimal(coefficient: values[index], scale: scale))
            }
            return .hugeint(values[index])
        case .doubles(let values): return .double(values[index])
        case .intervals(let values): return .interval(values[index])
        case .text(let codes, let dictionary): return .text(dictionary.string(at: Int(codes[index]) - 1))
        case .variants(let values): return values.value(index)
        case .lists(let spans, let elements): return .list(spans[index].rows.map { elements.values.value($0) })
        }
    }

    /// A vector of the given values of one type.
    package init(_ values: [ResultValue], _ type: ScalarType) { self = .of(values, type) }

    /// A vector of the given values of one type.
    static func of(_ values: [ResultValue], _ type: ScalarType) -> Vector {
        var builder = VectorBuilder(type)
        for value in values { builder.append(value) }
        return builder.finish()
    }
}

/// Index gathers over plain arrays.
enum Gather {
    /// `values[rows[i]]` for each i. Indexes are rows of a batch and inside the array.
    static func pick<T>(_ values: [T], _ rows: [UInt32]) -> [T] {
        [T](unsafeUninitializedCapacity: rows.count) { out, written in
            values.withUnsafeBufferPointer { values in
                rows.withUnsafeBufferPointer { rows in
                    guard let target = out.baseAddress else { return }
                    for index in 0..<rows.count {
                        (target + index).initialize(to: values[Int(rows[index])])
                    }
                }
            }
            written = rows.count
        }
    }

    /// `table[codes[i]]` for each i.
    static func lookup<T>(_ table: [T], _ codes: [UInt32]) -> [T] { pick(table, codes) }

    /// `values[places[i] - 1]` for each i, `zero` where the place is 0.
    static func places<T>(_ values: [T], _ places: [UInt32], _ zero: T) -> [T] {
        [T](unsafeUninitializedCapacity: places.count) { out, written in
            values.withUnsafeBufferPointer { values in
                places.withUnsafeBufferPointer { places in
                    guard let target = out.baseAddress else { return }
                    for index in 0..<places.count {
                        let place = Int(places[index])
                        (target + index).initialize(to: place == 0 ? zero : values[place - 1])
                    }
                }
            }
            written = places.count
        }
    }

    /// Each code + 1: entries of a dictionary as codes of a text vector.
    static func raised(_ codes: [UInt32]) -> [UInt32] {
        [UInt32](unsafeUninitializedCapacity: codes.count) { out, written in
            codes.withUnsafeBufferPointer { codes in
                for index in 0..<codes.count { out[index] = codes[index] &+ 1 }
            }
            written = codes.count
        }
    }

    /// `codes[places[i] - 1] + 1` for each i, 0 where the place is 0.
    static func raisedPlaces(_ codes: [UInt32], _ places: [UInt32]) -> [UInt32] {
        [UInt32](unsafeUninitializedCapacity: places.count) { out, written in
            codes.withUnsafeBufferPointer { codes in
                places.withUnsafeBufferPointer { places in
                    for index in 0..<places.count {
                        let place = Int(places[index])
                        out[index] = place == 0 ? 0 : codes[place - 1] &+ 1
                    }
                }
            }
            written = places.count
        }
    }
}
