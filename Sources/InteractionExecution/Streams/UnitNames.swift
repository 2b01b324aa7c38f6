// The ids that references of a stream stand for, as columns of text.

import InteractionCoding
import InteractionModel
import InteractionPlan
import InteractionSegment

/// Texts by row, each once in a table; none for some rows.
package struct TextColumn: Sendable {
    /// 0 for none, else the entry + 1. No two entries have the same text.
    package var codes: [UInt32]
    private let dictionary: StringDictionary

    init(codes: [UInt32], dictionary: StringDictionary) {
        self.codes = codes
        self.dictionary = dictionary
    }

    package init(_ values: [String?]) {
        var table = StringTable()
        codes = values.map { value in value.map { table.intern($0) + 1 } ?? 0 }
        dictionary = table.dictionary()
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
        self.labels[column].column(labels)
    }

    /// Labels of a column are at most this, where that is known before the pass; nil where it is not.
    package func labelCount(_ column: Int) -> Int? {
        if case .codes(_, _, let texts) = labels[column].source { return texts.count }
        return nil
    }

    /// The number of a label of a column; 0 when no event can have it. Of labels that are not those of a dictionary column it is made.
    package func label(_ text: String, _ column: Int) -> UInt32 {
        switch labels[column].source {
        case .codes(_, _, let texts): texts.firstIndex(of: text).map { UInt32(truncatingIfNeeded: $0 + 1) } ?? 0
        case .expression(_, let interner): interner.ids([.text(text)]).first ?? 0
        case .marks, .session, .user: 0
        }
    }

    /// The ids of references as one column; equal ids are one entry. Errors: those of reading, `.limitReached` beyond what a dictionary
    /// holds. Cost: linear in the references and in the sessions and users there are.
    package func names(of references: [UInt32]) throws(InteractionError) -> TextColumn {
        if let unitLabels { return unitLabels.column(references) }
        // A given session has one reference only, so that references tell its ids apart; a user has one in each segment.
        let firstUser = UInt32(truncatingIfNeeded: userBases.first ?? 1)
        let areUnique = request.unit == .session && !hasLoneUnits && !references.contains { $0 >= firstUser }
        var known = [UInt32](repeating: 0, count: referenceEnd)
        var offsets: [UInt32] = [0]
        var bytes: [UInt8] = []
        var table = StringTable()
        var codes = [UInt32](repeating: 0, count: references.count)
        for (index, reference) in references.enumerated() where reference > 0 {
            if known[Int(reference)] == 0 {
                guard let place = place(of: reference) else { continue }
                let source = scan.views[place.source].source
                let ids = place.isUser ? try source.dictionary(.user) : try source.clusters().ids
                if areUnique {
                    bytes += ids.slice(at: place.entry)
                    offsets.append(UInt32(truncatingIfNeeded: bytes.count))
                    known[Int(reference)] = UInt32(truncatingIfNeeded: offsets.count - 1)
                } else {
                    guard !table.isFull(adding: ids.length(at: place.entry)) else { throw tooManyNames }
                    known[Int(reference)] = table.intern(ids.slice(at: place.entry)) + 1
                }
                guard bytes.count <= CodingLimit.dictionaryBytes else { throw tooManyNames }
            }
            codes[index] = known[Int(reference)]
        }
        return TextColumn(codes: codes, dictionary: areUnique ? StringDictionary(offsets: offsets, bytes: bytes) : table.dictionary())
    }

    private var tooManyNames: InteractionError {
        InteractionError(
            .limitReached, "the ids of this answer take more than \(CodingLimit.dictionaryBytes >> 20) MiB",
            hint: "ask for fewer days, or leave the ids out")
    }
}
