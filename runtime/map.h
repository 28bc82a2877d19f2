/* runtime/map.h - Go maps.
 *
 * Entries (key, then element) live in a dense array in order of insertion.  A map with more than MAP_SMALL entries also
 * has a table of control bytes, probed 16 at a time (as in Swiss tables), whose slots number entries.  A deleted entry
 * leaves a hole until the array is rebuilt.  Iteration walks the array as it was at its start, from a random place and
 * around; when the array has been rebuilt meanwhile, it goes on in the old one and looks each key up again, which gives
 * Go's guarantees: nothing twice, nothing deleted, new entries perhaps. */
#ifndef VIRGO_RUNTIME_MAP_H
#define VIRGO_RUNTIME_MAP_H

#include <stdbool.h>
#include <stdint.h>
#include "runtime/equal.h"

struct g;
struct map_type;

#define MAP_SMALL 8

struct map {
    uint64_t count;             /* len */
    char *entries;              /* heap object, cap entries; NULL while cap is 0 */
    uint32_t *tags;             /* of entries: hash | 1, 0 for holes; the table follows in the same object */
    uint32_t *slots;            /* table: entry numbers */
    uint8_t *ctrl;              /* table: 0 empty, 1 deleted, 0x80 | 7 bits of hash */
    uint64_t seed;
    uint32_t used, cap;         /* entries in use or holes, room */
    uint32_t groups;            /* groups of 16 table slots, a power of 2; 0: no table */
    uint32_t rebuilds, clears;
    uint32_t stride, elem_off;
    _Atomic uint8_t writing;    /* a write is in progress: seen by a racing access */
};

/* runtime.hiter; reflect reads the first three words. */
struct map_iter {
    void *key, *elem;           /* key NULL: at the end */
    struct map_type *type;
    struct map *map;
    char *entries;              /* at the start of the iteration */
    uint32_t *tags;
    uint32_t bound, left;       /* entries then, still to visit */
    uint32_t next, rebuilds;
    uint32_t clears, pad;
};
_Static_assert(sizeof(struct map_iter) <= 96, "runtime.hiter is 12 words");

enum map_result { MAP_DONE, MAP_RETRY, MAP_FAULT, MAP_RACE };

/* A new map with room for hint entries; NULL: collect and retry. */
struct map *map_new(struct g *g, struct map_type *t, int64_t hint);
/* A new map with n entries that stand stride bytes apart from entries on, their elements elem_off behind the keys.  The
 * keys can be hashed.  Never collects. */
struct map *map_of_entries(struct map_type *t, const char *entries, uint64_t n, uint64_t stride, uint64_t elem_off);
/* *elem = element of key, NULL if absent; m may be NULL.  MAP_DONE, MAP_FAULT (unhashable, *fault) or MAP_RACE. */
enum map_result map_find(struct map_type *t, struct map *m, const void *key, void **elem, struct value_fault *fault);
/* *elem = element of key, inserted zero if absent; m is not NULL. */
enum map_result map_assign(struct g *g, struct map_type *t, struct map *m, const void *key, void **elem,
                           struct value_fault *fault);
enum map_result map_delete(struct map_type *t, struct map *m, const void *key, struct value_fault *fault);
enum map_result map_clear(struct map_type *t, struct map *m);
/* Zero element of type t, shared and read-only. */
void *map_zero(struct map_type *t);

void map_iter_init(struct map_type *t, struct map *m, struct map_iter *it);
/* Advances; it->key is NULL at the end. */
enum map_result map_iter_next(struct map_iter *it);

#endif
