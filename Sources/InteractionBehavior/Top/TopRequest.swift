// What a question about the commonest values of an expression may choose, as a call of the table function.

import InteractionModel
import InteractionPlan

/// What a question about the commonest values may choose beside its events.
package struct TopRequest: Sendable {
    /// How many values, of each value of the breakdown; 1-100,000.
    package var count: Int
    /// Over one event.
    package var value: Expression
    package var by: Expression?
    /// BOOLEAN over one event: the events to compare with, chosen from all.
    package var compare: Expression?

    package init(count: Int = 10, value: Expression, by: Expression? = nil, compare: Expression? = nil) {
        self.count = count
        self.value = value
        self.by = by
        self.compare = compare
    }

    /// The same as a call of the table function. Errors: `.invalidArgument` for a number of values out of range.
    package func call(filter: Expression?, now: Timestamp, zone: ZoneRules) throws(InteractionError) -> TableFunctionCall {
        guard TopFunction.countRange.contains(Int64(count)) else {
            throw InteractionError(.invalidArgument, "the number of values is 1 to 100000, not \(count)", place: "n")
        }
        var arguments: TableFunctionArguments = ["value": .expression(value), "n": .count(Int64(count))]
        if let by { arguments["by"] = .expression(by) }
        if let compare { arguments["compare"] = .expression(compare) }
        return TableFunctionCall(
            name: TopFunction.name, arguments: arguments, filter: filter, columns: TopFunction.columns(arguments), zone: zone, now: now)
    }
}
