// The last steps of decoding: expanding runs, adding exceptions, summing differences.
#include "CKernels.h"

// Most runs are short: eight values are written at once without a look at the length, which spares a mispredicted branch.
#define EXPAND(NAME, TYPE)                                                                                  \
    int NAME(const TYPE *values, const uint32_t *lengths, size_t runs, TYPE *out, size_t count) {           \
        size_t at = 0;                                                                                      \
        for (size_t r = 0; r < runs; r++) {                                                                 \
            const TYPE value = values[r];                                                                   \
            const size_t end = at + lengths[r] + 1;                                                         \
            if (end > count) return 0;                                                                      \
            for (size_t i = 0; i < 8; i++) out[at + i] = value;                                             \
            for (at += 8; at < end; at++) out[at] = value;                                                  \
            at = end;                                                                                       \
        }                                                                                                   \
        return at == count;                                                                                 \
    }
EXPAND(ck_expand_runs32, uint32_t)
EXPAND(ck_expand_runs64, uint64_t)

#define PATCH(NAME, TYPE)                                                                                   \
    int NAME(const uint32_t *gaps, const int64_t *upper, size_t exceptions, unsigned width, TYPE *values,   \
             size_t count) {                                                                                \
        size_t next = 0;                                                                                    \
        for (size_t e = 0; e < exceptions; e++) {                                                           \
            next += gaps[e];                                                                                \
            if (next >= count) return 0;                                                                    \
            values[next++] += (TYPE)((uint64_t)upper[e] << width);                                          \
        }                                                                                                   \
        return 1;                                                                                           \
    }
PATCH(ck_patch32, uint32_t)
PATCH(ck_patch64, uint64_t)

void ck_prefix_sum64(uint64_t *values, size_t count) {
    uint64_t sum = 0;
    for (size_t i = 0; i < count; i++) values[i] = sum += values[i];
}
