"""How the second reader reads a vector of each kind, with the value in the form of the index."""
import os
import struct
import tempfile

from iastore.codecs import decompressed
from iastore.cursor import Cursor
from iastore.dictionaries import dictionary
from iastore.encodings import codes, integers
from iastore.journals import Frame, durable_mark, frame_rows, journal_rows, late_rows
from iastore.manifests import current, manifest
from iastore.reals import bools, doubles
from iastore.rows import Row
from iastore.segments import Segment
from iastore.shapes import Shape, Shapes
from iastore.stores import Store


def varint(data, vector):
    cursor = Cursor(data)
    number = cursor.varint()
    cursor.finish("a varint")
    return str(number)


def zigzag(data, vector):
    cursor = Cursor(data)
    number = cursor.zigzag()
    cursor.finish("a zigzag")
    return str(number)


def double_chunk(data, vector):
    return [struct.pack(">d", value).hex() for value in doubles(data, 0, len(data), vector["count"])]


def whole_dictionary(data, vector):
    return dictionary(data, 0, len(data), form=[vector["form"]] if "form" in vector else None)


def shape(data, vector):
    found = Shape(data, 0, len(data))
    return {"states": found.states, "leaves": [[ROOTS[leaf.root], list(leaf.path), leaf.tag] for leaf in found.leaves]}


def frame(data, vector):
    found = Frame(data, 0, len(data))
    rows = frame_rows(data, found, vector["kind"] == "late", Shapes())
    return {"batch": found.batch, "rows": numbered(rows)}


def numbered(rows):
    return [[sequence, row.line] for sequence, row in rows]


def journal_file(data, vector):
    rows = journal_rows(data, bytes.fromhex(vector["store"]), vector["number"], Shapes(), is_last=False)
    return {"mark": durable_mark(data), "rows": numbered(rows)}


def late_file(data, vector):
    return {"rows": numbered(late_rows(data, bytes.fromhex(vector["store"]), vector["number"], vector["size"], vector["rows"], Shapes()))}


def whole_manifest(data, vector):
    found = manifest(data, vector["number"])
    segments = [list(entry.__dict__.values()) for entry in found.segments]
    return {"generation": found.generation, "write": found.write_features, "store": found.store_id.hex(), "join": found.join_key.hex(), "clock": found.clock,
            "journal": found.journal_start, "next": found.next_sequence, "settings": [list(pair) for pair in found.settings], "segments": segments,
            "late": list(found.late.__dict__.values()) if found.late else None,
            "imports": [[str(record[0]), record[1], record[2].hex(), *record[3:]] for record in found.imports],
            "dropped": [list(pair) for pair in found.dropped], "sections": [[kind, content.hex()] for kind, content in found.sections]}


def segment(data, vector):
    found = Segment(data, bytes.fromhex(vector["store"]))
    events = [line for _, line in found.events()]
    found.load_rollup()
    return {"events": events, "clusters": [list(cluster) for cluster in found.cluster_table()]}


def store(files, vector):
    with tempfile.TemporaryDirectory() as directory:
        for name, content in files.items():
            path = os.path.join(directory, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(content)
        return {"events": list(Store(directory).events())}


ROOTS = {1: "details", 2: "metadata"}
READERS = {
    "varint": varint,
    "zigzag": zigzag,
    "buffer": lambda data, vector: decompressed(vector["codec"], data, vector["raw"], 0).hex(),
    "integer chunk": lambda data, vector: integers(data, 0, len(data), vector["count"]),
    "code chunk": lambda data, vector: codes(data, 0, len(data), vector["count"]),
    "double chunk": double_chunk,
    "bool chunk": lambda data, vector: bools(data, 0, len(data), vector["count"]),
    "dictionary": whole_dictionary,
    "shape": shape,
    "row": lambda data, vector: Row(data, 0, len(data), Shapes()).line,
    "frame": frame,
    "journal file": journal_file,
    "late file": late_file,
    "CURRENT": lambda data, vector: str(current(data)[1]),
    "manifest": whole_manifest,
    "segment": segment,
    "store": store,
}
