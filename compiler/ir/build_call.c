/* compiler/ir/build_call.c - calls: who is called, with what, and where the results go. */
#include "compiler/ir/build.h"

/* -- Callees --------------------------------------------------------------------------------------------------------- */

static int iface_method_index(struct fb *fb, struct type *it, const char *name, struct package *pkg)
{
    struct typeset *ts = ty_typeset(fb->u, ty_underlying(it));
    for (int i = 0; i < ts->nmethods; i++)
        if (strcmp(ts->methods[i].name, name) == 0 &&
            (name_is_exported(name) || ts->methods[i].pkg == pkg || !ts->methods[i].pkg || !pkg ||
             strcmp(ts->methods[i].pkg->path, pkg->path) == 0))
            return i;
    ASSERT(false, "no method %s in interface", name);
}

/* Is field i of (*)t one that this package may not touch: an unexported one of a library package? */
static bool is_hidden_step(struct fb *fb, struct type *t, int i)
{
    struct type *u = ty_underlying(t);
    struct type *s = u->kind == TY_POINTER ? u->pointer.elem : t;
    if (fb->b->pkg->is_std || s->kind != TY_NAMED || s->named.ntargs || ty_underlying(s)->kind != TY_STRUCT)
        return false;
    struct type_field *f = &ty_underlying(s)->strct.fields[i];
    return f->pkg && f->pkg->is_std && !name_is_exported(f->name);
}

/* A method promoted through such a field is called by the wrapper that its package has for it. */
static struct callee promoted_callee(struct fb *fb, struct place p, const struct lookup *l, const char *name,
                                     struct package *pkg)
{
    bool is_ptr = kind_of(p.t) == TY_POINTER;
    struct type *base = is_ptr ? ty_underlying(p.t)->pointer.elem : p.t;
    struct lookup here = ty_lookup(fb->u, p.t, true, pkg, name);
    bool by_address = is_ptr || (!l->is_iface_method && l->obj->ptr_recv && !here.indirect);
    struct callee c = { .kind = CE_SYM, .sig = l->type, .has_recv = true };
    c.recv_type = by_address ? ty_pointer(fb->u, base) : base;
    if (is_ptr)
        c.recv = v_reg(c.recv_type, val_reg(fb, place_load(fb, p, NULL), NULL));
    else
        c.recv = by_address ? v_reg(c.recv_type, place_addr(fb, p)) : val_load(fb, place_load(fb, p, NULL));
    char *sym = arena_printf(fb->a, by_address ? "(*%s).%s" : "%s.%s", type_sym_name(fb->b, base), name);
    c.sym = intern_sym(fb->b, type_pkg(fb->b, base), sym, sig_with_recv(fb->b, c.recv_type, l->type));
    return c;
}

struct callee method_callee(struct fb *fb, struct place p, const char *name, struct package *pkg)
{
    struct lookup l = ty_lookup(fb->u, p.t, true, pkg, name);
    ASSERT(l.obj, "method %s not found", name);
    struct callee c = {0};
    for (int i = 0; i < l.npath; i++) {
        if (is_hidden_step(fb, p.t, l.path[i]))
            return promoted_callee(fb, p, &l, name, pkg);
        p = place_field(fb, p, l.path[i]);
    }
    c.sig = l.type;
    c.recv_type = p.t;
    if (kind_of(p.t) == TY_INTERFACE) {
        c.kind = CE_IFACE;
        c.fn = v_reg(p.t, val_reg(fb, place_load(fb, p, NULL), NULL));
        c.index = iface_method_index(fb, p.t, name, pkg);
        return c;
    }
    c.kind = CE_SYM;
    c.has_recv = true;
    bool is_ptr = kind_of(p.t) == TY_POINTER;
    struct type *base = is_ptr ? ty_underlying(p.t)->pointer.elem : p.t;
    c.sym = method_sym(fb->b, l.obj, base);
    if (l.obj->ptr_recv) {
        c.recv_type = ty_pointer(fb->u, base);
        c.recv = is_ptr ? v_reg(c.recv_type, val_reg(fb, place_load(fb, p, NULL), NULL))
                        : v_reg(c.recv_type, place_addr(fb, p));
    } else {
        if (is_ptr)
            p = place_deref(fb, p);
        c.recv_type = base;
        c.recv = val_load(fb, place_load(fb, p, NULL));
    }
    return c;
}

