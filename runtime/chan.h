/* runtime/chan.h - channels and select.
 *
 * A channel is one heap object: header, then the buffer.  Parked goroutines are queued as struct waiter; a value passes
 * straight from sender to waiting receiver and back through memory that does not move (heap, data stack) or through the
 * waiter record. */
#ifndef VIRGO_RUNTIME_CHAN_H
#define VIRGO_RUNTIME_CHAN_H

#include <stdbool.h>
#include <stdint.h>
#include "runtime/g.h"

struct chan {                   /* head mirrored by nothing: guest code holds only the address */
    uint64_t count, cap;        /* elements in the buffer, its size */
    uint64_t elem_size;
    struct rtype *elem;
    uint64_t sendx, recvx;
    struct { struct waiter *first, *last; } recvq, sendq;
    _Atomic int lock;
    bool closed;
    char *buf;                  /* inside this object, or NULL */
};

/* Allocates; NULL: return RT_RETRY.  *bad: the size is out of range. */
struct chan *chan_make(struct g *g, struct rtype *chantype, int64_t size, bool *bad);

enum chan_result { CHAN_DONE, CHAN_PARKED, CHAN_WOULD_BLOCK, CHAN_CLOSED_PANIC };
/* Sends *elem (or word, if elem is NULL and the element is one word). */
enum chan_result chan_send(struct g *g, struct chan *c, void *elem, uint64_t word, bool block);
/* Receives into elem (NULL: drop), or into *word; *ok as Go's second result. */
enum chan_result chan_recv(struct g *g, struct chan *c, void *elem, uint64_t *word, bool block, bool *ok);
const char *chan_close(struct g *g, struct chan *c);    /* NULL, or the panic hook's name */

/* g, on its way out of a channel operation or select it slept in, leaves the queues (sched_interrupt). */
void chan_abandon(struct g *g);

/* The select instruction: a = has_default, then per case channel, direction (1 send, 2 receive), element address;
 * r = chosen case (-1: default), received ok. */
enum rt_result chan_select(struct act *c);

struct select_case { struct chan *chan; uint64_t dir; void *elem; };
/* Shared with reflect.Select.  RT_DONE with the outcome, RT_PARK, or RT_GUEST_PANIC with c->panic_hook set.  phase is a state word of the activation, 0 at first. */
enum rt_result chan_select_cases(struct act *c, const struct select_case *cases, uint32_t n, bool has_default,
                                 uint64_t *phase, int64_t *chosen, bool *ok);

#endif
