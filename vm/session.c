/* vm/session.c - see session.h.
 *
 * The caller's thread is none of the scheduler's: it posts a request and waits on a pipe.  Requests are served by a system
 * goroutine, so that linking happens where no guest code runs.  What the scheduler's hooks (struct sched_session) report
 * comes back through the same pipe, one byte an event; an interrupt is a byte that a signal handler writes. */
#include "vm/session.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "runtime/base/fatal.h"
#include "runtime/base/strbuf.h"
#include "runtime/panic.h"
#include "runtime/sched/sched.h"
#include "runtime/traceback.h"
#include "runtime/types.h"
#include "vm/configure.h"
#include "vm/module/image.h"

enum request { REQUEST_NONE, REQUEST_RUN, REQUEST_INTERRUPT, REQUEST_DEADLOCK, REQUEST_RESET };
enum { EVENT_ENDED = 'e', EVENT_ASLEEP = 'a', EVENT_INTERRUPT = 'i', EVENT_REFUSED = 'r', EVENT_RESET = 's' };
enum { SHORT_TRACEBACK = 12 };

static struct {
    struct program *prog;
    void (*at_exit)(void);
    int events[2];                      /* pipe: read by the caller */
    struct g *server;                   /* the system goroutine */
    _Atomic int lock;
    enum request request;
    /* the input being run */
    const struct virgo_input *in;
    struct g *g;
    uint32_t next_init;                 /* in prog->images */
    size_t next_value;
    enum virgo_outcome outcome;
    struct mod_fault fault;
    _Atomic bool running;
} S;

static void post(char event)
{
    int saved = errno;
    (void)!write(S.events[1], &event, 1);
    errno = saved;
}

void virgo_session_interrupt(void)
{
    if (S.running)
        post(EVENT_INTERRUPT);
}

/* -- The input's goroutine ------------------------------------------------------------------------------------------------ */

/* A variable as an interface value: type word and data word. */
static void load_value(const struct virgo_value *v, uint64_t out[2])
{
    struct image *im = NULL;
    for (uint32_t i = S.prog->nimages; i-- > 0 && !im;)
        if (strcmp(S.prog->images[i]->path, v->pkg) == 0)
            im = S.prog->images[i];
    int64_t def = im ? image_find(im, v->name, strlen(v->name), true) : -1;
    uint64_t *at = link_global_symbol(S.prog, v->pkg, v->name);
    ASSERT(def >= 0 && at, "no variable %s.%s", v->pkg, v->name);
    struct rtype *t = link_type(im, im->globals[def].type);
    out[0] = (uint64_t)t;
    out[1] = type_is_direct(t) ? *at : (uint64_t)at;
    if (type_kind(t) == KIND_INTERFACE) {
        out[0] = at[0] ? (uint64_t)iface_type(at[0]) : 0;
        out[1] = at[1];
    }
}

enum phase { PHASE_INIT, PHASE_ENTRY, PHASE_VALUES };

static enum rt_result input_body(struct act *c)
{
    const struct virgo_input *in = S.in;
    c->call_nargs = c->call_nres = 0;
    if (c->s[0] == PHASE_INIT) {
        while (S.next_init < S.prog->nimages) {
            struct image *im = S.prog->images[S.next_init++];
            if (im->init_fn) {
                c->call_fn = fn_value(link_def(im, im->init_fn - 1));
                return RT_CALL;
            }
        }
        c->s[0] = PHASE_ENTRY;
    }
    if (c->s[0] == PHASE_ENTRY) {
        c->s[0] = PHASE_VALUES;
        struct fn *f = in->entry ? link_symbol(S.prog, in->package, in->entry) : NULL;
        if (f) {
            c->call_fn = fn_value(f);
            return RT_CALL;
        }
    }
    if (S.next_value < in->nvalues) {
        struct fn *f = link_symbol(S.prog, "internal/prompt", "Show");
        ASSERT(f, "the archive has no internal/prompt");
        const struct virgo_value *v = &in->values[S.next_value++];
        c->call_args[0] = (uint64_t)v->label;
        c->call_args[1] = v->label ? strlen(v->label) : 0;
        load_value(v, c->call_args + 2);
        c->call_args[4] = v->ends_line;
        c->call_nargs = 5;
        c->call_fn = fn_value(f);
        return RT_CALL;
    }
    S.outcome = VIRGO_DONE;
    return RT_DONE;
}

