// Where a value lies between two that a coarser type can tell: integers from 2^53 on, numbers beyond 128 bits, halves of
// milliseconds and microseconds.
import InteractionExecution
import InteractionModel
import Testing

@Suite struct ExactnessTests {
    static let edge: Int64 = 1 << 53
    static let start = Timestamp(microseconds: 1_772_323_200_000_000)

    static func count(_ condition: String, _ values: [PropertyValue]) throws -> [[ResultValue]] {
        let events = values.enumerated().map { index, value in
            Interaction(
                timestamp: Timestamp(microseconds: start.microseconds + Int64(index)), sessionId: "s", action: "a",
                details: ["v": value])
        }
        return try Answers.ask("SELECT count(*) FROM interactions WHERE \(condition)", try RandomEvents.sources(events, parts: 1))
    }

    /// 2^53 and its neighbour are one double, and two integers.
    @Test(arguments: [
        ("details.v = 9007199254740992", 1), ("details.v > 9007199254740992", 1), ("details.v <> 9007199254740992", 3),
        ("details.v IN (9007199254740992)", 1), ("details.v < -9007199254740992", 1), ("details.v = -9007199254740992", 1),
    ]) func integersFromTwoToThe53On(_ condition: String, _ expected: Int64) throws {
        let values: [PropertyValue] = [.int(Self.edge), .int(Self.edge + 1), .int(-Self.edge), .int(-Self.edge - 1)]
        #expect(try Self.count(condition, values) == [[.int(expected)]])
    }

    /// Numbers that no 128 bits hold are still greater or less than an integer.
    @Test(arguments: [
        ("details.v > 9007199254740993", 1), ("details.v < 9007199254740993", 2), ("details.v > -9007199254740993", 2),
        ("details.v < 100000000000000000000", 2), ("details.v = 9007199254740993", 0),
    ]) func numbersBeyondIntegers(_ condition: String, _ expected: Int64) throws {
        #expect(try Self.count(condition, [.double(1e300), .double(-1e300), .double(0.5)]) == [[.int(expected)]])
    }

    /// As DuckDB: to the nearest, halves away from zero.
    @Test func timesAreRounded() throws {
        let events = [0, 499, 500, 1499, 1500, -499, -500, -1500].map { micros in
            Interaction(timestamp: Timestamp(microseconds: micros), sessionId: "s", action: "a")
        }
        let sources = try RandomEvents.sources(Array(events), parts: 1)
        let got = try Answers.ask("SELECT epoch_ms(timestamp) FROM interactions ORDER BY timestamp", sources)
        #expect(got == [-2, -1, 0, 0, 0, 1, 1, 2].map { [.int($0)] })
        let two = try RandomEvents.sources(events.filter { $0.timestamp.microseconds == 0 || $0.timestamp.microseconds == 499 }, parts: 1)
        #expect(try Answers.ask("SELECT epoch_us(median(timestamp)) FROM interactions", two) == [[.int(250)]])
    }

    /// Sums and arithmetic of integer properties are integers, as over BIGINT columns; one double makes a double.
    static func ask(_ list: String, _ values: [PropertyValue], group: String = "") throws -> [[ResultValue]] {
        let events = values.enumerated().map { index, value in
            Interaction(
                timestamp: Timestamp(microseconds: start.microseconds + Int64(index)), sessionId: "s", action: index % 2 == 0 ? "a" : "b",
                details: ["v": value])
        }
        let sources = try RandomEvents.sources(events, parts: 2)
        let one = try Answers.ask("SELECT \(list) FROM interactions \(group)", sources)
        #expect(try Answers.ask("SELECT \(list) FROM interactions \(group)", sources, threads: 3) == one)
        return one
    }

    @Test func integersStayIntegers() throws {
        let large: [PropertyValue] = [.int(Self.edge), .int(1), .int(1), .int(1)]
        #expect(try Self.ask("sum(details.v)", large) == [[.int(Self.edge + 3)]])
        #expect(try Self.ask("sum(details.v + 1), sum(details.v * 2), max(details.v - 1)", large) == [[.int(Self.edge + 7), .int(2 * Self.edge + 6), .int(Self.edge - 1)]])
        #expect(try Self.ask("details.v // 2, details.v % 2, -details.v", [.int(7)]) == [[.int(3), .int(1), .int(-7)]])
        #expect(try Self.ask("coalesce(details.v, 0) + 1, CASE WHEN details.v > 1 THEN details.v ELSE 0 END", [.int(7)]) == [[.int(8), .int(7)]])
        #expect(try Self.ask("CAST(details.v + 1 AS VARCHAR)", [.int(7)]) == [[.text("8")]])
    }

