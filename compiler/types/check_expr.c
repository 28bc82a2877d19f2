/* compiler/types/check_expr.c - expressions: dispatch by node kind, operators, comparisons, shifts.
 *
 * Follows the specification's chapter "Expressions".  A checker of one node kind sets mode, type and cv of its node;
 * ck_fail() marks it invalid after an error, which silences everything that depends on it. */
#include "compiler/types/check.h"

void ck_fail(struct checker *c, struct expr *x) {
    x->mode = MODE_INVALID;
    x->type = ck_invalid(c);
    x->cv = NULL;
}

static void set_value(struct expr *x, enum expr_mode mode, struct type *t) {
    x->mode = (uint8_t)mode;
    x->type = t;
    x->cv = NULL;
}

static bool is_const(const struct expr *x) { return x->mode == MODE_CONST && x->cv; }
static bool is_unknown(const struct expr *x) { return x->cv->kind == CV_UNKNOWN; }

/* -- Constant results ------------------------------------------------------------------------------------ */

static const char *op_name(const struct expr *e) {
    if (e->kind == EX_UNARY) return e->unary.op == OP_XOR ? "bitwise complement" : "";
    if (e->kind != EX_BINARY) return "";
    switch (e->binary.op) {
    case OP_ADD: return "addition";
    case OP_SUB: return "subtraction";
    case OP_XOR: return "bitwise XOR";
    case OP_MUL: return "multiplication";
    case OP_SHL: return "shift";
    default: return "";
    }
}

enum { CONST_PREC = 512 };      /* bits an untyped integer constant may have */

void ck_overflow(struct checker *c, struct expr *e) {
    struct pos at = e->kind == EX_BINARY || e->kind == EX_UNARY ? e->pos : ck_start(e);
    if (e->kind == EX_BINARY && e->pos2.line) at = e->pos2;
    if (e->cv->kind == CV_UNKNOWN) {
        ck_err(c, at, "constant result is not representable");
        return;
    }
    if (!ty_is_untyped(e->type)) {
        ck_representable(c, e, ck_under(e->type));
        return;
    }
    if (e->cv->kind == CV_INT && mpz_sizeinbase(e->cv->i, 2) > CONST_PREC) {
        ck_err(c, at, "constant %s overflow", op_name(e));
        e->cv = arena_new(c->arena, struct constant);
        e->cv->kind = CV_UNKNOWN;
    }
}

static void set_unknown(struct checker *c, struct expr *e, struct type *t) {
    e->mode = MODE_CONST;
    e->type = t;
    e->cv = arena_new(c->arena, struct constant);
    e->cv->kind = CV_UNKNOWN;
}

/* -- Unary operators ---------------------------------------------------------------------------------------- */

static void unary_addr(struct checker *c, struct expr *e) {
    struct expr *x = e->unary.x;
    if (expr_unparen(x)->kind != EX_COMPOSITE_LIT && x->mode != MODE_VAR) {
        ck_err_at(c, x, "invalid operation: cannot take address of %s", ck_op(c, x));
        ck_fail(c, e);
        return;
    }
    ck_mark_addr_taken(x);
    set_value(e, MODE_VALUE, ty_pointer(c->u, x->type));
}

static void unary_recv(struct checker *c, struct expr *e) {
    struct expr *x = e->unary.x;
    struct type *u = ty_core(x->type);
    const char *msg = !u ? "invalid operation: cannot receive from %s: no core type"
                    : u->kind != TY_CHAN ? "invalid operation: cannot receive from non-channel %s"
                    : u->chan.dir == CHAN_SEND ? "invalid operation: cannot receive from send-only channel %s" : NULL;
    if (msg) {
        ck_err(c, ck_start(x), msg, ck_op(c, x));
        ck_fail(c, e);
        return;
    }
    set_value(e, MODE_COMMAOK, u->chan.elem);
    c->env.has_call_or_recv = true;
}

