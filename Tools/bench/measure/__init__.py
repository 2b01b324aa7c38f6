"""What is measured: loads, sizes, hot questions in one interleaved run, memory, cold processes, imports of NDJSON."""
