/* vm/module/type_view.c - layout and leaves of type records. */
#include <stdlib.h>
#include <string.h>
#include "layout.h"
#include "runtime/base/fatal.h"
#include "vm/module/type_view.h"

#define MAX_SIZE (1ull << 40)

static const uint8_t basic_size[] = { 0, 1, 8, 1, 2, 4, 8, 8, 1, 2, 4, 8, 8, 4, 8, 8, 16 };

const uint32_t *rec_under(struct image *im, uint32_t type)
{
    const uint32_t *r = rec_of(im, type);
    for (int depth = 0; type && (r[0] & 255) == FMT_TYPE_NAMED && depth < 100; depth++) {
        type = r[4];
        r = rec_of(im, type);
    }
    return r;
}

static uint64_t round_up(uint64_t n, uint64_t align) { return (n + align - 1) / align * align; }

static void add_leaf(struct type_view *v, char cls, uint32_t type, uint64_t off, uint8_t size)
{
    unsigned slots = cls == 'l' ? 3 : cls == 's' || cls == 'i' ? 2 : 1;
    if (v->memory || v->nslots + slots > 4) { v->memory = true; return; }
    v->leaves[v->nleaves++] = (struct leaf){ cls, type, off, size };
    v->nslots += slots;
}

static int make_view(struct image *im, uint32_t type, struct type_view *v, int depth, struct mod_fault *fault);

/* View of a component; views in the making are marked by size UINT64_MAX. */
static const struct type_view *part(struct image *im, uint32_t type, int depth, struct mod_fault *fault)
{
    struct type_view *v = __atomic_load_n(&im->views[type], __ATOMIC_ACQUIRE);
    if (v) {
        if (v->size == UINT64_MAX) { mod_fail(fault, type, "TYPES", "type %u contains itself", type); return NULL; }
        return v;
    }
    if (!type) { mod_fail(fault, type, "TYPES", "missing type"); return NULL; }
    if (depth > (int)FMT_MAX_TYPE_DEPTH) { mod_fail(fault, type, "TYPES", "types nest too deeply"); return NULL; }
    v = xcalloc(1, sizeof *v);
    v->size = UINT64_MAX;
    im->views[type] = v;
    struct type_view done = {0};
    if (make_view(im, type, &done, depth, fault)) {
        im->views[type] = NULL;
        free(done.offsets), free(v);
        return NULL;
    }
    *v = done;
    return v;
}

static int view_struct(struct image *im, const uint32_t *r, struct type_view *v, int depth, struct mod_fault *fault)
{
    uint64_t off = 0;
    v->align = 1;
    v->offsets = xcalloc(r[2] ? r[2] : 1, sizeof *v->offsets);
    bool last_zero = false;
    for (uint32_t i = 0; i < r[2]; i++) {
        const uint32_t *f = r + 3 + i * 5;
        const struct type_view *t = part(im, f[2], depth + 1, fault);
        if (!t) return -1;
        off = round_up(off, t->align);
        v->offsets[i] = off;
        if (t->align > v->align) v->align = t->align;
        v->ptrs |= t->ptrs;
        if (t->memory) v->memory = true;
        else
            for (unsigned k = 0; k < t->nleaves; k++)
                add_leaf(v, t->leaves[k].cls, t->leaves[k].type, off + t->leaves[k].off, t->leaves[k].size);
        off += t->size;
        last_zero = t->size == 0;
        if (off > MAX_SIZE) return mod_fail(fault, 0, "TYPES", "type too large");
    }
    if (last_zero && off) off++;            /* a pointer to the last field must stay inside */
    v->size = round_up(off, v->align);
    if (v->memory) v->nleaves = v->nslots = 0;
    return 0;
}

