/* runtime/heap/early.c - objects made before libgc is started (early.h). */
#include <stdatomic.h>
#include <stdint.h>
#include "runtime/heap.h"
#include "runtime/heap/early.h"

enum { BYTES = 256 << 10, OBJECT_MAX = 32 << 10, GRANULES = BYTES / HEAP_GRANULE };

static char region[BYTES] __attribute__((aligned(4096)));
static _Atomic size_t used;
static _Atomic uint64_t starts[GRANULES / 64];          /* bit: an object starts at the granule */

void *early_alloc(size_t size)
{
    size_t n = (size + HEAP_GRANULE - 1) & ~(size_t)(HEAP_GRANULE - 1);
    if (size > OBJECT_MAX)
        return NULL;
    size_t at = atomic_load_explicit(&used, memory_order_relaxed);
    do {
        if (n > BYTES - at)
            return NULL;
    } while (!atomic_compare_exchange_weak_explicit(&used, &at, at + n, memory_order_relaxed, memory_order_relaxed));
    size_t granule = at / HEAP_GRANULE;
    atomic_fetch_or_explicit(&starts[granule / 64], (uint64_t)1 << granule % 64, memory_order_relaxed);
    return region + at;
}

bool early_owns(const void *p)
{
    return (size_t)((const char *)p - region) < BYTES;
}

static bool is_start(size_t granule) { return starts[granule / 64] >> granule % 64 & 1; }

void *early_base(const void *p, size_t *size)
{
    size_t end = (atomic_load(&used)) / HEAP_GRANULE, at = (size_t)((const char *)p - region) / HEAP_GRANULE;
    if (!early_owns(p) || at >= end)
        return NULL;
    size_t next = at + 1;
    while (next < end && !is_start(next))
        next++;
    while (!is_start(at))
        at--;
    if (size)
        *size = (next - at) * HEAP_GRANULE;
    return region + at * HEAP_GRANULE;
}

void early_range(char **from, char **to)
{
    *from = region;
    *to = region + atomic_load(&used);
}
