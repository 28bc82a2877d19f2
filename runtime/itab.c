/* runtime/itab.c - interface tables: the methods of a type in the order of an interface type's.
 *
 * Tables live in one reserved region, so that a type word tells by its address whether it is a descriptor or a table. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include "runtime/base/fatal.h"
#include "runtime/types.h"

char *itab_region = (char *)((uint64_t)1 << 62);        /* until there is one: no address is in it */

static char *reserve(void)
{
    void *p = mmap(NULL, ITAB_REGION_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (p == MAP_FAILED)
        fatal("cannot reserve address space for interface tables");
    return p;
}

/* An open-addressed table of itabs, read without a lock; growing replaces it, old tables stay for readers.  A pair
 * without a needed method has an itab in the table too, whose pad is 1 + the number of the missing method. */

struct itab_table { uint64_t mask, n; struct itab *_Atomic slot[]; };
static struct itab_table *_Atomic itabs;
static uint64_t itab_used;
static pthread_mutex_t itab_lock = PTHREAD_MUTEX_INITIALIZER;

static uint64_t itab_hash(const struct rtype *inter, const struct rtype *t)
{
    uint64_t h = ((uint64_t)inter ^ (uint64_t)t << 17 ^ (uint64_t)t >> 7) * 0x9e3779b97f4a7c15ull;
    return h ^ h >> 29;
}

static struct itab *itab_find(struct itab_table *tab, struct rtype *inter, struct rtype *t)
{
    if (!tab)
        return NULL;
    for (uint64_t i = itab_hash(inter, t);; i++) {
        struct itab *p = atomic_load_explicit(&tab->slot[i & tab->mask], memory_order_acquire);
        if (!p || (p->inter == inter && p->type == t))
            return p;
    }
}

static void itab_put(struct itab_table *tab, struct itab *p)
{
    uint64_t i = itab_hash(p->inter, p->type);
    while (atomic_load_explicit(&tab->slot[i & tab->mask], memory_order_relaxed))
        i++;
    atomic_store_explicit(&tab->slot[i & tab->mask], p, memory_order_release);
    tab->n++;
}

static struct itab_table *itab_room(void)
{
    struct itab_table *old = atomic_load_explicit(&itabs, memory_order_relaxed);
    if (old && old->n * 4 < old->mask * 3)
        return old;
    uint64_t size = old ? (old->mask + 1) * 2 : 512;
    struct itab_table *tab = xcalloc(1, sizeof *tab + size * sizeof *tab->slot);
    tab->mask = size - 1;
    for (uint64_t i = 0; old && i <= old->mask; i++)
        if (old->slot[i])
            itab_put(tab, old->slot[i]);
    atomic_store_explicit(&itabs, tab, memory_order_release);
    return tab;
}

static bool same(struct go_string a, struct go_string b)
{
    return a.len == b.len && memcmp(a.ptr, b.ptr, (size_t)a.len) == 0;
}

/* t's function for an interface method, NULL if it has none. */
static struct fn *find_method(const struct rtype *t, const uint8_t *name, int32_t typ)
{
    const struct uncommon_type *u = type_uncommon(t);
    const struct method_rec *m = u ? (const void *)((const char *)u + u->moff) : NULL;
    struct go_string want = name_string(name);
    for (uint32_t i = 0; u && i < u->mcount; i++) {
        const uint8_t *have = type_name_off(m[i].name);
        if (!same(name_string(have), want))
            continue;
        if (!name_exported(name)) {
            struct go_string pkg = name_pkg_path(have);
            if (!pkg.len)
                pkg = type_pkg_path(t);
            if (!same(pkg, name_pkg_path(name)))
                continue;
        }
        if (type_off(m[i].mtyp) == type_off(typ))
            return type_text(m[i].ifn);
    }
    return NULL;
}

/* With the lock: room for a table in the region. */
static struct itab *itab_new(struct interface_type *it, struct rtype *t, uint32_t missing)
{
    if (!itab_used)
        itab_region = reserve();
    uint64_t size = sizeof(struct itab) + (uint64_t)it->nmethods * sizeof(struct fn *);
    if (itab_used + size > ITAB_REGION_SIZE)
        fatal("too many interface tables");
    struct itab *p = (struct itab *)(itab_region + itab_used);
    itab_used += (size + 15) & ~(uint64_t)15;
    p->inter = &it->t;
    p->type = t;
    p->hash = t->hash;
    p->pad = missing;
    return p;
}

static struct itab *itab_make(struct interface_type *it, struct rtype *t)
{
    uint64_t n = (uint64_t)it->nmethods;
    struct fn **fun = xcalloc(n, sizeof *fun);
    uint32_t missing = 0;
    for (uint64_t i = 0; i < n && !missing; i++) {
        fun[i] = find_method(t, type_name_off(it->methods[i].name), it->methods[i].typ);
        if (!fun[i])
            missing = (uint32_t)i + 1;
    }
    pthread_mutex_lock(&itab_lock);
    struct itab *p = itab_find(atomic_load(&itabs), &it->t, t);
    if (!p) {
        p = itab_new(it, t, missing);
        memcpy(p->fun, fun, n * sizeof *fun);
        type_add_off(t);                /* a type made at run time lives as long as its table */
        itab_put(itab_room(), p);
    }
    pthread_mutex_unlock(&itab_lock);
    free(fun);
    return p;
}

void itabs_complete(struct rtype *t)
{
    struct itab_table *tab = atomic_load(&itabs);
    for (uint64_t i = 0; tab && i <= tab->mask; i++) {
        struct itab *p = tab->slot[i];
        if (!p || p->type != t)
            continue;
        struct interface_type *it = (struct interface_type *)p->inter;
        uint32_t missing = 0;
        for (int64_t k = 0; k < it->nmethods; k++) {
            struct fn *f = find_method(t, type_name_off(it->methods[k].name), it->methods[k].typ);
            if (f)
                p->fun[k] = f;
            else if (!missing)
                missing = (uint32_t)k + 1;
        }
        if (missing && !p->pad) {       /* values in interfaces keep the table that was good for them */
            pthread_mutex_lock(&itab_lock);
            atomic_store_explicit(&tab->slot[i], itab_new(it, t, missing), memory_order_release);
            pthread_mutex_unlock(&itab_lock);
        } else {
            p->pad = missing;
        }
    }
}

void itabs_replace(struct fn *old, struct fn *now)
{
    struct itab_table *tab = atomic_load(&itabs);
    for (uint64_t i = 0; tab && i <= tab->mask; i++) {
        struct itab *p = tab->slot[i];
        for (int64_t k = 0; p && k < ((struct interface_type *)p->inter)->nmethods; k++)
            if (p->fun[k] == old)
                p->fun[k] = now;
    }
}

void *itab_get(struct rtype *inter, struct rtype *t, struct go_string *missing)
{
    struct interface_type *it = (struct interface_type *)inter;
    if (it->nmethods == 0)
        return t;
    struct itab *p = itab_find(atomic_load_explicit(&itabs, memory_order_acquire), inter, t);
    if (!p)
        p = itab_make(it, t);
    if (!p->pad)
        return p;
    if (missing)
        *missing = name_string(type_name_off(it->methods[p->pad - 1].name));
    return NULL;
}
