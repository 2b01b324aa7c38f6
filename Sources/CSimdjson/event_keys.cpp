// Finding repeated keys: a bit for each key seen tells most new ones, few keys are compared in turn, many go into a table.

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

}  // namespace ia
