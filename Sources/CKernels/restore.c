// The last steps of decoding: expanding runs, adding exceptions, summing differences.
#include "wanted.h"

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

// Most exceptions are passed over: as long as a block of them ends before the limit, its gaps are only summed.
SHARED size_t exceptions_body(const uint32_t *gaps, size_t exceptions, size_t from, size_t limit, size_t *row) {
    enum { BLOCK = 32 };
    size_t at = *row, e = from;
    for (; e + BLOCK <= exceptions; e += BLOCK) {
        uint64_t sum = BLOCK;
        for (size_t i = 0; i < BLOCK; i++) sum += gaps[e + i];
        if (at + sum > limit) break;
        at += sum;
    }
    while (e < exceptions && at + gaps[e] < limit) at += (size_t)gaps[e++] + 1;
    *row = at;
    return e;
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static size_t exceptions_avx2(const uint32_t *gaps, size_t exceptions, size_t from, size_t limit,
                                                              size_t *row) {
    return exceptions_body(gaps, exceptions, from, limit, row);
}
#endif

size_t ck_exceptions_before(const uint32_t *gaps, size_t exceptions, size_t from, size_t limit, size_t *row) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2")) return exceptions_avx2(gaps, exceptions, from, limit, row);
#endif
    return exceptions_body(gaps, exceptions, from, limit, row);
}

int ck_cluster_times(const uint32_t *first_rows, const int64_t *starts, size_t clusters, size_t first, size_t row, size_t end, int64_t now,
                     const int64_t *steps, size_t step_count, int64_t *times, int64_t *low, int64_t *high) {
    int64_t *out = times + (row - first);
    int64_t least = *low, most = *high;
    size_t c = 0, next = 0;
    while (row < end) {
        if (c < clusters && first_rows[c] == row) {
            now = starts[c++];
            *out++ = now;
            least = now < least ? now : least;
            most = now > most ? now : most;
            row++;
        }
        size_t stop = c < clusters && first_rows[c] < end ? first_rows[c] : end;
        if (stop < row || stop - row > step_count - next) return 0;
        for (; row < stop; row++) {
            now = (int64_t)((uint64_t)now + (uint64_t)steps[next++]);
            *out++ = now;
            least = now < least ? now : least;
            most = now > most ? now : most;
        }
    }
    *low = least;
    *high = most;
    return next == step_count;
}

void ck_prefix_sum64(uint64_t *values, size_t count) {
    uint64_t sum = 0;
    for (size_t i = 0; i < count; i++) values[i] = sum += values[i];
}
