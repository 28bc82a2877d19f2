/* runtime/callers.c - see callers.h. */
#include "runtime/callers.h"
#include "runtime/g.h"
#include "vm/module/image.h"

/* They stand for positions and are never called. */
static enum rt_result no_body(struct act *c)
{
    (void)c;
    return RT_EXIT;
}
#define PSEUDO(var, text) struct fn var = { .native = no_body, .flags = FN_LINKED, .name = text, .self = &var }
PSEUDO(callers_goexit, "runtime.goexit");       /* what every goroutine's list ends with */
PSEUDO(callers_gopark, "runtime.gopark");
PSEUDO(callers_chanrecv, "runtime.chanrecv1");
PSEUDO(callers_chansend, "runtime.chansend1");
PSEUDO(callers_selectgo, "runtime.selectgo");
PSEUDO(callers_gc, "runtime._GC");
PSEUDO(callers_system, "runtime._System");
PSEUDO(callers_gcworker, "runtime.gcBgMarkWorker");
/* Between a deferred call and the frame whose panic or Goexit runs it stands the runtime's own function. */
static PSEUDO(gopanic, "runtime.gopanic");

const char *callers_file(const struct fn *f)
{
    return f == &callers_chanrecv || f == &callers_chansend ? "/usr/share/go-1.19/src/runtime/chan.go"
         : f == &callers_selectgo ? "/usr/share/go-1.19/src/runtime/select.go"
         : f == &callers_gcworker ? "/usr/share/go-1.19/src/runtime/mgc.go"
         : f == &gopanic ? "/usr/share/go-1.19/src/runtime/panic.go" : "/usr/share/go-1.19/src/runtime/proc.go";
}

void callers_position(uint64_t pc, const char **fn, const char **file, uint32_t *line)
{
    const uint32_t *at = (const uint32_t *)((pc - 1) & ~(uint64_t)3);
    const struct fn *f = pc_function(at);
    bool code = f != NULL;
    if (!code)
        f = (const struct fn *)(pc - 1);
    *fn = f->name ? f->name : "?";
    *line = 0;
    *file = callers_file(f);
    if (code && !pc_line(f, at, file, line))
        *file = "?";
}

void callers_walk(struct g *g, bool wrappers, bool (*visit)(void *arg, struct fn *f, uint64_t pc), void *arg)
{
    uint64_t *fp = g->fp;
    if (g->stack == NULL || fp == NULL || fp < g->stack + FRAME_HEADER)
        return;
    uint64_t pc = g->pc ? (uint64_t)(g->pc + 1) : 0;
    for (;;) {
        struct fn *f = (struct fn *)fp[FRAME_FN];
        uint32_t flags = FRAME_FLAGS(fp[FRAME_LINK]);
        if (!f->native && (wrappers || !(f->flags & FN_WRAPPER)) && pc && !visit(arg, f, pc))
            return;
        if (flags & FRAME_BOTTOM) {
            if (!f->native || visit(arg, f, callers_pc_of(f)))
                visit(arg, &callers_goexit, callers_pc_of(&callers_goexit));
            return;
        }
        if (flags & FRAME_PANIC && !visit(arg, &gopanic, callers_pc_of(&gopanic)))
            return;
        pc = fp[FRAME_PC];
        if (pc && flags & FRAME_OPRES)          /* the instruction itself */
            pc += sizeof(uint32_t);
        fp = frame_caller(fp);
    }
}

struct collect { int64_t skip, n, cap; uint64_t *pcs; };

static bool collect_pc(void *arg, struct fn *f, uint64_t pc)
{
    struct collect *k = arg;
    (void)f;
    if (k->skip-- > 0)
        return true;
    if (k->n == k->cap)
        return false;
    k->pcs[k->n++] = pc;
    return true;
}

int64_t callers_collect(struct g *g, int64_t skip, uint64_t *pcs, int64_t cap)
{
    struct collect k = { skip, 0, cap, pcs };
    callers_walk(g, false, collect_pc, &k);
    return k.n;
}
