// ask STORE RUNS [THREADS]: reads questions from standard input, one a line, asks each RUNS times of one open store and prints a
// line for each: best and median wall milliseconds, best processor milliseconds of all threads, rows, the question.
import Foundation
import InteractionAnalytics

@main
struct Ask {
    static func main() async {
        do {
            try await run()
        } catch {
            FileHandle.standardError.write(Data("ask: \(error)\n".utf8))
            exit(1)
        }
    }

    static func run() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count >= 3, let runs = Int(arguments[2]), runs > 0 else {
            FileHandle.standardError.write(Data("usage: ask STORE RUNS [THREADS] < questions\n".utf8))
            exit(2)
        }
        var limits = QueryLimits()
        if arguments.count > 3, let threads = Int(arguments[3]) { limits.threads = threads }
        let store = try await InteractionStore.open(arguments[1], access: .read)
        print("best\tmedian\tcpu\trows\tquestion")
        while let question = readLine() {
            var walls: [Double] = []
            var processor = Double.infinity
            var rows = 0
            for _ in 0..<runs {
                let before = processorMilliseconds()
                let start = ContinuousClock.now
                rows = try await store.query(QueryText(question), limits: limits).rowCount
                let wall = ContinuousClock.now - start
                walls.append(Double(wall.components.seconds) * 1e3 + Double(wall.components.attoseconds) / 1e15)
                processor = min(processor, processorMilliseconds() - before)
            }
            walls.sort()
            print([walls[0], walls[runs / 2], processor].map { String(format: "%.2f", $0) }.joined(separator: "\t"), rows, question, separator: "\t")
        }
    }

    /// Processor time of all threads of this process so far.
    static func processorMilliseconds() -> Double {
        var usage = rusage()
        #if os(Linux)
            getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        #else
            getrusage(RUSAGE_SELF, &usage)
        #endif
        let times = [usage.ru_utime, usage.ru_stime]
        return times.reduce(0) { $0 + Double($1.tv_sec) * 1e3 + Double($1.tv_usec) / 1e3 }
    }
}
