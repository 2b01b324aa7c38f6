// Sets of rows as bits: rows by code, ranks, and the largest code. Bit i % 64 of word i / 64 stands for row i; the bits beyond
// the last row are 0. The AVX2 paths compare eight codes a step; counting bits needs POPCNT to be quick.
#include "wanted.h"

SHARED void ranks_body(const uint64_t *bits, size_t words, uint32_t *ranks) {
    uint32_t sum = 0;
    for (size_t w = 0; w < words; w++) {
        ranks[w] = sum;
        sum += (uint32_t)__builtin_popcountll(bits[w]);
    }
    ranks[words] = sum;
}

SHARED size_t places_body(const uint64_t *bits, const uint32_t *ranks, const uint32_t *rows, size_t count, uint32_t *out) {
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t word = bits[rows[i] >> 6];
        uint32_t has = (uint32_t)(word >> (rows[i] & 63)) & 1;
        uint32_t below = (uint32_t)__builtin_popcountll(word & ((1ull << (rows[i] & 63)) - 1));
        out[i] = (ranks[rows[i] >> 6] + below + 1) & -has;
        found += has;
    }
    return found;
}

#if defined(__x86_64__)
AVX2 static inline uint8_t hits(const uint32_t *codes, const __m256i *w, size_t wanted_count) {
    return hits_of(_mm256_loadu_si256((const __m256i *)codes), w, wanted_count);
}

AVX2 static size_t range_avx2(const uint32_t *codes, size_t count, uint32_t *low, uint32_t *high) {
    __m256i least = _mm256_set1_epi32(-1), most = _mm256_setzero_si256();
    size_t i = 0;
    for (; i + 8 <= count; i += 8) {
        __m256i v = _mm256_loadu_si256((const __m256i *)(codes + i));
        least = _mm256_min_epu32(least, v);
        most = _mm256_max_epu32(most, v);
    }
    uint32_t a[8], b[8];
    _mm256_storeu_si256((__m256i *)a, least);
    _mm256_storeu_si256((__m256i *)b, most);
    for (int k = 0; k < 8; k++) {
        if (a[k] < *low) *low = a[k];
        if (b[k] > *high) *high = b[k];
    }
    return i;
}

AVX2 static size_t any_avx2(const uint32_t *codes, size_t count, const uint32_t *wanted, size_t wanted_count, uint64_t *bits) {
    __m256i w[FEW];
    spread_wanted(wanted, wanted_count, w);
    size_t i = 0;
    for (; i + 64 <= count; i += 64) {
        uint64_t word = 0;
        for (size_t j = 0; j < 8; j++) word |= (uint64_t)hits(codes + i + 8 * j, w, wanted_count) << (8 * j);
        bits[i / 64] = word;
    }
    return i;
}

__attribute__((target("popcnt"))) static void ranks_popcnt(const uint64_t *bits, size_t words, uint32_t *ranks) {
    ranks_body(bits, words, ranks);
}

__attribute__((target("popcnt"))) static size_t places_popcnt(const uint64_t *bits, const uint32_t *ranks, const uint32_t *rows,
                                                              size_t count, uint32_t *out) {
    return places_body(bits, ranks, rows, count, out);
}
#endif

void ck_range32(const uint32_t *codes, size_t count, uint32_t *low, uint32_t *high) {
    uint32_t least = 0xffffffffu, most = 0;
    size_t i = 0;
#if defined(__x86_64__)
    if (HAS_AVX2()) i = range_avx2(codes, count, &least, &most);
#endif
    for (; i < count; i++) {
        least = codes[i] < least ? codes[i] : least;
        most = codes[i] > most ? codes[i] : most;
    }
    *low = least;
    *high = most;
}

static size_t any_portable(const uint32_t *codes, size_t start, size_t count, const uint32_t *wanted, size_t wanted_count,
                           uint64_t *bits) {
    for (size_t i = start; i < count; i += 64) {
        uint64_t word = 0;
        size_t end = count - i < 64 ? count - i : 64;
        for (size_t j = 0; j < end; j++) {
            uint64_t hit = 0;
            for (size_t k = 0; k < wanted_count; k++) hit |= codes[i + j] == wanted[k];
            word |= hit << j;
        }
        bits[i / 64] = word;
    }
    return count;
}

