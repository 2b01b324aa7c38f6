"""The list of vectors, and how bytes are written in it: hexadecimal runs, a repeated byte as `00*468`."""
import json
import os
import re

from iastore.cursor import crc32c

FORMAT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..", "Format")
REPEATED = re.compile(rb"(.)\1{15,}", re.DOTALL)


def shown(data):
    """Bytes as text."""
    parts, at = [], 0
    for run in REPEATED.finditer(data):
        if run.start() > at:
            parts.append(data[at:run.start()].hex())
        parts.append(f"{run[1].hex()}*{run.end() - run.start()}")
        at = run.end()
    return " ".join(parts + ([data[at:].hex()] if at < len(data) else []))


def parsed(text):
    """The bytes of such a text."""
    out = bytearray()
    for token in text.split():
        run, _, times = token.partition("*")
        out += bytes.fromhex(run) * (int(times) if times else 1)
    return bytes(out)


def plain(text):
    """A text without line ends and marks of emphasis, as rules are compared."""
    return re.sub(r"\s+", " ", text.replace("*", "")).strip()


class Book:
    """Gathers vectors; each has a name of its own, and a rule that stands in Format/."""

    def __init__(self):
        self.vectors, self.names, self.texts = [], set(), {}

    def add(self, what, name, data, more):
        assert (what, name) not in self.names, (what, name)
        self.names.add((what, name))
        entry = {"name": name, "what": what}
        if isinstance(data, dict):
            entry["files"] = {path: shown(content) for path, content in data.items()}
        else:
            entry["bytes"] = shown(bytes(data))
        self.vectors.append({**entry, **more})

    def good(self, what, name, data, value, **parameters):
        self.add(what, name, data, {**parameters, "value": value})

    def bad(self, what, name, data, rule, at, code="damaged", section=None, file=None, **parameters):
        """`at` is the offset, or the first and the last one, that an error may name; `rule` is `file: sentence`."""
        source, _, sentence = rule.partition(": ")
        if source not in self.texts:
            with open(os.path.join(FORMAT, source), encoding="utf-8") as text:
                self.texts[source] = plain(text.read())
        assert plain(sentence) in self.texts[source], rule
        place = {key: value for key, value in (("file", file), ("section", section)) if value is not None}
        if at is not None:
            place["from"], place["to"] = at if isinstance(at, tuple) else (at, at)
        self.add(what, name, data, {**parameters, "rule": {"text": source, "sentence": sentence}, "error": code, "place": place})

    def written(self):
        """The index: one line for each vector."""
        lines = ",\n".join(json.dumps(vector, ensure_ascii=False) for vector in self.vectors)
        return "[\n" + lines + "\n]\n"


class Pieces:
    """Named runs of bytes, so that one can be exchanged and its place is known."""

    def __init__(self, *named):
        self.named = list(named)

    def __bytes__(self):
        return b"".join(content for _, content in self.named)

    def changed(self, **contents):
        assert contents.keys() <= {name for name, _ in self.named}, contents.keys()
        return Pieces(*((name, contents.get(name, content)) for name, content in self.named))

    def span(self, name):
        """First offset of a piece, and the one behind it."""
        at = 0
        for own, content in self.named:
            if own == name:
                return at, at + len(content)
            at += len(content)
        raise KeyError(name)


def moved(span, by):
    return span[0] + by, span[1] + by


def checksum(data):
    return crc32c(bytes(data)).to_bytes(4, "little")
