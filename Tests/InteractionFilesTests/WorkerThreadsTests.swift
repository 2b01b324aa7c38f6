// Threads of our own: results, errors in index order, no deadlock when the pool is full, actors on them.
import InteractionFiles
import InteractionModel
import Synchronization
import Testing

@Suite struct WorkerThreadsTests {
    @Test func blockingWorkReturnsAndThrows() async throws {
        #expect(try await WorkerThreads.shared.runBlocking { () throws(InteractionError) in 42 } == 42)
        await #expect(throws: InteractionError(.damaged, "x")) {
            try await WorkerThreads.shared.runBlocking { () throws(InteractionError) -> Int in
                throw InteractionError(.damaged, "x")
            }
        }
    }

    @Test func everyIndexRunsOnce() async throws {
        for threads in [1, 2, 7] {
            let counts = Mutex([Int](repeating: 0, count: 1000))
            try await WorkerThreads.shared.runParallel(count: 1000, threads: threads) { index in
                counts.withLock { $0[index] += 1 }
            }
            #expect(counts.withLock { $0.allSatisfy { $0 == 1 } })
        }
        try await WorkerThreads.shared.runParallel(count: 0, threads: 4) { _ in Issue.record("nothing to run") }
    }

    @Test func theLowestFailingIndexWins() async throws {
        for _ in 0..<50 {
            await #expect(throws: InteractionError(.damaged, "round 10")) {
                try await WorkerThreads.shared.runParallel(count: 500, threads: 4) { index throws(InteractionError) in
                    if index >= 10 { throw InteractionError(.damaged, "round \(index)") }
                }
            }
        }
    }

    @Test func aFullPoolStillEnds() async throws {
        let pool = WorkerThreads()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<200 {
                group.addTask {
                    try await pool.runBlocking { () throws(InteractionError) in
                        try pool.parallel(count: 8, threads: 8) { _ throws(InteractionError) in Pause.sleep(nanoseconds: 100_000) }
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    actor Counter {
        private let executor = ThreadExecutor()
        nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
        private var value = 0
        func add() -> Int {
            value += 1
            return value
        }
    }

    @Test func anActorOnOwnThreadsRunsOneJobAtATime() async {
        let counter = Counter()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<500 { group.addTask { _ = await counter.add() } }
        }
        #expect(await counter.add() == 501)
    }

    @Test func eventsWakeAndTimeOut() {
        let event = ThreadEvent()
        #expect(!event.wait(milliseconds: 5))
        WorkerThreads.shared.start { event.signal() }
        event.wait()
        #expect(event.wait(milliseconds: 0))
    }

    @Test func factsOfTheProcess() throws {
        #expect(ProcessFacts.processors >= 1)
        #expect(ProcessFacts.peakResidentBytes > 1 << 20)
        #expect(ProcessEnvironment.value("PATH") != nil)
        #expect(ProcessEnvironment.value("NO_SUCH_VARIABLE_HERE") == nil)
        let path = try temporaryDirectory() + "/out"
        try OutputStream.file(path).write(Array("abc".utf8))
        let input = try FileInput(path: path)
        #expect(input.expectedBytes == 3)
        #expect(try input.read(upTo: 2) == Array("ab".utf8))
        #expect(try input.read(upTo: 2) == Array("c".utf8))
        #expect(try input.read(upTo: 2) == [])
        #expect(code { () throws(InteractionError) in try FileInput(path: "/tmp") } == .inputOutput)
        let full = try OutputStream.file("/dev/full")
        #expect(code { () throws(InteractionError) in try full.write([1]) } == .noSpace)
    }
}
