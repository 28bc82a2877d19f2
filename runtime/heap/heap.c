/* runtime/heap/heap.c - the guest heap over libgc (docs/gc.md).
 *
 * Small objects come from per-worker free lists that GC_generic_malloc_many refills block-wise; larger ones are
 * allocated singly.  Two kinds with length descriptors: with pointers (scanned conservatively, every word) and without.
 *
 * Invariants:
 *   - libgc never collects by itself (GC_disable): the VM decides, stops the world, and the registered collector thread
 *     of this file runs the collection.  Threads that execute guest code are not known to libgc.
 *   - a free list is reachable only through a worker's cache, so every cache is dropped before a collection.
 *   - a goroutine's stacks are ranges pushed by the mark procedure of its handle, a 16-byte object of a third kind that
 *     the table of handles keeps alive. */
#define GC_NO_THREAD_REDIRECTS
#include <gc/gc.h>
#include <gc/gc_inline.h>
#include <gc/gc_mark.h>
#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>
#include "runtime/base/fatal.h"
#include "runtime/g.h"
#include "runtime/heap.h"
#include "runtime/heap/early.h"

enum { KIND_NOPTR, KIND_PTR };

/* An entry of libgc's mark stack (start, descriptor), as mark procedures push them. */
struct mark_range { void *start; GC_word descr; };

enum { WAITING = 16 };                  /* roots and goroutines that libgc hears of when it starts */

static struct {
    _Atomic bool ready;                 /* libgc is started; before, objects come from early.c */
    pthread_mutex_t start_mutex;
    struct { void *from, *to; } waiting_roots[WAITING];
    struct g *waiting_gs[WAITING];
    uint32_t nwaiting_roots, nwaiting_gs;
    unsigned kind[2], kind_handle, kind_own;    /* own: this file's tables, not counted as the program's */
    struct heap_options opt;
    uint64_t trigger;                   /* bytes allocated since the last collection that make one due */
    uint64_t live;                      /* bytes in use after the last collection */
    const struct heap_sampler *sampler;
    void (*on_pause)(int64_t ns);
    uint64_t static_bytes, released;    /* released: at the last heap_release; what is used again comes out of it */
    int64_t large_distance;             /* bytes of large objects until the next the sampler sees */
    uint64_t random;
    /* counters: objects and bytes handed to caches, or to the program directly (last class: large) */
    _Atomic uint64_t class_mallocs[HEAP_CLASSES + 1], large_bytes;
    _Atomic uint64_t early_mallocs, early_bytes;        /* never freed */
    /* at the last collection, and what survived it (counted when first asked for) */
    uint64_t mallocs_then[HEAP_CLASSES + 1], large_bytes_then;
    uint16_t granules[HEAP_CLASSES];    /* what libgc makes of a class; 0: not asked for yet */
    uint64_t survivors[HEAP_CLASSES + 1], large_surviving, survivors_of;
    uint64_t num_gc, pause_total, last_gc;
    uint64_t pause_ns[256], pause_end[256];
    bool markers_started;
    /* collector thread */
    pthread_t collector;
    pthread_mutex_t mutex;
    pthread_cond_t request, done;
    int pending;
    /* the table of goroutine handles: a heap object */
    pthread_mutex_t handles_mutex;
    /* static regions */
    pthread_mutex_t static_mutex;
    struct { char *base, *next, *end, *rooted; } region[2];
} heap = {
    .start_mutex = PTHREAD_MUTEX_INITIALIZER,
    .mutex = PTHREAD_MUTEX_INITIALIZER, .request = PTHREAD_COND_INITIALIZER, .done = PTHREAD_COND_INITIALIZER,
    .handles_mutex = PTHREAD_MUTEX_INITIALIZER, .static_mutex = PTHREAD_MUTEX_INITIALIZER,
};

static void start_libgc(void);
static inline void need_libgc(void);

/* What the collector must see of this file: a range of its own. */
static struct {
    void **handles;                     /* [0 .. cap) */
    void *finalizer_queue;              /* list of struct final_item */
    void *finalizer_tail;
} roots;
static uint64_t handles_n, handles_cap, handles_free;

char heap_zero_object[16] __attribute__((aligned(16)));
uint64_t heap_num_forced;

/* -- Goroutine stacks ------------------------------------------------------------------------------------------------ */

