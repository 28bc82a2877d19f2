/* runtime/traceback.c - walking and printing the frames of a goroutine.
 *
 * Frames are linked by the distance words of their headers; a frame's position is the resume pc its callee's frame
 * holds.  What is shown follows gc: no runtime-internal functions, no compiler-made wrappers, a "panic" line between a
 * deferred call and the frame that panicked. */
#include <stdlib.h>
#include <string.h>
#include "runtime/sched/sched.h"
#include "runtime/traceback.h"
#include "vm/module/image.h"

void traceback_walk(struct g *g, bool (*visit)(const struct trace_frame *f, void *arg), void *arg)
{
    if (g->stack == NULL || g->fp == NULL || g->fp < g->stack + FRAME_HEADER)
        return;
    const uint32_t *pc = g->pc;
    struct panic_rec *p = g->panics;
    bool innermost = true;
    for (uint64_t *fp = g->fp;; fp = frame_caller(fp)) {
        struct fn *f = (struct fn *)fp[FRAME_FN];
        uint32_t flags = FRAME_FLAGS(fp[FRAME_LINK]);
        struct trace_frame t = { TRACE_CALL, f, f->native ? NULL : pc, fp, innermost };
        if (!visit(&t, arg))
            return;
        innermost = false;
        if (flags & FRAME_BOTTOM)
            return;
        if (flags & FRAME_PANIC) {
            struct trace_frame m = { p && p->goexit ? TRACE_GOEXIT : TRACE_PANIC, NULL, NULL, fp, false };
            if (p)
                p = p->next;
            if (!visit(&m, arg))
                return;
        }
        pc = (const uint32_t *)fp[FRAME_PC];
        if (pc && !(flags & FRAME_OPRES))
            pc--;
    }
}

/* Runtime functions are shown only if exported. */
static bool is_shown(const struct fn *f)
{
    const char *name = f->name ? f->name : "?";
    if (f->flags & (FN_RT | FN_WRAPPER))
        return false;
    if (strncmp(name, "runtime.", 8) == 0)
        return name[8] >= 'A' && name[8] <= 'Z';
    return strchr(name, '.') != NULL;
}

static void print_position(struct strbuf *out, const struct fn *f, const uint32_t *pc)
{
    const char *file = "?";
    uint32_t line = 0;
    if (f->image && pc)
        pc_line(f, pc, &file, &line);
    strbuf_printf(out, "\t%s:%u +0x%lx\n", file, line, f->code && pc ? (unsigned long)(pc - f->code) * 4 : 0ul);
}

void traceback_name(struct strbuf *out, const char *name)
{
    int depth = 0;
    for (const char *p = name; *p; p++) {
        if (*p == '[' && depth++ == 0)
            strbuf_puts(out, "[...]");
        else if (*p == ']')
            depth--;
        else if (*p == '#' && depth == 0)       /* number of a session's input */
            p += strspn(p + 1, "0123456789");
        else if (depth == 0)
            strbuf_putc(out, *p);
    }
}

#define MAX_FRAMES 100

struct printer { struct strbuf *out; uint32_t shown, max; };

static bool print_frame(const struct trace_frame *t, void *arg)
{
    struct printer *p = arg;
    struct strbuf *out = p->out;
    if (p->shown >= p->max) {
        strbuf_puts(out, "...additional frames elided...\n");
        return false;
    }
    switch (t->kind) {
    case TRACE_PANIC:
        strbuf_puts(out, "panic({0x0?, 0x0?})\n\t/usr/share/go-1.19/src/runtime/panic.go:884 +0x212\n");
        break;
    case TRACE_GOEXIT:
        strbuf_puts(out, "runtime.Goexit()\n\t/usr/share/go-1.19/src/runtime/panic.go:628 +0x152\n");
        break;
    case TRACE_CALL:
        if (!is_shown(t->fn))
            break;
        traceback_name(out, t->fn->name);
        strbuf_puts(out, t->fn->nargs ? "(...)\n" : "()\n");
        print_position(out, t->fn, t->pc);
        p->shown++;
        break;
    }
    return true;
}

void traceback_print(struct strbuf *out, struct g *g, const char *status)
{
    traceback_print_short(out, g, status, MAX_FRAMES);
}

void traceback_print_short(struct strbuf *out, struct g *g, const char *status, uint32_t max)
{
    strbuf_printf(out, "goroutine %llu [%s]:\n", (unsigned long long)g->id, status);
    struct printer p = { out, 0, max };
    traceback_walk(g, print_frame, &p);
    if (g->creator_fn && g->id != 1 && !(g->creator_fn->flags & FN_RT)) {
        strbuf_puts(out, "created by ");
        traceback_name(out, g->creator_fn->name);
        strbuf_putc(out, '\n');
        print_position(out, g->creator_fn, g->creator_pc);
    }
}

static const char *status_text(const struct g *g)
{
    switch (g->status) {
    case G_RUNNING: return "running";
    case G_RUNNABLE: return "runnable";
    case G_SYSCALL: return "syscall";
    case G_WAITING: return g->wait_reason ? g->wait_reason : "waiting";
    default: return "idle";
    }
}

struct g_list { struct g **at; size_t n, cap; };

static void add_g(struct g *g, void *arg)
{
    struct g_list *l = arg;
    if (g->system || g->status == G_DEAD)
        return;
    if (l->n == l->cap) {
        l->cap = l->cap ? l->cap * 2 : 64;
        l->at = realloc(l->at, l->cap * sizeof *l->at);
    }
    l->at[l->n++] = g;
}

static int by_id(const void *x, const void *y)
{
    const struct g *a = *(struct g *const *)x, *b = *(struct g *const *)y;
    return a->id < b->id ? -1 : a->id > b->id;
}

void traceback_print_others(struct strbuf *out, struct g *skip)
{
    struct g_list l = { 0 };
    sched_each_g(add_g, &l);
    if (l.n)
        qsort(l.at, l.n, sizeof *l.at, by_id);
    for (size_t i = 0; i < l.n && i < 100; i++)
        if (l.at[i] != skip) {
            strbuf_putc(out, '\n');
            traceback_print(out, l.at[i], status_text(l.at[i]));
        }
    free(l.at);
}