static bool unary_defined(enum op op, struct type *t) {
    switch (op) {
    case OP_ADD: case OP_SUB: return ty_is_numeric(t);
    case OP_XOR: return ty_is_integer(t);
    case OP_NOT: return ty_is_boolean(t);
    default: return false;
    }
}

static void unary(struct checker *c, struct expr *e) {
    struct expr *x = e->unary.x;
    enum op op = e->unary.op;
    ck_expr(c, x);
    if (x->mode == MODE_INVALID) {
        ck_fail(c, e);
        return;
    }
    if (op == OP_ADDR) {
        unary_addr(c, e);
    } else if (op == OP_RECV) {
        unary_recv(c, e);
    } else if (op == OP_TILDE) {
        ck_err(c, e->pos, "cannot use ~ outside of interface or type constraint");
        ck_fail(c, e);
    } else if (!unary_defined(op, x->type)) {
        ck_err_at(c, x, "invalid operation: operator %s not defined on %s", op_text(op), ck_op(c, x));
        ck_fail(c, e);
    } else if (!is_const(x)) {
        set_value(e, MODE_VALUE, x->type);
    } else {
        set_value(e, MODE_CONST, x->type);
        e->cv = x->cv;
        if (is_unknown(x)) return;
        e->cv = cv_unary(c->u, op, x->cv, ck_under(x->type));
        ck_overflow(c, e);
    }
}

/* -- Comparisons ---------------------------------------------------------------------------------------------- */

static char *kind_text(struct checker *c, struct type *t) {
    if (t->kind == TY_TYPEPARAM) return arena_printf(c->arena, "type parameter %s", ck_ty(c, t));
    switch (ck_under(t)->kind) {
    case TY_ARRAY: return (char *)"array";
    case TY_SLICE: return (char *)"slice";
    case TY_STRUCT: return (char *)"struct";
    case TY_POINTER: return (char *)"pointer";
    case TY_FUNC: return (char *)"func";
    case TY_INTERFACE: return (char *)"interface";
    case TY_MAP: return (char *)"map";
    case TY_CHAN: return (char *)"chan";
    default: return ck_ty(c, t);
    }
}

static char *incomparable_cause(struct checker *c, struct type *t) {
    enum type_kind k = ck_under(t)->kind;
    if (t->kind != TY_TYPEPARAM && (k == TY_SLICE || k == TY_FUNC || k == TY_MAP))
        return arena_printf(c->arena, "%s can only be compared to nil", kind_text(c, t));
    char *why = NULL;
    (void)ty_comparable(t, &why);
    return why;
}

/* Finds the operand at fault of a comparison of mutually assignable operands; NULL if it is fine. */
static struct expr *comparison_fault(struct checker *c, struct expr *x, struct expr *y, enum op op, char **cause) {
    if (op != OP_EQL && op != OP_NEQ)
        return !ty_is_ordered(x->type) ? x : !ty_is_ordered(y->type) ? y : NULL;
    if (x->mode == MODE_NIL || y->mode == MODE_NIL) {
        struct type *t = x->mode == MODE_NIL ? y->type : x->type;
        return ty_has_nil(t) ? NULL : y;
    }
    struct expr *bad = !ty_comparable(x->type, NULL) ? x : !ty_comparable(y->type, NULL) ? y : NULL;
    if (bad) *cause = incomparable_cause(c, bad->type);
    return bad;
}

static void comparison_error(struct checker *c, struct expr *x, struct expr *y, enum op op, struct expr *bad,
                             char *cause, bool switch_case) {
    if (!cause && (x->type->kind == TY_TYPEPARAM || y->type->kind == TY_TYPEPARAM)) {
        if (x->type->kind != TY_TYPEPARAM) bad = y;
        cause = arena_printf(c->arena, "type parameter %s is not comparable with %s", ck_ty(c, bad->type), op_text(op));
    } else if (!cause) {
        cause = arena_printf(c->arena, "operator %s not defined on %s", op_text(op), kind_text(c, bad->type));
    }
    if (switch_case)
        ck_err_at(c, x, "invalid case %s in switch on %s (%s)", ck_txt(c, x), ck_txt(c, y), cause);
    else
        ck_err_at(c, bad, "invalid operation: %s %s %s (%s)", ck_txt(c, x), op_text(op), ck_txt(c, y), cause);
}

