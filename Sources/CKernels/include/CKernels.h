// Kernels over plain arrays: CRC32C, hashing of short texts, UTF-8 checks, bit packing, filters, histograms.
// Every kernel has a portable path; where an x86 path exists it is chosen at run time. Callers guarantee the lengths.
#ifndef CKERNELS_H
#define CKERNELS_H
#include <stddef.h>
#include <stdint.h>
#include <string.h>

// CRC32C (Castagnoli), continuing from `crc`; start with 0.
uint32_t ck_crc32c(uint32_t crc, const void *bytes, size_t count);
// The table-driven path alone, so that tests can hold both against each other.
uint32_t ck_crc32c_portable(uint32_t crc, const void *bytes, size_t count);

// 1 when the bytes are well-formed UTF-8 (no surrogates, no overlong forms, nothing above U+10FFFF), else 0.
int ck_utf8_valid(const void *bytes, size_t count);

// Bit packing: value i stands in bits [i*width, (i+1)*width) of a little-endian bit stream of ceil(count*width/8) bytes;
// unused bits of the last byte are 0. Unpacking adds `base` (wrapping) to each value.
void ck_pack32(const uint32_t *values, size_t count, uint32_t base, unsigned width, uint8_t *out);
void ck_pack64(const uint64_t *values, size_t count, uint64_t base, unsigned width, uint8_t *out);
void ck_unpack32(const uint8_t *packed, size_t packed_count, size_t count, uint32_t base, unsigned width, uint32_t *out);
void ck_unpack64(const uint8_t *packed, size_t packed_count, size_t count, uint64_t base, unsigned width, uint64_t *out);
void ck_unpack32_portable(const uint8_t *packed, size_t packed_count, size_t count, uint32_t base, unsigned width, uint32_t *out);
void ck_unpack64_portable(const uint8_t *packed, size_t packed_count, size_t count, uint64_t base, unsigned width, uint64_t *out);

// out[i] = value rows[i] of a packed stream; each row lies in it.
void ck_unpack32_at(const uint8_t *packed, size_t packed_count, uint32_t base, unsigned width, const uint32_t *rows, size_t count,
                    uint32_t *out);
// out[i] = the value of the run that holds rows[i]; rows ascend. Returns how many rows the runs hold, count at most.
size_t ck_runs_at(const uint32_t *values, const uint32_t *lengths, size_t runs, const uint32_t *rows, size_t count, uint32_t *out);
// Sets the bit of the first row of each run but the first; the runs have exactly as many rows as there are bits. Each row's run is
// the number of bits up to it.
void ck_run_starts(const uint32_t *lengths, size_t runs, uint64_t *bits);
// out[i] = values[bits up to and with rows[i]], with the ranks of ck_bits_ranks. Rows lie in the bits, and their numbers in the values.
void ck_bits_values(const uint64_t *bits, const uint32_t *ranks, const uint32_t *rows, size_t count, const uint32_t *values,
                    uint32_t *out);
// Writes the indexes of values that are not 0 to `out` (room for `count`); returns how many.
size_t ck_select_nonzero32(const uint32_t *values, size_t count, uint32_t *out);
// out[i] = 1 + (times[i] - start) / width. No time is before `start` or 2^62 after it; the results fit.
void ck_bucket_codes(const int64_t *times, size_t count, int64_t start, uint64_t width, uint32_t *out);
// cells[a[i] * width + b[i]] += 1; the cells lie in the grid.
void ck_count_pairs(const uint32_t *a, const uint32_t *b, size_t count, size_t width, uint32_t *cells);

// counts[code] += 1 for each code below `cells`; returns how many codes were not below it.
size_t ck_histogram32(const uint32_t *codes, size_t count, uint32_t *counts, size_t cells);

// The same for codes that lie packed (see ck_unpack32), of at most 32 bits: none is written out. `cells` is at most 2^31.
size_t ck_packed_histogram(const uint8_t *packed, size_t packed_count, size_t count, uint32_t base, unsigned width, uint32_t *counts,
                           size_t cells);

