// A recorded disk: replaying gives what was there, a cut that loses everything gives what was synced, and no cut loses a synced
// byte or name or invents one.
import InteractionFiles
import InteractionModel
import Testing

@Suite struct RecordedDiskTests {
    /// A random life of a few files; their bytes are never 0, so that zeros are told from data.
    static func live(_ files: any FileSystem, _ choices: inout ChoiceGenerator, steps: Int) throws {
        try files.makeDirectory("d")
        var open: [any WritableFile] = []
        for step in 0..<steps {
            let directory = choices.below(2) == 0 ? "" : "d"
            let prefix = directory.isEmpty ? "" : "d/"
            let names = try files.list(directory).filter { try files.information(prefix + $0)?.kind == .file }
            switch choices.below(8) {
            case 0: open.append(try files.create(prefix + "f\(step)"))
            case 1, 2:
                if !open.isEmpty {
                    try open[choices.below(open.count)].append((0..<choices.below(3000)).map { _ in UInt8(1 + choices.below(255)) })
                }
            case 3:
                if !open.isEmpty {
                    let file = open[choices.below(open.count)]
                    let offset = choices.below(file.size + 1)
                    try file.write((0..<choices.below(file.size - offset + 1)).map { _ in UInt8(1 + choices.below(255)) }, at: offset)
                }
            case 4: if !open.isEmpty { try open[choices.below(open.count)].synchronize() }
            case 5: try files.synchronizeDirectory(directory)
            case 6:
                if let from = names.randomElement(using: &choices) {
                    let to = choices.below(2) == 0 ? names.randomElement(using: &choices) : nil
                    if from != to { try files.rename(prefix + from, to: prefix + (to ?? "r\(step)")) }
                }
            default: if let name = names.randomElement(using: &choices) { try files.remove(prefix + name) }
            }
        }
    }

    static func contents(_ files: any FileSystem) throws -> [String: [UInt8]] {
        var found: [String: [UInt8]] = [:]
        for directory in ["", "d"] where try directory.isEmpty || files.exists(directory) {
            for name in try files.list(directory) {
                let path = directory.isEmpty ? name : directory + "/" + name
                if try files.information(path)?.kind == .file { found[path] = try files.contents(path, limit: 1 << 30) }
            }
        }
        return found
    }

    @Test func theRecordAgreesWithTheMemory() throws {
        let seed = SystemRandomness().next()
        for round in 0..<60 {
            var choices = ChoiceGenerator(seed: seed &+ UInt64(round))
            var same = choices
            let time = SystemTime.shared
            let memory = MemoryFileSystem()
            let recording = RecordingFileSystem(time: time)
            try Self.live(memory, &choices, steps: 60)
            try Self.live(recording, &same, steps: 60)
            var disk = DiskState()
            for operation in recording.operations { disk.apply(operation) }
            #expect(try Self.contents(disk.fileSystem(time: time)) == Self.contents(memory), "seed \(seed), \(round)")
            let lost = disk.after(PowerCut(contents: .lost, names: .lost), &choices)
            #expect(try Self.contents(lost.fileSystem(time: time)) == Self.contents(memory.afterPowerCut()), "seed \(seed), \(round)")
            let kept = disk.after(PowerCut(contents: .kept, names: .kept), &choices)
            #expect(try Self.contents(kept.fileSystem(time: time)) == Self.contents(memory), "seed \(seed), \(round)")
        }
    }

    @Test func whatIsSyncedSurvivesEveryCut() throws {
        let seed = SystemRandomness().next()
        var choices = ChoiceGenerator(seed: seed)
        for _ in 0..<40 {
            let recording = RecordingFileSystem(time: SystemTime.shared)
            let file = try recording.create("f")
            let synced = (0..<choices.below(9000)).map { _ in UInt8(1 + choices.below(255)) }
            try file.append(synced)
            try file.synchronize()
            try recording.synchronizeDirectory("")
            for _ in 0..<3 { try file.append((0..<choices.below(6000)).map { _ in UInt8(1 + choices.below(255)) }) }
            let whole = try recording.contents("f", limit: 1 << 20)
            _ = try recording.create("g")
            try recording.rename("g", to: "h")
            for _ in 0..<40 {
                let files = recording.disk.after(PowerCut(contents: .mixed, names: .mixed), &choices).fileSystem(time: SystemTime.shared)
                let found = try files.contents("f", limit: 1 << 20)
                #expect(found.prefix(synced.count).elementsEqual(synced), "seed \(seed)")
                #expect(found.count <= whole.count, "seed \(seed)")
                #expect(try !(files.exists("g") && files.exists("h")), "seed \(seed)")
            }
        }
    }

    /// All kinds of damage come, at borders of sectors only, and a choice can be had again.
    @Test func tornZeroedAndFilledFilesAllCome() throws {
        let recording = RecordingFileSystem(time: SystemTime.shared)
        let file = try recording.create("f")
        try recording.synchronizeDirectory("")
        try file.append([UInt8](repeating: 1, count: 700))
        try file.synchronize()
        try file.append([UInt8](repeating: 2, count: 9000))
        var kinds: Set<String> = []
        var choices = ChoiceGenerator(seed: 5)
        for _ in 0..<300 {
            var copy = choices
            let disk = recording.disk.after(PowerCut(contents: .mixed, names: .kept), &choices)
            let found = try disk.fileSystem(time: SystemTime.shared).contents("f", limit: 1 << 20)
            let again = recording.disk.after(PowerCut(contents: .mixed, names: .kept), &copy)
            #expect(try again.fileSystem(time: SystemTime.shared).contents("f", limit: 1 << 20) == found)
            let tail = found.dropFirst(700)
            if found.count == 700 {
                kinds.insert("lost")
            } else if found.count < 9700 {
                #expect(found.count % 512 == 0)
                kinds.insert(found.count % 4096 == 0 ? "torn at pages" : "torn at sectors")
            } else if tail.allSatisfy({ $0 == 2 }) {
                kinds.insert("kept")
            } else if tail.allSatisfy({ $0 == 0 || $0 == 2 }) {
                kinds.insert("zeroed")
            } else {
                kinds.insert("rubbish")
            }
        }
        #expect(kinds == ["lost", "torn at pages", "torn at sectors", "kept", "zeroed", "rubbish"])
    }

    @Test func aDeadProcessChangesNothing() throws {
        let recording = RecordingFileSystem(time: SystemTime.shared)
        let file = try recording.create("f")
        try file.append([1, 2])
        recording.die(after: 3)
        try file.append([3])
        #expect(throws: InteractionError.self) { try file.append([4]) }
        #expect(throws: InteractionError.self) { try file.synchronize() }
        #expect(throws: InteractionError.self) { try recording.remove("f") }
        #expect(recording.isDead && recording.count == 3)
        #expect(try recording.contents("f", limit: 9) == [1, 2, 3])
        recording.die(after: nil)
        try file.append([5])
        #expect(try recording.contents("f", limit: 9) == [1, 2, 3, 5])
    }

    @Test func aLieIsTold() throws {
        for lie in LyingFileSystem.Lie.allCases {
            let recording = RecordingFileSystem(time: SystemTime.shared)
            let lying = LyingFileSystem(recording, about: 1, lie)
            let file = try lying.create("f")
            try file.append([1])
            try lying.synchronizeDirectory("")
            try file.synchronize()
            #expect(recording.count == 3)
            lying.acknowledged()
            #expect(recording.count == (lie == .late ? 4 : 3))
            #expect(lying.barriers.map(\.kind) == [.directorySync, .sync])
        }
    }
}
