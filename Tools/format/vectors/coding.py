"""Vectors of Format/README.md and Format/encodings.md: varints, compressed buffers, chunks, dictionaries."""
import struct

from . import writing as w

README, ENCODINGS = "README.md: ", "encodings.md: "
EXACT = README + "A reader must refuse bytes that end inside a field, and bytes that are left where something is said to end or to fill a space exactly."
VARINT = README + "A reader must refuse an eleventh byte and a tenth byte above 1."
LIMITS = README + "A reader must hold a count against its limit, and against the bytes that are left, before it takes memory for it."
CODECS = README + ("A reader must refuse a codec it does not know, a raw length above 67,108,864 (64 MiB), a raw length of 0 with lz4 or zstd, "
                   "and a result of another length than the raw length.")
NUMBER = ENCODINGS + "A reader must refuse an unknown number, and a number that the table does not give for the kind."
NONE = ENCODINGS + "A chunk of no values has no bytes at all, and a reader must refuse bytes in it."
UNUSED = ENCODINGS + "Unused bits of the last byte are 0; a reader must refuse others."
CONSTANT = ENCODINGS + "A reader must refuse a larger code and another bool."
WIDTH = ENCODINGS + "A reader must refuse a larger width and a base out of range."
GAPS = ENCODINGS + "A reader must refuse an index of `count` or more, and more exceptions than values."
RUNS = ENCODINGS + "A reader must refuse run lengths that do not sum up to count, no run, and more runs than values."
DIVISOR = ENCODINGS + "A reader must refuse a divisor out of range."
DISTINCT = ENCODINGS + "A reader must refuse a code of d or more, and more distinct values than values."
POWER = ENCODINGS + "A reader must refuse a larger power."
LEVEL = ENCODINGS + "A reader must refuse level 7."
BODY = ENCODINGS + "A body must end exactly where the chunk ends."
DICTIONARY = ENCODINGS + ("A reader must refuse: another form; lengths that do not sum up to `total`; a shared length beyond the text before, or "
                          "shorter than possible; in form 1 a text that is not above the one before; in form 3 no texts, a template without `00` or "
                          "with a byte of 128 or more, a `total` that is not texts times length, a left-over half byte that is not 0; more texts or "
                          "bytes than allowed; a text that is not UTF-8; bytes after the last text.")
LZ4, ZSTD = bytes.fromhex("1f61010014500102030405"), bytes.fromhex("28b52ffd202845000010616101001f8005")


def doubles_text(values):
    """Doubles as the hexadecimal number of their 64 bits, as JSON has no form for all of them."""
    return [struct.pack(">d", value).hex() for value in values]


def build(book):
    numbers(book)
    buffers(book)
    integers(book)
    codes(book)
    doubles(book)
    bools(book)
    dictionaries(book)


def numbers(book):
    for value in (0, 127, 128, 300, (1 << 63), (1 << 64) - 1):
        book.good("varint", str(value), w.varint(value), str(value))
    book.good("varint", "a longer form than needed", bytes.fromhex("8000"), "0")
    for value in (0, -1, 1, -64, 64, -(1 << 63), (1 << 63) - 1):
        book.good("zigzag", str(value), w.zigzag(value), str(value))
    book.bad("varint", "an eleventh byte", b"\xff" * 10 + b"\x01", VARINT, (0, 11))
    book.bad("varint", "a tenth byte of 2", b"\xff" * 9 + b"\x02", VARINT, (0, 10))
    book.bad("varint", "no end", b"\xff\xff", EXACT, (0, 2))
    book.bad("varint", "no byte", b"", EXACT, 0)


