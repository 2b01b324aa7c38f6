// Counting and comparing codes as they lie packed: no code is written out. Narrow codes are counted two at a time, by a table of
// pairs.
#include "wanted.h"

// Codes decoded at once where no quicker way serves: a multiple of 64, whose codes end at a byte and stay in the first cache.
enum { BLOCK = 2048, PAIR_WIDTH = 6 };

// Counts of distances of up to 6 bits, pairs first: two tables take turns, so that an increment seldom waits for the one before.
static size_t count_pairs(const uint8_t *packed, size_t packed_count, size_t count, unsigned width, uint32_t *distances) {
    uint32_t pairs[2][1 << (2 * PAIR_WIDTH)];
    const size_t size = (size_t)1 << (2 * width), mask = size - 1;
    const unsigned two = 2 * width;
    memset(pairs[0], 0, size * sizeof(uint32_t));
    memset(pairs[1], 0, size * sizeof(uint32_t));
    size_t i = 0, byte = 0;
    for (; i + 8 <= count && byte + 8 <= packed_count; i += 8) {
        // Eight codes are `width` bytes.
        const uint64_t word = ck_read64(packed + byte);
        byte += width;
        pairs[0][word & mask]++;
        pairs[1][(word >> two) & mask]++;
        pairs[0][(word >> (2 * two)) & mask]++;
        pairs[1][(word >> (3 * two)) & mask]++;
    }
    for (size_t high = 0; high <= mask >> width; high++) {
        for (size_t low = 0; low <= mask >> width; low++) {
            uint32_t both = pairs[0][high << width | low] + pairs[1][high << width | low];
            distances[low] += both;
            distances[high] += both;
        }
    }
    return i;
}

// Counts of distances of 7 or 8 bits.
static size_t count_bytes(const uint8_t *packed, size_t packed_count, size_t count, unsigned width, uint32_t *distances) {
    uint32_t sub[4][256];
    memset(sub, 0, sizeof sub);
    const uint64_t mask = (1u << width) - 1;
    size_t i = 0, byte = 0;
    for (; i + 8 <= count && byte + 8 <= packed_count; i += 8) {
        // Eight codes are `width` bytes.
        const uint64_t word = ck_read64(packed + byte);
        byte += width;
        for (unsigned k = 0; k < 8; k++) sub[k & 3][(word >> (k * width)) & mask]++;
    }
    for (size_t c = 0; c <= mask; c++) distances[c] += sub[0][c] + sub[1][c] + sub[2][c] + sub[3][c];
    return i;
}

size_t ck_packed_histogram(const uint8_t *packed, size_t packed_count, size_t count, uint32_t base, unsigned width, uint32_t *counts,
                           size_t cells) {
    size_t outside = 0, done = 0;
    if (width == 0) {
        if (base >= cells) return count;
        counts[base] += (uint32_t)count;
        return 0;
    }
    if (width <= 8) {
        uint32_t distances[256] = {0};
        done = width <= PAIR_WIDTH ? count_pairs(packed, packed_count, count, width, distances)
                                   : count_bytes(packed, packed_count, count, width, distances);
        for (size_t d = 0; d < (size_t)1 << width; d++) {
            uint32_t code = base + (uint32_t)d;
            if (code < cells) counts[code] += distances[d];
            else outside += distances[d];
        }
    }
    uint32_t codes[BLOCK];
    for (size_t n; done < count; done += n) {
        n = count - done < BLOCK ? count - done : BLOCK;
        size_t byte = done * width / 8;
        ck_unpack32(packed + byte, packed_count - byte, n, base, width, codes);
        outside += ck_histogram32(codes, n, counts, cells);
    }
    return outside;
}

static void bits_from(const uint8_t *packed, size_t packed_count, size_t start, size_t count, uint32_t base, unsigned width,
                      const uint8_t *table, size_t cells, uint64_t *bits, uint32_t *low, uint32_t *high) {
    uint32_t codes[BLOCK];
    for (size_t n; start < count; start += n) {
        n = count - start < BLOCK ? count - start : BLOCK;
        size_t byte = start * width / 8;
        uint32_t least, most;
        ck_unpack32(packed + byte, packed_count - byte, n, base, width, codes);
        ck_bits_table32(codes, n, table, cells, bits + start / 64);
        ck_range32(codes, n, &least, &most);
        *low = least < *low ? least : *low;
        *high = most > *high ? most : *high;
    }
}

void ck_packed_bits_portable(const uint8_t *packed, size_t packed_count, size_t count, uint32_t base, unsigned width,
                             const uint8_t *table, size_t cells, uint64_t *bits, uint32_t *low, uint32_t *high) {
    *low = 0xffffffffu;
    *high = 0;
    bits_from(packed, packed_count, 0, count, base, width, table, cells, bits, low, high);
}

#if defined(__x86_64__)
// How eight values of one width, up to 8 bits, come out of a 16-byte load: each in two bytes, shifted up to their top and down again.
typedef struct {
    __m256i order, up;
    __m128i down;
    size_t width;
} lanes8;

AVX2 static inline lanes8 narrow_lanes(unsigned width) {
    uint8_t shuffle[32];
    uint16_t factors[16];
    for (unsigned v = 0; v < 16; v++) {
        unsigned bit = (v & 7) * width;
        shuffle[2 * v] = (uint8_t)(bit >> 3);
        shuffle[2 * v + 1] = (uint8_t)((bit >> 3) + 1);
        factors[v] = (uint16_t)(1u << (16 - width - (bit & 7)));
    }
    return (lanes8){_mm256_loadu_si256((const __m256i *)shuffle), _mm256_loadu_si256((const __m256i *)factors),
                    _mm_cvtsi32_si128(16 - (int)width), width};
}

