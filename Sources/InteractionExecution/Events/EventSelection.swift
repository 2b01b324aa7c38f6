// Which events an analysis sees: a span of time and a condition, applied before anything else (SEMANTICS 0). The condition is
// evaluated as WHERE of a query is, by the same scan filter.

import InteractionCoding
import InteractionModel
import InteractionPlan
import InteractionSegment

/// A choice of events.
package struct EventSelection: Sendable {
    /// Half-open; `all` for any time.
    package let range: TimeRange
    let filter: ScanFilter

    /// Every event.
    package static let all = EventSelection()

    /// Events with a timestamp in [from, to) microseconds for which `condition` is true.
    package init(range: TimeRange = .all, condition: Expression? = nil) {
        self.range = range
        let terms = [range.isEmpty ? .literal(.boolean(false), .boolean) : range.condition, condition].compactMap { $0 }
        filter = ScanFilter(terms.count > 1 ? .and(terms) : terms.first)
    }

    /// False when whatever a source holds lies outside.
    func admits(_ source: any SegmentSource) -> Bool {
        filter.admits(first: source.facts.firstTimestamp, last: source.facts.lastTimestamp)
    }

    /// The chosen rows of a row group; nil for all of them. Errors: those of reading, `.invalidQuery` for a value that the
    /// condition cannot take.
    func rows(_ reader: UnitReader, _ evaluator: Evaluator) throws(InteractionError) -> [UInt32]? {
        if filter.isEmpty { return nil }
        guard case .rows(let rows) = try filter.select(reader, evaluator) else { return nil }
        return rows
    }
}
