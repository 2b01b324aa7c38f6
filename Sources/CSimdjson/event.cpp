// The tree of one event, its keys, and the checks and encoding at its end.

#include "event.hpp"

#include <algorithm>

namespace ia {

void KeyTable::reset() {
    entries.clear();
    objects.clear();
    if (tableUsed) {
        std::fill(table.begin(), table.end(), noNode);
        tableUsed = false;
    }
}

uint32_t KeyTable::newObject() {
    objects.push_back(Object{});
    return uint32_t(objects.size() - 1);
}

size_t KeyTable::slot(uint32_t object, const Slice &key) const {
    // FNV-1a: short keys, and a bounded number of them, so that crafted collisions cost little.
    uint64_t hash = 14695981039346656037ull ^ (uint64_t(object) * 0x9E3779B97F4A7C15ull);
    for (size_t at = 0; at < key.size; at += 1) { hash = (hash ^ key.bytes[at]) * 1099511628211ull; }
    return size_t((hash ^ (hash >> 32)) & (table.size() - 1));
}

void KeyTable::enter(uint32_t entry) {
    size_t at = slot(entries[entry].object, entries[entry].key);
    while (table[at] != noNode) { at = (at + 1) & (table.size() - 1); }
    table[at] = entry;
}

uint32_t KeyTable::findOrAdd(uint32_t object, const Slice &key, uint32_t place) {
    Object &own = objects[object];
    uint64_t front = key.front();
    uint64_t bit = 1ull << (((front + key.size) * 0x9E3779B97F4A7C15ull) >> 58);
    bool isNew = (own.seen & bit) == 0;
    own.seen |= bit;
    if (isNew) {
        // Most keys: no comparison.
    } else if (own.count <= linearKeys) {
        for (uint32_t at = own.last; at != noNode; at = entries[at].previous) {
            if (entries[at].key.equals(key, entries[at].front, front)) { return entries[at].place; }
        }
    } else {
        for (size_t at = slot(object, key); table[at] != noNode; at = (at + 1) & (table.size() - 1)) {
            const Entry &entry = entries[table[at]];
            if (entry.object == object && entry.key.equals(key)) { return entry.place; }
        }
    }
    // Field by field: building an entry and copying it would stall on the store.
    entries.emplace_back();
    Entry &entry = entries.back();
    entry.key.bytes = key.bytes;
    entry.key.size = key.size;
    entry.front = front;
    entry.object = object;
    entry.previous = own.last;
    entry.place = place;
    own.last = uint32_t(entries.size() - 1);
    own.count += 1;
    if (own.count > linearKeys) {
        if (table.size() < entries.size() * 2 + 64) {
            // Only objects beyond the linear size are in the table; all of them go into the larger one.
            size_t size = table.empty() ? 1024 : table.size();
            while (size < entries.size() * 2 + 64) { size *= 2; }
            table.assign(size, noNode);
            tableUsed = true;
            for (uint32_t at = 0; at < entries.size(); at += 1) {
                if (objects[entries[at].object].count > linearKeys) { enter(at); }
            }
            return noNode;
        }
        tableUsed = true;
        if (own.count == linearKeys + 1) {
            for (uint32_t at = own.last; at != noNode; at = entries[at].previous) { enter(at); }
        } else {
            enter(own.last);
        }
    }
    return noNode;
}

void Event::begin() {
    arena.reset();
    keys.reset();
    nodes.clear();
    arrays.clear();
    path.clear();
    blamed = -1;
    for (uint32_t &field : fields) { field = noNode; }
    keyCount = 0;
    movedKeys = 0;
}

uint32_t Event::newNode() {
    nodes.emplace_back();
    return uint32_t(nodes.size() - 1);
}

void Event::makeObject(uint32_t index) {
    Node &object = nodes[index];
    object.tag = Tag::object;
    object.integer = int64_t(keys.newObject());
}

uint32_t Event::newObjectNode() {
    uint32_t index = newNode();
    makeObject(index);
    return index;
}

uint32_t Event::descend(uint32_t parent, const Slice &key) {
    for (uint32_t at = nodes[parent].firstChild; at != noNode; at = nodes[at].next) {
        if (nodes[at].tag == Tag::object && nodes[at].key.equals(key)) { return at; }
    }
    uint32_t made = child(parent, key);
    makeObject(made);
    return made;
}

void Event::countKey() {
    keyCount += 1;
    if (keyCount > limits.keys) { throw Refusal{"more keys than an event may have (4096)", 0}; }
}

uint32_t Event::child(uint32_t parent, const Slice &key) {
    uint32_t fresh = uint32_t(nodes.size());
    uint32_t known = keys.findOrAdd(uint32_t(nodes[parent].integer), key, fresh);
    if (known != noNode) {
        Slice name = nodes[known].key;
        uint32_t next = nodes[known].next;
        nodes[known] = Node();
        nodes[known].key = name;
        nodes[known].next = next;
        return known;
    }
    newNode();
    nodes[fresh].key = key;
    Node &object = nodes[parent];
    if (object.lastChild == noNode) {
        object.firstChild = fresh;
    } else {
        nodes[object.lastChild].next = fresh;
    }
    object.lastChild = fresh;
    object.childCount += 1;
    return fresh;
}

void Event::setNumber(uint32_t index, const Number &number, const Slice &text) {
    Node &node = nodes[index];
    node.text = text;
    switch (number.kind) {
    case NumberKind::int64:
        node.tag = Tag::int64;
        node.integer = number.integer;
        break;
    case NumberKind::float64:
        node.tag = Tag::float64;
        node.real = number.real;
        break;
    default:
        node.tag = Tag::numberText;
    }
}

void Event::moveIntoDetails(const std::vector<uint32_t> &moved) {
    if (moved.empty()) { return; }
    uint32_t details = fields[IA_DETAILS];
    if (details == noNode || nodes[details].tag == Tag::null) {
        details = newObjectNode();
        fields[IA_DETAILS] = details;
    }
    for (uint32_t source : moved) {
        countKey();
        // A key that details has already keeps its value there; the top-level one gets underscores in front.
        Slice key = nodes[source].key;
        uint32_t place = noNode;
        for (size_t underscores = 0; place == noNode; underscores += 1) {
            if (underscores > 0) {
                if (underscores > 8) { throw Refusal{"a top-level key collides with keys of details", 0}; }
                uint8_t *longer = arena.take(key.size + 1);
                longer[0] = '_';
                if (key.size != 0) { memcpy(longer + 1, key.bytes, key.size); }
                key = Slice{longer, key.size + 1};
            }
            uint32_t before = nodes[details].childCount;
            uint32_t fresh = uint32_t(nodes.size());
            uint32_t known = keys.findOrAdd(uint32_t(nodes[details].integer), key, fresh);
            if (known != noNode) { continue; }
            newNode();
            nodes[fresh] = nodes[source];
            nodes[fresh].key = key;
            nodes[fresh].next = noNode;
            if (before == 0) {
                nodes[details].firstChild = fresh;
            } else {
                nodes[nodes[details].lastChild].next = fresh;
            }
            nodes[details].lastChild = fresh;
            nodes[details].childCount += 1;
            place = fresh;
        }
    }
    movedKeys = uint32_t(moved.size());
}

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
