// What a person may have meant: a funnel whose steps no event has is most often a name with a slip.
import InteractionAnalytics
import InteractionFiles

enum UnknownSteps {
    /// Tells of steps that are actions which no event of the store has, with the nearest one that some have.
    static func tell(_ steps: [String], _ store: StoreDirectory, now: Timestamp) {
        let plain = steps.filter { !$0.hasPrefix("where:") && !$0.hasPrefix("label:") }
        guard let unknown = try? store.unknownActions(plain, now: now) else { return }
        for (action, near) in unknown {
            Messages.line("no event has the action \(action)" + (near.map { "; did you mean \($0)?" } ?? ""))
        }
    }
}
