/* runtime/profile/cpu.c - the CPU profile: stacks of the running goroutine, one each time the process has used another
 * 1/hz second of processor time.
 *
 * A thread of its own watches the process's clock and asks the engine for a sample; the engine takes it at the next
 * instruction, so positions are exact.  Time the collector uses is its own.  Samples wait in a ring for
 * runtime/pprof.readProfile, as words {3 + n, time, count, stack...} beside a tag (the goroutine's labels) each; what
 * does not fit is counted as lost. */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "runtime/base/fatal.h"
#include "runtime/callers.h"
#include "runtime/g.h"
#include "runtime/profile/natives.h"
#include "runtime/profile/profile.h"
#include "runtime/profile/trace.h"
#include "runtime/sched/sched.h"
#include "runtime/slice.h"

enum { WORDS = 1 << 17, TAGS = 1 << 14, DEPTH = 64, HEAD = 3 };

static struct {
    pthread_mutex_t mutex;      /* all below but hz and due */
    pthread_cond_t stop;
    pthread_t watcher;
    bool running, stopping;
    _Atomic int64_t hz;         /* 0: off */
    _Atomic uint32_t due;       /* samples the engine owes */
    uint64_t *words, nwords;    /* whole records, oldest first */
    void **tags;                /* seen by the collector */
    uint64_t ntags, lost;
    bool ended;                 /* no more will come: the reader may stop */
} cpu = { .mutex = PTHREAD_MUTEX_INITIALIZER, .stop = PTHREAD_COND_INITIALIZER };

static void put_locked(const uint64_t *stack, uint64_t n, uint64_t count, void *tag)
{
    if (cpu.nwords + HEAD + n > WORDS || cpu.ntags == TAGS)
        return;
    uint64_t *p = cpu.words + cpu.nwords;
    p[0] = HEAD + n;
    p[1] = (uint64_t)sched_nanotime();
    p[2] = count;
    memcpy(p + HEAD, stack, n * sizeof *stack);
    cpu.nwords += HEAD + n;
    cpu.tags[cpu.ntags++] = tag;
}

static void put(const uint64_t *stack, uint64_t n, uint64_t count, void *tag)
{
    pthread_mutex_lock(&cpu.mutex);
    bool room = cpu.nwords + 2 * HEAD + 1 + n <= WORDS && cpu.ntags + 2 <= TAGS;
    if (room && cpu.lost) {
        put_locked(&cpu.lost, 1, 0, NULL);
        cpu.lost = 0;
    }
    if (room && cpu.running)
        put_locked(stack, n, count, tag);
    else
        cpu.lost += count;
    pthread_mutex_unlock(&cpu.mutex);
}

void profile_cpu_sample(struct g *g)
{
    uint64_t stack[DEPTH];
    uint32_t count = atomic_exchange(&cpu.due, 0);
    if (count == 0)
        return;
    uint64_t n = (uint64_t)callers_collect(g, 0, stack, DEPTH);
    put(stack, n, count, g->labels);
    for (uint32_t i = 0; trace_on() && i < count; i++)
        trace_cpu_sample(g, stack, (uint32_t)n);
}