static void *push_range(void *msp, void *limit, const void *from, const void *to)
{
    struct mark_range *top = msp;
    GC_word n = (GC_word)((const char *)to - (const char *)from) & ~(GC_word)7;
    if (n == 0)
        return msp;
    if ((void *)(top + 2) < limit) {
        top++;
        top->start = (void *)from;
        top->descr = n;                 /* GC_DS_LENGTH is tag 0 */
        return top;
    }
    for (const uint64_t *p = from; (const char *)p < (const char *)to; p++)
        msp = GC_MARK_AND_PUSH((void *)*p, msp, limit, (void **)p);
    return msp;
}

/* The mark procedure of a handle: {unused (free-list link), g}. */
static struct GC_ms_entry *mark_g(GC_word *addr, struct GC_ms_entry *msp, struct GC_ms_entry *limit, GC_word env)
{
    (void)env;
    struct g *g = (struct g *)addr[1];
    if (g == NULL || g->status == G_DEAD)
        return msp;
    void *p = msp;
    void *words[] = { g->defers, g->panics, g->defer_free, g->labels, (void *)g->panic_value[0],
                      (void *)g->panic_value[1], (void *)g->wake_value[0], (void *)g->wake_value[1],
                      (void *)g->wake_value[2], (void *)g->wake_value[3], (void *)g->waiter.value,
                      (void *)g->waiter.chan, g->waiter.elem };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        p = GC_MARK_AND_PUSH(words[i], p, (void *)limit, &words[i]);
    for (uint32_t i = 0; i < g->nselect; i++) {
        p = GC_MARK_AND_PUSH((void *)g->select_waiters[i].value, p, (void *)limit, (void **)&g->select_waiters[i].value);
        p = GC_MARK_AND_PUSH((void *)g->select_waiters[i].chan, p, (void *)limit, (void **)&g->select_waiters[i].chan);
        p = GC_MARK_AND_PUSH(g->select_waiters[i].elem, p, (void *)limit, &g->select_waiters[i].elem);
    }
    if (g->stack && g->top)
        p = push_range(p, limit, g->stack, g->top);
    for (struct data_chunk *c = g->chunk; c; c = c->prev)
        p = push_range(p, limit, c->mem, c == g->chunk ? g->dtop : c->top);
    return p;
}

void heap_attach_g(struct g *g)
{
    if (!atomic_load(&heap.ready) && heap.nwaiting_gs < WAITING) {
        heap.waiting_gs[heap.nwaiting_gs++] = g;
        return;
    }
    need_libgc();
    pthread_mutex_lock(&heap.handles_mutex);
    if (handles_free == 0 && handles_n == handles_cap) {
        uint64_t cap = handles_cap ? handles_cap * 2 : 512;
        void **table = GC_generic_malloc(cap * sizeof *table, (int)heap.kind_own);
        if (table == NULL)
            fatal("out of memory for %llu goroutines", (unsigned long long)cap);
        if (handles_n)
            memcpy(table, roots.handles, handles_n * sizeof *table);
        roots.handles = table;
        handles_cap = cap;
    }
    uint64_t i;
    if (handles_free) {                 /* freed rows are chained through the table: odd words are no pointers */
        i = handles_free - 1;
        handles_free = (uint64_t)roots.handles[i] >> 1;
    } else {
        i = handles_n++;
    }
    if (g->gc_handle == NULL)
        g->gc_handle = GC_generic_malloc(2 * sizeof(void *), (int)heap.kind_handle);
    if (g->gc_handle == NULL)
        fatal("out of memory for a goroutine");
    g->handle_index = i;
    ((void **)g->gc_handle)[1] = g;
    roots.handles[i] = g->gc_handle;
    pthread_mutex_unlock(&heap.handles_mutex);
}

void heap_detach_g(struct g *g)
{
    if (!atomic_load(&heap.ready)) {
        uint32_t i = 0;
        while (heap.waiting_gs[i] != g)
            i++;
        heap.waiting_gs[i] = heap.waiting_gs[--heap.nwaiting_gs];
        return;
    }
    pthread_mutex_lock(&heap.handles_mutex);
    ((void **)g->gc_handle)[1] = NULL;
    roots.handles[g->handle_index] = (void *)(handles_free << 1 | 1);
    handles_free = g->handle_index + 1;
    g->gc_handle = NULL;
    pthread_mutex_unlock(&heap.handles_mutex);
}

/* -- Static data ------------------------------------------------------------------------------------------------------ */

/* A region is small enough for a limited address space; a large object has a mapping of its own. */
#define REGION_SIZE ((size_t)64 << 20)

static void root_static_region(void);

static char *map_static(size_t size)
{
    char *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (p == MAP_FAILED)
        fatal("cannot map %zu bytes of static data", size);
    return p;
}

