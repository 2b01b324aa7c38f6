// An input line that did not become an event, and why.

/// One rejected event.
package struct Rejection: Sendable, Hashable {
    /// Line of the input, from 1, on which it begins.
    package var line: UInt64
    /// The field to blame, as a path; nil when it is the text as a whole.
    package var field: String?
    /// What is wrong, in one sentence.
    package var reason: String

    package init(line: UInt64, field: String? = nil, reason: String) {
        self.line = line
        self.field = field
        self.reason = reason
    }
}