static bool mutually_assignable(struct checker *c, struct expr *x, struct expr *y) {
    if (x->type == y->type && x->mode != MODE_NIL) return true;
    return ty_assignable(c->u, x, y->type, NULL) || ty_assignable(c->u, y, x->type, NULL);
}

/* res may be x itself (switch cases). */
void ck_comparison(struct checker *c, struct expr *res, struct expr *x, struct expr *y, enum op op, bool switch_case) {
    struct expr *bad = NULL;
    char *cause = NULL;
    if (!mutually_assignable(c, x, y)) {
        bad = y;
        cause = arena_printf(c->arena, "mismatched types %s and %s", ck_ty(c, x->type), ck_ty(c, y->type));
    } else {
        bad = comparison_fault(c, x, y, op, &cause);
    }
    if (bad) {
        comparison_error(c, x, y, op, bad, cause, switch_case);
        ck_fail(c, res);
        return;
    }
    if (is_const(x) && is_const(y)) {
        bool unknown = is_unknown(x) || is_unknown(y);
        struct constant *v = unknown ? cv_bool(c->u, false) : cv_bool(c->u, cv_compare(x->cv, op, y->cv));
        set_value(res, MODE_CONST, ck_basic(c, TY_UNTYPED_BOOL));
        res->cv = v;
        return;
    }
    ck_update_type(c, x, ty_default(c->u, x->type), true);
    ck_update_type(c, y, ty_default(c->u, y->type), true);
    set_value(res, MODE_VALUE, ck_basic(c, TY_UNTYPED_BOOL));
}

/* -- Shifts -------------------------------------------------------------------------------------------------------- */

enum { SHIFT_BOUND = 1023 - 1 + 52 };   /* enough for the smallest float64 */

static bool shift_count(struct checker *c, struct expr *y) {
    if (is_const(y)) {
        struct constant *v = cv_to_int(c->u, y->cv);
        if (v->kind == CV_INT && cv_sign(v) < 0) {
            ck_err_at(c, y, "invalid operation: negative shift count %s", ck_op(c, y));
            return false;
        }
        if (ty_is_untyped(y->type)) return ck_representable(c, y, ck_basic(c, TY_UINT));
        if (!ty_is_integer(y->type)) {
            ck_err_at(c, y, "invalid operation: shift count %s must be integer", ck_op(c, y));
            return false;
        }
        return true;
    }
    if (ty_is_untyped(y->type)) {
        ck_convert_untyped(c, y, ck_basic(c, TY_UINT));
        return y->mode != MODE_INVALID;
    }
    if (!ty_is_integer(y->type)) {
        ck_err_at(c, y, "invalid operation: shift count %s must be integer", ck_op(c, y));
        return false;
    }
    if (!ty_is_unsigned(y->type) && !ck_lang(c, 13)) {
        ck_err_at(c, y, "invalid operation: signed shift count %s requires go1.13 or later", ck_op(c, y));
        return false;
    }
    return true;
}

static void const_shift(struct checker *c, struct expr *e, struct constant *xval) {
    struct expr *x = e->binary.x, *y = e->binary.y;
    struct type *t = ty_is_integer(x->type) ? x->type : ck_basic(c, TY_UNTYPED_INT);
    uint64_t n;
    if (is_unknown(x) || is_unknown(y)) {
        set_unknown(c, e, t);
        return;
    }
    if (!cv_uint64(cv_to_int(c->u, y->cv), &n) || n > SHIFT_BOUND) {
        ck_err_at(c, y, "invalid operation: invalid shift count %s", ck_op(c, y));
        ck_fail(c, e);
        return;
    }
    set_value(e, MODE_CONST, t);
    e->cv = cv_shift(c->u, e->binary.op, xval, n);
    ck_overflow(c, e);
}

