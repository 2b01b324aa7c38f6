// Functions of doubles. What they leave open (the logarithm of a negative number) is NaN or infinite, as IEEE has it.

import InteractionCoding
import InteractionPlan

enum RealFunctions {
    static func unary(_ function: MathFunction, _ x: Double) -> Double {
        switch function {
        case .cbrt: return Elementary.cubeRoot(x)
        case .log2: return Elementary.log2(x)
        case .sin: return Elementary.sin(x)
        case .cos: return Elementary.cos(x)
        case .tan: return Elementary.tan(x)
        case .asin: return Elementary.asin(x)
        case .acos: return Elementary.acos(x)
        case .atan: return Elementary.atan(x)
        case .sinh: return Elementary.sinh(x)
        case .cosh: return Elementary.cosh(x)
        case .tanh: return Elementary.tanh(x)
        case .asinh: return Elementary.asinh(x)
        case .acosh: return Elementary.acosh(x)
        case .atanh: return Elementary.atanh(x)
        case .cot: return 1 / Elementary.tan(x)
        case .degrees: return x * (180 / Double.pi)
        case .radians: return x * (Double.pi / 180)
        case .gamma: return Elementary.gamma(x)
        case .lgamma: return Elementary.logGamma(x)
        case .even:
            let away = x < 0 ? x.rounded(.down) : x.rounded(.up)
            return away.truncatingRemainder(dividingBy: 2) == 0 || !away.isFinite ? away : away + (x < 0 ? -1 : 1)
        case .trunc: return x.rounded(.towardZero)
        default: return x
        }
    }

    static func test(_ function: MathFunction, _ x: Double) -> Bool {
        switch function {
        case .isNaN: x.isNaN
        case .isInfinite: x.isInfinite
        case .isFinite: x.isFinite
        default: x.sign == .minus
        }
    }

    static func binary(_ function: MathFunction, _ x: Double, _ y: Double) -> Double {
        switch function {
        case .atan2: return Elementary.atan2(x, y)
        case .logarithm: return Elementary.log10(y) / Elementary.log10(x)
        case .nextAfter: return x.isNaN || y.isNaN ? .nan : x == y ? y : y > x ? x.nextUp : x.nextDown
        case .floorQuotient: return (x / y).rounded(.down)
        case .floorRemainder: return x - (x / y).rounded(.down) * y
        default: return x
        }
    }
}
