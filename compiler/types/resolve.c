/* compiler/types/resolve.c - collects what a package declares: file scopes, imports, package-level objects, methods.
 *
 * Nothing is resolved here; every object only gets its name, its decl_info and its place in a scope, so that
 * declarations may refer to each other in any order (check_decl.c). */
#include "compiler/types/check.h"
#include "runtime/base/utf8.h"

/* -- Package-level objects ---------------------------------------------------------------------------- */

static struct decl_info *add_info(struct checker *c, struct object *o, struct file *f, struct decl_info *d) {
    if (!d) d = arena_new(c->arena, struct decl_info);
    if (!d->obj) d->obj = o;
    d->file = f;
    o->file = f;
    ptrmap_put(&c->infos, o, d);
    vec_push(&c->objs, o);
    o->order = (uint32_t)c->objs.n;
    return d;
}

static void declare_pkg_obj(struct checker *c, struct object *o, struct file *f, struct decl_info *d) {
    if (strcmp(o->name, "init") == 0) {
        ck_err(c, o->pos, "cannot declare init - must be func");
    } else if (strcmp(o->name, "main") == 0 && c->pkg->name && strcmp(c->pkg->name, "main") == 0) {
        ck_err(c, o->pos, "cannot declare main - must be func");
    } else {
        ck_declare(c, c->pkg->scope, o);
    }
    o->parent = c->pkg->scope;
    add_info(c, o, f, d);
}

void ck_arity(struct checker *c, struct pos pos, struct decl *d, bool is_const) {
    int l = d->value.n, r = d->value.nvalues;
    if (l < r) {
        struct expr *extra = d->value.values[l];
        if (d->value.inherited) ck_err(c, pos, "extra init expr at %s", ck_pos_text(c, extra->pos));
        else ck_err_at(c, extra, "extra init expr %s", ck_txt(c, extra));
    } else if (l > r && (is_const || r != 1)) {
        ck_err(c, d->value.name_pos[r], "missing init expr for %s", d->value.names[r]);
    }
}

static void collect_const(struct checker *c, struct file *f, struct decl *d) {
    d->value.objs = arena_array(c->arena, struct object *, d->value.n);
    struct constant *iota = cv_int(c->u, d->value.iota);
    for (int i = 0; i < d->value.n; i++) {
        struct object *o = obj_new(c->u, OBJ_CONST, d->value.name_pos[i], c->pkg, d->value.names[i], NULL);
        struct decl_info *info = arena_new(c->arena, struct decl_info);
        o->decl = d;
        o->decl_index = i;
        info->vtype = d->value.type;
        info->init = i < d->value.nvalues ? d->value.values[i] : NULL;
        info->inherited = d->value.inherited;
        info->iota = iota;
        d->value.objs[i] = o;
        declare_pkg_obj(c, o, f, info);
    }
    ck_arity(c, d->pos, d, true);
}

static void collect_var(struct checker *c, struct file *f, struct decl *d) {
    int n = d->value.n;
    struct object **objs = d->value.objs = arena_array(c->arena, struct object *, n);
    struct decl_info *shared = NULL;
    if (d->value.nvalues == 1 && n > 1) {
        shared = arena_new(c->arena, struct decl_info);
        shared->lhs = objs;
        shared->nlhs = n;
        shared->vtype = d->value.type;
        shared->init = d->value.values[0];
    }
    for (int i = 0; i < n; i++) {
        struct object *o = obj_new(c->u, OBJ_VAR, d->value.name_pos[i], c->pkg, d->value.names[i], NULL);
        struct decl_info *info = shared;
        o->decl = d;
        o->decl_index = i;
        o->is_global = true;
        if (!info) {
            info = arena_new(c->arena, struct decl_info);
            info->vtype = d->value.type;
            info->init = i < d->value.nvalues ? d->value.values[i] : NULL;
        }
        objs[i] = o;
        vec_push(&c->vars, o);
        declare_pkg_obj(c, o, f, info);
    }
    if (!d->value.type || d->value.nvalues) ck_arity(c, d->pos, d, false);
}

