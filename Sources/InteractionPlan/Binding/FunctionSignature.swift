// Functions whose arguments have fixed kinds: by name what each takes and gives.

import InteractionModel

/// What a plain function takes for one argument.
package enum ParameterKind: Sendable { case text, double, bigint, timestamp }

/// A function whose arguments have fixed kinds.
package struct FunctionSignature: Sendable {
    package var function: ScalarFunction
    package var parameters: [ParameterKind]
    /// How many of the last parameters may be left out.
    package var optional: Int
    package var result: ScalarType

    /// True for functions whose answer depends on the zone.
    package var readsLocalClock: Bool { function == .dayName || function == .monthName }

    private init(_ function: ScalarFunction, _ parameters: [ParameterKind], optional: Int = 0, _ result: ScalarType) {
        self.function = function
        self.parameters = parameters
        self.optional = optional
        self.result = result
    }

    /// By name, aliases included.
    package static let all: [String: FunctionSignature] = {
        var all: [String: FunctionSignature] = [
            "epoch_ms": Self(.epochMilliseconds, [.timestamp], .bigint),
            "epoch_us": Self(.epochMicroseconds, [.timestamp], .bigint),
            "make_timestamp_ms": Self(.timestampOfMilliseconds, [.bigint], .timestamp),
            "dayname": Self(.dayName, [.timestamp], .varchar),
            "monthname": Self(.monthName, [.timestamp], .varchar),
            "floor": Self(.floor, [.double], .double),
            "ceil": Self(.ceil, [.double], .double),
            "sign": Self(.sign, [.double], .bigint),
            "sqrt": Self(.sqrt, [.double], .double),
            "ln": Self(.ln, [.double], .double),
            "log10": Self(.log10, [.double], .double),
            "exp": Self(.exp, [.double], .double),
            "pow": Self(.power, [.double, .double], .double),
            "lower": Self(.lower, [.text], .varchar),
            "upper": Self(.upper, [.text], .varchar),
            "length": Self(.length, [.text], .bigint),
            "strlen": Self(.byteLength, [.text], .bigint),
            "substring": Self(.substring, [.text, .bigint, .bigint], optional: 1, .varchar),
            "trim": Self(.trim, [.text, .text], optional: 1, .varchar),
            "ltrim": Self(.trimLeft, [.text, .text], optional: 1, .varchar),
            "rtrim": Self(.trimRight, [.text, .text], optional: 1, .varchar),
            "replace": Self(.replace, [.text, .text, .text], .varchar),
            "contains": Self(.contains, [.text, .text], .boolean),
            "starts_with": Self(.startsWith, [.text, .text], .boolean),
            "ends_with": Self(.endsWith, [.text, .text], .boolean),
            "left": Self(.left, [.text, .bigint], .varchar),
            "right": Self(.right, [.text, .bigint], .varchar),
            "strpos": Self(.text(.position), [.text, .text], .bigint),
            "split_part": Self(.text(.splitPart), [.text, .text, .bigint], .varchar),
            "string_split": Self(.text(.split), [.text, .text], .list(.varchar)),
            "lpad": Self(.text(.padLeft), [.text, .bigint, .text], .varchar),
            "rpad": Self(.text(.padRight), [.text, .bigint, .text], .varchar),
            "reverse": Self(.text(.reverse), [.text], .varchar),
            "repeat": Self(.text(.repeat), [.text, .bigint], .varchar),
            "translate": Self(.text(.translate), [.text, .text, .text], .varchar),
            "ascii": Self(.text(.ascii), [.text], .bigint),
            "unicode": Self(.text(.unicode), [.text], .bigint),
            "chr": Self(.text(.chr), [.bigint], .varchar),
            "levenshtein": Self(.text(.levenshtein), [.text, .text], .bigint),
            "hamming": Self(.text(.hamming), [.text, .text], .bigint),
            "bit_length": Self(.text(.bitLength), [.text], .bigint),
            "length_grapheme": Self(.text(.graphemes), [.text], .bigint),
            "url_encode": Self(.text(.urlEncode), [.text], .varchar),
            "url_decode": Self(.text(.urlDecode), [.text], .varchar),
            "cbrt": Self(.math(.cbrt), [.double], .double),
            "log2": Self(.math(.log2), [.double], .double),
            "sin": Self(.math(.sin), [.double], .double),
            "cos": Self(.math(.cos), [.double], .double),
            "tan": Self(.math(.tan), [.double], .double),
            "asin": Self(.math(.asin), [.double], .double),
            "acos": Self(.math(.acos), [.double], .double),
            "atan": Self(.math(.atan), [.double], .double),
            "sinh": Self(.math(.sinh), [.double], .double),
            "cosh": Self(.math(.cosh), [.double], .double),
            "tanh": Self(.math(.tanh), [.double], .double),
            "asinh": Self(.math(.asinh), [.double], .double),
            "acosh": Self(.math(.acosh), [.double], .double),
            "atanh": Self(.math(.atanh), [.double], .double),
            "cot": Self(.math(.cot), [.double], .double),
            "degrees": Self(.math(.degrees), [.double], .double),
            "radians": Self(.math(.radians), [.double], .double),
            "gamma": Self(.math(.gamma), [.double], .double),
            "lgamma": Self(.math(.lgamma), [.double], .double),
            "even": Self(.math(.even), [.double], .double),
            "atan2": Self(.math(.atan2), [.double, .double], .double),
            "nextafter": Self(.math(.nextAfter), [.double, .double], .double),
            "fmod": Self(.math(.floorRemainder), [.double, .double], .double),
            "fdiv": Self(.math(.floorQuotient), [.double, .double], .double),
            "isnan": Self(.math(.isNaN), [.double], .boolean),
            "isinf": Self(.math(.isInfinite), [.double], .boolean),
            "isfinite": Self(.math(.isFinite), [.double], .boolean),
            "signbit": Self(.math(.signBit), [.double], .boolean),
            "gcd": Self(.math(.gcd), [.bigint, .bigint], .bigint),
            "lcm": Self(.math(.lcm), [.bigint, .bigint], .bigint),
            "xor": Self(.math(.xor), [.bigint, .bigint], .bigint),
            "bit_count": Self(.math(.bitCount), [.bigint], .bigint),
            "factorial": Self(.math(.factorial), [.bigint], .hugeint),
            "regexp_escape": Self(.text(.escapePattern), [.text], .varchar),
            "error_message": Self(.text(.errorMessage), [.text], .varchar),
            "error_frames": Self(.text(.errorFrames), [.text], .varchar),
            "clean_url": Self(.text(.cleanURL), [.text], .varchar),
        ]
        let aliases = [
            "ceiling": "ceil", "power": "pow", "lcase": "lower", "ucase": "upper", "len": "length", "substr": "substring",
            "prefix": "starts_with", "suffix": "ends_with", "char_length": "length", "character_length": "length",
            "instr": "strpos", "position": "strpos", "split": "string_split", "str_split": "string_split", "string_to_array": "string_split",
            "greatest_common_divisor": "gcd", "least_common_multiple": "lcm", "ord": "unicode", "editdist3": "levenshtein", "mismatches": "hamming",
        ]
        for (alias, name) in aliases { all[alias] = all[name] }
        return all
    }()

    /// Those that take a list in place of the text, as functions of lists.
    package static let listForms: [String: ListFunction] = ["contains": .contains, "len": .length, "length": .length]
}
