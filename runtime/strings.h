/* runtime/strings.h - guest strings made in C. */
#ifndef VIRGO_RUNTIME_STRINGS_H
#define VIRGO_RUNTIME_STRINGS_H

#include <stdint.h>

struct g;

/* A guest string of n bytes at p in two slots; 0: collect and retry.  One-byte strings are shared. */
int string_make(struct g *g, const void *p, uint64_t n, uint64_t out[2]);

#endif
