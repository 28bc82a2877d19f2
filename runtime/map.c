/* runtime/map.c - the table behind Go maps (map.h says how it is laid out). */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif
#include "runtime/base/fatal.h"
#include "runtime/heap.h"
#include "runtime/map.h"
#include "runtime/types.h"

enum { CTRL_EMPTY = 0, CTRL_DELETED = 1, GROUP = 16 };

/* -- Groups of control bytes --------------------------------------------------------------------------------------- */

/* Bit i set: byte i of the group equals v. */
static inline uint32_t group_match(const uint8_t *p, uint8_t v)
{
#ifdef __SSE2__
    __m128i bytes = _mm_loadu_si128((const __m128i *)p);
    return (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8((char)v)));
#else
    uint32_t m = 0;
    for (unsigned i = 0; i < GROUP; i++)
        m |= (uint32_t)(p[i] == v) << i;
    return m;
#endif
}

static inline uint8_t ctrl_of(uint32_t tag) { return (uint8_t)(0x80 | tag >> 25); }
static inline uint32_t tag_of(uint64_t hash) { return (uint32_t)(hash ^ hash >> 32) | 1; }
static inline uint32_t first_group(const struct map *m, uint32_t tag) { return (tag >> 1) & (m->groups - 1); }
static inline char *entry_at(const struct map *m, uint32_t i) { return m->entries + (uint64_t)i * m->stride; }

/* -- Keys -------------------------------------------------------------------------------------------------------------- */

enum key_kind { KEY_32, KEY_64, KEY_STRING, KEY_OTHER };

/* Keys of 4 and 8 bytes need not be aligned: struct { a, b int32 }. */
static inline uint32_t load32(const void *p) { uint32_t v; memcpy(&v, p, 4); return v; }
static inline uint64_t load64(const void *p) { uint64_t v; memcpy(&v, p, 8); return v; }

static inline enum key_kind key_kind(const struct rtype *k)
{
    if (k->tflag & TFLAG_REGULAR)
        return k->size == 8 ? KEY_64 : k->size == 4 ? KEY_32 : KEY_OTHER;
    return type_kind(k) == KIND_STRING ? KEY_STRING : KEY_OTHER;
}

static inline bool key_hash(struct rtype *k, enum key_kind kind, uint64_t seed, const void *key, uint32_t *tag,
                            struct value_fault *fault)
{
    uint64_t h;
    const struct go_string *s = key;
    switch (kind) {
    case KEY_32: h = hash_u64(load32(key), seed); break;
    case KEY_64: h = hash_u64(load64(key), seed); break;
    case KEY_STRING: h = hash_mem(s->ptr, (uint64_t)s->len, seed); break;
    default:
        if (!value_hash(k, key, seed, &h, fault))
            return false;
    }
    *tag = tag_of(h);
    return true;
}

/* Both keys hashed without fault, so comparing them cannot fault. */
static inline bool key_same(struct rtype *k, enum key_kind kind, const void *a, const void *b)
{
    const struct go_string *x = a, *y = b;
    struct value_fault fault;
    switch (kind) {
    case KEY_32: return load32(a) == load32(b);
    case KEY_64: return load64(a) == load64(b);
    case KEY_STRING: return x->len == y->len && (x->len == 0 || x->ptr == y->ptr || memcmp(x->ptr, y->ptr, (size_t)x->len) == 0);
    default: return value_equal(k, a, b, &fault) == VALUE_EQUAL;
    }
}

/* -- Searching ---------------------------------------------------------------------------------------------------------- */

#define ABSENT UINT32_MAX

/* Number of the entry with key, or ABSENT; *slot its table slot. */
static inline uint32_t search(struct rtype *k, enum key_kind kind, const struct map *m, const void *key, uint32_t tag,
                              uint32_t *slot)
{
    if (!m->groups) {
        for (uint32_t i = 0; i < m->used; i++)
            if (m->tags[i] == tag && key_same(k, kind, entry_at(m, i), key))
                return i;
        return ABSENT;
    }
    uint32_t g = first_group(m, tag);
    for (uint32_t step = 1;; g = (g + step++) & (m->groups - 1)) {
        const uint8_t *ctrl = m->ctrl + (uint64_t)g * GROUP;
        for (uint32_t hits = group_match(ctrl, ctrl_of(tag)); hits; hits &= hits - 1) {
            uint32_t s = g * GROUP + (uint32_t)__builtin_ctz(hits), i = m->slots[s];
            if (m->tags[i] == tag && key_same(k, kind, entry_at(m, i), key)) {
                *slot = s;
                return i;
            }
        }
        if (group_match(ctrl, CTRL_EMPTY))
            return ABSENT;
    }
}

