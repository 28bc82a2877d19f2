/* compiler/types/check.c - entry of the type checker: phases of a package, errors, helpers of the walk. */
#include "compiler/types/check.h"
#include "compiler/types/internal.h"
#include "runtime/base/fatal.h"
#include "runtime/base/strbuf.h"

#include <stdlib.h>

/* -- Errors ------------------------------------------------------------------------------------------ */

/* Messages that mention an invalid operand or type after the first error are consequences of it. */
static bool is_follow_up(const struct checker *c, const char *text) {
    if (c->nerrors == 0) return false;
    const char *p = strstr(text, "invalid operand"), *q = strstr(text, "invalid type");
    return (p && p != text) || (q && q != text);
}

void ck_adopt_errors(struct checker *c, int before) {
    struct diag *d = c->u->diag;
    size_t kept = (size_t)before;
    for (size_t i = kept; i < d->msgs.n; i++) {
        if (is_follow_up(c, d->msgs.at[i].text)) continue;
        d->msgs.at[kept++] = d->msgs.at[i];
        c->nerrors++;
    }
    d->msgs.n = kept;
}

static void report(struct checker *c, struct pos pos, const char *text) {
    if (c->env.errpos.line) pos = c->env.errpos;
    if (is_follow_up(c, text)) return;
    /* as gc: one of several equal messages in a row about one line */
    if (c->last_error && c->last_line == pos.line && strcmp(c->last_error, text) == 0) return;
    c->last_error = text;
    c->last_line = pos.line;
    c->nerrors++;
    diag_error(c->u->diag, pos, "%s", text);
}

void ck_err(struct checker *c, struct pos pos, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    report(c, pos, arena_vprintf(c->arena, fmt, ap));
    va_end(ap);
}

void ck_err_at(struct checker *c, const struct expr *x, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    report(c, ck_start(x), arena_vprintf(c->arena, fmt, ap));
    va_end(ap);
}

void ck_err_decl(struct checker *c, struct pos pos, const struct object *alt, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    char *text = arena_vprintf(c->arena, fmt, ap);
    va_end(ap);
    if (alt && alt->pos.line)
        text = arena_printf(c->arena, "%s\n\t%s: other declaration of %s", text, ck_pos_text(c, alt->pos), alt->name);
    report(c, pos, text);
}

void ck_version_err(struct checker *c, struct pos pos, const char *lang, const char *what) {
    ck_err(c, pos, "%s requires %s or later (-lang was set to %s; check go.mod)", what, lang,
           c->pkg->lang ? c->pkg->lang : "go1.19");
}

bool ck_lang(const struct checker *c, int minor) { return c->lang_minor >= minor; }

char *ck_pos_text(struct checker *c, struct pos pos) {
    return pos_text(c->u, pos);
}

struct pos ck_start(const struct expr *x) { return ty_expr_start(x); }

struct pos ck_node_pos(const struct expr *x) {
    struct pos pos = x->pos2;
    switch (x->kind) {
    case EX_INDEX: case EX_SLICE: case EX_CALL: case EX_BINARY: break;
    case EX_SELECTOR:
        if (pos.col > 1) pos.col--;
        break;
    default: return x->pos;
    }
    return pos.line ? pos : x->pos;
}


char *ck_txt(struct checker *c, const struct expr *x) { return expr_text(c->arena, x); }
char *ck_ty(struct checker *c, struct type *t) { return t ? ty_text(c->arena, t, c->pkg) : (char *)"<nil>"; }

char *ck_measure(struct checker *c, int n, const char *unit) {
    return arena_printf(c->arena, "%d %s%s", n, unit, n == 1 ? "" : "s");
}

char *ck_op(struct checker *c, const struct expr *x) { return ty_operand_text(c->u, x); }

/* -- Types ------------------------------------------------------------------------------------------- */

struct type *ck_basic(struct checker *c, enum type_kind k) { return c->u->basic[k]; }
struct type *ck_invalid(struct checker *c) { return c->u->basic[TY_INVALID]; }
bool ck_is_invalid(const struct type *t) { return !t || t->kind == TY_INVALID; }

struct type *ck_under(struct type *t) {
    struct type *u = ty_underlying(t);
    return u ? u : t;
}

bool ck_is_iface_not_tparam(struct type *t) {
    return t && t->kind != TY_TYPEPARAM && ck_under(t)->kind == TY_INTERFACE;
}