// Writes the index of each code equal to `code` to `out` (room for `count`); returns how many.
size_t ck_select_equal32(const uint32_t *codes, size_t count, uint32_t code, uint32_t *out);
// Writes the index i of each code with table[code] != 0 to `out`; codes not below `cells` are skipped.
size_t ck_select_table32(const uint32_t *codes, size_t count, const uint8_t *table, size_t cells, uint32_t *out);

// Smallest and largest code; 0xffffffff and 0 for none.
void ck_range32(const uint32_t *codes, size_t count, uint32_t *low, uint32_t *high);

// Bits of rows, 64 in a word, ceil(count / 64) words, those beyond the last row 0. Set where a code is one of `wanted`, or
// where table[code] != 0 (codes not below `cells` never are).
void ck_bits_any32(const uint32_t *codes, size_t count, const uint32_t *wanted, size_t wanted_count, uint64_t *bits);
void ck_bits_any32_portable(const uint32_t *codes, size_t count, const uint32_t *wanted, size_t wanted_count, uint64_t *bits);
void ck_bits_table32(const uint32_t *codes, size_t count, const uint8_t *table, size_t cells, uint64_t *bits);
// As ck_bits_table32 for packed codes, and their smallest and largest as ck_range32 tells them.
void ck_packed_bits(const uint8_t *packed, size_t packed_count, size_t count, uint32_t base, unsigned width, const uint8_t *table,
                    size_t cells, uint64_t *bits, uint32_t *low, uint32_t *high);
void ck_packed_bits_portable(const uint8_t *packed, size_t packed_count, size_t count, uint32_t base, unsigned width,
                             const uint8_t *table, size_t cells, uint64_t *bits, uint32_t *low, uint32_t *high);
// The same of runs (value r for lengths[r] + 1 rows): adds bits to `bits` of `count` rows. Returns the rows of all runs, or some
// number above `count` when they are too many (then nothing beyond was written).
size_t ck_bits_runs(const uint32_t *values, const uint32_t *lengths, size_t runs, const uint8_t *table, size_t cells, uint64_t *bits,
                    size_t count);
// Sets bit values[r] of `out` for each run in whose rows a bit of `bits` is set. Returns as ck_bits_runs; the words of `out` hold
// every value.
size_t ck_mark_runs(const uint32_t *values, const uint32_t *lengths, size_t runs, const uint64_t *bits, size_t count, uint64_t *out);
// Set bits of both.
size_t ck_bits_common(const uint64_t *a, const uint64_t *b, size_t words);
// The sum of all values.
uint64_t ck_sum32(const uint32_t *values, size_t count);
// counts[value] += rows of each run whose value is below `cells`; returns the runs that were not.
size_t ck_histogram_runs(const uint32_t *values, const uint32_t *lengths, size_t runs, uint32_t *counts, size_t cells);
// out[i] = grid[first[i] * width + second[i]] - 1 from row `from` on; stops at the first row whose cell is 0 and returns it, or
// `count`. The cells lie in the grid.
size_t ck_grid_groups(const uint32_t *first, const uint32_t *second, size_t from, size_t count, const uint32_t *grid, size_t width,
                      uint32_t *out);
// Writes the numbers of the set bits (room for all of them and four more); returns how many.
size_t ck_bits_rows(const uint64_t *bits, size_t words, uint32_t *out);
// ranks[w] = set bits before word w, for words + 1 words.
void ck_bits_ranks(const uint64_t *bits, size_t words, uint32_t *ranks);
// out[i] = 0 where the bit of rows[i] is 0, else 1 + the set bits before it. Returns how many are not 0. Rows lie in the bits.
size_t ck_bits_places(const uint64_t *bits, const uint32_t *ranks, const uint32_t *rows, size_t count, uint32_t *out);
// Sets the bits of codes; `bits` has room for the largest.
void ck_mark32(const uint32_t *codes, size_t count, uint64_t *bits);

