/* compiler/ir/build.c - a checked package to IR: variables, the initialiser, functions, instances, method tables. */
#include "compiler/ir/build.h"
#include "layout.h"

/* -- The package initialiser ----------------------------------------------------------------------------------------- */

static bool is_blank_var(struct object *o) { return strcmp(o->name, "_") == 0; }

static void init_step(struct fb *fb, struct init_step *s)
{
    fb->pos = s->nlhs ? s->lhs[0]->pos : s->rhs->pos;
    if (s->nlhs == 1) {
        struct object *o = s->lhs[0];
        bool fixed = is_static(fb, s->rhs, o->type);
        if (is_blank_var(o)) {
            if (!fixed)
                expr_discard(fb, s->rhs);
        } else if (fixed) {
            static_init(fb, global_of(fb->b, o), 0, o->type, s->rhs);
            ptrmap_put(&fb->b->fixed, o, o);
        } else {
            struct val v = expr_as(fb, s->rhs, o->type, NULL);
            ir_reg r = new_reg(fb, IRC_R, ty_pointer(fb->u, o->type));
            struct ir_ins *i = ins(fb, IR_GADDR);
            i->a = r;
            i->glob = global_of(fb->b, o);
            mem_store(fb, r, 0, o->type, v);
        }
        return;
    }
    struct val *v;
    if (expr_unparen(s->rhs)->kind == EX_CALL) {
        int n;
        v = expr_multi(fb, s->rhs, &n);
    } else {
        v = arena_array(fb->a, struct val, 2);
        ir_reg ok;
        v[0] = comma_ok(fb, s->rhs, &ok, true);
        v[1] = v_reg(basic(fb, TY_BOOL), ok);
    }
    for (int i = 0; i < s->nlhs; i++) {
        struct object *o = s->lhs[i];
        if (is_blank_var(o))
            continue;
        struct val c = convert(fb, v[i], o->type, NULL);
        ir_reg r = new_reg(fb, IRC_R, ty_pointer(fb->u, o->type));
        struct ir_ins *in = ins(fb, IR_GADDR);
        in->a = r;
        in->glob = global_of(fb->b, o);
        mem_store(fb, r, 0, o->type, c);
    }
}

static void build_init(struct builder *b)
{
    struct package *p = b->pkg;
    struct type *sig = ty_new(b->u, TY_FUNC);
    struct fb *fb = fb_new(b, intern_sym(b, p->path, "init", sig), sig, NULL);
    b->m->init = fb->f;
    set_results(fb);
    for (int i = 0; i < p->ninits; i++)
        init_step(fb, &p->inits[i]);
    for (int i = 0; i < p->ninit_funcs; i++) {
        fb->pos = p->init_funcs[i]->pos;
        ins(fb, IR_CALL)->sym = func_sym(b, p->init_funcs[i]);
    }
    size_t n = 0;
    for (size_t i = 0; i < fb->f->blocks.n; i++)
        n += fb->f->blocks.at[i]->ins.n;
    fb_finish(fb);
    if (n == 0)                 /* nothing to execute */
        b->m->init = NULL;
}

static void name_init_funcs(struct builder *b)
{
    for (int i = 0; i < b->pkg->ninit_funcs; i++) {
        struct object *o = b->pkg->init_funcs[i];
        ptrmap_put(&b->sym_of, o, intern_sym(b, b->pkg->path, arena_printf(b->a, "init.%d", i), o->type));
    }
}

/* -- Functions ----------------------------------------------------------------------------------------------------------- */

static bool is_generic(struct object *o)
{
    struct type *t = o->type;
    return t->func.ntparams > 0 || t->func.nrecv_tparams > 0 ||
           (o->recv_named && o->recv_named->kind == TY_NAMED && o->recv_named->named.ntparams > 0);
}

static void build_bodyless(struct builder *b, struct object *o, struct ir_sym *s)
{
    struct fb *fb = fb_new(b, s, o->type, NULL);
    fb->f->bodyless = true;
    fb->f->pos = o->pos;
    if (s->method)
        add_param(fb, s->sig->func.params[0]->type, NULL);
    set_results(fb);
    for (int i = 0; i < o->type->func.nparams; i++)
        add_param(fb, o->type->func.params[i]->type, NULL);
    rt_call(fb, RT_UNREACHABLE, NULL, 0, NULL, 0, NULL);
    ins(fb, IR_JMP)->t = fb->cur;
    unreachable(fb);
    fb->nresults = 0;
    struct ir_func *f = fb->f;
    fb_finish(fb);
    f->linkname = o->linkname;
    b->m->uses_unsafe = true;           /* it may be bound to anything */
    f->exported = name_is_exported(o->name);
}

