// The promises, held against what a store shows after a crash.
import InteractionModel
import InteractionStorage

extension CrashLedger {
    /// How far a look at the store goes.
    enum Look {
        /// A reader in another process, before any writer came: the durable mark may be older than the last sync.
        case reader
        /// After a writer has recovered the store.
        case recovered
    }

    /// Holds the events of a store against the promises. `position` is the number of operations after which the crash came.
    func check(_ found: [Int], at position: Int, _ survival: Survival, _ look: Look) throws {
        let there = Set(found)
        guard there.count == found.count else { throw Broken("\(found.count - there.count) events twice") }
        // An expiry under way has happened to all of its days or to none; which, the store decides.
        let open = expiries.filter { $0.begun <= position && ($0.done ?? .max) > position && ($0.void ?? .max) > position }
        let done = expiries.filter { $0.done.map { $0 <= position } ?? false }
        var first: Broken?
        for chosen in 0..<(1 << open.count) {
            let gone = done + open.enumerated().filter { chosen >> $0.offset & 1 == 1 }.map(\.element)
            do {
                try check(there, gone, at: position, survival, look)
                return
            } catch let error as Broken {
                first = first ?? error
            }
        }
        if let first { throw first }
    }

    private func check(
        _ there: Set<Int>, _ gone: [Expiry], at position: Int, _ survival: Survival, _ look: Look
    ) throws {
        for (index, batch) in batches.enumerated() {
            let expired = batch.numbers.filter { number in
                gone.contains { number < $0.nextNumber && $0.days.contains(rows[number].day) }
            }
            let kept = batch.numbers.count { there.contains($0) }
            guard !expired.contains(where: there.contains) else { throw Broken("batch \(index) has events of an expired day") }
            guard kept == 0 || kept == batch.numbers.count - expired.count else {
                throw Broken("batch \(index) has \(kept) of \(batch.numbers.count) events")
            }
            if batch.begun > position, kept > 0 { throw Broken("batch \(index) is there before it was handed over") }
            if (batch.void ?? .max) <= position, kept > 0 { throw Broken("batch \(index) comes back") }
            let since: Int? =
                switch (look, survival) {
                case (.reader, .powerLoss): batch.sealed
                case (.reader, .processDeath), (.recovered, .powerLoss): batch.synced
                case (.recovered, .processDeath): batch.written
                }
            if let since, since <= position, kept + expired.count < batch.numbers.count {
                throw Broken("batch \(index), acknowledged at \(since), is lost")
            }
        }
    }

    /// No acknowledged swap is undone. To be looked at before a recovery, whose own swap makes up for a lost one.
    func check(generation: UInt64, at position: Int) throws {
        let acknowledged = swaps.last { $0.done <= position }?.generation ?? 0
        guard generation >= acknowledged else { throw Broken("generation \(generation), acknowledged was \(acknowledged)") }
    }

    /// Holds the manifest against the promises: a setting is what it was last set to, and the record of an import is there
    /// exactly when its rows are.
    func check(_ manifest: Manifest, _ found: [Int], at position: Int) throws {
        let last = settings.lastIndex { $0.done.map { $0 <= position } ?? false }
        let allowed = settings.indices.filter { $0 == last || ($0 > last ?? -1 && settings[$0].begun <= position) }
        let value = manifest.settings[Self.settingName]
        guard allowed.contains(where: { settings[$0].value == value }) || (last == nil && value == nil) else {
            throw Broken("the setting is \(value ?? "not there")")
        }
        let there = Set(found)
        for (index, batch) in batches.enumerated() {
            guard let record = batch.record, batch.numbers.contains(where: there.contains) else { continue }
            let length = manifest.imports.first { $0.id == record.id }?.inputLength ?? 0
            guard length >= record.length else { throw Broken("batch \(index) is there without its import record") }
        }
        for record in manifest.imports {
            let covered = batches.indices.filter { batches[$0].record.map { $0.id == record.id && $0.length <= record.inputLength } ?? false }
            for index in covered {
                let days = Set(expiries.filter { $0.begun <= position }.flatMap(\.days))
                guard batches[index].numbers.allSatisfy({ there.contains($0) || days.contains(rows[$0].day) }) else {
                    throw Broken("an import record says that batch \(index) is stored")
                }
            }
        }
    }
}
