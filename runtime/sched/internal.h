/* runtime/sched/internal.h - what the files of runtime/sched share. */
#ifndef VIRGO_RUNTIME_SCHED_INTERNAL_H
#define VIRGO_RUNTIME_SCHED_INTERNAL_H

#include <pthread.h>
#include "runtime/sched/sched.h"

#define SCHED_MAX_WORKERS 64
#define SCHED_KICK SIGURG       /* to a thread in a system call (sessions) */

struct sched {
    struct sched_options opt;
    pthread_mutex_t lock;
    pthread_cond_t idle_cond, stop_cond, start_cond;
    struct worker *workers[SCHED_MAX_WORKERS];
    uint32_t nworkers;
    struct worker *idle_workers;
    _Atomic uint32_t idle_count;
    uint32_t idle_threads;
    struct thread *threads;
    struct g *global_head, *global_tail;
    _Atomic uint32_t global_count;
    volatile bool stopping;                 /* the world is stopped or about to be */
    bool started, main_ended;
    _Atomic uint32_t detached;              /* threads in system calls whose worker was taken */
    _Atomic bool calls_seen, timer_alarm, monitor_started;
    int64_t last_preempt;
    /* goroutines */
    _Atomic int g_lock;
    struct g *all, *g_free;
    uint64_t last_id, last_system_id;
    _Atomic uint32_t user_goroutines;
    /* system goroutines */
    struct g *timer_g, *collect_g;
    _Atomic bool cleanup_due;
    /* seen by the collector */
    struct {
        void *timer_heap;                   /* struct timer_entry[] */
        void *timer_calls;                  /* ring of pending guest timer calls */
        void *pool_cleanup;                 /* func value registered by sync */
    } roots;
};
extern struct sched sched;

void sched_enqueue_local(struct worker *w, struct g *g, bool next);
void sched_enqueue_global(struct g *g);
struct thread *sched_this_thread(void);
void sched_start_monitor(void);
/* After a collection: pool clean-up and finalizers are left to a system goroutine. */
void sched_after_collection(struct g *g);

/* Makes SCHED_KICK interrupt system calls and do nothing else (interrupt.c). */
void sched_init_kick(void);

/* -- timer.c -- */
int64_t timers_next(void);                  /* when the first timer is due; INT64_MAX: none */
bool timers_due(int64_t now);               /* now 0: only ask whether the monitor raised the alarm */
uint32_t timers_pending(void);
void timers_run(void);                      /* fires what is due; takes no sched.lock */
void timer_start(struct timer *t, int64_t when);
bool timer_stop(struct timer *t);           /* was it armed? */

/* -- netpoll.c -- */
uint32_t netpoll_waiters(void);

#endif
