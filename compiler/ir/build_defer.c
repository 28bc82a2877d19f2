/* compiler/ir/build_defer.c - go and defer statements.
 *
 * The function value and the arguments are evaluated at the statement.  A call that is not already of the form f() is
 * wrapped in a function without parameters whose closure holds the evaluated operands. */
#include "compiler/ir/build.h"

static void start(struct fb *fb, struct stmt *s, ir_reg fn)
{
    fb->pos = s->pos;
    ins(fb, s->kind == ST_GO ? IR_GO : IR_DEFER)->b = fn;
}

/* A new wrapper function of type func(). */
static struct fb *wrapper(struct fb *fb, struct stmt *s)
{
    struct type *sig = ty_new(fb->u, TY_FUNC);
    char *name = arena_printf(fb->a, "%s.%s%d", fb->f->name, s->kind == ST_GO ? "gowrap" : "deferwrap", ++fb->nwrappers);
    struct ir_sym *sym = intern_sym(fb->b, fb->f->sym->pkg, name, sig);
    sym->instance = fb->f->sym->instance;
    struct fb *w = fb_new(fb->b, sym, sig, fb->subst);
    w->f->wrapper = true;
    w->f->pos = s->pos;
    w->pos = s->go.call->pos;
    set_results(w);
    return w;
}

static void builtin_call(struct fb *fb, struct stmt *s, struct expr *e)
{
    int n = e->call.nargs, id = e->call.builtin;
    struct val *args = e->call.spread ? expr_multi(fb, e->call.args[0], &n) : arena_array(fb->a, struct val, n + 1);
    struct val *in = arena_array(fb->a, struct val, n + 1);
    struct type *mt = id == BI_DELETE ? ty_core(expr_type(fb, e->call.args[0])) : NULL;
    for (int i = 0; i < n; i++) {
        struct expr *a = e->call.spread ? NULL : e->call.args[i];
        args[i] = !a ? args[i] : id == BI_PANIC ? expr_as(fb, a, fb->u->any_type, NULL)
                  : mt && i == 1 ? expr_as(fb, a, mt->map.key, NULL) : expr(fb, a, NULL);
        if (args[i].kind == V_ZERO && args[i].t->kind == TY_UNTYPED_NIL)
            args[i].t = basic(fb, TY_UNSAFE_POINTER);
        if (ty_is_untyped(args[i].t))
            args[i].t = ty_default(fb->u, args[i].t);
        args[i] = args[i].kind == V_MEM ? val_own(fb, args[i]) : args[i];
    }
    struct wrapper_ctx c = wrapper_ctx(fb->b, args, n);
    struct fb *w = wrapper(fb, s);
    captured_vals(w, &c, in);
    builtin_on(w, id, in, n, expr_type(fb, e), NULL);
    fb_finish(w);
    start(fb, s, make_closure(fb, w->f->sym, &c, args));
}

static void func_call(struct fb *fb, struct stmt *s, struct expr *e)
{
    struct callee c = find_callee(fb, e->call.fun);
    if (c.has_recv && c.recv.kind == V_MEM)
        c.recv = val_own(fb, c.recv);
    if (c.kind != CE_SYM)
        c.fn = val_own(fb, c.fn);
    if (c.kind == CE_IFACE)
        check_nil_iface(fb, val_reg(fb, c.fn, NULL));
    struct val *args = call_args(fb, e, c.sig);
    int np = c.sig->func.nparams;
    if (np == 0 && c.sig->func.nresults == 0 && !c.has_recv && c.kind != CE_IFACE) {
        if (c.kind == CE_SYM)
            c.fn = func_value(fb, c.sym, c.sig, NULL);
        start(fb, s, val_reg(fb, c.fn, NULL));
        return;
    }
    /* A nil func value or interface panics here if started by go, and when run if deferred. */
    struct val *vals = arena_array(fb->a, struct val, np + 2), *in = arena_array(fb->a, struct val, np + 2);
    int n = 0;
    bool has_fn = c.kind != CE_SYM;
    if (has_fn)
        vals[n++] = c.fn;
    if (c.has_recv)
        vals[n++] = c.recv;
    for (int i = 0; i < np; i++)
        vals[n++] = args[i];
    for (int i = 0; i < n; i++)
        if (vals[i].kind == V_ZERO && vals[i].t->kind == TY_UNTYPED_NIL)
            vals[i].t = basic(fb, TY_UNSAFE_POINTER);
    struct wrapper_ctx ctx = wrapper_ctx(fb->b, vals, n);
    struct fb *w = wrapper(fb, s);
    captured_vals(w, &ctx, in);
    struct callee wc = c;
    int at = 0;
    if (has_fn)
        wc.fn = in[at++];
    if (c.has_recv)
        wc.recv = in[at++];
    struct val *res = arena_array(fb->a, struct val, c.sig->func.nresults + 1);
    emit_call(w, &wc, in + at, res, NULL);
    fb_finish(w);
    fb->pos = s->pos;
    start(fb, s, make_closure(fb, w->f->sym, &ctx, vals));
}

void stmt_go(struct fb *fb, struct stmt *s)
{
    struct expr *e = expr_unparen(s->go.call);
    if (e->kind == EX_CALL && e->call.call_kind == CALL_BUILTIN)
        builtin_call(fb, s, e);
    else if (e->kind == EX_CALL && e->call.call_kind == CALL_FUNC)
        func_call(fb, s, e);
    else
        expr_discard(fb, e);
}
