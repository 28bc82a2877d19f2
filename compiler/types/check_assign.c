/* compiler/types/check_assign.c - assignment in all its forms: assignability, initialisation, := and =. */
#include "compiler/types/check.h"
#include "runtime/base/strbuf.h"

/* -- One value ---------------------------------------------------------------------------------------------- */

static char *context_text(struct checker *c, const char *context, const struct expr *what) {
    return what ? arena_printf(c->arena, "%s %s", context, ck_txt(c, what)) : (char *)context;
}

/* Gives an untyped x the type an assignment to t implies; false after an error. */
static bool settle_untyped(struct checker *c, struct expr *x, struct type *t, const char *context,
                           const struct expr *what) {
    struct type *target = t;
    if (x->mode == MODE_NIL) {
        if (!t) {
            ck_err_at(c, x, "use of untyped nil in %s", context_text(c, context, what));
            return false;
        }
    } else if (!t || ck_is_iface_not_tparam(t)) {
        target = ty_default(c->u, x->type);
    }
    enum repr_err err = REPR_OK;
    struct constant *v = NULL;
    struct type *nt = ty_implicit_type(c->u, x, target, &v, &err);
    if (!nt) {
        ck_err_at(c, x, "cannot use %s as %s value in %s%s", ck_op(c, x), ck_ty(c, target),
                  context_text(c, context, what),
                  err == REPR_TRUNCATED ? " (truncated)" : err == REPR_OVERFLOW ? " (overflows)" : "");
        return false;
    }
    ck_convert_untyped(c, x, target);
    return x->mode != MODE_INVALID;
}

void ck_assignment(struct checker *c, struct expr *x, struct type *t, const char *context, const struct expr *what) {
    ck_single_value(c, x);
    if (x->mode == MODE_INVALID) return;
    if (x->mode == MODE_NOVALUE || x->mode == MODE_BUILTIN || x->mode == MODE_TYPE) {
        ck_err_at(c, x, "cannot assign %s to %s in %s", ck_op(c, x), ck_ty(c, t), context_text(c, context, what));
        ck_fail(c, x);
        return;
    }
    if (ty_is_untyped(x->type) && !settle_untyped(c, x, t, context, what)) {
        ck_fail(c, x);
        return;
    }
    if (x->type->kind == TY_FUNC && x->type->func.ntparams)
        ck_err_at(c, x, "cannot use generic function %s without instantiation in %s", ck_op(c, x),
                  context_text(c, context, what));
    if (!t || x->type == t || ck_is_invalid(ck_under(t)) || ck_is_invalid(ck_under(x->type))) return;
    char *why = NULL;
    if (ty_assignable(c->u, x, t, &why)) return;
    char *ctx = context_text(c, context, what);
    if (why && *why) ck_err_at(c, x, "cannot use %s as type %s in %s:\n\t%s", ck_op(c, x), ck_ty(c, t), ctx, why);
    else ck_err_at(c, x, "cannot use %s as type %s in %s", ck_op(c, x), ck_ty(c, t), ctx);
    ck_fail(c, x);
}

void ck_init_const(struct checker *c, struct object *o, struct expr *x) {
    if (!x || x->mode == MODE_INVALID || ck_is_invalid(x->type) || (o->type && ck_is_invalid(o->type))) {
        if (!o->type) o->type = ck_invalid(c);
        return;
    }
    if (x->mode != MODE_CONST) {
        ck_err_at(c, x, "%s is not constant", ck_op(c, x));
        if (!o->type) o->type = ck_invalid(c);
        return;
    }
    if (!o->type) o->type = x->type;
    ck_assignment(c, x, o->type, "constant declaration", NULL);
    if (x->mode != MODE_INVALID) o->cv = x->cv;
}

bool ck_init_var(struct checker *c, struct object *o, struct expr *x, const char *context) {
    if (x->mode == MODE_INVALID || ck_is_invalid(x->type) || (o->type && ck_is_invalid(o->type))) {
        if (!o->type) o->type = ck_invalid(c);
        o->used = true;
        return false;
    }
    if (!o->type) {
        if (x->mode == MODE_NIL && ty_is_untyped(x->type)) {
            ck_err_at(c, x, "use of untyped nil in %s", context);
            o->type = ck_invalid(c);
            return false;
        }
        o->type = ty_default(c->u, x->type);
    }
    ck_assignment(c, x, o->type, context, NULL);
    if (x->mode == MODE_INVALID) o->used = true;
    return x->mode != MODE_INVALID;
}

/* -- Assignment to an operand ---------------------------------------------------------------------------------- */

