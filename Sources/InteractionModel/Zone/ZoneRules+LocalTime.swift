// From what clocks show to instants, where a change of the clocks makes that two or none.

extension ZoneRules {
    /// The instant at which clocks show a local time, as SQL has it: of two the later; of none (clocks skip it) by the offset before
    /// the change. `firstInstant(ofLocal:)` is for starts of days and buckets, which must not lie behind their first moment.
    package func instant(ofLocal local: Int64) -> Int64 {
        // No offset is beyond the largest, so what shows this time lies within it.
        let (first, under) = local.subtractingReportingOverflow(Self.largestOffset)
        let (last, over) = local.addingReportingOverflow(Self.largestOffset)
        guard !under, !over else { return local }
        var at = first
        var found: Int64?
        var offset = span(at: first).offset
        for _ in 0..<1000 {
            let span = span(at: at)
            let candidate = local &- span.offset
            if candidate >= span.from, candidate < span.to { found = candidate }
            // Before a gap the span's own reading lies at or behind its end.
            if candidate >= span.to { offset = span.offset }
            guard span.to <= last else { break }
            at = span.to
        }
        return found ?? local &- offset
    }
}
