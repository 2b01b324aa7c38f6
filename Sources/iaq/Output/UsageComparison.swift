// Usage beside that of the time before: buckets are paired from the last one backwards, and a bucket of either time without a
// partner is a row of its own.
import InteractionAnalytics

struct UsageComparison {
    let now: QueryResult
    let before: QueryResult
    /// Rows by place from the end: 0 is the bucket in which the time ends. nil where that time has no such bucket.
    private let pairs: [(now: Int?, before: Int?)]
    private let buckets: [(now: Day, before: Day)]

    /// Of two answers of `usage` with all columns, and the times they are about.
    init(_ now: QueryResult, _ range: Range<Timestamp>, _ before: QueryResult, _ earlier: Range<Timestamp>, _ period: CalendarPeriod, zone: ZoneRules) {
        self.now = now
        self.before = before
        func places(_ result: QueryResult, _ range: Range<Timestamp>) -> (last: Day, rows: [Int: Int]) {
            let last = period.start(of: zone.day(of: Timestamp(microseconds: range.upperBound.microseconds - 1)))
            var rows: [Int: Int] = [:]
            for row in 0..<result.rowCount {
                if case .date(let day) = result[row, "bucket"] { rows[period.distance(from: day, to: last)] = row }
            }
            return (last, rows)
        }
        let (a, b) = (places(now, range), places(before, earlier))
        let all = Set(a.rows.keys).union(b.rows.keys).sorted(by: >)
        pairs = all.map { (a.rows[$0], b.rows[$0]) }
        buckets = all.map { (period.start(a.last, back: $0), period.start(b.last, back: $0)) }
    }

    /// All columns, with those of the time before beside, but for the prompts.
    func table() -> ResultTable {
        let columns = QueryTable.columns(now)
        let compared = columns.indices.filter { columns[$0].name != "topPrompts" }
        var table = ResultTable(columns: columns)
        table.columns += compared.map { index in
            let name = columns[index].name
            return ResultColumn("previous" + name.prefix(1).uppercased() + name.dropFirst(), columns[index].kind)
        }
        for (place, pair) in pairs.enumerated() {
            var cells = columns.indices.map { column in pair.now.map { Cell(now[$0, column]) } ?? .null }
            cells += compared.map { column in pair.before.map { Cell(before[$0, column]) } ?? .null }
            cells[0] = .date(buckets[place].now)
            cells[columns.count] = .date(buckets[place].before)
            table.rows.append(cells)
        }
        return table
    }

    /// For a person at a terminal of so many columns: users and events, each with that of before, and where there is room also
    /// sessions and the bucket of before.
    func screen(_ period: CalendarPeriod, columns: Int?) -> ResultTable {
        let isWide = columns ?? .max >= 120
        var shown = [("users", "dailyActiveUsers"), ("events", "events")]
        if isWide { shown.append(("sessions", "sessions")) }
        var table = ResultTable(columns: [ResultColumn(period.rawValue, .date)] + (isWide ? [ResultColumn("before", .date)] : []))
        for (heading, _) in shown { table.columns += [heading, "before", "change"].map { ResultColumn($0, .number) } }
        for (place, pair) in pairs.enumerated() {
            var cells: [Cell] = [.date(buckets[place].now)] + (isWide ? [.date(buckets[place].before)] : [])
            for (_, column) in shown {
                let (a, b) = (pair.now.map { now[$0, column] } ?? .null, pair.before.map { before[$0, column] } ?? .null)
                var change: Double?
                if let x = a.double, let y = b.double, y != 0 { change = (x - y) / y }
                cells += [Cell(a), Cell(b), .text(CellGraphics.change(change, isNew: a != .null && a != .int(0)))]
            }
            table.rows.append(cells)
        }
        return table
    }

    var rowCount: Int { pairs.count }
}

extension CalendarPeriod {
    /// How many buckets after the one that begins on `day` the one that begins on `last` is.
    fileprivate func distance(from day: Day, to last: Day) -> Int {
        switch self {
        case .day: return Int(last.number) - Int(day.number)
        case .week: return (Int(last.number) - Int(day.number)) / 7
        case .month:
            let (a, b) = (day.civil, last.civil)
            return (b.year - a.year) * 12 + b.month - a.month
        }
    }

    /// The first day of the bucket so many before the one that begins on `last`.
    fileprivate func start(_ last: Day, back count: Int) -> Day {
        switch self {
        case .day: return last.advanced(by: -count)
        case .week: return last.advanced(by: -7 * count)
        case .month:
            let (year, month, _) = last.civil
            let months = year * 12 + month - 1 - count
            return Day(year: months / 12, month: months % 12 + 1, day: 1)
        }
    }
}
