// `FROM paths(label => component, start => 'Home', max => 5, whole => true, ngram => 3, keep_repeats => true, gap => '30m', top => 20,
// where => ...)`: one row a path, most frequent first, then by labels joined with ' > ' in byte order.

import InteractionExecution
import InteractionModel
import InteractionPlan

/// The table function `paths`.
package struct PathsFunction: TableFunction {
    static let name = "paths"

    /// Columns by index.
    enum Column: Int, CaseIterable {
        case path, frequency, share, continues, avgDurationSeconds, medianDurationSeconds, dropoffRate, sessions

        var type: ScalarType {
            switch self {
            case .path: .list(.varchar)
            case .frequency, .continues, .sessions: .bigint
            case .share, .avgDurationSeconds, .medianDurationSeconds, .dropoffRate: .double
            }
        }
    }

    static let columns = Column.allCases.map { ResultColumn(name: "\($0)", type: $0.type) }

    package init() {}

    package var signature: TableFunctionSignature {
        TableFunctionSignature(
            name: Self.name,
            parameters: [
                TableFunctionParameter("label", .expression), TableFunctionParameter("start", .text), TableFunctionParameter("end", .text),
                TableFunctionParameter("max", .count(PathRequest.lengths)), TableFunctionParameter("whole", .flag),
                TableFunctionParameter("ngram", .count(PathRequest.lengths)), TableFunctionParameter("keep_repeats", .flag),
                TableFunctionParameter("gap", .duration), TableFunctionParameter("top", .count(1...Int64(Int32.max))),
            ],
            columns: { _ in Self.columns })
    }

    package func rows(_ wanted: Set<Int>, _ context: TableFunctionContext) throws(InteractionError) -> TableFunctionRows {
        let request = try PathRequest(context.call.arguments)
        var asked = StreamRequest(unit: .session, columns: [.label(context.call.label)])
        if let gap = request.gap {
            asked.unit = .user
            asked.gap = gap.microseconds
        }
        let stream = try context.stream(asked)
        let gap = asked.gap ?? asked.loneGap
        let columns = Set(wanted.compactMap(Column.init))
        if let length = request.ngram {
            let keeps = request.keepsRepeats
            let found = try context.fold(stream) { GramFold(length: length, keepsRepeats: keeps, gap: gap) }
            return PathTable(found.grams, frequencies: found.occurrences, stream, top: request.top).rows(columns, found)
        }
        let rule = request.rule(stream)
        let collects = columns.contains(.medianDurationSeconds)
        let labelCount = stream.labelCount(0)
        let found = try context.fold(stream) { PathFold(rule, gap: gap, labelCount: labelCount, collectsDurations: collects) }
        return PathTable(found.paths, frequencies: found.counts.map(\.sessions), stream, top: request.top).rows(columns, found)
    }
}

extension PathRequest {
    /// The arguments of a call. Errors: `.invalidArgument` for what excludes each other.
    init(_ arguments: TableFunctionArguments) throws(InteractionError) {
        self.init()
        func count(_ name: String) -> Int? {
            guard case .count(let count)? = arguments[name] else { return nil }
            return Int(count)
        }
        if case .text(let label)? = arguments["start"] { start = label }
        if case .text(let label)? = arguments["end"] { end = label }
        if let count = count("max") { max = count }
        if arguments["whole"] == .flag(true) { whole = true }
        if arguments["keep_repeats"] == .flag(true) { keepsRepeats = true }
        if case .duration(let span)? = arguments["gap"] { gap = .microseconds(span) }
        ngram = count("ngram")
        top = count("top")
        try check()
    }

    private func check() throws(InteractionError) {
        func refuse(_ what: String, _ place: String) -> InteractionError { InteractionError(.invalidArgument, what, place: place) }
        if start != nil, end != nil { throw refuse("a path has a start or an end, not both", "end") }
        if ngram != nil, start != nil || end != nil || whole { throw refuse("n-grams have no start, no end and no whole", "ngram") }
        guard Self.lengths.contains(Int64(max)), ngram.map({ Self.lengths.contains(Int64($0)) }) ?? true else {
            throw refuse("a path has 1 to 64 labels", "max")
        }
        if let top, top < 1 { throw refuse("at least one row", "top") }
        if let gap, gap < .zero { throw refuse("a gap cannot be negative", "gap") }
    }

    /// The same as a call of the table function. `label` is the bound expression; nil for the action. Errors: `.invalidArgument`.
    package func call(
        label: Expression?, filter: Expression?, now: Timestamp, zone: ZoneRules
    ) throws(InteractionError) -> TableFunctionCall {
        try check()
        var arguments: TableFunctionArguments = ["max": .count(Int64(max)), "whole": .flag(whole), "keep_repeats": .flag(keepsRepeats)]
        if let label { arguments["label"] = .expression(label) }
        if let start { arguments["start"] = .text(start) }
        if let end { arguments["end"] = .text(end) }
        if let ngram { arguments["ngram"] = .count(Int64(ngram)) }
        if let gap { arguments["gap"] = .duration(gap.microseconds) }
        if let top { arguments["top"] = .count(Int64(top)) }
        return TableFunctionCall(
            name: PathsFunction.name, arguments: arguments, filter: filter, columns: PathsFunction.columns, zone: zone, now: now)
    }

    /// With labels by the stream's numbers.
    func rule(_ stream: UnitStream) -> PathRule {
        var rule = PathRule(most: whole ? .max : max, keepsRepeats: keepsRepeats)
        if let start { rule.anchor = .start(stream.label(start, 0)) }
        if let end { rule.anchor = .end(stream.label(end, 0)) }
        return rule
    }
}