void ck_bits_any32_portable(const uint32_t *codes, size_t count, const uint32_t *wanted, size_t wanted_count, uint64_t *bits) {
    any_portable(codes, 0, count, wanted, wanted_count, bits);
}

void ck_bits_any32(const uint32_t *codes, size_t count, const uint32_t *wanted, size_t wanted_count, uint64_t *bits) {
    size_t done = 0;
#if defined(__x86_64__)
    if (wanted_count >= 1 && wanted_count <= FEW && HAS_AVX2()) done = any_avx2(codes, count, wanted, wanted_count, bits);
#endif
    any_portable(codes, done, count, wanted, wanted_count, bits);
}

void ck_bits_table32(const uint32_t *codes, size_t count, const uint8_t *table, size_t cells, uint64_t *bits) {
    uint32_t wanted[FEW];
    size_t wanted_count = few_codes(table, cells, wanted);
    if (wanted_count <= FEW) {
        ck_bits_any32(codes, count, wanted, wanted_count, bits);
        return;
    }
    for (size_t i = 0; i < count; i += 64) {
        uint64_t word = 0;
        size_t end = count - i < 64 ? count - i : 64;
        for (size_t j = 0; j < end; j++) word |= (uint64_t)(codes[i + j] < cells && table[codes[i + j]] != 0) << j;
        bits[i / 64] = word;
    }
}

void ck_bits_ranks(const uint64_t *bits, size_t words, uint32_t *ranks) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("popcnt")) {
        ranks_popcnt(bits, words, ranks);
        return;
    }
#endif
    ranks_body(bits, words, ranks);
}

size_t ck_bits_places(const uint64_t *bits, const uint32_t *ranks, const uint32_t *rows, size_t count, uint32_t *out) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("popcnt")) return places_popcnt(bits, ranks, rows, count, out);
#endif
    return places_body(bits, ranks, rows, count, out);
}

void ck_mark32(const uint32_t *codes, size_t count, uint64_t *bits) {
    for (size_t i = 0; i < count; i++) bits[codes[i] >> 6] |= 1ull << (codes[i] & 63);
}

// Sets the bits of rows at..<end.
static inline void set_rows(uint64_t *bits, size_t at, size_t end) {
    size_t first = at >> 6, last = (end - 1) >> 6;
    uint64_t head = ~0ull << (at & 63), tail = ~0ull >> (63 - ((end - 1) & 63));
    if (first == last) {
        bits[first] |= head & tail;
        return;
    }
    bits[first] |= head;
    for (size_t w = first + 1; w < last; w++) bits[w] = ~0ull;
    bits[last] |= tail;
}

#if defined(__x86_64__)
// Eight runs a step; where none of them is wanted, which is nearly always, only their lengths are added.
AVX2 static size_t bits_runs_avx2(const uint32_t *values, const uint32_t *lengths, size_t runs, const uint32_t *wanted,
                                  size_t wanted_count, uint64_t *bits, size_t count, size_t *rows) {
    __m256i w[FEW];
    spread_wanted(wanted, wanted_count, w);
    size_t at = 0, r = 0;
    for (; r + 8 <= runs; r += 8) {
        unsigned mask = hits(values + r, w, wanted_count);
        if (mask == 0) {
            __m256i l = _mm256_loadu_si256((const __m256i *)(lengths + r));
            __m256i wide = _mm256_add_epi64(_mm256_cvtepu32_epi64(_mm256_castsi256_si128(l)),
                                            _mm256_cvtepu32_epi64(_mm256_extracti128_si256(l, 1)));
            __m128i two = _mm_add_epi64(_mm256_castsi256_si128(wide), _mm256_extracti128_si256(wide, 1));
            at += (size_t)_mm_cvtsi128_si64(two) + (size_t)_mm_extract_epi64(two, 1) + 8;
            continue;
        }
        size_t ends[8], end = at;
        for (unsigned k = 0; k < 8; k++) ends[k] = end += lengths[r + k] + (size_t)1;
        if (end > count) {
            *rows = end;
            return runs;
        }
        do {
            unsigned k = (unsigned)__builtin_ctz(mask);
            set_rows(bits, k == 0 ? at : ends[k - 1], ends[k]);
            mask &= mask - 1;
        } while (mask != 0);
        at = end;
    }
    *rows = at;
    return r;
}
#endif