static struct callee symbol(struct ir_sym *s, struct type *sig)
{
    return (struct callee){ .kind = CE_SYM, .sym = s, .sig = sig };
}

static struct callee func_callee(struct fb *fb, struct object *o, struct type **targs, int n, struct type *sig)
{
    if (!n)
        return symbol(func_sym(fb->b, o), sig);
    struct type **a = arena_array(fb->a, struct type *, n);
    for (int i = 0; i < n; i++)
        a[i] = fb_type(fb, targs[i]);
    return symbol(instance_sym(fb->b, o, a, n), sig);
}

struct callee find_callee(struct fb *fb, struct expr *fun)
{
    fun = expr_unparen(fun);
    struct type *t = expr_type(fb, fun), *sig = t ? ty_core(t) : NULL;
    if (fun->kind == EX_IDENT && fun->ident.obj->kind == OBJ_FUNC)
        return func_callee(fb, fun->ident.obj, fun->ident.targs, fun->ident.ntargs, sig);
    if (fun->kind == EX_INDEX && fun->index.is_inst) {
        struct expr *x = expr_unparen(fun->index.x);
        struct object *o = x->kind == EX_IDENT ? x->ident.obj : x->sel.obj;
        return func_callee(fb, o, fun->index.targs, fun->index.ntargs, sig);
    }
    if (fun->kind == EX_SELECTOR) {
        switch (fun->sel.sel_kind) {
        case SEL_PACKAGE:
            if (fun->sel.obj->kind == OBJ_FUNC)
                return func_callee(fb, fun->sel.obj, fun->sel.targs, fun->sel.ntargs, sig);
            break;
        case SEL_METHOD: case SEL_IFACE_METHOD: {
            struct place p = place_of(fb, fun->sel.x);
            fb->pos = fun->pos;
            return method_callee(fb, p, fun->sel.sel, fun->sel.obj ? fun->sel.obj->pkg : fb->b->pkg);
        }
        case SEL_METHOD_EXPR:
            return symbol(method_expr_sym(fb, fb_type(fb, fun->sel.x->type), fun->sel.sel,
                                          fun->sel.obj ? fun->sel.obj->pkg : fb->b->pkg, t), sig);
        default:
            break;
        }
    }
    struct callee c = { .kind = CE_FUNCVAL, .sig = sig };
    c.fn = v_reg(t, expr_reg(fb, fun));
    return c;
}

/* -- Arguments ---------------------------------------------------------------------------------------------------------- */

/* f(a, b, c) for f(x ...T): the slice of the variadic part. */
static struct val pack_variadic(struct fb *fb, struct type *st, struct val *vals, int n)
{
    if (n == 0)
        return v_zero(st);
    struct type *elem = ty_underlying(st)->slice.elem, *at = ty_array(fb->u, elem, n);
    ir_reg a = heap_object(fb, at), l = new_reg(fb, IRC_L, st);
    for (int i = 0; i < n; i++)
        if (vals[i].kind != V_ZERO)
            mem_store(fb, a, i * ty_size(elem), elem, vals[i]);
    struct ir_ins *s = ins(fb, IR_SLICE);
    s->a = l;
    s->b = a;
    s->type = at;
    return v_reg(st, l);
}

/* Keeps v as the callee's own: a later argument's evaluation must not change it. */
static struct val argument(struct fb *fb, struct val v) { return v.kind == V_MEM ? val_own(fb, v) : v; }

