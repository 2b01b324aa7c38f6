// The header of a CSV file: which column is which field, which is a property, and which goes under details by its name.

import InteractionModel

/// What a column holds.
enum CSVColumn: Equatable {
    case field(EventField)
    /// A property by its path: `details.a.b` or `metadata['x y']`. Ranges of `keyText`.
    case property(EventField, [Range<Int>])
    /// Any other name: a property of details.
    case moved(Range<Int>)
}

/// The columns of a CSV file.
struct CSVHeader {
    private(set) var columns: [CSVColumn] = []
    /// The keys that the columns name.
    private(set) var keyText: [UInt8] = []

    /// Reads the names. Errors: `.invalidEvent` without a column for the time or the action, or one that the mapping names.
    init(_ record: CSVRecord, mapping: FieldMapping, place: String) throws(InteractionError) {
        let names = record.cells.map { String(decoding: record.text[$0.range], as: UTF8.self) }
        var best: [EventField: (rank: Int, column: Int)] = [:]
        for (column, name) in names.enumerated() {
            guard let (field, rank) = mapping.field(ofColumn: name) else { continue }
            if let known = best[field], known.rank <= rank { continue }
            best[field] = (rank, column)
        }
        try Self.check(best.keys, names, mapping, place)
        var paths = Set<[String]>()
        for (column, name) in names.enumerated() {
            if let found = mapping.field(ofColumn: name), best[found.field]?.column == column {
                columns.append(.field(found.field))
            } else if let (root, path) = Self.path(name), paths.insert([root.name] + path).inserted {
                columns.append(.property(root, path.map { key in add(key) }))
            } else {
                columns.append(.moved(add(name)))
            }
        }
    }

    private static func check(
        _ found: some Sequence<EventField>, _ names: [String], _ mapping: FieldMapping, _ place: String
    ) throws(InteractionError) {
        let found = Set(found)
        let shown = names.prefix(12).joined(separator: ", ") + (names.count > 12 ? ", ..." : "")
        for field in EventField.allCases where !found.contains(field) {
            if let own = mapping.names[field] {
                throw InteractionError(
                    .invalidEvent, "the header has no column '\(own)', which the mapping names for \(field.name)", place: place,
                    hint: "columns: \(shown)")
            }
            guard field == .timestamp || field == .action else { continue }
            let isOtherwiseSeparated = names.count == 1 && names[0].utf8.contains { $0 == 0x3B || $0 == 0x09 }
            throw InteractionError(
                .invalidEvent, "the header has no column for \(field.name): \(shown)", place: place,
                hint: isOtherwiseSeparated ? "cells must be separated by commas" : "--map \(field.name)=COLUMN names it")
        }
    }

    private mutating func add(_ key: String) -> Range<Int> {
        let start = keyText.count
        keyText.append(contentsOf: key.utf8)
        return start..<keyText.count
    }

    /// The root and keys of `details.a.b`, `details['a b'].c`; nil for a name that is no path.
    static func path(_ name: String) -> (root: EventField, keys: [String])? {
        for root in [EventField.details, .metadata] {
            guard name.hasPrefix(root.name) else { continue }
            var rest = Array(name.utf8.dropFirst(root.name.utf8.count))[...]
            var keys: [String] = []
            while !rest.isEmpty {
                if rest.starts(with: "['".utf8) {
                    var key: [UInt8] = []
                    rest = rest.dropFirst(2)
                    while let byte = rest.first {
                        if byte == 0x27 {
                            guard rest.dropFirst().first == 0x27 else { break }
                            rest = rest.dropFirst()
                        }
                        key.append(byte)
                        rest = rest.dropFirst()
                    }
                    guard rest.starts(with: "']".utf8) else { return nil }
                    rest = rest.dropFirst(2)
                    keys.append(String(decoding: key, as: UTF8.self))
                } else if rest.first == 0x2E {
                    let key = rest.dropFirst().prefix { $0 != 0x2E && $0 != 0x5B }
                    guard !key.isEmpty else { return nil }
                    rest = rest[key.endIndex...]
                    keys.append(String(decoding: key, as: UTF8.self))
                } else {
                    return nil
                }
            }
            return keys.isEmpty || keys.count >= EventLimit.depth ? nil : (root, keys)
        }
        return nil
    }
}
