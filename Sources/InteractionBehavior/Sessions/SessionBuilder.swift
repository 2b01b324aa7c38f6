// Puts events into sessions in one pass over a feed: given ids as they are, or a unit's stream cut where it pauses. State is one
// small record a session, so that days stream through.

import InteractionExecution
import InteractionModel

/// Builds sessions, and the edges between consecutive events inside them when asked to.
struct SessionBuilder {
    private let request: SessionRequest
    private let gap: Int64?
    private let maxLength: Int64
    private var records: [SessionList.Record] = []
    /// Last event seen of a record, for edges.
    private var lastActions: [UInt32] = []
    /// Open record of each session id and of each user, + 1; 0 for none.
    private var openBySession: [UInt32] = []
    private var openByUser: [UInt32] = []
    /// Names of records: sessions as number * 2, users as number * 2 + 1.
    private var bases: [UInt32] = []
    private var runningNumbers: [String: UInt32] = [:]
    var edges: EdgeTable?

    /// The pause that ends a session of events without a session id, where none is asked for.
    private static let userGap: Int64 = 1_800_000_000

    init(_ request: SessionRequest, collectingEdges: Bool = false) {
        self.request = request
        gap = request.gap?.microseconds
        maxLength = request.maxLength?.microseconds ?? .max
        edges = collectingEdges ? EdgeTable() : nil
    }

    /// True when the pass needs events in total order: units mix clusters.
    var needsTotalOrder: Bool { gap != nil }

    /// Takes one day. Days must come in order. Cost: linear.
    mutating func add(_ day: DayEvents) {
        for index in day.times.indices {
            let session = day.sessions[index]
            let user = day.users[index]
            let byUser: Bool
            if gap == nil {
                byUser = session == 0
            } else {
                byUser = user != 0
            }
            if byUser ? user == 0 : session == 0 { continue }
            if gap != nil, request.unit == .identified, !byUser { continue }
            let slot = Int(byUser ? user : session)
            if byUser {
                if slot >= openByUser.count { openByUser += [UInt32](repeating: 0, count: slot + 1 - openByUser.count) }
            } else if slot >= openBySession.count {
                openBySession += [UInt32](repeating: 0, count: slot + 1 - openBySession.count)
            }
            let open = byUser ? openByUser[slot] : openBySession[slot]
            let time = day.times[index]
            let action = day.actions[index]
            if open != 0, continues(Int(open) - 1, at: time, byUser: byUser) {
                let record = Int(open) - 1
                edges?.add(from: lastActions[record], to: action, gap: time - records[record].end)
                records[record].end = time
                records[record].exit = action
                records[record].events += 1
                if user != 0 { records[record].user = user }
                lastActions[record] = action
            } else {
                let record = UInt32(truncatingIfNeeded: records.count + 1)
                if byUser { openByUser[slot] = record } else { openBySession[slot] = record }
                records.append(
                    SessionList.Record(
                        name: 0, ordinal: 0, user: user, start: time, end: time, events: 1, entry: action, exit: action))
                lastActions.append(action)
                bases.append(session != 0 ? (session - 1) * 2 : (user - 1) * 2 + 1)
            }
        }
    }

    private func continues(_ record: Int, at time: Int64, byUser: Bool) -> Bool {
        guard let timeout = gap ?? (byUser ? Self.userGap : nil) else { return true }
        return time - records[record].end <= timeout && time - records[record].start <= maxLength
    }

    /// The sessions seen, named from the feed.
    mutating func finish(_ feed: EventFeed) -> SessionList {
        var names: [String] = []
        var users: [String] = []
        var numbers: [UInt32: UInt32] = [:]
        var highestUser = 0
        for record in records { highestUser = max(highestUser, Int(record.user)) }
        for number in 0..<highestUser { users.append(feed.userName(number)) }
        for index in records.indices {
            let base = bases[index]
            if let known = numbers[base] {
                records[index].name = known
            } else {
                records[index].name = UInt32(truncatingIfNeeded: names.count)
                numbers[base] = records[index].name
                names.append(base % 2 == 0 ? feed.sessionName(Int(base / 2)) : feed.userName(Int(base / 2)))
            }
            guard gap != nil || base % 2 == 1 else { continue }
            let name = names[Int(records[index].name)]
            runningNumbers[name, default: 0] += 1
            records[index].ordinal = runningNumbers[name] ?? 1
        }
        return SessionList(
            records: records, names: names, users: users, actions: (0..<feed.actionCount).map(feed.actionName))
    }
}

extension SessionList {
    /// Sessions of a feed. Errors: `.damaged`, `.inputOutput`, `.invalidArgument` for a negative gap.
    package static func build(_ request: SessionRequest, _ feed: EventFeed) throws(InteractionError) -> SessionList {
        try request.check()
        var builder = SessionBuilder(request)
        while let day = try feed.next(inTotalOrder: builder.needsTotalOrder) { builder.add(day) }
        return builder.finish(feed)
    }
}