static void collect_type(struct checker *c, struct file *f, struct decl *d) {
    if (d->type.ntparams && !ck_lang(c, 18)) ck_version_err(c, d->type.tparams[0].pos, "go1.18", "type parameter");
    struct object *o = obj_new(c->u, OBJ_TYPE, d->pos, c->pkg, d->type.name, NULL);
    o->decl = d;
    o->is_alias = d->type.alias;
    d->type.obj = o;
    struct decl_info *info = arena_new(c->arena, struct decl_info);
    info->decl = d;
    declare_pkg_obj(c, o, f, info);
}

/* -- Functions and methods ------------------------------------------------------------------------------ */

static void check_special_func(struct checker *c, struct decl *d, bool *tparam_err) {
    struct expr *t = d->func.func->type;
    const char *name = d->func.name;
    if (t->functype.ntparams) {
        ck_err(c, t->functype.tparams[0].pos, "func %s must have no type parameters", name);
        *tparam_err = true;
    }
    if (t->functype.nparams || t->functype.nresults)
        ck_err(c, d->pos, "func %s must have no arguments and no return values", name);
}

static void collect_plain_func(struct checker *c, struct decl *d, struct object *o, bool *tparam_err) {
    const char *name = d->func.name;
    bool init = strcmp(name, "init") == 0;
    if (init || (strcmp(name, "main") == 0 && c->pkg->name && strcmp(c->pkg->name, "main") == 0))
        check_special_func(c, d, tparam_err);
    if (!init) {
        ck_declare(c, c->pkg->scope, o);
        return;
    }
    o->is_init = true;
    vec_push(&c->init_funcs, o);
    if (!d->func.func->body) ck_err(c, o->pos, "missing function body");
}

void ck_unpack_recv(struct checker *c, struct expr *t, bool *ptr, struct expr **base, struct expr ***params,
                    int *nparams) {
    *ptr = false;
    *base = NULL;
    for (;;) {
        if (t->kind == EX_PAREN) t = t->paren.x;
        else if (t->kind == EX_STAR) { *ptr = true; t = t->star.x; }
        else break;
    }
    if (nparams) *nparams = 0;
    if (t->kind == EX_INDEX) {
        if (params) {
            *nparams = t->index.n;
            *params = t->index.indices;
            for (int i = 0; i < t->index.n; i++) {
                struct expr *p = t->index.indices[i];
                if (p->kind != EX_IDENT && p->kind != EX_BAD)
                    ck_err_at(c, p, "receiver type parameter %s must be an identifier", ck_txt(c, p));
            }
        }
        t = t->index.x;
    }
    if (t->kind == EX_IDENT) *base = t;
}

static void collect_func(struct checker *c, struct file *f, struct decl *d, struct method_info **methods, int *n) {
    struct object *o = obj_new(c->u, OBJ_FUNC, d->pos, c->pkg, d->func.name, NULL);
    struct expr *t = d->func.func->type;
    bool tparam_err = false;
    o->decl = d;
    o->body = d->func.func->body ? d->func.func : NULL;
    o->is_blank = ck_is_blank(d->func.name);
    o->parent = c->pkg->scope;
    d->func.obj = o;
    vec_push(&c->funcs, o);
    if (!d->func.recv) {
        collect_plain_func(c, d, o, &tparam_err);
    } else {
        struct method_info *m = *methods + *n;
        o->parent = NULL;
        m->obj = o;
        ck_unpack_recv(c, d->func.recv->type, &m->ptr, &m->recv, NULL, NULL);
        if (m->recv && !o->is_blank) ++*n;
    }
    if (t->functype.ntparams && !ck_lang(c, 18) && !tparam_err)
        ck_version_err(c, t->functype.tparams[0].pos, "go1.18", "type parameter");
    struct decl_info *info = add_info(c, o, f, NULL);
    info->decl = d;
}

