/* compiler/ir/build_func.c - functions as a whole: parameters, results, variables, captured variables, return. */
#include "compiler/ir/build.h"

/* -- Life of a function builder ---------------------------------------------------------------------------------- */

struct fb *fb_new(struct builder *b, struct ir_sym *sym, struct type *sig, const struct tsubst *subst)
{
    struct fb *fb = arena_new(b->a, struct fb);
    struct ir_func *f = arena_new(b->a, struct ir_func);
    fb->b = b;
    fb->m = f->mod = b->m;
    fb->u = b->u;
    fb->a = b->a;
    fb->f = f;
    fb->outermost = fb;
    fb->subst = subst;
    fb->sig = sig;
    f->sym = sym;
    f->name = sym->name;
    sym->def = f;
    vec_add(&f->regs);
    vec_push(&b->m->funcs, f);
    fb->entry = new_block(fb);
    start_block(fb, fb->entry);
    start_block(fb, new_block(fb));
    return fb;
}

static ir_reg param_reg(struct fb *fb, enum ir_class c, struct type *t, const char *name)
{
    struct ir_func *f = fb->f;
    ir_reg r = new_reg(fb, c, t);
    f->regs.at[r].name = name;
    ir_reg *list = arena_array(fb->a, ir_reg, f->nparams + 1);
    if (f->nparams)
        memcpy(list, f->params, f->nparams * sizeof *list);
    list[f->nparams++] = r;
    f->params = list;
    return r;
}

struct val add_param(struct fb *fb, struct type *t, const char *name)
{
    struct ir_leaf l[4];
    ir_reg r[4];
    int n = ir_flatten(t, l);
    if (!name)
        name = "_";
    if (n < 0)
        return v_mem(t, param_reg(fb, IRC_Q, ty_pointer(fb->u, t), name), 0, true);
    for (int i = 0; i < n; i++)
        r[i] = param_reg(fb, l[i].cls, l[i].type, name);
    return v_regs(t, n, r);
}

void set_results(struct fb *fb)
{
    struct ir_func *f = fb->f;
    int n = fb->sig->func.nresults;
    fb->nresults = n;
    fb->res_ptr = arena_array(fb->a, ir_reg, n + 1);
    f->res_types = arena_array(fb->a, struct type *, 4 * n + 1);
    f->res_cls = arena_array(fb->a, uint8_t, 4 * n + 1);
    for (int i = 0; i < n; i++) {
        struct type *t = fb->sig->func.results[i]->type;
        struct ir_leaf l[4];
        int nl = ir_flatten(t, l);
        if (nl < 0)
            fb->res_ptr[i] = param_reg(fb, IRC_Q, ty_pointer(fb->u, t), "~r");
        for (int k = 0; k < nl; k++) {
            f->res_types[f->nres] = l[k].type;
            f->res_cls[f->nres++] = (uint8_t)l[k].cls;
        }
    }
}

static void mark_reachable(struct ir_block *b, struct ir_block **stack)
{
    size_t n = 0;
    stack[n++] = b;
    b->reachable = true;
    while (n) {
        b = stack[--n];
        ASSERT(b->ins.n, "jump to a block that was never built");
        struct ir_ins *i = &vec_last(&b->ins);
        struct ir_block *next[2] = { i->t, i->f };
        for (int k = 0; k < 2; k++)
            if (next[k] && !next[k]->reachable) {
                next[k]->reachable = true;
                stack[n++] = next[k];
            }
        for (uint32_t k = 0; k < i->ntargets; k++)
            if (!i->targets[k]->reachable) {
                i->targets[k]->reachable = true;
                stack[n++] = i->targets[k];
            }
    }
}

/* Drops blocks nothing leads to. */
static void prune(struct ir_func *f)
{
    struct ir_block **stack = xmalloc((f->blocks.n + 1) * sizeof *stack);
    mark_reachable(f->blocks.at[0], stack);
    if (f->recover && !f->recover->reachable)
        mark_reachable(f->recover, stack);
    free(stack);
    size_t n = 0;
    for (size_t i = 0; i < f->blocks.n; i++) {
        struct ir_block *b = f->blocks.at[i];
        if (!b->reachable) {
            vec_free(&b->ins);
            continue;
        }
        b->id = (uint32_t)n;
        f->blocks.at[n++] = b;
    }
    f->blocks.n = n;
}