// Values 0-7 and 16-23 of those that begin at a byte.
AVX2 static inline __m256i narrow_half(const uint8_t *packed, lanes8 lanes) {
    __m256i raw = _mm256_inserti128_si256(_mm256_castsi128_si256(_mm_loadu_si128((const __m128i *)packed)),
                                          _mm_loadu_si128((const __m128i *)(packed + 2 * lanes.width)), 1);
    return _mm256_srl_epi16(_mm256_mullo_epi16(_mm256_shuffle_epi8(raw, lanes.order), lanes.up), lanes.down);
}

// 32 values as bytes.
AVX2 static inline __m256i narrow_at(const uint8_t *packed, lanes8 lanes) {
    return _mm256_packus_epi16(narrow_half(packed, lanes), narrow_half(packed + lanes.width, lanes));
}

// As packed_bits_avx2, for up to 8 bits.
AVX2 static size_t narrow_bits_avx2(const uint8_t *packed, size_t packed_count, size_t count, uint32_t base, unsigned width,
                                    const uint32_t *wanted, size_t wanted_count, uint64_t *bits, uint32_t *low, uint32_t *high) {
    const lanes8 lanes = narrow_lanes(width);
    __m256i w[FEW];
    size_t near = 0;
    for (size_t k = 0; k < wanted_count; k++)
        if (wanted[k] >= base && wanted[k] - base < 1u << width) w[near++] = _mm256_set1_epi8((char)(wanted[k] - base));
    __m256i least = _mm256_set1_epi8(-1), most = _mm256_setzero_si256();
    size_t i = 0, byte = 0;
    for (; i + 64 <= count && byte + 7 * width + 16 <= packed_count; i += 64) {
        uint64_t word = 0;
        for (unsigned j = 0; j < 2; j++, byte += 4 * width) {
            __m256i v = narrow_at(packed + byte, lanes);
            least = _mm256_min_epu8(least, v);
            most = _mm256_max_epu8(most, v);
            __m256i hit = _mm256_setzero_si256();
            for (size_t k = 0; k < near; k++) hit = _mm256_or_si256(hit, _mm256_cmpeq_epi8(v, w[k]));
            word |= (uint64_t)(uint32_t)_mm256_movemask_epi8(hit) << (32 * j);
        }
        bits[i / 64] = word;
    }
    if (i == 0) return 0;
    uint8_t a[32], b[32];
    _mm256_storeu_si256((__m256i *)a, least);
    _mm256_storeu_si256((__m256i *)b, most);
    for (int k = 0; k < 32; k++) {
        *low = a[k] + base < *low ? a[k] + base : *low;
        *high = b[k] + base > *high ? b[k] + base : *high;
    }
    return i;
}

// 64 rows a step; distances are compared, so the base is taken off what is wanted. No sum of base and distance goes around.
AVX2 static size_t packed_bits_avx2(const uint8_t *packed, size_t packed_count, size_t count, uint32_t base, unsigned width,
                                    const uint32_t *wanted, size_t wanted_count, uint64_t *bits, uint32_t *low, uint32_t *high) {
    const lanes32 lanes = lanes_of(width);
    __m256i w[FEW];
    spread_wanted(wanted, wanted_count, w);
    const __m256i add = _mm256_set1_epi32((int)base);
    for (size_t k = 0; k < FEW; k++) w[k] = _mm256_sub_epi32(w[k], add);
    __m256i least = _mm256_set1_epi32(-1), most = _mm256_setzero_si256();
    size_t i = 0, byte = 0;
    for (; i + 64 <= count && byte + 7 * width + lanes.high + 16 <= packed_count; i += 64) {
        uint64_t word = 0;
        for (unsigned j = 0; j < 8; j++, byte += width) {
            __m256i v = lanes_at(packed + byte, lanes);
            least = _mm256_min_epu32(least, v);
            most = _mm256_max_epu32(most, v);
            word |= (uint64_t)hits_of(v, w, wanted_count) << (8 * j);
        }
        bits[i / 64] = word;
    }
    if (i == 0) return 0;
    uint32_t a[8], b[8];
    _mm256_storeu_si256((__m256i *)a, least);
    _mm256_storeu_si256((__m256i *)b, most);
    for (int k = 0; k < 8; k++) {
        *low = a[k] + base < *low ? a[k] + base : *low;
        *high = b[k] + base > *high ? b[k] + base : *high;
    }
    return i;
}
#endif

void ck_packed_bits(const uint8_t *packed, size_t packed_count, size_t count, uint32_t base, unsigned width, const uint8_t *table,
                    size_t cells, uint64_t *bits, uint32_t *low, uint32_t *high) {
    size_t done = 0;
    *low = 0xffffffffu;
    *high = 0;
#if defined(__x86_64__)
    uint32_t wanted[FEW];
    size_t wanted_count = few_codes(table, cells, wanted);
    if (width >= 1 && width <= 25 && base < 1u << 31 && wanted_count >= 1 && wanted_count <= FEW && HAS_AVX2()) {
        done = (width <= 8 ? narrow_bits_avx2 : packed_bits_avx2)(packed, packed_count, count, base, width, wanted, wanted_count, bits, low,
                                                                  high);
    }
#endif
    bits_from(packed, packed_count, done, count, base, width, table, cells, bits, low, high);
}