static void note_shift_lhs(struct checker *c, struct expr *x, struct expr *shift) {
    ptrmap_put(&c->shift_lhs, x, shift);
}

static void shift(struct checker *c, struct expr *e) {
    struct expr *x = e->binary.x, *y = e->binary.y;
    struct constant *xval = is_const(x) ? cv_to_int(c->u, x->cv) : NULL;
    if (!ty_is_integer(x->type) && !(ty_is_untyped(x->type) && xval && (xval->kind == CV_INT || is_unknown(x)))) {
        ck_err_at(c, x, "invalid operation: shifted operand %s must be integer", ck_op(c, x));
        ck_fail(c, e);
        return;
    }
    if (!shift_count(c, y)) {
        ck_fail(c, e);
        return;
    }
    if (is_const(x) && is_const(y)) {
        const_shift(c, e, xval);
        return;
    }
    if (is_const(y) && ty_is_untyped(y->type)) ck_convert_untyped(c, y, ck_basic(c, TY_UINT));
    if (is_const(x) && ty_is_untyped(x->type)) {
        /* its type is that of the context, as if the shift were not there */
        note_shift_lhs(c, x, e);
        set_value(e, MODE_VALUE, x->type);
        return;
    }
    if (!ty_is_integer(x->type)) {
        ck_err_at(c, x, "invalid operation: shifted operand %s must be integer", ck_op(c, x));
        ck_fail(c, e);
        return;
    }
    set_value(e, MODE_VALUE, x->type);
}

/* -- Binary operators ------------------------------------------------------------------------------------------------ */

static bool binary_defined(enum op op, struct type *t) {
    switch (op) {
    case OP_ADD: return ty_is_numeric(t) || ty_is_string(t);
    case OP_SUB: case OP_MUL: case OP_DIV: return ty_is_numeric(t);
    case OP_REM: case OP_AND: case OP_OR: case OP_XOR: case OP_ANDNOT: return ty_is_integer(t);
    case OP_LAND: case OP_LOR: return ty_is_boolean(t);
    default: return false;
    }
}

/* + on a type parameter whose types are numbers and strings is fine too. */
static bool add_term(struct checker *c, struct type *u, void *ctx) {
    (void)c;
    (void)ctx;
    return u && (ty_is_numeric(u) || ty_is_string(u));
}

static bool op_defined(struct checker *c, struct expr *x, enum op op) {
    if (binary_defined(op, x->type)) return true;
    if (op == OP_ADD && x->type->kind == TY_TYPEPARAM && ck_under_is(c, x->type, add_term, NULL)) return true;
    ck_err_at(c, x, "invalid operation: operator %s not defined on %s", op_text(op), ck_op(c, x));
    return false;
}

static bool can_mix(struct expr *x, struct expr *y) {
    if (ck_is_iface_not_tparam(x->type) || ck_is_iface_not_tparam(y->type)) return true;
    if (ty_is_boolean(x->type) != ty_is_boolean(y->type)) return false;
    if (ty_is_string(x->type) != ty_is_string(y->type)) return false;
    if (x->mode == MODE_NIL && !ty_has_nil(y->type)) return false;
    if (y->mode == MODE_NIL && !ty_has_nil(x->type)) return false;
    return true;
}

static bool match_types(struct checker *c, struct expr *x, struct expr *y) {
    if (!can_mix(x, y)) return true;
    ck_convert_untyped(c, x, y->type);
    if (x->mode == MODE_INVALID) return false;
    ck_convert_untyped(c, y, x->type);
    return y->mode != MODE_INVALID;
}

static bool division_by_zero(struct checker *c, struct expr *x, struct expr *y) {
    if (!is_const(y) || is_unknown(y)) return false;
    if (!(is_const(x) || ty_is_integer(x->type))) return false;
    if (!ty_is_complex(y->type)) return cv_sign(y->cv) == 0;
    /* squares, because that is what a complex division divides by: they may underflow */
    struct constant *re = cv_real(c->u, y->cv), *im = cv_imag(c->u, y->cv);
    return cv_sign(cv_binary(c->u, OP_MUL, re, re, false)) == 0 && cv_sign(cv_binary(c->u, OP_MUL, im, im, false)) == 0;
}

