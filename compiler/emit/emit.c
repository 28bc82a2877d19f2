/* compiler/emit/emit.c - a package's IR as one module: references, definitions, method lists. */
#include "compiler/emit/emit.h"

#include <stdlib.h>
#include <string.h>
#include "compiler/types/types.h"
#include "runtime/base/fatal.h"
#include "runtime/base/strbuf.h"

uint32_t emit_str(struct emit *e, const char *s, size_t n) { return mw_str(e->w, s, n); }

static bool own_package(const struct emit *e, const char *path) { return strcmp(path, e->m->pkg->path) == 0; }

/* "pkg.name" of a link name: splits at the first dot after the last slash. */
static bool split_link_name(struct emit *e, const char *link, const char **pkg, const char **name)
{
    const char *slash = strrchr(link, '/');
    const char *dot = strchr(slash ? slash : link, '.');
    if (!dot)
        return false;
    *pkg = arena_strndup(&e->arena, link, (size_t)(dot - link));
    *name = dot + 1;
    return true;
}

/* Functions that the library pulls from runtime packages are bound natively under their local name; a pull from any
 * other package is an alias of the function defined there. */
static bool library_alias(struct emit *e, const struct ir_sym *s, const char **pkg, const char **name)
{
    const struct ir_func *f = s->def;
    const char *p, *n;
    if (!f || !f->bodyless || !f->linkname || !split_link_name(e, f->linkname, &p, &n) || own_package(e, p) ||
        (e->m->pkg->is_std && (strcmp(p, "runtime") == 0 || strncmp(p, "runtime/", 8) == 0)))
        return false;
    *pkg = p, *name = n;
    return true;
}

uint32_t emit_symbol_name(struct emit *e, const struct ir_sym *s)
{
    if (s->instance)
        return mw_cstr(e->w, arena_printf(&e->arena, "%s.%s", s->pkg, s->name));
    return mw_cstr(e->w, s->name);
}

static uint32_t import(struct emit *e, const char *path)
{
    return mw_import(e->w, path, e->o->import_hash ? e->o->import_hash(e->o->ctx, path) : 0);
}

/* What interns is called in an order that C does not leave to the compiler: the bytes are the same on every host. */
static uint32_t outer_ref(struct emit *e, uint32_t (*add)(struct mod_writer *, uint32_t, uint32_t, uint32_t), const char *pkg,
                          const char *name, uint32_t type)
{
    uint32_t in = import(e, pkg);
    return add(e->w, in, mw_cstr(e->w, name), type);
}

uint32_t emit_funcref(struct emit *e, struct ir_sym *s)
{
    if (s->ref_)
        return s->ref_;
    e->m->uses_unsafe |= symbol_is_unsafe(s->pkg, s->name);
    const char *pkg = s->pkg, *name = s->name;
    uint32_t type = emit_type(e, s->sig);
    if (s->instance)
        s->ref_ = mw_funcref(e->w, 0, emit_symbol_name(e, s), type);
    else if (library_alias(e, s, &pkg, &name) || !own_package(e, pkg))
        s->ref_ = outer_ref(e, mw_funcref, pkg, name, type);
    else
        s->ref_ = mw_funcref(e->w, 0, mw_cstr(e->w, name), type);
    return s->ref_;
}

uint32_t emit_globref(struct emit *e, struct ir_global *g)
{
    if (g->ref_)
        return g->ref_;
    uint32_t type = g->name ? emit_type(e, g->type) : 0;
    if (!g->name) {
        emit_global(e, g);
        g->ref_ = mw_globref_def(e->w, g->def_ - 1);
    } else if (own_package(e, g->pkg)) {
        g->ref_ = mw_globref(e->w, 0, mw_cstr(e->w, g->name), type);
    } else {
        g->ref_ = outer_ref(e, mw_globref, g->pkg, g->name, type);
    }
    return g->ref_;
}

uint32_t emit_itab(struct emit *e, struct type *iface, struct type *t)
{
    struct typeset *ts = iface ? ty_typeset(e->m->u, ty_underlying(iface)) : NULL;
    uint32_t to = ts && ts->nmethods ? emit_type(e, iface) : 0;
    return mw_itabref(e->w, to, emit_type(e, t));
}

