// The C face of the event parser: one JSON object (or named text fields, for CSV) in, one row out.
//
// The row is the binary form that journal and segments share:
//   timestamp i64 (left zero here: the caller reads the time and puts it in), varint shape length, shape,
//   varint action length, action, then each of sessionId, userId, component that the shape calls present as varint
//   length and bytes, then the values in shape order.
// Nothing that stands in the text can make a call here trap, throw or read outside the bytes given; every text that is
// not one valid event ends in a code, a field and a reason. A parser must not be used by two threads at once.
#ifndef CSIMDJSON_H
#define CSIMDJSON_H
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Bytes that must be readable after the text handed to `ia_event_parse_json`. Their content does not matter.
enum { IA_PADDING = 64 };

/// The fields of an event, as numbers.
enum {
    IA_TIMESTAMP = 0,
    IA_SESSION_ID = 1,
    IA_USER_ID = 2,
    IA_ACTION = 3,
    IA_COMPONENT = 4,
    IA_DETAILS = 5,
    IA_METADATA = 6,
    IA_FIELD_COUNT = 7,
};

/// Whether the time was written as text or as a number.
enum { IA_TIME_NONE = 0, IA_TIME_TEXT = 1, IA_TIME_NUMBER = 2 };

/// What came of one text. All pointers belong to the parser and hold until its next call.
typedef struct {
    /// NULL when the event is good; else one plain sentence (a constant, or text in the parser).
    const char *reason;
    /// Where in the event: `details.a.b`, empty when no field is to blame. UTF-8, cut to 256 bytes.
    const uint8_t *field;
    size_t field_length;
    /// Byte offset into the text where it went wrong.
    size_t offset;
    /// The row; its first 8 bytes are zero. NULL where `framed` is given.
    const uint8_t *row;
    size_t row_length;
    /// The row with its time, behind its varint length: given where the time stands in its usual form, else NULL.
    const uint8_t *framed;
    size_t framed_length;
    /// The time as written.
    const uint8_t *time;
    size_t time_length;
    int32_t time_kind;
    /// Top-level keys that are no field of an event and went under details.
    uint32_t moved_keys;
} ia_event;

/// The limits of an event; see InteractionModel's EventLimit.
typedef struct {
    size_t name_bytes;
    size_t event_bytes;
    size_t depth;
    size_t keys;
} ia_limits;

typedef struct ia_parser ia_parser;

/// A new parser, or NULL when there is no memory.
ia_parser *ia_parser_create(ia_limits limits);
void ia_parser_destroy(ia_parser *parser);

/// From now on, `field` is read from the top-level key `name` alone, not from its usual names. 0, or -1 without memory.
int ia_parser_map(ia_parser *parser, int field, const uint8_t *name, size_t length);

/// Reads one event from `length` bytes of JSON; white space around the object is allowed, anything else is not.
/// `IA_PADDING` bytes after the text must be readable. Returns 0 when the event is good, else 1 with a reason.
int ia_event_parse_json(ia_parser *parser, const uint8_t *text, size_t length, ia_event *event);

/// Begins an event made of single texts (a CSV record).
void ia_event_begin(ia_parser *parser);
/// Sets a field from text; details and metadata from JSON text of an object. The bytes must live until `ia_event_end`.
void ia_event_field(ia_parser *parser, int field, const uint8_t *text, size_t length);
/// Flags of a property. TYPED: `true` and `false` become booleans, and text that as a whole is a JSON number becomes that
/// number: an int64 or double that keeps its value (`2.50` is 2.5, `1e3` is 1000.0), or a decimal fraction with more digits
/// than a double gives back, digit by digit. Text it stays where JSON has no such number (`007`, `+1`, `.5`, `NaN`), and where
/// the value would not come back and there is no point: digits beyond int64 are an identifier's, not an amount's. MOVED: the one key is no field of an
/// event and goes into details under a name that is free there.
enum { IA_PROPERTY_TYPED = 1, IA_PROPERTY_MOVED = 2 };
/// Sets a property of details or metadata, making the objects on its way.
/// The bytes, those of the keys too, must live until `ia_event_end`.
void ia_event_property(
    ia_parser *parser, int field, const uint8_t *const *keys, const size_t *key_lengths, size_t key_count,
    const uint8_t *text, size_t length, int flags);
/// Ends the event; as `ia_event_parse_json`.
int ia_event_end(ia_parser *parser, ia_event *event);

/// Whether the bytes are valid UTF-8: 1 or 0.
int ia_valid_utf8(const uint8_t *text, size_t length);

/// The place of the first byte equal to `byte`, or `length`.
size_t ia_find(const uint8_t *bytes, size_t length, uint8_t byte);

/// Feeds bytes to a scanner that finds the ends of top-level JSON objects; see `ia_scan`.
typedef struct {
    /// Open braces and brackets inside the current element; 0 between elements.
    uint32_t depth;
    uint8_t in_string;
    uint8_t escaped;
} ia_scanner;

/// Goes on scanning an element that began with '{' or '['. Returns the number of bytes up to and with the closing
/// bracket that ends it, or `length + 1` when it does not end in these bytes. `newlines` grows by the newlines passed.
size_t ia_scan(ia_scanner *scanner, const uint8_t *bytes, size_t length, uint64_t *newlines);

#ifdef __cplusplus
}
#endif
#endif
