/* runtime/profile/memory.c - the memory profile: which call stacks allocate what is live.
 *
 * The heap hands one object in about MemProfileRate bytes to record(), which remembers it by a weak link.  As in gc the
 * profile is that of the last collection: allocations become visible together with the frees the same collection
 * found, so that garbage does not pass for live memory. */
#include <string.h>
#include "runtime/base/fatal.h"
#include "runtime/callers.h"
#include "runtime/g.h"
#include "runtime/profile/natives.h"
#include "runtime/profile/profile.h"
#include "vm/module/image.h"

struct sample {                 /* a live object */
    void *object;               /* cleared by the collector when it dies */
    struct profile_stack *stack;
    int64_t size;
    struct sample *next;        /* free list */
};

enum { SAMPLES = 512 };         /* in a block: weak links must not move */
struct block { struct block *next; uint32_t used; struct sample at[SAMPLES]; };

static struct {
    const int64_t *rate;        /* runtime.MemProfileRate */
    struct profile_table table;
    struct block *blocks;
    struct sample *free;
    bool published;             /* a collection made the counters visible */
} memory;

static uint64_t current_rate(void)
{
    int64_t rate = *memory.rate;
    return rate > 0 ? (uint64_t)rate : 0;
}

static struct sample *new_sample(void)
{
    struct sample *s = memory.free;
    if (s) {
        memory.free = s->next;
        return s;
    }
    if (memory.blocks == NULL || memory.blocks->used == SAMPLES) {
        struct block *b = xcalloc(1, sizeof *b);
        b->next = memory.blocks;
        memory.blocks = b;
    }
    return &memory.blocks->at[memory.blocks->used++];
}

static void record(struct g *g, void *obj, size_t size)
{
    uint64_t pcs[PROFILE_DEPTH];
    struct sample *s = new_sample();
    s->stack = profile_stack_find(&memory.table, pcs, (uint32_t)callers_collect(g, 0, pcs, PROFILE_DEPTH));
    s->size = (int64_t)size;
    s->object = obj;
    s->stack->new_allocs++;
    s->stack->new_alloc_bytes += s->size;
    heap_weak_register(&s->object, obj);
}

static void publish(void)
{
    for (struct profile_stack *t = memory.table.all; t; t = t->all) {
        t->allocs += t->new_allocs;
        t->alloc_bytes += t->new_alloc_bytes;
        t->new_allocs = t->new_alloc_bytes = 0;
    }
    memory.published = true;
}

static void collected(void)
{
    publish();
    for (struct block *b = memory.blocks; b; b = b->next)
        for (uint32_t i = 0; i < b->used; i++) {
            struct sample *s = &b->at[i];
            if (s->object || s->stack == NULL)
                continue;
            s->stack->frees++;
            s->stack->free_bytes += s->size;
            s->stack = NULL;
            s->next = memory.free;
            memory.free = s;
        }
}

static const struct heap_sampler sampler = { current_rate, record, collected };

uint64_t profile_memory_bytes(void)
{
    uint64_t n = memory.rate ? sizeof memory.table : 0;
    for (struct profile_stack *t = memory.table.all; t; t = t->all)
        n += sizeof *t + t->n * sizeof *t->pcs;
    for (struct block *b = memory.blocks; b; b = b->next)
        n += sizeof *b;
    return n;
}

static bool has_package(const struct program *p, const char *path)
{
    for (uint32_t i = 0; i < p->nimages; i++)
        if (strcmp(p->images[i]->path, path) == 0)
            return true;
    return false;
}

/* Can the program ask?  It does through runtime/pprof, or names runtime.MemProfile itself. */
static bool is_wanted(const struct program *p)
{
    if (has_package(p, "runtime/pprof"))
        return true;
    for (uint32_t i = 0; i < p->nimages; i++) {
        const struct image *im = p->images[i];
        for (uint32_t k = 0; !im->trusted && k < im->nfuncrefs; k++) {
            uint32_t n;
            const char *name = image_str(im, im->funcrefs[k].name, &n);
            if (n == 10 && memcmp(name, "MemProfile", 10) == 0)
                return true;
        }
    }
    return false;
}

void profile_start(struct program *p)
{
    profile_statistics_start();
    if (has_package(p, "runtime/metrics")) {
        atomic_store(&profile_latencies, true);
        heap_on_pause(profile_count_pause);
    }
    if (is_wanted(p) && (memory.rate = link_global_symbol(p, "runtime", "MemProfileRate")))
        heap_set_sampler(&sampler);
}

/* MemProfile(p []MemProfileRecord, inuseZero bool) (n int, ok bool) */
enum rt_result profile_mem_profile(struct act *c)
{
    struct record { int64_t alloc_bytes, free_bytes, allocs, frees; uint64_t pcs[PROFILE_DEPTH]; } *out;
    bool zero = c->a[3] & 1;
    uint64_t n = 0;
    if (!memory.published)
        publish();
    for (struct profile_stack *t = memory.table.all; t; t = t->all)
        n += t->allocs && (zero || t->alloc_bytes != t->free_bytes);
    c->r[0] = n;
    c->r[1] = n <= c->a[1];
    if (n > c->a[1])
        return RT_DONE;
    out = (struct record *)c->a[0];
    for (struct profile_stack *t = memory.table.all; t; t = t->all) {
        if (!t->allocs || (!zero && t->alloc_bytes == t->free_bytes))
            continue;
        *out = (struct record){ t->alloc_bytes, t->free_bytes, t->allocs, t->frees, { 0 } };
        memcpy(out->pcs, t->pcs, t->n * sizeof *t->pcs);
        out++;
    }
    return RT_DONE;
}