def buffers(book):
    raw = b"a" * 40 + bytes(range(1, 6))
    book.good("buffer", "none", raw, raw.hex(), codec=1, raw=45)
    book.good("buffer", "none, empty", b"", "", codec=1, raw=0)
    book.good("buffer", "lz4", LZ4, raw.hex(), codec=2, raw=45)
    book.good("buffer", "zstd", ZSTD, (b"a" * 40).hex(), codec=3, raw=40)
    for name, data, codec, length in (
            ("codec 0", raw, 0, 45), ("codec 4", raw, 4, 45), ("none of another length", raw, 1, 44),
            ("lz4 of raw length 0", LZ4, 2, 0), ("zstd of raw length 0", ZSTD, 3, 0), ("lz4 gives more", LZ4, 2, 44),
            ("lz4 gives less", LZ4, 2, 46), ("lz4 that is none", b"\x00" * 20, 2, 45), ("zstd that is none", b"\x00" * 20, 3, 40),
            ("raw length above the limit", b"\x00" * 300_000, 2, 67_108_865)):
        book.bad("buffer", name, data, CODECS, None, codec=codec, raw=length)
    book.bad("buffer", "lz4 shorter than possible", LZ4, README + "For lz4 it must refuse a raw length above 255 times the stored length before it takes memory.",
             None, codec=2, raw=255 * len(LZ4) + 1)
    book.bad("buffer", "zstd states another length", ZSTD, README + "For zstd it must refuse a frame whose stated content size is not the raw length.",
             None, codec=3, raw=41)


def nested(depth, innermost):
    """`depth` deltas around a chunk of one value."""
    for _ in range(depth):
        innermost = w.delta(0, innermost)
    return innermost


