// Times, ties, counts and sets of some rows of a row group are those of all rows, from memory and from files.
import InteractionCoding
import InteractionFiles
import InteractionModel
import InteractionSegment
import Testing

@Suite struct SomeRowsTests {
    /// Few sessions make clusters that go on from one row group to the next.
    static func file(_ count: Int, sessions: Int, _ random: inout RandomEvents) throws -> SegmentFile {
        let day = SegmentRoundTripTests.day
        let events = (0..<count).map { index in
            Interaction(
                timestamp: Timestamp(microseconds: day.start.microseconds + Int64(random.next(80_000_000)) * 1000 + Int64(index % 50 == 0 ? 7 : 0)),
                sessionId: "s\(random.next(sessions))", userId: random.next(3) == 0 ? nil : "u\(random.next(9))",
                action: ["view", "click", "error"][random.next(3)], component: random.next(4) == 0 ? nil : "c\(random.next(70))")
        }
        let memory = try SegmentRoundTripTests.buffer(events[...], from: 1)
        return try SegmentRoundTripTests.file([memory], kind: .compacted, name: "f", in: MemoryFileSystem())
    }

    @Test(arguments: [(3000, 400), (3000, 1), (70_000, 2), (70_000, 20_000)]) func timesOfSomeRows(count: Int, sessions: Int) throws {
        var random = RandomEvents(seed: UInt64(count + sessions))
        let file = try Self.file(count, sessions: sessions, &random)
        #expect(file.rowGroups.count == (count + 65_535) / 65_536)
        for (group, facts) in file.rowGroups.enumerated() {
            let times = try file.timestamps(group: group)
            let ties = try file.ties(group: group)
            for round in 0..<20 {
                let rows = round == 0 ? [UInt32(0)] : (0..<UInt32(facts.rowCount)).filter { _ in random.next(20 + round * 40) == 0 }
                #expect(try file.timestamps(group: group, rows: rows) == rows.map { times[Int($0)] })
                let some = try file.ties(group: group, rows: rows)
                #expect(some == (ties.isEmpty ? [] : rows.map { ties[Int($0)] }))
            }
            for rows in [[UInt32(facts.rowCount)], [2, 1], [1, 1]] {
                #expect(throws: InteractionError.self) { try file.timestamps(group: group, rows: rows) }
            }
        }
    }

    @Test(arguments: [CodeColumn.user, .action, .component, .shape]) func countsAndSets(column: CodeColumn) throws {
        var random = RandomEvents(seed: 3)
        let plain = try Self.file(3000, sessions: 40, &random)
        let mixed = (0..<2000).map { _ in random.event(day: SegmentRoundTripTests.day, sessions: 30, users: 5) }
        let memory = try SegmentRoundTripTests.buffer(mixed[...], from: 1)
        let stored = try SegmentRoundTripTests.file([memory], kind: .hot, name: "m", in: MemoryFileSystem())
        for source: any SegmentSource in [plain, memory, stored] {
            let limit = column == .shape ? try source.shapes().count : try source.dictionary(column).count + 1
            for group in source.rowGroups.indices {
                let codes = try source.codes(column, group: group)
                #expect(try source.histogram(column, group: group) == (0..<limit).map { code in UInt32(codes.count { Int($0) == code }) })
                for _ in 0..<10 {
                    let table = (0..<limit).map { _ in UInt8(random.next(4) == 0 ? 1 : 0) }
                    let rows = try source.rows(column, in: table, group: group)
                    #expect(rows.rows == codes.indices.filter { table[Int(codes[$0])] == 1 }.map { UInt32($0) })
                }
            }
        }
    }
}
