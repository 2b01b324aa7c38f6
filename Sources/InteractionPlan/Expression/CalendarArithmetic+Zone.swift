// Units of the calendar in a time zone. Hours and shorter are cut on the local clock and end where the offset changes; days and
// longer begin at the first instant of their first local day, so that they follow each other without gaps or overlap.

import InteractionModel

extension CalendarArithmetic {
    /// The unit of local time that holds an instant: its first instant and the first after it (half-open), and its start on
    /// the local clock as if that were UTC. Parts that are no unit give the instant alone.
    package static func unit(
        _ part: DatePart, of instant: Int64, in zone: ZoneRules
    ) -> (start: Int64, end: Int64, local: Int64) {
        let span = zone.span(at: instant)
        let local = instant &+ span.offset
        var floor = truncate(local, to: part)
        guard var next = end(of: part, from: floor) else { return (instant, instant == .max ? instant : instant + 1, local) }
        switch part {
        case .microsecond, .millisecond, .second, .minute, .hour:
            return (max(span.from, floor &- span.offset), min(span.to, next &- span.offset), floor)
        default: break
        }
        var start = zone.firstInstant(ofLocal: floor)
        var end = zone.firstInstant(ofLocal: next)
        // Clocks set back across midnight show the old day once more; it counts as the new one.
        if instant >= end, let later = Self.end(of: part, from: next) {
            floor = next
            next = later
            start = end
            end = zone.firstInstant(ofLocal: next)
        }
        return (start, end, floor)
    }

    /// The end of a unit that starts at `start`; nil for parts that are no unit, and beyond the calendar.
    private static func end(of part: DatePart, from start: Int64) -> Int64? {
        if part == .isoYear {
            // ISO years have 364 or 371 days.
            return add(Interval(days: 371), to: start).map { truncate($0, to: .isoYear) }
        }
        return length(of: part).flatMap { add($0, to: start) }
    }

    /// `instant` later by a span, its months and days counted on the zone's clocks, the rest as time passes. Where the clocks show
    /// the new time twice, the offset of `instant` is kept. nil beyond the calendar.
    package static func add(_ span: Interval, to instant: Int64, in zone: ZoneRules) -> Int64? {
        var result = instant
        if span.months != 0 || span.days != 0 {
            let offset = zone.span(at: instant).offset
            let (local, overflow) = instant.addingReportingOverflow(offset)
            guard !overflow, let wall = add(Interval(months: span.months, days: span.days), to: local) else { return nil }
            let kept = wall &- offset
            result = zone.local(kept) == wall ? kept : zone.instant(ofLocal: wall)
        }
        return add(Interval(microseconds: span.microseconds), to: result)
    }
}