size_t ck_bits_runs(const uint32_t *values, const uint32_t *lengths, size_t runs, const uint8_t *table, size_t cells,
                    uint64_t *bits, size_t count) {
    size_t at = 0, r = 0;
#if defined(__x86_64__)
    uint32_t wanted[FEW];
    size_t wanted_count = few_codes(table, cells, wanted);
    if (wanted_count >= 1 && wanted_count <= FEW && HAS_AVX2())
        r = bits_runs_avx2(values, lengths, runs, wanted, wanted_count, bits, count, &at);
#endif
    for (; r < runs; r++) {
        size_t end = at + lengths[r] + 1;
        if (values[r] < cells && table[values[r]] != 0) {
            if (end > count) return count + 1;
            set_rows(bits, at, end);
        }
        at = end;
    }
    return at <= count ? at : count + 1;
}

// Whether a bit of rows at..<end is set.
static inline int has_rows(const uint64_t *bits, size_t at, size_t end) {
    size_t first = at >> 6, last = (end - 1) >> 6;
    uint64_t head = ~0ull << (at & 63), tail = ~0ull >> (63 - ((end - 1) & 63));
    if (first == last) return (bits[first] & head & tail) != 0;
    uint64_t any = bits[first] & head;
    for (size_t w = first + 1; w < last && any == 0; w++) any = bits[w];
    return (any | (bits[last] & tail)) != 0;
}

size_t ck_mark_runs(const uint32_t *values, const uint32_t *lengths, size_t runs, const uint64_t *bits, size_t count, uint64_t *out) {
    size_t at = 0;
    for (size_t r = 0; r < runs; r++) {
        size_t end = at + lengths[r] + 1;
        if (end > count) return count + 1;
        // No branch on what is random.
        out[values[r] >> 6] |= (uint64_t)(unsigned)has_rows(bits, at, end) << (values[r] & 63);
        at = end;
    }
    return at;
}

SHARED size_t common_body(const uint64_t *a, const uint64_t *b, size_t words) {
    size_t sum = 0;
    for (size_t w = 0; w < words; w++) sum += (size_t)__builtin_popcountll(a[w] & b[w]);
    return sum;
}

#if defined(__x86_64__)
__attribute__((target("popcnt"))) static size_t common_popcnt(const uint64_t *a, const uint64_t *b, size_t words) {
    return common_body(a, b, words);
}
#endif

size_t ck_bits_common(const uint64_t *a, const uint64_t *b, size_t words) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("popcnt")) return common_popcnt(a, b, words);
#endif
    return common_body(a, b, words);
}

uint64_t ck_sum32(const uint32_t *values, size_t count) {
    uint64_t sum = 0;
    for (size_t i = 0; i < count; i++) sum += values[i];
    return sum;
}

size_t ck_grid_groups(const uint32_t *first, const uint32_t *second, size_t from, size_t count, const uint32_t *grid,
                      size_t width, uint32_t *out) {
    for (size_t i = from; i < count; i++) {
        uint32_t group = grid[(size_t)first[i] * width + second[i]];
        if (group == 0) return i;
        out[i] = group - 1;
    }
    return count;
}

size_t ck_histogram_runs(const uint32_t *values, const uint32_t *lengths, size_t runs, uint32_t *counts, size_t cells) {
    size_t outside = 0;
    for (size_t r = 0; r < runs; r++) {
        if (values[r] < cells) counts[values[r]] += lengths[r] + 1;
        else outside++;
    }
    return outside;
}
