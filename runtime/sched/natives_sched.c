/* runtime/sched/natives_sched.c - body-less Go functions about goroutines, synchronisation, time and polling. */
#include <string.h>
#include <time.h>
#include "runtime/base/strbuf.h"
#include "runtime/natives.h"
#include "runtime/netpoll.h"
#include "runtime/sched/internal.h"
#include "runtime/sema.h"
#include "runtime/stack.h"
#include "runtime/timer.h"
#include "runtime/traceback.h"
#include "runtime/types.h"
#include "runtime_entries.h"

#define NATIVE(name) static enum rt_result name(struct act *c)

static enum rt_result nil_panic(struct act *c)
{
    c->panic_hook = "panicmem";
    c->call_nargs = 0;
    return RT_GUEST_PANIC;
}

NATIVE(do_nothing) { (void)c; return RT_DONE; }

/* -- package runtime -------------------------------------------------------------------------------------------------- */

NATIVE(rt_gosched) { (void)c; return RT_YIELD; }
NATIVE(rt_end) { (void)c; return RT_END; }
enum rt_result rt_goexit(struct act *c) { (void)c; return RT_END; }
NATIVE(num_goroutine) { c->r[0] = sched_goroutine_count(); return RT_DONE; }

NATIVE(gomaxprocs)
{
    c->r[0] = sched_workers();
    if ((int64_t)c->a[0] > 0)
        sched_set_workers((uint32_t)c->a[0]);
    return RT_DONE;
}

NATIVE(lock_os_thread)
{
    struct g *g = c->g;
    g->lock_count++;
    g->locked = g->worker->thread;
    g->locked->locked_g = g;
    return RT_DONE;
}

NATIVE(unlock_os_thread)
{
    struct g *g = c->g;
    if (g->lock_count && --g->lock_count == 0) {
        g->locked->locked_g = NULL;
        g->locked = NULL;
    }
    return RT_DONE;
}

NATIVE(collect)
{
    if (!c->g->heap_granted)
        return RT_RETRY;                    /* the engine collects and comes back */
    heap_num_forced++;
    return RT_YIELD;
}

NATIVE(stack_text)
{
    struct strbuf b = { 0 };
    traceback_print(&b, c->g, "running");
    if (c->a[3])
        traceback_print_others(&b, c->g);
    uint64_t n = b.n < c->a[1] ? b.n : c->a[1];
    if (n)
        memcpy((void *)c->a[0], b.at, n);
    strbuf_free(&b);
    c->r[0] = n;
    return RT_DONE;
}

/* -- Finalizers and clean-up of pools ------------------------------------------------------------------------------------ */

struct finalizer { void *fn; uint64_t nargs, place; uint64_t args[ACT_MAXCALL]; };     /* args[place]: the object */

/* The system goroutine that runs what a collection left to do. */
static enum rt_result after_collection(struct act *c)
{
    void *obj, *data;
    c->call_nargs = c->call_nres = 0;
    if (atomic_exchange(&sched.cleanup_due, false) && sched.roots.pool_cleanup) {
        c->call_fn = sched.roots.pool_cleanup;
        return RT_CALL;
    }
    if (heap_next_finalizer(&obj, &data)) {
        struct finalizer *f = data;
        c->call_fn = f->fn;
        memcpy(c->call_args, f->args, sizeof f->args);
        c->call_args[f->place] = (uint64_t)obj;
        c->call_nargs = (uint32_t)f->nargs;
        return RT_CALL;
    }
    sched_park(c->g, "finalizer wait");
    return RT_PARK;
}

static struct fn after_collection_fn = { .native = after_collection, .flags = FN_RT | FN_LINKED,
                                         .name = "runtime.runfinq", .self = &after_collection_fn };

static void start_collect_g(void)
{
    if (sched.collect_g == NULL)
        sched.collect_g = sched_go(NULL, fn_value(&after_collection_fn), true);
}

void sched_after_collection(struct g *g)
{
    if (sched.collect_g == NULL)
        return;
    if (sched.roots.pool_cleanup)
        atomic_store(&sched.cleanup_due, true);
    if (sched.roots.pool_cleanup || heap_finalizers_ready())
        sched_ready(sched.collect_g, NULL);
}

static enum rt_result finalizer_misuse(struct act *c, const char *msg)
{
    c->g->throw_msg = msg;
    return RT_THROW;
}

