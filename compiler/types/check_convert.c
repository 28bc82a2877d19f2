/* compiler/types/check_convert.c - untyped operands take their final type; explicit conversions.
 *
 * An untyped expression stays untyped until a context gives it a type; ck_update_type() then pushes that type down to
 * the leaves: through parentheses, unary and binary operators and the left operand of shifts, but not into constant
 * subexpressions (only their root counts) nor into comparisons (whose operands have types of their own). */
#include "compiler/types/check.h"
#include "runtime/base/utf8.h"

static void report_conversion(struct checker *c, enum repr_err code, struct expr *x, struct type *target) {
    switch (code) {
    case REPR_TRUNCATED: ck_err_at(c, x, "%s truncated to %s", ck_op(c, x), ck_ty(c, target)); break;
    case REPR_OVERFLOW: ck_err_at(c, x, "%s overflows %s", ck_op(c, x), ck_ty(c, target)); break;
    default: ck_err_at(c, x, "cannot convert %s to %s", ck_op(c, x), ck_ty(c, target)); break;
    }
}

bool ck_representable(struct checker *c, struct expr *x, struct type *t) {
    if (!x->cv || x->cv->kind == CV_UNKNOWN) return true;
    enum repr_err err = REPR_OK;
    struct constant *v = cv_represent(c->u, x->cv, t, &err);
    if (v) {
        x->cv = v;
        return true;
    }
    if (!ty_is_numeric(x->type) || !ty_is_numeric(t)) err = REPR_MISMATCH;
    else err = !ty_is_integer(x->type) && ty_is_integer(t) ? REPR_TRUNCATED : REPR_OVERFLOW;
    report_conversion(c, err, x, t);
    ck_fail(c, x);
    return false;
}

/* The children of a non-constant untyped expression that share its type. */
static void update_operands(struct checker *c, struct expr *x, struct type *t, bool final) {
    if (x->kind == EX_PAREN) {
        ck_update_type(c, x->paren.x, t, final);
    } else if (x->mode == MODE_CONST) {
        return;
    } else if (x->kind == EX_UNARY) {
        ck_update_type(c, x->unary.x, t, final);
    } else if (x->kind == EX_BINARY) {
        enum op op = x->binary.op;
        if (op >= OP_EQL && op <= OP_GEQ) return;
        ck_update_type(c, x->binary.x, t, final);
        if (op != OP_SHL && op != OP_SHR) ck_update_type(c, x->binary.y, t, final);
    }
}

static bool check_shift_operand(struct checker *c, struct expr *x, struct type *t) {
    struct expr *shift = c->shift_lhs.n ? ptrmap_get(&c->shift_lhs, x) : NULL;
    if (!shift || ty_is_integer(t)) return true;
    ck_err_at(c, x, "invalid operation: %s (shift of type %s)", ck_txt(c, shift), ck_ty(c, t));
    return false;
}

void ck_update_type(struct checker *c, struct expr *x, struct type *t, bool final) {
    if (!x->type || !ty_is_untyped(x->type) || x->mode == MODE_INVALID) return;
    update_operands(c, x, t, final);
    if (!final && ty_is_untyped(t)) {
        x->type = t;
        return;
    }
    if (!check_shift_operand(c, x, t)) return;
    if (x->mode == MODE_CONST) {
        enum repr_err err = REPR_OK;
        struct constant *v = NULL;
        struct type *nt = ty_implicit_type(c->u, x, t, &v, &err);
        if (!nt) {
            report_conversion(c, err, x, t->kind == TY_TYPEPARAM ? t : ck_under(t));
            ck_fail(c, x);
            return;
        }
        if (v) x->cv = v;
    }
    x->type = t;
}

static void update_value(struct expr *x, struct constant *v) {
    x->cv = v;
    while (x->kind == EX_PAREN) {
        x = x->paren.x;
        if (x->mode == MODE_CONST) x->cv = v;
    }
}

