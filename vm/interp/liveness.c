/* vm/interp/liveness.c - clears dead slots before a collection.
 *
 * The collector scans every word of a frame, so a reference last used long ago would keep its object alive.  For each
 * function found on a stack at a collection, the classic backward data-flow analysis (bit vectors over slots, iterated
 * to a fixed point) is made once and kept: for each instruction, the slots that may be read from there on.
 *
 * A frame is at one of: its next instruction (the top frame); inside a call, where the resume pc is the address of the
 * result list; a deferret, executed again; or an instruction that panicked or trapped.  In a function with deferred
 * calls every instruction may continue at the recovery pc. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include "decode.h"
#include "runtime/base/fatal.h"
#include "runtime/base/hashmap.h"
#include "vm/interp/liveness.h"
#include "vm/module/image.h"

#define MAX_BITS ((uint64_t)1 << 24)    /* functions whose table would be larger are left alone */

struct live {
    uint32_t words;             /* per state */
    uint32_t *state_at;         /* code word -> state + 1; 0: no frame can be there */
    uint64_t *bits;             /* states */
};

struct insn_row { uint32_t at, next; };

struct analysis {
    const struct fn *f;
    struct insn_row *rows;
    uint32_t n, words;
    uint32_t *row_at;           /* code word -> row + 1 */
    uint64_t *in;               /* [row][word]: live before the instruction */
    uint64_t *out, *use, *def;  /* scratch: one state each */
    uint32_t recover;           /* row + 1 of the recovery pc */
};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static struct ptrmap tables;    /* struct fn * -> struct live *, NULL: not analysed */

static void set(uint64_t *bits, uint32_t slot, uint32_t n)
{
    for (; n > 0; n--, slot++)
        bits[slot >> 6] |= (uint64_t)1 << (slot & 63);
}

/* Slots a value of one of these classes takes: the most for a read, the least for a write. */
static uint32_t width(uint8_t classes, bool dest)
{
    if (dest)
        return classes == CLS_L ? 3 : (classes & ~(CLS_S | CLS_I)) == 0 ? 2 : 1;
    return classes & CLS_L ? 3 : classes & (CLS_S | CLS_I) ? 2 : 1;
}

static void lists(const struct isa_insn *in, struct analysis *a)
{
    if (op_table[in->op].format == ISAF_RET) {
        for (uint32_t i = 0; i < in->nres; i++)
            set(a->use, isa_list_slot(in->res, in->wide, i), 1);
        return;
    }
    for (uint32_t i = 0; i < in->nargs; i++)
        set(a->use, isa_list_slot(in->args, in->wide, i), 1);
    for (uint32_t i = 0; i < in->nres; i++)
        set(a->def, isa_list_slot(in->res, in->wide, i), 1);
}

/* Fills use and def. */
static void effects(const struct isa_insn *in, struct analysis *a)
{
    const struct op_info *o = &op_table[in->op];
    memset(a->use, 0, a->words * 8);
    memset(a->def, 0, a->words * 8);
    for (uint32_t i = 0; i < o->noperands; i++) {
        const struct op_operand *p = &o->operands[i];
        if (p->classes == 0)
            continue;
        uint32_t slot = p->field == FLD_A ? in->a : p->field == FLD_B ? in->b : p->field == FLD_C ? in->c
                      : p->field >= FLD_X0 ? in->x[p->field - FLD_X0] : UINT32_MAX;
        if (slot < a->f->nslots)
            set(p->dest ? a->def : a->use, slot, width(p->classes, p->dest));
    }
    switch (o->format) {
    case ISAF_CALL:
        lists(in, a);
        if (in->op == OPC_CALLC)
            set(a->use, in->x[0], 1);
        break;
    case ISAF_CALLX:
        lists(in, a);
        if (in->op == OPC_CALLI)
            set(a->use, in->x[1], 2);
        break;
    case ISAF_RET:
        lists(in, a);
        break;
    case ISAF_SLICE:
    case ISAF_SLICEA:
        if (in->c & 1)
            set(a->use, in->x[0] & 0xffff, 1);
        if (in->c & 2 || in->c & 4)
            set(a->use, in->x[0] >> 16, 1);
        if (in->c & 4)
            set(a->use, in->x[1], 1);
        break;
    case ISAF_SEL:
        memset(a->use, 0, a->words * 8);
        memset(a->def, 0, a->words * 8);
        for (uint32_t i = 0; i < in->ncases; i++) {
            set(a->use, in->cases[2 * i] & 0xffff, 1);
            if (in->cases[2 * i + 1] != 0xffff)
                set(a->use, in->cases[2 * i + 1], 1);
        }
        set(a->def, in->a, 1);
        set(a->def, in->b, 1);
        break;
    default:
        break;
    }
    if (in->op == OPC_RET1 || in->op == OPC_JTAB || in->op == OPC_GO || in->op == OPC_DEFER)
        set(a->use, in->a, 1);
    if (in->op == OPC_PANIC)
        set(a->use, in->a, 2);
}

