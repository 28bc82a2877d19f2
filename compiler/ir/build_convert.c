/* compiler/ir/build_convert.c - conversions, implicit (assignment) and explicit T(x). */
#include "compiler/ir/build.h"

struct val convert(struct fb *fb, struct val v, struct type *t, const ir_reg *want)
{
    if (v.kind == V_NONE)
        return v;
    if (v.kind == V_ZERO && v.t->kind == TY_UNTYPED_NIL)
        return v_zero(t);
    if (kind_of(t) == TY_INTERFACE) {
        if (kind_of(v.t) == TY_INTERFACE)
            return iface_to_iface(fb, v, t, want);
        return box(fb, v, t, want);
    }
    v.t = t;
    return v;
}

/* -- Numbers --------------------------------------------------------------------------------------------------------- */

/* Does a canonical value of kind f need no change to be one of kind k? */
static bool int_fits(enum type_kind f, enum type_kind k)
{
    int fb = kind_bits(f), kb = kind_bits(k);
    bool fs = kind_is_signed(f), ks = kind_is_signed(k);
    return kb == 64 || (fs == ks && kb >= fb) || (ks && !fs && kb > fb);
}

static ir_reg float_to_int(struct fb *fb, enum type_kind k, struct type *t, ir_reg r, const ir_reg *want)
{
    switch (k) {
    case TY_INT: case TY_INT64: return op1(fb, OPC_D2I, t, r, want);
    case TY_INT32: return op1(fb, OPC_D2W, t, r, want);
    case TY_UINT: case TY_UINT64: case TY_UINTPTR: return op1(fb, OPC_D2U, t, r, want);
    case TY_UINT32: return extend(fb, k, t, op1(fb, OPC_D2I, t, r, NULL), want);
    default: return extend(fb, k, t, op1(fb, OPC_D2W, t, r, NULL), want);
    }
}

static ir_reg number(struct fb *fb, enum type_kind f, enum type_kind k, struct type *t, ir_reg r, const ir_reg *want)
{
    if (kind_is_integer(f) && kind_is_integer(k))
        return int_fits(f, k) ? r : extend(fb, k, t, r, want);
    if (kind_is_integer(f)) {
        bool wide = !kind_is_signed(f) && kind_bits(f) == 64;
        int op = k == TY_FLOAT32 ? (wide ? OPC_U2F : OPC_I2F) : wide ? OPC_U2D : OPC_I2D;
        return op1(fb, op, t, r, want);
    }
    if (kind_is_integer(k)) {
        if (f == TY_FLOAT32)
            r = op1(fb, OPC_F2D, basic(fb, TY_FLOAT64), r, NULL);
        return float_to_int(fb, k, t, r, want);
    }
    if (f == k || kind_bits(f) == kind_bits(k))
        return r;
    return op1(fb, k == TY_FLOAT32 ? OPC_D2F : OPC_F2D, t, r, want);
}

static struct val number_conversion(struct fb *fb, struct val v, struct type *t, const ir_reg *want)
{
    enum type_kind f = kind_of(v.t), k = kind_of(t);
    ir_reg r[4];
    int n = val_regs(fb, v, r, NULL);
    if (!kind_is_complex(k))
        return v_reg(t, number(fb, f, k, t, r[0], want));
    enum type_kind fp = f == TY_COMPLEX64 ? TY_FLOAT32 : TY_FLOAT64, kp = k == TY_COMPLEX64 ? TY_FLOAT32 : TY_FLOAT64;
    for (int i = 0; i < n; i++)
        r[i] = number(fb, fp, kp, basic(fb, kp), r[i], NULL);
    return v_regs(t, n, r);
}

/* -- Strings, slices, pointers ------------------------------------------------------------------------------------------ */

static struct val rt_conversion(struct fb *fb, int entry, struct type *tt, struct val v, struct type *t,
                                const ir_reg *want)
{
    struct ir_leaf l[4];
    ir_flatten(t, l);
    ir_reg a = val_reg(fb, v, NULL), d = want ? want[0] : new_reg(fb, l[0].cls, t);
    rt_call(fb, entry, tt, 1, &a, 1, &d);
    return v_reg(t, d);
}

static struct val recast(struct fb *fb, int op, struct val v, struct type *t)
{
    ir_reg a = val_reg(fb, v, NULL), d = new_reg(fb, op == OPC_UWORD ? IRC_W : IRC_R, t);
    struct ir_ins *i = ins(fb, op);
    i->a = d;
    i->b = a;
    return v_reg(t, d);
}

static bool is_number(enum type_kind k) { return kind_is_integer(k) || kind_is_float(k) || kind_is_complex(k); }

struct val conversion(struct fb *fb, struct val v, struct type *t, const ir_reg *want)
{
    if (v.kind == V_ZERO && v.t->kind == TY_UNTYPED_NIL)
        return v_zero(t);
    struct type *fu = ty_underlying(v.t), *tu = ty_underlying(t);
    enum type_kind f = fu->kind, k = tu->kind;
    if (k == TY_INTERFACE)
        return convert(fb, v, t, want);
    if (k == TY_STRING && kind_is_integer(f))
        return rt_conversion(fb, RT_RUNE2STR, NULL, v, t, want);
    if (k == TY_STRING && f == TY_SLICE)
        return rt_conversion(fb, kind_of(fu->slice.elem) == TY_UINT8 ? RT_BYTES2STR : RT_RUNES2STR, NULL, v, t, want);
    if (k == TY_SLICE && (f == TY_STRING || f == TY_UNTYPED_STRING))
        return rt_conversion(fb, kind_of(tu->slice.elem) == TY_UINT8 ? RT_STR2BYTES : RT_STR2RUNES, NULL, v, t, want);
    if (v.kind == V_CONST && !(k == TY_UNSAFE_POINTER && kind_is_integer(f))) {
        v.t = t;                /* representable, or the checker would have said so */
        return v;
    }
    if (is_number(f) && is_number(k))
        return f == k ? convert(fb, v, t, want) : number_conversion(fb, v, t, want);
    if (k == TY_POINTER && f == TY_SLICE)
        return rt_conversion(fb, RT_SLICE2ARRAY, t, v, t, want);
    if (k == TY_ARRAY && f == TY_SLICE) {
        struct type *pt = ty_pointer(fb->u, t);
        struct val p = rt_conversion(fb, RT_SLICE2ARRAY, pt, v, pt, NULL);
        return v_mem(t, p.r[0], 0, false);
    }
    if ((k == TY_UNSAFE_POINTER) != (f == TY_UNSAFE_POINTER))
        fb->m->uses_unsafe = true;      /* unsafe.Pointer may come under another package's name for it */
    if (k == TY_UNSAFE_POINTER && f != k)
        return recast(fb, kind_is_integer(f) ? OPC_UPTR : OPC_UCAST, v, t);
    if (f == TY_UNSAFE_POINTER && f != k)
        return recast(fb, kind_is_integer(k) ? OPC_UWORD : OPC_UCAST, v, t);
    if (k == TY_POINTER && !ty_identical(v.t, t))
        return recast(fb, IR_MOVE, v, t);
    v.t = t;
    return v;
}
