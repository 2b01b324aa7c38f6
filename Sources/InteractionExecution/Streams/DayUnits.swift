// The units of one day as small local numbers: those of a single segment by their place in it, those of several by their number.

import InteractionCoding
import InteractionModel
import InteractionSegment

/// Local numbers of the units of a day, while its segments are read one after another. Used by one thread.
final class DayUnits {
    private let stream: UnitStream
    /// By local unit: number among carried units, 0 for others; reference.
    private(set) var numbers: [UInt32] = []
    private(set) var references: [UInt32] = []
    /// Local units of the segment being read, by user code - 1 and by cluster.
    private var users: [UInt32] = []
    private var clusters: [UInt32] = []
    /// Local units by number, and by label.
    private var known: [UInt32: UInt32] = [:]

    private let hasOneSource: Bool

    /// `sourceCount` is the number of the day's segments.
    init(_ stream: UnitStream, sourceCount: Int) {
        self.stream = stream
        hasOneSource = sourceCount < 2
    }

    var count: Int { numbers.count }

    /// Gets ready for the rows of a segment. Errors: those of reading.
    func begin(_ index: Int, _ source: any SegmentSource) throws(InteractionError) {
        switch stream.request.unit {
        case .session: clusters = locals(stream.numbers.clusters[index], stream.clusterBases[index], try source.clusters().kinds)
        case .user:
            users = locals(stream.numbers.users[index], stream.userBases[index], [])
            let numbers = stream.numbers.clusters[index]
            clusters = numbers.isEmpty ? [] : locals(numbers, stream.clusterBases[index], try source.clusters().kinds)
        case .identified: users = locals(stream.numbers.users[index], stream.userBases[index], [])
        case .expression: break
        }
    }

    private func locals(_ numbers: [UInt32], _ base: Int, _ kinds: [ClusterKind]) -> [UInt32] {
        var locals: [UInt32] = []
        locals.reserveCapacity(numbers.count)
        for (entry, number) in numbers.enumerated() {
            if !kinds.isEmpty, kinds[entry] == .none || (kinds[entry] == .user && stream.request.unit != .session) {
                locals.append(.max)
            } else {
                locals.append(local(number, UInt32(truncatingIfNeeded: base + entry)))
            }
        }
        return locals
    }

    private func local(_ number: UInt32, _ reference: UInt32) -> UInt32 {
        // Of one segment no unit comes twice, but for labels.
        let isKnowable = number > 0 && (!hasOneSource || stream.unitLabels != nil)
        if isKnowable, let known = known[number] { return known }
        let local = UInt32(truncatingIfNeeded: numbers.count)
        numbers.append(number)
        references.append(reference)
        if isKnowable { known[number] = local }
        return local
    }

    /// The units of rows: by their users' codes, else by their clusters. `.max` for none.
    func of(users codes: [UInt32], clusters rows: [UInt32]) -> [UInt32] {
        if codes.isEmpty { return Gather.lookup(clusters, rows) }
        if clusters.isEmpty { return codes.map { $0 == 0 ? .max : users[Int($0) - 1] } }
        return zip(codes, rows).map { $0 == 0 ? clusters[Int($1)] : users[Int($0) - 1] }
    }

    /// The units of rows by their labels, which are numbers of carried units too.
    func ofLabels(_ labels: [UInt32]) -> [UInt32] { labels.map { $0 == 0 ? .max : local($0, $0) } }

    /// True where a pause ends what a unit's events belong to.
    func isLone(_ unit: Int) -> Bool { stream.request.unit == .session ? stream.isLone(references[unit]) : stream.request.gap != nil }
}
