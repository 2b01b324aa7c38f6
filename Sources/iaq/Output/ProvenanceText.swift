// How an answer was made, for people (EXPLAIN ANALYZE) and for scripts (--provenance).
import InteractionAnalytics

/// How an answer was made, for people and for scripts.
enum ProvenanceText {
    /// `range` is the command's, null for all time; `facts` follow it.
    static func json(
        _ provenance: QueryProvenance, range: Range<Timestamp>?, zone: ZoneRules, facts: [(name: String, cell: Cell)] = []
    ) -> String {
        func side(_ moment: Timestamp) -> String {
            moment.microseconds == .min || moment.microseconds == .max ? "null" : "\"\(moment)\""
        }
        let span = range.map { "[\(side($0.lowerBound)),\(side($0.upperBound))]" } ?? "null"
        let fields: [(String, String)] = [
            ("exact", "\(provenance.isExact)"), ("partial", "\(provenance.isPartial)"), ("missing", "[" + missing(provenance) + "]"),
            ("sourcesRead", "\(provenance.sourcesRead)"), ("sourcesSkipped", "\(provenance.sourcesSkipped)"),
            ("rowsRead", "\(provenance.rowsRead)"), ("rowsSkipped", "\(provenance.rowsSkipped)"),
            ("rowsFromRollups", "\(provenance.rowsFromRollups)"),
            ("rowGroupsRead", "\(provenance.rowGroupsRead)"),
            ("rowGroupsSkipped", "{" + skipped(provenance.rowGroupsSkipped) + "}"),
            ("bytesRead", "\(provenance.bytesRead)"), ("bytesDecoded", "\(provenance.bytesDecoded)"),
            ("memoryPeakBytes", "\(provenance.memoryPeakBytes)"), ("spilledBytes", "\(provenance.spilledBytes)"),
            ("steps", "[" + steps(provenance) + "]"), ("threads", "\(provenance.threads)"),
            ("milliseconds", "\(milliseconds(provenance.elapsed))"), ("range", span), ("zone", "\"" + zone.name + "\""),
        ]
        let more = facts.map { fact -> (String, String) in
            var bytes: [UInt8] = []
            fact.cell.writeJSON(to: &bytes)
            return (fact.name, String(decoding: bytes, as: UTF8.self))
        }
        return "{" + (fields + more).map { "\"" + $0 + "\":" + $1 }.joined(separator: ",") + "}"
    }

    private static func missing(_ provenance: QueryProvenance) -> String {
        provenance.missing.map { file in
            "{\"file\":\(PropertyJSON.text(.string(file.file))),\"day\":\(file.day.map { "\"\($0)\"" } ?? "null"),"
                + "\"events\":\(file.events.map { "\($0)" } ?? "null"),\"reason\":\(PropertyJSON.text(.string(file.reason)))}"
        }.joined(separator: ",")
    }

    private static func reasons(_ skipped: SkippedRowGroups) -> [(name: String, count: Int, words: String)] {
        [
            ("time", skipped.byTime, "outside the time"), ("dictionary", skipped.byDictionary, "by dictionary"),
            ("range", skipped.byRange, "by range of numbers"), ("order", skipped.byOrder, "after the first rows"),
            ("condition", skipped.byCondition, "read without a row that passed"),
        ]
    }

    private static func skipped(_ skipped: SkippedRowGroups) -> String {
        reasons(skipped).map { "\"\($0.name)\":\($0.count)" }.joined(separator: ",")
    }

    private static func steps(_ provenance: QueryProvenance) -> String {
        let texts = provenance.steps.map { step -> String in
            let owner = step.subquery.map { "\($0)" } ?? "null"
            let rows = "\"rowsIn\":\(step.rowsIn),\"rowsOut\":\(step.rowsOut)"
            return "{\"name\":\"\(step.name)\",\"subquery\":\(owner),\(rows),\"milliseconds\":\(milliseconds(step.time))}"
        }
        return texts.joined(separator: ",")
    }

    /// What EXPLAIN ANALYZE adds to the plan.
    static func lines(_ provenance: QueryProvenance, rows: Int) -> [String] {
        var lines = provenance.missing.map { "without \($0)" }
        let reasons = reasons(provenance.rowGroupsSkipped).filter { $0.count > 0 }.map { "\($0.count) \($0.words)" }
        lines.append("read \(provenance.rowsRead) rows in \(provenance.rowGroupsRead) row groups of \(provenance.sourcesRead) sources")
        lines.append(
            "skipped \(provenance.rowsSkipped) rows in \(provenance.rowGroupsSkipped.total) row groups"
                + (reasons.isEmpty ? "" : ": " + reasons.joined(separator: ", ")))
        if provenance.rowsFromRollups > 0 { lines.append("\(provenance.rowsFromRollups) rows counted by rollups, without reading them") }
        lines.append("\(provenance.sourcesSkipped) sources lie outside the time")
        lines.append("\(provenance.bytesRead) bytes from files, \(provenance.bytesDecoded) bytes of columns decoded")
        for step in provenance.steps {
            let owner = step.subquery.map { "subquery \($0) " } ?? ""
            lines.append("\(owner)\(step.name): \(step.rowsIn) rows to \(step.rowsOut), \(milliseconds(step.time)) ms")
        }
        lines.append("memory \(provenance.memoryPeakBytes) bytes at most, \(provenance.spilledBytes) bytes in temporary files")
        lines.append("\(rows) rows in \(milliseconds(provenance.elapsed)) ms on \(provenance.threads) threads")
        return lines
    }

    private static func milliseconds(_ time: Duration) -> Double {
        let (seconds, attoseconds) = time.components
        return Double(seconds) * 1000 + Double(attoseconds / 1_000_000_000_000) / 1000
    }
}
