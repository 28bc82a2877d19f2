/* vm/module/verify_type.c - types of a foreign module by identity, and what its references claim.
 *
 * Identical types are found by hash-consing: the key of a type is its kind, its strings and the canonical indices of
 * its components; a defined type's key is its name.  From then on identity is equality of numbers. */
#include <stdlib.h>
#include <ctype.h>
#include <string.h>
#include "runtime/base/fatal.h"
#include "vm/module/dis.h"
#include "vm/module/verify.h"
#include "vm/module/write.h"

#define IN_PROGRESS UINT32_MAX

/* -- Canonical indices ------------------------------------------------------------------------------------------------ */
static void key_str(struct strbuf *b, struct image *im, uint32_t i)
{
    uint32_t n;
    const char *s = image_str(im, i, &n);
    strbuf_u32(b, n);
    strbuf_add(b, s, n);
}

static int canon(struct verifier *v, uint32_t t, int depth);

static int key_type(struct verifier *v, struct strbuf *b, uint32_t t, int depth)
{
    if (canon(v, t, depth + 1)) return -1;
    strbuf_u32(b, v->canon[t]);
    return 0;
}

static int make_key(struct verifier *v, uint32_t t, struct strbuf *b, int depth)
{
    struct image *im = v->im;
    const uint32_t *r = rec_of(im, t);
    uint32_t kind = r[0] & 255;
    strbuf_u32(b, kind);
    switch (kind) {
    case FMT_TYPE_NAMED: strbuf_u32(b, r[0] >> 16); key_str(b, im, r[2]); key_str(b, im, r[3]); return 0;
    case FMT_TYPE_OPAQUE: key_str(b, im, r[2]); return 0;
    case FMT_TYPE_ARRAY: strbuf_u32(b, r[3]); strbuf_u32(b, r[4]); return key_type(v, b, r[2], depth);
    case FMT_TYPE_SLICE: case FMT_TYPE_POINTER: return key_type(v, b, r[2], depth);
    case FMT_TYPE_CHAN: strbuf_u32(b, r[3]); return key_type(v, b, r[2], depth);
    case FMT_TYPE_MAP: return key_type(v, b, r[2], depth) || key_type(v, b, r[3], depth) ? -1 : 0;
    case FMT_TYPE_FUNC:
        strbuf_u32(b, r[2]), strbuf_u32(b, r[3]);
        for (uint32_t i = 0; i < (r[2] & 0x7fffffff) + r[3]; i++)
            if (key_type(v, b, r[4 + i], depth)) return -1;
        return 0;
    case FMT_TYPE_STRUCT:
        strbuf_u32(b, r[2]);
        for (uint32_t i = 0; i < r[2]; i++) {
            const uint32_t *f = r + 3 + i * 5;
            key_str(b, im, f[0]), key_str(b, im, f[1]), strbuf_u32(b, f[4] & FMT_FIELD_EMBEDDED);
            if (f[4] & FMT_FIELD_TAGGED) key_str(b, im, f[3]);
            if (key_type(v, b, f[2], depth)) return -1;
        }
        return 0;
    case FMT_TYPE_INTERFACE:
        strbuf_u32(b, r[2]);
        for (uint32_t i = 0; i < r[2]; i++) {
            key_str(b, im, r[3 + i * 3]), key_str(b, im, r[4 + i * 3]);
            if (key_type(v, b, r[5 + i * 3], depth)) return -1;
        }
        return 0;
    default: return 0;
    }
}

static int canon(struct verifier *v, uint32_t t, int depth)
{
    if (v->canon[t] == IN_PROGRESS) return mod_fail(v->fault, t, "TYPES", "type %u contains itself", t);
    if (v->canon[t]) return 0;
    if (depth > (int)FMT_MAX_TYPE_DEPTH) return mod_fail(v->fault, t, "TYPES", "types nest too deeply");
    v->canon[t] = IN_PROGRESS;
    struct strbuf b = {0};
    int r = make_key(v, t, &b, depth);
    if (!r) {
        uint32_t old = (uint32_t)(uintptr_t)strmap_getn(&v->keys, b.at, b.n);
        if (!old) strmap_putn(&v->keys, arena_memdup(&v->arena, b.at, b.n), b.n, (void *)(uintptr_t)t);
        v->canon[t] = old ? old : t;
    }
    strbuf_free(&b);
    return r;
}

