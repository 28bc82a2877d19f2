/* compiler/ir/build_expr.c - expressions: dispatch by kind, conditions, slices, comma-ok forms.
 *
 * 'want' names registers the result may be built into; callers take the result from wherever it is. */
#include "compiler/ir/build.h"

struct type *expr_type(struct fb *fb, struct expr *e) { return fb_type(fb, e->type); }

struct val expr_as(struct fb *fb, struct expr *e, struct type *t, const ir_reg *want)
{
    bool same = e->type && kind_of(t) != TY_INTERFACE;
    return convert(fb, expr(fb, e, same ? want : NULL), t, want);
}

ir_reg expr_reg(struct fb *fb, struct expr *e) { return val_reg(fb, expr(fb, e, NULL), NULL); }

void expr_discard(struct fb *fb, struct expr *e)
{
    e = expr_unparen(e);
    if (e->mode == MODE_CONST || e->mode == MODE_NIL)
        return;
    struct val v = expr(fb, e, NULL);
    if (v.kind == V_MEM)        /* even an unused operand is read: *nil panics */
        ins(fb, IR_NILCHK)->b = v.base;
}

/* -- Booleans --------------------------------------------------------------------------------------------------------- */

struct val bool_result(struct fb *fb, struct type *t, struct ir_block *yes, struct ir_block *no, const ir_reg *want)
{
    ir_reg d = want ? want[0] : new_reg(fb, IRC_W, t);
    struct ir_block *end = new_block(fb);
    start_block(fb, yes);
    word_const(fb, t, 1, &d);
    ins(fb, IR_JMP)->t = end;
    start_block(fb, no);
    word_const(fb, t, 0, &d);
    ins(fb, IR_JMP)->t = end;
    start_block(fb, end);
    return v_reg(t, d);
}

static bool is_nil(struct expr *e)
{
    e = expr_unparen(e);
    return e->mode == MODE_NIL;
}

static void cond_compare(struct fb *fb, struct expr *e, struct ir_block *t, struct ir_block *f)
{
    struct expr *x = e->binary.x, *y = e->binary.y;
    enum op op = e->binary.op;
    if (is_nil(x)) {
        struct expr *s = x;
        x = y;
        y = s;
    }
    struct val vx = expr(fb, x, NULL);
    if (vx.kind == V_MEM && !is_memory(vx.t))
        vx = val_load(fb, vx);
    struct val vy = is_nil(y) ? v_zero(vx.t) : expr(fb, y, NULL);
    fb->pos = e->pos;
    if (op == OP_EQL)
        equal_branch(fb, vx, vy, t, f);
    else if (op == OP_NEQ)
        equal_branch(fb, vx, vy, f, t);
    else
        compare_branch(fb, op, vx, vy, t, f);
}

static bool compares_bytes(struct fb *fb, struct expr *e);

static bool is_comparison(enum op op) { return op >= OP_EQL && op <= OP_GEQ; }

void cond(struct fb *fb, struct expr *e, struct ir_block *t, struct ir_block *f)
{
    e = expr_unparen(e);
    if (e->mode == MODE_CONST) {
        jump(fb, e->cv->b ? t : f);
        return;
    }
    if (order_value(fb, e)) {
        branch(fb, OPC_JNEI, expr_reg(fb, e), 0, 0, t, f);
        return;
    }
    if (e->kind == EX_UNARY && e->unary.op == OP_NOT) {
        cond(fb, e->unary.x, f, t);
        return;
    }
    if (e->kind == EX_BINARY && (e->binary.op == OP_LAND || e->binary.op == OP_LOR)) {
        struct ir_block *mid = new_block(fb);
        if (e->binary.op == OP_LAND)
            cond(fb, e->binary.x, mid, f);
        else
            cond(fb, e->binary.x, t, mid);
        start_block(fb, mid);
        cond(fb, e->binary.y, t, f);
        return;
    }
    size_t mark = order_begin(fb, &e, 1, false);
    if (e->kind == EX_BINARY && is_comparison(e->binary.op) && !compares_bytes(fb, e))
        cond_compare(fb, e, t, f);
    else
        branch(fb, OPC_JNEI, expr_reg(fb, e), 0, 0, t, f);
    order_end(fb, mark);
}

