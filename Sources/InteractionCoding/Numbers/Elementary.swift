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
}
