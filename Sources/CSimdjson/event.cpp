// The tree of one event: nodes, and how keys find their place.

#include "event.hpp"

#include <algorithm>

namespace ia {

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
    hasRepeatedKey = false;
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
        hasRepeatedKey = true;
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

}  // namespace ia
