/* compiler/types/export.c - writes a checked package's interface (format: export.h).
 *
 * Objects and types refer to types by number; a type gets its number when
 * first referred to and its body is written afterwards from a work list, so
 * cyclic types need no care.  The output depends only on the package's
 * content: objects are sorted by name, everything else follows from them. */
#include "compiler/types/export.h"

#include <stdlib.h>

#include "compiler/types/internal.h"
#include "runtime/base/fatal.h"

struct exported { const char *name; struct object *obj; uint32_t offset; };

struct exporter {
    struct package *p;
    struct universe *u;
    struct strbuf strings, types, objects, misc, sources;
    vec(uint32_t) string_offsets, type_offsets;
    struct strmap string_index;         /* text -> number + 1 */
    struct ptrmap type_index;           /* type -> number + 1 */
    vec(struct type *) type_list;
    vec(struct exported) list;
    struct ptrmap listed;               /* local types already in list */
    const struct export_source *src;
};

/* -- Primitive values ---------------------------------------------------------------------- */

static uint32_t string_ref(struct exporter *x, const char *s, size_t n)
{
    uint32_t known = (uint32_t)(uintptr_t)strmap_getn(&x->string_index, s, n);
    if (known)
        return known - 1;
    uint32_t k = (uint32_t)x->string_offsets.n;
    vec_push(&x->string_offsets, (uint32_t)x->strings.n);
    strbuf_add(&x->strings, s, n);
    strmap_putn(&x->string_index, arena_strndup(&x->u->arena, s, n), n, (void *)(uintptr_t)(k + 1));
    return k;
}

static void put_uint(struct strbuf *b, uint64_t v) { strbuf_uleb(b, v); }

/* 0 is NULL, else string number + 1 */
static void put_text(struct exporter *x, struct strbuf *b, const char *s, size_t n)
{
    put_uint(b, s ? string_ref(x, s, n) + 1 : 0);
}

static void put_string(struct exporter *x, struct strbuf *b, const char *s)
{
    put_text(x, b, s, s ? strlen(s) : 0);
}

static void put_pkg(struct exporter *x, struct strbuf *b, struct package *pkg)
{
    put_string(x, b, !pkg || pkg == x->p ? NULL : pkg->path);   /* none means this package */
}

static uint32_t type_ref(struct exporter *x, struct type *t)
{
    struct universe *u = x->u;
    if (!t)
        return XT_NONE;
    if (t == u->byte_type)
        return XT_BYTE;
    if (t == u->rune_type)
        return XT_RUNE;
    if (t->kind <= TY_UNTYPED_NIL)
        return XT_BASIC + t->kind;
    if (t == u->error_type)
        return XT_ERROR;
    if (t == u->any_type)
        return XT_ANY;
    if (t == u->comparable_type)
        return XT_COMPARABLE;
    uint32_t known = (uint32_t)(uintptr_t)ptrmap_get(&x->type_index, t);
    if (!known) {
        vec_push(&x->type_list, t);
        known = (uint32_t)x->type_list.n;
        ptrmap_put(&x->type_index, t, (void *)(uintptr_t)known);
    }
    return XT_FIRST + known - 1;
}

static void put_type(struct exporter *x, struct strbuf *b, struct type *t) { put_uint(b, type_ref(x, t)); }

static void put_types(struct exporter *x, struct strbuf *b, struct type **list, int n)
{
    put_uint(b, (uint64_t)n);
    for (int i = 0; i < n; i++)
        put_type(x, b, list[i]);
}

static void put_vars(struct exporter *x, struct strbuf *b, struct object **vars, int n)
{
    put_uint(b, (uint64_t)n);
    for (int i = 0; i < n; i++) {
        put_string(x, b, vars[i]->name);
        put_type(x, b, vars[i]->type);
    }
}

/* -- Constants -------------------------------------------------------------------------------- */

