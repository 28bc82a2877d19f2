/* runtime/netpoll.c - readiness of file descriptors, for internal/poll.
 *
 * One epoll instance, edge-triggered; one thread waits for events and makes goroutines runnable.  Each direction of a
 * descriptor is idle, ready (an event nobody consumed yet) or has one goroutine waiting.  A descriptor's record is never
 * freed but reused, so that a late event finds a record; its generation tells it apart. */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>
#include "runtime/base/fatal.h"
#include "runtime/netpoll.h"
#include "runtime/sched/internal.h"

struct side {
    bool ready;
    struct g *g;                    /* waiting */
    int64_t deadline;               /* 0 none, -1 past, else when */
    struct timer timer;
    uint64_t seq;                   /* tells stale deadlines */
};

struct poll_desc {
    _Atomic int lock;
    int fd;
    bool closing;
    uint32_t generation;
    struct side side[2];            /* read, write */
    struct poll_desc *next;
};

static struct {
    _Atomic int lock;
    int epfd;
    struct poll_desc *free;
    _Atomic uint32_t waiters;
} poll = { .epfd = -1 };

uint32_t netpoll_waiters(void) { return atomic_load(&poll.waiters); }
bool poll_is_own(int fd) { return fd == poll.epfd && fd >= 0; }

/* With pd->lock: whoever waits on s; to be woken up with wake_up. */
static struct g *take_waiter(struct side *s)
{
    struct g *g = s->g;
    s->g = NULL;
    return g;
}

/* It counts as waiting until it can be run: a moment between would look like a deadlock. */
static void wake_up(struct g *g)
{
    sched_ready(g, NULL);
    atomic_fetch_sub(&poll.waiters, 1);
}

static void *poll_main(void *arg)
{
    sigset_t all;
    (void)arg;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, NULL);
    for (;;) {
        struct epoll_event ev[64];
        int n = epoll_wait(poll.epfd, ev, 64, -1);
        for (int i = 0; i < n; i++) {
            struct poll_desc *pd = ev[i].data.ptr;
            uint32_t e = ev[i].events;
            struct g *wake[2] = { NULL, NULL };
            spin_lock(&pd->lock);
            for (int k = 0; k < 2; k++)
                if (e & ((k == 0 ? EPOLLIN | EPOLLRDHUP : EPOLLOUT) | EPOLLHUP | EPOLLERR)) {
                    pd->side[k].ready = true;
                    wake[k] = take_waiter(&pd->side[k]);
                }
            spin_unlock(&pd->lock);
            for (int k = 0; k < 2; k++)
                if (wake[k])
                    wake_up(wake[k]);
        }
    }
    return NULL;
}

static void start(void)
{
    pthread_t h;
    spin_lock(&poll.lock);
    if (poll.epfd < 0) {
        poll.epfd = epoll_create1(EPOLL_CLOEXEC);
        if (poll.epfd < 0 || pthread_create(&h, NULL, poll_main, NULL) != 0)
            fatal("cannot start the network poller");
        pthread_detach(h);
    }
    spin_unlock(&poll.lock);
}

static void deadline_fired(struct timer *t)
{
    struct poll_desc *pd = t->arg;
    struct g *g = NULL;
    spin_lock(&pd->lock);
    struct side *s = t == &pd->side[0].timer ? &pd->side[0] : &pd->side[1];
    if (s->deadline > 0 && t->seq == s->seq) {
        s->deadline = -1;
        g = take_waiter(s);
    }
    spin_unlock(&pd->lock);
    if (g)
        wake_up(g);
}

