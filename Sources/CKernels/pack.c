// Bit packing and unpacking. The portable paths load eight bytes around each value; near the end of the stream, where such
// a load would leave it, they gather single bytes. The AVX2 paths spread the bytes of several values over lanes with one
// byte shuffle, then shift and mask each lane.
#include "wanted.h"

static inline uint64_t mask64(unsigned width) { return width >= 64 ? ~0ull : (1ull << width) - 1; }

// Value at `bit` of a stream, wherever it ends; for the last few values only.
static uint64_t unpack_one(const uint8_t *packed, size_t packed_count, size_t bit, unsigned width) {
    size_t byte = bit >> 3;
    unsigned shift = bit & 7;
    __uint128_t v = 0;
    for (unsigned i = 0; i < 9 && byte + i < packed_count; i++) v |= (__uint128_t)packed[byte + i] << (8 * i);
    return (uint64_t)(v >> shift) & mask64(width);
}

#define PACK(NAME, TYPE)                                                                                   \
    void NAME(const TYPE *values, size_t count, TYPE base, unsigned width, uint8_t *out) {                 \
        if (width == 0) return;                                                                            \
        __uint128_t pending = 0;                                                                           \
        unsigned bits = 0;                                                                                 \
        const uint64_t mask = mask64(width);                                                               \
        for (size_t i = 0; i < count; i++) {                                                               \
            pending |= (__uint128_t)((uint64_t)(TYPE)(values[i] - base) & mask) << bits;                   \
            bits += width;                                                                                 \
            if (bits >= 64) {                                                                              \
                uint64_t word = (uint64_t)pending;                                                         \
                for (int b = 0; b < 8; b++) out[b] = (uint8_t)(word >> (8 * b));                           \
                out += 8;                                                                                  \
                pending >>= 64;                                                                            \
                bits -= 64;                                                                                \
            }                                                                                              \
        }                                                                                                  \
        while (bits > 0) {                                                                                 \
            *out++ = (uint8_t)pending;                                                                     \
            pending >>= 8;                                                                                 \
            bits = bits > 8 ? bits - 8 : 0;                                                                \
        }                                                                                                  \
    }
PACK(ck_pack32, uint32_t)
PACK(ck_pack64, uint64_t)

#define UNPACK_PORTABLE(NAME, TYPE)                                                                        \
    static void NAME##_from(const uint8_t *packed, size_t packed_count, size_t start, size_t count,        \
                            TYPE base, unsigned width, TYPE *out) {                                        \
        const uint64_t mask = mask64(width);                                                               \
        size_t i = start;                                                                                  \
        if (width <= 57 && packed_count >= 8) {                                                            \
            size_t bit = i * width, last = (packed_count - 8) * 8 + 7;                                     \
            for (; i < count && bit <= last; i++, bit += width)                                            \
                out[i] = (TYPE)((ck_read64(packed + (bit >> 3)) >> (bit & 7)) & mask) + base;              \
        }                                                                                                  \
        for (; i < count; i++) out[i] = (TYPE)unpack_one(packed, packed_count, i * width, width) + base;   \
    }                                                                                                      \
    void NAME(const uint8_t *packed, size_t packed_count, size_t count, TYPE base, unsigned width,         \
              TYPE *out) {                                                                                 \
        NAME##_from(packed, packed_count, 0, count, base, width, out);                                     \
    }
UNPACK_PORTABLE(ck_unpack32_portable, uint32_t)
UNPACK_PORTABLE(ck_unpack64_portable, uint64_t)

#if defined(__x86_64__)
// Eight values of up to 25 bits a step.
AVX2 static size_t unpack32_avx2(const uint8_t *packed, size_t packed_count, size_t count, uint32_t base, unsigned width,
                                 uint32_t *out) {
    const lanes32 lanes = lanes_of(width);
    const __m256i add = _mm256_set1_epi32((int)base);
    size_t i = 0, byte = 0;
    for (; i + 8 <= count && byte + lanes.high + 16 <= packed_count; i += 8, byte += width)
        _mm256_storeu_si256((__m256i *)(out + i), _mm256_add_epi32(lanes_at(packed + byte, lanes), add));
    return i;
}