static int make_view(struct image *im, uint32_t type, struct type_view *v, int depth, struct mod_fault *fault)
{
    const uint32_t *r = rec_of(im, type);
    uint32_t kind = v->kind = r[0] & 255;
    v->align = 8;
    switch (kind) {
    case FMT_TYPE_NAMED: {
        const struct type_view *u = part(im, r[4], depth + 1, fault);
        if (!u) return -1;
        *v = *u;
        if (u->offsets) {
            const uint32_t *s = rec_under(im, type);
            v->offsets = xcalloc(s[2] ? s[2] : 1, sizeof *v->offsets);
            memcpy(v->offsets, u->offsets, s[2] * sizeof *v->offsets);
        }
        for (unsigned k = 0; k < v->nleaves; k++)       /* one-leaf values carry the defined type */
            if (v->leaves[k].type == r[4] && v->nleaves == 1 && u->kind != FMT_TYPE_STRUCT) v->leaves[k].type = type;
        return 0;
    }
    case FMT_TYPE_POINTER: case FMT_TYPE_CHAN: case FMT_TYPE_MAP: case FMT_TYPE_FUNC: case FMT_TYPE_UNSAFEPTR:
        v->size = 8, v->ptrs = true;
        add_leaf(v, 'r', type, 0, 8);
        return 0;
    case FMT_TYPE_STRING: v->size = 16, v->ptrs = true; add_leaf(v, 's', type, 0, 0); return 0;
    case FMT_TYPE_SLICE: v->size = 24, v->ptrs = true; add_leaf(v, 'l', type, 0, 0); return 0;
    case FMT_TYPE_INTERFACE: v->size = 16, v->ptrs = true; add_leaf(v, 'i', type, 0, 0); return 0;
    case FMT_TYPE_STRUCT: return view_struct(im, r, v, depth, fault);
    case FMT_TYPE_ARRAY: {
        const struct type_view *e = part(im, r[2], depth + 1, fault);
        if (!e) return -1;
        uint64_t len = r[3] | (uint64_t)r[4] << 32;
        if (len > MAX_SIZE || (e->size && len > MAX_SIZE / e->size)) return mod_fail(fault, type, "TYPES", "type too large");
        v->size = len * e->size, v->align = e->align, v->ptrs = e->ptrs && len, v->memory = true;
        return 0;
    }
    case FMT_TYPE_OPAQUE: {
        uint32_t n;
        const char *name = image_str(im, r[2], &n);
        if (strcmp(name, "runtime.hiter")) return mod_fail(fault, type, "TYPES", "no opaque type %.60s", name);
        v->size = SIZE_HITER, v->ptrs = true, v->memory = true;
        return 0;
    }
    default:
        if (!kind || kind > 16) return mod_fail(fault, type, "TYPES", "no type kind %u", kind);
        v->size = basic_size[kind], v->align = kind == 15 ? 4 : kind == 16 ? 8 : (uint32_t)v->size;
        v->float_ = kind >= 13 && kind <= 16;
        if (kind >= 15) {
            add_leaf(v, 'w', type, 0, (uint8_t)(v->size / 2));
            add_leaf(v, 'w', type, v->size / 2, (uint8_t)(v->size / 2));
        } else add_leaf(v, 'w', type, 0, (uint8_t)v->size);
        return 0;
    }
}

const struct type_view *type_view(struct image *im, uint32_t type, struct mod_fault *fault)
{
    return part(im, type, 0, fault);
}

bool type_direct(struct image *im, uint32_t type)
{
    for (int depth = 0; depth < 100; depth++) {
        const uint32_t *r = rec_under(im, type);
        switch (r[0] & 255) {
        case FMT_TYPE_POINTER: case FMT_TYPE_CHAN: case FMT_TYPE_MAP: case FMT_TYPE_FUNC: case FMT_TYPE_UNSAFEPTR: return true;
        case FMT_TYPE_STRUCT: if (r[2] != 1) return false; type = r[3 + 2]; break;
        case FMT_TYPE_ARRAY: if (r[3] != 1 || r[4]) return false; type = r[2]; break;
        default: return false;
        }
    }
    return false;
}

void type_views_free(struct image *im)
{
    for (uint32_t i = 0; im->views && i < im->ntypes; i++)
        if (im->views[i]) free(im->views[i]->offsets), free(im->views[i]);
}