static void finish_ctx(struct fb *fb)
{
    if (!fb->caps.n)
        return;
    struct type *t = ty_new(fb->u, TY_STRUCT);
    t->strct.n = (int)fb->caps.n + 1;
    t->strct.fields = arena_array(&fb->u->arena, struct type_field, t->strct.n);
    t->strct.fields[0] = (struct type_field){ .name = "F", .type = basic(fb, TY_UINTPTR), .pkg = fb->b->pkg };
    for (size_t i = 0; i < fb->caps.n; i++) {
        struct capture *c = &fb->caps.at[i];
        t->strct.fields[i + 1] = (struct type_field){
            .name = ty_intern(fb->u, arena_printf(fb->a, "X%zu", i)), .pkg = fb->b->pkg,
            .type = c->by_ref ? ty_pointer(fb->u, c->t) : c->t };
    }
    ty_layout(t);
    fb->f->ctx_type = t;
    fb->f->regs.at[fb->f->ctx].type = ty_pointer(fb->u, t);
}

void fb_finish(struct fb *fb)
{
    /* The end of the body: reached only if the function has no results. */
    if (fb->nresults == 0) {
        do_return(fb, NULL, 0);
    } else {
        rt_call(fb, RT_UNREACHABLE, NULL, 0, NULL, 0, NULL);
        ins(fb, IR_JMP)->t = fb->cur;
        unreachable(fb);
    }
    if (fb->ret) {
        start_block(fb, fb->ret);
        ins(fb, IR_DEFERRET);
        struct ir_block *keep = fb->ret;
        fb->ret = NULL;
        fb->f->recover = keep;
        do_return(fb, NULL, 0);
    }
    fb->cur = fb->entry;
    ins(fb, IR_JMP)->t = fb->f->blocks.at[1];
    finish_ctx(fb);
    prune(fb->f);
    note_types(fb->b, fb->f);
    ptrmap_free(&fb->vars);
    ptrmap_free(&fb->early);
    vec_free(&fb->early_list);
    ptrmap_free(&fb->labels);
}

/* -- Variables ---------------------------------------------------------------------------------------------------------- */

static struct var *new_var(struct fb *fb, struct object *o, struct type *t)
{
    struct var *v = arena_new(fb->a, struct var);
    v->t = t;
    if (o)
        ptrmap_put(&fb->vars, o, v);
    return v;
}

static void var_regs(struct fb *fb, struct var *v, const char *name)
{
    struct ir_leaf l[4];
    v->n = ir_flatten(v->t, l);
    for (int i = 0; i < v->n; i++) {
        v->r[i] = new_reg(fb, l[i].cls, l[i].type);
        fb->f->regs.at[v->r[i]].name = name ? name : "_";
    }
}

struct var *declare_var(struct fb *fb, struct object *o)
{
    struct var *v = new_var(fb, o, fb_type(fb, o->type));
    if (var_on_heap(o)) {
        v->in_mem = true;
        v->base = heap_object(fb, v->t);
        fb->f->regs.at[v->base].name = o->name;
    } else if (is_memory(v->t)) {
        v->in_mem = true;
        v->base = temp_object(fb, v->t, o->name);
    } else {
        var_regs(fb, v, o->name);
        for (int i = 0; i < v->n; i++)
            ins(fb, IR_ZERO)->a = v->r[i];
    }
    return v;
}

