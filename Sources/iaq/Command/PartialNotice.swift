// A partial answer: printed, then said on standard error, then an exit code of its own.
import InteractionAnalytics

enum PartialNotice {
    /// Files named one by one; the rest are counted.
    static let shown = 20

    /// The lines for standard error.
    static func lines(_ missing: [MissingEvents]) -> [String] {
        var lines = missing.prefix(shown).map { "partial: " + ShownText.shown($0.description) }
        if missing.count > shown { lines.append("partial: and \(missing.count - shown) more files") }
        return lines
    }

    /// Says what an answer had to do without and ends the command with 3; does nothing for a whole answer.
    static func end(_ missing: [MissingEvents]) throws {
        guard !missing.isEmpty else { return }
        for line in lines(missing) { Messages.line(line) }
        throw CommandEnd(status: .damaged)
    }
}
