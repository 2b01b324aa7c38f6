// Memory of one event: bytes that never move until the next event begins, and byte strings that grow.
#ifndef IA_ARENA_HPP
#define IA_ARENA_HPP
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <vector>

namespace ia {

/// Hands out bytes that stay where they are until `reset`. Keeps up to 1 MiB from event to event.
class Arena {
  public:
    uint8_t *take(size_t size) {
        while (current < chunks.size()) {
            Chunk &chunk = chunks[current];
            if (chunk.size - chunk.used >= size) {
                uint8_t *bytes = chunk.bytes.get() + chunk.used;
                chunk.used += size;
                return bytes;
            }
            current += 1;
        }
        size_t room = size > chunkBytes ? size : chunkBytes;
        chunks.push_back(Chunk{std::unique_ptr<uint8_t[]>(new uint8_t[room]), room, size});
        return chunks.back().bytes.get();
    }

    /// Gives back the unused end of the last `take`.
    void giveBack(size_t size) { chunks[current].used -= size; }

    void reset() {
        size_t kept = 0;
        for (size_t index = 0; index < chunks.size(); index += 1) {
            chunks[index].used = 0;
            kept += chunks[index].size;
            if (kept > keptBytes) {
                chunks.resize(index);
                break;
            }
        }
        current = 0;
    }

  private:
    static constexpr size_t chunkBytes = 64 << 10;
    static constexpr size_t keptBytes = 1 << 20;
    struct Chunk {
        std::unique_ptr<uint8_t[]> bytes;
        size_t size;
        size_t used;
    };
    std::vector<Chunk> chunks;
    size_t current = 0;
};

/// Bytes that grow at the end.
class Bytes {
  public:
    const uint8_t *data() const { return bytes.get(); }
    uint8_t *data() { return bytes.get(); }
    size_t size() const { return used; }
    void clear() { used = 0; }
    void truncate(size_t size) { used = size; }

    void append(const void *source, size_t size) {
        uint8_t *end = grow(size);
        if (size != 0) { memcpy(end, source, size); }
    }
    void byte(uint8_t value) { *grow(1) = value; }
    void varint(uint64_t value) {
        if (value < 0x80) {
            byte(uint8_t(value));
            return;
        }
        uint8_t parts[10];
        size_t count = 0;
        while (value >= 0x80) {
            parts[count++] = uint8_t(value | 0x80);
            value >>= 7;
        }
        parts[count++] = uint8_t(value);
        append(parts, count);
    }
    void lengthAndBytes(const uint8_t *source, size_t size) {
        varint(size);
        append(source, size);
    }

    /// Room for `size` more bytes, counted as used.
    uint8_t *grow(size_t size) {
        if (room - used < size) { reserve(used + size); }
        uint8_t *end = bytes.get() + used;
        used += size;
        return end;
    }

  private:
    void reserve(size_t needed) {
        size_t larger = room * 2 > needed ? room * 2 : needed + 256;
        std::unique_ptr<uint8_t[]> fresh(new uint8_t[larger]);
        if (used != 0) { memcpy(fresh.get(), bytes.get(), used); }
        bytes = std::move(fresh);
        room = larger;
    }
    std::unique_ptr<uint8_t[]> bytes;
    size_t used = 0;
    size_t room = 0;
};

}  // namespace ia
#endif
