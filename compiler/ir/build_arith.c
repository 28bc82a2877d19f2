/* compiler/ir/build_arith.c - arithmetic, shifts, ordered comparison, complex numbers, string concatenation.
 *
 * 64- and 32-bit integers have instructions of their own; 8- and 16-bit ones are computed in 64 bits and brought back
 * to canonical form. */
#include "compiler/ir/build.h"

/* -- Kinds ----------------------------------------------------------------------------------------------------------- */

bool kind_is_signed(enum type_kind k)
{
    return (k >= TY_INT && k <= TY_INT64) || k == TY_UNTYPED_INT || k == TY_UNTYPED_RUNE;
}

bool kind_is_integer(enum type_kind k)
{
    return (k >= TY_INT && k <= TY_UINTPTR) || k == TY_UNTYPED_INT || k == TY_UNTYPED_RUNE;
}

bool kind_is_float(enum type_kind k) { return k == TY_FLOAT32 || k == TY_FLOAT64 || k == TY_UNTYPED_FLOAT; }
bool kind_is_complex(enum type_kind k) { return k == TY_COMPLEX64 || k == TY_COMPLEX128 || k == TY_UNTYPED_COMPLEX; }

int kind_bits(enum type_kind k)
{
    switch (k) {
    case TY_INT8: case TY_UINT8: case TY_BOOL: return 8;
    case TY_INT16: case TY_UINT16: return 16;
    case TY_INT32: case TY_UINT32: case TY_FLOAT32: case TY_UNTYPED_RUNE: return 32;
    default: return 64;
    }
}

ir_reg extend(struct fb *fb, enum type_kind k, struct type *t, ir_reg r, const ir_reg *want)
{
    bool s = kind_is_signed(k);
    switch (kind_bits(k)) {
    case 8: return op1(fb, s ? OPC_SX8 : OPC_ZX8, t, r, want);
    case 16: return op1(fb, s ? OPC_SX16 : OPC_ZX16, t, r, want);
    case 32: return op1(fb, s ? OPC_SX32 : OPC_ZX32, t, r, want);
    default: return r;
    }
}

/* -- Integers ----------------------------------------------------------------------------------------------------------- */

/* Operation for 64 bits and, where the result can leave the type, for i32 and u32. */
static int int_op(enum op op, enum type_kind k, bool *needs_extend)
{
    bool s = kind_is_signed(k);
    int bits = kind_bits(k);
    *needs_extend = bits < 32;
    switch (op) {
    case OP_ADD: return bits == 32 ? (s ? OPC_ADD_I32 : OPC_ADD_U32) : OPC_ADD_I64;
    case OP_SUB: return bits == 32 ? (s ? OPC_SUB_I32 : OPC_SUB_U32) : OPC_SUB_I64;
    case OP_MUL: return bits == 32 ? (s ? OPC_MUL_I32 : OPC_MUL_U32) : OPC_MUL_I64;
    case OP_DIV:
        *needs_extend = bits < 32 && s;
        return s ? (bits == 32 ? OPC_DIV_I32 : OPC_DIV_I64) : OPC_DIV_U64;
    case OP_REM: *needs_extend = false; return s ? OPC_REM_I64 : OPC_REM_U64;
    case OP_AND: *needs_extend = false; return OPC_AND;
    case OP_OR: *needs_extend = false; return OPC_OR;
    case OP_XOR: *needs_extend = false; return OPC_XOR;
    case OP_ANDNOT: *needs_extend = false; return OPC_ANDN;
    default: UNREACHABLE();
    }
}

static bool fits8(int64_t n) { return n >= -128 && n <= 127; }

/* x op constant by an instruction with an immediate operand; 0 if there is none. */
static ir_reg int_imm(struct fb *fb, enum op op, enum type_kind k, struct type *t, ir_reg x, int64_t n,
                      const ir_reg *want)
{
    int bits = kind_bits(k);
    bool s = kind_is_signed(k);
    const ir_reg *w = bits < 32 ? NULL : want;
    ir_reg r;
    if (op == OP_SUB && n != INT64_MIN) {
        n = -n;
        op = OP_ADD;
    }
    if (!fits8(n))
        return 0;
    if (op == OP_ADD)
        r = op2i(fb, bits == 32 ? (s ? OPC_ADDI_I32 : OPC_ADDI_U32) : OPC_ADDI_I64, t, x, n, w);
    else if (op == OP_MUL && bits != 32)
        r = op2i(fb, OPC_MULI_I64, t, x, n, w);
    else if (op == OP_AND && n >= 0)
        return op2i(fb, OPC_ANDI, t, x, n, want);
    else
        return 0;
    return bits < 32 ? extend(fb, k, t, r, want) : r;
}