static uint32_t under(const struct verifier *v, uint32_t t)
{
    for (int i = 0; rec_kind(v->im, t) == FMT_TYPE_NAMED && i < 60; i++) t = rec_of(v->im, t)[4];
    return t ? v->canon[t] : 0;
}

bool vt_same(const struct verifier *v, uint32_t x, uint32_t y) { return x && y && v->canon[x] == v->canon[y]; }
uint32_t vt_elem(const struct verifier *v, uint32_t type)
{
    const uint32_t *r = rec_under(v->im, type);
    return type && (r[0] & 255) == FMT_TYPE_POINTER ? r[2] : 0;
}
bool vt_is_context(const struct verifier *v, uint32_t type) { return v->context[under(v, type)]; }

/* Structs that differ in tags only have the same layout. */
static bool same_but_tags(const struct verifier *v, uint32_t x, uint32_t y)
{
    const uint32_t *a = rec_of(v->im, x), *b = rec_of(v->im, y);
    if (x == y) return true;
    if ((a[0] & 255) != FMT_TYPE_STRUCT || (b[0] & 255) != FMT_TYPE_STRUCT || a[2] != b[2]) return false;
    for (uint32_t i = 0; i < a[2]; i++) {
        const uint32_t *f = a + 3 + i * 5, *g = b + 3 + i * 5;
        if (v->canon[f[2]] != v->canon[g[2]] && !same_but_tags(v, under(v, f[2]), under(v, g[2]))) return false;
    }
    return true;
}

bool vt_compatible(const struct verifier *v, uint32_t x, uint32_t y)
{
    if (!x || !y) return false;
    uint32_t a = under(v, x), b = under(v, y);
    if (a == b || same_but_tags(v, a, b)) return true;
    const uint32_t *ra = rec_of(v->im, a), *rb = rec_of(v->im, b);
    uint32_t kind = ra[0] & 255;
    if (kind != (rb[0] & 255)) return false;
    if (kind == FMT_TYPE_POINTER) return same_but_tags(v, under(v, ra[2]), under(v, rb[2]));
    if (kind == FMT_TYPE_CHAN) return vt_same(v, ra[2], rb[2]) && rb[3] == 3;
    return false;
}

bool vt_empty_interface(const struct verifier *v, uint32_t iface)
{
    const uint32_t *r = rec_under(v->im, iface);
    return !iface || ((r[0] & 255) == FMT_TYPE_INTERFACE && !r[2]);
}
bool vt_same_interface(const struct verifier *v, uint32_t x, uint32_t y)
{
    return (vt_empty_interface(v, x) && vt_empty_interface(v, y)) || (x && y && under(v, x) == under(v, y));
}

bool vt_fits(const struct verifier *v, uint32_t reg, const struct vleaf *leaf)
{
    if (leaf->ptr) {
        uint32_t e = vt_elem(v, reg);
        return e && (vt_same(v, e, leaf->type) || same_but_tags(v, under(v, e), under(v, leaf->type)));
    }
    return vt_compatible(v, leaf->type, reg);
}

uint32_t vt_direct(const struct verifier *v, uint32_t type)
{
    for (int i = 0; i < 100; i++) {
        const uint32_t *r = rec_under(v->im, type);
        if ((r[0] & 255) == FMT_TYPE_STRUCT) type = r[5];
        else if ((r[0] & 255) == FMT_TYPE_ARRAY) type = r[2];
        else break;
    }
    return type;
}

/* -- Signatures ------------------------------------------------------------------------------------------------------- */
void vt_leaves(struct verifier *v, uint32_t type, vleaves *out)
{
    const struct type_view *t = type_view(v->im, type, NULL);
    if (t->memory) vec_push(out, ((struct vleaf){ 'q', true, type }));
    for (unsigned i = 0; !t->memory && i < t->nleaves; i++)
        vec_push(out, ((struct vleaf){ t->leaves[i].cls, false, t->leaves[i].type }));
}

