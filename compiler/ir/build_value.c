/* compiler/ir/build_value.c - instructions, registers, and values on their way between registers and memory. */
#include "compiler/ir/build.h"

/* -- Instructions and blocks ------------------------------------------------------------------------------------- */

struct ir_ins *ins(struct fb *fb, int op)
{
    struct ir_ins *i = vec_add(&fb->cur->ins);
    i->op = (uint16_t)op;
    i->pos = fb->pos;
    return i;
}

ir_reg new_reg(struct fb *fb, enum ir_class c, struct type *t) { return ir_new_reg(fb->f, c, t); }

struct ir_block *new_block(struct fb *fb) { return arena_new(fb->a, struct ir_block); }

void start_block(struct fb *fb, struct ir_block *b)
{
    b->id = (uint32_t)fb->f->blocks.n;
    vec_push(&fb->f->blocks, b);
    fb->cur = b;
}

/* Code after the end of a block that nothing jumps to is built into a block of its own and dropped later. */
void unreachable(struct fb *fb) { start_block(fb, new_block(fb)); }

void jump(struct fb *fb, struct ir_block *to)
{
    ins(fb, IR_JMP)->t = to;
    unreachable(fb);
}

void branch(struct fb *fb, int c, ir_reg a, ir_reg b, int64_t imm, struct ir_block *t, struct ir_block *f)
{
    struct ir_ins *i = ins(fb, IR_BRANCH);
    i->cond = (uint16_t)c;
    i->a = a;
    i->b = b;
    i->imm = imm;
    i->t = t;
    i->f = f;
    unreachable(fb);
}

struct type *fb_type(struct fb *fb, struct type *t)
{
    if (!fb->subst || !t || !ty_has_typeparam(t))
        return t;
    return ty_subst(fb->u, t, fb->subst);
}

struct type *basic(struct fb *fb, enum type_kind k) { return fb->u->basic[k]; }

static ir_reg dst_word(struct fb *fb, struct type *t, const ir_reg *want)
{
    return want ? want[0] : new_reg(fb, IRC_W, t);
}

ir_reg op2(struct fb *fb, int op, struct type *t, ir_reg b, ir_reg c, const ir_reg *want)
{
    ir_reg d = dst_word(fb, t, want);
    struct ir_ins *i = ins(fb, op);
    i->a = d;
    i->b = b;
    i->c = c;
    return d;
}

ir_reg op1(struct fb *fb, int op, struct type *t, ir_reg b, const ir_reg *want)
{
    return op2(fb, op, t, b, 0, want);
}

ir_reg op2i(struct fb *fb, int op, struct type *t, ir_reg b, int64_t imm, const ir_reg *want)
{
    ir_reg d = op2(fb, op, t, b, 0, want);
    vec_last(&fb->cur->ins).imm = imm;
    return d;
}

ir_reg word_const(struct fb *fb, struct type *t, int64_t v, const ir_reg *want)
{
    ir_reg d = dst_word(fb, t, want);
    struct ir_ins *i = ins(fb, IR_CONST);
    i->a = d;
    i->imm = v;
    return d;
}

ir_reg part(struct fb *fb, ir_reg b, int which, const ir_reg *want)
{
    return op2i(fb, IR_PART, basic(fb, TY_INT), b, which, want);
}

void move(struct fb *fb, ir_reg dst, ir_reg src)
{
    if (dst == src)
        return;
    struct ir_ins *i = ins(fb, IR_MOVE);
    i->a = dst;
    i->b = src;
}

struct ir_ins *rt_call(struct fb *fb, int entry, struct type *t, int nargs, const ir_reg *args, int nres,
                       const ir_reg *res)
{
    struct ir_ins *i = ins(fb, IR_RT);
    i->imm = entry;
    i->type = t;
    i->nargs = (uint32_t)nargs;
    i->nres = (uint32_t)nres;
    if (nargs)
        i->args = arena_memdup(fb->a, args, (size_t)nargs * sizeof *args);
    if (nres)
        i->res = arena_memdup(fb->a, res, (size_t)nres * sizeof *res);
    return i;
}

ir_reg rt_r(struct fb *fb, int entry, struct type *t, int nargs, const ir_reg *args, enum ir_class c, struct type *rt)
{
    ir_reg d = new_reg(fb, c, rt);
    rt_call(fb, entry, t, nargs, args, 1, &d);
    return d;
}

/* -- Making values -------------------------------------------------------------------------------------------------- */

struct val v_none(void) { return (struct val){ .kind = V_NONE }; }
struct val v_const(struct type *t, struct constant *cv) { return (struct val){ .kind = V_CONST, .t = t, .cv = cv }; }
struct val v_zero(struct type *t) { return (struct val){ .kind = V_ZERO, .t = t }; }
struct val v_reg(struct type *t, ir_reg r) { return v_regs(t, 1, &r); }
struct val v_int(struct fb *fb, int64_t v) { return v_const(basic(fb, TY_INT), cv_int(fb->u, v)); }

