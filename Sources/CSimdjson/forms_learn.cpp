// Learning the form of an event: where its values stand in the text, what stands between them, and how its row is put
// together from them.

#include "forms.hpp"

#include <algorithm>

namespace ia {

void KnownForms::clear() {
    places.clear();
    forms.clear();
    bytes.clear();
    shapeBytes = 0;
    pieceCount = 0;
    tried = 0;
    matched = 0;
}

/// Takes a value down; false when it does not stand in the text as it is.
bool KnownForms::note(const Slice &value, bool isNumber) {
    if (found.size() == valueLimit || value.bytes < learning || value.bytes > learning + learningLength) { return false; }
    size_t start = size_t(value.bytes - learning);
    if (value.size > learningLength - start) { return false; }
    if (!isNumber) {
        if (start == 0 || start + value.size >= learningLength) { return false; }
        if (learning[start - 1] != '"' || learning[start + value.size] != '"') { return false; }
    }
    found.push_back(Found{start, value.size, isNumber});
    return true;
}

static size_t varintSize(size_t value) {
    size_t size = 1;
    for (; value >= 0x80; value >>= 7) { size += 1; }
    return size;
}

/// The values of an object in the order of its shape; `offset` is where its body begins there, and goes behind it.
bool KnownForms::gather(Event &event, uint32_t object, Form &form, size_t &offset) {
    offset += varintSize(event.node(object).childCount);
    for (uint32_t at = event.node(object).firstChild; at != noNode; at = event.node(at).next) {
        const Node &child = event.node(at);
        offset += varintSize(child.key.size) + child.key.size + 1;
        uint8_t value = uint8_t(found.size());
        switch (child.tag) {
        case Tag::boolean:
            form.parts.push_back(Part{Act::byte, uint8_t(child.truth ? 1 : 0)});
            break;
        case Tag::int64:
        case Tag::float64:
        case Tag::numberText:
            if (!note(child.text, true)) { return false; }
            form.parts.push_back(Part{Act::number, value});
            form.tags.push_back(NumberTag{offset - 1, value});
            break;
        case Tag::string:
            if (!note(child.text, false)) { return false; }
            form.parts.push_back(Part{Act::text, value});
            break;
        case Tag::object:
            if (!gather(event, at, form, offset)) { return false; }
            break;
        case Tag::null:
        case Tag::emptyArray:
            break;
        case Tag::none:
        case Tag::array:
            return false;
        }
    }
    return true;
}

void KnownForms::learn(Event &event, const uint8_t *text, size_t length) {
    // Of repeated keys the tree knows the last value only, and the text of arrays is no value that stands in one place.
    if (event.hasRepeatedKey || event.arrays.size() > 0 || isFull()) { return; }
    if (length > 0 && text[length - 1] == '\r') { length -= 1; }
    learning = text;
    learningLength = length;
    found.clear();
    Form form;
    static const int named[] = {IA_ACTION, IA_SESSION_ID, IA_USER_ID, IA_COMPONENT};
    for (int field : named) {
        if (!event.isPresent(field)) { continue; }
        const Node &node = event.node(event.fields[field]);
        bool isNumber = node.tag != Tag::string;
        form.parts.push_back(Part{isNumber ? Act::id : Act::text, uint8_t(found.size())});
        if (!note(node.text, isNumber)) { return; }
    }
    form.names = form.parts.size();
    const Node &time = event.node(event.fields[IA_TIMESTAMP]);
    form.time = uint8_t(found.size());
    form.timeIsNumber = time.tag != Tag::string;
    if (!note(time.text, form.timeIsNumber)) { return; }
    form.movedKeys = event.movedKeys;
    // Behind the envelope.
    size_t offset = 2;
    for (int field : {IA_DETAILS, IA_METADATA}) {
        if (event.isPresent(field) && !gather(event, event.fields[field], form, offset)) { return; }
    }
    const Bytes &shape = event.shapeBytes();
    if (offset != shape.size()) { return; }
    form.shape.assign(shape.data(), shape.data() + shape.size());

    // The values were found in the order of the row; the text has its own.
    std::vector<size_t> order(found.size());
    for (size_t at = 0; at < order.size(); at += 1) { order[at] = at; }
    std::sort(order.begin(), order.end(), [&](size_t a, size_t b) { return found[a].start < found[b].start; });
    std::vector<uint8_t> rank(found.size());
    std::vector<Found> sorted;
    for (size_t at = 0; at < order.size(); at += 1) {
        rank[order[at]] = uint8_t(at);
        sorted.push_back(found[order[at]]);
    }
    found = std::move(sorted);
    for (Part &part : form.parts) {
        if (part.act != Act::byte) { part.value = rank[part.value]; }
    }
    for (NumberTag &tag : form.tags) { tag.value = rank[tag.value]; }
    form.time = rank[form.time];
    enter(text, length, std::move(form));
}

/// Enters the pieces between the values found. False, with nothing that does harm entered, where there is no room.
bool KnownForms::enter(const uint8_t *text, size_t length, Form &&form) {
    if (places.empty()) { places.emplace_back(); }
    uint32_t place = 0;
    size_t at = 0;
    for (size_t index = 0; index <= found.size(); index += 1) {
        bool isEnd = index == found.size();
        size_t stop = isEnd ? length : found[index].start;
        // Two values do not overlap.
        if (stop < at) { return false; }
        Next next = isEnd ? Next::end : found[index].isNumber ? Next::number : Next::text;
        size_t size = stop - at;
        Piece *known = nullptr;
        for (Piece &piece : places[place].pieces) {
            bool equal = piece.next == next && piece.size == size && memcmp(bytes.data() + piece.start, text + at, size) == 0;
            if (equal) { known = &piece; }
        }
        if (known == nullptr) {
            if (places[place].pieces.size() == piecesAtPlace) { return false; }
            uint32_t target = uint32_t(isEnd ? forms.size() : places.size());
            if (isEnd) {
                shapeBytes += form.shape.size();
                forms.push_back(std::move(form));
            } else {
                places.emplace_back();
            }
            // The last piece may be read over.
            size_t start = bytes.empty() ? 0 : bytes.size() - 16;
            bytes.resize(start);
            bytes.insert(bytes.end(), text + at, text + stop);
            bytes.resize(bytes.size() + 16);
            Place &own = places[place];
            own.pieces.push_back(Piece{start, size, next, target});
            pieceCount += 1;
            const Piece &first = own.pieces[0];
            size_t common = own.pieces.size() == 1 ? size : own.common;
            size_t both = std::min(common, size);
            size_t shared = 0;
            while (shared < both && bytes[first.start + shared] == text[at + shared]) { shared += 1; }
            own.common = shared;
            known = &own.pieces.back();
        }
        if (isEnd) { return true; }
        at = stop + found[index].size;
        place = known->target;
    }
    return true;
}

}  // namespace ia
