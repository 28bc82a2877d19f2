/* runtime/adaptor.c - reflect.Value.Call and reflect.MakeFunc: slots on one side, memory on the other. */
#include "runtime/adaptor.h"
#include <pthread.h>
#include <string.h>
#include "runtime/base/fatal.h"
#include "runtime/base/hashmap.h"
#include "runtime/frame.h"
#include "runtime/g.h"
#include "runtime/heap.h"
#include "runtime/types.h"
#include "vm/module/image.h"

static enum rt_result too_many(struct act *c)
{
    static const char text[] = "reflect: call with more argument slots than supported";
    c->panic_hook = "panicstring";
    c->call_args[0] = (uint64_t)text;
    c->call_args[1] = sizeof text - 1;
    c->call_nargs = 2;
    return RT_GUEST_PANIC;
}

/* -- From memory to slots ------------------------------------------------------------------------------------------ */

static bool is_method(const struct fn *f)
{
    return f->image && !(f->flags & FN_ADAPTOR) && (f->image->funcs[f->index].flags & FMT_FUNC_METHOD);
}

/* Adds the slots of the value of type t at p. */
static enum rt_result put_argument(struct act *c, const struct rtype *t, const void *p, uint32_t *n)
{
    uint32_t slots = type_slots(t);
    if (*n + slots > ACT_MAXCALL)
        return too_many(c);
    if (type_in_memory(t)) {            /* the copy belongs to the callee */
        char *copy = heap_alloc(c->g, t->size, type_has_ptrs(t));
        if (!copy)
            return RT_RETRY;
        memcpy(copy, p, t->size);
        c->call_args[*n] = (uint64_t)copy;
    } else if (slots) {
        type_load_slots(t, p, &c->call_args[*n]);
    }
    *n += slots;
    return RT_DONE;
}

/* callFunc(t *funcType, fn, method bool, word, args, results []unsafe.Pointer) */
enum rt_result adaptor_call(struct act *c)
{
    const struct func_type *t = (const void *)c->a[0];
    struct rtype **in = func_in(t), **out = in + t->in_count;
    void **args = (void **)c->a[4], **results = (void **)c->a[7];
    if (c->s[0] == 0) {
        uint32_t n = 0, nres = 0, first = 0;
        enum rt_result r = RT_DONE;
        if (c->a[2])
            c->call_args[n++] = c->a[3];
        else if (is_method(fn_of_value((void *)c->a[1])) && t->in_count)        /* T.M: its receiver comes first */
            r = put_argument(c, in[first], args[first], &n), first = 1;
        for (uint32_t i = 0; i < func_nout(t); i++) {
            if (!type_in_memory(out[i]))
                nres += type_slots(out[i]);
            else if (n + 1 <= ACT_MAXCALL)
                c->call_args[n++] = (uint64_t)results[i];
            else
                return too_many(c);
        }
        for (uint32_t i = first; i < t->in_count && r == RT_DONE; i++)
            r = put_argument(c, in[i], args[i], &n);
        if (r != RT_DONE)
            return r;
        c->call_fn = (void *)c->a[1];
        c->call_nargs = n;
        c->call_nres = nres;
        c->s[0] = 1;
        return RT_CALL;
    }
    const uint64_t *res = c->call_res;
    for (uint32_t i = 0; i < func_nout(t); i++) {
        if (type_in_memory(out[i]))
            continue;
        type_store_slots(out[i], results[i], res);
        heap_barrier_copy(results[i], out[i]->size);
        res += type_slots(out[i]);
    }
    return RT_DONE;
}

/* -- From slots to memory ------------------------------------------------------------------------------------------ */

static uint64_t round_up(uint64_t n, uint64_t a) { return (n + a - 1) & ~(a - 1); }

static uint64_t place(uint64_t *off, const struct rtype *t)
{
    uint64_t at = round_up(*off, t->align ? t->align : 1);
    *off = at + t->size;
    return at;
}

