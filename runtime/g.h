/* runtime/g.h - goroutines, workers and threads: the state shared by scheduler and engines.
 *
 * docs/scheduler.md has the state machine.  A goroutine's control stack is [stack, stack_end); its data stack is a list
 * of chunks that never move.  limit is compared by every prologue; poisoning it (G_POISON) makes the next call or
 * backward branch enter sched_poll(). */
#ifndef VIRGO_RUNTIME_G_H
#define VIRGO_RUNTIME_G_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include "runtime/frame.h"
#include "runtime/heap.h"

enum g_status { G_IDLE, G_RUNNABLE, G_RUNNING, G_WAITING, G_SYSCALL, G_DEAD };

/* How far a parking goroutine has come: the waker and the engine meet here (see sched_ready). */
enum g_park { PARK_NONE, PARK_PARKED, PARK_WOKEN };
/* END: run the deferred calls, then end, as Goexit does.  KILL: end at once. */
enum g_interrupt { INTERRUPT_NONE, INTERRUPT_END, INTERRUPT_KILL };

struct data_chunk { struct data_chunk *prev; uint64_t size; char *top; char mem[]; };

struct defer_rec {              /* one registered deferred call: a heap object with pointers, recycled through g */
    struct defer_rec *next;     /* earlier registration */
    void *fn;                   /* func value */
    uint64_t fp_off;            /* registering frame: fp - stack, in words */
    struct panic_rec *panic;    /* being run by this panic */
    bool started;
};

struct panic_rec {              /* an active panic or Goexit, innermost first: a heap object with pointers */
    struct panic_rec *next;     /* from here to goexit: mirrored by runtime.panicRecord of the overlay */
    uint64_t value[2];          /* interface */
    bool recovered, aborted, goexit;
    struct defer_rec *defer;    /* deferred call being run */
    uint64_t fp_off;            /* frame that panicked */
    const uint32_t *pc;         /* where */
    uint64_t run_off;           /* frame of the deferred call being run, 0 if none */
};

struct worker;
struct thread;
struct g;

/* A blocked goroutine on a channel; select uses one for each case (runtime/chan.c). */
struct waiter {
    struct waiter *next, *prev;
    struct g *g;
    void *elem;                 /* memory to receive into or send from; NULL: none, or value below */
    uint64_t value;             /* one-word element in transit */
    struct chan *chan;
    uint32_t index;             /* select case */
    bool is_select, is_word, queued, ok;
};

struct timer {                  /* an entry of the scheduler's own (guest timers are guest memory): runtime/sched/timer.c */
    int64_t when;
    uint64_t index;             /* in the heap + 1; 0: not armed */
    void (*fire)(struct timer *t);
    void *arg;
    uint64_t seq;
};

