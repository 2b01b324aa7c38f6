// List values: literals, brackets, and the functions of lists.

import InteractionModel

extension Binder {
    /// `[a, b]`: elements in their common type.
    func list(_ elements: [Expression], at places: [Int]) throws(InteractionError) -> Expression {
        let values = try unify(elements, "A list", at: places)
        var type = values.first { $0.type != .null }?.type ?? .null
        var result: [Expression] = []
        if case .decimal = type { type = .double }
        for (value, place) in zip(values, places) { result.append(try convert(value, to: type, at: place)) }
        return .call(.list(.value), result, .list(type))
    }

    /// `value[index]`: an element of a list, a character of a text, an element of a JSON array (which count from 0).
    func element(_ value: Expression, _ index: Expression, at place: Int) throws(InteractionError) -> Expression {
        if value.type == .variant {
            if case .varchar? = index.constant { return try jsonPath(value, index, isText: false, at: place) }
            return try jsonPath(value, try convert(try number(index, "[]", at: place), to: .bigint, at: place), isText: false, at: place)
        }
        let position = try convert(try number(index, "[]", at: place), to: .bigint, at: place)
        switch value.type {
        case .list(let element): return .call(.list(.element), [value, position], element)
        case .null: return .literal(.null, .null)
        default: return .call(.text(.character), [try text(value, "[]", at: place), position], .varchar)
        }
    }

    /// `value[from:to]` of a list or a text.
    func slice(_ value: Expression, _ from: Expression?, _ to: Expression?, at place: Int) throws(InteractionError) -> Expression {
        func position(_ expression: Expression?, _ open: Int64) throws(InteractionError) -> Expression {
            guard let expression else { return .literal(.bigint(open), .bigint) }
            return try convert(try number(expression, "[:]", at: place), to: .bigint, at: place)
        }
        let (first, last) = (try position(from, 1), try position(to, -1))
        if value.type.element != nil { return .call(.list(.slice), [value, first, last], value.type) }
        return .call(.text(.slice), [try text(value, "[:]", at: place), first, last], .varchar)
    }

    /// A call of a list function.
    func listCall(
        _ function: ListFunction, _ name: String, _ arguments: [Expression], _ places: [Int], at place: Int
    ) throws(InteractionError) -> Expression {
        switch function {
        case .value: return try list(arguments, at: places)
        case .range: return try range(function, name, arguments, places, at: place)
        default: break
        }
        try expectArguments(arguments.count, Self.counts(function), name, at: place)
        let listIndex = function == .prepend ? 1 : 0
        if case .element = function, arguments[0].type.element == nil { return try element(arguments[0], arguments[1], at: places[1]) }
        if case .slice = function, arguments[0].type.element == nil { return try slice(arguments[0], arguments[1], arguments[2], at: places[1]) }
        let value = arguments[listIndex].type == .null ? .literal(.null, .list(.null)) : arguments[listIndex]
        guard let element = value.type.element else {
            throw source.error("\(name)() takes a list, not \(value.type).", at: places[listIndex], hint: "a list is written [1, 2]")
        }
        switch function {
        case .element: return try self.element(value, arguments[1], at: places[1])
        case .slice: return try slice(value, arguments[1], arguments[2], at: places[1])
        case .length: return .call(.list(.length), [value], .bigint)
        case .reverse, .distinct, .popBack, .popFront: return .call(.list(function), [value], value.type)
        case .unique: return .call(.list(function), [value], .bigint)
        case .sort: return .call(.list(try sortOrder(function, arguments, places)), [value], value.type)
        case .joined: return .call(.list(.joined), [try castList(value, to: .varchar, at: places[0]), try text(arguments[1], "\(name)()", at: places[1])], .varchar)
        case .contains, .position, .append, .prepend:
            let other = arguments[1 - listIndex]
            let (left, right) = try alike(value, other.type == .null ? .literal(.null, element) : other, isElement: true, name, at: places[1 - listIndex])
            let operands = function == .prepend ? [right, left] : [left, right]
            let type: ScalarType = function == .contains ? .boolean : function == .position ? .bigint : left.type
            return .call(.list(function), operands, type)
        default:
            let (left, right) = try alike(value, arguments[1], isElement: false, name, at: places[1])
            return .call(.list(function), [left, right], function == .hasAny || function == .hasAll ? .boolean : left.type)
        }
    }

    private static func counts(_ function: ListFunction) -> ClosedRange<Int> {
        switch function {
        case .slice: 3...3
        case .sort: 1...3
        case .length, .reverse, .distinct, .popBack, .popFront, .unique: 1...1
        default: 2...2
        }
    }

    /// `a || b` of lists, or of a list and an element.
    func concatenatedLists(_ a: Expression, _ b: Expression, at place: Int) throws(InteractionError) -> Expression {
        if a.type.element != nil, b.type.element != nil || b.type == .null {
            let (left, right) = try alike(a, b, isElement: false, "||", at: place)
            return .call(.list(.concat), [left, right], left.type)
        }
        if a.type == .null {
            return .call(.list(.concat), [.literal(.null, b.type), b], b.type)
        }
        throw source.error("|| does not take \(a.type) and \(b.type).", at: place, hint: "an element is added with list_append()")
    }