/* x + y of constant strings.  A long chain extends one buffer: x is most often the last result. */
static struct constant *concat(struct checker *c, struct constant *x, struct constant *y) {
    size_t n = x->s.n + y->s.n;
    bool extends = x->s.n > 0 && x->s.at == c->concat.at && x->s.n == c->concat.n;
    if (!extends || n > c->concat.cap) {
        size_t cap = extends ? 2 * n : n;
        char *buf = arena_alloc(c->arena, cap + 1);
        if (x->s.n) memcpy(buf, x->s.at, x->s.n);
        c->concat.at = buf;
        c->concat.cap = cap;
    }
    if (y->s.n) memcpy(c->concat.at + x->s.n, y->s.at, y->s.n);
    c->concat.n = n;
    struct constant *r = arena_new(c->arena, struct constant);
    r->kind = CV_STRING;
    r->s.at = c->concat.at;
    r->s.n = n;
    return r;
}

static void const_binary(struct checker *c, struct expr *e) {
    struct expr *x = e->binary.x, *y = e->binary.y;
    enum op op = e->binary.op;
    if (is_unknown(x) || is_unknown(y)) {
        set_unknown(c, e, x->type);
        return;
    }
    set_value(e, MODE_CONST, x->type);
    if (op == OP_ADD && x->cv->kind == CV_STRING && y->cv->kind == CV_STRING) e->cv = concat(c, x->cv, y->cv);
    else e->cv = cv_binary(c->u, op, x->cv, y->cv, op == OP_DIV && ty_is_integer(x->type));
    ck_overflow(c, e);
}

static void mismatch(struct checker *c, struct expr *e, bool op_assign) {
    struct expr *x = e->binary.x, *y = e->binary.y;
    if (ck_is_invalid(x->type) || ck_is_invalid(y->type)) return;
    char *tx = ck_ty(c, x->type), *tyy = ck_ty(c, y->type);
    if (op_assign)
        ck_err_at(c, x, "invalid operation: %s %s= %s (mismatched types %s and %s)", ck_txt(c, x),
                  op_text(e->binary.op), ck_txt(c, y), tx, tyy);
    else
        ck_err_at(c, x, "invalid operation: %s (mismatched types %s and %s)", ck_txt(c, e), tx, tyy);
}

static void arithmetic(struct checker *c, struct expr *e, bool op_assign) {
    struct expr *x = e->binary.x, *y = e->binary.y;
    enum op op = e->binary.op;
    if (!ty_identical(x->type, y->type)) {
        mismatch(c, e, op_assign);
        ck_fail(c, e);
        return;
    }
    if (!op_defined(c, x, op)) {
        ck_fail(c, e);
        return;
    }
    if ((op == OP_DIV || op == OP_REM) && division_by_zero(c, x, y)) {
        ck_err_at(c, y, "invalid operation: division by zero");
        ck_fail(c, e);
        return;
    }
    if (is_const(x) && is_const(y)) const_binary(c, e);
    else set_value(e, MODE_VALUE, x->type);
}

/* Computes e from its evaluated operands. */
void ck_binary_result(struct checker *c, struct expr *e, bool op_assign) {
    struct expr *x = e->binary.x, *y = e->binary.y;
    enum op op = e->binary.op;
    if (x->mode == MODE_INVALID || y->mode == MODE_INVALID) {
        ck_fail(c, e);
    } else if (op == OP_SHL || op == OP_SHR) {
        shift(c, e);
    } else if (!match_types(c, x, y)) {
        ck_fail(c, e);
    } else if (op >= OP_EQL && op <= OP_GEQ) {
        ck_comparison(c, e, x, y, op, false);
    } else {
        arithmetic(c, e, op_assign);
    }
}

