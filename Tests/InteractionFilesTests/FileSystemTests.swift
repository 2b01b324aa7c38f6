// One suite for every file system: what storage relies on must hold on disk and in memory alike.
import Glibc
import InteractionFiles
import InteractionModel
import Testing

/// The file systems under test, made new for each test.
enum Kind: String, CaseIterable, Sendable {
    case posix, memory

    func make() throws -> any FileSystem {
        switch self {
        case .posix: try PosixFileSystem(root: temporaryDirectory())
        case .memory: MemoryFileSystem()
        }
    }
}

/// A new directory under /tmp.
func temporaryDirectory() throws -> String {
    var template = Array("/tmp/interaction-files-XXXXXX".utf8CString)
    return try template.withUnsafeMutableBufferPointer { buffer in
        let made = try #require(buffer.baseAddress.flatMap { mkdtemp($0) })
        return String(cString: made)
    }
}

func code<T>(_ body: () throws(InteractionError) -> T) -> InteractionError.Code? {
    do throws(InteractionError) {
        _ = try body()
        return nil
    } catch {
        return error.code
    }
}

@Suite struct FileSystemTests {
    @Test(arguments: Kind.allCases) func writesComeBack(_ kind: Kind) throws {
        let files = try kind.make()
        try files.makeDirectory("days")
        try files.makeDirectory("days/2026-04-01")
        let out = try files.create("days/2026-04-01/a.seg")
        try out.append(Array("hello".utf8))
        try out.append(Array(" world".utf8))
        try out.write(Array("J".utf8), at: 0)
        #expect(out.size == 11)
        try out.synchronize()
        try files.synchronizeDirectory("days/2026-04-01")
        try files.synchronizeDirectory("")
        let input = try files.openForReading("days/2026-04-01/a.seg")
        #expect(try input.size == 11)
        #expect(try input.read(offset: 0, count: 11) == Array("Jello world".utf8))
        #expect(try input.read(offset: 6, count: 5) == Array("world".utf8))
        #expect(try input.read(offset: 11, count: 0) == [])
        try out.close()
        try out.close()
        #expect(code { () throws(InteractionError) in try out.append([1]) } == .closed)

        let more = try files.openForAppending("days/2026-04-01/a.seg")
        try more.append(Array("!".utf8))
        // A reader sees what was appended after it opened.
        #expect(try input.read(offset: 11, count: 1) == Array("!".utf8))
        try more.truncate(to: 5)
        #expect(try input.size == 5)
        try more.append(Array("y".utf8))
        #expect(try files.contents("days/2026-04-01/a.seg", limit: 100) == Array("Jelloy".utf8))
        #expect(code { () throws(InteractionError) in try files.contents("days/2026-04-01/a.seg", limit: 5) } == .damaged)
    }

    @Test(arguments: Kind.allCases) func readsBeyondTheEndAreErrors(_ kind: Kind) throws {
        let files = try kind.make()
        try files.create("f").append([1, 2, 3])
        let input = try files.openForReading("f")
        for (offset, count) in [(0, 4), (3, 1), (4, 0), (-1, 1), (Int.max, 1), (1, Int.max), (Int.max, Int.max)] {
            #expect(code { () throws(InteractionError) in try input.read(offset: offset, count: count) } == .damaged)
        }
    }

    @Test(arguments: Kind.allCases) func namesAndDirectories(_ kind: Kind) throws {
        let files = try kind.make()
        #expect(try files.list("") == [])
        try files.makeDirectory("d")
        try files.create("d/b").append([1])
        try files.create("d/a").append([1, 2])
        #expect(try files.list("d") == ["a", "b"])
        #expect(try files.information("d/a")?.size == 2)
        #expect(try files.information("d")?.kind == .directory)
        #expect(try files.information("d/none") == nil)
        #expect(try files.information("none/none") == nil)
        #expect(code { () throws(InteractionError) in try files.openForReading("d/none") } == .notFound)
        #expect(code { () throws(InteractionError) in try files.openForReading("none/a") } == .notFound)
        #expect(code { () throws(InteractionError) in try files.openForReading("d") } == .damaged)
        #expect(code { () throws(InteractionError) in try files.create("d/a") } == .alreadyExists)
        #expect(code { () throws(InteractionError) in try files.makeDirectory("d") } == .alreadyExists)
        #expect(code { () throws(InteractionError) in try files.removeDirectory("d") } == .inputOutput)
        #expect(code { () throws(InteractionError) in try files.remove("d") } == .inputOutput)
        try files.rename("d/a", to: "d/b")
        #expect(try files.list("d") == ["b"])
        #expect(try files.information("d/b")?.size == 2)
        // A file that is open stays readable when its name goes.
        let open = try files.openForReading("d/b")
        try files.remove("d/b")
        #expect(try open.read(offset: 0, count: 2) == [1, 2])
        try files.removeDirectory("d")
        #expect(try files.list("") == [])
        #expect(code { () throws(InteractionError) in try files.remove("d") } == .notFound)
        #expect(try files.freeBytes > 0)
    }

    @Test(arguments: Kind.allCases) func hostileNamesAreRefusedBeforeTheSystemSeesThem(_ kind: Kind) throws {
        let files = try kind.make()
        let long = String(repeating: "x", count: 256)
        for name in ["", "/", "/etc/passwd", "..", ".", "../x", "a/../b", "a//b", "a/", "a/.", "a\0b", long, "1/2/3/4/5/6/7/8/9"] {
            #expect(code { () throws(InteractionError) in try files.openForReading(name) } == .invalidArgument, "\(name)")
            #expect(code { () throws(InteractionError) in try files.create(name) } == .invalidArgument, "\(name)")
            #expect(code { () throws(InteractionError) in try files.lock(name) } == .invalidArgument, "\(name)")
            #expect(code { () throws(InteractionError) in try files.rename(name, to: "x") } == .invalidArgument, "\(name)")
        }
    }

    @Test(arguments: Kind.allCases) func aLockHasOneHolder(_ kind: Kind) throws {
        let files = try kind.make()
        let first = try #require(try files.lock("WRITER"))
        #expect(first.isHeld)
        #expect(try files.lock("WRITER") == nil)
        #expect(try files.lockWaiting("WRITER", milliseconds: 20) == nil)
        let other = try #require(try files.lock("MAINTAIN"))
        first.release()
        first.release()
        #expect(!first.isHeld)
        var second = try files.lock("WRITER")
        #expect(second?.isHeld == true)
        second = nil
        #expect(try files.lockWaiting("WRITER", milliseconds: 20) != nil)
        #expect(other.isHeld)
    }

    @Test(arguments: Kind.allCases) func aThousandRacesHaveOneWinnerEach(_ kind: Kind) throws {
        let files = try kind.make()
        for _ in 0..<100 {
            let kept = Winners()
            try WorkerThreads.shared.parallel(count: 10, threads: 4) { _ throws(InteractionError) in
                if let lock = try files.lock("WRITER") { kept.add(lock) }
            }
            #expect(kept.count == 1)
        }
    }
}