static void put_mpz(struct strbuf *b, mpz_srcptr z)
{
    size_t n = 0;
    unsigned char *bytes = mpz_export(NULL, &n, -1, 1, 0, 0, z);
    put_uint(b, n << 1 | (mpz_sgn(z) < 0));
    strbuf_add(b, bytes ? bytes : (unsigned char *)"", n);
    free(bytes);
}

static void put_const(struct exporter *x, struct strbuf *b, struct constant *c)
{
    enum const_kind k = c ? c->kind : CV_UNKNOWN;
    strbuf_u8(b, (uint8_t)k);
    switch (k) {
    case CV_BOOL: strbuf_u8(b, c->b); break;
    case CV_STRING: put_text(x, b, c->s.at, c->s.n); break;
    case CV_INT: put_mpz(b, c->i); break;
    case CV_RAT:
        put_mpz(b, mpq_numref(c->q));
        put_mpz(b, mpq_denref(c->q));
        break;
    case CV_FLOAT:
        put_mpz(b, c->f.m);
        strbuf_sleb(b, c->f.e);
        break;
    case CV_COMPLEX:
        put_const(x, b, c->c.re);
        put_const(x, b, c->c.im);
        break;
    case CV_UNKNOWN: break;
    }
}

/* -- Types --------------------------------------------------------------------------------------- */

char *export_local_name(struct arena *a, struct type *t)
{
    struct object *f = t->named.local_func;
    const char *recv = f && f->recv_named ? f->recv_named->named.obj->name : "";
    return arena_printf(a, "%s.%s.%s.%d.%u", recv, f ? f->name : "", t->named.obj->name, t->named.local_index,
                        f && (f->is_init || f->is_blank) ? f->order : 0);
}

static void put_named_ref(struct exporter *x, struct strbuf *b, struct type *t)
{
    struct object *o = t->named.obj;
    put_pkg(x, b, o->pkg);
    if (t->named.local_index == 0) {
        put_string(x, b, o->name);
        return;
    }
    char *name = export_local_name(&x->u->arena, t);
    put_string(x, b, name);
    if (o->pkg == x->p && !ptrmap_get(&x->listed, t)) {
        ptrmap_put(&x->listed, t, t);
        vec_push(&x->list, ((struct exported){ name, o, 0 }));
    }
}

static void put_fields(struct exporter *x, struct strbuf *b, struct type *t)
{
    put_uint(b, (uint64_t)t->strct.n);
    for (int i = 0; i < t->strct.n; i++) {
        struct type_field *f = &t->strct.fields[i];
        put_string(x, b, f->name);
        put_type(x, b, f->type);
        put_pkg(x, b, f->pkg);
        strbuf_u8(b, f->embedded);
        put_text(x, b, f->tag, f->tag ? f->tag_len : 0);
    }
}

static void put_interface(struct exporter *x, struct strbuf *b, struct type *t)
{
    strbuf_u8(b, t->iface.implicit);
    put_uint(b, (uint64_t)t->iface.nmethods);
    for (int i = 0; i < t->iface.nmethods; i++) {
        put_string(x, b, t->iface.methods[i].name);
        put_pkg(x, b, t->iface.methods[i].pkg);
        put_type(x, b, t->iface.methods[i].sig);
    }
    put_types(x, b, t->iface.embeds, t->iface.nembeds);
}

static void put_func(struct exporter *x, struct strbuf *b, struct type *t)
{
    strbuf_u8(b, t->func.variadic);
    put_types(x, b, t->func.tparams, t->func.ntparams);
    put_types(x, b, t->func.recv_tparams, t->func.nrecv_tparams);
    put_vars(x, b, t->func.params, t->func.nparams);
    put_vars(x, b, t->func.results, t->func.nresults);
}

