// What sessions are called: the given id, or the id whose events a pause cut with a running number.

import InteractionExecution
import InteractionModel
import InteractionPlan

/// What sessions are called, in the order of rows, and how those of one unit follow each other.
struct SessionNames {
    private let bases: TextColumn
    /// Number behind `#`; 0 for given sessions.
    private var ordinals: [UInt32]
    /// Row of the same unit's session before + 1, and which of its sessions it is, from 1.
    private var before: [UInt32]
    private var numbers: [Int64]

    private struct Unit: Hashable {
        var isUser: Bool
        var id: ArraySlice<UInt8>
    }

    init(
        _ stream: UnitStream, units: [UInt32], firstSessions: [UInt32], users: [UInt32], isCutByGap: Bool
    ) throws(InteractionError) {
        let references = firstSessions.isEmpty ? units : zip(units, firstSessions).map { $1 == 0 ? $0 : $1 }
        bases = try stream.names(of: references)
        ordinals = [UInt32](repeating: 0, count: units.count)
        // A name may stand in several segments' lists: numbers run by the text.
        var running: [ArraySlice<UInt8>: UInt32] = [:]
        for row in units.indices where isCutByGap || (stream.hasLoneUnits && stream.isLone(units[row])) {
            let number = running[bases.bytes(row), default: 0] + 1
            running[bases.bytes(row)] = number
            ordinals[row] = number
        }
        before = [UInt32](repeating: 0, count: units.count)
        numbers = [Int64](repeating: 1, count: units.count)
        if users.isEmpty { return }
        // The unit of a session is its user, else itself; of one that a pause cut, the session id whose events it cuts.
        let named = try stream.names(of: users)
        let units = try stream.names(of: isCutByGap ? zip(users, units).map { $0 == 0 ? $1 : 0 } : users.map { _ in 0 })
        var last: [Unit: Int] = [:]
        for row in users.indices where users[row] != 0 || units.codes[row] != 0 {
            let unit = Unit(isUser: users[row] != 0, id: users[row] != 0 ? named.bytes(row) : units.bytes(row))
            if let earlier = last[unit] {
                before[row] = UInt32(truncatingIfNeeded: earlier + 1)
                numbers[row] = numbers[earlier] + 1
            }
            last[unit] = row
        }
    }

    private func name(_ row: Int) -> String? { bases.text(row).map { ordinals[row] == 0 ? $0 : "\($0)#\(ordinals[row])" } }

    /// The ids of all rows.
    func sessions() -> Vector {
        ordinals.contains { $0 > 0 } ? TextColumn(ordinals.indices.map { name($0) }).vector : bases.vector
    }

    func previous() -> Vector { TextColumn(before.map { $0 == 0 ? nil : name(Int($0) - 1) }).vector }

    func indexes() -> Vector { Vector(.bigint, .ints(numbers), count: numbers.count) }
}
