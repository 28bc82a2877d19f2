/* runtime/profile/trace.c - the execution trace, in the format "go 1.19 trace" that `go tool trace` reads.
 *
 * Events of all threads go into one log under one lock, so their times never decrease.  The format has a stream for
 * each worker: a batch record stands wherever the worker changes; what happens without a worker (timers, the poller)
 * is worker -1's.  Stacks and strings are numbered as they occur and written out when the trace is stopped.
 *
 * An event is a byte, type | min(arguments behind the time, 3) << 6, then base-128 numbers: from three on, their length
 * in bytes; the time since the event before; the arguments. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include "runtime/base/fatal.h"
#include "runtime/base/hashmap.h"
#include "runtime/base/strbuf.h"
#include "runtime/base/vec.h"
#include "runtime/callers.h"
#include "runtime/g.h"
#include "runtime/profile/natives.h"
#include "runtime/profile/profile.h"
#include "runtime/profile/trace.h"
#include "runtime/sched/sched.h"

enum event {
    EV_BATCH = 1, EV_FREQUENCY = 2, EV_STACK = 3, EV_GOMAXPROCS = 4, EV_PROC_START = 5, EV_PROC_STOP = 6, EV_GC_START = 7,
    EV_GC_DONE = 8, EV_STW_START = 9, EV_STW_DONE = 10, EV_GO_CREATE = 13, EV_GO_END = 15, EV_GO_STOP = 16,
    EV_GO_SCHED = 17, EV_GO_PREEMPT = 18, EV_GO_SLEEP = 19, EV_GO_BLOCK = 20, EV_GO_BLOCK_SEND = 22,
    EV_GO_BLOCK_RECV = 23, EV_GO_BLOCK_SELECT = 24, EV_GO_BLOCK_SYNC = 25, EV_GO_BLOCK_COND = 26, EV_GO_BLOCK_NET = 27,
    EV_GO_SYSCALL = 28, EV_GO_SYS_EXIT = 29, EV_GO_SYS_BLOCK = 30, EV_GO_WAITING = 31, EV_GO_IN_SYSCALL = 32, EV_HEAP_ALLOC = 33,
    EV_HEAP_GOAL = 34, EV_STRING = 37, EV_GO_START_LOCAL = 38, EV_GO_UNBLOCK_LOCAL = 39,
    EV_TASK_CREATE = 45, EV_TASK_END = 46, EV_REGION = 47, EV_LOG = 48, EV_CPU_SAMPLE = 49
};

enum { NO_WORKER = -1, READ_AT_ONCE = 64 << 10, DEPTH = 64 };

_Atomic bool trace_enabled;

static struct {
    pthread_mutex_t mutex;
    struct strbuf log;
    uint64_t read;              /* of log, by ReadTrace */
    bool active, stopped;       /* active: from StartTrace until all is read */
    int64_t worker;             /* whose batch is open */
    uint64_t time, batch_time;  /* of the last event */
    uint64_t collections;
    struct profile_table stacks;
    uint64_t nstacks;
    struct strmap strings;      /* text -> number */
    vec(char *) texts;
} trace = { .mutex = PTHREAD_MUTEX_INITIALIZER };

/* -- Encoding: with the lock ---------------------------------------------------------------------------------------------- */

static void put_number(struct strbuf *b, uint64_t v)
{
    for (; v >= 0x80; v >>= 7)
        strbuf_putc(b, (int)(v & 0x7f) | 0x80);
    strbuf_putc(b, (int)v);
}

static uint64_t next_time(void)
{
    uint64_t now = (uint64_t)sched_nanotime();
    trace.time = now > trace.time ? now : trace.time + 1;
    return trace.time;
}

