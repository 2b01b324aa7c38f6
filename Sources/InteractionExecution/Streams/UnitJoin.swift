// The join behind UnitNumbers: ids are cut into parts by their hashes, each part is joined by one thread in the order of sources.

import InteractionCoding
import InteractionModel
import InteractionSegment
import Synchronization

/// Joins the ids of units over sources.
final class UnitJoin: Sendable {
    private let kind: UnitKind
    private let sources: [any SegmentSource]
    private let options: ExecutionOptions
    /// Keeps the ids of users from those of sessions.
    private static let userMark: UInt64 = 0x9e37_79b9_7f4a_7c15

    init(_ kind: UnitKind, _ sources: [any SegmentSource], _ options: ExecutionOptions) {
        self.kind = kind
        self.sources = sources
        self.options = options
    }

    /// The ids of one source: those of its clusters, or of its users.
    private struct IdList: Sendable {
        var source: Int
        var isUsers: Bool
        var ids: StringDictionary
        /// One for each entry; those that make no unit are skipped.
        var hashes: [UInt64]
        var kinds: [ClusterKind]

        func counts(_ entry: Int) -> Bool { isUsers || kinds[entry] != .none }
        func isUser(_ entry: Int) -> Bool { isUsers || kinds[entry] == .user }
    }

    /// Where a number goes.
    private struct Assignment: Sendable {
        var list: UInt32
        var entry: UInt32
        var number: UInt32
    }

    /// Errors: those of reading, `.cancelled`.
    func run() throws(InteractionError) -> UnitNumbers {
        let lists = try self.lists()
        let parts = max(1, min(64, options.threads * 2))
        let found = Mutex([[Assignment]](repeating: [], count: parts))
        try options.runner.run(count: parts, threads: min(parts, options.threads)) { [self] (part) throws(InteractionError) in
            try options.checkpoint()
            let made = join(lists, part: part, of: parts)
            found.withLock { $0[part] = made }
        }
        var clusters = [[UInt32]](repeating: [], count: sources.count)
        var users = clusters
        for list in lists {
            let zeros = [UInt32](repeating: 0, count: list.hashes.count)
            if list.isUsers { users[list.source] = zeros } else { clusters[list.source] = zeros }
        }
        var count = 0
        for part in found.withLock({ $0 }) {
            for assignment in part {
                let list = lists[Int(assignment.list)]
                count = max(count, Int(assignment.number) + 1)
                if list.isUsers {
                    users[list.source][Int(assignment.entry)] = assignment.number + 1
                } else {
                    clusters[list.source][Int(assignment.entry)] = assignment.number + 1
                }
            }
        }
        if kind == .session { try numberSplitClusters(&clusters, &count) }
        return UnitNumbers(clusters: clusters, users: users, count: count)
    }

    /// Clusters that go on in another row group have several runs even if they are in one segment only.
    private func numberSplitClusters(_ clusters: inout [[UInt32]], _ count: inout Int) throws(InteractionError) {
        for (index, source) in sources.enumerated() where source.rowGroups.count > 1 {
            let table = try source.clusters()
            for group in source.rowGroups.dropFirst() {
                let cluster = table.index(ofRow: group.firstRow)
                guard cluster < table.count, Int(table.firstRows[cluster]) < group.firstRow, clusters[index][cluster] == 0 else { continue }
                count += 1
                clusters[index][cluster] = UInt32(truncatingIfNeeded: count)
            }
        }
    }

    private func lists() throws(InteractionError) -> [IdList] {
        let found = Mutex([[IdList]](repeating: [], count: sources.count))
        try options.runner.run(count: sources.count, threads: options.threads) { [self] (index) throws(InteractionError) in
            try options.checkpoint()
            let source = sources[index]
            var lists: [IdList] = []
            if kind != .session {
                let users = try source.dictionary(.user)
                lists.append(IdList(source: index, isUsers: true, ids: users, hashes: Self.hashes(users), kinds: []))
            }
            if try readsClusters(source) {
                let clusters = try source.clusters()
                lists.append(IdList(source: index, isUsers: false, ids: clusters.ids, hashes: Self.hashes(clusters.ids), kinds: clusters.kinds))
            }
            let made = lists
            found.withLock { $0[index] = made }
        }
        return found.withLock { $0.flatMap { $0 } }
    }

