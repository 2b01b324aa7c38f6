// From sets of rows as bits back to rows: their numbers, and the run that each of some rows lies in. Counting bits needs POPCNT to be
// quick.
#include "wanted.h"

// Where few rows are set, four are written for each word without a look at how many there are.
SHARED size_t rows_body(const uint64_t *bits, size_t words, uint32_t *out) {
    size_t found = 0;
    for (size_t w = 0; w < words; w++) {
        uint64_t word = bits[w];
        const uint32_t row = (uint32_t)(w * 64);
        if (word == ~0ull) {
            for (uint32_t j = 0; j < 64; j++) out[found + j] = row + j;
            found += 64;
            continue;
        }
        uint32_t *next = out + found;
        found += (size_t)__builtin_popcountll(word);
        for (int k = 0; k < 4; k++, word &= word - 1) *next++ = row + (uint32_t)__builtin_ctzll(word | 1ull << 63);
        for (; word != 0; word &= word - 1) *next++ = row + (uint32_t)__builtin_ctzll(word);
    }
    return found;
}

#if defined(__x86_64__)
__attribute__((target("popcnt,bmi"))) static size_t rows_bmi(const uint64_t *bits, size_t words, uint32_t *out) {
    return rows_body(bits, words, out);
}
#endif

size_t ck_bits_rows(const uint64_t *bits, size_t words, uint32_t *out) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("popcnt") && __builtin_cpu_supports("bmi")) return rows_bmi(bits, words, out);
#endif
    return rows_body(bits, words, out);
}

// Several runs begin in one word: it is written when the next one begins.
void ck_run_starts(const uint32_t *lengths, size_t runs, uint64_t *bits) {
    size_t row = 0, at = 0;
    uint64_t word = 0;
    for (size_t r = 0; r + 1 < runs; r++) {
        row += (size_t)lengths[r] + 1;
        if (row >> 6 != at) {
            bits[at] = word;
            at = row >> 6;
            word = 0;
        }
        word |= 1ull << (row & 63);
    }
    if (runs > 1) bits[at] = word;
}

SHARED void values_body(const uint64_t *bits, const uint32_t *ranks, const uint32_t *rows, size_t count, const uint32_t *values,
                        uint32_t *out) {
    for (size_t i = 0; i < count; i++) {
        // The row's own bit and all below it.
        uint64_t upto = bits[rows[i] >> 6] & (~0ull >> (63 - (rows[i] & 63)));
        out[i] = values[ranks[rows[i] >> 6] + (uint32_t)__builtin_popcountll(upto)];
    }
}

#if defined(__x86_64__)
__attribute__((target("popcnt"))) static void values_popcnt(const uint64_t *bits, const uint32_t *ranks, const uint32_t *rows, size_t count,
                                                            const uint32_t *values, uint32_t *out) {
    values_body(bits, ranks, rows, count, values, out);
}
#endif

void ck_bits_values(const uint64_t *bits, const uint32_t *ranks, const uint32_t *rows, size_t count, const uint32_t *values,
                    uint32_t *out) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("popcnt")) {
        values_popcnt(bits, ranks, rows, count, values, out);
        return;
    }
#endif
    values_body(bits, ranks, rows, count, values, out);
}
