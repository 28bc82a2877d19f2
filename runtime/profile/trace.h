/* runtime/profile/trace.h - the execution trace (runtime/trace): what the scheduler reports while one is being made.
 *
 * Every function does nothing unless tracing; callers ask trace_on() first where it matters. */
#ifndef VIRGO_RUNTIME_TRACE_H
#define VIRGO_RUNTIME_TRACE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct g;
struct worker;

extern _Atomic bool trace_enabled;
static inline bool trace_on(void) { return __builtin_expect(atomic_load_explicit(&trace_enabled, memory_order_relaxed), 0); }

void trace_go_create(struct g *g, struct g *creator);
void trace_go_start(struct g *g);
void trace_go_end(struct g *g);
void trace_go_yield(struct g *g);
/* g is about to wait, its state saved; before anyone can wake it. */
void trace_go_park(struct g *g, const char *why);
/* by: the goroutine being run by this thread, or NULL. */
void trace_go_ready(struct g *g, struct g *by);
void trace_syscall_enter(struct g *g);
/* w was taken from g, which is inside a system call; with sched.lock, before w is released. */
void trace_syscall_block(struct worker *w, struct g *g);
/* g is back and has no worker. */
void trace_syscall_exit(struct g *g);
void trace_worker_start(struct worker *w);
void trace_worker_stop(struct worker *w);
void trace_gc_start(struct g *g);
void trace_gc_done(struct g *g);
/* A sample of the CPU profile. */
void trace_cpu_sample(struct g *g, const uint64_t *pcs, uint32_t n);

#endif
