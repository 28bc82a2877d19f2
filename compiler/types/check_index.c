/* compiler/types/check_index.c - index and slice expressions (spec "Index expressions", "Slice expressions"). */
#include "compiler/types/check.h"

/* -- Index values ----------------------------------------------------------------------------------------- */

bool ck_valid_index(struct checker *c, struct expr *x, const char *what, bool allow_negative) {
    if (x->mode == MODE_INVALID) return false;
    ck_convert_untyped(c, x, ck_basic(c, TY_INT));
    if (x->mode == MODE_INVALID) return false;
    if (!ty_is_integer(x->type)) {
        ck_err_at(c, x, "invalid argument: %s %s must be integer", what, ck_op(c, x));
        return false;
    }
    if (x->mode != MODE_CONST || x->cv->kind == CV_UNKNOWN) return true;
    if (!allow_negative && cv_sign(x->cv) < 0) {
        ck_err_at(c, x, "invalid argument: %s %s must not be negative", what, ck_op(c, x));
        return false;
    }
    enum repr_err err;
    if (!cv_represent(c->u, x->cv, ck_basic(c, TY_INT), &err)) {
        ck_err_at(c, x, "invalid argument: %s %s overflows int", what, ck_op(c, x));
        return false;
    }
    return true;
}

/* Checks an index; max (exclusive) < 0: unknown.  *val receives a constant index, -1 otherwise. */
struct type *ck_index(struct checker *c, struct expr *x, int64_t max, int64_t *val) {
    int64_t v = -1;
    if (val) *val = -1;
    ck_expr(c, x);
    if (!ck_valid_index(c, x, "index", false)) return ck_invalid(c);
    if (x->mode != MODE_CONST) return x->type;
    if (x->cv->kind == CV_UNKNOWN || !cv_int64(x->cv, &v)) return ck_invalid(c);
    if (max >= 0 && v >= max) {
        ck_err_at(c, x, "invalid argument: index %s out of bounds [0:%lld]", cv_text(c->arena, x->cv, x->type),
                  (long long)max);
        return ck_invalid(c);
    }
    if (val) *val = v;
    return x->type;
}

static struct expr *single_index(struct checker *c, struct expr *e) {
    if (e->index.n > 1) ck_err_at(c, e->index.indices[1], "invalid operation: more than one index");
    return e->index.indices[0];
}

/* -- Index expressions ---------------------------------------------------------------------------------------- */

/* What indexing one type yields; elem NULL: not indexable. */
struct indexed { struct type *key, *elem; int64_t len; enum expr_mode mode; };

static struct indexed index_kind(struct checker *c, struct expr *x, struct type *u) {
    struct indexed r = {.len = -1, .mode = MODE_VAR};
    switch (u->kind) {
    case TY_STRING: case TY_UNTYPED_STRING:
        r.elem = c->u->byte_type;
        r.mode = MODE_VALUE;
        if (x->mode == MODE_CONST && x->cv->kind == CV_STRING) r.len = (int64_t)x->cv->s.n;
        break;
    case TY_ARRAY:
        r.elem = u->array.elem;
        r.len = u->array.len;
        r.mode = x->mode == MODE_VAR ? MODE_VAR : MODE_VALUE;
        break;
    case TY_POINTER: {
        struct type *a = ck_under(u->pointer.elem);
        if (a->kind == TY_ARRAY) {
            r.elem = a->array.elem;
            r.len = a->array.len;
        }
        break;
    }
    case TY_SLICE: r.elem = u->slice.elem; break;
    case TY_MAP:
        r.key = u->map.key;
        r.elem = u->map.elem;
        r.mode = MODE_MAPINDEX;
        break;
    default: break;
    }
    return r;
}

struct tparam_index { struct expr *x; struct indexed r; };

static bool index_term(struct checker *c, struct type *u, void *ctx) {
    struct tparam_index *k = ctx;
    if (!u) return false;
    struct indexed t = index_kind(c, k->x, u);
    if (!t.elem) return false;
    if (!k->r.elem) {
        k->r = t;
        return true;
    }
    if ((k->r.key == NULL) != (t.key == NULL) || (t.key && !ty_identical(k->r.key, t.key))) return false;
    if (!ty_identical(k->r.elem, t.elem)) return false;
    if (t.len >= 0 && (k->r.len < 0 || t.len < k->r.len)) k->r.len = t.len;
    if (t.mode == MODE_VALUE) k->r.mode = MODE_VALUE;
    return true;
}

static struct indexed index_of(struct checker *c, struct expr *x) {
    if (x->type->kind != TY_TYPEPARAM) return index_kind(c, x, ck_under(x->type));
    struct tparam_index k = {.x = x, .r = {.len = -1}};
    if (!ck_under_is(c, x->type, index_term, &k)) k.r.elem = NULL;
    return k.r;
}