/* Evaluates the left side; assigning to a variable is no use of it. */
void ck_eval_lhs(struct checker *c, struct expr *lhs) {
    struct expr *id = expr_unparen(lhs);
    struct object *v = id->kind == EX_IDENT ? ck_lookup(c, id->ident.name) : NULL;
    if (v && (v->kind != OBJ_VAR || v->pkg != c->pkg)) v = NULL;
    bool used = v && v->used;
    ck_expr(c, lhs);
    if (v) {
        v->used = used;
        v->assigned = true;
    }
}

/* Assigns x to the evaluated lhs; NULL after an error. */
struct type *ck_assign_checked(struct checker *c, struct expr *lhs, struct expr *x) {
    if (lhs->mode == MODE_INVALID || ck_is_invalid(lhs->type)) return NULL;
    if (lhs->mode != MODE_VAR && lhs->mode != MODE_MAPINDEX) {
        if (lhs->kind == EX_SELECTOR && lhs->sel.x->mode == MODE_MAPINDEX)
            ck_err_at(c, lhs, "cannot assign to struct field %s in map", ck_txt(c, lhs));
        else
            ck_err_at(c, lhs, "cannot assign to %s", ck_op(c, lhs));
        return NULL;
    }
    struct object *v = ck_root_var(lhs);
    if (v) v->assigned = true;
    ck_assignment(c, x, lhs->type, "assignment", NULL);
    return x->mode == MODE_INVALID ? NULL : x->type;
}

struct type *ck_assign_var(struct checker *c, struct expr *lhs, struct expr *x) {
    if (x->mode == MODE_INVALID || ck_is_invalid(x->type)) {
        ck_use_exprs(c, &lhs, 1);
        return NULL;
    }
    struct expr *id = expr_unparen(lhs);
    if (id->kind == EX_IDENT && ck_is_blank(id->ident.name)) {
        ck_assignment(c, x, NULL, "assignment to _ identifier", NULL);
        if (x->mode == MODE_INVALID) return NULL;
        id->ident.obj = NULL;
        id->mode = lhs->mode = MODE_VAR;
        id->type = lhs->type = x->type;
        return x->type;
    }
    ck_eval_lhs(c, lhs);
    return ck_assign_checked(c, lhs, x);
}

/* -- Lists --------------------------------------------------------------------------------------------------------- */

static void summary_item(struct checker *c, struct strbuf *b, struct type *t, bool dots) {
    if (ck_is_invalid(t)) strbuf_puts(b, "<T>");
    else if (ty_is_untyped(t) && ty_is_numeric(t)) strbuf_puts(b, "number");
    else if (ty_is_untyped(t)) strbuf_puts(b, strchr(t->basic.name, ' ') + 1);
    else if (dots) strbuf_printf(b, "...%s", ck_ty(c, t->kind == TY_SLICE ? t->slice.elem : t));
    else strbuf_puts(b, ck_ty(c, t));
}

static char *finish_summary(struct checker *c, struct strbuf *b) {
    strbuf_putc(b, ')');
    char *r = arena_strndup(c->arena, b->at, b->n);
    strbuf_free(b);
    return r;
}

char *ck_types_summary(struct checker *c, struct expr **list, int n) {
    struct strbuf b = {0};
    strbuf_putc(&b, '(');
    for (int i = 0; i < n; i++) {
        if (i) strbuf_puts(&b, ", ");
        summary_item(c, &b, list[i]->type, false);
    }
    return finish_summary(c, &b);
}

char *ck_params_summary(struct checker *c, struct object **list, int n, bool variadic) {
    struct strbuf b = {0};
    strbuf_putc(&b, '(');
    for (int i = 0; i < n; i++) {
        if (i) strbuf_puts(&b, ", ");
        summary_item(c, &b, list[i]->type, variadic && i == n - 1);
    }
    return finish_summary(c, &b);
}

static void count_error(struct checker *c, struct expr **rhs, int nrhs, int nvars, int nvals) {
    char *vars = ck_measure(c, nvars, "variable"), *vals = ck_measure(c, nvals, "value");
    struct expr *call = expr_unparen(rhs[0]);
    if (nrhs == 1 && call->kind == EX_CALL)
        ck_err_at(c, rhs[0], "assignment mismatch: %s but %s returns %s", vars, ck_txt(c, call->call.fun), vals);
    else
        ck_err_at(c, rhs[0], "assignment mismatch: %s but %s", vars, vals);
}

static void return_count_error(struct checker *c, struct stmt *ret, struct object **lhs, int nlhs,
                               struct expr_list *r) {
    struct pos at = r->n > nlhs ? ck_start(r->at[nlhs]) : r->n > 0 ? ck_start(r->at[r->n - 1]) : ret->pos;
    ck_err(c, at, "%s return values\n\thave %s\n\twant %s", r->n > nlhs ? "too many" : "not enough",
           ck_types_summary(c, r->at, r->n), ck_params_summary(c, lhs, nlhs, false));
}

