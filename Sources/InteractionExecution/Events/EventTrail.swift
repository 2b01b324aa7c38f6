// One event and what came before it in its session: the breadcrumbs of an error. The places of a session's events are looked at
// first, so that only the events shown are read as a whole.

import InteractionCoding
import InteractionModel
import InteractionSegment

/// An event and the events of its session before it.
package struct EventTrail: Sendable {
    package var event: Interaction
    /// In order; empty for an event without a session.
    package var before: [Interaction]

    /// The last event of `target`, and up to `count` chosen events of its session before it. nil where there is no such event.
    /// Cost: that of finding rows in the segments that `target` admits, and of the session's row groups. Errors: those of reading.
    package static func last(
        of target: EventSelection, before count: Int, in sources: [any SegmentSource], _ selection: EventSelection
    ) throws(InteractionError) -> (trail: EventTrail?, read: ScanFacts) {
        var walk = TrailWalk(sources: sources)
        guard let place = try walk.places(target, most: 1).last, let event = try walk.events(at: [place]).first else { return (nil, walk.read) }
        guard let session = event.sessionId else { return (EventTrail(event: event, before: []), walk.read) }
        let places = try walk.places(selection, ofSession: Array(session.utf8), before: place, most: count)
        return (EventTrail(event: event, before: try walk.events(at: places)), walk.read)
    }
}

/// Finds places of events and reads the events there.
private struct TrailWalk {
    let sources: [any SegmentSource]
    var read = ScanFacts()
    private let evaluator = Evaluator()

    init(sources: [any SegmentSource]) { self.sources = sources }

    /// The last `most` places of chosen events in order, of one session and before a place where these are given.
    mutating func places(
        _ selection: EventSelection, ofSession session: [UInt8]? = nil, before end: EventPlace? = nil, most: Int
    ) throws(InteractionError) -> [EventPlace] {
        var found: [EventPlace] = []
        for (index, source) in sources.enumerated() {
            let rows = try rows(of: session, source)
            guard !rows.isEmpty, selection.admits(source), end.map({ source.facts.firstTimestamp <= $0.time }) ?? true else {
                read.segmentsSkipped += 1
                read.rowsSkipped += source.facts.rowCount
                continue
            }
            read.segmentsRead += 1
            let view = SourceView(source)
            for (group, facts) in source.rowGroups.enumerated() {
                guard facts.rows.overlaps(rows) else {
                    read.rowsSkipped += facts.rowCount
                    continue
                }
                read.rowsRead += facts.rowCount
                let chosen = try selection.rows(UnitReader(view, group: group), evaluator)
                if chosen?.isEmpty == true { continue }
                let times = try source.timestamps(group: group)
                let ties = try source.ties(group: group)
                func take(_ row: Int) {
                    guard rows.contains(facts.firstRow + row) else { return }
                    let place = EventPlace(
                        time: times[row], source: UInt32(truncatingIfNeeded: index), tie: ties.isEmpty ? 0 : ties[row],
                        row: UInt32(truncatingIfNeeded: facts.firstRow + row))
                    if let end, place >= end { return }
                    found.append(place)
                    // Never more than twice what is wanted.
                    if found.count >= 2 * max(most, 512) { found = Array(found.sorted().suffix(most)) }
                }
                if let chosen { for row in chosen { take(Int(row)) } } else { for row in times.indices { take(row) } }
            }
        }
        return Array(found.sorted().suffix(most))
    }

    /// The rows of a source that may be meant: those of a session, or all.
    private func rows(of session: [UInt8]?, _ source: any SegmentSource) throws(InteractionError) -> Range<Int> {
        guard let session else { return 0..<source.facts.rowCount }
        let clusters = try source.clusters()
        for cluster in 0..<clusters.count where clusters.kinds[cluster] == .session && clusters.ids.compare(cluster, session) == 0 {
            return Int(clusters.firstRows[cluster])..<Int(clusters.firstRows[cluster + 1])
        }
        return 0..<0
    }

    /// The events at places, in the order of places.
    func events(at places: [EventPlace]) throws(InteractionError) -> [Interaction] {
        var found: [EventPlace: Interaction] = [:]
        for (index, source) in sources.enumerated() {
            var wanted: [Int: EventPlace] = [:]
            for place in places where Int(place.source) == index { wanted[Int(place.row)] = place }
            if wanted.isEmpty { continue }
            let reader = try EventRows(source)
            for (group, facts) in source.rowGroups.enumerated() where wanted.keys.contains(where: { facts.rows.contains($0) }) {
                try reader.forEach(group: group, where: { wanted[$0] != nil }) { (row) throws(InteractionError) in
                    if let place = wanted[row.row] { found[place] = try ShapeRenderer.interaction(row.shape, row.filling) }
                }
            }
        }
        return places.compactMap { found[$0] }
    }
}
