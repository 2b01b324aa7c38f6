// The C face: no exception crosses it, and every way out fills `ia_event`.

#include "CSimdjson.h"

#include <new>

#include "event.hpp"
#include "forms.hpp"
#include "json.hpp"

using namespace ia;

namespace {
struct Property {
    int field;
    size_t firstKey;
    size_t keyCount;
    Slice text;
    int flags;
};
}  // namespace

struct ia_parser {
    explicit ia_parser(const ia_limits &limits) : event(limits), reader(event), forms(limits) {}
    Event event;
    JsonReader reader;
    KnownForms forms;
    Bytes row;
    Bytes field;
    /// CSV: fields and properties wait here until the end of the record.
    Slice texts[IA_FIELD_COUNT];
    bool given[IA_FIELD_COUNT] = {};
    std::vector<Property> properties;
    std::vector<Slice> keys;
    std::vector<uint32_t> moved;
    bool outOfMemory = false;

    void fieldPath();
    void takeTexts();
    void takeTime(ia_event *out);
    int refuse(ia_event *out, const char *reason, size_t offset) noexcept;
};

/// The field to blame and the path to the value being read, keys joined by dots, cut to 256 bytes at the border of a character.
void ia_parser::fieldPath() {
    field.clear();
    if (event.blamed >= 0) { field.append(fieldName(event.blamed), strlen(fieldName(event.blamed))); }
    for (const Slice &key : event.path) {
        if (field.size() > 0) { field.byte('.'); }
        size_t room = field.size() < 256 ? 256 - field.size() : 0;
        size_t size = key.size < room ? key.size : room;
        if (size < key.size) {
            while (size > 0 && (key.bytes[size] & 0xC0) == 0x80) { size -= 1; }
        }
        field.append(key.bytes, size);
        if (size < key.size) { break; }
    }
}

int ia_parser::refuse(ia_event *out, const char *reason, size_t offset) noexcept {
    *out = ia_event{};
    out->reason = reason;
    out->offset = offset;
    try {
        fieldPath();
        out->field = field.data();
        out->field_length = field.size();
    } catch (...) {
        out->field_length = 0;
    }
    return 1;
}

void ia_parser::takeTime(ia_event *out) {
    const Node &time = event.node(event.fields[IA_TIMESTAMP]);
    switch (time.tag) {
    case Tag::string:
        out->time_kind = IA_TIME_TEXT;
        break;
    case Tag::int64:
    case Tag::float64:
    case Tag::numberText:
        out->time_kind = IA_TIME_NUMBER;
        break;
    default:
        event.blamed = IA_TIMESTAMP;
        throw Refusal{"expected a string or a number", 0};
    }
    out->time = time.text.bytes;
    out->time_length = time.text.size;
}

/// Makes the tree from the texts of a CSV record.
void ia_parser::takeTexts() {
    for (int at = 0; at < IA_FIELD_COUNT; at += 1) {
        if (!given[at]) { continue; }
        uint32_t index = event.newNode();
        event.node(index).tag = Tag::string;
        event.node(index).text = texts[at];
        event.fields[at] = index;
    }
    reader.openTextObjects();
    moved.clear();
    for (const Property &property : properties) {
        uint32_t index;
        if (property.flags & IA_PROPERTY_MOVED) {
            index = event.newNode();
            event.node(index).key = keys[property.firstKey];
            moved.push_back(index);
        } else {
            uint32_t &root = event.fields[property.field];
            if (root == noNode) { root = event.newObjectNode(); }
            uint32_t object = root;
            for (size_t level = 0; level + 1 < property.keyCount; level += 1) {
                object = event.descend(object, keys[property.firstKey + level]);
            }
            event.countKey();
            index = event.child(object, keys[property.firstKey + property.keyCount - 1]);
        }
        event.node(index).tag = Tag::string;
        event.node(index).text = property.text;
        if (!(property.flags & IA_PROPERTY_TYPED)) { continue; }
        if (property.text.equals("true") || property.text.equals("false")) {
            event.node(index).tag = Tag::boolean;
            event.node(index).truth = property.text.size == 4;
            continue;
        }
        Number number = readNumber(property.text.bytes, property.text.size);
        // A decimal fraction that no double gives back is a number with its own text, as in JSON.
        bool isKept = number.kind == NumberKind::int64 || number.kind == NumberKind::float64 ||
                      (number.kind == NumberKind::text && number.isDecimal);
        if (isKept && number.length == property.text.size) { event.setNumber(index, number, property.text); }
    }
    event.moveIntoDetails(moved);
}