static struct fn input_fn = { .native = input_body, .flags = FN_RT | FN_LINKED, .name = "virgo.input", .self = &input_fn };

/* -- The server ------------------------------------------------------------------------------------------------------------ */

/* Packages that were initialised before stay so; those of a module that is refused are initialised with the next. */
static bool link_input(const struct virgo_input *in)
{
    for (size_t i = 0; i < in->nmodules; i++) {
        if (program_add(S.prog, in->modules[i].at, in->modules[i].n, &S.fault) != 0)
            return false;
        const struct image *im = S.prog->images[S.prog->nimages - 1];
        if (im->unsafe_mark && !im->trusted && !vm_may_be_unsafe()) {
            mod_fail(&S.fault, 0, "module", VM_UNSAFE_REFUSED, im->path);
            return false;
        }
    }
    if (in->nmodules)
        types_extend(S.prog->images[S.prog->nimages - 1]);
    for (size_t i = 0; i < in->nredefined; i++) {
        const struct virgo_redefinition *r = &in->redefined[i];
        link_replace(S.prog, r->pkg, r->name, r->new_pkg, r->new_name);
    }
    return true;
}

static void report_deadlock(struct g *g)
{
    struct strbuf out = {0};
    strbuf_puts(&out, "fatal error: all goroutines are asleep - deadlock!\n\n");
    traceback_print_short(&out, g, g->wait_reason ? g->wait_reason : "waiting", SHORT_TRACEBACK);
    (void)!write(2, out.at, out.n);
    strbuf_free(&out);
}

struct ending { struct g *by; };

static void end_one(struct g *g, void *arg)
{
    struct ending *e = arg;
    if (!g->system && g->status != G_DEAD && g->status != G_IDLE)
        sched_interrupt(g, e->by);
}

static void serve(struct g *self, enum request r)
{
    struct ending e = { self };
    switch (r) {
    case REQUEST_RUN:
        S.running = true;               /* here, so that no earlier moment looks like a deadlock */
        sched_stop_world(self);
        bool ok = link_input(S.in);
        sched_start_world(self);
        if (ok) {
            S.g = sched_go(self, fn_value(&input_fn), false);
        } else {
            S.running = false;
            post(EVENT_REFUSED);
        }
        break;
    case REQUEST_DEADLOCK:
        if (S.g)
            report_deadlock(S.g);
        if (S.outcome == VIRGO_INTERRUPTED)
            S.outcome = VIRGO_PANICKED;
        /* fall through */
    case REQUEST_INTERRUPT:
        if (S.g)
            sched_interrupt(S.g, self);
        break;
    case REQUEST_RESET:
        sched_each_g(end_one, &e);
        post(EVENT_RESET);
        break;
    case REQUEST_NONE:
        break;
    }
}

static enum rt_result server_body(struct act *c)
{
    for (;;) {
        spin_lock(&S.lock);
        enum request r = S.request;
        S.request = REQUEST_NONE;
        if (r == REQUEST_NONE) {
            sched_park(c->g, "session (idle)");
            spin_unlock(&S.lock);
            return RT_PARK;
        }
        spin_unlock(&S.lock);
        serve(c->g, r);
    }
}

static struct fn server_fn = { .native = server_body, .flags = FN_RT | FN_LINKED, .name = "virgo.session", .self = &server_fn };

static void request(enum request r)
{
    spin_lock(&S.lock);
    S.request = r;
    spin_unlock(&S.lock);
    sched_ready(S.server, NULL);
    sched_preempt();
}