static void memory_results(struct verifier *v, const uint32_t *r, vleaves *out)
{
    for (uint32_t i = 0; i < r[3]; i++) {
        uint32_t t = r[4 + (r[2] & 0x7fffffff) + i];
        if (type_view(v->im, t, NULL)->memory) vec_push(out, ((struct vleaf){ 'q', true, t }));
    }
}

void vt_params(struct verifier *v, uint32_t func, bool method, vleaves *out)
{
    const uint32_t *r = rec_under(v->im, func);
    uint32_t np = r[2] & 0x7fffffff;
    if (method && np) vt_leaves(v, r[4], out);
    memory_results(v, r, out);
    for (uint32_t i = method ? 1 : 0; i < np; i++) vt_leaves(v, r[4 + i], out);
}

void vt_results(struct verifier *v, uint32_t func, vleaves *out)
{
    const uint32_t *r = rec_under(v->im, func);
    for (uint32_t i = 0; i < r[3]; i++) {
        uint32_t t = r[4 + (r[2] & 0x7fffffff) + i];
        if (!type_view(v->im, t, NULL)->memory) vt_leaves(v, t, out);
    }
}

bool vt_is_method(struct verifier *v, struct image *im, uint32_t def)
{
    return im->funcs[def].flags & FMT_FUNC_METHOD;
}

/* -- Looking into objects ---------------------------------------------------------------------------------------------- */
bool vt_private_pkg(const struct verifier *v, uint32_t pkg_str)
{
    uint32_t n;
    const char *pkg = image_str(v->im, pkg_str, &n);
    if (!n || !strcmp(pkg, v->im->path) || v->im->unsafe_mark) return false;
    if (!strcmp(pkg, "sync/atomic")) return false;      /* instances of Pointer[T] have its methods; no field there matters */
    if (!strncmp(pkg, v->im->path, n) && v->im->path[n] == '#') return false;      /* inputs of a session share theirs */
    for (uint32_t i = 0; i < v->im->nimports; i++)
        if (!strcmp(image_str(v->im, v->im->imports[i].path, NULL), pkg))
            return !v->im->import_images[i] || v->im->import_images[i]->trusted;
    return true;
}

/* Steps into the component at *off of an aggregate; false at anything else. */
static bool step(struct verifier *v, uint32_t *type, uint64_t *off, bool *private_)
{
    const uint32_t *r = rec_under(v->im, *type);
    if ((r[0] & 255) == FMT_TYPE_ARRAY) {
        const struct type_view *e = type_view(v->im, r[2], NULL);
        if (!e->size || *off / e->size >= (r[3] | (uint64_t)r[4] << 32)) return false;
        *off %= e->size;
        *type = r[2];
        return true;
    }
    if ((r[0] & 255) != FMT_TYPE_STRUCT) return false;
    const struct type_view *s = type_view(v->im, *type, NULL);
    uint32_t lo = 0, hi = r[2];
    while (lo < hi) {                       /* last field at or before off */
        uint32_t mid = (lo + hi) / 2;
        if (s->offsets[mid] <= *off) lo = mid + 1;
        else hi = mid;
    }
    while (lo > 0) {                        /* zero-size fields share offsets */
        const struct type_view *f = type_view(v->im, r[3 + (lo - 1) * 5 + 2], NULL);
        if (*off - s->offsets[lo - 1] < f->size || (f->size == 0 && lo == 1)) break;
        if (f->size) return false;
        lo--;
    }
    if (!lo) return false;
    const uint32_t *f = r + 3 + (lo - 1) * 5;
    if (f[1] && s->memory && vt_private_pkg(v, f[1])) *private_ = true;
    *off -= s->offsets[lo - 1];
    *type = f[2];
    return true;
}

int vt_leaf_at(struct verifier *v, uint32_t type, uint64_t off, char cls, unsigned size, uint32_t *leaf, bool *private_)
{
    *private_ = false;
    for (int depth = 0; depth < 200; depth++) {
        const struct type_view *t = type_view(v->im, type, NULL);
        if (off >= t->size) return -1;
        if (t->kind == FMT_TYPE_STRUCT || t->kind == FMT_TYPE_ARRAY) {
            if (!step(v, &type, &off, private_)) return -1;
            continue;
        }
        for (unsigned i = 0; i < t->nleaves; i++)
            if (t->leaves[i].off == off && t->leaves[i].cls == cls && (cls != 'w' || t->leaves[i].size == size)) {
                *leaf = t->leaves[i].type;
                return 0;
            }
        return -1;
    }
    return -1;
}