/* Nothing that happens while e is evaluated changes memory. */
static bool is_quiet(struct expr *e)
{
    if (!e || e->mode == MODE_CONST)
        return true;
    switch (e->kind) {
    case EX_IDENT: case EX_BASIC_LIT: return true;
    case EX_PAREN: return is_quiet(e->paren.x);
    case EX_SELECTOR: return e->sel.sel_kind == SEL_PACKAGE || (e->sel.sel_kind == SEL_FIELD && is_quiet(e->sel.x));
    case EX_INDEX: return !e->index.is_inst && e->index.n == 1 && is_quiet(e->index.x) && is_quiet(e->index.indices[0]);
    case EX_SLICE: return is_quiet(e->slice.x) && is_quiet(e->slice.lo) && is_quiet(e->slice.hi) && is_quiet(e->slice.max);
    case EX_STAR: return is_quiet(e->star.x);
    case EX_BINARY: return is_quiet(e->binary.x) && is_quiet(e->binary.y);
    default: return false;
    }
}

/* The bytes of string(bytes), or NULL. */
static struct expr *converted_bytes(struct fb *fb, struct expr *e)
{
    e = expr_unparen(e);
    if (e->kind != EX_CALL || e->call.call_kind != CALL_CONVERSION || e->mode == MODE_CONST)
        return NULL;
    struct type *t = expr_type(fb, e->call.args[0]), *u = t ? ty_underlying(t) : NULL;
    if (!u || u->kind != TY_SLICE || kind_of(u->slice.elem) != TY_UINT8)
        return NULL;
    return is_quiet(e->call.args[0]) ? e->call.args[0] : NULL;
}

/* Operands of a comparison of strings; string(bytes) is compared where the bytes are.  Views must be followed by the
 * comparison at once, so that there can be two only where nobody checks it. */
static void string_operands(struct fb *fb, struct expr *ex, struct expr *ey, ir_reg *x, ir_reg *y)
{
    struct expr *bx = converted_bytes(fb, ex), *by = converted_bytes(fb, ey);
    if (bx && !by && !is_quiet(ey))
        bx = NULL;
    if (by && bx && !fb->b->pkg->is_std)
        bx = NULL;
    *x = expr_reg(fb, bx ? bx : ex);
    *y = expr_reg(fb, by ? by : ey);
    struct { struct expr *e; ir_reg *r; } views[] = { { bx, x }, { by, y } };
    for (int i = 0; i < 2; i++)
        if (views[i].e) {
            ir_reg d = new_reg(fb, IRC_S, fb->u->basic[TY_STRING]);
            struct ir_ins *v = ins(fb, OPC_BYTESTR);
            v->a = d;
            v->b = *views[i].r;
            *views[i].r = d;
        }
}

static bool compares_bytes(struct fb *fb, struct expr *e)
{
    struct type *t = expr_type(fb, e->binary.x);
    return t && kind_of(t) == TY_STRING && (converted_bytes(fb, e->binary.x) || converted_bytes(fb, e->binary.y));
}

