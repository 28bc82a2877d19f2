/* runtime/base/hashmap.c - insertion-ordered hash maps (see hashmap.h).
 *
 * Entries stand in an array in insertion order; a table of 32-bit indices
 * (entry number + 1, 0 = free) over them is probed linearly and kept at most
 * half full.  There is no deletion, so probing needs no tombstones. */
#include "runtime/base/hashmap.h"

#include <stdlib.h>
#include <string.h>

#include "runtime/base/fatal.h"

enum { INDEX_MIN = 16 };

/* -- Hashing ---------------------------------------------------------------- */

static uint64_t mix(uint64_t a, uint64_t b)
{
    unsigned __int128 p = (unsigned __int128)a * b;
    return (uint64_t)p ^ (uint64_t)(p >> 64);
}

static uint64_t load64(const unsigned char *p)
{
    uint64_t v;
    memcpy(&v, p, 8);
    return v;
}

/* The multiply-and-fold construction of wyhash, over 16 bytes a step. */
uint64_t hash_bytes(const void *data, size_t n, uint64_t seed)
{
    static const uint64_t k0 = 0x9E3779B97F4A7C15u, k1 = 0xD1B54A32D192ED03u;
    const unsigned char *p = data;
    uint64_t h = seed ^ k0;
    size_t left = n;
    for (; left >= 16; left -= 16, p += 16)
        h = mix(load64(p) ^ k1, load64(p + 8) ^ h);
    uint64_t a = 0, b = 0;
    if (left >= 8) {
        a = load64(p);
        p += 8;
        left -= 8;
    }
    for (size_t i = 0; i < left; i++)
        b |= (uint64_t)p[i] << (8 * i);
    h = mix(a ^ k1, b ^ h);
    return mix(h ^ k0, (uint64_t)n ^ k1);
}

static uint64_t hash_key(uint64_t key)
{
    return mix(key ^ 0x9E3779B97F4A7C15u, 0xD1B54A32D192ED03u);
}

/* -- The index: shared by both maps ----------------------------------------- */

static uint32_t *index_new(size_t n)
{
    return xcalloc(n, sizeof(uint32_t));
}

static void index_insert(uint32_t *index, size_t nindex, uint64_t hash, size_t entry)
{
    size_t i = hash & (nindex - 1);
    while (index[i])
        i = (i + 1) & (nindex - 1);
    index[i] = (uint32_t)entry + 1;
}

static bool index_is_full(size_t n, size_t nindex)
{
    return 2 * (n + 1) > nindex;
}

static size_t index_grown(size_t nindex)
{
    if (nindex >= (size_t)1 << 31)
        fatal("out of memory: a hash map of more than 2^30 entries");
    return nindex ? nindex * 2 : INDEX_MIN;
}

/* -- Maps keyed by byte strings ---------------------------------------------- */

static struct strmap_entry *str_lookup(const struct strmap *m, const char *key, size_t len,
                                       uint64_t hash)
{
    if (!m->nindex)
        return NULL;
    for (size_t i = hash & (m->nindex - 1); m->index[i]; i = (i + 1) & (m->nindex - 1)) {
        struct strmap_entry *e = &m->entries[m->index[i] - 1];
        if (e->hash == hash && e->len == len && (len == 0 || memcmp(e->key, key, len) == 0))
            return e;
    }
    return NULL;
}

void **strmap_find(const struct strmap *m, const char *key, size_t len)
{
    struct strmap_entry *e = str_lookup(m, key, len, hash_bytes(key, len, 0));
    return e ? &e->val : NULL;
}

void *strmap_getn(const struct strmap *m, const char *key, size_t len)
{
    void **v = strmap_find(m, key, len);
    return v ? *v : NULL;
}

void *strmap_get(const struct strmap *m, const char *key)
{
    return strmap_getn(m, key, strlen(key));
}

void strmap_putn(struct strmap *m, const char *key, size_t len, void *val)
{
    uint64_t hash = hash_bytes(key, len, 0);
    struct strmap_entry *e = str_lookup(m, key, len, hash);
    if (e) {
        e->val = val;
        return;
    }
    if (index_is_full(m->n, m->nindex)) {
        free(m->index);
        m->nindex = index_grown(m->nindex);
        m->index = index_new(m->nindex);
        for (size_t i = 0; i < m->n; i++)
            index_insert(m->index, m->nindex, m->entries[i].hash, i);
    }
    if (m->n == m->cap) {
        m->cap = m->cap ? m->cap * 2 : INDEX_MIN / 2;
        m->entries = xrealloc(m->entries, m->cap * sizeof *m->entries);
    }
    m->entries[m->n] = (struct strmap_entry){key, len, hash, val};
    index_insert(m->index, m->nindex, hash, m->n++);
}

void strmap_put(struct strmap *m, const char *key, void *val)
{
    strmap_putn(m, key, strlen(key), val);
}

void strmap_free(struct strmap *m)
{
    free(m->entries);
    free(m->index);
    memset(m, 0, sizeof *m);
}

/* -- Maps keyed by pointers or integers --------------------------------------- */

void **ptrmap_find(const struct ptrmap *m, const void *key)
{
    if (!m->nindex)
        return NULL;
    uint64_t k = (uint64_t)(uintptr_t)key;
    for (size_t i = hash_key(k) & (m->nindex - 1); m->index[i]; i = (i + 1) & (m->nindex - 1)) {
        struct ptrmap_entry *e = &m->entries[m->index[i] - 1];
        if (e->key == k)
            return &e->val;
    }
    return NULL;
}

void *ptrmap_get(const struct ptrmap *m, const void *key)
{
    void **v = ptrmap_find(m, key);
    return v ? *v : NULL;
}

void ptrmap_put(struct ptrmap *m, const void *key, void *val)
{
    void **v = ptrmap_find(m, key);
    if (v) {
        *v = val;
        return;
    }
    uint64_t k = (uint64_t)(uintptr_t)key;
    if (index_is_full(m->n, m->nindex)) {
        free(m->index);
        m->nindex = index_grown(m->nindex);
        m->index = index_new(m->nindex);
        for (size_t i = 0; i < m->n; i++)
            index_insert(m->index, m->nindex, hash_key(m->entries[i].key), i);
    }
    if (m->n == m->cap) {
        m->cap = m->cap ? m->cap * 2 : INDEX_MIN / 2;
        m->entries = xrealloc(m->entries, m->cap * sizeof *m->entries);
    }
    m->entries[m->n] = (struct ptrmap_entry){k, val};
    index_insert(m->index, m->nindex, hash_key(k), m->n++);
}

void ptrmap_free(struct ptrmap *m)
{
    free(m->entries);
    free(m->index);
    memset(m, 0, sizeof *m);
}
