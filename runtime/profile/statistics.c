/* runtime/profile/statistics.c - numbers about memory, collections and scheduling: runtime.MemStats, runtime/metrics,
 * debug.GCStats. */
#include <string.h>
#include <time.h>
#include "runtime/g.h"
#include "runtime/heap.h"
#include "runtime/profile/natives.h"
#include "runtime/profile/profile.h"
#include "runtime/sched/sched.h"
#include "runtime/slice.h"
#include "runtime/types.h"

enum { BY_SIZE = 61 };

struct mem_stats {              /* runtime.MemStats */
    uint64_t alloc, total_alloc, sys, lookups, mallocs, frees;
    uint64_t heap_alloc, heap_sys, heap_idle, heap_inuse, heap_released, heap_objects;
    uint64_t stack_inuse, stack_sys, mspan_inuse, mspan_sys, mcache_inuse, mcache_sys, buckhash_sys, gc_sys, other_sys;
    uint64_t next_gc, last_gc, pause_total_ns, pause_ns[256], pause_end[256];
    uint32_t num_gc, num_forced_gc;
    double gc_cpu_fraction;
    bool enable_gc, debug_gc;
    struct { uint32_t size; uint64_t mallocs, frees; } by_size[BY_SIZE];
};

static int64_t started;         /* CLOCK_MONOTONIC */

void profile_statistics_start(void) { started = sched_nanotime(); }

static void add_stacks(struct g *g, void *arg)
{
    uint64_t *bytes = arg;
    if (g->stack)
        *bytes += (uint64_t)(g->stack_end - g->stack) * sizeof *g->stack;
    for (struct data_chunk *c = g->chunk; c; c = c->prev)
        *bytes += c->size;
}

/* gc's size class for objects of size bytes. */
static unsigned size_class(uint64_t size)
{
    unsigned i = 1;
    while (i < SIZE_CLASSES - 1 && size_classes[i] < size)
        i++;
    return i;
}

static const struct heap_cache *own_cache(const struct g *g) { return g->worker ? &g->worker->cache : NULL; }

static void fill(struct mem_stats *m, const struct heap_stats *s)
{
    memset(m, 0, sizeof *m);
    m->alloc = m->heap_alloc = s->heap_alloc;
    m->total_alloc = s->total_alloc;
    m->mallocs = s->mallocs;
    m->frees = s->frees;
    m->heap_objects = s->heap_objects;
    m->heap_sys = s->heap_sys;
    m->heap_inuse = s->heap_sys - s->heap_free;
    if (m->heap_inuse < s->heap_alloc)  /* blocks are swept when they are needed */
        m->heap_inuse = s->heap_alloc < s->heap_sys ? s->heap_alloc : s->heap_sys;
    m->heap_idle = m->heap_sys - m->heap_inuse;
    m->heap_released = s->heap_released < m->heap_idle ? s->heap_released : m->heap_idle;
    sched_each_g(add_stacks, &m->stack_inuse);
    m->stack_sys = m->stack_inuse;
    m->mcache_inuse = m->mcache_sys = sched_workers() * sizeof(struct heap_cache);
    m->buckhash_sys = profile_memory_bytes();
    m->gc_sys = s->gc_sys;
    m->other_sys = heap_static_bytes();
    m->sys = m->heap_sys + m->stack_sys + m->mspan_sys + m->mcache_sys + m->buckhash_sys + m->gc_sys + m->other_sys;
    m->next_gc = s->next_gc;
    m->last_gc = s->last_gc_unix_ns;
    m->pause_total_ns = s->pause_total_ns;
    memcpy(m->pause_ns, s->pause_ns, sizeof m->pause_ns);
    memcpy(m->pause_end, s->pause_end, sizeof m->pause_end);
    m->num_gc = (uint32_t)s->num_gc;
    m->num_forced_gc = (uint32_t)s->num_forced;
    m->gc_cpu_fraction = (double)s->pause_total_ns / (double)(sched_nanotime() - started + 1);
    m->enable_gc = true;
    for (unsigned i = 0; i < BY_SIZE; i++)
        m->by_size[i].size = size_classes[i];
    for (unsigned i = 1; i < HEAP_CLASSES; i++) {
        unsigned k = size_class((uint64_t)i * HEAP_GRANULE);
        if (k < BY_SIZE) {
            m->by_size[k].mallocs += s->class_mallocs[i];
            m->by_size[k].frees += s->class_frees[i];
        }
    }
}