/* Long chains a + b + c ... are left-leaning: walk down them instead of recursing. */
void ck_binary(struct checker *c, struct expr *e, bool op_assign) {
    int depth = 0;
    struct expr *p = e;
    while (p->binary.x->kind == EX_BINARY) {
        p = p->binary.x;
        depth++;
    }
    ck_expr(c, p->binary.x);
    if (depth == 0) {
        ck_expr(c, e->binary.y);
        ck_binary_result(c, e, op_assign);
        return;
    }
    struct expr **chain = depth < 64 ? (struct expr *[64]){0} : arena_array(c->arena, struct expr *, depth + 1);
    int n = 0;
    for (struct expr *q = e; q != p; q = q->binary.x) chain[n++] = q;
    ck_expr(c, p->binary.y);
    ck_binary_result(c, p, false);
    while (n-- > 0) {
        struct expr *q = chain[n];
        ck_expr(c, q->binary.y);
        ck_binary_result(c, q, op_assign && q == e);
    }
}

/* -- Literals, indirection, assertions ---------------------------------------------------------------------------------- */

static void lang_compat(struct checker *c, struct expr *e) {
    const char *s = e->basic.text;
    if (e->basic.len <= 2 || ck_lang(c, 13)) return;
    if (memchr(s, '_', e->basic.len)) ck_version_err(c, e->pos, "go1.13", "underscores in numeric literals");
    else if (s[0] != '0') return;
    else if ((s[1] | 32) == 'b') ck_version_err(c, e->pos, "go1.13", "binary literals");
    else if ((s[1] | 32) == 'o') ck_version_err(c, e->pos, "go1.13", "0o/0O-style octal literals");
    else if (e->basic.lit != LIT_INT && (s[1] | 32) == 'x')
        ck_version_err(c, e->pos, "go1.13", "hexadecimal floating-point literals");
}

enum { MAX_LITERAL = 10000 };

static void basic_lit(struct checker *c, struct expr *e) {
    static const enum type_kind kinds[] = {[LIT_INT] = TY_UNTYPED_INT, [LIT_FLOAT] = TY_UNTYPED_FLOAT,
                                           [LIT_IMAG] = TY_UNTYPED_COMPLEX, [LIT_CHAR] = TY_UNTYPED_RUNE,
                                           [LIT_STRING] = TY_UNTYPED_STRING};
    enum lit_kind k = e->basic.lit;
    bool number = k == LIT_INT || k == LIT_FLOAT || k == LIT_IMAG;
    if (number) lang_compat(c, e);
    if (number && e->basic.len > MAX_LITERAL) {
        ck_err(c, e->pos, "excessively long constant: %.10s... (%u chars)", e->basic.text, e->basic.len);
        ck_fail(c, e);
        return;
    }
    struct constant *v = cv_from_literal(c->u, k, e->basic.text, e->basic.len);
    if (!v || v->kind == CV_UNKNOWN) {
        if (diag_count(c->u->diag) == 0)    /* else the scanner told */
            ck_err(c, e->pos, "malformed constant: %.*s", (int)e->basic.len, e->basic.text);
        ck_fail(c, e);
        return;
    }
    set_value(e, MODE_CONST, ck_basic(c, kinds[k]));
    e->cv = v;
    ck_overflow(c, e);
}

struct indirect { struct expr *x; struct type *base; };

static bool indirect_term(struct checker *c, struct type *u, void *ctx) {
    struct indirect *k = ctx;
    if (!u || u->kind != TY_POINTER) {
        ck_err_at(c, k->x, "invalid operation: cannot indirect %s", ck_op(c, k->x));
        return false;
    }
    if (k->base && !ty_identical(u->pointer.elem, k->base)) {
        ck_err_at(c, k->x, "invalid operation: pointers of %s must have identical base types", ck_op(c, k->x));
        return false;
    }
    k->base = u->pointer.elem;
    return true;
}

