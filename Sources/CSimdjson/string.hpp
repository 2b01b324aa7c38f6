// Strings of JSON text: where they end, and what their escapes mean.
#ifndef IA_STRING_HPP
#define IA_STRING_HPP
#include <cstddef>
#include <cstdint>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace ia {

/// The first quote or backslash at or after `at`, or `length` or more when there is none. Reads up to 15 bytes beyond
/// `length`, which the padding allows.
inline size_t findQuoteOrBackslash(const uint8_t *text, size_t at, size_t length) {
#if defined(__SSE2__)
    const __m128i quotes = _mm_set1_epi8('"');
    const __m128i backslashes = _mm_set1_epi8('\\');
    for (; at < length; at += 16) {
        __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i *>(text + at));
        __m128i found = _mm_or_si128(_mm_cmpeq_epi8(bytes, quotes), _mm_cmpeq_epi8(bytes, backslashes));
        unsigned mask = unsigned(_mm_movemask_epi8(found));
        if (mask != 0) { return at + size_t(__builtin_ctz(mask)); }
    }
    return at;
#else
    while (at < length && text[at] != '"' && text[at] != '\\') { at += 1; }
    return at;
#endif
}

/// Writes the string between two quotes without escapes to `plain`, which has room for as many bytes. Gives the size;
/// sets `reason` when an escape is wrong.
size_t unescapeString(const uint8_t *text, const uint8_t *end, uint8_t *plain, const char **reason);

}  // namespace ia
#endif
