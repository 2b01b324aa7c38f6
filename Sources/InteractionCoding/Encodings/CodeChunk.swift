// Columns of 32-bit codes: each a varint.
import CKernels
import InteractionModel

package enum CodeChunk {
    package static func encode(_ values: [UInt32]) -> [UInt8] {
        var w = ByteWriter()
        for v in values { w.varint(UInt64(v)) }
        return w.bytes
    }
    package static func decode(_ bytes: ArraySlice<UInt8>, count: Int, place: String = "chunk") throws(InteractionError) -> [UInt32] {
        var r = ByteReader(bytes, place: place)
        var out: [UInt32] = []
        for _ in 0..<count { out.append(UInt32(truncatingIfNeeded: try r.varint())) }
        return out
    }
}