static void table_put(struct map *m, uint32_t tag, uint32_t entry)
{
    uint32_t g = first_group(m, tag);
    for (uint32_t step = 1;; g = (g + step++) & (m->groups - 1)) {
        uint8_t *ctrl = m->ctrl + (uint64_t)g * GROUP;
        uint32_t room = group_match(ctrl, CTRL_EMPTY) | group_match(ctrl, CTRL_DELETED);
        if (room) {
            uint32_t at = (uint32_t)__builtin_ctz(room);
            ctrl[at] = ctrl_of(tag);
            m->slots[g * GROUP + at] = entry;
            return;
        }
    }
}

void *map_zero(struct map_type *t)
{
    static char small[1024] __attribute__((aligned(16)));
    static _Atomic(char *) big;
    static _Atomic uint64_t big_size;
    if (t->elem->size <= sizeof small)
        return small;
    char *p = atomic_load(&big);
    if (t->elem->size > atomic_load(&big_size)) {       /* the old one stays for whoever has its address */
        p = xcalloc(1, t->elem->size);
        atomic_store(&big, p);
        atomic_store(&big_size, t->elem->size);
    }
    return p;
}

static inline void *elem_at(const struct map *m, const struct map_type *t, uint32_t i)
{
    return t->elem->size ? entry_at(m, i) + m->elem_off : heap_zero_object;
}

enum map_result map_find(struct map_type *t, struct map *m, const void *key, void **elem, struct value_fault *fault)
{
    enum key_kind kind = key_kind(t->key);
    uint32_t tag, slot;
    *elem = NULL;
    if (!m || m->count == 0) {
        if (kind == KEY_OTHER && !key_hash(t->key, kind, 0, key, &tag, fault))
            return MAP_FAULT;
        return MAP_DONE;
    }
    if (m->writing)
        return MAP_RACE;
    if (!key_hash(t->key, kind, m->seed, key, &tag, fault))
        return MAP_FAULT;
    uint32_t i = search(t->key, kind, m, key, tag, &slot);
    if (i != ABSENT)
        *elem = elem_at(m, t, i);
    return MAP_DONE;
}

/* -- Building ------------------------------------------------------------------------------------------------------------ */

static uint32_t align_up(uint64_t n, uint64_t a) { return (uint32_t)((n + a - 1) & ~(a - 1)); }

/* g NULL: memory is there, whatever the trigger of the collector says. */
static void *room(struct g *g, uint64_t size, bool has_ptrs)
{
    return g ? heap_alloc(g, size, has_ptrs) : heap_alloc_must(NULL, size, has_ptrs);
}

/* Gives m empty arrays for cap entries and a table of groups groups; false: collect and retry, m unchanged. */
static bool new_arrays(struct g *g, struct map_type *t, struct map *m, uint32_t cap, uint32_t groups)
{
    char *entries = room(g, (uint64_t)cap * m->stride, type_has_ptrs(t->key) || type_has_ptrs(t->elem));
    if (!entries)
        return false;
    uint64_t table = (uint64_t)groups * GROUP;
    char *block = room(g, (uint64_t)cap * 4 + table * 5, false);
    if (!block)
        return false;
    m->entries = entries;
    m->tags = (uint32_t *)block;
    m->slots = (uint32_t *)block + cap;
    m->ctrl = (uint8_t *)(m->slots + table);
    m->cap = cap;
    m->groups = groups;
    m->used = 0;
    return true;
}

/* Groups whose table, at most 7/8 full, takes n entries. */
static uint32_t groups_for(uint64_t n)
{
    uint64_t groups = 1;
    while (groups * (GROUP * 7 / 8) < n)
        groups *= 2;
    if (groups > (1u << 27))
        fatal("map too large");
    return (uint32_t)groups;
}

