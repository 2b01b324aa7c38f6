// The moves that a machine is meant to have, as texts `from>to`.

import InteractionModel

struct AllowedMoves: Sendable {
    private var moves: Set<String> = []
    private var fromAny: Set<String> = []
    private var toAny: Set<String> = []
    private var isAll = false

    /// Spaces around the sign do not count where it stands once in a text; where it stands more often (states may have it in their
    /// names) the text is taken as it is. Errors: `.invalidArgument` for a text without it.
    init(_ texts: [String]) throws(InteractionError) {
        for text in texts {
            let parts = text.split(separator: ">", omittingEmptySubsequences: false)
            guard parts.count > 1 else {
                throw InteractionError(
                    .invalidArgument, "a move is written as from>to, not \(text)", place: "allowed", hint: "a star stands for any state: cart>*")
            }
            guard parts.count == 2 else {
                moves.insert(text)
                continue
            }
            let (from, to) = (Self.trimmed(parts[0]), Self.trimmed(parts[1]))
            switch (from == "*", to == "*") {
            case (true, true): isAll = true
            case (true, false): fromAny.insert(to)
            case (false, true): toAny.insert(from)
            case (false, false): moves.insert(from + ">" + to)
            }
        }
    }

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }

    func contains(from: String, to: String) -> Bool {
        isAll || toAny.contains(from) || fromAny.contains(to) || moves.contains(from + ">" + to)
    }
}
