// Power cuts: from a disk with changes that were not synced to one of the disks that may be found when the power is back. What
// may be found is said in DiskState.swift; here it is chosen, by a generator with a seed, so that each choice can be had again.

import InteractionModel

/// How much of what was not synced a power cut leaves.
package struct PowerCut: Sendable {
    /// What becomes of changes.
    package enum Extent: Sendable, Hashable, CaseIterable {
        /// None is there.
        case lost
        /// All are there.
        case kept
        /// Only the last is there.
        case newest
        /// Each file and directory has a fate of its own: lost, kept, torn, zeroed, filled with rubbish.
        case mixed
    }

    /// The fate of bytes.
    package var contents: Extent
    /// The fate of names.
    package var names: Extent
    /// One file or directory that fares otherwise, and how.
    package var exception: (node: DiskState.Node, extent: Extent)?

    package init(contents: Extent, names: Extent, exception: (node: DiskState.Node, extent: Extent)? = nil) {
        self.contents = contents
        self.names = names
        self.exception = exception
    }

    func extent(of node: DiskState.Node) -> Extent {
        if let exception, exception.node == node { return exception.extent }
        if case .directory = node { return names }
        return contents
    }
}

/// SplitMix64 as a value: a choice costs a nanosecond, and a copy repeats the choices.
package struct ChoiceGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64
    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A number below `limit`; 0 for a limit below 1.
    package mutating func below(_ limit: Int) -> Int { limit < 1 ? 0 : Int(next() % UInt64(limit)) }
}

extension DiskState {
    /// The disk after a power cut. Everything on it is durable.
    package func after(_ cut: PowerCut, _ choices: inout ChoiceGenerator) -> DiskState {
        var found = DiskState()
        found.directories = []
        var numbers: [Node: Node] = [:]
        copy(0, into: &found, &numbers, cut, &choices)
        return found
    }

    /// The disk after the death of its process in a call, `next`, of which `taken` bytes were done: nothing else is lost, and
    /// what was not synced is still not.
    package func afterDeath(in next: DiskOperation?, taken: Int) -> DiskState {
        var found = self
        switch next {
        case .append(let file, let bytes): found.apply(.append(file: file, bytes: Array(bytes.prefix(max(0, taken)))))
        case .write(let file, let bytes, let offset):
            found.apply(.write(file: file, bytes: Array(bytes.prefix(max(0, taken))), offset: offset))
        default: break
        }
        return found
    }

    /// Everything that is found below a directory gets a number in `found`; a node with two names, left by a rename of which one
    /// half is known, stays one node.
    private func copy(
        _ number: Int, into found: inout DiskState, _ numbers: inout [Node: Node], _ cut: PowerCut,
        _ choices: inout ChoiceGenerator
    ) {
        let place = found.directories.count
        found.directories.append(Directory())
        numbers[.directory(number)] = .directory(place)
        let names = directories[number].names(cut.extent(of: .directory(number)), &choices)
        var entries: [String: Node] = [:]
        // In the order of names: a dictionary's order differs from run to run, and choices must not.
        for name in names.keys.sorted() {
            guard let node = names[name] else { continue }
            if let known = numbers[node] {
                entries[name] = known
                continue
            }
            switch node {
            case .directory(let child):
                entries[name] = .directory(found.directories.count)
                copy(child, into: &found, &numbers, cut, &choices)
            case .file(let child):
                let bytes = files[child].bytes(cut.extent(of: node), &choices)
                found.files.append(File(durable: bytes, current: bytes, pending: []))
                entries[name] = .file(found.files.count - 1)
                numbers[node] = .file(found.files.count - 1)
            }
        }
        found.directories[place] = Directory(durable: entries, current: entries, pending: [])
    }
}

