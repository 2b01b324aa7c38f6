// Segments of several days made at once, in memory: encoding takes processors, so it runs on all of them; the files are then
// written one after another in the order of the days, so that what reaches the disk, and in which order, is the same in every run.

import InteractionFiles
import InteractionModel
import InteractionSegment
import Synchronization

/// The bytes of a segment before they have a file.
final class SegmentDraft: Sendable {
    private let bytes = Bytes()
    private let summary: SegmentSummary

    private init(_ sources: [any SegmentSource], day: Day, kind: SegmentKind, lineage: SegmentLineage) throws(InteractionError) {
        summary = try SegmentMerge.write(sources, day: day, kind: kind, lineage: lineage, to: bytes)
    }

    /// Appends the bytes to a file, in the pieces in which they were made.
    func write(to file: any WritableFile) throws(InteractionError) -> SegmentSummary {
        for piece in bytes.pieces.withLock({ $0 }) { try file.append(piece) }
        return summary
    }

    /// Hot segments of the rows of some days, in the order given. The caller leaves the rows alone meanwhile. Errors: those of a
    /// merge. Memory: what the segments take on disk.
    static func hot(
        _ days: [(day: Day, rows: RowTail.DayRows)], lineage: SegmentLineage
    ) throws(InteractionError) -> [SegmentDraft] {
        let drafts = Mutex([SegmentDraft?](repeating: nil, count: days.count))
        let work = Work(days: days)
        try WorkerThreads.shared.parallel(
            count: days.count, threads: WorkerThreads.processors
        ) { (index) throws(InteractionError) in
            let (day, rows) = work.days[index]
            let draft = try SegmentDraft(rows.sources(), day: day, kind: .hot, lineage: lineage)
            drafts.withLock { $0[index] = draft }
        }
        return drafts.withLock { $0.compactMap { $0 } }
    }

    /// Each day's rows are used by one round of the loop only, and by nobody else until the loop ends.
    private struct Work: @unchecked Sendable {
        let days: [(day: Day, rows: RowTail.DayRows)]
    }

    /// Takes what a merge appends.
    private final class Bytes: WritableFile {
        let pieces = Mutex<[[UInt8]]>([])

        var size: Int { pieces.withLock { $0.reduce(0) { $0 + $1.count } } }
        func append(_ bytes: [UInt8]) { pieces.withLock { $0.append(bytes) } }
        func write(_ bytes: [UInt8], at offset: Int) throws(InteractionError) { throw Self.appendOnly }
        func truncate(to size: Int) throws(InteractionError) { throw Self.appendOnly }
        func synchronize() {}
        func close() {}

        private static let appendOnly = InteractionError(.invalidArgument, "a segment is only appended to")
    }
}