static bool object_in_fields(struct verifier *v, uint32_t type, uint64_t off, uint32_t want, bool *private_, int depth)
{
    if (depth > 200) return false;
    const struct type_view *t = type_view(v->im, type, NULL);
    if (off == 0 && (vt_same(v, type, want) || under(v, type) == under(v, want))) return true;
    const uint32_t *r = rec_under(v->im, type);
    if (t->kind == FMT_TYPE_STRUCT && r[2]) {
        for (uint32_t i = 0; i < r[2]; i++) {
            const uint32_t *f = r + 3 + i * 5;
            const struct type_view *ft = type_view(v->im, f[2], NULL);
            if (off < t->offsets[i] || off - t->offsets[i] > ft->size) continue;
            bool p = *private_ || (f[1] && vt_private_pkg(v, f[1]));
            if (object_in_fields(v, f[2], off - t->offsets[i], want, &p, depth + 1)) { *private_ = p; return true; }
        }
        return false;
    }
    bool p = *private_;
    if (off > t->size || !step(v, &type, &off, &p)) return false;
    if (!object_in_fields(v, type, off, want, &p, depth + 1)) return false;
    *private_ = p;
    return true;
}

bool vt_object_at(struct verifier *v, uint32_t type, uint64_t off, uint32_t want, bool *private_)
{
    *private_ = false;
    return object_in_fields(v, type, off, want, private_, 0);
}

/* -- Type tables ------------------------------------------------------------------------------------------------------- */
/* A closure's struct may be pointed to, nothing else: whoever could overwrite its first word would choose what code
 * the func value runs. */
static int no_context(struct verifier *v, uint32_t t, uint32_t part)
{
    return part && vt_is_context(v, part) ? mod_fail(v->fault, t, "TYPES", "type %u holds a closure's variables", t) : 0;
}

static int check_parts(struct verifier *v, uint32_t t)
{
    struct image *im = v->im;
    const uint32_t *r = rec_of(im, t);
    switch (r[0] & 255) {
    case FMT_TYPE_ARRAY: case FMT_TYPE_SLICE: case FMT_TYPE_CHAN: return no_context(v, t, r[2]);
    case FMT_TYPE_MAP: return no_context(v, t, r[2]) || no_context(v, t, r[3]) ? -1 : 0;
    case FMT_TYPE_FUNC:
        for (uint32_t i = 0; i < (r[2] & 0x7fffffff) + r[3]; i++)
            if (no_context(v, t, r[4 + i])) return -1;
        if (r[2] >> 31 && rec_kind(im, rec_of(im, t)[4 + (r[2] & 0x7fffffff) - 1]) != FMT_TYPE_SLICE)
            return mod_fail(v->fault, t, "TYPES", "type %u: last parameter is no slice", t);
        return 0;
    case FMT_TYPE_STRUCT:
        for (uint32_t i = 0; i < r[2]; i++)
            if (no_context(v, t, r[3 + i * 5 + 2])) return -1;
        return 0;
    case FMT_TYPE_INTERFACE:
        for (uint32_t i = 0; i < r[2]; i++)
            if (rec_kind(im, r[5 + i * 3]) != FMT_TYPE_FUNC) return mod_fail(v->fault, t, "TYPES", "type %u: method without a func type", t);
        return 0;
    default: return 0;
    }
}

/* func type of a method record against the function that implements it: receiver (T or *T), then the same. */
static bool method_matches(struct verifier *v, uint32_t recv, bool ptr, uint32_t sig, uint32_t fn)
{
    const uint32_t *m = rec_under(v->im, sig), *f = rec_under(v->im, fn);
    if ((m[0] & 255) != FMT_TYPE_FUNC || !fn || (f[0] & 255) != FMT_TYPE_FUNC) return false;
    uint32_t np = m[2] & 0x7fffffff, fp = f[2] & 0x7fffffff;
    if (fp != np + 1 || m[3] != f[3]) return false;
    uint32_t first = ptr ? vt_elem(v, f[4]) : f[4];
    if (!first || !vt_same(v, first, recv)) return false;
    for (uint32_t i = 0; i < np + m[3]; i++)
        if (!vt_same(v, m[4 + i], f[5 + i])) return false;
    return true;
}