void ck_convert_untyped(struct checker *c, struct expr *x, struct type *target) {
    if (x->mode == MODE_INVALID || !ty_is_untyped(x->type) || ck_is_invalid(target)) return;
    enum repr_err err = REPR_OK;
    struct constant *v = NULL;
    struct type *t = ty_implicit_type(c->u, x, target, &v, &err);
    if (!t) {
        report_conversion(c, err, x, target->kind == TY_TYPEPARAM ? target : ck_under(target));
        ck_fail(c, x);
        return;
    }
    if (v && x->mode == MODE_CONST) update_value(x, v);
    if (t != x->type) ck_update_type(c, x, t, false);
}

/* -- Explicit conversions ---------------------------------------------------------------------------------- */

static struct constant *rune_string(struct checker *c, struct constant *v) {
    uint64_t n = 0xFFFD;
    uint32_t r = cv_uint64(v, &n) && n <= 0x10FFFF ? (uint32_t)n : 0xFFFDu;
    unsigned char buf[4];
    int w = utf8_encode(buf, r);
    return cv_string(c->u, (const char *)buf, (size_t)w);
}

/* Converts x's constant to t; NULL if it is not representable. */
static struct constant *const_to(struct checker *c, struct expr *x, struct type *t) {
    struct type *b = ck_under(t);
    enum repr_err err = REPR_OK;
    if (b->kind > TY_UNTYPED_NIL) return NULL;
    if (x->cv->kind == CV_UNKNOWN) return x->cv;
    struct constant *v = cv_represent(c->u, x->cv, b, &err);
    if (v) return v;
    if (ty_is_integer(x->type) && ty_is_string(b)) return rune_string(c, x->cv);
    return NULL;
}

struct tparam_conv { struct expr *x; struct type *tp; char *why; };

static bool const_to_term(struct checker *c, struct type *u, void *ctx) {
    struct tparam_conv *k = ctx;
    if (!u) {
        k->why = arena_printf(c->arena, "%s does not contain specific types", ck_ty(c, k->tp));
        return false;
    }
    if (ty_is_string(k->x->type) && ty_is_bytes_or_runes(u)) return true;
    if (const_to(c, k->x, u)) return true;
    k->why = arena_printf(c->arena, "cannot convert %s to %s (in %s)", ck_op(c, k->x), ck_ty(c, u), ck_ty(c, k->tp));
    return false;
}

/* The type an untyped operand is computed in before an explicit conversion to t. */
static void settle_operand(struct checker *c, struct expr *x, struct type *t, bool const_arg, bool is_const) {
    if (!ty_is_untyped(x->type)) return;
    struct type *final = t;
    if (x->type->kind == TY_UNTYPED_NIL) {
        x->type = t;
        return;
    }
    if (ck_is_iface_not_tparam(t) || (const_arg && !ty_is_const_type(t))) final = ty_default(c->u, x->type);
    else if (is_const && ty_is_integer(x->type) && ty_is_string(t)) return;
    ck_update_type(c, x, final, true);
}

void ck_conversion(struct checker *c, struct expr *call, struct expr *x, struct type *t) {
    bool const_arg = x->mode == MODE_CONST && x->cv, ok = false, is_const = false;
    char *why = NULL;
    if (const_arg && ty_is_const_type(t)) {
        struct constant *v = const_to(c, x, t);
        ok = is_const = v != NULL;
        if (v) call->cv = v;
    } else if (const_arg && t->kind == TY_TYPEPARAM) {
        struct tparam_conv k = {x, t, NULL};
        ok = ck_under_is(c, t, const_to_term, &k);
        why = k.why;
    } else {
        ok = ty_convertible(c->u, x, t, &why);
    }
    if (!ok) {
        struct constant *v = const_arg && ty_is_integer(t) && ty_is_numeric(x->type) ? cv_to_int(c->u, x->cv) : NULL;
        if (v && v->kind == CV_INT) x->cv = v;      /* gc shows the value as far as it was converted */
        if (const_arg && t->kind == TY_TYPEPARAM) x->mode = MODE_VALUE;
        if (why) ck_err_at(c, x, "cannot convert %s to type %s:\n\t%s", ck_op(c, x), ck_ty(c, t), why);
        else ck_err_at(c, x, "cannot convert %s to type %s", ck_op(c, x), ck_ty(c, t));
        ck_fail(c, call);
        return;
    }
    settle_operand(c, x, t, const_arg, is_const);
    call->mode = is_const ? MODE_CONST : MODE_VALUE;
    call->type = t;
}
