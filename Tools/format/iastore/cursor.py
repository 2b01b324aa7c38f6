"""Reads fixed integers, varints and texts from a buffer, each checked against the end (Format/README.md, "Conventions")."""
import struct

import crc32c as _crc32c

from .errors import damaged

TOP = 1 << 64


def crc32c(data):
    return _crc32c.crc32c(data)


def utf8(data, offset):
    """The text of bytes; Python's decoder refuses what RFC 3629 refuses."""
    try:
        return str(data, "utf-8")
    except UnicodeDecodeError as error:
        raise damaged(offset, "text is not UTF-8") from error


def signed(number):
    """An unsigned 64-bit number as the signed one with the same bits."""
    return number - TOP if number >> 63 else number


class Cursor:
    """A place in `data` that moves on up to `end`. Offsets of errors count from the start of `data`."""

    __slots__ = ("data", "at", "end")

    def __init__(self, data, at=0, end=None):
        self.data, self.at, self.end = data, at, len(data) if end is None else end

    def left(self):
        return self.end - self.at

    def take(self, count, what="bytes"):
        if count > self.end - self.at:
            raise damaged(self.at, f"{what}: {count} bytes wanted, {self.end - self.at} left")
        start = self.at
        self.at = start + count
        return self.data[start:self.at]

    def fixed(self, form, size):
        return struct.unpack(form, self.take(size, "fixed number"))[0]

    def u8(self):
        return self.fixed("<B", 1)

    def u16(self):
        return self.fixed("<H", 2)

    def u32(self):
        return self.fixed("<I", 4)

    def u64(self):
        return self.fixed("<Q", 8)

    def i64(self):
        return self.fixed("<q", 8)

    def f64(self):
        return self.fixed("<d", 8)

    def varint(self):
        data, at, end = self.data, self.at, self.end
        start, result, shift = at, 0, 0
        while at < end:
            byte = data[at]
            at += 1
            if shift == 63 and byte > 1:
                raise damaged(start, "varint of more than 64 bits")
            result |= (byte & 127) << shift
            if byte < 128:
                self.at = at
                return result
            shift += 7
        raise damaged(start, "varint without an end")

    def zigzag(self):
        number = self.varint()
        return (number >> 1) ^ -(number & 1)

    def bounded(self, low, high, what):
        """A varint from `low` to `high`."""
        start = self.at
        number = self.varint()
        if not low <= number <= high:
            raise damaged(start, f"{what}: {number} is not from {low} to {high}")
        return number

    def count(self, limit, least, what):
        """A number of items of at least `least` bytes each: held against the limit and the bytes that are left."""
        start = self.at
        number = self.bounded(0, limit, what)
        if number * least > self.end - self.at:
            raise damaged(start, f"{what}: {number} do not fit into {self.end - self.at} bytes")
        return number

    def text(self, limit, what="text"):
        start = self.at
        length = self.bounded(0, limit, f"{what}, length")
        if length > self.end - self.at:
            raise damaged(start, f"{what}: {length} bytes wanted, {self.end - self.at} left")
        return utf8(self.take(length), start)

    def choice(self, allowed, what):
        """A u8 that must be one of `allowed`."""
        start = self.at
        number = self.u8()
        if number not in allowed:
            raise damaged(start, f"{what}: unknown number {number}")
        return number

    def finish(self, what):
        if self.at != self.end:
            raise damaged(self.at, f"{self.end - self.at} bytes behind {what}")