void *heap_alloc_static(size_t size, bool has_ptrs)
{
    size_t align = size >= 64 ? 64 : 16;
    size = size ? size : 1;
    pthread_mutex_lock(&heap.static_mutex);
    heap.static_bytes += size;
    char *p;
    if (size > REGION_SIZE / 4) {
        p = map_static(size);
        if (has_ptrs)
            heap_add_root(p, p + size);
        pthread_mutex_unlock(&heap.static_mutex);
        return p;
    }
    p = (char *)(((uintptr_t)heap.region[has_ptrs].next + align - 1) & ~(uintptr_t)(align - 1));
    if (heap.region[has_ptrs].base == NULL || size > (size_t)(heap.region[has_ptrs].end - p)) {
        if (has_ptrs && heap.region[1].base)
            root_static_region();
        p = map_static(REGION_SIZE);
        heap.region[has_ptrs].base = heap.region[has_ptrs].next = heap.region[has_ptrs].rooted = p;
        heap.region[has_ptrs].end = p + REGION_SIZE;
    }
    heap.region[has_ptrs].next = p + size;
    pthread_mutex_unlock(&heap.static_mutex);
    return p;
}

/* Called before a collection: the used part of the pointer region is a root. */
static void root_static_region(void)
{
    if (heap.region[1].next > heap.region[1].rooted) {
        char *end = (char *)(((uintptr_t)heap.region[1].next + 4095) & ~(uintptr_t)4095);
        GC_add_roots(heap.region[1].base, end);         /* extends the range registered before */
        heap.region[1].rooted = end;
    }
}

void heap_add_root(void *from, void *to)
{
    if (!atomic_load(&heap.ready) && heap.nwaiting_roots < WAITING) {
        heap.waiting_roots[heap.nwaiting_roots].from = from;
        heap.waiting_roots[heap.nwaiting_roots++].to = to;
        return;
    }
    need_libgc();
    GC_add_roots(from, to);
}

/* -- Allocation -------------------------------------------------------------------------------------------------------- */

static _Noreturn void out_of_memory(size_t size)
{
    (void)size;
    fprintf(stderr, "fatal error: runtime: out of memory\n");
    _exit(2);
}

bool heap_should_collect(void)
{
    return heap.ready && GC_get_bytes_since_gc() >= heap.trigger;
}

static uint32_t list_length(void *list)
{
    uint32_t n = 0;
    for (; list; list = *(void **)list)
        n++;
    return n;
}

/* Before libgc is started; NULL: it is now. */
static void *early(size_t size)
{
    if (atomic_load_explicit(&heap.ready, memory_order_acquire))
        return NULL;
    void *p = early_alloc(size);
    if (p) {
        atomic_fetch_add_explicit(&heap.early_mallocs, 1, memory_order_relaxed);
        atomic_fetch_add_explicit(&heap.early_bytes, (size + HEAP_GRANULE - 1) & ~(size_t)(HEAP_GRANULE - 1), memory_order_relaxed);
    } else {
        start_libgc();
    }
    return p;
}

static void count_large(void *p)
{
    atomic_fetch_add_explicit(&heap.class_mallocs[HEAP_CLASSES], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&heap.large_bytes, GC_size(p), memory_order_relaxed);
}

static void *alloc_large(size_t size, bool has_ptrs)
{
    if (size > (size_t)1 << 46)
        out_of_memory(size);
    void *p = early(size);
    if (p)
        return p;
    p = GC_generic_malloc(size, (int)heap.kind[has_ptrs]);
    if (p)
        count_large(p);
    return p;
}

/* The collector links objects of a block from its end on; allocation in order of addresses suits caches. */
static void *ascending(void *list)
{
    void *first = NULL;
    while (list) {
        void *next = *(void **)list;
        *(void **)list = first;
        first = list;
        list = next;
    }
    return first;
}

static void *refill(struct heap_cache *c, size_t class, bool has_ptrs)
{
    void *list = early(class * HEAP_GRANULE);
    if (list)
        return list;
    GC_generic_malloc_many(class * HEAP_GRANULE, (int)heap.kind[has_ptrs], &list);
    if (list == NULL)
        return NULL;
    list = ascending(list);
    heap.granules[class] = (uint16_t)(GC_size(list) / HEAP_GRANULE);
    atomic_fetch_add_explicit(&heap.class_mallocs[class], list_length(list), memory_order_relaxed);
    return list;
}

static void *pop(void **list)
{
    void *p = *list;
    if (p) {
        *list = *(void **)p;
        *(void **)p = NULL;
    }
    return p;
}

/* -- The memory profile's samples ------------------------------------------------------------------------------------- */

