"""What a reader answers to bytes that Format/ refuses: a code, a place and a reason."""
from contextlib import contextmanager


class FormatError(Exception):
    """`code` is 'damaged', 'unsupported' or 'notFound'. `place` names the file. `offset` counts in the file, or in the raw footer
    or the chunk of a segment that `section` names."""

    def __init__(self, code, offset, reason, place=None):
        super().__init__(code, offset, reason, place)
        self.code, self.offset, self.reason, self.place, self.section = code, offset, reason, place, None

    def __str__(self):
        where = [str(part) for part in (self.place, self.section) if part]
        where += [f"offset {self.offset}"] if self.offset is not None else []
        return f"{self.code}: {', '.join(where)}: {self.reason}"


def damaged(offset, reason):
    return FormatError("damaged", offset, reason)


def unsupported(offset, reason):
    return FormatError("unsupported", offset, reason)


@contextmanager
def placed(place):
    """Names the file of errors that have no place yet."""
    try:
        yield
    except FormatError as error:
        error.place = error.place or place
        raise


@contextmanager
def within(section):
    """Names the footer or chunk in which the offsets of errors count, where they have no such name yet."""
    try:
        yield
    except FormatError as error:
        error.section = error.section or section
        raise