/* x == y and the like as a word without branches, where one instruction does it. */
static bool simple_comparison(struct fb *fb, struct expr *e, struct val *out, const ir_reg *want)
{
    enum op op = e->binary.op;
    struct type *xt = expr_type(fb, e->binary.x), *yt = expr_type(fb, e->binary.y);
    if (!xt || !yt || is_nil(e->binary.x) || is_nil(e->binary.y))
        return false;
    enum type_kind k = kind_of(xt), k2 = kind_of(yt);
    static const int i64[] = { OPC_EQ_I64, OPC_NE_I64, OPC_LT_I64, OPC_LE_I64 };
    static const int u64[] = { OPC_EQ_I64, OPC_NE_I64, OPC_LT_U64, OPC_LE_U64 };
    static const int f64[] = { OPC_EQ_F64, OPC_NE_F64, OPC_LT_F64, OPC_LE_F64 };
    static const int f32[] = { OPC_EQ_F32, OPC_NE_F32, OPC_LT_F32, OPC_LE_F32 };
    static const int str[] = { OPC_EQS, 0, OPC_LTS, OPC_LES };
    const int *ops;
    bool ref = k == TY_POINTER || k == TY_CHAN || k == TY_UNSAFE_POINTER;
    if (k2 == TY_INTERFACE || k == TY_INTERFACE)
        return false;
    if (kind_is_integer(k))
        ops = kind_is_signed(k) ? i64 : u64;
    else if (k == TY_BOOL || ref)
        ops = u64;
    else if (k == TY_FLOAT64)
        ops = f64;
    else if (k == TY_FLOAT32)
        ops = f32;
    else if (k == TY_STRING)
        ops = str;
    else
        return false;
    bool swap = op == OP_GTR || op == OP_GEQ;
    int code = ops[op == OP_EQL ? 0 : op == OP_NEQ ? 1 : op == OP_LSS || op == OP_GTR ? 2 : 3];
    ir_reg x, y;
    if (k == TY_STRING && k2 == TY_STRING) {
        string_operands(fb, e->binary.x, e->binary.y, &x, &y);
    } else {
        x = expr_reg(fb, e->binary.x);
        y = expr_reg(fb, e->binary.y);
    }
    fb->pos = e->pos;
    struct type *t = expr_type(fb, e);
    if (!code)                  /* strings differ */
        *out = v_reg(t, op1(fb, OPC_NOTB, t, op2(fb, OPC_EQS, t, x, y, NULL), want));
    else
        *out = v_reg(t, op2(fb, code, t, swap ? y : x, swap ? x : y, want));
    return true;
}

static struct val bool_expr(struct fb *fb, struct expr *e, const ir_reg *want)
{
    struct val out;
    if (e->kind == EX_BINARY && is_comparison(e->binary.op) && simple_comparison(fb, e, &out, want))
        return out;
    struct ir_block *t = new_block(fb), *f = new_block(fb);
    cond(fb, e, t, f);
    return bool_result(fb, expr_type(fb, e), t, f, want);
}

/* -- Operators ------------------------------------------------------------------------------------------------------------ */

static struct val binary(struct fb *fb, struct expr *e, const ir_reg *want)
{
    enum op op = e->binary.op;
    if (op == OP_LAND || op == OP_LOR || is_comparison(op))
        return bool_expr(fb, e, want);
    struct type *t = expr_type(fb, e);
    if (op == OP_ADD && kind_of(t) == TY_STRING)
        return concat(fb, e, want);
    struct val x = val_load(fb, expr(fb, e->binary.x, NULL));
    struct val y = expr(fb, e->binary.y, NULL);
    fb->pos = e->pos;
    if (op == OP_SHL || op == OP_SHR)
        return shift(fb, op, t, x, y, expr_type(fb, e->binary.y), want);
    return arith(fb, op, t, x, y, want);
}

static struct val address_of(struct fb *fb, struct expr *e, const ir_reg *want)
{
    struct type *t = expr_type(fb, e);
    struct expr *x = expr_unparen(e->unary.x);
    if (x->kind == EX_COMPOSITE_LIT) {
        ir_reg r = heap_object(fb, expr_type(fb, x));
        struct place p = place_mem(expr_type(fb, x), r, 0);
        struct val v = composite(fb, x, &p);
        if (v.kind != V_NONE)
            mem_store(fb, r, 0, p.t, v);
        return v_reg(t, r);
    }
    struct place p = place_resolve(fb, place_of(fb, x));
    fb->pos = e->pos;
    ir_reg r = place_addr(fb, p);
    if (r == p.base && x->kind == EX_STAR)
        ins(fb, IR_NILCHK)->b = r;
    return v_reg(t, r);
}

static struct val unary(struct fb *fb, struct expr *e, const ir_reg *want)
{
    struct type *t = expr_type(fb, e);
    switch (e->unary.op) {
    case OP_ADDR:
        return address_of(fb, e, want);
    case OP_NOT:
        return v_reg(t, op1(fb, OPC_NOTB, t, expr_reg(fb, e->unary.x), want));
    case OP_RECV: {
        ir_reg ch = expr_reg(fb, e->unary.x);
        struct val v;
        fb->pos = e->pos;
        build_chan_recv(fb, expr_type(fb, e->unary.x), ch, &v, true);
        return v;
    }
    default: {
        struct val x = expr(fb, e->unary.x, NULL);
        fb->pos = e->pos;
        if (e->unary.op == OP_ADD)
            return x;
        return e->unary.op == OP_SUB ? negate(fb, t, x, want) : complement(fb, t, x, want);
    }
    }
}

