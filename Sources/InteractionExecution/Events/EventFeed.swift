// Events of a snapshot a day at a time, as arrays of ids over names shared by all days: the form in which analyses of behaviour
// walk through sessions. Days come in order; inside a day either in the total order of events, or in cluster order when that is
// enough and free.

import InteractionCoding
import InteractionModel
import InteractionSegment

/// The events of one day. All arrays have the same length.
package struct DayEvents: Sendable {
    package var day: Day
    /// Microseconds UTC.
    package var times: [Int64] = []
    /// Session id number + 1, 0 for none.
    package var sessions: [UInt32] = []
    /// User id number + 1, 0 for none.
    package var users: [UInt32] = []
    /// Action number.
    package var actions: [UInt32] = []
    /// Component number + 1, 0 for none.
    package var components: [UInt32] = []
}

/// Walks through the events of sources. One use, one owner.
package final class EventFeed {
    private let days: [[any SegmentSource]]
    private var nextIndex = 0
    private let selection: EventSelection
    private var sessionNames = StringTable()
    private var userNames = StringTable()
    private var actionNames = StringTable()
    private var componentNames = StringTable()
    /// What was read and skipped so far.
    package private(set) var read = ScanFacts()

    /// A feed over sources in snapshot order (by day, then sequence), of the chosen events only.
    package init(_ sources: [any SegmentSource], _ selection: EventSelection = .all) {
        var days: [[any SegmentSource]] = []
        for source in sources {
            guard selection.admits(source) else {
                read.segmentsSkipped += 1
                read.skip(.time, groups: source.rowGroups.count, rows: source.facts.rowCount)
                continue
            }
            read.segmentsRead += 1
            if days.last?.first?.facts.day == source.facts.day {
                days[days.count - 1].append(source)
            } else {
                days.append([source])
            }
        }
        self.days = days
        self.selection = selection
    }

    package func sessionName(_ number: Int) -> String { text(sessionNames, number) }
    package func userName(_ number: Int) -> String { text(userNames, number) }
    package func actionName(_ number: Int) -> String { text(actionNames, number) }
    package func componentName(_ number: Int) -> String { text(componentNames, number) }
    package var actionCount: Int { actionNames.count }

    private func text(_ table: StringTable, _ number: Int) -> String {
        String(decoding: table.slice(at: UInt32(truncatingIfNeeded: number)), as: UTF8.self)
    }

    /// The next day's events; nil after the last. With `inTotalOrder` they stand in the order (timestamp, sequence), otherwise
    /// at least the events of each session do, sessions by their first event of the day. Errors: `.damaged`, `.inputOutput`. Cost: decodes five columns of the day.
    package func next(inTotalOrder: Bool) throws(InteractionError) -> DayEvents? {
        guard nextIndex < days.count else { return nil }
        let sources = days[nextIndex]
        nextIndex += 1
        var events = DayEvents(day: sources[0].facts.day)
        var arrival: [UInt32] = []
        // A cluster of a user without session ids holds several sessions, whose starts lie between those of others; so do the
        // first chosen events of sessions of which some are left out.
        var isMixed = inTotalOrder || sources.count > 1
        let evaluator = Evaluator()
        for source in sources {
            if try source.clusters().kinds.contains(.user) { isMixed = true }
            let base = UInt32(truncatingIfNeeded: events.times.count)
            let ties = try append(source, to: &events, evaluator)
            let count = events.times.count - Int(base)
            if count != source.facts.rowCount { isMixed = true }
            arrival += EventOrder.rows(ties: ties, count: count, from: base)
        }
        if isMixed {
            events = events.picked(EventOrder.byTime(events.times, among: arrival))
        }
        return events
    }

    /// Appends a source's chosen rows; returns their tie ordinals, or nothing when all are 0.
    private func append(
        _ source: any SegmentSource, to events: inout DayEvents, _ evaluator: Evaluator
    ) throws(InteractionError) -> [UInt32] {
        let clusters = try source.clusters()
        var sessionMap: [UInt32] = [0]
        for index in 0..<clusters.count {
            sessionMap.append(
                clusters.kinds[index] == .session
                    ? clusters.ids.withBytes(at: index) { sessionNames.intern($0) } + 1 : 0)
        }
        let userMap = try Self.map(source.dictionary(.user), into: &userNames)
        let actionMap = try Self.map(source.dictionary(.action), into: &actionNames)
        let componentMap = try Self.map(source.dictionary(.component), into: &componentNames)
        let view = SourceView(source)
        var ties: [UInt32] = []
        let start = events.times.count
        for (ordinal, group) in source.rowGroups.enumerated() {
            let reader = UnitReader(view, group: ordinal)
            let rows = try selection.rows(reader, evaluator)
            let count = rows?.count ?? group.rowCount
            note(group, selected: count)
            if count == 0 { continue }
            func chosen<Value>(_ values: [Value]) -> [Value] { rows.map { Gather.pick(values, $0) } ?? values }
            let before = events.times.count - start
            events.times += chosen(try reader.timestamps())
            events.sessions += chosen(try reader.sessionCodes()).map { sessionMap[Int($0)] }
            events.users += chosen(try reader.codes(.user)).map { userMap[Int($0)] }
            let actions = chosen(try reader.codes(.action))
            guard !actions.contains(0) else {
                throw InteractionError(.damaged, "an event without action", place: source.facts.day.description)
            }
            events.actions += actions.map { actionMap[Int($0)] - 1 }
            events.components += chosen(try reader.codes(.component)).map { componentMap[Int($0)] }
            let part = try reader.ties()
            if !part.isEmpty {
                ties += [UInt32](repeating: 0, count: before - ties.count)
                ties += chosen(part)
            }
        }
        if !ties.isEmpty { ties += [UInt32](repeating: 0, count: events.times.count - start - ties.count) }
        return ties
    }

    private func note(_ group: RowGroup, selected: Int) {
        if selected == 0 {
            read.skip(.condition, groups: 1, rows: group.rowCount)
        } else {
            read.rowGroupsRead += 1
            read.rowsRead += group.rowCount
        }
        read.rowsSelected += selected
    }

    /// Codes of a dictionary (0 for none, entry + 1) as numbers of a table (0 for none, number + 1).
    private static func map(_ dictionary: StringDictionary, into table: inout StringTable) -> [UInt32] {
        var map: [UInt32] = [0]
        map.reserveCapacity(dictionary.count + 1)
        for index in 0..<dictionary.count { dictionary.withBytes(at: index) { map.append(table.intern($0) + 1) } }
        return map
    }
}

extension DayEvents {
    /// The events at the given indexes, in their order.
    func picked(_ order: [UInt32]) -> DayEvents {
        DayEvents(
            day: day, times: order.map { times[Int($0)] }, sessions: order.map { sessions[Int($0)] },
            users: order.map { users[Int($0)] }, actions: order.map { actions[Int($0)] },
            components: order.map { components[Int($0)] })
    }
}
