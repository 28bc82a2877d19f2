/* tests/unit/sched_natives.c - the scheduler, channels, semaphores and timers without guest code: goroutines are native
 * activations.  Each case runs in a process of its own; what it prints and its exit status are checked. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "runtime/chan.h"
#include "runtime/sched/internal.h"
#include "runtime/sema.h"
#include "runtime/types.h"
#include "vm/engine.h"

static struct rtype int_type = { .size = 8, .align = 8, .field_align = 8, .kind = KIND_INT };
static struct chan_type chan_int = { .t = { .size = 8, .ptrdata = 8, .kind = KIND_CHAN }, .elem = &int_type, .dir = 3 };
static struct chan *chan_a, *chan_b;
static uint64_t sum, finished;
static uint32_t semaphore = 1;

static struct chan *make_chan(struct g *g, int64_t n)
{
    bool bad;
    g->heap_granted = true;
    struct chan *c = chan_make(g, (struct rtype *)&chan_int, n, &bad);
    heap_add_root(c, c + 1);            /* only C globals hold it */
    return c;
}

static void *func(struct fn *f, native_fn *body)
{
    *f = (struct fn){ .native = body, .flags = FN_RT | FN_LINKED, .name = "test.goroutine", .self = f };
    return fn_value(f);
}

static enum rt_result end(const char *text)
{
    printf("%s %llu\n", text, (unsigned long long)sum);
    fflush(stdout);
    sched_exit(0);
}

/* s[0] next value, s[1] asleep in the operation */
static enum rt_result producer(struct act *c)
{
    while (c->s[0] < 1000) {
        if (c->s[1] == 0 && chan_send(c->g, chan_a, NULL, c->s[0], true) == CHAN_PARKED) {
            c->s[1] = 1;
            return RT_PARK;
        }
        c->s[1] = 0;
        c->s[0]++;
    }
    if (++finished == 10)
        chan_close(c->g, chan_a);
    return RT_DONE;
}

static enum rt_result consumer(struct act *c)
{
    uint64_t v;
    bool ok;
    for (;;) {
        if (c->s[1] == 0) {
            if (chan_recv(c->g, chan_a, NULL, &v, true, &ok) == CHAN_PARKED) {
                c->s[1] = 1;
                return RT_PARK;
            }
        } else {
            v = c->g->waiter.value;
            ok = c->g->waiter.ok;
            c->s[1] = 0;
        }
        if (!ok)
            return end("sum");
        sum += v;
    }
}

static enum rt_result many(struct act *c, int64_t buffer)
{
    static struct fn p, q;
    chan_a = make_chan(c->g, buffer);
    for (int i = 0; i < 10; i++)
        sched_go(c->g, func(&p, producer), false);
    sched_go(c->g, func(&q, consumer), false);
    return RT_DONE;
}

static enum rt_result unbuffered(struct act *c) { return many(c, 0); }
static enum rt_result buffered(struct act *c) { return many(c, 7); }

/* Select over two channels, each closed after 500 values. */
static enum rt_result feeder(struct act *c)
{
    struct chan *ch = finished++ & 1 ? chan_a : chan_b;
    if (c->s[2])
        ch = (struct chan *)c->s[2];
    c->s[2] = (uint64_t)ch;
    while (c->s[0] < 500) {
        if (c->s[1] == 0 && chan_send(c->g, ch, NULL, 1, true) == CHAN_PARKED) {
            c->s[1] = 1;
            return RT_PARK;
        }
        c->s[1] = 0;
        c->s[0]++;
    }
    chan_close(c->g, ch);
    return RT_DONE;
}

static enum rt_result selector(struct act *c)
{
    static uint64_t got[2];
    for (;;) {
        struct select_case cases[2] = { { c->s[1] ? NULL : chan_a, 2, &got[0] }, { c->s[2] ? NULL : chan_b, 2, &got[1] } };
        if (c->s[1] && c->s[2])
            return end("selected");
        int64_t chosen;
        bool ok;
        enum rt_result r = chan_select_cases(c, cases, 2, false, &c->s[0], &chosen, &ok);
        if (r != RT_DONE)
            return r;
        c->s[0] = 0;
        if (ok)
            sum += got[chosen];
        else
            c->s[1 + chosen] = 1;
    }
}

static enum rt_result selecting(struct act *c)
{
    static struct fn f, s;
    chan_a = make_chan(c->g, 0);
    chan_b = make_chan(c->g, 3);
    sched_go(c->g, func(&f, feeder), false);
    sched_go(c->g, func(&f, feeder), false);
    sched_go(c->g, func(&s, selector), false);
    return RT_DONE;
}

