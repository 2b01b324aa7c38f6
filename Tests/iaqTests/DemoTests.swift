// The demo stream: exact counts, order, range, the same bytes for the same seed.
import Testing
