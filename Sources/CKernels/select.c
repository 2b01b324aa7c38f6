// Picking the value of a rank by partitioning, without a branch on values: which side one belongs to cannot be foreseen.
#include "CKernels.h"

static inline void swap(int64_t *values, size_t a, size_t b) {
    int64_t value = values[a];
    values[a] = values[b];
    values[b] = value;
}

void ck_select64(int64_t *values, size_t low, size_t high, size_t target) {
    while (low < high) {
        // The median of three goes to the end.
        const size_t middle = low + (high - low) / 2;
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
