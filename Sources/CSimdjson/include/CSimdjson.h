// The C face of the simdjson shim: one JSON object in, the parts of one row out.
#ifndef CSIMDJSON_H
#define CSIMDJSON_H
#endif
