#!/usr/bin/env python3
"""make_vectors.py [--check]: writes Format/vectors/index.json, or tells whether it is what would be written."""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from vectors import coding, journals, manifests, rows, segments, stores  # noqa: E402
from vectors.book import FORMAT, Book  # noqa: E402

INDEX = os.path.join(FORMAT, "vectors", "index.json")


def made():
    book = Book()
    for module in (coding, rows, journals, manifests, segments, stores):
        module.build(book)
    return book.written()


def main():
    text = made()
    if "--check" in sys.argv[1:]:
        with open(INDEX, encoding="utf-8") as file:
            sys.exit(0 if file.read() == text else "Format/vectors/index.json is not what Tools/format/make_vectors.py writes")
    os.makedirs(os.path.dirname(INDEX), exist_ok=True)
    with open(INDEX, "w", encoding="utf-8") as file:
        file.write(text)


if __name__ == "__main__":
    main()