static void put_named(struct exporter *x, struct strbuf *b, struct type *t)
{
    if (!t->named.origin) {
        strbuf_u8(b, XTY_NAMED);
        put_named_ref(x, b, t);
        return;
    }
    strbuf_u8(b, XTY_INSTANCE);
    put_type(x, b, t->named.origin);
    put_types(x, b, t->named.targs, t->named.ntargs);
    put_types(x, b, t->named.outer_targs, t->named.outer_targs ? t->named.nouter : 0);
}

static void put_type_body(struct exporter *x, struct type *t)
{
    struct strbuf *b = &x->types;
    switch (t->kind) {
    case TY_NAMED: put_named(x, b, t); break;
    case TY_TYPEPARAM:
        strbuf_u8(b, XTY_TPARAM);
        put_string(x, b, t->tparam.obj->name);
        put_uint(b, (uint64_t)t->tparam.index);
        strbuf_u8(b, t->tparam.of_method);
        put_type(x, b, t->tparam.bound);
        break;
    case TY_ARRAY:
        strbuf_u8(b, XTY_ARRAY);
        strbuf_sleb(b, t->array.len);
        put_type(x, b, t->array.elem);
        break;
    case TY_SLICE: strbuf_u8(b, XTY_SLICE); put_type(x, b, t->slice.elem); break;
    case TY_POINTER: strbuf_u8(b, XTY_POINTER); put_type(x, b, t->pointer.elem); break;
    case TY_STRUCT: strbuf_u8(b, XTY_STRUCT); put_fields(x, b, t); break;
    case TY_FUNC: strbuf_u8(b, XTY_FUNC); put_func(x, b, t); break;
    case TY_INTERFACE: strbuf_u8(b, XTY_INTERFACE); put_interface(x, b, t); break;
    case TY_MAP:
        strbuf_u8(b, XTY_MAP);
        put_type(x, b, t->map.key);
        put_type(x, b, t->map.elem);
        break;
    case TY_CHAN:
        strbuf_u8(b, XTY_CHAN);
        strbuf_u8(b, (uint8_t)t->chan.dir);
        put_type(x, b, t->chan.elem);
        break;
    case TY_TUPLE: strbuf_u8(b, XTY_TUPLE); put_vars(x, b, t->tuple.vars, t->tuple.n); break;
    case TY_UNION:
        strbuf_u8(b, XTY_UNION);
        put_uint(b, (uint64_t)t->uni.n);
        for (int i = 0; i < t->uni.n; i++) {
            strbuf_u8(b, t->uni.terms[i].tilde);
            put_type(x, b, t->uni.terms[i].type);
        }
        break;
    default: UNREACHABLE();
    }
}

/* -- Objects --------------------------------------------------------------------------------------- */

static void put_methods(struct exporter *x, struct strbuf *b, struct type *t)
{
    int n;
    struct object **m = ty_named_methods(t, &n);
    put_uint(b, (uint64_t)n);
    for (int i = 0; i < n; i++) {
        put_string(x, b, m[i]->name);
        strbuf_u8(b, m[i]->ptr_recv);
        put_type(x, b, m[i]->type);
        put_string(x, b, m[i]->linkname);
    }
}

/* A type declaration: aliases give their type, defined types their parts. */
static void put_type_object(struct exporter *x, struct strbuf *b, struct object *o)
{
    strbuf_u8(b, o->is_alias);
    if (o->is_alias) {
        put_type(x, b, o->type);
        return;
    }
    struct type *t = o->type;
    put_uint(b, (uint64_t)t->named.local_index);
    put_types(x, b, t->named.tparams, t->named.ntparams);
    put_types(x, b, t->named.outer_tparams, t->named.nouter);
    struct type *p = ty_underlying(t);
    put_type(x, b, p);
    put_methods(x, b, t);
}