struct map *map_new(struct g *g, struct map_type *t, int64_t hint)
{
    struct map *m = room(g, sizeof *m, true);
    if (!m)
        return NULL;
    uint64_t align = t->key->align > t->elem->align ? t->key->align : t->elem->align;
    m->seed = random_u64();
    m->elem_off = align_up(t->key->size, t->elem->align ? t->elem->align : 1);
    m->stride = align_up(m->elem_off + t->elem->size, align ? align : 1);
    if (m->stride == 0)
        m->stride = 1;
    if (hint > MAP_SMALL && hint < (int64_t)1 << 31) {
        uint32_t groups = groups_for((uint64_t)hint);
        if (!new_arrays(g, t, m, groups * (GROUP * 7 / 8), groups))
            return NULL;
    }
    return m;
}

/* Room for one more entry: doubles, or only squeezes the holes out if they are many. */
static bool make_room(struct g *g, struct map_type *t, struct map *m)
{
    struct map old = *m;
    uint32_t cap = MAP_SMALL, groups = 0;
    if (m->cap) {
        uint64_t want = m->count >= (uint64_t)m->cap * 3 / 4 ? (uint64_t)m->cap * 2 : m->cap;
        if (want > MAP_SMALL) {
            groups = groups_for(want > 2 * MAP_SMALL ? want : GROUP * 7 / 8);
            cap = groups * (GROUP * 7 / 8);
        }
    }
    if (!new_arrays(g, t, m, cap, groups))
        return false;
    for (uint32_t i = 0; i < old.used; i++) {
        if (!old.tags[i])
            continue;
        memcpy(entry_at(m, m->used), entry_at(&old, i), m->stride);
        m->tags[m->used] = old.tags[i];
        if (groups)
            table_put(m, old.tags[i], m->used);
        m->used++;
    }
    m->rebuilds++;
    return true;
}

/* -- Writing ---------------------------------------------------------------------------------------------------------------- */

static bool begin_write(struct map *m) { return !atomic_exchange_explicit(&m->writing, 1, memory_order_relaxed); }
static bool end_write(struct map *m) { return atomic_exchange_explicit(&m->writing, 0, memory_order_relaxed); }

enum map_result map_assign(struct g *g, struct map_type *t, struct map *m, const void *key, void **elem,
                           struct value_fault *fault)
{
    enum key_kind kind = key_kind(t->key);
    uint32_t tag, slot;
    if (!begin_write(m))
        return MAP_RACE;
    if (!key_hash(t->key, kind, m->seed, key, &tag, fault)) {
        end_write(m);
        return MAP_FAULT;
    }
    uint32_t i = m->count ? search(t->key, kind, m, key, tag, &slot) : ABSENT;
    if (i == ABSENT) {
        if (m->used == m->cap && !make_room(g, t, m)) {
            end_write(m);
            return MAP_RETRY;
        }
        i = m->used++;
        memcpy(entry_at(m, i), key, t->key->size);
        m->tags[i] = tag;
        if (m->groups)
            table_put(m, tag, i);
        m->count++;
    } else if (!(t->key->tflag & TFLAG_REGULAR)) {
        memcpy(entry_at(m, i), key, t->key->size);      /* equal keys may differ: -0 and 0, strings elsewhere */
    }
    heap_barrier_copy(entry_at(m, i), m->stride);
    *elem = elem_at(m, t, i);
    return end_write(m) ? MAP_DONE : MAP_RACE;
}

struct map *map_of_entries(struct map_type *t, const char *entries, uint64_t n, uint64_t stride, uint64_t elem_off)
{
    struct map *m = map_new(NULL, t, (int64_t)n);
    struct value_fault fault;
    for (uint64_t i = 0; i < n; i++, entries += stride) {
        void *elem;
        if (map_assign(NULL, t, m, entries, &elem, &fault) != MAP_DONE)
            fatal("static map data with a key that cannot be hashed");
        if (t->elem->size)
            memcpy(elem, entries + elem_off, t->elem->size);
    }
    return m;
}