/* Follows aliases from a receiver's type name to the defined type. */
static struct object *resolve_base(struct checker *c, bool *ptr, struct expr *t) {
    for (int steps = 0; steps < 100; steps++) {
        t = expr_unparen(t);
        if (t->kind == EX_STAR) {
            if (*ptr) return NULL;
            *ptr = true;
            t = expr_unparen(t->star.x);
        }
        if (t->kind != EX_IDENT) return NULL;
        struct object *o = scope_lookup(c->pkg->scope, t->ident.name);
        if (!o && c->cfg->outer) o = scope_lookup(c->cfg->outer, t->ident.name);
        if (!o || o->kind != OBJ_TYPE || !o->decl) return NULL;
        if (!o->decl->type.alias || o->decl->type.ntparams) return o;
        t = o->decl->type.type;
    }
    return NULL;
}

static void associate_methods(struct checker *c, struct method_info *methods, int n) {
    for (int i = 0; i < n; i++) {
        struct method_info *m = &methods[i];
        bool ptr = m->ptr;
        struct object *base = resolve_base(c, &ptr, m->recv);
        if (!base) continue;
        m->obj->ptr_recv = ptr;
        if (base->pkg != c->pkg) {
            if (base->type && base->type->kind == TY_NAMED) ck_late_method(c, base->type, m->obj);
            continue;
        }
        struct method_list *l = ptrmap_get(&c->methods, base);
        if (!l) {
            l = arena_new(c->arena, struct method_list);
            ptrmap_put(&c->methods, base, l);
        }
        vec_push(&l->at, m->obj);
    }
}

/* -- Imports ---------------------------------------------------------------------------------------------- */

static struct package *fake_package(struct checker *c, const char *path) {
    struct package *p = arena_new(c->arena, struct package);
    const char *slash = strrchr(path, '/');
    p->path = path;
    p->name = slash ? slash + 1 : path;
    p->scope = scope_new(c->u, c->u->scope);
    p->u = c->u;
    return p;
}

static struct package *import_path(struct checker *c, struct decl *d) {
    const char *path = d->import.path;
    char *why = NULL;
    if (strcmp(path, "unsafe") == 0) return c->u->unsafe_pkg;
    struct package *p = c->cfg->import ? c->cfg->import(c->cfg->ctx, path, c->pkg, &why) : NULL;
    if (p && p->name) return p;
    ck_err(c, d->import.path_pos, "could not import %s (%s)", path, why ? why : "no importer");
    return fake_package(c, path);
}

static bool valid_import_path(struct checker *c, struct decl *d) {
    const char *p = d->import.path;
    if (!p) return false;
    if (!*p) {
        ck_err(c, d->import.path_pos, "invalid import path (empty string)");
        return false;
    }
    for (size_t n = strlen(p); n > 0;) {
        uint32_t r;
        int w = utf8_decode((const unsigned char *)p, n, &r);
        bool bad = r <= ' ' || r == 0x7f || r == RUNE_ERROR || (r < 0x80 && strchr("!\"#$%&'()*,:;<=>?[\\]^{|}`", (int)r));
        if (bad) {
            ck_err(c, d->import.path_pos, "invalid import path (invalid character U+%04X%s)", r,
                   r < ' ' || r == 0x7f ? "" : arena_printf(c->arena, " '%.*s'", r == RUNE_ERROR ? 3 : w,
                                                           r == RUNE_ERROR ? "\xEF\xBF\xBD" : p));
            return false;
        }
        p += w;
        n -= (size_t)w;
    }
    if (d->import.path[0] != '/') return true;
    ck_err(c, d->import.path_pos, "could not import %s (import path cannot be absolute path)", d->import.path);
    return false;
}

