"""What a reader answers to bytes that Format/ refuses: a code, a place and a reason."""
from contextlib import contextmanager


class FormatError(Exception):
    """`code` is 'damaged', 'unsupported' or 'notFound'. `offset` counts in the file, or in the decompressed buffer where the
    fault stands in one; `place` names the file."""

    def __init__(self, code, offset, reason, place=None):
        super().__init__(code, offset, reason, place)
        self.code, self.offset, self.reason, self.place = code, offset, reason, place

    def __str__(self):
        where = f"{self.place or 'bytes'} at {self.offset}" if self.offset is not None else str(self.place)
        return f"{self.code}: {where}: {self.reason}"


def damaged(offset, reason):
    return FormatError("damaged", offset, reason)


def unsupported(offset, reason):
    return FormatError("unsupported", offset, reason)


@contextmanager
def placed(place, base=0):
    """Names the file, and moves offsets that count from `base` of it, of errors that have no place yet."""
    try:
        yield
    except FormatError as error:
        if error.place is None:
            error.place = place
            if error.offset is not None:
                error.offset += base
        raise
