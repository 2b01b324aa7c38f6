// Sets of texts from several dictionaries, and tables of the days on which they came. A text of up to 16 bytes is told by its length and two words of it, so it needs no
// second look; longer ones are kept in an arena and compared there.
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
        __builtin_prefetch((const char *)slots + text->slot * slot_size);
    }
    *next = code;
    return n;
}

// The slot of a text or the free one for it, of slots that begin with a, b and a tag.
#define FIND_SLOT(slots, mask, arena, text)                                                                \
    size_t slot = (text).slot;                                                                             \
    while ((slots)[slot].tag != 0 &&                                                                       \
           ((slots)[slot].a != (text).a || (slots)[slot].tag != (text).length + 1 ||                       \
            ((text).length <= 16 ? (slots)[slot].b != (text).b                                             \
                                 : !ck_equal((arena) + (slots)[slot].b, (text).bytes, (text).length))))    \
        slot = (slot + 1) & (mask)

size_t ck_texts_add(ck_text_slot *slots, size_t mask, uint8_t *arena, size_t *arena_used, const uint8_t *bytes,
                    const uint32_t *offsets, const uint64_t *bits, size_t from, size_t to, uint64_t seed) {
    ck_text block[BLOCK];
    size_t added = 0;
    for (size_t code = from; code < to;) {
        size_t n = next_texts(bytes, offsets, bits, &code, to, seed, slots, sizeof *slots, mask, block);
        for (size_t k = 0; k < n; k++) {
            FIND_SLOT(slots, mask, arena, block[k]);
            if (slots[slot].tag != 0) continue;
            slots[slot] = (ck_text_slot){block[k].a, block[k].b, block[k].length + 1};
            added++;
            if (block[k].length <= 16) continue;
            slots[slot].b = *arena_used;
            memcpy(arena + *arena_used, block[k].bytes, block[k].length);
            *arena_used += block[k].length;
        }
    }
    return added;
}

ck_visit_counts ck_texts_visit(ck_visit_slot *slots, size_t mask, uint8_t *arena, size_t *arena_used, const uint8_t *bytes,
                               const uint32_t *offsets, const uint64_t *bits, size_t from, size_t to, uint64_t seed, uint32_t day,
                               uint32_t bucket_start, const uint32_t *windows, size_t window_count, uint64_t *left, size_t stride) {
    ck_text block[BLOCK];
    ck_visit_counts counts = {0, 0, 0};
    for (size_t code = from; code < to;) {
        size_t n = next_texts(bytes, offsets, bits, &code, to, seed, slots, sizeof *slots, mask, block);
        for (size_t k = 0; k < n; k++) {
            FIND_SLOT(slots, mask, arena, block[k]);
            ck_visit_slot *found = slots + slot;
            if (found->tag == 0) {
                found->a = block[k].a;
                found->b = block[k].b;
                found->tag = (uint32_t)(block[k].length + 1);
                found->day = day;
                counts.fresh++;
                if (block[k].length <= 16) continue;
                found->b = *arena_used;
                memcpy(arena + *arena_used, block[k].bytes, block[k].length);
                *arena_used += block[k].length;
                continue;
            }
            uint32_t last = found->day;
            if (last == day) continue;
            found->day = day;
            counts.back++;
            counts.back_in_bucket += last < bucket_start;
            for (size_t w = 0; w < window_count; w++) {
                uint32_t end = last + windows[w];
                left[w * stride + (end < day ? end : day)]++;
            }
        }
    }
    return counts;
}

void ck_visits_end(ck_visit_slot *slots, size_t count, const uint32_t *windows, size_t window_count, uint64_t *left, size_t stride) {
    for (size_t i = 0; i < count; i++) {
        if (slots[i].tag == 0) continue;
        slots[i].tag = 0;
        for (size_t w = 0; w < window_count; w++) left[w * stride + slots[i].day + windows[w]]++;
    }
}

size_t ck_texts_number(ck_visit_slot *slots, size_t mask, uint8_t *arena, size_t *arena_used, const uint8_t *bytes,
                       const uint32_t *offsets, const uint64_t *bits, size_t from, size_t to, uint64_t seed, size_t *known,
                       uint32_t *numbers) {
    ck_text block[BLOCK];
    size_t done = 0;
    for (size_t code = from; code < to;) {
        size_t n = next_texts(bytes, offsets, bits, &code, to, seed, slots, sizeof *slots, mask, block);
        for (size_t k = 0; k < n; k++) {
            FIND_SLOT(slots, mask, arena, block[k]);
            ck_visit_slot *found = slots + slot;
            if (found->tag == 0) {
                found->a = block[k].a;
                found->b = block[k].b;
                found->tag = (uint32_t)(block[k].length + 1);
                found->day = (uint32_t)(*known)++;
                if (block[k].length > 16) {
                    found->b = *arena_used;
                    memcpy(arena + *arena_used, block[k].bytes, block[k].length);
                    *arena_used += block[k].length;
                }
            }
            numbers[done++] = found->day;
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
