/* runtime/equal.c - equality of values by type (==, interface comparison, map keys). */
#include "runtime/equal.h"
#include "runtime/frame.h"
#include "runtime/g.h"
#include "runtime/types.h"
#include "runtime_entries.h"


static enum value_equal eq(struct rtype *t, const void *a, const void *b, struct value_fault *fault, const char *base);

static bool blank(const struct struct_field *f) { return f->name[1] == 1 && f->name[2] == '_'; }

/* Can comparing values of type t panic, since they hold interfaces? */
static bool may_panic(const struct rtype *t)
{
    const struct struct_type *st = (const void *)t;
    if (t->tflag & TFLAG_REGULAR)
        return false;
    switch (type_kind(t)) {
    case KIND_INTERFACE: return true;
    case KIND_ARRAY: return may_panic(type_elem(t));
    case KIND_STRUCT:
        for (int64_t i = 0; i < st->nfields; i++)
            if (may_panic(st->fields[i].type))
                return true;
        return false;
    default: return false;
    }
}

/* Do a and b, which hold no interfaces, differ in what is seen without following a pointer?  Looked at first, as gc
 * does: a difference found here keeps what follows from being read. */
static bool differ_at_once(struct rtype *t, const char *a, const char *b)
{
    if (t->tflag & TFLAG_REGULAR)
        return memcmp(a, b, t->size) != 0;
    switch (type_kind(t)) {
    case KIND_STRING: return ((const struct go_string *)a)->len != ((const struct go_string *)b)->len;
    case KIND_STRUCT: {
        const struct struct_type *st = (const void *)t;
        for (int64_t i = 0; i < st->nfields; i++)
            if (!blank(&st->fields[i]) && differ_at_once(st->fields[i].type, a + st->fields[i].offset, b + st->fields[i].offset))
                return true;
        return false;
    }
    case KIND_ARRAY: {
        const struct array_type *at = (const void *)t;
        for (uint64_t i = 0, size = at->elem->size; i < at->len; i++)
            if (differ_at_once(at->elem, a + i * size, b + i * size))
                return true;
        return false;
    }
    default: return false;
    }
}

static enum value_equal eq_iface(const uint64_t *a, const uint64_t *b, struct value_fault *fault, const char *base)
{
    struct rtype *t = iface_type(a[0]), *u = iface_type(b[0]);
    if (t != u)
        return VALUE_DIFFERENT;
    if (!t)
        return VALUE_EQUAL;
    if (!t->equal) {
        fault->type = t;
        return VALUE_FAULT;
    }
    if (type_is_direct(t))
        return a[1] == b[1] ? VALUE_EQUAL : VALUE_DIFFERENT;
    return eq(t, (const void *)a[1], (const void *)b[1], fault, base);
}

/* Interfaces are compared in order; between them what is cheap comes first. */
static enum value_equal eq_parts(struct rtype *t, const char *a, const char *b, struct value_fault *fault, const char *base)
{
    enum value_equal r = VALUE_EQUAL;
    if (type_kind(t) == KIND_ARRAY) {
        const struct array_type *at = (const void *)t;
        if (!may_panic(t) && differ_at_once(t, a, b))
            return VALUE_DIFFERENT;
        for (uint64_t i = 0, n = at->len, size = at->elem->size; i < n && r == VALUE_EQUAL; i++)
            r = eq(at->elem, a + i * size, b + i * size, fault, base);
        return r;
    }
    const struct struct_type *st = (const void *)t;
    int64_t seen = 0;                   /* fields before this one do not differ at once */
    for (int64_t i = 0; i < st->nfields && r == VALUE_EQUAL; i++) {
        for (; seen < st->nfields && !may_panic(st->fields[seen].type); seen++) {
            const struct struct_field *f = &st->fields[seen];
            if (!blank(f) && differ_at_once(f->type, a + f->offset, b + f->offset))
                return VALUE_DIFFERENT;
        }
        const struct struct_field *f = &st->fields[i];
        if (!blank(f))
            r = eq(f->type, a + f->offset, b + f->offset, fault, base);
        if (seen <= i)
            seen = i + 1;
    }
    return r;
}