static int check_methods(struct verifier *v, uint32_t t)
{
    struct image *im = v->im;
    const uint32_t *r = rec_of(im, t);
    if (!r[1]) return 0;
    const uint32_t *m = im->types + r[1] - 1;
    for (uint32_t i = 0; i < m[0]; i++) {
        const uint32_t *row = m + 1 + i * 6;
        if (rec_kind(im, row[2]) != FMT_TYPE_FUNC) return mod_fail(v->fault, t, "TYPES", "type %u: method without a func type", t);
        for (int k = 0; k < 2; k++) {
            uint32_t ref = row[4 + k], def;
            struct image *to;
            if (!ref) continue;
            if (!method_matches(v, t, k == 1, row[2], im->funcrefs[ref].type))
                return mod_fail(v->fault, t, "TYPES", "type %u: method %s has another signature than its function", t, image_str(im, row[0], NULL));
            if (vt_func_def(v, ref, &to, &def) && (!vt_is_method(v, to, def) || to->funcs[def].ctx_type))
                return mod_fail(v->fault, t, "TYPES", "type %u: method %s is not bound to a method", t, image_str(im, row[0], NULL));
        }
    }
    return 0;
}

int verify_types(struct verifier *v)
{
    struct image *im = v->im;
    v->canon = xcalloc(im->ntypes + 1, sizeof *v->canon);
    v->context = xcalloc(im->ntypes + 1, sizeof *v->context);
    for (uint32_t t = 1; t < im->ntypes; t++) {
        if (canon(v, t, 0)) return -1;
        if (!type_view(im, t, v->fault)) return -1;
    }
    for (uint32_t i = 0; i < im->nfuncs; i++) {
        uint32_t c = im->funcs[i].ctx_type;
        if (!c) continue;
        const uint32_t *r = rec_of(im, c);
        if ((r[0] & 255) != FMT_TYPE_STRUCT || !r[2] || rec_kind(im, r[5]) != 12)
            return mod_fail(v->fault, i, "FUNC", "function %u: bad closure type", i);
        v->context[v->canon[c]] = true;
    }
    for (uint32_t t = 1; t < im->ntypes; t++)
        if (check_parts(v, t) || check_methods(v, t)) return -1;
    return 0;
}

/* -- References --------------------------------------------------------------------------------------------------------- */
static char *type_text(struct image *im, uint32_t type, bool underlying)
{
    struct strbuf b = {0};
    if (underlying) type = rec_of(im, type)[4];
    dis_type(&b, im, type);
    return b.at ? b.at : xstrdup("");
}

static struct image *import_by_path(const struct verifier *v, const char *path)
{
    for (uint32_t i = 0; i < v->im->nimports; i++)
        if (!strcmp(image_str(v->im, v->im->imports[i].path, NULL), path)) return v->im->import_images[i];
    return NULL;
}

/* A defined type of another package must be what that package says it is. */
static int check_foreign(struct verifier *v, uint32_t t)
{
    struct image *im = v->im;
    const uint32_t *r = rec_of(im, t);
    if ((r[0] & 255) != FMT_TYPE_NAMED) return 0;
    uint32_t n;
    const char *path = image_str(im, r[2], &n), *name = image_str(im, r[3], NULL);
    if (!n || !strcmp(path, im->path)) return 0;
    struct image *to = import_by_path(v, path);
    if (!to) return 0;
    for (uint32_t k = 1; k < to->ntypes; k++) {
        const uint32_t *s = rec_of(to, k);
        if ((s[0] & 255) != FMT_TYPE_NAMED || s[0] >> 16 != r[0] >> 16 || strcmp(image_str(to, s[3], NULL), name) ||
            strcmp(image_str(to, s[2], NULL), path)) continue;
        char *x = type_text(im, t, true), *y = type_text(to, k, true);
        bool same = !strcmp(x, y);
        free(x), free(y);
        return same ? 0 : mod_fail(v->fault, t, "TYPES", "%s.%s is not the type that package %s defines", path, name, path);
    }
    return 0;
}

