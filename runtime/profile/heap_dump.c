/* runtime/profile/heap_dump.c - debug.WriteHeapDump: everything reachable, in the format "go1.7 heap dump".
 *
 * Records are a tag and base-128 numbers; strings and memory have their length before them.  Objects have no types here:
 * each word that leads to an object is listed as a pointer field. */
#include <errno.h>
#include <string.h>
#include <unistd.h>
#include "runtime/base/strbuf.h"
#include "runtime/g.h"
#include "runtime/heap.h"
#include "runtime/profile/natives.h"
#include "runtime/profile/profile.h"
#include "runtime/sched/sched.h"
#include "runtime/shim/call.h"

enum tag { TAG_EOF, TAG_OBJECT, TAG_GOROUTINE = 4, TAG_FRAME = 5, TAG_PARAMS = 6, TAG_MEMSTATS = 10, TAG_DATA = 12 };
enum { FIELD_END, FIELD_POINTER, AT_ONCE = 1 << 16 };

struct dump { int fd; struct strbuf out; uint64_t low, high; };

static void flush(struct dump *d)
{
    for (size_t done = 0; done < d->out.n;) {
        ssize_t n = write(d->fd, d->out.at + done, d->out.n - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            break;
        done += (size_t)n;
    }
    d->out.n = 0;
}

static void number(struct dump *d, uint64_t v)
{
    for (; v >= 0x80; v >>= 7)
        strbuf_putc(&d->out, (int)(v & 0x7f) | 0x80);
    strbuf_putc(&d->out, (int)v);
    if (d->out.n >= AT_ONCE)
        flush(d);
}

static void memory(struct dump *d, const void *p, uint64_t n)
{
    number(d, n);
    strbuf_add(&d->out, p, n);
}

static void text(struct dump *d, const char *s) { memory(d, s, strlen(s)); }

static void fields(struct dump *d, const uint64_t *p, uint64_t bytes)
{
    for (uint64_t i = 0; i < bytes / sizeof *p; i++)
        if (p[i] >= d->low && p[i] < d->high && heap_base((void *)p[i], NULL)) {
            number(d, FIELD_POINTER);
            number(d, i * sizeof *p);
        }
    number(d, FIELD_END);
}

static void span(void *obj, size_t size, bool has_ptrs, void *arg)
{
    struct dump *d = arg;
    (void)has_ptrs;
    if (d->low == 0 || (uint64_t)obj < d->low)
        d->low = (uint64_t)obj;
    if ((uint64_t)obj + size > d->high)
        d->high = (uint64_t)obj + size;
}

static void object(void *obj, size_t size, bool has_ptrs, void *arg)
{
    struct dump *d = arg;
    number(d, TAG_OBJECT);
    number(d, (uint64_t)obj);
    memory(d, obj, size);
    fields(d, obj, has_ptrs ? size : 0);
}

static void goroutine(struct g *g, void *arg)
{
    struct dump *d = arg;
    if (g->status == G_DEAD || g->status == G_IDLE || g->fp == NULL)
        return;
    uint64_t words[] = { TAG_GOROUTINE, (uint64_t)g, (uint64_t)g->fp, g->id, (uint64_t)g->creator_pc, g->status, g->system,
                         false, 0 };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        number(d, words[i]);
    text(d, g->status == G_WAITING && g->wait_reason ? g->wait_reason : "");
    uint64_t more[] = { 0, 0, (uint64_t)g->defers, (uint64_t)g->panics };
    for (size_t i = 0; i < sizeof more / sizeof *more; i++)
        number(d, more[i]);
    uint64_t depth = 0, child = 0;
    const uint32_t *pc = g->pc;
    for (uint64_t *fp = g->fp;; fp = frame_caller(fp)) {
        const struct fn *f = (const struct fn *)fp[FRAME_FN];
        uint64_t size = (uint64_t)(frame_end(fp) - fp) * sizeof *fp;
        uint64_t head[] = { TAG_FRAME, (uint64_t)fp, depth++, child };
        for (size_t i = 0; i < sizeof head / sizeof *head; i++)
            number(d, head[i]);
        memory(d, fp, size);
        number(d, (uint64_t)f->code);
        number(d, (uint64_t)pc);
        number(d, (uint64_t)pc);
        text(d, f->name ? f->name : "?");
        fields(d, fp, size);
        if (FRAME_FLAGS(fp[FRAME_LINK]) & FRAME_BOTTOM)
            return;
        child = (uint64_t)fp;
        pc = (const uint32_t *)fp[FRAME_PC];
    }
}

static void statics(void *from, size_t size, void *arg)
{
    struct dump *d = arg;
    number(d, TAG_DATA);
    number(d, (uint64_t)from);
    memory(d, from, size);
    fields(d, from, size);
}

/* WriteHeapDump(fd uintptr) */
enum rt_result profile_write_heap_dump(struct act *c)
{
    struct dump d = { .fd = (int)c->a[0] };
    if (!c->g->heap_granted)
        return RT_RETRY;                /* what is reachable is known after a collection */
    if (!fd_owned((int64_t)c->a[0]))
        return RT_DONE;
    sched_stop_world(c->g);
    heap_each_object(span, &d);
    strbuf_puts(&d.out, "go1.7 heap dump\n");
    uint64_t params[] = { TAG_PARAMS, false, sizeof(void *), d.low, d.high };
    for (size_t i = 0; i < sizeof params / sizeof *params; i++)
        number(&d, params[i]);
    text(&d, "virgo");
    text(&d, "");
    number(&d, sched_workers());
    heap_each_object(object, &d);
    sched_each_g(goroutine, &d);
    heap_each_static(statics, &d);
    uint64_t stats[PROFILE_DUMP_STATS];
    profile_dump_stats(c->g, stats);
    number(&d, TAG_MEMSTATS);
    for (size_t i = 0; i < PROFILE_DUMP_STATS; i++)
        number(&d, stats[i]);
    number(&d, TAG_EOF);
    flush(&d);
    strbuf_free(&d.out);
    sched_start_world(c->g);
    return RT_DONE;
}
