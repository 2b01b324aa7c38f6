// Which events a question of behaviour is asked of, and how its answer was made.

import InteractionExecution
import InteractionModel
import InteractionPlan

/// A span of time and a condition; both hold for every event that the analysis sees.
package struct EventFilter: Sendable {
    /// Half-open; nil for any time.
    package var range: Range<Timestamp>?
    /// BOOLEAN over one event; nil for none.
    package var condition: Expression?

    package init(range: Range<Timestamp>? = nil, condition: Expression? = nil) {
        self.range = range
        self.condition = condition
    }

    /// With a condition in SQL, such as `action = 'click' AND details.price > 10`; `labels` are those of the store. Errors:
    /// `.invalidQuery` with the position.
    package init(
        range: Range<Timestamp>? = nil, where text: String?, now: Timestamp, zone: ZoneRules = .utc, labels: [String: String]
    ) throws(InteractionError) {
        self.range = range
        condition = try text.map { (text) throws(InteractionError) in
            try BoundQuery.condition(text, context: .asked(now: now, zone: zone, labels: labels))
        }
    }

    /// An expression over one event in SQL, or `label:` and the name of one, for breakdowns and fields. Errors: `.invalidQuery`,
    /// for SQL with the position.
    package static func expression(
        _ text: String, now: Timestamp, zone: ZoneRules, labels: [String: String]
    ) throws(InteractionError) -> Expression {
        try BoundQuery.value(text, context: .asked(now: now, zone: zone, labels: labels))
    }

    /// Both as one condition over an event; nil for every event.
    var expression: Expression? {
        let range = TimeRange(range)
        let terms = [range.isEmpty ? .literal(.boolean(false), .boolean) : range.condition, condition].compactMap { $0 }
        return terms.count > 1 ? .and(terms) : terms.first
    }

    var selection: EventSelection { EventSelection(range: TimeRange(range), condition: condition) }
}

extension TimeRange {
    /// The same range in microseconds; everything for nil.
    init(_ range: Range<Timestamp>?) {
        self = range.map { TimeRange(from: $0.lowerBound.microseconds, to: $0.upperBound.microseconds) } ?? .all
    }
}

/// An answer and how it was made.
package struct Answer<Value: Sendable>: Sendable {
    package var value: Value
    package var provenance: QueryProvenance
}
