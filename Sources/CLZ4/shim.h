// LZ4 block compression of the system library, for hot segments.
#include <lz4.h>
