// The end of an event: its fields are checked, and its tree is written as a row.

#include "event.hpp"

namespace ia {

const char *fieldName(int field) {
    static const char *const names[] = {"timestamp", "sessionId", "userId", "action", "component", "details", "metadata"};
    return names[field];
}

Slice Event::name(int field, bool numbersToo) {
    const Node &value = nodes[fields[field]];
    bool fits = value.tag == Tag::string || (numbersToo && value.tag == Tag::int64) ||
                (numbersToo && value.tag == Tag::numberText);
    if (!fits) { throw Refusal{"expected a string", 0}; }
    if (value.text.size > limits.name_bytes) { throw Refusal{"longer than 1024 bytes", 0}; }
    return value.text;
}

void Event::encode(Bytes &row) {
    path.clear();
    blamed = IA_TIMESTAMP;
    if (!isPresent(IA_TIMESTAMP)) { throw Refusal{"missing", 0}; }
    blamed = IA_ACTION;
    if (!isPresent(IA_ACTION)) { throw Refusal{"missing", 0}; }
    Slice action = name(IA_ACTION, false);
    if (action.size == 0) { throw Refusal{"empty", 0}; }

    static const int enveloped[] = {IA_SESSION_ID, IA_USER_ID, IA_COMPONENT, IA_DETAILS, IA_METADATA};
    Slice names[3];
    uint16_t envelope = 0;
    for (int place = 0; place < 5; place += 1) {
        int field = enveloped[place];
        if (fields[field] == noNode) { continue; }
        if (nodes[fields[field]].tag == Tag::null) {
            envelope |= uint16_t(1 << (place * 2));
            continue;
        }
        envelope |= uint16_t(2 << (place * 2));
        blamed = field;
        if (place < 3) {
            // Ids that a database keeps as integers are taken by their text.
            names[place] = name(field, field != IA_COMPONENT);
        } else if (nodes[fields[field]].tag != Tag::object) {
            throw Refusal{"expected an object", 0};
        }
    }
    blamed = -1;

    shape.clear();
    values.clear();
    shape.byte(uint8_t(envelope));
    shape.byte(uint8_t(envelope >> 8));
    if (isPresent(IA_DETAILS)) { encodeObject(nodes[fields[IA_DETAILS]]); }
    if (isPresent(IA_METADATA)) { encodeObject(nodes[fields[IA_METADATA]]); }

    row.clear();
    memset(row.grow(8), 0, 8);
    row.lengthAndBytes(shape.data(), shape.size());
    row.lengthAndBytes(action.bytes, action.size);
    for (int place = 0; place < 3; place += 1) {
        if ((envelope >> (place * 2) & 3) == 2) { row.lengthAndBytes(names[place].bytes, names[place].size); }
    }
    row.append(values.data(), values.size());
    if (row.size() > limits.event_bytes) { throw Refusal{"the event is larger than 1 MiB", 0}; }
}

void Event::encodeObject(const Node &object) {
    shape.varint(object.childCount);
    for (uint32_t at = object.firstChild; at != noNode; at = nodes[at].next) {
        const Node &child = nodes[at];
        if (child.key.size < 0x80) {
            uint8_t *place = shape.grow(child.key.size + 2);
            *place = uint8_t(child.key.size);
            if (child.key.size != 0) { memcpy(place + 1, child.key.bytes, child.key.size); }
            place[child.key.size + 1] = uint8_t(child.tag);
        } else {
            shape.lengthAndBytes(child.key.bytes, child.key.size);
            shape.byte(uint8_t(child.tag));
        }
        encodeNode(child);
    }
}

void Event::encodeNode(const Node &node) {
    switch (node.tag) {
    case Tag::boolean:
        values.byte(node.truth ? 1 : 0);
        break;
    case Tag::int64:
        values.varint((uint64_t(node.integer) << 1) ^ uint64_t(node.integer >> 63));
        break;
    case Tag::float64: {
        uint64_t bits;
        memcpy(&bits, &node.real, 8);
        uint8_t *place = values.grow(8);
        for (int shift = 0; shift < 64; shift += 8) { *place++ = uint8_t(bits >> shift); }
        break;
    }
    case Tag::array:
        values.lengthAndBytes(arrays.data() + size_t(node.integer), node.text.size);
        break;
    case Tag::string:
    case Tag::numberText:
        values.lengthAndBytes(node.text.bytes, node.text.size);
        break;
    case Tag::object:
        encodeObject(node);
        break;
    default:
        break;
    }
}

}  // namespace ia