bool vt_func_def(struct verifier *v, uint32_t ref, struct image **im, uint32_t *def)
{
    const struct fmt_symref *r = &v->im->funcrefs[ref];
    *im = r->import ? v->im->import_images[r->import - 1] : v->im;
    if (!*im) return false;
    uint32_t len;
    const char *name = image_str(v->im, r->name, &len);
    int64_t d = r->local ? (int64_t)r->local - 1 : image_find(*im, name, len, false);
    *def = (uint32_t)d;
    return d >= 0;
}

/* Internal packages that only compute; the distribution's commands use them. */
static const char *const harmless[] = { "internal/buildcfg", "internal/diff", "internal/goexperiment", "internal/goversion",
    "internal/lazyregexp", "internal/pkgbits", "internal/xcoff" };

static bool internal_path(const char *p)
{
    for (size_t k = 0; k < sizeof harmless / sizeof harmless[0]; k++)
        if (!strcmp(p, harmless[k])) return false;
    if (!strncmp(p, "internal/", 9) || !strncmp(p, "vendor/", 7)) return true;
    const char *i = strstr(p, "/internal");
    return i && (!i[9] || i[9] == '/');
}

/* Functions that take or yield addresses as numbers, or lay hands on descriptors. */
static const char *const unsafe_symbols[] = { "reflect.NewAt", "syscall.Syscall", "syscall.Syscall6", "syscall.RawSyscall",
    "syscall.RawSyscall6", NULL };
/* Hooks that compiled code calls. */
static const char *const hooks[] = { "runtime.panicwrap", "runtime.panicIndexU", "runtime.panicSliceAlenU",
    "runtime.panicSliceAcapU", "runtime.panicSliceBU", "runtime.panicSlice3AlenU", "runtime.panicSlice3AcapU",
    "runtime.panicSlice3BU", "runtime.panicSlice3CU", "embed.newFS", NULL };

static bool listed(const char *const *list, const char *pkg, const char *name)
{
    size_t n = strlen(pkg);
    for (; *list; list++)
        if (!strncmp(*list, pkg, n) && (*list)[n] == '.' && !strcmp(*list + n + 1, name)) return true;
    return false;
}

bool symbol_is_unsafe(const char *pkg, const char *name) { return listed(unsafe_symbols, pkg, name); }

static bool mentions_unsafe(struct verifier *v, uint32_t func)
{
    const uint32_t *r = rec_under(v->im, func);
    for (uint32_t i = 0; (r[0] & 255) == FMT_TYPE_FUNC && i < (r[2] & 0x7fffffff) + r[3]; i++)
        if (rec_kind(v->im, r[4 + i]) == FMT_TYPE_UNSAFEPTR) return true;
    return false;
}

/* Is name (T.m, (*T).m) that of an unexported method which an exported interface of the library package has?  Types that
 * embed T implement the interface by calling it. */
static bool is_sealing(struct image *to, const char *name)
{
    const char *dot = strrchr(name, '.');
    for (uint32_t k = 1; dot && k < to->ntypes; k++) {
        const uint32_t *s = rec_of(to, k), *u = rec_under(to, k);
        if ((s[0] & 255) != FMT_TYPE_NAMED || (u[0] & 255) != FMT_TYPE_INTERFACE ||
            strcmp(image_str(to, s[2], NULL), to->path) || !isupper((unsigned char)*image_str(to, s[3], NULL)))
            continue;
        for (uint32_t n = 0; n < u[2]; n++)
            if (!strcmp(image_str(to, u[3 + n * 3], NULL), dot + 1) && !strcmp(image_str(to, u[4 + n * 3], NULL), to->path))
                return true;
    }
    return false;
}

/* //go:linkname may state another type than the definition has, with pointers to types of its own, say; arguments and
 * results must still be in the same slots. */