extension DiskState.Directory {
    /// The names that are found.
    fileprivate func names(_ extent: PowerCut.Extent, _ choices: inout ChoiceGenerator) -> [String: DiskState.Node] {
        if pending.isEmpty || extent == .kept { return current }
        if extent == .lost { return durable }
        var names = durable
        if extent == .newest {
            for (name, node) in pending[pending.count - 1] { names[name] = node }
            return names
        }
        let isInOrder = choices.below(2) == 0
        let first = choices.below(pending.count + 1)
        for (index, change) in pending.enumerated() {
            guard isInOrder ? index < first : choices.below(2) == 0 else { continue }
            for (name, node) in change { names[name] = node }
        }
        return names
    }
}

extension DiskState.File {
    static let sectorBytes = 512
    static let pageBytes = 4096

    /// The bytes that are found.
    fileprivate func bytes(_ extent: PowerCut.Extent, _ choices: inout ChoiceGenerator) -> [UInt8] {
        if pending.isEmpty || extent == .kept { return current }
        if extent == .lost { return durable }
        if extent == .newest { return newest }
        switch choices.below(9) {
        case 0: return durable
        case 1: return current
        case 8: return newest
        case 2, 3: return tornInOrder(&choices)
        case 4, 5: return scattered(&choices)
        case 6: return grown(&choices) { _ in 0 }
        default: return grown(&choices) { UInt8(truncatingIfNeeded: $0.next()) }
        }
    }

    /// The last change only.
    private var newest: [UInt8] {
        var bytes = durable
        if let last = pending.last { Self.apply(last, to: &bytes) }
        return bytes
    }

    /// A first part of the changes in order; the last of them torn where a sector or page ends.
    private func tornInOrder(_ choices: inout ChoiceGenerator) -> [UInt8] {
        let unit = choices.below(2) == 0 ? Self.sectorBytes : Self.pageBytes
        var bytes = durable
        let whole = choices.below(pending.count)
        for change in pending[..<whole] { Self.apply(change, to: &bytes) }
        switch pending[whole] {
        case .cut: break
        case .write(let offset, let new):
            let borders = Self.borders(from: offset, to: offset + new.count, unit)
            let end = choices.below(borders.count + 1)
            if end < borders.count { Self.apply(.write(offset: offset, bytes: Array(new[..<(borders[end] - offset)])), to: &bytes) }
        }
        return bytes
    }

    /// Each sector or page old or new by itself; the size new, so that what is old behind the old size reads as zeros.
    private func scattered(_ choices: inout ChoiceGenerator) -> [UInt8] {
        let unit = choices.below(2) == 0 ? Self.sectorBytes : Self.pageBytes
        var bytes = Array(durable.prefix(current.count))
        bytes += [UInt8](repeating: 0, count: current.count - bytes.count)
        var start = 0
        while start < current.count {
            let end = min(current.count, (start / unit + 1) * unit)
            if choices.below(2) == 0 { bytes.replaceSubrange(start..<end, with: current[start..<end]) }
            start = end
        }
        return bytes
    }

    /// The size new, and the bytes in order up to some sector; behind it, where nothing was synced, what `filler` says.
    private func grown(_ choices: inout ChoiceGenerator, _ filler: (inout ChoiceGenerator) -> UInt8) -> [UInt8] {
        var bytes = current
        guard current.count > durable.count else { return current }
        let borders = [durable.count] + Self.borders(from: durable.count, to: current.count, Self.sectorBytes)
        for index in borders[choices.below(borders.count)]..<current.count { bytes[index] = filler(&choices) }
        return bytes
    }

    /// Ends of units inside a range, in order; not the range's own end.
    private static func borders(from start: Int, to end: Int, _ unit: Int) -> [Int] {
        Array(stride(from: (start / unit + 1) * unit, to: end, by: unit))
    }

    /// One change to bytes of which earlier changes may be missing: a gap reads as zeros.
    private static func apply(_ change: DiskState.FileChange, to bytes: inout [UInt8]) {
        switch change {
        case .cut(let size): bytes.removeLast(max(0, bytes.count - size))
        case .write(let offset, let new):
            let end = offset + new.count
            if bytes.count < end { bytes += [UInt8](repeating: 0, count: end - bytes.count) }
            bytes.replaceSubrange(offset..<end, with: new)
        }
    }
}
