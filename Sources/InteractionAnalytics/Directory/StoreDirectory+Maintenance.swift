// Looking after a store: seal, compact, expire, verify, facts. What is done comes back as values for whoever tells it on.

import InteractionFiles
import InteractionSegment
import InteractionStorage

/// One thing that maintenance did or would do to a day.
public struct MaintenanceStep: Sendable, Hashable {
    /// `compact` or `expire`.
    public var act: String
    public var day: Day
    /// Events concerned.
    public var events: Int
    /// Bytes of segment files concerned.
    public var bytes: Int
    /// What happened or would happen: `compacted`, `dropped`, `would drop`.
    public var action: String
    /// Why, in words.
    public var reason: String

    init(_ act: MaintenanceAct) {
        self.act = act.act
        day = act.day
        events = act.events
        bytes = act.bytes
        action = act.action
        reason = act.reason
    }
}

/// Facts about a store.
public struct StoreFigures: Sendable, Hashable {
    /// Events that a reader sees now.
    public var events: Int
    /// UTC days with events.
    public var days: Int
    /// Segment files.
    public var segments: Int
    /// Bytes of all files in use.
    public var bytes: Int
    /// First and last timestamp; nil in an empty store.
    public var first: Timestamp?
    public var last: Timestamp?
    /// Bytes of journal and late files in use.
    public var journalBytes: Int

    /// Bytes for each event; nil in an empty store.
    public var bytesPerEvent: Double? { events == 0 ? nil : Double(bytes) / Double(events) }
}

/// What a check found of one file.
public struct FileStatus: Sendable, Hashable {
    /// Name below the store's directory.
    public var file: String
    /// `ok`, `damaged`, `missing`, `quarantined`; of a repair also `moved`, `rebuilt`, `restored`, `accepted`.
    public var status: String
    /// Facts of a good file; what is wrong with a bad one, and where.
    public var detail: String

    /// Whether events are missing for its sake.
    public var isBad: Bool { ["damaged", "missing", "quarantined"].contains(status) }
}

extension FileStatus {
    init(_ finding: FileFinding) { self.init(file: finding.file, status: finding.status, detail: finding.detail) }
}

extension StoreDirectory {
    /// Moves everything in journal and late files into segments. Gives the number of events moved.
    package func seal() throws(InteractionError) -> Int {
        try withWriter { (writer) throws(InteractionError) in
            let before = writer.tailSources().reduce(0) { $0 + $1.facts.rowCount }
            try writer.seal(everything: true)
            return before
        }
    }

    /// Facts from the manifest, the segments' footers and the journal.
    package func figures() throws(InteractionError) -> PartialAnswer<StoreFigures> {
        let view = try snapshot()
        let facts = try StoreFacts(view, files: manifests.files)
        return PartialAnswer(
            value: StoreFigures(
                events: facts.events, days: facts.days, segments: facts.segments, bytes: facts.bytes, first: facts.first,
                last: facts.last, journalBytes: facts.journalBytes), missing: view.missing)
    }

    /// Compacts days one after another and tells each as it is done: one day, or all, or else those that are due. Rows of these
    /// days that wait in journal and late files are sealed first when no other process writes. Errors:
    /// `.locked` when another process maintains the store; days done before an error stay done.
    package func compact(
        day: Day?, all: Bool, _ told: (MaintenanceStep) throws(InteractionError) -> Void
    ) throws(InteractionError) {
        let scope: CompactionScope = if let day { .day(day) } else { all ? .all : .due }
        let maintenance = try StoreMaintenance(manifests)
        defer { maintenance.close() }
        try maintenance.sealWaiting(scope)
        try maintenance.compact(try maintenance.daysToCompact(scope)) { (act) throws(InteractionError) in
            try told(MaintenanceStep(act))
        }
    }

    /// Drops whole days by age or size, or says which with `dryRun`. Limits not given are the store's settings; with neither
    /// nothing goes. `ageMicroseconds` counts from a day's end.
    package func expire(
        ageMicroseconds: Int64?, maxBytes: Int?, dryRun: Bool, force: Bool
    ) throws(InteractionError) -> [MaintenanceStep] {
        var policy = ExpiryPolicy(ageMicroseconds: ageMicroseconds, maxBytes: maxBytes)
        if ageMicroseconds == nil, maxBytes == nil {
            policy.ageMicroseconds = try setting(.expireAfter).flatMap(DurationText.microseconds)
            policy.maxBytes = try setting(.expireBytes).flatMap { Int($0) }
        }
        let maintenance = try StoreMaintenance(manifests)
        defer { maintenance.close() }
        return try maintenance.expire(policy, dryRun: dryRun, force: force).map(MaintenanceStep.init)
    }

    /// Checks every file the store names. `deep` decodes every value.
    package func verify(deep: Bool) throws(InteractionError) -> [FileStatus] {
        try StoreVerification.run(manifests, deep: deep).map(FileStatus.init)
    }

    /// Takes damaged files out of use and puts restored ones back; moves, never deletes. Gives what was done and what is bad
    /// still. Errors: `.locked` when another process appends or maintains.
    package func repair(deep: Bool, acceptsLoss: Bool) throws(InteractionError) -> [FileStatus] {
        try StoreRepair.run(manifests, StoreRepair.Options(deep: deep, acceptsLoss: acceptsLoss)).map(FileStatus.init)
    }
}
