// Zstandard of the system library, for compacted segments and import.
#include <zstd.h>
