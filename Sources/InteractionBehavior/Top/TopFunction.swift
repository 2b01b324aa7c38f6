// `FROM top(details.url, n => 10, by => component, compare => timestamp < ..., where => ...)`: the commonest values of an expression
// over events, with the total beside them, so that what is left out is told. `compare` chooses other events, whose counts of the
// same values stand beside.

import InteractionExecution
import InteractionModel
import InteractionPlan

/// The table function `top`.
package struct TopFunction: TableFunction {
    static let name = "top"
    static let countRange: ClosedRange<Int64> = 1...100_000

    /// Columns by name; `by` and those of the comparison are there with the argument only.
    enum Column: String, CaseIterable {
        case by, value, count, share, units, previousCount, change, total, values
    }

    static func names(_ arguments: TableFunctionArguments) -> [Column] {
        Column.allCases.filter { column in
            switch column {
            case .by: arguments["by"] != nil
            case .previousCount, .change: arguments["compare"] != nil
            default: true
            }
        }
    }

    static func columns(_ arguments: TableFunctionArguments) -> [ResultColumn] {
        names(arguments).map { column in
            let type: ScalarType =
                switch column {
                case .by, .value: arguments[column.rawValue]?.type ?? .varchar
                case .share, .change: .double
                default: .bigint
                }
            return ResultColumn(name: column.rawValue, type: type)
        }
    }

    package init() {}

    package var signature: TableFunctionSignature {
        TableFunctionSignature(
            name: Self.name,
            parameters: [
                TableFunctionParameter("value", .expression, isRequired: true), TableFunctionParameter("n", .count(Self.countRange)),
                TableFunctionParameter("by", .expression), TableFunctionParameter("compare", .condition),
            ],
            columns: { Self.columns($0) })
    }

    package func rows(_ wanted: Set<Int>, _ context: TableFunctionContext) throws(InteractionError) -> TableFunctionRows {
        let names = Self.names(context.call.arguments)
        let asked = Set(wanted.map { names[$0] })
        var most = 10
        if case .count(let count)? = context.call.arguments["n"] { most = Int(count) }
        let rows = try context.call.arguments["by"] == nil
            ? TopRows.overall(asked, most: most, context) : TopRows.parted(asked, most: most, context)
        let previous = asked.contains(.previousCount) || asked.contains(.change) ? try rows.previous(context) : []
        let types = Self.columns(context.call.arguments)
        var vectors: [Int: Vector] = [:]
        for index in wanted {
            let values = rows.all.enumerated().map { place, row -> ResultValue in
                switch names[index] {
                case .by: row.by
                case .value: row.value
                case .count: .int(Int64(row.count))
                case .share: .double(Double(row.count) / Double(row.total))
                case .units: .int(Int64(row.units))
                case .total: .int(Int64(row.total))
                case .values: .int(Int64(row.values))
                case .previousCount: .int(Int64(previous[place]))
                case .change: previous[place] == 0 ? .null : .double(Double(row.count - previous[place]) / Double(previous[place]))
                }
            }
            vectors[index] = Vector(values, types[index].type)
        }
        return TableFunctionRows(rowCount: rows.all.count, columns: vectors)
    }
}

extension TableFunctionArgument {
    /// The type of an expression; nil for other arguments.
    fileprivate var type: ScalarType? {
        if case .expression(let expression) = self { return expression.type == .null ? .varchar : expression.type }
        return nil
    }
}
