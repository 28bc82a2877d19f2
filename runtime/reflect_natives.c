/* runtime/reflect_natives.c - body-less functions of reflect and internal/reflectlite. */
#include <stdlib.h>
#include <string.h>
#include "runtime/adaptor.h"
#include "runtime/base/fatal.h"
#include "runtime/base/vec.h"
#include "runtime/chan.h"
#include "runtime/equal.h"
#include "runtime/heap.h"
#include "runtime/map.h"
#include "runtime/natives.h"
#include "runtime/slice.h"
#include "runtime/types.h"
#include "vm/module/image.h"

#define NATIVE(name) static enum rt_result name(struct act *c)
#define TYPE(i) ((struct rtype *)c->a[i])
#define PTR(i) ((char *)c->a[i])

static enum rt_result give(struct act *c, const void *p)
{
    c->r[0] = (uint64_t)p;
    return RT_DONE;
}

static enum rt_result hook_string(struct act *c, const char *hook, const char *text)
{
    c->panic_hook = hook;
    c->call_args[0] = (uint64_t)text;
    c->call_args[1] = strlen(text);
    c->call_nargs = 2;
    return RT_GUEST_PANIC;
}

/* -- Descriptors ----------------------------------------------------------------------------------------------------- */

NATIVE(resolve_name) { return give(c, type_name_off((int32_t)c->a[1])); }
NATIVE(resolve_type) { return give(c, type_off((int32_t)c->a[1])); }
NATIVE(resolve_text) { return give(c, type_text((int32_t)c->a[1])); }
NATIVE(add_off) { c->r[0] = (uint64_t)(int64_t)type_add_off(PTR(0)); return RT_DONE; }
NATIVE(ptr_to) { return give(c, type_ptr_to(TYPE(0))); }
NATIVE(slice_of) { return give(c, type_slice_of(TYPE(0))); }
NATIVE(array_of) { return give(c, type_array_of(TYPE(0), c->a[1])); }
NATIVE(chan_of) { return give(c, type_chan_of(TYPE(0), (uint32_t)c->a[1])); }
NATIVE(map_of) { return give(c, type_map_of(TYPE(0), TYPE(1))); }
NATIVE(func_of)
{
    return give(c, type_func_of((struct rtype **)c->a[0], (uint32_t)c->a[1], (struct rtype **)c->a[3],
                                (uint32_t)c->a[4], c->a[6] != 0));
}

struct found { vec(struct rtype *) list; };

static void add_found(void *arg, struct rtype *t)
{
    struct found *f = arg;
    for (size_t i = 0; i < f->list.n; i++)
        if (f->list.at[i] == t)
            return;
    vec_push(&f->list, t);
}

NATIVE(types_by_string)
{
    struct found f = {0};
    types_structs_named(c->fn->image->prog, (struct go_string){ PTR(0), (int64_t)c->a[1] }, add_found, &f);
    uint64_t n = f.list.n;
    void *p = heap_alloc(c->g, n * sizeof(void *), true);
    if (p && n)
        memcpy(p, f.list.at, n * sizeof(void *));
    vec_free(&f.list);
    if (!p)
        return RT_RETRY;
    c->r[0] = (uint64_t)p;
    c->r[1] = c->r[2] = n;
    return RT_DONE;
}

/* Marks the pointer words of a value of type t at byte offset off; what the library's own tests ask for. */
static void mark_words(const struct rtype *t, uint64_t off, uint8_t *mask)
{
    if (!t->ptrdata)
        return;
    if (type_kind(t) == KIND_STRUCT) {
        const struct struct_type *s = (const void *)t;
        for (int64_t i = 0; i < s->nfields; i++)
            mark_words(s->fields[i].type, off + s->fields[i].offset, mask);
    } else if (type_kind(t) == KIND_ARRAY) {
        const struct array_type *a = (const void *)t;
        for (uint64_t i = 0; i < a->len; i++)
            mark_words(a->elem, off + i * a->elem->size, mask);
    } else {
        for (uint64_t i = 0; i < t->ptrdata; i += 8)
            mask[(off + i) / 8] = 1;
    }
}

