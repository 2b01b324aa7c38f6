// What only a real disk can show: modes under any umask, links, fifos, other processes, forked ones, interrupted calls.
import Glibc
import InteractionFiles
import InteractionModel
import Synchronization
import Testing

@Suite(.serialized) struct PosixFileSystemTests {
    private func mode(_ path: String) -> mode_t {
        var facts = stat()
        return lstat(path, &facts) == 0 ? facts.st_mode & 0o7777 : 0
    }

    @Test(arguments: [mode_t(0), 0o022, 0o077, 0o777]) func modesDoNotDependOnTheUmask(_ mask: mode_t) throws {
        let root = try temporaryDirectory()
        let old = umask(mask)
        defer { _ = umask(old) }
        let files = try PosixFileSystem(root: root + "/store", create: true)
        try files.makeDirectory("days")
        _ = try files.create("days/a")
        _ = try files.lock("WRITER")
        #expect(mode(root + "/store") == 0o700)
        #expect(mode(root + "/store/days") == 0o700)
        #expect(mode(root + "/store/days/a") == 0o600)
        #expect(mode(root + "/store/WRITER") == 0o600)
    }

    @Test func missingRootsAreNotMadeForReaders() throws {
        let root = try temporaryDirectory()
        #expect(code { () throws(InteractionError) in try PosixFileSystem(root: root + "/none") } == .notFound)
        #expect(code { () throws(InteractionError) in try PosixFileSystem(root: "") } == .invalidArgument)
        #expect(access(root + "/none", F_OK) != 0)
    }

    @Test func linksAndFifosAreRefused() throws {
        let root = try temporaryDirectory()
        let outside = try temporaryDirectory()
        let other = try PosixFileSystem(root: outside)
        try other.create("secret").append([7])
        let files = try PosixFileSystem(root: root)
        #expect(symlink(outside, root + "/days") == 0)
        #expect(symlink(outside + "/secret", root + "/CURRENT") == 0)
        #expect(symlink(outside + "/new", root + "/dangling") == 0)
        #expect(mkfifo(root + "/pipe", 0o600) == 0)
        #expect(code { () throws(InteractionError) in try files.openForReading("days/secret") } == .damaged)
        #expect(code { () throws(InteractionError) in try files.create("days/x") } == .damaged)
        #expect(code { () throws(InteractionError) in try files.list("days") } == .damaged)
        #expect(code { () throws(InteractionError) in try files.remove("days/secret") } == .damaged)
        #expect(code { () throws(InteractionError) in try files.rename("pipe", to: "days/x") } == .damaged)
        #expect(code { () throws(InteractionError) in try files.openForReading("CURRENT") } == .damaged)
        #expect(code { () throws(InteractionError) in try files.openForAppending("CURRENT") } == .damaged)
        #expect(code { () throws(InteractionError) in try files.lock("CURRENT") } == .damaged)
        #expect(code { () throws(InteractionError) in try files.create("dangling") } == .alreadyExists)
        #expect(code { () throws(InteractionError) in try files.openForReading("pipe") } == .damaged)
        #expect(try files.information("CURRENT")?.kind == .other)
        #expect(try other.list("") == ["secret"])
        // A link is removed as the name it is; what it leads to stays.
        try files.remove("CURRENT")
        #expect(try other.contents("secret", limit: 1) == [7])
    }

    @Test func anotherProcessIsRefusedAndADeadOneLeavesNothing() throws {
        let root = try temporaryDirectory()
        let files = try PosixFileSystem(root: root)
        var lock = try files.lock("WRITER")
        #expect(run("flock", "-n", root + "/WRITER", "true") == 1)
        withExtendedLifetime(lock) {}
        lock = nil
        #expect(run("flock", "-n", root + "/WRITER", "true") == 0)

        let holder = spawn("flock", root + "/WRITER", "sleep", "30")
        var waited = 0
        while try files.lock("WRITER") != nil, waited < 500 {
            waited += 1
            Pause.sleep(nanoseconds: 10_000_000)
        }
        #expect(try files.lock("WRITER") == nil)
        // The command's child holds the lock as well: end the whole group.
        kill(-holder, SIGKILL)
        var status: Int32 = 0
        waitpid(holder, &status, 0)
        #expect(try files.lockWaiting("WRITER", milliseconds: 5000) != nil)
    }

    @Test func aForkedChildDoesNotHoldItsParentsLock() throws {
        let root = try temporaryDirectory()
        let files = try PosixFileSystem(root: root)
        let lock = try #require(try files.lock("WRITER"))
        // Swift hides fork; host apps in other languages have it.
        typealias Fork = @convention(c) () -> pid_t
        let symbol = try #require(dlsym(nil, "fork"))
        let fork = unsafeBitCast(symbol, to: Fork.self)
        let child = fork()
        if child == 0 {
            let second = try? files.lock("WRITER")
            let isRefused = second == nil && !lock.isHeld
            lock.release()
            _exit(isRefused ? 0 : 1)
        }
        var status: Int32 = 0
        waitpid(child, &status, 0)
        #expect(status == 0)
        #expect(lock.isHeld)
        // The child's release did not free the parent's lock.
        #expect(run("flock", "-n", root + "/WRITER", "true") == 1)
        lock.release()
        #expect(run("flock", "-n", root + "/WRITER", "true") == 0)
    }

    @Test func signalsDoNotBreakReadsAndWrites() throws {
        // A handler without SA_RESTART: every interrupted call returns EINTR.
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { _ in }
        sigaction(SIGUSR1, &action, nil)
        let root = try temporaryDirectory()
        let files = try PosixFileSystem(root: root)
        let done = Atomic<Bool>(false)
        let target = pthread_self()
        let stopped = ThreadEvent()
        WorkerThreads.shared.start {
            while !done.load(ordering: .acquiring) { pthread_kill(target, SIGUSR1) }
            stopped.signal()
        }
        let block = [UInt8](repeating: 5, count: 1 << 20)
        let out = try files.create("big")
        for _ in 0..<20 { try out.append(block) }
        try out.synchronize()
        let input = try files.openForReading("big")
        for index in 0..<20 { #expect(try input.read(offset: index << 20, count: 1 << 20) == block) }
        Pause.sleep(nanoseconds: 5_000_000)
        done.store(true, ordering: .releasing)
        stopped.wait()
    }
}