/* ReadMemStats(m *MemStats) */
enum rt_result profile_read_mem_stats(struct act *c)
{
    struct heap_stats s;
    if (c->a[0] == 0) {
        c->panic_hook = "panicmem";
        c->call_nargs = 0;
        return RT_GUEST_PANIC;
    }
    heap_get_stats(&s, own_cache(c->g));
    fill((struct mem_stats *)c->a[0], &s);
    return RT_DONE;
}

void profile_dump_stats(const struct g *g, uint64_t *out)
{
    struct heap_stats s;
    struct mem_stats m;
    heap_get_stats(&s, own_cache(g));
    fill(&m, &s);
    memcpy(out, &m, (PROFILE_DUMP_STATS - 1) * sizeof *out);
    out[PROFILE_DUMP_STATS - 1] = m.num_gc;
}

/* -- Times ------------------------------------------------------------------------------------------------------------- */

/* Four buckets for each power of two of nanoseconds, from 0; the overlay's metrics.go knows their bounds. */
enum { TIME_BUCKETS = 160 };
static _Atomic uint64_t pauses[TIME_BUCKETS], latencies[TIME_BUCKETS];
_Atomic bool profile_latencies;

static void count_time(_Atomic uint64_t *buckets, int64_t ns)
{
    uint64_t v = ns > 4 ? (uint64_t)ns : 4;
    unsigned bits = 63 - (unsigned)__builtin_clzll(v), i = (bits - 2) * 4 + (unsigned)(v >> (bits - 2) & 3);
    atomic_fetch_add_explicit(&buckets[i < TIME_BUCKETS ? i : TIME_BUCKETS - 1], 1, memory_order_relaxed);
}

void profile_count_pause(int64_t ns) { count_time(pauses, ns); }
void profile_count_latency(int64_t ns) { count_time(latencies, ns); }

/* metricNumbers(out *numbers): sizes as runtime.MemStats, then the histograms. */
struct numbers {
    struct mem_stats mem;
    uint64_t freed_bytes, threads, goroutines, workers;
    uint64_t class_mallocs[SIZE_CLASSES], class_frees[SIZE_CLASSES];    /* [i]: up to size_classes[i]; [0]: larger */
    uint64_t pauses[TIME_BUCKETS], latencies[TIME_BUCKETS];
};

enum rt_result profile_metric_numbers(struct act *c)
{
    struct numbers *n = (struct numbers *)c->a[0];
    struct heap_stats s;
    heap_get_stats(&s, own_cache(c->g));
    memset(n, 0, sizeof *n);
    fill(&n->mem, &s);
    n->freed_bytes = s.freed_bytes;
    n->threads = sched_thread_count();
    n->goroutines = sched_goroutine_count();
    n->workers = sched_workers();
    for (unsigned i = 1; i <= HEAP_CLASSES; i++) {
        unsigned k = i < HEAP_CLASSES ? size_class((uint64_t)i * HEAP_GRANULE) : 0;
        n->class_mallocs[k] += s.class_mallocs[i];
        n->class_frees[k] += s.class_frees[i];
    }
    for (unsigned i = 0; i < TIME_BUCKETS; i++) {
        n->pauses[i] = atomic_load_explicit(&pauses[i], memory_order_relaxed);
        n->latencies[i] = atomic_load_explicit(&latencies[i], memory_order_relaxed);
    }
    return RT_DONE;
}

/* readGCStats(*[]time.Duration): pauses, when they ended, then time of the last collection, number, total pause. */
enum rt_result profile_read_gc_stats(struct act *c)
{
    struct go_slice *out = (struct go_slice *)c->a[0];
    struct heap_stats st;
    heap_get_gc_stats(&st);
    uint64_t n = st.num_gc < 256 ? st.num_gc : 256;
    if (out->cap < (int64_t)(2 * n + 3))
        n = out->cap < 3 ? 0 : (uint64_t)(out->cap - 3) / 2;
    uint64_t *p = out->ptr;
    for (uint64_t i = 0; i < n; i++) {
        p[i] = st.pause_ns[(st.num_gc - 1 - i) % 256];
        p[n + i] = st.pause_end[(st.num_gc - 1 - i) % 256];
    }
    p[2 * n] = st.last_gc_unix_ns;
    p[2 * n + 1] = st.num_gc;
    p[2 * n + 2] = st.pause_total_ns;
    out->len = (int64_t)(2 * n + 3);
    return RT_DONE;
}
