/* compiler/ir/wrappers.c - methods of types as the runtime sees them: for every named type of the package, every
 * instance and every struct type with embedded fields that the package mentions, the full method set, with the
 * wrapper functions that promoted methods and pointer receivers need. */
#include "compiler/ir/build.h"

/* -- Which types ------------------------------------------------------------------------------------------------------ */

static bool is_method_bearing(struct builder *b, struct type *t)
{
    if (t->kind == TY_NAMED) {
        struct package *pkg = t->named.obj->pkg;
        enum type_kind k = kind_of(t);
        if (!pkg || k == TY_INTERFACE || k == TY_POINTER)
            return false;
        return pkg == b->pkg || t->named.ntargs > 0 || t->named.outer_targs;
    }
    if (t->kind == TY_STRUCT)
        for (int i = 0; i < t->strct.n; i++)
            if (t->strct.fields[i].embedded)
                return true;
    return false;
}

static void note_list(struct builder *b, struct object **l, int n)
{
    for (int i = 0; i < n; i++)
        note_type(b, l[i]->type);
}

/* Notes t and all types reachable from it. */
void note_type(struct builder *b, struct type *t)
{
    if (!t || t->kind <= TY_UNTYPED_NIL || ptrmap_get(&b->type_ptr_seen, t))
        return;
    ptrmap_put(&b->type_ptr_seen, t, t);
    if (t->kind == TY_TYPEPARAM || t == b->hiter)
        return;
    if (is_method_bearing(b, t) && !ty_has_typeparam(t)) {
        char *key = ty_canonical(b->a, t);
        if (!strmap_get(&b->type_seen, key)) {
            strmap_put(&b->type_seen, key, t);
            vec_push(&b->types, t);
        }
    }
    switch (t->kind) {
    case TY_NAMED:
        if (ty_is_generic(t))
            return;
        /* what an imported type is made of is described by the package that defines it */
        if (t->named.ntargs || t->named.obj->pkg == b->m->pkg)
            note_type(b, ty_underlying(t));
        for (int i = 0; i < t->named.ntargs; i++)
            note_type(b, t->named.targs[i]);
        break;
    case TY_POINTER: note_type(b, t->pointer.elem); break;
    case TY_SLICE: note_type(b, t->slice.elem); break;
    case TY_ARRAY: note_type(b, t->array.elem); break;
    case TY_CHAN: note_type(b, t->chan.elem); break;
    case TY_MAP: note_type(b, t->map.key); note_type(b, t->map.elem); break;
    case TY_STRUCT:
        for (int i = 0; i < t->strct.n; i++)
            note_type(b, t->strct.fields[i].type);
        break;
    case TY_FUNC:
        note_list(b, t->func.params, t->func.nparams);
        note_list(b, t->func.results, t->func.nresults);
        break;
    default: break;
    }
}

void note_types(struct builder *b, struct ir_func *f)
{
    note_type(b, f->sym->sig);
    for (size_t i = 1; i < f->regs.n; i++)
        note_type(b, f->regs.at[i].type);
    for (size_t i = 0; i < f->objs.n; i++)
        note_type(b, f->objs.at[i].type);
    for (size_t i = 0; i < f->blocks.n; i++)
        for (size_t k = 0; k < f->blocks.at[i]->ins.n; k++) {
            note_type(b, f->blocks.at[i]->ins.at[k].type);
            note_type(b, f->blocks.at[i]->ins.at[k].type2);
        }
}

/* -- Wrappers ------------------------------------------------------------------------------------------------------------- */

/* "value method called using nil pointer": the VM's hook raises it. */
static void check_nil_receiver(struct fb *w, ir_reg recv)
{
    struct ir_block *nil = new_block(w), *ok = new_block(w);
    branch(w, OPC_JEQI, recv, 0, 0, nil, ok);
    start_block(w, nil);
    nil->cold = true;
    call_hook(w, "panicwrap", NULL, 0);
    ins(w, IR_JMP)->t = ok;
    start_block(w, ok);
}

