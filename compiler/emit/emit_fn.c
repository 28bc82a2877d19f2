/* compiler/emit/emit_fn.c - one function: IR to instruction words.
 *
 * Blocks are encoded in list order; a jump to the next block is omitted; branches are patched when all blocks have
 * addresses.  A conditional branch whose true target comes next is inverted. */
#include <stdlib.h>
#include <string.h>
#include "compiler/emit/access.h"
#include "compiler/emit/emit.h"
#include "compiler/emit/slots.h"
#include "encode.h"
#include "optab.h"
#include "runtime/base/fatal.h"

struct fixup { size_t at; struct ir_block *t; int32_t entry; };    /* entry >= 0: jump table entry */

struct fn_emit {
    struct emit *e;
    struct ir_func *f;
    struct slots slots;
    struct isa_code code;
    uint32_t *obj_off;              /* per frame object */
    uint32_t dsize;
    vec(struct fixup) fixups;
    vec(struct mw_line) lines;
    struct pos last_pos;        /* the position noted last, and the line it stands for */
    uint32_t last_line, last_file;
};

static uint32_t slot(const struct fn_emit *fe, ir_reg r)
{
    ASSERT(r && r < fe->f->regs.n && fe->slots.of[r] != UINT32_MAX, "register %u of %s has no slot", r, fe->f->name);
    return fe->slots.of[r];
}

static size_t put(struct fn_emit *fe, uint32_t op, uint32_t a, uint32_t b, uint32_t c)
{
    return enc_first_(&fe->code, a > 255 || b > 255 || c > 255, op, a, b, c);
}
static void word(struct fn_emit *fe, uint32_t w) { vec_push(&fe->code, w); }

/* Expands registers to the list of their slots. */
struct slot_list { uint32_t *at; size_t n, cap; };
static void add_slots(struct fn_emit *fe, struct slot_list *l, const ir_reg *regs, uint32_t n)
{
    for (uint32_t k = 0; k < n; k++) {
        uint32_t s = slot(fe, regs[k]);
        int w = ir_class_slots((enum ir_class)fe->f->regs.at[regs[k]].cls);
        for (int j = 0; j < w; j++)
            vec_push(l, s + (uint32_t)j);
    }
}

static void branch_to(struct fn_emit *fe, size_t at, struct ir_block *t)
{
    struct fixup x = {at, t, -1};
    vec_push(&fe->fixups, x);
}

static void constant(struct fn_emit *fe, uint32_t a, int64_t v)
{
    if (v == (int16_t)v) {
        enc_ldi(&fe->code, a, (int32_t)v);
    } else if (v == (int32_t)v) {
        put(fe, OPC_LDI32, a, 0, 0);
        word(fe, (uint32_t)v);
    } else {
        put(fe, OPC_LDI64, a, 0, 0);
        word(fe, (uint32_t)v);
        word(fe, (uint32_t)((uint64_t)v >> 32));
    }
}

/* -- One function per group of IR operations -------------------------------------- */
static uint8_t cls(const struct fn_emit *fe, ir_reg r) { return fe->f->regs.at[r].cls; }

static void emit_move(struct fn_emit *fe, const struct ir_ins *i)
{
    static const uint8_t mov[] = {0, OPC_MOV, OPC_MOV2, OPC_MOV3};
    static const uint8_t nil[] = {0, OPC_NIL, OPC_NIL2, OPC_NIL3};
    uint32_t a = slot(fe, i->a);
    int w = ir_class_slots((enum ir_class)cls(fe, i->a));
    if (i->op == IR_MOVE) {
        uint32_t b = slot(fe, i->b);
        if (a != b)
            put(fe, mov[w], a, b, 0);
    } else if (cls(fe, i->a) == IRC_W) {
        enc_ldi(&fe->code, a, 0);
    } else {
        put(fe, nil[w], a, 0, 0);
    }
}

