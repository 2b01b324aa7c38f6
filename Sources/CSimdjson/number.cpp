// Numbers: grammar, conversion, and the test whether a double gives back the decimal value that was written.

#include "number.hpp"

#include <charconv>
#include <cstring>
#include <system_error>

namespace ia {

static const double powersOfTen[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                     1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

static inline bool isDigit(uint8_t byte) { return uint8_t(byte - '0') <= 9; }

/// A decimal value: digits without zeros at either end, times 10^exponent. At most 17 digits matter here.
struct Decimal {
    char digits[24];
    int count = 0;
    long exponent = 0;
};

/// Takes the decimal value from text of the form d*[.d*][(e|E)[+-]d*]; false when it has over 17 significant digits.
static bool takeDecimal(const char *text, const char *end, Decimal &value) {
    long pointShift = 0;
    bool afterPoint = false;
    long zeros = 0;
    const char *at = text;
    if (at < end && *at == '-') { at += 1; }
    for (; at < end && (*at == '.' || isDigit(uint8_t(*at))); at += 1) {
        if (*at == '.') {
            afterPoint = true;
            continue;
        }
        if (afterPoint) { pointShift -= 1; }
        if (*at == '0') {
            if (value.count > 0) { zeros += 1; }
            continue;
        }
        if (value.count + zeros >= 18) { return false; }
        for (; zeros > 0; zeros -= 1) { value.digits[value.count++] = '0'; }
        value.digits[value.count++] = *at;
    }
    long exponent = 0;
    if (at < end) {
        at += 1;
        bool negative = at < end && *at == '-';
        if (at < end && (*at == '-' || *at == '+')) { at += 1; }
        for (; at < end; at += 1) {
            if (exponent < 100000000) { exponent = exponent * 10 + (*at - '0'); }
        }
        if (negative) { exponent = -exponent; }
    }
    value.exponent = exponent + pointShift + zeros;
    return value.count <= 17;
}

/// Whether the shortest text of `real` has the decimal value of `text`.
static bool givesBack(double real, const char *text, const char *end) {
    Decimal written;
    if (!takeDecimal(text, end, written)) { return false; }
    char shortest[40];
    auto made = std::to_chars(shortest, shortest + sizeof shortest, real, std::chars_format::scientific);
    if (made.ec != std::errc()) { return false; }
    Decimal kept;
    if (!takeDecimal(shortest, made.ptr, kept)) { return false; }
    return written.count == kept.count && (written.count == 0 || written.exponent == kept.exponent) &&
           memcmp(written.digits, kept.digits, size_t(written.count)) == 0;
}

Number readNumber(const uint8_t *text, size_t length) {
    Number number{NumberKind::none, 0, 0, 0, false};
    const uint8_t *end = text + length;
    const uint8_t *at = text;
    bool negative = at < end && *at == '-';
    if (negative) { at += 1; }
    if (at == end || !isDigit(*at)) { return number; }

    // The first 19 digits as an integer: enough for every int64 and for the exact path of doubles.
    uint64_t mantissa = 0;
    const uint8_t *whole = at;
    if (*at == '0') {
        at += 1;
        if (at < end && isDigit(*at)) { return number; }
    } else {
        while (at < end && isDigit(*at)) {
            if (at - whole < 19) { mantissa = mantissa * 10 + (*at - '0'); }
            at += 1;
        }
    }
    size_t wholeDigits = size_t(at - whole);
    bool integral = true;
    size_t fractionDigits = 0;
    size_t digits = wholeDigits;
    if (at < end && *at == '.') {
        integral = false;
        at += 1;
        const uint8_t *fraction = at;
        while (at < end && isDigit(*at)) {
            if (digits < 19) {
                mantissa = mantissa * 10 + (*at - '0');
                if (mantissa != 0) { digits += 1; }
            } else {
                digits += 1;
            }
            at += 1;
        }
        fractionDigits = size_t(at - fraction);
        if (fractionDigits == 0) { return number; }
        number.isDecimal = true;
    }
    long exponent = 0;
    if (at < end && (*at == 'e' || *at == 'E')) {
        integral = false;
        number.isDecimal = false;
        at += 1;
        bool minus = at < end && *at == '-';
        if (at < end && (*at == '-' || *at == '+')) { at += 1; }
        if (at == end || !isDigit(*at)) { return number; }
        while (at < end && isDigit(*at)) {
            if (exponent < 100000) { exponent = exponent * 10 + (*at - '0'); }
            at += 1;
        }
        if (minus) { exponent = -exponent; }
    }
    number.length = size_t(at - text);

    if (integral) {
        if (wholeDigits <= 19 && mantissa <= uint64_t(INT64_MAX) + (negative ? 1 : 0)) {
            if (negative && mantissa == 0) {
                number.kind = NumberKind::float64;
                number.real = -0.0;
                return number;
            }
            number.kind = NumberKind::int64;
            number.integer = negative ? int64_t(0 - mantissa) : int64_t(mantissa);
            return number;
        }
        number.kind = NumberKind::text;
        return number;
    }

    // Up to 15 digits and a small power of ten: one exact division or multiplication, and 15 digits always come back.
    long power = exponent - long(fractionDigits);
    if (digits <= 15 && power >= -22 && power <= 22) {
        double real = double(mantissa);
        real = power < 0 ? real / powersOfTen[-power] : real * powersOfTen[power];
        number.kind = NumberKind::float64;
        number.real = negative ? -real : real;
        return number;
    }
    const char *first = reinterpret_cast<const char *>(text);
    auto result = std::from_chars(first, first + number.length, number.real);
    bool read = result.ec == std::errc() && result.ptr == first + number.length;
    // Too large or too small for a double reads as an error; so does a zero with a wild exponent, which is a zero.
    if (!read) {
        Decimal written;
        if (takeDecimal(first, first + number.length, written) && written.count == 0) {
            number.real = negative ? -0.0 : 0.0;
            read = true;
        }
    }
    bool same = read && givesBack(number.real, first, first + number.length);
    number.kind = same ? NumberKind::float64 : NumberKind::text;
    return number;
}

}  // namespace ia