/* -- Slices -------------------------------------------------------------------------------------------------------------------- */

static ir_reg bound(struct fb *fb, struct expr *e) { return e ? index_reg(fb, e) : 0; }

/* Bounds of unsigned types: those an int cannot hold are reported as the numbers they are. */
static void check_bounds(struct fb *fb, struct expr *e, struct type *operand, ir_reg base, ir_reg lo, ir_reg hi,
                         ir_reg max)
{
    struct expr *bounds[3] = { e->slice.lo, e->slice.hi, e->slice.max };
    bool any = false;
    for (int i = 0; i < 3; i++)
        any |= bounds[i] && is_wide_unsigned(fb, bounds[i]);
    if (!any)
        return;
    struct type *u = ty_underlying(operand);
    bool cap = u->kind == TY_SLICE;
    ir_reg len = u->kind == TY_ARRAY ? word_const(fb, basic(fb, TY_INT), u->array.len, NULL) : part(fb, base, 1, NULL);
    ir_reg limit = cap ? part(fb, base, 2, NULL) : len;
    if (max) {
        ir_reg chain[4] = { lo, hi, max, limit };
        check_unsigned(fb, bounds[2], cap ? "panicSlice3AcapU" : "panicSlice3AlenU", chain + 2, 2);
        check_unsigned(fb, bounds[1], "panicSlice3BU", chain + 1, 3);
        if (lo)
            check_unsigned(fb, bounds[0], "panicSlice3CU", chain, 4);
        return;
    }
    ir_reg chain[3] = { lo, hi ? hi : len, limit };
    if (hi)
        check_unsigned(fb, bounds[1], cap ? "panicSliceAcapU" : "panicSliceAlenU", chain + 1, 2);
    if (lo)
        check_unsigned(fb, bounds[0], "panicSliceBU", chain, hi ? 3 : 2);
}

static struct val slice_expr(struct fb *fb, struct expr *e, const ir_reg *want)
{
    struct expr *x = e->slice.x;
    struct type *xt = expr_type(fb, x), *t = expr_type(fb, e), *u = ty_underlying(xt);
    ir_reg base;
    struct type *operand = xt;
    if (u->kind == TY_ARRAY) {
        base = place_addr(fb, place_of(fb, x));
    } else {
        base = expr_reg(fb, x);
        if (u->kind == TY_POINTER)
            operand = u->pointer.elem;
    }
    ir_reg lo = bound(fb, e->slice.lo), hi = bound(fb, e->slice.hi), max = bound(fb, e->slice.max);
    fb->pos = e->pos;
    check_bounds(fb, e, operand, base, lo, hi, max);
    ir_reg d = want ? want[0] : new_reg(fb, u->kind == TY_STRING ? IRC_S : IRC_L, t);
    struct ir_ins *i = ins(fb, IR_SLICE);
    i->a = d;
    i->b = base;
    i->c = lo;
    i->x = hi;
    i->y = max;
    i->type = operand;
    return v_reg(t, d);
}

/* -- Names ------------------------------------------------------------------------------------------------------------------------ */

static struct val func_object(struct fb *fb, struct object *o, struct type **targs, int ntargs, struct type *t,
                              const ir_reg *want)
{
    if (!ntargs)
        return func_value(fb, func_sym(fb->b, o), t, want);
    struct type **a = arena_array(fb->a, struct type *, ntargs);
    for (int i = 0; i < ntargs; i++)
        a[i] = fb_type(fb, targs[i]);
    return func_value(fb, instance_sym(fb->b, o, a, ntargs), t, want);
}

