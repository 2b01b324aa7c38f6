// Well-formed UTF-8 after table 3-7 of the Unicode standard, with a quick way over runs of ASCII.
#include "CKernels.h"

int ck_utf8_valid(const void *bytes, size_t count) {
    const uint8_t *p = (const uint8_t *)bytes, *end = p + count;
    while (p < end) {
        while (end - p >= 8 && (ck_read64(p) & 0x8080808080808080ull) == 0) p += 8;
        if (p == end) break;
        uint8_t first = *p;
        if (first < 0x80) {
            p++;
            continue;
        }
        size_t rest = (size_t)(end - p) - 1;
        if (first < 0xc2) return 0;
        if (first < 0xe0) {
            if (rest < 1 || (p[1] & 0xc0) != 0x80) return 0;
            p += 2;
        } else if (first < 0xf0) {
            if (rest < 2 || (p[1] & 0xc0) != 0x80 || (p[2] & 0xc0) != 0x80) return 0;
            if (first == 0xe0 && p[1] < 0xa0) return 0;
            if (first == 0xed && p[1] > 0x9f) return 0;
            p += 3;
        } else {
            if (first > 0xf4 || rest < 3) return 0;
            if ((p[1] & 0xc0) != 0x80 || (p[2] & 0xc0) != 0x80 || (p[3] & 0xc0) != 0x80) return 0;
            if (first == 0xf0 && p[1] < 0x90) return 0;
            if (first == 0xf4 && p[1] > 0x8f) return 0;
            p += 4;
        }
    }
    return 1;
}