// Where `needle` first stands in text[start..<count], or `count`; an empty needle is never found.
size_t ck_find(const uint8_t *text, size_t count, const uint8_t *needle, size_t length, size_t start);
size_t ck_find_portable(const uint8_t *text, size_t count, const uint8_t *needle, size_t length, size_t start);
// out[e] = 1 for each entry of a dictionary (see StringDictionary for offsets) that holds the needle, which is not empty; the other
// entries of `out` stay as they are. Returns how many.
size_t ck_find_entries(const uint8_t *texts, const uint32_t *offsets, size_t entries, const uint8_t *needle, size_t length, uint8_t *out);

// A slot of a set of texts: the two words that stand for a text, and below the set's generation its length + 1. Slots of another
// generation are free, so that a set is emptied by counting on; the first generation is 1.
typedef struct {
    uint64_t a, b, tag;
} ck_text_slot;
// Adds the texts with codes from..<to whose bit code + 1 is set to a set of mask + 1 slots; returns how many are new. The
// slots have room for all of them, the arena (which holds what `slots` know of long texts) for their bytes.
size_t ck_texts_add(ck_text_slot *slots, size_t mask, uint8_t *arena, size_t *arena_used, const uint8_t *bytes,
                    const uint32_t *offsets, const uint64_t *bits, size_t from, size_t to, uint64_t seed, uint32_t generation);

// A slot of a table of visits: a text as above, its length, and the day on which it came last, counted on from the table's base.
// Slots with an earlier day are free.
typedef struct {
    uint64_t a, b;
    uint32_t length, day;
} ck_visit_slot;
// How many texts came for the first time, and again from before the bucket.
typedef struct {
    size_t fresh, back_in_bucket;
} ck_visit_counts;
// Notes a visit on `day` of the texts with codes from..<to, of them those whose bit code + 1 is set when there are bits: gaps[g]++ for
// a text that came g days before, gaps[longest] also for all longer gaps, gaps[longest + 1] for one that comes for the first time.
// Room as for ck_texts_add; base + day fits, and base is at least 1.
ck_visit_counts ck_texts_visit(ck_visit_slot *slots, size_t mask, uint8_t *arena, size_t *arena_used, const uint8_t *bytes,
                               const uint32_t *offsets, const uint64_t *bits, size_t from, size_t to, uint64_t seed, uint32_t base,
                               uint32_t day, uint32_t bucket_start, uint64_t *gaps, uint32_t longest);

// A slot of a table of numbered texts: the two words that stand for a text, its length + 1 (0 in a free slot) and its number.
typedef struct {
    uint64_t a, b;
    uint32_t tag, number;
} ck_number_slot;
// Numbers the texts with codes from..<to whose bit code + 1 is set when there are bits, in order of code: numbers[i] is that of the
// i-th of them, from 0 in order of first coming; `known` texts have one already. Returns how many are numbered, and moves `known`
// on. Room as for ck_texts_add; `numbers` has room for to - from.
size_t ck_texts_number(ck_number_slot *slots, size_t mask, uint8_t *arena, size_t *arena_used, const uint8_t *bytes,
                       const uint32_t *offsets, const uint64_t *bits, size_t from, size_t to, uint64_t seed, size_t *known,
                       uint32_t *numbers);

// out[i] = the hash of the text of codes[i] (from 1) of one dictionary.
void ck_texts_hash(const uint32_t *text_offsets, const uint8_t *texts, const uint32_t *codes, size_t count, uint64_t seed, uint64_t *out);
// out[i] = the number (from 1) of the text of codes[i] (from 1) of one dictionary in a table of texts, or 0 when it is not there.
// `hashes` are those of ck_texts_hash. Slots hold the upper half of a hash and the number; the table has free slots.
void ck_texts_find(const uint64_t *slots, size_t mask, const uint32_t *offsets, const uint8_t *bytes, const uint32_t *text_offsets,
                   const uint8_t *texts, const uint32_t *codes, size_t count, const uint64_t *hashes, uint32_t *out);

