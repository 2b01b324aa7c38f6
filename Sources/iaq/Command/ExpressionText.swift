// Expressions over an event in options and arguments: `--by details.country`, `iaq top details.url`.
import InteractionAnalytics
import InteractionFiles

enum ExpressionText {
    /// The expression of a text. Errors: `QueryError` with the place in it; `what` names the option.
    static func bind(_ text: String, _ what: String, zone: ZoneRules, _ store: StoreDirectory) throws -> Expression {
        do {
            return try EventFilter.expression(text, now: try CommandClock.current().now(), zone: zone, labels: try store.labels())
        } catch var error {
            guard error.position != nil else { throw error }
            error.place = what + (error.place.map { ", " + $0 } ?? "")
            throw QueryError(error: error, text: text)
        }
    }
}
