// Elementary functions of the C library behind names of our own, so that layers which may not import libc can use them.
// They add nothing: domain errors are for the callers to check.
#include "CKernels.h"
#include <math.h>

double ck_pow(double base, double exponent) { return pow(base, exponent); }
double ck_log(double value) { return log(value); }
double ck_log10(double value) { return log10(value); }
double ck_log2(double value) { return log2(value); }
double ck_sin(double value) { return sin(value); }
double ck_cos(double value) { return cos(value); }
double ck_tan(double value) { return tan(value); }
double ck_asin(double value) { return asin(value); }
double ck_acos(double value) { return acos(value); }
double ck_atan(double value) { return atan(value); }
double ck_sinh(double value) { return sinh(value); }
double ck_cosh(double value) { return cosh(value); }
double ck_tanh(double value) { return tanh(value); }
double ck_asinh(double value) { return asinh(value); }
double ck_acosh(double value) { return acosh(value); }
double ck_atanh(double value) { return atanh(value); }
double ck_cbrt(double value) { return cbrt(value); }
double ck_tgamma(double value) { return tgamma(value); }
double ck_lgamma(double value) { return lgamma_r(value, &(int){0}); }
double ck_atan2(double y, double x) { return atan2(y, x); }
double ck_exp(double value) { return exp(value); }