struct poll_desc *poll_open(int fd, int *err)
{
    start();
    spin_lock(&poll.lock);
    struct poll_desc *pd = poll.free;
    if (pd)
        poll.free = pd->next;
    spin_unlock(&poll.lock);
    if (pd == NULL)
        pd = xcalloc(1, sizeof *pd);
    spin_lock(&pd->lock);
    pd->fd = fd;
    pd->closing = false;
    pd->generation++;
    for (int k = 0; k < 2; k++) {
        struct side *s = &pd->side[k];
        s->ready = false;
        s->g = NULL;
        s->deadline = 0;
        s->seq++;
        s->timer.fire = deadline_fired;
        s->timer.arg = pd;
    }
    spin_unlock(&pd->lock);
    struct epoll_event ev = { .events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, .data.ptr = pd };
    *err = epoll_ctl(poll.epfd, EPOLL_CTL_ADD, fd, &ev) == 0 ? 0 : errno;
    if (*err) {
        poll_close(pd);
        return NULL;
    }
    return pd;
}

void poll_close(struct poll_desc *pd)
{
    epoll_ctl(poll.epfd, EPOLL_CTL_DEL, pd->fd, NULL);
    timer_stop(&pd->side[0].timer);
    timer_stop(&pd->side[1].timer);
    spin_lock(&poll.lock);
    pd->next = poll.free;
    poll.free = pd;
    spin_unlock(&poll.lock);
}

static enum poll_error error_of(const struct poll_desc *pd, const struct side *s)
{
    return pd->closing ? POLL_CLOSING : s->deadline < 0 ? POLL_TIMEOUT : POLL_OK;
}

enum poll_error poll_reset(struct poll_desc *pd, int mode)
{
    struct side *s = &pd->side[mode == 'w'];
    spin_lock(&pd->lock);
    enum poll_error e = error_of(pd, s);
    if (e == POLL_OK)
        s->ready = false;
    spin_unlock(&pd->lock);
    return e;
}

enum rt_result poll_wait(struct act *c, struct poll_desc *pd, int mode)
{
    struct side *s = &pd->side[mode == 'w'];
    spin_lock(&pd->lock);
    enum poll_error e = error_of(pd, s);
    if (e != POLL_OK || s->ready) {
        s->ready = false;
        spin_unlock(&pd->lock);
        c->r[0] = e;
        return RT_DONE;
    }
    s->g = c->g;
    c->g->park_data = pd;
    atomic_fetch_add(&poll.waiters, 1);
    sched_park(c->g, "IO wait");
    spin_unlock(&pd->lock);
    return RT_PARK;
}

void poll_abandon(struct g *g)
{
    struct poll_desc *pd = g->park_data;
    g->park_data = NULL;
    if (pd == NULL)
        return;
    spin_lock(&pd->lock);
    for (int k = 0; k < 2; k++)
        if (pd->side[k].g == g) {
            pd->side[k].g = NULL;
            atomic_fetch_sub(&poll.waiters, 1);
        }
    spin_unlock(&pd->lock);
}

void poll_set_deadline(struct poll_desc *pd, int64_t ns, int mode)
{
    struct g *wake[2] = { NULL, NULL };
    int64_t when = ns;
    if (ns > 0 && __builtin_add_overflow(ns, sched_nanotime(), &when))
        when = INT64_MAX;
    for (int k = 0; k < 2; k++) {
        if (mode != (k == 0 ? 'r' : 'w') && mode != 'r' + 'w')
            continue;
        struct side *s = &pd->side[k];
        timer_stop(&s->timer);
        spin_lock(&pd->lock);
        s->seq++;
        s->deadline = when;
        s->timer.seq = s->seq;
        if (when < 0)
            wake[k] = take_waiter(s);
        spin_unlock(&pd->lock);
        if (when > 0)
            timer_start(&s->timer, when);
    }
    for (int k = 0; k < 2; k++)
        if (wake[k])
            wake_up(wake[k]);
}

void poll_unblock(struct poll_desc *pd)
{
    struct g *wake[2];
    spin_lock(&pd->lock);
    pd->closing = true;
    for (int k = 0; k < 2; k++) {
        pd->side[k].seq++;
        wake[k] = take_waiter(&pd->side[k]);
    }
    spin_unlock(&pd->lock);
    for (int k = 0; k < 2; k++) {
        timer_stop(&pd->side[k].timer);
        if (wake[k])
            wake_up(wake[k]);
    }
}
