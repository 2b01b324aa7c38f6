// One event under construction: a small tree of nodes, and its encoding as a row.
//
// The tree exists because a row needs things in another order than a text gives them: key counts before keys, details
// before metadata, and of repeated keys the last value in the first one's place.
#ifndef IA_EVENT_HPP
#define IA_EVENT_HPP
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include "arena.hpp"
#include "include/CSimdjson.h"
#include "number.hpp"

namespace ia {

/// Bytes that live elsewhere.
struct Slice {
    const uint8_t *bytes = nullptr;
    size_t size = 0;
    bool equals(const Slice &other) const {
        return size == other.size && (size == 0 || memcmp(bytes, other.bytes, size) == 0);
    }
    /// The first eight bytes as a number, zeros after a shorter end: most keys differ there, without a call to compare.
    uint64_t front() const {
        uint64_t word = 0;
        if (size >= 8) {
            memcpy(&word, bytes, 8);
        } else if (size >= 4) {
            // Two loads that overlap; the bits they share are the same.
            uint32_t low, high;
            memcpy(&low, bytes, 4);
            memcpy(&high, bytes + size - 4, 4);
            word = low | uint64_t(high) << ((size - 4) * 8);
        } else if (size > 0) {
            word = bytes[0] | uint64_t(bytes[size / 2]) << (size / 2 * 8) | uint64_t(bytes[size - 1]) << ((size - 1) * 8);
        }
        return word;
    }
    /// `equals`, given both fronts.
    bool equals(const Slice &other, uint64_t front, uint64_t otherFront) const {
        return front == otherFront && size == other.size && (size <= 8 || memcmp(bytes, other.bytes, size) == 0);
    }
    bool equals(const char *text) const { return equals(Slice{reinterpret_cast<const uint8_t *>(text), strlen(text)}); }
};

/// The tags of a shape's nodes; their numbers are part of the row format.
enum class Tag : uint8_t {
    none = 0,
    null = 1,
    boolean = 2,
    int64 = 3,
    float64 = 4,
    string = 5,
    numberText = 6,
    emptyArray = 7,
    array = 8,
    object = 9,
};

constexpr uint32_t noNode = UINT32_MAX;

struct Node {
    Slice key;
    /// Text of a string, number or array.
    Slice text;
    union {
        int64_t integer;
        double real;
        bool truth;
    };
    uint32_t next = noNode;
    uint32_t firstChild = noNode;
    uint32_t lastChild = noNode;
    uint32_t childCount = 0;
    Tag tag = Tag::none;
    /// Of a top-level key: which of the known names it is, or -1.
    int16_t name = -1;
    Node() : integer(0) {}
};

/// Finds a key among the keys of its object, for objects of any size, in constant time beyond the first few.
class KeyTable {
  public:
    void reset();
    /// The place that the key has in the object, or `noNode` after entering it with `place`.
    uint32_t findOrAdd(uint32_t object, const Slice &key, uint32_t place);
    /// Objects are numbered within an event.
    uint32_t newObject();

  private:
    struct Entry {
        Slice key;
        uint64_t front;
        uint32_t object;
        uint32_t previous;
        uint32_t place;
    };
    struct Object {
        uint32_t last = noNode;
        uint32_t count = 0;
        /// A bit for each key by its hash: where the bit is not set, the key is new.
        uint64_t seen = 0;
    };
    static constexpr uint32_t linearKeys = 16;
    void enter(uint32_t entry);
    size_t slot(uint32_t object, const Slice &key) const;
    std::vector<Entry> entries;
    std::vector<Object> objects;
    std::vector<uint32_t> table;
    bool tableUsed = false;
};

/// A reason to refuse an event; thrown inside the shim only and caught at its face.
struct Refusal {
    const char *reason;
    size_t offset;
};

class Event {
  public:
    explicit Event(const ia_limits &limits) : limits(limits) {}

    ia_limits limits;
    Arena arena;
    KeyTable keys;
    /// The envelope: index of the node of each field, `noNode` when absent. Objects keep their KeyTable number in `integer`.
    uint32_t fields[IA_FIELD_COUNT];
    /// Text of all arrays of the event; their nodes hold an offset (in `integer`) and a size.
    Bytes arrays;
    /// Keys inside details and metadata so far.
    size_t keyCount = 0;
    uint32_t movedKeys = 0;
    /// Whether an object had a key twice.
    bool hasRepeatedKey = false;
    /// The keys that lead to the place being read, for messages.
    std::vector<Slice> path;
    /// The field to blame when the path is is inside it (or empty), or -1.
    int blamed = -1;

    void begin();
    uint32_t newNode();
    Node &node(uint32_t index) { return nodes[index]; }
    /// Adds a child under a key; a repeated key's earlier node is emptied and given back.
    uint32_t child(uint32_t parent, const Slice &key);
    uint32_t newObjectNode();
    /// The object under a key of an object, made (or put in the place of another value) if need be.
    uint32_t descend(uint32_t parent, const Slice &key);
    void makeObject(uint32_t index);
    /// Puts what was found under unknown top-level keys into details. `moved` holds nodes with their keys.
    void moveIntoDetails(const std::vector<uint32_t> &moved);
    void countKey();
    bool isPresent(int field) const { return fields[field] != noNode && nodes[fields[field]].tag != Tag::null; }
    /// Checks fields and writes the row.
    void encode(Bytes &row);
    /// The shape of the row written last.
    const Bytes &shapeBytes() const { return shape; }
    void setNumber(uint32_t index, const Number &number, const Slice &text);

  private:
    std::vector<Node> nodes;
    Bytes shape;
    Bytes values;
    Slice name(int field, bool numbersToo);
    void encodeObject(const Node &object);
    void encodeNode(const Node &node);
};

/// The plain name of a field, as messages show it.
const char *fieldName(int field);

}  // namespace ia
#endif
