/* compiler/ir/build_iface.c - interface values: making them, asserting types, type switches. */
#include "compiler/ir/build.h"

/* -- Making interface values -------------------------------------------------------------------------------------- */

/* Whether a box instruction for registers makes the object: its memory image is exactly the one leaf l, and that no
 * reference (a struct of a pointer and empty fields). */
static bool is_image(struct type *t, int n, struct ir_leaf *l)
{
    return n == 1 && l[0].cls != IRC_R && l[0].off == 0 && ty_size(t) == ty_size(l[0].type);
}

/* An interface holding a constant is read from static data: nothing is allocated. */
static struct val box_const(struct fb *fb, struct val v, struct type *iface, const ir_reg *want)
{
    struct ir_global *g = static_global(fb->b, iface, true);
    static_iface_const(fb, g, 0, iface, v.t, v.cv);
    ir_reg r = new_reg(fb, IRC_R, ty_pointer(fb->u, iface));
    struct ir_ins *i = ins(fb, IR_GADDR);
    i->a = r;
    i->glob = g;
    return v_reg(iface, val_reg(fb, v_mem(iface, r, 0, false), want));
}

struct val box(struct fb *fb, struct val v, struct type *iface, const ir_reg *want)
{
    struct ir_leaf l[4];
    struct type *t = v.t;
    if (ty_is_untyped(t))
        t = v.t = ty_default(fb->u, t);
    int n = ir_flatten(t, l), op;
    ir_reg src;
    note_type(fb->b, t);
    if (v.kind == V_CONST && !ir_is_direct(t))
        return box_const(fb, v, iface, want);
    if (ir_is_direct(t)) {
        op = IR_MKI;
        if (n == 1)
            src = val_reg(fb, v, NULL);
        else {                  /* array of one reference: the reference itself */
            struct type *e = t;
            while (kind_of(e) == TY_ARRAY || kind_of(e) == TY_STRUCT)
                e = kind_of(e) == TY_ARRAY ? ty_underlying(e)->array.elem : ty_underlying(e)->strct.fields[0].type;
            src = val_reg(fb, v_mem(e, val_addr(fb, v), 0, false), NULL);
        }
    } else if (is_image(t, n, l)) {
        op = IR_BOX;
        src = val_reg(fb, v, NULL);
    } else {
        op = IR_BOXM;
        src = val_addr(fb, v);
    }
    ir_reg d = want ? want[0] : new_reg(fb, IRC_I, iface);
    struct ir_ins *i = ins(fb, op);
    i->a = d;
    i->b = src;
    i->type = t;
    i->type2 = iface;
    return v_reg(iface, d);
}

struct val iface_to_iface(struct fb *fb, struct val v, struct type *iface, const ir_reg *want)
{
    struct type *a = ty_underlying(v.t), *b = ty_underlying(iface);
    if (v.kind == V_ZERO || ty_identical(a, b)) {
        v.t = iface;
        return v;
    }
    ir_reg r = val_reg(fb, v, NULL), d = want ? want[0] : new_reg(fb, IRC_I, iface);
    struct ir_ins *i = ins(fb, IR_CONVI);
    i->a = d;
    i->b = r;
    i->type = iface;
    return v_reg(iface, d);
}

void check_nil_iface(struct fb *fb, ir_reg i)
{
    struct ir_block *ok = new_block(fb), *bad = new_block(fb);
    branch(fb, OPC_JNEI, op1(fb, OPC_ITAB, basic(fb, TY_UINTPTR), i, NULL), 0, 0, ok, bad);
    start_block(fb, bad);
    bad->cold = true;
    ir_reg nil = new_reg(fb, IRC_R, basic(fb, TY_UNSAFE_POINTER));
    ins(fb, IR_ZERO)->a = nil;
    ins(fb, IR_NILCHK)->b = nil;
    ins(fb, IR_JMP)->t = ok;
    start_block(fb, ok);
}

/* -- Taking them apart ----------------------------------------------------------------------------------------------- */

ir_reg is_type(struct fb *fb, ir_reg i, struct type *t)
{
    ir_reg d = new_reg(fb, IRC_W, basic(fb, TY_BOOL));
    struct ir_ins *in = ins(fb, IR_ISTYPE);
    in->a = d;
    in->b = i;
    in->type = t;
    note_type(fb->b, t);
    return d;
}

struct val unbox(struct fb *fb, ir_reg i, struct type *it, struct type *t, const ir_reg *want)
{
    struct ir_leaf l[4];
    bool direct = ir_is_direct(t);
    int n = ir_flatten(t, l);
    /* a direct type's register holds the reference itself, typed as the leaf where there is one */
    struct type *rt = direct ? (n == 1 ? l[0].type : t) : ty_pointer(fb->u, t);
    ir_reg d = direct && n == 1 && want ? want[0] : new_reg(fb, IRC_R, rt);
    struct ir_ins *in = ins(fb, IR_ASSERT);
    in->a = d;
    in->b = i;
    in->type = t;
    in->type2 = it;
    note_type(fb->b, t);
    if (!direct)
        return place_load(fb, place_mem(t, d, 0), want);
    if (n == 1)
        return v_reg(t, d);
    struct type *e = t;
    while (kind_of(e) == TY_ARRAY || kind_of(e) == TY_STRUCT)
        e = kind_of(e) == TY_ARRAY ? ty_underlying(e)->array.elem : ty_underlying(e)->strct.fields[0].type;
    fb->f->regs.at[d].type = e;
    ir_reg q = temp_object(fb, t, NULL);
    mem_store(fb, q, 0, e, v_reg(e, d));
    return v_mem(t, q, 0, true);
}

