// Reading a text by the forms that are known: pieces compared sixteen bytes at a time, values cut out between them.

#include "forms.hpp"

#include "simdjson.h"
#include "string.hpp"

namespace ia {

/// Whether `size` bytes are equal; up to 15 bytes behind them are readable on both sides.
static inline bool same(const uint8_t *a, const uint8_t *b, size_t size) {
#if defined(__SSE2__)
    for (size_t at = 0; at < size; at += 16) {
        __m128i x = _mm_loadu_si128(reinterpret_cast<const __m128i *>(a + at));
        __m128i y = _mm_loadu_si128(reinterpret_cast<const __m128i *>(b + at));
        unsigned mask = unsigned(_mm_movemask_epi8(_mm_cmpeq_epi8(x, y)));
        if (size - at < 16) { return (~mask & ((1u << (size - at)) - 1)) == 0; }
        if (mask != 0xFFFF) { return false; }
    }
    return true;
#else
    return memcmp(a, b, size) == 0;
#endif
}

/// The quote that ends a string from `at` on, or `length` where it does not end or holds what only the long way reads:
/// escapes and control characters. `isPlain` turns false where a byte is not ASCII. Reads up to 15 bytes beyond `length`.
static inline size_t endOfString(const uint8_t *text, size_t at, size_t length, bool &isPlain) {
#if defined(__SSE2__)
    const __m128i quotes = _mm_set1_epi8('"');
    const __m128i backslashes = _mm_set1_epi8('\\');
    const __m128i space = _mm_set1_epi8(0x20);
    for (; at < length; at += 16) {
        __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i *>(text + at));
        // Bytes of 0x80 and more are negative here.
        unsigned low = unsigned(_mm_movemask_epi8(_mm_cmplt_epi8(bytes, space)));
        unsigned high = unsigned(_mm_movemask_epi8(bytes));
        unsigned quote = unsigned(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, quotes)));
        unsigned bad = (low & ~high) | unsigned(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, backslashes)));
        unsigned before = quote == 0 ? 0xFFFF : (quote & (0u - quote)) - 1;
        if ((bad & before) != 0) { return length; }
        if ((high & before) != 0) { isPlain = false; }
        if (quote != 0) {
            size_t end = at + size_t(__builtin_ctz(quote));
            return end < length ? end : length;
        }
    }
    return length;
#else
    for (; at < length; at += 1) {
        if (text[at] == '"') { return at; }
        if (text[at] < 0x20 || text[at] == '\\') { return length; }
        if (text[at] >= 0x80) { isPlain = false; }
    }
    return length;
#endif
}

inline bool KnownForms::fits(const Piece &piece, const uint8_t *text, size_t rest) const {
    if (piece.size > rest || !same(bytes.data() + piece.start, text, piece.size)) { return false; }
    switch (piece.next) {
    case Next::text: return true;
    case Next::number: return piece.size < rest && (text[piece.size] == '-' || uint8_t(text[piece.size] - '0') <= 9);
    case Next::end: return piece.size == rest;
    }
    return false;
}

inline const KnownForms::Piece *KnownForms::pick(Place &place, const uint8_t *text, size_t rest) const {
    if (place.pieces.size() == 1) { return fits(place.pieces[0], text, rest) ? &place.pieces[0] : nullptr; }
    uint64_t front;
    memcpy(&front, text + (place.common < rest ? place.common : rest), 8);
    uint8_t &guess = place.guesses[(front * 0x9E3779B97F4A7C15ull) >> 58];
    if (guess < place.pieces.size() && fits(place.pieces[guess], text, rest)) { return &place.pieces[guess]; }
    for (size_t at = 0; at < place.pieces.size(); at += 1) {
        if (!fits(place.pieces[at], text, rest)) { continue; }
        guess = uint8_t(at);
        return &place.pieces[at];
    }
    return nullptr;
}

bool KnownForms::read(const uint8_t *text, size_t length, FormRow &out) {
    if (places.empty()) { return false; }
    tried += 1;
    if (tried == trialTexts) {
        // Forms that fit few texts take room from better ones.
        if (matched < trialTexts / 2 && (pieceCount >= pieceLimit / 2 || isFull())) {
            clear();
            return false;
        }
        tried = 0;
        matched = 0;
    }
    // The carriage return of a line's end is white space behind the object.
    if (length > 0 && text[length - 1] == '\r') { length -= 1; }
    uint32_t place = 0;
    size_t at = 0;
    size_t count = 0;
    while (true) {
        const Piece *piece = pick(places[place], text + at, length - at);
        if (piece == nullptr) { return false; }
        at += piece->size;
        if (piece->next == Next::end) {
            if (!write(forms[piece->target], out)) { return false; }
            matched += 1;
            return true;
        }
        if (count == valueLimit) { return false; }
        Value &value = values[count];
        count += 1;
        if (piece->next == Next::text) {
            bool isPlain = true;
            size_t end = endOfString(text, at, length, isPlain);
            if (end == length) { return false; }
            value.text.bytes = text + at;
            value.text.size = end - at;
            if (!isPlain && !simdjson::validate_utf8(reinterpret_cast<const char *>(text + at), end - at)) { return false; }
            at = end;
        } else {
            value.number = readNumber(text + at, length - at);
            if (value.number.kind == NumberKind::none) { return false; }
            value.text.bytes = text + at;
            value.text.size = value.number.length;
            at += value.number.length;
        }
        place = piece->target;
    }
}