    /// A list and another list, or an element, with one type of elements.
    private func alike(
        _ list: Expression, _ other: Expression, isElement: Bool, _ name: String, at place: Int
    ) throws(InteractionError) -> (Expression, Expression) {
        let theirs = isElement ? try withoutDecimal(other, at: place) : other.type == .null ? .literal(.null, list.type) : other
        guard let mine = list.type.element, let element = isElement ? theirs.type : theirs.type.element else {
            throw source.error("\(name)() takes two lists, not \(list.type) and \(other.type).", at: place)
        }
        guard let common = Self.commonType(mine, element, isConstant: isElement && other.constant != nil) else {
            throw source.error("\(name)() does not take \(list.type) and \(other.type).", at: place, hint: "convert one with CAST")
        }
        let target = isElement ? common : .list(common)
        return (try castList(list, to: common, at: place), isElement ? try convert(theirs, to: target, at: place) : try castList(theirs, to: common, at: place))
    }

    private static func commonType(_ a: ScalarType, _ b: ScalarType, isConstant: Bool) -> ScalarType? {
        if a == .null { return b }
        if b == .null || (b == .varchar && isConstant) { return a }
        return join(a, b)
    }

    /// The list with its elements converted.
    func castList(_ list: Expression, to element: ScalarType, at place: Int) throws(InteractionError) -> Expression {
        list.type == .list(element) ? list : try convert(list, to: .list(element), at: place)
    }

    private func sortOrder(_ function: ListFunction, _ arguments: [Expression], _ places: [Int]) throws(InteractionError) -> ListFunction {
        guard case .sort(var isDescending, var nullsFirst) = function else { return function }
        for (argument, place) in zip(arguments.dropFirst(), places.dropFirst()) {
            guard case .varchar(let word)? = argument.constant else { throw source.error("The order of a sort is a constant text.", at: place) }
            switch word.uppercased() {
            case "ASC": isDescending = false
            case "DESC": isDescending = true
            case "NULLS FIRST": nullsFirst = true
            case "NULLS LAST": nullsFirst = false
            default: throw source.error("\(Literal.quoted(word)) is no order.", at: place, hint: "'ASC', 'DESC', 'NULLS FIRST' or 'NULLS LAST'")
            }
        }
        return .sort(isDescending: isDescending, nullsFirst: nullsFirst)
    }

    private func range(
        _ function: ListFunction, _ name: String, _ arguments: [Expression], _ places: [Int], at place: Int
    ) throws(InteractionError) -> Expression {
        try expectArguments(arguments.count, 1...3, name, at: place)
        var bounds: [Expression] = []
        for (argument, place) in zip(arguments, places) { bounds.append(try convert(try number(argument, "\(name)()", at: place), to: .bigint, at: place)) }
        if bounds.count == 1 { bounds.insert(.literal(.bigint(0), .bigint), at: 0) }
        if bounds.count == 2 { bounds.append(.literal(.bigint(1), .bigint)) }
        return .call(.list(function), bounds, .list(.bigint))
    }

    /// `list_sum(l)`, `list_aggregate(l, 'sum')`: the aggregate as over a column of the list's elements. Without a fixed one the
    /// second argument names it.
    func listAggregate(
        _ fixed: String?, _ name: String, _ arguments: [Expression], _ places: [Int], at place: Int
    ) throws(InteractionError) -> Expression {
        var rest = arguments.dropFirst()
        var restPlaces = places.dropFirst()
        let wanted: String
        if let fixed {
            wanted = fixed
        } else {
            guard arguments.count > 1, case .varchar(let word)? = arguments[1].constant else {
                throw source.error("\(name)() takes a list and the name of an aggregate.", at: place, hint: "for example \(name)(l, 'sum')")
            }
            wanted = word.lowercased()
            rest = rest.dropFirst()
            restPlaces = restPlaces.dropFirst()
        }
        guard let list = arguments.first, let element = list.type.element else {
            throw source.error("\(name)() takes a list.", at: places.first ?? place)
        }
        guard AggregateName.all.contains(wanted) else {
            let near = NameDistance.nearest(to: wanted, among: AggregateName.all.sorted())
            throw source.error("There is no aggregate \(wanted).", at: places.last ?? place, hint: near.map { "did you mean \($0)?" })
        }
        // Bound as a call over a column of this type; what the binder converts, the list's elements are converted to.
        let inner = Expression.key(0, element)
        let syntax = CallSyntax(name: wanted, arguments: ([places.first ?? place] + restPlaces).map { Self.placeholder(at: $0) })
        let call = try aggregate(syntax, [inner] + rest, at: place)
        guard call.filter == nil, call.second == nil, let argument = call.argument else {
            throw source.error("\(name)() does not take \(wanted).", at: place)
        }
        return .call(.list(.aggregate(call.function)), [try castList(list, to: argument.type, at: place)], call.type)
    }

    private static func placeholder(at place: Int) -> ExpressionSyntax {
        ExpressionSyntax(kind: .literal(.null), range: place..<place, place: place, depth: 1)
    }
}
