// Questions about errors that are more than one query: all of them with their summary, and one of them with an example, all over the
// same events. Blocking.

import InteractionBehavior
import InteractionExecution
import InteractionPlan
import InteractionSegment

/// Which errors are asked about.
struct ErrorQuestion: Sendable {
    var filter: EventFilter
    var now: Timestamp
    var zone: ZoneRules
    var limits = QueryLimits()

    /// Most events before an example.
    static let breadcrumbs = 100

    private var calls: (groups: TableFunctionCall, summary: TableFunctionCall) {
        ErrorsFunction.calls(filter: filter.expression, now: now, zone: zone)
    }

    /// Groups and summary. Errors: those of queries.
    func report(
        _ sources: [any SegmentSource], _ isCancelled: @escaping @Sendable () -> Bool
    ) throws(InteractionError) -> Answer<ErrorReport> {
        let groups = try QueryRun(calls.groups, limits: limits).answer(sources, isCancelled: isCancelled)
        let summary = try QueryRun(calls.summary, limits: limits).answer(sources, isCancelled: isCancelled)
        func number(_ column: String) -> Int { summary[0, column].whole }
        return Answer(
            value: ErrorReport(
                groups: (0..<groups.rowCount).map { ErrorGroup(groups, row: $0) }, errors: number("errors"), critical: number("critical"),
                units: number("units"), sessions: number("sessions"), sessionsWithErrors: number("sessionsWithErrors")),
            provenance: groups.provenance.adding(summary.provenance))
    }

    /// One group by its fingerprint or the beginning of it. Errors: `.notFound`, `.invalidArgument` where several begin so, those of
    /// queries.
    func detail(
        _ fingerprint: String, _ sources: [any SegmentSource], _ isCancelled: @escaping @Sendable () -> Bool
    ) throws(InteractionError) -> Answer<ErrorDetail> {
        let found = try QueryRun(calls.groups, limits: limits).answer(sources, isCancelled: isCancelled)
        let group = try Self.group(fingerprint, (0..<found.rowCount).map { ErrorGroup(found, row: $0) })
        let (sql, parameters) = ErrorKey(group).condition
        let values = QueryParameters(positional: parameters)
        var newest = try QueryRun(
            "SELECT max(timestamp) FILTER (WHERE session_id IS NOT NULL), max(timestamp) FROM interactions WHERE " + sql, parameters: values,
            now: now, zone: zone, limits: limits)
        if let chosen = filter.expression { newest.bound.plan = newest.bound.plan.restricted(to: chosen) }
        let times = try newest.answer(sources, isCancelled: isCancelled)
        let isInSession = times[0, 0] != .null
        var provenance = found.provenance.adding(times.provenance)
        guard case .timestamp(let time) = times[0, isInSession ? 0 : 1] else { throw Self.unknown(fingerprint, []) }
        var terms = [
            try BoundQuery.condition(
                sql + (isInSession ? " AND session_id IS NOT NULL" : ""), context: .asked(now: now, parameters: values, zone: zone, labels: [:]))
        ]
        if let condition = filter.condition { terms.append(condition) }
        let target = EventSelection(
            range: TimeRange(from: time.microseconds, to: time.microseconds + 1), condition: terms.count > 1 ? .and(terms) : terms.first)
        let (trail, read) = try EventTrail.last(of: target, before: Self.breadcrumbs, in: sources, filter.selection)
        provenance = provenance.adding(QueryProvenance(read, elapsed: .zero))
        guard let trail else { throw Self.unknown(fingerprint, []) }
        return Answer(value: ErrorDetail(group: group, example: trail.event, breadcrumbs: trail.before), provenance: provenance)
    }

    private static func group(_ fingerprint: String, _ groups: [ErrorGroup]) throws(InteractionError) -> ErrorGroup {
        let wanted = fingerprint.lowercased()
        let found = groups.filter { !wanted.isEmpty && $0.fingerprint.hasPrefix(wanted) }
        if found.count > 1 {
            throw InteractionError(
                .invalidArgument, "\(found.count) errors have a fingerprint that begins with '\(fingerprint)'",
                hint: "they are " + found.prefix(10).map(\.fingerprint).joined(separator: ", "))
        }
        guard let group = found.first else { throw unknown(fingerprint, groups) }
        return group
    }

    private static func unknown(_ fingerprint: String, _ groups: [ErrorGroup]) -> InteractionError {
        let near = NameDistance.nearest(to: fingerprint.lowercased(), among: groups.map(\.fingerprint))
        return InteractionError(
            .notFound, "no error among the chosen events has the fingerprint '\(fingerprint)'",
            hint: near.map { "did you mean \($0)?" } ?? "iaq errors lists them")
    }
}

extension ErrorKey {
    init(_ group: ErrorGroup) {
        self.init(
            message: group.message, frames: group.frames.isEmpty ? nil : group.frames.joined(separator: "\n"), component: group.component)
    }
}

extension ErrorGroup {
    /// A row of `errors` with all its columns.
    init(_ result: QueryResult, row: Int) {
        func text(_ column: String) -> String? {
            if case .text(let text) = result[row, column] { return text }
            return nil
        }
        func number(_ column: String) -> Int { result[row, column].whole }
        func time(_ column: String) -> Timestamp {
            if case .timestamp(let time) = result[row, column] { return time }
            return Timestamp(microseconds: 0)
        }
        func list(_ column: String) -> [QueryValue] {
            if case .list(let values) = result[row, column] { return values }
            return []
        }
        self.init(
            fingerprint: text("fingerprint") ?? "", message: text("message"), component: text("component"),
            frames: list("frames").map(\.description), count: number("count"), units: number("units"), sessions: number("sessions"),
            critical: number("critical"), firstSeen: time("firstSeen"), lastSeen: time("lastSeen"), daily: list("daily").map(\.whole))
    }
}

extension QueryValue {
    /// A whole number; 0 for anything else.
    var whole: Int {
        if case .int(let number) = self { return Int(number) }
        return 0
    }
}

extension QueryProvenance {
    /// That of two questions, one asked after the other.
    package func adding(_ other: QueryProvenance) -> QueryProvenance {
        var sum = self
        sum.missing += other.missing.filter { !missing.contains($0) }
        sum.sourcesRead = max(sourcesRead, other.sourcesRead)
        sum.sourcesSkipped = max(sourcesSkipped, other.sourcesSkipped)
        sum.rowsRead += other.rowsRead
        sum.rowsSkipped += other.rowsSkipped
        sum.rowsFromRollups += other.rowsFromRollups
        sum.rowGroupsRead += other.rowGroupsRead
        sum.rowGroupsSkipped = rowGroupsSkipped.adding(other.rowGroupsSkipped)
        sum.bytesRead += other.bytesRead
        sum.bytesDecoded += other.bytesDecoded
        sum.memoryPeakBytes = max(memoryPeakBytes, other.memoryPeakBytes)
        sum.spilledBytes += other.spilledBytes
        sum.steps += other.steps
        sum.isExact = isExact && other.isExact
        sum.threads = max(threads, other.threads)
        sum.elapsed += other.elapsed
        return sum
    }
}
