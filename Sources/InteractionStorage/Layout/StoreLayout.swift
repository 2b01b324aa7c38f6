// Every file name of a store, in one place (Format/store.md). Names are relative to the store's directory.

import InteractionModel

/// Names of files and directories.
package enum StoreLayout {
    /// Held by the one process that appends and seals.
    package static let writerLock = "WRITER"
    /// Held by the one process that compacts, expires, archives or erases.
    package static let maintenanceLock = "MAINTAIN"
    /// Held for the moment of a manifest swap.
    package static let commitLock = "COMMIT"
    /// Names the manifest in force.
    package static let current = "CURRENT"
    package static let currentDraft = "CURRENT.tmp"
    package static let journalDirectory = "journal"
    package static let lateDirectory = "late"
    package static let daysDirectory = "days"
    /// Where damaged files are put; made by the first repair that needs it.
    package static let quarantineDirectory = "quarantine"

    package static func manifest(_ generation: UInt64) -> String { "MANIFEST-" + padded(generation, 8) }
    package static func journal(_ number: UInt64) -> String { journalDirectory + "/" + padded(number, 8) + ".iaj" }
    package static func late(_ number: UInt64) -> String { lateDirectory + "/" + padded(number, 8) + ".ial" }
    package static func dayDirectory(_ day: Day) -> String { daysDirectory + "/" + day.description }

    /// A new segment's name. Hot segments (made under WRITER) begin with `h-`, compacted ones (made under MAINTAIN) with `c-`,
    /// so that each lock's holder knows which unnamed files were left by a dead holder of the same lock.
    package static func segment(day: Day, isCompacted: Bool, id: UInt64) -> String {
        dayDirectory(day) + "/" + (isCompacted ? "c-" : "h-") + hex(id) + ".ias"
    }

    /// The number in a journal or late file's name; nil for any other name, another spelling of a number included.
    package static func number(ofFile name: String, suffix: String) -> UInt64? {
        guard name.hasSuffix(suffix), let number = number(digits: Array(name.dropLast(suffix.count).utf8)[...]),
            name == padded(number, 8) + suffix
        else { return nil }
        return number
    }

    /// A number in decimal digits and nothing else, not above `StoreLimit.fileNumber`.
    static func number(digits: ArraySlice<UInt8>) -> UInt64? {
        guard digits.allSatisfy({ (0x30...0x39).contains($0) }), let number = UInt64(String(decoding: digits, as: UTF8.self)),
            number <= StoreLimit.fileNumber
        else { return nil }
        return number
    }

    /// The next generation or file number. Errors: `.limitReached` behind the last one.
    static func number(after number: UInt64) throws(InteractionError) -> UInt64 {
        guard number < StoreLimit.fileNumber else {
            throw InteractionError(.limitReached, "no file number is left after \(number)")
        }
        return number + 1
    }

    /// The generation in a manifest's name; nil for any other name.
    static func generation(ofFile name: String) -> UInt64? {
        guard name.hasPrefix(manifestPrefix),
            let number = number(digits: Array(name.dropFirst(manifestPrefix.count).utf8)[...]), name == manifest(number)
        else { return nil }
        return number
    }

    /// Whether a name is one that a segment of this day and kind may have.
    static func isSegment(_ name: String, day: Day, isCompacted: Bool) -> Bool {
        let prefix = dayDirectory(day) + (isCompacted ? "/c-" : "/h-")
        let id = name.utf8.dropFirst(prefix.utf8.count).prefix(16)
        return name.utf8.count == prefix.utf8.count + 16 + segmentSuffix.utf8.count && name.hasPrefix(prefix)
            && name.hasSuffix(segmentSuffix) && id.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    /// The directories of a store.
    static let directories = [journalDirectory, lateDirectory, daysDirectory]

    /// Whether a name in the root is one that a store may have, directories apart.
    static func isOwn(_ name: String) -> Bool {
        [writerLock, maintenanceLock, commitLock, current, currentDraft].contains(name) || name.hasPrefix(manifestPrefix)
            || name == quarantineDirectory
    }

    static let journalSuffix = ".iaj"
    static let lateSuffix = ".ial"
    static let segmentSuffix = ".ias"
    static let manifestPrefix = "MANIFEST-"

    private static func padded(_ number: UInt64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    private static func hex(_ id: UInt64) -> String {
        let digits = String(id, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
