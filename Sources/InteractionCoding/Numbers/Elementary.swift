// Elementary functions of doubles, by way of the C kernels: layers above may import neither libc nor C targets.

import CKernels

/// Functions of the C library.
package enum Elementary {
    package static func power(_ base: Double, _ exponent: Double) -> Double { ck_pow(base, exponent) }
    /// Natural logarithm.
    package static func log(_ value: Double) -> Double { ck_log(value) }
    package static func log10(_ value: Double) -> Double { ck_log10(value) }
    package static func log2(_ value: Double) -> Double { ck_log2(value) }
    package static func exp(_ value: Double) -> Double { ck_exp(value) }
    package static func sin(_ value: Double) -> Double { ck_sin(value) }
    package static func cos(_ value: Double) -> Double { ck_cos(value) }
    package static func tan(_ value: Double) -> Double { ck_tan(value) }
    package static func asin(_ value: Double) -> Double { ck_asin(value) }
    package static func acos(_ value: Double) -> Double { ck_acos(value) }
    package static func atan(_ value: Double) -> Double { ck_atan(value) }
    package static func sinh(_ value: Double) -> Double { ck_sinh(value) }
    package static func cosh(_ value: Double) -> Double { ck_cosh(value) }
    package static func tanh(_ value: Double) -> Double { ck_tanh(value) }
    package static func asinh(_ value: Double) -> Double { ck_asinh(value) }
    package static func acosh(_ value: Double) -> Double { ck_acosh(value) }
    package static func atanh(_ value: Double) -> Double { ck_atanh(value) }
    package static func cubeRoot(_ value: Double) -> Double { ck_cbrt(value) }
    package static func gamma(_ value: Double) -> Double { ck_tgamma(value) }
    package static func logGamma(_ value: Double) -> Double { ck_lgamma(value) }
    /// The angle of the point (x, y), in radians.
    package static func atan2(_ y: Double, _ x: Double) -> Double { ck_atan2(y, x) }
}
