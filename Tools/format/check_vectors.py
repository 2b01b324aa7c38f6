#!/usr/bin/env python3
"""check_vectors.py: the second reader against Format/vectors: it takes what is right, with the value that stands there, and refuses
what breaks a rule, with the code and inside the place that stand there. Every sentence of Format/ that says "must refuse" has a
vector. Ends with a line for each fault, and exit code 1 if there is one."""
import json
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from iastore.errors import FormatError  # noqa: E402
from vectors.book import FORMAT, parsed, plain  # noqa: E402
from vectors.reading import READERS  # noqa: E402


def fault(vector):
    """What is wrong with the reader, or with the vector; None when all is as it stands."""
    read = READERS.get(vector["what"])
    if read is None:
        return "no reader for it"
    data = {path: parsed(text) for path, text in vector["files"].items()} if "files" in vector else parsed(vector["bytes"])
    try:
        got = read(data, vector)
    except FormatError as error:
        return refused(error, vector)
    if "value" not in vector:
        return f"taken, as {str(got)[:120]}"
    return None if got == vector["value"] else f"read as {str(got)[:200]}, wanted {str(vector['value'])[:200]}"


def refused(error, vector):
    if "error" not in vector:
        return f"refused: {error}"
    place = vector["place"]
    if error.code != vector["error"]:
        return f"code {error.code}, wanted {vector['error']}"
    if "file" in place and error.place != place["file"]:
        return f"place {error.place}, wanted {place['file']}"
    if error.section != place.get("section"):
        return f"section {error.section}, wanted {place.get('section')}: {error}"
    if "from" in place and (error.offset is None or not place["from"] <= error.offset <= place["to"]):
        return f"offset {error.offset}, wanted {place['from']} to {place['to']}: {error}"
    return None


def sentences():
    """(text, sentence) of all that Format/ says a reader must refuse or answer `unsupported` to."""
    for name in sorted(os.listdir(FORMAT)):
        if not name.endswith(".md"):
            continue
        with open(os.path.join(FORMAT, name), encoding="utf-8") as file:
            text = re.sub(r"```.*?```", "", file.read(), flags=re.DOTALL)
        lines = re.findall(r"^\|.*$", text, flags=re.MULTILINE)
        for paragraph in re.sub(r"^\|.*$", "", text, flags=re.MULTILINE).split("\n\n") + lines:
            for sentence in re.split(r"(?<=[.;]) ", plain(paragraph)):
                if re.search(r"must (also )?(refuse|answer)", sentence):
                    yield name, sentence


# What no vector can break: definitions, and what is said of whoever changes a store.
WITHOUT = ("Where a reader must refuse something, the error is `damaged` unless `unsupported` is named.",
           "So a program that knows all read features but not all write features must answer questions, and must answer `unsupported` to appends, "
           "seals, compaction, expiry and settings, before it changes a byte.")


def main():
    with open(os.path.join(FORMAT, "vectors", "index.json"), encoding="utf-8") as file:
        vectors = json.load(file)
    faults = [f"{vector['what']}, {vector['name']}: {wrong}" for vector in vectors if (wrong := fault(vector))]
    kinds = {vector["what"] for vector in vectors}
    faults += [f"no vector is a {what}" for what in READERS if what not in kinds]
    rules = [(vector["rule"]["text"], plain(vector["rule"]["sentence"])) for vector in vectors if "rule" in vector]
    faults += [f"{name}: no vector breaks this: {sentence}" for name, sentence in sentences()
               if sentence not in WITHOUT and not any(text == name and (rule in sentence or sentence in rule) for text, rule in rules)]
    for line in faults:
        print(line)
    print(f"{len(vectors)} vectors, {len(faults)} faults")
    sys.exit(1 if faults else 0)


main()
