/* runtime/sema.h - semaphores and notification lists for package sync and internal/poll. */
#ifndef VIRGO_RUNTIME_SEMA_H
#define VIRGO_RUNTIME_SEMA_H

#include "runtime/act.h"

/* Activation bodies: a[0] is the address of the semaphore word; s[0] tells whether the goroutine has slept. */
enum rt_result sema_acquire(struct act *c, uint32_t *addr, bool lifo, const char *why);
enum rt_result sema_release(struct act *c, uint32_t *addr, bool handoff);
/* g, on its way out of what it slept in, leaves the queue (sched_interrupt). */
void sema_abandon(struct g *g);
void notify_abandon(struct g *g);

struct notify_list {            /* sync.notifyList */
    _Atomic uint32_t wait;      /* next ticket */
    uint32_t notify;            /* next ticket to be woken */
    uint64_t lock;
    struct waiter *head, *tail;
};
enum rt_result notify_wait(struct act *c, struct notify_list *l, uint32_t ticket);
void notify_all(struct g *by, struct notify_list *l);
void notify_one(struct g *by, struct notify_list *l);

#endif