struct closure {                /* reflect.makeFuncImpl, or reflect.methodFunc with handle NULL */
    struct fn *code;
    void *handle;
    struct func_type *type;
    void *method, *word;        /* methodFunc only */
};

/* A method value: the receiver goes before everything else. */
static enum rt_result call_method(struct act *c, const struct closure *clo)
{
    if (c->s[0] == 0) {
        if (c->nargs + 1 > ACT_MAXCALL)
            return too_many(c);
        c->call_args[0] = (uint64_t)clo->word;
        memcpy(c->call_args + 1, c->a, c->nargs * sizeof *c->a);
        c->call_fn = clo->method;
        c->call_nargs = c->nargs + 1;
        c->call_nres = c->nres;
        c->s[0] = 1;
        return RT_CALL;
    }
    if (c->nres)
        memcpy(c->r, c->call_res, c->nres * sizeof *c->r);
    return RT_DONE;
}

static enum rt_result adaptor_native(struct act *c)
{
    struct closure *clo = c->closure;
    if (!clo->handle)
        return call_method(c, clo);
    const struct func_type *t = clo->type;
    struct rtype **in = func_in(t), **out = in + t->in_count;
    uint32_t nout = func_nout(t), slot = 0;
    uint64_t off = 0;
    if (c->s[0] == 0) {
        for (uint32_t i = 0; i < t->in_count; i++)
            place(&off, in[i]);
        off = round_up(off, 8);
        for (uint32_t i = 0; i < nout; i++) {
            place(&off, out[i]);
            slot += type_in_memory(out[i]);
        }
        char *image = heap_alloc(c->g, off + 1, true);  /* one more: no address is past the end */
        if (!image)
            return RT_RETRY;
        off = 0;
        for (uint32_t i = 0; i < t->in_count; i++) {
            char *to = image + place(&off, in[i]);
            if (type_in_memory(in[i]))
                memcpy(to, (void *)c->a[slot], in[i]->size);
            else
                type_store_slots(in[i], to, &c->a[slot]);
            slot += type_slots(in[i]);
        }
        c->call_fn = clo->handle;
        c->call_args[0] = (uint64_t)clo;
        c->call_args[1] = (uint64_t)image;
        c->call_nargs = 2;
        c->call_nres = 0;
        c->s[0] = 1;
        c->s[1] = (uint64_t)image;
        return RT_CALL;
    }
    const char *image = (const char *)c->s[1];
    uint32_t r = 0;
    for (uint32_t i = 0; i < t->in_count; i++)
        place(&off, in[i]);
    off = round_up(off, 8);
    for (uint32_t i = 0; i < nout; i++) {
        const char *from = image + place(&off, out[i]);
        if (type_in_memory(out[i])) {
            memcpy((void *)c->a[slot++], from, out[i]->size);
        } else {
            if (type_slots(out[i]))
                type_load_slots(out[i], from, &c->r[r]);
            r += type_slots(out[i]);
        }
    }
    return RT_DONE;
}

struct fn *adaptor_fn(struct func_type *t)
{
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    static struct ptrmap known;
    pthread_mutex_lock(&lock);
    struct fn *f = ptrmap_get(&known, t);
    if (!f) {
        f = xcalloc(1, sizeof *f);
        struct rtype **in = func_in(t), **out = in + t->in_count;
        for (uint32_t i = 0; i < func_nout(t); i++) {
            if (type_in_memory(out[i]))
                f->nargs++;
            else
                f->nres += type_slots(out[i]);
        }
        for (uint32_t i = 0; i < t->in_count; i++)
            f->nargs += type_slots(in[i]);
        f->native = adaptor_native;
        f->nslots = f->nargs + f->nres + ACT_STATE;
        f->flags = FN_ADAPTOR | FN_LINKED | FN_BODYLESS | FN_WRAPPER;
        f->name = "reflect.makeFuncStub";
        f->self = f;
        f->sig = &t->t;
        ptrmap_put(&known, t, f);
    }
    pthread_mutex_unlock(&lock);
    return f;
}
