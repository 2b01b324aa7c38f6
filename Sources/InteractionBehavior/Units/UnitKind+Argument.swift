// The unit of an analysis as an argument of a table function: `unit => 'user'`, or a value of the event.

import InteractionExecution
import InteractionPlan

extension UnitKind {
    /// The words for units; any other argument is a value of the event.
    static let words = ["user", "identified", "session"]

    /// `user` without an argument.
    init(_ argument: TableFunctionArgument?) {
        switch argument {
        case .expression(let value): self = .expression(value)
        case .text("identified"): self = .identified
        case .text("session"): self = .session
        default: self = .user
        }
    }

    var argument: TableFunctionArgument {
        switch self {
        case .user: .text("user")
        case .identified: .text("identified")
        case .session: .text("session")
        case .expression(let value): .expression(value)
        }
    }
}

extension TableFunctionCall {
    /// The argument `unit` of the kind `.choiceOrExpression`; nil without one. The user id by itself is that of identified users.
    var unit: UnitKind? {
        switch arguments["unit"] {
        case .expression(.column(.userId))?: .identified
        case let argument?: UnitKind(argument)
        case nil: nil
        }
    }
}
