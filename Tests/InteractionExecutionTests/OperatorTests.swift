// Operators that work on codes, runs and bits, against counts made by hand: large enough that the ranges, grids and tables behind
// them are used and outgrown.
import InteractionCoding
import InteractionModel
import InteractionPlan
import InteractionSegment
import Testing

@testable import InteractionExecution

@Suite struct OperatorTests {
    private static let start = Timestamp(microseconds: 1_772_323_200_000_000)

    /// 60,000 events of three days, in sessions of 4, of 20,000 users, who come back on other days.
    private static let events: [Interaction] = (0..<60_000).map { (index: Int) -> Interaction in
        let session = index / 4
        let user = (index * 7919) % 20_000
        let day = session / 5000
        return Interaction(
            timestamp: Timestamp(microseconds: start.microseconds + Int64(day) * 86_400_000_000 + Int64(index % 20_000) * 1_000_000),
            sessionId: "s\(session)", userId: user % 50 == 0 ? nil : "user_\(user * 31 % 20_011)", action: "a\(index % 5)",
            component: "c\(index % 3)",
            details: details(index))
    }

    /// A third of the events has properties, a ninth one more.
    private static func details(_ index: Int) -> Properties {
        let page = PropertyValue.string("p\(index * 13 % 1500)")
        let number = PropertyValue.double(Double(index % 97) / 4)
        if index % 9 == 0 { return ["page": page, "n": number, "rare": .double(Double(index % 113))] }
        return index % 3 == 0 ? ["page": page, "n": number] : [:]
    }

    /// In memory, and all in files, whose dictionaries are sorted.
    private static let sources = [false, true].map { isFile in
        Result { try RandomEvents.sources(events, parts: 3, asFiles: isFile, every: 1) }
    }

    /// Equal for one thread and three, from memory and from files, and equal to the expectation.
    private static func expect(_ sql: String, _ expected: [[ResultValue]]) throws {
        for (kind, sources) in zip(["memory", "files"], sources) {
            let sources = try sources.get()
            for threads in [1, 3] {
                let got = try Answers.ask(sql, sources, threads: threads)
                #expect(got == expected, "\(sql), \(kind), threads \(threads)")
            }
        }
    }

    private static func groups<Key: Hashable>(_ key: (Interaction) -> Key?) -> [Key: [Interaction]] {
        var groups: [Key: [Interaction]] = [:]
        for event in events { if let key = key(event) { groups[key, default: []].append(event) } }
        return groups
    }

    @Test func distinctTextsOfManyDictionaries() throws {
        let users = Set(Self.events.compactMap(\.userId)).count
        let sessions = Set(Self.events.compactMap(\.sessionId)).count
        try Self.expect("SELECT count(DISTINCT user_id), count(DISTINCT session_id) FROM interactions", [[.int(Int64(users)), .int(Int64(sessions))]])
        let byAction = Self.groups { $0.action }.sorted { $0.key < $1.key }
        try Self.expect(
            "SELECT action, count(DISTINCT user_id) FROM interactions GROUP BY 1 ORDER BY 1",
            byAction.map { [.text($0.key), .int(Int64(Set($0.value.compactMap(\.userId)).count))] })
    }

    /// All rows of a row group in one group: each aggregate is computed from its own column.
    @Test func wholeGroupsByDay() throws {
        let days = Self.groups { $0.timestamp.day }.sorted { $0.key < $1.key }
        try Self.expect(
            """
            SELECT CAST(timestamp AS DATE), count(*), count(DISTINCT user_id), count(DISTINCT session_id), count(details.n),
            count(*) FILTER (WHERE action = 'a1'), count(*) FILTER (WHERE details.n > 20), max(component)
            FROM interactions GROUP BY 1 ORDER BY 1
            """,
            days.map { day, events in
                let numbers = events.compactMap { event -> Double? in
                    if case .double(let number)? = event.details?["n"] { return number }
                    return nil
                }
                return [
                    .date(day.number), .int(Int64(events.count)), .int(Int64(Set(events.compactMap(\.userId)).count)),
                    .int(Int64(Set(events.compactMap(\.sessionId)).count)), .int(Int64(numbers.count)),
                    .int(Int64(events.count { $0.action == "a1" })), .int(Int64(numbers.count { $0 > 20 })), .text("c2"),
                ]
            })
    }