struct type *ck_deref(struct type *t, bool *was_ptr) {
    bool is_ptr = t && t->kind == TY_POINTER;
    if (was_ptr) *was_ptr = is_ptr;
    return is_ptr ? t->pointer.elem : t;
}

struct type *ck_array_ptr_deref(struct type *t) {
    if (t && t->kind == TY_POINTER) {
        struct type *a = ck_under(t->pointer.elem);
        if (a->kind == TY_ARRAY) return a;
    }
    return t;
}

bool ck_under_is(struct checker *c, struct type *t, bool (*f)(struct checker *, struct type *, void *), void *ctx) {
    if (t->kind != TY_TYPEPARAM) return f(c, ck_under(t), ctx);
    struct typeset *ts = ty_typeset(c->u, ck_under(t));
    if (!ts || ts->all_types || ts->nterms == 0) return f(c, NULL, ctx);
    for (int i = 0; i < ts->nterms; i++)
        if (!f(c, ck_under(ts->terms[i].type), ctx)) return false;
    return true;
}

/* -- Operands, scopes, objects ----------------------------------------------------------------------- */

struct expr *ck_synth(struct checker *c, const struct expr *x, struct type *t, enum expr_mode mode) {
    struct expr *s = arena_memdup(c->arena, x, sizeof *x);
    s->mode = (uint8_t)mode;
    s->type = t;
    s->cv = NULL;
    return s;
}

bool ck_is_blank(const char *name) { return name && name[0] == '_' && name[1] == 0; }

struct object *ck_lookup(struct checker *c, const char *name) { return scope_lookup_parent(c->env.scope, name); }

struct scope *ck_open_scope(struct checker *c) {
    c->env.scope = scope_new(c->u, c->env.scope);
    return c->env.scope;
}

void ck_close_scope(struct checker *c) { c->env.scope = c->env.scope->parent; }

void ck_declare(struct checker *c, struct scope *s, struct object *o) {
    if (!o->name || ck_is_blank(o->name)) return;
    struct object *alt = scope_insert(s, o);
    if (!alt) return;
    ck_err_decl(c, o->pos, alt, "%s redeclared in this block", o->name);
    if (o->kind == OBJ_VAR) o->used = true;
}

struct object *ck_new_local(struct checker *c, struct pos pos, const char *name, struct type *t) {
    struct object *o = obj_new(c->u, OBJ_VAR, pos, c->pkg, name, t);
    o->func = c->env.fn;
    if (c->env.locals) vec_push(&c->env.locals->locals, o);
    return o;
}

void ck_mark_used(struct checker *c, struct expr *lhs) {
    struct expr *x = expr_unparen(lhs);
    if (x->kind != EX_IDENT) return;
    struct object *o = ck_lookup(c, x->ident.name);
    if (o && o->kind == OBJ_VAR && o->pkg == c->pkg) o->used = true;
}

struct object *ck_root_var(struct expr *x) {
    for (;;) {
        x = expr_unparen(x);
        if (x->kind == EX_IDENT) return x->ident.obj && x->ident.obj->kind == OBJ_VAR ? x->ident.obj : NULL;
        if (x->kind == EX_SELECTOR && x->sel.sel_kind == SEL_PACKAGE)
            return x->sel.obj->kind == OBJ_VAR ? x->sel.obj : NULL;
        if (x->kind == EX_SELECTOR && x->sel.sel_kind == SEL_FIELD && !x->sel.path_indirect) x = x->sel.x;
        else if (x->kind == EX_INDEX && x->index.x->type && ck_under(x->index.x->type)->kind == TY_ARRAY)
            x = x->index.x;
        else return NULL;
    }
}

void ck_mark_addr_taken(struct expr *x) {
    struct object *v = ck_root_var(x);
    if (v) v->addr_taken = true;
}

struct decl_info *ck_info(struct checker *c, const struct object *o) { return ptrmap_get(&c->infos, o); }

void ck_add_dep(struct checker *c, struct object *o) {
    struct decl_info *from = c->env.decl;
    if (!from || !ptrmap_find(&c->infos, o) || ptrmap_find(&from->dep_set, o)) return;
    ptrmap_put(&from->dep_set, o, o);
    vec_push(&from->deps, o);
}

void ck_use_exprs(struct checker *c, struct expr **list, int n) {
    for (int i = 0; i < n; i++) {
        struct expr *e = list[i];
        if (!e || (e->kind == EX_IDENT && ck_is_blank(e->ident.name))) continue;
        if (e->kind == EX_KEY_VALUE) e = e->kv.value;
        ck_raw_expr(c, e, NULL, false);
    }
}