static void emit_memory(struct fn_emit *fe, const struct ir_ins *i)
{
    struct access m = leaf_access(i->type);
    switch (i->op) {
    case IR_LOAD:
        put(fe, m.load, slot(fe, i->a), slot(fe, i->b), (uint32_t)(i->imm / m.unit));
        break;
    case IR_STORE:
        put(fe, m.store, slot(fe, i->a), slot(fe, i->b), (uint32_t)(i->imm / m.unit));
        break;
    case IR_LOADX:
        put(fe, m.loadx, slot(fe, i->a), slot(fe, i->b), slot(fe, i->c));
        break;
    default:
        put(fe, m.storex, slot(fe, i->a), slot(fe, i->b), slot(fe, i->c));
        break;
    }
}

static void emit_address(struct fn_emit *fe, const struct ir_ins *i)
{
    switch (i->op) {
    case IR_LEA:
        put(fe, OPC_LEA, slot(fe, i->a), slot(fe, i->b), 0);
        word(fe, (uint32_t)i->imm);
        break;
    case IR_LEAX:
        put(fe, OPC_LEAX, slot(fe, i->a), slot(fe, i->b), slot(fe, i->c));
        word(fe, (uint32_t)ty_size(i->type));
        break;
    case IR_LEAA: {
        struct type *at = ty_underlying(i->type);
        put(fe, OPC_LEAA, slot(fe, i->a), slot(fe, i->b), slot(fe, i->c));
        word(fe, at->array.len > UINT32_MAX ? UINT32_MAX : (uint32_t)at->array.len);
        word(fe, (uint32_t)ty_size(at->array.elem));
        break;
    }
    case IR_FOBJ:
        enc_fobj(&fe->code, slot(fe, i->a), fe->obj_off[i->imm] / 8);
        break;
    case IR_MCOPY:
        put(fe, OPC_MCOPY, slot(fe, i->a), slot(fe, i->b), 0);
        word(fe, (uint32_t)ty_size(i->type));
        break;
    default:
        put(fe, OPC_MZERO, slot(fe, i->a), 0, 0);
        word(fe, (uint32_t)ty_size(i->type));
        break;
    }
}

static void emit_call(struct fn_emit *fe, const struct ir_ins *i)
{
    struct slot_list args = {0}, res = {0};
    add_slots(fe, &args, i->args, i->nargs);
    /* an ignored result still needs a slot: the builder gives it a register nobody reads */
    add_slots(fe, &res, i->res, i->nres);
    switch (i->op) {
    case IR_CALL:
        enc_call(&fe->code, emit_funcref(fe->e, i->sym), args.at, args.n, res.at, res.n);
        break;
    case IR_CALLC:
        enc_callc(&fe->code, slot(fe, i->b), args.at, args.n, res.at, res.n);
        break;
    case IR_CALLI:
        enc_calli(&fe->code, (uint32_t)i->imm, slot(fe, i->b), args.at, args.n, res.at, res.n);
        break;
    default:
        enc_rt(&fe->code, (uint32_t)i->imm, i->type ? emit_type(fe->e, i->type) : 0, args.at, args.n, res.at, res.n);
        break;
    }
    vec_free(&args);
    vec_free(&res);
}

static void emit_ret(struct fn_emit *fe, const struct ir_ins *i)
{
    struct slot_list l = {0};
    add_slots(fe, &l, i->args, i->nargs);
    if (l.n == 0)
        enc_ret0(&fe->code);
    else if (l.n == 1)
        enc_ret1(&fe->code, l.at[0]);
    else
        enc_ret(&fe->code, l.at, l.n);
    vec_free(&l);
}

