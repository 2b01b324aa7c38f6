// The forms of events that were read before. Events of one source are written by one program: most differ from an earlier one
// in their values only, and what stands between the values is the same byte for byte. Such a text needs no tokens and no tree:
// the pieces between its values are compared, the values are cut out, and its row is written at once.
//
// A form is learned from an event that was read the long way. A text that fits no form, or holds anything out of the ordinary
// (escapes, control characters, a value that is no number where one was), is read the long way too, which also finds what is
// wrong with it: a form never refuses an event.
#ifndef IA_FORMS_HPP
#define IA_FORMS_HPP
#include <cstddef>
#include <cstdint>
#include <vector>

#include "arena.hpp"
#include "event.hpp"

namespace ia {

/// What a form makes of a text.
struct FormRow {
    /// The row behind its varint length, when `hasTime`; else the row alone, with a time of zero.
    const uint8_t *bytes = nullptr;
    size_t size = 0;
    bool hasTime = false;
    Slice time;
    bool timeIsNumber = false;
    uint32_t movedKeys = 0;
};

class KnownForms {
  public:
    explicit KnownForms(const ia_limits &limits) : limits(limits) {}

    /// Writes the row of a text that has a known form; false for any other. `IA_PADDING` bytes behind the text are readable.
    bool read(const uint8_t *text, size_t length, FormRow &row);
    /// Learns the form of an event whose row was just made from this text.
    void learn(Event &event, const uint8_t *text, size_t length);
    void clear();

  private:
    /// What follows a piece.
    enum class Next : uint8_t { text, number, end };
    /// Bytes between two values, and what follows them.
    struct Piece {
        size_t start;
        size_t size;
        Next next;
        /// The place behind the value, or the form at the end.
        uint32_t target;
    };
    /// A place behind a value: the pieces that were seen there.
    struct Place {
        std::vector<Piece> pieces;
        /// Bytes with which all of them begin.
        size_t common = 0;
        /// The piece that came last time, by the bytes behind the common ones.
        uint8_t guesses[64] = {};
    };
    /// A value of a text.
    struct Value {
        Slice text;
        Number number;
    };
    /// `id` is an id written as a number, which is taken by its text.
    enum class Act : uint8_t { text, number, id, byte };
    /// One part of a row behind its shape.
    struct Part {
        Act act;
        /// Number of the value in the text, or the byte.
        uint8_t value;
    };
    /// A tag in the shape that the kind of a number decides.
    struct NumberTag {
        size_t offset;
        uint8_t value;
    };
    struct Form {
        std::vector<uint8_t> shape;
        std::vector<NumberTag> tags;
        /// Action first, then the other names, then the properties.
        std::vector<Part> parts;
        size_t names = 0;
        uint8_t time = 0;
        bool timeIsNumber = false;
        uint32_t movedKeys = 0;
    };
    /// A value of an event being learned: where in the text it stands.
    struct Found {
        size_t start;
        size_t size;
        bool isNumber;
    };
    static constexpr size_t valueLimit = 64;
    static constexpr size_t pieceLimit = 2048;
    static constexpr size_t piecesAtPlace = 128;
    static constexpr size_t byteLimit = 256 << 10;
    /// Of all shapes: forms that share long pieces have a shape each.
    static constexpr size_t shapeLimit = 1 << 20;
    /// After that many texts it is asked whether the known forms are of use.
    static constexpr size_t trialTexts = 1 << 16;

    const Piece *pick(Place &place, const uint8_t *text, size_t rest) const;
    bool fits(const Piece &piece, const uint8_t *text, size_t rest) const;
    bool write(const Form &form, FormRow &row);
    bool gather(Event &event, uint32_t object, Form &form, size_t &offset);
    bool note(const Slice &value, bool isNumber);
    bool enter(const uint8_t *text, size_t length, Form &&form);
    bool isFull() const { return pieceCount >= pieceLimit || bytes.size() >= byteLimit || shapeBytes >= shapeLimit; }

    ia_limits limits;
    std::vector<Place> places;
    std::vector<Form> forms;
    /// The bytes of all pieces, with room to read behind the last.
    std::vector<uint8_t> bytes;
    size_t pieceCount = 0;
    size_t shapeBytes = 0;
    size_t tried = 0;
    size_t matched = 0;
    Value values[valueLimit];
    Bytes row;
    // The time of the last event's date.
    uint8_t date[10] = {};
    int64_t dateMicroseconds = 0;
    bool hasDate = false;
    bool readTime(const Slice &text, int64_t &microseconds);
    // Of the event being learned.
    std::vector<Found> found;
    const uint8_t *learning = nullptr;
    size_t learningLength = 0;
};

}  // namespace ia
#endif
