/* vm/module/verify_data.c - initial images of globals: every pointer comes from a relocation of the right type, every
 * length fits what its pointer names, everything else is plain bits. */
#include <string.h>
#include "runtime/base/fatal.h"
#include "vm/module/verify.h"

struct vdata {
    struct verifier *v;
    struct image *im;
    const struct fmt_global *g;
    uint32_t index, used;
    uint64_t end;               /* bytes that are stated or relocated */
};

static int bad(struct vdata *d, uint64_t off, const char *what)
{
    return mod_fail(d->v->fault, d->index, "GLOBAL", "global %u, offset %llu: %s", d->index, (unsigned long long)off, what);
}

static uint64_t word_at(struct vdata *d, uint64_t off)
{
    uint64_t w = 0;
    if (off < d->g->nimage) memcpy(&w, d->im->data + d->g->image + off, d->g->nimage - off < 8 ? d->g->nimage - off : 8);
    return w;
}

/* Relocation at byte off (they are in ascending order), or NULL. */
static const struct fmt_reloc *reloc_at(struct vdata *d, uint64_t off)
{
    const struct fmt_reloc *r = d->im->relocs + d->g->reloc;
    uint32_t lo = 0, hi = d->g->nreloc;
    while (lo < hi) {
        uint32_t mid = (lo + hi) / 2;
        if (r[mid].off < off) lo = mid + 1;
        else hi = mid;
    }
    if (lo == d->g->nreloc || r[lo].off != off) return NULL;
    d->used++;
    return &r[lo];
}

/* Keys are of basic types, which can all be hashed. */
static int check_map(struct vdata *d, uint64_t off, uint32_t type, const struct fmt_reloc *r)
{
    const uint32_t *map = rec_under(d->im, type), *array = rec_under(d->im, d->im->globrefs[r->index].type);
    if (!vt_same(d->v, type, r->addend)) return bad(d, off, "map of another type");
    if ((array[0] & 255) != FMT_TYPE_ARRAY) return bad(d, off, "map entries that are no array");
    const uint32_t *entry = rec_under(d->im, array[2]);
    uint32_t key = rec_under(d->im, map[2])[0] & 255;
    if ((entry[0] & 255) != FMT_TYPE_STRUCT || entry[2] != 2 || !vt_same(d->v, entry[3 + 2], map[2]) ||
        !vt_same(d->v, entry[3 + 5 + 2], map[3]))
        return bad(d, off, "map entries of another type");
    return !(array[3] | array[4]) || key < FMT_TYPE_ARRAY || key == FMT_TYPE_STRING ? 0 : bad(d, off, "map with keys of such a type");
}

static int check_ref(struct vdata *d, uint64_t off, uint32_t type)
{
    const struct fmt_reloc *r = reloc_at(d, off);
    uint32_t kind = rec_under(d->im, type)[0] & 255;
    bool private_;
    if (!r) return word_at(d, off) ? bad(d, off, "address without a relocation") : 0;
    if (r->kind == FMT_RELOC_FUNC) {
        struct image *to;
        uint32_t def;
        if (!vt_compatible(d->v, type, d->im->funcrefs[r->index].type)) return bad(d, off, "another func type");
        if (vt_func_def(d->v, r->index, &to, &def) && to->funcs[def].ctx_type) return bad(d, off, "closure without its variables");
        return 0;
    }
    if (r->kind == FMT_RELOC_GLOB && kind == FMT_TYPE_POINTER) {
        uint32_t target = d->im->globrefs[r->index].type;
        if (!vt_object_at(d->v, target, r->addend, vt_elem(d->v, type), &private_)) return bad(d, off, "pointer to another type");
        return private_ ? bad(d, off, "unexported field of another package") : 0;
    }
    if (r->kind == FMT_RELOC_MAP && kind == FMT_TYPE_MAP) return check_map(d, off, type, r);
    if (kind == FMT_TYPE_UNSAFEPTR && (d->im->unsafe_mark || r->kind == FMT_RELOC_TYPE)) return 0;
    return bad(d, off, "relocation of another kind");
}

static int check_slice(struct vdata *d, uint64_t off, uint32_t type)
{
    const struct fmt_reloc *r = reloc_at(d, off);
    uint64_t len = word_at(d, off + 8), cap = word_at(d, off + 16);
    uint32_t elem = rec_under(d->im, type)[2];
    if (!r) return word_at(d, off) || len || cap ? bad(d, off, "slice without a relocation") : 0;
    if (r->kind != FMT_RELOC_GLOB) return bad(d, off, "relocation of another kind");
    uint32_t target = d->im->globrefs[r->index].type;
    const uint32_t *a = rec_under(d->im, target);
    uint64_t size = type_view(d->im, elem, NULL)->size, n = a[3] | (uint64_t)a[4] << 32;
    if ((a[0] & 255) != FMT_TYPE_ARRAY || !vt_same(d->v, a[2], elem)) return bad(d, off, "slice of another type");
    if (size && (r->addend % size || r->addend / size > n || cap > n - r->addend / size)) return bad(d, off, "slice beyond its array");
    if (len > cap || (!size && cap > n)) return bad(d, off, "slice beyond its array");
    return 0;
}

