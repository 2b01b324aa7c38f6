// A small store with a file of every kind, and ways to damage it.
import InteractionCoding
import InteractionFiles
import InteractionModel
import InteractionSegment
import InteractionStorage
import Testing

/// A closed store: two compacted days, a day of two hot segments, late rows of three days, and a journal.
struct DamageWorld {
    var world: StoreWorld
    var files: MemoryFileSystem
    /// Event numbers by UTC day.
    var days: [Day: [Int]]

    static let first = Day(year: 2026, month: 3, day: 1)

    /// `scale` multiplies the events.
    init(scale: Int = 1) throws {
        let world = try StoreWorld()
        self.world = world
        files = try #require(world.files as? MemoryFileSystem)
        days = [:]
        let writer = try StoreWriter(world.manifests)
        var next = 0
        func add(_ count: Int, _ day: Int, seal: Bool) throws -> (Day, [Int]) {
            let numbers = next..<next + count * scale
            next = numbers.upperBound
            _ = try writer.append(try StoreWorld.batch(numbers, day: Self.first.advanced(by: day)))
            if seal { try writer.seal(everything: true) }
            return (Self.first.advanced(by: day), Array(numbers))
        }
        func note(_ added: (Day, [Int])) { days[added.0, default: []] += added.1 }
        for day in 0..<2 { note(try add(12, day, seal: true)) }
        let maintenance = try StoreMaintenance(world.manifests)
        try maintenance.compact(try maintenance.daysToCompact(.all)) { (_) throws(InteractionError) in }
        maintenance.close()
        for _ in 0..<2 { note(try add(8, 2, seal: true)) }
        for day in 2..<5 { note(try add(3, day, seal: false)) }
        try writer.seal(everything: false)
        for day in 3..<6 {
            note(try add(2, day, seal: false))
            try writer.synchronize()
        }
        try writer.close()
    }

    var numbers: [Int] { days.values.flatMap { $0 }.sorted() }

    /// Names of all files, below the root.
    static func names(_ files: any FileSystem, _ directory: String = "") throws -> [String] {
        var found: [String] = []
        for name in try files.list(directory) {
            let path = directory.isEmpty ? name : directory + "/" + name
            if try files.information(path)?.kind == .directory {
                found += try names(files, path)
            } else {
                found.append(path)
            }
        }
        return found
    }

    /// The bytes of all files.
    static func contents(_ files: any FileSystem) throws -> [String: [UInt8]] {
        var contents: [String: [UInt8]] = [:]
        for name in try names(files) { contents[name] = try files.contents(name, limit: 1 << 30) }
        return contents
    }

    /// A store of these files.
    static func store(_ contents: [String: [UInt8]]) throws -> (files: MemoryFileSystem, manifests: ManifestStore) {
        let files = MemoryFileSystem()
        for directory in ["journal", "late", "days"] { try files.makeDirectory(directory) }
        for (name, bytes) in contents { try put(bytes, name, files) }
        let time = FixedTime(try #require(Day("2026-04-01")).start)
        return (files, ManifestStore(files: files, clock: time, randomness: SeededRandomness(seed: 9)))
    }

    static func put(_ bytes: [UInt8], _ name: String, _ files: any FileSystem) throws {
        var above = ""
        for part in name.split(separator: "/").dropLast() {
            above += (above.isEmpty ? "" : "/") + part
            if try files.information(above) == nil { try files.makeDirectory(above) }
        }
        if try files.information(name) != nil { try files.remove(name) }
        let file = try files.create(name)
        try file.append(bytes)
        try file.synchronize()
        try file.close()
        for directory in ["", "journal", "late", "days", above] { try files.synchronizeDirectory(directory) }
    }

    /// The event numbers that a reader gets, and what it says is missing.
    static func read(_ manifests: ManifestStore) throws -> PartialAnswer<[Int]> {
        let view = try StoreReader(manifests).snapshot()
        return try view.answer { (sources) throws(InteractionError) in
            var found: [Int] = []
            for source in sources {
                let reader = try EventRows(source)
                for group in source.rowGroups.indices {
                    try reader.forEach(group: group) { (row) throws(InteractionError) in
                        if case .int(let number) = row.filling.values.first { found.append(Int(number)) }
                    }
                }
            }
            return found.sorted()
        }
    }
}