NATIVE(gc_bits)                 /* a pointer in an interface -> a byte for each word of what it points to */
{
    const struct rtype *t = type_elem(iface_type(c->a[0]));
    uint64_t n = t->ptrdata / 8;
    uint8_t *mask = heap_alloc(c->g, n, false);
    if (!mask)
        return RT_RETRY;
    mark_words(t, 0, mask);
    c->r[0] = (uint64_t)mask;
    c->r[1] = c->r[2] = n;
    return RT_DONE;
}

/* -- Memory ---------------------------------------------------------------------------------------------------------- */

NATIVE(unsafe_new)
{
    void *p = heap_alloc(c->g, TYPE(0)->size, type_has_ptrs(TYPE(0)));
    return p ? give(c, p) : RT_RETRY;
}

NATIVE(unsafe_new_array)
{
    uint64_t size = TYPE(0)->size, n = c->a[1];
    if ((int64_t)n < 0 || n > SLICE_MAX_BYTES || (size && n > SLICE_MAX_BYTES / size))
        return hook_string(c, "panicplain", "runtime: allocation size out of range");
    void *p = heap_alloc(c->g, size * n, type_has_ptrs(TYPE(0)));
    return p ? give(c, p) : RT_RETRY;
}

static enum rt_result move(void *to, const void *from, uint64_t n)
{
    if (n)
        memmove(to, from, n);
    heap_barrier_copy(to, n);
    return RT_DONE;
}

NATIVE(memory_move) { return move(PTR(0), PTR(1), c->a[2]); }
NATIVE(typed_move) { return move(PTR(1), PTR(2), TYPE(0)->size); }
NATIVE(typed_move_part) { return move(PTR(1), PTR(2), c->a[4]); }    /* addresses include the offset */
NATIVE(typed_clear) { memset(PTR(1), 0, TYPE(0)->size); return RT_DONE; }
NATIVE(typed_clear_part) { memset(PTR(1), 0, c->a[3]); return RT_DONE; }

NATIVE(typed_slice_copy)        /* elem type, dst (3 slots), src (3 slots) */
{
    uint64_t n = c->a[2] < c->a[5] ? c->a[2] : c->a[5];
    if (n && TYPE(0)->size)
        memmove(PTR(1), PTR(4), n * TYPE(0)->size);
    c->r[0] = n;
    return RT_DONE;
}

NATIVE(type_hash)
{
    struct value_fault fault;
    if (!value_hash(TYPE(0), PTR(1), c->a[2], &c->r[0], &fault))
        return value_fault_unhashable(c, &fault);
    return RT_DONE;
}

NATIVE(not_in_heap) { c->r[0] = heap_base(PTR(0), NULL) == NULL; return RT_DONE; }

NATIVE(iface_e2i)               /* interface type, value (2 slots), destination */
{
    struct rtype *have = iface_type(c->a[1]);
    struct go_string missing = { "", 0 };
    uint64_t *dst = (uint64_t *)c->a[3];
    if (!have) {
        c->panic_hook = "panicnildottype";
        c->call_args[0] = c->a[0];
        c->call_nargs = 1;
        return RT_GUEST_PANIC;
    }
    void *word = itab_get(TYPE(0), have, &missing);
    if (!word) {
        c->panic_hook = "panicmissing";
        c->call_args[0] = (uint64_t)have;
        c->call_args[1] = c->a[0];
        c->call_args[2] = (uint64_t)missing.ptr;
        c->call_args[3] = (uint64_t)missing.len;
        c->call_nargs = 4;
        return RT_GUEST_PANIC;
    }
    dst[0] = (uint64_t)word;
    dst[1] = c->a[2];
    return RT_DONE;
}

/* -- Calls ------------------------------------------------------------------------------------------------------------ */

NATIVE(func_adaptor) { return give(c, adaptor_fn((struct func_type *)TYPE(0))); }

/* -- Channels --------------------------------------------------------------------------------------------------------- */

NATIVE(make_chan)
{
    bool bad = false;
    struct chan *ch = chan_make(c->g, TYPE(0), (int64_t)c->a[1], &bad);
    if (bad) {
        c->panic_hook = "panicmakechansize";
        c->call_nargs = 0;
        return RT_GUEST_PANIC;
    }
    return ch ? give(c, ch) : RT_RETRY;
}