static struct val int_arith(struct fb *fb, enum op op, struct type *t, struct val x, struct val y, const ir_reg *want)
{
    enum type_kind k = kind_of(t);
    if (x.kind == V_CONST && (op == OP_ADD || op == OP_MUL || op == OP_AND || op == OP_OR || op == OP_XOR)) {
        struct val s = x;
        x = y;
        y = s;
    }
    if (y.kind == V_CONST) {
        int64_t n = (int64_t)const_bits(fb, y.cv, t);
        ir_reg a = val_reg(fb, x, NULL);
        if ((op == OP_DIV || op == OP_REM) && n > 0 && !(n & (n - 1)) && !kind_is_signed(k))
            return v_reg(t, op == OP_DIV ? op2i(fb, OPC_SHRI_U64, t, a, __builtin_ctzll((uint64_t)n), want)
                            : n <= 128   ? op2i(fb, OPC_ANDI, t, a, n - 1, want)
                                         : op2(fb, OPC_AND, t, a, word_const(fb, t, n - 1, NULL), want));
        ir_reg r = int_imm(fb, op, k, t, a, n, want);
        if (r)
            return v_reg(t, r);
        x = v_reg(t, a);
    }
    ir_reg a = val_reg(fb, x, NULL), b = val_reg(fb, y, NULL);
    bool ext;
    int code = int_op(op, k, &ext);
    ir_reg r = op2(fb, code, t, a, b, ext ? NULL : want);
    return v_reg(t, ext ? extend(fb, k, t, r, want) : r);
}

/* -- Floating point and complex ---------------------------------------------------------------------------------------------- */

static int float_op(enum op op, bool f32)
{
    switch (op) {
    case OP_ADD: return f32 ? OPC_ADD_F32 : OPC_ADD_F64;
    case OP_SUB: return f32 ? OPC_SUB_F32 : OPC_SUB_F64;
    case OP_MUL: return f32 ? OPC_MUL_F32 : OPC_MUL_F64;
    case OP_DIV: return f32 ? OPC_DIV_F32 : OPC_DIV_F64;
    default: UNREACHABLE();
    }
}

static struct val complex_arith(struct fb *fb, enum op op, struct type *t, struct val x, struct val y)
{
    bool f32 = kind_of(t) == TY_COMPLEX64;
    struct type *pt = basic(fb, f32 ? TY_FLOAT32 : TY_FLOAT64);
    ir_reg a[4], b[4], r[2];
    val_regs(fb, x, a, NULL);
    val_regs(fb, y, b, NULL);
    switch (op) {
    case OP_ADD: case OP_SUB:
        for (int i = 0; i < 2; i++)
            r[i] = op2(fb, float_op(op, f32), pt, a[i], b[i], NULL);
        break;
    case OP_MUL: {
        int mul = float_op(OP_MUL, f32);
        ir_reg rr = op2(fb, mul, pt, a[0], b[0], NULL), ii = op2(fb, mul, pt, a[1], b[1], NULL);
        r[0] = op2(fb, float_op(OP_SUB, f32), pt, rr, ii, NULL);
        ir_reg ri = op2(fb, mul, pt, a[0], b[1], NULL), ir = op2(fb, mul, pt, a[1], b[0], NULL);
        r[1] = op2(fb, float_op(OP_ADD, f32), pt, ri, ir, NULL);
        break;
    }
    default: {                  /* division, in complex128 */
        struct type *d = basic(fb, TY_FLOAT64);
        ir_reg args[4] = { a[0], a[1], b[0], b[1] };
        for (int i = 0; f32 && i < 4; i++)
            args[i] = op1(fb, OPC_F2D, d, args[i], NULL);
        r[0] = new_reg(fb, IRC_W, d);
        r[1] = new_reg(fb, IRC_W, d);
        rt_call(fb, RT_COMPLEXDIV, NULL, 4, args, 2, r);
        for (int i = 0; f32 && i < 2; i++)
            r[i] = op1(fb, OPC_D2F, pt, r[i], NULL);
        break;
    }
    }
    return v_regs(t, 2, r);
}

struct val arith(struct fb *fb, enum op op, struct type *t, struct val x, struct val y, const ir_reg *want)
{
    enum type_kind k = kind_of(t);
    x.t = y.t = t;
    if (kind_is_complex(k))
        return complex_arith(fb, op, t, x, y);
    if (k == TY_STRING) {
        ir_reg a[2] = { val_reg(fb, x, NULL), val_reg(fb, y, NULL) };
        ir_reg d = want ? want[0] : new_reg(fb, IRC_S, t);
        rt_call(fb, RT_CONCAT2, NULL, 2, a, 1, &d);
        return v_reg(t, d);
    }
    if (kind_is_float(k)) {
        ir_reg a = val_reg(fb, x, NULL), b = val_reg(fb, y, NULL);
        return v_reg(t, op2(fb, float_op(op, k == TY_FLOAT32), t, a, b, want));
    }
    return int_arith(fb, op, t, x, y, want);
}

