/* runtime/heap/early.h - objects made before libgc is started.
 *
 * Starting libgc costs a short program more than all it allocates.  The first objects therefore come from a region of
 * this file, never freed and scanned as a whole; libgc starts when the region is full.  A program that could tell (that
 * imports runtime) is started with libgc at once. */
#ifndef VIRGO_RUNTIME_HEAP_EARLY_H
#define VIRGO_RUNTIME_HEAP_EARLY_H

#include <stdbool.h>
#include <stddef.h>

/* A zeroed object aligned to 16 bytes; NULL if there is no room for it. */
void *early_alloc(size_t size);
bool early_owns(const void *p);
/* Start of the object p points into, its rounded size in *size; NULL if none. */
void *early_base(const void *p, size_t *size);
/* The part in use; final once nothing more is allocated here. */
void early_range(char **from, char **to);

#endif
