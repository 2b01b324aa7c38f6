"""Vectors of Format/store.md: whole stores, as files by name."""
from . import journals as j
from . import manifests as m
from . import samples
from . import writing as w
from .journals import FIRST, STORE, frame, journal_payload, simple, slot
from .manifests import both, body, entry
from .samples import SECOND

STATES = "store.md: If a named file is not there, a newer state may have taken its place: start again at 1 when `CURRENT` names another manifest by now. If it does not, the file is missing."
FIRST_JOURNAL = "store.md: Where `journal start` is above 1, its journal file is there, with its header: it was durable before the manifest named it, and nobody removes it before the next `journal start`."
NO_STORE = "store.md: Read `CURRENT`. Without it there is no store here."
OTHERS = m.MANIFEST + ("It must refuse a segment file (not the store) whose size, footer checksum, kind, day, rows, clusters, timestamps or sequences are "
                       "others than the entry says.")
NAME = "days/2026-04-01/h-00000000000000aa.ias"
DAY_START = j.START


def current(generation=5):
    return m.current_line(f"MANIFEST-{generation:08d}".encode())


def store(manifest, files=(), generation=5, first=STORE):
    """A store with an empty first journal file (of the store id `first`), unless the files bring one."""
    files = dict(files)
    if first and not any(name.startswith("journal/") for name in files):
        files.update(journal(2, [], store_id=first))
    return {"CURRENT": current(generation), f"MANIFEST-{generation:08d}": both(manifest), **files}


def six_entry(**changed):
    file = bytes(samples.six().file())
    fields = dict(name=NAME, kind=2, first_time=DAY_START + SECOND, last_time=DAY_START + 9 * SECOND, size=len(file), footer=file[-16:-12])
    return entry(**{**fields, **changed})


def segment_store(head=None, **changed):
    return store(body([six_entry(**changed)]), {NAME: bytes(samples.six().file(head=head))})


def build(book):
    good(book)
    bad(book)


def journal(number, frames, mark=None, store_id=STORE):
    content = b"".join(frames)
    end = FIRST + len(content) if mark is None else mark
    return {f"journal/{number:08d}.iaj": j.beginning(j.header(number=number, store=store_id), slot(end, 2)) + content}


def good(book):
    def add(name, files, events):
        book.good("store", name, files, {"events": events})

    (one, first), (two, second), (three, third) = (simple(number) for number in (1, 2, 3))
    a, b = frame(journal_payload(one, two), 2), frame(journal_payload(three), 1, 3)
    lines = [first, second, third]
    add("nothing", store(body(next_sequence=1)), [])
    add("journal only", store(body(next_sequence=1), journal(2, [a, b])), lines)
    add("journals before the first one do not count", store(body(next_sequence=1, journal=3), {**journal(2, [a]), **journal(3, [b])}), [third])
    add("the second journal repeats frames of the first", store(body(next_sequence=1), {**journal(2, [a, b]), **journal(3, [a, b])}), lines)
    add("a journal of fewer than 1,536 bytes", store(body(next_sequence=1), {**journal(2, [a]), "journal/00000003.iaj": j.header(number=3)}), [first, second])
    add("a last journal without a header", store(body(next_sequence=1), {**journal(2, [a]), "journal/00000003.iaj": bytes(FIRST)}), [first, second])
    add("a journal without a header before the last", store(body(next_sequence=1), {**journal(2, [a]), "journal/00000003.iaj": bytes(FIRST), **journal(4, [b])}), lines)
    add("what a crash leaves", store(body(next_sequence=1), {
        **journal(2, [a]), "CURRENT.tmp": b"MANIFEST-0000", "MANIFEST-00000006": b"\x00" * 40, "MANIFEST-00000004": b"", "late/00000001.ial": bytes(10),
        NAME: bytes(5), "days/2026-04-01/c-00000000000000ff.ias": b"", "WRITER": b"", "journal/x.iaj": b"?", "journal/9.iaj": b"?" * 2_000, "journal/+0000009.iaj": b"?" * 2_000, "journal/000000009.iaj": b"?" * 2_000, "notes.txt": b"?"}), [first, second])
    six = samples.six_lines()
    add("a segment", segment_store(), six)
    add("a segment of unnamed journals", {**segment_store(), **journal(1, [a])}, six)
    late_row, late_line = simple(7, 2)
    tie_row, tie_line = simple(8, 2)
    early_row, early_line = simple(9, 0)
    late = j.beginning(j.header(kind=2, number=4)) + frame(j.late_payload((0, late_row)), 1, 7)
    late_entry = b"\x02" + w.varint(4) + w.varint(1) + w.varint(len(late))
    mixed = store(body([six_entry()], late=late_entry, next_sequence=8),
                  {NAME: bytes(samples.six().file()), "late/00000004.ial": late, **journal(2, [frame(journal_payload(tie_row, early_row), 2, 8)])})
    add("segment, late file and journal, with ties", mixed, [early_line, *six[:4], late_line, tie_line, *six[4:]])
    repeated = frame(journal_payload(late_row, tie_row), 2, 7)
    add("the journal repeats a late row", {**mixed, **journal(2, [repeated])}, [*six[:4], late_line, tie_line, *six[4:]])
    second_name = "days/2026-04-01/h-00000000000000ab.ias"
    again = samples.six().changed(sequences=(7, 5))
    file = bytes(again.file())
    add("two segments of a day", store(body([six_entry(), six_entry(name=second_name, first=7, last=12, footer=file[-16:-12])], next_sequence=13),
                                       {NAME: bytes(samples.six().file()), second_name: file}),
        [six[0]] * 2 + six[1:4] * 2 + [six[4]] * 2 + [six[5]] * 2)


