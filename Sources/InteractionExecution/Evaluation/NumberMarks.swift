// Texts with one mark in place of every number and id, so that texts that differ in those alone become equal. A word is a run of
// ASCII letters and digits.

/// Replaces numbers and ids.
enum NumberMarks {
    static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }

    private static func isHex(_ byte: UInt8) -> Bool { isDigit(byte) || byte >= 97 && byte <= 102 || byte >= 65 && byte <= 70 }

    private static func isWord(_ byte: UInt8) -> Bool { isDigit(byte) || byte >= 97 && byte <= 122 || byte >= 65 && byte <= 90 }

    /// `bytes` with `#` for
    /// - a UUID, a word of 8 hexadecimal digits or more with a digit among them, a number with `0x`;
    /// - a word of 20 letters and digits or more, or with digits in two places: an id. With `keepsWords` it stays a name with
    ///   numbers in it, as names in code are;
    /// - a number, with its sign, fraction, groups of digits and exponent; also inside a word (`price5` is `price#`).
    static func replaced(_ bytes: [UInt8], keepsWords: Bool) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            guard isWord(bytes[index]) else {
                result.append(bytes[index])
                index += 1
                continue
            }
            if let end = uuid(bytes, at: index) {
                result.append(ErrorPattern.mark)
                index = end
                continue
            }
            let end = bytes[index...].firstIndex { !isWord($0) } ?? bytes.count
            let word = bytes[index..<end]
            if !word.contains(where: isDigit) {
                result += word
                index = end
            } else if isId(word, keepsWords: keepsWords) {
                result.append(ErrorPattern.mark)
                index = end
            } else {
                index = append(word, of: bytes, to: &result)
            }
        }
        return result
    }

    /// Appends a word with numbers in it; returns where what it took ends.
    private static func append(_ word: ArraySlice<UInt8>, of bytes: [UInt8], to result: inout [UInt8]) -> Int {
        var index = word.startIndex
        if isDigit(bytes[index]), result.last == UInt8(ascii: "-") || result.last == UInt8(ascii: "+"),
            result.count < 2 || [32, 40, 91, 123, 60, 61, 58, 44].contains(result[result.count - 2])
        {
            result.removeLast()
        }
        while index < word.endIndex {
            if !isDigit(bytes[index]) {
                result.append(bytes[index])
                index += 1
                continue
            }
            result.append(ErrorPattern.mark)
            index = digitsEnd(bytes, index)
            // Groups of digits, a fraction, a version, an address.
            while index + 1 < bytes.count, bytes[index] == UInt8(ascii: ".") || bytes[index] == UInt8(ascii: ","), isDigit(bytes[index + 1]) {
                index = digitsEnd(bytes, index + 1)
            }
            if let end = exponentEnd(bytes, index) { index = end }
        }
        // A fraction may run into letters: `1.5ms`.
        while index < bytes.count, isWord(bytes[index]) {
            if !isDigit(bytes[index]) { result.append(bytes[index]) }
            index += 1
        }
        return index
    }

    private static func digitsEnd(_ bytes: [UInt8], _ start: Int) -> Int { bytes[start...].firstIndex { !isDigit($0) } ?? bytes.count }

    /// Where an exponent that starts here ends.
    private static func exponentEnd(_ bytes: [UInt8], _ start: Int) -> Int? {
        guard start + 1 < bytes.count, bytes[start] | 32 == UInt8(ascii: "e") else { return nil }
        let digits = [43, 45].contains(bytes[start + 1]) ? start + 2 : start + 1
        return digits < bytes.count && isDigit(bytes[digits]) ? digitsEnd(bytes, digits) : nil
    }

    /// True for a word with digits that names one thing only.
    private static func isId(_ word: ArraySlice<UInt8>, keepsWords: Bool) -> Bool {
        if word.allSatisfy(isDigit) { return false }
        if word.count >= 8, word.allSatisfy(isHex) { return true }
        if word.count > 2, word.first == 48, word[word.startIndex + 1] | 32 == UInt8(ascii: "x") { return true }
        if keepsWords { return false }
        if word.count >= 20 { return true }
        var runs = 0
        var wasDigit = false
        for byte in word {
            if isDigit(byte), !wasDigit { runs += 1 }
            wasDigit = isDigit(byte)
        }
        return runs > 1
    }

    /// Where a UUID that starts here ends.
    private static func uuid(_ bytes: [UInt8], at start: Int) -> Int? {
        let end = start + 36
        guard end <= bytes.count, end == bytes.count || !isWord(bytes[end]) else { return nil }
        for offset in 0..<36 {
            let isDash = [8, 13, 18, 23].contains(offset)
            guard isDash ? bytes[start + offset] == 45 : isHex(bytes[start + offset]) else { return nil }
        }
        return end
    }
}