struct var *declare_var_init(struct fb *fb, struct object *o, struct val val)
{
    struct type *t = fb_type(fb, o->type);
    if (var_on_heap(o)) {
        val = val_load(fb, val);
        struct var *v = declare_var(fb, o);
        mem_store(fb, v->base, 0, t, val);
        return v;
    }
    if (is_memory(t)) {
        struct var *v;
        if (val.kind == V_MEM && val.fresh && val.off == 0) {
            v = new_var(fb, o, t);
            v->in_mem = true;
            v->base = val.base;
        } else {
            v = declare_var(fb, o);
            if (val.kind != V_ZERO)
                mem_store(fb, v->base, 0, t, val);
        }
        return v;
    }
    struct var *v = arena_new(fb->a, struct var);
    v->t = t;
    var_regs(fb, v, o->name);
    val_to_regs(fb, val, v->r);
    ptrmap_put(&fb->vars, o, v);
    return v;
}

static int64_t round_up(int64_t n, int64_t align) { return (n + align - 1) & -align; }

/* A variable of an enclosing function: a field of the closure object, read once at entry. */
static struct var *capture(struct fb *fb, struct object *o)
{
    struct var *outer = lookup_var(fb->outer, o);
    struct capture *c = vec_add(&fb->caps);
    c->obj = o;
    c->t = outer->t;
    c->by_ref = var_on_heap(o);
    struct type *ft = c->by_ref ? ty_pointer(fb->u, c->t) : c->t;
    if (fb->ctx_size == 0)
        fb->ctx_size = 8;
    c->off = round_up(fb->ctx_size, ty_align(ft));
    fb->ctx_size = c->off + ty_size(ft);
    if (!fb->f->ctx) {
        fb->f->ctx = new_reg(fb, IRC_R, NULL);
        fb->f->regs.at[fb->f->ctx].name = ".ctx";
    }
    struct var *v = new_var(fb, o, c->t);
    struct ir_block *cur = fb->cur;
    fb->cur = fb->entry;
    if (c->by_ref) {
        v->in_mem = true;
        v->base = val_reg(fb, v_mem(ft, fb->f->ctx, c->off, false), NULL);
        fb->f->regs.at[v->base].name = o->name;
    } else if (is_memory(c->t)) {
        v->in_mem = true;
        v->base = fb->f->ctx;
        v->off = c->off;
    } else {
        var_regs(fb, v, o->name);
        val_regs(fb, v_mem(c->t, fb->f->ctx, c->off, false), v->r, v->r);
    }
    fb->cur = cur;
    c->v = v;
    return v;
}

struct var *lookup_var(struct fb *fb, struct object *o)
{
    struct var *v = ptrmap_get(&fb->vars, o);
    if (v)
        return v;
    for (struct fb *f = fb->outer; f; f = f->outer)
        if (ptrmap_get(&f->vars, o))
            return capture(fb, o);
    /* Declared in code that a jump left out: any zero value does. */
    return declare_var(fb, o);
}

/* -- Parameters and results ----------------------------------------------------------------------------------------------- */

static void bind_param(struct fb *fb, struct object *o, struct val v)
{
    if (!o || !o->name || strcmp(o->name, "_") == 0)
        return;
    if (var_on_heap(o)) {
        declare_var_init(fb, o, v);
        return;
    }
    struct var *var = new_var(fb, o, v.t);
    if (v.kind == V_MEM) {
        var->in_mem = true;
        var->base = v.base;
    } else {
        var->n = v.n;
        memcpy(var->r, v.r, sizeof v.r);
    }
}

/* Result variables exist if they have names or must survive a recovered panic. */
static void bind_results(struct fb *fb, struct func_lit *lit)
{
    bool named = false;
    for (int i = 0; i < fb->nresults; i++)
        named |= lit->results && lit->results[i] && lit->results[i]->name && lit->results[i]->name[0];
    if (!fb->nresults || !(named || fb->f->has_defer))
        return;
    fb->results = arena_array(fb->a, struct var *, fb->nresults);
    for (int i = 0; i < fb->nresults; i++) {
        struct object *o = lit->results ? lit->results[i] : NULL;
        struct type *t = fb->sig->func.results[i]->type;
        struct var *v;
        if (o && var_on_heap(o)) {
            v = declare_var(fb, o);
        } else {
            v = new_var(fb, o, t);
            if (fb->res_ptr[i]) {
                v->in_mem = true;
                v->base = fb->res_ptr[i];
            } else {
                var_regs(fb, v, o ? o->name : NULL);
                for (int k = 0; k < v->n; k++)
                    ins(fb, IR_ZERO)->a = v->r[k];
            }
        }
        fb->results[i] = v;
        if (!fb->f->has_defer)
            continue;
        for (int k = 0; k < v->n; k++)
            fb->f->regs.at[v->r[k]].pinned = true;
        if (v->in_mem)
            fb->f->regs.at[v->base].pinned = true;
        if (fb->res_ptr[i])
            fb->f->regs.at[fb->res_ptr[i]].pinned = true;
    }
}

