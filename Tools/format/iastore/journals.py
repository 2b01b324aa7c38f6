"""Journal and late files (Format/journal.md)."""
from .cursor import Cursor, crc32c
from .errors import FormatError, damaged, unsupported
from .rows import Row

MAGIC, FRAME_MARK = bytes.fromhex("49414a524e0d0a1a"), b"IAFR"
JOURNAL, LATE = 1, 2
SLOTS, FIRST_FRAME, FRAME_HEADER = (512, 1024), 1_536, 36
MOST_PAYLOAD, MOST_ROWS, LONGEST_ROW = 16_777_216, 1_048_576, 1_114_112
HIGHEST_SEQUENCE = (1 << 63) - 1
HIGHEST_FIRST = HIGHEST_SEQUENCE - 1_048_576
HIGHEST_STEP = 1 << 62


def check_header(data, kind, store_id, number):
    cursor = Cursor(data, 0, min(len(data), 44))
    if cursor.take(8, "magic") != MAGIC:
        raise damaged(0, "not a journal or late file")
    body = cursor.take(32, "header")
    if cursor.u32() != crc32c(data[:40]):
        raise damaged(40, "checksum of the header")
    fields = Cursor(body)
    version = fields.u16()
    if version != 1:
        raise unsupported(8, f"version {version}")
    if fields.u8() != kind:
        raise damaged(10, "another kind of file")
    if fields.u8() != 0:
        raise damaged(11, "reserved byte")
    if fields.u32() != 0:
        raise unsupported(12, "unknown feature")
    if fields.take(16) != store_id:
        raise damaged(16, "file of another store")
    if fields.u64() != number:
        raise damaged(32, "another number than in the name")


def durable_mark(data):
    mark, newest = FIRST_FRAME, 0
    for at in SLOTS:
        slot = Cursor(data, at, at + 16)
        end, counter, checksum = slot.u64(), slot.u32(), slot.u32()
        if checksum == crc32c(data[at:at + 12]) and counter > newest and end >= FIRST_FRAME:
            mark, newest = end, counter
    return mark


class Frame:
    """A frame whose checksums and limits hold."""

    def __init__(self, data, at, end):
        cursor = Cursor(data, at, end)
        if cursor.take(4, "frame") != FRAME_MARK:
            raise damaged(at, "no frame starts here")
        length, self.rows, self.first, self.batch, payload_sum, header_sum = (
            cursor.u32(), cursor.u32(), cursor.i64(), cursor.u64(), cursor.u32(), cursor.u32())
        if header_sum != crc32c(data[at:at + 32]):
            raise damaged(at, "checksum of a frame's header")
        if length > MOST_PAYLOAD:
            raise damaged(at, f"payload of {length} bytes")
        if not 1 <= self.rows <= MOST_ROWS:
            raise damaged(at, f"frame of {self.rows} rows")
        if not 1 <= self.first < HIGHEST_FIRST:
            raise damaged(at, f"first sequence {self.first}")
        self.start, self.end = cursor.at, cursor.at + length
        if crc32c(cursor.take(length, "payload")) != payload_sum:
            raise damaged(at, "checksum of a frame's payload")


def frame_rows(data, frame, late, shapes):
    """(sequence, row) of each row of a frame."""
    cursor = Cursor(data, frame.start, frame.end)
    sequence, rows = frame.first, []
    for index in range(frame.rows):
        if late:
            at = cursor.at
            step = cursor.varint()
            if step >= HIGHEST_STEP or (index == 0 and step):
                raise damaged(at, f"step {step}")
            sequence += step
            if sequence >= HIGHEST_SEQUENCE:
                raise damaged(at, f"sequence {sequence}")
        elif index:
            sequence += 1
        at = cursor.at
        length = cursor.varint()
        if length > LONGEST_ROW or length > cursor.left():
            raise damaged(at, f"row of {length} bytes")
        cursor.at += length
        rows.append((sequence, Row(data, cursor.at - length, cursor.at, shapes)))
    cursor.finish("the last row of a frame")
    return rows


def frames(data, end):
    """The frames from the first one to `end`, each of which must be whole."""
    at = FIRST_FRAME
    while at < end:
        frame = Frame(data, at, end)
        yield frame
        at = frame.end


def journal_rows(data, store_id, number, shapes, made=False):
    """The rows of a journal file up to its durable mark. `made`: the file is known to have been finished, and cannot be one that
    its writer died over."""
    if len(data) < FIRST_FRAME:
        if made:
            raise damaged(len(data), "too short for a journal")
        return []
    try:
        check_header(data, JOURNAL, store_id, number)
    except FormatError as error:
        # The header did not reach the disk before its writer died.
        if len(data) == FIRST_FRAME and error.code == "damaged" and not made:
            return []
        raise
    mark = durable_mark(data)
    if mark > len(data):
        raise damaged(len(data), f"the file ends before its durable mark {mark}")
    return [row for frame in frames(data, mark) for row in frame_rows(data, frame, False, shapes)]


def late_rows(data, store_id, number, stated_bytes, stated_rows, shapes):
    """The rows of a late file, which must be what the manifest says."""
    if len(data) != stated_bytes:
        raise damaged(min(len(data), stated_bytes), f"late file of {len(data)} bytes, the manifest says {stated_bytes}")
    check_header(data, LATE, store_id, number)
    rows = [row for frame in frames(data, len(data)) for row in frame_rows(data, frame, True, shapes)]
    if len(rows) != stated_rows:
        raise damaged(FIRST_FRAME, f"late file of {len(rows)} rows, the manifest says {stated_rows}")
    return rows