/* -- Delayed work ------------------------------------------------------------------------------------- */

void ck_later(struct checker *c, void (*run)(struct checker *, struct ck_action *), void *a, void *b, void *d,
              struct pos pos) {
    struct ck_action act = {.run = run, .a = a, .b = b, .d = d, .pos = pos, .env = c->env};
    vec_push(&c->later, act);
}

void ck_finally(struct checker *c, void (*run)(struct checker *, struct ck_action *), void *a, struct pos pos) {
    struct ck_action act = {.run = run, .a = a, .pos = pos};
    vec_push(&c->final, act);
}

void ck_run_later(struct checker *c, size_t top) {
    for (size_t i = top; i < c->later.n; i++) {
        struct ck_action act = c->later.at[i];     /* a copy: the queue may grow and move */
        act.run(c, &act);
    }
    if (c->later.n > top) c->later.n = top;
}

static void run_bodies(struct checker *c) {
    for (size_t i = 0; i < c->bodies.n; i++) {
        struct ck_action act = c->bodies.at[i];
        act.run(c, &act);
        ck_run_later(c, 0);
    }
    c->bodies.n = 0;
}

/* -- Entry ----------------------------------------------------------------------------------------------- */

static int lang_minor_of(const char *lang) {
    if (!lang || strncmp(lang, "go1.", 4) != 0) return 19;
    return atoi(lang + 4);
}

static void check_package_names(struct checker *c) {
    struct package *p = c->pkg;
    int kept = 0;
    for (int i = 0; i < p->nfiles; i++) {
        struct file *f = p->files[i];
        if (!f->package) continue;
        if (!p->name) {
            p->name = f->package;
            if (ck_is_blank(f->package)) ck_err(c, f->package_name_pos, "invalid package name _");
        } else if (strcmp(p->name, f->package) != 0) {
            ck_err(c, f->package_name_pos, "package %s; expected %s", f->package, p->name);
            continue;
        }
        p->files[kept++] = f;
    }
    p->nfiles = kept;
}

static bool imports(const struct file *f, const char *path) {
    for (int i = 0; i < f->ndecls; i++) {
        struct decl *d = f->decls[i];
        if (d->kind == DECL_IMPORT && d->import.path && strcmp(d->import.path, path) == 0) return true;
    }
    return false;
}

static void attach_linkname(struct checker *c, struct file *f, struct pragma *p) {
    struct object *o = scope_lookup(c->pkg->scope, p->arg1);
    if (c->cfg->is_std && (!o || (o->kind != OBJ_FUNC && o->kind != OBJ_VAR))) return;
    if (!imports(f, "unsafe") && !c->cfg->is_std)
        ck_err(c, p->pos, "//go:linkname only allowed in Go files that import \"unsafe\"");
    else if (!o || (o->kind != OBJ_FUNC && o->kind != OBJ_VAR))
        ck_err(c, p->pos, "//go:linkname must refer to declared function or variable");
    else if (o->linkname && !c->cfg->is_std)
        ck_err(c, p->pos, "duplicate //go:linkname for %s", p->arg1);
    else
        o->linkname = p->arg2;
}

static void attach_jump(struct checker *c, struct pragma *p) {
    struct object *o = scope_lookup(c->pkg->scope, p->arg1);
    if (o && o->kind == OBJ_FUNC && !o->linkname) o->linkname = p->arg2;
}

static void attach_linknames(struct checker *c) {
    for (int i = 0; i < c->pkg->nfiles; i++) {
        struct file *f = c->pkg->files[i];
        for (int k = 0; k < f->npragmas; k++)
            if (f->pragmas[k].kind == PRAGMA_LINKNAME && f->pragmas[k].arg1) attach_linkname(c, f, &f->pragmas[k]);
            else if (f->pragmas[k].kind == PRAGMA_JUMP) attach_jump(c, &f->pragmas[k]);
    }
}

static void check_bodies_present(struct checker *c) {
    if (c->cfg->is_std || c->cfg->bodyless) return;
    for (size_t i = 0; i < c->funcs.n; i++) {
        struct object *o = c->funcs.at[i];
        struct func_lit *fn = o->decl->func.func;
        if (!fn->body && !o->linkname && !o->is_init && c->nerrors == 0)
            ck_err(c, o->pos, "missing function body");
    }
}