static struct val assert_iface(struct fb *fb, ir_reg i, struct type *t, ir_reg *ok, const ir_reg *want)
{
    ir_reg res[2] = { want ? want[0] : new_reg(fb, IRC_I, t), 0 };
    if (ok)
        res[1] = *ok = new_reg(fb, IRC_W, basic(fb, TY_BOOL));
    rt_call(fb, ok ? RT_ASSERTI2 : RT_ASSERTI, t, 1, &i, ok ? 2 : 1, res);
    return v_reg(t, res[0]);
}

struct val assert_type(struct fb *fb, ir_reg i, struct type *it, struct type *t, ir_reg *ok, const ir_reg *want)
{
    if (kind_of(t) == TY_INTERFACE)
        return assert_iface(fb, i, t, ok, want);
    if (!ok)
        return unbox(fb, i, it, t, want);
    struct ir_block *yes = new_block(fb), *no = new_block(fb), *end = new_block(fb);
    ir_reg is = is_type(fb, i, t);
    *ok = is;
    struct ir_leaf l[4];
    ir_reg d[4];
    int n = ir_flatten(t, l);
    ir_reg q = n < 0 ? temp_object(fb, t, NULL) : 0;
    for (int k = 0; k < n; k++)
        d[k] = new_reg(fb, l[k].cls, l[k].type);
    branch(fb, OPC_JNEI, is, 0, 0, yes, no);
    start_block(fb, yes);
    struct val v = unbox(fb, i, it, t, n == 1 ? d : NULL);
    if (n < 0)
        mem_store(fb, q, 0, t, v);
    else
        val_to_regs(fb, v, d);
    ins(fb, IR_JMP)->t = end;
    start_block(fb, no);
    for (int k = 0; k < n; k++)
        ins(fb, IR_ZERO)->a = d[k];
    if (n < 0 && ty_size(t) > 0) {
        struct ir_ins *z = ins(fb, IR_MZERO);
        z->a = q;
        z->type = t;
    }
    ins(fb, IR_JMP)->t = end;
    start_block(fb, end);
    return n < 0 ? v_mem(t, q, 0, true) : v_regs(t, n, d);
}

/* -- Type switches ------------------------------------------------------------------------------------------------------- */

/* Branches to hit if i has the case's type; leaves the block after the test current.  For a single non-nil case with a
 * variable, the value is left in *v. */
static void type_case(struct fb *fb, ir_reg i, struct type *it, struct expr *te, struct ir_block *hit, struct val *v)
{
    struct ir_block *next = new_block(fb);
    te = expr_unparen(te);
    fb->pos = te->pos;
    if (te->mode == MODE_NIL) {
        ir_reg w = op1(fb, OPC_ITAB, basic(fb, TY_UINTPTR), i, NULL);
        branch(fb, OPC_JEQI, w, 0, 0, hit, next);
        if (v)
            *v = v_reg(it, i);
    } else {
        struct type *t = fb_type(fb, te->type);
        if (kind_of(t) == TY_INTERFACE) {
            ir_reg ok;
            struct val r = assert_iface(fb, i, t, &ok, NULL);
            if (v)
                *v = r;
            branch(fb, OPC_JNEI, ok, 0, 0, hit, next);
        } else {
            branch(fb, OPC_JNEI, is_type(fb, i, t), 0, 0, hit, next);
            if (v)
                *v = v_none();  /* read in the clause */
        }
    }
    start_block(fb, next);
}

void stmt_type_switch(struct fb *fb, struct stmt *s, struct stmt *label)
{
    stmt(fb, s->tswitch.init, NULL);
    struct type *it = expr_type(fb, s->tswitch.x);
    ir_reg i = val_reg(fb, val_own(fb, expr(fb, s->tswitch.x, NULL)), NULL);
    int n = s->tswitch.n;
    struct clause *c = s->tswitch.clauses;
    struct ir_block **at = arena_array(fb->a, struct ir_block *, n + 1), *end = new_block(fb), *dflt = end;
    struct val *vals = arena_array(fb->a, struct val, n + 1);
    for (int k = 0; k < n; k++) {
        at[k] = new_block(fb);
        if (c[k].is_default)
            dflt = at[k];
    }
    for (int k = 0; k < n; k++)
        for (int j = 0; j < c[k].nexprs; j++)
            type_case(fb, i, it, c[k].exprs[j], at[k], c[k].nexprs == 1 ? &vals[k] : NULL);
    ins(fb, IR_JMP)->t = dflt;
    struct target t;
    push_target(fb, &t, s, end, NULL);
    for (int k = 0; k < n; k++) {
        start_block(fb, at[k]);
        if (c[k].implicit) {
            struct val v = vals[k];
            struct expr *te = c[k].nexprs == 1 ? expr_unparen(c[k].exprs[0]) : NULL;
            fb->pos = c[k].pos;
            if (!te || te->mode == MODE_NIL)
                v = v_reg(it, i);
            else if (v.kind == V_NONE)
                v = unbox(fb, i, it, fb_type(fb, te->type), NULL);
            declare_var_init(fb, c[k].implicit, val_own(fb, v));
        }
        stmts(fb, c[k].body, c[k].nbody);
        ins(fb, IR_JMP)->t = end;
    }
    pop_target(fb);
    start_block(fb, end);
}
