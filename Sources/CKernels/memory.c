// What the C library does with freed memory.
#include "CKernels.h"
#include <stdlib.h>
#if defined(__GLIBC__)
#include <malloc.h>
#endif

int ck_keep_freed(size_t bytes) {
#if defined(__GLIBC__)
    const size_t largest = 32 << 20;
    int kept = bytes > 0x7fffffff ? 0x7fffffff : (int)bytes;
    // Arrays of a column chunk have up to half a megabyte: they have to come from the heap too.
    int limit = bytes > largest ? (int)largest : (int)bytes;
    return mallopt(M_TRIM_THRESHOLD, kept) == 1 && mallopt(M_MMAP_THRESHOLD, limit) == 1;
#else
    (void)bytes;
    return 0;
#endif
}
