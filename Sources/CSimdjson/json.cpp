// The walk over the tokens of one JSON text: objects and scalars into nodes.

#include "json.hpp"

#include <cstring>

#include "string.hpp"

namespace ia {

void JsonReader::refuse(const char *reason) const {
    throw Refusal{reason, cursor < tokenCount ? tokens[cursor] : length};
}

void JsonReader::scan(const uint8_t *bytes, size_t size) {
    text = bytes;
    length = size;
    tokenCount = 0;
    cursor = 0;
    spans.clear();
    if (size > (size_t(1) << 30)) { refuse("larger than 1 GiB"); }
    if (!scanner || scanner->capacity() < size) {
        size_t capacity = size < (64 << 10) ? (64 << 10) : size + size / 2;
        scanner.reset();
        if (simdjson::get_active_implementation()->create_dom_parser_implementation(capacity, 8, scanner)) {
            throw std::bad_alloc();
        }
    }
    switch (scanner->stage1(bytes, size, simdjson::stage1_mode::regular)) {
    case simdjson::SUCCESS:
        break;
    case simdjson::UTF8_ERROR:
        refuse("not valid UTF-8");
    case simdjson::UNCLOSED_STRING:
        refuse("a string is not closed");
    case simdjson::UNESCAPED_CHARS:
        refuse("a control character stands unescaped in a string");
    case simdjson::EMPTY:
        refuse("nothing but white space");
    default:
        refuse("not valid JSON");
    }
    tokens = scanner->structural_indexes.get();
    tokenCount = scanner->n_structural_indexes;
}

void JsonReader::expectEnd() const {
    if (cursor < tokenCount) { refuse("text after the end of the object"); }
}

void JsonReader::readEvent(const uint8_t *bytes, size_t size) {
    scan(bytes, size);
    if (token() != '{') { refuse("expected a JSON object"); }
    uint32_t root = event.newObjectNode();
    readMembers(root, 0, true);
    expectEnd();
    assignFields(root);
    openTextObjects();
    event.moveIntoDetails(moved);
}

void JsonReader::readObjectText(const uint8_t *bytes, size_t size, uint32_t node) {
    scan(bytes, size);
    if (token() != '{') { refuse("expected an object, or JSON text of one"); }
    readValue(node, 1);
    expectEnd();
}

void JsonReader::openTextObjects() {
    for (int field : {IA_DETAILS, IA_METADATA}) {
        uint32_t index = event.fields[field];
        if (index == noNode || event.node(index).tag != Tag::string) { continue; }
        Slice string = event.node(index).text;
        uint8_t *padded = event.arena.take(string.size + IA_PADDING);
        if (string.size != 0) { memcpy(padded, string.bytes, string.size); }
        memset(padded + string.size, ' ', IA_PADDING);
        event.blamed = field;
        readObjectText(padded, string.size, index);
        event.blamed = -1;
    }
}

/// Reads `{ ... }` into the node of an object; the cursor stands on the brace.
void JsonReader::readMembers(uint32_t object, size_t level, bool envelope) {
    cursor += 1;
    if (token() == '}') {
        cursor += 1;
        return;
    }
    while (true) {
        if (token() != '"') { refuse("expected a key in double quotes"); }
        Slice key = readString();
        if (token() != ':') { refuse("expected ':' after a key"); }
        cursor += 1;
        size_t valueLevel = level + 1;
        uint32_t child = event.child(object, key);
        if (envelope) {
            // A key that is no object of an event will lie one level deeper, inside details.
            int name = nameOf(key, event.node(object).childCount - 1);
            event.node(child).name = int16_t(name);
            valueLevel = name >= 0 && names[size_t(name)].field >= IA_DETAILS ? 1 : 2;
        } else {
            event.countKey();
        }
        event.path.push_back(key);
        readValue(child, valueLevel);
        event.path.pop_back();
        uint8_t next = token();
        if (next == ',') {
            cursor += 1;
            continue;
        }
        if (next != '}') { refuse("expected ',' or '}'"); }
        cursor += 1;
        return;
    }
}

void JsonReader::readValue(uint32_t node, size_t level) {
    uint8_t first = token();
    switch (first) {
    case '"': {
        Slice string = readString();
        event.node(node).tag = Tag::string;
        event.node(node).text = string;
        return;
    }
    case '{':
        if (level > event.limits.depth) { refuse("nested deeper than 64 levels"); }
        event.makeObject(node);
        readMembers(node, level, false);
        return;
    case '[': {
        size_t start = event.arrays.size();
        bool empty = cursor + 1 < tokenCount && text[tokens[cursor + 1]] == ']';
        writeArray(level);
        Node &array = event.node(node);
        array.tag = empty ? Tag::emptyArray : Tag::array;
        array.integer = int64_t(start);
        array.text.size = event.arrays.size() - start;
        return;
    }
    case 't':
        literal("true", 4);
        event.node(node).tag = Tag::boolean;
        event.node(node).truth = true;
        return;
    case 'f':
        literal("false", 5);
        event.node(node).tag = Tag::boolean;
        event.node(node).truth = false;
        return;
    case 'n':
        literal("null", 4);
        event.node(node).tag = Tag::null;
        return;
    default: {
        Slice raw;
        Number number = readNumberToken(raw);
        event.setNumber(node, number, raw);
    }
    }
}

Number JsonReader::readNumberToken(Slice &raw) {
    if (cursor >= tokenCount) { refuse("the text ends too early"); }
    size_t start = tokens[cursor];
    Number number = readNumber(text + start, length - start);
    if (number.kind == NumberKind::none) {
        bool digits = text[start] == '-' || uint8_t(text[start] - '0') <= 9;
        refuse(digits ? "not a JSON number" : "expected a value");
    }
    if (!delimited(start + number.length)) { refuse("not a JSON number"); }
    raw = Slice{text + start, number.length};
    cursor += 1;
    return number;
}

void JsonReader::literal(const char *word, size_t size) {
    size_t start = tokens[cursor];
    if (length - start < size || memcmp(text + start, word, size) != 0 || !delimited(start + size)) {
        refuse("expected a value");
    }
    cursor += 1;
}

bool JsonReader::delimited(size_t at) const {
    if (at >= length) { return true; }
    switch (text[at]) {
    case ' ': case '\t': case '\n': case '\r': case ',': case ':': case '[': case ']': case '{': case '}':
        return true;
    default:
        return false;
    }
}

/// The string whose opening quote the cursor stands on: as it lies in the text, or unescaped in the arena.
Slice JsonReader::readString() {
    size_t start = size_t(tokens[cursor]) + 1;
    size_t at = findQuoteOrBackslash(text, start, length);
    if (at < length && text[at] == '"') {
        cursor += 1;
        return Slice{text + start, at - start};
    }
    while (at < length && text[at] == '\\') { at = findQuoteOrBackslash(text, at + 2, length); }
    if (at >= length) { refuse("a string is not closed"); }
    Slice plain = unescape(start, at);
    cursor += 1;
    return plain;
}

Slice JsonReader::unescape(size_t start, size_t end) {
    uint8_t *plain = event.arena.take(end - start);
    const char *reason = nullptr;
    size_t size = unescapeString(text + start, text + end, plain, &reason);
    if (reason != nullptr) { refuse(reason); }
    return Slice{plain, size};
}

}  // namespace ia
