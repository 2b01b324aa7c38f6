#!/usr/bin/env python3
"""check_text.py: the bytes in the text of Format/ are those of vectors. Tables with an offset hold the bytes of their vector at that
offset, tables without one stand in it as they follow, lists of values are what their bytes decode to, and every other run of
bytes stands in some vector. Ends with a line for each fault, and exit code 1 if there is one."""
import json
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from iastore import footers  # noqa: E402
from iastore.dictionaries import dictionary  # noqa: E402
from iastore.encodings import codes, integers  # noqa: E402
from iastore.reals import bools, doubles  # noqa: E402
from iastore.segments import Segment  # noqa: E402
from vectors.book import FORMAT, parsed  # noqa: E402

RUN = re.compile(r"`([0-9a-f]{2}(?: [0-9a-f]{2})*)`")
CHUNKS = {"integer": integers, "code": codes, "double": doubles, "bool": bools}
# Kind of values of the tables that do not say it, by heading.
KIND_OF = {"5 sequence": None, "7 scaled": "integer", "9 plain": "double", "10 decimal": "double", "11 bitmap": "bool"}


def vectors():
    with open(os.path.join(FORMAT, "vectors", "index.json"), encoding="utf-8") as file:
        return {(vector["what"], vector["name"]): vector for vector in json.load(file)}


class Text:
    """A file of Format/: its headings and tables."""

    def __init__(self, name):
        with open(os.path.join(FORMAT, name), encoding="utf-8") as file:
            self.name, self.content = name, file.read()

    def section(self, heading):
        """The text under a heading, up to the next one of any level."""
        found = re.search(rf"^#+ {re.escape(heading)}\n(.*?)(?=^#|\Z)", self.content, re.DOTALL | re.MULTILINE)
        if not found:
            raise SystemExit(f"{self.name}: no heading {heading}")
        return found[1]

    @staticmethod
    def tables(text):
        """Lists of rows, each a list of cells; the first row is the head."""
        for block in re.findall(r"(?:^\|.*\n?)+", text, re.MULTILINE):
            rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in block.splitlines()]
            yield [row for row in rows if not set("".join(row)) <= set("-")]


def runs(cell):
    return b"".join(bytes.fromhex(run) for run in RUN.findall(cell))


def at_offsets(table, content, what):
    """Rows `offset, bytes, meaning`."""
    for row in table[1:]:
        offset, wanted = int(row[0]), runs(row[1])
        if not wanted or content[offset:offset + len(wanted)] != wanted:
            yield f"{what}: at {offset} stand {content[offset:offset + len(wanted)].hex(' ')} and not {row[1]}"


def in_order(table, content, start, what):
    """Rows `bytes, meaning` that follow one another from `start` on."""
    for row in table[1:]:
        wanted = runs(row[0])
        if content[start:start + len(wanted)] != wanted or not wanted:
            yield f"{what}: at {start} stand {content[start:start + len(wanted)].hex(' ')} and not {row[0]}"
        start += len(wanted)


def worked(known):
    def content(*name):
        return parsed(known[name]["bytes"])

    rows, journal, manifest, segment = Text("rows.md"), Text("journal.md"), Text("manifest.md"), Text("segment.md")
    yield from at_offsets(next(rows.tables(rows.section("Worked row"))), content("row", "worked"), "rows.md")
    yield from at_offsets(next(journal.tables(journal.section("Worked file"))), content("journal file", "worked"), "journal.md")
    block = re.search(r"53 bytes:\n\n```\n(.*?)```", rows.content, re.DOTALL)[1]
    written = b"".join(bytes.fromhex(re.match(r"(?:[0-9a-f]{2}\s+)+", line)[0]) for line in block.splitlines())
    if written != content("row", "number text"):
        yield "rows.md: the second row is not that of its vector"
    first, entry = manifest.tables(manifest.section("Worked manifest"))
    yield from at_offsets(first, content("manifest", "worked"), "manifest.md")
    later = content("manifest", "worked, compacted")
    yield from in_order(entry, later, later.find(runs(entry[1][0])), "manifest.md, segment entry")
    hot = content("segment", "worked")
    tables = list(segment.tables(segment.section("Worked segment")))
    _, tail, footer, chunks = tables
    kind, start, raw = footers.checked_ends(hot)
    yield from in_order(tail, hot, len(hot) - footers.TAIL, "segment.md, tail")
    yield from in_order(footer, raw, 0, "segment.md, footer")
    part = Segment(hot).part(0)
    yield from at_offsets([row[1:] for row in chunks], part, "segment.md, chunks")
    if len(chunks) - 1 != len(Segment(hot).footer.chunks):
        yield "segment.md: not all chunks are in the table"


def listed_values(text):
    text = text.replace("pi", "3.141592653589793").replace("2^63", "2**63").replace("-2**63", "-(2**63)")
    if not re.fullmatch(r"[\[\]0-9 ,.*()-]+", text):
        raise SystemExit(f"encodings.md: no values: {text}")
    return eval(text)  # noqa: S307


def values():
    """Each row of encodings.md with values and bytes decodes to these."""
    text, seen = Text("encodings.md"), 0
    for heading, body in re.findall(r"^## (\d+ \w+)\n(.*?)(?=^## |\Z)", text.content, re.DOTALL | re.MULTILINE):
        for table in text.tables(body):
            if "values" not in table[0] or "bytes" not in table[0]:
                continue
            for row in table[1:]:
                cells = dict(zip(table[0], row))
                decode, data, wanted = CHUNKS[cells.get("kind") or KIND_OF[heading]], runs(cells["bytes"]), listed_values(cells["values"])
                got = decode(data, 0, len(data), len(wanted))
                seen += 1
                if repr(got) != repr(wanted):
                    yield f"encodings.md, {heading}: {cells['bytes']} is {got} and not {cells['values']}"
    for table in text.tables(text.section("Dictionaries")):
        if table[0][0] != "texts":
            continue
        for row in table[1:]:
            data, wanted = runs(row[1]), re.sub(r" \(.*", "", row[0]).split(", ")
            seen += 1
            if dictionary(data, 0, len(data)) != wanted:
                yield f"encodings.md: {row[1]} is not {row[0]}"
    if seen < 25:
        yield f"encodings.md: only {seen} rows of values were found"


def everywhere(known):
    """Each run of two bytes or more stands in a vector."""
    contents = [parsed(vector["bytes"]) for vector in known.values() if "bytes" in vector and "value" in vector]
    segment = Segment(parsed(known["segment", "worked"]["bytes"]))
    contents.append(footers.checked_ends(segment.data)[2])
    contents += [b"\n".join(parsed(text) for text in vector["files"].values()) for vector in known.values() if "files" in vector]
    for name in sorted(os.listdir(FORMAT)):
        if name.endswith(".md"):
            for run in RUN.findall(Text(name).content):
                data = bytes.fromhex(run)
                if len(data) > 1 and not any(data in content for content in contents):
                    yield f"{name}: no vector holds {run}"


def main():
    known = vectors()
    faults = [*worked(known), *values(), *everywhere(known)]
    for line in faults:
        print(line)
    print(f"{len(faults)} faults in the text")
    sys.exit(1 if faults else 0)


main()