static enum value_equal eq(struct rtype *t, const void *a, const void *b, struct value_fault *fault, const char *base)
{
    if (t->tflag & TFLAG_REGULAR)
        return memcmp(a, b, t->size) == 0;
    if (too_deep(base)) {
        fault->type = NULL;
        return VALUE_FAULT;
    }
    const double *da = a, *db = b;
    const float *fa = a, *fb = b;
    switch (type_kind(t)) {
    case KIND_STRING: {
        const struct go_string *x = a, *y = b;
        return x->len == y->len && (x->len == 0 || x->ptr == y->ptr || memcmp(x->ptr, y->ptr, (size_t)x->len) == 0);
    }
    case KIND_FLOAT32: return fa[0] == fb[0];
    case KIND_FLOAT64: return da[0] == db[0];
    case KIND_COMPLEX64: return fa[0] == fb[0] && fa[1] == fb[1];
    case KIND_COMPLEX128: return da[0] == db[0] && da[1] == db[1];
    case KIND_INTERFACE: return eq_iface(a, b, fault, base);
    case KIND_ARRAY: case KIND_STRUCT:
        return eq_parts(t, a, b, fault, base);
    default:
        fault->type = t;
        return VALUE_FAULT;
    }
}

enum value_equal value_equal(struct rtype *t, const void *a, const void *b, struct value_fault *fault)
{
    return eq(t, a, b, fault, __builtin_frame_address(0));
}

enum value_equal iface_equal(const uint64_t *a, const uint64_t *b, struct value_fault *fault)
{
    return eq_iface(a, b, fault, __builtin_frame_address(0));
}

static enum rt_result fault_hook(struct act *c, const struct value_fault *fault, const char *hook)
{
    if (!fault->type) {
        c->g->throw_msg = "stack overflow";
        return RT_THROW;
    }
    c->panic_hook = hook;
    c->call_args[0] = (uint64_t)fault->type;
    c->call_nargs = 1;
    c->call_nres = 0;
    return RT_GUEST_PANIC;
}

enum rt_result value_fault_uncomparable(struct act *c, const struct value_fault *fault)
{
    return fault_hook(c, fault, "panicuncomparable");
}

enum rt_result value_fault_unhashable(struct act *c, const struct value_fault *fault)
{
    return fault_hook(c, fault, "panicunhashable");
}

/* -- Entries ------------------------------------------------------------------------------------------------------ */

enum rt_result rt_eqmem(struct act *c)
{
    struct value_fault fault;
    enum value_equal r = value_equal(c->type, (void *)c->a[0], (void *)c->a[1], &fault);
    if (r == VALUE_FAULT)
        return value_fault_uncomparable(c, &fault);
    c->r[0] = r;
    return RT_DONE;
}

enum rt_result rt_eqiface(struct act *c)
{
    struct value_fault fault;
    enum value_equal r = iface_equal(c->a, c->a + 2, &fault);
    if (r == VALUE_FAULT)
        return value_fault_uncomparable(c, &fault);
    c->r[0] = r;
    return RT_DONE;
}

/* rtype.equal called as a func value: arguments a, b; the closure is {record, type}. */
static enum rt_result equal_native(struct act *c)
{
    struct value_fault fault;
    struct rtype *t = ((struct rtype **)c->closure)[1];
    enum value_equal r = value_equal(t, (void *)c->a[0], (void *)c->a[1], &fault);
    if (r == VALUE_FAULT)
        return value_fault_uncomparable(c, &fault);
    c->r[0] = r;
    return RT_DONE;
}

static struct fn equal_record = {
    .native = equal_native, .nslots = 2 + 1 + ACT_STATE, .nargs = 2, .nres = 1,
    .flags = FN_BODYLESS | FN_LINKED | FN_WRAPPER, .name = "runtime.equal",
};

struct fn *equal_fn(void)
{
    equal_record.self = &equal_record;
    return &equal_record;
}
