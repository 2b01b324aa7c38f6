// How long a text may grow that a function makes, and how much one function may make for the rows of a batch: lengths and counts
// come from whoever asks, and a few letters of SQL can ask for more than any memory.

import InteractionCoding
import InteractionModel

enum ValueLimit {
    /// Most bytes of one text.
    static let textBytes = 64 << 20
    /// Most bytes of the texts and of the elements of lists that one function makes for a batch: what one dictionary may hold.
    static let batchBytes = CodingLimit.dictionaryBytes

    /// The error of a text that would be longer than `textBytes`.
    static func tooLong(_ name: String) -> InteractionError {
        InteractionError(.limitReached, "the text of \(name)() would be longer than \(textBytes >> 20) MiB")
    }

    /// The error of a function that makes more than `batchBytes`.
    static var tooMuch: InteractionError {
        InteractionError(
            .limitReached, "the texts or lists that a function makes take more than \(batchBytes >> 20) MiB",
            hint: "filter more rows, or make shorter ones")
    }

    /// The texts with the separator between them. Errors: `.limitReached` when that is too long.
    static func joined(_ texts: [String], _ separator: String, _ name: String) throws(InteractionError) -> String {
        let marks = separator.utf8.count.multipliedReportingOverflow(by: max(0, texts.count - 1))
        let length = texts.reduce(into: 0) { $0 += $1.utf8.count }
        guard !marks.overflow, marks.partialValue <= textBytes, length <= textBytes - marks.partialValue else { throw tooLong(name) }
        return texts.joined(separator: separator)
    }
}

extension StringTable {
    /// The code of a text. Errors: `.limitReached` when the table is full.
    mutating func interned(_ text: [UInt8]) throws(InteractionError) -> UInt32 {
        if isFull(adding: text.count) { throw ValueLimit.tooMuch }
        return intern(text)
    }

    mutating func interned(_ text: String) throws(InteractionError) -> UInt32 {
        if isFull(adding: text.utf8.count) { throw ValueLimit.tooMuch }
        return intern(text)
    }
}
