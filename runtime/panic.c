/* runtime/panic.c - panics, deferred calls, recovery and Goexit as one walk over a goroutine's frames.
 *
 * A panic (or Goexit) is a record on g->panics; it takes deferred calls from g->defers one by one, marks each as its own
 * and has it run above the panicking frame.  When one of them returns, the walk goes on (panic_continue) or, if it
 * recovered, cuts the frames down to the one that registered it.  A deferred call that panics itself leaves its record
 * "started": the inner panic meets it, marks the outer one aborted and drops it.  Aborted panics stay on the list, for
 * printing, until a recovery takes them off with the frames that raised them. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "runtime/panic.h"
#include "runtime/sched/sched.h"
#include "runtime/stack.h"
#include "runtime/traceback.h"
#include "vm/module/image.h"

static uint64_t offset_of(struct g *g, const uint64_t *fp) { return (uint64_t)(fp - g->stack); }

/* -- Deferred calls ------------------------------------------------------------------------------------------------- */

bool panic_defer(struct g *g, uint64_t *fp, void *fn)
{
    struct defer_rec *d = g->defer_free;
    if (d) {
        g->defer_free = d->next;
    } else {
        d = heap_alloc(g, sizeof *d, true);
        if (d == NULL)
            return false;
    }
    d->next = g->defers;
    d->fn = fn;
    d->fp_off = offset_of(g, fp);
    d->panic = NULL;
    d->started = false;
    g->defers = d;
    fp[FRAME_LINK] |= FRAME_FLAG(FRAME_HAS_DEFER);
    return true;
}

/* Takes the newest record off; its memory serves the next defer. */
static void *pop_defer(struct g *g)
{
    struct defer_rec *d = g->defers;
    void *fn = d->fn;
    g->defers = d->next;
    d->fn = NULL;
    d->panic = NULL;
    d->next = g->defer_free;
    g->defer_free = d;
    return fn;
}

bool panic_deferret(struct g *g, uint64_t *fp, void **fn)
{
    struct defer_rec *d = g->defers;
    if (d == NULL || d->fp_off != offset_of(g, fp))
        return false;
    *fn = pop_defer(g);
    return true;
}

/* -- The walk ---------------------------------------------------------------------------------------------------------- */

/* Next deferred call for the innermost panic or Goexit. */
static struct unwind_step step(struct g *g)
{
    struct panic_rec *p = g->panics;
    while (g->defers) {
        struct defer_rec *d = g->defers;
        if (d->started) {
            if (d->panic)
                d->panic->aborted = true;
            pop_defer(g);
            continue;
        }
        d->started = true;
        d->panic = p;
        p->defer = d;
        p->run_off = offset_of(g, g->top + FRAME_HEADER);
        return (struct unwind_step){ UNWIND_CALL, d->fn, FRAME_FLAG(FRAME_DEFERRED | FRAME_PANIC),
                                     p->pc ? p->pc + 1 : NULL };
    }
    p->defer = NULL;
    p->run_off = 0;
    return (struct unwind_step){ p->goexit ? UNWIND_END : UNWIND_REPORT, NULL, 0, NULL };
}

static struct panic_rec *push(struct g *g)
{
    struct panic_rec *p = heap_alloc_must(g, sizeof *p, true);
    p->next = g->panics;
    p->fp_off = offset_of(g, g->fp);
    p->pc = g->pc;
    g->panics = p;
    return p;
}

struct unwind_step panic_start(struct g *g, uint64_t type, uint64_t data)
{
    struct panic_rec *p = push(g);
    p->value[0] = type;
    p->value[1] = data;
    return step(g);
}

struct unwind_step panic_goexit(struct g *g)
{
    push(g)->goexit = true;
    return step(g);
}

/* Removes the frames above the one at offset off, with their frame objects. */
static void cut_to(struct g *g, uint64_t off)
{
    uint64_t *target = g->stack + off;
    while (g->fp > target) {
        if (g->fp[FRAME_LINK] & FRAME_FLAG(FRAME_HAS_DATA))
            data_pop(g, (char *)g->fp[FRAME_DATA]);
        g->fp = frame_caller(g->fp);
    }
    g->top = frame_end(g->fp);
}

struct unwind_step panic_continue(struct g *g)
{
    struct panic_rec *p = g->panics;
    struct defer_rec *d = p->defer;
    if (g->defers != d)
        panic_throw(g, "bad defer entry in panic");
    uint64_t off = d->fp_off;
    pop_defer(g);
    p->defer = NULL;
    p->run_off = 0;
    if (!p->recovered)
        return step(g);
    g->panics = p->next;
    if (g->panics && g->panics->goexit && g->panics->aborted) {
        /* A Goexit is under way further out: it goes on from its own frame instead of the recovering one. */
        g->panics->aborted = false;
        cut_to(g, g->panics->fp_off);
        g->pc = g->panics->pc;
        return step(g);
    }
    while (g->panics && g->panics->aborted)
        g->panics = g->panics->next;
    cut_to(g, off);
    struct fn *f = (struct fn *)g->fp[FRAME_FN];
    if (f->recover == NULL)
        panic_throwf(g, "%s has no recovery point", f->name);
    g->pc = f->recover;
    return (struct unwind_step){ UNWIND_RESUME, NULL, 0, NULL };
}