    private static func page(_ event: Interaction) -> String? {
        if case .string(let page)? = event.details?["page"] { return page }
        return nil
    }

    /// Counting by one column, with and without rows that lack it, filtered by itself.
    @Test func countsByOneColumn() throws {
        let pages = Self.groups { Self.page($0) }.map { ($0.key, $0.value.count) }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
        let absent = Self.events.count - pages.reduce(0) { $0 + $1.1 }
        func rows(_ list: ArraySlice<(String, Int)>) -> [[ResultValue]] { list.map { [.text($0.0), .int(Int64($0.1))] } }
        try Self.expect(
            "SELECT details.page, count(*) FROM interactions GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 5",
            [[.null, .int(Int64(absent))]] + rows(pages.prefix(4)))
        try Self.expect(
            "SELECT details.page, count(*) FROM interactions WHERE details.page IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 7",
            rows(pages.prefix(7)))
        try Self.expect(
            "SELECT details.page, count(*) FROM interactions WHERE details.page LIKE '%99%' GROUP BY 1 ORDER BY 2 DESC, 1",
            rows(pages.filter { $0.0.contains("99") }[...]))
        try Self.expect(
            "SELECT details.page, count(*) FROM interactions WHERE details.page IS NULL GROUP BY 1", [[.null, .int(Int64(absent))]])
        let users = Self.groups { $0.userId }.map { ($0.key, $0.value.count) }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
        try Self.expect(
            "SELECT user_id, count(*) FROM interactions WHERE user_id IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 3",
            rows(users.prefix(3)))
    }

    /// Two keys: in a grid as long as their ids are small (page and component), beyond it as pairs (user and page).
    @Test func pairsOfKeys() throws {
        struct Pair: Hashable { var a: String; var b: String }
        func top(_ pairs: [Pair: [Interaction]], _ count: Int) -> [[ResultValue]] {
            pairs.map { ($0.key, $0.value.count) }.sorted { ($1.1, $0.0.a, $0.0.b) < ($0.1, $1.0.a, $1.0.b) }
                .prefix(count).map { [.text($0.0.a), .text($0.0.b), .int(Int64($0.1))] }
        }
        let pages = Self.groups { event in Self.page(event).map { Pair(a: event.component ?? "", b: $0) } }
        try Self.expect(
            "SELECT component, details.page, count(*) FROM interactions WHERE details.page IS NOT NULL GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT 20",
            top(pages, 20))
        let users = Self.groups { event in
            event.userId.flatMap { user in Self.page(event).map { Pair(a: user, b: $0) } }
        }
        try Self.expect(
            """
            SELECT user_id, details.page, count(*) FROM interactions WHERE details.page IS NOT NULL AND user_id IS NOT NULL
            GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT 20
            """, top(users, 20))
    }

    /// Several quantiles of one column, asked in any order, share what is partitioned already.
    @Test func quantilesInAnyOrder() throws {
        let numbers = Self.events.compactMap { event -> Double? in
            if case .double(let number)? = event.details?["n"] { return number }
            return nil
        }.sorted()
        func continuous(_ fraction: Double) -> ResultValue {
            let rank = Double(numbers.count - 1) * fraction
            let (low, high) = (Int(rank.rounded(.down)), Int(rank.rounded(.up)))
            return .double(numbers[low] + (numbers[high] - numbers[low]) * (rank - Double(low)))
        }
        let fractions = [0.5, 0.95, 0.99, 0.1, 0.5, 0, 1, 0.77]
        try Self.expect(
            "SELECT \(fractions.map { "quantile_cont(details.n, \($0))" }.joined(separator: ", ")) FROM interactions",
            [fractions.map { continuous($0) }])
    }