static void put_event(enum event type, int64_t worker, const uint64_t *args, unsigned n)
{
    uint64_t now = next_time();
    if (trace.worker != worker || trace.log.n == 16) {
        strbuf_putc(&trace.log, EV_BATCH | 1 << 6);
        put_number(&trace.log, (uint64_t)worker);
        put_number(&trace.log, now);
        trace.worker = worker;
        trace.batch_time = now;
    }
    struct strbuf body = {0};
    put_number(&body, now - trace.batch_time);
    for (unsigned i = 0; i < n; i++)
        put_number(&body, args[i]);
    strbuf_putc(&trace.log, (int)type | (int)(n < 3 ? n : 3) << 6);
    if (n >= 3)
        put_number(&trace.log, body.n);
    strbuf_add(&trace.log, body.at, body.n);
    strbuf_free(&body);
    trace.batch_time = now;
}

#define EVENT(type, worker, ...) \
    put_event(type, worker, (uint64_t[]){ __VA_ARGS__ }, sizeof (uint64_t[]){ __VA_ARGS__ } / sizeof(uint64_t))
#define EVENT0(type, worker) put_event(type, worker, NULL, 0)

static uint64_t number_of(const uint64_t *pcs, uint32_t n)
{
    if (n == 0)
        return 0;
    struct profile_stack *s = profile_stack_find(&trace.stacks, pcs, n);
    if (s->new_allocs == 0)
        s->new_allocs = (int64_t)++trace.nstacks;
    return (uint64_t)s->new_allocs;
}

/* Number of the stack of g, whose state is saved. */
static uint64_t stack_of(struct g *g)
{
    uint64_t pcs[DEPTH];
    return g ? number_of(pcs, (uint32_t)callers_collect(g, 0, pcs, DEPTH)) : 0;
}

static uint64_t string_number(const char *s, size_t n)
{
    if (n == 0)
        return 0;
    uint64_t id = (uint64_t)(uintptr_t)strmap_getn(&trace.strings, s, n);
    if (id == 0) {
        char *copy = xmalloc(n + 1);
        memcpy(copy, s, n);
        copy[n] = 0;
        vec_push(&trace.texts, copy);
        id = trace.texts.n;
        strmap_putn(&trace.strings, copy, n, (void *)(uintptr_t)id);
    }
    return id;
}

static int64_t worker_of(const struct g *g) { return g && g->worker ? (int64_t)g->worker->id : NO_WORKER; }

static bool lock_if_on(void)
{
    if (!trace_on())
        return false;
    pthread_mutex_lock(&trace.mutex);
    if (trace_on())
        return true;
    pthread_mutex_unlock(&trace.mutex);
    return false;
}
static void unlock(void) { pthread_mutex_unlock(&trace.mutex); }

/* -- Events -------------------------------------------------------------------------------------------------------------------- */

void trace_go_create(struct g *g, struct g *creator)
{
    if (!lock_if_on())
        return;
    uint64_t first = callers_pc_of(g->go_fn);
    EVENT(EV_GO_CREATE, worker_of(creator), g->id, number_of(&first, 1), stack_of(creator));
    g->trace_state = TRACE_RUNNABLE;
    g->trace_seq = 1;
    unlock();
}

void trace_go_start(struct g *g)
{
    if (!lock_if_on())
        return;
    if (g->trace_state == TRACE_RUNNABLE) {
        EVENT(EV_GO_START_LOCAL, worker_of(g), g->id);
        g->trace_state = TRACE_RUNNING;
        g->trace_seq++;
    }
    unlock();
}

void trace_go_end(struct g *g)
{
    if (!lock_if_on())
        return;
    if (g->trace_state == TRACE_RUNNING)
        EVENT0(EV_GO_END, worker_of(g));
    g->trace_state = TRACE_UNKNOWN;
    unlock();
}

void trace_go_yield(struct g *g)
{
    if (!lock_if_on())
        return;
    if (g->trace_state == TRACE_RUNNING) {
        EVENT(g->trace_preempted ? EV_GO_PREEMPT : EV_GO_SCHED, worker_of(g), stack_of(g));
        g->trace_state = TRACE_RUNNABLE;
    }
    g->trace_preempted = false;
    unlock();
}

