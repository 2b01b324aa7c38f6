// Elementary functions of the C library behind names of our own, so that layers which may not import libc can use them.
// They add nothing: domain errors are for the callers to check.
#include "CKernels.h"
#include <math.h>

double ck_pow(double base, double exponent) { return pow(base, exponent); }
double ck_log(double value) { return log(value); }
double ck_log10(double value) { return log10(value); }
double ck_log2(double value) { return log2(value); }
double ck_exp(double value) { return exp(value); }