def bad(book):
    def add(name, files, rule, file, at=None, code="damaged", section=None):
        book.bad("store", name, files, rule, at, code, section, file)

    manifest = "MANIFEST-00000005"
    a = frame(journal_payload(simple(1)[0]), 1)
    book.bad("store", "no CURRENT", {manifest: both(body())}, NO_STORE, None, "notFound")
    add("CURRENT of another checksum", {**store(body()), "CURRENT": b"MANIFEST-00000005 8e188ed\n"}, m.CURRENT, "CURRENT")
    add("no manifest", {"CURRENT": current()}, STATES, manifest, code="notFound")
    add("manifest of another generation", {"CURRENT": current(), manifest: both(body(generation=4))}, m.GENERATION, manifest)
    add("no late file", store(body(late=b"\x02\x04\x01" + w.varint(1_600))), STATES, "late/00000004.ial", code="notFound")
    add("no first journal file", store(body(next_sequence=1), first=None), FIRST_JOURNAL, "journal/00000002.iaj", code="notFound")
    add("a first journal file without a header", store(body(next_sequence=1), {"journal/00000002.iaj": bytes(FIRST)}), FIRST_JOURNAL, "journal/00000002.iaj")
    add("a first journal file of fewer than 1,536 bytes", store(body(next_sequence=1), {"journal/00000002.iaj": j.header()}), FIRST_JOURNAL, "journal/00000002.iaj")
    add("no segment", store(body([six_entry()])), STATES, NAME, code="notFound")
    journal_name = "journal/00000002.iaj"
    add("journal of another store", store(body(store=STORE[::-1], next_sequence=1), journal(2, [a])), j.HEADER, journal_name, (16, 32))
    add("a journal without a header that holds more", store(body(next_sequence=1), {journal_name: bytes(FIRST + 1)}), j.HEADER, journal_name, (0, 8))
    add("an empty journal of another version", store(body(next_sequence=1), {journal_name: j.beginning(j.header(version=2))}), j.VERSION, journal_name, (8, 10),
        "unsupported")
    add("journal that ends before its mark", store(body(next_sequence=1), journal(2, [a], FIRST + len(a) + 1)), j.MARK, journal_name)
    add("a bad frame below the mark", store(body(next_sequence=1), journal(2, [a[:-1] + b"\xff"])), j.FRAME, journal_name, (FIRST, FIRST + len(a)))
    for name, changed in (("size", dict(size=1)), ("footer checksum", dict(footer=bytes(4))), ("rows", dict(rows=7)), ("clusters", dict(clusters=3)),
                          ("first timestamp", dict(first_time=DAY_START)), ("last timestamp", dict(last_time=DAY_START + 10 * SECOND)),
                          ("first sequence", dict(first=0)), ("last sequence", dict(last=7))):
        add(f"segment of another {name} than named", segment_store(**changed), OTHERS, NAME)
    other = "days/2026-03-31/h-00000000000000aa.ias"
    add("segment of another day than named", store(body([six_entry(name=other, day=20_543)]), {other: bytes(samples.six().file())}), OTHERS, other)
    compacted = NAME.replace("h-", "c-")
    add("segment of another kind than named", store(body([six_entry(name=compacted, kind=3)]), {compacted: bytes(samples.six().file())}), OTHERS, compacted)
    add("segment of another store", store(body([six_entry()], store=STORE[::-1]), {NAME: bytes(samples.six().file())}, first=STORE[::-1]),
        "segment.md: A reader must refuse a segment whose store id is not the manifest's, and bytes behind the last replaced file.", NAME)
    broken = samples.six().changed({(6, 0, 0): (w.codes([4, 0, 3, 0, 5, 1]), 6, b"\x01")})
    file = bytes(broken.file())
    add("a bad chunk of a segment", store(body([six_entry(footer=file[-16:-12])]), {NAME: file}),
        "segment.md: A reader must refuse a code that is not in the shape table.", NAME, section="shape 0.0")