def integers(book):
    def good(name, data, values):
        book.good("integer chunk", name, data, values, count=len(values))

    def bad(name, data, rule, at, count):
        book.bad("integer chunk", name, data, rule, at, count=count)

    low, high = -(1 << 63), (1 << 63) - 1
    good("no value", b"", [])
    good("constant", w.constant(1000), [1000] * 3)
    good("constant, far", w.constant(low), [low] * 2)
    good("packed", w.packed(100, 3, [0, 3, 1, 7, 0]), [100, 103, 101, 107, 100])
    good("packed, width 0", w.packed(42, 0, [0]), [42])
    good("packed, width 64", w.packed(low, 64, [0, (1 << 64) - 1]), [low, high])
    for width in (1, 2, 7, 8, 9, 13, 16, 31, 32, 33, 57, 63):
        values = [0, (1 << width) - 1, 1, (1 << width) // 3, 0, 1, 1, 0, (1 << width) - 1]
        good(f"packed, width {width}", w.packed(-5, width, values), [value - 5 for value in values])
    good("packed, beyond 64 bits", w.packed(high, 2, [0, 1, 3]), [high, low, low + 2])
    good("patched", w.patched(0, 2, w.constant(3, w.varint), w.sequence(250, -252), [1, 2, 3, 0, 0, 2, 1, 3], count=2),
         [1, 2, 3, 1000, 0, 2, 1, -5])
    good("patched, no exception", w.patched(7, 1, b"", b"", [1, 0, 1], count=0), [8, 7, 8])
    good("patched, width 0", w.patched(7, 0, w.constant(1, w.varint), w.constant(-3), [0, 0, 0], count=1), [7, 4, 7])
    good("patched, width 63", w.patched(0, 63, w.constant(0, w.varint), w.constant(-1), [(1 << 63) - 1, 2], count=1), [-1, 2])
    good("patched, every value", w.patched(0, 1, w.constant(0, w.varint), w.integers([1, 2]), [1, 0], count=2), [3, 4])
    good("runs", w.runs(3, w.integers([7, -2, 9]), w.sequence(2, -1, w.varint)), [7, 7, 7, -2, -2, 9])
    good("runs, one", w.runs(1, w.constant(5), w.constant(3, w.varint)), [5] * 4)
    good("sequence", w.sequence(10, -3), [10, 7, 4])
    good("sequence, beyond 64 bits", w.sequence(high, 1), [high, low, low + 1])
    good("delta", w.delta(100, w.integers([2, 2, 3, 1, 4])), [100, 102, 105, 106, 110])
    good("delta, one value", w.delta(100, w.constant(0)), [100])
    good("delta, beyond 64 bits", w.delta(low, w.integers([5, -1, 1])), [low, high, low])
    good("scaled", w.scaled(1000, w.integers([5, 12, 7])), [5000, 12000, 7000])
    good("scaled, exceptions", w.scaled(1000, w.integers([5, 12, 7, -3, 9]), w.varint(1) + w.blob(w.constant(2, w.varint)) + w.blob(w.constant(1))),
         [5000, 12000, 7001, -3000, 9000])
    good("scaled, largest divisor", w.scaled(high, w.integers([1, -1, 2])), [high, -high, -2])
    good("distinct", w.distinct(2, w.blob(w.sequence(1000000, -1000004)), w.packed(0, 1, [0, 1, 0, 0, 1, 0, 0, 0], w.varint)),
         [1000000, -4, 1000000, 1000000, -4, 1000000, 1000000, 1000000])
    good("distinct, one", w.distinct(1, w.blob(w.constant(-9)), w.constant(0, w.varint)), [-9] * 3)
    good("level 6", nested(6, w.constant(0)), [0])
    bad("bytes for no value", b"\x01\x00", NONE, (0, 2), 0)
    bad("no byte for a value", b"", EXACT, 0, 1)
    bad("encoding 0", b"\x00\x00", NUMBER, (0, 1), 1)
    bad("encoding 12", b"\x0c\x00", NUMBER, (0, 1), 1)
    for number, body in ((9, w.f64(1.0)), (10, b"\x00\x00" + w.constant(1)), (11, b"\x01")):
        bad(f"encoding {number} of another kind", w.u8(number) + body, NUMBER, (0, 1), 1)
    bad("too many values", w.constant(0), LIMITS, (0, 1), 1_048_577)
    bad("level 7", nested(7, w.constant(0)), LEVEL, (0, 16), 1)
    bad("constant, bytes behind", w.constant(7) + b"\x00", BODY, (2, 3), 3)
    bad("packed, width 65", w.packed(0, 65, [0]), WIDTH, (2, 3), 1)
    bad("packed, unused bit", bytes.fromhex("02c80103588e"), UNUSED, (4, 6), 5)
    bad("packed, too short", bytes.fromhex("02c8010358"), EXACT, (4, 5), 5)
    bad("packed, too long", bytes.fromhex("02c80103580e00"), BODY, (4, 7), 5)
    bad("packed, width 0 with bytes", bytes.fromhex("02540000"), BODY, (3, 4), 1)
    one = dict(gaps=w.constant(3, w.varint), uppers=w.constant(250), numbers=[1, 2, 3, 0], count=1)
    bad("patched, width 64", w.patched(0, 64, **one), WIDTH, (2, 3), 4)
    bad("patched, more exceptions than values", w.patched(0, 2, **{**one, "count": 5}), GAPS, (3, 4), 4)
    bad("patched, index beyond the end", w.patched(0, 2, **{**one, "gaps": w.constant(4, w.varint)}), GAPS, (4, 11), 4)
    bad("patched, unused bit", w.patched(0, 3, **{**one, "numbers": [1, 2, 3, 8]}), UNUSED, (10, 12), 4)
    bad("patched, inner chunk beyond the end", bytes.fromhex("03000201ff01"), EXACT, (4, 6), 4)
    three = w.integers([7, -2, 9])
    bad("runs, none", w.runs(0, b"", b""), RUNS, (1, 2), 6)
    bad("runs, more than values", w.runs(3, three, w.constant(0, w.varint)), RUNS, (1, 2), 2)
    bad("runs, sum too small", w.runs(3, three, w.sequence(2, -1, w.varint)), RUNS, (0, 11), 7)
    bad("runs, sum too large", w.runs(3, three, w.sequence(2, -1, w.varint)), RUNS, (0, 11), 5)
    bad("runs, a far length", w.runs(3, three, w.packed((1 << 32) - 1, 0, [0] * 3, w.varint)), RUNS, (0, 18), 6)
    bad("scaled, divisor 1", w.scaled(1, w.constant(1)), DIVISOR, (1, 2), 2)
    bad("scaled, divisor 2^63", w.scaled(1 << 63, w.constant(1)), DIVISOR, (1, 11), 2)
    bad("scaled, more exceptions than values", w.scaled(10, w.constant(1), w.varint(3) + w.blob(w.constant(0, w.varint)) + w.blob(w.constant(1))),
        GAPS, (2, 3), 2)
    bad("scaled, index beyond the end", w.scaled(10, w.constant(1), w.varint(1) + w.blob(w.constant(2, w.varint)) + w.blob(w.constant(1))),
        GAPS, (3, 11), 2)
    bad("distinct, more than values", w.distinct(3, w.blob(three), w.constant(0, w.varint)), DISTINCT, (1, 2), 2)
    bad("distinct, code beyond", w.distinct(1, w.blob(w.constant(5)), w.packed(0, 1, [0, 1], w.varint)), DISTINCT, (5, 9), 2)
    bad("distinct, no value", w.distinct(0, w.blob(b""), w.constant(0, w.varint)), DISTINCT, (1, 5), 2)


def codes(book):
    def good(name, data, values):
        book.good("code chunk", name, data, values, count=len(values))

    def bad(name, data, rule, at, count):
        book.bad("code chunk", name, data, rule, at, count=count)

    top = (1 << 32) - 1
    good("no value", b"", [])
    good("constant", w.constant(5, w.varint), [5, 5])
    good("constant, largest", w.constant(top, w.varint), [top])
    good("packed", w.packed(5, 3, [0, 1, 2, 0, 4], w.varint), [5, 6, 7, 5, 9])
    for width in (0, 1, 5, 8, 16, 17, 31, 32):
        values = [(1 << width) - 1, 0, (1 << width) // 3, 0, 0, (1 << width) - 1, 0, 0, 0]
        good(f"packed, width {width}", w.packed(0, width, values, w.varint), values)
    good("packed, beyond 32 bits", w.packed(top, 1, [0, 1], w.varint), [top, 0])
    good("patched", w.patched(0, 2, w.constant(3, w.varint), w.constant(250), [1, 2, 3, 0, 0, 2, 1, 3], w.varint, 1), [1, 2, 3, 1000, 0, 2, 1, 3])
    good("patched, width 31", w.patched(0, 31, w.constant(0, w.varint), w.constant(1), [5, 6], w.varint, 1), [(1 << 31) + 5, 6])
    good("patched, below the base", w.patched(9, 1, w.constant(1, w.varint), w.constant(-2), [0, 1], w.varint, 1), [9, 6])
    good("runs", w.runs(3, w.codes([7, 2, 9]), w.sequence(2, -1, w.varint)), [7, 7, 7, 2, 2, 9])
    good("sequence", w.sequence(0, 1, w.varint), [0, 1, 2])
    good("sequence, beyond 32 bits", w.sequence(1, -1, w.varint), [1, 0, top])
    good("delta", w.delta(100, w.integers([2, 2, 3, 1, 4]), w.varint), [100, 102, 105, 106, 110])
    good("delta, beyond 32 bits", w.delta(top, w.integers([0, 2, 1 << 33]), w.varint), [top, 1, 1])
    bad("bytes for no value", b"\x01\x00", NONE, (0, 2), 0)
    for number in (0, 7, 8, 9, 10, 11, 12, 255):
        bad(f"encoding {number}", w.u8(number) + b"\x02\x00\x02\x00\x00\x00\x00\x00", NUMBER, (0, 1), 1)
    bad("constant, 2^32", w.constant(1 << 32, w.varint), CONSTANT, (1, 6), 2)
    bad("packed, base 2^32", w.packed(1 << 32, 0, [0], w.varint), WIDTH, (1, 6), 1)
    bad("packed, width 33", w.packed(0, 33, [0], w.varint), WIDTH, (2, 3), 1)
    bad("packed, unused bit", bytes.fromhex("02050388c0"), UNUSED, (3, 5), 5)
    bad("patched, base 2^32", w.patched(1 << 32, 1, b"", b"", [0], w.varint, 0), WIDTH, (1, 6), 1)
    bad("patched, width 32", w.patched(0, 32, b"", b"", [0], w.varint, 0), WIDTH, (2, 3), 1)
    bad("patched, index beyond the end", w.patched(0, 2, w.constant(2, w.varint), w.constant(1), [1, 2], w.varint, 1), GAPS, (4, 11), 2)
    bad("patched, more exceptions than values", w.patched(0, 2, w.constant(0, w.varint), w.constant(1), [1, 2], w.varint, 3), GAPS, (3, 4), 2)
    bad("runs, sum too small", w.runs(1, w.constant(1, w.varint), w.constant(0, w.varint)), RUNS, (0, 7), 2)
    bad("runs, none", w.runs(0, b"", b""), RUNS, (1, 2), 2)
    bad("sequence, first 2^32", w.sequence(1 << 32, 1, w.varint), "encodings.md: code: varint first below 2^32, zigzag step", (1, 6), 2)
    bad("delta, first 2^32", w.delta(1 << 32, w.constant(1), w.varint), "encodings.md: code: varint first below 2^32, integer chunk of count differences, to the end", (1, 6), 2)
    bad("level 7", w.delta(0, nested(6, w.constant(0)), w.varint), LEVEL, (0, 16), 1)


def doubles(book):
    def good(name, data, values):
        book.good("double chunk", name, data, doubles_text(values), count=len(values))

    def bad(name, data, rule, at, count):
        book.bad("double chunk", name, data, rule, at, count=count)

    infinity, nan, pi = float("inf"), float("nan"), 3.141592653589793
    good("no value", b"", [])
    good("constant", b"\x01" + w.f64(1.5), [1.5])
    good("constant, not a number", b"\x01" + w.f64(nan), [nan] * 3)
    good("plain", b"\x09" + w.f64(1.5) + w.f64(-0.0), [1.5, -0.0])
    good("plain, far", b"\x09" + b"".join(map(w.f64, (infinity, -infinity, 5e-324, 1.7976931348623157e308))), [infinity, -infinity, 5e-324, 1.7976931348623157e308])
    picks = w.packed(0, 1, [0, 1, 0, 0, 1, 0, 0, 0], w.varint)
    good("distinct", w.distinct(2, w.f64(1.5) + w.f64(pi), picks), [1.5, pi, 1.5, 1.5, pi, 1.5, 1.5, 1.5])
    good("decimal", b"\x0a\x02\x00" + w.integers([1990, 500, 25, 750]), [19.9, 5.0, 0.25, 7.5])
    good("decimal, exception", b"\x0a\x02\x01" + w.blob(w.constant(3, w.varint)) + w.f64(-0.0) + w.integers([1990, 500, 25, 25, 750]), [19.9, 5.0, 0.25, -0.0, 7.5])
    good("decimal, power 0", b"\x0a\x00\x00" + w.integers([3, -4]), [3.0, -4.0])
    good("decimal, power 15", b"\x0a\x0f\x00" + w.integers([1, -(1 << 53)]), [1e-15, -(1 << 53) / 1e15])
    good("decimal, beyond 2^53", b"\x0a\x01\x00" + w.integers([(1 << 62) + 1]), [float((1 << 62) + 1) / 10.0])
    bad("bytes for no value", b"\x01" + w.f64(1.5), NONE, (0, 9), 0)
    for number in (0, 2, 3, 4, 5, 6, 7, 11, 12):
        bad(f"encoding {number}", w.u8(number) + bytes(20), NUMBER, (0, 1), 1)
    bad("constant, cut short", b"\x01" + w.f64(1.5)[:7], EXACT, (1, 8), 1)
    bad("plain, cut short", b"\x09" + w.f64(1.5), EXACT, (1, 9), 2)
    bad("plain, bytes behind", b"\x09" + w.f64(1.5) + b"\x00", BODY, (1, 10), 1)
    bad("distinct, more than values", w.distinct(3, w.f64(1.5) * 3, w.constant(0, w.varint)), DISTINCT, (1, 2), 2)
    bad("distinct, code beyond", w.distinct(2, w.f64(1.5) + w.f64(pi), w.constant(2, w.varint)), DISTINCT, (18, 20), 2)
    bad("decimal, power 16", b"\x0a\x10\x00" + w.constant(1), POWER, (1, 2), 2)
    bad("decimal, more exceptions than values", b"\x0a\x02\x03" + w.blob(w.constant(0, w.varint)) + w.f64(1.0) * 3 + w.constant(1), GAPS, (2, 3), 2)
    bad("decimal, index beyond the end", b"\x0a\x02\x01" + w.blob(w.constant(2, w.varint)) + w.f64(1.0) + w.constant(1), GAPS, (3, 16), 2)


def bools(book):
    good = lambda name, data, values: book.good("bool chunk", name, data, values, count=len(values))  # noqa: E731
    bad = lambda name, data, rule, at, count: book.bad("bool chunk", name, data, rule, at, count=count)  # noqa: E731
    good("no value", b"", [])
    good("constant", b"\x01\x01", [1, 1, 1, 1])
    good("constant 0", b"\x01\x00", [0])
    good("bitmap", b"\x0b\x19\x03", [1, 0, 0, 1, 1, 0, 0, 0, 1, 1])
    good("bitmap of whole bytes", b"\x0b\xff", [1] * 8)
    bad("bytes for no value", b"\x01\x00", NONE, (0, 2), 0)
    for number in (0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12):
        bad(f"encoding {number}", w.u8(number) + bytes(12), NUMBER, (0, 1), 1)
    bad("constant 2", b"\x01\x02", CONSTANT, (1, 2), 3)
    bad("bitmap, unused bit", b"\x0b\x19\x07", UNUSED, (1, 3), 10)
    bad("bitmap, too short", b"\x0b\x19", EXACT, (1, 2), 10)
    bad("bitmap, too long", b"\x0b\x19\x03\x00", BODY, (1, 4), 10)


def dictionaries(book):
    def good(name, data, texts, form):
        book.good("dictionary", name, data, texts, form=form)

    def bad(name, data, at, rule=DICTIONARY):
        book.bad("dictionary", name, data, rule, at)

    def lengths(values):
        return w.blob(w.codes(values))

    good("sorted", w.sorted_dictionary(["add_to_cart", "add_to_list", "buy"]), ["add_to_cart", "add_to_list", "buy"], 1)
    good("plain", w.plain_dictionary(["zz", "a"]), ["zz", "a"], 2)
    good("sorted, empty", b"\x01\x00\x00", [], 1)
    good("plain, empty", b"\x02\x00\x00", [], 2)
    odd = ["", "\x00", "a", "a b", "é", "中文", "😀", "😀!"]
    good("sorted, odd texts", w.sorted_dictionary(odd), odd, 1)
    good("sorted, characters that share bytes", w.sorted_dictionary(["é", "ê"]), ["é", "ê"], 1)
    good("plain, repeated texts", w.plain_dictionary(["a", "a", "", ""]), ["a", "a", "", ""], 2)
    digits(book)
    bad("form 0", b"\x00\x00\x00", (0, 1))
    bad("form 4", b"\x04\x00\x00", (0, 1))
    bad("plain, total too large", b"\x02\x02\x04" + lengths([2, 1]) + b"zza", (2, 11))
    bad("plain, total too small", b"\x02\x02\x02" + lengths([2, 1]) + b"zza", (2, 11))
    bad("sorted, total is not that of whole texts", b"\x01\x02\x02" + lengths([0, 1]) + lengths([1, 1]) + b"ab", (2, 14))
    bad("sorted, the first text shares", b"\x01\x01\x02" + lengths([1]) + lengths([1]) + b"a", (3, 12))
    bad("sorted, shares more than there is", b"\x01\x02\x05" + lengths([0, 2]) + lengths([1, 2]) + b"abc", (3, 17))
    bad("sorted, equal texts", b"\x01\x02\x02" + lengths([0, 1]) + lengths([1, 0]) + b"a", (3, 15))
    bad("sorted, falling", b"\x01\x02\x02" + lengths([0, 0]) + lengths([1, 1]) + b"ba", (3, 15))
    bad("sorted, a prefix behind what it begins", b"\x01\x02\x03" + lengths([0, 1]) + lengths([2, 0]) + b"ab", (3, 15))
    bad("sorted, shares less than possible", b"\x01\x02\x04" + lengths([0, 0]) + lengths([2, 2]) + b"abac", (3, 17))
    bad("a lone byte above 127", b"\x02\x01\x01" + lengths([1]) + b"\xff", (3, 8))
    bad("an overlong form", b"\x02\x01\x02" + lengths([2]) + b"\xc0\x80", (3, 9))
    bad("a surrogate", b"\x02\x01\x03" + lengths([3]) + b"\xed\xa0\x80", (3, 10))
    bad("above U+10FFFF", b"\x02\x01\x04" + lengths([4]) + b"\xf4\x90\x80\x80", (3, 11))
    bad("a character cut by the end of a text", b"\x02\x02\x02" + lengths([1, 1]) + "é".encode(), (3, 11))
    bad("bytes behind the last text", w.plain_dictionary(["zz", "a"]) + b"\x00", (11, 12))
    bad("bytes behind no text", b"\x02\x00\x00\x00", (3, 4))
    bad("cut short", w.plain_dictionary(["zz", "a"])[:-1], (3, 11), EXACT)
    bad("more texts than allowed", b"\x02" + w.varint(67_108_865) + b"\x00" + lengths([1]), (1, 5))
    bad("more bytes than allowed", b"\x02\x01" + w.varint(268_435_457) + lengths([1]), (2, 6))
    bad("more texts than bytes", b"\x02" + w.varint(60_000_000) + b"\x01" + lengths([1]), (1, 12), LIMITS)


def digits(book):
    """Dictionaries of form 3."""
    def form(count, total, template, stored, length=None):
        return b"\x03" + w.varint(count) + w.varint(total) + w.varint(len(template) if length is None else length) + template + stored

    def bad(name, data, at):
        book.bad("dictionary", "digits, " + name, data, DICTIONARY, at)

    odd = form(3, 6, b"\x00.", bytes.fromhex("9a0f"))
    book.good("dictionary", "digits", form(2, 10, b"id-\x00\x00", b"\xf7\x30"), ["id-7f", "id-03"], form=3)
    book.good("dictionary", "digits, an odd number, repeated, percent", form(3, 9, b"%\x00s", bytes.fromhex("aa00")), ["%as", "%as", "%0s"], form=3)
    book.good("dictionary", "digits, one", form(3, 3, b"\x00", bytes.fromhex("9a0f")), ["a", "9", "f"], form=3)
    book.good("dictionary", "digits, the longest", form(1, 255, b"x" * 254 + b"\x00", b"\x0e"), ["x" * 254 + "e"], form=3)
    bad("no texts", form(0, 0, b"\x00", b""), (1, 6))
    bad("length 0", form(1, 0, b"", b""), (1, 5))
    bad("length 256", form(1, 256, b"x" * 255 + b"\x00", b"\x0e"), (1, 8))
    bad("template without a digit", form(1, 2, b"ab", b""), (3, 7))
    bad("template with a byte of 128", form(1, 3, "\u00e9".encode() + b"\x00", b"\x01"), (3, 9))
    bad("another total", form(3, 7, b"\x00.", bytes.fromhex("9a0f")), (1, 6))
    bad("half a byte that is not 0", form(3, 6, b"\x00.", bytes.fromhex("9a1f")), (6, len(odd)))
    book.bad("dictionary", "digits, cut short", odd[:-1], EXACT, (6, 8))
    book.bad("dictionary", "digits, bytes behind", odd + b"\x00", DICTIONARY, (8, 9))
