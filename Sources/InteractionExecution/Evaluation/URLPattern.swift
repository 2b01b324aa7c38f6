// What URLs of one page have in common: the path, with `:id` for what names one thing. Scheme and host go, as in the paths of
// product analytics (staging and production, http and https, with www and without are one page), and so do query string and
// fragment. Any text is taken; linear in it.

/// URLs as templates.
package enum URLPattern {
    private static let mark = Array(":id".utf8)
    private static let slash = UInt8(ascii: "/")
    private static let dot = UInt8(ascii: ".")
    private static let percent = UInt8(ascii: "%")

    /// The path of a URL, of a URL without scheme (`//host/path`) or of a path, without slash at the end, empty segments, and
    /// parameters behind `;`. A segment is cut at its first id: what stands before that stays where it has a letter, and so does
    /// the ending of a file (`order-17` becomes `order-:id`, `17-red-shoes` `:id`, `17.json` `:id.json`). Ids are numbers, UUIDs,
    /// e-mail addresses and what `URLWord` says. Cleaning twice is cleaning once. nil where no path is left.
    package static func cleaned(_ text: String) -> String? {
        var bytes = trimmed(Array(text.utf8)[...])
        if let end = bytes.firstIndex(where: { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }) { bytes = trimmed(bytes[..<end]) }
        var isRooted = bytes.first == slash
        if let host = hostStart(bytes) {
            bytes = bytes[(bytes[host...].firstIndex(of: slash) ?? bytes.endIndex)...]
            isRooted = true
        }
        var result: [UInt8] = []
        for part in bytes.split(separator: slash) {
            let segment = trimmed(part.prefix { $0 != UInt8(ascii: ";") })
            if segment.isEmpty { continue }
            if isRooted || !result.isEmpty { result.append(slash) }
            append(segment, to: &result)
        }
        if result.isEmpty, isRooted { result = [slash] }
        return result.isEmpty ? nil : String(decoding: result, as: UTF8.self)
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        func isSpace(_ byte: UInt8) -> Bool { byte == 32 || byte >= 9 && byte <= 13 }
        let start = bytes.firstIndex { !isSpace($0) } ?? bytes.endIndex
        return bytes[start..<((bytes.lastIndex { !isSpace($0) } ?? start - 1) + 1)]
    }

    /// Where the host begins, behind `//` or `scheme://`; nil without one.
    private static func hostStart(_ bytes: ArraySlice<UInt8>) -> Int? {
        // A scheme may hold another: `blob:https://`.
        let scheme = bytes.prefix { URLWord.isLetterOrDigit($0) || "+-.:".utf8.contains($0) }
        guard scheme.isEmpty || scheme.last == UInt8(ascii: ":") && scheme.first != scheme.last else { return nil }
        let end = scheme.endIndex
        return bytes[end...].starts(with: [slash, slash]) ? end + 2 : nil
    }

    private static func append(_ segment: ArraySlice<UInt8>, to result: inout [UInt8]) {
        if isAddress(segment) {
            result += mark
            return
        }
        let ending = ending(segment)
        let stem = segment[..<ending.startIndex]
        guard let id = firstId(stem) else {
            result += segment
            return
        }
        if id.isNamed {
            result += stem[..<id.place]
            result += mark
            // As in `Users(17)`.
            if stem.last == UInt8(ascii: ")"), stem[..<id.place].contains(UInt8(ascii: "(")) { result.append(UInt8(ascii: ")")) }
        } else {
            result += mark
        }
        result += ending
    }

    /// The ending of a file with its dot: 1 to 5 letters and digits from a letter on that are no id. Empty without one.
    private static func ending(_ segment: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let none = segment[segment.endIndex...]
        guard let dot = segment.lastIndex(of: dot), dot > segment.startIndex else { return none }
        let name = segment[(dot + 1)...]
        guard (1...5).contains(name.count), let first = name.first, URLWord.isLetter(first), name.allSatisfy(URLWord.isLetterOrDigit),
            !URLWord.isId(name)
        else { return none }
        return segment[dot...]
    }

    /// Where the first id of a segment begins, and whether a name stands before it.
    private static func firstId(_ segment: ArraySlice<UInt8>) -> (place: Int, isNamed: Bool)? {
        var isNamed = false
        var index = segment.startIndex
        while index < segment.endIndex {
            if segment[index] == percent, index + 2 < segment.endIndex, let high = hexadecimal(segment[index + 1]),
                hexadecimal(segment[index + 2]) != nil
            {
                // An escape is one character: a letter beyond ASCII, else a sign.
                if high >= 8 { isNamed = true }
                index += 3
                continue
            }
            guard URLWord.isWord(segment[index]) else {
                index += 1
                continue
            }
            let end = segment[index...].firstIndex { !URLWord.isWord($0) } ?? segment.endIndex
            let word = segment[index..<end]
            if URLWord.isUUID(segment[index...]) { return (index, isNamed) }
            if URLWord.isVersion(word) {
                index = versionEnd(segment, end)
            } else if URLWord.isId(word) {
                return (index, isNamed)
            } else {
                index = end
            }
            isNamed = true
        }
        return nil
    }

    /// Where `.1.2` behind a version ends.
    private static func versionEnd(_ segment: ArraySlice<UInt8>, _ start: Int) -> Int {
        var index = start
        while index < segment.endIndex, segment[index] == dot {
            let end = segment[(index + 1)...].firstIndex { !URLWord.isWord($0) } ?? segment.endIndex
            guard (1...3).contains(end - index - 1), segment[(index + 1)..<end].allSatisfy(URLWord.isDigit) else { break }
            index = end
        }
        return index
    }

    /// True for an e-mail address, its sign perhaps as `%40`.
    private static func isAddress(_ segment: ArraySlice<UInt8>) -> Bool {
        let host: ArraySlice<UInt8>
        if let sign = segment.lastIndex(of: UInt8(ascii: "@")) {
            guard sign > segment.startIndex else { return false }
            host = segment[(sign + 1)...]
        } else {
            let escape = Array("%40".utf8)
            guard let sign = segment.indices.last(where: { segment[$0...].starts(with: escape) }), sign > segment.startIndex else { return false }
            host = segment[(sign + 3)...]
        }
        guard let first = host.first, URLWord.isLetter(first), let dot = host.lastIndex(of: dot) else { return false }
        let domain = host[(dot + 1)...]
        return domain.count >= 2 && domain.allSatisfy(URLWord.isLetter)
            && host.allSatisfy { URLWord.isWord($0) || $0 == UInt8(ascii: "-") || $0 == Self.dot }
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 48...57: byte - 48
        case 65...70: byte - 55
        case 97...102: byte - 87
        default: nil
        }
    }
}