struct g {
    /* hot: used by engines */
    uint64_t *stack, *stack_end;            /* control stack */
    _Atomic(uint64_t *) limit;              /* stack_end minus G_RESERVE, or poison */
    uint64_t *fp;                           /* saved when not running */
    const uint32_t *pc;                     /* saved: next instruction of the top frame, NULL: top frame is an activation */
    uint64_t *top;                          /* saved: end of the top frame's slots (what the collector scans up to) */
    struct data_chunk *chunk;               /* data stack, newest chunk */
    char *dtop, *dend;                      /* free part of it */
    struct defer_rec *defers;
    struct panic_rec *panics;
    struct worker *worker;                  /* while running */
    uint64_t panic_value[2];
    const char *throw_msg;
    bool heap_sampling;                     /* heap_wants_state */
    bool heap_granted;                      /* a collection was made for the helper being entered: let it allocate */
    /* identity and scheduling */
    uint64_t id;
    enum g_status status;
    const char *wait_reason;                /* "chan receive", "select", "sleep" ... as gc prints it */
    int64_t wait_since;
    _Atomic int park;                       /* enum g_park */
    struct g *sched_next;                   /* run queue and free list */
    struct g *all_next, *all_prev;
    struct thread *thread;                  /* in a system call: the one that makes it */
    struct thread *locked;                  /* LockOSThread, or the thread that waits for a worker after a system call */
    uint32_t lock_count;
    uint32_t pinned;                        /* not to be preempted (sync.runtime_procPin) */
    bool system;                            /* does not count for deadlock detection */
    bool exiting;
    _Atomic int interrupt;                  /* enum g_interrupt: what the engine is to do when it runs next */
    struct fn *go_fn;                       /* start function */
    struct fn *creator_fn;                  /* what "created by" prints */
    const uint32_t *creator_pc;
    uint64_t wake_value[4];                 /* what the waker hands over; scanned */
    struct waiter waiter;                   /* for plain channel operations, semaphores and notify lists */
    struct waiter *select_waiters;          /* select: one for each case */
    uint32_t nselect;
    _Atomic uint32_t select_won;            /* claimed by a waker: case + 1 */
    struct timer timer;                     /* sleep */
    void *park_data;
    uint64_t *gc_handle;                    /* small collector object whose mark procedure scans the stacks */
    uint64_t handle_index;
    void *labels;                           /* pprof labels; scanned */
    struct defer_rec *defer_free;
    int64_t blocked_since;                  /* for the block and mutex profiles; 0: not asked for */
    int64_t ready_since;                    /* for runtime/metrics; 0: not asked for */
    uint8_t trace_state;                    /* enum trace_state: what the execution trace says of it */
    bool trace_preempted;
    uint64_t trace_seq;                     /* ... its changes of state so far */
    bool panic_on_fault;                    /* debug.SetPanicOnFault */
};

#define G_POISON ((uint64_t *)0x10)
#define G_RESERVE 96            /* words above the limit that a frame set-up or a helper's activation may touch */

/* -- Workers and threads ------------------------------------------------------------------------------------------- */
enum worker_status { WORKER_IDLE, WORKER_RUNNING, WORKER_SYSCALL, WORKER_STOPPED };

#define RUNQ_SIZE 256

enum trace_state { TRACE_UNKNOWN, TRACE_RUNNABLE, TRACE_RUNNING, TRACE_WAITING };

struct worker {                 /* a scheduling slot: GOMAXPROCS of them */
    struct heap_cache cache;
    uint32_t id;
    _Atomic int status;
    _Atomic(struct g *) current;
    _Atomic bool preempt;                   /* the current goroutine shall enter sched_poll */
    struct thread *thread;
    struct worker *idle_next;
    uint64_t tick;                          /* goroutine switches, read by the monitor */
    uint64_t syscall_tick;
    int64_t syscall_since;
    struct g *run_head, *run_tail;          /* local run queue, guarded by lock */
    uint32_t run_count;
    struct g *run_next;                     /* just made ready by the current goroutine: runs first */
    _Atomic int lock;
    struct g *g_free;
    bool trace_running;                     /* ... of it */
};

struct thread {                 /* a host thread that can execute guest code while it holds a worker */
    pthread_t handle;
    struct worker *worker;
    struct g *current;
    struct g *locked_g;
    struct thread *next_idle, *all_next;
    pthread_mutex_t mutex;
    pthread_cond_t cond;
    struct worker *handed;                  /* a worker given to this sleeping thread */
    uint64_t rng[2];
    bool exit;
};

/* -- Engines --------------------------------------------------------------------------------------------------------
 * How code is entered; the interpreter and the JIT each provide one (vm/engine.h).  run() executes g (fp/pc saved in g)
 * on the calling thread until it parks, yields or ends, and leaves fp/pc saved again. */
enum run_result { RUN_PARKED, RUN_YIELDED, RUN_ENDED };
struct engine {
    const char *name;
    enum run_result (*run)(struct g *g);
    /* Prepares a new goroutine's bottom frame to call func value fn with n argument slots. */
    void (*start)(struct g *g, void *fn, const uint64_t *args, uint32_t n);
    /* Before a collection, world stopped: drops references no code will read any more.  May be NULL. */
    void (*before_collection)(struct g *g);
    /* From any thread: the running goroutine calls profile_cpu_sample at its next instruction. */
    void (*request_sample)(void);
};

#endif
