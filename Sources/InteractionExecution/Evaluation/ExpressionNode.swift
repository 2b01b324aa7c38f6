// An expression made ready for evaluation: what it reads, whether it can raise, and whether its value depends on one text
// column only, in which case it is computed once for each dictionary entry.

import InteractionModel
import InteractionPlan

/// One node of an expression tree.
package final class ExpressionNode: Sendable {
    package let expression: Expression
    /// In the order of `Expression.children`.
    let children: [ExpressionNode]
    package let type: ScalarType
    /// The columns read at or below the node.
    package let columns: Set<ColumnReference>
    /// True when a value of the right type can make it fail.
    let mayRaise: Bool
    /// The one column that the value depends on, when that column can be a dictionary column and there is work to save.
    let textColumn: ColumnReference?
    /// The compiled pattern of a LIKE with a constant pattern.
    let pattern: LikePattern?
    /// The compiled regular expression of a call with a constant pattern, or what is wrong with it.
    let regex: Result<RegularExpression, InteractionError>?

    package init(_ expression: Expression) {
        self.expression = expression
        children = expression.children.map { ExpressionNode($0) }
        type = expression.type
        var columns: Set<ColumnReference> = []
        if case .column(let column) = expression { columns.insert(column) }
        var readsGroups = false
        switch expression {
        case .key, .aggregate: readsGroups = true
        default: break
        }
        for child in children { columns.formUnion(child.columns) }
        self.columns = columns
        regex = Self.regex(expression)
        var isRegexSound = false
        if case .success? = regex { isRegexSound = true }
        mayRaise = (Self.raises(expression) && !isRegexSound) || children.contains { $0.mayRaise }
        if case .column = expression {
            textColumn = nil
        } else if columns.count == 1, let column = columns.first, column != .timestamp, !readsGroups {
            textColumn = column
        } else {
            textColumn = nil
        }
        if case .like(_, let pattern, let escape, let caseInsensitive) = expression, case .varchar(let text)? = pattern.constant {
            self.pattern = LikePattern(text, escape: escape, ignoringCase: caseInsensitive)
        } else {
            pattern = nil
        }
    }

    private static func regex(_ expression: Expression) -> Result<RegularExpression, InteractionError>? {
        guard case .call(.regex(_, let letters), let arguments, _) = expression, arguments.count > 1,
            case .varchar(let pattern)? = arguments[1].constant
        else { return nil }
        do throws(InteractionError) {
            return .success(try RegularExpression(pattern, options: RegexOptions(letters)))
        } catch {
            return .failure(error)
        }
    }

    /// True when the node itself, not a child, can fail.
    private static func raises(_ expression: Expression) -> Bool {
        switch expression {
        case .negate(let operand): return operand.type != .double && operand.type != .variant
        case .arithmetic(let op, _, _, .variant): return op == .integerDivide || op == .remainder
        case .arithmetic(let op, _, _, let type): return op != .concatenate && (type != .double || op == .integerDivide)
        case .cast(let operand, let type, let mode):
            guard mode == .raising else { return false }
            switch (operand.type, type) {
            case (.variant, .varchar), (.null, _), (_, .varchar): return false
            case (.list, _): return true
            case (.varchar, _), (.variant, _), (.double, .bigint), (.double, .hugeint), (.hugeint, .bigint): return true
            default: return false
            }
        case .call(let function, _, let type):
            switch function {
            case .abs, .round: return type != .double
            case .list(let function): return function.mayRaise
            case .text(let function): return function.mayRaise
            case .regex: return true
            case .fitting(_, let isTrying): return !isTrying
            case .timestampOfMilliseconds, .timeBucket: return true
            case .math(let function): return function.mayRaise
            case .time(let function): return function.mayRaise
            case .json(let function): return function.mayRaise
            default: return false
            }
        default: return false
        }
    }
}
