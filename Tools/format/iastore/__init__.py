"""A reader of stores, written from the text in Format/ alone. It shares no line with the Swift engine and shares no knowledge
with it but that text: where both give the same events, the text is enough."""
