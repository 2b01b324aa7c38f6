// Groups beyond the memory budget: the answers are those of groups in memory, whatever is parted, and a file that fails is an
// error of its kind.
import InteractionExecution
import InteractionModel
import InteractionPlan
import InteractionSegment
import Synchronization
import Testing

/// Temporary files in memory, with room for so many bytes.
final class MemorySpace: SpillSpace {
    private let room: Int
    private let used = Mutex(0)
    let files = Mutex(0)

    init(room: Int = .max) { self.room = room }

    func makeFile() throws(InteractionError) -> any SpillFile {
        files.withLock { $0 += 1 }
        return File(self)
    }

    private final class File: SpillFile {
        private let space: MemorySpace
        private let bytes = Mutex<[UInt8]>([])
        init(_ space: MemorySpace) { self.space = space }

        func append(_ more: [UInt8]) throws(InteractionError) -> Int {
            let fits = space.used.withLock {
                $0 += more.count
                return $0 <= space.room
            }
            guard fits else { throw InteractionError(InteractionError.Code(rawValue: "noSpace"), "full") }
            return bytes.withLock { bytes in
                bytes += more
                return bytes.count - more.count
            }
        }

        func read(offset: Int, count: Int) throws(InteractionError) -> [UInt8] {
            bytes.withLock { Array($0[offset..<offset + count]) }
        }
    }
}

@Suite struct SpillingTests {
    /// Whether temporary files were really written.
    static func ask(
        _ plan: SelectPlan, _ sources: [any SegmentSource], threads: Int = 1, threshold: Int = 300, space: MemorySpace = MemorySpace()
    ) throws -> (rows: [[ResultValue]], memory: MemoryUse) {
        var options = ExecutionOptions(threads: threads, runner: threads > 1 ? TaskRunner() : CallerRunner(), spill: space)
        options.spillThreshold = threshold
        let result = try execute(plan, sources: sources, options: options)
        let rows = (0..<result.rowCount).map { row in result.columns.indices.map { result.value(row: row, column: $0) } }
        return (rows, result.provenance.memory)
    }

    static let queries = [
        "SELECT session_id, timestamp, count(*) FROM interactions GROUP BY 1, 2",
        "SELECT user_id, count(DISTINCT session_id), min(timestamp), max(action) FROM interactions GROUP BY 1 ORDER BY 2 DESC NULLS FIRST, 1 DESC",
        "SELECT session_id, median(details.price), quantile_disc(details.n, 0.5), sum(details.price), stddev(details.n) FROM interactions GROUP BY 1 ORDER BY 2, 1",
        "SELECT details.mixed, count(*), min(details.mixed) FROM interactions GROUP BY 1",
        "SELECT details.mixed, details.deep, count(DISTINCT details.mixed) FROM interactions GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 7",
        "SELECT date_trunc('hour', timestamp), user_id, count(*) FROM interactions GROUP BY 1, 2 HAVING count(*) > 1 ORDER BY 3 DESC LIMIT 5 OFFSET 3",
        "SELECT DISTINCT count(*) FROM interactions GROUP BY session_id, user_id ORDER BY 1",
        "SELECT DISTINCT details.n, component FROM interactions ORDER BY 1 DESC NULLS LAST",
        "SELECT timestamp, count(*) FILTER (WHERE action = 'click'), avg(details.price) FILTER (WHERE details.n > 3) FROM interactions WHERE user_id IS NOT NULL GROUP BY 1",
        "SELECT details.price, CAST(details.price AS DOUBLE), count(*) FROM interactions GROUP BY 1, 2 ORDER BY count(*) * 2 DESC, 1",
        "SELECT first(action), last(details.n), arg_min(component, timestamp), list(session_id ORDER BY details.n DESC), user_id FROM interactions GROUP BY user_id",
        "SELECT session_id, list(DISTINCT action ORDER BY action), mode(component), string_agg(action, ',') FROM interactions GROUP BY 1 ORDER BY 2, 1",
        "SELECT n, count(*), last(s) FROM (SELECT session_id AS s, details.n AS n FROM interactions) GROUP BY 1",
        "SELECT c, first(a), count(*) FROM (SELECT action AS a, count(*) AS c, timestamp FROM interactions GROUP BY 1, 3 ORDER BY 3, 1) GROUP BY 1",
        "SELECT count(DISTINCT timestamp), count(DISTINCT details.mixed), count(*), sum(details.n), count(DISTINCT session_id) + 1 FROM interactions",
        "SELECT count(DISTINCT details.n) FILTER (WHERE action = 'click'), count(DISTINCT timestamp) AS t FROM interactions WHERE user_id IS NOT NULL HAVING count(DISTINCT timestamp) > 3",
        "SELECT count(DISTINCT s), count(DISTINCT n) FROM (SELECT session_id || action AS s, count(*) AS n FROM interactions GROUP BY 1)",
        "SELECT * FROM interactions",
        "SELECT timestamp, details.mixed, user_id FROM interactions ORDER BY details.mixed DESC NULLS FIRST, user_id",
        "SELECT action || '!', details.price * 2 FROM interactions WHERE details.n > 0 ORDER BY details.price, length(action) DESC",
        "SELECT session_id, details.n FROM interactions ORDER BY details.n DESC NULLS LAST LIMIT 400 OFFSET 20",
        "SELECT n, count(*) FROM (SELECT session_id, count(*) AS n FROM interactions GROUP BY 1) GROUP BY 1",
    ]