static void index_value(struct checker *c, struct expr *e) {
    struct expr *x = e->index.x;
    if (x->mode != MODE_BUILTIN && ck_is_invalid(ck_under(x->type))) return;
    struct indexed r = index_of(c, x);
    if (!r.elem) {
        ck_err(c, ck_node_pos(e), "invalid operation: cannot index %s", ck_op(c, x));
        return;
    }
    struct expr *i = single_index(c, e);
    if (r.key) {
        ck_expr(c, i);
        ck_assignment(c, i, r.key, "map index", NULL);
    } else {
        ck_index(c, i, r.len, NULL);
        if (x->mode == MODE_CONST && ty_is_untyped(x->type)) ck_convert_untyped(c, x, ck_basic(c, TY_STRING));
    }
    e->mode = (uint8_t)r.mode;
    e->type = r.elem;
}

bool ck_index_expr(struct checker *c, struct expr *e) {
    struct expr *x = e->index.x;
    e->index.is_inst = false;
    ck_expr_or_type(c, x, true);
    ck_fail(c, e);
    if (x->mode == MODE_INVALID) {
        ck_use_exprs(c, e->index.indices, e->index.n);
        return false;
    }
    if (x->mode == MODE_TYPE) {
        struct type *t = ck_var_type(c, e);
        e->mode = ck_is_invalid(t) ? MODE_INVALID : MODE_TYPE;
        e->type = t;
        return false;
    }
    if (x->mode == MODE_VALUE && x->type->kind == TY_FUNC && x->type->func.ntparams) return true;
    ck_non_generic(c, x);
    if (x->mode != MODE_INVALID) index_value(c, e);
    return false;
}

/* -- Slice expressions ------------------------------------------------------------------------------------------ */

/* Type of x[:] and the length if known; NULL after an error. */
static struct type *sliced_type(struct checker *c, struct expr *e, int64_t *len) {
    struct expr *x = e->slice.x;
    struct type *u = ty_core_string(c->u, x->type);
    if (!u) {
        if (!ck_is_invalid(ck_under(x->type)))
            ck_err_at(c, x, "invalid operation: cannot slice %s: %s has no core type", ck_op(c, x), ck_ty(c, x->type));
        return NULL;
    }
    if (u->kind == TY_STRING || u->kind == TY_UNTYPED_STRING) {
        if (e->slice.three) {
            ck_err_at(c, e->slice.max ? e->slice.max : e, "invalid operation: 3-index slice of string");
            return NULL;
        }
        if (x->mode == MODE_CONST && x->cv->kind == CV_STRING) *len = (int64_t)x->cv->s.n;
        if (ty_is_untyped(x->type)) ck_convert_untyped(c, x, ck_basic(c, TY_STRING));
        return x->type;
    }
    if (u->kind == TY_ARRAY) {
        *len = u->array.len;
        if (x->mode != MODE_VAR) {
            ck_err_at(c, x, "invalid operation: %s (slice of unaddressable value)", ck_op(c, x));
            return NULL;
        }
        ck_mark_addr_taken(x);
        return ty_slice(c->u, u->array.elem);
    }
    if (u->kind == TY_POINTER && ck_under(u->pointer.elem)->kind == TY_ARRAY) {
        struct type *a = ck_under(u->pointer.elem);
        *len = a->array.len;
        return ty_slice(c->u, a->array.elem);
    }
    if (u->kind == TY_SLICE) return x->type;
    if (!ck_is_invalid(u)) ck_err_at(c, x, "invalid operation: cannot slice %s", ck_op(c, x));
    return NULL;
}

static void check_slice_order(struct checker *c, struct expr **idx, const int64_t *v) {
    for (int i = 0; i < 2; i++) {
        if (v[i] <= 0) continue;
        for (int k = i + 1; k < 3; k++) {
            if (v[k] < 0 || v[k] >= v[i]) continue;
            struct expr *at = idx[k] ? idx[k] : idx[i];
            ck_err_at(c, at, "invalid slice indices: %lld < %lld", (long long)v[k], (long long)v[i]);
            return;
        }
    }
}

void ck_slice_expr(struct checker *c, struct expr *e) {
    struct expr *idx[3] = {e->slice.lo, e->slice.hi, e->slice.max};
    int64_t len = -1, v[3];
    ck_expr(c, e->slice.x);
    if (e->slice.x->mode == MODE_INVALID) {
        ck_use_exprs(c, idx, 3);
        return;
    }
    struct type *t = sliced_type(c, e, &len);
    if (!t) return;
    for (int i = 0; i < 3; i++) {
        v[i] = i == 0 ? 0 : len >= 0 ? len : -1;
        if (idx[i]) ck_index(c, idx[i], len >= 0 ? len + 1 : -1, &v[i]);
    }
    check_slice_order(c, idx, v);
    e->mode = MODE_VALUE;
    e->type = t;
}
