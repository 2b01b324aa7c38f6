// JSON text into the tree of an event. simdjson's first stage finds the tokens and checks UTF-8 and strings at the speed
// of the CPU it runs on; the walk over the tokens is ours, so that every byte is checked and numbers keep their text.
#ifndef IA_JSON_HPP
#define IA_JSON_HPP
#include <memory>
#include <vector>

#include "event.hpp"
#include "simdjson.h"

namespace ia {

class JsonReader {
  public:
    explicit JsonReader(Event &event) : event(event) {}

    /// Reads the text as one event: fields by their names, unknown keys into details.
    void readEvent(const uint8_t *text, size_t length);
    /// Reads text (64 readable bytes follow it) as an object into a node.
    void readObjectText(const uint8_t *text, size_t length, uint32_t node);
    /// Gives a field the one name it is read from.
    void map(int field, const uint8_t *name, size_t length);
    /// details and metadata given as JSON text become objects.
    void openTextObjects();

  private:
    struct Name {
        std::vector<uint8_t> text;
        uint64_t front;
        int field;
        int rank;
    };
    struct Span {
        size_t start;
        size_t end;
    };
    Event &event;
    std::vector<Name> names = usualNames();
    std::unique_ptr<simdjson::internal::dom_parser_implementation> scanner;
    const uint8_t *text = nullptr;
    size_t length = 0;
    const uint32_t *tokens = nullptr;
    size_t tokenCount = 0;
    size_t cursor = 0;
    std::vector<Span> spans;
    Bytes rebuilt;
    std::vector<uint32_t> moved;
    /// The names that the last event had at its first places: the next one mostly has the same there.
    static constexpr size_t guesses = 16;
    int guessed[guesses] = {};

    static std::vector<Name> usualNames();
    int nameOf(const Slice &key, size_t place);
    void assignFields(uint32_t root);
    void scan(const uint8_t *text, size_t length);
    [[noreturn]] void refuse(const char *reason) const;
    uint8_t token() const { return cursor < tokenCount ? text[tokens[cursor]] : 0; }
    void expectEnd() const;
    void readMembers(uint32_t object, size_t level, bool envelope);
    void readValue(uint32_t node, size_t level);
    Number readNumberToken(Slice &raw);
    void literal(const char *word, size_t size);
    bool delimited(size_t at) const;
    Slice readString();
    Slice unescape(size_t start, size_t end);
    void writeValue(size_t level);
    void writeArray(size_t level);
    void writeObject(size_t level);
    void writeString(const Slice &string);
};

}  // namespace ia
#endif
