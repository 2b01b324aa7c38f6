// Joins the values of one key over all sources: each distinct value gets one small id, the same for every thread, so that
// groups are compared by ids. Id 0 is NULL. Which id a value gets depends on the order of work; no answer shows ids.

import InteractionCoding
import InteractionModel
import InteractionPlan
import Synchronization

/// The distinct values of one key or of one DISTINCT argument. Safe from any thread.
final class KeyInterner: Sendable {
    private struct State: Sendable {
        var texts = StringTable()
        var numbers = NumberTable()
        /// Values that are neither texts nor 64-bit numbers.
        var others: [ResultValue: UInt32] = [:]
        var otherValues: [ResultValue] = []
    }
    let type: ScalarType
    private let state = Mutex(State())

    init(_ type: ScalarType) { self.type = type }

    /// Texts and other values of a variant share the ids: texts get the odd ones.
    private var stride: UInt32 { type == .variant ? 2 : 1 }

    /// The distinct texts: id n of a type that is text is entry n - 1.
    var texts: StringDictionary { state.withLock { $0.texts.dictionary() } }

    /// Bytes held.
    var byteCount: Int {
        state.withLock { $0.texts.byteCount + $0.texts.count * 12 + $0.numbers.byteCount + $0.otherValues.count * 96 }
    }

    /// Ids of dictionary entries, given by codes from 1. Errors: `.limitReached` beyond 256 MiB of distinct text.
    func ids(_ codes: [UInt32], _ dictionary: StringDictionary) throws(InteractionError) -> [UInt32] {
        let stride = self.stride
        // Hashed before the lock is taken, and numbered after it is left.
        let hashes = dictionary.hashes(of: codes)
        let codes = state.withLock { state in state.texts.intern(codes, of: dictionary, hashes: hashes) }
        guard let ids = codes?.map({ $0 * stride + 1 }) else {
            throw InteractionError(.limitReached, "the distinct texts of a key take more than \(CodingLimit.dictionaryBytes >> 20) MiB", hint: "group by something with fewer values, or filter")
        }
        return ids
    }

    /// Ids of 64-bit numbers, of a type whose values are such (see `KeyCodes`).
    func ids(_ numbers: [Int64]) -> [UInt32] {
        state.withLock { state in numbers.map { state.numbers.intern($0) + 1 } }
    }

    /// Ids of any values.
    func ids(_ values: [ResultValue]) -> [UInt32] {
        let stride = self.stride
        return state.withLock { state in
            values.map { value -> UInt32 in
                if value == .null { return 0 }
                if case .text(let text) = value { return state.texts.intern(text) * stride + 1 }
                if let id = state.others[value] { return id }
                let id = UInt32(truncatingIfNeeded: state.otherValues.count) * stride + stride
                state.others[value] = id
                state.otherValues.append(value)
                return id
            }
        }
    }

    /// The values of ids, as a column of the interner's type.
    func vector(_ ids: [UInt32]) -> Vector {
        let state = self.state.withLock { $0 }
        switch type {
        case .varchar: return Vector(type, .text(ids, state.texts.dictionary()), count: ids.count)
        case .bigint, .timestamp, .date, .double:
            let numbers = state.numbers.values
            let values = ids.map { $0 == 0 ? 0 : numbers[Int($0) - 1] }
            let valid = ids.contains(0) ? ids.map { $0 == 0 ? UInt8(0) : 1 } : nil
            let data: Vector.Data = type == .double ? .doubles(values.map { NumberOrder.value(ofKey: $0) }) : .ints(values)
            return Vector(type, data, count: ids.count, validity: valid)
        default:
            let dictionary = state.texts.dictionary()
            if type == .variant, ids.allSatisfy({ $0 == 0 || $0 % 2 == 1 }) {
                return Vector(type, .text(ids.map { $0 == 0 ? 0 : $0 / 2 + 1 }, dictionary), count: ids.count)
            }
            return Vector.of(
                ids.map { id in
                    if id == 0 { return .null }
                    if type == .variant {
                        return id % 2 == 1 ? .text(dictionary.string(at: Int(id / 2))) : state.otherValues[Int(id / 2) - 1]
                    }
                    return state.otherValues[Int(id) - 1]
                }, type)
        }
    }
}
