/* compiler/ir/build_closure.c - func values: literals with captured variables, method values, and the closures that
 * carry the operands of go and defer statements. */
#include "compiler/ir/build.h"

struct val func_value(struct fb *fb, struct ir_sym *s, struct type *t, const ir_reg *want)
{
    ir_reg d = want ? want[0] : new_reg(fb, IRC_R, t);
    struct ir_ins *i = ins(fb, IR_FUNCVAL);
    i->a = d;
    i->sym = s;
    return v_reg(t, d);
}

static struct val complete(struct fb *fb, ir_reg obj, struct ir_sym *s, struct type *t, const ir_reg *want)
{
    ir_reg d = want ? want[0] : new_reg(fb, IRC_R, t);
    struct ir_ins *i = ins(fb, IR_CLOSURE);
    i->a = d;
    i->b = obj;
    i->sym = s;
    return v_reg(t, d);
}

struct val func_literal(struct fb *fb, struct expr *e, const ir_reg *want)
{
    struct func_lit *lit = e->func;
    struct type *t = expr_type(fb, e), *sig = ty_underlying(fb_type(fb, lit->sig));
    if (!fb->outer)
        analyse_function(fb->b, lit);
    struct ir_sym *s = intern_sym(fb->b, fb->f->sym->pkg, literal_name(fb), sig);
    s->instance = fb->f->sym->instance;
    struct fb *in = build_function(fb->b, s, lit, NULL, sig, fb->subst, fb);
    fb->pos = e->pos;
    if (!in->caps.n)
        return func_value(fb, s, t, want);
    ir_reg obj = heap_object(fb, in->f->ctx_type);
    for (size_t i = 0; i < in->caps.n; i++) {
        struct capture *c = &in->caps.at[i];
        struct var *v = lookup_var(fb, c->obj);
        if (c->by_ref) {
            struct type *pt = ty_pointer(fb->u, c->t);
            mem_store(fb, obj, c->off, pt, v_reg(pt, place_addr(fb, place_var(v))));
        } else {
            mem_store(fb, obj, c->off, c->t, v->in_mem ? v_mem(c->t, v->base, v->off, false)
                                                       : v_regs(c->t, v->n, v->r));
        }
    }
    vec_free(&in->caps);
    return complete(fb, obj, s, t, want);
}

/* -- Closures over values ------------------------------------------------------------------------------------------- */

struct wrapper_ctx wrapper_ctx(struct builder *b, struct val *vals, int n)
{
    struct wrapper_ctx w = { .n = n };
    struct type *t = ty_new(b->u, TY_STRUCT);
    t->strct.n = n + 1;
    t->strct.fields = arena_array(&b->u->arena, struct type_field, n + 1);
    t->strct.fields[0] = (struct type_field){ .name = "F", .type = b->u->basic[TY_UINTPTR], .pkg = b->pkg };
    w.types = arena_array(b->a, struct type *, n + 1);
    w.offs = arena_array(b->a, int64_t, n + 1);
    for (int i = 0; i < n; i++) {
        w.types[i] = ty_is_untyped(vals[i].t) ? ty_default(b->u, vals[i].t) : vals[i].t;
        t->strct.fields[i + 1] = (struct type_field){
            .name = ty_intern(b->u, arena_printf(b->a, "X%d", i)), .pkg = b->pkg, .type = w.types[i] };
    }
    ty_layout(t);
    for (int i = 0; i < n; i++)
        w.offs[i] = t->strct.fields[i + 1].offset;
    w.type = t;
    return w;
}

ir_reg make_closure(struct fb *fb, struct ir_sym *sym, struct wrapper_ctx *w, struct val *vals)
{
    if (w->n == 0)
        return val_reg(fb, func_value(fb, sym, sym->sig, NULL), NULL);
    ir_reg obj = heap_object(fb, w->type);
    for (int i = 0; i < w->n; i++)
        if (vals[i].kind != V_ZERO && ty_size(w->types[i]) > 0)
            mem_store(fb, obj, w->offs[i], w->types[i], vals[i]);
    return val_reg(fb, complete(fb, obj, sym, sym->sig, NULL), NULL);
}

void captured_vals(struct fb *fb, struct wrapper_ctx *w, struct val *out)
{
    if (w->n == 0)
        return;
    fb->f->ctx = new_reg(fb, IRC_R, ty_pointer(fb->u, w->type));
    fb->f->regs.at[fb->f->ctx].name = ".ctx";
    fb->f->ctx_type = w->type;
    for (int i = 0; i < w->n; i++)
        out[i] = val_load(fb, v_mem(w->types[i], fb->f->ctx, w->offs[i], false));
}

/* x.M not called: the receiver is evaluated and copied now. */
struct val method_value(struct fb *fb, struct expr *e, const ir_reg *want)
{
    struct builder *b = fb->b;
    struct type *t = expr_type(fb, e), *sig = ty_core(t);
    struct place p = place_of(fb, e->sel.x);
    fb->pos = e->pos;
    struct callee c = method_callee(fb, p, e->sel.sel, e->sel.obj ? e->sel.obj->pkg : b->pkg);
    struct val recv = c.kind == CE_IFACE ? c.fn : c.recv;
    if (c.kind == CE_IFACE)     /* now, not when called */
        check_nil_iface(fb, recv.r[0]);
    struct type *base = c.recv_type->kind == TY_POINTER ? c.recv_type->pointer.elem : c.recv_type;
    struct ir_sym *s = wrapper_sym(b, base, c.recv_type->kind == TY_POINTER, e->sel.sel, "-fm", sig);
    struct wrapper_ctx w = wrapper_ctx(b, &recv, 1);
    if (!s->def) {
        struct fb *in = fb_new(b, s, sig, NULL);
        in->f->wrapper = true;
        in->pos = in->f->pos = fb->pos;
        set_results(in);
        struct val *params = arena_array(b->a, struct val, sig->func.nparams + 1);
        for (int i = 0; i < sig->func.nparams; i++)
            params[i] = add_param(in, sig->func.params[i]->type, NULL);
        struct val r;
        captured_vals(in, &w, &r);
        struct callee ic = c;
        if (c.kind == CE_IFACE)
            ic.fn = r;
        else
            ic.recv = r;
        struct val *res = arena_array(b->a, struct val, in->nresults + 1);
        emit_call(in, &ic, params, res, NULL);
        do_return(in, res, in->nresults);
        fb_finish(in);
    } else {
        w.type = s->def->ctx_type ? s->def->ctx_type : w.type;
    }
    return v_reg(t, make_closure(fb, s, &w, &recv));
}
