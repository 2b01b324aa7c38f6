// One CSV record taken apart into cells.

/// A cell of a record.
struct CSVCell: Equatable {
    /// Where its text lies in the record's `text`.
    var range: Range<Int>
    var isQuoted: Bool
    /// An empty cell without quotes is absent; `""` is the empty text.
    var isPresent: Bool { isQuoted || !range.isEmpty }
}

/// The cells of a record. Keep one for many records.
struct CSVRecord {
    /// The cells' text without quotes, one after another.
    private(set) var text: [UInt8] = []
    private(set) var cells: [CSVCell] = []

    /// Takes a record's text apart; says what is wrong with it, or nil.
    mutating func read(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String? {
        text.removeAll(keepingCapacity: true)
        cells.removeAll(keepingCapacity: true)
        var at = range.lowerBound
        let end = range.upperBound
        while true {
            let start = text.count
            let isQuoted = at < end && bytes[at] == 0x22
            if isQuoted {
                at += 1
                while true {
                    guard at < end else { return "a quoted cell is not closed" }
                    if bytes[at] == 0x22 {
                        guard at + 1 < end, bytes[at + 1] == 0x22 else { break }
                        at += 1
                    }
                    text.append(bytes[at])
                    at += 1
                }
                at += 1
                guard at == end || bytes[at] == 0x2C else { return "text follows the closing quote of a cell" }
            } else {
                while at < end, bytes[at] != 0x2C {
                    text.append(bytes[at])
                    at += 1
                }
            }
            cells.append(CSVCell(range: start..<text.count, isQuoted: isQuoted))
            if at >= end { return nil }
            at += 1
            if cells.count > TextLimit.columns { return "more than \(TextLimit.columns) cells" }
        }
    }
}
