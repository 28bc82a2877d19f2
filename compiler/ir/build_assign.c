/* compiler/ir/build_assign.c - assignments and variable declarations.
 *
 * The specification's two phases: operands of index expressions and pointer indirections on the left and the
 * expressions on the right are evaluated in order; then the assignments happen left to right. */
#include "compiler/ir/build.h"

/* -- One value ---------------------------------------------------------------------------------------------------------- */

static bool is_blank(struct expr *e)
{
    e = expr_unparen(e);
    return e->kind == EX_IDENT && strcmp(e->ident.name, "_") == 0;
}

/* var o = e, built straight into the variable where it lives in registers. */
static void define(struct fb *fb, struct object *o, struct expr *e)
{
    struct type *t = fb_type(fb, o->type);
    struct ir_leaf l[4];
    if (var_on_heap(o) || is_memory(t)) {
        declare_var_init(fb, o, expr_as(fb, e, t, NULL));
        return;
    }
    struct var *v = arena_new(fb->a, struct var);
    v->t = t;
    v->n = ir_flatten(t, l);
    for (int i = 0; i < v->n; i++) {
        v->r[i] = new_reg(fb, l[i].cls, l[i].type);
        fb->f->regs.at[v->r[i]].name = o->name;
    }
    val_to_regs(fb, expr_as(fb, e, t, v->r), v->r);
    ptrmap_put(&fb->vars, o, v);
}

static void assign_one(struct fb *fb, struct expr *lhs, struct expr *rhs)
{
    if (is_blank(lhs)) {
        expr_discard(fb, rhs);
        return;
    }
    struct pos pos = fb->pos;
    struct place p = place_of(fb, lhs);
    struct val v = expr_as(fb, rhs, p.t, p.kind == PL_REGS ? p.r : NULL);
    fb->pos = pos;
    place_store(fb, p, v);
}

/* -- Several values --------------------------------------------------------------------------------------------------------- */

static ir_reg own_reg(struct fb *fb, ir_reg r)
{
    if (!r || !fb->f->regs.at[r].name)
        return r;
    struct ir_reg_info info = fb->f->regs.at[r];
    ir_reg t = new_reg(fb, info.cls, info.type);
    move(fb, t, r);
    return t;
}

/* Operands of p that a register assignment of the same statement might change. */
struct place own_place(struct fb *fb, struct place p)
{
    if (p.kind == PL_REGS || p.kind == PL_BLANK)
        return p;
    p.base = own_reg(fb, p.base);
    if (p.kind == PL_SLICE || p.kind == PL_ARRAY)
        p.idx = own_reg(fb, p.idx);
    if (p.kind == PL_MAP)
        p.key = val_own(fb, p.key);
    return p;
}

static bool is_new(struct object **newvars, int i) { return newvars && newvars[i]; }

/* Where lhs[i] is assigned to; new variables are not declared yet. */
static struct place *lhs_places(struct fb *fb, struct expr **lhs, struct object **newvars, int n)
{
    struct place *p = arena_array(fb->a, struct place, n);
    bool regs = false;
    for (int i = 0; i < n; i++) {
        if (is_new(newvars, i) || is_blank(lhs[i]))
            p[i].kind = PL_BLANK;
        else
            p[i] = place_of(fb, lhs[i]);
        regs |= p[i].kind == PL_REGS;
    }
    for (int i = 0; regs && i < n; i++)
        p[i] = own_place(fb, p[i]);
    return p;
}

static void store_all(struct fb *fb, struct expr **lhs, struct object **newvars, struct place *p, struct val *v, int n)
{
    for (int i = 0; i < n; i++) {
        if (is_new(newvars, i)) {
            if (strcmp(newvars[i]->name, "_") != 0)
                declare_var_init(fb, newvars[i], convert(fb, v[i], fb_type(fb, newvars[i]->type), NULL));
        } else if (p[i].kind != PL_BLANK) {
            place_store(fb, p[i], convert(fb, v[i], p[i].t, NULL));
        }
    }
}

