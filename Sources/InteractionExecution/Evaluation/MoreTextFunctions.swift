// Further functions of texts.

import InteractionCoding
import InteractionModel
import InteractionPlan

enum MoreTextFunctions {
    static func call(
        _ function: TextFunction, _ arguments: [Vector], _ type: ScalarType, count: Int
    ) throws(InteractionError) -> Vector {
        try RowWise.map(arguments, type, count: count) { (values) throws(InteractionError) in
            try value(function, values)
        }
    }

    private static func value(_ function: TextFunction, _ values: [ResultValue]) throws(InteractionError) -> ResultValue {
        let text = values[0].plainText
        func number(_ index: Int) -> Int64 {
            if case .int(let number) = values[index] { return number }
            return 0
        }
        switch function {
        case .character:
            let scalars = Array(text.unicodeScalars)
            return .text(Positions.index(number(1), scalars.count).map { String(scalars[$0]) } ?? "")
        case .slice:
            let scalars = Array(text.unicodeScalars)
            return .text(String(String.UnicodeScalarView(scalars[Positions.range(number(1), number(2), scalars.count)])))
        }
    }
}
