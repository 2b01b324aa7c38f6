// What an input is packed with, told by its first bytes; a name that promises a packing must be right.

import InteractionFiles
import InteractionModel

/// Unpacks inputs.
enum InputCompression {
    private static let gzipMagic: [UInt8] = [0x1f, 0x8b]
    private static let zstdMagic: [UInt8] = [0x28, 0xb5, 0x2f, 0xfd]
    private static let zstdSkippable: [UInt8] = [0x2a, 0x4d, 0x18]

    /// The plain bytes of an input. Errors: those of reading, `.unreadableInput` when the name says .gz or .zst and the bytes do not.
    static func open(_ input: any ReadableStream) throws(InteractionError) -> any ReadableStream {
        var head: [UInt8] = []
        while head.count < 4 {
            let more = try input.read(upTo: 4 - head.count)
            if more.isEmpty { break }
            head += more
        }
        let whole = PrefixedInput(prefix: head, rest: input)
        if head.starts(with: gzipMagic) { return try GzipInput(whole) }
        if head.starts(with: zstdMagic) || (head.count == 4 && head[0] >> 4 == 5 && Array(head[1...]) == zstdSkippable) {
            return try ZstdInput(whole)
        }
        for (suffix, name) in [(".gz", "gzip"), (".zst", "zstd")] where input.place.hasSuffix(suffix) {
            let what = head.isEmpty ? "is empty, and no \(name) data" : "is no \(name) data"
            throw InteractionError(.unreadableInput, what, place: input.place)
        }
        return whole
    }

    /// A name without the ending of its packing.
    static func plainName(_ name: String) -> String {
        for suffix in [".gz", ".zst"] where name.hasSuffix(suffix) { return String(name.dropLast(suffix.count)) }
        return name
    }
}
