/* runtime/sched/interrupt.c - ending a goroutine from outside: what Ctrl-C does to a session's input.
 *
 * The goroutine is marked and made to run; the engine, before it goes on with it, has it leave the queue it slept in and
 * starts the walk of Goexit.  A second interrupt, while deferred calls run, drops it as it is. */
#include <signal.h>
#include <string.h>
#include "runtime/chan.h"
#include "runtime/netpoll.h"
#include "runtime/sched/internal.h"
#include "runtime/sema.h"

void sched_interrupt(struct g *g, struct g *by)
{
    bool again = g->panics && g->panics->goexit;
    atomic_store(&g->interrupt, again ? INTERRUPT_KILL : INTERRUPT_END);
    atomic_store(&g->limit, G_POISON);
    if (g->status == G_WAITING)
        sched_ready(g, by);
    else if (g->status == G_SYSCALL && g->thread)
        pthread_kill(g->thread->handle, SCHED_KICK);    /* EINTR; the next poll does the rest */
}

static void nothing(int sig) { (void)sig; }

void sched_init_kick(void)
{
    struct sigaction a = { .sa_handler = nothing };
    sigaction(SCHED_KICK, &a, NULL);
}

bool sched_take_interrupt(struct g *g)
{
    bool kill = atomic_exchange(&g->interrupt, INTERRUPT_NONE) == INTERRUPT_KILL;
    if (g->pc == NULL) {                /* an activation was asleep, or on its way to sleep */
        bool in_list = g->wait_reason && strcmp(g->wait_reason, "sync.Cond.Wait") == 0;
        chan_abandon(g);
        if (in_list)
            notify_abandon(g);
        else
            sema_abandon(g);
        poll_abandon(g);
        timer_stop(&g->timer);
    }
    return kill;
}
