// The one error type of the library: a struct with open codes, so that codes can be added without breaking clients.
// Every layer throws it (typed), with the place where the trouble is and, where there is one, the way out.

/// What went wrong, where, and what would have been right.
public struct InteractionError: Error, Sendable, Hashable {
    /// A stable name for a kind of error. Compare codes, never messages.
    public struct Code: RawRepresentable, Sendable, Hashable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
    }

    /// The kind of error.
    public var code: Code
    /// One sentence in plain words: what was found.
    public var message: String
    /// Where: a file and byte offset, a line and field, or a position in a query text.
    public var place: String?
    /// What was expected, or the nearest name known; empty when there is nothing useful to say.
    public var hint: String?
    /// UTF-8 offset into the query text, for errors of the query language.
    public var position: Int?

    public init(_ code: Code, _ message: String, place: String? = nil, hint: String? = nil, position: Int? = nil) {
        self.code = code
        self.message = message
        self.place = place
        self.hint = hint
        self.position = position
    }
}

extension InteractionError.Code {
    /// An event breaks a rule of the event model (missing field, too large, bad time).
    public static let invalidEvent = Self(rawValue: "invalidEvent")
    /// A query text, plan or parameter is wrong.
    public static let invalidQuery = Self(rawValue: "invalidQuery")
    /// An argument of a call is out of range.
    public static let invalidArgument = Self(rawValue: "invalidArgument")
    /// The named store, file or session does not exist.
    public static let notFound = Self(rawValue: "notFound")
    /// Another process holds the lock that this act needs.
    public static let locked = Self(rawValue: "locked")
    /// Stored bytes do not hold what their checksum or structure says.
    public static let damaged = Self(rawValue: "damaged")
    /// The store or file was written by a newer major version or needs an unknown feature.
    public static let unsupported = Self(rawValue: "unsupported")
    /// The operating system refused a call on a file.
    public static let inputOutput = Self(rawValue: "inputOutput")
    /// A named limit (memory, rows, size, time) was reached.
    public static let limitReached = Self(rawValue: "limitReached")
    /// The task was cancelled or its deadline passed.
    public static let cancelled = Self(rawValue: "cancelled")
    /// The store or writer was closed, or stopped after a failed sync.
    public static let closed = Self(rawValue: "closed")
}

extension InteractionError: CustomStringConvertible {
    /// `place: message (hint)`, leaving out what is absent.
    public var description: String {
        var text = ""
        if let place { text += place + ": " }
        text += message
        if let hint, !hint.isEmpty { text += " (" + hint + ")" }
        return text
    }
}
