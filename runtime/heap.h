/* runtime/heap.h - the guest heap: the narrow interface behind which the collector stands (docs/gc.md).
 *
 * Objects never move, are zeroed, have exact sizes rounded up to 16 bytes, and are of two kinds: with and without
 * pointers.  The collector is conservative; interior pointers keep an object alive, a pointer one past its end does not.
 *
 * Allocation never collects.  heap_alloc returns NULL when a collection is due (or the heap is exhausted): the caller
 * returns RT_RETRY before its first side effect, the engine collects, and enters it again.  After a collection made for
 * a helper, all allocations of its next entry succeed (g->heap_granted), so a helper may allocate several objects.
 *
 * The collector runs only while every worker is stopped (sched_stop_world).  Roots: the static region with pointers,
 * heap_add_root ranges, and every goroutine through its handle (heap_attach_g). */
#ifndef VIRGO_RUNTIME_HEAP_H
#define VIRGO_RUNTIME_HEAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct g;

#define HEAP_GRANULE 16
#define HEAP_SMALL_MAX 2048                     /* larger objects are allocated singly */
#define HEAP_CLASSES (HEAP_SMALL_MAX / HEAP_GRANULE + 1)

/* Per-worker free lists, one per size class and kind (index 1: with pointers); dropped at every collection. */
struct heap_cache {
    void *list[2][HEAP_CLASSES];
    struct heap_held *held;     /* what the memory profile keeps out of the lists, or NULL */
};

struct heap_options {
    int gc_percent;             /* GOGC; negative: never by growth */
    uint64_t memory_limit;      /* bytes, 0: none */
    bool stress;                /* collect at every allocation request */
    bool early;                 /* the first objects may be immortal: nothing can tell (heap/early.h) */
};

/* Once per process; later calls change only the options. */
void heap_init(const struct heap_options *o);

/* -- Allocation ------------------------------------------------------------------------------------------------ */
/* Slow path and stress; the same contract as heap_alloc. */
void *heap_alloc_slow(struct g *g, size_t size, bool has_ptrs);
/* A zeroed object, or NULL: return RT_RETRY.  size 0 gives the address of the zero-size object. */
void *heap_alloc(struct g *g, size_t size, bool has_ptrs);
/* As heap_alloc, but overshoots the trigger instead of returning NULL; fatal "out of memory" if the host refuses.
 * For the scheduler and for small objects after a side effect; g may be NULL. */
void *heap_alloc_must(struct g *g, size_t size, bool has_ptrs);
/* Static data of modules: never freed, part of the root set if has_ptrs; zeroed, 16-byte aligned (64 for >= 64 bytes). */
void *heap_alloc_static(size_t size, bool has_ptrs);
/* Memory profiling.  The sampler sees, on average, one object in rate() bytes; asked for in the slow path only: free
 * lists are handed out up to the next object to be seen. */
struct heap_sampler {
    uint64_t (*rate)(void);     /* bytes; 0: none, 1: every object */
    void (*record)(struct g *g, void *obj, size_t size);        /* g's state is saved */
    void (*collected)(void);    /* after each collection, world stopped */
};
void heap_set_sampler(const struct heap_sampler *s);
/* Was heap_alloc refused (NULL) only to have g's state saved for the sampler?  Then no collection is needed. */
bool heap_wants_state(struct g *g);
/* Where pointers to objects of size 0 point. */
extern char heap_zero_object[16];

/* -- Write barriers: hooks for a concurrent collector; today empty ------------------------------------------------ */
#define heap_store_ref(slot, value) (*(void **)(slot) = (void *)(value))
#define heap_barrier_copy(dst, size) ((void)(dst), (void)(size))

/* -- Collection (called by the scheduler with the world stopped) -------------------------------------------------- */
bool heap_should_collect(void);
void heap_collect(void);
void heap_drop_cache(struct heap_cache *c);
void heap_add_root(void *from, void *to);
/* Registers g's stacks with the collector (g->gc_handle); detach before g is freed. */
void heap_attach_g(struct g *g);
void heap_detach_g(struct g *g);
/* Gives what is free back to the host; best after a collection. */
void heap_release(void);
int heap_set_gc_percent(int percent);           /* returns the old value */
int64_t heap_set_memory_limit(int64_t bytes);   /* the same; negative: only ask */

/* -- Inspection ---------------------------------------------------------------------------------------------------- */
/* Base of the heap object p points into, NULL if none; its size in *size (may be NULL). */
void *heap_base(const void *p, size_t *size);

struct heap_stats {
    uint64_t total_alloc, mallocs, frees, freed_bytes;      /* of the program's objects */
    uint64_t heap_alloc, heap_objects;                      /* live at the last collection or allocated since */
    uint64_t heap_sys, heap_free, heap_released, gc_sys;    /* from the host; idle; given back; tables of the collector */
    uint64_t next_gc, num_gc, num_forced, pause_total_ns, last_gc_unix_ns, pause_ns[256], pause_end[256];
    uint64_t class_mallocs[HEAP_CLASSES + 1], class_frees[HEAP_CLASSES + 1];     /* last: larger objects */
};
/* own: the caller's cache.  The first call after a collection counts what survived: O(live objects). */
void heap_get_stats(struct heap_stats *s, const struct heap_cache *own);
/* The cheap part: pauses, collections, trigger, about how much is live. */
void heap_get_gc_stats(struct heap_stats *s);
/* Every object of the program that the last collection found reachable, and static data with pointers; the world is
 * stopped and nothing may be allocated meanwhile. */
void heap_each_object(void (*visit)(void *obj, size_t size, bool has_ptrs, void *arg), void *arg);
void heap_each_static(void (*visit)(void *from, size_t size, void *arg), void *arg);
uint64_t heap_static_bytes(void);        /* of modules' data */
/* Called with the duration of each collection. */
void heap_on_pause(void (*fn)(int64_t ns));
extern uint64_t heap_num_forced;

/* -- Finalizers and weak links --------------------------------------------------------------------------------------- */
/* Sets (data != NULL) or clears the finalizer of the heap object at base; data is traced.  Returns the old data. */
void *heap_set_finalizer(void *base, void *data);
/* Next object whose finalizer is to run: false if none. */
bool heap_next_finalizer(void **obj, void **data);
bool heap_finalizers_ready(void);
/* *link (a hidden pointer is not traced; see heap_hide) becomes 0 when obj dies. */
void heap_weak_register(void **link, void *obj);
void heap_weak_unregister(void **link);

#endif
