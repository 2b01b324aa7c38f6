// What a workload was told, and when: the position of each acknowledgement among the recorded operations. From it follows what a
// store must, may and must not hold when the workload is cut off anywhere.
import InteractionCoding
import InteractionModel
import InteractionSegment
import InteractionStorage

/// The acknowledgements of one workload.
struct CrashLedger {
    /// What survives a crash of this kind.
    enum Survival { case processDeath, powerLoss }

    struct Batch {
        var numbers: Range<Int>
        /// Operations recorded when it was handed over.
        var begun: Int
        /// Operations recorded when that much was acknowledged.
        var written: Int?
        var synced: Int?
        /// When a swap that took its rows out of the journal was acknowledged: readers find them without a durable mark.
        var sealed: Int?
        /// When it was known that it was never stored: the process died in it.
        var void: Int?
        /// The import whose record was committed with it, and the length in that record.
        var record: (id: UInt64, length: UInt64)?
    }

    struct Expiry {
        var days: Set<Day>
        /// Rows with smaller numbers are concerned.
        var nextNumber: Int
        var begun: Int
        var done: Int?
        /// When it was known that it did not happen.
        var void: Int?
    }

    struct Setting {
        var value: String
        var begun: Int
        var done: Int?
    }

    /// An event as it was handed over.
    struct Row {
        var timestamp: Int64
        var day: Day
        var session: [UInt8]
        var action: [UInt8]
    }

    static let settingName = "label"
    private(set) var rows: [Row] = []
    var batches: [Batch] = []
    var expiries: [Expiry] = []
    var settings: [Setting] = []
    /// Generations acknowledged, ascending, with their positions.
    var swaps: [(generation: UInt64, done: Int)] = []
    /// When the making of the store was acknowledged.
    var made: Int?

    /// A batch of new events, one after another on each of the days.
    mutating func batch(_ count: Int, days: [Day], at position: Int) throws -> RowBatch {
        var encoder = RowEncoder()
        var batch = RowBatch()
        let first = rows.count
        for number in first..<first + count {
            let day = days[number % days.count]
            let time = day.start.microseconds + Int64(number) * 1_000_000
            let session = "s\(number % 5)"
            let action = "a\(number % 3)"
            rows.append(Row(timestamp: time, day: day, session: Array(session.utf8), action: Array(action.utf8)))
            try batch.append(
                Interaction(
                    timestamp: Timestamp(microseconds: time), sessionId: session, userId: number % 2 == 0 ? "u" : nil,
                    action: action, details: ["n": .int(Int64(number))]), encoder: &encoder)
        }
        batches.append(Batch(numbers: first..<first + count, begun: position))
        return batch
    }

    /// A store was opened again and shows these events: what was begun and not answered is now known to have happened or not.
    mutating func settle(_ found: [Int], at position: Int) {
        let there = Set(found)
        for index in expiries.indices where expiries[index].done == nil && expiries[index].void == nil {
            let isThere = found.contains { $0 < expiries[index].nextNumber && expiries[index].days.contains(rows[$0].day) }
            if isThere { expiries[index].void = position } else { expiries[index].done = position }
        }
        for index in batches.indices where batches[index].written == nil && batches[index].void == nil {
            if batches[index].numbers.contains(where: there.contains) {
                batches[index].written = position
            } else {
                batches[index].void = position
            }
        }
    }

    /// The numbers of a store's events; each event is held against what was handed over. Throws `Broken` for a stranger.
    func numbers(_ snapshot: Snapshot) throws -> [Int] {
        var found: [Int] = []
        for source in snapshot.sources {
            let reader = try EventRows(source)
            for group in source.rowGroups.indices {
                var stranger: String?
                try reader.forEach(group: group) { (row) throws(InteractionError) in
                    guard case .int(let value)? = row.filling.values.first, let number = Int(exactly: value),
                        rows.indices.contains(number), rows[number].timestamp == row.filling.timestamp,
                        row.filling.session.map({ $0.elementsEqual(rows[number].session) }) == true,
                        row.filling.action.elementsEqual(rows[number].action)
                    else {
                        stranger = "\(row.filling)"
                        return
                    }
                    found.append(number)
                }
                if let stranger { throw Broken("an event that nobody handed over: \(stranger)") }
            }
        }
        return found
    }
}

/// A broken promise.
struct Broken: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