struct val *call_args(struct fb *fb, struct expr *e, struct type *sig)
{
    int np = sig->func.nparams, nfixed = np - sig->func.variadic, n = e->call.nargs;
    struct val *in;
    struct type *vt = sig->func.variadic ? sig->func.params[np - 1]->type : NULL;
    struct type *elem = vt && !e->call.has_dots ? ty_underlying(vt)->slice.elem : NULL;
    if (e->call.spread) {
        in = expr_multi(fb, e->call.args[0], &n);
    } else {
        in = arena_array(fb->a, struct val, n + 1);
        for (int i = 0; i < n; i++) {
            struct type *t = i < nfixed ? sig->func.params[i]->type : elem ? elem : vt;
            in[i] = argument(fb, expr_as(fb, e->call.args[i], t, NULL));
        }
    }
    fb->pos = e->pos;
    struct val *out = arena_array(fb->a, struct val, np + 1);
    for (int i = 0; i < n; i++) {
        struct type *t = i < nfixed ? sig->func.params[i]->type : elem ? elem : vt;
        in[i] = convert(fb, in[i], t, NULL);
        if (i < np)
            out[i] = in[i];
    }
    if (elem)
        out[np - 1] = pack_variadic(fb, vt, in + nfixed, n - nfixed);
    return out;
}

/* -- The call ------------------------------------------------------------------------------------------------------------- */

struct reg_list { ir_reg *at; uint32_t n; };

static void add_value(struct fb *fb, struct reg_list *l, struct val v)
{
    ir_reg r[4];
    if (is_memory(v.t)) {
        l->at[l->n++] = val_copy_addr(fb, v);
        return;
    }
    int n = val_regs(fb, v, r, NULL);
    for (int i = 0; i < n; i++)
        l->at[l->n++] = r[i];
}

static bool sig_has_memory_result(struct type *sig)
{
    for (int i = 0; i < sig->func.nresults; i++)
        if (is_memory(sig->func.results[i]->type))
            return true;
    return false;
}

void emit_call(struct fb *fb, struct callee *c, struct val *args, struct val *results, const ir_reg *want)
{
    struct type *sig = c->sig;
    int np = sig->func.nparams, nr = sig->func.nresults;
    struct reg_list in = { arena_array(fb->a, ir_reg, 4 * (np + 1) + nr + 1), 0 };
    struct reg_list out = { arena_array(fb->a, ir_reg, 4 * nr + 1), 0 };
    if (c->has_recv)
        add_value(fb, &in, c->recv);
    for (int i = 0; i < nr; i++) {
        struct type *t = sig->func.results[i]->type;
        struct ir_leaf l[4];
        int n = ir_flatten(t, l);
        if (n < 0) {
            ir_reg q = temp_object(fb, t, NULL);
            in.at[in.n++] = q;
            results[i] = v_mem(t, q, 0, true);
            continue;
        }
        ir_reg r[4];
        for (int k = 0; k < n; k++)
            out.at[out.n++] = r[k] = nr == 1 && want ? want[k] : new_reg(fb, l[k].cls, l[k].type);
        results[i] = v_regs(t, n, r);
    }
    for (int i = 0; i < np; i++)
        add_value(fb, &in, args[i]);
    ir_reg fn = c->kind == CE_SYM ? 0 : val_reg(fb, c->fn, NULL);
    struct ir_ins *i = ins(fb, c->kind == CE_SYM ? IR_CALL : c->kind == CE_IFACE ? IR_CALLI : IR_CALLC);
    i->args = in.at;
    i->nargs = in.n;
    i->res = out.at;
    i->nres = out.n;
    i->sym = c->sym;
    i->b = fn;
    if (c->kind == CE_IFACE) {
        i->imm = c->index;
        i->type = c->recv_type;
    } else if (c->kind == CE_FUNCVAL) {
        i->type = c->fn.t;
    }
}