void assign_values(struct fb *fb, struct expr **lhs, struct object **newvars, int nlhs, struct expr **rhs, int nrhs)
{
    struct pos pos = fb->pos;
    struct place *p = lhs_places(fb, lhs, newvars, nlhs);
    struct val *v;
    if (nrhs == nlhs) {
        v = arena_array(fb->a, struct val, nlhs);
        for (int i = 0; i < nlhs; i++) {
            struct type *t = is_new(newvars, i) ? fb_type(fb, newvars[i]->type) : p[i].t;
            v[i] = t ? expr_as(fb, rhs[i], t, NULL) : expr(fb, rhs[i], NULL);
            v[i] = val_own(fb, v[i]);
        }
    } else if (expr_unparen(rhs[0])->kind == EX_CALL) {
        int n;
        v = expr_multi(fb, rhs[0], &n);
    } else {
        v = arena_array(fb->a, struct val, 2);
        ir_reg ok;
        v[0] = comma_ok(fb, rhs[0], &ok, is_new(newvars, 0) || p[0].kind != PL_BLANK);
        v[1] = v_reg(basic(fb, TY_BOOL), ok);
    }
    fb->pos = pos;
    store_all(fb, lhs, newvars, p, v, nlhs);
}

void stmt_assign(struct fb *fb, struct stmt *s)
{
    struct object **newvars = s->kind == ST_DEFINE ? s->assign.newvars : NULL;
    if (s->assign.nlhs != 1 || s->assign.nrhs != 1) {
        assign_values(fb, s->assign.lhs, newvars, s->assign.nlhs, s->assign.rhs, s->assign.nrhs);
        return;
    }
    if (is_new(newvars, 0) && strcmp(newvars[0]->name, "_") != 0)
        define(fb, newvars[0], s->assign.rhs[0]);
    else
        assign_one(fb, s->assign.lhs[0], s->assign.rhs[0]);
}

void decl_vars(struct fb *fb, struct object **objs, int nobjs, struct expr **values, int nvalues)
{
    if (!nvalues) {
        for (int i = 0; i < nobjs; i++)
            if (strcmp(objs[i]->name, "_") != 0)
                declare_var(fb, objs[i]);
        return;
    }
    if (nobjs == 1) {
        if (strcmp(objs[0]->name, "_") != 0)
            define(fb, objs[0], values[0]);
        else
            expr_discard(fb, values[0]);
        return;
    }
    struct val *v;
    if (nvalues == nobjs) {
        v = arena_array(fb->a, struct val, nobjs);
        for (int i = 0; i < nobjs; i++)
            v[i] = val_own(fb, expr_as(fb, values[i], fb_type(fb, objs[i]->type), NULL));
    } else if (expr_unparen(values[0])->kind == EX_CALL) {
        int n;
        v = expr_multi(fb, values[0], &n);
    } else {
        v = arena_array(fb->a, struct val, 2);
        ir_reg ok;
        v[0] = comma_ok(fb, values[0], &ok, true);
        v[1] = v_reg(basic(fb, TY_BOOL), ok);
    }
    struct place *blank = arena_array(fb->a, struct place, nobjs);
    store_all(fb, NULL, objs, blank, v, nobjs);
}

/* -- x op= y, x++ ---------------------------------------------------------------------------------------------------------------- */

void stmt_op_assign(struct fb *fb, struct stmt *s)
{
    struct expr *lhs = s->assign.lhs[0], *rhs = s->assign.rhs[0];
    enum op op = s->assign.op;
    struct place p = place_of(fb, lhs);
    bool is_shift = op == OP_SHL || op == OP_SHR;
    struct val y = val_load(fb, is_shift ? expr(fb, rhs, NULL) : expr_as(fb, rhs, p.t, NULL));
    fb->pos = s->pos2;
    if (p.kind == PL_ARRAY)
        p = place_resolve(fb, p);
    struct val x = val_load(fb, place_load(fb, p, NULL));
    const ir_reg *want = p.kind == PL_REGS ? p.r : NULL;
    struct val r = is_shift ? shift(fb, op, p.t, x, y, expr_type(fb, rhs), want) : arith(fb, op, p.t, x, y, want);
    place_store(fb, p, r);
}

void stmt_incdec(struct fb *fb, struct stmt *s)
{
    struct place p = place_of(fb, s->incdec.x);
    fb->pos = s->pos2;
    if (p.kind == PL_ARRAY)
        p = place_resolve(fb, p);
    struct val x = val_load(fb, place_load(fb, p, NULL)), one = v_const(p.t, cv_int(fb->u, 1));
    place_store(fb, p, arith(fb, s->incdec.dec ? OP_SUB : OP_ADD, p.t, x, one, p.kind == PL_REGS ? p.r : NULL));
}
