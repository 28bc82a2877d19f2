/* vm/interp/interp.c - the interpreter: a direct-threaded loop over mapped guest code.
 *
 * All state of a goroutine is in its frames (runtime/frame.h); fp, pc, top and refs are cached in C locals and written
 * back (SAVE) before anything that may look at the goroutine: helpers, traps, polls.  top is where slot 0 of the next
 * frame goes; refs is the function-reference table of the module of the running function.
 *
 * Invariants:
 *   - after any call that may move the control stack or switch frames, the locals are reloaded (RELOAD);
 *   - a helper's activation (a, r, s of struct act) lies at top, where a materialised activation frame has its slots, so
 *     parking only adds a header;
 *   - a return looks at the upper half of the frame's link word once: zero means the plain case. */
#pragma GCC optimize("no-gcse,no-crossjumping,no-tree-loop-distribute-patterns")
#include <math.h>
#include <string.h>
#include "isa-spec/isa_sem.h"
#include "layout.h"
#include "opcode.h"
#include "runtime/base/fatal.h"
#include "runtime/chan.h"
#include "runtime/heap.h"
#include "runtime/panic.h"
#include "runtime/profile/profile.h"
#include "runtime/sched/sched.h"
#include "runtime/stack.h"
#include "runtime/types.h"
#include "runtime_entries.h"
#include "vm/engine.h"
#include "vm/interp/liveness.h"
#include "vm/module/image.h"

#define RV_MAX 256

