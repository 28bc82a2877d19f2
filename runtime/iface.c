/* runtime/iface.c - assertions to interface types; the rest of interfaces is in types.c (itabs) and equal.c. */
#include "runtime/types.h"
#include "runtime_entries.h"

enum rt_result rt_asserti(struct act *c)
{
    struct rtype *want = c->type, *have = iface_type(c->a[0]);
    struct go_string missing = { "", 0 };
    if (!have) {
        c->panic_hook = "panicnildottype";
        c->call_args[0] = (uint64_t)want;
        c->call_nargs = 1;
        return RT_GUEST_PANIC;
    }
    void *word = itab_get(want, have, &missing);
    if (!word) {
        c->panic_hook = "panicmissing";
        c->call_args[0] = (uint64_t)have;
        c->call_args[1] = (uint64_t)want;
        c->call_args[2] = (uint64_t)missing.ptr;
        c->call_args[3] = (uint64_t)missing.len;
        c->call_nargs = 4;
        return RT_GUEST_PANIC;
    }
    c->r[0] = (uint64_t)word;
    c->r[1] = c->a[1];
    return RT_DONE;
}

enum rt_result rt_asserti2(struct act *c)
{
    struct rtype *have = iface_type(c->a[0]);
    void *word = have ? itab_get(c->type, have, NULL) : NULL;
    c->r[0] = (uint64_t)word;
    c->r[1] = word ? c->a[1] : 0;
    c->r[2] = word != NULL;
    return RT_DONE;
}

enum rt_result rt_typeassert_fail(struct act *c)
{
    c->panic_hook = "panicdottype";
    c->call_args[0] = (uint64_t)iface_type(c->a[0]);
    c->call_args[1] = (uint64_t)c->type;
    c->call_args[2] = c->a[2];
    c->call_nargs = 3;
    return RT_GUEST_PANIC;
}

enum rt_result rt_unreachable(struct act *c)
{
    c->panic_hook = "panicunreachable";
    c->call_nargs = 0;
    return RT_GUEST_PANIC;
}
