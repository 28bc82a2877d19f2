/* runtime/sched/sched.h - goroutines, workers, threads: the scheduler's interface (docs/scheduler.md). */
#ifndef VIRGO_RUNTIME_SCHED_H
#define VIRGO_RUNTIME_SCHED_H

#include <stdbool.h>
#include <stdint.h>
#include "runtime/g.h"

struct program;

/* Where the process outlives what it runs (a session): what would end the process is reported instead. */
struct sched_session {
    void (*ended)(struct g *g);         /* a goroutine is over, for whatever reason */
    /* An uncaught panic has printed its values, or a fatal error its text: prints more, if it likes; g then ends. */
    void (*failed)(struct g *g);
    void (*asleep)(void);               /* nothing can run any more, sched.lock held */
    void (*exiting)(void);              /* os.Exit: the process is about to end */
};

struct sched_options {
    const struct engine *engine;
    struct program *prog;
    uint32_t workers;           /* GOMAXPROCS at the start */
    bool stress_stack, stress_preempt;
    const struct sched_session *session;        /* NULL: a program */
};

/* -- Life of a program ------------------------------------------------------------------------------------------- */
void sched_init(const struct sched_options *o);
/* Runs main_fn (a func value without arguments) as goroutine 1; returns the program's exit status. */
int sched_run(void *main_fn);
/* Starts to run goroutines made by sched_go(), for good (sessions). */
void sched_start(void);
/* The goroutines being run make room for others soon. */
void sched_preempt(void);
/* Ends goroutine g; by: the goroutine being run by this thread.  Wherever g is, it goes no further than its next poll; if
 * it sleeps it is woken.  Again: at once. */
void sched_interrupt(struct g *g, struct g *by);
const struct sched_session *sched_session(void);
/* Ends the program: flushes nothing, runs nothing more.  Callable from any helper. */
_Noreturn void sched_exit(int status);
struct program *sched_program(void);

/* -- For engines ------------------------------------------------------------------------------------------------- */
/* At a poll, g's state saved: stops for a pending collection; true: leave the engine with RUN_YIELDED. */
bool sched_poll(struct g *g);
/* Collects garbage, g's state saved; returns when the heap has room. */
void sched_collect(struct g *g);
/* In a prologue whose check failed: polls and makes room for need words above used.  g->fp, g->pc, g->top are saved and
 * may have moved.  True: leave the engine with RUN_YIELDED (the call is executed again later). */
bool sched_stack_check(struct g *g, const uint64_t *used, uint64_t need);

/* g was interrupted (g->interrupt is not NONE): it leaves whatever it waits in.  True: it ends at once. */
bool sched_take_interrupt(struct g *g);

/* -- For helpers --------------------------------------------------------------------------------------------------- */
/* A new goroutine running the func() value fn. */
struct g *sched_go(struct g *creator, void *fn, bool system);
/* Before returning RT_PARK; why as gc prints it in tracebacks.  The wake-up may come at once. */
void sched_park(struct g *g, const char *why);
/* Makes a parked goroutine runnable; by: the goroutine being run by this thread, or NULL. */
void sched_ready(struct g *g, struct g *by);
/* Around a host system call that may block: the thread gives its worker away meanwhile.  Nothing of the guest heap may be
 * allocated in between; guest memory may be read and written. */
void sched_enter_syscall(struct g *g);
void sched_exit_syscall(struct g *g);
/* Pseudo-random numbers, one state per thread. */
uint32_t sched_random(struct g *g);
uint64_t sched_random64(struct g *g);
int64_t sched_nanotime(void);
uint32_t sched_goroutine_count(void);
uint32_t sched_workers(void);
void sched_set_workers(uint32_t n);
/* Calls visit for every goroutine; the world must be stopped or dying. */
void sched_each_g(void (*visit)(struct g *g, void *arg), void *arg);
/* What uses the processor, for profiles. */
enum sched_activity { SCHED_WAITS, SCHED_RUNS, SCHED_COLLECTS };
enum sched_activity sched_activity(void);
const struct engine *sched_engine(void);
uint32_t sched_thread_count(void);
void sched_stop_world(struct g *g);
void sched_start_world(struct g *g);

/* A spinlock for short critical sections (channels, semaphores). */
static inline void spin_lock(_Atomic int *l)
{
    while (atomic_exchange_explicit(l, 1, memory_order_acquire))
        while (atomic_load_explicit(l, memory_order_relaxed))
            atomic_signal_fence(memory_order_seq_cst);
}
static inline void spin_unlock(_Atomic int *l) { atomic_store_explicit(l, 0, memory_order_release); }

#endif