/* The values of the result variables, memory values already in the caller's object. */
static void ret_from_vars(struct fb *fb, ir_reg *args, uint32_t *n)
{
    for (int i = 0; i < fb->nresults; i++) {
        struct var *v = fb->results[i];
        if (fb->res_ptr[i]) {
            if (v->base != fb->res_ptr[i])
                mem_store(fb, fb->res_ptr[i], 0, v->t, v_mem(v->t, v->base, v->off, false));
            continue;
        }
        ir_reg r[4];
        int k = val_regs(fb, v->in_mem ? v_mem(v->t, v->base, v->off, false) : v_regs(v->t, v->n, v->r), r, NULL);
        for (int j = 0; j < k; j++)
            args[(*n)++] = r[j];
    }
}

void do_return(struct fb *fb, struct val *vals, int n)
{
    ir_reg *args = arena_array(fb->a, ir_reg, 4 * fb->nresults + 1);
    uint32_t nargs = 0;
    if (fb->results && n) {
        for (int i = 0; i < n && n > 1; i++)
            vals[i] = val_own(fb, vals[i]);
        for (int i = 0; i < n; i++)
            place_store(fb, place_var(fb->results[i]), vals[i]);
    }
    if (fb->ret) {
        ins(fb, IR_DEFERRET);           /* here, so that the frame of deferred calls stands at the line of the return */
        jump(fb, fb->ret);
        return;
    }
    if (fb->results) {
        ret_from_vars(fb, args, &nargs);
    } else {
        for (int i = 0; i < fb->nresults; i++) {
            if (fb->res_ptr[i]) {
                if (!(vals[i].kind == V_MEM && vals[i].base == fb->res_ptr[i]))
                    mem_store(fb, fb->res_ptr[i], 0, vals[i].t, vals[i]);
                continue;
            }
            ir_reg r[4];
            int k = val_regs(fb, vals[i], r, NULL);
            for (int j = 0; j < k; j++)
                args[nargs++] = r[j];
        }
    }
    struct ir_ins *i = ins(fb, IR_RET);
    i->args = args;
    i->nargs = nargs;
    unreachable(fb);
}

/* -- A function or literal -------------------------------------------------------------------------------------------------- */

struct fb *build_function(struct builder *b, struct ir_sym *sym, struct func_lit *lit, struct object *recv,
                          struct type *sig, const struct tsubst *subst, struct fb *outer)
{
    struct fb *fb = fb_new(b, sym, sig, subst);
    fb->outer = outer;
    if (outer)
        fb->outermost = outer->outermost;
    fb->f->pos = fb->pos = lit->pos;
    fb->f->has_defer = lit->has_defer;
    struct val rv = v_none();
    if (recv)
        rv = add_param(fb, fb_type(fb, recv->type), recv->name);
    set_results(fb);
    int n = sig->func.nparams;
    struct val *pv = arena_array(fb->a, struct val, n + 1);
    for (int i = 0; i < n; i++)
        pv[i] = add_param(fb, sig->func.params[i]->type, sig->func.params[i]->name);
    if (recv)
        bind_param(fb, recv, rv);
    /* The declared objects; sig may be a substituted copy with objects of its own. */
    for (int i = 0; i < n; i++)
        bind_param(fb, lit->sig->func.params[i], pv[i]);
    bind_results(fb, lit);
    if (lit->has_defer)
        fb->ret = new_block(fb);
    stmts(fb, lit->body->stmts, lit->body->n);
    fb->pos = lit->body->end;
    fb_finish(fb);
    return fb;
}
