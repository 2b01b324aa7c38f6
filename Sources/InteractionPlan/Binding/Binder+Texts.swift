// Functions of texts whose arguments need a look of their own, and those of regular expressions.

import InteractionModel

extension Binder {
    func regexCall(
        _ function: RegexFunction, _ name: String, _ arguments: [Expression], _ places: [Int], at place: Int
    ) throws(InteractionError) -> Expression {
        // Arguments before the options.
        let required = function == .replace ? 3 : 2
        let most = function == .extract || function == .extractAll ? 3 : required
        try expectArguments(arguments.count, required...(most + 1), name, at: place)
        let options = arguments.count > most ? try regexOptions(arguments[most], name, at: places[most]) : ""
        var values: [Expression] = []
        for index in 0..<min(required, arguments.count) { values.append(try text(arguments[index], "\(name)()", at: places[index])) }
        if most > required {
            var group = Expression.literal(.bigint(0), .bigint)
            if arguments.count > required {
                if arguments[required].type.element != nil {
                    throw source.error("Structures of values are not supported: \(name)() takes the number of one group.", at: places[required])
                }
                group = try convert(try number(arguments[required], "\(name)()", at: places[required]), to: .bigint, at: places[required])
                if case .bigint(let index)? = group.constant, index < 0 || index > 9 {
                    throw source.error("The group of \(name)() is from 0 to 9.", at: places[required])
                }
            }
            values.append(group)
        }
        if case .varchar(let pattern)? = values[1].constant {
            do {
                _ = try RegexSyntax(pattern, options: RegexOptions(options))
            } catch {
                throw source.error("\(error.message).", at: places[1], hint: error.hint)
            }
        }
        let type: ScalarType =
            switch function {
            case .matches, .fullMatch: .boolean
            case .replace, .extract: .varchar
            case .extractAll, .split: .list(.varchar)
            }
        return .call(.regex(function, options: options), values, type)
    }

    private func regexOptions(_ argument: Expression, _ name: String, at place: Int) throws(InteractionError) -> String {
        guard case .varchar(let letters)? = argument.constant else {
            throw source.error("The options of \(name)() are a constant text.", at: place, hint: "for example 'i' to ignore case")
        }
        for letter in letters.unicodeScalars where (try? RegexOptions(String(letter))) == nil {
            throw source.error("'\(letter)' is no option of \(name)().", at: place, hint: "the options are c, i, l, m, n, p, s and g")
        }
        return letters
    }

    /// `concat_ws(separator, values...)`.
    func concatWithSeparator(_ arguments: [Expression], _ places: [Int], at place: Int) throws(InteractionError) -> Expression {
        try expectArguments(arguments.count, 2...Int.max, "concat_ws", at: place)
        var texts: [Expression] = []
        for (value, place) in zip(arguments, places) { texts.append(try cast(value, to: .varchar, isTrying: false, at: place)) }
        return .call(.text(.concatWithSeparator), texts, .varchar)
    }
}
