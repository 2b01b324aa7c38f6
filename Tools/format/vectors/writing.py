"""Writes what Format/README.md and Format/encodings.md describe: varints, texts, bit streams, chunks, dictionaries."""
import struct


def varint(number):
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes(out + bytes([number]))


def zigzag(number):
    return varint(((number << 1) ^ (number >> 63)) & ((1 << 64) - 1))


def blob(content):
    return varint(len(content)) + content


def text(content):
    return blob(content.encode())


def u8(number):
    return bytes([number])


def u16(number):
    return number.to_bytes(2, "little")


def u32(number):
    return number.to_bytes(4, "little")


def u64(number):
    return number.to_bytes(8, "little")


def i64(number):
    return number.to_bytes(8, "little", signed=True)


def f64(number):
    return struct.pack("<d", number)


def bits(numbers, width):
    stream = sum(number << (index * width) for index, number in enumerate(numbers))
    return stream.to_bytes((len(numbers) * width + 7) // 8, "little")


# Chunks of integers; those of codes have a varint where these have a zigzag.

def constant(value, base=zigzag):
    return b"\x01" + base(value)


def packed(low, width, numbers, base=zigzag):
    return b"\x02" + base(low) + u8(width) + bits(numbers, width)


def patched(low, width, gaps, uppers, numbers, base=zigzag, count=None):
    """`gaps` and `uppers` are chunks."""
    return b"\x03" + base(low) + u8(width) + varint(count) + blob(gaps) + blob(uppers) + bits(numbers, width)


def runs(count, values, lengths):
    return b"\x04" + varint(count) + blob(values) + lengths


def sequence(first, step, base=zigzag):
    return b"\x05" + base(first) + zigzag(step)


def delta(first, steps, base=zigzag):
    return b"\x06" + base(first) + steps


def scaled(divisor, quotients, exceptions=b"\x00"):
    return b"\x07" + varint(divisor) + exceptions + quotients


def distinct(count, values, codes):
    return b"\x08" + varint(count) + values + codes


def integers(values):
    """A chunk of any integers or codes below 2^31, not the smallest one."""
    low = min(values)
    width = (max(values) - low).bit_length()
    return packed(low, width, [value - low for value in values])


def codes(values):
    low = min(values)
    return packed(low, (max(values) - low).bit_length(), [value - low for value in values], varint)


def sorted_dictionary(texts):
    shared, rests, before = [], [], b""
    for content in (entry.encode() for entry in texts):
        keep = 0
        while keep < min(len(before), len(content)) and before[keep] == content[keep]:
            keep += 1
        shared.append(keep)
        rests.append(content[keep:])
        before = content
    total = varint(sum(len(entry.encode()) for entry in texts))
    if not texts:
        return b"\x01\x00\x00"
    return b"\x01" + varint(len(texts)) + total + blob(codes(shared)) + blob(codes([len(rest) for rest in rests])) + b"".join(rests)


def plain_dictionary(texts):
    contents = [entry.encode() for entry in texts]
    if not texts:
        return b"\x02\x00\x00"
    lengths = blob(codes([len(content) for content in contents]))
    return b"\x02" + varint(len(texts)) + varint(sum(map(len, contents))) + lengths + b"".join(contents)