    /// Rows of one dictionary, counted by code, can be more than 32 bits hold: row groups without a value share one.
    /// Buckets of one length, and a property that few rows have: of all rows, of some, and without any left.
    @Test(arguments: [0, 7000, 900_000]) func bucketsAndRareValues(from second: Int) throws {
        let width: Int64 = 7 * 60_000_000
        let origin = Day(year: 2000, month: 1, day: 3).start.microseconds
        let first = Self.start.microseconds + Int64(second) * 1_000_000
        let buckets = Self.groups { event -> [Int64]? in
            let time = event.timestamp.microseconds
            return time < first ? nil : [(time - origin) / width * width + origin, event.action.last.flatMap { Int64(String($0)) } ?? 0]
        }
        let expected = buckets.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { key, events -> [ResultValue] in
            let values = events.compactMap { event -> Double? in
                guard case .double(let value)? = event.details?["rare"] else { return nil }
                return value
            }
            return [
                .timestamp(key[0]), .text("a\(key[1])"), .int(Int64(events.count)), .int(Int64(values.count)),
                values.isEmpty ? .null : .double(values.reduce(0, +) / Double(values.count)), values.max().map { .double($0) } ?? .null,
            ]
        }
        try Self.expect(
            """
            SELECT time_bucket(INTERVAL '7 minutes', timestamp), action, count(*), count(details.rare), avg(details.rare),
            max(CAST(details.rare AS DOUBLE)) FROM interactions WHERE timestamp >= to_timestamp(\(first / 1_000_000)) GROUP BY 1, 2 ORDER BY 1, 2
            """, expected)
    }

    @Test func consecutiveBuckets() throws {
        let day = Timestamp(microseconds: Self.start.microseconds).day.start.microseconds
        let facts = RowGroup(firstRow: 0, rowCount: 5000, firstTimestamp: day - 50_000_001, lastTimestamp: day + 90_000_000_000)
        let times = (0..<5000).map { facts.firstTimestamp + (facts.lastTimestamp - facts.firstTimestamp) / 4999 * Int64($0) } + [facts.lastTimestamp, day, day - 1]
        for (part, isCounted) in [(DatePart.hour, true), (.day, true), (.minute, false), (.week, true), (.month, false)] {
            let key = try #require(TimeKey(.call(.dateTrunc(part), [.column(.timestamp)], .timestamp)))
            let codes = key.codes(times, of: facts)
            // 1,501 minutes are more than a quarter of the rows.
            #expect((codes != nil) == isCounted, "\(part)")
            guard let codes, case .numbers(let numbers) = codes.values else { continue }
            #expect(codes.codes?.map { numbers[Int($0) - 1] } == times.map { CalendarArithmetic.truncate($0, to: part) })
            #expect(codes.cardinality == numbers.count + 1)
        }
    }

    /// Cuts of sorted dictionaries: every code is in one range, and equal texts are in the same one.
    @Test func rangesOfDictionaries() throws {
        let dictionaries = (0..<40).map { (part: Int) -> StringDictionary in
            let texts = (0..<8000).map { (index: Int) -> String in
                // One of them crowds in one place.
                let number = part == 7 ? 30_000_000 + index : (index * 7919 + part * 13) % 100_003 * 900
                return String(number + 100_000_000)
            }
            return StringDictionary(texts.sorted())
        }
        var options = ExecutionOptions()
        options.threads = 3
        let ranges = try DistinctJoin.ranges(dictionaries, options)
        #expect(ranges.count > 5)
        for (index, dictionary) in dictionaries.enumerated() {
            #expect(ranges.flatMap { Array($0[index]) }.sorted() == Array(0..<dictionary.count))
        }
        let spans = ranges.map { range -> (String, String) in
            let texts = zip(dictionaries, range).flatMap { dictionary, codes in codes.map { dictionary.string(at: $0) } }
            return (texts.min() ?? "", texts.max() ?? "")
        }.sorted { $0.0 < $1.0 }
        for (one, next) in zip(spans, spans.dropFirst()) { #expect(one.1 < next.0) }
    }

    @Test func moreRowsThanACellHolds() throws {
        let query = GroupedQuery(try Answers.plan("SELECT component, count(*) FROM interactions GROUP BY 1"))
        let share = GroupedQuery.Share(query)
        for _ in 0..<3 {
            #expect(try share.add([2_000_000_000], nulls: nil, .empty, []) == 2_000_000_000)
            #expect(try share.add([], nulls: 2_000_000_000, .empty, []) == 2_000_000_000)
        }
        try share.flush()
        #expect((share.states.first as? CountAccumulator)?.counts == [12_000_000_000])
    }
}
