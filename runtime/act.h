/* runtime/act.h - how the engine calls C: runtime entries (isa-spec/runtime.rt) and natively bound Go functions.
 *
 * A helper is atomic to the collector and to the scheduler: it runs on the worker's system stack, its allocations
 * never collect (they may ask for a collection by returning RT_RETRY before the first side effect), and it never
 * calls guest code directly.  Its activation is a frame on the goroutine's control stack:
 *
 *     a[0 .. nargs)   argument slots, as the signature flattens (docs/abi.md)
 *     r[0 .. nres)    result slots (zero at entry)
 *     s[0 .. 8)       state words kept across PARK and CALL, zero at first entry; s[0] is the phase
 *
 * The pointers are valid only until the helper returns; it is re-entered with fresh ones. */
#ifndef VIRGO_RUNTIME_ACT_H
#define VIRGO_RUNTIME_ACT_H

#include <stdint.h>

struct g;
struct rtype;
struct fn;

enum rt_result {
    RT_DONE,        /* results are in r[] */
    RT_PARK,        /* the goroutine was parked (sched_park); on wake-up the helper is entered again, s[] kept */
    RT_PANIC,       /* c->g->panic_value holds an interface value (two words) to panic with */
    RT_RETRY,       /* collect (or grow the heap), then enter again from the start; only before any side effect */
    RT_CALL,        /* call guest func value c->call_fn with argument slots c->call_args[0..call_nargs), then enter this
                       helper again with the results in c->call_res[0..call_nres) and s[] kept */
    RT_THROW,       /* fatal error: c->g->throw_msg; prints "fatal error: msg" and tracebacks, exits 2 */
    RT_GUEST_PANIC, /* raise a runtime error through the Go function runtime.<c->panic_hook>(call_args...): the overlay
                       builds the exact runtime.Error value (bounds, nil map, division, type assertion ...) */
    RT_EXIT,        /* the goroutine has ended (Goexit finished) */
    RT_YIELD,       /* results are in r[]; reschedule afterwards (runtime.Gosched) */
    RT_END          /* runtime.Goexit: run the deferred calls, then end the goroutine */
};

#define ACT_STATE 8
#define ACT_MAXCALL 32

struct act {
    struct g *g;
    uint64_t *a, *r, *s;
    struct rtype *type;         /* type operand of rt entries, NULL for natives */
    struct fn *fn;              /* the native function's record, NULL for rt entries */
    uint32_t nargs, nres;
    /* for RT_CALL and RT_GUEST_PANIC */
    void *call_fn;              /* func value (closure pointer) */
    uint64_t call_args[ACT_MAXCALL]; uint32_t call_nargs, call_nres;
    uint64_t *call_res;         /* results of the finished call, at re-entry */
    const char *panic_hook;     /* "name" is runtime.name; call_args are its argument slots */
    void *closure;              /* the func value through which a native was called, NULL for direct calls */
};

typedef enum rt_result native_fn(struct act *c);

/* One row of the binding table of body-less Go functions (runtime/natives.def): "pkgpath.Name" or "pkgpath.(*T).M". */
struct native_binding { const char *symbol; native_fn *body; };

#endif
