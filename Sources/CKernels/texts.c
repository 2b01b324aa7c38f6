// Sets of texts from several dictionaries, and tables of the days on which they came. A text of up to 16 bytes is told by its length
// and two words of it, so it needs no second look; longer ones are kept in an arena and compared there.
// Whether a text is new cannot be foreseen, so there is no branch on it: its slot is written in either case.
#include "CKernels.h"

// The two words that stand for a text: the text itself up to 16 bytes, else hash and place in the arena (found by the caller).
static inline void short_words(const uint8_t *p, size_t length, uint64_t *a, uint64_t *b) {
    if (length >= 8) {
        *a = ck_read64(p);
        *b = ck_read64(p + length - 8);
        return;
    }
    uint64_t v = 0;
    for (size_t i = 0; i < length; i++) v |= (uint64_t)p[i] << (8 * i);
    *a = v;
    *b = 0;
}

// One text of a block: its two words (of a long one the hash alone) and the slot to look at first.
typedef struct {
    const uint8_t *bytes;
    size_t length, slot;
    uint64_t a, b;
} ck_text;

enum { BLOCK = 16 };

// The next texts up to `to` whose bit code + 1 is set, or all without bits. Memory, not work, is what a set waits for: a block of
// texts is hashed first and asks for its slots of `slot_size` bytes, and only then the caller compares.
static size_t next_texts(const uint8_t *bytes, const uint32_t *offsets, const uint64_t *bits, size_t *next, size_t to, uint64_t seed,
                         const void *slots, size_t slot_size, size_t mask, ck_text *block) {
    size_t n = 0, code = *next;
    for (; n < BLOCK && code < to; code++) {
        if (bits) {
            // Bit of code + 1: the first bit is that of no text.
            size_t bit = code + 1;
            uint64_t word = bits[bit >> 6] >> (bit & 63);
            if ((word & 1) == 0) {
                // On to the next set bit of this word, or to the next word.
                code += word == 0 ? 63 - (bit & 63) : (size_t)__builtin_ctzll(word) - 1;
                continue;
            }
        }
        ck_text *text = block + n++;
        text->bytes = bytes + offsets[code];
        text->length = offsets[code + 1] - offsets[code];
        uint64_t hash;
        if (text->length <= 16) {
            short_words(text->bytes, text->length, &text->a, &text->b);
            hash = ck_short_hash(text->a, text->b, text->length, seed);
        } else {
            text->a = hash = ck_hash(text->bytes, text->length, seed);
            text->b = 0;
        }
        text->slot = hash & mask;
        __builtin_prefetch((const char *)slots + text->slot * slot_size, 1);
    }
    *next = code;
    return n;
}

// The same number, of which the compiler knows nothing: else it would make branches of what is computed from 0 and 1.
static inline uint64_t opaque(uint64_t value) {
    __asm__("" : "+r"(value));
    return value;
}
static inline uint64_t is_zero(uint64_t value) { return ((value - 1) & ~value) >> 63; }

// Keeps the bytes of a long text and gives their place.
static inline uint64_t keep(uint8_t *arena, size_t *arena_used, const ck_text *text) {
    const size_t place = *arena_used;
    memcpy(arena + place, text->bytes, text->length);
    *arena_used = place + text->length;
    return place;
}

// Adds a text of more than 16 bytes; 1 when it is new.
__attribute__((noinline)) static size_t add_long(ck_text_slot *slots, size_t mask, uint8_t *arena, size_t *arena_used, const ck_text *text,
                                                 uint64_t tag) {
    size_t at = text->slot;
    for (; slots[at].tag >> 32 == tag >> 32; at = (at + 1) & mask)
        if (slots[at].a == text->a && slots[at].tag == tag && ck_equal(arena + slots[at].b, text->bytes, text->length)) return 0;
    slots[at] = (ck_text_slot){text->a, keep(arena, arena_used, text), tag};
    return 1;
}

