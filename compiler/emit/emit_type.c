/* compiler/emit/emit_type.c - Go types as type records, and their method lists. */
#include <string.h>
#include "compiler/emit/emit.h"
#include "runtime/base/fatal.h"
#include "runtime/base/strbuf.h"

/* reflect.Kind numbers of basic types. */
static uint32_t basic_kind(enum type_kind k)
{
    if (k == TY_STRING)
        return FMT_TYPE_STRING;
    if (k == TY_UNSAFE_POINTER)
        return FMT_TYPE_UNSAFEPTR;
    ASSERT(k >= TY_BOOL && k <= TY_COMPLEX128, "type kind %d in a module", (int)k);
    return (uint32_t)k;
}

/* String index of the package path that owns an unexported name; 0 for exported ones. */
static uint32_t name_owner(struct emit *e, const char *name, const struct package *pkg)
{
    return name_is_exported(name) || !pkg ? 0 : mw_cstr(e->w, pkg_name_space(pkg));
}

static uint32_t struct_type(struct emit *e, struct type *t)
{
    vec(struct mw_field) f = {0};
    for (int i = 0; i < t->strct.n; i++) {
        const struct type_field *x = &t->strct.fields[i];
        struct mw_field m = {.name = mw_cstr(e->w, x->name), .pkg = name_owner(e, x->name, x->pkg),
                             .type = emit_type(e, x->type)};
        if (x->embedded)
            m.flags |= FMT_FIELD_EMBEDDED;
        if (x->tag) {
            m.flags |= FMT_FIELD_TAGGED;
            m.tag = mw_str(e->w, x->tag, x->tag_len);
        }
        vec_push(&f, m);
    }
    uint32_t r = mw_struct(e->w, f.at, (uint32_t)f.n);
    vec_free(&f);
    return r;
}

static uint32_t func_type(struct emit *e, struct type *t)
{
    vec(uint32_t) l = {0};
    for (int i = 0; i < t->func.nparams; i++)
        vec_push(&l, emit_type(e, t->func.params[i]->type));
    for (int i = 0; i < t->func.nresults; i++)
        vec_push(&l, emit_type(e, t->func.results[i]->type));
    uint32_t r = mw_functype(e->w, (uint32_t)t->func.nparams, t->func.variadic, (uint32_t)t->func.nresults, l.at);
    vec_free(&l);
    return r;
}

static uint32_t interface_type(struct emit *e, struct type *t)
{
    struct typeset *ts = ty_typeset(e->m->u, t);
    vec(struct mw_imethod) l = {0};
    for (int i = 0; i < ts->nmethods; i++) {
        const struct type_method *m = &ts->methods[i];
        struct mw_imethod x = {mw_cstr(e->w, m->name), name_owner(e, m->name, m->pkg), emit_type(e, m->sig)};
        vec_push(&l, x);
    }
    uint32_t r = mw_interface(e->w, l.at, (uint32_t)l.n);
    vec_free(&l);
    return r;
}

/* An interface literal can mention itself, through the methods of a defined interface it embeds: type I interface {
 * F() interface { I } }.  Met again inside itself, it becomes a defined type called as it is written. */
static uint32_t literal_interface(struct emit *e, struct type *t)
{
    if (t->iface.nembeds == 0)
        return interface_type(e, t);
    struct strbuf text = {0};
    strbuf_puts(&text, "interface {");
    for (int i = 0; i < t->iface.nembeds; i++)
        strbuf_printf(&text, "%s %s", i ? ";" : "", ty_canonical(&e->arena, t->iface.embeds[i]));
    for (int i = 0; i < t->iface.nmethods; i++)
        strbuf_printf(&text, "; %s%s", t->iface.methods[i].name,
                      ty_canonical(&e->arena, t->iface.methods[i].sig) + 4);
    strbuf_puts(&text, " }");
    char *name = arena_strndup(&e->arena, text.at, text.n);
    strbuf_free(&text);
    bool fresh;
    for (struct literal *l = e->literals; l; l = l->outer)
        if (strcmp(l->name, name) == 0 && !strmap_get(&e->recursive, name))
            strmap_put(&e->recursive, name, (void *)(uintptr_t)mw_named(e->w, "", name, "", 0, &fresh));
    uint32_t named = (uint32_t)(uintptr_t)strmap_get(&e->recursive, name);
    if (named)
        return named;
    struct literal here = { name, e->literals };
    e->literals = &here;
    uint32_t r = interface_type(e, t);
    e->literals = here.outer;
    named = (uint32_t)(uintptr_t)strmap_get(&e->recursive, name);
    if (named == 0)
        return r;
    mw_named_set(e->w, named, r, true);
    return named;
}

