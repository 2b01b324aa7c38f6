// Scans over dictionary codes: histograms, selections, codes of some rows.
#include "CKernels.h"

// Equal codes in a row make each increment wait for the one before it; four sub-tables take turns, while they fit in L1.
size_t ck_histogram32(const uint32_t *codes, size_t count, uint32_t *counts, size_t cells) {
    enum { SMALL = 1024 };
    size_t outside = 0, i = 0;
    if (cells <= SMALL && count >= 4 * cells + 64) {
        uint32_t sub[4][SMALL];
        for (int t = 0; t < 4; t++) memset(sub[t], 0, cells * sizeof(uint32_t));
        for (; i + 4 <= count; i += 4) {
            uint32_t a = codes[i], b = codes[i + 1], c = codes[i + 2], d = codes[i + 3];
            uint32_t ab = a > b ? a : b, cd = c > d ? c : d;
            if ((ab > cd ? ab : cd) < cells) {
                sub[0][a]++;
                sub[1][b]++;
                sub[2][c]++;
                sub[3][d]++;
            } else {
                for (size_t j = i; j < i + 4; j++) {
                    if (codes[j] < cells) sub[0][codes[j]]++;
                    else outside++;
                }
            }
        }
        for (size_t c = 0; c < cells; c++) counts[c] += sub[0][c] + sub[1][c] + sub[2][c] + sub[3][c];
    }
    for (; i < count; i++) {
        if (codes[i] < cells) counts[codes[i]]++;
        else outside++;
    }
    return outside;
}

// Branch-free: every index is written, and the end only moves on past a hit.
size_t ck_select_equal32(const uint32_t *codes, size_t count, uint32_t code, uint32_t *out) {
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        out[found] = (uint32_t)i;
        found += codes[i] == code;
    }
    return found;
}

size_t ck_select_table32(const uint32_t *codes, size_t count, const uint8_t *table, size_t cells, uint32_t *out) {
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        out[found] = (uint32_t)i;
        found += codes[i] < cells && table[codes[i]] != 0;
    }
    return found;
}

size_t ck_runs_at(const uint32_t *values, const uint32_t *lengths, size_t runs, const uint32_t *rows, size_t count, uint32_t *out) {
    size_t end = 0, i = 0;
    for (size_t r = 0; r < runs && i < count; r++) {
        end += (size_t)lengths[r] + 1;
        for (; i < count && rows[i] < end; i++) out[i] = values[r];
    }
    return i;
}

// Division by multiplication; the quotient is at most one too large.
void ck_bucket_codes(const int64_t *times, size_t count, int64_t start, uint64_t width, uint32_t *out) {
    const uint64_t inverse = width > 1 ? (uint64_t)(((__uint128_t)1 << 64) / width) + 1 : 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t offset = (uint64_t)times[i] - (uint64_t)start;
        uint64_t bucket = width > 1 ? (uint64_t)((__uint128_t)offset * inverse >> 64) : offset;
        out[i] = (uint32_t)(bucket - (bucket * width > offset) + 1);
    }
}

void ck_count_pairs(const uint32_t *a, const uint32_t *b, size_t count, size_t width, uint32_t *cells) {
    for (size_t i = 0; i < count; i++) cells[(size_t)a[i] * width + b[i]]++;
}

// Most values are 0: eight are looked at together.
size_t ck_select_nonzero32(const uint32_t *values, size_t count, uint32_t *out) {
    size_t found = 0, i = 0;
    for (; i + 8 <= count; i += 8) {
        uint32_t any = 0;
        for (size_t k = 0; k < 8; k++) any |= values[i + k];
        if (any == 0) continue;
        for (size_t k = 0; k < 8; k++) {
            out[found] = (uint32_t)(i + k);
            found += values[i + k] != 0;
        }
    }
    for (; i < count; i++) {
        out[found] = (uint32_t)i;
        found += values[i] != 0;
    }
    return found;
}
