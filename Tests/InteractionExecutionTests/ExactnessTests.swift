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
}