// Lets the C library keep up to so many bytes of freed memory in each heap; 0 where it has no such setting.
int ck_keep_freed(size_t bytes);

// Elementary functions of the C library, which only InteractionFiles may import directly.
double ck_pow(double base, double exponent);
double ck_log(double value);
double ck_log10(double value);
double ck_log2(double value);
double ck_sin(double value);
double ck_cos(double value);
double ck_tan(double value);
double ck_asin(double value);
double ck_acos(double value);
double ck_atan(double value);
double ck_sinh(double value);
double ck_cosh(double value);
double ck_tanh(double value);
double ck_asinh(double value);
double ck_acosh(double value);
double ck_atanh(double value);
double ck_cbrt(double value);
double ck_tgamma(double value);
double ck_lgamma(double value);
double ck_atan2(double y, double x);
double ck_exp(double value);

// Writes values[r] lengths[r] + 1 times for each run. `out` has room for `count` + 8 values. Returns 1 when the runs give exactly
// `count` values, else 0 (then nothing beyond the room was written).
int ck_expand_runs32(const uint32_t *values, const uint32_t *lengths, size_t runs, uint32_t *out, size_t count);
int ck_expand_runs64(const uint64_t *values, const uint32_t *lengths, size_t runs, uint64_t *out, size_t count);

// For each exception e at row p (gaps[e] rows after the one before it): values[p] += upper[e] << width, wrapping.
// Returns 1 when all rows are below `count`, else 0 (then only rows below it were changed).
int ck_patch32(const uint32_t *gaps, const int64_t *upper, size_t exceptions, unsigned width, uint32_t *values, size_t count);
int ck_patch64(const uint32_t *gaps, const int64_t *upper, size_t exceptions, unsigned width, uint64_t *values, size_t count);

// The first exception from number `from` on that does not lie before row `limit`, or `exceptions`. `row` is the row behind exception
// `from - 1` (0 before the first), and then that behind the last one passed over.
size_t ck_exceptions_before(const uint32_t *gaps, size_t exceptions, size_t from, size_t limit, size_t *row);

// The times of rows row..<end of a segment, of which `times` has those from row `first` on. The first row of a cluster has its start;
// any other has the next step after the time before it, and `now` stands before row `row`. Clusters are those from that row on, by
// rising first row. Widens low and high. Returns 1 when the steps are exactly enough, else 0.
int ck_cluster_times(const uint32_t *first_rows, const int64_t *starts, size_t clusters, size_t first, size_t row, size_t end, int64_t now,
                     const int64_t *steps, size_t step_count, int64_t *times, int64_t *low, int64_t *high);

// Puts the value of rank `target` of values[low...high] there, smaller ones before it and greater ones behind; low <= target <= high.
void ck_select64(int64_t *values, size_t low, size_t high, size_t target);

// Sums in place, wrapping: values[i] += values[i - 1].
void ck_prefix_sum64(uint64_t *values, size_t count);

