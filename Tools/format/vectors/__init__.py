"""Builds Format/vectors/index.json: bytes that a reader takes, with what they mean, and bytes that break one rule each, with all
checksums right. Nothing here looks at the engine."""
