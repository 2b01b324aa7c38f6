// Arrays of plain numbers as bytes and back, in the order of bytes of this machine: for files that never leave the process.
// The doors check lengths; the copies inside cannot leave the buffers.

import InteractionCoding
import InteractionModel

/// A number without padding or references, whose every bit pattern is a value.
protocol RawNumber: BitwiseCopyable {}
extension UInt8: RawNumber {}
extension UInt32: RawNumber {}
extension UInt64: RawNumber {}
extension Int64: RawNumber {}
extension Int128: RawNumber {}
extension Double: RawNumber {}

enum RawNumbers {
    static func append<Number: RawNumber>(_ numbers: [Number], to writer: inout ByteWriter) {
        numbers.withUnsafeBytes { writer.append(bytes: $0) }
    }

    /// The next `count` numbers. Errors: `.damaged` when there are fewer.
    static func read<Number: RawNumber>(
        _ type: Number.Type, _ count: Int, from reader: inout ByteReader
    ) throws(InteractionError) -> [Number] {
        let (length, overflow) = count.multipliedReportingOverflow(by: MemoryLayout<Number>.stride)
        guard count >= 0, !overflow else { throw reader.damaged("a column of \(count) values") }
        let bytes = try reader.bytes(length)
        return [Number](unsafeUninitializedCapacity: count) { target, written in
            bytes.withUnsafeBytes { UnsafeMutableRawBufferPointer(target).copyMemory(from: $0) }
            written = count
        }
    }
}