/* -- Data --------------------------------------------------------------------------- */
static struct fmt_reloc relocation(struct emit *e, const struct ir_reloc *r)
{
    struct fmt_reloc o = {.off = r->off, .kind = r->kind, .addend = r->addend};
    switch (r->kind) {
    case FMT_RELOC_STR: case FMT_RELOC_STRPTR: o.index = emit_str(e, r->str, r->nstr); break;
    case FMT_RELOC_GLOB: o.index = emit_globref(e, r->glob); break;
    case FMT_RELOC_FUNC: o.index = emit_funcref(e, r->fn); break;
    case FMT_RELOC_TYPE: o.index = emit_type(e, r->type); break;
    case FMT_RELOC_ITAB: o.index = emit_itab(e, r->iface, r->type); break;
    case FMT_RELOC_MAP: o.index = emit_globref(e, r->glob), o.addend = emit_type(e, r->type); break;
    default: UNREACHABLE();
    }
    return o;
}

/* The definition is added before its relocations are resolved, since data may refer to itself. */
void emit_global(struct emit *e, struct ir_global *g)
{
    if (g->def_)
        return;
    struct mw_global o = {.name = g->name ? mw_cstr(e->w, g->name) : 0, .type = emit_type(e, g->type)};
    o.flags = (g->read_only ? FMT_GLOBAL_READONLY : 0) | (g->exported ? FMT_GLOBAL_EXPORTED : 0);
    g->def_ = mw_add_global(e->w, &o) + 1;
    if (!g->image && !g->nrelocs)
        return;
    uint32_t n = g->image ? g->nimage : 0;
    while (n && !g->image[n - 1])
        n--;
    o.image = g->image, o.nimage = n;
    struct fmt_reloc *r = xcalloc(g->nrelocs + 1, sizeof *r);
    for (uint32_t i = 0; i < g->nrelocs; i++)
        r[i] = relocation(e, &g->relocs[i]);
    o.relocs = r, o.nrelocs = g->nrelocs;
    mw_set_global(e->w, g->def_ - 1, &o);
    free(r);
}

/* The verifier looks up which unexported methods exported interfaces have (verify_type.c). */
static void emit_sealed(struct emit *e)
{
    const struct strmap *names = &e->m->pkg->scope->names;
    for (size_t i = 0; i < names->n; i++) {
        struct object *o = names->entries[i].val;
        if (ty_seals(o, NULL))
            emit_type(e, o->type);
    }
}

bool emit_module(struct ir_module *m, const struct emit_options *o, struct strbuf *out)
{
    struct emit e = {.m = m, .o = o, .w = mw_new(m->pkg->path, m->pkg->name)};
    for (size_t i = 0; i < m->globals.n; i++)
        if (m->globals.at[i]->defined)
            emit_global(&e, m->globals.at[i]);
    for (size_t i = 0; i < m->funcs.n; i++) {
        struct ir_func *f = m->funcs.at[i];
        uint32_t def = emit_function(&e, f);
        if (f == m->init)
            mw_set_init(e.w, def);
    }
    for (size_t i = 0; i < m->typedescs.n; i++)
        emit_methods(&e, &m->typedescs.at[i]);
    if (m->pkg->is_std)
        emit_sealed(&e);
    for (int i = 0; i < m->pkg->nimports; i++)
        if (strcmp(m->pkg->imports[i]->path, "unsafe") != 0)
            import(&e, m->pkg->imports[i]->path);
    mw_set_hash(e.w, o->hash);
    if (o->export_data && o->export_data->n)
        mw_set_export(e.w, o->export_data->at, o->export_data->n);
    if (m->pkg->is_std)
        mw_set_flags(e.w, FMT_MODULE_STD | FMT_MODULE_UNSAFE);
    else if (m->uses_unsafe)
        mw_set_flags(e.w, FMT_MODULE_UNSAFE);
    mw_finish(e.w, out);
    mw_free(e.w);
    ptrmap_free(&e.type_by_ptr);
    strmap_free(&e.recursive);
    arena_done(&e.arena);
    return true;
}
