// What kernels share: bodies for several processors, the codes a table names, and their comparison eight at a time.
#ifndef CKERNELS_WANTED_H
#define CKERNELS_WANTED_H
#include "CKernels.h"

// For bodies that are compiled twice: as they are, and inside of a function for processors with more instructions.
#define SHARED static inline __attribute__((always_inline))

// Codes that are compared one by one, where a table names so few.
enum { FEW = 4 };

// The codes of a table's cells that are not 0; FEW + 1 stands for more than FEW, of which the first FEW are written.
static inline size_t few_codes(const uint8_t *table, size_t cells, uint32_t *wanted) {
    size_t count = 0;
    for (size_t c = 0; c < cells && count <= FEW; c++) {
        // A table of a large dictionary has few cells that are not 0: eight are looked at together.
        while (c + 8 <= cells && ck_read64(table + c) == 0) c += 8;
        if (c >= cells) break;
        if (table[c] == 0) continue;
        if (count < FEW) wanted[count] = (uint32_t)c;
        count++;
    }
    return count;
}

#if defined(__x86_64__)
#include <immintrin.h>
#define HAS_AVX2() __builtin_cpu_supports("avx2")
#define AVX2 __attribute__((target("avx2")))

// Each wanted code eight times; without any, the first is compared all the same, and the caller drops its hits.
AVX2 static inline void spread_wanted(const uint32_t *wanted, size_t wanted_count, __m256i *w) {
    for (size_t k = 0; k < FEW; k++) w[k] = _mm256_set1_epi32((int)wanted[k < wanted_count ? k : 0]);
}

// A bit for each of eight codes that is one of the wanted.
AVX2 static inline uint8_t hits_of(__m256i v, const __m256i *w, size_t wanted_count) {
    __m256i hit = _mm256_cmpeq_epi32(v, w[0]);
    for (size_t k = 1; k < wanted_count; k++) hit = _mm256_or_si256(hit, _mm256_cmpeq_epi32(v, w[k]));
    return (uint8_t)_mm256_movemask_ps(_mm256_castsi256_ps(hit));
}

// How values of one width, up to 25 bits, come out of 16-byte loads: values 0-3 from the first byte on, 4-7 from `high` on.
typedef struct {
    __m256i order, shift, mask;
    size_t high;
} lanes32;

AVX2 static inline lanes32 lanes_of(unsigned width) {
    uint8_t shuffle[32];
    uint32_t shifts[8];
    lanes32 lanes;
    lanes.high = (4 * width) >> 3;
    for (unsigned v = 0; v < 8; v++) {
        unsigned bit = v * width - (v < 4 ? 0 : (unsigned)lanes.high * 8);
        shifts[v] = bit & 7;
        for (unsigned b = 0; b < 4; b++) shuffle[v * 4 + b] = (uint8_t)((bit >> 3) + b);
    }
    lanes.order = _mm256_loadu_si256((const __m256i *)shuffle);
    lanes.shift = _mm256_loadu_si256((const __m256i *)shifts);
    lanes.mask = _mm256_set1_epi32((int)((1u << width) - 1));
    return lanes;
}

// Eight values that begin at a byte; `high` + 16 bytes can be read there.
AVX2 static inline __m256i lanes_at(const uint8_t *packed, lanes32 lanes) {
    __m256i raw = _mm256_inserti128_si256(_mm256_castsi128_si256(_mm_loadu_si128((const __m128i *)packed)),
                                          _mm_loadu_si128((const __m128i *)(packed + lanes.high)), 1);
    return _mm256_and_si256(_mm256_srlv_epi32(_mm256_shuffle_epi8(raw, lanes.order), lanes.shift), lanes.mask);
}
#endif
#endif
