// Kernels over plain arrays: unpacking, filtering, histograms, CRC32C. Run-time CPU dispatch with a portable path.
#ifndef CKERNELS_H
#define CKERNELS_H
#include <stddef.h>
#include <stdint.h>
#endif