#define TAKE(dst, n_, v) ((dst) = arena_memdup(c->arena, (v).at, (v).n * sizeof *(v).at), (n_) = (int)(v).n)

static void publish(struct checker *c) {
    struct package *p = c->pkg;
    TAKE(p->funcs, p->nfuncs, c->funcs);
    TAKE(p->vars, p->nvars, c->vars);
    TAKE(p->init_funcs, p->ninit_funcs, c->init_funcs);
    TAKE(p->local_named, p->nlocal_named, c->local_named);
    TAKE(p->imports, p->nimports, c->pkg_imports);
    TAKE(p->late, p->nlate, c->late);
}

static void release(struct checker *c) {
    for (size_t i = 0; i < c->infos.n; i++) {
        struct decl_info *d = c->infos.entries[i].val;
        vec_free(&d->deps);
        ptrmap_free(&d->dep_set);
    }
    for (size_t i = 0; i < c->methods.n; i++) {
        struct method_list *m = c->methods.entries[i].val;
        if (m) vec_free(&m->at);
    }
    struct ptrmap *maps[] = {&c->infos, &c->methods, &c->broken_aliases, &c->blank_tparams, &c->shift_lhs, &c->panics,
                             &c->valid, &c->rhs_of};
    for (size_t i = 0; i < sizeof maps / sizeof *maps; i++) ptrmap_free(maps[i]);
    vec_free(&c->objs);
    vec_free(&c->later);
    vec_free(&c->bodies);
    vec_free(&c->final);
    vec_free(&c->path);
    vec_free(&c->imports);
    vec_free(&c->dots);
    vec_free(&c->pkg_imports);
    vec_free(&c->late);
    vec_free(&c->funcs);
    vec_free(&c->vars);
    vec_free(&c->init_funcs);
    vec_free(&c->local_named);
}

/* The type algebra met an object whose declaration was not looked at yet. */
static void resolve_hook(void *ctx, struct object *o) {
    struct checker *c = ctx;
    if (o->pkg == c->pkg) ck_obj_decl(c, o, NULL);
}

void ck_begin(struct checker *c, struct package *p, const struct check_config *cfg) {
    struct universe *u = p->u;
    *c = (struct checker){.u = u, .arena = &u->arena, .cfg = cfg, .lang_minor = lang_minor_of(cfg->lang), .pkg = p};
    c->iota_obj = scope_lookup(u->scope, "iota");
    c->empty_iface = ty_new(u, TY_INTERFACE);
    c->mono = mono_new(u, p);
    c->outer_pkg = u->current;
    c->outer_resolve = u->resolve;
    c->outer_resolve_ctx = u->resolve_ctx;
    u->current = p;
    u->resolve = resolve_hook;
    u->resolve_ctx = c;
}

void ck_end(struct checker *c) {
    mono_free(c->mono);
    release(c);
    c->u->current = c->outer_pkg;
    c->u->resolve = c->outer_resolve;
    c->u->resolve_ctx = c->outer_resolve_ctx;
}

struct package *check_package(struct universe *u, const char *path, struct file **files, int nfiles,
                              const struct check_config *cfg) {
    struct checker ck, *c = &ck;
    struct package *p = arena_new(&u->arena, struct package);
    p->path = arena_strdup(&u->arena, path);
    p->u = u;
    p->lang = cfg->lang;
    p->is_std = cfg->is_std;
    p->family = cfg->family;
    p->scope = scope_new(u, cfg->outer ? cfg->outer : u->scope);
    p->scope->is_package = true;
    p->files = arena_memdup(&u->arena, files, sizeof *files * (size_t)nfiles);
    p->nfiles = nfiles;
    int before = diag_count(u->diag);
    ck_begin(c, p, cfg);
    check_package_names(c);
    ck_collect_objects(c);
    attach_linknames(c);
    ck_package_objects(c);
    ck_run_later(c, 0);
    run_bodies(c);
    ck_init_order(c);
    if (!cfg->repl && !cfg->is_std) ck_unused_imports(c);     /* the overlay may have taken away what used one */
    if (diag_count(u->diag) == before && c->nerrors == 0) mono_report(c->mono);
    check_bodies_present(c);
    bool clean = c->nerrors == 0;
    for (size_t i = 0; clean && i < c->final.n; i++) c->final.at[i].run(c, &c->final.at[i]);
    publish(c);
    p->complete = diag_count(u->diag) == before && c->nerrors == 0;
    ck_end(c);
    return p;
}
