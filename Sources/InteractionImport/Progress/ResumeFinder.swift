// Finds how much of an input was imported before: reads it along the marks of earlier imports for as long as one of them
// agrees. What lies behind the last agreeing mark is given back, so that pipes work as files do; marks lie close together,
// so little is held.

import InteractionFiles
import InteractionModel

/// An earlier import.
package struct KnownImport: Sendable, Hashable {
    package var id: UInt64
    package var progress: ImportProgress

    package init(id: UInt64, progress: ImportProgress) {
        self.id = id
        self.progress = progress
    }
}

/// Where an import begins.
struct ResumePoint {
    /// The earlier import whose bytes these are, cut to the agreeing marks; nil for a new input.
    var known: KnownImport?
    /// The newest agreeing mark.
    var mark: ImportMark? { known?.progress.last }
    /// The first bytes of the input, for its format and header.
    var head: [UInt8]
    /// Bytes read behind the mark.
    var held: [UInt8]
    /// The hash of the bytes before the mark.
    var hash: ContentHash
}

enum ResumeFinder {
    private static let headBytes = 512 << 10

    /// Reads the input as far as earlier imports may know it.
    static func find(_ input: any ReadableStream, among imports: [KnownImport]) throws(InteractionError) -> ResumePoint {
        var candidates = imports.filter { !$0.progress.marks.isEmpty }.map { (import: $0, next: 0) }
        var point = ResumePoint(known: nil, head: [], held: [], hash: ContentHash())
        var hash = ContentHash()
        var atEnd = false
        while true {
            let target = candidates.map { $0.import.progress.marks[$0.next].length }.min()
            // The head is read in any case; then one target after another.
            let needed = target.map { $0 - point.hash.count } ?? 0
            let behind = UInt64(point.held.count)
            if !atEnd, point.head.count < headBytes || (target != nil && behind < needed) {
                let more = try input.read(upTo: 1 << 20)
                atEnd = more.isEmpty
                point.held += more
                if point.head.count < headBytes { point.head += more.prefix(headBytes - point.head.count) }
                continue
            }
            guard let target, behind >= needed else { return point }
            let from = Int(hash.count - point.hash.count)
            hash.update(point.held.span.extracting(from..<Int(needed)))
            let digest = hash.digest()
            var matched: (import: KnownImport, next: Int)?
            candidates = candidates.compactMap { candidate in
                let mark = candidate.import.progress.marks[candidate.next]
                guard mark.length == target else { return candidate }
                guard mark.hash == digest else { return nil }
                if (matched?.next ?? -1) < candidate.next { matched = candidate }
                guard candidate.next + 1 < candidate.import.progress.marks.count else { return nil }
                return (candidate.import, candidate.next + 1)
            }
            if var known = matched?.import {
                known.progress.cut(after: target)
                point.known = known
                point.held.removeFirst(Int(needed))
                point.hash = hash
            }
        }
    }
}