/* For each class: the rest of a free list, and how many bytes of it may be handed out unseen. */
struct heap_held { void *list[2][HEAP_CLASSES]; int64_t distance[2][HEAP_CLASSES]; uint64_t rate; };

/* Distances between samples are exponentially distributed: whether a byte is seen does not depend on its neighbours. */
static int64_t next_distance(uint64_t rate)
{
    if (rate <= 1)
        return 0;
    heap.random ^= heap.random << 13;
    heap.random ^= heap.random >> 7;
    heap.random ^= heap.random << 17;
    double u = (double)((heap.random >> 11) + 1) * 0x1p-53;
    double d = -log(u) * (double)rate;
    return d > 0x1p60 ? (int64_t)1 << 60 : (int64_t)d;
}

/* An object of size bytes: is it to be seen?  Counts it if not. */
static bool is_sample(int64_t *distance, size_t size)
{
    if (*distance < (int64_t)size)
        return true;
    *distance -= (int64_t)size;
    return false;
}

/* With g's state at hand (it was refused once, or runs a helper that must not fail). */
static void see(struct g *g, void *p, size_t size, int64_t *distance, uint64_t rate)
{
    g->heap_sampling = false;
    heap.sampler->record(g, p, size);
    *distance = next_distance(rate);
}

static struct heap_held *held_of(struct heap_cache *c, uint64_t rate)
{
    if (c->held == NULL)
        c->held = xcalloc(1, sizeof *c->held);
    if (c->held->rate != rate) {
        for (int k = 0; k < 2; k++)
            for (size_t i = 1; i < HEAP_CLASSES; i++)
                c->held->distance[k][i] = next_distance(rate);
        heap.large_distance = next_distance(rate);
        c->held->rate = rate;
    }
    return c->held;
}

/* One object, its class's free list being empty; fills the list up to the next sample.  NULL: out of memory, or refused
 * for g's state. */
static void *alloc_sampled(struct g *g, size_t class, bool has_ptrs, uint64_t rate)
{
    struct heap_cache *c = &g->worker->cache;
    struct heap_held *h = held_of(c, rate);
    void **list = &h->list[has_ptrs][class];
    int64_t *distance = &h->distance[has_ptrs][class], size = (int64_t)(class * HEAP_GRANULE);
    if (*list == NULL && (*list = refill(c, class, has_ptrs)) == NULL)
        return NULL;
    bool seen = is_sample(distance, (size_t)size);
    if (seen && !g->heap_granted) {
        g->heap_sampling = true;
        return NULL;
    }
    void *p = pop(list), **end = list;
    if (seen)
        see(g, p, (size_t)size, distance, rate);
    while (*end && *distance >= size) {
        *distance -= size;
        end = *end;
    }
    if (end != list) {                  /* [list, end) goes to the cache */
        void *rest = *end;
        *end = NULL;
        c->list[has_ptrs][class] = *list;
        *list = rest;
    }
    return p;
}

static void *alloc_large_sampled(struct g *g, size_t size, bool has_ptrs, uint64_t rate)
{
    held_of(&g->worker->cache, rate);
    bool seen = heap.large_distance < (int64_t)size;
    if (seen && !g->heap_granted) {
        g->heap_sampling = true;
        return NULL;
    }
    void *p = alloc_large(size, has_ptrs);
    if (p && seen)
        see(g, p, size, &heap.large_distance, rate);
    else if (p)
        heap.large_distance -= (int64_t)size;
    return p;
}

void heap_set_sampler(const struct heap_sampler *s)
{
    need_libgc();                       /* objects from before it cannot be watched */
    heap.random = (uint64_t)(uintptr_t)s * 0x9e3779b97f4a7c15u | 1;
    heap.sampler = s;
}

bool heap_wants_state(struct g *g)
{
    bool yes = g->heap_sampling;
    g->heap_sampling = false;
    return yes;
}

/* Pacing with large objects: what is asked for counts before it is allocated. */
static bool due(size_t size)
{
    return heap.ready && GC_get_bytes_since_gc() + size >= heap.trigger;
}

void *heap_alloc_slow(struct g *g, size_t size, bool has_ptrs)
{
    if (size == 0)
        return heap_zero_object;
    if (!g->heap_granted && (heap.opt.stress || due(size)))
        return NULL;
    size_t class = (size + HEAP_GRANULE - 1) / HEAP_GRANULE;
    struct heap_cache *c = &g->worker->cache;
    uint64_t rate = heap.sampler ? heap.sampler->rate() : 0;
    void *p;
    if (class >= HEAP_CLASSES) {
        p = rate ? alloc_large_sampled(g, size, has_ptrs, rate) : alloc_large(size, has_ptrs);
    } else if ((p = pop(&c->list[has_ptrs][class])) == NULL) {
        if (rate) {
            p = alloc_sampled(g, class, has_ptrs, rate);
        } else {
            c->list[has_ptrs][class] = refill(c, class, has_ptrs);
            p = pop(&c->list[has_ptrs][class]);
        }
    }
    if (p == NULL && g->heap_granted)
        out_of_memory(size);
    return p;
}