size_t ck_texts_add(ck_text_slot *slots, size_t mask, uint8_t *arena, size_t *arena_used, const uint8_t *bytes,
                    const uint32_t *offsets, const uint64_t *bits, size_t from, size_t to, uint64_t seed, uint32_t generation) {
    ck_text block[BLOCK];
    size_t added = 0;
    for (size_t code = from; code < to;) {
        size_t n = next_texts(bytes, offsets, bits, &code, to, seed, slots, sizeof *slots, mask, block);
        for (size_t k = 0; k < n; k++) {
            const ck_text text = block[k];
            const uint64_t tag = (uint64_t)generation << 32 | (uint32_t)(text.length + 1);
            if (text.length > 16) {
                added += add_long(slots, mask, arena, arena_used, &text, tag);
                continue;
            }
            for (size_t at = text.slot;; at = (at + 1) & mask) {
                ck_text_slot *slot = slots + at;
                const uint64_t is_free = 1 - is_zero((slot->tag ^ tag) >> 32);
                const uint64_t is_known = is_zero((slot->a ^ text.a) | (slot->b ^ text.b) | (slot->tag ^ tag));
                if (opaque(is_free | is_known) == 0) continue;
                *slot = (ck_text_slot){text.a, text.b, tag};
                added += is_free;
                break;
            }
        }
    }
    return added;
}

// The slot of a text of more than 16 bytes, or the free one for it, in which it then stands.
__attribute__((noinline)) static ck_visit_slot *long_slot(ck_visit_slot *slots, size_t mask, uint8_t *arena, size_t *arena_used,
                                                          const ck_text *text, uint32_t base) {
    size_t at = text->slot;
    for (; slots[at].day >= base; at = (at + 1) & mask) {
        ck_visit_slot *slot = slots + at;
        if (slot->a == text->a && slot->length == text->length && ck_equal(arena + slot->b, text->bytes, text->length)) return slot;
    }
    slots[at].a = text->a;
    slots[at].b = keep(arena, arena_used, text);
    slots[at].length = (uint32_t)text->length;
    return slots + at;
}

ck_visit_counts ck_texts_visit(ck_visit_slot *slots, size_t mask, uint8_t *arena, size_t *arena_used, const uint8_t *bytes,
                               const uint32_t *offsets, const uint64_t *bits, size_t from, size_t to, uint64_t seed, uint32_t base,
                               uint32_t day, uint32_t bucket_start, uint64_t *gaps, uint32_t longest) {
    ck_text block[BLOCK];
    ck_visit_counts counts = {0, 0};
    const uint64_t now = (uint64_t)base + day, bucket = (uint64_t)base + bucket_start, before = gaps[longest + 1];
    for (size_t code = from; code < to;) {
        size_t n = next_texts(bytes, offsets, bits, &code, to, seed, slots, sizeof *slots, mask, block);
        for (size_t k = 0; k < n; k++) {
            const ck_text text = block[k];
            ck_visit_slot *slot = slots + text.slot;
            if (text.length > 16) {
                slot = long_slot(slots, mask, arena, arena_used, &text, base);
            } else {
                for (size_t at = text.slot;; slot = slots + (at = (at + 1) & mask)) {
                    const uint64_t is_known = is_zero((slot->a ^ text.a) | (slot->b ^ text.b) | (slot->length ^ text.length));
                    if (opaque(is_known | ((uint64_t)slot->day - base) >> 63) != 0) break;
                }
                slot->a = text.a;
                slot->b = text.b;
                slot->length = (uint32_t)text.length;
            }
            const uint64_t last = slot->day, is_new = opaque((last - base) >> 63);
            slot->day = (uint32_t)now;
            const uint64_t gap = now - last < longest ? now - last : longest;
            gaps[(gap & (is_new - 1)) | ((longest + (uint64_t)1) & -is_new)]++;
            counts.back_in_bucket += (last - bucket) >> 63 & ~is_new;
        }
    }
    counts.fresh = gaps[longest + 1] - before;
    return counts;
}