static void wipe(struct map *m)
{
    memset(m->entries, 0, (uint64_t)m->used * m->stride);
    memset(m->tags, 0, (uint64_t)m->used * 4);
    if (m->groups)
        memset(m->ctrl, CTRL_EMPTY, (uint64_t)m->groups * GROUP);
    m->used = 0;
    m->count = 0;
}

enum map_result map_delete(struct map_type *t, struct map *m, const void *key, struct value_fault *fault)
{
    enum key_kind kind = key_kind(t->key);
    uint32_t tag, slot = 0;
    if (!m || m->count == 0) {
        if (kind == KEY_OTHER && !key_hash(t->key, kind, 0, key, &tag, fault))
            return MAP_FAULT;
        return MAP_DONE;
    }
    if (!begin_write(m))
        return MAP_RACE;
    if (!key_hash(t->key, kind, m->seed, key, &tag, fault)) {
        end_write(m);
        return MAP_FAULT;
    }
    uint32_t i = search(t->key, kind, m, key, tag, &slot);
    if (i != ABSENT) {
        bool hole = false;      /* a deleted slot has its hole, so that some slot is always empty */
        if (m->groups) {
            hole = !group_match(m->ctrl + (slot & ~(uint32_t)(GROUP - 1)), CTRL_EMPTY);
            m->ctrl[slot] = hole ? CTRL_DELETED : CTRL_EMPTY;
        }
        m->tags[i] = 0;
        memset(entry_at(m, i), 0, m->stride);
        m->count--;
        if (m->count == 0 && m->used * 2 >= m->cap)
            wipe(m);
        else if (!hole && i + 1 == m->used)
            m->used--;
    }
    return end_write(m) ? MAP_DONE : MAP_RACE;
}

enum map_result map_clear(struct map_type *t, struct map *m)
{
    if (!m || m->count == 0)
        return MAP_DONE;
    if (!begin_write(m))
        return MAP_RACE;
    wipe(m);
    m->seed = random_u64();
    m->clears++;
    return end_write(m) ? MAP_DONE : MAP_RACE;
}

/* -- Iteration ----------------------------------------------------------------------------------------------------------------- */

void map_iter_init(struct map_type *t, struct map *m, struct map_iter *it)
{
    memset(it, 0, sizeof *it);
    it->type = t;
    if (!m || m->count == 0)
        return;
    it->map = m;
    it->entries = m->entries;
    it->tags = m->tags;
    it->bound = it->left = m->used;
    it->next = (uint32_t)(random_u64() % m->used);
    it->rebuilds = m->rebuilds;
    it->clears = m->clears;
}

enum map_result map_iter_next(struct map_iter *it)
{
    struct map *m = it->map;
    struct map_type *t = it->type;
    it->key = it->elem = NULL;
    if (!m)
        return MAP_DONE;
    if (m->writing)
        return MAP_RACE;
    while (it->left) {
        uint32_t i = it->next++;
        if (it->next == it->bound)
            it->next = 0;
        it->left--;
        if (it->rebuilds == m->rebuilds) {
            if (i >= m->used || !m->tags[i])
                continue;
            it->key = entry_at(m, i);
            it->elem = elem_at(m, t, i);
            return MAP_DONE;
        }
        if (it->clears != m->clears)
            break;
        if (!it->tags[i])
            continue;
        char *key = it->entries + (uint64_t)i * m->stride;
        enum key_kind kind = key_kind(t->key);
        uint32_t tag, slot;
        struct value_fault fault;
        if (!key_same(t->key, kind, key, key)) {        /* NaN: cannot have been deleted or changed */
            it->key = key;
            it->elem = t->elem->size ? key + m->elem_off : heap_zero_object;
            return MAP_DONE;
        }
        if (m->count == 0 || !key_hash(t->key, kind, m->seed, key, &tag, &fault))
            continue;
        uint32_t now = search(t->key, kind, m, key, tag, &slot);
        if (now == ABSENT)
            continue;
        it->key = entry_at(m, now);
        it->elem = elem_at(m, t, now);
        return MAP_DONE;
    }
    it->left = 0;
    return MAP_DONE;
}