static enum event reason(const char *why)
{
    static const struct { const char *why; enum event event; } reasons[] = {
        { "chan receive", EV_GO_BLOCK_RECV }, { "chan send", EV_GO_BLOCK_SEND }, { "select", EV_GO_BLOCK_SELECT },
        { "semacquire", EV_GO_BLOCK_SYNC }, { "sync.Cond.Wait", EV_GO_BLOCK_COND }, { "IO wait", EV_GO_BLOCK_NET },
        { "sleep", EV_GO_SLEEP }, { "select (no cases)", EV_GO_STOP }, { "chan receive (nil chan)", EV_GO_STOP },
        { "chan send (nil chan)", EV_GO_STOP },
    };
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (strcmp(reasons[i].why, why) == 0)
            return reasons[i].event;
    return EV_GO_BLOCK;
}

void trace_go_park(struct g *g, const char *why)
{
    if (!lock_if_on())
        return;
    if (g->trace_state == TRACE_RUNNING) {
        EVENT(reason(why), worker_of(g), stack_of(g));
        g->trace_state = TRACE_WAITING;
    }
    unlock();
}

void trace_go_ready(struct g *g, struct g *by)
{
    if (!lock_if_on())
        return;
    if (g->trace_state == TRACE_WAITING) {
        bool running = by && by->worker && by->trace_state == TRACE_RUNNING;
        EVENT(EV_GO_UNBLOCK_LOCAL, running ? worker_of(by) : NO_WORKER, g->id, running ? stack_of(by) : 0);
        g->trace_state = TRACE_RUNNABLE;
        g->trace_seq++;
    }
    unlock();
}

void trace_syscall_enter(struct g *g)
{
    if (!lock_if_on())
        return;
    if (g->trace_state == TRACE_RUNNING)
        EVENT(EV_GO_SYSCALL, worker_of(g), stack_of(g));
    unlock();
}

void trace_syscall_block(struct worker *w, struct g *g)
{
    if (!lock_if_on())
        return;
    if (g && g->trace_state == TRACE_RUNNING) {
        EVENT0(EV_GO_SYS_BLOCK, w->id);
        g->trace_state = TRACE_WAITING;
    }
    unlock();
}

void trace_syscall_exit(struct g *g)
{
    if (!lock_if_on())
        return;
    if (g->trace_state == TRACE_WAITING) {
        EVENT(EV_GO_SYS_EXIT, NO_WORKER, g->id, g->trace_seq++, 0);
        g->trace_state = TRACE_RUNNABLE;
    }
    unlock();
}

void trace_worker_start(struct worker *w)
{
    if (!lock_if_on())
        return;
    if (!w->trace_running)
        EVENT(EV_PROC_START, w->id, w->id);
    w->trace_running = true;
    unlock();
}

void trace_worker_stop(struct worker *w)
{
    if (!lock_if_on())
        return;
    if (w->trace_running)
        EVENT0(EV_PROC_STOP, w->id);
    w->trace_running = false;
    unlock();
}

static void put_heap(struct g *g)
{
    struct heap_stats s;
    heap_get_gc_stats(&s);
    EVENT(EV_HEAP_ALLOC, worker_of(g), s.heap_alloc);
    EVENT(EV_HEAP_GOAL, worker_of(g), s.next_gc);
}

void trace_gc_start(struct g *g)
{
    if (!lock_if_on())
        return;
    put_heap(g);
    EVENT(EV_GC_START, worker_of(g), trace.collections++, stack_of(g));
    EVENT(EV_STW_START, worker_of(g), 0);
    unlock();
}

void trace_gc_done(struct g *g)
{
    if (!lock_if_on())
        return;
    EVENT0(EV_STW_DONE, worker_of(g));
    EVENT0(EV_GC_DONE, worker_of(g));
    put_heap(g);
    unlock();
}