static void put_object(struct exporter *x, struct object *o)
{
    struct strbuf *b = &x->objects;
    strbuf_u8(b, (uint8_t)o->kind);
    put_string(x, b, o->name);
    switch (o->kind) {
    case OBJ_CONST:
        put_type(x, b, o->type);
        put_const(x, b, o->cv);
        break;
    case OBJ_VAR:
        put_type(x, b, o->type);
        put_string(x, b, o->linkname);
        break;
    case OBJ_FUNC:
        put_type(x, b, o->type);
        put_string(x, b, o->linkname);
        break;
    default: put_type_object(x, b, o); break;
    }
}

/* -- Generic bodies ------------------------------------------------------------------------------------ */

/* Byte offset of line:col in text. */
static size_t offset_of(const char *text, size_t n, struct pos p)
{
    size_t i = 0;
    for (uint32_t line = 1; line < p.line && i < n; i++)
        line += text[i] == '\n';
    i += p.col > 0 ? p.col - 1 : 0;
    return i < n ? i : n;
}

static bool is_generic_func(struct object *o)
{
    return o->kind == OBJ_FUNC && o->body && o->type && o->type->kind == TY_FUNC && o->body->body &&
           (o->type->func.ntparams > 0 || o->type->func.nrecv_tparams > 0);
}

static void put_source(struct exporter *x, struct object *o)
{
    struct strbuf *b = &x->sources;
    size_t n = 0;
    const char *text = o->file && x->src ? x->src->text(x->src->ctx, o->file, &n) : NULL;
    if (!text)
        return;
    size_t from = offset_of(text, n, o->body->pos), to = offset_of(text, n, o->body->body->end);
    to += to < n;               /* the closing brace */
    put_string(x, b, o->recv_named ? o->recv_named->named.obj->name : "");
    put_string(x, b, o->name);
    put_string(x, b, o->file->path);
    put_uint(b, o->body->pos.line);
    put_uint(b, o->body->pos.col);
    put_text(x, b, text + from, to > from ? to - from : 0);
    int imports = 0;
    for (int i = 0; i < o->file->ndecls; i++)
        imports += o->file->decls[i]->kind == DECL_IMPORT;
    put_uint(b, (uint64_t)imports);
    for (int i = 0; i < o->file->ndecls; i++) {
        struct decl *d = o->file->decls[i];
        if (d->kind == DECL_IMPORT) {
            put_string(x, b, d->import.name);
            put_string(x, b, d->import.path);
        }
    }
}

/* -- The whole ------------------------------------------------------------------------------------------- */

static int compare_names(const void *a, const void *b)
{
    return strcmp(((const struct exported *)a)->name, ((const struct exported *)b)->name);
}

static void collect(struct exporter *x)
{
    struct strmap *names = &x->p->scope->names;
    for (size_t i = 0; i < names->n; i++) {
        struct object *o = names->entries[i].val;
        bool wanted = o && (o->kind == OBJ_CONST || o->kind == OBJ_TYPE || o->kind == OBJ_VAR || o->kind == OBJ_FUNC);
        if (wanted && o->type && !name_eq(o->name, "_"))
            vec_push(&x->list, ((struct exported){ o->name, o, 0 }));
    }
    if (x->list.n)
        qsort(x->list.at, x->list.n, sizeof *x->list.at, compare_names);
}

/* Bodies of objects and types, until neither list grows any more (local types are added on the way). */
static void write_bodies(struct exporter *x)
{
    size_t obj = 0, type = 0;
    while (obj < x->list.n || type < x->type_list.n) {
        if (obj < x->list.n) {
            x->list.at[obj].offset = (uint32_t)x->objects.n;
            put_object(x, x->list.at[obj++].obj);
        } else {
            vec_push(&x->type_offsets, (uint32_t)x->types.n);
            put_type_body(x, x->type_list.at[type++]);
        }
    }
    if (x->list.n)
        qsort(x->list.at, x->list.n, sizeof *x->list.at, compare_names);
}

