// A property column that grows row by row in arrival order; part of a day buffer.

import InteractionCoding
import InteractionModel

/// Collects the values of one path and lane.
struct PropertyBuffer {
    let key: PropertyKey
    /// Row (in arrival order) of each value; ascending.
    var rows: [UInt32] = []
    var bools: [UInt8] = []
    var ints: [Int64] = []
    var doubles: [Double] = []
    var codes: [UInt32] = []
    var texts = StringTable()

    init(key: PropertyKey) { self.key = key }

    var count: Int { rows.count }

    /// The column as it stands.
    func data() -> PropertyData {
        let values: PropertyValues =
            switch key.lane {
            case .bool: .bools(bools)
            case .int64: .ints(ints)
            case .double: .doubles(doubles)
            case .string, .numberText, .arrayText: .strings(codes: codes, dictionary: texts.dictionary())
            }
        return PropertyData(path: key.path, lane: key.lane, rows: rows, values: values)
    }
}
