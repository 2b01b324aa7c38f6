// CRC32C (RFC 3720, polynomial 0x1EDC6F41 reflected): three streams of eight bytes a step with the SSE4.2 instruction, else by eight
// tables.
#include "CKernels.h"

static uint32_t tables[8][256];

// Bytes of each of three streams that are summed side by side: the instruction takes three cycles, and one can begin in each.
enum { STREAM = 256 };
// What a register becomes after one and after two streams of zero bytes, by its four bytes.
static uint32_t after[2][4][256];

// The register that a linear map of registers, given by its 32 columns, makes of one.
static uint32_t mapped(const uint32_t *columns, uint32_t state) {
    uint32_t result = 0;
    for (int bit = 0; state != 0; bit++, state >>= 1) result ^= (state & 1) != 0 ? columns[bit] : 0;
    return result;
}

// The map applied twice.
static void twice(uint32_t *columns) {
    uint32_t squared[32];
    for (int bit = 0; bit < 32; bit++) squared[bit] = mapped(columns, columns[bit]);
    memcpy(columns, squared, sizeof squared);
}

// Filled before main, so that no thread can meet a half-made table.
__attribute__((constructor)) static void make_tables(void) {
    for (uint32_t i = 0; i < 256; i++) {
        uint32_t crc = i;
        for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ ((crc & 1) ? 0x82f63b78u : 0);
        tables[0][i] = crc;
    }
    for (uint32_t i = 0; i < 256; i++)
        for (int t = 1; t < 8; t++) tables[t][i] = (tables[t - 1][i] >> 8) ^ tables[0][tables[t - 1][i] & 0xff];
    // One zero byte, then as many as a stream has: a power of two.
    uint32_t columns[32];
    for (int bit = 0; bit < 32; bit++) columns[bit] = (1u << bit) >> 8 ^ tables[0][(1u << bit) & 0xff];
    for (int bytes = 1; bytes < STREAM; bytes *= 2) twice(columns);
    for (int streams = 0; streams < 2; streams++) {
        for (int byte = 0; byte < 4; byte++)
            for (uint32_t i = 0; i < 256; i++) after[streams][byte][i] = mapped(columns, i << (8 * byte));
        twice(columns);
    }
}

uint32_t ck_crc32c_portable(uint32_t crc, const void *bytes, size_t count) {
    const uint8_t *p = (const uint8_t *)bytes;
    crc = ~crc;
    while (count >= 8) {
        uint64_t v = ck_read64(p) ^ crc;
        crc = tables[7][v & 0xff] ^ tables[6][(v >> 8) & 0xff] ^ tables[5][(v >> 16) & 0xff] ^ tables[4][(v >> 24) & 0xff] ^
              tables[3][(v >> 32) & 0xff] ^ tables[2][(v >> 40) & 0xff] ^ tables[1][(v >> 48) & 0xff] ^ tables[0][v >> 56];
        p += 8;
        count -= 8;
    }
    while (count--) crc = (crc >> 8) ^ tables[0][(crc ^ *p++) & 0xff];
    return ~crc;
}

#if defined(__x86_64__)
#include <immintrin.h>
// A register after one stream (0) or two (1) of zero bytes.
static inline uint32_t passed(uint32_t state, int streams) {
    return after[streams][0][state & 0xff] ^ after[streams][1][(state >> 8) & 0xff] ^ after[streams][2][(state >> 16) & 0xff] ^
           after[streams][3][state >> 24];
}

__attribute__((target("sse4.2"))) static uint32_t crc32c_sse42(uint32_t crc, const void *bytes, size_t count) {
    const uint8_t *p = (const uint8_t *)bytes;
    uint64_t state = (uint32_t)~crc;
    while (count >= 3 * STREAM) {
        uint64_t second = 0, third = 0;
        for (size_t i = 0; i < STREAM; i += 8) {
            state = _mm_crc32_u64(state, ck_read64(p + i));
            second = _mm_crc32_u64(second, ck_read64(p + STREAM + i));
            third = _mm_crc32_u64(third, ck_read64(p + 2 * STREAM + i));
        }
        // The first stream has two behind it, the second one.
        state = passed((uint32_t)state, 1) ^ passed((uint32_t)second, 0) ^ third;
        p += 3 * STREAM;
        count -= 3 * STREAM;
    }
    while (count >= 8) {
        state = _mm_crc32_u64(state, ck_read64(p));
        p += 8;
        count -= 8;
    }
    uint32_t tail = (uint32_t)state;
    while (count--) tail = _mm_crc32_u8(tail, *p++);
    return ~tail;
}
#endif

uint32_t ck_crc32c(uint32_t crc, const void *bytes, size_t count) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("sse4.2")) return crc32c_sse42(crc, bytes, count);
#endif
    return ck_crc32c_portable(crc, bytes, count);
}