static inline uint64_t ck_read64(const uint8_t *p) {
    uint64_t v;
    memcpy(&v, p, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    v = __builtin_bswap64(v);
#endif
    return v;
}
static inline uint64_t ck_read32(const uint8_t *p) {
    uint32_t v;
    memcpy(&v, p, 4);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    v = __builtin_bswap32(v);
#endif
    return v;
}
static inline uint64_t ck_mix(uint64_t a, uint64_t b) {
    __uint128_t r = (__uint128_t)a * b;
    return (uint64_t)r ^ (uint64_t)(r >> 64);
}
// The hash of a text of at most 16 bytes that is told by two words and its length: how sets of texts find their slots.
static inline uint64_t ck_short_hash(uint64_t a, uint64_t b, uint64_t length, uint64_t seed) {
    return ck_mix(a ^ seed ^ 0xa0761d6478bd642full, b ^ length ^ 0xe7037ed1a0b428dbull);
}
// A 64-bit hash of a byte string after the construction of wyhash (public domain): folded 64x64 multiplications.
// The same on every machine for the same seed.
static inline uint64_t ck_hash(const void *bytes, size_t count, uint64_t seed) {
    const uint64_t k0 = 0xa0761d6478bd642full, k1 = 0xe7037ed1a0b428dbull, k2 = 0x8ebc6af09c88c6e3ull;
    const uint8_t *p = (const uint8_t *)bytes;
    uint64_t a, b;
    seed ^= k0;
    if (count <= 16) {
        if (count >= 8) {
            a = ck_read64(p);
            b = ck_read64(p + count - 8);
        } else if (count >= 4) {
            a = ck_read32(p);
            b = ck_read32(p + count - 4);
        } else if (count > 0) {
            a = ((uint64_t)p[0] << 16) | ((uint64_t)p[count >> 1] << 8) | p[count - 1];
            b = 0;
        } else {
            a = b = 0;
        }
    } else {
        size_t rest = count;
        while (rest > 16) {
            seed = ck_mix(ck_read64(p) ^ k1, ck_read64(p + 8) ^ seed);
            p += 16;
            rest -= 16;
        }
        a = ck_read64(p + rest - 16);
        b = ck_read64(p + rest - 8);
    }
    return ck_mix(k1 ^ (uint64_t)count, ck_mix(a ^ k1, b ^ seed) ^ k2);
}
// 1 when both byte strings of `count` bytes are the same.
static inline int ck_equal(const void *a, const void *b, size_t count) {
    const uint8_t *x = (const uint8_t *)a, *y = (const uint8_t *)b;
    if (count >= 8) {
        while (count > 8) {
            if (ck_read64(x) != ck_read64(y)) return 0;
            x += 8;
            y += 8;
            count -= 8;
        }
        return ck_read64(x + count - 8) == ck_read64(y + count - 8);
    }
    for (size_t i = 0; i < count; i++)
        if (x[i] != y[i]) return 0;
    return 1;
}
// Negative, 0 or positive as `a` stands before, with or after `b` in byte order, a text before those that it begins.
static inline int ck_compare(const void *a, size_t a_count, const void *b, size_t b_count) {
    const uint8_t *x = (const uint8_t *)a, *y = (const uint8_t *)b;
    size_t shared = a_count < b_count ? a_count : b_count, i = 0;
    for (; i + 8 <= shared; i += 8) {
        uint64_t v = ck_read64(x + i), w = ck_read64(y + i);
        if (v != w) return __builtin_bswap64(v) < __builtin_bswap64(w) ? -1 : 1;
    }
    for (; i < shared; i++)
        if (x[i] != y[i]) return (int)x[i] - (int)y[i];
    return a_count < b_count ? -1 : a_count > b_count;
}
// The first code of from..<to whose text does not stand before `text`, or `to`; the texts of these codes stand in order. Quicker where
// the answer is near `guess`.
size_t ck_lower_bound(const uint32_t *offsets, const uint8_t *bytes, size_t from, size_t to, size_t guess, const void *text,
                      size_t length);
// The number (from 1) of a text of the given hash in a table of texts as `ck_texts_find` has it, or 0 when it is not there; `place`
// is its slot, or the free one where it belongs.
static inline uint32_t ck_text_find(const uint64_t *slots, size_t mask, const uint32_t *offsets, const uint8_t *bytes,
                                    const void *text, size_t length, uint64_t hash, size_t *place) {
    size_t at = (size_t)(hash >> 32) & mask;
    for (uint64_t slot; (slot = slots[at]) != 0; at = (at + 1) & mask) {
        if ((slot ^ hash) >> 32 != 0) continue;
        size_t number = (size_t)(slot & 0xffffffff);
        size_t start = offsets[number - 1];
        if (offsets[number] - start != length) continue;
        if (length != 0 && !ck_equal(bytes + start, text, length)) continue;
        *place = at;
        return (uint32_t)number;
    }
    *place = at;
    return 0;
}
#endif