static bool same_slots(struct image *im, uint32_t a, struct image *to, uint32_t b)
{
    const uint32_t *x = rec_under(im, a), *y = rec_under(to, b);
    if ((x[0] & 255) != FMT_TYPE_FUNC || (y[0] & 255) != FMT_TYPE_FUNC || x[2] != y[2] || x[3] != y[3]) return false;
    for (uint32_t i = 0; i < (x[2] & 0x7fffffff) + x[3]; i++) {
        const struct type_view *p = type_view(im, x[4 + i], NULL), *q = type_view(to, y[4 + i], NULL);
        if (p->memory != q->memory || p->nleaves != q->nleaves || p->nslots != q->nslots || (p->memory && p->size != q->size))
            return false;
        for (uint32_t k = 0; k < p->nleaves; k++)
            if (p->leaves[k].cls != q->leaves[k].cls) return false;
    }
    return true;
}

static int check_ref(struct verifier *v, uint32_t i, const struct fmt_symref *r, bool global)
{
    struct image *im = v->im, *to = r->import ? im->import_images[r->import - 1] : im;
    const char *section = global ? "GLOBREF" : "FUNCREF";
    uint32_t len;
    const char *name = image_str(im, r->name, &len);
    const char *pkg = r->import ? image_str(im, im->imports[r->import - 1].path, NULL) : im->path;
    if (!r->type) return mod_fail(v->fault, i, section, "%s.%s has no type", pkg, name);
    if (!global && rec_kind(im, r->type) != FMT_TYPE_FUNC) return mod_fail(v->fault, i, section, "%s.%s has no func type", pkg, name);
    if (!to) return 0;                      /* checked alone */
    int64_t def = r->local ? (int64_t)r->local - 1 : image_find(to, name, len, global);
    if (def < 0) {              /* what gc's runtime has for those who ask by //go:linkname is missed when it is called */
        bool gc = !global && im->unsafe_mark && to->trusted && (!strcmp(pkg, "runtime") || !strcmp(pkg, "reflect"));
        return gc ? 0 : mod_fail(v->fault, i, section, "%s.%s does not exist", pkg, name);
    }
    uint32_t flags = global ? to->globals[def].flags : to->funcs[def].flags;
    if (r->import && to->trusted && !listed(hooks, pkg, name)) {
        bool exported = flags & (global ? FMT_GLOBAL_EXPORTED : FMT_FUNC_EXPORTED);
        if (internal_path(pkg)) return mod_fail(v->fault, i, section, "package %s is internal to the library", pkg);
        if (!exported && !im->unsafe_mark && (global || !is_sealing(to, name))) return mod_fail(v->fault, i, section, "%s.%s is not exported", pkg, name);
        if (!im->unsafe_mark && !global && (symbol_is_unsafe(pkg, name) || mentions_unsafe(v, r->type)))
            return mod_fail(v->fault, i, section, "%s.%s needs the unsafe mark", pkg, name);
    }
    uint32_t type = global ? to->globals[def].type : to->funcs[def].type;
    bool same = to == im ? vt_same(v, type, r->type) : false;
    if (to != im) {
        char *x = type_text(im, r->type, false), *y = type_text(to, type, false);
        same = !strcmp(x, y);
        free(x), free(y);
    }
    if (!same && im->unsafe_mark && !global) same = same_slots(im, r->type, to, type);
    return same ? 0 : mod_fail(v->fault, i, section, "%s.%s has another type than its definition", pkg, name);
}

/* The method list with which module `to` describes the defined type of record r of im, if it does. */
static const uint32_t *listed_methods(struct image *to, struct image *im, const uint32_t *r)
{
    for (uint32_t k = 1; k < to->ntypes; k++) {
        const uint32_t *s = rec_of(to, k);
        if ((s[0] & 255) == FMT_TYPE_NAMED && s[0] >> 16 == r[0] >> 16 && s[1] &&
            !strcmp(image_str(to, s[3], NULL), image_str(im, r[3], NULL)) &&
            !strcmp(image_str(to, s[2], NULL), image_str(im, r[2], NULL)))
            return to->types + s[1] - 1;
    }
    return NULL;
}

