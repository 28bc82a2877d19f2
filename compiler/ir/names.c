/* compiler/ir/names.c - symbols of functions and variables (docs/abi.md "Names"). */
#include "compiler/ir/build.h"

static char *map_key(struct builder *b, const char *pkg, const char *name)
{
    return arena_printf(b->a, "%s\001%s", pkg, name);
}

struct ir_sym *intern_sym(struct builder *b, const char *pkg, const char *name, struct type *sig)
{
    char *key = map_key(b, pkg, name);
    struct ir_sym *s = strmap_get(&b->m->syms_, key);
    if (s)
        return s;
    s = arena_new(b->a, struct ir_sym);
    s->pkg = pkg;
    s->name = name;
    s->sig = sig;
    strmap_put(&b->m->syms_, key, s);
    return s;
}

struct type *sig_with_recv(struct builder *b, struct type *recv, struct type *sig)
{
    struct type *t = ty_new(b->u, TY_FUNC);
    t->func = sig->func;
    t->func.recv = NULL;
    t->func.tparams = t->func.recv_tparams = NULL;
    t->func.ntparams = t->func.nrecv_tparams = 0;
    t->func.nparams = sig->func.nparams + 1;
    t->func.params = arena_array(&b->u->arena, struct object *, t->func.nparams);
    t->func.params[0] = obj_new(b->u, OBJ_VAR, (struct pos){0}, b->pkg, "", recv);
    for (int i = 0; i < sig->func.nparams; i++)
        t->func.params[i + 1] = sig->func.params[i];
    return t;
}

const char *type_pkg(struct builder *b, struct type *t)
{
    if (t->kind == TY_POINTER)
        t = t->pointer.elem;
    return t->kind == TY_NAMED && t->named.obj->pkg ? t->named.obj->pkg->path : b->pkg->path;
}

char *type_sym_name(struct builder *b, struct type *t)
{
    char *s = ty_canonical(b->a, t);
    const char *pkg = type_pkg(b, t);
    size_t n = strlen(pkg);
    return t->kind == TY_NAMED && strncmp(s, pkg, n) == 0 && s[n] == '.' ? s + n + 1 : s;
}

static struct type *recv_base(struct type *t) { return t->kind == TY_POINTER ? t->pointer.elem : t; }

/* A symbol name of method name of receiver base type t. */
static char *method_name(struct builder *b, struct type *t, bool ptr, const char *name)
{
    return arena_printf(b->a, ptr ? "(*%s).%s" : "%s.%s", type_sym_name(b, t), name);
}

struct ir_sym *wrapper_sym(struct builder *b, struct type *base, bool ptr, const char *name, const char *suffix,
                           struct type *sig)
{
    const char *pkg = type_pkg(b, base);
    char *sym = arena_printf(b->a, "%s%s", method_name(b, base, ptr, name), suffix);
    struct ir_sym *s = intern_sym(b, pkg, sym, sig);
    s->instance = strcmp(pkg, b->pkg->path) != 0;       /* named after the type's package, made here */
    return s;
}

struct ir_sym *func_sym(struct builder *b, struct object *o)
{
    struct ir_sym *s = ptrmap_get(&b->sym_of, o);
    if (s)
        return s;
    const char *pkg = o->pkg ? o->pkg->path : "";
    if (o->recv_named) {
        struct type *t = o->recv_named;
        struct type *recv = o->ptr_recv ? ty_pointer(b->u, t) : t;
        s = intern_sym(b, pkg, method_name(b, t, o->ptr_recv, o->name), sig_with_recv(b, recv, o->type));
        s->method = true;
    } else {
        s = intern_sym(b, pkg, o->name, o->type);
    }
    ptrmap_put(&b->sym_of, o, s);
    return s;
}

static char *type_list(struct builder *b, struct type **targs, int n)
{
    char *s = arena_strdup(b->a, "");
    for (int i = 0; i < n; i++)
        s = arena_printf(b->a, "%s%s%s", s, i ? "," : "", ty_canonical(b->a, targs[i]));
    return s;
}

static struct ir_sym *instance(struct builder *b, struct object *o, const char *name, struct type *sig,
                               struct type **targs, int n)
{
    const char *pkg = o->pkg->path;
    struct ir_sym *s = strmap_get(&b->m->syms_, map_key(b, pkg, name));
    if (s)
        return s;
    s = intern_sym(b, pkg, name, sig);
    s->instance = true;
    struct inst_work w = { o, targs, n, s };
    vec_push(&b->work, w);
    return s;
}

struct ir_sym *instance_sym(struct builder *b, struct object *o, struct type **targs, int n)
{
    char *name = arena_printf(b->a, "%s[%s]", o->name, type_list(b, targs, n));
    struct ir_sym *s = strmap_get(&b->m->syms_, map_key(b, o->pkg->path, name));
    return s ? s : instance(b, o, name, ty_instantiate(b->u, o->type, targs, n), targs, n);
}

struct ir_sym *method_sym(struct builder *b, struct object *m, struct type *recv)
{
    struct type *t = recv_base(recv);
    if (t->kind != TY_NAMED || !t->named.ntargs)
        return func_sym(b, m);
    char *name = method_name(b, t, m->ptr_recv, m->name);
    struct ir_sym *s = strmap_get(&b->m->syms_, map_key(b, m->pkg->path, name));
    if (s)
        return s;
    struct type *r = m->ptr_recv ? ty_pointer(b->u, t) : t;
    s = instance(b, m, name, sig_with_recv(b, r, ty_method_sig(t, m)), t->named.targs, t->named.ntargs);
    s->method = true;
    return s;
}

struct ir_global *global_of(struct builder *b, struct object *o)
{
    struct ir_global *g = ptrmap_get(&b->glob_of, o);
    if (g)
        return g;
    g = arena_new(b->a, struct ir_global);
    g->pkg = o->pkg->path;
    g->name = o->name;
    g->type = o->type;
    g->exported = name_is_exported(o->name);
    g->defined = o->pkg == b->pkg;
    const char *dot = o->linkname && g->defined && b->pkg->is_std ? strrchr(o->linkname, '.') : NULL;
    if (dot && strncmp(o->linkname, b->pkg->path, strlen(b->pkg->path)) != 0) {    /* another package's variable */
        g->pkg = arena_strndup(b->a, o->linkname, (size_t)(dot - o->linkname));
        g->name = dot + 1;
        g->defined = false;
    }
    if (strcmp(o->name, "_") == 0)
        g->name = NULL;
    ptrmap_put(&b->glob_of, o, g);
    vec_push(&b->m->globals, g);
    return g;
}

struct ir_global *static_global(struct builder *b, struct type *t, bool read_only)
{
    struct ir_global *g = arena_new(b->a, struct ir_global);
    g->pkg = b->pkg->path;
    g->type = t;
    g->defined = true;
    g->read_only = read_only;
    vec_push(&b->m->globals, g);
    return g;
}

char *literal_name(struct fb *fb)
{
    if (fb->outer)
        return arena_printf(fb->a, "%s.%d", fb->f->name, ++fb->nlits);
    if (fb->f == fb->m->init)
        return arena_printf(fb->a, "glob..func%d", ++fb->nlits);
    return arena_printf(fb->a, "%s.func%d", fb->f->name, ++fb->nlits);
}