void trace_cpu_sample(struct g *g, const uint64_t *pcs, uint32_t n)
{
    if (!lock_if_on())
        return;
    uint64_t now = next_time();
    EVENT(EV_CPU_SAMPLE, NO_WORKER, now, (uint64_t)worker_of(g), g->id, number_of(pcs, n));
    unlock();
}

/* -- Tasks, regions, logs ----------------------------------------------------------------------------------------------------------- */

/* userTaskCreate(id, parent uint64, taskType string) */
enum rt_result profile_task_create(struct act *c)
{
    if (!lock_if_on())
        return RT_DONE;
    EVENT(EV_TASK_CREATE, worker_of(c->g), c->a[0], c->a[1], string_number((char *)c->a[2], c->a[3]), stack_of(c->g));
    unlock();
    return RT_DONE;
}

enum rt_result profile_task_end(struct act *c)
{
    if (!lock_if_on())
        return RT_DONE;
    EVENT(EV_TASK_END, worker_of(c->g), c->a[0], stack_of(c->g));
    unlock();
    return RT_DONE;
}

/* userRegion(id, mode uint64, regionType string) */
enum rt_result profile_region(struct act *c)
{
    if (!lock_if_on())
        return RT_DONE;
    EVENT(EV_REGION, worker_of(c->g), c->a[0], c->a[1], string_number((char *)c->a[2], c->a[3]), stack_of(c->g));
    unlock();
    return RT_DONE;
}

/* userLog(id uint64, category, message string) */
enum rt_result profile_log(struct act *c)
{
    if (!lock_if_on())
        return RT_DONE;
    EVENT(EV_LOG, worker_of(c->g), c->a[0], string_number((char *)c->a[1], c->a[2]), stack_of(c->g));
    put_number(&trace.log, c->a[4]);
    strbuf_add(&trace.log, (char *)c->a[3], c->a[4]);
    unlock();
    return RT_DONE;
}

/* -- Start and stop ------------------------------------------------------------------------------------------------------------------- */

/* What is there when the trace begins. */
static void put_existing(struct g *g, void *arg)
{
    struct g *self = arg;
    g->trace_state = TRACE_UNKNOWN;
    g->trace_preempted = false;
    if (g->status == G_DEAD || g->status == G_IDLE)
        return;
    uint64_t first = callers_pc_of(g->go_fn);
    EVENT(EV_GO_CREATE, worker_of(self), g->id, number_of(&first, 1), 0);
    g->trace_state = TRACE_RUNNABLE;
    g->trace_seq = 1;
    if (g->status == G_WAITING)
        EVENT(EV_GO_WAITING, worker_of(self), g->id);
    else if (g->status == G_SYSCALL)
        EVENT(EV_GO_IN_SYSCALL, worker_of(self), g->id);
    if (g->status == G_WAITING || g->status == G_SYSCALL) {
        g->trace_state = TRACE_WAITING;
        g->trace_seq = 2;
    }
}

/* traceStart() bool: false if one is being made. */
enum rt_result profile_trace_start(struct act *c)
{
    sched_stop_world(c->g);
    pthread_mutex_lock(&trace.mutex);
    bool ok = !trace.active;
    if (ok) {
        trace.active = true;
        trace.stopped = false;
        trace.read = trace.collections = 0;
        trace.log.n = 0;
        trace.worker = NO_WORKER;
        strbuf_add(&trace.log, "go 1.19 trace\0\0\0", 16);
        struct worker *w = c->g->worker;
        sched_each_g(put_existing, c->g);
        EVENT(EV_PROC_START, w->id, w->id);
        EVENT(EV_GO_START_LOCAL, w->id, c->g->id);
        EVENT(EV_GOMAXPROCS, w->id, sched_workers(), stack_of(c->g));
        c->g->trace_state = TRACE_RUNNING;
        c->g->trace_seq = 2;
        w->trace_running = true;
        atomic_store(&trace_enabled, true);
    }
    pthread_mutex_unlock(&trace.mutex);
    sched_start_world(c->g);
    c->r[0] = ok;
    return RT_DONE;
}

