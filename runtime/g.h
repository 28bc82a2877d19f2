/* runtime/g.h - goroutines, workers and threads: the state shared by scheduler and engines.
 *
 * docs/scheduler.md has the state machine.  A goroutine's control stack is [stack, stack + stack_words); its data
 * stack is a list of chunks that never move.  limit is compared by every prologue; poisoning it (G_POISON) makes the
 * next call or backward branch enter sched_poll(). */
#ifndef VIRGO_RUNTIME_G_H
#define VIRGO_RUNTIME_G_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include "runtime/frame.h"

enum g_status { G_IDLE, G_RUNNABLE, G_RUNNING, G_WAITING, G_SYSCALL, G_DEAD };

struct data_chunk { struct data_chunk *prev; uint64_t size; char *top; char mem[]; };

struct defer_rec {              /* one registered deferred call; heap object or recycled */
    struct defer_rec *next;     /* earlier registration */
    void *fn;                   /* func value */
    uint64_t fp_off;            /* registering frame: fp - stack, in words */
    struct panic_rec *panic;    /* being run by this panic */
    bool started;
};

struct panic_rec {              /* an active panic or Goexit, innermost first */
    struct panic_rec *next;
    uint64_t value[2];          /* interface */
    bool recovered, aborted, goexit;
    struct defer_rec *defer;    /* deferred call being run */
    uint64_t fp_off;            /* frame that panicked */
};

struct worker;
struct thread;

struct g {
    /* hot: used by engines */
    uint64_t *stack, *stack_end;            /* control stack */
    _Atomic(uint64_t *) limit;              /* stack_end minus reserve, or poison */
    uint64_t *fp;                           /* saved when not running */
    const uint32_t *pc;                     /* saved: next instruction of the top frame, NULL: top frame is native */
    struct data_chunk *chunk;               /* data stack, newest chunk */
    char *dtop, *dend;                      /* free part of it */
    struct defer_rec *defers;
    struct panic_rec *panics;
    struct worker *worker;                  /* while running */
    uint64_t panic_value[2];
    const char *throw_msg;
    /* identity and scheduling */
    uint64_t id;
    enum g_status status;
    const char *wait_reason;                /* "chan receive", "select", "sleep" ... as gc prints it */
    int64_t wait_since;
    struct g *sched_next;                   /* run queue and wait lists */
    struct g *all_next, *all_prev;
    struct thread *locked;                  /* LockOSThread */
    bool system;                            /* does not count for deadlock detection */
    struct fn *go_fn;                       /* what "created by" prints */
    const uint32_t *go_pc;
    struct fn *creator_fn;
    uint64_t wake_value[4];                 /* what the waker hands over */
    void *park_data;                        /* waiter record (select, sema, timer) */
    uint64_t *gc_handle;                    /* small collector object whose mark procedure scans the stacks */
    void *labels;                           /* pprof labels */
};

#define G_POISON ((uint64_t *)0x10)

/* How code is entered; the interpreter and the JIT each provide one.  run() executes g (fp/pc saved in g) on the
 * calling thread until it parks, yields, ends or the process exits, and leaves fp/pc saved again. */
enum run_result { RUN_PARKED, RUN_YIELDED, RUN_ENDED };
struct engine {
    enum run_result (*run)(struct g *g);
    /* Prepares a new goroutine's bottom frame to call func value fn with n argument slots. */
    void (*start)(struct g *g, void *fn, const uint64_t *args, uint32_t n);
};

#endif
