/* compiler/ir/build_equal.c - == and != of every comparable type, built as branches. */
#include "compiler/ir/build.h"

static void equal_regs(struct fb *fb, struct type *t, ir_reg a, ir_reg b, struct ir_block *yes, struct ir_block *no)
{
    enum type_kind k = kind_of(t);
    struct type *bt = basic(fb, TY_BOOL);
    switch (k) {
    case TY_FLOAT64: case TY_UNTYPED_FLOAT:
        branch(fb, OPC_JEQ_F64, a, b, 0, yes, no);
        break;
    case TY_FLOAT32:
        branch(fb, OPC_JNEI, op2(fb, OPC_EQ_F32, bt, a, b, NULL), 0, 0, yes, no);
        break;
    case TY_STRING: case TY_UNTYPED_STRING:
        branch(fb, OPC_JNEI, op2(fb, OPC_EQS, bt, a, b, NULL), 0, 0, yes, no);
        break;
    case TY_INTERFACE: {
        ir_reg args[2] = { a, b }, d = new_reg(fb, IRC_W, bt);
        rt_call(fb, RT_EQIFACE, NULL, 2, args, 1, &d);
        branch(fb, OPC_JNEI, d, 0, 0, yes, no);
        break;
    }
    default:
        branch(fb, OPC_JEQ, a, b, 0, yes, no);
        break;
    }
}

/* Comparison with nil or the zero word. */
static void equal_zero(struct fb *fb, struct type *t, ir_reg a, struct ir_block *yes, struct ir_block *no)
{
    switch (kind_of(t)) {
    case TY_INTERFACE:
        a = op1(fb, OPC_ITAB, basic(fb, TY_UINTPTR), a, NULL);
        break;
    case TY_SLICE: {
        ir_reg d = new_reg(fb, IRC_R, basic(fb, TY_UNSAFE_POINTER));
        struct ir_ins *i = ins(fb, OPC_USLP);
        i->a = d;
        i->b = a;
        a = d;
        break;
    }
    default:
        break;
    }
    branch(fb, OPC_JEQI, a, 0, 0, yes, no);
}

static bool plain_word(enum type_kind k) { return kind_is_integer(k) || k == TY_BOOL || k == TY_UNTYPED_BOOL; }

static void equal_struct(struct fb *fb, struct val x, struct val y, struct ir_block *yes, struct ir_block *no)
{
    struct type *st = ty_underlying(x.t);
    x = val_load(fb, x);
    y = val_load(fb, y);
    for (int i = 0; i < st->strct.n; i++) {
        if (strcmp(st->strct.fields[i].name, "_") == 0)
            continue;
        struct ir_block *next = new_block(fb);
        struct val xf = val_field(fb, x, i), yf = val_field(fb, y, i);
        equal_branch(fb, xf, yf, next, no);
        start_block(fb, next);
    }
    jump(fb, yes);
}

/* An interface against a concrete value. */
static void equal_mixed(struct fb *fb, struct val i, struct val v, struct ir_block *yes, struct ir_block *no)
{
    struct ir_block *same = new_block(fb);
    if (ty_is_untyped(v.t))
        v.t = ty_default(fb->u, v.t);
    ir_reg r = val_reg(fb, i, NULL);
    branch(fb, OPC_JNEI, is_type(fb, r, v.t), 0, 0, same, no);
    start_block(fb, same);
    equal_branch(fb, unbox(fb, r, i.t, v.t, NULL), v, yes, no);
}

void equal_branch(struct fb *fb, struct val x, struct val y, struct ir_block *yes, struct ir_block *no)
{
    if (x.kind == V_ZERO && y.kind != V_ZERO) {
        struct val s = x;
        x = y;
        y = s;
    }
    if (x.kind == V_ZERO && x.t->kind == TY_UNTYPED_NIL)
        x.t = y.t;
    if (y.kind == V_ZERO && y.t->kind == TY_UNTYPED_NIL)
        y.t = x.t;
    if (x.kind == V_CONST && y.kind != V_CONST) {
        struct val s = x;
        x = y;
        y = s;
    }
    if (y.kind == V_CONST && kind_of(x.t) != TY_INTERFACE)
        y.t = x.t;
    enum type_kind k = kind_of(x.t), k2 = kind_of(y.t);
    if (k == TY_INTERFACE && k2 != TY_INTERFACE) {
        equal_mixed(fb, x, y, yes, no);
        return;
    }
    if (k2 == TY_INTERFACE && k != TY_INTERFACE) {
        equal_mixed(fb, y, x, yes, no);
        return;
    }
    int64_t n;
    if (k == TY_STRUCT && !is_memory(x.t)) {
        equal_struct(fb, x, y, yes, no);
    } else if (is_memory(x.t)) {
        ir_reg args[2] = { val_addr(fb, x), val_addr(fb, y) }, d = new_reg(fb, IRC_W, basic(fb, TY_BOOL));
        rt_call(fb, RT_EQMEM, x.t, 2, args, 1, &d);
        branch(fb, OPC_JNEI, d, 0, 0, yes, no);
    } else if (kind_is_complex(k)) {
        ir_reg a[4], b[4];
        struct type *pt = basic(fb, k == TY_COMPLEX64 ? TY_FLOAT32 : TY_FLOAT64);
        struct ir_block *next = new_block(fb);
        val_regs(fb, x, a, NULL);
        val_regs(fb, y, b, NULL);
        equal_regs(fb, pt, a[0], b[0], next, no);
        start_block(fb, next);
        equal_regs(fb, pt, a[1], b[1], yes, no);
    } else if (y.kind == V_ZERO && k != TY_STRING && !kind_is_float(k)) {
        equal_zero(fb, x.t, val_reg(fb, x, NULL), yes, no);
    } else if (y.kind == V_CONST && plain_word(k) &&
               (n = (int64_t)const_bits(fb, y.cv, x.t), n >= INT16_MIN && n <= INT16_MAX)) {
        branch(fb, OPC_JEQI, val_reg(fb, x, NULL), 0, n, yes, no);
    } else if (y.kind == V_CONST && k == TY_STRING && y.cv->s.n == 0) {
        branch(fb, OPC_JEQI, part(fb, val_reg(fb, x, NULL), 1, NULL), 0, 0, yes, no);
    } else {
        ir_reg a = val_reg(fb, x, NULL), b = val_reg(fb, y, NULL);
        equal_regs(fb, x.t, a, b, yes, no);
    }
}
