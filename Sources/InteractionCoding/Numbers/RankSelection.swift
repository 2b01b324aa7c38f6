// Picking the value of a rank without sorting.

import CKernels

package enum RankSelection {
    /// Reorders a part of the values so that the one of a rank stands at its place, smaller ones before it and greater ones behind.
    /// Nothing is done where the part is not of these values, or the place not of this part. Cost: about 2 ns a value.
    package static func select(_ values: inout [Int64], in part: ClosedRange<Int>, place: Int) {
        guard values.indices.contains(part.lowerBound), values.indices.contains(part.upperBound), part.contains(place) else { return }
        values.withUnsafeMutableBufferPointer { ck_select64($0.baseAddress, part.lowerBound, part.upperBound, place) }
    }
}