/* Functions between a deferred call and the one it stands for: wrappers, adaptors, and reflect's halves of them. */
static bool is_transparent(const struct fn *f)
{
    return f->native || f->flags & FN_WRAPPER || strcmp(f->name, "reflect.callMethod") == 0
        || strcmp(f->name, "reflect.callReflect") == 0;
}

void panic_recover(struct g *g, uint64_t *fp, uint64_t out[2])
{
    struct panic_rec *p = g->panics;
    out[0] = out[1] = 0;
    if (p == NULL || p->goexit || p->recovered)
        return;
    if (((struct fn *)fp[FRAME_FN])->flags & FN_WRAPPER) {
        /* `defer recover()`: as if called by the function that ends; without effect if a panic runs it. */
        if ((FRAME_FLAGS(fp[FRAME_LINK]) & (FRAME_DEFERRED | FRAME_PANIC)) != FRAME_DEFERRED)
            return;
        fp = frame_caller(fp);
    }
    /* Between the deferred call and this frame only wrappers may stand. */
    uint32_t flags;
    while (!((flags = FRAME_FLAGS(fp[FRAME_LINK])) & FRAME_DEFERRED)) {
        if (flags & FRAME_BOTTOM)
            return;
        fp = frame_caller(fp);
        if (!is_transparent((struct fn *)fp[FRAME_FN]))
            return;
    }
    if (!(flags & FRAME_PANIC) || offset_of(g, fp) != p->run_off)
        return;
    p->recovered = true;
    out[0] = p->value[0];
    out[1] = p->value[1];
}

/* -- The end ---------------------------------------------------------------------------------------------------------------- */

static void write_all(const struct strbuf *b)
{
    for (size_t i = 0; i < b->n;) {
        ssize_t n = write(2, b->at + i, b->n - i);
        if (n <= 0)
            break;
        i += (size_t)n;
    }
}

enum { TRACEBACK_NONE, TRACEBACK_SINGLE, TRACEBACK_ALL };

static int traceback_level(const char *s, size_t n)
{
    if (n == 0 || (n == 6 && memcmp(s, "single", n) == 0))
        return TRACEBACK_SINGLE;
    return (n == 4 && memcmp(s, "none", n) == 0) || (n == 1 && *s == '0') ? TRACEBACK_NONE : TRACEBACK_ALL;
}

static _Atomic int set_level = -1;      /* debug.SetTraceback */

void panic_set_traceback(const char *level, size_t n) { set_level = traceback_level(level, n); }

/* GOTRACEBACK is the least that a program can ask for. */
static int shown_level(void)
{
    const char *env = getenv("GOTRACEBACK");
    int level = traceback_level(env ? env : "", env ? strlen(env) : 0), asked = set_level;
    if (asked < 0)
        return level;
    return env && level > asked ? level : asked;
}

static _Noreturn void die_with_traceback(struct g *g, struct strbuf *out)
{
    int level = shown_level();
    if (level > TRACEBACK_NONE) {
        strbuf_putc(out, '\n');
        traceback_print(out, g, "running");
        if (level == TRACEBACK_ALL)
            traceback_print_others(out, g);
    }
    write_all(out);
    sched_exit(2);
}

/* Activation: has the overlay turn the values into text and print them, then prints the traceback and exits.
 * The hooks run guest code (Error and String methods), which may panic in turn. */
static enum rt_result panic_report(struct act *c)
{
    static const char *const hooks[] = { "preprintpanics", "printpanics" };
    struct program *prog = sched_program();
    struct strbuf out = { 0 };
    const struct sched_session *session = sched_session();
    if (c->s[0] == 0 && c->g->exiting && !session) {
        strbuf_puts(&out, "panic while printing panic value\n");
        die_with_traceback(c->g, &out);
    }
    c->g->exiting = true;
    while (c->s[0] < 2) {
        struct fn *f = prog ? link_symbol(prog, "runtime", hooks[c->s[0]++]) : NULL;
        if (f == NULL) {
            strbuf_puts(&out, "panic: (no runtime package to print the value)\n");
            break;
        }
        c->call_fn = fn_value(f);
        c->call_args[0] = (uint64_t)c->g->panics;
        c->call_nargs = 1;
        c->call_nres = 0;
        return RT_CALL;
    }
    if (session) {
        write_all(&out);
        strbuf_free(&out);
        session->failed(c->g);
        return RT_EXIT;
    }
    die_with_traceback(c->g, &out);
}

struct fn panic_report_fn = { .native = panic_report, .flags = FN_RT | FN_LINKED, .name = "runtime.fatalpanic",
                              .self = &panic_report_fn };

bool panic_fatal(struct g *g, const char *msg)
{
    const struct sched_session *session = sched_session();
    if (!session)
        panic_throw(g, msg);
    struct strbuf out = { 0 };
    strbuf_printf(&out, "fatal error: %s\n", msg);
    write_all(&out);
    strbuf_free(&out);
    session->failed(g);
    return true;
}

void panic_throw(struct g *g, const char *msg)
{
    struct strbuf out = { 0 };
    strbuf_printf(&out, "fatal error: %s\n", msg);
    if (g)
        die_with_traceback(g, &out);
    write_all(&out);
    sched_exit(2);
}

void panic_throwf(struct g *g, const char *fmt, ...)
{
    char msg[400];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(msg, sizeof msg, fmt, ap);
    va_end(ap);
    panic_throw(g, msg);
}
