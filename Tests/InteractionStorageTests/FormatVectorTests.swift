// The engine against Format/vectors: it takes what is right, with the value that stands there, and refuses what breaks a rule, with
// the code and inside the place that stand there. The second reader (Tools/format) is held against the same index.
import InteractionModel
import Testing

@Suite struct FormatVectorTests {
    @Test func eachKindOfVectorHasAReaderAndEachReaderAVector() {
        #expect(Set(FormatVector.all.map(\.what)) == Set(FormatVectorReaders.all.keys))
        #expect(FormatVector.all.count > 600)
        for what in FormatVectorReaders.all.keys {
            #expect(FormatVector.all.contains { $0.what == what && $0.value != nil }, "\(what)")
            #expect(what == "zigzag" || FormatVector.all.contains { $0.what == what && $0.error != nil }, "\(what)")
        }
    }

    @Test(arguments: FormatVectorReaders.all.keys.sorted()) func vectors(what: String) throws {
        let read = try #require(FormatVectorReaders.all[what])
        for vector in FormatVector.all where vector.what == what {
            if let fault = Self.fault(vector, read) { Issue.record("\(vector): \(fault)") }
        }
    }

    /// What is wrong; nil when the engine does what the vector says.
    private static func fault(_ vector: FormatVector, _ read: FormatVectorReaders.Reader) -> String? {
        do {
            let value = try read(vector)
            guard let wanted = vector.value else { return "taken as \(value)" }
            return value == wanted ? nil : "read as \(value), wanted \(wanted)"
        } catch let error as InteractionError {
            return refused(error, vector)
        } catch {
            return "\(error)"
        }
    }

    private static func refused(_ error: InteractionError, _ vector: FormatVector) -> String? {
        guard let code = vector.error, let wanted = vector.place else { return "refused: \(error)" }
        // The engine takes a store that lost a file for damaged, and answers what it can.
        let isLost = vector.what == "store" && code == "notFound" && error.code == .damaged
        if error.code.rawValue != code, !isLost { return "\(error.code.rawValue) instead of \(code): \(error)" }
        let place = error.place ?? ""
        if let file = wanted.file, !place.hasPrefix(file) { return "not in \(file): \(error)" }
        if let section = wanted.section, !place.contains(", " + section) { return "not in \(section): \(error)" }
        if wanted.section == nil, place.contains(", footer") { return "in a footer: \(error)" }
        guard let from = wanted.from, let to = wanted.to else { return nil }
        guard let offset = place.components(separatedByText: ", offset ").last.flatMap({ Int($0) }) else { return "without an offset: \(error)" }
        return (from...to).contains(offset) ? nil : "offset not from \(from) to \(to): \(error)"
    }
}

extension String {
    /// The parts between occurrences of a text.
    func components(separatedByText text: String) -> [Substring] {
        var parts: [Substring] = []
        var rest = self[...]
        while let range = rest.firstRange(of: text) {
            parts.append(rest[..<range.lowerBound])
            rest = rest[range.upperBound...]
        }
        return parts + [rest]
    }
}
