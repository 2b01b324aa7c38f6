// Which top-level key is which field of an event.

#include "json.hpp"

namespace ia {

/// The names that events go by. A smaller rank wins when several names of one field are there: a column `timestamp`
/// is the time, `created_at` beside it is a property; alone it is the time.
std::vector<JsonReader::Name> JsonReader::usualNames() {
    static const struct {
        const char *text;
        int field;
        int rank;
    } usual[] = {
        {"timestamp", IA_TIMESTAMP, 0}, {"ts", IA_TIMESTAMP, 1}, {"time", IA_TIMESTAMP, 2},
        {"createdAt", IA_TIMESTAMP, 3}, {"created_at", IA_TIMESTAMP, 4}, {"sessionId", IA_SESSION_ID, 0},
        {"session_id", IA_SESSION_ID, 0}, {"userId", IA_USER_ID, 0}, {"user_id", IA_USER_ID, 0},
        {"action", IA_ACTION, 0}, {"component", IA_COMPONENT, 0}, {"details", IA_DETAILS, 0},
        {"metadata", IA_METADATA, 0},
    };
    std::vector<Name> names;
    for (const auto &name : usual) {
        Slice text{reinterpret_cast<const uint8_t *>(name.text), strlen(name.text)};
        names.push_back(
            Name{std::vector<uint8_t>(text.bytes, text.bytes + text.size), text.front(), name.field, name.rank});
    }
    return names;
}

void JsonReader::map(int field, const uint8_t *name, size_t size) {
    std::vector<Name> kept;
    std::vector<uint8_t> text(name, name + size);
    for (Name &known : names) {
        if (known.field != field && known.text != text) { kept.push_back(std::move(known)); }
    }
    kept.push_back(Name{std::move(text), Slice{name, size}.front(), field, 0});
    names = std::move(kept);
}

/// Which of the known names the key at a place of the object is, or -1.
int JsonReader::nameOf(const Slice &key, size_t place) {
    uint64_t front = key.front();
    auto is = [&](size_t at) {
        return key.equals(Slice{names[at].text.data(), names[at].text.size()}, front, names[at].front);
    };
    size_t guess = place < guesses ? size_t(guessed[place]) : 0;
    if (guess < names.size() && is(guess)) { return int(guess); }
    for (size_t at = 0; at < names.size(); at += 1) {
        if (!is(at)) { continue; }
        if (place < guesses) { guessed[place] = int(at); }
        return int(at);
    }
    return -1;
}

/// Gives each field its node; what is no field, or loses to a better name, is to be moved.
void JsonReader::assignFields(uint32_t root) {
    int ranks[IA_FIELD_COUNT] = {};
    moved.clear();
    for (uint32_t at = event.node(root).firstChild; at != noNode; at = event.node(at).next) {
        if (event.node(at).name < 0) {
            moved.push_back(at);
            continue;
        }
        const Name *name = &names[size_t(event.node(at).name)];
        uint32_t &field = event.fields[name->field];
        if (field == noNode) {
            field = at;
            ranks[name->field] = name->rank;
        } else if (name->rank <= ranks[name->field]) {
            moved.push_back(field);
            field = at;
            ranks[name->field] = name->rank;
        } else {
            moved.push_back(at);
        }
    }
}

}  // namespace ia
