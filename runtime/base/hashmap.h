/* runtime/base/hashmap.h - string-keyed and pointer/integer-keyed hash maps (open addressing).
 *
 * Keys of a strmap are (bytes, length), not copied: they must outlive the map.
 * Values are void *; NULL is a legal value, told from absence by *_find.
 * A zero-initialised map is empty.  Iteration order is insertion order. */
#ifndef VIRGO_BASE_HASHMAP_H
#define VIRGO_BASE_HASHMAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct strmap_entry { const char *key; size_t len; uint64_t hash; void *val; };
struct strmap { struct strmap_entry *entries; size_t n, cap; uint32_t *index; size_t nindex; };

void *strmap_get(const struct strmap *m, const char *key);               /* NULL if absent */
void *strmap_getn(const struct strmap *m, const char *key, size_t len);
void **strmap_find(const struct strmap *m, const char *key, size_t len); /* NULL if absent */
void strmap_put(struct strmap *m, const char *key, void *val);           /* inserts or replaces */
void strmap_putn(struct strmap *m, const char *key, size_t len, void *val);
void strmap_free(struct strmap *m);

struct ptrmap_entry { uint64_t key; void *val; };
struct ptrmap { struct ptrmap_entry *entries; size_t n, cap; uint32_t *index; size_t nindex; };

void *ptrmap_get(const struct ptrmap *m, const void *key);
void **ptrmap_find(const struct ptrmap *m, const void *key);
void ptrmap_put(struct ptrmap *m, const void *key, void *val);
void ptrmap_free(struct ptrmap *m);

/* 64-bit hash of n bytes (wyhash-like quality, not keyed). */
uint64_t hash_bytes(const void *p, size_t n, uint64_t seed);

#endif
