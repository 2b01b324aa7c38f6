// How much text the rows of a source carry, so that a merge can cut row groups before a group's text grows too large to hold.

import InteractionCoding
import InteractionModel

extension MergeInput {
    private var textColumns: [Int] {
        source.properties.indices.filter { index in
            switch source.properties[index].lane {
            case .string, .numberText, .arrayText: true
            case .bool, .int64, .double: false
            }
        }
    }

    /// Dictionary bytes of the source's widest text column: what a reader of the column would hold at most.
    func largestTextBytes() throws(InteractionError) -> Int {
        var largest = 0
        for index in textColumns {
            var bytes = 0
            var last: StringDictionary?
            for group in source.rowGroups.indices {
                guard case .strings(_, let dictionary) = try source.values(property: index, group: group),
                    dictionary !== last
                else { continue }
                bytes += dictionary.byteCount
                last = dictionary
            }
            largest = max(largest, bytes)
        }
        return largest
    }

    /// Adds each row's text bytes at its output place.
    func addTextWeights(to weights: inout [UInt32], places: [UInt32]) throws(InteractionError) {
        for index in textColumns {
            let carriers = shapes.carriers(ofColumn: index)
            for (group, facts) in source.rowGroups.enumerated() {
                guard case .strings(let codes, let dictionary) = try source.values(property: index, group: group) else { continue }
                var next = 0
                for row in facts.rows where carriers[Int(shapeCodes[row])] != 0 && next < codes.count {
                    weights[Int(places[firstRow + row])] &+= UInt32(truncatingIfNeeded: dictionary.length(at: Int(codes[next])))
                    next += 1
                }
            }
        }
    }
}
