// JSON functions and paths. A constant path of keys into a column of properties is that property itself, which reads only its own
// columns of the store.

import InteractionModel

extension Binder {
    func jsonCall(
        _ function: JSONFunction, _ name: String, _ arguments: [Expression], _ places: [Int], at place: Int
    ) throws(InteractionError) -> Expression {
        switch function {
        case .extract, .extractText:
            try expectArguments(arguments.count, 2...2, name, at: place)
            return try jsonPath(arguments[0], arguments[1], isText: function == .extractText, at: places[1])
        case .value, .exists:
            try expectArguments(arguments.count, 2...2, name, at: place)
            let path = try path(arguments[1], name, at: places[1])
            return .call(.json(function), [try document(arguments[0], name, at: places[0]), path], function == .exists ? .boolean : .variant)
        case .keys, .arrayLength, .type:
            try expectArguments(arguments.count, 1...2, name, at: place)
            var values = [try document(arguments[0], name, at: places[0])]
            if arguments.count > 1 { values.append(try path(arguments[1], name, at: places[1])) }
            return .call(.json(function), values, function == .keys ? .list(.varchar) : function == .type ? .varchar : .bigint)
        case .isValid, .compact:
            try expectArguments(arguments.count, 1...1, name, at: place)
            return .call(.json(function), [try document(arguments[0], name, at: places[0])], function == .isValid ? .boolean : .variant)
        case .make:
            try expectArguments(arguments.count, 1...1, name, at: place)
            return .call(.json(.make), [try withoutDecimal(arguments[0], at: places[0])], .variant)
        case .array, .object:
            if function == .object, arguments.count % 2 != 0 { throw source.error("json_object() takes keys and values in turn.", at: place) }
            var values: [Expression] = []
            for (index, value) in arguments.enumerated() {
                let isKey = function == .object && index % 2 == 0
                values.append(isKey ? try cast(value, to: .varchar, isTrying: false, at: places[index]) : try withoutDecimal(value, at: places[index]))
            }
            return .call(.json(function), values, .variant)
        }
    }

    /// `value->path` and its kin.
    func jsonPath(_ value: Expression, _ path: Expression, isText: Bool, at place: Int) throws(InteractionError) -> Expression {
        let name = isText ? "->>" : "->"
        if case .column(.property(let property)) = value, case .varchar(let text)? = path.constant, !text.hasPrefix("/"),
            let keys = try checkedPath(text, at: place).keys
        {
            let column = Expression.column(.property(PropertyPath(property.root, property.keys + keys)))
            return isText ? try cast(column, to: .varchar, isTrying: false, at: place) : column
        }
        let document = try document(value, name, at: place)
        if path.type.element != nil {
            let paths = try castList(path, to: .varchar, at: place)
            return .call(.json(isText ? .extractText : .extract), [document, paths], .list(isText ? .varchar : .variant))
        }
        return .call(.json(isText ? .extractText : .extract), [document, try self.path(path, name, at: place)], isText ? .varchar : .variant)
    }

    private func checkedPath(_ text: String, at place: Int) throws(InteractionError) -> JSONPath {
        do { return try JSONPath(text) } catch { throw source.error("\(error.message).", at: place, hint: error.hint) }
    }

    /// What paths lead into: a property, or text that is JSON.
    private func document(_ value: Expression, _ name: String, at place: Int) throws(InteractionError) -> Expression {
        value.type == .variant ? value : try text(value, "\(name)()", at: place)
    }

    /// A path as text, or the number of an element.
    private func path(_ path: Expression, _ name: String, at place: Int) throws(InteractionError) -> Expression {
        if path.type.isNumeric { return try convert(path, to: .bigint, at: place) }
        let text = try text(path, "\(name)()", at: place)
        if case .varchar(let constant)? = text.constant { _ = try checkedPath(constant, at: place) }
        return text
    }
}