static bool any_invalid(struct expr_list *l) {
    for (int i = 0; i < l->n; i++)
        if (l->at[i]->mode == MODE_INVALID) return true;
    return false;
}

void ck_init_vars(struct checker *c, struct object **lhs, int nlhs, struct expr **rhs, int nrhs, struct stmt *ret) {
    struct expr_list r = ck_expr_list(c, rhs, nrhs, nlhs == 2 && !ret);
    if (r.n != nlhs) {
        for (int i = 0; i < nlhs; i++) {
            lhs[i]->used = true;
            if (!lhs[i]->type) lhs[i]->type = ck_invalid(c);
        }
        if (any_invalid(&r)) return;
        if (ret) return_count_error(c, ret, lhs, nlhs, &r);
        else count_error(c, rhs, nrhs, nlhs, r.n);
        return;
    }
    bool ok = true;
    for (int i = 0; i < nlhs; i++)
        ok = ck_init_var(c, lhs[i], r.at[i], ret ? "return statement" : "assignment") && ok;
    for (int i = 0; !ok && i < nlhs; i++) lhs[i]->used = true;
}

void ck_assign_vars(struct checker *c, struct expr **lhs, int nlhs, struct expr **rhs, int nrhs) {
    struct expr_list r = ck_expr_list(c, rhs, nrhs, nlhs == 2);
    if (r.n != nlhs) {
        ck_use_exprs(c, lhs, nlhs);
        if (!any_invalid(&r)) count_error(c, rhs, nrhs, nlhs, r.n);
        return;
    }
    bool ok = true;
    for (int i = 0; i < nlhs; i++) ok = ck_assign_var(c, lhs[i], r.at[i]) && ok;
    for (int i = 0; !ok && i < nlhs; i++) ck_mark_used(c, lhs[i]);
}

/* -- Short variable declarations -------------------------------------------------------------------------------------- */

struct short_decl { struct object **vars, **fresh; int nfresh; bool failed; };

static bool repeated(struct expr **lhs, int i) {
    for (int k = 0; k < i; k++)
        if (lhs[k]->kind == EX_IDENT && strcmp(lhs[k]->ident.name, lhs[i]->ident.name) == 0) return true;
    return false;
}

/* The variable lhs i declares or reuses, or NULL after an error. */
static struct object *short_lhs(struct checker *c, struct stmt *s, int i, struct short_decl *d) {
    struct expr *x = s->assign.lhs[i];
    if (x->kind != EX_IDENT) {
        ck_use_exprs(c, &x, 1);
        ck_err_at(c, x, "non-name %s on left side of :=", ck_txt(c, x));
        return NULL;
    }
    const char *name = x->ident.name;
    if (!ck_is_blank(name) && repeated(s->assign.lhs, i)) {
        ck_err_at(c, x, "%s repeated on left side of :=", name);
        return NULL;
    }
    struct object *alt = scope_lookup(c->env.scope, name);
    if (alt) {
        x->ident.obj = alt;
        if (alt->kind == OBJ_VAR) {
            alt->assigned = true;
            return alt;
        }
        ck_err_at(c, x, "cannot assign to %s", name);
        return NULL;
    }
    struct object *o = ck_new_local(c, x->pos, name, NULL);
    o->state = OST_BLACK;
    x->ident.obj = o;
    s->assign.newvars[i] = o;
    if (!ck_is_blank(name)) d->fresh[d->nfresh++] = o;
    return o;
}

void ck_short_var_decl(struct checker *c, struct stmt *s) {
    int n = s->assign.nlhs;
    size_t top = c->later.n;
    struct short_decl d = {0};
    d.vars = arena_array(c->arena, struct object *, n + 1);
    d.fresh = arena_array(c->arena, struct object *, n + 1);
    s->assign.newvars = arena_array(c->arena, struct object *, n + 1);
    for (int i = 0; i < n; i++) {
        d.vars[i] = short_lhs(c, s, i, &d);
        if (d.vars[i]) continue;
        d.failed = true;
        d.vars[i] = obj_new(c->u, OBJ_VAR, s->assign.lhs[i]->pos, c->pkg, "_", NULL);
    }
    ck_init_vars(c, d.vars, n, s->assign.rhs, s->assign.nrhs, NULL);
    for (int i = 0; i < n; i++) {
        struct expr *x = s->assign.lhs[i];
        if (x->kind != EX_IDENT) continue;
        x->mode = MODE_VAR;
        x->type = d.vars[i]->type;
    }
    ck_run_later(c, top);
    if (d.nfresh == 0 && !d.failed) {
        ck_err(c, s->pos2.line ? s->pos2 : s->pos, "no new variables on left side of :=");
        return;
    }
    for (int i = 0; i < d.nfresh; i++) ck_declare(c, c->env.scope, d.fresh[i]);
}