/// Copies bytes, and up to 15 more that are readable on one side and free on the other.
static inline void copyOver(uint8_t *to, const uint8_t *from, size_t size) {
    for (size_t at = 0; at < size; at += 16) { memcpy(to + at, from + at, 16); }
}

static inline uint8_t *putVarint(uint8_t *to, uint64_t value) {
    while (value >= 0x80) {
        *to++ = uint8_t(value | 0x80);
        value >>= 7;
    }
    *to++ = uint8_t(value);
    return to;
}

bool KnownForms::write(const Form &form, FormRow &out) {
    size_t most = 64 + form.shape.size() + form.parts.size() * 16;
    for (size_t at = 0; at < form.parts.size(); at += 1) {
        if (form.parts[at].act != Act::byte) { most += values[form.parts[at].value].text.size; }
    }
    for (size_t at = 0; at < form.names; at += 1) {
        const Value &value = values[form.parts[at].value];
        if (value.text.size > limits.name_bytes) { return false; }
        if (form.parts[at].act == Act::id && value.number.kind == NumberKind::float64) { return false; }
    }
    if (values[form.parts[0].value].text.size == 0) { return false; }
    row.clear();
    // Its length comes in front when it is known.
    uint8_t *start = row.grow(most) + 16;
    uint8_t *to = start + 8;
    to = putVarint(to, form.shape.size());
    memcpy(to, form.shape.data(), form.shape.size());
    for (const NumberTag &tag : form.tags) {
        NumberKind kind = values[tag.value].number.kind;
        to[tag.offset] = uint8_t(kind == NumberKind::int64 ? Tag::int64 : kind == NumberKind::float64 ? Tag::float64 : Tag::numberText);
    }
    to += form.shape.size();
    for (const Part &part : form.parts) {
        if (part.act == Act::byte) {
            *to++ = part.value;
            continue;
        }
        const Value &value = values[part.value];
        if (part.act == Act::number && value.number.kind == NumberKind::int64) {
            int64_t integer = value.number.integer;
            to = putVarint(to, (uint64_t(integer) << 1) ^ uint64_t(integer >> 63));
        } else if (part.act == Act::number && value.number.kind == NumberKind::float64) {
            uint64_t bits;
            memcpy(&bits, &value.number.real, 8);
            for (int shift = 0; shift < 64; shift += 8) { *to++ = uint8_t(bits >> shift); }
        } else {
            to = putVarint(to, value.text.size);
            copyOver(to, value.text.bytes, value.text.size);
            to += value.text.size;
        }
    }
    size_t size = size_t(to - start);
    if (size > limits.event_bytes) { return false; }
    out.time = values[form.time].text;
    out.timeIsNumber = form.timeIsNumber;
    out.movedKeys = form.movedKeys;
    int64_t microseconds = 0;
    out.hasTime = !form.timeIsNumber && readTime(out.time, microseconds);
    for (int shift = 0; shift < 64; shift += 8) { start[shift / 8] = uint8_t(uint64_t(microseconds) >> shift); }
    if (out.hasTime) {
        uint8_t front[10];
        size_t frontSize = size_t(putVarint(front, size) - front);
        start -= frontSize;
        memcpy(start, front, frontSize);
        size += frontSize;
    }
    out.bytes = start;
    out.size = size;
    return true;
}

/// The usual form of an instant, `2026-04-01T09:30:00.000Z` with up to six digits behind the point or none; false for any
/// other, which is not to say that it is wrong.
bool KnownForms::readTime(const Slice &text, int64_t &microseconds) {
    const uint8_t *at = text.bytes;
    size_t size = text.size;
    if (size < 20 || size > 27 || at[10] != 'T' || at[13] != ':' || at[16] != ':' || at[size - 1] != 'Z') { return false; }
    auto two = [&](size_t place) -> unsigned {
        unsigned high = unsigned(at[place]) - '0', low = unsigned(at[place + 1]) - '0';
        return high > 9 || low > 9 ? 1000 : high * 10 + low;
    };
    unsigned hour = two(11), minute = two(14), second = two(17);
    if (hour > 23 || minute > 59 || second > 59) { return false; }
    int64_t fraction = 0;
    if (size > 20) {
        if (at[19] != '.' || size == 21) { return false; }
        for (size_t place = 20; place < 26; place += 1) {
            unsigned digit = place < size - 1 ? unsigned(at[place]) - '0' : 0;
            if (digit > 9) { return false; }
            fraction = fraction * 10 + digit;
        }
    }
    if (!hasDate || memcmp(date, at, 10) != 0) {
        unsigned century = two(0), years = two(2), month = two(5), day = two(8);
        if (at[4] != '-' || at[7] != '-' || century > 99 || years > 99) { return false; }
        int year = int(century * 100 + years);
        static const unsigned lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
        if (year < 1900 || year > 2200 || month < 1 || month > 12 || day < 1) { return false; }
        bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        if (day > lengths[month - 1] + (month == 2 && leap ? 1 : 0)) { return false; }
        int64_t days = 0;
        for (unsigned earlier = 1; earlier < month; earlier += 1) {
            days += lengths[earlier - 1] + (earlier == 2 && leap ? 1 : 0);
        }
        int before = year - 1;
        // Days from year 1 to 1970: 719162.
        days += int64_t(before) * 365 + before / 4 - before / 100 + before / 400 + int64_t(day) - 1 - 719162;
        memcpy(date, at, 10);
        dateMicroseconds = days * 86400000000;
        hasDate = true;
    }
    microseconds = dateMicroseconds + int64_t((hour * 60 + minute) * 60 + second) * 1000000 + fraction;
    return true;
}

}  // namespace ia
