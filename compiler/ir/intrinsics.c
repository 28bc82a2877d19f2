/* compiler/ir/intrinsics.c - library functions that are single instructions: calls of them are built in line. */
#include "compiler/ir/build.h"

enum shape {
    IN_UNARY,           /* a = op b */
    IN_BINARY,          /* a = op b, c */
    IN_FMA,
    IN_MOVE,            /* the bits of the operand */
    IN_LEADING,         /* leading zeros of the low 'bits' bits */
    IN_LEN,
    IN_TRAILING,        /* trailing zeros of the low 'bits' bits */
    IN_REVERSE,         /* bytes of the low 'bits' bits */
    IN_LOAD, IN_STORE, IN_RMW, IN_CAS       /* atomics */
};
struct intrinsic { const char *name; uint8_t shape; uint8_t bits; uint16_t op; };

static const struct intrinsic math_fns[] = {
    { "Sqrt", IN_UNARY, 0, OPC_SQRT }, { "sqrt", IN_UNARY, 0, OPC_SQRT },
    { "Floor", IN_UNARY, 0, OPC_FLOOR }, { "floor", IN_UNARY, 0, OPC_FLOOR },
    { "Ceil", IN_UNARY, 0, OPC_CEIL }, { "ceil", IN_UNARY, 0, OPC_CEIL },
    { "Trunc", IN_UNARY, 0, OPC_TRUNC }, { "trunc", IN_UNARY, 0, OPC_TRUNC },
    { "Abs", IN_UNARY, 0, OPC_FABS }, { "Copysign", IN_BINARY, 0, OPC_FCOPYSIGN },
    { "FMA", IN_FMA, 0, OPC_FMA },
    { "Float64bits", IN_MOVE, 0, 0 }, { "Float64frombits", IN_MOVE, 0, 0 },
    { "Float32bits", IN_MOVE, 0, 0 }, { "Float32frombits", IN_MOVE, 0, 0 },
    { 0 }
};
static const struct intrinsic bits_fns[] = {
    { "LeadingZeros", IN_LEADING, 64, 0 }, { "LeadingZeros64", IN_LEADING, 64, 0 },
    { "LeadingZeros32", IN_LEADING, 32, 0 }, { "LeadingZeros16", IN_LEADING, 16, 0 },
    { "LeadingZeros8", IN_LEADING, 8, 0 },
    { "Len", IN_LEN, 0, 0 }, { "Len64", IN_LEN, 0, 0 }, { "Len32", IN_LEN, 0, 0 }, { "Len16", IN_LEN, 0, 0 },
    { "Len8", IN_LEN, 0, 0 },
    { "TrailingZeros", IN_TRAILING, 64, 0 }, { "TrailingZeros64", IN_TRAILING, 64, 0 },
    { "TrailingZeros32", IN_TRAILING, 32, 0 }, { "TrailingZeros16", IN_TRAILING, 16, 0 },
    { "TrailingZeros8", IN_TRAILING, 8, 0 },
    { "OnesCount", IN_UNARY, 0, OPC_POPCNT }, { "OnesCount64", IN_UNARY, 0, OPC_POPCNT },
    { "OnesCount32", IN_UNARY, 0, OPC_POPCNT }, { "OnesCount16", IN_UNARY, 0, OPC_POPCNT },
    { "OnesCount8", IN_UNARY, 0, OPC_POPCNT },
    { "RotateLeft", IN_BINARY, 0, OPC_ROTL }, { "RotateLeft64", IN_BINARY, 0, OPC_ROTL },
    { "RotateLeft32", IN_BINARY, 0, OPC_ROTL_U32 },
    { "ReverseBytes", IN_REVERSE, 64, 0 }, { "ReverseBytes64", IN_REVERSE, 64, 0 },
    { "ReverseBytes32", IN_REVERSE, 32, 0 }, { "ReverseBytes16", IN_REVERSE, 16, 0 },
    { 0 }
};
#define ATOMIC(T, n, p) \
    { "Load" #T, IN_LOAD, n, OPC_ALOAD##p }, { "Store" #T, IN_STORE, n, OPC_ASTORE##p }, \
    { "Swap" #T, IN_RMW, n, OPC_ASWAP##p }, { "CompareAndSwap" #T, IN_CAS, n, OPC_ACAS##p }
#define ATOMIC_ADD(T, n) { "Add" #T, IN_RMW, n, OPC_AADD##n }
static const struct intrinsic atomic_fns[] = {
    ATOMIC(Int32, 32, 32), ATOMIC(Uint32, 32, 32), ATOMIC(Int64, 64, 64), ATOMIC(Uint64, 64, 64),
    ATOMIC(Uintptr, 64, 64), ATOMIC(Pointer, 64, R),
    ATOMIC_ADD(Int32, 32), ATOMIC_ADD(Uint32, 32), ATOMIC_ADD(Int64, 64), ATOMIC_ADD(Uint64, 64),
    ATOMIC_ADD(Uintptr, 64),
    { "loadRef", IN_LOAD, 64, OPC_ALOADR }, { "storeRef", IN_STORE, 64, OPC_ASTORER },          /* the overlay's, generic */
    { "swapRef", IN_RMW, 64, OPC_ASWAPR }, { "compareAndSwapRef", IN_CAS, 64, OPC_ACASR },
    { 0 }
};

static const struct intrinsic *find(struct object *o)
{
    static const struct { const char *pkg; const struct intrinsic *fns; } tables[] = {
        { "math", math_fns }, { "math/bits", bits_fns }, { "sync/atomic", atomic_fns },
    };
    if (!o || o->kind != OBJ_FUNC || o->recv_named || !o->pkg)
        return NULL;
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        if (strcmp(o->pkg->path, tables[i].pkg) == 0)
            for (const struct intrinsic *f = tables[i].fns; f->name; f++)
                if (strcmp(f->name, o->name) == 0)
                    return f;
    return NULL;
}

static ir_reg atomic_op(struct fb *fb, const struct intrinsic *f, struct type *t, const ir_reg *r)
{
    ir_reg d = f->shape == IN_STORE ? 0 : new_reg(fb, f->op == OPC_ALOADR || f->op == OPC_ASWAPR ? IRC_R : IRC_W, t);
    struct ir_ins *i = ins(fb, f->op);
    if (f->shape == IN_STORE) {
        i->a = r[0];
        i->b = r[1];
        return 0;
    }
    i->a = d;
    i->b = r[0];
    if (f->shape != IN_LOAD)
        i->c = r[1];
    if (f->shape == IN_CAS)
        i->x = r[2];
    if (f->bits == 32 && f->shape != IN_CAS && kind_of(t) == TY_UINT32)
        return extend(fb, TY_UINT32, t, d, NULL);
    return d;
}

static ir_reg bit_op(struct fb *fb, const struct intrinsic *f, struct type *t, ir_reg x, const ir_reg *want)
{
    struct type *w = basic(fb, TY_UINT64);
    switch (f->shape) {
    case IN_LEADING: {
        ir_reg z = op1(fb, OPC_CLZ, t, x, f->bits == 64 ? want : NULL);
        return f->bits == 64 ? z : op2i(fb, OPC_ADDI_I64, t, z, f->bits - 64, want);
    }
    case IN_LEN: {
        ir_reg z = op1(fb, OPC_CLZ, t, x, NULL);
        return op2(fb, OPC_SUB_I64, t, word_const(fb, t, 64, NULL), z, want);
    }
    case IN_TRAILING:           /* a bit just above stops the count */
        if (f->bits < 64)
            x = op2(fb, OPC_OR, w, x, word_const(fb, w, (int64_t)1 << f->bits, NULL), NULL);
        return op1(fb, OPC_CTZ, t, x, want);
    default: {                  /* IN_REVERSE */
        ir_reg r = op1(fb, OPC_BSWAP, t, x, f->bits == 64 ? want : NULL);
        return f->bits == 64 ? r : op2i(fb, OPC_SHRI_U64, t, r, 64 - f->bits, want);
    }
    }
}

/* bits.Mul64: high and low word of a product. */
bool intrinsic_multi(struct fb *fb, struct expr *e, struct val *out)
{
    struct expr *fun = expr_unparen(e->call.fun);
    struct object *o = fun->kind == EX_IDENT ? fun->ident.obj
                       : fun->kind == EX_SELECTOR && fun->sel.sel_kind == SEL_PACKAGE ? fun->sel.obj : NULL;
    if (!o || o->kind != OBJ_FUNC || o->recv_named || !o->pkg || strcmp(o->pkg->path, "math/bits") != 0 ||
        e->call.spread || (strcmp(o->name, "Mul64") != 0 && strcmp(o->name, "Mul") != 0))
        return false;
    struct type *t = ty_underlying(o->type)->func.results[0]->type;
    ir_reg x = val_reg(fb, expr_as(fb, e->call.args[0], t, NULL), NULL);
    ir_reg y = val_reg(fb, expr_as(fb, e->call.args[1], t, NULL), NULL);
    fb->pos = e->pos;
    out[0] = v_reg(t, op2(fb, OPC_MULHU, t, x, y, NULL));
    out[1] = v_reg(t, op2(fb, OPC_MUL_I64, t, x, y, NULL));
    return true;
}

bool intrinsic(struct fb *fb, struct expr *e, struct val *out, const ir_reg *want)
{
    struct expr *fun = expr_unparen(e->call.fun);
    struct object *o = fun->kind == EX_IDENT ? fun->ident.obj
                       : fun->kind == EX_SELECTOR && fun->sel.sel_kind == SEL_PACKAGE ? fun->sel.obj : NULL;
    const struct intrinsic *f = find(o);
    if (!f || e->call.spread)
        return false;
    struct type *sig = ty_underlying(o->type), *t = sig->func.nresults ? sig->func.results[0]->type : NULL;
    bool generic = sig->func.ntparams > 0;      /* its arguments have the parameters' types */
    if (generic && t)
        t = expr_type(fb, e);
    ir_reg r[4];
    for (int i = 0; i < e->call.nargs && i < 4; i++) {
        struct type *pt = generic ? expr_type(fb, e->call.args[i]) : sig->func.params[i]->type;
        r[i] = val_reg(fb, val_load(fb, expr_as(fb, e->call.args[i], pt, NULL)), NULL);
    }
    fb->pos = e->pos;
    switch (f->shape) {
    case IN_UNARY: *out = v_reg(t, op1(fb, f->op, t, r[0], want)); break;
    case IN_BINARY: *out = v_reg(t, op2(fb, f->op, t, r[0], r[1], want)); break;
    case IN_FMA: {
        ir_reg d = op2(fb, OPC_FMA, t, r[0], r[1], want);
        vec_last(&fb->cur->ins).x = r[2];
        *out = v_reg(t, d);
        break;
    }
    case IN_MOVE: *out = v_reg(t, r[0]); break;
    case IN_LOAD: case IN_STORE: case IN_RMW: case IN_CAS: {
        ir_reg d = atomic_op(fb, f, t, r);
        *out = d ? v_reg(t, d) : v_none();
        break;
    }
    default: *out = v_reg(t, bit_op(fb, f, t, r[0], want)); break;
    }
    return true;
}