NATIVE(chan_len) { c->r[0] = c->a[0] ? ((struct chan *)c->a[0])->count : 0; return RT_DONE; }
NATIVE(chan_cap) { c->r[0] = c->a[0] ? ((struct chan *)c->a[0])->cap : 0; return RT_DONE; }

NATIVE(chan_shut)
{
    c->panic_hook = chan_close(c->g, (struct chan *)c->a[0]);
    c->call_nargs = 0;
    return c->panic_hook ? RT_GUEST_PANIC : RT_DONE;
}

NATIVE(chan_receive)            /* ch, nonblocking, val -> selected, received */
{
    struct select_case one = { (struct chan *)c->a[0], 2, PTR(2) };
    int64_t chosen = -1;
    bool ok = false;
    enum rt_result r = chan_select_cases(c, &one, 1, c->a[1] != 0, &c->s[0], &chosen, &ok);
    c->r[0] = chosen == 0;
    c->r[1] = ok;
    return r;
}

NATIVE(chan_transmit)           /* ch, val, nonblocking -> selected */
{
    struct select_case one = { (struct chan *)c->a[0], 1, PTR(1) };
    int64_t chosen = -1;
    bool ok = false;
    enum rt_result r = chan_select_cases(c, &one, 1, c->a[2] != 0, &c->s[0], &chosen, &ok);
    c->r[0] = chosen == 0;
    return r;
}

struct runtime_select { uint64_t dir; struct rtype *type; struct chan *chan; void *val; };

NATIVE(select_cases)            /* []runtimeSelect -> chosen, received; direction 3 is the default case */
{
    const struct runtime_select *in = (const void *)c->a[0];
    uint64_t n = c->a[1];
    struct select_case *cases = xcalloc(n + 1, sizeof *cases);
    uint32_t *from = xcalloc(n + 1, sizeof *from), k = 0;
    int64_t other = -1, chosen = -1;
    bool ok = false;
    for (uint32_t i = 0; i < n; i++) {
        if (in[i].dir == 3) {
            other = i;
            continue;
        }
        cases[k] = (struct select_case){ in[i].chan, in[i].dir, in[i].val };
        from[k++] = i;
    }
    enum rt_result r = chan_select_cases(c, cases, k, other >= 0, &c->s[0], &chosen, &ok);
    c->r[0] = chosen < 0 ? (uint64_t)other : from[chosen];
    c->r[1] = ok;
    free(cases);
    free(from);
    return r;
}

/* -- Maps -------------------------------------------------------------------------------------------------------------- */

static enum rt_result map_end(struct act *c, enum map_result r, const struct value_fault *fault)
{
    if (r == MAP_FAULT)
        return value_fault_unhashable(c, fault);
    if (r == MAP_RACE) {
        c->g->throw_msg = "concurrent map writes";
        return RT_THROW;
    }
    return r == MAP_RETRY ? RT_RETRY : RT_DONE;
}

NATIVE(make_map)
{
    struct map *m = map_new(c->g, (struct map_type *)TYPE(0), (int64_t)c->a[1]);
    return m ? give(c, m) : RT_RETRY;
}

static enum rt_result access(struct act *c, const void *key)
{
    struct value_fault fault;
    void *elem;
    enum map_result r = map_find((struct map_type *)TYPE(0), (struct map *)c->a[1], key, &elem, &fault);
    c->r[0] = (uint64_t)elem;
    return map_end(c, r, &fault);
}

static enum rt_result assign(struct act *c, const void *key, const void *val)
{
    struct map_type *t = (struct map_type *)TYPE(0);
    struct value_fault fault;
    void *elem;
    if (!c->a[1]) {
        c->panic_hook = "panicmap";
        c->call_nargs = 0;
        return RT_GUEST_PANIC;
    }
    enum map_result r = map_assign(c->g, t, (struct map *)c->a[1], key, &elem, &fault);
    if (r == MAP_DONE)
        memmove(elem, val, t->elem->size);
    return map_end(c, r, &fault);
}