void *heap_alloc(struct g *g, size_t size, bool has_ptrs)
{
    size_t class = (size + HEAP_GRANULE - 1) / HEAP_GRANULE;
    if (class - 1 < HEAP_CLASSES - 1 && !heap.opt.stress) {
        struct heap_cache *c = &g->worker->cache;
        void *p = c->list[has_ptrs][class];
        if (p) {
            c->list[has_ptrs][class] = *(void **)p;
            *(void **)p = NULL;
            return p;
        }
    }
    return heap_alloc_slow(g, size, has_ptrs);
}

void *heap_alloc_must(struct g *g, size_t size, bool has_ptrs)
{
    if (size == 0)
        return heap_zero_object;
    if (g && g->worker) {
        bool granted = g->heap_granted;
        g->heap_granted = true;
        void *p = heap_alloc_slow(g, size, has_ptrs);
        g->heap_granted = granted;
        return p;
    }
    void *p = alloc_large(size, has_ptrs);
    if (p == NULL)
        out_of_memory(size);
    return p;
}

/* Objects of a class that the cache has and the program not yet. */
static uint64_t cached(const struct heap_cache *c, size_t class)
{
    uint64_t n = 0;
    for (int k = 0; k < 2; k++)
        n += list_length(c->list[k][class]) + (c->held ? list_length(c->held->list[k][class]) : 0);
    return n;
}

void heap_drop_cache(struct heap_cache *c)
{
    for (size_t i = 1; i < HEAP_CLASSES; i++) {
        atomic_fetch_sub_explicit(&heap.class_mallocs[i], cached(c, i), memory_order_relaxed);
        for (int k = 0; k < 2; k++) {
            c->list[k][i] = NULL;
            if (c->held)
                c->held->list[k][i] = NULL;
        }
    }
}

/* -- Collection ---------------------------------------------------------------------------------------------------------- */

