// The machine's time zones: TZif files by name under TZDIR, else /usr/share/zoneinfo. Read when a zone is first named.

import InteractionModel

/// Zones of the machine.
package enum ZoneFiles {
    /// Where they are.
    package static var directory: String {
        if let named = ProcessEnvironment.value("TZDIR"), !named.isEmpty { return named }
        return "/usr/share/zoneinfo"
    }

    /// The rules of a zone. `UTC` needs no file. Errors: `.notFound` for a name without a file, `.damaged`, `.unsupported`,
    /// `.inputOutput`.
    package static func rules(named name: String) throws(InteractionError) -> ZoneRules {
        if name == "UTC" || name == "Z" { return .utc }
        guard isName(name) else { throw InteractionError(.notFound, "no zone file has this name", place: name) }
        let input = try FileInput(path: directory + "/" + name)
        var bytes: [UInt8] = []
        while bytes.count <= ZoneRules.largestFile {
            let part = try input.read(upTo: 65_536)
            if part.isEmpty { break }
            bytes += part
        }
        return try ZoneRules(name: name, parsing: bytes)
    }

    /// True for names that stay below the directory: parts of letters, digits, `_`, `+` and `-`.
    package static func isName(_ name: String) -> Bool {
        guard !name.isEmpty, name.utf8.count <= 64 else { return false }
        return name.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
            !part.isEmpty
                && part.utf8.allSatisfy {
                    ($0 | 32 >= 97 && $0 | 32 <= 122) || ($0 >= 48 && $0 <= 57) || $0 == 95 || $0 == 43 || $0 == 45
                }
        }
    }

    /// The names of all zones in byte order; empty where there are no zone files. For hints: reads directories only.
    package static func names() -> [String] {
        guard let files = try? PosixFileSystem(root: directory) else { return ["UTC"] }
        var names: [String] = []
        var open = [""]
        while let place = open.popLast() {
            guard place.split(separator: "/").count < 3, let entries = try? files.list(place) else { continue }
            for entry in entries {
                let name = place.isEmpty ? entry : place + "/" + entry
                // posix/ and right/ hold the zones once more; names in small letters are tables.
                guard isName(name), let initial = name.utf8.first, initial < 97, let facts = try? files.information(name) else { continue }
                if facts.kind == .directory { open.append(name) } else { names.append(name) }
            }
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}
