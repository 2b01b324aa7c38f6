// The demo stream: exact counts, order, range, the shape of a line, and the same bytes for the same seed on every machine.
import InteractionAnalytics
import Testing

@testable import iaq

@Suite struct DemoTests {
    static func stream(_ request: DemoRequest) -> [UInt8] {
        var all: [UInt8] = []
        var generator = DemoGenerator(request)
        generator.run { (chunk) in all += chunk }
        return all
    }

    static let end = Day(year: 2026, month: 4, day: 1)

    static func lines(_ bytes: [UInt8]) -> [Substring] {
        String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    }

    static func fingerprint(_ bytes: [UInt8]) -> UInt64 {
        bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }

    @Test(arguments: [(0, 1), (1, 1), (7, 3), (100, 90), (5000, 2), (20_000, 30)])
    func countIsExactAndOrderGlobal(events: Int, days: Int) {
        let bytes = Self.stream(DemoRequest(events: events, days: days, end: Self.end))
        let lines = Self.lines(bytes)
        #expect(lines.count == events)
        let times = lines.map { $0.dropFirst(14).prefix(24) }
        #expect(zip(times, times.dropFirst()).allSatisfy { $0 <= $1 })
        let first = Self.end.advanced(by: -days).description
        #expect(times.allSatisfy { $0.prefix(10) >= first && $0.prefix(10) < Self.end.description })
    }

    @Test func everyDayHasEvents() {
        let lines = Self.lines(Self.stream(DemoRequest(events: 20_000, days: 30, end: Self.end)))
        #expect(Set(lines.map { $0.dropFirst(14).prefix(10) }).count == 30)
    }

    /// The golden value: another one means that everyone's demo data changed.
    @Test func sameSeedSameBytes() {
        let request = DemoRequest(events: 10_000, days: 7, end: Self.end, seed: 42)
        let bytes = Self.stream(request)
        #expect(Self.fingerprint(bytes) == 10_208_098_940_973_418_217)
        var other = request
        other.seed = 43
        #expect(Self.stream(other) != bytes)
    }

    @Test func standardEventsAppearWithTheirFields() {
        let lines = Self.lines(Self.stream(DemoRequest(events: 20_000, days: 7, end: Self.end)))
        let wanted = [
            "generation_complete": ["generationTime", "promptLength", "provider", "success", "prompt"],
            "api_call": ["url", "method", "status", "durationMs"], "error": ["error", "stack", "component", "critical"],
            "performance_metric": ["metric", "value", "id", "delta"],
            "state_transition": ["machine", "fromState", "toState", "event", "duration"], "navigation": ["from", "to"],
            "scroll": ["depth"], "consent": ["granted", "basis", "features"], "purchase": ["orderId", "total"],
        ]
        for (action, fields) in wanted {
            let mine = lines.filter { $0.contains("\"action\":\"\(action)\"") }
            #expect(!mine.isEmpty, "no \(action)")
            for field in fields { #expect(mine.allSatisfy { $0.contains("\"\(field)\":") }, "\(action) without \(field)") }
        }
        #expect(lines.contains { !$0.contains("\"userId\"") })
        #expect(lines.contains { !$0.contains("\"sessionId\"") })
        #expect(lines.contains { !$0.contains("\"details\"") })
    }

    @Test func exponentialIsCloseToTheRealOne() {
        for (x, y) in [(0.0, 1.0), (1.0, 2.718281828459045), (-3.5, 0.0301973834223185), (5.0, 148.4131591025766)] {
            #expect(abs(DemoRandom.exponential(x) - y) < 1e-12 * y)
        }
    }

    @Test func numbersArePrintedWithoutFloatingPoint() {
        var line = DemoLine()
        line.add(units: 84231, decimals: 2)
        line.add(" ")
        line.add(units: 70, decimals: 4)
        line.add(" ")
        line.add(cents: 1990)
        line.add(" ")
        line.add(cents: 2000)
        line.add(" ")
        line.add(cents: 5)
        line.add(" ")
        line.addHex(0xab, digits: 4)
        #expect(String(decoding: line.bytes, as: UTF8.self) == "842.31 0.0071 19.9 20 0.05 00ab")
    }
}