/* Method list of T or *T: where the type is defined.  The list's strings and types belong to *im. */
static const uint32_t *method_list(struct verifier *v, uint32_t type, struct image **im, bool *ptr)
{
    *im = v->im;
    uint32_t e = rec_kind(v->im, type) == FMT_TYPE_POINTER ? rec_of(v->im, type)[2] : 0;
    *ptr = e != 0;
    if (e) type = e;
    const uint32_t *r = rec_of(v->im, type);
    if (r[1] || (r[0] & 255) != FMT_TYPE_NAMED) return r[1] ? v->im->types + r[1] - 1 : NULL;
    uint32_t n;
    const char *path = image_str(v->im, r[2], &n);
    struct program *p = v->im->prog;
    if (p && memchr(path, '#', n))          /* an input of a session: a later one may have added methods */
        for (uint32_t i = p->nimages; i-- > 0;) {
            const uint32_t *list = strchr(p->images[i]->path, '#') ? listed_methods(p->images[i], v->im, r) : NULL;
            if (list) {
                *im = p->images[i];
                return list;
            }
        }
    *im = import_by_path(v, path);
    return *im ? listed_methods(*im, v->im, r) : NULL;
}

static int check_itab(struct verifier *v, uint32_t i)
{
    struct image *im = v->im, *to;
    const struct fmt_itabref *r = &im->itabrefs[i];
    uint32_t kind = rec_under(im, r->type)[0] & 255;
    if (kind == FMT_TYPE_INTERFACE || kind == FMT_TYPE_OPAQUE || vt_is_context(v, r->type))
        return mod_fail(v->fault, i, "ITAB", "itab %u: no dynamic type", i);
    if (vt_elem(v, r->type) && vt_is_context(v, vt_elem(v, r->type))) return mod_fail(v->fault, i, "ITAB", "itab %u: no dynamic type", i);
    const uint32_t *f = r->iface ? rec_under(im, r->iface) : NULL;
    if (!f || ((f[0] & 255) == FMT_TYPE_INTERFACE && !f[2])) return 0;
    if ((f[0] & 255) != FMT_TYPE_INTERFACE) return mod_fail(v->fault, i, "ITAB", "itab %u: no interface", i);
    bool ptr;
    const uint32_t *m = method_list(v, r->type, &to, &ptr);
    if (!m) {                   /* defined in a package that does not list it: the linker finds out */
        uint32_t t = vt_elem(v, r->type) && rec_kind(im, r->type) == FMT_TYPE_POINTER ? vt_elem(v, r->type) : r->type;
        bool foreign = rec_kind(im, t) == FMT_TYPE_NAMED && strcmp(image_str(im, rec_of(im, t)[2], NULL), im->path);
        return foreign ? 0 : mod_fail(v->fault, i, "ITAB", "itab %u: no method is implemented", i);
    }
    for (uint32_t k = 0; k < f[2]; k++) {
        const uint32_t *want = f + 3 + k * 3, *row = m + 1;
        uint32_t n;
        for (n = 0; n < m[0]; n++, row += 6)
            if (!strcmp(image_str(to, row[0], NULL), image_str(im, want[0], NULL)) &&
                !strcmp(image_str(to, row[1], NULL), image_str(im, want[1], NULL))) break;
        bool ok = n < m[0] && (ptr || row[3] & 1);
        if (ok && to == im) ok = vt_same(v, row[2], want[2]);
        else if (ok) {
            char *x = type_text(im, want[2], false), *y = type_text(to, row[2], false);
            ok = !strcmp(x, y);
            free(x), free(y);
        }
        if (!ok) return mod_fail(v->fault, i, "ITAB", "itab %u: method %s is not implemented", i, image_str(im, want[0], NULL));
    }
    return 0;
}

int verify_refs(struct verifier *v)
{
    struct image *im = v->im;
    for (uint32_t t = 1; t < im->ntypes; t++)
        if (check_foreign(v, t)) return -1;
    for (uint32_t i = 1; i < im->nfuncrefs; i++)
        if (check_ref(v, i, &im->funcrefs[i], false)) return -1;
    for (uint32_t i = 1; i < im->nglobrefs; i++)
        if (check_ref(v, i, &im->globrefs[i], true)) return -1;
    for (uint32_t i = 0; i < im->nitabrefs; i++)
        if (check_itab(v, i)) return -1;
    return 0;
}
