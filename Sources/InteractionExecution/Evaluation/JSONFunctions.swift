// Functions of JSON, a row at a time. Paths that are the same in every row are read once.

import InteractionCoding
import InteractionModel
import InteractionPlan

enum JSONFunctions {
    static func call(
        _ function: JSONFunction, _ arguments: [Vector], _ type: ScalarType, count: Int
    ) throws(InteractionError) -> Vector {
        var paths: [String: JSONPath] = [:]
        func path(_ value: ResultValue) throws(InteractionError) -> JSONPath {
            if case .int(let index) = value { return JSONPath([.index(Int(index))]) }
            let text = value.plainText
            if let known = paths[text] { return known }
            let made = try JSONPath(text)
            if paths.count > 1000 { paths = [:] }
            paths[text] = made
            return made
        }
        let isText = arguments.first?.type == .varchar
        if function == .array || function == .object {
            return try RowWise.map(arguments, type, count: count, skipsNulls: false) { (values) throws(InteractionError) in
                try constructed(function, values)
            }
        }
        if arguments.count > 1, arguments[1].type.element != nil {
            return try RowWise.map(arguments, type, count: count) { (values) throws(InteractionError) in
                let document = try document(values[0], isText)
                var found: [ResultValue] = []
                for one in ListFunctions.elements(values[1]) {
                    found.append(one == .null ? .null : result(function, JSONNavigation.find(try path(one), in: document)))
                }
                return .list(found)
            }
        }
        return try RowWise.map(arguments, type, count: count) { (values) throws(InteractionError) in
            if function == .make { return ResultValue(property(values[0])) }
            if function == .isValid { return .bool(!isText || (try? JSONDocument.value(Array(values[0].plainText.utf8)[...])) != nil) }
            var found: PropertyValue? = try document(values[0], isText)
            if values.count > 1, let whole = found { found = JSONNavigation.find(try path(values[1]), in: whole) }
            return result(function, found)
        }
    }

    /// The document of a row: a text is parsed, a property is what it is.
    private static func document(_ value: ResultValue, _ isText: Bool) throws(InteractionError) -> PropertyValue {
        if isText { return try JSONDocument.value(Array(value.plainText.utf8)[...]) }
        if case .json(let text) = value { return try JSONDocument.value(Array(text.utf8)[...]) }
        return property(value)
    }

    private static func result(_ function: JSONFunction, _ found: PropertyValue?) -> ResultValue {
        switch function {
        case .exists: return .bool(found != nil)
        case .extractText:
            guard let found, found != .null else { return .null }
            if case .string(let text) = found { return .text(text) }
            return .text(JSONDocument.text(found))
        case .keys:
            guard let found else { return .null }
            guard case .object(let properties) = found else { return .list([]) }
            return .list(properties.keys.map { .text($0) })
        case .arrayLength:
            guard let found else { return .null }
            guard case .array(let elements) = found else { return .int(0) }
            return .int(Int64(elements.count))
        case .type: return found.map { .text(kind($0)) } ?? .null
        case .value:
            switch found {
            case .array, .object: return .null
            default: return found.map { ResultValue($0) } ?? .null
            }
        default: return found.map { ResultValue($0) } ?? .null
        }
    }

    private static func kind(_ value: PropertyValue) -> String {
        switch value {
        case .null: "NULL"
        case .bool: "BOOLEAN"
        case .int(let number): number < 0 ? "BIGINT" : "UBIGINT"
        case .double: "DOUBLE"
        case .number(let text): UInt64(text) == nil ? "DOUBLE" : "UBIGINT"
        case .string: "VARCHAR"
        case .array: "ARRAY"
        case .object: "OBJECT"
        }
    }

    /// Any value as JSON. Doubles that JSON cannot say are null; times and intervals are texts.
    private static func property(_ value: ResultValue) -> PropertyValue {
        switch value {
        case .null: return .null
        case .bool(let flag): return .bool(flag)
        case .int(let number): return .int(number)
        case .hugeint(let number): return Int64(exactly: number).map { .int($0) } ?? .number(String(number))
        case .double(let number): return number.isFinite ? .double(number) : .null
        case .decimal(let number): return .double(number.double)
        case .number(let text): return .number(text)
        case .json(let text): return (try? JSONDocument.value(Array(text.utf8)[...])) ?? .string(text)
        case .list(let values): return .array(values.map { property($0) })
        case .text, .timestamp, .date, .interval: return .string(value.plainText)
        }
    }

    private static func constructed(_ function: JSONFunction, _ values: [ResultValue]) throws(InteractionError) -> ResultValue {
        if function == .array { return ResultValue(.array(values.map { property($0) })) }
        var properties = Properties()
        for index in stride(from: 0, to: values.count - 1, by: 2) {
            if values[index] == .null { throw InteractionError(.invalidQuery, "a key of json_object() is NULL") }
            properties[values[index].plainText] = property(values[index + 1])
        }
        return ResultValue(.object(properties))
    }
}

/// Ways into JSON.
enum JSONNavigation {
    /// The value that a path leads to; nil when there is none.
    static func find(_ path: JSONPath, in document: PropertyValue) -> PropertyValue? {
        var value = document
        for step in path.steps {
            switch (step, value) {
            case (.key(let key), .object(let object)), (.either(let key), .object(let object)):
                guard let next = object[key] else { return nil }
                value = next
            case (.index(let index), .array(let elements)):
                guard let next = element(index, elements) else { return nil }
                value = next
            case (.either(let text), .array(let elements)):
                guard let index = Int(text), index >= 0, let next = element(index, elements) else { return nil }
                value = next
            default: return nil
            }
        }
        return value
    }

    private static func element(_ index: Int, _ elements: [PropertyValue]) -> PropertyValue? {
        let (place, overflow) = index < 0 ? index.addingReportingOverflow(elements.count) : (index, false)
        return !overflow && elements.indices.contains(place) ? elements[place] : nil
    }
}
