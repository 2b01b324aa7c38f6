// Texts inside of URLs.

import InteractionPlan

/// Percent signs of URLs.
enum URLText {
    static func encoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if RegexSet.word.contains(UInt32(byte)) || byte == 45 || byte == 46 || byte == 126 {
                bytes.append(byte)
            } else {
                bytes += [37, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func decoded(_ text: String) -> String {
        let source = Array(text.utf8)
        func digit(_ index: Int) -> UInt8? { index < source.count ? Character(Unicode.Scalar(source[index])).hexDigitValue.map { UInt8($0) } : nil }
        var bytes: [UInt8] = []
        var index = 0
        while index < source.count {
            if source[index] == 37, let high = digit(index + 1), let low = digit(index + 2) {
                bytes.append(high << 4 | low)
                index += 3
            } else {
                bytes.append(source[index])
                index += 1
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
