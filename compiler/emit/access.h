/* compiler/emit/access.h - which load, store and indexed forms move one leaf of a Go type. */
#ifndef VIRGO_EMIT_ACCESS_H
#define VIRGO_EMIT_ACCESS_H

#include "compiler/ir/ir.h"

struct access { uint8_t load, store, loadx, storex, unit; };

/* For a type of exactly one leaf: its instructions (OPC_*) and the unit by which offsets are scaled. */
struct access leaf_access(struct type *t);

#endif