    @Test(arguments: queries) func answersAreThoseOfMemory(_ sql: String) throws {
        var random = SplitMix(seed: 11)
        let events = RandomEvents.make(700, &random)
        let plan = try Answers.plan(sql)
        for (parts, threads) in [(1, 1), (3, 3)] {
            let sources = try RandomEvents.sources(events, parts: parts)
            let expected = try Answers.ask(sql, sources)
            // Once with room for the runs, once with partitions in partitions.
            for threshold in [1500, 60] {
                let (rows, memory) = try Self.ask(plan, sources, threads: threads, threshold: threshold)
                #expect(rows == expected, "\(sql), threshold \(threshold)")
                if threshold == 60 { #expect(memory.partitions > 1, "\(sql) was not spilled") }
            }
        }
    }

    @Test(arguments: [
        "SELECT * FROM interactions", "SELECT timestamp, details.deep FROM interactions ORDER BY details.deep DESC, details.price",
    ]) func rowsInOrderGoToFiles(_ sql: String) throws {
        var random = SplitMix(seed: 16)
        let sources = try RandomEvents.sources(RandomEvents.make(900, &random), parts: 3)
        let expected = try Answers.ask(sql, sources)
        // One thread after another: which runs stay in memory, and so what is written, hangs on their order.
        var options = ExecutionOptions(threads: 3, runner: CallerRunner(), memoryBudget: 200_000, spill: MemorySpace())
        options.spillThreshold = 400
        let result = try execute(try Answers.plan(sql), sources: sources, options: options)
        let rows = (0..<result.rowCount).map { row in result.columns.indices.map { result.value(row: row, column: $0) } }
        #expect(rows == expected)
        #expect(result.provenance.memory.spilledBytes > 10_000)
        // A limit of rows is an error before anything is merged.
        options.rowLimit = 10
        #expect(throws: InteractionError.self) { try execute(try Answers.plan(sql), sources: sources, options: options) }
    }

    /// Runs that do not fit the memory either are merged from a file.
    @Test func runsGoToFilesToo() throws {
        var random = SplitMix(seed: 12)
        let sources = try RandomEvents.sources(RandomEvents.make(900, &random), parts: 2)
        let sql = "SELECT timestamp, session_id, details.mixed, count(*), max(details.text) FROM interactions GROUP BY 1, 2, 3 ORDER BY 3 DESC, 5"
        let expected = try Answers.ask(sql, sources)
        var options = ExecutionOptions(memoryBudget: 60_000, spill: MemorySpace())
        options.spillThreshold = 400
        let result = try execute(try Answers.plan(sql), sources: sources, options: options)
        let rows = (0..<result.rowCount).map { row in result.columns.indices.map { result.value(row: row, column: $0) } }
        #expect(rows == expected)
        #expect(result.provenance.memory.spilledBytes > 20_000)
    }

    @Test func aFullDiskIsAnErrorOfItsKind() throws {
        var random = SplitMix(seed: 13)
        let sources = try RandomEvents.sources(RandomEvents.make(500, &random), parts: 1)
        let plan = try Answers.plan("SELECT session_id, timestamp, count(*) FROM interactions GROUP BY 1, 2")
        for room in [0, 100, 3000] {
            do {
                _ = try Self.ask(plan, sources, space: MemorySpace(room: room))
                Issue.record("\(room) bytes were enough")
            } catch let error as InteractionError {
                #expect(error.code.rawValue == "noSpace")
            }
        }
    }

    /// Without a place for temporary files, and for one group that is too large, the budget is an error.
    @Test func theBudgetStaysAnError() throws {
        var random = SplitMix(seed: 14)
        let sources = try RandomEvents.sources(RandomEvents.make(900, &random), parts: 1)
        for (sql, space) in [
            ("SELECT session_id, timestamp, count(*) FROM interactions GROUP BY 1, 2", nil),
            ("SELECT action = '?', count(DISTINCT timestamp) FROM interactions GROUP BY 1", MemorySpace()),
        ] {
            let options = ExecutionOptions(memoryBudget: 4000, spill: space)
            do {
                _ = try execute(try Answers.plan(sql), sources: sources, options: options)
                Issue.record("4000 bytes were enough for \(sql)")
            } catch let error as InteractionError {
                #expect(error.code == .limitReached)
            }
        }
    }

    @Test func cancellingEndsIt() throws {
        var random = SplitMix(seed: 15)
        let sources = try RandomEvents.sources(RandomEvents.make(600, &random), parts: 2)
        let plan = try Answers.plan("SELECT session_id, timestamp, count(*) FROM interactions GROUP BY 1, 2")
        // The check that fails is one of the pass in memory, of the partition pass, of the partitions, of the merge.
        for last in [3, 12, 25, 45] {
            let asked = Mutex(0)
            var options = ExecutionOptions(
                spill: MemorySpace(),
                checkpoint: { () throws(InteractionError) in
                    let count = asked.withLock { asked in
                        asked += 1
                        return asked
                    }
                    if count > last { throw InteractionError(.cancelled, "enough") }
                })
            options.spillThreshold = 300
            do {
                _ = try execute(plan, sources: sources, options: options)
                Issue.record("it ended before check \(last)")
            } catch {
                #expect(error.code == .cancelled)
            }
        }
    }
}
