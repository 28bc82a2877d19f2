/* runtime/profile/profile.h - the runtime's side of profiles, metrics and execution traces.
 *
 * Nothing here costs a program that does not ask: what the scheduler, the heap and the engine look at are the flags
 * below and the heap's sampler.  Stacks are lists of return addresses (runtime/callers.h); the library's runtime/pprof
 * and runtime/trace make files of them. */
#ifndef VIRGO_RUNTIME_PROFILE_H
#define VIRGO_RUNTIME_PROFILE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct g;
struct program;

#define PROFILE_DEPTH 32        /* frames of a heap, block or mutex record: runtime.StackRecord */

/* -- stacks.c: call stacks with counters, one table for each profile; entries never move nor go away. */
struct profile_stack {
    struct profile_stack *next, *all;           /* in the hash chain; of the table, newest first */
    uint64_t hash;
    int64_t allocs, frees, alloc_bytes, free_bytes;             /* heap: as of the last collection */
    int64_t new_allocs, new_alloc_bytes;                        /* heap: since */
    double count;                                               /* block, mutex */
    int64_t cycles;
    uint32_t n;
    uint64_t pcs[];
};
struct profile_table { struct profile_stack *chains[1024], *all; uint64_t n; };
/* The entry of a stack, made if new. */
struct profile_stack *profile_stack_find(struct profile_table *t, const uint64_t *pcs, uint32_t n);

/* -- memory.c */
/* Starts what must be watched from the beginning, if the program has the packages to ask for it: samples of the memory
 * profile, latencies of runtime/metrics.  Called once, before the first guest code. */
void profile_start(struct program *p);

/* Host memory the table of samples uses. */
uint64_t profile_memory_bytes(void);

/* -- statistics.c */
void profile_statistics_start(void);
void profile_count_pause(int64_t ns);
extern _Atomic bool profile_latencies;          /* runtime/metrics was asked for: time how long goroutines are ready */
void profile_count_latency(int64_t ns);

/* -- block.c: rates as runtime.SetBlockProfileRate and SetMutexProfileFraction set them; 0: off. */
extern _Atomic int64_t profile_block_rate, profile_mutex_rate;
static inline bool profile_waits(void)
{
    return atomic_load_explicit(&profile_block_rate, memory_order_relaxed) |
           atomic_load_explicit(&profile_mutex_rate, memory_order_relaxed);
}
/* g parks: note the time if the reason is one that profiles know. */
void profile_parked(struct g *g, const char *why);
/* g, which has g->blocked_since, runs again; its frames are still those of the wait. */
void profile_resumed(struct g *g);
/* by releases what waiter, which has blocked_since, waited for; skip: callers that are the lock's own. */
void profile_released(struct g *by, const struct g *waiter, uint32_t skip);

/* -- cpu.c */
/* The engine, at an instruction, g's state saved: takes the sample that was asked for. */
void profile_cpu_sample(struct g *g);

#endif
