/* runtime/map_entries.c - map instructions: entries of isa-spec/runtime.rt over map.c. */
#include <string.h>
#include "runtime/g.h"
#include "runtime/map.h"
#include "runtime/types.h"
#include "runtime_entries.h"

static enum rt_result hook(struct act *c, const char *name)
{
    c->panic_hook = name;
    c->call_nargs = 0;
    return RT_GUEST_PANIC;
}

static enum rt_result finish(struct act *c, enum map_result r, const struct value_fault *fault, const char *race)
{
    switch (r) {
    case MAP_DONE: return RT_DONE;
    case MAP_RETRY: return RT_RETRY;
    case MAP_FAULT: return value_fault_unhashable(c, fault);
    default:
        c->g->throw_msg = race;
        return RT_THROW;
    }
}

#define RACE_READ "concurrent map read and map write"
#define RACE_WRITE "concurrent map writes"
#define RACE_ITER "concurrent map iteration and map write"

static inline enum rt_result access(struct act *c, const void *key, bool two)
{
    struct map_type *t = (struct map_type *)c->type;
    struct value_fault fault;
    void *elem;
    enum map_result r = map_find(t, (struct map *)c->a[0], key, &elem, &fault);
    c->r[0] = (uint64_t)(elem ? elem : map_zero(t));
    if (two)
        c->r[1] = elem != NULL;
    return finish(c, r, &fault, RACE_READ);
}

static inline enum rt_result assign(struct act *c, const void *key)
{
    struct value_fault fault;
    void *elem = NULL;
    if (!c->a[0])
        return hook(c, "panicmap");
    enum map_result r = map_assign(c->g, (struct map_type *)c->type, (struct map *)c->a[0], key, &elem, &fault);
    c->r[0] = (uint64_t)elem;
    return finish(c, r, &fault, RACE_WRITE);
}

static inline enum rt_result delete(struct act *c, const void *key)
{
    struct value_fault fault;
    return finish(c, map_delete((struct map_type *)c->type, (struct map *)c->a[0], key, &fault), &fault, RACE_WRITE);
}

/* Scalar keys arrive as a word, whose low bytes (little-endian hosts) are the key in memory; strings as two slots. */
enum rt_result rt_mapaccess1(struct act *c) { return access(c, (void *)c->a[1], false); }
enum rt_result rt_mapaccess2(struct act *c) { return access(c, (void *)c->a[1], true); }
enum rt_result rt_mapassign(struct act *c) { return assign(c, (void *)c->a[1]); }
enum rt_result rt_mapdelete(struct act *c) { return delete(c, (void *)c->a[1]); }
enum rt_result rt_mapaccess1_w(struct act *c) { return access(c, &c->a[1], false); }
enum rt_result rt_mapaccess2_w(struct act *c) { return access(c, &c->a[1], true); }
enum rt_result rt_mapassign_w(struct act *c) { return assign(c, &c->a[1]); }
enum rt_result rt_mapdelete_w(struct act *c) { return delete(c, &c->a[1]); }
enum rt_result rt_mapaccess1_s(struct act *c) { return access(c, &c->a[1], false); }
enum rt_result rt_mapaccess2_s(struct act *c) { return access(c, &c->a[1], true); }
enum rt_result rt_mapassign_s(struct act *c) { return assign(c, &c->a[1]); }
enum rt_result rt_mapdelete_s(struct act *c) { return delete(c, &c->a[1]); }

enum rt_result rt_makemap(struct act *c)
{
    struct map *m = map_new(c->g, (struct map_type *)c->type, (int64_t)c->a[0]);
    c->r[0] = (uint64_t)m;
    return m ? RT_DONE : RT_RETRY;
}

enum rt_result rt_mapclear(struct act *c)
{
    return finish(c, map_clear((struct map_type *)c->type, (struct map *)c->a[0]), NULL, RACE_WRITE);
}

enum rt_result rt_maplen(struct act *c)
{
    c->r[0] = c->a[0] ? ((struct map *)c->a[0])->count : 0;
    return RT_DONE;
}

enum rt_result rt_mapiterinit(struct act *c)
{
    map_iter_init((struct map_type *)c->type, (struct map *)c->a[0], (struct map_iter *)c->a[1]);
    return RT_DONE;
}

enum rt_result rt_mapiternext(struct act *c)
{
    struct map_iter *it = (struct map_iter *)c->a[0];
    enum map_result r = map_iter_next(it);
    c->r[0] = it->key != NULL;
    return finish(c, r, NULL, RACE_ITER);
}

enum rt_result rt_mapiterkey(struct act *c)
{
    c->r[0] = (uint64_t)((struct map_iter *)c->a[0])->key;
    return RT_DONE;
}

enum rt_result rt_mapiterval(struct act *c)
{
    c->r[0] = (uint64_t)((struct map_iter *)c->a[0])->elem;
    return RT_DONE;
}
