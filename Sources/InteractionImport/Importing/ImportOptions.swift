// What an import is asked to do, and what came of it.

import InteractionModel

/// How to import.
package struct ImportOptions: Sendable {
    /// What to do with a text that is no event.
    package enum OnError: String, Sendable, CaseIterable {
        /// Count it, tell the first hundred, go on.
        case reject
        /// End there; what lies before it is stored, and nothing behind it is read.
        case stop
    }

    /// Where the rows go.
    package enum Sealing: String, Sendable, CaseIterable {
        /// Into segments as they fill; days with few rows wait in the late file.
        case auto
        /// Into the journal, as a logger's rows do.
        case never
        /// Into segments, all of them.
        case end
    }

    package var source = SourceOptions()
    package var onError = OnError.reject
    package var sealing = Sealing.auto
    /// Parse and count only.
    package var isDryRun = false
    /// Store the events even when the same bytes were imported before.
    package var again = false

    package init() {}
}

/// What an import did. `read` = `stored` + `duplicate` + `rejected`.
package struct ImportResult: Sendable, Hashable {
    /// Identity of the import in the store, in hexadecimal.
    package var id: String
    /// Path of the input, or `stdin`.
    package var place: String
    package var format: InputFormat
    /// Events found in the input.
    package var read = 0
    /// Events stored by this run; with a dry run those that would be.
    package var stored = 0
    /// Events that an earlier import of the same bytes stored.
    package var duplicate = 0
    /// Texts that are no events, those of the earlier import's bytes included.
    package var rejected = 0
    /// The first hundred rejected by this run.
    package var rejections: [Rejection] = []
    /// Top-level keys and columns that are no fields and went under details, counted once for each event.
    package var movedKeys = 0
    package var seconds = 0.0
    /// True when `onError` was `stop` and something was rejected: the one rejection, behind which nothing was read.
    package var isStopped = false
    /// True when the text is broken in such a way that what lies behind the last rejection could not be read.
    package var isBroken = false
    /// What ended the import before the end of the input. All the figures speak of what is in the store.
    package var failure: InteractionError?
}

/// How far an import is, for a progress display.
package struct ImportTick: Sendable, Hashable {
    /// Bytes taken from the input as it lies on disk, and all of them when known.
    package var inputBytes: Int
    package var expectedBytes: Int?
    /// Events found so far.
    package var read: Int
}
