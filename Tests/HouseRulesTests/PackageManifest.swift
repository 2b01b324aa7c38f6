// Reads the targets, their dependencies and the external packages out of Package.swift's text. Text, not
// `swift package dump-package`: a build inside a test would wait for the lock of the build that runs the test.
import Foundation

/// The parts of Package.swift that the layer rules speak of.
struct PackageManifest {
    struct Target {
        let kind: String
        let name: String
        let dependencies: Set<String>
        let settings: String
    }
    let targets: [Target]
    /// Last path component of each external package's address.
    let packages: [String]

    init(text: String) {
        // Blanked comments, literals kept: calls are found by balanced parentheses.
        let code = Self.withoutComments(text)
        var targets: [Target] = []
        for kind in ["target", "executableTarget", "testTarget", "systemLibrary", "macro", "plugin"] {
            for call in Self.calls(of: "." + kind + "(", in: code) {
                guard let name = Self.literal(after: "name:", in: call) else { continue }
                // `.target(name:)` also appears inside a dependency list: it has no settings and no list of its own.
                targets.append(
                    Target(kind: kind, name: name, dependencies: Self.dependencies(in: call), settings: call))
            }
        }
        self.targets = targets
        packages = Self.calls(of: ".package(", in: code).compactMap { call in
            guard let address = Self.literal(after: "url:", in: call) ?? Self.literal(after: "path:", in: call) else {
                return nil
            }
            let last = address.split(separator: "/").last.map(String.init) ?? address
            return last.hasSuffix(".git") ? String(last.dropLast(4)) : last
        }
    }

    static func withoutComments(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { line in
                let trimmed = line.drop { $0 == " " }
                return trimmed.hasPrefix("//") ? "" : String(line)
            }.joined(separator: "\n")
    }

    /// The argument text of every call of `head`, which ends in "(".
    static func calls(of head: String, in code: String) -> [String] {
        var found: [String] = []
        var rest = code[...]
        while let range = rest.range(of: head) {
            var depth = 1
            var index = range.upperBound
            while index < rest.endIndex, depth > 0 {
                if rest[index] == "(" { depth += 1 }
                if rest[index] == ")" { depth -= 1 }
                index = rest.index(after: index)
            }
            found.append(String(rest[range.upperBound..<index]))
            rest = rest[range.upperBound...]
        }
        return found
    }

    static func literal(after label: String, in call: String) -> String? {
        guard let range = call.range(of: label) else { return nil }
        let parts = call[range.upperBound...].split(separator: "\"", maxSplits: 2, omittingEmptySubsequences: false)
        return parts.count == 3 ? String(parts[1]) : nil
    }

    /// Names in `dependencies: [...]`: plain strings and the `name:` of `.product` and `.target`.
    static func dependencies(in call: String) -> Set<String> {
        guard let start = call.range(of: "dependencies:"), let open = call[start.upperBound...].firstIndex(of: "[") else {
            return []
        }
        var depth = 0
        var index = open
        repeat {
            if call[index] == "[" { depth += 1 }
            if call[index] == "]" { depth -= 1 }
            index = call.index(after: index)
        } while index < call.endIndex && depth > 0
        var list = String(call[open..<index])
        var names: Set<String> = []
        for head in [".product(", ".target("] {
            for inner in calls(of: head, in: list) {
                if let name = literal(after: "name:", in: inner) { names.insert(name) }
                list = list.replacingOccurrences(of: inner, with: "")
            }
        }
        for (index, part) in list.split(separator: "\"", omittingEmptySubsequences: false).enumerated() where index % 2 == 1 {
            names.insert(String(part))
        }
        return names
    }
}
