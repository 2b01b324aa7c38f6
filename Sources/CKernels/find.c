// Searching a byte string in a long buffer. The AVX2 path looks for the first and the last byte of the needle at their distance,
// 32 places a step, and compares only where both stand; where that happens too often, it leaves the rest to memmem.
#define _GNU_SOURCE
#include "wanted.h"

size_t ck_find_portable(const uint8_t *text, size_t count, const uint8_t *needle, size_t length, size_t start) {
    if (length == 0 || length > count || start > count - length) return count;
    const uint8_t *found = memmem(text + start, count - start, needle, length);
    return found == NULL ? count : (size_t)(found - text);
}

#if defined(__x86_64__)
AVX2 static size_t find_avx2(const uint8_t *text, size_t count, const uint8_t *needle, size_t length, size_t *start) {
    const __m256i first = _mm256_set1_epi8((char)needle[0]), last = _mm256_set1_epi8((char)needle[length - 1]);
    // Bytes that comparisons in vain may cost, so that the work stays linear.
    size_t i = *start, allowed = 4096 + length;
    for (; i + length - 1 + 32 <= count; i += 32) {
        __m256i a = _mm256_loadu_si256((const __m256i *)(text + i));
        __m256i b = _mm256_loadu_si256((const __m256i *)(text + i + length - 1));
        uint32_t mask = (uint32_t)_mm256_movemask_epi8(_mm256_and_si256(_mm256_cmpeq_epi8(a, first), _mm256_cmpeq_epi8(b, last)));
        allowed += 64;
        while (mask != 0) {
            size_t at = i + (size_t)__builtin_ctz(mask);
            if (memcmp(text + at, needle, length) == 0) return at;
            mask &= mask - 1;
            if (allowed < length) {
                *start = at + 1;
                return count;
            }
            allowed -= length;
        }
    }
    *start = i;
    return count;
}
#endif

size_t ck_find(const uint8_t *text, size_t count, const uint8_t *needle, size_t length, size_t start) {
#if defined(__x86_64__)
    if (length != 0 && length <= count && HAS_AVX2()) {
        size_t found = find_avx2(text, count, needle, length, &start);
        if (found != count) return found;
    }
#endif
    return ck_find_portable(text, count, needle, length, start);
}

size_t ck_find_entries(const uint8_t *texts, const uint32_t *offsets, size_t entries, const uint8_t *needle, size_t length,
                       uint8_t *out) {
    const size_t end = offsets[entries];
    size_t found = 0, entry = 0;
    for (size_t at = offsets[0];;) {
        at = ck_find(texts, end, needle, length, at);
        if (at == end) return found;
        // The entry that holds the place: near the one before, mostly.
        size_t step = 1, high = entry + 1;
        while (high < entries && offsets[high] <= at) {
            entry = high;
            high = step < entries - high ? high + step : entries;
            step *= 2;
        }
        while (high - entry > 1) {
            size_t middle = entry + (high - entry) / 2;
            if (offsets[middle] <= at) entry = middle;
            else high = middle;
        }
        // Where the needle runs on into the next entry, it has even less room behind that place in this one.
        if (offsets[entry + 1] - at >= length) {
            out[entry] = 1;
            found++;
        }
        at = offsets[entry + 1];
    }
}