static uint64_t now_ns(clockid_t id)
{
    struct timespec t;
    clock_gettime(id, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void set_trigger(void)
{
    struct GC_prof_stats_s st;
    GC_get_prof_stats(&st, sizeof st);
    heap.live = st.heapsize_full - st.free_bytes_full;
    if (heap.opt.gc_percent < 0) {
        heap.trigger = UINT64_MAX;
    } else {
        uint64_t least = (uint64_t)4 << 20;
        uint64_t by_live = heap.live / 100 * (uint64_t)heap.opt.gc_percent;
        least = least / 100 * (uint64_t)heap.opt.gc_percent;
        heap.trigger = by_live > least ? by_live : least;
        if (heap.trigger < 65536)
            heap.trigger = 65536;
    }
    if (heap.opt.memory_limit && heap.live + heap.trigger > heap.opt.memory_limit) {
        uint64_t room = heap.opt.memory_limit > heap.live ? heap.opt.memory_limit - heap.live : 0;
        heap.trigger = room > (1 << 20) ? room : 1 << 20;
    }
}

static void collect_now(void)
{
    uint64_t t0 = now_ns(CLOCK_MONOTONIC);
    if (!heap.markers_started && heap.live > (8u << 20)) {
        heap.markers_started = true;
        GC_start_mark_threads();
    }
    root_static_region();
    for (size_t i = 0; i <= HEAP_CLASSES; i++)
        heap.mallocs_then[i] = atomic_load_explicit(&heap.class_mallocs[i], memory_order_relaxed);
    heap.large_bytes_then = atomic_load_explicit(&heap.large_bytes, memory_order_relaxed);
    GC_enable();
    GC_gcollect();
    GC_disable();
    if (heap.sampler)
        heap.sampler->collected();
    set_trigger();
    uint64_t t1 = now_ns(CLOCK_MONOTONIC);
    heap.pause_total += t1 - t0;
    heap.last_gc = now_ns(CLOCK_REALTIME);
    heap.pause_ns[heap.num_gc % 256] = t1 - t0;
    heap.pause_end[heap.num_gc % 256] = heap.last_gc;
    heap.num_gc++;
    if (heap.on_pause)
        heap.on_pause((int64_t)(t1 - t0));
}

static void *collector_main(void *arg)
{
    (void)arg;
    struct GC_stack_base sb;
    GC_get_stack_base(&sb);
    GC_register_my_thread(&sb);
    pthread_mutex_lock(&heap.mutex);
    for (;;) {
        while (heap.pending != 1)
            pthread_cond_wait(&heap.request, &heap.mutex);
        pthread_mutex_unlock(&heap.mutex);
        collect_now();
        pthread_mutex_lock(&heap.mutex);
        heap.pending = 0;
        pthread_cond_broadcast(&heap.done);
    }
    return NULL;
}

void heap_collect(void)
{
    need_libgc();
    pthread_mutex_lock(&heap.mutex);
    if (heap.collector == 0) {
        sigset_t all, old;
        sigfillset(&all);
        sigdelset(&all, SIGPWR);
        sigdelset(&all, SIGXCPU);
        pthread_sigmask(SIG_SETMASK, &all, &old);
        if (pthread_create(&heap.collector, NULL, collector_main, NULL) != 0)
            fatal("cannot start the collector thread");
        pthread_sigmask(SIG_SETMASK, &old, NULL);
    }
    heap.pending = 1;
    pthread_cond_signal(&heap.request);
    while (heap.pending)
        pthread_cond_wait(&heap.done, &heap.mutex);
    pthread_mutex_unlock(&heap.mutex);
}

/* libgc's own start, on a thread that ends with it: libgc would have to stop the thread that started it. */
static void *start_collector_library(void *unused)
{
    (void)unused;
    GC_set_no_dls(1);
    GC_set_dont_precollect(1);
    GC_set_warn_proc(GC_ignore_warn_proc);
    GC_INIT();
    GC_disable();
    GC_clear_roots();
    GC_add_roots(&roots, &roots + 1);
    GC_allow_register_threads();
    GC_set_finalize_on_demand(1);
    heap.kind[KIND_PTR] = GC_new_kind(GC_new_free_list(), 0 | GC_DS_LENGTH, 1, 1);
    heap.kind[KIND_NOPTR] = GC_new_kind(GC_new_free_list(), 0 | GC_DS_LENGTH, 0, 1);
    heap.kind_own = GC_new_kind(GC_new_free_list(), 0 | GC_DS_LENGTH, 1, 1);
    heap.kind_handle = GC_new_kind(GC_new_free_list(), GC_MAKE_PROC(GC_new_proc(mark_g), 0), 0, 1);
    GC_unregister_my_thread();
    return NULL;
}

/* Objects and roots from before are handed over; from here on nothing is allocated early. */
static void start_libgc(void)
{
    pthread_mutex_lock(&heap.start_mutex);
    if (!atomic_load(&heap.ready)) {
        pthread_t h;
        char *from, *to;
        if (pthread_create(&h, NULL, start_collector_library, NULL) != 0)
            fatal("cannot start a thread: %s", strerror(errno));
        pthread_join(h, NULL);
        atomic_store(&heap.ready, true);
        early_range(&from, &to);
        GC_add_roots(from, to);
        for (uint32_t i = 0; i < heap.nwaiting_roots; i++)
            GC_add_roots(heap.waiting_roots[i].from, heap.waiting_roots[i].to);
        for (uint32_t i = 0; i < heap.nwaiting_gs; i++)
            heap_attach_g(heap.waiting_gs[i]);
        set_trigger();
    }
    pthread_mutex_unlock(&heap.start_mutex);
}

static inline void need_libgc(void)
{
    if (!atomic_load_explicit(&heap.ready, memory_order_acquire))
        start_libgc();
}

void heap_init(const struct heap_options *o)
{
    heap.opt = *o;
    if (!o->early || o->stress)
        need_libgc();
    if (heap.ready)
        set_trigger();
}

int heap_set_gc_percent(int percent)
{
    int old = heap.opt.gc_percent;
    heap.opt.gc_percent = percent;
    if (heap.ready)
        set_trigger();
    return old;
}

int64_t heap_set_memory_limit(int64_t bytes)
{
    int64_t old = heap.opt.memory_limit ? (int64_t)heap.opt.memory_limit : INT64_MAX;
    if (bytes >= 0) {
        heap.opt.memory_limit = bytes == INT64_MAX ? 0 : (uint64_t)bytes;
        if (heap.ready)
            set_trigger();
    }
    return old;
}

/* The distribution's libgc never unmaps: what is free is taken in large pieces, whose pages are dropped, and freed. */
void heap_release(void)
{
    need_libgc();
    enum { LEAST = 256 << 10, PAGE = 4096 };
    struct piece { struct piece *next; size_t size; } *taken = NULL;
    size_t before = GC_get_bytes_since_gc();
    heap.released = 0;
    GC_set_max_heap_size(GC_get_heap_size());           /* no growing */
    for (size_t size = GC_get_free_bytes() & ~(size_t)(PAGE - 1); size >= LEAST; size /= 2)
        for (struct piece *p; (p = GC_malloc_atomic_ignore_off_page(size)); taken = p) {
            char *from = (char *)(((uintptr_t)(p + 1) + PAGE - 1) & ~(uintptr_t)(PAGE - 1));
            char *to = (char *)(((uintptr_t)p + size) & ~(uintptr_t)(PAGE - 1));
            if (to > from && madvise(from, (size_t)(to - from), MADV_DONTNEED) == 0)
                heap.released += (uint64_t)(to - from);
            p->next = taken;
            p->size = size;
        }
    GC_set_max_heap_size(0);
    for (struct piece *next; taken; taken = next) {
        next = taken->next;
        GC_free(taken);
    }
    if (heap.trigger != UINT64_MAX)
        heap.trigger += GC_get_bytes_since_gc() - before;
}

/* -- Inspection ---------------------------------------------------------------------------------------------------------- */

void *heap_base(const void *p, size_t *size)
{
    if (early_owns(p))
        return early_base(p, size);
    if (!heap.ready)
        return NULL;
    void *b = GC_base((void *)p);
    if (b && size)
        *size = GC_size(b);
    return b;
}

/* -- Statistics ------------------------------------------------------------------------------------------------------------ */

static void count_survivor(void *obj, size_t bytes, void *arg)
{
    (void)arg;
    int kind = GC_get_kind_and_size(obj, NULL);
    if (kind != (int)heap.kind[KIND_PTR] && kind != (int)heap.kind[KIND_NOPTR])
        return;
    size_t class = bytes / HEAP_GRANULE;
    heap.survivors[class < HEAP_CLASSES ? class : HEAP_CLASSES]++;
    if (class >= HEAP_CLASSES)
        heap.large_surviving += bytes;
}

struct visit { void (*fn)(void *obj, size_t size, bool has_ptrs, void *arg); void *arg; void **at; size_t n, cap; };

static void note_object(void *obj, size_t bytes, void *arg)
{
    struct visit *v = arg;
    (void)bytes;
    if (v->n < v->cap)
        v->at[v->n] = obj;
    v->n++;
}

static void *note_objects(void *arg)
{
    GC_enumerate_reachable_objects_inner(note_object, arg);
    return NULL;
}

/* The list is made under libgc's lock, the visits without it: they ask for objects' bases. */
void heap_each_object(void (*fn)(void *obj, size_t size, bool has_ptrs, void *arg), void *arg)
{
    struct visit v = { fn, arg, NULL, 0, 0 };
    need_libgc();
    GC_call_with_alloc_lock(note_objects, &v);
    v.cap = v.n;
    v.at = xcalloc(v.n + 1, sizeof *v.at);
    v.n = 0;
    GC_call_with_alloc_lock(note_objects, &v);
    for (size_t i = 0; i < v.cap && i < v.n; i++) {
        size_t size;
        int kind = GC_get_kind_and_size(v.at[i], &size);
        if (kind == (int)heap.kind[KIND_PTR] || kind == (int)heap.kind[KIND_NOPTR])
            fn(v.at[i], size, kind == (int)heap.kind[KIND_PTR], arg);
    }
    free(v.at);
}

void heap_each_static(void (*visit)(void *from, size_t size, void *arg), void *arg)
{
    if (heap.region[1].next > heap.region[1].base)
        visit(heap.region[1].base, (size_t)(heap.region[1].next - heap.region[1].base), arg);
}

static void *count_survivors(void *arg)
{
    (void)arg;
    memset(heap.survivors, 0, sizeof heap.survivors);
    heap.large_surviving = 0;
    GC_enumerate_reachable_objects_inner(count_survivor, NULL);
    return NULL;
}

uint64_t heap_static_bytes(void) { return heap.static_bytes; }
void heap_on_pause(void (*fn)(int64_t ns)) { heap.on_pause = fn; }

void heap_get_gc_stats(struct heap_stats *s)
{
    s->heap_alloc = heap.ready ? heap.live + GC_get_bytes_since_gc() : 0;        /* about */
    s->next_gc = heap.trigger == UINT64_MAX ? UINT64_MAX : heap.live + heap.trigger;
    s->num_gc = heap.num_gc;
    s->num_forced = heap_num_forced;
    s->pause_total_ns = heap.pause_total;
    s->last_gc_unix_ns = heap.last_gc;
    memcpy(s->pause_ns, heap.pause_ns, sizeof s->pause_ns);
    memcpy(s->pause_end, heap.pause_end, sizeof s->pause_end);
}

void heap_get_stats(struct heap_stats *s, const struct heap_cache *own)
{
    need_libgc();
    struct GC_prof_stats_s st;
    GC_get_prof_stats(&st, sizeof st);
    memset(s, 0, sizeof *s);
    heap_get_gc_stats(s);
    if (heap.survivors_of != heap.num_gc) {
        heap.survivors_of = heap.num_gc;
        GC_call_with_alloc_lock(count_survivors, NULL);
    }
    uint64_t then[HEAP_CLASSES + 1] = { 0 };
    for (size_t i = 1; i <= HEAP_CLASSES; i++) {
        bool large = i == HEAP_CLASSES;
        size_t real = large || !heap.granules[i] ? i : heap.granules[i] < HEAP_CLASSES ? heap.granules[i] : HEAP_CLASSES;
        s->class_mallocs[real] += atomic_load_explicit(&heap.class_mallocs[i], memory_order_relaxed)
                                  - (own && !large ? cached(own, i) : 0);
        then[real] += heap.mallocs_then[i];
    }
    for (size_t i = 1; i <= HEAP_CLASSES; i++) {
        uint64_t mallocs = s->class_mallocs[i], frees = 0;
        if (heap.num_gc && then[i] > heap.survivors[i])
            frees = then[i] - heap.survivors[i];
        s->class_frees[i] = frees;
        s->mallocs += mallocs;
        s->frees += frees;
        if (i < HEAP_CLASSES) {
            s->total_alloc += mallocs * i * HEAP_GRANULE;
            s->freed_bytes += frees * i * HEAP_GRANULE;
        }
    }
    s->mallocs += atomic_load_explicit(&heap.early_mallocs, memory_order_relaxed);
    s->total_alloc += atomic_load_explicit(&heap.large_bytes, memory_order_relaxed) +
                      atomic_load_explicit(&heap.early_bytes, memory_order_relaxed);
    if (heap.num_gc && heap.large_bytes_then > heap.large_surviving)
        s->freed_bytes += heap.large_bytes_then - heap.large_surviving;
    s->heap_objects = s->mallocs - s->frees;
    s->heap_alloc = s->total_alloc - s->freed_bytes;
    s->heap_sys = st.heapsize_full;
    s->heap_free = st.free_bytes_full;
    s->heap_released = heap.released < st.free_bytes_full ? heap.released : st.free_bytes_full;
    s->gc_sys = st.obtained_from_os_bytes > st.heapsize_full ? st.obtained_from_os_bytes - st.heapsize_full : 0;
}

/* -- Finalizers and weak links --------------------------------------------------------------------------------------------- */

struct final_item { struct final_item *next; void *obj, *data; };

static void queue_finalizer(void *obj, void *data)
{
    struct final_item *it = GC_generic_malloc(sizeof *it, (int)heap.kind_own);
    if (it == NULL)
        return;
    it->obj = obj;
    it->data = data;
    if (roots.finalizer_tail)
        ((struct final_item *)roots.finalizer_tail)->next = it;
    else
        roots.finalizer_queue = it;
    roots.finalizer_tail = it;
}

void *heap_set_finalizer(void *base, void *data)
{
    GC_finalization_proc old = NULL;
    void *old_data = NULL;
    if (early_owns(base))               /* never dies */
        return NULL;
    GC_register_finalizer(base, data ? queue_finalizer : NULL, data, &old, &old_data);
    return old ? old_data : NULL;
}

bool heap_finalizers_ready(void)
{
    return heap.ready && (roots.finalizer_queue != NULL || GC_should_invoke_finalizers());
}

bool heap_next_finalizer(void **obj, void **data)
{
    if (roots.finalizer_queue == NULL && GC_should_invoke_finalizers())
        GC_invoke_finalizers();
    struct final_item *it = roots.finalizer_queue;
    if (it == NULL)
        return false;
    *obj = it->obj;
    *data = it->data;
    roots.finalizer_queue = it->next;
    if (it->next == NULL)
        roots.finalizer_tail = NULL;
    it->obj = it->data = NULL;
    return true;
}

void heap_weak_register(void **link, void *obj)
{
    if (!early_owns(obj))
        GC_general_register_disappearing_link(link, obj);
}

void heap_weak_unregister(void **link)
{
    if (heap.ready)
        GC_unregister_disappearing_link(link);
}