/* -- What the scheduler reports ---------------------------------------------------------------------------------------------- */

static void ended(struct g *g)
{
    if (g != S.g)
        return;
    S.g = NULL;
    S.running = false;
    post(EVENT_ENDED);
}

static void failed(struct g *g)
{
    struct strbuf out = {0};
    strbuf_putc(&out, '\n');
    traceback_print_short(&out, g, "running", SHORT_TRACEBACK);
    (void)!write(2, out.at, out.n);
    strbuf_free(&out);
    if (g == S.g)
        S.outcome = VIRGO_PANICKED;
}

static void asleep(void)
{
    if (S.running)
        post(EVENT_ASLEEP);
}

static void exiting(void)
{
    if (S.at_exit)
        S.at_exit();
}

static const struct sched_session hooks = { .ended = ended, .failed = failed, .asleep = asleep, .exiting = exiting };

/* -- The caller's side -------------------------------------------------------------------------------------------------------- */

int virgo_session_start(const struct virgo_options *o, void (*at_exit)(void), char *message, size_t size)
{
    static const char *const packages[] = { "runtime", "internal/prompt" };
    struct vm_setup setup;
    if (vm_configure(o, &setup, message, size) != 0)
        return -1;
    struct mod_fault fault = {0};
    if (program_new(&S.prog, setup.archive, packages, 2, &fault) != 0) {
        snprintf(message, size, "%s", fault.what);
        return -1;
    }
    if (pipe2(S.events, O_CLOEXEC) != 0) {
        snprintf(message, size, "pipe: %s", strerror(errno));
        return -1;
    }
    for (int i = 0; i < 2; i++) {       /* out of the way of the guest's descriptors */
        int high = fcntl(S.events[i], F_DUPFD_CLOEXEC, 500);
        if (high >= 0) {
            close(S.events[i]);
            S.events[i] = high;
        }
    }
    S.at_exit = at_exit;
    vm_start_shim(o);
    setup.sched.prog = S.prog;
    setup.sched.session = &hooks;
    heap_init(&setup.heap);
    sched_init(&setup.sched);
    S.server = sched_go(NULL, fn_value(&server_fn), true);
    sched_start();
    return 0;
}

/* Forgets events that came too late for the last input. */
static void drain(void)
{
    struct pollfd p = { .fd = S.events[0], .events = POLLIN };
    char event[16];
    while (poll(&p, 1, 0) > 0 && read(S.events[0], event, sizeof event) > 0)
        ;
}

static void wait_for(char wanted)
{
    bool asked = false;
    for (;;) {
        char event;
        ssize_t n = read(S.events[0], &event, 1);
        if (n < 0 && errno == EINTR)
            continue;
        if (n != 1)
            fatal("session: lost the VM");
        if (event == wanted || event == EVENT_REFUSED)
            return;
        if (!S.running)
            continue;
        if (event == EVENT_INTERRUPT) {
            S.outcome = VIRGO_INTERRUPTED;
            request(REQUEST_INTERRUPT);
        } else if (event == EVENT_ASLEEP && !asked) {
            asked = true;
            S.outcome = VIRGO_INTERRUPTED;
            request(REQUEST_DEADLOCK);
        }
    }
}

enum virgo_outcome virgo_session_run(const struct virgo_input *in, char *message, size_t size)
{
    S.in = in;
    S.next_value = 0;
    S.outcome = VIRGO_ENDED;
    S.fault = (struct mod_fault){0};
    drain();
    request(REQUEST_RUN);
    wait_for(EVENT_ENDED);
    if (S.fault.what[0]) {
        snprintf(message, size, "%s (%s)", S.fault.what, S.fault.section ? S.fault.section : "module");
        return VIRGO_REFUSED;
    }
    return S.outcome;
}

void virgo_session_reset(void)
{
    request(REQUEST_RESET);
    wait_for(EVENT_RESET);
}