static void print_type(struct strbuf *b, struct image *im, uint32_t type, int depth)
{
    static const char *const basic[] = { "none", "bool", "int", "int8", "int16", "int32", "int64", "uint", "uint8", "uint16",
        "uint32", "uint64", "uintptr", "float32", "float64", "complex64", "complex128" };
    if (!type) { strbuf_puts(b, "-"); return; }
    if (type >= im->ntypes) { strbuf_puts(b, "?"); return; }
    if (depth > 20) { strbuf_puts(b, "..."); return; }
    const uint32_t *r = rec_of(im, type);
    uint32_t kind = r[0] & 255;
    switch (kind) {
    case FMT_TYPE_NAMED:
        if (im->str[r[2]].len) strbuf_printf(b, "%s.", image_str(im, r[2], NULL));
        strbuf_puts(b, image_str(im, r[3], NULL));
        if (r[0] >> 16) strbuf_printf(b, "\u00b7%u", r[0] >> 16);
        break;
    case FMT_TYPE_OPAQUE: strbuf_puts(b, image_str(im, r[2], NULL)); break;
    case FMT_TYPE_POINTER: strbuf_puts(b, "*"); print_type(b, im, r[2], depth + 1); break;
    case FMT_TYPE_SLICE: strbuf_puts(b, "[]"); print_type(b, im, r[2], depth + 1); break;
    case FMT_TYPE_ARRAY: strbuf_printf(b, "[%llu]", r[3] | (unsigned long long)r[4] << 32); print_type(b, im, r[2], depth + 1); break;
    case FMT_TYPE_CHAN: strbuf_puts(b, r[3] == 1 ? "<-chan " : r[3] == 2 ? "chan<- " : "chan "); print_type(b, im, r[2], depth + 1); break;
    case FMT_TYPE_MAP: strbuf_puts(b, "map["); print_type(b, im, r[2], depth + 1); strbuf_puts(b, "]"); print_type(b, im, r[3], depth + 1); break;
    case FMT_TYPE_STRING: strbuf_puts(b, "string"); break;
    case FMT_TYPE_UNSAFEPTR: strbuf_puts(b, "unsafe.Pointer"); break;
    case FMT_TYPE_FUNC: {
        uint32_t np = r[2] & 0x7fffffff, nr = r[3];
        strbuf_puts(b, "func(");
        for (uint32_t i = 0; i < np; i++) {
            if (i) strbuf_puts(b, ", ");
            if (i + 1 == np && r[2] >> 31) strbuf_puts(b, "...");
            print_type(b, im, r[4 + i], depth + 1);
        }
        strbuf_puts(b, ")");
        if (nr) strbuf_puts(b, nr > 1 ? " (" : " ");
        for (uint32_t i = 0; i < nr; i++) {
            if (i) strbuf_puts(b, ", ");
            print_type(b, im, r[4 + np + i], depth + 1);
        }
        if (nr > 1) strbuf_puts(b, ")");
        break;
    }
    case FMT_TYPE_STRUCT:
        strbuf_puts(b, "struct {");
        for (uint32_t i = 0; i < r[2]; i++) {
            const uint32_t *f = r + 3 + i * 5;
            strbuf_puts(b, i ? "; " : " ");
            if (!(f[4] & FMT_FIELD_EMBEDDED)) strbuf_printf(b, "%s ", image_str(im, f[0], NULL));
            print_type(b, im, f[2], depth + 1);
        }
        strbuf_puts(b, r[2] ? " }" : "}");
        break;
    case FMT_TYPE_INTERFACE:
        strbuf_puts(b, "interface {");
        for (uint32_t i = 0; i < r[2]; i++) {
            strbuf_printf(b, "%s%s ", i ? "; " : " ", image_str(im, r[3 + i * 3], NULL));
            print_type(b, im, r[3 + i * 3 + 2], depth + 1);
        }
        strbuf_puts(b, r[2] ? " }" : "}");
        break;
    default:
        if (kind <= 16) strbuf_puts(b, basic[kind]);
        else strbuf_printf(b, "kind%u", kind);
    }
}
void type_print(struct strbuf *b, struct image *im, uint32_t type) { print_type(b, im, type, 0); }