/* -- Runtime entries as function records ------------------------------------------------------------------------- */
#define ROW(NAME, body, params, results, effects, has_type) \
    { .native = body, .flags = FN_RT | FN_LINKED, .name = "runtime." #body },
static struct fn interp_rt_fns[RT_COUNT] = { RT_ENTRIES(ROW) };
#undef ROW
static struct fn interp_select_fn = { .native = chan_select, .flags = FN_RT | FN_LINKED, .name = "runtime.select" };

/* -- Types and interfaces ------------------------------------------------------------------------------------------ */
static const uint64_t zero_value[128];          /* the box of zero values */
static uint64_t small_values[256];              /* boxes of small integers and bytes (little-endian) */

static inline struct rtype *type_ref(struct image *im, uint32_t t)
{
    struct rtype *r = im->rtypes[t];
    return __builtin_expect(r != NULL, 1) ? r : link_type(im, t);
}

static inline void *itab_ref(struct image *im, uint32_t i)
{
    void *w = im->itab_words[i];
    return __builtin_expect(w != NULL, 1) ? w : link_itab(im, i);
}

/* The declared type of the interface register at slot b, for messages. */
static struct rtype *static_iface_type(uint64_t *fp, uint32_t b)
{
    struct fn *f = (struct fn *)fp[FRAME_FN];
    const struct fmt_func *d = &f->image->funcs[f->index];
    const uint32_t *p = f->image->frames + d->frame;
    for (uint32_t i = 0; i < d->nregs; i++, p += 2)
        if (p[0] >> 8 == b && (p[0] & 255) == 'i' && p[1])
            return type_ref(f->image, p[1]);
    return NULL;
}

static int compare_strings(const uint64_t *x, const uint64_t *y)
{
    uint64_t n = x[1] < y[1] ? x[1] : y[1];
    int r = n ? memcmp((const void *)x[0], (const void *)y[0], n) : 0;
    return r ? r : x[1] < y[1] ? -1 : x[1] > y[1];
}

/* -- Calls --------------------------------------------------------------------------------------------------------------- */

/* Makes a function enterable: code or native body present, engine fields set. */
static void prepare(struct fn *f)
{
    if (!(f->flags & FN_LINKED))
        link_code(f);
    if (f->image)
        f->refs = f->image->fn_by_ref;
    if (f->code && f->dsize == 0)
        __atomic_store_n(&f->fast, f->code, __ATOMIC_RELEASE);
}

static inline void zero_slots(uint64_t *p, uint64_t *end)
{
    typedef uint64_t pair __attribute__((vector_size(16), aligned(8)));
    for (; p < end; p += 4) {           /* up to 3 words beyond: header words of the next frame */
        ((pair *)p)[0] = (pair){ 0, 0 };
        ((pair *)p)[1] = (pair){ 0, 0 };
    }
}

/* Go function runtime.<name> of the running program. */
static struct fn *find_hook(const char *name)
{
    struct program *prog = sched_program();
    struct fn *f = prog ? link_symbol(prog, "runtime", name) : NULL;
    if (f)
        prepare(f);
    return f;
}

static void interp_start(struct g *g, void *clo, const uint64_t *args, uint32_t n)
{
    struct fn *f = fn_of_value(clo);
    prepare(f);
    stack_init(g);
    uint64_t need = f->nslots + n + ACT_STATE + 4 * FRAME_HEADER;
    if (need > (uint64_t)(g->stack_end - g->stack) - G_RESERVE && !stack_grow(g, g->stack, need))
        panic_throw(g, "stack overflow");
    uint64_t *fp = g->stack + FRAME_HEADER;
    fp[FRAME_PC] = 0;
    fp[FRAME_FN] = (uint64_t)f;
    fp[FRAME_LINK] = FRAME_FLAG(FRAME_BOTTOM);
    fp[FRAME_DATA] = 0;
    uint32_t slots = f->native ? f->nargs + f->nres + ACT_STATE : f->nslots;
    memset(fp, 0, slots * 8);
    if (n)
        memcpy(fp, args, n * 8);
    if (f->native) {
        fp[FRAME_LINK] |= FRAME_ACT(f->nargs, f->nres);
        fp[FRAME_DATA] = (uint64_t)clo;
        g->pc = NULL;
    } else {
        if (f->ctx)
            fp[f->ctx - 1] = (uint64_t)clo;
        if (f->dsize) {
            fp[FRAME_LINK] |= FRAME_FLAG(FRAME_HAS_DATA);
            fp[FRAME_DATA] = (uint64_t)data_push(g, f->dsize);
        }
        g->pc = f->code;
    }
    g->fp = fp;
    g->top = fp + slots;
}

/* -- The loop ---------------------------------------------------------------------------------------------------------------- */

#define LIMIT atomic_load_explicit(&g->limit, memory_order_relaxed)
#define IMAGE (((struct fn *)fp[FRAME_FN])->image)
#define SAVE() (g->fp = fp, g->pc = pc, g->top = top - FRAME_HEADER)
/* After SAVE and a call that may have moved the stack. */
#define RELOAD() (fp = g->fp, top = g->top + FRAME_HEADER)
#define S(n) fp[n]
#define DISPATCH() do { insn = *pc; goto *narrow_ops[insn & 255]; } while (0)
#define NEXT(n) do { pc += (n); DISPATCH(); } while (0)
#define JUMP(rel) \
    do { \
        int32_t rel_ = (rel); \
        pc += rel_; \
        if (rel_ <= 0 && __builtin_expect(LIMIT == G_POISON, 0)) \
            goto poll; \
        DISPATCH(); \
    } while (0)
#define TRAP(kind) goto trap_##kind
#define TRAP2(name, x, y) do { trap_name = name; trap_args[0] = (x); trap_args[1] = (y); trap_n = 2; goto trap; } while (0)
#define TRAP_INDEX(i, n) do { trap_args[0] = (i); trap_args[1] = (n); goto trap_index; } while (0)
#define THROW(msg) do { SAVE(); panic_throw(g, msg); } while (0)
#define ALLOC(p, size, ptrs) \
    do { \
        void *new_ = heap_alloc(g, (size), (ptrs)); \
        if (__builtin_expect(new_ == NULL, 0)) \
            goto need_gc; \
        g->heap_granted = false; \
        (p) = new_; \
    } while (0)
#define ENTER_FRAME(f, code, nset, resume, ntop) \
    do { \
        top[FRAME_PC] = (uint64_t)(resume); \
        top[FRAME_FN] = (uint64_t)(f); \
        top[FRAME_LINK] = (uint64_t)(top - fp); \
        top[FRAME_DATA] = 0; \
        zero_slots(top + (nset), (ntop) - FRAME_HEADER); \
        fp = top; \
        top = (ntop); \
        refs = (f)->refs; \
        pc = (code); \
        DISPATCH(); \
    } while (0)

/* -- Samples for the CPU profile: until one is taken, every instruction leads to the label that takes it ------------------ */
static const void **sample_table, *sample_bodies[256], *sample_label;

static void interp_request_sample(void)
{
    for (int i = 0; sample_table && i < 256; i++)
        __atomic_store_n(&sample_table[i], sample_label, __ATOMIC_RELAXED);
}

static void end_sample(void)
{
    for (int i = 0; i < 256; i++)
        __atomic_store_n(&sample_table[i], sample_bodies[i], __ATOMIC_RELAXED);
}

static enum run_result interp_run(struct g *g)
{
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Woverride-init"
#define X(op) [op] = &&N_##op,
    static const void *narrow_ops[256] = { [0 ... 255] = &&N_OPC_ILLEGAL, ISA_OPCODES(X) };
#undef X
#define X(op) [op] = &&W_##op,
    static const void *const wide_ops[256] = { [0 ... 255] = &&W_OPC_ILLEGAL, ISA_OPCODES(X) };
#undef X
#pragma GCC diagnostic pop

    uint64_t *fp = g->fp, *top;
    const uint32_t *pc = g->pc;
    struct fn **refs;
    uint32_t insn, prefix = 0;
    /* a call being made */
    struct fn *c_fn;
    void *c_clo;
    const uint32_t *c_list;
    uint32_t c_nargs, c_shift, c_wide;
    uint64_t c_first = 0;
    /* a helper's activation */
    struct act act;
    struct fn *a_fn;
    void *a_extra;
    const uint32_t *a_respc;
    uint32_t a_nargs, a_nres, a_flags;
    /* entering a func value from the machinery */
    void *e_clo;
    uint64_t e_flags;
    const uint32_t *e_resume;
    const uint64_t *e_args = NULL;
    uint32_t e_nargs;
    /* values on their way from a finished frame */
    uint64_t rv[RV_MAX];
    uint32_t rv_n;
    /* a trap */
    const char *trap_name;
    uint64_t trap_args[ACT_MAXCALL];
    uint32_t trap_n;
    struct unwind_step u;
    enum rt_result result;

    if (__builtin_expect(sample_table == NULL, 0)) {
        memcpy(sample_bodies, narrow_ops, sizeof narrow_ops);
        sample_label = &&sample;
        sample_table = narrow_ops;
    }
    act.g = g;
    act.call_res = NULL;
    if (__builtin_expect(atomic_load_explicit(&g->interrupt, memory_order_relaxed) != INTERRUPT_NONE, 0))
        goto interrupted;
    if (pc == NULL) {
        top = g->top + FRAME_HEADER;
        refs = NULL;
        goto act_again;
    }
    top = fp + ((struct fn *)fp[FRAME_FN])->nslots + FRAME_HEADER;
    refs = ((struct fn *)fp[FRAME_FN])->refs;
    DISPATCH();

    /* -- Narrow bodies -- */
#define CASE(op) N_##op:
#define W 0
#define FA (insn >> 8 & 255)
#define FB (insn >> 16 & 255)
#define FC (insn >> 24)
#define IMM8 ((int64_t)(int8_t)(insn >> 24))
#define IMM16 ((int64_t)(int16_t)(insn >> 16))
#define UIMM16 (insn >> 16)
#define X(i) pc[1 + (i)]
#define LIST(list, i) ((list)[(i) >> 2] >> (((i) & 3) * 8) & 255)
#define LIST_WORDS(n) (((n) + 3) >> 2)
#include "interp_ops.inc"
#include "vm/interp/interp_ctl.inc"
    N_OPC_WIDE:
    prefix = insn;
    insn = pc[1];
    goto *wide_ops[insn & 255];
#undef CASE
#undef W
#undef FA
#undef FB
#undef FC
#undef IMM8
#undef IMM16
#undef UIMM16
#undef X
#undef LIST
#undef LIST_WORDS

    /* -- Wide bodies: pc is at the prefix, insn the instruction proper -- */
#define CASE(op) W_##op:
#define W 1
#define FA ((insn >> 8 & 255) | (prefix & 0xff00))
#define FB ((insn >> 16 & 255) | (prefix >> 8 & 0xff00))
#define FC (insn >> 24 | (prefix >> 16 & 0xff00))
#define IMM8 ((int64_t)(int16_t)FC)
#define UIMM16 (insn >> 16 | (prefix & 0xffff0000))
#define IMM16 ((int64_t)(int32_t)UIMM16)
#define X(i) pc[2 + (i)]
#define LIST(list, i) ((list)[(i) >> 1] >> (((i) & 1) * 16) & 0xffff)
#define LIST_WORDS(n) (((n) + 1) >> 1)
#include "interp_ops.inc"
#include "vm/interp/interp_ctl.inc"
    W_OPC_WIDE:
    THROW("illegal instruction");
#undef CASE
#undef W
#undef FA
#undef FB
#undef FC
#undef IMM8
#undef IMM16
#undef UIMM16
#undef X
#undef LIST
#undef LIST_WORDS

    /* -- Slow calls ------------------------------------------------------------------------------------------------- */
call_slow:      /* c_fn, c_clo, c_list, c_nargs, c_shift, c_first, c_wide; pc at the call */
    prepare(c_fn);
    if (c_fn->native)
        goto call_native;
    if (c_fn->code == NULL) {
        SAVE();
        panic_throwf(g, "call of missing function %s", c_fn->name);
    }
    if (top + c_fn->nslots + FRAME_HEADER > LIMIT) {
        SAVE();
        if (sched_stack_check(g, top, c_fn->nslots + 4 * FRAME_HEADER))
            return RUN_YIELDED;
        RELOAD();
    }
    {
        uint64_t *ntop = top + c_fn->nslots + FRAME_HEADER;
        uint64_t flags = c_wide ? FRAME_FLAG(FRAME_WIDE) : 0;
        const uint32_t *list = c_list;
        uint32_t n = c_nargs + c_shift;
        if (n > c_fn->nslots) {
            SAVE();
            panic_throwf(g, "call of %s with %u argument slots", c_fn->name, n);
        }
        memset(top, 0, c_fn->nslots * 8);
        top[0] = c_first;
        if (c_wide) {
            for (uint32_t i = 0; i < c_nargs; i++)
                top[i + c_shift] = S(list[i >> 1] >> ((i & 1) * 16) & 0xffff);
            list += (c_nargs + 1) >> 1;
        } else {
            for (uint32_t i = 0; i < c_nargs; i++)
                top[i + c_shift] = S(list[i >> 2] >> ((i & 3) * 8) & 255);
            list += (c_nargs + 3) >> 2;
        }
        if (n == 0 && c_fn->nslots)
            top[0] = 0;
        if (c_fn->ctx)
            top[c_fn->ctx - 1] = (uint64_t)c_clo;
        top[FRAME_PC] = (uint64_t)list;
        top[FRAME_FN] = (uint64_t)c_fn;
        top[FRAME_DATA] = 0;
        if (c_fn->dsize) {
            flags |= FRAME_FLAG(FRAME_HAS_DATA);
            top[FRAME_DATA] = (uint64_t)data_push(g, c_fn->dsize);
        }
        top[FRAME_LINK] = (uint64_t)(top - fp) | flags;
        fp = top;
        top = ntop;
        refs = c_fn->refs;
        pc = c_fn->code;
        DISPATCH();
    }

call_native:
    a_nargs = c_nargs + c_shift;
    a_nres = c_fn->nres;
    if (top + a_nargs + a_nres + 2 * ACT_STATE > LIMIT) {
        SAVE();
        if (sched_stack_check(g, top, a_nargs + a_nres + 4 * ACT_STATE))
            return RUN_YIELDED;
        RELOAD();
    }
    {
        const uint32_t *list = c_list;
        top[0] = c_first;
        if (c_wide) {
            for (uint32_t i = 0; i < c_nargs; i++)
                top[i + c_shift] = S(list[i >> 1] >> ((i & 1) * 16) & 0xffff);
            list += (c_nargs + 1) >> 1;
        } else {
            for (uint32_t i = 0; i < c_nargs; i++)
                top[i + c_shift] = S(list[i >> 2] >> ((i & 3) * 8) & 255);
            list += (c_nargs + 3) >> 2;
        }
        a_respc = list;
    }
    a_flags = c_wide ? FRAME_WIDE : 0;
    a_fn = c_fn;
    a_extra = c_clo;
    act.type = NULL;
    act.closure = c_clo;

    /* -- Activations of C helpers ------------------------------------------------------------------------------------- */
act_enter:      /* a_*, act.type, act.closure; arguments at top; pc at the instruction */
    SAVE();
    act.a = top;
    act.r = top + a_nargs;
    act.s = act.r + a_nres;
    act.fn = a_fn;
    act.nargs = a_nargs;
    act.nres = a_nres;
    for (uint32_t i = 0; i < a_nres; i++)
        act.r[i] = 0;
    zero_slots(act.s, act.s + ACT_STATE);
    {
        result = a_fn->native(&act);
        if (__builtin_expect(result == RT_DONE, 1)) {
            g->heap_granted = false;
            const uint64_t *r = act.r;
            if (__builtin_expect(a_flags != 0, 0)) {
                for (uint32_t i = 0; i < a_nres; i++)
                    rv[i] = r[i];
                rv_n = a_nres;
                pc = a_respc;
                goto results;
            }
            pc = a_respc;
            for (uint32_t i = 0; i < a_nres; i += 4) {
                uint32_t d = *pc++;
                fp[d & 255] = r[i];
                if (i + 1 < a_nres) fp[d >> 8 & 255] = r[i + 1];
                if (i + 2 < a_nres) fp[d >> 16 & 255] = r[i + 2];
                if (i + 3 < a_nres) fp[d >> 24] = r[i + 3];
            }
            DISPATCH();
        }
        switch (result) {
        case RT_RETRY:
            goto need_gc;
        case RT_YIELD:
            g->heap_granted = false;
            /* fall through */
        case RT_PARK:
        case RT_CALL:
            top[FRAME_PC] = (uint64_t)a_respc;
            top[FRAME_FN] = (uint64_t)a_fn;
            top[FRAME_LINK] = (uint64_t)(top - fp) | FRAME_FLAG(a_flags) | FRAME_ACT(a_nargs, a_nres);
            top[FRAME_DATA] = (uint64_t)a_extra;
            fp = top;
            top = frame_end(fp) + FRAME_HEADER;
            pc = NULL;
            SAVE();
            if (result == RT_PARK)
                return RUN_PARKED;
            if (result == RT_CALL)
                goto act_call;
            for (uint32_t i = 0; i < a_nres; i++)
                rv[i] = fp[a_nargs + i];
            rv_n = a_nres;
            goto finish_yield;
        default:
            goto act_other;
        }
act_other:
        switch (result) {
        case RT_PANIC:
            g->heap_granted = false;
            u = panic_start(g, g->panic_value[0], g->panic_value[1]);
            goto unwind;
        case RT_END:
            u = panic_goexit(g);
            goto unwind;
        case RT_GUEST_PANIC:
            g->heap_granted = false;
            trap_name = act.panic_hook;
            trap_n = act.call_nargs;
            memcpy(trap_args, act.call_args, trap_n * 8);
            goto trap;
        case RT_EXIT:
            return RUN_ENDED;
        case RT_THROW:
        default:
            if (panic_fatal(g, g->throw_msg))
                return RUN_ENDED;
        }
    }

act_again:      /* fp is an activation frame, on top; act.call_res may be set */
    {
        a_fn = (struct fn *)fp[FRAME_FN];
        uint64_t link = fp[FRAME_LINK];
        act.nargs = FRAME_ACT_NARGS(link);
        act.nres = FRAME_ACT_NRES(link);
        act.a = fp;
        act.r = fp + act.nargs;
        act.s = act.r + act.nres;
        act.fn = a_fn;
        act.type = a_fn->flags & FN_RT ? (struct rtype *)fp[FRAME_DATA] : NULL;
        act.closure = a_fn->flags & FN_RT ? NULL : (void *)fp[FRAME_DATA];
        pc = NULL;
        SAVE();
        if (act.call_res)
            g->top += FRAME_HEADER + act.call_nres;     /* keep them through a collection */
        result = a_fn->native(&act);
        if (result == RT_RETRY) {
            uint64_t *res = act.call_res;
            sched_collect(g);
            g->heap_granted = true;
            RELOAD();
            if (res) {
                top -= FRAME_HEADER + act.call_nres;
                act.call_res = top;
            }
            goto act_again;
        }
        g->heap_granted = false;
        act.call_res = NULL;
        top = frame_end(fp) + FRAME_HEADER;
        SAVE();
        switch (result) {
        case RT_DONE:
        case RT_YIELD:
            if (act.nres > RV_MAX)
                panic_throw(g, "too many results");
            for (uint32_t i = 0; i < act.nres; i++)
                rv[i] = act.r[i];
            rv_n = act.nres;
            if (result == RT_YIELD)
                goto finish_yield;
            goto finish;
        case RT_PARK:
            return RUN_PARKED;
        case RT_CALL:
            goto act_call;
        default:
            break;
        }
        /* What ends the activation raises its panic in the frame below. */
        if (!(link & FRAME_FLAG(FRAME_BOTTOM))) {
            pc = (const uint32_t *)fp[FRAME_PC] - (FRAME_FLAGS(link) & FRAME_OPRES ? 0 : 1);
            top = fp;
            fp = frame_caller(fp);
            SAVE();
        }
        goto act_other;
    }

act_call:       /* the activation frame fp asks for a guest call */
    e_clo = act.call_fn;
    e_flags = FRAME_FLAG(FRAME_TO_NATIVE);
    e_resume = NULL;
    e_args = act.call_args;
    e_nargs = act.call_nargs;
    /* fall through */

enter:          /* pushes a frame for func value e_clo above top */
    if (__builtin_expect(e_clo == NULL, 0))
        goto trap_nil;
    c_fn = fn_of_value(e_clo);
    prepare(c_fn);
    if (c_fn->code == NULL && c_fn->native == NULL) {
        SAVE();
        panic_throwf(g, "call of missing function %s", c_fn->name);
    }
    {
        uint32_t slots = c_fn->native ? e_nargs + c_fn->nres + ACT_STATE : c_fn->nslots;
        if (top + slots + FRAME_HEADER > LIMIT) {
            /* Not a place to yield: only room is made here, the next poll does the rest. */
            SAVE();
            if (top + slots + FRAME_HEADER > g->stack_end - G_RESERVE) {
                if (!stack_grow(g, top, slots + 4 * FRAME_HEADER))
                    panic_throw(g, "stack overflow");
                RELOAD();
            }
        }
        memset(top, 0, slots * 8);
        for (uint32_t i = 0; i < e_nargs; i++)
            top[i] = e_args[i];
        top[FRAME_PC] = (uint64_t)e_resume;
        top[FRAME_FN] = (uint64_t)c_fn;
        top[FRAME_LINK] = (uint64_t)(top - fp) | e_flags;
        top[FRAME_DATA] = 0;
        if (c_fn->native) {
            top[FRAME_LINK] |= FRAME_ACT(e_nargs, c_fn->nres);
            top[FRAME_DATA] = (uint64_t)e_clo;
            fp = top;
            top += slots + FRAME_HEADER;
            goto act_again;
        }
        if (c_fn->ctx)
            top[c_fn->ctx - 1] = (uint64_t)e_clo;
        if (c_fn->dsize) {
            top[FRAME_LINK] |= FRAME_FLAG(FRAME_HAS_DATA);
            top[FRAME_DATA] = (uint64_t)data_push(g, c_fn->dsize);
        }
        fp = top;
        top += slots + FRAME_HEADER;
        refs = c_fn->refs;
        pc = c_fn->code;
        DISPATCH();
    }

    /* -- Returns that are not plain ----------------------------------------------------------------------------------- */
finish_yield:
    {
        uint64_t link = fp[FRAME_LINK];
        if (FRAME_FLAGS(link) & (FRAME_BOTTOM | FRAME_DEFERRED | FRAME_TO_NATIVE)) {
            if (FRAME_FLAGS(link) & FRAME_BOTTOM)
                return RUN_ENDED;
            goto finish;                /* not a place to yield; harmless */
        }
        pc = (const uint32_t *)fp[FRAME_PC];
        a_flags = FRAME_FLAGS(link);
        top = fp;
        fp = frame_caller(fp);
        refs = ((struct fn *)fp[FRAME_FN])->refs;
        if (a_flags & FRAME_WIDE) {
            for (uint32_t i = 0; i < rv_n; i++)
                fp[pc[i >> 1] >> ((i & 1) * 16) & 0xffff] = rv[i];
            pc += (rv_n + 1) >> 1;
        } else {
            for (uint32_t i = 0; i < rv_n; i++)
                fp[pc[i >> 2] >> ((i & 3) * 8) & 255] = rv[i];
            pc += (rv_n + 3) >> 2;
        }
        SAVE();
        return RUN_YIELDED;
    }

finish:         /* the frame fp is done; its results are rv[0 .. rv_n) */
    {
        uint64_t link = fp[FRAME_LINK];
        a_flags = FRAME_FLAGS(link);
        pc = (const uint32_t *)fp[FRAME_PC];
        if (a_flags & FRAME_HAS_DATA)
            data_pop(g, (char *)fp[FRAME_DATA]);
        if (a_flags & FRAME_BOTTOM)
            return RUN_ENDED;
        top = fp;
        fp = frame_caller(fp);
        if (a_flags & FRAME_TO_NATIVE) {
            for (uint32_t i = 0; i < rv_n; i++)
                top[i] = rv[i];
            act.call_res = top;
            act.call_nres = rv_n;
            top = frame_end(fp) + FRAME_HEADER;
            goto act_again;
        }
        refs = ((struct fn *)fp[FRAME_FN])->refs;
        if (a_flags & FRAME_PANIC) {
            SAVE();
            u = panic_continue(g);
            goto unwind;
        }
        if (a_flags & FRAME_DEFERRED) {
            pc--;
            DISPATCH();
        }
        if (a_flags & FRAME_HOOK) {
            SAVE();
            panic_throw(g, "a runtime hook returned");
        }
    }
    /* fall through */
results:        /* rv to the result slots listed at pc (or named by the instruction there); a_flags says how */
    if (a_flags & FRAME_OPRES) {
        bool wide = (*pc & 255) == OPC_WIDE;
        uint32_t word = pc[wide], high = wide ? *pc : 0;
        uint32_t a = (word >> 8 & 255) | (high & 0xff00), b = (word >> 16 & 255) | (high >> 8 & 0xff00);
        uint32_t n = word >> 24 | (high >> 16 & 0xff00);
        if ((word & 255) == OPC_SELECT) {
            fp[a] = rv[0];
            fp[b] = rv[1];
            pc += wide + 2 + 2 * n;
        } else {                        /* grow */
            for (uint32_t i = 0; i < rv_n; i++)
                fp[a + i] = rv[i];
            pc += wide + 2;
        }
    } else if (a_flags & FRAME_WIDE) {
        for (uint32_t i = 0; i < rv_n; i++)
            fp[pc[i >> 1] >> ((i & 1) * 16) & 0xffff] = rv[i];
        pc += (rv_n + 1) >> 1;
    } else {
        for (uint32_t i = 0; i < rv_n; i++)
            fp[pc[i >> 2] >> ((i & 3) * 8) & 255] = rv[i];
        pc += (rv_n + 3) >> 2;
    }
    DISPATCH();

    /* -- Polls and collections --------------------------------------------------------------------------------------- */
poll:           /* pc is the next instruction */
    SAVE();
    if (sched_poll(g))
        return RUN_YIELDED;
    RELOAD();
    DISPATCH();

sample:         /* pc is the next instruction, for whose body every entry of the table stands */
    end_sample();
    SAVE();
    profile_cpu_sample(g);
    insn = *pc;
    goto *narrow_ops[insn & 255];

need_gc:        /* pc is the instruction, to be executed again */
    SAVE();
    sched_collect(g);
    g->heap_granted = true;
    RELOAD();
    DISPATCH();

interrupted:    /* sched_interrupt: what g was in is given up, then as for Goexit */
    top = g->top + FRAME_HEADER;
    if (sched_take_interrupt(g))
        return RUN_ENDED;
    if (pc == NULL && !(FRAME_FLAGS(fp[FRAME_LINK]) & FRAME_BOTTOM)) {
        pc = (const uint32_t *)fp[FRAME_PC] - (FRAME_FLAGS(fp[FRAME_LINK]) & FRAME_OPRES ? 0 : 1);
        top = fp;
        fp = frame_caller(fp);
        SAVE();
    }
    u = panic_goexit(g);
    goto unwind;

    /* -- Traps --------------------------------------------------------------------------------------------------------- */
trap_nil:
    trap_name = "panicmem";
    trap_n = 0;
    goto trap;
trap_divide:
    trap_name = "panicdivide";
    trap_n = 0;
    goto trap;
trap_shift:
    trap_name = "panicshift";
    trap_n = 0;
    goto trap;
trap_index:
    trap_name = "panicIndex";
    trap_n = 2;
trap:           /* runtime.<trap_name>(trap_args...) is called as if by the instruction at pc */
    SAVE();
    c_fn = find_hook(trap_name);
    if (c_fn == NULL)
        panic_throwf(g, "%s", trap_name);
    e_clo = fn_value(c_fn);
    e_flags = FRAME_FLAG(FRAME_HOOK);
    e_resume = pc ? pc + 1 : NULL;
    e_args = trap_args;
    e_nargs = trap_n;
    goto enter;

unwind:         /* do what the panic machinery says; g has the state */
    switch (u.what) {
    case UNWIND_CALL:
        RELOAD();
        e_clo = u.fn;
        e_flags = u.flags;
        e_resume = u.resume;
        e_nargs = 0;
        goto enter;
    case UNWIND_RESUME:
        fp = g->fp;
        pc = g->pc;
        top = g->top + FRAME_HEADER;
        refs = ((struct fn *)fp[FRAME_FN])->refs;
        DISPATCH();
    case UNWIND_REPORT:
        RELOAD();
        e_clo = fn_value(&panic_report_fn);
        e_flags = 0;
        e_resume = g->pc ? g->pc + 1 : NULL;
        e_nargs = 0;
        goto enter;
    case UNWIND_END:
        return RUN_ENDED;
    }
    UNREACHABLE();
}

__attribute__((constructor)) static void fill_small_values(void)
{
    for (uint64_t i = 0; i < 256; i++)
        small_values[i] = i;
}

const struct engine interp_engine = { .name = "interpreter", .run = interp_run, .start = interp_start,
                                       .before_collection = liveness_clear_dead,
                                       .request_sample = interp_request_sample };