struct val negate(struct fb *fb, struct type *t, struct val x, const ir_reg *want)
{
    enum type_kind k = kind_of(t);
    ir_reg r[4];
    x.t = t;
    int n = val_regs(fb, x, r, NULL);
    if (kind_is_complex(k)) {
        struct type *pt = basic(fb, k == TY_COMPLEX64 ? TY_FLOAT32 : TY_FLOAT64);
        for (int i = 0; i < n; i++)
            r[i] = op1(fb, k == TY_COMPLEX64 ? OPC_NEG_F32 : OPC_NEG_F64, pt, r[i], NULL);
        return v_regs(t, n, r);
    }
    if (kind_is_float(k))
        return v_reg(t, op1(fb, k == TY_FLOAT32 ? OPC_NEG_F32 : OPC_NEG_F64, t, r[0], want));
    if (kind_bits(k) == 32)
        return v_reg(t, op1(fb, kind_is_signed(k) ? OPC_NEG_I32 : OPC_NEG_U32, t, r[0], want));
    if (kind_bits(k) == 64)
        return v_reg(t, op1(fb, OPC_NEG_I64, t, r[0], want));
    return v_reg(t, extend(fb, k, t, op1(fb, OPC_NEG_I64, t, r[0], NULL), want));
}

struct val complement(struct fb *fb, struct type *t, struct val x, const ir_reg *want)
{
    enum type_kind k = kind_of(t);
    x.t = t;
    bool ext = !kind_is_signed(k) && kind_bits(k) < 64;
    ir_reg r = op1(fb, OPC_NOT, t, val_reg(fb, x, NULL), ext ? NULL : want);
    return v_reg(t, ext ? extend(fb, k, t, r, want) : r);
}

/* -- Shifts --------------------------------------------------------------------------------------------------------------------- */

static struct val const_shift(struct fb *fb, enum op op, struct type *t, ir_reg x, uint64_t n, const ir_reg *want)
{
    enum type_kind k = kind_of(t);
    bool s = kind_is_signed(k);
    int bits = kind_bits(k);
    if (op == OP_SHR) {
        if (n >= 64 && !s)
            return v_reg(t, word_const(fb, t, 0, want));
        if (n > 63)
            n = 63;
        return v_reg(t, op2i(fb, s ? OPC_SHRI_I64 : OPC_SHRI_U64, t, x, (int64_t)n, want));
    }
    if (n >= (uint64_t)bits)
        return v_reg(t, word_const(fb, t, 0, want));
    if (bits == 64)
        return v_reg(t, op2i(fb, OPC_SHLI_I64, t, x, (int64_t)n, want));
    return v_reg(t, extend(fb, k, t, op2i(fb, OPC_SHLI_I64, t, x, (int64_t)n, NULL), want));
}

struct val shift(struct fb *fb, enum op op, struct type *t, struct val x, struct val y, struct type *yt,
                 const ir_reg *want)
{
    enum type_kind k = kind_of(t);
    x.t = t;
    ir_reg a = val_reg(fb, x, NULL);
    if (y.kind == V_CONST) {
        uint64_t n;
        struct constant *c = cv_to_int(fb->u, y.cv);
        if (c->kind != CV_INT || !cv_uint64(c, &n))
            n = 64;
        return const_shift(fb, op, t, a, n, want);
    }
    ir_reg c = val_reg(fb, y, NULL);
    if (kind_is_signed(kind_of(yt)))
        ins(fb, OPC_SHCHK)->a = c;
    if (op == OP_SHR)
        return v_reg(t, op2(fb, kind_is_signed(k) ? OPC_SHR_I64 : OPC_SHR_U64, t, a, c, want));
    switch (kind_bits(k)) {
    case 64: return v_reg(t, op2(fb, OPC_SHL_I64, t, a, c, want));
    case 32: return v_reg(t, op2(fb, kind_is_signed(k) ? OPC_SHL_I32 : OPC_SHL_U32, t, a, c, want));
    default: return v_reg(t, extend(fb, k, t, op2(fb, OPC_SHL_I64, t, a, c, NULL), want));
    }
}

/* -- Ordered comparison ------------------------------------------------------------------------------------------------------------ */

static bool fits16(int64_t n) { return n >= INT16_MIN && n <= INT16_MAX; }