/* SetFinalizer(obj, finalizer any) */
NATIVE(set_finalizer)
{
    struct rtype *t = iface_type(c->a[0]), *ft = iface_type(c->a[2]);
    void *obj = (void *)c->a[1];
    if (t == NULL)
        return finalizer_misuse(c, "runtime.SetFinalizer: first argument is nil");
    if (type_kind(t) != KIND_POINTER)
        return finalizer_misuse(c, "runtime.SetFinalizer: first argument is not a pointer");
    if (obj == NULL)
        return finalizer_misuse(c, "nil elem type!");
    void *base = heap_base(obj, NULL);
    if (base == NULL || base != obj)
        return RT_DONE;                     /* static data is never collected */
    if (ft == NULL) {
        heap_set_finalizer(base, NULL);
        return RT_DONE;
    }
    if (type_kind(ft) != KIND_FUNC || ((struct func_type *)ft)->in_count != 1)
        return finalizer_misuse(c, "runtime.SetFinalizer: second argument is not a function of one argument");
    struct finalizer *f = heap_alloc(c->g, sizeof *f, true);
    if (f == NULL)
        return RT_RETRY;
    struct rtype **types = func_in((struct func_type *)ft);
    f->fn = (void *)c->a[3];
    for (uint32_t i = 0; i < func_nout((struct func_type *)ft); i++)
        if (type_in_memory(types[1 + i])) {         /* a place for a result nobody reads */
            void *unread = heap_alloc(c->g, types[1 + i]->size, true);
            if (unread == NULL)
                return RT_RETRY;
            if (f->nargs + 2 < ACT_MAXCALL)
                f->args[f->nargs++] = (uint64_t)unread;
        }
    if (type_kind(types[0]) == KIND_INTERFACE)
        f->args[f->nargs++] = (uint64_t)itab_get(types[0], t, NULL);
    f->place = f->nargs++;
    start_collect_g();
    if (heap_set_finalizer(base, f))
        return finalizer_misuse(c, "runtime.SetFinalizer: finalizer already set");
    return RT_DONE;
}

/* -- runtime/debug ----------------------------------------------------------------------------------------------------------- */

NATIVE(set_gc_percent) { c->r[0] = (uint64_t)(int64_t)heap_set_gc_percent((int32_t)c->a[0]); return RT_DONE; }
NATIVE(set_memory_limit) { c->r[0] = (uint64_t)heap_set_memory_limit((int64_t)c->a[0]); return RT_DONE; }
NATIVE(set_max_stack) { c->r[0] = stack_set_max(c->a[0]); return RT_DONE; }

NATIVE(free_os_memory)
{
    if (!c->g->heap_granted)
        return RT_RETRY;                    /* the engine collects and comes back */
    heap_num_forced++;
    heap_release();
    return RT_DONE;
}

/* -- sync ----------------------------------------------------------------------------------------------------------------------- */

NATIVE(semacquire) { return c->a[0] ? sema_acquire(c, (uint32_t *)c->a[0], false, "semacquire") : nil_panic(c); }
NATIVE(semacquire_mutex) { return c->a[0] ? sema_acquire(c, (uint32_t *)c->a[0], c->a[1] != 0, "semacquire") : nil_panic(c); }
NATIVE(semrelease) { return c->a[0] ? sema_release(c, (uint32_t *)c->a[0], c->nargs > 1 && c->a[1] != 0) : nil_panic(c); }

NATIVE(list_add)
{
    c->r[0] = atomic_fetch_add(&((struct notify_list *)c->a[0])->wait, 1);
    return RT_DONE;
}

NATIVE(list_wait) { return notify_wait(c, (struct notify_list *)c->a[0], (uint32_t)c->a[1]); }
NATIVE(list_notify_all) { notify_all(c->g, (struct notify_list *)c->a[0]); return RT_DONE; }
NATIVE(list_notify_one) { notify_one(c->g, (struct notify_list *)c->a[0]); return RT_DONE; }
NATIVE(can_spin) { c->r[0] = 0; return RT_DONE; }
NATIVE(nanotime) { c->r[0] = (uint64_t)sched_nanotime(); return RT_DONE; }

NATIVE(pin)
{
    c->g->pinned++;
    c->r[0] = c->g->worker->id;
    return RT_DONE;
}

NATIVE(unpin) { c->g->pinned--; return RT_DONE; }

NATIVE(register_cleanup)
{
    sched.roots.pool_cleanup = (void *)c->a[0];
    start_collect_g();
    return RT_DONE;
}

