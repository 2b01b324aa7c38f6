// What an answer had to do without, as a client sees it, and the choice whether such an answer is wanted.

import InteractionStorage

/// A file that is damaged or missing, whose events an answer therefore does not have.
public struct MissingEvents: Sendable, Hashable {
    /// Its name below the store's directory.
    public var file: String
    /// The UTC day of its events; nil where they may be of any day.
    public var day: Day?
    /// How many events; nil where that is not known.
    public var events: Int?
    /// What is wrong, in words.
    public var reason: String

    init(_ file: MissingFile) {
        self.file = file.file
        day = file.day
        events = file.events
        reason = file.reason
    }
}

extension MissingEvents: CustomStringConvertible {
    /// `file (day, n events): reason`.
    public var description: String {
        let what = [day.map { "\($0)" }, events.map { "\($0) events" }].compactMap { $0 }.joined(separator: ", ")
        return file + (what.isEmpty ? "" : " (\(what))") + ": " + reason
    }
}

/// Whether an answer may lack the events of damaged or missing files.
public enum PartialAnswers: Sendable, Hashable {
    /// An answer that would be partial is an error of the code `.partial`.
    case refused
    /// The rest of the store answers.
    case allowed
}

extension PartialAnswers {
    /// Errors: `.partial` where events are missing and that is not allowed.
    func check(_ missing: [MissingEvents]) throws(InteractionError) {
        guard self == .refused, let first = missing.first else { return }
        let more = missing.count > 1 ? ", and \(missing.count - 1) more files" : ""
        throw InteractionError(
            .partial, "the answer would be partial: \(first.reason)\(more)", place: first.file,
            hint: "ask with partial: .allowed for the rest; `iaq verify` names every bad file")
    }
}

extension InteractionError.Code {
    /// The answer would lack events of damaged or missing files; the place names the first. Ask with `partial: .allowed`, or
    /// repair the store (`iaq verify --repair`).
    public static let partial = Self(rawValue: "partial")
}

extension PartialAnswer {
    /// The value, or `.partial` where events are missing and that is not allowed.
    package func value(_ partial: PartialAnswers) throws(InteractionError) -> Value {
        try partial.check(missingEvents)
        return value
    }

    /// What is missing, for clients.
    package var missingEvents: [MissingEvents] { missing.map { MissingEvents($0) } }

    /// The same with only those missing files that may have events of [from, to) microseconds.
    func concerning(from: Int64, to: Int64) -> PartialAnswer {
        PartialAnswer(value: value, missing: missing.filter { $0.concerns(from: from, to: to) })
    }

    /// The same for a range; nil for all time.
    func concerning(_ range: Range<Timestamp>?) -> PartialAnswer {
        guard let range else { return self }
        return concerning(from: range.lowerBound.microseconds, to: range.upperBound.microseconds)
    }
}
