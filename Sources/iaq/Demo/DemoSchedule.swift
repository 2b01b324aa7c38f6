// When sessions start: a weekly shape by weekday and hour with growth over the range, in integers. Minute by minute it says
// how many of the wanted events should have been given out, so that any count fills the whole range and comes out exact.
import InteractionAnalytics

/// The share of all events that belongs to each minute of the range.
struct DemoSchedule {
    let first: Day
    let days: Int
    let events: Int
    private let total: UInt64

    private static let weekday = [2, 1, 1, 1, 1, 2, 4, 8, 14, 18, 20, 20, 18, 19, 20, 20, 19, 17, 15, 14, 13, 11, 8, 4, 2]
    private static let weekend = [4, 3, 2, 1, 1, 1, 2, 4, 7, 10, 13, 14, 14, 14, 14, 13, 13, 13, 14, 15, 14, 12, 9, 6, 4]

    init(first: Day, days: Int, events: Int) {
        self.first = first
        self.days = days
        self.events = events
        var sum: UInt64 = 0
        for day in 0..<days { for minute in 0..<1440 { sum += Self.weight(day: day, of: days, minute: minute, first: first) } }
        total = max(1, sum)
    }

    /// Weight of one minute: the hour's level, blended into the next hour's, times the growth so far.
    private static func weight(day: Int, of days: Int, minute: Int, first: Day) -> UInt64 {
        let levels = first.advanced(by: day).isoWeekday > 5 ? weekend : weekday
        let hour = minute / 60
        let within = minute % 60
        let level = levels[hour] * (60 - within) + levels[hour + 1] * within
        return UInt64(level * (70 + 60 * day / max(1, days)))
    }

    /// Calls `body` for each minute in order with its first instant in milliseconds since 1970 and the number of events
    /// that should have been given out by its end.
    func forEachMinute<Failure: Error>(_ body: (_ day: Int, _ start: Int64, _ due: Int) throws(Failure) -> Void) throws(Failure) {
        var sum: UInt64 = 0
        for day in 0..<days {
            let start = first.advanced(by: day).start.microseconds / 1000
            for minute in 0..<1440 {
                sum += Self.weight(day: day, of: days, minute: minute, first: first)
                let product = UInt64(events).multipliedFullWidth(by: sum)
                let due = total.dividingFullWidth((high: product.high, low: product.low)).quotient
                try body(day, start + Int64(minute) * 60_000, Int(due))
            }
        }
    }
}