void call_hook(struct fb *fb, const char *name, struct val *args, int n)
{
    struct type *sig = ty_new(fb->u, TY_FUNC);
    sig->func.nparams = n;
    sig->func.params = arena_array(&fb->u->arena, struct object *, n + 1);
    for (int i = 0; i < n; i++)
        sig->func.params[i] = obj_new(fb->u, OBJ_VAR, fb->pos, fb->b->pkg, "", args[i].t);
    struct callee c = { .kind = CE_SYM, .sig = sig, .sym = intern_sym(fb->b, "runtime", name, sig) };
    emit_call(fb, &c, args, NULL, NULL);
}

static struct val *call_values(struct fb *fb, struct expr *e, int *n, const ir_reg *want)
{
    struct callee c = find_callee(fb, e->call.fun);
    if (c.has_recv && c.recv.kind == V_MEM)
        c.recv = val_own(fb, c.recv);
    struct val *args = call_args(fb, e, c.sig);
    *n = c.sig->func.nresults;
    struct val *res = arena_array(fb->a, struct val, *n + 1);
    fb->pos = e->pos;
    emit_call(fb, &c, args, res, want);
    return res;
}

struct val *expr_multi(struct fb *fb, struct expr *e, int *n)
{
    e = expr_unparen(e);
    struct val *two = arena_array(fb->a, struct val, 2);
    if (e->kind == EX_CALL && e->call.call_kind == CALL_FUNC && intrinsic_multi(fb, e, two)) {
        *n = 2;
        return two;
    }
    if (e->kind == EX_CALL && e->call.call_kind == CALL_FUNC)
        return call_values(fb, e, n, NULL);
    struct val *v = arena_array(fb->a, struct val, 1);
    v[0] = expr(fb, e, NULL);
    *n = 1;
    return v;
}

struct val call(struct fb *fb, struct expr *e, const ir_reg *want)
{
    struct val out;
    switch (e->call.call_kind) {
    case CALL_CONVERSION: {
        struct val v = expr(fb, e->call.args[0], NULL);
        fb->pos = e->pos;
        return conversion(fb, v, expr_type(fb, e), want);
    }
    case CALL_BUILTIN:
        return builtin(fb, e, want);
    default:
        break;
    }
    if (intrinsic(fb, e, &out, want))
        return out;
    int n;
    struct val *v = call_values(fb, e, &n, want);
    return n == 1 ? v[0] : v_none();
}

/* -- Method expressions as plain functions ------------------------------------------------------------------------------------ */

/* T.M as a function whose first parameter is the receiver. */
struct ir_sym *method_expr_sym(struct fb *fb, struct type *recv, const char *name, struct package *pkg, struct type *ft)
{
    struct builder *b = fb->b;
    struct lookup l = ty_lookup(b->u, recv, true, pkg, name);
    ASSERT(l.obj, "method %s not found", name);
    bool is_ptr = recv->kind == TY_POINTER;
    struct type *base = is_ptr ? recv->pointer.elem : recv;
    struct type *sig = ty_core(ft);
    if (l.npath == 0 && !l.is_iface_method && l.obj->ptr_recv == is_ptr && !sig_has_memory_result(sig))
        return method_sym(b, l.obj, base);
    struct ir_sym *s = wrapper_sym(b, base, is_ptr, name, "-expr", sig);
    if (s->def)
        return s;
    struct fb *w = fb_new(b, s, sig, NULL);
    w->f->wrapper = true;
    w->pos = w->f->pos = fb->pos;
    set_results(w);
    int n = sig->func.nparams;
    struct val *params = arena_array(b->a, struct val, n + 1);
    for (int i = 0; i < n; i++)
        params[i] = add_param(w, sig->func.params[i]->type, NULL);
    struct callee c = method_callee(w, place_of_val(w, params[0]), name, pkg);
    struct val *res = arena_array(b->a, struct val, w->nresults + 1);
    emit_call(w, &c, params + 1, res, NULL);
    do_return(w, res, w->nresults);
    fb_finish(w);
    return s;
}
