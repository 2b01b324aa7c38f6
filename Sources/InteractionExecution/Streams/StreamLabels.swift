// The labels of a stream's events: one number for each distinct text over all sources. Those of a dictionary column are numbered
// before the pass; those of other expressions as they come, so that numbers depend on threads and answers must not show them.

import InteractionCoding
import InteractionModel
import InteractionPlan
import InteractionSegment

/// One column of a stream.
final class StreamLabels: Sendable {
    enum Source: Sendable {
        /// Label by source and code.
        case codes(CodeColumn, [[UInt32]], StringDictionary)
        case expression(ExpressionNode, KeyInterner)
        case marks([ExpressionNode])
        case session
        case user
    }
    let source: Source

    /// Columns of expressions with one interner, of their type, have one number for one value.
    init(
        _ column: StreamColumn, _ sources: [any SegmentSource], reading read: [Bool], _ interner: KeyInterner
    ) throws(InteractionError) {
        switch column {
        case .label(let expression):
            if case .column(let reference) = expression, let code = CodeColumn(reference), code != .user {
                var table = StringTable()
                var maps: [[UInt32]] = []
                for (source, isRead) in zip(sources, read) {
                    let dictionary = isRead ? try source.dictionary(code) : .empty
                    let count = UInt32(truncatingIfNeeded: dictionary.count)
                    let ids = count == 0 ? [] : table.intern((1...count).map { $0 }, of: dictionary)
                    guard let ids else {
                        throw InteractionError(
                            .limitReached, "the labels take more than \(CodingLimit.dictionaryBytes >> 20) MiB", hint: "ask for fewer days")
                    }
                    maps.append([0] + ids.map { $0 + 1 })
                }
                source = .codes(code, maps, table.dictionary())
            } else {
                source = .expression(ExpressionNode(expression), interner)
            }
        case .marks(let conditions): source = .marks(conditions.map { ExpressionNode($0) })
        case .session: source = .session
        case .user: source = .user
        }
    }

    /// Label n is entry n - 1.
    var texts: StringDictionary {
        switch source {
        case .codes(_, _, let texts): texts
        case .expression(_, let interner): interner.texts
        default: .empty
        }
    }

    /// The texts of labels. Values that are no texts stand as they are printed.
    func column(_ labels: [UInt32]) -> TextColumn {
        guard case .expression(_, let interner) = source, interner.type != .varchar else {
            return TextColumn(codes: labels, dictionary: texts)
        }
        let values = interner.vector(labels)
        return TextColumn((0..<labels.count).map { labels[$0] == 0 ? nil : values.value($0).plainText })
    }
}
