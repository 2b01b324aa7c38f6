// Numbers: which of int64, double and verbatim text keeps what was written.
#ifndef IA_NUMBER_HPP
#define IA_NUMBER_HPP
#include <cstddef>
#include <cstdint>

namespace ia {

enum class NumberKind : uint8_t {
    /// Not a number by JSON's grammar.
    none,
    /// Written without point and exponent, and fits.
    int64,
    /// The shortest decimal form of the double has the value that was written.
    float64,
    /// Neither gives the value back.
    text,
};

struct Number {
    NumberKind kind;
    /// Bytes that the number takes.
    size_t length;
    int64_t integer;
    double real;
    /// Written with a point and without an exponent.
    bool isDecimal;
};

/// Reads the number at the front of `text` (never beyond `length`), as JSON's grammar has it.
Number readNumber(const uint8_t *text, size_t length);

}  // namespace ia
#endif