static void write_misc(struct exporter *x)
{
    struct strbuf *b = &x->misc;
    put_string(x, b, x->p->path);
    put_string(x, b, x->p->name);
    put_string(x, b, x->p->lang);
    strbuf_u8(b, x->p->is_std);
    put_uint(b, (uint64_t)x->p->nimports);
    for (int i = 0; i < x->p->nimports; i++)
        put_string(x, b, x->p->imports[i]->path);
}

static void write_sources(struct exporter *x)
{
    if (!x->src)
        return;
    for (int i = 0; i < x->p->nfuncs; i++)
        if (is_generic_func(x->p->funcs[i]))
            put_source(x, x->p->funcs[i]);
}

static void put_u32_at(struct strbuf *out, size_t base, enum export_header field, size_t v)
{
    for (int i = 0; i < 4; i++)
        out->at[base + 4 * (size_t)field + (size_t)i] = (char)(v >> 8 * i);
}

static void write_image(struct exporter *x, struct strbuf *out)
{
    size_t base = out->n;
    for (int i = 0; i < XH_COUNT; i++)
        strbuf_u32(out, 0);
    put_u32_at(out, base, XH_MAGIC, EXPORT_MAGIC);
    put_u32_at(out, base, XH_NSTRINGS, x->string_offsets.n);
    put_u32_at(out, base, XH_STRINGS, out->n - base);
    for (size_t i = 0; i < x->string_offsets.n; i++)
        strbuf_u32(out, x->string_offsets.at[i]);
    strbuf_u32(out, (uint32_t)x->strings.n);
    strbuf_add(out, x->strings.at ? x->strings.at : "", x->strings.n);
    put_u32_at(out, base, XH_NTYPES, x->type_offsets.n);
    put_u32_at(out, base, XH_TYPES, out->n - base);
    for (size_t i = 0; i < x->type_offsets.n; i++)
        strbuf_u32(out, x->type_offsets.at[i]);
    strbuf_add(out, x->types.at ? x->types.at : "", x->types.n);
    put_u32_at(out, base, XH_NOBJECTS, x->list.n);
    put_u32_at(out, base, XH_OBJECTS, out->n - base);
    for (size_t i = 0; i < x->list.n; i++) {
        strbuf_u32(out, string_ref(x, x->list.at[i].name, strlen(x->list.at[i].name)));
        strbuf_u32(out, x->list.at[i].offset);
    }
    strbuf_add(out, x->objects.at ? x->objects.at : "", x->objects.n);
    put_u32_at(out, base, XH_MISC, out->n - base);
    strbuf_add(out, x->misc.at, x->misc.n);
    put_u32_at(out, base, XH_SOURCES, out->n - base);
    strbuf_add(out, x->sources.at ? x->sources.at : "", x->sources.n);
    put_u32_at(out, base, XH_SIZE, out->n - base);
    put_u32_at(out, base, XH_CHECK, (uint32_t)hash_bytes(out->at + base + 8, out->n - base - 8, 0));
}

void export_package_with_source(struct package *p, struct strbuf *out, const struct export_source *src)
{
    struct exporter x = { .p = p, .u = p->u, .src = src };
    collect(&x);
    write_bodies(&x);
    write_misc(&x);
    write_sources(&x);
    for (size_t i = 0; i < x.list.n; i++)       /* all names are strings before the string table is written */
        string_ref(&x, x.list.at[i].name, strlen(x.list.at[i].name));
    write_image(&x, out);
    strbuf_free(&x.strings);
    strbuf_free(&x.types);
    strbuf_free(&x.objects);
    strbuf_free(&x.misc);
    strbuf_free(&x.sources);
    vec_free(&x.string_offsets);
    vec_free(&x.type_offsets);
    vec_free(&x.type_list);
    vec_free(&x.list);
    strmap_free(&x.string_index);
    ptrmap_free(&x.type_index);
    ptrmap_free(&x.listed);
}

void export_package(struct package *p, struct strbuf *out)
{
    export_package_with_source(p, out, NULL);
}