static int check_string(struct vdata *d, uint64_t off)
{
    const struct fmt_reloc *r = reloc_at(d, off);
    if (!r) return word_at(d, off) || word_at(d, off + 8) ? bad(d, off, "string without a relocation") : 0;
    return r->kind == FMT_RELOC_STR ? 0 : bad(d, off, "relocation of another kind");
}

static int check_interface(struct vdata *d, uint64_t off, uint32_t type)
{
    const struct fmt_reloc *r = reloc_at(d, off);
    if (!r) return word_at(d, off) || word_at(d, off + 8) || reloc_at(d, off + 8) ? bad(d, off, "interface without a type") : 0;
    uint32_t dyn, iface = 0;
    if (r->kind == FMT_RELOC_ITAB) dyn = d->im->itabrefs[r->index].type, iface = d->im->itabrefs[r->index].iface;
    else if (r->kind == FMT_RELOC_TYPE) dyn = r->index;
    else return bad(d, off, "relocation of another kind");
    if (!vt_same_interface(d->v, type, iface)) return bad(d, off, "another interface type");
    if (rec_kind(d->im, dyn) == FMT_TYPE_INTERFACE) return bad(d, off, "dynamic type is an interface");
    if (type_direct(d->im, dyn)) return check_ref(d, off + 8, vt_direct(d->v, dyn));
    const struct fmt_reloc *box = reloc_at(d, off + 8);
    bool private_;
    if (!box || box->kind != FMT_RELOC_GLOB ||
        !vt_object_at(d->v, d->im->globrefs[box->index].type, box->addend, dyn, &private_) || private_)
        return bad(d, off, "box of another type");
    return 0;
}

static int walk(struct vdata *d, uint32_t type, uint64_t off, int depth)
{
    const struct type_view *t = type_view(d->im, type, NULL);
    const uint32_t *r = rec_under(d->im, type);
    if (off >= d->end || !t->ptrs) return 0;
    if (depth > 200) return bad(d, off, "types nest too deeply");
    switch (t->kind) {
    case FMT_TYPE_STRUCT:
        for (uint32_t i = 0; i < r[2] && off + t->offsets[i] < d->end; i++)
            if (walk(d, r[3 + i * 5 + 2], off + t->offsets[i], depth + 1)) return -1;
        return 0;
    case FMT_TYPE_ARRAY: {
        uint64_t size = type_view(d->im, r[2], NULL)->size, n = r[3] | (uint64_t)r[4] << 32;
        for (uint64_t i = 0; size && i < n && off + i * size < d->end; i++)
            if (walk(d, r[2], off + i * size, depth + 1)) return -1;
        return 0;
    }
    case FMT_TYPE_STRING: return check_string(d, off);
    case FMT_TYPE_SLICE: return check_slice(d, off, type);
    case FMT_TYPE_INTERFACE: return check_interface(d, off, type);
    case FMT_TYPE_OPAQUE: return bad(d, off, "opaque data");
    default: return check_ref(d, off, type);
    }
}

int verify_globals(struct verifier *v)
{
    struct image *im = v->im;
    for (uint32_t i = 0; i < im->nglobals; i++) {
        struct vdata d = { .v = v, .im = im, .g = &im->globals[i], .index = i };
        const struct type_view *t = type_view(im, d.g->type, NULL);
        if (vt_is_context(v, d.g->type)) return bad(&d, 0, "closure object as data");
        if (d.g->nimage > t->size) return bad(&d, 0, "image is larger than the type");
        d.end = d.g->nimage;
        const struct fmt_reloc *r = im->relocs + d.g->reloc;
        for (uint32_t k = 0; k < d.g->nreloc; k++) {
            if (k && r[k].off <= r[k - 1].off) return bad(&d, r[k].off, "relocations are not in order");
            if (r[k].off % 8 || r[k].off >= t->size) return bad(&d, r[k].off, "relocation lies outside");
            if (r[k].off + 8 > d.end) d.end = r[k].off + 8;
        }
        if (walk(&d, d.g->type, 0, 0)) return -1;
        if (d.used != d.g->nreloc) return bad(&d, 0, "relocation of something that is no pointer");
    }
    return 0;
}