NATIVE(fast_random) { c->r[0] = sched_random(c->g); return RT_DONE; }
NATIVE(fast_random_n) { c->r[0] = (uint64_t)sched_random(c->g) * (uint32_t)c->a[0] >> 32; return RT_DONE; }

/* -- time --------------------------------------------------------------------------------------------------------------------------- */

static void wake_sleeper(struct timer *t) { sched_ready(t->arg, NULL); }

NATIVE(sleep_for)
{
    struct g *g = c->g;
    int64_t d = (int64_t)c->a[0], when;
    if (c->s[0] == 1 || d <= 0)
        return c->s[0] == 1 ? RT_DONE : RT_YIELD;
    if (__builtin_add_overflow(d, sched_nanotime(), &when))
        when = INT64_MAX;
    c->s[0] = 1;
    g->timer.fire = wake_sleeper;
    g->timer.arg = g;
    sched_park(g, "sleep");
    timer_start(&g->timer, when);
    return RT_PARK;
}

NATIVE(time_now)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    c->r[0] = (uint64_t)t.tv_sec;
    c->r[1] = (uint64_t)t.tv_nsec;
    c->r[2] = (uint64_t)sched_nanotime();
    return RT_DONE;
}

NATIVE(start_timer) { guest_timer_start((struct guest_timer *)c->a[0]); return RT_DONE; }
NATIVE(stop_timer) { c->r[0] = guest_timer_stop((struct guest_timer *)c->a[0]); return RT_DONE; }
NATIVE(reset_timer) { c->r[0] = guest_timer_reset((struct guest_timer *)c->a[0], (int64_t)c->a[1]); return RT_DONE; }

/* modTimer(t, when, period, f, arg any, seq) */
NATIVE(mod_timer)
{
    struct guest_timer *t = (struct guest_timer *)c->a[0];
    guest_timer_stop(t);
    t->when = (int64_t)c->a[1];
    t->period = (int64_t)c->a[2];
    t->f = (void *)c->a[3];
    t->arg[0] = c->a[4];
    t->arg[1] = c->a[5];
    t->seq = c->a[6];
    guest_timer_start(t);
    return RT_DONE;
}

/* -- internal/poll -------------------------------------------------------------------------------------------------------------------- */

NATIVE(poll_open_fd)
{
    int err;
    c->r[0] = (uint64_t)poll_open((int)c->a[0], &err);
    c->r[1] = (uint64_t)err;
    return RT_DONE;
}

NATIVE(poll_close_fd) { poll_close((struct poll_desc *)c->a[0]); return RT_DONE; }
NATIVE(poll_reset_fd) { c->r[0] = poll_reset((struct poll_desc *)c->a[0], (int)c->a[1]); return RT_DONE; }
NATIVE(poll_wait_fd) { return poll_wait(c, (struct poll_desc *)c->a[0], (int)c->a[1]); }

NATIVE(poll_wait_canceled)
{
    uint64_t result = 0;
    c->r = &result;
    return poll_wait(c, (struct poll_desc *)c->a[0], (int)c->a[1]);
}

NATIVE(poll_deadline)
{
    poll_set_deadline((struct poll_desc *)c->a[0], (int64_t)c->a[1], (int)c->a[2]);
    return RT_DONE;
}

NATIVE(poll_unblock_fd) { poll_unblock((struct poll_desc *)c->a[0]); return RT_DONE; }
NATIVE(poll_own) { c->r[0] = poll_is_own((int)c->a[0]); return RT_DONE; }

/* -- sync/atomic -------------------------------------------------------------------------------------------------------------------------- */