    private func readsClusters(_ source: any SegmentSource) throws(InteractionError) -> Bool {
        if kind == .session { return true }
        return kind == .user ? try hasEventsWithoutUser(source) : false
    }

    private func hasEventsWithoutUser(_ source: any SegmentSource) throws(InteractionError) -> Bool {
        for group in source.rowGroups.indices {
            let histogram = try source.histogram(.user, group: group)
            if let none = histogram.first, none > 0 { return true }
        }
        return false
    }

    private static func hashes(_ ids: StringDictionary) -> [UInt64] {
        ids.count == 0 ? [] : ids.hashes(of: (1...UInt32(truncatingIfNeeded: ids.count)).map { $0 }) ?? []
    }

    /// Numbers the ids of one part that more than one list has: k * parts + part.
    private func join(_ lists: [IdList], part: Int, of parts: Int) -> [Assignment] {
        let total = lists.reduce(0) { $0 + $1.hashes.count }
        var capacity = 1024
        while capacity < total / parts * 2 { capacity *= 2 }
        // A slot is empty (list .max), or the first place of an id, its hash, and its number + 1 once it has one.
        var slots = [Assignment](repeating: Assignment(list: .max, entry: 0, number: 0), count: capacity)
        var slotHashes = [UInt64](repeating: 0, count: capacity)
        var used = 0
        var numbers: UInt32 = 0
        var made: [Assignment] = []
        for (listIndex, list) in lists.enumerated() {
            for entry in list.hashes.indices where list.counts(entry) {
                let isUser = list.isUser(entry)
                let hash = isUser ? list.hashes[entry] ^ Self.userMark : list.hashes[entry]
                guard Int((hash >> 32) % UInt64(parts)) == part else { continue }
                if used * 4 >= capacity * 3 { Self.grow(&slots, &slotHashes, &capacity) }
                var slot = Int(truncatingIfNeeded: hash) & (capacity - 1)
                while slots[slot].list != .max {
                    let known = slots[slot]
                    if slotHashes[slot] == hash, Self.isSame(lists[Int(known.list)], Int(known.entry), list, entry) { break }
                    slot = (slot + 1) & (capacity - 1)
                }
                let place = Assignment(list: UInt32(truncatingIfNeeded: listIndex), entry: UInt32(truncatingIfNeeded: entry), number: 0)
                if slots[slot].list == .max {
                    slots[slot] = place
                    slotHashes[slot] = hash
                    used += 1
                    continue
                }
                if slots[slot].number == 0 {
                    let number = numbers * UInt32(truncatingIfNeeded: parts) + UInt32(truncatingIfNeeded: part)
                    numbers += 1
                    made.append(Assignment(list: slots[slot].list, entry: slots[slot].entry, number: number))
                    slots[slot].number = number + 1
                }
                made.append(Assignment(list: place.list, entry: place.entry, number: slots[slot].number - 1))
            }
        }
        return made
    }

    private static func isSame(_ a: IdList, _ first: Int, _ b: IdList, _ second: Int) -> Bool {
        guard a.isUser(first) == b.isUser(second), a.ids.length(at: first) == b.ids.length(at: second) else { return false }
        return a.ids.withBytes(at: first) { left in b.ids.withBytes(at: second) { TextOrder.compare(left, $0) == 0 } }
    }

    private static func grow(_ slots: inout [Assignment], _ hashes: inout [UInt64], _ capacity: inout Int) {
        let wider = capacity * 2
        var newSlots = [Assignment](repeating: Assignment(list: .max, entry: 0, number: 0), count: wider)
        var newHashes = [UInt64](repeating: 0, count: wider)
        for index in slots.indices where slots[index].list != .max {
            var slot = Int(truncatingIfNeeded: hashes[index]) & (wider - 1)
            while newSlots[slot].list != .max { slot = (slot + 1) & (wider - 1) }
            newSlots[slot] = slots[index]
            newHashes[slot] = hashes[index]
        }
        slots = newSlots
        hashes = newHashes
        capacity = wider
    }
}