static struct val selector(struct fb *fb, struct expr *e, const ir_reg *want)
{
    switch (e->sel.sel_kind) {
    case SEL_PACKAGE:
        if (e->sel.obj->kind == OBJ_FUNC)
            return func_object(fb, e->sel.obj, e->sel.targs, e->sel.ntargs, expr_type(fb, e), want);
        return place_load(fb, place_of(fb, e), want);
    case SEL_FIELD:
        return place_load(fb, place_of(fb, e), want);
    case SEL_METHOD_EXPR: {
        struct type *recv = fb_type(fb, e->sel.x->type);
        struct ir_sym *s = method_expr_sym(fb, recv, e->sel.sel, e->sel.obj ? e->sel.obj->pkg : fb->b->pkg,
                                           expr_type(fb, e));
        return func_value(fb, s, expr_type(fb, e), want);
    }
    default:
        return method_value(fb, e, want);
    }
}

/* -- Comma-ok ------------------------------------------------------------------------------------------------------------------------ */

struct val comma_ok(struct fb *fb, struct expr *e, ir_reg *ok, bool want_value)
{
    e = expr_unparen(e);
    if (e->kind == EX_INDEX) {
        struct place p = place_of(fb, e);
        fb->pos = e->pos;
        ir_reg a = map_entry(fb, p.ct, p.base, p.key, MAP_ACCESS2, ok);
        return want_value ? val_load(fb, v_mem(p.t, a, 0, false)) : v_none();
    }
    if (e->kind == EX_TYPE_ASSERT) {
        ir_reg i = expr_reg(fb, e->assert.x);
        fb->pos = e->pos;
        return assert_type(fb, i, expr_type(fb, e->assert.x), fb_type(fb, e->assert.type->type), ok, NULL);
    }
    ASSERT(e->kind == EX_UNARY && e->unary.op == OP_RECV, "comma-ok of expression kind %d", e->kind);
    ir_reg ch = expr_reg(fb, e->unary.x);
    struct val v = v_none();
    fb->pos = e->pos;
    *ok = build_chan_recv(fb, expr_type(fb, e->unary.x), ch, &v, want_value);
    return v;
}

/* -- Dispatch ------------------------------------------------------------------------------------------------------------------------- */

struct val expr(struct fb *fb, struct expr *e, const ir_reg *want)
{
    e = expr_unparen(e);
    struct type *t = expr_type(fb, e);
    if (e->mode == MODE_CONST)
        return v_const(t, e->cv);
    if (e->mode == MODE_NIL)
        return v_zero(t);
    struct val *early = order_value(fb, e);
    if (early)
        return *early;
    fb->pos = e->pos;
    switch (e->kind) {
    case EX_IDENT:
        if (e->ident.obj->kind == OBJ_FUNC)
            return func_object(fb, e->ident.obj, e->ident.targs, e->ident.ntargs, t, want);
        return place_load(fb, place_of(fb, e), want);
    case EX_COMPOSITE_LIT: return composite(fb, e, NULL);
    case EX_FUNC_LIT: return func_literal(fb, e, want);
    case EX_SELECTOR: return selector(fb, e, want);
    case EX_INDEX: {
        if (e->index.is_inst) {
            struct expr *x = expr_unparen(e->index.x);
            struct object *o = x->kind == EX_IDENT ? x->ident.obj : x->sel.obj;
            return func_object(fb, o, e->index.targs, e->index.ntargs, t, want);
        }
        struct place p = place_of(fb, e);
        fb->pos = e->pos;
        return place_load(fb, p, want);
    }
    case EX_STAR: {
        struct place p = place_of(fb, e);
        fb->pos = e->pos;
        return place_load(fb, p, want);
    }
    case EX_SLICE: return slice_expr(fb, e, want);
    case EX_TYPE_ASSERT: {
        ir_reg i = expr_reg(fb, e->assert.x);
        fb->pos = e->pos;
        return assert_type(fb, i, expr_type(fb, e->assert.x), fb_type(fb, e->assert.type->type), NULL, want);
    }
    case EX_CALL: return call(fb, e, want);
    case EX_UNARY:
        return unary(fb, e, want);
    case EX_BINARY:
        return binary(fb, e, want);
    default:
        ASSERT(false, "expression of kind %d", e->kind);
    }
}
