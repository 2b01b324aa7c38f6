// The journal file being written: appends frames, syncs, and moves the durable mark.
//
// [J1] The mark never passes a byte that was not synced.
// [J2] After a failed sync nothing more is written to the file.

import InteractionFiles
import InteractionModel

/// The open end of the journal. Owned by one writer.
final class JournalFile {
    let number: UInt64
    let name: String
    private let file: any WritableFile
    /// End of the last whole frame.
    private(set) var end: Int
    /// End of what is known to be on disk.
    private(set) var durableEnd: Int
    private var counter: UInt32
    private(set) var isBroken = false

    /// Makes a new, empty journal file. It is durable, with its directory entry, when this returns.
    init(creating number: UInt64, in files: any FileSystem, storeId: [UInt8]) throws(InteractionError) {
        self.number = number
        name = StoreLayout.journal(number)
        // A file of that number without a frame was left right here, by a crash or a full disk.
        if let left = try files.information(name), left.size <= JournalFormat.frameStart { try files.remove(name) }
        file = try files.create(name)
        end = JournalFormat.frameStart
        durableEnd = end
        counter = 1
        do {
            try file.append(JournalFormat.start(kind: .journal, storeId: storeId, number: number))
            try file.synchronize()
            try files.synchronizeDirectory(StoreLayout.journalDirectory)
            // A mark says from now on that the header and the name are on disk: who finds one need not sync them again.
            try writeMark()
        } catch {
            try? file.close()
            try? files.remove(name)
            throw error
        }
    }

    /// Continues a file that ends with a whole frame, exactly at its durable mark `end`: all of it is synced.
    init(continuing number: UInt64, in files: any FileSystem, end: Int, counter: UInt32) throws(InteractionError) {
        self.number = number
        name = StoreLayout.journal(number)
        file = try files.openForAppending(name)
        self.end = end
        durableEnd = end
        self.counter = counter
    }

    /// Appends one frame. It survives the process's death when this returns (`written`).
    func append(_ frame: [UInt8]) throws(InteractionError) {
        try checkUsable()
        do {
            try file.append(frame)
        } catch {
            // A partly written frame would hide what follows it: cut it off, or stop.
            do { try file.truncate(to: end) } catch { isBroken = true }
            throw error
        }
        end += frame.count
    }

    /// Makes everything appended so far survive power loss, then records that in the mark.
    func synchronize() throws(InteractionError) {
        try checkUsable()
        guard durableEnd < end else { return }
        do {
            try file.synchronize()
            durableEnd = end
            counter += 1
            try writeMark()
        } catch {
            isBroken = true
            throw error
        }
    }

    private func writeMark() throws(InteractionError) {
        try file.write(
            JournalFormat.slot(durableEnd: durableEnd, counter: counter),
            at: JournalFormat.slotOffsets[Int(counter) % JournalFormat.slotOffsets.count])
    }

    /// Makes the mark itself survive power loss, as a writer's last act: else readers would not see the last rows after a power
    /// cut until another writer opens the store. The rows are safe either way, so a failure says nothing.
    func synchronizeMark() {
        if !isBroken { try? file.synchronize() }
    }

    func close() throws(InteractionError) { try file.close() }

    private func checkUsable() throws(InteractionError) {
        if isBroken {
            throw InteractionError(
                .closed, "the journal stopped after a failed write or sync", place: name,
                hint: "close the store and open it again; events acknowledged as synced are safe")
        }
    }
}