static void star(struct checker *c, struct expr *e) {
    struct expr *x = e->star.x;
    ck_expr_or_type(c, x, false);
    if (x->mode == MODE_INVALID) {
        ck_fail(c, e);
    } else if (x->mode == MODE_TYPE) {
        ck_valid_var_type(c, x, x->type);
        set_value(e, MODE_TYPE, ty_pointer(c->u, x->type));
    } else {
        struct indirect k = {.x = x};
        if (ck_under_is(c, x->type, indirect_term, &k)) set_value(e, MODE_VAR, k.base);
        else ck_fail(c, e);
    }
}

void ck_type_assertion(struct checker *c, struct expr *e, struct expr *x, struct type *t, bool type_switch) {
    if (ck_under(t)->kind == TY_INTERFACE) return;
    char *cause = ty_missing_method(c->u, t, ck_under(x->type), false);
    if (!cause) return;
    if (type_switch)
        ck_err_at(c, e, "impossible type switch case: %s\n\t%s cannot have dynamic type %s %s", ck_txt(c, e),
                  ck_op(c, x), ck_ty(c, t), cause);
    else
        ck_err_at(c, e, "impossible type assertion: %s\n\t%s does not implement %s %s", ck_txt(c, e), ck_ty(c, t),
                  ck_ty(c, x->type), cause);
}

static void type_assert(struct checker *c, struct expr *e) {
    struct expr *x = e->assert.x;
    ck_expr(c, x);
    if (x->mode == MODE_INVALID) {
        ck_fail(c, e);
        return;
    }
    if (x->type->kind == TY_TYPEPARAM) {
        ck_err_at(c, x, "invalid operation: cannot use type assertion on type parameter value %s", ck_op(c, x));
        ck_fail(c, e);
        return;
    }
    if (ck_under(x->type)->kind != TY_INTERFACE) {
        ck_err_at(c, x, "invalid operation: %s is not an interface", ck_op(c, x));
        ck_fail(c, e);
        return;
    }
    if (!e->assert.type) {
        ck_err_at(c, e, "invalid AST: use of .(type) outside type switch");
        ck_fail(c, e);
        return;
    }
    struct type *t = ck_var_type(c, e->assert.type);
    if (ck_is_invalid(t)) {
        ck_fail(c, e);
        return;
    }
    ck_type_assertion(c, e, x, t, false);
    set_value(e, MODE_COMMAOK, t);
}

/* -- Function literals ------------------------------------------------------------------------------------------------------ */

static void run_literal_body(struct checker *c, struct ck_action *a) {
    struct ck_env saved = c->env;
    ck_func_body(c, a->a, a->env);
    c->env = saved;
}

/* Inside a function the body is checked at once, in the scope of the literal.  At package level it waits until all
 * package objects are typed: it may mention the very variable it initialises. */
void ck_func_lit(struct checker *c, struct expr *e) {
    struct func_lit *fn = e->func;
    struct type *sig = ty_new(c->u, TY_FUNC);
    ck_func_type(c, sig, NULL, NULL, 0, fn->type, fn);
    fn->type->mode = MODE_TYPE;
    fn->type->type = sig;
    set_value(e, MODE_VALUE, sig);
    if (c->env.fn) c->env.fn->has_closure = true;
    if (!fn->body) return;
    struct ck_env env = c->env;
    env.errpos = (struct pos){0};
    if (c->env.fn) {
        struct ck_env saved = c->env;
        ck_func_body(c, fn, env);
        c->env = saved;
    } else {
        struct ck_action body = {.run = run_literal_body, .a = fn, .env = env};
        vec_push(&c->bodies, body);
    }
}

/* -- Dispatch ------------------------------------------------------------------------------------------------------------------ */

static void paren(struct checker *c, struct expr *e, enum ck_use *use) {
    struct expr *x = e->paren.x;
    *use = ck_raw_expr(c, x, NULL, false);
    e->mode = x->mode;
    e->type = x->type;
    e->cv = x->cv;
}

static void index_or_inst(struct checker *c, struct expr *e) {
    if (ck_index_expr(c, e)) ck_func_inst(c, e);
}

