/* compiler/types/layout.c - sizes, alignments and field offsets, as gc lays values out on amd64.
 *
 * Programs see these numbers through package unsafe and through reflect, so
 * they are part of the language as implemented, whatever the host is.  A
 * struct that ends in a zero-size field is padded by one byte, so that the
 * field's address does not point past the object. */
#include "compiler/types/internal.h"

enum { WORD = 8 };

static int64_t round_up(int64_t n, int64_t align)
{
    return (n + align - 1) & -align;
}

static int64_t saturating_mul(int64_t a, int64_t b)
{
    int64_t r;
    return __builtin_mul_overflow(a, b, &r) ? INT64_MAX / 4 : r;
}

/* sync/atomic.align64 is an empty marker struct that raises the alignment of what contains it. */
static bool is_align64(struct type *t)
{
    struct object *o = t->kind == TY_NAMED ? t->named.obj : NULL;
    return o && o->pkg && name_eq(o->name, "align64") &&
           (name_eq(o->pkg->path, "sync/atomic") || name_eq(o->pkg->path, "runtime/internal/atomic"));
}

static void layout_struct(struct type *t)
{
    int64_t at = 0, align = 1;
    int64_t last = -1;          /* offset of the last field if it has size 0 */
    for (int i = 0; i < t->strct.n; i++) {
        struct type_field *f = &t->strct.fields[i];
        int64_t a = ty_align(f->type), n = ty_size(f->type);
        if (a > align)
            align = a;
        at = round_up(at, a);
        f->offset = at;
        last = n == 0 ? at : -1;
        at = n > INT64_MAX / 4 - at ? INT64_MAX / 4 : at + n;
    }
    if (last > 0)
        at++;
    t->size = round_up(at, align);
    t->align = (int32_t)align;
}

void ty_layout(struct type *t)
{
    if (t->size >= 0 || t->flags_ & TF_LAYOUT)
        return;
    t->flags_ |= TF_LAYOUT;
    switch (t->kind) {
    case TY_NAMED: {
        struct type *p = ty_underlying(t);
        if (p->kind == TY_INVALID)
            break;
        ty_layout(p);
        t->size = p->size;
        t->align = p->kind == TY_STRUCT && p->strct.n == 0 && is_align64(t) ? 8 : p->align;
        break;
    }
    case TY_ARRAY:
        t->align = (int32_t)ty_align(t->array.elem);
        if (t->array.len >= 0)
            t->size = saturating_mul(ty_size(t->array.elem), t->array.len);
        break;
    case TY_STRUCT:
        layout_struct(t);
        break;
    case TY_SLICE: t->size = 3 * WORD; t->align = WORD; break;
    case TY_INTERFACE: t->size = 2 * WORD; t->align = WORD; break;
    case TY_POINTER: case TY_FUNC: case TY_MAP: case TY_CHAN: t->size = WORD; t->align = WORD; break;
    default: break;
    }
    t->flags_ &= (uint8_t)~TF_LAYOUT;
}

int64_t ty_size(struct type *t)
{
    ty_layout(t);
    return t->size < 0 ? 0 : t->size;
}

int64_t ty_align(struct type *t)
{
    ty_layout(t);
    return t->align > 0 ? t->align : 1;
}
