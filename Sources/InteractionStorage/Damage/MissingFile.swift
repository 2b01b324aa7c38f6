// What an answer had to do without: a damaged or missing file, whose events it was, and why. Every reading path carries a list
// of these beside its events, so that nothing is left out in silence (Format/damage.md).

import InteractionModel
import InteractionSegment

/// A file that was left out of a view of the store.
package struct MissingFile: Sendable, Hashable {
    /// Its name in the store.
    package var file: String
    /// The UTC day of a segment; nil where events of any day may be missing.
    package var day: Day?
    /// Smallest and largest timestamp in it, microseconds UTC; nil where they are not known.
    package var times: ClosedRange<Int64>?
    /// Events in it; nil where that is not known.
    package var events: Int?
    /// What is wrong, in words.
    package var reason: String

    package init(file: String, day: Day? = nil, times: ClosedRange<Int64>? = nil, events: Int? = nil, reason: String) {
        self.file = file
        self.day = day
        self.times = times
        self.events = events
        self.reason = reason
    }

    /// A segment of the manifest that cannot be read.
    init(_ entry: SegmentEntry, reason: String) {
        let facts = entry.summary.facts
        self.init(
            file: entry.name, day: facts.day, times: facts.firstTimestamp...facts.lastTimestamp, events: facts.rowCount,
            reason: reason)
    }

    /// Whether an answer over the timestamps from `from` to below `to` may lack events because of it.
    package func concerns(from: Int64, to: Int64) -> Bool {
        guard let times else { return from < to }
        return times.lowerBound < to && times.upperBound >= from
    }
}

extension MissingFile {
    /// Each file once, with all that was said of it.
    static func unique(_ files: [MissingFile]) -> [MissingFile] {
        var places: [String: Int] = [:]
        var merged: [MissingFile] = []
        for file in Self.distinct(files) {
            guard let place = places[file.file], merged[place].times == file.times else {
                places[file.file] = merged.count
                merged.append(file)
                continue
            }
            merged[place].reason += "; " + file.reason
            merged[place].events = merged[place].events.flatMap { sum in file.events.map { sum + $0 } }
        }
        return merged
    }

    /// Without what was said before in the same words.
    static func distinct(_ files: [MissingFile]) -> [MissingFile] {
        var seen: Set<MissingFile> = []
        return files.filter { seen.insert($0).inserted }
    }
}

extension InteractionError {
    /// What happened without the place's own file name, for a list that names the file already.
    func reason(of file: String) -> String {
        guard let place, place != file else { return message }
        if let range = place.range(of: file), range.upperBound < place.endIndex {
            return message + place[range.upperBound...]
        }
        return message
    }
}

extension String {
    /// The first place of another text; Foundation is not imported here.
    fileprivate func range(of text: String) -> Range<String.Index>? {
        guard !text.isEmpty else { return nil }
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) {
                return start..<(index(start, offsetBy: text.count, limitedBy: endIndex) ?? endIndex)
            }
            start = index(after: start)
        }
        return nil
    }
}

/// An answer, and what was left out of it.
package struct PartialAnswer<Value> {
    package var value: Value
    /// Empty when the answer is over all events.
    package var missing: [MissingFile]

    package init(value: Value, missing: [MissingFile]) {
        self.value = value
        self.missing = missing
    }
}

extension PartialAnswer: Sendable where Value: Sendable {}
