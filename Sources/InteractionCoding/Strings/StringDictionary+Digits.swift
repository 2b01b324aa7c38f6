// Form 3 of a stored dictionary (Format/encodings.md, "Dictionaries"): texts that differ only in hexadecimal digits at the same
// places, as random ids do. Each digit takes four bits, where a general compressor needs about five.
//   u8 3, varint count, varint bytes of all texts
//   varint length of a text, template: 00 for a digit, any other byte for itself
//   digits of all texts one after another, four bits each, lowest first

import InteractionModel

/// What texts of one length have in common; everything else in them is a hexadecimal digit in lower case.
struct DigitTemplate {
    /// The byte of the template that stands for a digit.
    static let digit: UInt8 = 0
    /// Longest text that gets this form, in bytes.
    static let longest = 255

    /// A byte of ASCII, or `digit`, for each byte of a text.
    let bytes: [UInt8]
    var digitCount: Int { bytes.count { $0 == Self.digit } }

    /// The template of a dictionary's texts; nil when they have none. Cost: linear in the bytes, little where texts differ soon.
    init?(_ dictionary: StringDictionary) {
        guard dictionary.count > 1, dictionary.length(at: 0) <= Self.longest, dictionary.length(at: 0) > 0,
            dictionary.byteCount == dictionary.count * dictionary.length(at: 0)
        else { return nil }
        var template = Array(dictionary.slice(at: 0))
        guard template.allSatisfy({ $0 > 0 && $0 < 0x80 }) else { return nil }
        for index in 1..<dictionary.count {
            let text = dictionary.slice(at: index)
            guard text.count == template.count else { return nil }
            for (place, byte) in zip(template.indices, text) where template[place] != byte {
                let before = template[place]
                guard Self.value(byte) != nil, before == Self.digit || Self.value(before) != nil else { return nil }
                template[place] = Self.digit
            }
        }
        bytes = template
        guard digitCount > 0 else { return nil }
    }

    /// The value of a digit 0-9, a-f.
    static func value(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }

    static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x61 + value - 10 }
}

extension StringDictionary {
    static let digitForm: UInt8 = 3

    /// Form 3 of these texts; nil when they have no template.
    func encodedAsDigits() -> [UInt8]? {
        guard let template = DigitTemplate(self) else { return nil }
        var out = ByteWriter(capacity: count * template.digitCount / 2 + 64)
        out.u8(Self.digitForm)
        out.varint(count)
        out.varint(byteCount)
        out.string(bytes: template.bytes)
        let places = template.bytes.indices.filter { template.bytes[$0] == DigitTemplate.digit }
        var half: UInt8?
        for index in 0..<count {
            let start = Int(offsets[index])
            for place in places {
                let value = DigitTemplate.value(bytes[start + place]) ?? 0
                if let low = half {
                    out.u8(low | value << 4)
                    half = nil
                } else {
                    half = value
                }
            }
        }
        if let half { out.u8(half) }
        return out.bytes
    }

    /// Reads what follows the sizes in form 3.
    static func decodeDigits(
        count: Int, total: Int, from reader: inout ByteReader
    ) throws(InteractionError) -> StringDictionary {
        let template = Array(try reader.string(limit: DigitTemplate.longest))
        guard count > 0, template.allSatisfy({ $0 < 0x80 }), total == count * template.count else {
            throw reader.damaged("a dictionary's template does not fit its texts")
        }
        let places = template.indices.filter { template[$0] == DigitTemplate.digit }
        let (digits, overflow) = count.multipliedReportingOverflow(by: places.count)
        guard !overflow, !places.isEmpty else { throw reader.damaged("a dictionary's template has no digit") }
        let packed = Array(try reader.bytes(digits / 2 + digits % 2))
        guard digits % 2 == 0 || (packed.last ?? 0) >> 4 == 0 else { throw reader.damaged("bits behind a dictionary's last digit") }
        var offsets: [UInt32] = [0]
        offsets.reserveCapacity(count + 1)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(total)
        var next = 0
        for _ in 0..<count {
            let start = bytes.count
            bytes += template
            for place in places {
                bytes[start + place] = DigitTemplate.digit(packed[next / 2] >> (next % 2 == 0 ? 0 : 4) & 15)
                next += 1
            }
            offsets.append(UInt32(truncatingIfNeeded: bytes.count))
        }
        return StringDictionary(uncheckedOffsets: offsets, bytes: bytes, isSorted: false)
    }
}
