/* runtime/profile/natives.h - C bodies of Go functions that live beside what they read; bound by profile_natives.c. */
#ifndef VIRGO_RUNTIME_PROFILE_NATIVES_H
#define VIRGO_RUNTIME_PROFILE_NATIVES_H

#include "runtime/act.h"

native_fn profile_mem_profile, profile_block_profile, profile_mutex_profile, profile_set_block_rate,
          profile_set_mutex_rate, profile_block_event, profile_set_cpu_rate, profile_read_cpu, profile_goroutines, profile_threads,
          profile_write_heap_dump, profile_trace_start, profile_trace_stop, profile_trace_read, profile_trace_active, profile_task_create,
          profile_task_end, profile_region, profile_log, profile_read_mem_stats, profile_metric_numbers, profile_read_gc_stats;
struct g;
/* The numbers of a heap dump's record of memory statistics: runtime.MemStats up to PauseNs, then NumGC. */
#define PROFILE_DUMP_STATS (24 + 256 + 1)
void profile_dump_stats(const struct g *g, uint64_t *out);
/* The stack of a goroutine that waits, as gc would show it; returns the number of addresses. */
uint32_t profile_wait_stack(struct g *g, uint64_t *pcs, uint32_t cap);

#endif
