// Texts made longer or changed scalar by scalar.

import InteractionModel

enum TextFilling {
    /// A text cut or filled up to a length in scalars. Errors: `.invalidQuery` without anything to fill up with, `.limitReached`
    /// when it is too long.
    static func padded(_ text: String, _ length: Int64, _ filler: String, isLeft: Bool) throws(InteractionError) -> String {
        let scalars = Array(text.unicodeScalars)
        guard length > Int64(scalars.count) else { return TextParts.text(scalars.prefix(Int(max(0, length)))) }
        let marks = Array(filler.unicodeScalars)
        let name = isLeft ? "lpad" : "rpad"
        if marks.isEmpty { throw InteractionError(.invalidQuery, "\(name)() has nothing to fill up with") }
        guard length <= Int64(ValueLimit.textBytes / 4) else { throw ValueLimit.tooLong(name) }
        let missing = Int(length) - scalars.count
        let fill = TextParts.text((0..<missing).map { marks[$0 % marks.count] }[...])
        return isLeft ? fill + text : text + fill
    }

    /// Errors: `.limitReached` when it is too long.
    static func repeated(_ text: String, _ count: Int64) throws(InteractionError) -> String {
        guard count > 0, !text.isEmpty else { return "" }
        let (length, overflow) = Int64(text.utf8.count).multipliedReportingOverflow(by: count)
        guard !overflow, length <= Int64(ValueLimit.textBytes) else { throw ValueLimit.tooLong("repeat") }
        return String(repeating: text, count: Int(count))
    }

    /// Each scalar of `from` replaced by the one at its place in `to`, or left out where there is none.
    static func translated(_ text: String, _ from: String, _ to: String) -> String {
        let targets = Array(to.unicodeScalars)
        var map: [Unicode.Scalar: Unicode.Scalar?] = [:]
        for (index, scalar) in from.unicodeScalars.enumerated() where map[scalar] == nil {
            map[scalar] = .some(index < targets.count ? targets[index] : nil)
        }
        return TextParts.text(text.unicodeScalars.compactMap { scalar in map[scalar] ?? scalar }[...])
    }
}
