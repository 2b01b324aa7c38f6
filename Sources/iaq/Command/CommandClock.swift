// What "now" is for a command: IAQ_NOW when it is set, so that scripts and tests can ask about a fixed moment.
import InteractionAnalytics
import InteractionFiles

enum CommandClock {
    /// The clock of this run. Errors: `.invalidArgument` when IAQ_NOW is no time.
    static func current() throws(InteractionError) -> any TimeSource {
        guard let text = ProcessEnvironment.value("IAQ_NOW"), !text.isEmpty else { return SystemTime.shared }
        do {
            return FixedTime(try Timestamp(parsing: text, form: .utcAssumed))
        } catch {
            throw InteractionError(.invalidArgument, "IAQ_NOW: \(error.message)", hint: "expected a time like 2026-04-01T00:00:00Z")
        }
    }
}
