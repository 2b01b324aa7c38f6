// Inflate and gzip of the system library, for import.
#include <zlib.h>