static void emit_interface(struct fn_emit *fe, const struct ir_ins *i)
{
    uint32_t op, x;
    switch (i->op) {
    case IR_MKI: op = OPC_MKI; x = emit_itab(fe->e, i->type2, i->type); break;
    case IR_BOXM: op = OPC_BOXM; x = emit_itab(fe->e, i->type2, i->type); break;
    case IR_BOX:
        op = cls(fe, i->b) == IRC_W ? OPC_BOXW : cls(fe, i->b) == IRC_L ? OPC_BOX3 : OPC_BOX2;
        x = emit_itab(fe->e, i->type2, i->type);
        break;
    case IR_ISTYPE: op = OPC_ISTY; x = emit_type(fe->e, i->type); break;
    case IR_ASSERT: op = OPC_ASRT; x = emit_type(fe->e, i->type); break;
    default: op = OPC_CONVI; x = emit_type(fe->e, i->type); break;
    }
    put(fe, op, slot(fe, i->a), slot(fe, i->b), 0);
    word(fe, x);
}

static void emit_slice(struct fn_emit *fe, const struct ir_ins *i)
{
    struct type *u = ty_underlying(i->type);
    uint32_t flags = (i->c ? 1u : 0) | (i->x ? 2u : 0) | (i->y ? 4u : 0);
    uint32_t op = u->kind == TY_STRING ? OPC_SLS : u->kind == TY_ARRAY ? OPC_SLA : OPC_SLL;
    put(fe, op, slot(fe, i->a), slot(fe, i->b), flags);
    word(fe, (i->c ? slot(fe, i->c) : 0) | (i->x ? slot(fe, i->x) : 0) << 16);
    word(fe, i->y ? slot(fe, i->y) : 0);
    word(fe, u->kind == TY_STRING ? 1 : (uint32_t)ty_size(u->kind == TY_ARRAY ? u->array.elem : u->slice.elem));
    if (u->kind == TY_ARRAY)
        word(fe, (uint32_t)u->array.len);
}

static void emit_select(struct fn_emit *fe, const struct ir_ins *i)
{
    uint32_t *w = xcalloc(i->ncases * 2 + 1, sizeof *w);
    for (uint32_t k = 0; k < i->ncases; k++) {
        const struct ir_case *c = &i->cases[k];
        w[2 * k] = slot(fe, c->ch) | (c->send ? 1u : 2u) << 16;
        w[2 * k + 1] = c->elem ? slot(fe, c->elem) : 0xffff;
    }
    enc_select(&fe->code, slot(fe, i->a), slot(fe, i->b), (uint32_t)i->imm, w, i->ncases);
    free(w);
}

static uint16_t inverse(uint16_t cond)
{
    switch (cond) {
    case OPC_JEQ: return OPC_JNE;
    case OPC_JNE: return OPC_JEQ;
    case OPC_JEQI: return OPC_JNEI;
    case OPC_JNEI: return OPC_JEQI;
    case OPC_JLTI: return OPC_JGEI;
    case OPC_JGEI: return OPC_JLTI;
    case OPC_JLEI: return OPC_JGTI;
    case OPC_JGTI: return OPC_JLEI;
    case OPC_JLT_F64: return OPC_JNLT_F64;
    case OPC_JNLT_F64: return OPC_JLT_F64;
    case OPC_JLE_F64: return OPC_JNLE_F64;
    case OPC_JNLE_F64: return OPC_JLE_F64;
    case OPC_JEQ_F64: return OPC_JNE_F64;
    case OPC_JNE_F64: return OPC_JEQ_F64;
    /* not (a < b) is b <= a: the operands change places */
    case OPC_JLT_I64: return OPC_JLE_I64;
    case OPC_JLE_I64: return OPC_JLT_I64;
    case OPC_JLT_U64: return OPC_JLE_U64;
    case OPC_JLE_U64: return OPC_JLT_U64;
    default: UNREACHABLE();
    }
}

