/* runtime/sched/sched.c - goroutines, workers and threads (docs/scheduler.md has the state machine).
 *
 * A worker is the right to execute guest code; a thread needs one.  Ready goroutines wait in the run queue of a worker
 * or in the global one.  Locks, in the order they may be taken: sched.lock, then a worker's spinlock, then a channel's
 * or semaphore's.  sched.lock guards: the global queue, the idle lists, stopping the world, the list of all goroutines.
 *
 * A goroutine parks in two steps, so that a waker on another thread never sees half-saved state: the helper publishes
 * where it waits and answers RT_PARK; only when the engine has returned does the thread set g->park to PARKED.  A waker
 * sets WOKEN; whoever comes second puts the goroutine into a run queue. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
#include "runtime/base/fatal.h"
#include "runtime/base/strbuf.h"
#include "runtime/panic.h"
#include "runtime/profile/profile.h"
#include "runtime/profile/trace.h"
#include "runtime/sched/internal.h"
#include "runtime/stack.h"
#include "runtime/traceback.h"

struct sched sched = { .lock = PTHREAD_MUTEX_INITIALIZER };

static _Thread_local struct thread *this_thread;

/* -- Small things ------------------------------------------------------------------------------------------------- */

int64_t sched_nanotime(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* xorshift128+ (Vigna, 2014), one state for each thread. */
uint64_t sched_random64(struct g *g)
{
    uint64_t *s = g->worker->thread->rng;
    uint64_t x = s[0], y = s[1];
    s[0] = y;
    x ^= x << 23;
    s[1] = x ^ y ^ (x >> 17) ^ (y >> 26);
    return s[1] + y;
}

uint32_t sched_random(struct g *g) { return (uint32_t)(sched_random64(g) >> 32); }

struct program *sched_program(void) { return sched.opt.prog; }
const struct sched_session *sched_session(void) { return sched.opt.session; }
const struct engine *sched_engine(void) { return sched.opt.engine; }
uint32_t sched_workers(void) { return sched.nworkers; }
uint32_t sched_goroutine_count(void) { return atomic_load(&sched.user_goroutines); }

_Noreturn void sched_exit(int status)
{
    if (sched.opt.session)
        sched.opt.session->exiting();
    _exit(status);
}

/* -- Goroutines ------------------------------------------------------------------------------------------------------ */

/* System goroutines are numbered apart, so that main is goroutine 1. */
static struct g *new_g(bool system)
{
    spin_lock(&sched.g_lock);
    struct g *g = sched.g_free;
    if (g) {
        sched.g_free = g->sched_next;
        g->id = system ? (++sched.last_system_id | (uint64_t)1 << 40) : ++sched.last_id;
        spin_unlock(&sched.g_lock);
        return g;
    }
    g = xcalloc(1, sizeof *g);
    g->id = system ? (++sched.last_system_id | (uint64_t)1 << 40) : ++sched.last_id;
    g->status = G_DEAD;
    g->all_next = sched.all;
    sched.all = g;
    spin_unlock(&sched.g_lock);
    heap_attach_g(g);
    return g;
}

struct g *sched_go(struct g *creator, void *fn, bool system)
{
    struct g *g = new_g(system);
    g->system = system;
    sched.opt.engine->start(g, fn, NULL, 0);
    g->go_fn = fn_of_value(fn);
    g->creator_fn = NULL;
    g->creator_pc = NULL;
    if (creator && !system && creator->pc) {
        /* Compiler-made wrappers are no creators a user would know. */
        uint64_t *fp = creator->fp;
        const uint32_t *pc = creator->pc;
        struct fn *f = (struct fn *)fp[FRAME_FN];
        g->creator_fn = f;
        g->creator_pc = pc;
        g->labels = creator->labels;
    }
    atomic_store(&g->park, PARK_NONE);
    g->status = G_RUNNABLE;
    if (atomic_load_explicit(&profile_latencies, memory_order_relaxed))
        g->ready_since = sched_nanotime();
    if (!system)
        atomic_fetch_add(&sched.user_goroutines, 1);
    if (trace_on())
        trace_go_create(g, creator);
    if (!system && creator)
        sched_start_monitor();
    if (creator && creator->worker)
        sched_enqueue_local(creator->worker, g, true);
    else
        sched_enqueue_global(g);
    return g;
}

static void end_g(struct g *g)
{
    if (sched.opt.session && !g->system)
        sched.opt.session->ended(g);
    /* What remains of the stacks after Goexit is dropped. */
    while (g->chunk && g->chunk->prev) {
        struct data_chunk *c = g->chunk;
        g->chunk = c->prev;
        free(c);
    }
    if (g->chunk) {
        g->dtop = g->chunk->mem;
        g->dend = g->chunk->mem + g->chunk->size;
    }
    if ((uint64_t)(g->stack_end - g->stack) > 16 * STACK_MIN_WORDS)
        stack_free(g);
    bool was_system = g->system;
    g->defers = NULL;
    g->defer_free = NULL;
    g->panics = NULL;
    g->labels = NULL;
    g->locked = NULL;
    g->lock_count = 0;
    g->park_data = NULL;
    g->worker = NULL;
    g->fp = g->top = NULL;
    g->blocked_since = 0;
    g->panic_on_fault = false;
    memset(g->panic_value, 0, sizeof g->panic_value);
    memset(g->wake_value, 0, sizeof g->wake_value);
    memset(&g->waiter, 0, sizeof g->waiter);
    g->exiting = false;
    atomic_store(&g->interrupt, INTERRUPT_NONE);
    g->status = G_DEAD;
    if (g->id == 1 && !sched.opt.session)
        sched.main_ended = true;
    spin_lock(&sched.g_lock);
    g->sched_next = sched.g_free;
    sched.g_free = g;
    spin_unlock(&sched.g_lock);
    if (!was_system)
        atomic_fetch_sub(&sched.user_goroutines, 1);
}

void sched_each_g(void (*visit)(struct g *g, void *arg), void *arg)
{
    for (struct g *g = sched.all; g; g = g->all_next)
        visit(g, arg);
}

/* -- Run queues -------------------------------------------------------------------------------------------------------- */

static bool has_work(void)
{
    if (sched.global_head)
        return true;
    for (uint32_t i = 0; i < sched.nworkers; i++)
        if (sched.workers[i]->run_head || sched.workers[i]->run_next)
            return true;
    return timers_due(0);
}

static void spawn_thread(void);

/* With sched.lock: there is work; have an idle worker take it up. */
static void wake_one(void)
{
    if (sched.idle_workers == NULL || sched.stopping)
        return;
    if (sched.idle_threads > 0)
        pthread_cond_signal(&sched.idle_cond);
    else
        spawn_thread();
}

void sched_enqueue_global(struct g *g)
{
    pthread_mutex_lock(&sched.lock);
    g->sched_next = NULL;
    if (sched.global_tail)
        sched.global_tail->sched_next = g;
    else
        sched.global_head = g;
    sched.global_tail = g;
    atomic_fetch_add(&sched.global_count, 1);
    wake_one();
    pthread_mutex_unlock(&sched.lock);
}

static void append_local(struct worker *w, struct g *g)
{
    g->sched_next = NULL;
    if (w->run_tail)
        w->run_tail->sched_next = g;
    else
        w->run_head = g;
    w->run_tail = g;
    w->run_count++;
}

/* next: run it before all others; what was to run next goes to the end of the queue. */
void sched_enqueue_local(struct worker *w, struct g *g, bool next)
{
    spin_lock(&w->lock);
    if (next) {
        struct g *old = w->run_next;
        w->run_next = g;
        g = old;
    }
    if (g)
        append_local(w, g);
    spin_unlock(&w->lock);
    if (sched.nworkers > 1 && atomic_load_explicit(&sched.idle_count, memory_order_relaxed)) {
        pthread_mutex_lock(&sched.lock);
        wake_one();
        pthread_mutex_unlock(&sched.lock);
    }
}

static struct g *take_local(struct worker *w, bool *inherits)
{
    spin_lock(&w->lock);
    struct g *g = w->run_next;
    *inherits = g != NULL;
    if (g) {
        w->run_next = NULL;
    } else if ((g = w->run_head)) {
        w->run_head = g->sched_next;
        if (w->run_head == NULL)
            w->run_tail = NULL;
        w->run_count--;
    }
    spin_unlock(&w->lock);
    return g;
}

static struct g *take_global_locked(void)
{
    struct g *g = sched.global_head;
    if (g) {
        sched.global_head = g->sched_next;
        if (sched.global_head == NULL)
            sched.global_tail = NULL;
        atomic_fetch_sub(&sched.global_count, 1);
    }
    return g;
}

static struct g *take_global(void)
{
    if (atomic_load_explicit(&sched.global_count, memory_order_relaxed) == 0)
        return NULL;
    pthread_mutex_lock(&sched.lock);
    struct g *g = take_global_locked();
    pthread_mutex_unlock(&sched.lock);
    return g;
}

/* Half of another worker's queue. */
static struct g *steal(struct worker *self)
{
    for (uint32_t i = 1; i < sched.nworkers; i++) {
        struct worker *w = sched.workers[(self->id + i) % sched.nworkers];
        spin_lock(&w->lock);
        struct g *first = w->run_head, *g = first;
        if (g == NULL) {
            spin_unlock(&w->lock);
            continue;
        }
        uint32_t n = (w->run_count + 1) / 2;
        for (uint32_t k = 1; k < n; k++)
            g = g->sched_next;
        w->run_head = g->sched_next;
        if (w->run_head == NULL)
            w->run_tail = NULL;
        w->run_count -= n;
        g->sched_next = NULL;
        spin_unlock(&w->lock);
        for (struct g *rest = first->sched_next, *after; rest; rest = after) {
            after = rest->sched_next;
            spin_lock(&self->lock);
            append_local(self, rest);
            spin_unlock(&self->lock);
        }
        return first;
    }
    return NULL;
}

/* -- Parking and waking ----------------------------------------------------------------------------------------------- */

void sched_park(struct g *g, const char *why)
{
    g->wait_reason = why;
    if (profile_waits())
        profile_parked(g, why);
    if (trace_on())
        trace_go_park(g, why);
    atomic_store_explicit(&g->park, PARK_NONE, memory_order_release);
}

void sched_ready(struct g *g, struct g *by)
{
    if (trace_on())
        trace_go_ready(g, by);
    if (atomic_exchange(&g->park, PARK_WOKEN) != PARK_PARKED)
        return;                         /* its thread is still on the way to PARKED and will see this */
    g->status = G_RUNNABLE;
    if (atomic_load_explicit(&profile_latencies, memory_order_relaxed))
        g->ready_since = sched_nanotime();
    if (by && by->worker)
        sched_enqueue_local(by->worker, g, true);
    else
        sched_enqueue_global(g);
}

enum sched_activity sched_activity(void)
{
    if (sched.stopping)
        return SCHED_COLLECTS;
    for (uint32_t i = 0; i < sched.nworkers; i++)
        if (atomic_load(&sched.workers[i]->status) == WORKER_RUNNING && atomic_load(&sched.workers[i]->current))
            return SCHED_RUNS;
    return SCHED_WAITS;
}

uint32_t sched_thread_count(void)
{
    uint32_t n = 1;                     /* the one that waits in sched_run */
    for (struct thread *t = sched.threads; t; t = t->all_next)
        n++;
    return n + atomic_load(&sched.monitor_started);
}

/* -- Stopping the world --------------------------------------------------------------------------------------------------- */

static void poison(struct worker *w)
{
    atomic_store(&w->preempt, true);
    struct g *g = atomic_load(&w->current);
    if (g)
        atomic_store(&g->limit, G_POISON);
}

/* With sched.lock: this thread's worker counts as stopped until the world starts again. */
static void stop_here(struct g *g)
{
    struct worker *w = g->worker;
    atomic_store(&w->status, WORKER_STOPPED);
    pthread_cond_broadcast(&sched.stop_cond);
    while (sched.stopping)
        pthread_cond_wait(&sched.start_cond, &sched.lock);
    atomic_store(&w->status, WORKER_RUNNING);
}

void sched_stop_world(struct g *g)
{
    pthread_mutex_lock(&sched.lock);
    while (sched.stopping)
        stop_here(g);
    sched.stopping = true;
    for (;;) {
        bool all = true;
        for (uint32_t i = 0; i < sched.nworkers; i++) {
            struct worker *w = sched.workers[i];
            int in_call = WORKER_SYSCALL;
            if (w == g->worker)
                continue;
            if (atomic_compare_exchange_strong(&w->status, &in_call, WORKER_STOPPED)) {
                trace_syscall_block(w, atomic_load(&w->current));
                w->thread = NULL;       /* its thread will ask for a worker when the call returns */
                atomic_store(&w->current, NULL);
                atomic_fetch_add(&sched.detached, 1);
            } else if (in_call == WORKER_RUNNING) {
                poison(w);
                all = false;
            }
        }
        if (all)
            break;
        pthread_cond_wait(&sched.stop_cond, &sched.lock);
    }
    pthread_mutex_unlock(&sched.lock);
}

static void release_worker_locked(struct worker *w)
{
    trace_worker_stop(w);
    w->thread = NULL;
    atomic_store(&w->status, WORKER_IDLE);
    w->idle_next = sched.idle_workers;
    sched.idle_workers = w;
    atomic_fetch_add(&sched.idle_count, 1);
}

void sched_start_world(struct g *g)
{
    pthread_mutex_lock(&sched.lock);
    for (uint32_t i = 0; i < sched.nworkers; i++) {
        struct worker *w = sched.workers[i];
        if (w != g->worker && w->thread == NULL && atomic_load(&w->status) == WORKER_STOPPED)
            release_worker_locked(w);
    }
    sched.stopping = false;
    pthread_cond_broadcast(&sched.start_cond);
    if (has_work())
        wake_one();
    pthread_mutex_unlock(&sched.lock);
}

static void shrink(struct g *g, void *self)
{
    if (g != self && g->status != G_DEAD && g->status != G_RUNNING && g->status != G_SYSCALL && g->stack)
        stack_shrink(g);
}

static void before_collection(struct g *g, void *arg)
{
    (void)arg;
    if (g->status != G_DEAD && g->status != G_IDLE)
        sched.opt.engine->before_collection(g);
}

void sched_collect(struct g *g)
{
    if (heap_wants_state(g))
        return;
    sched_stop_world(g);
    if (sched.opt.engine->before_collection)
        sched_each_g(before_collection, NULL);
    for (uint32_t i = 0; i < sched.nworkers; i++)
        heap_drop_cache(&sched.workers[i]->cache);
    trace_gc_start(g);
    heap_collect();
    trace_gc_done(g);
    if (!sched.opt.stress_stack)
        sched_each_g(shrink, g);
    sched_start_world(g);
    sched_after_collection(g);
}

/* -- Polls ------------------------------------------------------------------------------------------------------------------ */

bool sched_poll(struct g *g)
{
    struct worker *w = g->worker;
    if (sched.opt.stress_stack)
        atomic_store(&g->limit, G_POISON);
    else
        stack_set_limit(g);
    bool yield = atomic_exchange(&w->preempt, false) || atomic_load_explicit(&g->interrupt, memory_order_relaxed);
    if (sched.stopping) {
        pthread_mutex_lock(&sched.lock);
        while (sched.stopping)
            stop_here(g);
        pthread_mutex_unlock(&sched.lock);
    }
    if (sched.opt.stress_preempt && (sched_random(g) & 63) == 0)
        yield = true;
    if (yield && g->pinned) {
        atomic_store(&w->preempt, true);        /* later */
        return false;
    }
    g->trace_preempted = yield && !g->system;
    return g->trace_preempted;
}

static void overflow(struct g *g)
{
    struct strbuf out = { 0 };
    if (sched.opt.session) {
        static const char msg[] = "fatal error: stack overflow\n";
        (void)!write(2, msg, sizeof msg - 1);
        sched.opt.session->failed(g);
        atomic_store(&g->interrupt, INTERRUPT_KILL);
        return;
    }
    strbuf_printf(&out, "runtime: goroutine stack exceeds %llu-byte limit\n", (unsigned long long)stack_max());
    strbuf_printf(&out, "runtime: sp=%p stack=[%p, %p]\n", (void *)g->fp, (void *)g->stack, (void *)g->stack_end);
    strbuf_puts(&out, "fatal error: stack overflow\n\n");
    traceback_print(&out, g, "running");
    (void)!write(2, out.at, out.n < 200000 ? out.n : 200000);
    sched_exit(2);
}

bool sched_stack_check(struct g *g, const uint64_t *used, uint64_t need)
{
    if (atomic_load_explicit(&g->limit, memory_order_relaxed) == G_POISON && sched_poll(g))
        return true;
    if (used + need > g->stack_end - G_RESERVE && !stack_grow(g, used, need)) {
        overflow(g);
        return true;
    }
    if (sched.opt.stress_stack) {
        stack_move(g);
        atomic_store(&g->limit, G_POISON);
    }
    return false;
}

/* -- System calls ------------------------------------------------------------------------------------------------------------- */

void sched_enter_syscall(struct g *g)
{
    struct worker *w = g->worker;
    g->thread = this_thread;
    g->status = G_SYSCALL;
    w->syscall_tick++;
    if (trace_on())
        trace_syscall_enter(g);
    atomic_store(&w->status, WORKER_SYSCALL);   /* from here on another thread may take w */
}

void sched_exit_syscall(struct g *g)
{
    struct worker *w = g->worker;
    int expected = WORKER_SYSCALL;
    if (atomic_compare_exchange_strong(&w->status, &expected, WORKER_RUNNING)) {
        g->status = G_RUNNING;
        return;
    }
    /* The worker is gone: queue up as a goroutine bound to this thread, and wait to be handed one. */
    struct thread *t = sched_this_thread();
    struct thread *locked = g->locked;
    pthread_mutex_lock(&sched.lock);
    t->worker = NULL;
    g->worker = NULL;
    g->locked = t;
    g->status = G_RUNNABLE;
    trace_syscall_exit(g);
    pthread_mutex_unlock(&sched.lock);
    sched_enqueue_global(g);
    atomic_fetch_sub(&sched.detached, 1);       /* not before: check_dead would find nobody alive */
    pthread_mutex_lock(&sched.lock);
    while (t->handed == NULL)
        pthread_cond_wait(&t->cond, &sched.lock);
    w = t->handed;
    t->handed = NULL;
    t->worker = w;
    w->thread = t;
    g->worker = w;
    g->locked = locked;
    g->status = G_RUNNING;
    atomic_store(&w->current, g);
    atomic_store(&w->status, WORKER_RUNNING);
    trace_go_start(g);
    pthread_mutex_unlock(&sched.lock);
}

/* With sched.lock: takes worker w from a thread inside a system call. */
static bool retake(struct worker *w)
{
    int expected = WORKER_SYSCALL;
    if (!atomic_compare_exchange_strong(&w->status, &expected, WORKER_IDLE))
        return false;
    atomic_fetch_add(&sched.detached, 1);
    trace_syscall_block(w, atomic_load(&w->current));
    atomic_store(&w->current, NULL);
    release_worker_locked(w);
    return true;
}

/* -- Threads -------------------------------------------------------------------------------------------------------------------- */

struct thread *sched_this_thread(void) { return this_thread; }

static void block_signals(void)
{
    sigset_t set;
    sigfillset(&set);
    sigdelset(&set, SIGSEGV);
    sigdelset(&set, SIGBUS);
    sigdelset(&set, SIGFPE);
    sigdelset(&set, SIGILL);
    sigdelset(&set, SIGABRT);
    if (sched.opt.session)
        sigdelset(&set, SCHED_KICK);    /* ends a blocking system call of a goroutine that is interrupted */
    pthread_sigmask(SIG_SETMASK, &set, NULL);
}

static struct g *find_runnable(struct thread *t, struct worker *w)
{
    bool inherits = false;
    if (atomic_load_explicit(&sched.timer_alarm, memory_order_relaxed))
        timers_run();
    struct g *g = NULL;
    if (w->tick % 61 == 60)
        g = take_global();
    if (g == NULL)
        g = take_local(w, &inherits);
    if (g == NULL)
        g = take_global();
    if (g == NULL && sched.nworkers > 1)
        g = steal(w);
    if (g == NULL && timers_due(sched_nanotime())) {
        timers_run();
        g = take_local(w, &inherits);
        if (g == NULL)
            g = take_global();
    }
    if (g && !inherits)
        w->tick++;
    return g;
}

/* g belongs to another thread: give it this worker. */
static void hand_over(struct thread *t, struct worker *w, struct g *g)
{
    pthread_mutex_lock(&sched.lock);
    struct thread *to = g->locked;
    t->worker = NULL;
    to->handed = w;
    w->thread = to;
    pthread_cond_signal(&to->cond);
    pthread_mutex_unlock(&sched.lock);
}

static void note_resumed(struct g *g)
{
    if (g->blocked_since)
        profile_resumed(g);
    if (g->ready_since)
        profile_count_latency(sched_nanotime() - g->ready_since);
    g->ready_since = 0;
}

static void execute(struct thread *t, struct worker *w, struct g *g)
{
    g->status = G_RUNNING;
    g->worker = w;
    t->current = g;
    atomic_store(&w->current, g);
    if (sched.opt.stress_stack || sched.opt.stress_preempt)
        atomic_store(&g->limit, G_POISON);
    else if (atomic_load_explicit(&g->limit, memory_order_relaxed) == G_POISON)
        stack_set_limit(g);
    if (g->blocked_since | g->ready_since)
        note_resumed(g);
    if (trace_on())
        trace_go_start(g);
    enum run_result r = atomic_load_explicit(&g->interrupt, memory_order_relaxed) == INTERRUPT_KILL
                            && sched_take_interrupt(g) ? RUN_ENDED : sched.opt.engine->run(g);
    if (trace_on() && r != RUN_PARKED)
        (r == RUN_ENDED ? trace_go_end : trace_go_yield)(g);
    w = t->worker;                      /* a system call may have exchanged it */
    t->current = NULL;
    atomic_store(&w->current, NULL);
    g->worker = NULL;
    switch (r) {
    case RUN_YIELDED:
        g->status = G_RUNNABLE;
        sched_enqueue_global(g);
        break;
    case RUN_PARKED: {
        g->status = G_WAITING;
        int expected = PARK_NONE;
        if (!atomic_compare_exchange_strong(&g->park, &expected, PARK_PARKED)) {
            g->status = G_RUNNABLE;
            sched_enqueue_local(w, g, true);
        }
        break;
    }
    case RUN_ENDED:
        if (t->locked_g == g)
            t->locked_g = NULL;
        end_g(g);
        break;
    }
}

static _Noreturn void deadlock(void)
{
    struct strbuf out = { 0 };
    if (sched.main_ended)
        strbuf_puts(&out, "fatal error: no goroutines (main called runtime.Goexit) - deadlock!\n");
    else
        strbuf_puts(&out, "fatal error: all goroutines are asleep - deadlock!\n");
    traceback_print_others(&out, NULL);
    (void)!write(2, out.at, out.n);
    sched_exit(2);
}

/* With sched.lock: nothing runs, nothing can wake anyone. */
static void check_dead(void)
{
    uint32_t idle = 0;
    for (struct worker *w = sched.idle_workers; w; w = w->idle_next)
        idle++;
    if (idle == sched.nworkers && atomic_load(&sched.detached) == 0 && timers_pending() == 0 && netpoll_waiters() == 0
        && !has_work() && !sched.stopping && sched.started) {
        if (sched.opt.session)
            sched.opt.session->asleep();
        else
            deadlock();
    }
}

/* Runs goroutines until there is nothing to do or the worker went to another thread. */
static void run_worker(struct thread *t)
{
    while (t->worker) {
        struct worker *w = t->worker;
        if (sched.stopping) {
            pthread_mutex_lock(&sched.lock);
            if (sched.stopping) {
                atomic_store(&w->status, WORKER_STOPPED);
                pthread_cond_broadcast(&sched.stop_cond);
                while (sched.stopping)
                    pthread_cond_wait(&sched.start_cond, &sched.lock);
                atomic_store(&w->status, WORKER_RUNNING);
            }
            pthread_mutex_unlock(&sched.lock);
        }
        if (t->locked_g) {
            /* This thread runs its goroutine only; others get the worker meanwhile. */
            pthread_mutex_lock(&sched.lock);
            release_worker_locked(w);
            t->worker = NULL;
            if (has_work())
                wake_one();
            else
                check_dead();
            while (t->handed == NULL)
                pthread_cond_wait(&t->cond, &sched.lock);
            w = t->worker = t->handed;
            t->handed = NULL;
            w->thread = t;
            atomic_store(&w->status, WORKER_RUNNING);
            pthread_mutex_unlock(&sched.lock);
            execute(t, w, t->locked_g);
            continue;
        }
        struct g *g = find_runnable(t, w);
        if (g == NULL) {
            pthread_mutex_lock(&sched.lock);
            if (!has_work()) {
                release_worker_locked(w);
                t->worker = NULL;
                check_dead();
            }
            pthread_mutex_unlock(&sched.lock);
            continue;
        }
        if (g->locked && g->locked != t) {
            hand_over(t, w, g);
            continue;
        }
        execute(t, w, g);
    }
}

static void wait_idle(void)
{
    int64_t next = timers_next();
    sched.idle_threads++;
    if (next == INT64_MAX || sched.idle_workers == NULL) {
        pthread_cond_wait(&sched.idle_cond, &sched.lock);
    } else {
        struct timespec at = { next / 1000000000, next % 1000000000 };
        pthread_cond_timedwait(&sched.idle_cond, &sched.lock, &at);
    }
    sched.idle_threads--;
}

static _Noreturn void serve(struct thread *t)
{
    this_thread = t;
    pthread_mutex_lock(&sched.lock);
    for (;;) {
        while (sched.idle_workers == NULL || sched.stopping || !(has_work() || timers_due(sched_nanotime())))
            wait_idle();
        struct worker *w = sched.idle_workers;
        sched.idle_workers = w->idle_next;
        atomic_fetch_sub(&sched.idle_count, 1);
        w->thread = t;
        t->worker = w;
        atomic_store(&w->status, WORKER_RUNNING);
        trace_worker_start(w);
        pthread_mutex_unlock(&sched.lock);
        run_worker(t);
        pthread_mutex_lock(&sched.lock);
    }
}

static void *thread_main(void *arg)
{
    block_signals();
    serve(arg);
}

static struct thread *new_thread(void)
{
    struct thread *t = xcalloc(1, sizeof *t);
    uint64_t seed = (uint64_t)sched_nanotime() ^ (uint64_t)(uintptr_t)t;
    t->rng[0] = seed * 0x9e3779b97f4a7c15u | 1;
    t->rng[1] = seed ^ 0xbf58476d1ce4e5b9u;
    pthread_mutex_init(&t->mutex, NULL);
    pthread_cond_init(&t->cond, NULL);
    t->all_next = sched.threads;
    sched.threads = t;
    return t;
}

static void spawn_thread(void)
{
    struct thread *t = new_thread();
    if (pthread_create(&t->handle, NULL, thread_main, t) != 0)
        fatal("cannot start a thread: %s", strerror(errno));
    pthread_detach(t->handle);
}

/* -- The monitor: preemption, system calls, timers while all workers are busy -------------------------------------------- */

static void *monitor_main(void *arg)
{
    uint64_t ticks[SCHED_MAX_WORKERS] = { 0 }, calls[SCHED_MAX_WORKERS] = { 0 };
    (void)arg;
    block_signals();
    for (;;) {
        int64_t now = sched_nanotime(), next = timers_next(), nap = 10000000;
        if (next - now < nap)
            nap = next - now;
        if (atomic_load(&sched.calls_seen))
            nap = nap > 1000000 ? 1000000 : nap;
        if (nap > 0) {
            struct timespec d = { 0, nap < 50000 ? 50000 : nap };
            nanosleep(&d, NULL);
        }
        bool seen = false;
        now = sched_nanotime();
        if (timers_due(now)) {
            atomic_store(&sched.timer_alarm, true);
            for (uint32_t i = 0; i < sched.nworkers; i++)
                if (atomic_load(&sched.workers[i]->status) == WORKER_RUNNING)
                    poison(sched.workers[i]);
        }
        for (uint32_t i = 0; i < sched.nworkers; i++) {
            struct worker *w = sched.workers[i];
            int status = atomic_load(&w->status);
            if (status == WORKER_SYSCALL) {
                seen = true;
                if (calls[i] == w->syscall_tick) {
                    pthread_mutex_lock(&sched.lock);
                    if ((has_work() || timers_pending()) && retake(w))
                        wake_one();
                    pthread_mutex_unlock(&sched.lock);
                }
                calls[i] = w->syscall_tick;
            } else if (status == WORKER_RUNNING) {
                if (ticks[i] == w->tick && now - sched.last_preempt >= 9000000
                    && (w->run_head || w->run_next || atomic_load(&sched.global_count))) {
                    poison(w);
                    sched.last_preempt = now;
                }
                ticks[i] = w->tick;
            }
        }
        atomic_store(&sched.calls_seen, seen);
    }
    return NULL;
}

void sched_start_monitor(void)
{
    if (atomic_load_explicit(&sched.monitor_started, memory_order_relaxed) || atomic_exchange(&sched.monitor_started, true))
        return;
    pthread_t h;
    if (pthread_create(&h, NULL, monitor_main, NULL) == 0)
        pthread_detach(h);
}

/* -- Start --------------------------------------------------------------------------------------------------------------------- */

static void add_worker(void)
{
    struct worker *w = xcalloc(1, sizeof *w);
    w->id = sched.nworkers;
    sched.workers[sched.nworkers++] = w;
    release_worker_locked(w);
}

void sched_set_workers(uint32_t n)
{
    (void)n;            /* one worker executes guest code; the slots are there */
}

void sched_init(const struct sched_options *o)
{
    sched.opt = *o;
    pthread_condattr_t attr;
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&sched.idle_cond, &attr);
    pthread_cond_init(&sched.stop_cond, NULL);
    pthread_cond_init(&sched.start_cond, NULL);
    heap_add_root(&sched.roots, &sched.roots + 1);
    for (uint32_t i = 0; i < (o->workers ? o->workers : 1) && i < SCHED_MAX_WORKERS; i++)
        add_worker();
}

void sched_preempt(void)
{
    for (uint32_t i = 0; i < sched.nworkers; i++)
        if (atomic_load(&sched.workers[i]->status) == WORKER_RUNNING)
            poison(sched.workers[i]);
}

void sched_start(void)
{
    sched_init_kick();
    sched.started = true;
    sched_start_monitor();
}

int sched_run(void *main_fn)
{
    struct thread *t = new_thread();
    t->handle = pthread_self();
    sched.started = true;
    sched.idle_threads = 1;             /* this one: the first goroutine needs no other */
    sched_go(NULL, main_fn, false);
    sched.idle_threads = 0;
    serve(t);
}