/// Runs one way of reading, then encodes; whatever is thrown becomes a reason.
template <typename Read>
static int finish(ia_parser *parser, ia_event *out, Read read) noexcept {
    try {
        read();
        *out = ia_event{};
        parser->event.encode(parser->row);
        parser->takeTime(out);
        out->row = parser->row.data();
        out->row_length = parser->row.size();
        out->moved_keys = parser->event.movedKeys;
        return 0;
    } catch (const Refusal &refusal) {
        return parser->refuse(out, refusal.reason, refusal.offset);
    } catch (...) {
        return parser->refuse(out, "no memory for this event", 0);
    }
}

/// Reads a text that has a known form; false for any other.
static bool readByForm(ia_parser *parser, const uint8_t *text, size_t length, ia_event *out) noexcept {
    FormRow row;
    try {
        if (!parser->forms.read(text, length, row)) { return false; }
    } catch (...) {
        return false;
    }
    *out = ia_event{};
    (row.hasTime ? out->framed : out->row) = row.bytes;
    (row.hasTime ? out->framed_length : out->row_length) = row.size;
    out->time = row.time.bytes;
    out->time_length = row.time.size;
    out->time_kind = row.timeIsNumber ? IA_TIME_NUMBER : IA_TIME_TEXT;
    out->moved_keys = row.movedKeys;
    return true;
}

extern "C" {

ia_parser *ia_parser_create(ia_limits limits) {
    try {
        return new ia_parser(limits);
    } catch (...) {
        return nullptr;
    }
}

void ia_parser_destroy(ia_parser *parser) { delete parser; }

int ia_parser_map(ia_parser *parser, int field, const uint8_t *name, size_t length) {
    if (field < 0 || field >= IA_FIELD_COUNT) { return -1; }
    try {
        parser->forms.clear();
        parser->reader.map(field, name, length);
        return 0;
    } catch (...) {
        return -1;
    }
}

int ia_event_parse_json(ia_parser *parser, const uint8_t *text, size_t length, ia_event *out) {
    if (readByForm(parser, text, length, out)) { return 0; }
    parser->event.begin();
    int result = finish(parser, out, [&] { parser->reader.readEvent(text, length); });
    if (result == 0) {
        try {
            parser->forms.learn(parser->event, text, length);
        } catch (...) {
            // Without memory for a form events are read the long way.
            parser->forms.clear();
        }
    }
    return result;
}

void ia_event_begin(ia_parser *parser) {
    parser->event.begin();
    for (bool &given : parser->given) { given = false; }
    parser->properties.clear();
    parser->keys.clear();
    parser->outOfMemory = false;
}

void ia_event_field(ia_parser *parser, int field, const uint8_t *text, size_t length) {
    if (field < 0 || field >= IA_FIELD_COUNT) { return; }
    parser->texts[field] = Slice{text, length};
    parser->given[field] = true;
}

void ia_event_property(
    ia_parser *parser, int field, const uint8_t *const *keys, const size_t *key_lengths, size_t key_count,
    const uint8_t *text, size_t length, int flags) {
    if ((field != IA_DETAILS && field != IA_METADATA) || key_count == 0) { return; }
    try {
        size_t first = parser->keys.size();
        for (size_t at = 0; at < key_count; at += 1) { parser->keys.push_back(Slice{keys[at], key_lengths[at]}); }
        parser->properties.push_back(Property{field, first, key_count, Slice{text, length}, flags});
    } catch (...) {
        parser->outOfMemory = true;
    }
}

int ia_event_end(ia_parser *parser, ia_event *out) {
    return finish(parser, out, [&] {
        if (parser->outOfMemory) { throw std::bad_alloc(); }
        parser->takeTexts();
    });
}

int ia_valid_utf8(const uint8_t *text, size_t length) {
    return length == 0 || simdjson::validate_utf8(reinterpret_cast<const char *>(text), length) ? 1 : 0;
}

size_t ia_find(const uint8_t *bytes, size_t length, uint8_t byte) {
    if (length == 0) { return 0; }
    const void *found = memchr(bytes, byte, length);
    return found == nullptr ? length : size_t(static_cast<const uint8_t *>(found) - bytes);
}

size_t ia_scan(ia_scanner *scanner, const uint8_t *bytes, size_t length, uint64_t *newlines) {
    ia_scanner state = *scanner;
    uint64_t lines = 0;
    size_t at = 0;
    size_t end = length + 1;
    for (; at < length; at += 1) {
        uint8_t byte = bytes[at];
        lines += byte == '\n';
        if (state.in_string) {
            if (state.escaped) {
                state.escaped = 0;
            } else if (byte == '\\') {
                state.escaped = 1;
            } else if (byte == '"') {
                state.in_string = 0;
            }
        } else if (byte == '"') {
            state.in_string = 1;
        } else if (byte == '{' || byte == '[') {
            state.depth += 1;
        } else if (byte == '}' || byte == ']') {
            state.depth -= state.depth > 0;
            if (state.depth == 0) {
                end = at + 1;
                break;
            }
        }
    }
    *newlines += lines;
    *scanner = state;
    return end;
}

}  // extern "C"
