// The way of one session while its events come: the labels kept, when the last one kept was, and whether more came.

import InteractionExecution
import InteractionModel

/// What makes labels a path, with labels by their numbers.
struct PathRule: Sendable {
    enum Anchor: Sendable {
        case first
        /// From the first event of this label; 0 for a label that no event has.
        case start(UInt32)
        /// To the last event of this label.
        case end(UInt32)
    }
    var anchor = Anchor.first
    var most: Int
    var keepsRepeats: Bool
}

/// The state of one session.
struct PathWalk: Sendable {
    /// The first labels kept; of paths to an end the last ones.
    var labels: [UInt32] = []
    /// Labels kept in all.
    var kept = 0
    var lastLabel: UInt32 = 0
    /// Any event has a label, whether or not it is kept.
    var hasLabel = false
    var start: Int64 = 0
    /// Time of the last event kept.
    var end: Int64 = 0
    /// Of paths to an end: the state at the last event of its label. Of whole ones the labels are the first `kept`.
    var found: (labels: [UInt32], kept: Int, end: Int64)?

    mutating func take(_ label: UInt32, at time: Int64, _ rule: PathRule) {
        if label == 0 { return }
        hasLabel = true
        if case .start(let wanted) = rule.anchor, kept == 0, label != wanted { return }
        if kept == 0 { start = time }
        if label != lastLabel || rule.keepsRepeats {
            kept += 1
            lastLabel = label
            end = time
            if case .end = rule.anchor {
                if labels.count == rule.most { labels.removeFirst() }
                labels.append(label)
            } else if labels.count < rule.most {
                labels.append(label)
            }
        }
        if case .end(let wanted) = rule.anchor, label == wanted { found = (rule.most == .max ? [] : labels, kept, end) }
    }

    /// The path; nil without one. `continues` says whether the session has more labels than it.
    func path(_ rule: PathRule) -> (labels: [UInt32], continues: Bool, duration: Int64)? {
        if case .end = rule.anchor {
            guard let found else { return nil }
            let path = rule.most == .max ? Array(labels.prefix(found.kept)) : found.labels
            return (path, found.kept > path.count, found.end &- start)
        }
        return kept == 0 ? nil : (labels, kept > labels.count, end &- start)
    }
}