#define CHECK(c) if ((c)->a[0] == 0) return nil_panic(c)
#define SEQ __ATOMIC_SEQ_CST
#define ATOMICS(suffix, type, ext) \
    NATIVE(swap_##suffix) { CHECK(c); c->r[0] = (uint64_t)(ext)__atomic_exchange_n((type *)c->a[0], (type)c->a[1], SEQ); return RT_DONE; } \
    NATIVE(add_##suffix) { CHECK(c); c->r[0] = (uint64_t)(ext)__atomic_add_fetch((type *)c->a[0], (type)c->a[1], SEQ); return RT_DONE; } \
    NATIVE(load_##suffix) { CHECK(c); c->r[0] = (uint64_t)(ext)__atomic_load_n((type *)c->a[0], SEQ); return RT_DONE; } \
    NATIVE(store_##suffix) { CHECK(c); __atomic_store_n((type *)c->a[0], (type)c->a[1], SEQ); return RT_DONE; } \
    NATIVE(cas_##suffix) { CHECK(c); type old = (type)c->a[1]; \
        c->r[0] = __atomic_compare_exchange_n((type *)c->a[0], &old, (type)c->a[2], false, SEQ, SEQ); return RT_DONE; }
ATOMICS(i32, int32_t, int64_t)
ATOMICS(u32, uint32_t, uint64_t)
ATOMICS(64, uint64_t, uint64_t)

/* -- The table ------------------------------------------------------------------------------------------------------------------------------- */

#define ATOMIC_ROWS(Type, suffix) \
    { "sync/atomic.Swap" Type, swap_##suffix }, { "sync/atomic.CompareAndSwap" Type, cas_##suffix }, \
    { "sync/atomic.Add" Type, add_##suffix }, { "sync/atomic.Load" Type, load_##suffix }, \
    { "sync/atomic.Store" Type, store_##suffix }

const struct native_binding natives_sched[] = {
    { "runtime.Gosched", rt_gosched },
    { "runtime.Goexit", rt_end },
    { "runtime.NumGoroutine", num_goroutine },
    { "runtime.GOMAXPROCS", gomaxprocs },
    { "runtime.LockOSThread", lock_os_thread },
    { "runtime.UnlockOSThread", unlock_os_thread },
    { "runtime.GC", collect },
    { "runtime.Stack", stack_text },
    { "runtime.SetFinalizer", set_finalizer },
    { "runtime/debug.setGCPercent", set_gc_percent },
    { "runtime/debug.setMemoryLimit", set_memory_limit },
    { "runtime/debug.setMaxStack", set_max_stack },
    { "runtime/debug.freeOSMemory", free_os_memory },
    { "sync.runtime_Semacquire", semacquire },
    { "sync.runtime_SemacquireMutex", semacquire_mutex },
    { "sync.runtime_Semrelease", semrelease },
    { "sync.runtime_notifyListAdd", list_add },
    { "sync.runtime_notifyListWait", list_wait },
    { "sync.runtime_notifyListNotifyAll", list_notify_all },
    { "sync.runtime_notifyListNotifyOne", list_notify_one },
    { "sync.runtime_notifyListCheck", do_nothing },
    { "sync.runtime_canSpin", can_spin },
    { "sync.runtime_doSpin", do_nothing },
    { "sync.runtime_nanotime", nanotime },
    { "runtime.nanotime", nanotime },
    { "sync.runtime_procPin", pin },
    { "sync.runtime_procUnpin", unpin },
    { "sync.runtime_registerPoolCleanup", register_cleanup },
    { "sync.runtime_LoadAcquintptr", load_64 },
    { "sync.runtime_StoreReluintptr", store_64 },
    { "sync.fastrandn", fast_random_n },
    { "sync/atomic.runtime_procPin", pin },
    { "sync/atomic.runtime_procUnpin", unpin },
    { "os.fastrand", fast_random },
    { "net.fastrandu", fast_random },
    { "time.Sleep", sleep_for },
    { "runtime.traceSleep", sleep_for },
    { "time.startTimer", start_timer },
    { "time.stopTimer", stop_timer },
    { "time.resetTimer", reset_timer },
    { "time.modTimer", mod_timer },
    { "time.now", time_now },
    { "time.runtimeNano", nanotime },
    { "internal/poll.runtimeNano", nanotime },
    { "internal/poll.runtime_Semacquire", semacquire },
    { "internal/poll.runtime_Semrelease", semrelease },
    { "internal/poll.runtime_pollServerInit", do_nothing },
    { "internal/poll.runtime_pollOpen", poll_open_fd },
    { "internal/poll.runtime_pollClose", poll_close_fd },
    { "internal/poll.runtime_pollWait", poll_wait_fd },
    { "internal/poll.runtime_pollWaitCanceled", poll_wait_canceled },
    { "internal/poll.runtime_pollReset", poll_reset_fd },
    { "internal/poll.runtime_pollSetDeadline", poll_deadline },
    { "internal/poll.runtime_pollUnblock", poll_unblock_fd },
    { "internal/poll.runtime_isPollServerDescriptor", poll_own },
    ATOMIC_ROWS("Int32", i32), ATOMIC_ROWS("Uint32", u32), ATOMIC_ROWS("Int64", 64), ATOMIC_ROWS("Uint64", 64),
    ATOMIC_ROWS("Uintptr", 64), ATOMIC_ROWS("Pointer", 64),
    { NULL, NULL }
};