static enum rt_result delete(struct act *c, const void *key)
{
    struct value_fault fault;
    return map_end(c, map_delete((struct map_type *)TYPE(0), (struct map *)c->a[1], key, &fault), &fault);
}

NATIVE(map_access) { return access(c, PTR(2)); }
NATIVE(map_access_string) { return access(c, &c->a[2]); }
NATIVE(map_set) { return assign(c, PTR(2), PTR(3)); }
NATIVE(map_set_string) { return assign(c, &c->a[2], PTR(4)); }
NATIVE(map_remove) { return delete(c, PTR(2)); }
NATIVE(map_remove_string) { return delete(c, &c->a[2]); }
NATIVE(map_length) { c->r[0] = c->a[0] ? ((struct map *)c->a[0])->count : 0; return RT_DONE; }

NATIVE(map_iter_start)          /* positions at the first entry */
{
    struct map_iter *it = (struct map_iter *)c->a[2];
    map_iter_init((struct map_type *)TYPE(0), (struct map *)c->a[1], it);
    return map_end(c, map_iter_next(it), NULL);
}
NATIVE(map_iter_step) { return map_end(c, map_iter_next((struct map_iter *)c->a[0]), NULL); }
NATIVE(map_iter_key) { return give(c, ((struct map_iter *)c->a[0])->key); }
NATIVE(map_iter_elem) { return give(c, ((struct map_iter *)c->a[0])->elem); }

const struct native_binding natives_reflect[] = {
    { "reflect.resolveNameOff", resolve_name },
    { "reflect.resolveTypeOff", resolve_type },
    { "reflect.resolveTextOff", resolve_text },
    { "reflect.addReflectOff", add_off },
    { "reflect.typePtrTo", ptr_to },
    { "reflect.typeSliceOf", slice_of },
    { "reflect.typeArrayOf", array_of },
    { "reflect.typeChanOf", chan_of },
    { "reflect.typeMapOf", map_of },
    { "reflect.typeFuncOf", func_of },
    { "reflect.typesByString", types_by_string },
    { "reflect.gcbits", gc_bits },
    { "reflect.unsafe_New", unsafe_new },
    { "reflect.unsafe_NewArray", unsafe_new_array },
    { "reflect.memmove", memory_move },
    { "reflect.typedmemmove", typed_move },
    { "reflect.typedmemmovepartial", typed_move_part },
    { "reflect.typedmemclr", typed_clear },
    { "reflect.typedmemclrpartial", typed_clear_part },
    { "reflect.typedslicecopy", typed_slice_copy },
    { "reflect.typehash", type_hash },
    { "reflect.verifyNotInHeapPtr", not_in_heap },
    { "reflect.ifaceE2I", iface_e2i },
    { "reflect.callFunc", adaptor_call },
    { "reflect.funcAdaptor", func_adaptor },
    { "reflect.makechan", make_chan },
    { "reflect.chanlen", chan_len },
    { "reflect.chancap", chan_cap },
    { "reflect.chanclose", chan_shut },
    { "reflect.chanrecv", chan_receive },
    { "reflect.chansend", chan_transmit },
    { "reflect.rselect", select_cases },
    { "reflect.makemap", make_map },
    { "reflect.mapaccess", map_access },
    { "reflect.mapaccess_faststr", map_access_string },
    { "reflect.mapassign", map_set },
    { "reflect.mapassign_faststr", map_set_string },
    { "reflect.mapdelete", map_remove },
    { "reflect.mapdelete_faststr", map_remove_string },
    { "reflect.mapiterinit", map_iter_start },
    { "reflect.mapiternext", map_iter_step },
    { "reflect.mapiterkey", map_iter_key },
    { "reflect.mapiterelem", map_iter_elem },
    { "reflect.maplen", map_length },
    { "internal/reflectlite.resolveNameOff", resolve_name },
    { "internal/reflectlite.resolveTypeOff", resolve_type },
    { "internal/reflectlite.chanlen", chan_len },
    { "internal/reflectlite.maplen", map_length },
    { "internal/reflectlite.unsafe_New", unsafe_new },
    { "internal/reflectlite.ifaceE2I", iface_e2i },
    { "internal/reflectlite.typedmemmove", typed_move },
    { NULL, NULL },
};
