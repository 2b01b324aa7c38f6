// The buckets of one question about usage, filled from several sources: active users, aggregates over events, prompts.

import InteractionExecution
import InteractionModel
import InteractionPlan

/// Rows of usage stats as they grow. The first and last bucket are those of the first and last event.
struct UsageTable {
    private typealias Column = UsageFunction.Column
    private let request: UsageRequest
    private let zone: ZoneRules
    private var buckets: ClosedRange<Day>?
    private var measures: [UsageMeasure: [Day: ResultValue]] = [:]
    /// Values of other columns that are not those of an empty bucket.
    private var values: [UsageFunction.Column: [Day: ResultValue]] = [:]

    init(_ request: UsageRequest, _ zone: ZoneRules) {
        self.request = request
        self.zone = zone
    }

    private mutating func note(_ bucket: Day) {
        buckets = buckets.map { min($0.lowerBound, bucket)...max($0.upperBound, bucket) } ?? bucket...bucket
    }

    /// Fills the columns of active users, as far as they are wanted. Errors: those of reading.
    mutating func addUsers(_ columns: [UsageFunction.Column], _ context: TableFunctionContext) throws(InteractionError) {
        let period = request.period
        let windows = [(Column.weeklyActiveUsers, 7), (.monthlyActiveUsers, 30)].filter { columns.contains($0.0) }
        guard let users = try context.activeUsers(windows: windows.map(\.1), bucket: { period.start(of: $0) }) else { return }
        note(period.start(of: users.days.lowerBound))
        note(period.start(of: users.days.upperBound))
        values[.dailyActiveUsers] = users.buckets.mapValues { .int($0) }
        guard let buckets else { return }
        var bucket = buckets.lowerBound
        while bucket <= buckets.upperBound {
            let next = period.next(after: bucket)
            let last = min(next.advanced(by: -1), users.days.upperBound)
            let index = Int(last.number) - Int(users.days.lowerBound.number)
            for (window, (column, _)) in windows.enumerated() { values[column, default: [:]][bucket] = .int(users.trailing[window][index]) }
            bucket = next
        }
    }

    /// The bucket of an instant that is its first one on local clocks.
    private func bucket(_ value: ResultValue) -> Day? {
        guard case .timestamp(let instant) = value else { return nil }
        return request.period.start(of: zone.day(of: Timestamp(microseconds: instant)))
    }

    /// Fills what columns are made of. Errors: those of a query.
    mutating func add(_ wanted: Set<UsageMeasure>, _ context: TableFunctionContext) throws(InteractionError) {
        let sorted = UsageMeasure.allCases.filter(wanted.contains)
        try add(sorted.filter { $0.condition == nil }, where: nil, context)
        for measure in sorted { if let condition = measure.condition { try add([measure], where: condition, context) } }
    }

    private mutating func add(
        _ asked: [UsageMeasure], where condition: String?, _ context: TableFunctionContext
    ) throws(InteractionError) {
        if asked.isEmpty { return }
        let sql = "SELECT date_trunc('\(request.period.rawValue)', timestamp), \(asked.map(\.aggregate).joined(separator: ", ")) FROM interactions"
            + (condition.map { " WHERE " + $0 } ?? "") + " GROUP BY 1"
        let found = try context.answer(sql, sql.filter { $0 == "?" }.map { _ in .varchar(request.generationAction) })
        for row in 0..<found[0].count {
            guard let bucket = bucket(found[0].value(row)) else { continue }
            if condition == nil { note(bucket) }
            for (index, measure) in asked.enumerated() { measures[measure, default: [:]][bucket] = found[index + 1].value(row) }
        }
    }

    /// The value of a column that is made of measures.
    private func value(_ column: UsageFunction.Column, _ bucket: Day) -> ResultValue? {
        let parts = column.measures.map { measures[$0]?[bucket] }
        if parts.count == 1 { return parts[0] }
        func number(_ value: ResultValue?) -> Double {
            if case .int(let number)? = value { return Double(number) }
            return 0
        }
        guard parts.count == 2, number(parts[1]) > 0 else { return nil }
        return .double(number(parts[0]) / number(parts[1]))
    }

    /// Fills the commonest prompts. Errors: those of a query.
    mutating func addPrompts(_ context: TableFunctionContext) throws(InteractionError) {
        let found = try context.answer(
            """
            SELECT date_trunc('\(request.period.rawValue)', timestamp), CAST(details.prompt AS VARCHAR) FROM interactions
            WHERE details.prompt IS NOT NULL GROUP BY 1, 2 ORDER BY 1, count(*) DESC, 2
            """)
        var lists: [Day: [ResultValue]] = [:]
        for row in 0..<found[0].count {
            guard let bucket = bucket(found[0].value(row)), lists[bucket, default: []].count < request.prompts else { continue }
            lists[bucket, default: []].append(found[1].value(row))
        }
        values[.topPrompts] = lists.mapValues { .list($0) }
    }

    /// The rows of all buckets, in order.
    func rows(_ columns: [UsageFunction.Column]) -> TableFunctionRows {
        var all: [Day] = []
        if let buckets {
            var bucket = buckets.lowerBound
            while bucket <= buckets.upperBound {
                all.append(bucket)
                bucket = request.period.next(after: bucket)
            }
        }
        var vectors: [Int: Vector] = [:]
        for column in columns {
            let known = values[column] ?? [:]
            let list = all.map { day in column == .bucket ? .date(day.number) : known[day] ?? value(column, day) ?? column.empty }
            vectors[column.rawValue] = Vector(list, column.type)
        }
        return TableFunctionRows(rowCount: all.count, columns: vectors)
    }
}
