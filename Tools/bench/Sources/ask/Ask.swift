// ask STORE [--threads N] [--memory MIB]: opens a store once and answers questions from standard input until it ends, one JSON
// object a line in, one a line out, in order. It is the measured process of our engine in Tools/bench.
//
// In: {"sql": "SELECT ..."}, with "rows": true for the values too, with "rollups": true for counts from rollups. Out: {"wall": ms, "cpu": ms, "peak": KiB, "count": rows,
// "read": rows of row groups read, "rows": [[...]]}, or {"error": "..."}. A line that is not an object is taken as SQL.
import Foundation
import InteractionAnalytics

@main
struct Ask {
    static func main() async {
        do {
            try await run(Array(CommandLine.arguments.dropFirst()))
        } catch {
            FileHandle.standardError.write(Data("ask: \(error)\n".utf8))
            exit(1)
        }
    }

    static func run(_ arguments: [String]) async throws {
        guard let place = arguments.first, let limits = limits(Array(arguments.dropFirst())) else {
            FileHandle.standardError.write(Data("usage: ask STORE [--threads N] [--memory MIB] < questions\n".utf8))
            exit(2)
        }
        // As the peers do, whose allocators keep what was freed.
        InteractionStore.keepFreedMemory()
        let store = try await InteractionStore.open(place, access: .read)
        while let line = readLine() {
            let answer = await answer(Question(line), store, limits)
            try FileHandle.standardOutput.write(contentsOf: JSONSerialization.data(withJSONObject: answer) + Data("\n".utf8))
        }
    }

    /// Nil for words that are no options.
    static func limits(_ words: [String]) -> QueryLimits? {
        var limits = QueryLimits()
        var rest = words[...]
        while let name = rest.popFirst() {
            guard let number = rest.popFirst().flatMap({ Int($0) }), number > 0, number <= 1 << 20 else { return nil }
            switch name {
            case "--threads": limits.threads = number
            case "--memory": limits.memoryBytes = number << 20
            default: return nil
            }
        }
        return limits
    }

    static func answer(_ question: Question, _ store: InteractionStore, _ limits: QueryLimits) async -> [String: Any] {
        var limits = limits
        limits.usesRollups = question.usesRollups
        let before = ProcessUse.milliseconds
        let start = ContinuousClock.now
        do {
            let result = try await store.query(QueryText(question.sql), limits: limits)
            let wall = (ContinuousClock.now - start) / .milliseconds(1)
            let processor = ProcessUse.milliseconds - before
            var answer: [String: Any] = [
                "wall": wall, "cpu": processor, "peak": ProcessUse.peakKibibytes,
                "count": result.rowCount, "read": result.provenance.rowsRead, "rollups": result.provenance.rowsFromRollups,
            ]
            if question.wantsRows { answer["rows"] = rows(result) }
            return answer
        } catch {
            return ["error": "\(error)"]
        }
    }

    /// The values: numbers as numbers, times and dates as their ISO text, lists as their JSON text, NULL as null.
    static func rows(_ result: QueryResult) -> [[Any]] {
        (0..<result.rowCount).map { row in result.columns.indices.map { value(result[row, $0]) } }
    }

    static func value(_ value: QueryValue) -> Any {
        switch value {
        case .null: NSNull()
        case .bool(let flag): flag
        case .int(let number): number
        case .double(let number): number.isFinite ? number : number.description
        default: value.description
        }
    }
}

/// One line of input.
struct Question {
    var sql: String
    var wantsRows = false
    var usesRollups = false

    init(_ line: String) {
        sql = line
        let given = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        guard let given, let sql = given["sql"] as? String else { return }
        self.sql = sql
        wantsRows = given["rows"] as? Bool ?? false
        usesRollups = given["rollups"] as? Bool ?? false
    }
}

/// What this process has used so far.
enum ProcessUse {
    /// Processor time of all threads.
    static var milliseconds: Double {
        let times = [usage.ru_utime, usage.ru_stime]
        return times.reduce(0) { $0 + Double($1.tv_sec) * 1e3 + Double($1.tv_usec) / 1e3 }
    }

    /// The most memory held. Linux counts the parent's memory into a child's `ru_maxrss`, so its own mark is read there.
    static var peakKibibytes: Int {
        let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let mark = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM") }
        return mark?.split(separator: " ").dropLast().last.flatMap { Int($0) } ?? Int(usage.ru_maxrss)
    }

    private static var usage: rusage {
        var usage = rusage()
        #if os(Linux)
            getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        #else
            getrusage(RUSAGE_SELF, &usage)
        #endif
        return usage
    }
}
