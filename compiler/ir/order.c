/* compiler/ir/order.c - calls of a statement before its other operands.
 *
 * The language orders calls, receives and logical operators only; when a variable is read relative to a call is open
 * ("Order of evaluation").  Programs know gc, which performs these operations first, in order, and reads variables
 * last: f(x, g()) passes what g made of x.  Where it makes a difference, that is where an operand that a call could
 * change comes before a call, the operations are evaluated here ahead of the statement; expr() and place_of() then
 * find their values. */
#include "compiler/ir/build.h"

/* -- The operands of an expression ------------------------------------------------------------------------------------ */

static bool is_value(const struct expr *e) { return e && e->mode != MODE_TYPE && e->mode != MODE_CONST && e->mode != MODE_NIL; }

/* Calls visit for the operands of e in order of evaluation. */
static void operands(struct expr *e, void (*visit)(struct expr *e, void *arg), void *arg)
{
    struct expr *part[4] = { NULL };
    switch (e->kind) {
    case EX_SELECTOR:
        if (e->sel.sel_kind != SEL_PACKAGE && e->sel.sel_kind != SEL_METHOD_EXPR)
            part[0] = e->sel.x;
        break;
    case EX_INDEX:
        if (!e->index.is_inst) {
            part[0] = e->index.x;
            part[1] = e->index.indices[0];
        }
        break;
    case EX_SLICE:
        part[0] = e->slice.x;
        part[1] = e->slice.lo;
        part[2] = e->slice.hi;
        part[3] = e->slice.max;
        break;
    case EX_TYPE_ASSERT: part[0] = e->assert.x; break;
    case EX_STAR: part[0] = e->star.x; break;
    case EX_UNARY: part[0] = e->unary.x; break;
    case EX_BINARY:
        part[0] = e->binary.x;
        part[1] = e->binary.y;
        break;
    case EX_CALL:
        if (e->call.call_kind == CALL_FUNC)
            visit(e->call.fun, arg);
        for (int i = 0; i < e->call.nargs; i++)
            if (is_value(e->call.args[i]))
                visit(e->call.args[i], arg);
        break;
    case EX_COMPOSITE_LIT:
        for (int i = 0; i < e->comp.nelems; i++) {
            struct expr *x = e->comp.elems[i];
            if (x->kind == EX_KEY_VALUE && x->kv.key->type && is_value(x->kv.key))
                visit(x->kv.key, arg);
            x = x->kind == EX_KEY_VALUE ? x->kv.value : x;
            if (is_value(x))
                visit(x, arg);
        }
        break;
    default: break;
    }
    for (int i = 0; i < 4; i++)
        if (is_value(part[i]))
            visit(part[i], arg);
}

static bool is_logical(const struct expr *e)
{
    return e->kind == EX_BINARY && (e->binary.op == OP_LAND || e->binary.op == OP_LOR);
}

/* -- Does the order matter? ------------------------------------------------------------------------------------------- */

struct scan { struct fb *fb; bool read, call, matters; };

static bool is_read(struct fb *fb, struct expr *e)
{
    switch (e->kind) {
    case EX_IDENT: {
        struct object *o = e->ident.obj;
        return o && o->kind == OBJ_VAR && (o->is_global || var_on_heap(o));
    }
    case EX_SELECTOR: {
        struct object *o = e->sel.obj;
        if (e->sel.sel_kind == SEL_PACKAGE)
            return o && o->kind == OBJ_VAR;
        if (e->sel.sel_kind == SEL_METHOD_EXPR || (o && o->kind == OBJ_FUNC && o->ptr_recv && !e->sel.npath))
            return false;
        return e->sel.path_indirect || kind_of(expr_type(fb, e->sel.x)) == TY_POINTER;
    }
    case EX_STAR: return true;
    case EX_INDEX: return !e->index.is_inst && kind_of(expr_type(fb, e->index.x)) != TY_ARRAY;
    default: return false;
    }
}

static void scan(struct expr *e, void *arg)
{
    struct scan *s = arg;
    e = expr_unparen(e);
    if (s->matters || e->kind == EX_FUNC_LIT || order_value(s->fb, e))
        return;
    operands(e, scan, s);
    if (e->kind == EX_CALL && e->call.call_kind == CALL_FUNC) {
        s->call = true;
        s->matters |= s->read;
    }
    s->read |= is_read(s->fb, e);
}

/* -- Evaluation ahead of the statement -------------------------------------------------------------------------------- */

struct early { struct fb *fb; };

static bool has_call(struct fb *fb, struct expr *e)
{
    struct scan s = { .fb = fb };
    scan(e, &s);
    return s.call || s.matters;
}

static bool is_ordered_builtin(int id)
{
    return id == BI_APPEND || id == BI_COPY || id == BI_RECOVER || id == BI_LEN || id == BI_CAP || id == BI_COMPLEX ||
           id == BI_REAL || id == BI_IMAG || id == BI_MAKE || id == BI_NEW;
}

/* What gc performs in order. */
static bool is_operation(struct fb *fb, struct expr *e)
{
    struct type *t = expr_type(fb, e);
    if (!t || t->kind == TY_TUPLE || e->mode == MODE_NOVALUE)
        return false;
    switch (e->kind) {
    case EX_CALL:
        if (e->call.call_kind == CALL_BUILTIN)
            return is_ordered_builtin(e->call.builtin);
        return e->call.call_kind == CALL_FUNC ||
               (kind_of(t) == TY_SLICE && kind_of(expr_type(fb, e->call.args[0])) == TY_STRING);
    case EX_UNARY: return e->unary.op == OP_RECV;
    case EX_INDEX: return !e->index.is_inst && kind_of(expr_type(fb, e->index.x)) == TY_MAP;
    case EX_SLICE: case EX_TYPE_ASSERT: return true;
    default: return false;
    }
}

