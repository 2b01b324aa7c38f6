// Which rows of a row group are being worked on.

import InteractionModel

/// Rows of one row group, ascending.
package enum RowSelection: Sendable {
    /// The first n rows: all there are.
    case all(Int)
    case rows([UInt32])

    package var count: Int {
        switch self {
        case .all(let count): count
        case .rows(let rows): rows.count
        }
    }

    package var isEmpty: Bool { count == 0 }

    /// The rows at some positions of this selection.
    func picking(_ positions: [UInt32]) -> RowSelection {
        switch self {
        case .all: .rows(positions)
        case .rows(let rows): .rows(Gather.pick(rows, positions))
        }
    }

    /// The row at a position.
    func row(_ position: Int) -> Int {
        switch self {
        case .all: position
        case .rows(let rows): Int(rows[position])
        }
    }

    /// The selected elements of an array with one element for each row of the group.
    func pick<T>(_ values: [T]) -> [T] {
        switch self {
        case .all: values
        case .rows(let rows): Gather.pick(values, rows)
        }
    }
}
