"""The generated events: vocabulary, shapes, sessions, columns of a day, lines of JSON."""
