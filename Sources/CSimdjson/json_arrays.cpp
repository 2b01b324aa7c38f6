// Arrays: kept as compact JSON text, numbers as written, strings escaped no more than needed, and of repeated keys in
// their objects the last value in the first one's place.

#include "json.hpp"

namespace ia {

void JsonReader::writeArray(size_t level) {
    if (level > event.limits.depth) { refuse("nested deeper than 64 levels"); }
    event.arrays.byte('[');
    cursor += 1;
    if (token() == ']') {
        cursor += 1;
        event.arrays.byte(']');
        return;
    }
    while (true) {
        writeValue(level + 1);
        uint8_t next = token();
        if (next != ',' && next != ']') { refuse("expected ',' or ']'"); }
        event.arrays.byte(next);
        cursor += 1;
        if (next == ']') { return; }
    }
}

void JsonReader::writeValue(size_t level) {
    switch (token()) {
    case '"':
        writeString(readString());
        return;
    case '{':
        writeObject(level);
        return;
    case '[':
        writeArray(level);
        return;
    case 't':
        literal("true", 4);
        event.arrays.append("true", 4);
        return;
    case 'f':
        literal("false", 5);
        event.arrays.append("false", 5);
        return;
    case 'n':
        literal("null", 4);
        event.arrays.append("null", 4);
        return;
    default: {
        Slice raw;
        readNumberToken(raw);
        event.arrays.append(raw.bytes, raw.size);
    }
    }
}

void JsonReader::writeObject(size_t level) {
    if (level > event.limits.depth) { refuse("nested deeper than 64 levels"); }
    Bytes &out = event.arrays;
    size_t start = out.size();
    size_t firstSpan = spans.size();
    bool repeats = false;
    uint32_t object = event.keys.newObject();
    out.byte('{');
    cursor += 1;
    uint8_t next = token();
    if (next == '}') {
        cursor += 1;
        out.byte('}');
        return;
    }
    while (true) {
        if (token() != '"') { refuse("expected a key in double quotes"); }
        Slice key = readString();
        event.countKey();
        if (token() != ':') { refuse("expected ':' after a key"); }
        cursor += 1;
        size_t memberStart = out.size();
        writeString(key);
        out.byte(':');
        uint32_t known = event.keys.findOrAdd(object, key, uint32_t(spans.size()));
        size_t place = known == noNode ? spans.size() : known;
        if (known == noNode) {
            spans.push_back(Span{memberStart, 0});
        } else {
            repeats = true;
        }
        writeValue(level + 1);
        spans[place] = Span{memberStart, out.size()};
        next = token();
        if (next != ',' && next != '}') { refuse("expected ',' or '}'"); }
        out.byte(next);
        cursor += 1;
        if (next == '}') { break; }
    }
    if (repeats) {
        rebuilt.clear();
        rebuilt.byte('{');
        for (size_t at = firstSpan; at < spans.size(); at += 1) {
            if (at > firstSpan) { rebuilt.byte(','); }
            rebuilt.append(out.data() + spans[at].start, spans[at].end - spans[at].start);
        }
        rebuilt.byte('}');
        out.truncate(start);
        out.append(rebuilt.data(), rebuilt.size());
    }
    spans.resize(firstSpan);
}

void JsonReader::writeString(const Slice &string) {
    static const char hex[] = "0123456789abcdef";
    Bytes &out = event.arrays;
    out.byte('"');
    size_t plain = 0;
    for (size_t at = 0; at < string.size; at += 1) {
        uint8_t byte = string.bytes[at];
        if (byte >= 0x20 && byte != '"' && byte != '\\') { continue; }
        out.append(string.bytes + plain, at - plain);
        plain = at + 1;
        out.byte('\\');
        switch (byte) {
        case '"': case '\\': out.byte(byte); break;
        case '\b': out.byte('b'); break;
        case '\f': out.byte('f'); break;
        case '\n': out.byte('n'); break;
        case '\r': out.byte('r'); break;
        case '\t': out.byte('t'); break;
        default:
            out.append("u00", 3);
            out.byte(uint8_t(hex[byte >> 4]));
            out.byte(uint8_t(hex[byte & 15]));
        }
    }
    out.append(string.bytes + plain, string.size - plain);
    out.byte('"');
}

}  // namespace ia
