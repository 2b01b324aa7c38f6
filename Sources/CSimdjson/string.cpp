// Escapes of JSON strings, surrogate pairs included. A surrogate that stands alone is no text and is refused.

#include "string.hpp"

namespace ia {

/// The value of four hex digits, or -1.
static int32_t fourHex(const uint8_t *text, const uint8_t *end) {
    if (end - text < 4) { return -1; }
    int32_t value = 0;
    for (int at = 0; at < 4; at += 1) {
        uint8_t byte = text[at];
        uint8_t letter = byte | 0x20;
        if (byte >= '0' && byte <= '9') {
            value = value * 16 + (byte - '0');
        } else if (letter >= 'a' && letter <= 'f') {
            value = value * 16 + (letter - 'a' + 10);
        } else {
            return -1;
        }
    }
    return value;
}

static size_t writeScalar(uint32_t scalar, uint8_t *plain) {
    if (scalar < 0x80) {
        plain[0] = uint8_t(scalar);
        return 1;
    }
    if (scalar < 0x800) {
        plain[0] = uint8_t(0xC0 | scalar >> 6);
        plain[1] = uint8_t(0x80 | (scalar & 63));
        return 2;
    }
    if (scalar < 0x10000) {
        plain[0] = uint8_t(0xE0 | scalar >> 12);
        plain[1] = uint8_t(0x80 | (scalar >> 6 & 63));
        plain[2] = uint8_t(0x80 | (scalar & 63));
        return 3;
    }
    plain[0] = uint8_t(0xF0 | scalar >> 18);
    plain[1] = uint8_t(0x80 | (scalar >> 12 & 63));
    plain[2] = uint8_t(0x80 | (scalar >> 6 & 63));
    plain[3] = uint8_t(0x80 | (scalar & 63));
    return 4;
}

size_t unescapeString(const uint8_t *text, const uint8_t *end, uint8_t *plain, const char **reason) {
    uint8_t *start = plain;
    while (text < end) {
        if (*text != '\\') {
            *plain++ = *text++;
            continue;
        }
        text += 1;
        uint8_t kind = text < end ? *text : 0;
        text += 1;
        switch (kind) {
        case '"': case '\\': case '/': *plain++ = kind; break;
        case 'b': *plain++ = '\b'; break;
        case 'f': *plain++ = '\f'; break;
        case 'n': *plain++ = '\n'; break;
        case 'r': *plain++ = '\r'; break;
        case 't': *plain++ = '\t'; break;
        case 'u': {
            int32_t unit = fourHex(text, end);
            if (unit < 0) {
                *reason = "\\u must be followed by four hex digits";
                return 0;
            }
            text += 4;
            uint32_t scalar = uint32_t(unit);
            if (unit >= 0xDC00 && unit < 0xE000) {
                *reason = "a low surrogate stands alone";
                return 0;
            }
            if (unit >= 0xD800 && unit < 0xDC00) {
                int32_t low = end - text >= 6 && text[0] == '\\' && text[1] == 'u' ? fourHex(text + 2, end) : -1;
                if (low < 0xDC00 || low >= 0xE000) {
                    *reason = "a high surrogate stands alone";
                    return 0;
                }
                text += 6;
                scalar = 0x10000 + ((scalar - 0xD800) << 10) + uint32_t(low - 0xDC00);
            }
            plain += writeScalar(scalar, plain);
            break;
        }
        default:
            *reason = "an unknown escape in a string";
            return 0;
        }
    }
    return size_t(plain - start);
}

}  // namespace ia