static void emit_branch(struct fn_emit *fe, const struct ir_ins *i, const struct ir_block *next)
{
    uint16_t cond = i->cond;
    ir_reg a = i->a, b = i->b;
    struct ir_block *t = i->t, *f = i->f;
    if (t == next && f != next) {
        uint16_t n = inverse(cond);
        if (cond >= OPC_JLT_I64 && cond <= OPC_JLE_U64) {
            ir_reg s = a;
            a = b, b = s;
        }
        cond = n;
        t = i->f, f = i->t;
    }
    size_t at;
    if (op_table[cond].format == ISAF_BRI) {
        uint32_t imm = (uint32_t)i->imm, sa = slot(fe, a);
        at = enc_first_(&fe->code, sa > 255, cond, sa, (imm & 255) | (imm >> 8 & 0xff00), (imm >> 8 & 255) | (imm >> 16 & 0xff00));
    } else {
        at = put(fe, cond, slot(fe, a), slot(fe, b), 0);
    }
    word(fe, 0);
    branch_to(fe, at, t);
    if (f != next) {
        size_t j = enc_jmp(&fe->code);
        branch_to(fe, j, f);
    }
}

static void emit_switch(struct fn_emit *fe, const struct ir_ins *i, const struct ir_block *next)
{
    size_t at = enc_jtab(&fe->code, slot(fe, i->a), i->ntargets);
    for (uint32_t k = 0; k < i->ntargets; k++) {
        struct fixup x = {at, i->targets[k], (int32_t)k};
        vec_push(&fe->fixups, x);
    }
    if (i->t != next) {
        size_t j = enc_jmp(&fe->code);
        branch_to(fe, j, i->t);
    }
}

/* A guest instruction used directly: operands by its format. */
static void emit_guest(struct fn_emit *fe, const struct ir_ins *i)
{
    const struct op_info *o = &op_table[i->op];
    ASSERT(o->name, "operation %u in %s", i->op, fe->f->name);
    uint32_t a = i->a ? slot(fe, i->a) : 0, b = i->b ? slot(fe, i->b) : 0, c = i->c ? slot(fe, i->c) : 0;
    switch (o->format) {
    case ISAF_N: case ISAF_A: case ISAF_AB: case ISAF_ABC:
        put(fe, i->op, a, b, c);
        break;
    case ISAF_ABI:
        enc_first_(&fe->code, a > 255 || b > 255, i->op, a, b, (uint32_t)i->imm & 0xffff);
        break;
    case ISAF_ABCX:
        put(fe, i->op, a, b, c);
        word(fe, slot(fe, i->x));
        break;
    case ISAF_MEM:
        put(fe, i->op, a, b, (uint32_t)(i->imm / o->unit));
        break;
    case ISAF_AX:       /* typeptr */
        put(fe, i->op, a, 0, 0);
        word(fe, emit_type(fe->e, i->type));
        break;
    case ISAF_ABX:
        put(fe, i->op, a, b, 0);
        word(fe, i->type ? emit_type(fe->e, i->type) : (uint32_t)i->imm);
        break;
    default:
        assert_failed(__FILE__, __LINE__, "direct form", "instruction %s in IR of %s", o->name, fe->f->name);
    }
}

