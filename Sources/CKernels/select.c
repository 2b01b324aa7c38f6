// Picking the value of a rank by partitioning, without a branch on values: which side one belongs to cannot be foreseen.
#include "CKernels.h"

static inline void swap(int64_t *values, size_t a, size_t b) {
    int64_t value = values[a];
    values[a] = values[b];
    values[b] = value;
}

// A place in low...high. Places by position would make a pass for every few values of data in rising and falling runs.
static inline size_t any_place(uint64_t *state, size_t low, size_t high) {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return low + (size_t)(*state % (high - low + 1));
}

void ck_select64(int64_t *values, size_t low, size_t high, size_t target) {
    uint64_t state = 0x9e3779b97f4a7c15u ^ high;
    while (low < high) {
        // The median of three, from anywhere, goes to the end.
        swap(values, low, any_place(&state, low, high));
        swap(values, high, any_place(&state, low, high));
        const size_t middle = any_place(&state, low, high);
        if (values[middle] < values[low]) swap(values, middle, low);
        if (values[high] < values[low]) swap(values, high, low);
        if (values[middle] < values[high]) swap(values, middle, high);
        const int64_t pivot = values[high];
        size_t end = low;
        for (size_t i = low; i < high; i++) {
            const int64_t value = values[i];
            values[i] = values[end];
            values[end] = value;
            end += value < pivot;
        }
        swap(values, end, high);
        if (target == end) return;
        if (target < end) {
            high = end - 1;
            continue;
        }
        // Where few are smaller, many may be equal: these too go to the front, or they would cost a pass each.
        const int is_lopsided = end - low < (high - low) / 8;
        low = end + 1;
        if (!is_lopsided) continue;
        for (size_t i = low; i <= high; i++) {
            const int64_t value = values[i];
            values[i] = values[low];
            values[low] = value;
            low += value == pivot;
        }
        if (target < low) return;
    }
}