static void dot_import(struct checker *c, struct file *f, struct decl *d, struct object *pkgname) {
    scope_load(pkgname->imported->scope);
    struct strmap *names = &pkgname->imported->scope->names;
    for (size_t i = 0; i < names->n; i++) {
        struct object *o = names->entries[i].val;
        if (!o || !name_is_exported(o->name)) continue;
        struct object *alt = scope_lookup(f->scope, o->name);
        if (alt) ck_err_decl(c, d->pos, alt, "%s redeclared in this block", alt->name);
        else strmap_putn(&f->scope->names, names->entries[i].key, names->entries[i].len, o);
    }
    struct dot_import di = {f->scope, pkgname};
    vec_push(&c->dots, di);
}

static void add_import(struct checker *c, struct package *p) {
    if (p == c->u->unsafe_pkg) return;
    for (size_t i = 0; i < c->pkg_imports.n; i++)
        if (c->pkg_imports.at[i] == p) return;
    vec_push(&c->pkg_imports, p);
}

static void collect_import(struct checker *c, struct file *f, struct decl *d) {
    if (!valid_import_path(c, d)) return;
    struct package *p = import_path(c, d);
    const char *name = d->import.name ? d->import.name : p->name;
    if (strcmp(name, "init") == 0) {
        ck_err(c, d->pos, "cannot import package as init - init must be a func");
        return;
    }
    add_import(c, p);
    struct object *o = obj_new(c->u, OBJ_PKGNAME, d->pos, c->pkg, name, ck_invalid(c));
    o->imported = p;
    o->used = !p->complete && p != c->u->unsafe_pkg;
    vec_push(&c->imports, o);
    if (strcmp(name, ".") == 0) dot_import(c, f, d, o);
    else ck_declare(c, f->scope, o);
}

void ck_file_imports(struct checker *c, struct file *f) {
    f->scope = scope_new(c->u, c->pkg->scope);
    f->scope->is_file = true;
    for (int k = 0; k < f->ndecls; k++)
        if (f->decls[k]->kind == DECL_IMPORT) collect_import(c, f, f->decls[k]);
}

/* -- Files -------------------------------------------------------------------------------------------------- */

static void collect_decl(struct checker *c, struct file *f, struct decl *d, struct method_info **methods, int *n) {
    switch (d->kind) {
    case DECL_IMPORT: break;
    case DECL_CONST: collect_const(c, f, d); break;
    case DECL_TYPE: collect_type(c, f, d); break;
    case DECL_VAR: collect_var(c, f, d); break;
    case DECL_FUNC: collect_func(c, f, d, methods, n); break;
    case DECL_BAD: break;
    }
}

/* A name may not be both in the package and in the file scope of an import. */
static void check_file_scope_conflicts(struct checker *c, struct file *f) {
    for (size_t i = 0; i < f->scope->names.n; i++) {
        struct object *o = f->scope->names.entries[i].val;
        if (!o) continue;
        struct object *alt = scope_lookup(c->pkg->scope, o->name);
        if (!alt) continue;
        if (o->kind == OBJ_PKGNAME) {
            ck_err_decl(c, alt->pos, o, "%s already declared through import of package %s (%s)", alt->name,
                        o->imported->name, arena_printf(c->arena, "\"%s\"", o->imported->path));
        } else {
            ck_err_decl(c, alt->pos, o, "%s already declared through dot-import of package %s (%s)", alt->name,
                        o->pkg->name, arena_printf(c->arena, "\"%s\"", o->pkg->path));
        }
    }
}

void ck_collect_objects(struct checker *c) {
    size_t ndecls = 1;
    for (int i = 0; i < c->pkg->nfiles; i++) ndecls += (size_t)c->pkg->files[i]->ndecls;
    struct method_info *methods = arena_array(c->arena, struct method_info, ndecls);
    int nmethods = 0;
    for (int i = 0; i < c->pkg->nfiles; i++) {
        struct file *f = c->pkg->files[i];
        ck_file_imports(c, f);
        for (int k = 0; k < f->ndecls; k++) collect_decl(c, f, f->decls[k], &methods, &nmethods);
    }
    for (int i = 0; i < c->pkg->nfiles; i++) check_file_scope_conflicts(c, c->pkg->files[i]);
    associate_methods(c, methods, nmethods);
}