// Eight values of up to 56 bits a step: each 16-byte load holds two of them.
AVX2 static size_t unpack64_avx2(const uint8_t *packed, size_t packed_count, size_t count, uint64_t base, unsigned width,
                                 uint64_t *out) {
    uint8_t shuffle[64];
    uint64_t shifts[8];
    size_t starts[4];
    for (unsigned pair = 0; pair < 4; pair++) {
        starts[pair] = (2 * pair * width) >> 3;
        for (unsigned k = 0; k < 2; k++) {
            unsigned v = 2 * pair + k, bit = v * width - (unsigned)starts[pair] * 8;
            shifts[v] = bit & 7;
            for (unsigned b = 0; b < 8; b++) shuffle[v * 8 + b] = (uint8_t)((bit >> 3) + b > 15 ? 0x80 : (bit >> 3) + b);
        }
    }
    const __m256i order0 = _mm256_loadu_si256((const __m256i *)shuffle);
    const __m256i order1 = _mm256_loadu_si256((const __m256i *)(shuffle + 32));
    const __m256i shift0 = _mm256_loadu_si256((const __m256i *)shifts);
    const __m256i shift1 = _mm256_loadu_si256((const __m256i *)(shifts + 4));
    const __m256i mask = _mm256_set1_epi64x((long long)mask64(width));
    const __m256i add = _mm256_set1_epi64x((long long)base);
    size_t i = 0, byte = 0;
    for (; i + 8 <= count && byte + starts[3] + 16 <= packed_count; i += 8, byte += width) {
        const uint8_t *p = packed + byte;
        __m256i raw0 = _mm256_inserti128_si256(
            _mm256_castsi128_si256(_mm_loadu_si128((const __m128i *)(p + starts[0]))),
            _mm_loadu_si128((const __m128i *)(p + starts[1])), 1);
        __m256i raw1 = _mm256_inserti128_si256(
            _mm256_castsi128_si256(_mm_loadu_si128((const __m128i *)(p + starts[2]))),
            _mm_loadu_si128((const __m128i *)(p + starts[3])), 1);
        __m256i v0 = _mm256_and_si256(_mm256_srlv_epi64(_mm256_shuffle_epi8(raw0, order0), shift0), mask);
        __m256i v1 = _mm256_and_si256(_mm256_srlv_epi64(_mm256_shuffle_epi8(raw1, order1), shift1), mask);
        _mm256_storeu_si256((__m256i *)(out + i), _mm256_add_epi64(v0, add));
        _mm256_storeu_si256((__m256i *)(out + i + 4), _mm256_add_epi64(v1, add));
    }
    return i;
}
#endif

void ck_unpack32(const uint8_t *packed, size_t packed_count, size_t count, uint32_t base, unsigned width, uint32_t *out) {
    size_t done = 0;
    if (width == 0) {
        for (size_t i = 0; i < count; i++) out[i] = base;
        return;
    }
#if defined(__x86_64__)
    if (width <= 25 && HAS_AVX2())
        done = unpack32_avx2(packed, packed_count, count, base, width, out);
#endif
    ck_unpack32_portable_from(packed, packed_count, done, count, base, width, out);
}

void ck_unpack64(const uint8_t *packed, size_t packed_count, size_t count, uint64_t base, unsigned width, uint64_t *out) {
    size_t done = 0;
    if (width == 0) {
        for (size_t i = 0; i < count; i++) out[i] = base;
        return;
    }
#if defined(__x86_64__)
    if (width <= 56 && HAS_AVX2())
        done = unpack64_avx2(packed, packed_count, count, base, width, out);
#endif
    ck_unpack64_portable_from(packed, packed_count, done, count, base, width, out);
}

void ck_unpack32_at(const uint8_t *packed, size_t packed_count, uint32_t base, unsigned width, const uint32_t *rows, size_t count,
                    uint32_t *out) {
    const uint64_t mask = mask64(width);
    const size_t last = packed_count >= 8 ? packed_count - 8 : 0;
    for (size_t i = 0; i < count; i++) {
        size_t bit = (size_t)rows[i] * width, byte = bit >> 3;
        out[i] = base + (uint32_t)(packed_count >= 8 && byte <= last ? (ck_read64(packed + byte) >> (bit & 7)) & mask
                                                                     : unpack_one(packed, packed_count, bit, width));
    }
}
