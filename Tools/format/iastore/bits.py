"""Bit streams: `count` numbers of a fixed width, lowest bit first (Format/encodings.md, "Bit streams")."""
import struct

from .errors import damaged

BYTE_BITS = [tuple((byte >> bit) & 1 for bit in range(8)) for byte in range(256)]
WHOLE = {8: "B", 16: "H", 32: "I", 64: "Q"}


def size(count, width):
    return (count * width + 7) // 8


def unpacked(data, start, end, count, width):
    """The numbers of a stream that must fill `start` to `end` exactly."""
    if end - start != size(count, width):
        raise damaged(start, f"bit stream of {end - start} bytes, wanted {size(count, width)} for {count} numbers of {width} bits")
    if width == 0:
        return [0] * count
    if width in WHOLE:
        return list(struct.unpack_from(f"<{count}{WHOLE[width]}", data, start))
    used = count * width % 8
    if used and data[end - 1] >> used:
        raise damaged(end - 1, "unused bits of a bit stream are not 0")
    if width == 1:
        numbers = [bit for byte in data[start:end] for bit in BYTE_BITS[byte]]
    else:
        # Eight numbers fill as many bytes as the width; the last run may be short, and zeros stand in for the rest.
        mask, shifts = (1 << width) - 1, [width * index for index in range(8)]
        numbers = []
        for at in range(start, end, width):
            run = int.from_bytes(data[at:min(at + width, end)], "little")
            numbers += [(run >> shift) & mask for shift in shifts]
    del numbers[count:]
    return numbers