struct val v_regs(struct type *t, int n, const ir_reg *r)
{
    struct val v = { .kind = V_REGS, .t = t, .n = n };
    for (int i = 0; i < n; i++)
        v.r[i] = r[i];
    return v;
}

struct val v_mem(struct type *t, ir_reg base, int64_t off, bool fresh)
{
    return (struct val){ .kind = V_MEM, .t = t, .base = base, .off = off, .fresh = fresh };
}

bool is_memory(struct type *t)
{
    struct ir_leaf l[4];
    return ir_flatten(t, l) < 0;
}

uint64_t const_bits(struct fb *fb, struct constant *cv, struct type *t)
{
    enum type_kind k = kind_of(t);
    if (kind_is_float(k))
        cv = cv_to_float(fb->u, cv);
    else if (kind_is_integer(k))
        cv = cv_to_int(fb->u, cv);
    return cv_bits(cv, ty_underlying(t));
}

bool const_is_int(struct val v, int64_t *out)
{
    return v.kind == V_CONST && v.cv->kind == CV_INT && cv_int64(v.cv, out);
}

/* -- Objects ----------------------------------------------------------------------------------------------------------- */

enum { MAX_FRAME_OBJECT = 64 * 1024, FAR_OFFSET = 48 * 1024 };

enum ir_class ref_class(struct fb *fb, ir_reg base)
{
    return fb->f->regs.at[base].cls == IRC_Q ? IRC_Q : IRC_R;
}

ir_reg heap_object(struct fb *fb, struct type *t)
{
    return rt_r(fb, RT_NEW, t, 0, NULL, IRC_R, ty_pointer(fb->u, t));
}

ir_reg temp_object(struct fb *fb, struct type *t, const char *name)
{
    if (ty_size(t) > MAX_FRAME_OBJECT)
        return heap_object(fb, t);
    struct ir_obj *o = vec_add(&fb->f->objs);
    o->type = t;
    o->name = name;
    ir_reg q = new_reg(fb, IRC_Q, ty_pointer(fb->u, t));
    struct ir_ins *i = ins(fb, IR_FOBJ);
    i->a = q;
    i->imm = (int64_t)fb->f->objs.n - 1;
    if (fb->loops && ty_size(t) > 0) {
        i = ins(fb, IR_MZERO);
        i->a = q;
        i->type = t;
    }
    return q;
}

ir_reg lea(struct fb *fb, ir_reg base, int64_t off, struct type *elem)
{
    ir_reg d = new_reg(fb, ref_class(fb, base), ty_pointer(fb->u, elem));
    struct ir_ins *i = ins(fb, IR_LEA);
    i->a = d;
    i->b = base;
    i->imm = off;
    return d;
}

/* base + off as a register that names an object of type t. */
static ir_reg at(struct fb *fb, ir_reg base, int64_t off, struct type *t)
{
    struct type *bt = fb->f->regs.at[base].type;
    if (off == 0 && bt && bt->kind == TY_POINTER && ty_identical(bt->pointer.elem, t))
        return base;
    return lea(fb, base, off, t);
}

/* -- Values into registers ------------------------------------------------------------------------------------------------ */

static void const_leaves(struct fb *fb, struct val v, const struct ir_leaf *l, int n, const ir_reg *d)
{
    if (n == 2) {               /* complex */
        struct constant *c = cv_to_complex(fb->u, v.cv);
        word_const(fb, l[0].type, (int64_t)const_bits(fb, cv_real(fb->u, c), l[0].type), &d[0]);
        word_const(fb, l[1].type, (int64_t)const_bits(fb, cv_imag(fb->u, c), l[1].type), &d[1]);
    } else if (l[0].cls == IRC_S) {
        struct ir_ins *i = ins(fb, IR_STR);
        i->a = d[0];
        i->str = v.cv->s.at;
        i->nstr = (uint32_t)v.cv->s.n;
    } else {
        word_const(fb, l[0].type, (int64_t)const_bits(fb, v.cv, v.t), &d[0]);
    }
}

int val_regs(struct fb *fb, struct val v, ir_reg out[4], const ir_reg *want)
{
    struct ir_leaf l[4];
    if (v.kind == V_REGS) {
        memcpy(out, v.r, sizeof v.r);
        return v.n;
    }
    int n = ir_flatten(v.t, l);
    ASSERT(n >= 0, "memory value in registers");
    for (int i = 0; v.kind == V_MEM && want && i < n; i++)
        if (want[i] == v.base)
            want = NULL;        /* loading the first leaf must not lose the address */
    for (int i = 0; i < n; i++)
        out[i] = want ? want[i] : new_reg(fb, l[i].cls, l[i].type);
    switch (v.kind) {
    case V_CONST:
        const_leaves(fb, v, l, n, out);
        break;
    case V_ZERO:
        for (int i = 0; i < n; i++)
            ins(fb, IR_ZERO)->a = out[i];
        break;
    case V_MEM:
        if (n && v.off > FAR_OFFSET) {
            v.base = lea(fb, v.base, v.off, v.t);
            v.off = 0;
        }
        for (int i = 0; i < n; i++) {
            struct ir_ins *in = ins(fb, IR_LOAD);
            in->a = out[i];
            in->b = v.base;
            in->imm = v.off + l[i].off;
            in->type = l[i].type;
        }
        break;
    default:
        UNREACHABLE();
    }
    return n;
}