static void join(struct analysis *a, int64_t word)
{
    if (word < 0 || word >= a->f->ncode || a->row_at[word] == 0)
        return;
    const uint64_t *from = a->in + (uint64_t)(a->row_at[word] - 1) * a->words;
    for (uint32_t i = 0; i < a->words; i++)
        a->out[i] |= from[i];
}

/* Live after the instruction: the union over its successors. */
static void successors(const struct isa_insn *in, struct analysis *a, uint32_t row)
{
    int64_t at = a->rows[row].at;
    bool falls = true;
    memset(a->out, 0, a->words * 8);
    switch (in->op) {
    case OPC_RET: case OPC_RET0: case OPC_RET1: case OPC_PANIC:
        falls = false;
        break;
    case OPC_JMP:
        falls = false;
        join(a, at + in->rel);
        break;
    case OPC_JTAB:
        for (uint32_t i = 0; i < in->count; i++)
            join(a, at + (int32_t)in->table[i]);
        break;
    case OPC_DEFERRET:
        join(a, at);
        break;
    default:
        if (op_table[in->op].flags & OPF_BRANCH)
            join(a, at + in->rel);
        break;
    }
    if (falls)
        join(a, a->rows[row].next);
    if (a->recover)
        join(a, a->rows[a->recover - 1].at);
}

static bool decode_all(struct analysis *a)
{
    const struct fn *f = a->f;
    for (uint32_t at = 0; at < f->ncode;) {
        struct isa_insn in;
        if (isa_decode(f->code + at, f->ncode - at, &in) == 0)
            return false;
        a->rows[a->n] = (struct insn_row){ at, at + in.len };
        a->row_at[at] = ++a->n;
        at += in.len;
    }
    if (f->recover)
        a->recover = a->row_at[f->recover - f->code];
    return true;
}

/* One instruction backwards; was its state changed? */
static bool transfer(struct analysis *a, uint32_t row)
{
    struct isa_insn in;
    bool changed = false;
    uint64_t *state = a->in + (uint64_t)row * a->words;
    isa_decode(a->f->code + a->rows[row].at, a->f->ncode - a->rows[row].at, &in);
    successors(&in, a, row);
    effects(&in, a);
    for (uint32_t i = 0; i < a->words; i++) {
        uint64_t v = (a->out[i] & ~a->def[i]) | a->use[i];
        if (a->recover)
            v |= a->in[(uint64_t)(a->recover - 1) * a->words + i];
        changed |= (v | state[i]) != state[i];
        state[i] |= v;
    }
    return changed;
}

/* An address passed as a number (uintptr) keeps its object for the whole call, as the rules of package unsafe promise;
 * so word arguments count as live in the caller, references do not. */
static void keep_words(const struct analysis *a, const struct isa_insn *in, uint64_t *state)
{
    const struct image *im = a->f->image;
    const struct fmt_func *d = &im->funcs[a->f->index];
    for (uint32_t r = 0; r < d->nregs; r++) {
        uint32_t decl = im->frames[d->frame + 2 * r];
        if ((decl & 255) != 'w')
            continue;
        for (uint32_t i = 0; i < in->nargs; i++)
            if (isa_list_slot(in->args, in->wide, i) == decl >> 8)
                set(state, decl >> 8, 1);
    }
}