static void remember(struct fb *fb, struct expr *e, struct val v)
{
    struct val *p = arena_new(fb->a, struct val);
    *p = val_own(fb, v);
    ptrmap_put(&fb->early, e, p);
    vec_push(&fb->early_list, e);
}

static void evaluate(struct expr *e, void *arg);

/* These order their operands themselves: conditionally, entry by entry. */
static bool is_unit(struct fb *fb, struct expr *e)
{
    return is_logical(e) || (e->kind == EX_COMPOSITE_LIT && kind_of(expr_type(fb, e)) == TY_MAP);
}

/* Whether gc's conversion of a t to an interface takes the value late; other values are copied in turn with calls. */
static bool is_boxed_late(struct type *t)
{
    enum type_kind k = kind_of(t);
    if (k <= TY_FLOAT64)
        return k > TY_BOOL && ty_size(t) > 1;
    return k == TY_STRING || k == TY_SLICE || k == TY_INTERFACE || ty_is_untyped(t);
}

static void evaluate_arguments(struct early *x, struct expr *e)
{
    struct type *sig = ty_core(expr_type(x->fb, e->call.fun));
    int nfixed = sig->func.nparams - sig->func.variadic;
    evaluate(e->call.fun, x);
    for (int i = 0; i < e->call.nargs; i++) {
        struct expr *a = expr_unparen(e->call.args[i]);
        if (!is_value(a))
            continue;
        evaluate(a, x);
        struct type *at = expr_type(x->fb, a), *pt = i < nfixed ? sig->func.params[i]->type : NULL;
        if (!pt && !e->call.has_dots && sig->func.variadic)
            pt = ty_underlying(sig->func.params[nfixed]->type)->slice.elem;
        if (pt && at && kind_of(pt) == TY_INTERFACE && !is_boxed_late(at) && !order_value(x->fb, a))
            remember(x->fb, a, expr(x->fb, a, NULL));
    }
}

static void evaluate_operands(struct early *x, struct expr *e)
{
    if (e->kind == EX_CALL && e->call.call_kind == CALL_FUNC && !e->call.spread)
        evaluate_arguments(x, e);
    else
        operands(e, evaluate, x);
}

static void evaluate(struct expr *e, void *arg)
{
    struct early *x = arg;
    struct fb *fb = x->fb;
    e = expr_unparen(e);
    if (e->kind == EX_FUNC_LIT || order_value(fb, e))
        return;
    if (is_unit(fb, e)) {
        if (has_call(fb, e))
            remember(fb, e, expr(fb, e, NULL));
        return;
    }
    evaluate_operands(x, e);
    if (is_operation(fb, e))
        remember(fb, e, expr(fb, e, NULL));
}

/* -- Interface ---------------------------------------------------------------------------------------------------------- */

struct val *order_value(struct fb *fb, struct expr *e) { return fb->early_list.n ? ptrmap_get(&fb->early, e) : NULL; }

/* An expression that is the statement's own operation stays where it is; its operands are ordered. */
static void evaluate_inside(struct early *x, struct expr *e)
{
    e = expr_unparen(e);
    if (e->kind != EX_FUNC_LIT && !is_unit(x->fb, e))
        evaluate_operands(x, e);
}

/* lhs op= rhs; whole: the values of rhs are operands of the statement, not the statement itself. */
static void order(struct fb *fb, struct expr **lhs, int nlhs, struct expr **rhs, int nrhs, bool whole)
{
    struct scan s = { .fb = fb };
    struct early x = { fb };
    struct pos pos = fb->pos;
    for (int i = 0; i < nlhs; i++)
        operands(expr_unparen(lhs[i]), scan, &s);
    whole |= s.read;
    for (int i = 0; i < nrhs; i++)
        if (is_value(rhs[i]))
            scan(rhs[i], &s);
    if (!s.matters)
        return;
    for (int i = 0; i < nlhs; i++)
        evaluate_inside(&x, lhs[i]);
    for (int i = 0; i < nrhs; i++) {
        if (!is_value(rhs[i]))
            continue;
        if (whole)
            evaluate(rhs[i], &x);
        else
            evaluate_inside(&x, rhs[i]);
    }
    fb->pos = pos;
}

size_t order_begin(struct fb *fb, struct expr **list, int n, bool whole)
{
    size_t mark = fb->early_list.n;
    order(fb, NULL, 0, list, n, whole);
    return mark;
}

void order_end(struct fb *fb, size_t mark)
{
    while (fb->early_list.n > mark)
        ptrmap_put(&fb->early, vec_pop(&fb->early_list), NULL);
}

size_t order_statement(struct fb *fb, struct stmt *s)
{
    size_t mark = fb->early_list.n;
    struct expr *list[2];
    switch (s->kind) {
    case ST_EXPR: order(fb, NULL, 0, &s->x, 1, false); break;
    case ST_RETURN: order(fb, NULL, 0, s->ret.results, s->ret.n, s->ret.n > 1); break;
    case ST_SEND:
        list[0] = s->send.ch;
        list[1] = s->send.value;
        order(fb, NULL, 0, list, 2, true);
        break;
    case ST_ASSIGN: case ST_DEFINE: case ST_OPASSIGN:
        if (s->assign.nlhs == s->assign.nrhs)
            order(fb, s->assign.lhs, s->assign.nlhs, s->assign.rhs, s->assign.nrhs, s->assign.nrhs > 1);
        else                    /* f(), or one of the forms with ok */
            order(fb, NULL, 0, s->assign.rhs, s->assign.nrhs, false);
        break;
    default: break;             /* go and defer keep their arguments one by one */
    }
    return mark;
}