static int64_t used(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void *watch(void *arg)
{
    (void)arg;
    int64_t period = 1000000000 / atomic_load(&cpu.hz), seen = used();
    pthread_mutex_lock(&cpu.mutex);
    while (!cpu.stopping) {
        struct timespec until;
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_nsec += period % 1000000000;
        until.tv_sec += period / 1000000000 + until.tv_nsec / 1000000000;
        until.tv_nsec %= 1000000000;
        pthread_cond_timedwait(&cpu.stop, &cpu.mutex, &until);
        int64_t n = (used() - seen) / period;
        if (n <= 0 || cpu.stopping)
            continue;
        seen += n * period;
        pthread_mutex_unlock(&cpu.mutex);
        uint64_t where[2];
        switch (sched_activity()) {
        case SCHED_COLLECTS:
            where[0] = callers_pc_of(&callers_gcworker);
            where[1] = callers_pc_of(&callers_gc);
            put(where, 2, (uint64_t)n, NULL);
            break;
        case SCHED_RUNS:
            atomic_fetch_add(&cpu.due, (uint32_t)n);
            sched_engine()->request_sample();
            break;
        case SCHED_WAITS:
            where[0] = callers_pc_of(&callers_system);
            put(where, 1, (uint64_t)n, NULL);
            break;
        }
        pthread_mutex_lock(&cpu.mutex);
    }
    pthread_mutex_unlock(&cpu.mutex);
    return NULL;
}

static bool start(int64_t hz)
{
    if (cpu.words == NULL) {
        cpu.words = xmalloc(WORDS * sizeof *cpu.words);
        cpu.tags = xcalloc(TAGS, sizeof *cpu.tags);
        heap_add_root(cpu.tags, cpu.tags + TAGS);
    }
    pthread_mutex_lock(&cpu.mutex);
    cpu.nwords = cpu.ntags = cpu.lost = 0;
    cpu.stopping = cpu.ended = false;
    cpu.running = true;
    uint64_t head[HEAD] = { HEAD, 0, (uint64_t)hz };
    memcpy(cpu.words, head, sizeof head);
    cpu.nwords = HEAD;
    cpu.tags[cpu.ntags++] = NULL;
    pthread_mutex_unlock(&cpu.mutex);
    atomic_store(&cpu.due, 0);
    atomic_store(&cpu.hz, hz);
    sigset_t all, old;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &old);
    int err = pthread_create(&cpu.watcher, NULL, watch, NULL);
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    cpu.running = err == 0;
    return err == 0;
}

static void stop(void)
{
    pthread_mutex_lock(&cpu.mutex);
    cpu.stopping = true;
    pthread_cond_signal(&cpu.stop);
    pthread_mutex_unlock(&cpu.mutex);
    pthread_join(cpu.watcher, NULL);
    atomic_store(&cpu.hz, 0);
    pthread_mutex_lock(&cpu.mutex);
    cpu.running = false;
    cpu.ended = true;
    pthread_mutex_unlock(&cpu.mutex);
}

/* SetCPUProfileRate(hz int) */
enum rt_result profile_set_cpu_rate(struct act *c)
{
    int64_t hz = (int64_t)c->a[0], now = atomic_load(&cpu.hz);
    hz = hz < 0 ? 0 : hz > 1000000 ? 1000000 : hz;
    if (hz > 0 && now == 0 && !cpu.ended) {
        if (!start(hz))
            fputs("runtime: cannot start the profiling thread\n", stderr);
    } else if (hz > 0) {
        fputs("runtime: cannot set CPU profile rate until previous profile has finished.\n", stderr);
    } else if (now > 0) {
        stop();
    }
    return RT_DONE;
}

/* readProfile() (data []uint64, tags []unsafe.Pointer, eof bool): what has come since the last call. */
enum rt_result profile_read_cpu(struct act *c)
{
    pthread_mutex_lock(&cpu.mutex);
    uint64_t nwords = cpu.nwords, ntags = cpu.ntags;
    pthread_mutex_unlock(&cpu.mutex);
    uint64_t *words = NULL;
    void **tags = NULL;
    if (nwords && (!(words = heap_alloc(c->g, nwords * sizeof *words, false)) ||
                   !(tags = heap_alloc(c->g, ntags * sizeof *tags, true))))
        return RT_RETRY;
    pthread_mutex_lock(&cpu.mutex);
    if (nwords) {
        memcpy(words, cpu.words, nwords * sizeof *words);
        memcpy(tags, cpu.tags, ntags * sizeof *tags);
        cpu.nwords -= nwords;
        cpu.ntags -= ntags;
        memmove(cpu.words, cpu.words + nwords, cpu.nwords * sizeof *words);
        memmove(cpu.tags, cpu.tags + ntags, cpu.ntags * sizeof *tags);
    }
    bool eof = (cpu.ended || !cpu.running) && cpu.nwords == 0;
    if (eof)
        cpu.ended = false;
    pthread_mutex_unlock(&cpu.mutex);
    c->r[0] = (uint64_t)words;
    c->r[1] = c->r[2] = nwords;
    c->r[3] = (uint64_t)tags;
    c->r[4] = c->r[5] = ntags;
    c->r[6] = eof;
    return RT_DONE;
}