/* A defined type's name as reflect prints it after the package name: with type arguments in full. */
static const char *defined_name(struct emit *e, struct type *t)
{
    struct package *pkg = t->named.obj->pkg;
    return ty_reflect_string(&e->arena, t) + (pkg ? strlen(pkg->name) + 1 : 0);
}

static uint32_t chan_direction(enum chan_dir d)
{
    return d == CHAN_RECV ? 1 : d == CHAN_SEND ? 2 : 3;
}

static uint32_t composite_type(struct emit *e, struct type *t)
{
    switch (t->kind) {
    case TY_ARRAY: return mw_array(e->w, emit_type(e, t->array.elem), (uint64_t)t->array.len);
    case TY_SLICE: return mw_slice(e->w, emit_type(e, t->slice.elem));
    case TY_STRUCT: return struct_type(e, t);
    case TY_POINTER: return mw_pointer(e->w, emit_type(e, t->pointer.elem));
    case TY_FUNC: return func_type(e, t);
    case TY_INTERFACE: return literal_interface(e, t);
    case TY_MAP: {
        uint32_t key = emit_type(e, t->map.key);
        return mw_map(e->w, key, emit_type(e, t->map.elem));
    }
    case TY_CHAN: return mw_chan(e->w, emit_type(e, t->chan.elem), chan_direction(t->chan.dir));
    default: return mw_basic(e->w, basic_kind(t->kind));
    }
}

static uint32_t named_type(struct emit *e, struct type *t)
{
    struct package *pkg = t->named.obj->pkg;    /* NULL: error and other predeclared types */
    bool fresh;
    if (!pkg && strcmp(t->named.obj->name, "any") == 0)
        return emit_type(e, ty_underlying(t));
    uint32_t r = mw_named(e->w, pkg ? pkg->path : "", defined_name(e, t), pkg ? pkg->name : "",
                          (uint32_t)t->named.local_index, &fresh);
    ptrmap_put(&e->type_by_ptr, t, (void *)(uintptr_t)r);
    if (fresh) {
        bool here = pkg == e->m->pkg || t->named.ntargs > 0 || t->named.outer_targs;
        mw_named_set(e->w, r, emit_type(e, ty_underlying(t)), here);
    }
    return r;
}

uint32_t emit_type(struct emit *e, struct type *t)
{
    void **known = ptrmap_find(&e->type_by_ptr, t);
    if (known)
        return (uint32_t)(uintptr_t)*known;
    uint32_t r;
    if (t == ir_hiter_type(e->m))
        r = mw_opaque(e->w, "runtime.hiter");
    else if (t->kind == TY_NAMED)
        r = named_type(e, t);
    else
        r = composite_type(e, t);
    ptrmap_put(&e->type_by_ptr, t, (void *)(uintptr_t)r);
    return r;
}

void emit_methods(struct emit *e, const struct ir_typedesc *d)
{
    uint32_t type = emit_type(e, d->type);
    vec(struct mw_method) l = {0};
    for (uint32_t i = 0; i < d->nmethods; i++) {
        const struct ir_method *m = &d->methods[i];
        struct mw_method x = {.name = mw_cstr(e->w, m->name), .type = emit_type(e, m->sig),
                              .flags = m->in_value_set ? 1 : 0};
        x.pkg = m->pkg && !name_is_exported(m->name) ? mw_cstr(e->w, m->pkg) : 0;
        x.fn_val = m->fn_val ? emit_funcref(e, m->fn_val) : 0;
        x.fn_ptr = m->fn_ptr ? emit_funcref(e, m->fn_ptr) : 0;
        vec_push(&l, x);
    }
    if (l.n)
        mw_set_methods(e->w, type, l.at, (uint32_t)l.n);
    vec_free(&l);
}
