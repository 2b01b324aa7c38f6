// Moving damaged files out of the way, into `quarantine/` of the store. Nothing is ever deleted here, and a manifest tells first
// that a file is out of use and where it goes: a crash between the two leaves a file that a later start moves.

import InteractionFiles
import InteractionModel

/// The quarantine of one store. Used under the WRITER lock.
struct Quarantine {
    let manifests: ManifestStore
    private var files: any FileSystem { manifests.files }

    init(_ manifests: ManifestStore) { self.manifests = manifests }

    /// Puts the directories of a store back where one is missing or something else has taken its name.
    func makeWay() throws(InteractionError) {
        for directory in StoreLayout.directories where try files.information(directory)?.kind != .directory {
            try clear(directory, wanting: .directory)
            try files.makeDirectory(directory)
            try files.synchronizeDirectory("")
        }
    }

    /// Moves what has a name of the store but is of another kind. Gives its new name; nil when nothing was in the way.
    @discardableResult
    func clear(_ name: String, wanting kind: FileInformation.Kind) throws(InteractionError) -> String? {
        guard let found = try files.information(name), found.kind != kind else { return nil }
        let place = try place(for: name, besides: [])
        try move(name, to: place)
        return place
    }

    /// Records for files that are out of use from the next swap on, each with its future name.
    func records(
        of lost: [MissingFile], contents: [String: QuarantineRecord.Content] = [:]
    ) throws(InteractionError) -> [QuarantineRecord] {
        var taken: Set<String> = []
        var records: [QuarantineRecord] = []
        for file in lost {
            var movedTo = ""
            if try isThere(file.file) {
                movedTo = try place(for: file.file, besides: taken)
                taken.insert(movedTo)
            }
            records.append(
                QuarantineRecord(
                    name: file.file, movedTo: movedTo, at: manifests.clock.now(), reason: file.reason,
                    content: contents[file.file] ?? .rows(file.events)))
        }
        return records
    }

    /// Moves files that a manifest's records say are moved and that are still in their old place.
    func finishMoves(_ manifest: Manifest) throws(InteractionError) {
        let named = Set(manifest.segments.map(\.name))
        for record in try manifest.quarantined() where !record.movedTo.isEmpty && !named.contains(record.name) {
            guard try isThere(record.name), try !files.exists(record.movedTo) else { continue }
            try move(record.name, to: record.movedTo)
        }
    }

    /// Moves a file to a place in quarantine and makes both names durable.
    func move(_ name: String, to place: String) throws(InteractionError) {
        if try files.information(StoreLayout.quarantineDirectory) == nil {
            try files.makeDirectory(StoreLayout.quarantineDirectory)
            try files.synchronizeDirectory("")
        }
        try files.rename(name, to: place)
        try files.synchronizeDirectory(StoreLayout.quarantineDirectory)
        try files.synchronizeDirectory(Self.split(name).directory)
    }

    /// A free name in quarantine that keeps the file's own.
    func place(for name: String, besides taken: Set<String>) throws(InteractionError) -> String {
        let first = StoreLayout.quarantineDirectory + "/" + Self.split(name).last
        var place = first
        var number = 1
        var isTaken = try files.exists(place)
        while isTaken || taken.contains(place) {
            number += 1
            place = first + ".\(number)"
            isTaken = try files.exists(place)
        }
        return place
    }

    /// Whether anything has the name; false also where its directory is none.
    private func isThere(_ name: String) throws(InteractionError) -> Bool {
        do {
            return try files.exists(name)
        } catch {
            guard error.code == .damaged || error.code == .notFound || error.code == .invalidArgument else { throw error }
            return false
        }
    }

    static func split(_ name: String) -> (directory: String, last: String) {
        guard let slash = name.lastIndex(of: "/") else { return ("", name) }
        return (String(name[..<slash]), String(name[name.index(after: slash)...]))
    }
}