static void emit_ins(struct fn_emit *fe, const struct ir_ins *i, const struct ir_block *next)
{
    switch (i->op) {
    case IR_NOP: break;
    case IR_MOVE: case IR_ZERO: emit_move(fe, i); break;
    case IR_CONST: constant(fe, slot(fe, i->a), i->imm); break;
    case IR_STR:
        if (!i->nstr) {             /* like every other empty string: no address */
            put(fe, OPC_NIL2, slot(fe, i->a), 0, 0);
            break;
        }
        put(fe, OPC_STR, slot(fe, i->a), 0, 0);
        word(fe, emit_str(fe->e, i->str, i->nstr));
        break;
    case IR_PART: put(fe, OPC_MOV, slot(fe, i->a), slot(fe, i->b) + (uint32_t)i->imm, 0); break;
    case IR_LOAD: case IR_STORE: case IR_LOADX: case IR_STOREX: emit_memory(fe, i); break;
    case IR_LEA: case IR_LEAX: case IR_LEAA: case IR_FOBJ: case IR_MCOPY: case IR_MZERO: emit_address(fe, i); break;
    case IR_FUNCVAL:
        put(fe, OPC_FN, slot(fe, i->a), 0, 0);
        word(fe, emit_funcref(fe->e, i->sym));
        break;
    case IR_GADDR:
        put(fe, OPC_GADDR, slot(fe, i->a), 0, 0);
        word(fe, emit_globref(fe->e, i->glob));
        break;
    case IR_CLOSURE:
        put(fe, OPC_CLO, slot(fe, i->a), slot(fe, i->b), 0);
        word(fe, emit_funcref(fe->e, i->sym));
        break;
    case IR_CALL: case IR_CALLC: case IR_CALLI: case IR_RT: emit_call(fe, i); break;
    case IR_MKI: case IR_BOX: case IR_BOXM: case IR_ISTYPE: case IR_ASSERT: case IR_CONVI: emit_interface(fe, i); break;
    case IR_SLICE: emit_slice(fe, i); break;
    case IR_GROW:
        put(fe, OPC_GROW, slot(fe, i->a), slot(fe, i->b), (uint32_t)i->imm);
        word(fe, emit_type(fe->e, i->type));
        break;
    case IR_JMP:
        if (i->t != next) {
            size_t at = enc_jmp(&fe->code);
            branch_to(fe, at, i->t);
        }
        break;
    case IR_BRANCH: emit_branch(fe, i, next); break;
    case IR_SWITCH: emit_switch(fe, i, next); break;
    case IR_RET: emit_ret(fe, i); break;
    case IR_GO: put(fe, OPC_GO, slot(fe, i->b), 0, 0); break;
    case IR_DEFER: put(fe, OPC_DEFER, slot(fe, i->b), 0, 0); break;
    case IR_DEFERRET: put(fe, OPC_DEFERRET, 0, 0, 0); break;
    case IR_RECOVER: put(fe, OPC_RECOVER, slot(fe, i->a), 0, 0); break;
    case IR_PANIC: put(fe, OPC_PANIC, slot(fe, i->b), 0, 0); break;
    case IR_SELECT: emit_select(fe, i); break;
    case IR_NILCHK: put(fe, OPC_NILCHK, slot(fe, i->b), 0, 0); break;
    case IR_TYPEPTR:
        put(fe, OPC_TYPEPTR, slot(fe, i->a), 0, 0);
        word(fe, emit_type(fe->e, i->type));
        break;
    default:
        ASSERT(i->op < IR_FIRST, "operation %u in %s", i->op, fe->f->name);
        emit_guest(fe, i);
    }
}

/* Path and line of p after //line directives, which may name no file. */
static uint32_t resolve(struct emit *e, struct pos p, uint32_t *line)
{
    const char *path;
    diag_locate(e->m->diag, p, &path, line);
    return mw_file(e->w, *path || !p.line ? path : "??");
}

static void note_line(struct fn_emit *fe, struct pos p)
{
    if (!p.line || pos_cmp(p, fe->last_pos) == 0)
        return;
    uint32_t line, file = resolve(fe->e, p, &line);
    fe->last_pos = p;
    if (fe->lines.n && line == fe->last_line && file == fe->last_file)
        return;
    struct mw_line l = {.pc = (uint32_t)fe->code.n, .line = line, .file = file};
    vec_push(&fe->lines, l);
    fe->last_line = line;
    fe->last_file = file;
}

static void layout_objects(struct fn_emit *fe)
{
    fe->obj_off = xcalloc(fe->f->objs.n + 1, sizeof *fe->obj_off);
    for (size_t k = 0; k < fe->f->objs.n; k++) {
        fe->obj_off[k] = fe->dsize;
        fe->dsize += (uint32_t)((ty_size(fe->f->objs.at[k].type) + 7) & ~7ll);
        if (ty_size(fe->f->objs.at[k].type) == 0)
            fe->dsize += 8;     /* distinct address inside the area */
    }
}