    @Test func oneDoubleMakesADouble() throws {
        #expect(try Self.ask("sum(details.v)", [.int(1), .double(0.5), .string("x")]) == [[.double(1.5)]])
        #expect(try Self.ask("details.v + 1", [.double(0.5)]) == [[.double(1.5)]])
        #expect(try Self.ask("action, sum(details.v)", [.int(1), .double(2), .int(3), .string("y")], group: "GROUP BY 1 ORDER BY 1") == [[.text("a"), .int(4)], [.text("b"), .double(2)]])
        #expect(try Self.ask("sum(details.v), sum(details.v + 1)", [.string("x"), .bool(true)]) == [[.null, .null]])
        #expect(try Self.ask("details.v + 1, details.v * 2, details.v - 1", [.string("x")]) == [[.null, .null, .null]])
    }

    /// A sum beyond 64 bits keeps its digits; one result of arithmetic beyond them is a double.
    @Test func beyond64Bits() throws {
        #expect(try Self.ask("sum(details.v)", [.int(.max), .int(.max)]) == [[.number("18446744073709551614")]])
        #expect(try Self.ask("details.v + 1, -(details.v - 9223372036854775807 - 1)", [.int(.max)]) == [[.double(0x1p63), .int(1)]])
        #expect(throws: InteractionError.self) { try Self.ask("details.v // 0", [.int(1)]) }
        #expect(throws: InteractionError.self) { try Self.ask("details.v % 0", [.int(1)]) }
        // As in DuckDB // raises over doubles too, % does not.
        #expect(throws: InteractionError.self) { try Self.ask("details.v // 0", [.double(1.5)]) }
        #expect(throws: InteractionError.self) { try Self.ask("5e0 // 0", [.int(1)]) }
        #expect(throws: InteractionError.self) { try Self.ask("5.5 % 0", [.int(1)]) }
        #expect(try Self.ask("CAST(details.v % 0 AS VARCHAR), details.v / 0 > 1e308", [.double(1.5)]) == [[.text("nan"), .bool(true)]])
    }

    /// A sum of 128 bits is right or an error, in whatever order its numbers come and whichever threads add them.
    @Test(arguments: [[1, 1], [1, 1, -1], [-1, -1], [1, 1, -1, -1], [1, -1, 1, -1, 1], [1, 1, 1, -1, -1, -1]]) func sumsOfHugeIntegers(_ signs: [Int]) throws {
        let large: Int128 = 170_000_000_000_000_000_000_000_000_000_000_000_000
        let values = signs.map { PropertyValue.int(Int64($0)) }
        let list = "sum(CASE WHEN details.v = 1 THEN \(large)::HUGEINT ELSE -\(large)::HUGEINT END)"
        let total = signs.reduce(0, +)
        if abs(total) <= 1 {
            #expect(try Self.ask(list, values) == [[.hugeint(Int128(total) * large)]])
        } else {
            #expect(throws: InteractionError.self) { try Self.ask(list, values) }
        }
    }

    /// quantile_disc takes a property's numbers; of texts alone it gives a text.
    @Test func discreteQuantilesOfProperties() throws {
        #expect(try Self.ask("quantile_disc(details.v, 0.5)", [.string("b"), .string("a"), .string("c")]) == [[.text("b")]])
        #expect(try Self.ask("quantile_disc(details.v, 0.5)", [.int(3), .string("a"), .int(1), .int(2)]) == [[.int(2)]])
        #expect(try Self.ask("quantile_disc(details.v, 1)", [.int(3), .double(4.5)]) == [[.double(4.5)]])
        #expect(try Self.ask("quantile_disc(details.v, 0.5)", [.int(Self.edge + 1)]) == [[.int(Self.edge + 1)]])
        #expect(try Self.ask("quantile_disc(details.v, 0.5)", [.null]) == [[.null]])
    }

    @Test func narrowIntegersAreChecked() throws {
        #expect(try Self.ask("details.v::SMALLINT, TRY_CAST(details.v AS TINYINT)", [.int(300)]) == [[.int(300), .null]])
        #expect(try Self.ask("(details.v * 1.0)::INTEGER", [.double(2.5)]) == [[.int(2)]])
        #expect(throws: InteractionError.self) { try Self.ask("details.v::TINYINT", [.int(300)]) }
        #expect(throws: InteractionError.self) { try Self.ask("CAST(length(action) * 3000000000 AS INTEGER)", [.int(1)]) }
    }
}
