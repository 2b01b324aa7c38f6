// Usage stats (SEMANTICS 3): what a question about them may choose, and one row of the answer.

import InteractionModel
import InteractionPlan

/// The usage of one day, week or month on local clocks. Counts of a bucket without events are 0, but for the trailing windows, which
/// may still hold users; means and rates over nothing are nil.
public struct UsageStats: Sendable, Hashable {
    /// The day, the Monday, or the first of the month.
    public var bucket: Day
    /// Distinct users with an own user id that have an event in the bucket.
    public var dailyActiveUsers: Int
    /// Distinct sessions with an event in the bucket that has no user id.
    public var anonymousSessions: Int
    /// Distinct users of the 7 and of the 30 days that end on the bucket's last day, or on the day of the newest event where that is
    /// earlier.
    public var weeklyActiveUsers: Int
    public var monthlyActiveUsers: Int
    public var events: Int
    /// Distinct sessions with an event in the bucket.
    public var sessions: Int
    /// Events `generation_complete`.
    public var totalGenerations: Int
    /// Mean of `metrics.generationTime` where it is a number, in milliseconds.
    public var avgGenerationTime: Double?
    /// Generations whose `metrics.success` is false, of all generations: 0-1.
    public var errorRate: Double?
    /// Events `error` of all events: 0-1.
    public var errorEventRate: Double?
    /// The commonest values of `details.prompt`, commonest first, equal ones in byte order.
    public var topPrompts: [String]

    public init(
        bucket: Day, dailyActiveUsers: Int, anonymousSessions: Int, weeklyActiveUsers: Int, monthlyActiveUsers: Int, events: Int,
        sessions: Int, totalGenerations: Int, avgGenerationTime: Double?, errorRate: Double?, errorEventRate: Double?, topPrompts: [String]
    ) {
        self.bucket = bucket
        self.dailyActiveUsers = dailyActiveUsers
        self.anonymousSessions = anonymousSessions
        self.weeklyActiveUsers = weeklyActiveUsers
        self.monthlyActiveUsers = monthlyActiveUsers
        self.events = events
        self.sessions = sessions
        self.totalGenerations = totalGenerations
        self.avgGenerationTime = avgGenerationTime
        self.errorRate = errorRate
        self.errorEventRate = errorEventRate
        self.topPrompts = topPrompts
    }

    /// The day of a bucket of one day.
    public var day: Day { bucket }
    /// `dailyActiveUsers` of `monthlyActiveUsers`, 0-1; nil over nobody.
    public var stickiness: Double? { monthlyActiveUsers == 0 ? nil : Double(dailyActiveUsers) / Double(monthlyActiveUsers) }
}

/// What a question about usage may choose beside its events.
public struct UsageRequest: Sendable, Hashable {
    public var period: CalendarPeriod
    /// How many prompts `topPrompts` has at most; 1-1000.
    public var prompts: Int
    /// The action of a finished generation.
    public var generationAction: String

    public init(period: CalendarPeriod = .day, prompts: Int = 5, generationAction: String = "generation_complete") {
        self.period = period
        self.prompts = prompts
        self.generationAction = generationAction
    }

    /// The same as a call of the table function. Errors: `.invalidArgument` for a number of prompts out of range.
    package func call(filter: Expression?, now: Timestamp, zone: ZoneRules) throws(InteractionError) -> TableFunctionCall {
        guard UsageFunction.promptRange.contains(Int64(prompts)) else {
            throw InteractionError(.invalidArgument, "the number of prompts is 1 to 1000, not \(prompts)", place: "prompts")
        }
        return TableFunctionCall(
            name: UsageFunction.name,
            arguments: ["period": .text(period.rawValue), "prompts": .count(Int64(prompts)), "generation": .text(generationAction)],
            filter: filter, columns: UsageFunction.columns, zone: zone, now: now)
    }
}