static void encode_blocks(struct fn_emit *fe)
{
    struct ir_func *f = fe->f;
    for (size_t b = 0; b < f->blocks.n; b++) {
        struct ir_block *bl = f->blocks.at[b];
        const struct ir_block *next = b + 1 < f->blocks.n ? f->blocks.at[b + 1] : NULL;
        bl->start_ = (uint32_t)fe->code.n;
        for (size_t k = 0; k < bl->ins.n; k++) {
            note_line(fe, bl->ins.at[k].pos);
            emit_ins(fe, &bl->ins.at[k], next);
        }
    }
    /* every path must end in a terminator; a runtime entry that never returns may be last */
    enc_first_(&fe->code, false, OPC_RT, 0, 0, 0);
    word(fe, RT_UNREACHABLE);
    word(fe, 0);
    for (size_t k = 0; k < fe->fixups.n; k++) {
        const struct fixup *x = &fe->fixups.at[k];
        if (x->entry < 0)
            isa_patch(&fe->code, x->at, x->t->start_);
        else
            isa_patch_table(&fe->code, x->at, (uint32_t)x->entry, x->t->start_);
    }
}

static char wire_class(uint8_t c)
{
    static const char map[] = {[IRC_W] = 'w', [IRC_R] = 'r', [IRC_S] = 's', [IRC_L] = 'l', [IRC_I] = 'i', [IRC_Q] = 'q',
                               [IRC_QL] = 'l'};
    return map[c];
}

static uint32_t func_flags(const struct ir_func *f)
{
    return (f->has_defer ? FMT_FUNC_DEFER : 0) | (f->wrapper ? FMT_FUNC_WRAPPER : 0) |
           (f->bodyless ? FMT_FUNC_BODYLESS : 0) | (f->sym->instance ? FMT_FUNC_INSTANCE : 0) |
           (f->recovers ? FMT_FUNC_RECOVERS : 0) | (f->exported ? FMT_FUNC_EXPORTED : 0) | (f->sym->method ? FMT_FUNC_METHOD : 0);
}

uint32_t emit_function(struct emit *e, struct ir_func *f)
{
    struct fn_emit fe = {.e = e, .f = f};
    uint32_t line, file = resolve(e, f->pos, &line);
    emit_legalize(f);
    slots_assign(&fe.slots, f);
    struct mw_func out = {.name = emit_symbol_name(e, f->sym), .type = emit_type(e, f->sym->sig),
                          .flags = func_flags(f), .nslots = fe.slots.nslots, .nargs = fe.slots.nargs,
                          .file = file, .start_line = line};
    for (uint32_t k = 0; k < f->nres; k++)
        out.nres += (uint32_t)ir_class_slots((enum ir_class)f->res_cls[k]);
    if (f->ctx)
        out.ctx_type = emit_type(e, f->ctx_type);
    vec(struct mw_reg) regs = {0};
    for (size_t k = 0; k < fe.slots.decls.n; k++) {
        const struct slot_decl *d = &fe.slots.decls.at[k];
        bool typed = d->cls != IRC_W && d->cls != IRC_S;
        struct mw_reg r = {wire_class(d->cls), d->slot, typed ? emit_type(e, d->type) : 0};
        vec_push(&regs, r);
    }
    vec(struct mw_obj) objs = {0};
    if (!f->bodyless) {
        layout_objects(&fe);
        for (size_t k = 0; k < f->objs.n; k++) {
            struct mw_obj o = {fe.obj_off[k], emit_type(e, f->objs.at[k].type), f->objs.at[k].deep};
            vec_push(&objs, o);
        }
        out.dsize = fe.dsize;
        encode_blocks(&fe);
        if (f->recover)
            out.recover_pc = f->recover->start_ + 1;
    }
    out.regs = regs.at, out.nregs = (uint32_t)regs.n;
    out.objs = objs.at, out.nobjs = (uint32_t)objs.n;
    out.code = fe.code.at, out.ncode = (uint32_t)fe.code.n;
    out.lines = fe.lines.at, out.nlines = (uint32_t)fe.lines.n;
    uint32_t def = mw_add_func(e->w, &out);
    free(fe.obj_off);
    vec_free(&regs);
    vec_free(&objs);
    vec_free(&fe.code);
    vec_free(&fe.fixups);
    vec_free(&fe.lines);
    slots_done(&fe.slots);
    return def;
}
