// What the names of a SELECT can mean: the columns of an event, or the columns of a subquery, found without regard to case.

import InteractionModel

/// The row that a SELECT reads, as its names see it.
struct RowScope {
    enum Kind {
        /// SELECT without FROM.
        case none
        case events
        case columns([ScopeColumn])
    }
    var kind: Kind
    /// The names that may stand before a column: the relation's, or its alias.
    var names: [String] = []

    static let none = RowScope(kind: .none)

    /// True when there is a row at all.
    var hasRow: Bool {
        if case .none = kind { return false }
        return true
    }

    /// True when `name` stands for the relation itself.
    func isNamed(_ name: String) -> Bool { names.contains { $0.lowercased() == name.lowercased() } }
}

/// One column of a subquery as the query around it sees it.
struct ScopeColumn {
    enum Source {
        /// Computed where it is read, over the row that the subquery reads: the subquery was merged into the query around it.
        case expression(Expression)
        /// Column `column` of the SELECT list of a subquery that is answered first.
        case derived(subquery: Int, column: Int)
    }
    var name: String
    var source: Source
}

extension [ScopeColumn] {
    /// The first column of a name; the columns of an event are known as `sessionId` too.
    func column(named name: String) -> ScopeColumn? {
        let wanted = name.lowercased()
        if let column = first(where: { $0.name.lowercased() == wanted }) { return column }
        guard wanted == "sessionid" || wanted == "userid" else { return nil }
        return first { $0.name.lowercased() == (wanted == "userid" ? "user_id" : "session_id") }
    }
}