ir_reg val_reg(struct fb *fb, struct val v, const ir_reg *want)
{
    ir_reg r[4];
    int n = val_regs(fb, v, r, want);
    ASSERT(n == 1, "%d leaves where one is expected", n);
    return r[0];
}

struct val val_load(struct fb *fb, struct val v)
{
    if (v.kind != V_MEM || is_memory(v.t))
        return v;
    ir_reg r[4];
    int n = val_regs(fb, v, r, NULL);
    return v_regs(v.t, n, r);
}

struct val val_own(struct fb *fb, struct val v)
{
    if (v.kind == V_MEM && is_memory(v.t))
        return v.fresh ? v : v_mem(v.t, val_copy_addr(fb, v), 0, true);
    if (v.kind == V_MEM)
        return val_load(fb, v);
    if (v.kind != V_REGS)
        return v;
    struct val w = v;
    for (int i = 0; i < v.n; i++) {
        struct ir_reg_info *info = &fb->f->regs.at[v.r[i]];
        if (!info->name)        /* a temporary */
            continue;
        w.r[i] = new_reg(fb, info->cls, info->type);
        move(fb, w.r[i], v.r[i]);
    }
    return w;
}

void val_to_regs(struct fb *fb, struct val v, const ir_reg *dst)
{
    ir_reg r[4];
    int n = val_regs(fb, v, r, v.kind == V_REGS ? NULL : dst);
    /* Leaves of the same variable may overlap crosswise, as in p = pair{p.b, p.a}. */
    bool overlap = false;
    for (int i = 0; i < n; i++)
        for (int k = 0; k < i; k++)
            overlap |= r[i] == dst[k] && r[i] != dst[i];
    for (int i = 0; overlap && i < n; i++) {
        struct ir_reg_info info = fb->f->regs.at[r[i]];
        ir_reg t = new_reg(fb, info.cls, info.type);
        move(fb, t, r[i]);
        r[i] = t;
    }
    for (int i = 0; i < n; i++)
        move(fb, dst[i], r[i]);
}

/* -- Values into memory ------------------------------------------------------------------------------------------------------ */

void mem_store(struct fb *fb, ir_reg base, int64_t off, struct type *t, struct val v)
{
    struct ir_leaf l[4];
    int n = ir_flatten(t, l);
    if (off > FAR_OFFSET) {     /* beyond the reach of a load or store: by way of an object the type knows */
        base = lea(fb, base, off, t);
        off = 0;
    }
    if (n == 0 || (n < 0 && ty_size(t) == 0)) {
        ins(fb, IR_NILCHK)->b = base;
        return;
    }
    if ((n < 0 || n > 1) && (v.kind == V_MEM || v.kind == V_ZERO)) {
        ir_reg src = v.kind == V_MEM ? at(fb, v.base, v.off, v.t) : 0;
        ir_reg dst = at(fb, base, off, t);
        struct ir_ins *i = ins(fb, v.kind == V_MEM ? IR_MCOPY : IR_MZERO);
        i->a = dst;
        i->b = src;
        i->type = t;
        return;
    }
    ASSERT(n > 0, "registers for a memory value");
    ir_reg r[4];
    val_regs(fb, v, r, NULL);
    for (int i = 0; i < n; i++) {
        struct ir_ins *s = ins(fb, IR_STORE);
        s->a = base;
        s->imm = off + l[i].off;
        s->b = r[i];
        s->type = l[i].type;
    }
}

ir_reg val_copy_addr(struct fb *fb, struct val v)
{
    if (v.kind == V_MEM && v.fresh)
        return at(fb, v.base, v.off, v.t);
    ir_reg q = temp_object(fb, v.t, NULL);
    if (v.kind != V_ZERO && ty_size(v.t) > 0)
        mem_store(fb, q, 0, v.t, v);
    return q;
}

ir_reg val_addr(struct fb *fb, struct val v)
{
    if (v.kind == V_MEM)
        return at(fb, v.base, v.off, v.t);
    return val_copy_addr(fb, v);
}

struct val val_field(struct fb *fb, struct val v, int i)
{
    struct type *st = ty_underlying(v.t);
    ty_layout(st);
    struct type_field *f = &st->strct.fields[i];
    switch (v.kind) {
    case V_ZERO:
        return v_zero(f->type);
    case V_MEM:
        return v_mem(f->type, v.base, v.off + f->offset, v.fresh);
    case V_REGS: {
        struct ir_leaf l[4];
        int skip = 0;
        for (int k = 0; k < i; k++)
            skip += ir_flatten(st->strct.fields[k].type, l);
        return v_regs(f->type, ir_flatten(f->type, l), v.r + skip);
    }
    default:
        UNREACHABLE();
    }
}