/* x op constant, for types whose canonical form compares as a signed number. */
static bool compare_imm(struct fb *fb, enum op op, struct val x, struct val y, struct ir_block *t, struct ir_block *f)
{
    static const int plain[] = { [OP_LSS] = OPC_JLTI, [OP_LEQ] = OPC_JLEI, [OP_GTR] = OPC_JGTI, [OP_GEQ] = OPC_JGEI };
    static const int swapped[] = { [OP_LSS] = OPC_JGTI, [OP_LEQ] = OPC_JGEI, [OP_GTR] = OPC_JLTI, [OP_GEQ] = OPC_JLEI };
    enum type_kind k = kind_of(x.t);
    bool swap = x.kind == V_CONST;
    struct val c = swap ? x : y, v = swap ? y : x;
    if (c.kind != V_CONST || v.kind == V_CONST || (!kind_is_signed(k) && kind_bits(k) == 64))
        return false;
    int64_t n = (int64_t)const_bits(fb, c.cv, x.t);
    if (!fits16(n))
        return false;
    branch(fb, (swap ? swapped : plain)[op], val_reg(fb, v, NULL), 0, n, t, f);
    return true;
}

void compare_branch(struct fb *fb, enum op op, struct val x, struct val y, struct ir_block *t, struct ir_block *f)
{
    if (x.kind == V_CONST && y.kind != V_CONST)
        x.t = y.t;
    else if (y.kind == V_CONST)
        y.t = x.t;
    enum type_kind k = kind_of(x.t);
    if (kind_is_integer(k) && compare_imm(fb, op, x, y, t, f))
        return;
    ir_reg a = val_reg(fb, x, NULL), b = val_reg(fb, y, NULL);
    if (op == OP_GTR || op == OP_GEQ) {
        ir_reg s = a;
        a = b;
        b = s;
        op = op == OP_GTR ? OP_LSS : OP_LEQ;
    }
    bool lt = op == OP_LSS;
    struct type *bt = basic(fb, TY_BOOL);
    if (kind_is_integer(k))
        branch(fb, kind_is_signed(k) ? (lt ? OPC_JLT_I64 : OPC_JLE_I64) : lt ? OPC_JLT_U64 : OPC_JLE_U64, a, b, 0, t, f);
    else if (k == TY_FLOAT64 || k == TY_UNTYPED_FLOAT)
        branch(fb, lt ? OPC_JLT_F64 : OPC_JLE_F64, a, b, 0, t, f);
    else if (k == TY_FLOAT32)
        branch(fb, OPC_JNEI, op2(fb, lt ? OPC_LT_F32 : OPC_LE_F32, bt, a, b, NULL), 0, 0, t, f);
    else
        branch(fb, OPC_JNEI, op2(fb, lt ? OPC_LTS : OPC_LES, bt, a, b, NULL), 0, 0, t, f);
}

/* -- Concatenation -------------------------------------------------------------------------------------------------------------------- */

enum { MAX_CHAIN = 64 };

/* Operands of a chain of +, leftmost first; a chain longer than the buffer keeps its head as one operand. */
static int chain(struct expr *e, struct expr **out)
{
    struct expr *rev[MAX_CHAIN];
    int n = 0;
    e = expr_unparen(e);
    while (e->kind == EX_BINARY && e->binary.op == OP_ADD && e->mode != MODE_CONST && n < MAX_CHAIN - 1) {
        rev[n++] = e->binary.y;
        e = expr_unparen(e->binary.x);
    }
    rev[n++] = e;
    for (int i = 0; i < n; i++)
        out[i] = rev[n - 1 - i];
    return n;
}

struct val concat(struct fb *fb, struct expr *e, const ir_reg *want)
{
    struct expr *ops[MAX_CHAIN];
    ir_reg r[MAX_CHAIN];
    struct type *t = expr_type(fb, e);
    int n = chain(e, ops);
    for (int i = 0; i < n; i++)
        r[i] = expr_reg(fb, ops[i]);
    fb->pos = e->pos;
    if (n > 3) {
        struct type *str = basic(fb, TY_STRING), *st = ty_slice(fb->u, str), *at = ty_array(fb->u, str, n);
        ir_reg a = heap_object(fb, at), l = new_reg(fb, IRC_L, st);
        for (int i = 0; i < n; i++)
            mem_store(fb, a, 16 * i, str, v_reg(str, r[i]));
        struct ir_ins *s = ins(fb, IR_SLICE);
        s->a = l;
        s->b = a;
        s->type = at;
        ir_reg d = want ? want[0] : new_reg(fb, IRC_S, t);
        rt_call(fb, RT_CONCATN, st, 1, &l, 1, &d);
        return v_reg(t, d);
    }
    ir_reg d = want ? want[0] : new_reg(fb, IRC_S, t);
    rt_call(fb, n == 2 ? RT_CONCAT2 : RT_CONCAT3, NULL, n, r, 1, &d);
    return v_reg(t, d);
}