/* The function recv.name for a method found through embedding or by dereferencing the receiver. */
static struct ir_sym *wrapper(struct builder *b, struct type *recv, struct method *m)
{
    bool is_ptr = recv->kind == TY_POINTER;
    struct type *base = is_ptr ? recv->pointer.elem : recv;
    char *name = arena_printf(b->a, is_ptr ? "(*%s).%s" : "%s.%s", type_sym_name(b, base), m->name);
    /* an unexported method of another package has that package's name in its own */
    if (m->npath && m->pkg && !name_is_exported(m->name) && !m->pkg->family &&
        strcmp(m->pkg->path, type_pkg(b, base)) != 0)
        name = arena_printf(b->a, is_ptr ? "(*%s).%s.%s" : "%s.%s.%s", type_sym_name(b, base), m->pkg->path, m->name);
    struct type *sig = sig_with_recv(b, recv, m->sig);
    bool instance = base->kind != TY_NAMED || base->named.ntargs > 0 || base->named.outer_targs;
    struct ir_sym *s = intern_sym(b, instance ? type_pkg(b, base) : b->pkg->path, name, sig);
    if (s->def)
        return s;
    s->method = true;
    s->instance = instance;
    struct fb *w = fb_new(b, s, m->sig, NULL);
    w->f->wrapper = true;
    w->f->exported = name_is_exported(m->name);
    struct val rv = add_param(w, recv, NULL);
    set_results(w);
    int n = m->sig->func.nparams;
    struct val *params = arena_array(b->a, struct val, n + 1);
    for (int i = 0; i < n; i++)
        params[i] = add_param(w, m->sig->func.params[i]->type, NULL);
    if (is_ptr && m->npath == 0 && strcmp(b->pkg->path, "runtime") != 0)
        check_nil_receiver(w, rv.r[0]);
    struct callee c = method_callee(w, place_of_val(w, rv), m->name, m->pkg);
    struct val *res = arena_array(b->a, struct val, w->nresults + 1);
    emit_call(w, &c, params, res, NULL);
    do_return(w, res, w->nresults);
    fb_finish(w);
    return s;
}

static struct method *find_method(struct method_set *s, struct method *m)
{
    for (int i = 0; i < s->n; i++)
        if (ty_method_order(s->at[i].name, s->at[i].pkg, m->name, m->pkg) == 0)
            return &s->at[i];
    return NULL;
}

static bool has_unsafe_pointer(struct object **vars, int n)
{
    for (int i = 0; i < n; i++)
        if (ty_underlying(vars[i]->type)->kind == TY_UNSAFE_POINTER)
            return true;
    return false;
}

/* Does an exported interface of the library package have the unexported method?  Then types of others, which get it by
 * embedding, must have it too (testing.TB). */
static bool is_sealing(struct package *pkg, const char *name)
{
    scope_load(pkg->scope);
    for (size_t i = 0; i < pkg->scope->names.n; i++) {
        struct object *o = pkg->scope->names.entries[i].val;
        if (o && ty_seals(o, name))
            return true;
    }
    return false;
}

/* A promoted method of a library type that this package may not call: unexported, or for unsafe packages only. */
static bool is_hidden(struct builder *b, struct method *m)
{
    if (b->pkg->is_std || m->is_iface_method || !m->obj->pkg || !m->obj->pkg->is_std)
        return false;
    const struct type *sig = m->sig;
    return (!name_is_exported(m->name) && !is_sealing(m->obj->pkg, m->name)) ||
           (!b->m->uses_unsafe && (has_unsafe_pointer(sig->func.params, sig->func.nparams) ||
                                   has_unsafe_pointer(sig->func.results, sig->func.nresults)));
}

static void build_methods(struct builder *b, struct type *t)
{
    struct type *pt = ty_pointer(b->u, t);
    struct method_set *all = ty_method_set(b->u, pt), *vals = ty_method_set(b->u, t);
    if (!all->n)
        return;
    struct ir_typedesc d = { .type = t, .nmethods = (uint32_t)all->n };
    d.methods = arena_array(b->a, struct ir_method, all->n);
    for (int i = 0; i < all->n; i++) {
        struct method *m = &all->at[i];
        struct ir_method *o = &d.methods[i];
        bool in_value = find_method(vals, m) != NULL;
        bool declared = m->npath == 0 && !m->is_iface_method;
        *o = (struct ir_method){ .name = m->name, .sig = m->sig, .in_value_set = in_value,
                                 .pkg = name_is_exported(m->name) || !m->pkg ? NULL : pkg_name_space(m->pkg) };
        if (!declared && is_hidden(b, m))
            continue;
        if (declared && m->ptr_recv) {
            o->fn_ptr = method_sym(b, m->obj, t);
            continue;
        }
        if (in_value)
            o->fn_val = declared ? method_sym(b, m->obj, t) : wrapper(b, t, m);
        o->fn_ptr = wrapper(b, pt, m);
    }
    vec_push(&b->m->typedescs, d);
}

void build_type_methods(struct builder *b)
{
    while (b->types.n) {
        struct type *t = vec_pop(&b->types);
        build_methods(b, t);
    }
}