size_t ck_lower_bound(const uint32_t *offsets, const uint8_t *bytes, size_t from, size_t to, size_t guess, const void *text,
                      size_t length) {
    // Texts before `low` stand before the text, those from `high` on do not.
    size_t low = from, high = to;
    for (size_t step = 0, at = guess; low < high; step = step * 2 + 1) {
        if (at < low || at >= high) break;
        if (ck_compare(bytes + offsets[at], offsets[at + 1] - offsets[at], text, length) < 0) {
            const int turned = high < to;
            low = at + 1;
            if (turned) break;
            at = high - low > step ? low + step : high;
        } else {
            const int turned = low > from;
            high = at;
            if (turned) break;
            at = high - low > step + 1 ? high - 1 - step : low;
        }
    }
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (ck_compare(bytes + offsets[middle], offsets[middle + 1] - offsets[middle], text, length) < 0) low = middle + 1;
        else high = middle;
    }
    return low;
}

size_t ck_texts_number(ck_number_slot *slots, size_t mask, uint8_t *arena, size_t *arena_used, const uint8_t *bytes,
                       const uint32_t *offsets, const uint64_t *bits, size_t from, size_t to, uint64_t seed, size_t *known,
                       uint32_t *numbers) {
    ck_text block[BLOCK];
    size_t done = 0;
    for (size_t code = from; code < to;) {
        size_t n = next_texts(bytes, offsets, bits, &code, to, seed, slots, sizeof *slots, mask, block);
        for (size_t k = 0; k < n; k++) {
            const ck_text *text = block + k;
            size_t slot = text->slot;
            while (slots[slot].tag != 0 && (slots[slot].a != text->a || slots[slot].tag != text->length + 1 ||
                                            (text->length <= 16 ? slots[slot].b != text->b
                                                                : !ck_equal(arena + slots[slot].b, text->bytes, text->length))))
                slot = (slot + 1) & mask;
            ck_number_slot *found = slots + slot;
            if (found->tag == 0) {
                *found = (ck_number_slot){text->a, text->b, (uint32_t)(text->length + 1), (uint32_t)(*known)++};
                if (text->length > 16) {
                    found->b = *arena_used;
                    memcpy(arena + *arena_used, text->bytes, text->length);
                    *arena_used += text->length;
                }
            }
            numbers[done++] = found->number;
        }
    }
    return done;
}

void ck_texts_hash(const uint32_t *text_offsets, const uint8_t *texts, const uint32_t *codes, size_t count, uint64_t seed, uint64_t *out) {
    for (size_t i = 0; i < count; i++) {
        size_t entry = codes[i] - 1;
        out[i] = ck_hash(texts + text_offsets[entry], text_offsets[entry + 1] - text_offsets[entry], seed);
    }
}

// Memory, not work, is what a lookup waits for: a block of texts asks for its slots first, then for the texts that
// these name, and only then compares.
void ck_texts_find(const uint64_t *slots, size_t mask, const uint32_t *offsets, const uint8_t *bytes, const uint32_t *text_offsets,
                   const uint8_t *texts, const uint32_t *codes, size_t count, const uint64_t *all_hashes, uint32_t *out) {
    for (size_t start = 0; start < count; start += BLOCK) {
        const uint64_t *hashes = all_hashes + start;
        size_t n = count - start < BLOCK ? count - start : BLOCK;
        for (size_t i = 0; i < n; i++) __builtin_prefetch(slots + ((size_t)(hashes[i] >> 32) & mask));
        for (size_t i = 0; i < n; i++) {
            uint64_t slot = slots[(size_t)(hashes[i] >> 32) & mask];
            if (slot == 0 || (slot ^ hashes[i]) >> 32 != 0) continue;
            const uint8_t *p = bytes + offsets[(slot & 0xffffffff) - 1];
            __builtin_prefetch(p);
            __builtin_prefetch(p + 64);
        }
        for (size_t i = 0; i < n; i++) {
            size_t entry = codes[start + i] - 1, length = text_offsets[entry + 1] - text_offsets[entry];
            size_t place = (size_t)(hashes[i] >> 32) & mask;
            uint32_t found = 0;
            for (uint64_t slot; (slot = slots[place]) != 0; place = (place + 1) & mask) {
                if ((slot ^ hashes[i]) >> 32 != 0) continue;
                size_t code = (size_t)(slot & 0xffffffff);
                if (offsets[code] - offsets[code - 1] != length) continue;
                if (length != 0 && !ck_equal(bytes + offsets[code - 1], texts + text_offsets[entry], length)) continue;
                found = (uint32_t)code;
                break;
            }
            out[start + i] = found;
        }
    }
}
