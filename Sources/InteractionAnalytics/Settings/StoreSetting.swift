// The settings kept in a store's manifest: their names, what each takes, what holds when it is not set. They go with the
// store, so that a timer, an app and a person at a terminal do the same.

import InteractionPlan
import InteractionStorage

/// A setting of a store.
package struct StoreSetting: Sendable {
    package let name: String
    /// What a value looks like, for help and errors.
    package let expected: String
    /// The value that holds when none is set; empty for none.
    package let fallback: String
    let isValid: @Sendable (String) -> Bool

    /// Days older than this leave by `expire` and `maintain`; without it nothing leaves by age.
    package static let expireAfter = StoreSetting(
        name: "expire-after", expected: DurationText.expected, fallback: "",
        isValid: { (DurationText.microseconds($0) ?? 0) > 0 })
    /// Most bytes of segments; the oldest days leave beyond it. Without it nothing leaves by size.
    package static let expireBytes = StoreSetting(
        name: "expire-bytes", expected: "a number of bytes above 0", fallback: "", isValid: { (Int($0) ?? 0) > 0 })
    /// Where dropped days are kept; without it they are gone.
    package static let archiveDirectory = StoreSetting(
        name: "archive-directory", expected: "a directory", fallback: "", isValid: { !$0.isEmpty && !$0.utf8.contains(0) })
    /// Zone of days, weeks and hours in answers.
    package static let zone = StoreSetting(
        name: "zone", expected: "an IANA zone name like Europe/Berlin", fallback: "UTC",
        isValid: { name in
            !name.isEmpty && name.utf8.count <= 64 && !name.hasPrefix("/") && !name.contains("..")
                && name.utf8.allSatisfy {
                    ($0 | 32 >= 97 && $0 | 32 <= 122) || ($0 >= 48 && $0 <= 57) || "/_+-".utf8.contains($0)
                }
        })
    /// Longest pause inside a session made by gaps.
    package static let sessionGap = StoreSetting(
        name: "session-gap", expected: DurationText.expected, fallback: "30m",
        isValid: { (DurationText.microseconds($0) ?? 0) > 0 })
    /// The action that counts as a finished generation.
    package static let generationAction = StoreSetting(
        name: "generation-action", expected: "an action of 1 to 1024 bytes", fallback: "generation_complete",
        isValid: { (1...1024).contains($0.utf8.count) })
    /// Whether the directory's group may read the store.
    package static let groupAccess = StoreSetting(
        name: "group-access", expected: "none or read", fallback: "none", isValid: { $0 == "none" || $0 == "read" })

    /// The settings `label.NAME`, each an expression over one event; nil for what cannot be a name. The expression itself is
    /// checked where it is set.
    package static func label(_ name: String) -> StoreSetting? {
        guard NamedLabel.isName(name) else { return nil }
        return StoreSetting(
            name: labelPrefix + name, expected: "SQL over one event, at most \(NamedLabel.expressionBytes) bytes", fallback: "",
            isValid: { (1...NamedLabel.expressionBytes).contains($0.utf8.count) })
    }

    package static let labelPrefix = "label."

    package var isLabel: Bool { name.hasPrefix(Self.labelPrefix) }

    /// All of them but for labels, in the order in which they are listed.
    package static let all = [
        expireAfter, expireBytes, archiveDirectory, zone, sessionGap, generationAction, groupAccess,
    ]

    /// The setting of a name. Errors: `.invalidArgument` naming the nearest known one.
    package static func named(_ name: String) throws(InteractionError) -> StoreSetting {
        if let found = all.first(where: { $0.name == name }) { return found }
        if name.hasPrefix(labelPrefix) {
            if let found = label(String(name.dropFirst(labelPrefix.count))) { return found }
            throw InteractionError(
                .invalidArgument, "'\(name)' names no label",
                hint: "after \(labelPrefix) come 1 to \(NamedLabel.nameBytes) letters, digits, _ and -")
        }
        throw InteractionError(
            .invalidArgument, "no setting is called '\(name)'",
            hint: "settings: " + (all.map(\.name) + [labelPrefix + "NAME"]).joined(separator: ", "))
    }
}

extension Manifest {
    /// The labels by name.
    var labels: [String: String] {
        let prefix = StoreSetting.labelPrefix
        let own = settings.filter { $0.key.hasPrefix(prefix) }
        return Dictionary(own.map { (String($0.key.dropFirst(prefix.count)), $0.value) }) { first, _ in first }
    }
}
