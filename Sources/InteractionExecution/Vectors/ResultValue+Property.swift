// Values of properties as values of a variant.

import InteractionCoding
import InteractionModel

extension ResultValue {
    /// Arrays and objects as their compact text. Cost: linear in the value.
    package init(_ property: PropertyValue) {
        self =
            switch property {
            case .null: .null
            case .bool(let flag): .bool(flag)
            case .int(let number): .int(number)
            case .double(let number): .double(number)
            case .number(let text): .number(text)
            case .string(let text): .text(text)
            case .array, .object: .json(JSONDocument.text(property))
            }
    }
}