static enum ck_use expr_internal(struct checker *c, struct expr *e, struct type *hint) {
    enum ck_use use = CK_EXPRESSION;
    struct type *t;
    switch (e->kind) {
    case EX_IDENT: ck_ident(c, e, NULL, false); break;
    case EX_BASIC_LIT: basic_lit(c, e); break;
    case EX_COMPOSITE_LIT: ck_composite_lit(c, e, hint); break;
    case EX_FUNC_LIT: ck_func_lit(c, e); break;
    case EX_PAREN: paren(c, e, &use); break;
    case EX_SELECTOR: ck_selector(c, e, NULL); break;
    case EX_INDEX: index_or_inst(c, e); break;
    case EX_SLICE: ck_slice_expr(c, e); break;
    case EX_TYPE_ASSERT: type_assert(c, e); break;
    case EX_CALL: return ck_call(c, e);
    case EX_STAR: star(c, e); break;
    case EX_UNARY:
        unary(c, e);
        if (e->unary.op == OP_RECV) use = CK_STATEMENT;
        break;
    case EX_BINARY: ck_binary(c, e, false); break;
    case EX_KEY_VALUE: ck_err_at(c, e, "unexpected key:value expression"); break;
    case EX_ELLIPSIS: ck_err_at(c, e, "invalid use of '...'"); break;
    case EX_ARRAY_TYPE: case EX_STRUCT_TYPE: case EX_FUNC_TYPE: case EX_INTERFACE_TYPE: case EX_MAP_TYPE:
    case EX_CHAN_TYPE:
        t = ck_type(c, e);
        set_value(e, ck_is_invalid(t) ? MODE_INVALID : MODE_TYPE, t);
        break;
    default: break;
    }
    return e->mode == MODE_INVALID ? CK_STATEMENT : use;
}

void ck_non_generic(struct checker *c, struct expr *x) {
    if (x->mode == MODE_INVALID || x->mode == MODE_NOVALUE || !x->type) return;
    const char *what = x->type->kind == TY_NAMED && ty_is_generic(x->type) ? "type"
                     : x->type->kind == TY_FUNC && x->type->func.ntparams ? "function" : NULL;
    if (!what) return;
    ck_err_at(c, x, "cannot use generic %s %s without instantiation", what, ck_txt(c, x));
    ck_fail(c, x);
}

enum ck_use ck_raw_expr(struct checker *c, struct expr *x, struct type *hint, bool allow_generic) {
    ck_fail(c, x);
    enum ck_use use = expr_internal(c, x, hint);
    if (!allow_generic) ck_non_generic(c, x);
    return use;
}

static void exclude(struct checker *c, struct expr *x, bool types_too) {
    const char *msg;
    switch (x->mode) {
    case MODE_NOVALUE: msg = types_too ? "%s used as value" : "%s used as value or type"; break;
    case MODE_BUILTIN:
        if (!types_too) return;
        msg = "%s must be called";
        break;
    case MODE_TYPE:
        if (!types_too) return;
        msg = "%s is not an expression";
        break;
    default: return;
    }
    ck_err(c, ck_start(x), msg, ck_op(c, x));
    ck_fail(c, x);
}

void ck_single_value(struct checker *c, struct expr *x) {
    if (x->mode != MODE_VALUE || x->type->kind != TY_TUPLE) return;
    ck_err_at(c, x, "multiple-value %s in single-value context", ck_op(c, x));
    ck_fail(c, x);
}

void ck_expr(struct checker *c, struct expr *x) { ck_expr_hint(c, x, NULL); }

void ck_expr_hint(struct checker *c, struct expr *x, struct type *hint) {
    ck_raw_expr(c, x, hint, false);
    exclude(c, x, true);
    ck_single_value(c, x);
}

void ck_multi_expr(struct checker *c, struct expr *x) {
    ck_raw_expr(c, x, NULL, false);
    exclude(c, x, true);
}

void ck_expr_or_type(struct checker *c, struct expr *x, bool allow_generic) {
    ck_raw_expr(c, x, NULL, allow_generic);
    exclude(c, x, false);
    ck_single_value(c, x);
}
