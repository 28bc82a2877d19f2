/* compiler/types/import.c - reads package interfaces back, lazily (format: export.h).
 *
 * The package's scope asks for objects by name; a binary search in the sorted
 * object table finds them.  A defined type is made as a shell; its underlying
 * type and methods are decoded by the load_ hook.  Types are remembered by
 * number before their parts are decoded, so cycles close on themselves.
 *
 * The image is checked as a whole first (hash, table bounds); a body that is
 * wrong nevertheless decodes to the invalid type. */
#include "compiler/types/export.h"

#include "compiler/types/internal.h"

struct importer {
    struct universe *u;
    struct package *p;
    const uint8_t *data; size_t n;
    uint32_t h[XH_COUNT];
    const char **strings;       /* by number, NULL until used */
    struct type **types;
    const struct check_config *cfg;
    int depth;
};

/* A position in the image; bad: ran over the end or met nonsense. */
struct reader { struct importer *m; const uint8_t *at, *end; bool bad; };

enum { MAX_NESTING = 2000, MAX_COUNT = 1 << 24 };

/* -- Primitive values ------------------------------------------------------------------- */

static uint32_t load_u32(const uint8_t *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static uint8_t get_u8(struct reader *r)
{
    if (r->at >= r->end) {
        r->bad = true;
        return 0;
    }
    return *r->at++;
}

static uint64_t get_uint(struct reader *r)
{
    uint64_t v = 0;
    for (int shift = 0; shift < 64; shift += 7) {
        uint8_t b = get_u8(r);
        v |= (uint64_t)(b & 0x7f) << shift;
        if (!(b & 0x80))
            return v;
    }
    r->bad = true;
    return 0;
}

static int64_t get_sint(struct reader *r)
{
    uint64_t v = 0;
    int shift = 0;
    uint8_t b;
    do {
        b = get_u8(r);
        v |= (uint64_t)(b & 0x7f) << shift;
        shift += 7;
    } while (b & 0x80 && shift < 64);
    if (b & 0x40 && shift < 64)
        v |= ~UINT64_C(0) << shift;
    return (int64_t)v;
}

/* A list length: no more elements than bytes are left. */
static int get_count(struct reader *r)
{
    uint64_t n = get_uint(r);
    if (n > (uint64_t)(r->end - r->at) || n > MAX_COUNT) {
        r->bad = true;
        return 0;
    }
    return (int)n;
}

static bool string_bytes(struct importer *m, uint64_t k, const char **at, size_t *n)
{
    if (k >= m->h[XH_NSTRINGS])
        return false;
    const uint8_t *table = m->data + m->h[XH_STRINGS], *bytes = table + 4 * ((size_t)m->h[XH_NSTRINGS] + 1);
    uint32_t from = load_u32(table + 4 * k), to = load_u32(table + 4 * k + 4);
    size_t room = (size_t)(m->data + m->h[XH_TYPES] - bytes);
    if (from > to || to > room)
        return false;
    *at = (const char *)bytes + from;
    *n = to - from;
    return true;
}

static const char *string_at(struct importer *m, uint64_t k)
{
    const char *s;
    size_t n;
    if (!string_bytes(m, k, &s, &n))
        return NULL;
    if (!m->strings[k]) {
        const char *known = strmap_getn(&m->u->strings_, s, n);
        m->strings[k] = known ? known : ty_intern(m->u, arena_strndup(&m->u->arena, s, n));
    }
    return m->strings[k];
}

static const char *get_string(struct reader *r)
{
    uint64_t k = get_uint(r);
    return k ? string_at(r->m, k - 1) : NULL;
}

/* Without a copy: not NUL-terminated. */
static const char *get_bytes(struct reader *r, size_t *n)
{
    const char *s = NULL;
    uint64_t k = get_uint(r);
    *n = 0;
    if (k && !string_bytes(r->m, k - 1, &s, n))
        r->bad = true;
    return s;
}

static struct package *find_package(struct importer *m, const char *path)
{
    struct package *p = strmap_get(&m->u->packages, path);
    if (!p && m->cfg && m->cfg->import) {
        char *why = NULL;
        p = m->cfg->import(m->cfg->ctx, path, m->p, &why);
    }
    return p;
}

static struct package *get_pkg(struct reader *r)
{
    const char *path = get_string(r);
    return path ? find_package(r->m, path) : r->m->p;
}

/* -- Constants ---------------------------------------------------------------------------- */

static void get_mpz(struct reader *r, mpz_ptr z)
{
    uint64_t head = get_uint(r), n = head >> 1;
    mpz_set_ui(z, 0);
    if (n > (uint64_t)(r->end - r->at)) {
        r->bad = true;
        return;
    }
    mpz_import(z, n, -1, 1, 0, 0, r->at);
    r->at += n;
    if (head & 1)
        mpz_neg(z, z);
}

static struct constant *get_const(struct reader *r, int depth)
{
    struct universe *u = r->m->u;
    struct constant *c = NULL;
    mpz_t a, b;
    uint8_t kind = get_u8(r);
    switch (kind) {
    case CV_BOOL: return cv_bool(u, get_u8(r));
    case CV_STRING: {
        size_t n;
        const char *s = get_bytes(r, &n);
        return cv_string(u, s ? s : "", n);
    }
    case CV_INT: case CV_RAT: case CV_FLOAT:
        mpz_init(a);
        mpz_init(b);
        get_mpz(r, a);
        if (kind == CV_RAT)
            get_mpz(r, b);
        c = kind == CV_INT ? cv_from_mpz(u, a) : kind == CV_RAT ? cv_from_ratio(u, a, b)
                                                                : cv_from_float(u, a, get_sint(r));
        mpz_clear(a);
        mpz_clear(b);
        return c;
    case CV_COMPLEX: {
        if (depth > 1)
            break;
        struct constant *re = get_const(r, depth + 1), *im = get_const(r, depth + 1);
        return cv_make_complex(u, re, im);
    }
    default: break;
    }
    return cv_unknown(u);
}

/* -- Types ----------------------------------------------------------------------------------- */

static struct type *decode_type(struct importer *m, uint32_t k);

static struct type *invalid(struct importer *m) { return m->u->basic[TY_INVALID]; }

static struct type *get_type_or_null(struct reader *r)
{
    struct universe *u = r->m->u;
    uint64_t k = get_uint(r);
    if (k == XT_NONE)
        return NULL;
    if (k < XT_BYTE)
        return u->basic[k - XT_BASIC];
    switch (k) {
    case XT_BYTE: return u->byte_type;
    case XT_RUNE: return u->rune_type;
    case XT_ERROR: return u->error_type;
    case XT_ANY: return u->any_type;
    case XT_COMPARABLE: return u->comparable_type;
    default: break;
    }
    if (k - XT_FIRST >= r->m->h[XH_NTYPES]) {
        r->bad = true;
        return u->basic[TY_INVALID];
    }
    return decode_type(r->m, (uint32_t)(k - XT_FIRST));
}

static struct type *get_type(struct reader *r)
{
    struct type *t = get_type_or_null(r);
    return t ? t : invalid(r->m);
}

static struct type **get_types(struct reader *r, int *n)
{
    *n = get_count(r);
    struct type **list = *n ? arena_array(&r->m->u->arena, struct type *, *n) : NULL;
    for (int i = 0; i < *n; i++)
        list[i] = get_type(r);
    return list;
}

static struct object *new_object(struct importer *m, enum object_kind k, const char *name, struct type *t)
{
    struct object *o = obj_new(m->u, k, (struct pos){0}, m->p, name, t);
    o->state = OST_BLACK;
    o->used = true;
    return o;
}

static struct object **get_vars(struct reader *r, int *n, bool results)
{
    *n = get_count(r);
    struct object **vars = *n ? arena_array(&r->m->u->arena, struct object *, *n) : NULL;
    for (int i = 0; i < *n; i++) {
        const char *name = get_string(r);
        vars[i] = new_object(r->m, OBJ_VAR, name, get_type(r));
        vars[i]->is_param = !results;
        vars[i]->is_result = results;
    }
    return vars;
}

static const char *get_name(struct reader *r)
{
    const char *s = get_string(r);
    if (!s)
        r->bad = true;
    return s ? s : "_";
}

static struct type *get_named(struct reader *r)
{
    struct package *p = get_pkg(r);
    const char *name = get_name(r);
    struct object *o = p && p->scope ? scope_lookup(p->scope, name) : NULL;
    if (!o && p) {              /* a local type of a package that was checked from source in this compilation */
        for (int i = 0; i < p->nlocal_named; i++)
            if (name_eq(export_local_name(&r->m->u->arena, p->local_named[i]), name))
                return p->local_named[i];
    }
    return o && o->kind == OBJ_TYPE && o->type ? o->type : invalid(r->m);
}

static struct type *get_instance(struct reader *r)
{
    int n, nouter;
    struct type *origin = get_type(r);
    struct type **targs = get_types(r, &n), **outer = get_types(r, &nouter);
    if (origin->kind != TY_NAMED || r->bad || (nouter && nouter != origin->named.nouter))
        return invalid(r->m);
    return ty_make_instance(r->m->u, origin, targs, n, nouter ? outer : NULL);
}

/* The parts of types that were made and remembered before: fills t. */
static void get_struct(struct reader *r, struct type *t)
{
    struct universe *u = r->m->u;
    int n = get_count(r);
    t->strct.n = n;
    t->strct.fields = arena_array(&u->arena, struct type_field, n);
    for (int i = 0; i < n; i++) {
        struct type_field *f = &t->strct.fields[i];
        f->name = get_name(r);
        f->type = get_type(r);
        f->pkg = get_pkg(r);
        f->embedded = get_u8(r);
        size_t len;
        f->tag = get_bytes(r, &len);
        f->tag_len = (uint32_t)len;
        f->obj = new_object(r->m, OBJ_VAR, f->name, f->type);
        f->obj->pkg = f->pkg;
        f->obj->is_field = true;
        f->obj->embedded = f->embedded;
    }
}

static void get_interface(struct reader *r, struct type *t)
{
    struct universe *u = r->m->u;
    t->iface.implicit = get_u8(r);
    t->iface.pending = true;
    int n = get_count(r);
    struct type_method *methods = arena_array(&u->arena, struct type_method, n);
    for (int i = 0; i < n; i++) {
        methods[i].name = get_name(r);
        methods[i].pkg = get_pkg(r);
        methods[i].sig = get_type(r);
        methods[i].obj = new_object(r->m, OBJ_FUNC, methods[i].name, methods[i].sig);
        methods[i].obj->pkg = methods[i].pkg;
    }
    t->iface.methods = methods;
    t->iface.nmethods = n;
    t->iface.embeds = get_types(r, &t->iface.nembeds);
    t->iface.pending = false;
}

static void get_func(struct reader *r, struct type *t)
{
    t->func.variadic = get_u8(r);
    t->func.tparams = get_types(r, &t->func.ntparams);
    t->func.recv_tparams = get_types(r, &t->func.nrecv_tparams);
    t->func.params = get_vars(r, &t->func.nparams, false);
    t->func.results = get_vars(r, &t->func.nresults, true);
}

static void get_union(struct reader *r, struct type *t)
{
    int n = get_count(r);
    t->uni.terms = arena_array(&r->m->u->arena, struct type_term, n);
    t->uni.n = n;
    for (int i = 0; i < n; i++) {
        t->uni.terms[i].tilde = get_u8(r);
        t->uni.terms[i].type = get_type(r);
    }
}

static struct type *get_tparam(struct reader *r, struct type **memo)
{
    struct object *o = new_object(r->m, OBJ_TYPE, get_name(r), NULL);
    struct type *t = *memo = ty_typeparam(r->m->u, o, NULL, (int)get_uint(r));
    t->tparam.of_method = get_u8(r);
    t->tparam.bound = get_type_or_null(r);
    return t;
}

static struct type *get_composite(struct reader *r, enum type_kind k, struct type **memo,
                                  void (*fill)(struct reader *r, struct type *t))
{
    struct type *t = *memo = ty_new(r->m->u, k);
    fill(r, t);
    return t;
}

static struct type *get_body(struct reader *r, struct type **memo)
{
    struct universe *u = r->m->u;
    switch (get_u8(r)) {
    case XTY_NAMED: return get_named(r);
    case XTY_INSTANCE: return get_instance(r);
    case XTY_TPARAM: return get_tparam(r, memo);
    case XTY_ARRAY: {
        int64_t len = get_sint(r);
        return ty_array(u, get_type(r), len);
    }
    case XTY_SLICE: return ty_slice(u, get_type(r));
    case XTY_POINTER: return ty_pointer(u, get_type(r));
    case XTY_MAP: {
        struct type *key = get_type(r);
        return ty_map(u, key, get_type(r));
    }
    case XTY_CHAN: {
        enum chan_dir dir = get_u8(r) % 3;
        return ty_chan(u, get_type(r), dir);
    }
    case XTY_STRUCT: return get_composite(r, TY_STRUCT, memo, get_struct);
    case XTY_FUNC: return get_composite(r, TY_FUNC, memo, get_func);
    case XTY_INTERFACE: return get_composite(r, TY_INTERFACE, memo, get_interface);
    case XTY_UNION: return get_composite(r, TY_UNION, memo, get_union);
    case XTY_TUPLE: {
        int n;
        struct object **vars = get_vars(r, &n, true);
        return ty_tuple(u, vars, n);
    }
    default: return invalid(r->m);
    }
}

static struct type *decode_type(struct importer *m, uint32_t k)
{
    if (m->types[k])
        return m->types[k];
    const uint8_t *table = m->data + m->h[XH_TYPES], *bodies = table + 4 * (size_t)m->h[XH_NTYPES];
    const uint8_t *end = m->data + m->h[XH_OBJECTS];
    uint32_t at = load_u32(table + 4 * (size_t)k);
    if (at >= (size_t)(end - bodies) || m->depth > MAX_NESTING)
        return m->types[k] = invalid(m);
    struct reader r = { m, bodies + at, end, false };
    m->depth++;
    struct type *t = get_body(&r, &m->types[k]);
    m->depth--;
    return m->types[k] = r.bad ? invalid(m) : t;
}

/* -- Objects ------------------------------------------------------------------------------------- */

/* What the load_ hook of a defined type needs. */
struct pending { struct importer *m; const uint8_t *at, *end; };

static void get_methods(struct reader *r, struct type *t)
{
    struct universe *u = r->m->u;
    int n = get_count(r);
    t->named.methods = n ? arena_array(&u->arena, struct object *, n) : NULL;
    for (int i = 0; i < n; i++) {
        struct object *o = new_object(r->m, OBJ_FUNC, get_name(r), NULL);
        o->recv_named = t;
        o->ptr_recv = get_u8(r);
        struct type *sig = get_type(r);
        o->linkname = get_string(r);
        o->type = sig;
        if (sig->kind == TY_FUNC) {
            struct type *base = t;
            if (sig->func.nrecv_tparams > 0 && sig->func.nrecv_tparams == t->named.ntparams)
                base = ty_instantiate(u, t, sig->func.recv_tparams, sig->func.nrecv_tparams);
            /* signatures are shared by number: the receiver belongs to a copy */
            o->type = ty_new(u, TY_FUNC);
            o->type->func = sig->func;
            o->type->func.recv = new_object(r->m, OBJ_VAR, NULL, o->ptr_recv ? ty_pointer(u, base) : base);
            o->type->func.recv->is_param = true;
        }
        t->named.methods[t->named.nmethods++] = o;
    }
}

static void load_named(struct type *t, void *ctx)
{
    struct pending *pe = ctx;
    struct reader r = { pe->m, pe->at, pe->end, false };
    struct type *p = get_type(&r);
    t->named.underlying = r.bad ? invalid(pe->m) : p;
    get_methods(&r, t);
}

static void get_type_object(struct reader *r, struct object *o)
{
    struct universe *u = r->m->u;
    o->is_alias = get_u8(r);
    if (o->is_alias) {
        o->type = get_type(r);
        return;
    }
    struct type *t = ty_named(u, o, NULL);
    t->named.local_index = (int)get_uint(r);
    t->named.tparams = get_types(r, &t->named.ntparams);
    t->named.outer_tparams = get_types(r, &t->named.nouter);
    struct pending *pe = arena_new(&u->arena, struct pending);
    *pe = (struct pending){ r->m, r->at, r->end };
    t->named.load_ = load_named;
    t->named.load_ctx_ = pe;
}

/* The function a local type belongs to, as far as its canonical name needs it. */
static void restore_local(struct importer *m, struct object *o, const char *key)
{
    const char *recv_end = strchr(key, '.'), *func_end = recv_end ? strchr(recv_end + 1, '.') : NULL;
    const char *order = strrchr(key, '.');
    if (!func_end || !order)
        return;
    struct arena *a = &m->u->arena;
    struct object *f = new_object(m, OBJ_FUNC, arena_strndup(a, recv_end + 1, (size_t)(func_end - recv_end - 1)), NULL);
    if (recv_end > key) {
        struct object *base = scope_lookup(m->p->scope, arena_strndup(a, key, (size_t)(recv_end - key)));
        f->recv_named = base && base->kind == OBJ_TYPE && base->type->kind == TY_NAMED ? base->type : NULL;
    }
    f->is_init = name_eq(f->name, "init") && !f->recv_named;
    f->is_blank = name_eq(f->name, "_");
    for (const char *s = order + 1; *s >= '0' && *s <= '9'; s++)
        f->order = f->order * 10 + (uint32_t)(*s - '0');
    o->type->named.local_func = f;
}

static struct object *decode_object(struct importer *m, const char *key, uint32_t at)
{
    const uint8_t *bodies = m->data + m->h[XH_OBJECTS] + 8 * (size_t)m->h[XH_NOBJECTS];
    const uint8_t *end = m->data + m->h[XH_MISC];
    if (at >= (size_t)(end - bodies))
        return NULL;
    struct reader r = { m, bodies + at, end, false };
    uint8_t kind = get_u8(&r);
    if (kind != OBJ_CONST && kind != OBJ_TYPE && kind != OBJ_VAR && kind != OBJ_FUNC)
        return NULL;
    struct object *o = new_object(m, kind, get_name(&r), NULL);
    o->parent = m->p->scope;
    /* entered first: its type may mention it */
    strmap_put(&m->p->scope->names, name_eq(o->name, key) ? o->name : arena_strdup(&m->u->arena, key), o);
    switch (o->kind) {
    case OBJ_CONST:
        o->type = get_type(&r);
        o->cv = get_const(&r, 0);
        break;
    case OBJ_VAR:
        o->type = get_type(&r);
        o->linkname = get_string(&r);
        o->is_global = true;
        break;
    case OBJ_FUNC:
        o->type = get_type(&r);
        o->linkname = get_string(&r);
        break;
    default:
        get_type_object(&r, o);
        if (o->type->kind == TY_NAMED && !o->is_alias && o->type->named.local_index > 0)
            restore_local(m, o, key);
        break;
    }
    return o;
}

static const char *entry_name(struct importer *m, uint32_t i, size_t *n)
{
    const char *s;
    uint32_t k = load_u32(m->data + m->h[XH_OBJECTS] + 8 * (size_t)i);
    return string_bytes(m, k, &s, n) ? s : NULL;
}

static struct object *lookup_object(struct scope *s, const char *name, void *ctx)
{
    (void)s;
    struct importer *m = ctx;
    size_t len = strlen(name);
    uint32_t lo = 0, hi = m->h[XH_NOBJECTS];
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        size_t n;
        const char *e = entry_name(m, mid, &n);
        if (!e)
            return NULL;
        int c = memcmp(e, name, n < len ? n : len);
        if (c == 0)
            c = n < len ? -1 : n > len;
        if (c == 0)
            return decode_object(m, name, load_u32(m->data + m->h[XH_OBJECTS] + 8 * (size_t)mid + 4));
        if (c < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return NULL;
}

void scope_load(struct scope *s)
{
    if (s->lazy != lookup_object)
        return;
    struct importer *m = s->lazy_ctx;
    for (uint32_t i = 0; i < m->h[XH_NOBJECTS]; i++) {
        size_t n;
        const char *e = entry_name(m, i, &n);
        if (e)
            scope_lookup(s, arena_strndup(&m->u->arena, e, n));
    }
}

/* -- The image ---------------------------------------------------------------------------------------- */

static const char *check_image(struct importer *m)
{
    uint32_t *h = m->h;
    if (m->n < 4 * XH_COUNT)
        return "truncated export data";
    for (int i = 0; i < XH_COUNT; i++)
        h[i] = load_u32(m->data + 4 * i);
    if (h[XH_MAGIC] != EXPORT_MAGIC)
        return "not export data, or of another version";
    if (h[XH_SIZE] > m->n || h[XH_SIZE] < 4 * XH_COUNT)
        return "truncated export data";
    m->n = h[XH_SIZE];
    if ((uint32_t)hash_bytes(m->data + 8, m->n - 8, 0) != h[XH_CHECK])
        return "corrupt export data";
    uint64_t strings_end = h[XH_STRINGS] + 4 * ((uint64_t)h[XH_NSTRINGS] + 1);
    uint64_t types_end = h[XH_TYPES] + 4 * (uint64_t)h[XH_NTYPES];
    uint64_t objects_end = h[XH_OBJECTS] + 8 * (uint64_t)h[XH_NOBJECTS];
    if (strings_end > h[XH_TYPES] || types_end > h[XH_OBJECTS] || objects_end > h[XH_MISC] ||
        h[XH_MISC] > h[XH_SOURCES] || h[XH_SOURCES] > m->n)
        return "corrupt export data";
    return NULL;
}

static bool read_imports(struct reader *r, char **why)
{
    struct importer *m = r->m;
    int n = get_count(r);
    m->p->imports = n ? arena_array(&m->u->arena, struct package *, n) : NULL;
    for (int i = 0; i < n && !r->bad; i++) {
        const char *path = get_name(r);
        struct package *p = strmap_get(&m->u->packages, path);
        if (!p && m->cfg && m->cfg->import)
            p = m->cfg->import(m->cfg->ctx, path, m->p, why);
        if (!p)
            return false;
        m->p->imports[m->p->nimports++] = p;
    }
    return !r->bad;
}

struct package *import_package(struct universe *u, const char *path, const uint8_t *data, size_t n,
                               const struct check_config *cfg, char **why)
{
    char *dummy = NULL;
    if (!why)
        why = &dummy;
    *why = NULL;
    struct importer *m = arena_new(&u->arena, struct importer);
    *m = (struct importer){ .u = u, .data = data, .n = n };
    m->cfg = cfg ? arena_memdup(&u->arena, cfg, sizeof *cfg) : NULL;    /* used as long as objects are decoded */
    const char *fault = check_image(m);
    if (fault) {
        *why = arena_strdup(&u->arena, fault);
        return NULL;
    }
    m->strings = arena_array(&u->arena, const char *, m->h[XH_NSTRINGS] + 1);
    m->types = arena_array(&u->arena, struct type *, m->h[XH_NTYPES] + 1);
    struct package *p = m->p = arena_new(&u->arena, struct package);
    struct reader r = { m, data + m->h[XH_MISC], data + m->h[XH_SOURCES], false };
    p->u = u;
    p->path = get_name(&r);
    p->name = get_name(&r);
    p->lang = get_name(&r);
    p->is_std = get_u8(&r);
    p->complete = p->from_archive = true;
    p->scope = scope_new(u, u->scope);
    p->scope->is_package = true;
    p->scope->lazy = lookup_object;
    p->scope->lazy_ctx = m;
    if (r.bad || (path && !name_eq(path, p->path))) {
        *why = arena_strdup(&u->arena, "export data of another package");
        return NULL;
    }
    if (!read_imports(&r, why)) {
        if (!*why)
            *why = arena_strdup(&u->arena, "corrupt export data");
        return NULL;
    }
    strmap_put(&u->packages, p->path, p);
    return p;
}

/* -- Generic bodies --------------------------------------------------------------------------------------- */

bool import_generic_source(struct package *p, struct object *o, struct generic_source *out)
{
    if (!p->scope || p->scope->lazy != lookup_object)
        return false;
    struct importer *m = p->scope->lazy_ctx;
    const char *recv = o->recv_named ? o->recv_named->named.obj->name : "";
    struct reader r = { m, m->data + m->h[XH_SOURCES], m->data + m->n, false };
    while (r.at < r.end && !r.bad) {
        const char *of = get_name(&r), *name = get_name(&r);
        *out = (struct generic_source){ .file = get_name(&r) };
        out->line = (uint32_t)get_uint(&r);
        out->col = (uint32_t)get_uint(&r);
        out->text = get_bytes(&r, &out->n);
        out->nimports = get_count(&r);
        bool found = name_eq(of, recv) && name_eq(name, o->name);
        out->imports = found && out->nimports ? arena_array(&m->u->arena, struct generic_import, out->nimports) : NULL;
        for (int i = 0; i < out->nimports; i++) {
            struct generic_import imp = { .name = get_string(&r) };
            imp.path = get_string(&r);
            if (out->imports)
                out->imports[i] = imp;
        }
        if (found)
            return !r.bad;
    }
    return false;
}