/* Mutual exclusion by a semaphore, with a yield inside. */
static enum rt_result critical(struct act *c)
{
    static int inside;
    for (;;) {
        if (c->s[1] == 0) {
            if (sema_acquire(c, &semaphore, false, "semacquire") == RT_PARK)
                return RT_PARK;
            c->s[0] = 0;
            if (inside++)
                abort();
            c->s[1] = 1;
            sched_park(c->g, "test");
            sched_ready(c->g, c->g);    /* goes round by the run queue */
            return RT_PARK;
        }
        inside--;
        sum++;
        c->s[1] = 0;
        sema_release(c, &semaphore, false);
        if (++c->s[2] == 20)
            return ++finished == 50 ? end("critical") : RT_DONE;
    }
}

static enum rt_result semaphores(struct act *c)
{
    static struct fn f;
    for (int i = 0; i < 50; i++)
        sched_go(c->g, func(&f, critical), false);
    return RT_DONE;
}

/* Sleepers end in the order of their times. */
static void wake(struct timer *t) { sched_ready(t->arg, NULL); }

static enum rt_result sleeper(struct act *c)
{
    if (c->s[0] == 0) {
        c->s[0] = ++finished;
        c->g->timer.fire = wake;
        c->g->timer.arg = c->g;
        sched_park(c->g, "sleep");
        timer_start(&c->g->timer, sched_nanotime() + (int64_t)(6 - c->s[0]) * 20000000);
        return RT_PARK;
    }
    sum = sum * 10 + c->s[0];
    return sum == 54321 ? end("slept") : RT_DONE;
}

static enum rt_result sleeping(struct act *c)
{
    static struct fn f;
    for (int i = 0; i < 5; i++)
        sched_go(c->g, func(&f, sleeper), false);
    return RT_DONE;
}

static enum rt_result stuck(struct act *c)
{
    static struct fn f;
    chan_a = make_chan(c->g, 0);
    sched_go(c->g, func(&f, consumer), false);
    return RT_DONE;
}

/* A long system call does not keep the others from running. */
static enum rt_result caller(struct act *c)
{
    struct timespec d = { 0, 200000000 };
    sched_enter_syscall(c->g);
    nanosleep(&d, NULL);
    sched_exit_syscall(c->g);
    return end("called after");
}

static enum rt_result ticker(struct act *c)
{
    sum++;
    c->g->timer.fire = wake;
    c->g->timer.arg = c->g;
    sched_park(c->g, "sleep");
    timer_start(&c->g->timer, sched_nanotime() + 10000000);
    if (sum >= 5)
        sum = 5;
    return RT_PARK;
}

static enum rt_result calling(struct act *c)
{
    static struct fn f, t;
    sched_go(c->g, func(&f, caller), false);
    sched_go(c->g, func(&t, ticker), false);
    return RT_DONE;
}

static const struct { const char *name; native_fn *body; int status; const char *text; } cases[] = {
    { "unbuffered", unbuffered, 0, "sum 4995000\n" },
    { "buffered", buffered, 0, "sum 4995000\n" },
    { "select", selecting, 0, "selected 1000\n" },
    { "semaphores", semaphores, 0, "critical 1000\n" },
    { "sleep", sleeping, 0, "slept 54321\n" },
    { "deadlock", stuck, 2,
      "fatal error: no goroutines (main called runtime.Goexit) - deadlock!\n\ngoroutine 2 [chan receive]:\n" },
    { "system call", calling, 0, "called after 5\n" },
};

static bool check(size_t i)
{
    int fds[2], status = 0;
    char got[4096] = { 0 };
    size_t n = 0;
    ssize_t k;
    if (pipe(fds) != 0)
        return false;
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        static struct fn main_fn;
        dup2(fds[1], 1);
        dup2(fds[1], 2);
        close(fds[0]);
        close(fds[1]);
        alarm(60);
        heap_init(&(struct heap_options){ .gc_percent = 100 });
        sched_init(&(struct sched_options){ .engine = &interp_engine, .workers = 1 });
        sched_run(func(&main_fn, cases[i].body));
    }
    close(fds[1]);
    while (n < sizeof got - 1 && (k = read(fds[0], got + n, sizeof got - 1 - n)) > 0)
        n += (size_t)k;
    close(fds[0]);
    waitpid(pid, &status, 0);
    bool ok = WIFEXITED(status) && WEXITSTATUS(status) == cases[i].status && strcmp(got, cases[i].text) == 0;
    if (!ok)
        printf("%s: status 0x%x, printed\n%s\n", cases[i].name, status, got);
    return ok;
}

int main(void)
{
    bool ok = true;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ok &= check(i);
    printf(ok ? "ok\n" : "FAILED\n");
    return !ok;
}
