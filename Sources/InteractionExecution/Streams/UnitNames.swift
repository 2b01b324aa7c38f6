// The ids that references of a stream stand for, as columns of text.

import InteractionCoding
import InteractionModel
import InteractionPlan
import InteractionSegment

/// Texts by row, each once in a table; none for some rows.
package struct TextColumn: Sendable {
    /// 0 for none, else the entry + 1. Two entries may have the same text.
    package var codes: [UInt32]
    private let dictionary: StringDictionary

    init(codes: [UInt32], dictionary: StringDictionary) {
        self.codes = codes
        self.dictionary = dictionary
    }

    /// A text of its own for each row.
    package init(_ values: [String?]) {
        var table: [String] = []
        codes = values.map { value -> UInt32 in
            guard let value else { return 0 }
            table.append(value)
            return UInt32(truncatingIfNeeded: table.count)
        }
        dictionary = StringDictionary(table)
    }

    package var count: Int { codes.count }
    package var vector: Vector { Vector(.varchar, .text(codes, dictionary), count: codes.count) }
    /// The bytes of a row's text; empty for none.
    package func bytes(_ row: Int) -> ArraySlice<UInt8> { codes[row] == 0 ? [] : dictionary.slice(at: Int(codes[row]) - 1) }
    package func text(_ row: Int) -> String? { codes[row] == 0 ? nil : dictionary.string(at: Int(codes[row]) - 1) }
}

extension UnitStream {
    /// The texts of labels of a column.
    package func labelTexts(_ column: Int, of labels: [UInt32]) -> TextColumn {
        TextColumn(codes: labels, dictionary: self.labels[column].texts)
    }

    /// The number of a label of a column; 0 when no event can have it. Of labels that are not those of a dictionary column it is made.
    package func label(_ text: String, _ column: Int) -> UInt32 {
        switch labels[column].source {
        case .codes(_, _, let texts): texts.firstIndex(of: text).map { UInt32(truncatingIfNeeded: $0 + 1) } ?? 0
        case .expression(_, let interner): interner.ids([.text(text)]).first ?? 0
        case .marks, .session, .user: 0
        }
    }

    /// The ids of references as one column: each reference's text stands once in the dictionary. Errors: those of reading,
    /// `.limitReached` beyond what a dictionary holds. Cost: linear in the references and in the sessions and users there are.
    package func names(of references: [UInt32]) throws(InteractionError) -> TextColumn {
        if let unitLabels { return TextColumn(codes: references, dictionary: unitLabels.texts) }
        var known = [UInt32](repeating: 0, count: (userBases.last ?? 1) + (try lastUserCount()) + 1)
        var offsets: [UInt32] = [0]
        var bytes: [UInt8] = []
        var codes = [UInt32](repeating: 0, count: references.count)
        for (index, reference) in references.enumerated() where reference > 0 {
            if known[Int(reference)] == 0 {
                guard let place = place(of: reference) else { continue }
                let source = scan.views[place.source].source
                let ids = place.isUser ? try source.dictionary(.user) : try source.clusters().ids
                bytes += ids.slice(at: place.entry)
                guard bytes.count <= CodingLimit.dictionaryBytes else {
                    throw InteractionError(
                        .limitReached, "the ids of this answer take more than \(CodingLimit.dictionaryBytes >> 20) MiB",
                        hint: "ask for fewer days, or leave the ids out")
                }
                offsets.append(UInt32(truncatingIfNeeded: bytes.count))
                known[Int(reference)] = UInt32(truncatingIfNeeded: offsets.count - 1)
            }
            codes[index] = known[Int(reference)]
        }
        return TextColumn(codes: codes, dictionary: StringDictionary(offsets: offsets, bytes: bytes))
    }

    private func lastUserCount() throws(InteractionError) -> Int {
        guard let last = scan.views.last else { return 0 }
        return try last.source.dictionary(.user).count
    }
}