static void put_stack(const struct profile_stack *s)
{
    struct strbuf body = {0};
    put_number(&body, (uint64_t)s->new_allocs);
    put_number(&body, s->n);
    for (uint32_t i = 0; i < s->n; i++) {
        const char *fn, *file;
        uint32_t line;
        callers_position(s->pcs[i], &fn, &file, &line);
        put_number(&body, s->pcs[i]);
        put_number(&body, string_number(fn, strlen(fn)));
        put_number(&body, string_number(file, strlen(file)));
        put_number(&body, line);
    }
    strbuf_putc(&trace.log, EV_STACK | 3 << 6);
    put_number(&trace.log, body.n);
    strbuf_add(&trace.log, body.at, body.n);
    strbuf_free(&body);
}

static void put_tables(void)
{
    for (struct profile_stack *s = trace.stacks.all; s; s = s->all)
        if (s->new_allocs)
            put_stack(s);
    for (size_t i = 0; i < trace.texts.n; i++) {
        size_t n = strlen(trace.texts.at[i]);
        strbuf_putc(&trace.log, EV_STRING);
        put_number(&trace.log, i + 1);
        put_number(&trace.log, n);
        strbuf_add(&trace.log, trace.texts.at[i], n);
        free(trace.texts.at[i]);
    }
    vec_free(&trace.texts);
    strmap_free(&trace.strings);
    trace.strings = (struct strmap){0};
    for (struct profile_stack *s = trace.stacks.all; s; s = s->all)
        s->new_allocs = 0;
    trace.nstacks = 0;
}

/* traceStop(): ends the log; it is still to be read. */
enum rt_result profile_trace_stop(struct act *c)
{
    if (!trace_on())
        return RT_DONE;
    sched_stop_world(c->g);
    pthread_mutex_lock(&trace.mutex);
    if (trace_on()) {
        atomic_store(&trace_enabled, false);
        EVENT(EV_GO_SCHED, worker_of(c->g), stack_of(c->g));
        EVENT0(EV_PROC_STOP, worker_of(c->g));
        strbuf_putc(&trace.log, EV_FREQUENCY);
        put_number(&trace.log, 1000000000);
        put_tables();
        trace.stopped = true;
    }
    pthread_mutex_unlock(&trace.mutex);
    sched_start_world(c->g);
    return RT_DONE;
}

/* traceRead() (data []byte, end bool): a piece; none and not the end: later. */
enum rt_result profile_trace_read(struct act *c)
{
    pthread_mutex_lock(&trace.mutex);
    uint64_t n = trace.active ? trace.log.n - trace.read : 0;
    bool wait = trace.active && !trace.stopped && n < READ_AT_ONCE;
    pthread_mutex_unlock(&trace.mutex);
    n = wait ? 0 : n < READ_AT_ONCE ? n : READ_AT_ONCE;
    char *p = NULL;
    if (n && !(p = heap_alloc(c->g, n, false)))
        return RT_RETRY;
    pthread_mutex_lock(&trace.mutex);
    if (n) {
        memcpy(p, trace.log.at + trace.read, n);
        trace.read += n;
    }
    c->r[0] = (uint64_t)p;
    c->r[1] = c->r[2] = n;
    c->r[3] = !trace.active || (trace.stopped && n == 0);
    if (trace.active && trace.stopped && n == 0) {
        trace.active = false;
        strbuf_free(&trace.log);
    }
    pthread_mutex_unlock(&trace.mutex);
    return RT_DONE;
}

/* traceActive() bool: from the start until all is read. */
enum rt_result profile_trace_active(struct act *c)
{
    c->r[0] = trace.active;
    return RT_DONE;
}
