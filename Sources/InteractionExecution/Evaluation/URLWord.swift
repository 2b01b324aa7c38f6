// Which words of a path name one thing, and which are names with a number in them. A word is a run of letters and digits; bytes
// beyond ASCII count as letters.

enum URLWord {
    static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }
    static func isLetter(_ byte: UInt8) -> Bool { byte >= 97 && byte <= 122 || byte >= 65 && byte <= 90 }
    static func isLetterOrDigit(_ byte: UInt8) -> Bool { isDigit(byte) || isLetter(byte) }
    static func isWord(_ byte: UInt8) -> Bool { isLetterOrDigit(byte) || byte >= 0x80 }

    /// True for
    /// - a number;
    /// - 8 hexadecimal digits or more with a number among them, or 16 and more of letters alone;
    /// - letters and digits with 4 digits or more (`SKU1234`), with digits in two places (`a1b2c3`), with 20 bytes or more, or
    ///   that go from small letters to capitals and digits and back as no name does (`NffrFeUfNV2Hib`).
    ///
    /// So `page2`, `oauth2`, `sha256`, `b2b` and words without a digit stay.
    static func isId(_ word: ArraySlice<UInt8>) -> Bool {
        enum Kind { case digit, small, capital, none }
        var (digits, numbers, pieces) = (0, 0, 0)
        var isHex = true
        var last = Kind.none
        for byte in word {
            let kind: Kind = isDigit(byte) ? .digit : byte >= 65 && byte <= 90 ? .capital : .small
            if kind == .digit {
                digits += 1
                if last != .digit { numbers += 1 }
            } else if !(byte | 32 >= 97 && byte | 32 <= 102) {
                isHex = false
            }
            // A capital and the small letters behind it are one piece.
            if kind != last, !(last == .capital && kind == .small) { pieces += 1 }
            last = kind
        }
        if digits == word.count { return digits > 0 }
        if isHex, word.count >= (digits > 0 ? 8 : 16) { return true }
        if digits == 0 { return false }
        return digits >= 4 || numbers >= 2 && word.count >= 6 || word.count >= 20 || pieces >= 5 && word.count >= 10
    }

    /// `v1`, `v2`, `v1beta1`: part of an address, not an id.
    static func isVersion(_ word: ArraySlice<UInt8>) -> Bool {
        guard word.first == UInt8(ascii: "v") || word.first == UInt8(ascii: "V") else { return false }
        let number = word.dropFirst().prefix(while: isDigit)
        let rest = word[number.endIndex...]
        guard (1...3).contains(number.count) else { return false }
        let stage = rest.prefix(while: isLetter)
        return rest.isEmpty || ["alpha", "beta", "rc"].contains(String(decoding: stage, as: UTF8.self)) && rest.count - stage.count <= 2
    }

    /// True where a UUID begins.
    static func isUUID(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard bytes.count >= 36 else { return false }
        let start = bytes.startIndex
        for offset in 0..<36 {
            let byte = bytes[start + offset]
            let isDash = offset == 8 || offset == 13 || offset == 18 || offset == 23
            guard isDash ? byte == 45 : isDigit(byte) || byte | 32 >= 97 && byte | 32 <= 102 else { return false }
        }
        return bytes.count == 36 || !isWord(bytes[start + 36])
    }
}