/* States of frames inside a call: live after it, without its results. */
static void call_states(struct analysis *a, struct live *l)
{
    uint32_t extra = a->n;
    for (uint32_t row = 0; row < a->n; row++) {
        struct isa_insn in;
        l->state_at[a->rows[row].at] = row + 1;
        isa_decode(a->f->code + a->rows[row].at, a->f->ncode - a->rows[row].at, &in);
        if (in.res == NULL || op_table[in.op].format == ISAF_RET)
            continue;
        if (in.nres == 0) {             /* the frame's position is the next instruction: allow for its state */
            if (row + 1 < a->n)
                keep_words(a, &in, l->bits + (uint64_t)(row + 1) * a->words);
            continue;
        }
        successors(&in, a, row);
        effects(&in, a);
        uint64_t *state = l->bits + (uint64_t)extra * a->words;
        for (uint32_t i = 0; i < a->words; i++)
            state[i] = a->out[i] & ~a->def[i];
        if (a->recover)
            for (uint32_t i = 0; i < a->words; i++)
                state[i] |= a->in[(uint64_t)(a->recover - 1) * a->words + i];
        keep_words(a, &in, state);
        l->state_at[in.res - a->f->code] = ++extra;
    }
}

static struct live *analyse(const struct fn *f)
{
    struct analysis a = { .f = f, .words = (f->nslots + 3 + 63) / 64 + 1 };
    if ((uint64_t)f->ncode * a.words * 64 > MAX_BITS)
        return NULL;
    a.rows = xcalloc(f->ncode, sizeof *a.rows);
    a.row_at = xcalloc(f->ncode + 1, sizeof *a.row_at);
    uint64_t *scratch = xcalloc(3 * a.words, 8);
    a.out = scratch, a.use = scratch + a.words, a.def = scratch + 2 * a.words;
    struct live *l = NULL;
    if (decode_all(&a)) {
        l = xcalloc(1, sizeof *l);
        l->words = a.words;
        l->state_at = xcalloc(f->ncode + 1, sizeof *l->state_at);
        l->bits = a.in = xcalloc(2 * (uint64_t)a.n * a.words, 8);
        for (bool changed = true; changed;) {
            changed = false;
            for (uint32_t row = a.n; row-- > 0;)
                changed |= transfer(&a, row);
        }
        call_states(&a, l);
    }
    free(a.rows);
    free(a.row_at);
    free(scratch);
    return l;
}

static struct live *table_of(struct fn *f)
{
    pthread_mutex_lock(&mutex);
    void **found = ptrmap_find(&tables, f);
    struct live *l = found ? *found : NULL;
    if (found == NULL) {
        l = analyse(f);
        ptrmap_put(&tables, f, l);
    }
    pthread_mutex_unlock(&mutex);
    return l;
}

static void clear_frame(uint64_t *fp, const uint32_t *pc)
{
    struct fn *f = (struct fn *)fp[FRAME_FN];
    if (f->code == NULL || pc < f->code || pc >= f->code + f->ncode)
        return;
    struct live *l = table_of(f);
    uint32_t state = l ? l->state_at[pc - f->code] : 0;
    if (state == 0)
        return;
    const uint64_t *bits = l->bits + (uint64_t)(state - 1) * l->words;
    for (uint32_t i = 0; i < f->nslots; i++)
        if (!(bits[i >> 6] >> (i & 63) & 1))
            fp[i] = 0;
}

void liveness_clear_dead(struct g *g)
{
    if (g->stack == NULL || g->fp < g->stack + FRAME_HEADER)
        return;
    const uint32_t *pc = g->pc;
    for (uint64_t *fp = g->fp;; fp = frame_caller(fp)) {
        uint32_t flags = FRAME_FLAGS(fp[FRAME_LINK]);
        if (((struct fn *)fp[FRAME_FN])->native == NULL && pc)
            clear_frame(fp, pc);
        if (flags & FRAME_BOTTOM)
            return;
        /* Where the caller is: at the result list, at the deferret, or at the instruction that panicked. */
        pc = (const uint32_t *)fp[FRAME_PC];
        if (pc && flags & (FRAME_DEFERRED | FRAME_HOOK))
            pc--;
    }
}
