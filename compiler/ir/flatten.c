/* compiler/ir/flatten.c - how a Go value is laid out in frame slots (docs/abi.md "Values in slots").
 *
 * A value is either a short list of leaves, each in a register of its own class, or a memory value that is named by
 * the address of an object holding it. */
#include "compiler/ir/ir.h"

enum { MAX_SLOTS = 4 };         /* the splitting limit of the ISA */

int ir_class_slots(enum ir_class c)
{
    switch (c) {
    case IRC_S: case IRC_I: return 2;
    case IRC_L: case IRC_QL: return 3;
    default: return 1;
    }
}

struct flattening { struct ir_leaf *out; int n, slots; };

static bool add_leaf(struct flattening *f, enum ir_class cls, struct type *t, int64_t off)
{
    f->slots += ir_class_slots(cls);
    if (f->slots > MAX_SLOTS)
        return false;
    f->out[f->n++] = (struct ir_leaf){ cls, t, off };
    return true;
}

static bool flatten(struct flattening *f, struct type *t, int64_t off)
{
    struct type *u = ty_underlying(t);
    switch (u->kind) {
    case TY_STRING: return add_leaf(f, IRC_S, t, off);
    case TY_SLICE: return add_leaf(f, IRC_L, t, off);
    case TY_INTERFACE: return add_leaf(f, IRC_I, t, off);
    case TY_POINTER: case TY_MAP: case TY_CHAN: case TY_FUNC: case TY_UNSAFE_POINTER: case TY_UNTYPED_NIL:
        return add_leaf(f, IRC_R, t, off);
    case TY_COMPLEX64: case TY_COMPLEX128: {
        struct type *part = t->u->basic[u->kind == TY_COMPLEX64 ? TY_FLOAT32 : TY_FLOAT64];
        return add_leaf(f, IRC_W, part, off) &&
               add_leaf(f, IRC_W, part, off + (u->kind == TY_COMPLEX64 ? 4 : 8));
    }
    case TY_ARRAY:
        return false;
    case TY_STRUCT:
        if (u->strct.n == 0)
            return true;
        ty_layout(u);
        for (int i = 0; i < u->strct.n; i++)
            if (!flatten(f, u->strct.fields[i].type, off + u->strct.fields[i].offset))
                return false;
        return true;
    default:
        return add_leaf(f, IRC_W, t, off);
    }
}

int ir_flatten(struct type *t, struct ir_leaf out[4])
{
    struct flattening f = { out, 0, 0 };
    return flatten(&f, t, 0) ? f.n : -1;
}

bool ir_is_direct(struct type *t)
{
    struct type *u = ty_underlying(t);
    switch (u->kind) {
    case TY_POINTER: case TY_MAP: case TY_CHAN: case TY_FUNC: case TY_UNSAFE_POINTER: return true;
    case TY_STRUCT: return u->strct.n == 1 && ir_is_direct(u->strct.fields[0].type);
    case TY_ARRAY: return u->array.len == 1 && ir_is_direct(u->array.elem);
    default: return false;
    }
}
