"""Vectors of the worked examples of Format/, as the engine wrote them."""
from iastore.journals import durable_mark

from . import captured, samples
from .book import parsed
from .manifests import current_line
from .reading import READERS


def build(book):
    journal, late = parsed(captured.JOURNAL), parsed(captured.LATE)
    store = journal[16:32].hex()
    rows = [[number + 1, line] for number, line in enumerate(samples.six_lines())]
    book.good("journal file", "worked", journal, {"mark": durable_mark(journal), "rows": rows}, store=store, number=2)
    book.good("late file", "worked", late, {"rows": rows}, store=store, number=1, rows=6, size=len(late))
    for name, content, generation in (("worked", captured.MANIFEST, 2), ("worked, late", captured.MANIFEST_LATE, 4),
                                      ("worked, compacted", captured.MANIFEST_COMPACTED, 7)):
        data = parsed(content)
        book.good("manifest", name, data, READERS["manifest"](data, {"number": generation}), number=generation)
    value = {"events": samples.six_lines(), "clusters": samples.six_clusters()}
    book.good("segment", "worked", parsed(captured.HOT), value, store=store)
    book.good("segment", "worked, compacted", parsed(captured.COMPACTED), value, store=store)
    for name, generation, files in (
            ("journal", 5, {"MANIFEST-00000005": captured.MANIFEST_JOURNAL, "journal/00000002.iaj": captured.JOURNAL}),
            ("late", 4, {"MANIFEST-00000004": captured.MANIFEST_LATE, "journal/00000002.iaj": captured.JOURNAL_BESIDE_LATE,
                         "late/00000001.ial": captured.LATE}),
            ("sealed", 6, {"MANIFEST-00000006": captured.MANIFEST_SEALED, "journal/00000003.iaj": captured.NEXT_JOURNAL,
                           captured.HOT_NAME: captured.HOT}),
            ("compacted", 7, {"MANIFEST-00000007": captured.MANIFEST_COMPACTED, "journal/00000003.iaj": captured.NEXT_JOURNAL,
                              captured.COMPACTED_NAME: captured.COMPACTED})):
        contents = {"CURRENT": current_line(f"MANIFEST-{generation:08d}".encode()), **{path: parsed(text) for path, text in files.items()}}
        book.good("store", "worked, " + name, contents, {"events": samples.six_lines()})