static void build_func_object(struct builder *b, struct object *o)
{
    if (!o->type || strcmp(o->name, "_") == 0 || is_generic(o))
        return;
    struct ir_sym *s = func_sym(b, o);
    if (s->def)
        return;
    struct func_lit *lit = o->body;
    if (!lit || !lit->body) {
        build_bodyless(b, o, s);
        return;
    }
    analyse_function(b, lit);
    struct fb *fb = build_function(b, s, lit, o->recv_named ? o->type->func.recv : NULL, o->type, NULL, NULL);
    fb->f->exported = name_is_exported(o->name);
    fb->f->linkname = o->linkname;
}

/* -- The package -------------------------------------------------------------------------------------------------------------- */

static struct type *opaque_hiter(struct builder *b)
{
    struct type *words = ty_array(b->u, b->u->basic[TY_UNSAFE_POINTER], SIZE_HITER / 8);
    struct object *o = obj_new(b->u, OBJ_TYPE, (struct pos){0}, NULL, ty_intern(b->u, "hiter"), NULL);
    return ty_named(b->u, o, words);
}

static void note_declared_types(struct builder *b)
{
    struct strmap *names = &b->pkg->scope->names;
    for (size_t i = 0; i < names->n; i++) {
        struct object *o = names->entries[i].val;
        if (o && o->kind == OBJ_TYPE && !o->is_alias && o->type && !ty_is_generic(o->type))
            note_type(b, o->type);
    }
    for (int i = 0; i < b->pkg->nvars && b->pkg->family; i++)      /* their values may be printed */
        note_type(b, b->pkg->vars[i]->type);
    for (int i = 0; i < b->pkg->nextended; i++)
        vec_push(&b->types, b->pkg->extended[i]);
    for (int i = 0; i < b->pkg->nlocal_named; i++) {
        struct type *t = b->pkg->local_named[i];
        if (!ty_has_typeparam(t) && !t->named.nouter && !ty_is_generic(t))
            note_type(b, t);
    }
}

static bool imports_unsafe(struct package *pkg)
{
    for (int i = 0; i < pkg->nfiles; i++)
        for (int k = 0; k < pkg->files[i]->ndecls; k++) {
            struct decl *d = pkg->files[i]->decls[k];
            if (d->kind == DECL_IMPORT && d->import.path && strcmp(d->import.path, "unsafe") == 0)
                return true;
        }
    return false;
}

static void done(struct builder *b)
{
    ptrmap_free(&b->sym_of);
    ptrmap_free(&b->glob_of);
    ptrmap_free(&b->fixed);
    ptrmap_free(&b->analysed);
    ptrmap_free(&b->type_ptr_seen);
    strmap_free(&b->type_seen);
    vec_free(&b->work);
    vec_free(&b->types);
}

struct ir_module *ir_build(struct universe *u, struct package *pkg)
{
    struct ir_module *m = xcalloc(1, sizeof *m);
    struct builder *b = arena_new(&m->arena, struct builder);
    *b = (struct builder){ .m = m, .u = u, .pkg = pkg, .a = &m->arena };
    m->u = u;
    m->pkg = pkg;
    m->diag = u->diag;
    m->build = b;
    b->hiter = opaque_hiter(b);
    m->uses_unsafe = pkg->uses_unsafe || imports_unsafe(pkg);
    int errors = diag_count(u->diag);
    for (int i = 0; i < pkg->nvars; i++)
        if (!is_blank_var(pkg->vars[i]))
            global_of(b, pkg->vars[i]);
    name_init_funcs(b);
    build_init(b);
    for (int i = 0; i < pkg->nfuncs; i++)
        build_func_object(b, pkg->funcs[i]);
    note_declared_types(b);
    /* Method tables need instances, instances mention types. */
    do {
        build_instances(b);
        build_type_methods(b);
    } while (b->work_done < b->work.n && diag_count(u->diag) == errors);
    done(b);
    if (diag_count(u->diag) != errors) {
        ir_free(m);
        return NULL;
    }
    return m;
}
